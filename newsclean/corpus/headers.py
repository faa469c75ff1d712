"""HTTP header fields as they came: repeated ones, names and values of any bytes; and their block in a WARC record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote_from_bytes, unquote_to_bytes

# What would be read back as another field, or not at all: line breaks, a name that is empty, begins or ends with white
# space or holds a colon, a value with white space around it.
_NAME = re.compile(rb"[^\s:](?:[^\r\n:]*[^\s:])?")
_VALUE = re.compile(rb"(?:[^ \t\r\n](?:[^\r\n]*[^ \t\r\n])?)?")
# Kept as they are when a field is escaped: all printable ASCII but the percent sign, and in names the colon.
_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "%:")
_SPACE = b" \t"
_STATUS_DIGITS = 3
_END = re.compile(rb"\r?\n\r?\n|\Z")


class Headers(Mapping[str, str]):
    """Header fields in their order. Names are found in any case; of a repeated field `headers[name]` is the last value.

    Names and values are text in Latin-1, so that each character is one of the bytes that came.
    """

    def __init__(self, fields: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        self.fields = tuple(fields.items() if isinstance(fields, Mapping) else fields)
        self._last: dict[str, str] = {name.lower(): value for name, value in self.fields}

    def __getitem__(self, name: str) -> str:
        return self._last[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._last)

    def __len__(self) -> int:
        return len(self._last)

    def __repr__(self) -> str:
        return f"Headers({self.fields!r})"

    def joined(self, name: str) -> str:
        """The values of a field that is a list (RFC 9110, 5.3), with commas between them; "" when it is missing."""
        return ", ".join(value for other, value in self.fields if other.lower() == name)


def fields_of(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """All fields of headers, in their order."""
    return headers.fields if isinstance(headers, Headers) else tuple(headers.items())


def block(status: str, fields: Iterable[tuple[str, str]]) -> tuple[bytes, str]:
    """The head of an HTTP message, up to its body, and the numbers of the fields in it that had to be escaped, from 1.

    These are percent-encoded, name and value: "3,7".
    """
    lines, escaped = [f"HTTP/1.1 {status}".encode("latin-1", "replace")], []
    for number, (name, value) in enumerate(fields, start=1):
        raw_name, raw_value = _bytes(name), _bytes(value)
        if not (_NAME.fullmatch(raw_name) and _VALUE.fullmatch(raw_value)):
            raw_name, raw_value = _escaped(raw_name) or b"%", _escaped(raw_value)  # "%" alone is no escape
            escaped.append(str(number))
        lines.append(raw_name + b": " + raw_value)
    return b"\r\n".join([*lines, b"", b""]), ",".join(escaped)


def parsed(message: bytes, escaped: str = "") -> tuple[int | None, Headers, bytes]:
    """Status, fields and body of an HTTP response as any tool wrote it; `escaped` as `block` gave it.

    Lines without a colon are left out. Where the first line is not HTTP's, all is body and the status None.
    """
    if message[:5].upper() != b"HTTP/":
        return None, Headers(), message
    end = _END.search(message)
    assert end is not None  # the end of the message at the latest
    first, *lines = message[: end.start()].split(b"\n")
    code = first.split(None, 2)[1:2]
    status = int(code[0]) if code and len(code[0]) == _STATUS_DIGITS and code[0].isdigit() else None
    numbers = set(escaped.split(","))
    found = enumerate(filter(None, map(_field, _unfolded(lines))), start=1)
    fields = [_unescaped(*field) if str(number) in numbers else field for number, field in found]
    return status, Headers((n.decode("latin-1"), v.decode("latin-1")) for n, v in fields), message[end.end() :]


def _unfolded(lines: list[bytes]) -> Iterator[bytes]:
    """The lines of fields, those that continue another (obs-fold, RFC 9112, 5.2) joined with it."""
    parts: list[bytes] = []
    for line in lines:
        if not line.startswith((b" ", b"\t")):
            yield b"".join(parts)
            parts = []
        parts.append(line.removesuffix(b"\r"))
    yield b"".join(parts)


def _field(line: bytes) -> tuple[bytes, bytes] | None:
    name, colon, value = line.partition(b":")
    return (name.strip(_SPACE), value.strip(_SPACE)) if colon else None


def _escaped(data: bytes) -> bytes:
    return quote_from_bytes(data, _SAFE).encode("ascii")


def _unescaped(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    return b"" if name == b"%" else unquote_to_bytes(name), unquote_to_bytes(value)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:  # not as it came: another program's own text
        return text.encode("utf-8", "replace")
