"""Opt-outs from corpora: what a page says in its header fields and meta elements.

`noai` is a word of X-Robots-Tag and of the robots meta element; the TDM Reservation Protocol (W3C community group) has
a field and an element of its own, `tdm-reservation`. `noimageai` is about images, which are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

_NO_AI = "noai"
_RESERVED = "tdm-reservation"
_FOR_AGENT = re.compile(r"\s*([\w*-]+)\s*:(.*)", re.S)
_MAX_VALUE = 10_000  # characters


def opted_out_by_header(robots_tags: Iterable[str], reservation: str | None, agent: str) -> str | None:
    """What the values of X-Robots-Tag, each a field, and that of TDM-Reservation say against a corpus; None: nothing.

    Words behind another crawler's name than `agent` do not count.
    """
    for value in robots_tags:
        mine = True
        for word in value[:_MAX_VALUE].split(","):
            if (named := _FOR_AGENT.fullmatch(word)) and named[1].lower() != "unavailable_after":
                mine, word = named[1].lower() in ("*", agent), named[2]
            if mine and word.strip().lower() == _NO_AI:
                return f"X-Robots-Tag: {_NO_AI}"
    return f"{_RESERVED}: 1" if reservation and reservation.strip() == "1" else None


def opted_out_by_meta(tree: HtmlElement) -> str | None:
    """What the meta elements of a page say against a corpus; None: nothing."""
    for meta in tree.iter("meta"):
        name, content = meta.get("name", "").lower(), meta.get("content", "")[:_MAX_VALUE]
        if name == "robots" and _NO_AI in (word.strip().lower() for word in content.split(",")):
            return f"meta robots: {_NO_AI}"
        if name == _RESERVED and content.strip() == "1":
            return f"meta {_RESERVED}: 1"
    return None
