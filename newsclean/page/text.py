"""Bytes to text that can be parsed."""

from __future__ import annotations

from .characters import printable
from .charset import decode
from .limits import check_size


def text_of(html: bytes | str, content_type: str | None = None) -> str:
    """The page as text without control characters; `content_type` is the HTTP header.

    Raises NotTextError for binary data, TooLargeError over the limits.
    """
    check_size(html)
    return printable(html if isinstance(html, str) else decode(html, content_type))
