"""Layout families of small sites, as themes.toml has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Theme:
    """Templates for a page, an article in it, a teaser of an article, and what <body> is called by kind of page."""

    shell: str
    article: str
    teaser: str
    article_class: str = ""
    listing_class: str = ""
    other_class: str = ""
    claims: str = ""


THEMES = {
    name: Theme(**parts)
    for name, parts in tomllib.loads((Path(__file__).parent / "themes.toml").read_text("utf-8")).items()
}
