"""The date of publication on a line of its own: the record's `date`, not part of its body."""

from __future__ import annotations

import re

from newsclean.fields.dates.style import DateStyle
from newsclean.fields.dates.text import words_beside
from newsclean.lang.date_labels import label_before
from newsclean.page.blocks import Block
from newsclean.page.sentences import ends_sentence

from .rule import Context, Evidence, Rule

MAX_DATE_LINE = 120
# Words beside the date: "WIB", "Updated", the writer's name. More of them make a sentence.
MAX_OTHER_WORDS = 4
# Length beside the date: words of scripts without spaces are whole phrases.
MAX_BESIDE = 60
MAX_CLOCK_LINE = 40
_CLOCK = re.compile(r"(?<!\d)\d{1,2}(?:[:.h]|\sh\s?)\d{2}(?!\d)")
# A full stop that ends no sentence ("10:00 a.m."), and a date in brackets.
_CLOCK_END = re.compile(r"(?:\b[ap]\.\s?m\.|[)\]])$", re.I)


def date_line(block: Block, context: Context) -> Evidence | None:
    """The date of the article: "Kamis, 27 Januari 2022 - 20:57 WIB", "Updated 3 May 2024, 10:00", "Updated at 10:00".

    Leaves a sentence about a date ("It opens on 3 May 2026 at 10:00.") and a date further down that heads part of a
    chronology ("17 Agustus 1945").
    """
    dates = DateStyle(context.language).find(block.text)  # remembers them
    if not dates:
        return _clock_line(block, context)
    beside = " ".join((dates[0].before, *(date.after for date in dates)))  # without their clocks
    words = words_beside(beside, (), context.language)
    first = dates[0]
    near_edge = context.from_start(block) <= 3 or context.from_end(block) <= 3
    prefixed = context.phrases.starts("date_prefix", block.text)
    if not prefixed and ends_sentence(block.text) and not _CLOCK_END.search(block.text):
        return None
    if (
        words <= MAX_OTHER_WORDS
        and block.length - len(first.text) <= MAX_BESIDE
        and (near_edge or prefixed)
        and (first.clock or prefixed or context.from_start(block) <= 3)
    ):
        return {"date": first.text, "other_words": words}
    return None


def _clock_line(block: Block, context: Context) -> Evidence | None:
    """A change or publication of the day, above the text: "Updated at 14:30"."""
    text = block.text.lower()
    clock = _CLOCK.search(text) if len(text) <= MAX_CLOCK_LINE and context.from_start(block) <= 3 else None
    if clock is None or ends_sentence(text) or words_beside(text, (), context.language) > MAX_OTHER_WORDS:
        return None
    label = label_before(text[: clock.start()])
    return {"clock": clock[0]} if label in ("modified", "published") else None


RULES = (Rule("date-line", date_line, longest=MAX_DATE_LINE),)
