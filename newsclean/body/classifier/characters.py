"""The kinds of characters in many texts at once: letters, digits, capitals, marks, ends of sentences."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from newsclean.page.scripts import SPACED_ENDS, UNSPACED_ENDS

from .arrays import Indexes

LETTER, DIGIT, CAPITAL, IN_WORD, MARK, END, UNSPACED_END = (1 << bit for bit in range(7))
QUOTE, COLON, QUESTION, EXCLAMATION, BRACKET, SLASH, DASH = (1 << bit for bit in range(7, 14))
_PLANE = 0x10000
_CHARACTERS = {
    IN_WORD: "_", QUOTE: "\"'“”„‟«»‹›‘’‚「」『』〝〞＂", COLON: ":：", QUESTION: "?？؟", EXCLAMATION: "!！",
    BRACKET: "([（", SLASH: "/", DASH: "–—", END: SPACED_ENDS, UNSPACED_END: UNSPACED_ENDS,
}  # fmt: skip


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

    def sentences(self) -> Indexes:
        """How many sentences of each text are ended: "3.5" and "..." end none or one."""
        following = np.append(self.kinds[1:], 0) & (IN_WORD | END)
        return self._sums(((self.kinds & END) > 0) & (following == 0) | ((self.kinds & UNSPACED_END) > 0))

    def _sums(self, marked: NDArray[np.bool_]) -> Indexes:
        return np.add.reduceat(marked, self._spots, dtype=np.intp)


@cache
def _kinds() -> NDArray[np.uint16]:
    """The kinds of each character of the basic plane, as bits; characters beyond it, mostly emoji, have none."""
    plane = [*map(chr, range(_PLANE))]
    tests = ((str.isalpha, LETTER), (str.isdigit, DIGIT), (str.isupper, CAPITAL), (str.isalnum, IN_WORD))
    kinds = np.zeros(_PLANE, np.uint16)
    for is_kind, bit in tests:
        kinds[np.fromiter(map(is_kind, plane), bool, _PLANE)] |= bit
    marks = np.fromiter((unicodedata.category(character)[0] in "PS" for character in plane), bool, _PLANE)
    kinds[marks] |= MARK
    for bit, characters in _CHARACTERS.items():
        kinds[[*map(ord, characters)]] |= bit
    return kinds
