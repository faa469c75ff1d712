"""The pattern that the addresses of a site's articles share, short enough to be read and checked by a person.

A pattern that is wrong loses articles, and a crawl without one finds them as well. So there is none in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote, urlsplit

# Fewer addresses agree by chance.
MIN_ARTICLES = 8
# Of the links that seem to be articles: some of them are none.
_MOST = 0.98
# A folder with a number in it that is no year.
_NUMBERED = re.compile(r"/([a-z][a-z-]{0,19})/(?!(?:19|20)\d\d(?!\d))\d+(/?)", re.I)
_SHAPES = (
    r"/20\d\d/\d\d/\d\d/\w",
    r"/20\d\d/\d\d/\w",
    r"/20\d\d/[a-z]{3}/\d\d/\w",
    r"[-_]\d{5,}\.html?$",
    r"/\d{5,}\.html?$",
    r"[-_]\d{5,}/?$",
    r"/\d{5,}/?$",
    r"/\d{5,}/",
    r"/\d{5,}-\w",
)


def article_pattern(sure: Sequence[str], likely: Iterable[str], others: Iterable[str]) -> str | None:
    """The pattern of all addresses that are surely articles', and of no other page; None where none is telling.

    Of those that are likely to be articles', it has to match nearly all.
    """
    if len(set(sure)) < MIN_ARTICLES:
        return None
    likely, others = list(likely), list(others)
    for pattern in _candidates(sure):
        matches = re.compile(pattern).search
        if (
            all(map(matches, sure))
            and not any(map(matches, others))
            and sum(map(bool, map(matches, likely))) >= _MOST * len(likely)
        ):
            return pattern
    return None


def _candidates(urls: Sequence[str]) -> Iterator[str]:
    """Patterns that may do, the most telling first: a folder with a number in it, "/read/123"."""
    folders = Counter(found.groups() for url in urls for found in _NUMBERED.finditer(unquote(urlsplit(url).path)))
    for (folder, slash), number in folders.most_common():
        if number == len(urls):
            yield rf"/{folder}/\d+{slash}"
    yield from _SHAPES
