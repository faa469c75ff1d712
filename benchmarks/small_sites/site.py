"""A small site: what it answers at each of its addresses, and which of them are its articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from .stories import Story, stock
from .themes import Theme

HTML = "text/html; charset=utf-8"
_TRACKING = ("utm_source", "utm_medium", "utm_campaign")


class Kind(StrEnum):
    """What an answer is to somebody who looks for articles."""

    ARTICLE = "article"
    LISTING = "listing"  # the home page, a section, an archive: it links articles
    FEED = "feed"
    SITEMAP = "sitemap"
    ROBOTS = "robots"
    MOVED = "moved"
    OTHER = "other"  # a page without articles: about, login, a product, a gallery
    ASSET = "asset"
    TRAP = "trap"  # a page of a space without end
    MISSING = "missing"


@dataclass(frozen=True)
class Reply:
    """An answer; `story` is the number of the story that an article's page shows."""

    kind: Kind
    body: str | bytes = ""
    content_type: str = HTML
    status: int = 200
    location: str | None = None
    story: int | None = None


NOTHING = Reply(Kind.MISSING, "<!DOCTYPE html><title>404</title><h1>404</h1><p>Nothing is here.</p>", status=404)


@dataclass
class SmallSite:
    """A site under construction and then served. `path` gives the address of a story, relative to the home page."""

    name: str
    kind: str
    host: str
    language: str
    theme: Theme
    stories: list[Story]
    path: Callable[[Story], str]
    has_sitemap: bool = True
    start: str = ""  # where a crawl begins, if not at the home page
    menu: list[tuple[str, str]] = field(default_factory=list)  # address and label
    footer: list[tuple[str, str]] = field(default_factory=list)
    promoted: list[tuple[str, str]] = field(default_factory=list)  # what the home page links beside its stories
    head: str = ""  # elements in the <head> of every page: its feeds
    article_head: Callable[[Story], str] = lambda _: ""
    endless: Callable[[str], Reply | None] = lambda _: None  # answers for addresses that are not listed
    replies: dict[str, Reply] = field(default_factory=dict)

    @property
    def home(self) -> str:
        return f"http://{self.host}/"

    @property
    def words(self) -> dict[str, str]:
        words: dict[str, str] = stock(self.language)["words"]
        return words

    @property
    def sections(self) -> list[tuple[str, str]]:
        return [(slug, name) for slug, name in stock(self.language)["sections"]]

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(address).netloc for address in self.replies}

    def url(self, path: str) -> str:
        """The absolute address, non-Latin letters quoted."""
        return quote(urljoin(self.home, path), safe=":/?&=%+,;@#~")

    def story_url(self, story: Story) -> str:
        return self.url(self.path(story))

    def add(self, path: str, kind: Kind, body: str | bytes, content_type: str = HTML) -> None:
        """Puts a page at an address."""
        self.put(path, Reply(kind, body, content_type))

    def put(self, path: str, reply: Reply) -> None:
        key = _key(self.url(path))
        if key in self.replies:
            raise ValueError(f"{self.name}: {key} is taken")
        self.replies[key] = reply

    def in_section(self, section: str) -> list[Story]:
        return [story for story in self.stories if story.section == section]

    def reply(self, url: str) -> Reply:
        """What the site answers at an absolute address."""
        key = _key(url)
        found = self.replies.get(key)
        if found is None:
            found = self.endless(key)
        return found or NOTHING

    def story_at(self, url: str) -> int | None:
        """The number of the story that an address leads to; None where it leads to none."""
        reply = self.reply(url)
        return self.reply(reply.location).story if reply.kind is Kind.MOVED and reply.location else reply.story


def _key(url: str) -> str:
    """The address as replies are listed by: readable, without what only tells where a reader comes from."""
    parts = urlsplit(url)
    query = parts.query
    if any(name in query for name in _TRACKING):
        query = urlencode([pair for pair in parse_qsl(query) if pair[0] not in _TRACKING])
    return unquote(f"http://{parts.netloc}{parts.path or '/'}{'?' + query if query else ''}")


def newest(stories: Iterable[Story]) -> dt.datetime:
    return max(story.published for story in stories)
