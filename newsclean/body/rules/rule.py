"""What a rule is: a stable name, and a function that returns its evidence for dropping a block, or None."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice, takewhile

from lxml.html import HtmlElement

from newsclean.lang.phrasebook import Phrases
from newsclean.page.blocks import Block
from newsclean.page.class_names import class_name
from newsclean.page.elements import HEADINGS
from newsclean.page.sentences import ends_sentence
from newsclean.page.visibility import is_unseen

Evidence = dict[str, str | int | float]

MIN_PARAGRAPH = 80
# A frame with more of the kept text is no box beside it: the page calls its template so, or never closes it.
MAX_SHARE = 0.4
# A box is one of so many elements: that of its lines and those around it.
REACH = 6
_NAMING = ("class", "id", "data-component", "data-testid")
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
        inside: Counter[HtmlElement] = Counter()  # most paragraphs share their parent
        for block in self.kept:
            sizes[block.element] += len(block.text)
            inside[block.element.getparent()] += len(block.text)
        for parent, size in inside.items():
            for element in _outwards(parent):
                sizes[element] += size
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

    @cached_property
    def _names(self) -> dict[HtmlElement, tuple[tuple[str, str], ...]]:
        return {}

    def frame_names(self, block: Block) -> tuple[tuple[str, str], ...]:
        """The attributes that may name a frame, with their values, from the block's element outwards."""
        if (known := self._names.get(block.element)) is None:
            named = ((name, element.get(name)) for element in self.frames(block) for name in _NAMING)
            known = self._names[block.element] = tuple((name, value) for name, value in named if value)
        return known

    def frames(self, block: Block) -> tuple[HtmlElement, ...]:
        """The block's element and those around it, as far as they may be a box."""
        if not self._may_be_box(block.element):
            return ()
        parent = block.element.getparent()
        if (around := self._frames.get(parent)) is None:
            around = self._frames[parent] = tuple(takewhile(self._may_be_box, islice(_outwards(parent), REACH - 1)))
        return (block.element, *around)

    def _may_be_box(self, element: HtmlElement) -> bool:
        return element.tag not in _OPEN and self.share_of(element) <= MAX_SHARE

    @cached_property
    def _around(self) -> frozenset[HtmlElement]:
        """The elements of the kept blocks and those around them, as far as a rule looks."""
        owners = {block.element for block in self.kept}
        parents = {owner.getparent() for owner in owners}
        return frozenset(chain(owners, *(islice(_outwards(parent), REACH - 1) for parent in parents)))

    @cached_property
    def tags_around(self) -> frozenset[str]:
        """The tags of the elements of the kept blocks and of those close around them."""
        return frozenset(element.tag for element in self._around)

    @cached_property
    def _classes_around(self) -> frozenset[str]:
        return frozenset(classes for element in self._around if (classes := element.get("class")))

    @cached_property
    def _class_kinds(self) -> dict[str, bool]:
        return {}

    def has_class(self, kind: str) -> bool:
        """Whether any of these elements has a class of that kind."""
        if (known := self._class_kinds.get(kind)) is None:
            known = self._class_kinds[kind] = any(class_name(kind, classes) for classes in self._classes_around)
        return known

    def heads_text(self, block: Block) -> bool:
        """Whether the block is a heading that a paragraph follows: then it is part of the text."""
        following = self.after(block)
        return block.element.tag in HEADINGS and following is not None and is_paragraph(following)


def _outwards(element: HtmlElement | None) -> Iterator[HtmlElement]:
    """The element and those around it."""
    while element is not None:
        yield element
        element = element.getparent()


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
