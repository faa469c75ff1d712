"""What a file holds: its first bytes say it, and where they don't, its name."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from enum import Enum, auto
from pathlib import PurePath

from newsclean.page.compression import start_of
from newsclean.page.document import has_markup
from newsclean.page.files import COMPRESSED, PAGES
from newsclean.page.mhtml import is_mhtml

HEAD = 16 * 1024  # bytes of a file that are looked at

_ARRAY = re.compile(rb"\[\s*(?:\{|\Z)")
_SPREAD_OBJECT = re.compile(rb"\{[ \t]*\r?\n")  # over several lines
_OBJECT = re.compile(rb"\{\s*\"")
# A zstd frame to be skipped: in WARC, it holds the dictionary of the others.
# https://iipc.github.io/warc-specifications/specifications/warc-zstd/
WARC_DICTIONARY = b"\x5d\x2a\x4d\x18"


class Kind(Enum):
    """A page, or a file of many."""

    PAGE = auto()
    JSON = auto()
    JSON_LINES = auto()
    WARC = auto()
    ZIP = auto()


# The ending decides where there is nothing to see: of a file that is empty or broken.
_BY_ENDING = {
    ".jsonl": Kind.JSON_LINES,
    ".jsonlines": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".jl": Kind.JSON_LINES,
    ".warc": Kind.WARC,
    ".wacz": Kind.ZIP,
}
_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,9}")  # what follows other dots is a part of the name, as in `index.html?p=2`


def kind_of(head: bytes, name: str) -> Kind:
    """What a file of this name holds, by its first HEAD bytes, which may be compressed."""
    if head.startswith(WARC_DICTIONARY):
        return Kind.WARC
    start = start_of(head, HEAD)
    text = start.removeprefix(BOM_UTF8).lstrip()
    if start.startswith(b"WARC/"):
        return Kind.WARC
    if start.startswith(b"PK\x03\x04"):
        return Kind.ZIP
    if _ARRAY.match(text) or _SPREAD_OBJECT.match(text):
        return Kind.JSON
    if _OBJECT.match(text):
        return Kind.JSON_LINES
    return Kind.PAGE if text.startswith(b"<") else _BY_ENDING.get(ending_of(name), Kind.PAGE)


def ending_of(name: str) -> str:
    """The ending of a file's name, without that of its compression, in lower case; "" for none that means a type."""
    path = PurePath(name.lower())
    while path.suffix in COMPRESSED:
        path = path.with_suffix("")
    return path.suffix if _ENDING.fullmatch(path.suffix) else ""


def may_hold_pages(ending: str) -> bool:
    """Whether files with that ending hold pages. Without an ending, `looks_like_pages` is to be asked."""
    return ending in PAGES or ending in _BY_ENDING


def looks_like_pages(head: bytes, name: str) -> bool:
    """Whether a file without an ending is HTML, MHTML or WARC, by its first HEAD bytes."""
    start = start_of(head, HEAD)
    is_html = start.removeprefix(BOM_UTF8).lstrip().startswith(b"<") and has_markup(start.decode("utf-8", "replace"))
    return is_html or is_mhtml(start) or kind_of(head, name) is Kind.WARC
