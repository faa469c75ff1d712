"""What a worker is asked to do, and how it can fail to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsclean.models import Reason


@dataclass(frozen=True, slots=True)
class Job:
    """A call of `function` ("module:name") with `argument`, made in a worker. It may take `seconds` of wall-clock time.

    The function returns an Article, a Reject or bytes. The bytes are data to be checked: a page that took over the
    worker may have written them. `about` is the address that the call is about, for the log.
    """

    function: str
    argument: Any
    about: str
    seconds: float


class JobError(Exception):
    """Raised for a job that broke a limit or its worker, or met a bug: says what happened, and `reason` its kind."""

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(text)
        self.reason = reason

    @classmethod
    def of_answer(cls, error: Exception) -> JobError:
        """For an answer that the job's function would not give, and what is wrong with it."""
        return cls(Reason.WORKER_DIED, f"its worker answered something else: {error}")
