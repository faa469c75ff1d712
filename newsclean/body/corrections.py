"""The notes of a newsroom that correct its article: they are part of it (docs/explanation/contract.md)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsclean.lang.phrasebook import Phrases
from newsclean.page.blocks import Block

# How far before and behind the text a note stands (blocks), and how long it is (characters). A shorter line is a label.
NEAR = 6
LENGTH = range(25, 800)
MAX_LINKED = 0.5


def correction_blocks(blocks: Sequence[Block], likely: Collection[int], phrases: Phrases) -> set[int]:
    """The notes amid the `likely` blocks and close to them, by index, whatever their scores."""
    if not likely:
        return set()
    near = blocks[max(0, min(likely) - NEAR) : max(likely) + 1 + NEAR]
    return {block.index for block in near if _is_correction(block, phrases)}


def _is_correction(block: Block, phrases: Phrases) -> bool:
    return (
        len(block.text) in LENGTH
        and not block.hidden
        and block.link_density < MAX_LINKED
        and phrases.starts("correction", block.text) is not None
    )
