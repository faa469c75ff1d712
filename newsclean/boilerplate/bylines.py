"""Who wrote it: bylines, editors, initials, notes on the author. They feed `authors`, not the body."""

from __future__ import annotations

import re

from ..blocks import Block
from .rule import Context, Evidence, Rule

MAX_BYLINE = 120
MAX_NOTE = 700
# Notes come after the text, sometimes several.
MAX_FROM_END = 4
# "(sya)", "(fyk/fay)", "(Dio/Ysl)", "[tya]", "(mdk/yan)": short words or letters with slashes, never a sentence.
INITIALS = re.compile(r"^[(\[]\s?([A-Za-z]{2,6}(?:\s?[/,|-]\s?[A-Za-z.]{2,12}){0,4})\s?[)\]]\.?$")
_TRAILING = re.compile(r"\s*[(\[]([A-Za-z]{2,6}(?:/[A-Za-z.]{2,12}){0,4})[)\]]\.?$")
_NAME = re.compile(r"^(?:[^\W\d_][\w'’.-]*[\s,/&|]*(?:and|dan|und|et|y|e|og|och|en|de|von|van|bin)?\s*){1,8}$")


def byline(block: Block, page: Context) -> Evidence | None:
    """A line that names the writer or editor: "Oleh: Andi", "By Jane Doe, Staff Writer", "Editor: Budi", the bare name.

    Leaves a sentence that opens with the same word ("By the end of the day, ...").
    """
    text = block.text
    if len(text) > MAX_BYLINE:
        return None
    for kind in ("byline", "editor"):
        if phrase := page.phrases.label(kind, text):
            return {"phrase": phrase}
        phrase = page.phrases.starts(kind, text)
        if phrase and _is_name(text[len(phrase) :]) and len(text) < 80:
            return {"phrase": phrase, "name": text[len(phrase) :].strip(" .:")}
    name = next((name for name in page.authors if name.lower() in text.lower()), None)
    if name is None or len(text) > len(name) + 25 or text.endswith((".", "!", "?", "”", '"')):
        return None
    return {"author": name} if " " in name or text.lower() == name.lower() else None


def initials(block: Block, page: Context) -> Evidence | None:
    """The sign-off of writer and editor on a line of its own: "(sya)", "(Dio/Ysl)"."""
    found = INITIALS.match(block.text)
    return {"initials": found[1]} if found and page.from_end(block) <= MAX_FROM_END else None


def author_note(block: Block, page: Context) -> Evidence | None:
    """A note on the writer after the text: "Jane Doe is a senior researcher at ...", with the byline's own name.

    Leaves the writer of an obituary or a column who speaks of others.
    """
    if page.from_end(block) > MAX_FROM_END or len(block.text) > MAX_NOTE:
        return None
    opening = block.text[:60].lower()
    name = next((name for name in page.authors if " " in name and name.lower() in opening), None)
    return {"author": name} if name else None


def trailing_initials(text: str) -> str | None:
    """The initials behind a paragraph's last sentence, "... katanya. (boy/jpnn)", with their brackets; None if none.

    Upper-case words ("(AFP)", "(TNI)") and words after an open sentence are part of the text.
    """
    found = _TRAILING.search(text)
    if found is None or found[1].isupper() or found.start() == 0:
        return None
    before = text[: found.start()].rstrip()
    sure = "/" in found[1] or (found[1].islower() and len(found[1]) <= 4)
    return found[0] if sure and before.endswith((".", "!", "?", '"', "”", "'", "’")) else None


def _is_name(rest: str) -> bool:
    rest = rest.strip(" .:,|")
    words = rest.split()
    if not words or not _NAME.match(rest):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return words[0][0].isupper() and capitals >= 0.6 * len(words) and len(words) <= 7


RULES = (Rule("byline", byline), Rule("initials", initials), Rule("author-note", author_note))
