"""The report of a night: what the sites did together, the verdict in a sentence, and the file."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsclean.corpus.folder import site_folders
from newsclean.formats.replacing import replacing
from newsclean.html.page import count, render

from .nights import DAY, Calendar, Night
from .site_night import CARD, ROW, SiteNight, newest_run, site_night
from .state import State

TEMPLATE = Path(__file__).with_name("report.html")
NIGHTS = 30
MAX_GROUPS = 6  # of rejects that are shown of a site
MAX_NAMES = 8  # of sites in one state


@dataclass(frozen=True)
class Report:
    """`sites` are the worst first. Times are UTC."""

    root: Path
    made: dt.datetime
    newest: dt.datetime | None
    calendar: Calendar
    sites: Sequence[SiteNight]

    @classmethod
    def of(cls, root: Path, nights: int, now: dt.datetime) -> Report:
        """The report of a corpus at a moment (aware). Raises UsageError when there is no site in it."""
        folders = site_folders(root)
        newest = newest_run(folders)
        calendar = Calendar.until(now, newest or now, nights)
        found = [site for folder in folders if (site := site_night(folder, calendar))]
        ordered = sorted(found, key=lambda site: (-site.state.rank, -site.streak, site.site))
        return cls(root, now, newest, calendar, ordered)

    @property
    def nights(self) -> list[Night]:
        """The last night of each site that ran."""
        return [site.night for site in self.sites if site.night]

    @property
    def verdict(self) -> str:
        """The night in a sentence or two."""
        return f"{self.harvest} {', '.join(self.troubles) or 'All is well'}."

    @property
    def harvest(self) -> str:
        """The first sentence: what the night brought."""
        new = self.total("new")
        sources = sum(night.new > 0 for night in self.nights)
        brought = f"{count(new, 'new article')} from {count(sources, 'site')}" if new else "no new articles"
        if self.is_late and self.newest:
            return f"Nothing has run since {self.newest:%-d %B}. That night: {brought}."
        return f"{brought[0].upper()}{brought[1:]}."

    @property
    def troubles(self) -> list[str]:
        """The second one, in parts, the worst first; nothing if all is well."""
        return [state.told(self.states[state]) for state in reversed(State) if self.is_trouble(state)]

    def is_trouble(self, state: State) -> bool:
        """Whether there are sites of a state that is worth a word."""
        return bool(self.states[state]) and state not in (State.GOOD, State.QUIET)

    @property
    def is_late(self) -> bool:
        """Whether no site has run for more than a day."""
        return self.newest is not None and self.made - self.newest > DAY

    @property
    def states(self) -> Counter[State]:
        return Counter(site.state for site in self.sites)

    def of_state(self, state: State) -> list[SiteNight]:
        """The sites in a state."""
        return [site for site in self.sites if site.state is state]

    @property
    def cards(self) -> list[SiteNight]:
        """The sites that need a person."""
        return [site for site in self.sites if site.needs_a_person]

    @property
    def reasons(self) -> Counter[str]:
        """How many pages were rejected for each reason."""
        total: Counter[str] = Counter()
        for night in self.nights:
            total.update(night.reasons)
        return total

    @property
    def characters(self) -> float | None:
        """The mean length of a body."""
        number = self.of_records("number")
        return self.of_records("characters") / number if number else None

    def total(self, figure: str) -> int:
        """The sum of a figure over all sites."""
        return sum(night.total(figure) for night in self.nights)

    def of_records(self, figure: str) -> int:
        """The sum of a figure of `Records` over all sites."""
        return sum(getattr(site.records, figure) for site in self.sites)


def write_report(root: Path, output: Path, nights: int = NIGHTS, now: dt.datetime | None = None) -> Report:
    """Writes the report of the corpus in `root` to `output`, which it replaces, and gives it.

    It covers so many `nights` before `now` (aware; by default this moment). A site whose database cannot be read gets a
    card that says so. Raises UsageError when there is no site in the corpus, OSError when the file cannot be written.
    """
    report = Report.of(root, nights, now or dt.datetime.now(dt.UTC))
    page = render(
        TEMPLATE,
        report=report,
        states=[*reversed(State)],
        row_height=ROW,
        card_height=CARD,
        max_groups=MAX_GROUPS,
        max_names=MAX_NAMES,
    )
    with replacing(output) as stream:
        stream.write(page.encode())
    return report
