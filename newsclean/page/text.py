"""Bytes to text that can be parsed."""

from __future__ import annotations

from .characters import printable
from .charset import decode
from .limits import check_size
from .mojibake import repaired


def text_of(html: bytes | str, content_type: str | None = None) -> str:
    """The page as text, decoded as often as it was encoded, without control characters.

    `content_type` is the HTTP header. Raises NotTextError for binary data, TooLargeError over the limits.
    """
    check_size(html)
    return printable(repaired(html if isinstance(html, str) else decode(html, content_type)))
