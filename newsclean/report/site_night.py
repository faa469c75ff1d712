"""What the report knows of a site: its nights, the evidence of the last one, and what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from newsclean.corpus.baseline import RUNS, breaks
from newsclean.corpus.folder import SiteFolder
from newsclean.corpus.history import PastRun, figures_to_compare, past_runs
from newsclean.corpus.status import reading
from newsclean.corpus.store import Store
from newsclean.corpus.verdicts import Gravity, verdict
from newsclean.errors import CorpusChanged, CorpusError

from .advice import Advice, advice
from .chart import Chart, chart
from .evidence import Records, Rejects, records_since, rejects_since
from .nights import DAY, Calendar, Night
from .state import State, state_of

_TRIES = 3  # of reading a database to which a run writes meanwhile
_PATIENCE = 3  # nights in a row that may be cut short
ROW, CARD = 28, 42  # heights of charts, in pixels


@dataclass(frozen=True, slots=True)
class SiteNight:
    """`nights` are the oldest first. `changes` say what is far from usual, `error` why the database cannot be read.

    `latest` is the run by which the site is judged, None where that is not known.
    """

    site: str
    state: State
    nights: Sequence[Night | None] = ()
    latest: PastRun | None = None
    records: Records = field(default_factory=Records)
    rejects: Sequence[Rejects] = ()
    changes: Sequence[str] = ()
    error: str = ""

    @property
    def night(self) -> Night | None:
        """The last one."""
        return self.nights[-1] if self.nights else None

    @property
    def usual(self) -> float | None:
        """The median of new articles a night, without the last one; None after less than three nights."""
        known = [night.new for night in self.nights[:-1] if night and night.gravity is not Gravity.BROKEN][-RUNS:]
        return median(known) if len(known) > 2 else None

    @property
    def streak(self) -> int:
        """For how many nights in a row it has been like that, a worse night included."""
        number = 0
        for night in reversed(self.nights):
            is_as_bad = night is None if self.state is State.DID_NOT_RUN else bool(night and night.gravity)
            if not is_as_bad:
                break
            number += 1
        return max(number, 1)

    @property
    def needs_a_person(self) -> bool:
        """What is cut short now and then goes on in the next night."""
        return self.state.rank > State.CUT_SHORT.rank or (self.state is State.CUT_SHORT and self.streak >= _PATIENCE)

    @property
    def meaning(self) -> str:
        """What the word by which the run ended means."""
        return verdict(self.latest.verdict).meaning if self.latest else ""

    @property
    def surprising(self) -> list[Rejects]:
        """The rejects that may be mistakes."""
        return [group for group in self.rejects if not group.is_expected]

    def advice(self, root: Path) -> Advice:
        """What to do about it."""
        return advice(self.site, root, self.state, self.latest.verdict if self.latest else None)

    def chart(self, height: int = ROW) -> Chart:
        """Its nights in a picture."""
        return chart(self.nights, self.usual, height)


def newest_run(folders: Sequence[SiteFolder]) -> dt.datetime | None:
    """When the newest run of the corpus began, None where there is none that can be read."""
    found = []
    for folder in folders:
        with suppress(CorpusError), reading(folder) as store:
            found += [run.started for run in store.runs(1)]
    return max(found, default=None)


def site_night(folder: SiteFolder, calendar: Calendar) -> SiteNight | None:
    """The night of a site; None where it has never run. One that cannot be read is a finding, not an error."""
    for _ in range(_TRIES - 1):
        with suppress(CorpusChanged):
            return _read(folder, calendar)
    return _read(folder, calendar, is_last_try=True)


def _read(folder: SiteFolder, calendar: Calendar, *, is_last_try: bool = False) -> SiteNight | None:
    try:
        with reading(folder) as store:
            return _site_night(folder, store, calendar)
    except CorpusChanged as error:
        if not is_last_try:
            raise
        return SiteNight(folder.site, State.UNREADABLE, error=str(error))
    except CorpusError as error:
        return SiteNight(folder.site, State.UNREADABLE, error=str(error))


def _site_night(folder: SiteFolder, store: Store, calendar: Calendar) -> SiteNight | None:
    runs = past_runs(folder, store, since=calendar.end - max(calendar.nights, 2 * RUNS) * DAY)
    latest = runs[:1] or past_runs(folder, store, last=1)
    if not latest:
        return None
    nights = calendar.arranged(runs)
    night = nights[-1]
    changes = _changes(night, runs) if night else []
    return SiteNight(
        folder.site,
        state_of(night, is_unusual=bool(changes)),
        nights,
        night.run if night else latest[0],
        records_since(store, calendar.last_night),
        rejects_since(store, calendar.last_night),
        changes,
    )


def _changes(night: Night, runs: Sequence[PastRun]) -> list[str]:
    """What is far from usual in the run that the night is judged by."""
    of_run = _comparable(night.run)
    if not of_run:
        return []
    earlier = [run for run in runs if run.started < night.run.started]
    return breaks(of_run[0], figures_to_compare((run.verdict, run.figures) for run in earlier))


def _comparable(run: PastRun) -> list[Mapping[str, Any]]:
    return figures_to_compare([(run.verdict, run.figures)])
