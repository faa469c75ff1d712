"""How a site's night went, in a word: what the first line of the report counts and its table is sorted by."""

from __future__ import annotations

from enum import Enum

from newsclean.corpus.verdicts import RUNNING, Gravity

from .nights import Night


class State(Enum):
    """From the best to the worst: the word, its mark, and what one site or several of it are said to do."""

    GOOD = "good", "●", "is good", "are good"
    QUIET = "nothing new", "○", "had nothing new", "had nothing new"
    RUNNING = "running", "◌", "is still running", "are still running"
    CUT_SHORT = "cut short", "◐", "was cut short", "were cut short"
    NEEDS_A_LOOK = "needs a look", "▲", "needs a look", "need a look"
    DID_NOT_RUN = "did not run", "□", "did not run", "did not run"
    BROKEN = "broken", "■", "is broken", "are broken"
    UNREADABLE = "cannot be read", "✕", "cannot be read", "cannot be read"

    def __init__(self, word: str, mark: str, one: str, many: str) -> None:
        self.word = word
        self.mark = mark
        self.one = one
        self.many = many

    @property
    def rank(self) -> int:
        return list(State).index(self)

    @property
    def kind(self) -> str:
        """The class of report.css."""
        return _KINDS[self]

    def told(self, number: int) -> str:
        """Like "2 need a look"."""
        return f"{number:,} {self.one if number == 1 else self.many}"


_KINDS = {
    State.GOOD: "good", State.QUIET: "good", State.RUNNING: "good", State.CUT_SHORT: "cut",
    State.NEEDS_A_LOOK: "look", State.DID_NOT_RUN: "broken", State.BROKEN: "broken", State.UNREADABLE: "broken",
}  # fmt: skip
_BY_GRAVITY = {
    Gravity.CUT_SHORT: State.CUT_SHORT,
    Gravity.NEEDS_A_LOOK: State.NEEDS_A_LOOK,
    Gravity.BROKEN: State.BROKEN,
}


def state_of(night: Night | None, *, is_unusual: bool) -> State:
    """The state of a site after its last night; `is_unusual` if figures of that are far from those before."""
    if night is None:
        return State.DID_NOT_RUN
    if night.run.verdict == RUNNING:
        return State.RUNNING
    if found := _BY_GRAVITY.get(night.gravity):
        return found
    if is_unusual:
        return State.NEEDS_A_LOOK
    return State.GOOD if night.records else State.QUIET
