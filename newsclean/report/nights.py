"""Which runs belong to one night, and what they did together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from newsclean.corpus.history import PastRun
from newsclean.corpus.verdicts import Gravity, verdict

DAY = dt.timedelta(days=1)
# Before the report is made. A run of the night before is older, even if it began late and the report comes early.
LAST_NIGHT = dt.timedelta(hours=22)


@dataclass(frozen=True, slots=True)
class Calendar:
    """So many nights before a moment (aware, UTC). The last one is LAST_NIGHT long, each other a day."""

    end: dt.datetime
    nights: int

    @classmethod
    def until(cls, now: dt.datetime, newest_run: dt.datetime, nights: int) -> Calendar:
        """The nights before `now`; of a corpus that has not run for a day, those before its newest run."""
        return cls(newest_run if now - newest_run > DAY else now, nights)

    @property
    def last_night(self) -> dt.datetime:
        """When the last night began."""
        return self.end - LAST_NIGHT

    @property
    def dates(self) -> list[dt.date]:
        """The days on which the nights ended, UTC, the oldest first."""
        return [(self.end - number * DAY).date() for number in reversed(range(self.nights))]

    def arranged(self, runs: Sequence[PastRun]) -> list[Night | None]:
        """What was done in each night, the oldest first; None where nothing ran. `runs` are the latest first."""
        nights: list[list[PastRun]] = [[] for _ in range(self.nights)]
        for run in runs:
            ago = max(0, (self.end - run.started + DAY - LAST_NIGHT) // DAY)
            if ago < self.nights:
                nights[-1 - ago].append(run)
        return [Night(tuple(found)) if found else None for found in nights]


@dataclass(frozen=True, slots=True)
class Night:
    """The runs of a site in one night, the latest first; at least one."""

    runs: tuple[PastRun, ...]

    @property
    def run(self) -> PastRun:
        """The one that the night is judged by: the latest of the whole site, for others are tries by hand."""
        return next((run for run in self.runs if not run.figures.get("is_partial")), self.runs[0])

    @property
    def gravity(self) -> Gravity:
        return verdict(self.run.verdict).gravity

    def total(self, figure: str) -> int:
        """The sum of a figure over the runs, 0 where it is not known."""
        return sum(run.figures.get(figure) or 0 for run in self.runs)

    def knows(self, figure: str) -> bool:
        """Whether a run has the figure: one that was killed has few."""
        return any(figure in run.figures for run in self.runs)

    @property
    def new(self) -> int:
        return self.total("new")

    @property
    def records(self) -> int:
        return self.new + self.total("revised")

    @property
    def rejected(self) -> int:
        return self.total("rejected")

    @property
    def failed(self) -> int:
        return self.total("failed")

    @property
    def reasons(self) -> dict[str, int]:
        """How many pages were rejected for each reason, the most frequent first."""
        total: dict[str, int] = {}
        for run in self.runs:
            for reason, number in run.figures.get("reasons", {}).items():
                total[reason] = total.get(reason, 0) + number
        return dict(sorted(total.items(), key=lambda item: -item[1]))
