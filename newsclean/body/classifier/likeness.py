"""How like a block's text is to what the page says of itself: its title, description, authors, JSON-LD body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from newsclean.page.blocks import Block

from .arrays import Indexes, Matrix

LIKENESS_NAMES = (
    "title_ratio", "title_partial", "lead_ratio", "lead_partial", "in_json_body", "has_author", "seen_before",
    "seen_later",
)  # fmt: skip

# A lead is at most this many blocks below the headline.
TOP = 25
# Any two texts have about half their letters in common (rapidfuzz partial ratio); lower values are not computed.
LEAST_PARTIAL = 60
# A lead and a description are compared up to LEAD_LENGTH characters, if they share LEAST_SHARED of their words. Texts
# of fewer words than FEW_WORDS are in a script without spaces.
LEAD_LENGTH = 400
LEAST_SHARED = 0.3
FEW_WORDS = 5


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says about itself that helps to tell its blocks apart. `body` is the text in its JSON-LD.

    `domain` is its registered domain, "" where unknown.
    """

    title: str = ""
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    body: str = ""
    domain: str = ""


def likeness(blocks: Sequence[Block], index: Indexes, facts: PageFacts, headline: int | None) -> Matrix:
    """The columns LIKENESS_NAMES of the blocks of `index`; ratios from 0 to 100 (rapidfuzz).

    `headline` is the index of the headline's block: leads stand near it.
    """
    title = facts.title.lower()
    leads = _Leads(facts.descriptions)
    names = [name.lower() for name in facts.authors]
    times = Counter(block.text for block in blocks)
    first: dict[str, int] = {}
    for block in blocks:
        first.setdefault(block.text, block.index)
    top = (headline if headline is not None else index[0]) + TOP
    rows: list[list[float]] = []
    for i in index.tolist():
        text = blocks[i].text
        lower, size = text.lower(), len(text)
        near_title = bool(title) and size < 3 * len(title) + 20
        rows.append(
            [
                fuzz.ratio(lower, title) if near_title and size > 3 else 0.0,
                fuzz.partial_ratio(lower, title, score_cutoff=LEAST_PARTIAL) if near_title and size > 12 else 0.0,
                *(leads.likeness(lower) if i <= top else (0.0, 0.0)),
                (1.0 if text[:80] in facts.body else -1.0) if facts.body and size > 20 else 0.0,
                float(size < 200 and any(name in lower for name in names)),
                float(first[text] != i),
                float(times[text] > 1),
            ]
        )
    return np.array(rows, np.float32)


class _Leads:
    """The page's descriptions, ready to be compared with blocks that may be the lead."""

    def __init__(self, descriptions: Sequence[str]) -> None:
        self.texts = [text.lower() for text in descriptions if len(text) > 20]
        self.words = [frozenset(text[:LEAD_LENGTH].split()) for text in self.texts]

    def likeness(self, text: str) -> tuple[float, float]:
        """Ratio and partial ratio with the likest description, 0 to 100. The second is slow, and only computed where
        words are shared."""
        size = len(text)
        whole = (fuzz.ratio(text, lead) for lead in self.texts if 20 < size < 3 * len(lead))
        words = frozenset(text[:LEAD_LENGTH].split()) if 40 < size < 900 else frozenset()
        partly = (
            fuzz.partial_ratio(text[:LEAD_LENGTH], lead[:LEAD_LENGTH], score_cutoff=LEAST_PARTIAL)
            for lead, known in zip(self.texts, self.words, strict=True)
            if words and _shared(words, known) >= LEAST_SHARED
        )
        return max(whole, default=0.0), max(partly, default=0.0)


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    """Share of the smaller set of words that is in the other too; 1 where there are too few words to compare."""
    fewer = min(len(words), len(others))
    return len(words & others) / fewer if fewer >= FEW_WORDS else 1.0
