"""Where in a folder an article's document goes: as its page is in the folder of pages, else by site and month."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

from newsclean.models import Article
from newsclean.page.files import COMPRESSED, PAGES

# Bytes of a name without its ending, of which no file system takes more than 255; of one made from a title, which is to
# be read.
_MAX_NAME, _MAX_SLUG = 251, 100
_SHORT_ID = 8
_WORD = re.compile(r"[^\W\d_]{3}")


class Names:
    """Names for the documents of one run, without an ending; no name is given twice, on any file system."""

    def __init__(self, roots: tuple[Path, ...] = ()) -> None:
        """`roots` are the folders and files of pages that were named by the user."""
        self._roots = roots
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def of(self, article: Article, file: str | None) -> PurePath:
        """The name for an article whose page is in `file`, or in none of its own."""
        by_record = _by_record(article)
        kept = self._kept(Path(file)) if file else None
        places = chain(_numbered(kept, article) if kept else (), _numbered(by_record, article), _counted(by_record))
        place = next(place for place in places if self._is_free(place))
        self._files.add(_key(place))
        self._folders.update(_key(above) for above in place.parents)
        return place

    def _kept(self, file: Path) -> PurePath | None:
        """Where a file is in the folder that it was found in; None for a place in a file of many pages."""
        if not file.is_file() or not (stem := _stem(file.name)).strip("."):
            return None
        for root in self._roots:
            inside = file.relative_to(root) if file.is_relative_to(root) else PurePath("..")
            if ".." not in inside.parts:
                return PurePath(inside.parent, stem)
        return None

    def _is_free(self, place: PurePath) -> bool:
        if len(os.fsencode(place.name)) > _MAX_NAME:
            return False
        key, above = _key(place), map(_key, place.parents)
        return key not in self._files and key not in self._folders and self._files.isdisjoint(above)


def _by_record(article: Article) -> PurePath:
    month = f"{article.date:%Y-%m}" if article.date else "undated"
    last = unquote(_stem(urlsplit(article.url).path.rstrip("/").rpartition("/")[2]))
    # The address stays when a newsroom changes its headline.
    slug = _safe(last if _WORD.search(last) else article.title)
    return PurePath(_safe(article.site, ".-") or "site", month, "-".join(filter(None, (slug, _short(article)))))


def _numbered(place: PurePath, article: Article) -> Iterator[PurePath]:
    """The place, and others for a second article of that name."""
    yield place
    if article.revision > 1:
        yield place.with_name(f"{place.name}-r{article.revision}")
    yield place.with_name(f"{place.name}-{_short(article)}")


def _counted(place: PurePath) -> Iterator[PurePath]:
    return (place.with_name(f"{place.name}-{number}") for number in count(2))


def _stem(name: str) -> str:
    """The name of a page without its endings; a name that is nothing else stays."""
    path = PurePath(name)
    while path.suffix.lower() in COMPRESSED:
        path = PurePath(path.stem)
    return path.stem if path.suffix.lower() in PAGES else str(path)


def _short(article: Article) -> str:
    return _safe(article.id)[:_SHORT_ID]


def _safe(text: str, allowed: str = "-") -> str:
    """The letters, marks and digits of a text in lower case, all else as hyphens, as long as a name may well be."""
    text = unicodedata.normalize("NFC", text.casefold())
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" or char in allowed else " " for char in text)
    joined = re.sub(r"[\s-]+", "-", kept).strip("-.")
    return joined.encode()[:_MAX_SLUG].decode("utf-8", "ignore").strip("-.")


def _key(place: PurePath) -> str:
    """What is one name to a file system that ignores case or composes characters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(place)).casefold())
