"""The kinds of characters in many texts at once: letters, digits, capitals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from .arrays import Indexes

LETTER, DIGIT, CAPITAL, IN_WORD = (1 << bit for bit in range(4))
_PLANE = 0x10000


class Characters:
    """The characters of some texts, none of which is empty."""

    def __init__(self, texts: Sequence[str]) -> None:
        codes = np.frombuffer("\n".join(texts).encode("utf-32-le"), np.uint32)
        self.kinds = _kinds()[np.where(codes < _PLANE, codes, 0)]
        self.sizes = np.array([len(text) for text in texts])
        self._spots = np.concatenate([[0], np.cumsum(self.sizes[:-1] + 1)])

    def count(self, kind: int) -> Indexes:
        """How many characters of that kind each text has."""
        return self._sums((self.kinds & kind) > 0)

    @cached_property
    def _begins(self) -> NDArray[np.bool_]:
        begins = (self.kinds & IN_WORD) > 0
        begins[1:] &= (self.kinds[:-1] & IN_WORD) == 0
        return begins

    def words(self, kind: int = IN_WORD) -> Indexes:
        """How many words each text has that begin with a character of that kind."""
        return self._sums(self._begins & ((self.kinds & kind) > 0))

    def _sums(self, marked: NDArray[np.bool_]) -> Indexes:
        return np.add.reduceat(marked, self._spots, dtype=np.intp)


@cache
def _kinds() -> NDArray[np.uint8]:
    """The kinds of each character of the basic plane, as bits; characters beyond it, mostly emoji, have none."""
    plane = [*map(chr, range(_PLANE))]
    tests = ((str.isalpha, LETTER), (str.isdigit, DIGIT), (str.isupper, CAPITAL), (str.isalnum, IN_WORD))
    kinds = np.zeros(_PLANE, np.uint8)
    for is_kind, bit in tests:
        kinds[np.fromiter(map(is_kind, plane), bool, _PLANE)] |= bit
    kinds[ord("_")] |= IN_WORD
    return kinds
