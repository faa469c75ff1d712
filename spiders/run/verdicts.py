"""How a night went, in a word and in an exit status. Both are an interface: see docs/cron.md."""

from __future__ import annotations

from enum import Enum

from newsclean.errors import CorpusError, CorpusInUse, UsageError


class Verdict(Enum):
    """The word that the run history has, the exit status, and what it means."""

    GOOD = "good", 0, "all was fetched; nothing new counts as good when all that was found is known"
    FAULT = "fault", 1, "a bug, a file of -O or -o that could not be written, too much memory, or no page to be cleaned"
    WRONG_USE = "wrong-use", UsageError.exit_status, "the command, an argument or a setting was wrong; nothing was done"
    NOTHING_DISCOVERED = "nothing-discovered", 3, "no source that could be read links an article"
    NOT_STORED = "not-stored", CorpusError.exit_status, "the corpus is damaged or could not be written"
    IN_USE = "in-use", CorpusInUse.exit_status, "another run holds the site; nothing was done"
    NOTHING_FETCHED = "nothing-fetched", 6, "articles were found, and not one of them could be fetched"
    UNUSUAL = "unusual", 7, "the run is done, and a figure is far from those of the site's last 14 runs"
    DEADLINE = "deadline", 8, "time was up (NEWSCLEAN_DEADLINE); what is left over the next run fetches"
    STOPPED = "stopped", 9, "a signal ended the run; what is left over the next run fetches"

    def __init__(self, word: str, status: int, meaning: str) -> None:
        self.word = word
        self.status = status
        self.meaning = meaning
