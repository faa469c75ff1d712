"""What a rule is: a stable name, and a function that gives its evidence for dropping a block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..blocks import Block
from ..phrasebook import Phrases
from ..site import Site
from ..witnesses import Witnesses

Evidence = dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know of the page beside the block: never the clock, the network or another page.

    `kept` are the blocks that are still in the body, in page order; `position` of a block in it by `Block.index`.
    """

    title: str = ""
    language: str | None = None
    phrases: Phrases = field(default_factory=Phrases)
    witnesses: Witnesses = field(default_factory=Witnesses)
    site: Site | None = None
    kept: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A named reason to drop a block. The name is kebab-case, stable and documented: it stands in receipts."""

    name: str
    find: Callable[[Block, Context], Evidence | None]
