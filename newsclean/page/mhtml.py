"""MHTML: a page that a browser saved as one file, with its images, in the form of an e-mail (RFC 2557)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

_HEAD = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*content-type:\s*multipart/related\b", re.I)
_WINDOW = 8192  # bytes in which its first headers end


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page in an MHTML file, and what the file says of it."""

    html: bytes
    content_type: str
    url: str | None


def is_mhtml(data: bytes) -> bool:
    """Whether a file begins as MHTML does."""
    return _HEAD.match(data[:_WINDOW].lstrip()) is not None


def saved_page(data: bytes) -> SavedPage | None:
    """The page in an MHTML file; None when it holds none, or is nested too deeply."""
    try:
        whole = BytesParser(policy=compat32).parsebytes(data.lstrip())
        part = next((part for part in whole.walk() if part.get_content_type() == "text/html"), None)
    except RecursionError:
        return None
    html = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(html, bytes):
        return None
    url = _header(whole, "Snapshot-Content-Location") or _header(part, "Content-Location")
    return SavedPage(html, _header(part, "Content-Type") or "text/html", url)


def _header(part: Message, name: str) -> str | None:
    return "".join(str(part.get(name, "")).split("\n")).strip() or None
