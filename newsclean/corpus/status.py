"""The state of a site's corpus in a few figures."""

from __future__ import annotations

from dataclasses import dataclass

from newsclean.errors import CorpusError

from .folder import SiteFolder
from .outcomes import Run
from .store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """`articles` are stories, `revisions` their later texts; `size` is in bytes, of all files together."""

    articles: int
    revisions: int
    waiting: int
    size: int
    last_run: str


def status_of(folder: SiteFolder) -> Status:
    """The figures of a site. Raises CorpusError when there is no database or it cannot be read."""
    if not folder.database.exists():
        raise CorpusError(f"{folder.database} is missing. `newsclean corpus check --rebuild` rebuilds it.")
    with Store(folder.database, readonly=True) as store:
        articles = store.count("articles", "revision = 1")
        return Status(
            articles=articles,
            revisions=store.count("articles") - articles,
            waiting=len(store.waiting()),
            size=folder.size(),
            last_run=next((_summary(run) for run in store.runs(1)), "none"),
        )


def _summary(run: Run) -> str:
    moment = f"{run.started:%Y-%m-%d %H:%M} UTC"
    if run.ending is None:
        return f"{moment}, still running or killed"
    return f"{moment}, {run.ending.verdict} (exit status {run.ending.exit_status})"
