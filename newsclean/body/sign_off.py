"""The initials that sign an article: behind one of its last paragraphs, or on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsclean.fields.people import signed as people_signed
from newsclean.page.blocks import Block

from .rules.bylines import initials_alone, trailing_initials

# One of the last paragraphs may end in initials: a line of promotion may follow the signed one.
_SIGNED = 2
# A line of initials is at most this many lines behind the last paragraph.
_REACH = 5
# "(ano/wlk)": writer and editor.
_DESK = re.compile(r"[A-Z]{1,2}-\d{1,2}")
_BETWEEN = re.compile(r"\s?[/,|]\s?")


def sign_off(paragraphs: Sequence[str], following: Sequence[Block]) -> tuple[list[str], tuple[str, ...]]:
    """The paragraphs without initials at the end of the last ones, and the initials of each who signed.

    `following` are the blocks from the last paragraph on, part of the article or not.
    """
    left = list(paragraphs)
    signed = [found for block in following[:_REACH] if (found := initials_alone(block.text))]
    for number in range(max(0, len(left) - _SIGNED), len(left)):
        if ending := trailing_initials(left[number]):
            left[number] = left[number].removesuffix(ending).rstrip()
            signed.append(ending.strip(" ()[].（）"))
    parts = (one for signs in signed for one in people_signed(signs) or _BETWEEN.split(signs))
    return left, tuple(dict.fromkeys(part for part in parts if not _DESK.fullmatch(part)))
