"""How like a block's text is to what the page says of itself, its title and its description, and to other blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from newsclean.page.blocks import Block

from .arrays import Indexes, Matrix, table

LIKENESS_NAMES = ("title_ratio", "title_partial", "lead_ratio", "lead_partial", "seen_before", "seen_later")

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
    """What the page says about itself that helps to tell its blocks apart."""

    title: str = ""
    descriptions: tuple[str, ...] = ()


def likeness(blocks: Sequence[Block], index: Indexes, facts: PageFacts, headline: int | None) -> Matrix:
    """The columns LIKENESS_NAMES of the blocks of `index`; ratios from 0 to 100 (rapidfuzz).

    `headline` is the index of the headline's block: leads stand near it.
    """
    chosen = index.tolist()
    title = facts.title.lower()
    longest = 3 * len(title) + 20 if title else 0
    leads = _Leads(facts.descriptions)
    top = (headline if headline is not None else chosen[0]) + TOP
    times = Counter([block.text for block in blocks])
    first = {block.text: block.index for block in reversed(blocks) if times[block.text] > 1}
    rows = []
    for i in chosen:
        text = blocks[i].text
        ratio = partial = whole = partly = 0.0
        size = len(text)
        if 3 < size < longest or (leads.texts and i <= top):
            lower = text.lower()
            if 3 < size < longest:
                ratio = fuzz.ratio(lower, title)
                partial = fuzz.partial_ratio(lower, title, score_cutoff=LEAST_PARTIAL) if size > 12 else 0.0
            if i <= top:
                whole, partly = leads.likeness(lower)
        rows.append((ratio, partial, whole, partly, first.get(text, i) != i, text in first))
    return table(len(chosen), [*zip(*rows, strict=True)])


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
