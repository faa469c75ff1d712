"""Asking again now: links that wait for their next try, or were given up, are due in the next run."""

from __future__ import annotations

from collections.abc import Sequence

from newsclean.errors import CorpusError

from .folder import SiteFolder
from .lock import locked
from .store import Store


def retry(folder: SiteFolder, urls: Sequence[str] = (), *, also_given_up: bool = False) -> int:
    """Makes the links of a site that wait due at once, `also_given_up` those too; of `urls` each that does either.

    Gives how many. Raises CorpusInUse while a run holds the site, CorpusError when its database is missing or cannot be
    written.
    """
    if not folder.database.exists():
        raise CorpusError(f"{folder.database} is missing. `newsclean corpus check --rebuild` rebuilds it.")
    if urls and not _knows(folder, urls):  # so that a run on another site is no hindrance
        return 0
    with locked(folder.lock, "newsclean corpus retry"), Store(folder.database) as store:
        store.judge()  # what a killed run left: otherwise the next run would decide anew
        return store.ask_again(urls) if urls else store.ask_all_again(also_given_up=also_given_up)


def _knows(folder: SiteFolder, urls: Sequence[str]) -> bool:
    with Store(folder.database, readonly=True) as store:
        return any(store.held_back(urls))
