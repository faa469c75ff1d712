"""The names a site goes by, to tell them apart from headlines, sections and people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Self

from rapidfuzz import fuzz

from newsclean.page.blocks import letters_of
from newsclean.page.urls import folders_of, host_of

from .claims import Metadata

MAX_NAME = 60
_LIKE = 85  # rapidfuzz ratio, 0 to 100
# A single word that begins a site's name is short for it from this many letters on.
MIN_START = 5
_ARCHIVED = re.compile(r"/web/\d+[a-z_]*/(https?://.+)")
# Labels before the country in a domain; they name nobody.
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "go", "gob", "gov", "net", "or", "org", "web"))


class SiteNames:
    """What a site calls itself, and the labels of its host."""

    @classmethod
    def of(cls, metadata: Metadata, url: str | None) -> Self:
        """The names of the site of a page."""
        return cls([claim.value for claim in metadata.site_names], url)

    def __init__(self, names: Iterable[str], url: str | None) -> None:
        known = [name for name in names if letters_of(name) and len(name) <= MAX_NAME]
        self.names = {letters_of(name) for name in known}
        self.words = [set(name.lower().split()) for name in known]
        self.labels = _host_labels(url)
        self.channels = {*self.labels[1:-1], *map(letters_of, folders_of(url or ""))} - set(self.labels[-1:])
        self.initials = {initials for name in known if len(initials := _initials(name)) > 1}

    def are(self, text: str) -> bool:
        """Whether the text is one of the names, "The" or not."""
        key = letters_of(text).removeprefix("the")
        return bool(key) and bool({key, "the" + key} & (self.names | set(self.labels) | self.initials))

    def is_channel(self, text: str) -> bool:
        """Whether the address names a part of the site so: nasional.harbour.example, harbour.example/nasional/1.

        Some sites give the channel as their name, too.
        """
        return letters_of(text) in self.channels

    def has_words_of(self, text: str) -> bool:
        """Whether all of the words, two or more, are in one of the names ("Harbour News" of "Harbour Daily News")."""
        words = set(text.lower().split())
        return len(words) > 1 and any(words <= name for name in self.words)

    def is_part(self, text: str) -> bool:
        """Whether the text is a name as `has` tells, begins with one ("MDR Sachsen"), or is the start of one."""
        words = text.split()
        if self.has(text) or (len(words) > 1 and self.are(words[0])):
            return True
        key = letters_of(words[0]) if words else ""
        alone = len(words) == 1 or (len(words) == 2 and len(words[1]) == 1)
        return alone and len(key) >= MIN_START and any(name.startswith(key) for name in (*self.names, *self.labels))

    def has(self, text: str) -> bool:
        """Whether the text is one of the names, a form of one ("STERN.de", "Guardian News") or its initials."""
        if self.are(text):
            return True
        key = letters_of(text).removeprefix("the")
        if not key:
            return False
        if _initials(text) in self.labels or any(fuzz.ratio(key, name, score_cutoff=_LIKE) for name in self.names):
            return True
        main = self.labels[-1] if self.labels else ""
        return len(main) > 3 and key.startswith(main) and len(text.split()) <= 5 and len(key) <= 3 * len(main)


def _initials(text: str) -> str:
    words = text.split()
    return "".join(word[0] for word in words if word[0].isupper()).lower() if len(words) > 1 else ""


def _host_labels(url: str | None) -> list[str]:
    """The host without "www." and its labels but the last, the domain's own name at the end."""
    if not url:
        return []
    if archived := _ARCHIVED.search(url):
        url = archived[1]
    host = host_of(url).removeprefix("www.")
    if not host:
        return []
    labels = [letters_of(label) for label in host.split(".")[:-1] if label not in _SECOND_LEVEL]
    return [letters_of(host), *(label for label in labels[:-1] if len(label) > 3), *labels[-1:]]
