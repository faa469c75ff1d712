"""The shape of a block's text, in numbers: nothing of where it stands or in which language it is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from ..blocks import Block

# Characters of a text that its shares are taken from.
START = 240

TEXT_NAMES = (
    "chars", "words", "link_density", "strong_share", "sentence_end", "opening_quote", "digit_share", "upper_share",
    "commas", "colon_end", "label", "has_date", "credit_end", "at_sign", "bar", "ellipsis", "links", "breaks", "hidden",
    "common_words", "letter_share", "capitalised",
)  # fmt: skip

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?。！？।॥۔؟։…][\"'”’»)\]“」』]*$")
_OPENING_QUOTE = re.compile(r"^[\"'“„«‘「『–—-]")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b")
_LABEL = re.compile(r"^\W*[^\s:]+(?: [^\s:]+){0,3}\s?:\s")
_CREDIT = re.compile(r"[(\[/|©][^()\[\]]{2,60}[)\]]?$")


def text_features(block: Block, common: frozenset[str]) -> list[float]:
    """The columns TEXT_NAMES. Shares are of the text's beginning: it is like the rest, and long texts cost time."""
    text = block.text
    start = text[:START]
    size = len(start)
    words = _WORD.findall(start)
    letters = sum(map(str.isalpha, start))
    return [
        math.log1p(block.length),
        len(words) * len(text) / size,
        block.link_density,
        block.strong_chars / len(text),
        bool(_SENTENCE_END.search(text[-8:])),
        bool(_OPENING_QUOTE.match(text)),
        sum(map(str.isdigit, start)) / size,
        sum(map(str.isupper, start)) / max(1, letters),
        start.count(",") * len(text) / size,
        text[-1] == ":",
        bool(_LABEL.match(start)),
        bool(_DATE.search(start)),
        bool(_CREDIT.search(text[-64:])),
        "@" in text,
        "|" in text,
        "…" in text[-2:] or text.endswith("..."),
        len(block.links),
        block.breaks_before,
        block.hidden,
        sum(word.lower() in common for word in words) / max(1, len(words)),
        letters / size,
        sum(word[0].isupper() for word in words) / max(1, len(words)),
    ]


def common_words(blocks: Sequence[Block]) -> frozenset[str]:
    """The words that most of the page's long texts share: its function words, whatever the language."""
    seen: Counter[str] = Counter()
    number = 0
    for block in blocks:
        if len(block.text) > 80 and block.link_density < 0.5:
            number += 1
            seen.update({word.lower() for word in _WORD.findall(block.text[:START])})
    least = max(2, 0.2 * number)
    return frozenset(word for word, count in seen.most_common(60) if count >= least)
