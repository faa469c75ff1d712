"""Pages as JSON: an object a line, or an array of objects."""

from __future__ import annotations

import datetime as dt
import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from newsclean.corpus.warc_pages import Tally
from newsclean.errors import FileError, InputError
from newsclean.models import Entry, Page
from newsclean.page.compression import UNPACKING_ERRORS
from newsclean.page.limits import MAX_FILE_BYTES
from newsclean.sites.site import sites

from .fields import Fields, UnknownFieldsError
from .kinds import Kind
from .source import Opened, broken_data

_TRIES = 10  # objects


@dataclass(frozen=True, slots=True)
class JsonPages:
    """The pages of a file. Each is in memory alone, but those of an array, which is read whole, up to a limit."""

    opened: Opened
    fields: Fields
    tally: Tally

    def __iter__(self) -> Iterator[Page | FileError]:
        """A FileError in place of what is no page, named with its line.

        Raises one when the file cannot be read on, or is given up: none of its first objects has fields that are known.
        """
        name = self.opened.source.name
        unknown: list[FileError] = []  # nothing but these so far
        has_page = False
        for place, text in self._objects():
            if self.opened.is_file:
                self.tally.position = self.opened.stream.tell()
            try:
                page = self._page(text, place)
            except InputError as error:
                problem = FileError(f"{name}{place}", str(error))
                if has_page or not isinstance(error, UnknownFieldsError):
                    yield problem
                    continue
                unknown.append(problem)
                if len(unknown) == _TRIES:
                    break
                continue
            has_page = True
            yield from unknown
            unknown.clear()
            yield page
        if unknown:
            raise unknown[0]

    def _objects(self) -> Iterator[tuple[str, bytes | dict[str, Any]]]:
        stream = self.opened.unpacked()
        return _elements(self.opened, stream) if self.opened.kind is Kind.JSON else _lines(self.opened, stream)

    def _page(self, given: bytes | dict[str, Any], place: str) -> Page:
        line = _parsed(given) if isinstance(given, bytes) else given
        if not isinstance(line, dict):
            raise InputError('not an object, such as {"url": ..., "html": ...}')
        source, fields = self.opened.source, self.fields
        html = fields.html(line)
        url = fields.url(line) or f"{source.uri}#{place.lstrip(':#')}"
        site = fields.site(line)
        return Page(
            url=url,
            html=html,
            content_type=fields.content_type(line),
            site=site if site in sites() else None,
            entry=Entry(url=url, source="file"),
            file=f"{source.name}{place}",
            fetched_at=fields.fetched_at(line) or dt.datetime.now(dt.UTC),
        )


def _lines(opened: Opened, stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The lines that are not blank, by their numbers. One that is too long is cut, and thus no JSON."""
    number, name = 0, opened.source.name
    try:
        while line := stream.readline(MAX_FILE_BYTES + 1):
            number += 1
            is_whole = len(line) <= MAX_FILE_BYTES
            while len(line) > MAX_FILE_BYTES and not line.endswith(b"\n"):
                line = stream.readline(MAX_FILE_BYTES + 1)
            if not is_whole:
                yield f":{number}", b""
            elif text := line.removeprefix(BOM_UTF8 if number == 1 else b"").strip():
                yield f":{number}", text
    except UNPACKING_ERRORS as error:
        raise broken_data(f"{name}:{number + 1}", error) from None
    except OSError as error:
        raise FileError(f"{name}:{number + 1}", f"cannot be read: {error.strerror}") from None


def _elements(opened: Opened, stream: IO[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The elements of an array, by their numbers, or the only object."""
    name = opened.source.name
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise FileError(
            name,
            f"larger than {MAX_FILE_BYTES // 2**20} MiB, too large for an array that is read whole. "
            f"Make lines of it: jq -c '.[]' {name}",
        )
    try:
        value = _parsed(data.removeprefix(BOM_UTF8))
    except InputError as error:
        raise FileError(name, str(error)) from None
    for number, element in enumerate(value if isinstance(value, list) else [value], start=1):
        yield f"#{number}", element


def _parsed(data: bytes) -> Any:
    if not data:
        raise InputError(f"longer than {MAX_FILE_BYTES // 2**20} MiB, too large for a news page")
    try:
        return json.loads(data)
    except RecursionError:
        raise InputError("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg} at column {error.colno}") from None
    except ValueError as error:  # no UTF-8, or a number of thousands of digits
        raise InputError(f"not JSON: {error}") from None
