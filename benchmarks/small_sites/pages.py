"""The markup of a small site's pages in its theme: a whole page, an article, teasers of articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from .site import Kind, Reply, SmallSite
from .stories import Story, slug_of

_SHARES = (
    ("Facebook", "https://www.facebook.com/sharer.php?u={}"),
    ("WhatsApp", "whatsapp://send?text={}"),
    ("X", "https://x.com/intent/post?url={}"),
    ("Mail", "mailto:?body={}"),
)


@dataclass(frozen=True)
class Paths:
    """Where a content system puts what is no article: `{}` is the name of a section, tag or author."""

    section: str = "/{}/"
    tag: str = "/tag/{}/"
    author: str = "/author/{}/"
    about: str = "/about/"
    contact: str = "/contact/"
    privacy: str = "/privacy/"
    login: str = "/login/"
    search: str = "/search/"
    video: str = "/video/"
    gallery: str = "/gallery/"
    shop: str = "/shop/tote-bag/"
    clip: str = "/video/{}/"  # a video, a gallery: `{}` is its slug, {number} its number
    pictures: str = "/gallery/{}/"
    css: str = "/static/css/app.css"


def shell(site: SmallSite, title: str, main: str, body_class: str, head: str = "") -> str:
    """A whole page."""
    return Template(site.theme.shell).safe_substitute(
        lang=site.language, dir="rtl" if site.language == "ar" else "ltr", title=escape(title), name=site.name,
        head=site.head + head, body_class=body_class, main=main, menu=list_of(site.menu), footer=list_of(site.footer),
    )  # fmt: skip


def article(site: SmallSite, story: Story, paths: Paths, head: str = "") -> str:
    """The page of a story, with what newsrooms put around it."""
    url = site.story_url(story)
    words, at = site.words, site.stories.index(story)
    others = [other for other in site.stories[at + 1 : at + 4] + site.stories[:2] if other is not story]
    section = dict(site.sections)[story.section]
    main = Template(site.theme.article).safe_substitute(
        title=escape(story.title), url=site.path(story), date=story.shown_date, iso=story.published.isoformat(),
        author=story.author, author_url=paths.author.format(name_slug(story.author)),
        by=words["by"].format(author=story.author),
        section=section, section_url=paths.section.format(story.section),
        body="".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs),
        tags=" ".join(f'<a href="{paths.tag.format(name_slug(tag))}" rel="tag">{tag}</a>' for tag in story.tags),
        share=" ".join(f'<a href="{to.format(url)}" rel="nofollow">{name}</a>' for name, to in _SHARES),
        related_title=words["related"],
        related="".join(f'<li><a href="{escape(site.path(other))}">{escape(other.title)}</a></li>' for other in others),
    )  # fmt: skip
    claims = _claims(site, story) + site.article_head(story) + head
    return shell(site, f"{story.title} - {site.name}", main, site.theme.article_class, claims)


def add_articles(site: SmallSite, paths: Paths) -> None:
    """The pages of all stories."""
    for story in site.stories:
        site.put(site.path(story), Reply(Kind.ARTICLE, article(site, story, paths), story=story.number))


def teasers(site: SmallSite, stories: Sequence[Story]) -> str:
    """A list of stories."""
    return "\n".join(
        Template(site.theme.teaser).safe_substitute(
            url=escape(site.path(story)), title=escape(story.title), date=story.shown_date, more=site.words["more"],
            iso=story.published.isoformat(), summary=escape(story.summary),
        )
        for story in stories
    )  # fmt: skip


def alternate(path: str, content_type: str) -> str:
    """The element that names a feed in the <head>."""
    return f'<link rel="alternate" type="{content_type}" title="feed" href="{path}">'


def list_of(links: Sequence[tuple[str, str]]) -> str:
    """Items of a list of links, given by address and label."""
    return "".join(f'<li class="menu-item"><a href="{escape(path)}">{escape(label)}</a></li>' for path, label in links)


def name_slug(name: str) -> str:
    """A name as part of an address; in other scripts as it is written."""
    return slug_of(name) or name.replace(" ", "-")


def _claims(site: SmallSite, story: Story) -> str:
    found = f'<link rel="canonical" href="{escape(site.story_url(story))}">'
    if "og" in site.theme.claims:
        found += '<meta property="og:type" content="article">'
        found += f'<meta property="og:title" content="{escape(story.title)}">'
        found += f'<meta property="article:published_time" content="{story.published.isoformat()}">'
    if "json-ld" in site.theme.claims:
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.published.isoformat(),
            "author": {"@type": "Person", "name": story.author},
            "mainEntityOfPage": site.story_url(story),
        }
        found += f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    return found
