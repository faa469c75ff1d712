"""What the word by which a run ended says of the night: how grave it is, and in words.

The words of a run that came to its end are those of spiders/run/status.py; RUNNING and KILLED are of one that did not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

RUNNING, KILLED = "running", "killed"


class Gravity(IntEnum):
    """How much a run needs a person; a greater one is worse."""

    GOOD = 0
    CUT_SHORT = 1  # the next run goes on with what is left
    NEEDS_A_LOOK = 2
    BROKEN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gravity of a word, and its meaning as the end of a sentence about a run."""

    gravity: Gravity
    meaning: str


_VERDICTS = {
    "good": Verdict(Gravity.GOOD, "fetched everything"),
    RUNNING: Verdict(Gravity.GOOD, "is still running"),
    "unknown": Verdict(Gravity.GOOD, "is known from its export only"),
    "deadline": Verdict(Gravity.CUT_SHORT, "ran out of time"),
    "stopped": Verdict(Gravity.CUT_SHORT, "was ended by a signal or a limit"),
    "unusual": Verdict(Gravity.NEEDS_A_LOOK, "is complete, but unlike the runs before"),
    "clock-wrong": Verdict(Gravity.NEEDS_A_LOOK, "ran while this machine's clock was a day or more off"),
    "not-delivered": Verdict(
        Gravity.NEEDS_A_LOOK, "found records that a pipeline of yours did not take, or that cannot be read"
    ),
    "in-use": Verdict(Gravity.NEEDS_A_LOOK, "found the site held by another run"),
    KILLED: Verdict(Gravity.BROKEN, "was killed before its end"),
    "nothing-discovered": Verdict(Gravity.BROKEN, "found no article: no source that could be read links one"),
    "nothing-fetched": Verdict(Gravity.BROKEN, "found articles, but could fetch none"),
    "not-stored": Verdict(Gravity.BROKEN, "could not write the corpus"),
    "fault": Verdict(Gravity.BROKEN, "met a fault of the program"),
    "wrong-use": Verdict(Gravity.BROKEN, "had a wrong argument or setting"),
}


def verdict(word: str) -> Verdict:
    """The verdict of a word. One that is not known is of another version, and needs a look."""
    return _VERDICTS.get(word, Verdict(Gravity.NEEDS_A_LOOK, f"ended with {word!r}"))
