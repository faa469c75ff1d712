"""How a run ended, in a word and as an exit status. Both are an interface: see docs/reference/exit-statuses.md."""

from __future__ import annotations

from enum import Enum

from newsclean.errors import CorpusError, CorpusInUse, UsageError


class RunStatus(Enum):
    """The word in the run history, the exit status, and what they mean."""

    GOOD = "good", 0, "everything was fetched; finding nothing new is a success"
    FAULT = (
        "fault",
        1,
        "a bug, a file of -O or -o that could not be written, too much memory, or no page cleaned",
    )
    WRONG_USE = "wrong-use", UsageError.exit_status, "the command, an argument or a setting was wrong; nothing was done"
    NOTHING_DISCOVERED = "nothing-discovered", 3, "no source that could be read links an article"
    NOT_STORED = "not-stored", CorpusError.exit_status, "the corpus is damaged or could not be written"
    IN_USE = "in-use", CorpusInUse.exit_status, "another run holds the site; nothing was done"
    NOTHING_FETCHED = "nothing-fetched", 6, "articles were found, but none could be fetched"
    UNUSUAL = "unusual", 7, "the run is complete, but a figure is far from those of the site's last 14 runs"
    DEADLINE = "deadline", 8, "time was up (NEWSCLEAN_DEADLINE); the next run fetches what is left"
    STOPPED = (
        "stopped",
        9,
        "a signal or a limit of Scrapy's (CLOSESPIDER_ITEMCOUNT) ended the run; the next run fetches what is left",
    )
    CLOCK_WRONG = (
        "clock-wrong",
        10,
        "this machine's clock is a day or more off; records have the time that the site says",
    )

    NOT_DELIVERED = (
        "not-delivered",
        11,
        "a pipeline of yours did not take all records, or some cannot be read; the next run hands them out again",
    )

    def __init__(self, word: str, exit_status: int, meaning: str) -> None:
        self.word = word
        self.exit_status = exit_status
        self.meaning = meaning
