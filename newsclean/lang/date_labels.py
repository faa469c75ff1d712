"""What a date is of, as the words before and behind it say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import date_words

_NEAR = 2  # words between a date and the label behind it
_FOLLOWING = 30  # characters in which a number makes it the label of what follows


def label_before(before: str) -> str | None:
    """What the words in front of a date say it is of: "modified", "published", "other" or, without such words, None.

    The last label counts: "Published by A. Writer, updated" is of the change.
    """
    return max(_labels_in(before), default=(-1, None))[1]


def label_behind(after: str) -> str | None:
    """What the words right behind a date say it is of: "(updated)", "更新", "tarihinde güncellendi".

    Not what they say of a time that follows ("updated 4:46 PM").
    """
    place, kind = min((found for found in _labels_in(after) if found[1] != "other"), default=(-1, None))
    if place < 0 or len(_WORD.findall(after[:place])) > _NEAR or _NUMBER.search(after[place : place + _FOLLOWING]):
        return None
    return kind


_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d")


def _labels_in(text: str) -> Iterator[tuple[int, str]]:
    """Where labels begin, and their kind: at the start of a word; of scripts without spaces, anywhere."""
    if not text:
        return
    labels = date_words.labels()
    for word in _WORD.finditer(text):
        for label, kind in labels.spaced.get(text[word.start() : word.start() + 2], ()):
            if text.startswith(label, word.start()):
                yield word.start(), kind
    if not text.isascii():
        for label, kind in labels.unspaced:
            if (place := text.rfind(label)) >= 0:
                yield place, kind
    for label, kind in labels.signs:
        if (place := text.rfind(label)) >= 0:
            yield place, kind
