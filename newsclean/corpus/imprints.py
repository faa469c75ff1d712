"""What a site's database keeps of the lines that repeat on the site: an imprint of each of its latest articles."""

from __future__ import annotations

from newsclean.sites.imprint import Imprint
from newsclean.sites.site_lines import WINDOW, SiteLines

from .database import Database


def load(database: Database) -> SiteLines:
    """What the articles have shown so far; nothing in a database of a form that kept no imprints."""
    if not database.ask("SELECT 1 FROM sqlite_schema WHERE name = 'imprints'"):
        return SiteLines()
    rows = database.ask("SELECT imprint FROM imprints ORDER BY number")
    return SiteLines(Imprint.from_json(text) for (text,) in rows)


def keep(database: Database, imprint: Imprint) -> None:
    """Stores the imprint of an article in place of an earlier one, and drops the oldest beyond WINDOW."""
    database.ask("INSERT OR REPLACE INTO imprints (id, imprint) VALUES (?, ?)", imprint.id, imprint.to_json())
    oldest = "SELECT number FROM imprints ORDER BY number DESC LIMIT 1 OFFSET ?"
    database.ask(f"DELETE FROM imprints WHERE number <= ({oldest})", WINDOW)
