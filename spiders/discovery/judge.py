"""Which of the links found on a site are articles: by how they were seen, and by what the site's articles are like.

A wrong yes costs a request: the article check has the last word on every page. A wrong no loses an article. So a link
is left out only where something speaks against it; what nothing speaks for or against is in doubt (probes.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from .addresses import Kind, as_folder, folders_above, kind_of, shape_of
from .links import Link, Sight

# Pages in a folder that make its own address a section.
_SECTION = 3
# Articles that outweigh what the name of their folder says.
_MANY = 3
# Articles at "/NAME", as a crawl has read them, that make all such pages articles.
_MOST = 10


class Verdict(StrEnum):
    """What a link is; for all but the first two, the reason for which it is left out."""

    ARTICLE = "article"
    DOUBT = "doubtful"
    UNLIKE = "no-article"  # it does not match the site's `article_url`
    SECTION = "section"
    MENU = "menu"
    REPEATING = "tag"
    STANDING = "standing-page"
    FOREIGN = "no-news"
    MEDIA = "media"
    FILE = "file"
    MISPLACED = "other-sitemap"
    REFUTED = "like-no-article"  # pages of its shape were read, and none was an article


# What leads to articles where no feed or sitemap tells them.
ENTRANCES = frozenset((Verdict.SECTION, Verdict.MENU))

_OF_KIND = {
    Kind.SECTION: Verdict.SECTION,
    Kind.REPEATING: Verdict.REPEATING,
    Kind.STANDING: Verdict.STANDING,
    Kind.FOREIGN: Verdict.FOREIGN,
    Kind.MEDIA: Verdict.MEDIA,
}


class Judge:
    """Learns from every link that is added; what it says of one may change with those that come later."""

    def __init__(self, article_url: str | None = None) -> None:
        self._pattern = re.compile(article_url) if article_url is not None else None
        self._articles: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self._folders: Counter[str] = Counter()
        self._decided: dict[str, Verdict] = {}

    def learn(self, articles: Iterable[str] = (), others: Iterable[str] = ()) -> None:
        """Addresses of pages that were read, and are articles or not."""
        self._articles.update(map(shape_of, articles))
        self._others.update(map(shape_of, others))

    def add(self, link: Link) -> None:
        """A link of the site, each address once."""
        url = link.entry.url
        if Sight.LISTED in link.sight:
            self._articles[shape_of(url)] += 1
        self._folders.update(folders_above(url)[:1])

    def decide(self, shape: str, verdict: Verdict) -> None:
        """What all pages of a shape are that were in doubt."""
        self._decided[shape] = verdict

    def verdict(self, link: Link) -> Verdict:
        """What the link is, as far as is known by now."""
        url, sight = link.entry.url, link.sight
        if self._pattern is not None:
            return Verdict.ARTICLE if self._pattern.search(url) else Verdict.UNLIKE
        kind = kind_of(url)
        if kind is Kind.FILE:
            return Verdict.FILE
        if kind is Kind.FRONT:
            return Verdict.SECTION
        if Sight.LISTED in sight:
            return Verdict.ARTICLE
        if against := _OF_KIND.get(kind):
            return self._of_kind(link, against)
        if Sight.MISPLACED in sight:
            return Verdict.MISPLACED
        if self._folders[as_folder(url)] >= _SECTION and not self._read_like(url)[0]:
            return Verdict.SECTION
        if sight & (Sight.MENU | Sight.ASIDE) and (kind is not Kind.ARTICLE or Sight.SHORT in sight):
            return Verdict.MENU
        if kind in (Kind.ARTICLE, Kind.PLACED) or sight & (Sight.HEADLINE | Sight.MAPPED):
            return Verdict.ARTICLE
        shape = shape_of(url)
        articles, others = self._read_like(url)
        # What a word or two link may be a list that lies beside the articles.
        is_clear = (
            is_numbered(shape) if Sight.SHORT in sight else is_telling(shape) or articles >= max(_MOST, 3 * others)
        )
        if articles > others and is_clear:
            return Verdict.ARTICLE
        return self._decided.get(shape, Verdict.REFUTED if others >= _MANY and not articles else Verdict.DOUBT)

    def _of_kind(self, link: Link, against: Verdict) -> Verdict:
        """What a link is whose address is of another kind than articles: some outlets have articles there."""
        url = link.entry.url
        shape = shape_of(url)
        articles, others = self._read_like(url)
        if is_telling(shape) and articles >= max(_MANY, 2 * others):
            return Verdict.ARTICLE
        is_section = against in (Verdict.STANDING, Verdict.FOREIGN) and bool(folders_above(url))
        return self._decided.get(shape, Verdict.DOUBT) if is_section and Sight.HEADLINE in link.sight else against

    def _read_like(self, url: str) -> tuple[int, int]:
        """How many pages of the address's shape are known to be articles, and how many to be none."""
        shape = shape_of(url)
        return self._articles[shape], self._others[shape]


def is_numbered(shape: str) -> bool:
    """Whether the shape has a number, a hash or a year."""
    return "ID" in shape or "YEAR" in shape


def is_telling(shape: str) -> bool:
    """Whether pages of the shape are of one kind on most sites: not "/NAME", which articles share with "/about"."""
    return shape.strip("/") != "NAME"
