"""The date of publication on a line of its own: the record's `date`, not part of its body."""

from __future__ import annotations

import re

from newsclean.fields.dates.text import find_dates, words_beside
from newsclean.page.blocks import Block
from newsclean.page.sentences import ends_sentence

from .rule import Context, Evidence, Rule

MAX_DATE_LINE = 120
# Words beside the date: "WIB", "Updated", the writer's name. More of them make a sentence.
MAX_OTHER_WORDS = 4
# Length beside the date: words of scripts without spaces are whole phrases.
MAX_BESIDE = 60
# A full stop that ends no sentence ("10:00 a.m."), and a date in brackets.
_CLOCK_END = re.compile(r"(?:\b[ap]\.\s?m\.|[)\]])$", re.I)


def date_line(block: Block, context: Context) -> Evidence | None:
    """The date of the article: "Kamis, 27 Januari 2022 - 20:57 WIB", "Updated 3 May 2024, 10:00".

    Leaves a sentence about a date ("It opens on 3 May 2026 at 10:00.") and a date further down that heads part of a
    chronology ("17 Agustus 1945").
    """
    if len(block.text) > MAX_DATE_LINE:
        return None
    dates = find_dates(block.text, context.language)
    if not dates:
        return None
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


RULES = (Rule("date-line", date_line),)
