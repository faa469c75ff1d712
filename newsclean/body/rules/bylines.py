"""Who wrote it: bylines, editors, initials, notes on the author. They feed `authors`, not the body."""

from __future__ import annotations

import re

from newsclean.page.blocks import Block
from newsclean.page.sentences import ends_sentence

from .rule import HEADINGS, Context, Evidence, Rule, is_paragraph

MAX_BYLINE = 120
MAX_NOTE = 700
# Notes come after the text, sometimes several.
MAX_FROM_END = 4
# Bylines stand above the text, with date and lead around them, or right behind it.
EDGE = 5
# A note on the writer soon says whom it is about, and follows a text.
NAMED_WITHIN = 30
MIN_BEFORE = 3
# Initials are shorter than most words; a longer word in brackets may be "(laughs)".
MAX_SURE_INITIALS = 4
# "(sya)", "(fyk/fay)", "(Dio/Ysl)", "[tya]", "(mdk/yan)": short words or letters with slashes, never a sentence.
INITIALS = re.compile(r"^[(\[]\s?([A-Za-z]{2,6}(?:\s?[/,|-]\s?[A-Za-z.]{2,12}){0,4})\s?[)\]]\.?$")
_TRAILING = re.compile(r"\s*[(\[]([A-Za-z]{2,6}(?:/[A-Za-z.]{2,12}){0,4})[)\]]\.?$")
_BETWEEN_NAMES = re.compile(r"[\s,/&|]+")
MAX_NAME_WORDS = 7


def byline(block: Block, page: Context) -> Evidence | None:
    """A line that names the writer or editor: "Oleh: Andi", "By Jane Doe, Staff Writer", "Editor: Budi", the bare name.

    Leaves a sentence that opens with the same word ("By the end of the day, ..."), a speaker of an interview
    ("Reporter: Why did you stay?"), and a subheading in the middle of the text ("By Air and Sea").
    """
    text = block.text
    if len(text) > MAX_BYLINE:
        return None
    inside = page.from_start(block) > EDGE and page.from_end(block) > EDGE and block.element.tag in HEADINGS
    for kind in ("byline", "editor"):
        phrase = page.phrases.label(kind, text)
        if phrase and not _is_speech(text[len(phrase) :]):
            return {"phrase": phrase}
        phrase = page.phrases.starts(kind, text)
        if phrase and _is_name(text[len(phrase) :]) and len(text) < 80 and not inside:
            return {"phrase": phrase, "name": text[len(phrase) :].strip(" .:")}
    name = next((name for name in page.authors if name.lower() in text.lower()), None)
    if name is None or len(text) > len(name) + 25 or text.endswith((".", "!", "?", "”", '"')):
        return None
    return {"author": name} if " " in name or text.lower() == name.lower() else None


def initials(block: Block, page: Context) -> Evidence | None:
    """The sign-off of writer and editor on a line of its own at the end: "(sya)", "(Dio/Ysl)".

    Leaves a word in brackets with text behind it ("(laughs)").
    """
    found = INITIALS.match(block.text)
    if found is None or page.from_end(block) > MAX_FROM_END:
        return None
    behind = page.kept[page.places[block.index] + 1 :]
    if found[1].isalpha() and len(found[1]) > MAX_SURE_INITIALS and any(map(is_paragraph, behind)):
        return None
    return {"initials": found[1]}


def author_note(block: Block, page: Context) -> Evidence | None:
    """A note on the writer after the text: "Jane Doe is a senior researcher at ...", with the byline's own name.

    Leaves whoever the article is about or talks to, though the metadata call him its author, and a short flash.
    """
    if page.from_end(block) > MAX_FROM_END or page.from_start(block) < MIN_BEFORE or len(block.text) > MAX_NOTE:
        return None
    if block.text.startswith("*)"):  # how Indonesian papers mark the note on a guest author
        return {"mark": "*)"}
    if phrase := page.phrases.starts("author_note", block.text):
        return {"phrase": phrase}
    text = block.text.lower()
    for name in page.authors:
        start = text.find(name.lower(), 0, NAMED_WITHIN + len(name))
        if " " in name and start >= 0 and text[start + len(name) :].lstrip()[:1] != ":" and not _is_told_of(name, page):
            return {"author": name}
    return None


def trailing_initials(text: str) -> str | None:
    """The initials behind a paragraph's last sentence, "... katanya. (boy/jpnn)", with their brackets; None if none.

    Upper-case words ("(AFP)", "(TNI)") and single words after an open sentence are part of the text.
    """
    found = _TRAILING.search(text)
    if found is None or found[1].isupper() or found.start() == 0:
        return None
    before = text[: found.start()].rstrip()
    ended = before.endswith((".", "!", "?", '"', "”", "'", "’"))
    several = "/" in found[1] and found[1].islower()
    return found[0] if several or (ended and ("/" in found[1] or len(found[1]) <= MAX_SURE_INITIALS)) else None


def _is_speech(rest: str) -> bool:
    """Whether what follows a label is said by him whom it names: a sentence of words in lower case."""
    words = [word for word in rest.split() if word[0].isalpha()]
    small = sum(word[0].islower() for word in words[1:])
    return len(words) >= 4 and ends_sentence(rest) and small >= 0.5 * (len(words) - 1)


def _is_told_of(name: str, page: Context) -> bool:
    """Whether paragraphs before the notes have the name: then he is of the story, and the metadata are mistaken."""
    text = page.kept[: len(page.kept) - MAX_FROM_END - 1]
    return any(is_paragraph(block) and name.lower() in block.text.lower() for block in text)


def _is_name(rest: str) -> bool:
    words = _BETWEEN_NAMES.split(rest.strip(" .:,|"))
    if not 0 < len(words) <= MAX_NAME_WORDS or not all(word[:1].isalpha() for word in words):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return words[0][0].isupper() and capitals >= 0.6 * len(words)


RULES = (Rule("byline", byline), Rule("initials", initials), Rule("author-note", author_note))
