"""A page of the corpus by its address."""

from __future__ import annotations

from pathlib import Path

from newsclean.errors import InputError
from newsclean.models import Page
from newsclean.page.urls import record_id
from newsclean.sites.site_lines import SiteLines

from .archive import archived_page
from .folder import SiteFolder, site_folders
from .store import Store
from .warc import Damage

# The address may be the one that was asked for, the one that answered, or the article's own.
_LATEST = """
    SELECT file, "offset" FROM pages JOIN files ON files.name = pages.file
    WHERE files.pruned IS NULL AND (
        pages.url IN (SELECT url FROM urls WHERE key = ?1)
        OR pages.number IN (
            SELECT page FROM articles WHERE id = ?1 OR id IN (SELECT story FROM urls WHERE key = ?1)
        )
    )
    ORDER BY pages.number DESC LIMIT 1
"""


def page_with(url: str, root: Path) -> tuple[Page, SiteLines]:
    """The page of an address as it was last fetched, and what its site's corpus has learned of standing lines.

    Raises InputError when no site of the corpus has it in its archive, or it cannot be read; CorpusError for a corpus
    that cannot be.
    """
    for folder in site_folders(root):
        if folder.database.exists() and (found := _in_site(url, folder)):
            return found
    raise InputError(f"{url}: not in the archives of {root}. `newsclean explain {url}` fetches it.")


def _in_site(url: str, folder: SiteFolder) -> tuple[Page, SiteLines] | None:
    with Store(folder.database, readonly=True) as store:
        place = next(iter(store.ask(_LATEST, record_id(url))), None)
        if place is None:
            return None
        lines = store.site_lines()
    found = archived_page(folder, *place)
    if isinstance(found, Damage):
        raise InputError(f"{found}. `newsclean corpus check {folder.site}` says more.")
    return found.page, lines
