"""Feeds, sitemaps and robots.txt of small sites, as content systems write them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape

from .site import Kind, SmallSite
from .stories import Story

XML = "application/xml; charset=utf-8"
RSS, ATOM = "application/rss+xml; charset=utf-8", "application/atom+xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
Place = tuple[str, dt.datetime | None]  # an address and when it last changed


def rss(site: SmallSite, stories: Sequence[Story], *, query: str = "", generator: str = "") -> str:
    """RSS 2.0; `query` is put behind each address, as newsletters and feed counters do."""
    made_by = f"<generator>{generator}</generator>" if generator else ""
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{escape(site.story_url(story) + query)}</link>"
        f"<dc:creator><![CDATA[{story.author}]]></dc:creator><pubDate>{format_datetime(story.published)}</pubDate>"
        f'<guid isPermaLink="false">{site.home}?p={story.id}</guid>'
        f"<description><![CDATA[<p>{story.summary} …</p>]]></description></item>"
        for story in stories
    )
    return (
        f'{_HEAD}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{site.name}</title>'
        f"<link>{site.home}</link><description>{site.name}</description><language>{site.language}</language>"
        f"{made_by}{items}</channel></rss>"
    )


def add_feed_pages(site: SmallSite, path: str, further: str) -> None:
    """A feed of ten, and the older stories behind a parameter, as WordPress has them without saying so."""
    for page in range(-(-len(site.stories) // 10)):
        feed = rss(site, site.stories[10 * page : 10 * page + 10], generator="https://wordpress.org/?v=6.8.3")
        site.add(path + (further.format(page + 1) if page else ""), Kind.FEED, feed, RSS)


def rdf(site: SmallSite, stories: Sequence[Story]) -> str:
    """RSS 1.0, as Japanese papers have it."""
    items = "".join(
        f'<item rdf:about="{escape(site.story_url(story))}"><title>{escape(story.title)}</title><link>'
        f"{escape(site.story_url(story))}</link><dc:date>{story.published.isoformat()}</dc:date></item>"
        for story in stories
    )
    return (
        f'{_HEAD}<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{site.home}"><title>{site.name}</title>'
        f"<link>{site.home}</link></channel>{items}</rdf:RDF>"
    )


def atom(site: SmallSite, stories: Sequence[Story], more: str = "") -> str:
    """Atom 1.0; `more` are further elements of the feed."""
    entries = "".join(
        f"<entry><id>tag:{site.host},{story.id}</id><published>{story.published.isoformat()}</published>"
        f"<updated>{story.published.isoformat()}</updated><title type='text'>{escape(story.title)}</title>"
        f"<summary type='html'>{escape(story.summary)}</summary><link rel='alternate' type='text/html' "
        f"href='{escape(site.story_url(story))}'/><author><name>{story.author}</name></author></entry>"
        for story in stories
    )
    return (
        f"{_HEAD}<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:{site.host}</id><title>{site.name}</title>"
        f"<link rel='alternate' type='text/html' href='{site.home}'/>{more}{entries}</feed>"
    )


def json_feed(site: SmallSite, stories: Sequence[Story]) -> str:
    """JSON Feed 1.1."""
    items = [
        {
            "id": str(story.id),
            "url": site.story_url(story),
            "title": story.title,
            "summary": story.summary,
            "date_published": story.published.isoformat(),
            "authors": [{"name": story.author}],
        }
        for story in stories
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": site.name, "home_page_url": site.home}
    return json.dumps({**feed, "items": items}, ensure_ascii=False)


def urlset(site: SmallSite, places: Iterable[Place]) -> str:
    """A sitemap of these addresses."""
    urls = "".join(f"<url><loc>{escape(site.url(path))}</loc>{_changed(when)}</url>\n" for path, when in places)
    return f"{_HEAD}<urlset {_SITEMAP}>\n{urls}</urlset>"


def index(site: SmallSite, places: Iterable[Place]) -> str:
    """A sitemap index that names these sitemaps."""
    maps = "".join(f"<sitemap><loc>{escape(site.url(path))}</loc>{_changed(when)}</sitemap>\n" for path, when in places)
    return f"{_HEAD}<sitemapindex {_SITEMAP}>\n{maps}</sitemapindex>"


def news_urlset(site: SmallSite, stories: Iterable[Story]) -> str:
    """A news sitemap, with title and time of each story."""
    urls = "".join(
        f"<url><loc>{escape(site.story_url(story))}</loc><news:news><news:publication><news:name>{site.name}"
        f"</news:name><news:language>{site.language}</news:language></news:publication><news:publication_date>"
        f"{story.published.isoformat()}</news:publication_date><news:title>{escape(story.title)}</news:title>"
        "</news:news></url>\n"
        for story in stories
    )
    return f"{_HEAD}<urlset {_SITEMAP} {_NEWS}>\n{urls}</urlset>"


def places(site: SmallSite, stories: Iterable[Story], *, dated: bool = True) -> list[Place]:
    """The addresses of stories for a sitemap."""
    return [(site.path(story), story.published if dated else None) for story in stories]


def add_robots(site: SmallSite, *sitemaps: str, disallow: Sequence[str] = ()) -> None:
    """A robots.txt that names these sitemaps."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in disallow or [""]), ""]
    lines += [f"Sitemap: {site.url(path)}" for path in sitemaps]
    site.add("/robots.txt", Kind.ROBOTS, "\n".join(lines) + "\n", "text/plain; charset=utf-8")


def _changed(when: dt.datetime | None) -> str:
    return f"<lastmod>{when.isoformat()}</lastmod>" if when else ""
