"""Labels by a reader, block by block: training/labels/SET.jsonl, a line a page and no text of it.

    {"page": "0123", "in": ["2f0c77a1", ...], "out": ["91aa03d2", ...], "either": [...], "kinds": {"91aa03d2": "promo"}}

`in` has the blocks that are the article. Those with a kind were in doubt and decided by a reader, as
training/labels/GUIDE.md tells; the others the model was sure of, and the reader saw them. A block that is not listed is
not the article, and nobody doubted it. A page with `none` is no article, and says what it is.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.page.blocks import Block

from .labels import EITHER, RIGHT, WRONG

FOLDER = Path(__file__).parent / "labels"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a reader decided about one page, by fingerprint; `kinds` has only the blocks that were in doubt.

    `none` says what the page is that is no article.
    """

    right: frozenset[str]
    wrong: frozenset[str]
    either: frozenset[str]
    kinds: dict[str, str]
    none: str = ""

    def of(self, name: str) -> str | None:
        """What a reader decided about the block of this fingerprint; None for one that was never in doubt."""
        if name not in self.kinds:
            return None
        return "in" if name in self.right else "either" if name in self.either else "out"

    def updated(self, new: Decisions) -> Decisions:
        """These decisions, with newer ones in the place of older ones of the same blocks."""
        if new.none:
            return new
        decided = new.kinds.keys()
        return Decisions(
            (self.right - decided) | (new.right & decided),
            (self.wrong - decided) | (new.wrong & decided),
            (self.either - decided) | (new.either & decided),
            self.kinds | new.kinds,
        )

    def as_json(self) -> dict[str, Any]:
        """As a line of training/labels/ has it."""
        if self.none:
            return {"none": self.none}
        sets = {"in": self.right, "out": self.wrong, "either": self.either}
        return {
            **{name: sorted(found) for name, found in sets.items() if found},
            "kinds": dict(sorted(self.kinds.items())),
        }


def fingerprints(blocks: Sequence[Block]) -> list[str]:
    """A short hash of each block's letters and digits; of equal blocks each later one has another."""
    seen: Counter[str] = Counter()
    found = []
    for block in blocks:
        letters = block.letters
        seen[letters] += 1
        found.append(hashlib.blake2b(f"{letters} {seen[letters]}".encode(), digest_size=4).hexdigest())
    return found


@cache
def read_decisions(dataset: str, folder: Path = FOLDER) -> dict[str, Decisions]:
    """The decisions on a data set's pages, by page; empty when nobody read it."""
    path = folder / f"{dataset}.jsonl"
    return dict(_read(path)) if path.exists() else {}


def _read(path: Path) -> Iterator[tuple[str, Decisions]]:
    for line in path.read_text("utf-8").splitlines():
        data = json.loads(line)
        right, wrong, either = (frozenset(data.get(name, ())) for name in ("in", "out", "either"))
        yield data["page"], Decisions(right, wrong, either, data.get("kinds", {}), data.get("none", ""))


def decided(blocks: Sequence[Block], decisions: Decisions) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """RIGHT, WRONG or EITHER for each block, and whether a reader had to decide it."""
    names = fingerprints(blocks)
    labels = [RIGHT if name in decisions.right else EITHER if name in decisions.either else WRONG for name in names]
    return np.array(labels, np.int8), np.array([name in decisions.kinds for name in names], np.bool_)
