"""Pages of a small site in its theme: articles, lists of them with their pagers, and pages that are no articles."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from .site import Kind, Reply, SmallSite
from .stories import Story, make_stories, prose, slug_of

SHARES = (
    ("Facebook", "https://www.facebook.com/sharer.php?u={}"),
    ("WhatsApp", "whatsapp://send?text={}"),
    ("X", "https://x.com/intent/post?url={}"),
    ("Mail", "mailto:?body={}"),
)


@dataclass(frozen=True)
class Paths:
    """Where a content system puts what is no article: `{}` is the name, `{page}` of `pager` the number of the page."""

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
    pager: str = "page/{}/"
    css: str = "/static/css/app.css"


def shell(site: SmallSite, title: str, main: str, body_class: str, head: str = "") -> str:
    """A whole page."""
    return Template(site.theme.shell).safe_substitute(
        lang=site.language, dir="rtl" if site.language == "ar" else "ltr", title=escape(title), name=site.name,
        head=site.head + head, body_class=body_class, main=main, menu=_list(site.menu), footer=_list(site.footer),
    )  # fmt: skip


def article(site: SmallSite, story: Story, paths: Paths, head: str = "") -> str:
    """The page of a story, with what newsrooms put around it."""
    url = site.story_url(story)
    words, at = site.words, site.stories.index(story)
    others = [other for other in site.stories[at + 1 : at + 4] + site.stories[:2] if other is not story]
    section = dict(site.sections)[story.section]
    main = Template(site.theme.article).safe_substitute(
        title=escape(story.title), url=site.path(story), date=story.shown_date, iso=story.published.isoformat(),
        author=story.author, author_url=paths.author.format(_slug(story.author)),
        by=words["by"].format(author=story.author),
        section=section, section_url=paths.section.format(story.section),
        body="".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs),
        tags=" ".join(f'<a href="{paths.tag.format(_slug(tag))}" rel="tag">{tag}</a>' for tag in story.tags),
        share=" ".join(f'<a href="{to.format(url)}" rel="nofollow">{name}</a>' for name, to in SHARES),
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


Pager = Callable[[SmallSite, int, int, Callable[[int], str]], str]  # site, this page, the last one, address of a page


def numbered(site: SmallSite, page: int, last: int, address: Callable[[int], str]) -> str:
    """Links to the pages by number, and to the next."""
    near = sorted({1, *range(max(1, page - 1), min(last, page + 2) + 1), last} - {page})
    links = [f'<a class="page-numbers" href="{address(number)}">{number}</a>' for number in near]
    if page < last:
        links.append(f'<a class="next page-numbers" href="{address(page + 1)}">{site.words["next"]} »</a>')
    return f'<div class="pagination"><span class="current">{page}</span> {" ".join(links)}</div>'


def older(site: SmallSite, page: int, last: int, address: Callable[[int], str]) -> str:
    """A link to older articles and one to newer ones, which says so in words only."""
    back = f'<a class="nav-previous" href="{address(page + 1)}">← {site.words["older"]}</a>' if page < last else ""
    forth = f'<a class="nav-next" href="{address(page - 1)}">{site.words["newer"]} →</a>' if page > 1 else ""
    return f'<nav class="navigation posts-navigation">{back} {forth}</nav>'


def no_pager(*_: object) -> str:
    """Nothing: all is on one page."""
    return ""


def add_list(
    site: SmallSite, path: str, title: str, stories: Sequence[Story], *, pager: Pager = numbered, per_page: int = 10,
    page_path: Callable[[str, int], str] | None = None, above: str = "", body_class: str | None = None,
    linked_next: bool = False,
) -> None:  # fmt: skip
    """A list of stories over as many pages as it takes, the first of them at `path`.

    `page_path` gives the address of a further page from `path` and its number; without it there is one page only.
    `linked_next` names the next page in the <head>.
    """
    further = page_path
    last = max(1, -(-len(stories) // per_page)) if further else 1

    def address(number: int) -> str:
        return path if number == 1 or further is None else further(path, number)

    for page in range(1, last + 1):
        shown = stories[(page - 1) * per_page : page * per_page]
        main = f"<h1>{escape(title)}</h1>{above}{teasers(site, shown)}{pager(site, page, last, address)}"
        if path == "/":
            main += f'<div class="promo"><h3>{site.words["video"]}</h3><ul>{_list(site.promoted)}</ul></div>'
        head = f'<link rel="next" href="{escape(address(page + 1))}">' if linked_next and page < last else ""
        classes = site.theme.listing_class if body_class is None else body_class
        site.add(address(page), Kind.LISTING, shell(site, f"{title} - {site.name}", main, classes, head))


def add_lists(
    site: SmallSite, paths: Paths, *, pager: Pager = numbered, per_page: int = 10, tags: bool = True,
    authors: bool = True, page_path: Callable[[str, int], str] | None = None,
) -> None:  # fmt: skip
    """Lists by section, tag and author."""
    turn = page_path or (lambda path, number: path + paths.pager.format(number))
    for slug, name in site.sections:
        stories = site.in_section(slug)
        add_list(
            site, paths.section.format(slug), name, stories, pager=pager, per_page=per_page, page_path=turn,
            body_class="archive category",
        )  # fmt: skip
    for tag in site.words["tag_names"] if tags else ():
        stories = [story for story in site.stories if tag in story.tags]
        add_list(site, paths.tag.format(_slug(tag)), tag, stories, per_page=per_page, body_class="archive tag")
    for author in sorted({story.author for story in site.stories}) if authors else ():
        stories = [story for story in site.stories if story.author == author]
        add_list(site, paths.author.format(_slug(author)), author, stories, per_page=per_page, body_class="author")


def add_others(site: SmallSite, paths: Paths, *, section_links: bool = True) -> None:
    """Menu and footer, and what they lead to beside the sections: pages that look much like articles, and are none."""
    words = site.words
    sections = [(paths.section.format(slug), name) for slug, name in site.sections] if section_links else []
    site.menu = [("/", words["home"]), *sections, (paths.video, words["video"]), (paths.gallery, words["gallery"])]
    names = ("about", "contact", "privacy", "login", "search", "shop")
    site.footer = [(str(getattr(paths, name)), words[name]) for name in names]
    for name in ("about", "privacy"):
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in prose(site.language, 5, site.name + name))
        _other(site, getattr(paths, name), words[name], text)
    form = '<form method="post"><input name="email"><input name="message"><button>OK</button></form>'
    _other(
        site, paths.contact, words["contact"], form + f"<p>{site.name}, PO Box 12, editor@{site.host.split(':')[0]}</p>"
    )
    _other(site, paths.login, words["login"], form)
    _other(site, paths.search, words["search"], '<form><input name="q"></form>')
    product = (
        f'<div class="product" itemscope itemtype="https://schema.org/Product"><p>{prose(site.language, 1, "s")[0]}</p>'
    )
    _other(site, paths.shop, words["shop"], product + '<p class="price">€ 14.90</p><button>+</button></div>')
    _add_clips(site, paths)
    site.add(paths.css, Kind.ASSET, "body { margin: 0 }", "text/css")


def _add_clips(site: SmallSite, paths: Paths) -> None:
    """Videos and galleries: a headline like an article's and a sentence."""
    made = make_stories(site.language, 7, site.stories[0].published, dt.timedelta(hours=9), site.name + " clips")
    player = '<video controls src="/media/clip.mp4"></video>'
    pictures = "".join(
        f'<figure><img src="/media/{n}.jpg" alt=""><figcaption>{n}/9</figcaption></figure>' for n in range(9)
    )
    for pattern, entrance, label, inner, clips in (
        (paths.clip, paths.video, site.words["video"], player, made[:4]),
        (paths.pictures, paths.gallery, site.words["gallery"], pictures, made[4:]),
    ):
        links = [(pattern.format(clip.slug, number=20 + clip.number), clip.title) for clip in clips]
        for (path, title), clip in zip(links, clips, strict=True):
            text = f"<time>{clip.shown_date}</time>{inner}<p>{escape(clip.summary)}</p>"
            _other(site, path, title, text, head=_clip_claims(site, clip, is_video=pattern is paths.clip))
        _other(site, entrance, label, f"<ul>{_list(links)}</ul>")
        site.promoted += links[:2]


def alternate(path: str, content_type: str) -> str:
    """The element that names a feed in the <head>."""
    return f'<link rel="alternate" type="{content_type}" title="feed" href="{path}">'


def _other(site: SmallSite, path: str, title: str, text: str, head: str = "") -> None:
    main = f"<h1>{escape(title)}</h1><div class='page-text'>{text}</div>"
    site.add(path, Kind.OTHER, shell(site, f"{title} - {site.name}", main, site.theme.other_class, head))


def _clip_claims(site: SmallSite, clip: Story, *, is_video: bool) -> str:
    found = ""
    if "og" in site.theme.claims:
        found += f'<meta property="og:type" content="{"video.other" if is_video else "website"}">'
    if "json-ld" in site.theme.claims:
        kind = "VideoObject" if is_video else "ImageGallery"
        data = {"@context": "https://schema.org", "@type": kind, "name": clip.title}
        found += f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    return found


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


def _list(links: Sequence[tuple[str, str]]) -> str:
    return "".join(f'<li class="menu-item"><a href="{escape(path)}">{escape(label)}</a></li>' for path, label in links)


def _slug(name: str) -> str:
    return slug_of(name) or name.replace(" ", "-")
