"""What a rule is: a stable name, and a function that gives its evidence for dropping a block."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from newsclean.lang.phrasebook import Phrases
from newsclean.page.blocks import Block
from newsclean.page.sentences import ends_sentence

Evidence = dict[str, str | int | float]

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
MIN_PARAGRAPH = 80


@dataclass(frozen=True)
class Context:
    """What a rule may know of the page beside the block: never the clock, the network or another page.

    `kept` are the blocks taken for main content, in page order.
    """

    title: str = ""
    language: str | None = None
    phrases: Phrases = field(default_factory=Phrases)
    authors: tuple[str, ...] = ()
    kept: Sequence[Block] = ()

    @cached_property
    def places(self) -> dict[int, int]:
        """Position in the body, from 0, by index of the block on the page."""
        return {block.index: place for place, block in enumerate(self.kept)}

    @cached_property
    def letters(self) -> str:
        """The letters of all kept blocks, each between line feeds of its own."""
        return "".join(f"\n{block.letters}\n" for block in self.kept)

    def from_start(self, block: Block) -> int:
        """How many kept blocks stand before this one."""
        return self.places[block.index]

    def from_end(self, block: Block) -> int:
        """How many kept blocks stand after this one."""
        return len(self.kept) - 1 - self.places[block.index]

    def after(self, block: Block) -> Block | None:
        """The next kept block."""
        place = self.places[block.index] + 1
        return self.kept[place] if place < len(self.kept) else None

    def heads_text(self, block: Block) -> bool:
        """Whether the block is a heading and a paragraph follows it: then it is about the text."""
        following = self.after(block)
        return block.element.tag in HEADINGS and following is not None and is_paragraph(following)


@lru_cache(maxsize=4096)
def word_in(classes: str, pattern: re.Pattern[str]) -> str | None:
    """The first match in a class attribute; those of a page are few, and asked for at each of its blocks."""
    found = pattern.search(classes)
    return found[0] if found else None


def is_paragraph(block: Block) -> bool:
    """Whether the block is a sentence or more of running text."""
    return len(block.text) >= MIN_PARAGRAPH and block.link_density < 0.5 and ends_sentence(block.text)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named reason to drop a block. The name is kebab-case, stable and documented: it stands in receipts."""

    name: str
    find: Callable[[Block, Context], Evidence | None]
