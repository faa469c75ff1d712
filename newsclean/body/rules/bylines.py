"""Who wrote it: bylines, editors, initials, notes on the author. They belong in `authors`, not in the body."""

from __future__ import annotations

import re

from newsclean.fields.byline_words import words_for
from newsclean.fields.people import bylined, is_initials, is_name_alone, signed
from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS
from newsclean.page.sentences import ends_sentence

from .rule import Context, Evidence, Rule, is_paragraph

MAX_BYLINE = 120
MAX_NOTE = 700
# Notes follow the text, sometimes several (blocks).
MAX_FROM_END = 4
# Bylines are above the text, among date and lead, or right below it (blocks).
EDGE = 5
# A note on the writer names its subject early (characters), and follows a text (blocks).
NAMED_WITHIN = 30
MIN_BEFORE = 3
# Initials are shorter than most words: a longer word in brackets may be "(laughs)".
MAX_SURE_INITIALS = 4
# "(sya)", "(fyk/fay)", "(Dio/Ysl)", "[tya]": short words or letters with slashes, never a sentence.
_INITIALS = re.compile(r"^[(\[]\s?([A-Za-z]{2,6}(?:\s?[/,|-]\s?[A-Za-z.]{2,12}){0,4})\s?[)\]]\.?$")
# "mbr/dpa": initials and agencies without brackets.
_WITH_AGENCY = re.compile(r"[A-Za-z]{2,4}(?:\s?/\s?[A-Za-z]{2,10}){1,3}")
_TRAILING = re.compile(r"\s*[(\[]([A-Za-z]{2,6}(?:/[A-Za-z.]{2,12}){0,4})[)\]]\.?$")
# "(H-2)", "(PA/N-1)": the mark of the desk, behind the initials of the writer.
_DESK = re.compile(r"\s*[(\[]((?:[A-Za-z]{2,4}/){0,2}[A-Z]{1,2}-\d{1,2})[)\]]\.?$")
# "（久我山航）": the writer in full, in scripts with wide signs.
_WIDE = re.compile(r"(?<=[。！？])\s*（([^（）]{2,20})）$")
_SENTENCE_ENDS = (".", "!", "?", '"', "”", "'", "’")
_BETWEEN_NAMES = re.compile(r"[\s,/&|]+")
MAX_NAME_WORDS = 7


def byline(block: Block, context: Context) -> Evidence | None:
    """The writer or editor: "Oleh: Andi", "By Jane Doe, Staff Writer", "Editor: Budi", or just the name.

    A name that the page gives nowhere else is dropped as the first or last line. Leaves a sentence that opens with the
    same word ("By the end of the day, ..."), a speaker in an interview ("Reporter: Why did you stay?") and a subheading
    in the middle of the text ("By Air and Sea").
    """
    text = block.text
    inside = context.from_start(block) > EDGE and context.from_end(block) > EDGE and block.element.tag in HEADINGS
    for kind in ("byline", "editor"):
        phrase = context.phrases.label(kind, text)
        if phrase and not _is_speech(text[len(phrase) :]):
            return {"phrase": phrase}
        phrase = context.phrases.starts(kind, text)
        if phrase and _is_name(text[len(phrase) :]) and len(text) < 80 and not inside:
            return {"phrase": phrase, "name": text[len(phrase) :].strip(" .:")}
    near = min(context.from_start(block), context.from_end(block)) <= EDGE
    if near and (names := bylined(text, context.language)):
        return {"names": ", ".join(names)}
    name = next((name for name in context.authors if name.lower() in text.lower()), None)
    alone = name is not None and len(text) <= len(name) + 25 and not text.endswith((".", "!", "?", "”", '"'))
    if name is not None and alone and (" " in name or text.lower() == name.lower()):
        return {"author": name}
    return {"name": text} if _is_at_edge(block, context) and is_name_alone(text, context.language) else None


def _is_at_edge(block: Block, context: Context) -> bool:
    """Whether the block is the first or last one, without links, beside a paragraph and not in a list."""
    first = context.from_start(block) == 0
    if (
        block.links
        or block.element.tag in (*HEADINGS, "li", "td", "tr", "dd")
        or not (first or not context.from_end(block))
    ):
        return False
    other = context.kept[context.positions[block.index] + (1 if first else -1)] if len(context.kept) > 1 else block
    return is_paragraph(other)


def initials(block: Block, context: Context) -> Evidence | None:
    """The initials of writer and editor on a line of their own at the end: "(sya)", "(Dio/Ysl)", "mbr/dpa".

    Leaves a word in brackets that text follows ("(laughs)").
    """
    found = initials_alone(block.text) if context.from_end(block) <= MAX_FROM_END else None
    if found is None:
        return None
    behind = context.kept[context.positions[block.index] + 1 :]
    if found.isalpha() and len(found) > MAX_SURE_INITIALS and any(map(is_paragraph, behind)):
        return None
    return {"initials": found}


def initials_alone(line: str) -> str | None:
    """The initials that a line is, without brackets; without any, they stand beside an agency."""
    if found := _INITIALS.match(line):
        return found[1]
    if not _WITH_AGENCY.fullmatch(line):
        return None
    others = [part.strip() for part in line.split("/") if part.strip().lower() not in words_for(None).agencies]
    return line if len(others) <= line.count("/") and all(map(is_initials, others)) else None


def author_note(block: Block, context: Context) -> Evidence | None:
    """A note on the author after the text: "Jane Doe is a senior researcher at ...".

    Leaves a person whom the article is about or quotes, even if the metadata name them as its author, and a news flash
    of a few sentences.
    """
    if context.from_end(block) > MAX_FROM_END or context.from_start(block) < MIN_BEFORE:
        return None
    if block.text.startswith("*)"):  # marks the note on a guest author in Indonesian papers
        return {"mark": "*)"}
    if phrase := context.phrases.starts("author_note", block.text):
        return {"phrase": phrase}
    text = block.text.lower()
    for name in context.authors:
        start = text.find(name.lower(), 0, NAMED_WITHIN + len(name))
        if (
            " " in name
            and start >= 0
            and text[start + len(name) :].lstrip()[:1] != ":"
            and not _is_in_story(name, context)
        ):
            return {"author": name}
    return None


def trailing_initials(text: str) -> str | None:
    """The initials that end a paragraph ("... katanya. (boy/jpnn)"), with their brackets; None if there are none.

    The mark of a desk ("(H-2)") and a name in wide brackets ("（久我山航）") count as well. Words in capitals ("(AFP)",
    "(TNI)"), and a single word before the sentence has ended, are part of the text.
    """
    if (desk := _DESK.search(text)) and _is_ended(text[: desk.start()]):
        return desk[0]
    if (name := _WIDE.search(text)) and signed(name[1]):
        return name[0]
    found = _TRAILING.search(text)
    if found is None or found[1].isupper() or found.start() == 0:
        return None
    ended = _is_ended(text[: found.start()])
    several = "/" in found[1] and found[1].islower()
    return found[0] if several or (ended and ("/" in found[1] or len(found[1]) <= MAX_SURE_INITIALS)) else None


def _is_ended(text: str) -> bool:
    return text.rstrip().endswith(_SENTENCE_ENDS)


def _is_speech(rest: str) -> bool:
    """Whether the text after a label is speech: a sentence, mostly of lower-case words."""
    words = [word for word in rest.split() if word[0].isalpha()]
    small = sum(word[0].islower() for word in words[1:])
    return len(words) >= 4 and ends_sentence(rest) and small >= 0.5 * (len(words) - 1)


def _is_in_story(name: str, context: Context) -> bool:
    """Whether the text names the person: then the story is about them, and the metadata are wrong."""
    text = context.kept[: len(context.kept) - MAX_FROM_END - 1]
    return any(is_paragraph(block) and name.lower() in block.text.lower() for block in text)


def _is_name(rest: str) -> bool:
    words = _BETWEEN_NAMES.split(rest.strip(" .:,|"))
    if not 0 < len(words) <= MAX_NAME_WORDS or not all(word[:1].isalpha() for word in words):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return words[0][0].isupper() and capitals >= 0.6 * len(words)


RULES = (
    Rule("byline", byline, longest=MAX_BYLINE),
    Rule("initials", initials),
    Rule("author-note", author_note, longest=MAX_NOTE),
)
