"""The errors a user can meet. A page that is no article is none of them: it is a `Reject`.

NewscleanError          what is wrong, where, and what to do; ends the command with its exit status
├── UsageError          a wrong option, argument or URL
├── SiteError           a site that does not exist, or a site file that cannot be read
├── DataError           a data file of the package (phrases, weights) that cannot be used
├── WorkerError         the processes that clean pages cannot do their work
├── CorpusError         a corpus that cannot be read or written; its exit status is 4
│   └── CorpusInUse     another run holds the corpus of that site; its exit status is 5
└── InputError          a file to be cleaned that is missing or cannot be read
"""


class NewscleanError(Exception):
    """A mistake or a broken surrounding that a person can mend; its text says how."""

    exit_status = 1


class UsageError(NewscleanError):
    """Raised for a wrong option, spider argument or URL."""

    exit_status = 2


class SiteError(NewscleanError):
    """Raised when a site is unknown or its file does not hold what a site needs."""

    exit_status = 2


class DataError(NewscleanError):
    """Raised when a reviewed data file that comes with the package is not as it should be."""


class InputError(NewscleanError):
    """Raised when a file that was to be cleaned is missing or unreadable."""


class WorkerError(NewscleanError):
    """Raised when the processes that clean pages do not start, or cannot clean a page of our own."""


class CorpusError(NewscleanError):
    """Raised when a corpus is damaged, was made by a newer newsclean, or cannot be written (a full disk, say)."""

    exit_status = 4


class CorpusInUse(CorpusError):
    """Raised when another run works on the corpus of a site; names the holder."""

    exit_status = 5
