"""What a rule is: a stable name, and a function that returns its evidence for dropping a block, or None."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, takewhile

from lxml.html import HtmlElement

from newsclean.lang.phrasebook import Phrases
from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS
from newsclean.page.sentences import ends_sentence
from newsclean.page.visibility import is_unseen

Evidence = dict[str, str | int | float]

MIN_PARAGRAPH = 80
# A frame with more of the kept text is no box beside it: the page calls its template so, or never closes it.
MAX_SHARE = 0.4
# A box is one of so many elements: that of its lines and those around it.
REACH = 6
_OPEN = frozenset(("article", "main", "body", "html"))


@dataclass(frozen=True)
class Context:
    """What a rule may know beside the block itself; never the clock, the network or another page.

    `kept` are the blocks taken for the article, in page order, `page` all blocks, if it is a page. The lines of a plain
    text are blocks too: each a `<p>` without links.
    """

    title: str = ""
    language: str | None = None
    phrases: Phrases = field(default_factory=Phrases)
    authors: tuple[str, ...] = ()
    kept: Sequence[Block] = ()
    page: Sequence[Block] = ()

    @cached_property
    def positions(self) -> dict[int, int]:
        """Position among the kept blocks, from 0, by the index of the block on the page."""
        return {block.index: position for position, block in enumerate(self.kept)}

    @cached_property
    def letters(self) -> str:
        """The letters of all kept blocks, each between its own line feeds."""
        return "".join(f"\n{block.letters}\n" for block in self.kept)

    def from_start(self, block: Block) -> int:
        """How many kept blocks precede this one."""
        return self.positions[block.index]

    def from_end(self, block: Block) -> int:
        """How many kept blocks follow this one."""
        return len(self.kept) - 1 - self.positions[block.index]

    def after(self, block: Block) -> Block | None:
        """The next kept block."""
        following = self.positions[block.index] + 1
        return self.kept[following] if following < len(self.kept) else None

    @cached_property
    def _sizes(self) -> Counter[HtmlElement]:
        sizes: Counter[HtmlElement] = Counter()
        for block in self.kept:
            for element in (block.element, *block.element.iterancestors()):
                sizes[element] += len(block.text)
        return sizes

    def share_of(self, element: HtmlElement) -> float:
        """Share of the kept text that is in the element."""
        return self._sizes[element] / max(1, self._size)

    @cached_property
    def _size(self) -> int:
        return sum(len(block.text) for block in self.kept)

    @cached_property
    def hidden_share(self) -> float:
        """Share of the kept text that the page does not show."""
        return sum(len(block.text) for block in self.kept if self.unseen_frame(block) is not None) / max(1, self._size)

    @cached_property
    def _unseen(self) -> dict[HtmlElement, HtmlElement | None]:
        return {}

    def unseen_frame(self, block: Block) -> HtmlElement | None:
        """The nearest element around the text that readers do not see; None when they see all of them."""
        known, path = self._unseen, []
        element = block.inline if block.inline is not None else block.element
        while element is not None and element not in known and not is_unseen(element):
            path.append(element)
            element = element.getparent()
        found = known.get(element, element) if element is not None else None
        known.update(dict.fromkeys(path, found))
        return found

    @cached_property
    def seen_paragraphs(self) -> tuple[int, ...]:
        """Positions of the kept paragraphs that the page shows."""
        return tuple(n for n, block in enumerate(self.kept) if is_paragraph(block) and not block.hidden)

    @cached_property
    def _densities(self) -> list[float]:
        return sorted(block.link_density for block in self.kept)

    def linked_share(self, density: float) -> float:
        """Share of the kept blocks of which at least this share is links."""
        return 1 - bisect_left(self._densities, density) / max(1, len(self._densities))

    @cached_property
    def _frames(self) -> dict[HtmlElement, tuple[HtmlElement, ...]]:
        return {}

    def frames(self, block: Block) -> tuple[HtmlElement, ...]:
        """The block's element and those around it, as far as they may be a box."""
        if (known := self._frames.get(block.element)) is None:
            around = islice((block.element, *block.element.iterancestors()), REACH)
            known = tuple(takewhile(lambda e: e.tag not in _OPEN and self.share_of(e) <= MAX_SHARE, around))
            self._frames[block.element] = known
        return known

    def heads_text(self, block: Block) -> bool:
        """Whether the block is a heading that a paragraph follows: then it is part of the text."""
        following = self.after(block)
        return block.element.tag in HEADINGS and following is not None and is_paragraph(following)


def is_paragraph(block: Block) -> bool:
    """Whether the block is at least a sentence of running text."""
    return len(block.text) >= MIN_PARAGRAPH and block.link_density < 0.5 and ends_sentence(block.text)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named reason to drop a block. The name is kebab-case, stable and documented: explanations show it.

    A rule is not asked about a longer text than `longest` (characters).
    """

    name: str
    find: Callable[[Block, Context], Evidence | None]
    longest: int = sys.maxsize


@dataclass(frozen=True, slots=True)
class BlockDecision:
    """Whether a block of a page, or a line of a plain text, was kept: by which rule, on what evidence."""

    block: Block
    kept: bool
    rule: str
    evidence: Evidence

    @property
    def number(self) -> int:
        """Number of the block on the page, or of the line in the text, from 1."""
        return self.block.index + 1

    @property
    def text(self) -> str:
        return self.block.text
