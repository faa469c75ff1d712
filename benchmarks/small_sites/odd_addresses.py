"""Sites whose addresses say little or too much: numbers, queries, other scripts, copies of a story, endless spaces."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from .ground import Build, Ground
from .lists import add_list, add_lists, by_query, older
from .others import add_others
from .pages import Paths, add_articles, alternate, article, shell
from .site import Kind, Reply, SmallSite
from .sources import RSS, XML, add_feed_pages, add_robots, places, rdf, rss, urlset
from .stories import Story
from .usual import add_usual

_PATHS = Paths(section="/{}", tag="/tag/{}")


def numbers(ground: Ground) -> SmallSite:
    """/a/123456, beside /s/4 for a section and /v/31 for a video."""
    site = ground.site(
        "numbers", "ids without words: /a/123456", "ja", "plain", lambda story: f"/a/{story.id}",
        host=ground.address(41), has_sitemap=False,
    )  # fmt: skip
    paths = Paths(
        section="/s/{}", tag="/t/{}", author="/u/{}", about="/i/1", contact="/i/2", privacy="/i/3", login="/i/4",
        search="/i/5", video="/v", clip="/v/{number}", gallery="/g", pictures="/g/{number}", shop="/p/11",
    )  # fmt: skip
    add_usual(site, paths)
    add_robots(site)
    return site


def scripts(ground: Ground) -> SmallSite:
    """/story.php?id=77, beside list.php, page.php and product.php."""
    site = ground.site(
        "php-ids",
        "/story.php?id=77",
        "id",
        "plain",
        lambda story: f"/story.php?id={story.id % 1000 + 50}",
        has_sitemap=False,
    )
    paths = Paths(
        section="/list.php?cat={}", tag="/list.php?tag={}", author="/list.php?by={}", about="/page.php?id=1",
        contact="/page.php?id=2", privacy="/page.php?id=3", login="/login.php", search="/search.php",
        video="/video.php", clip="/video.php?id={number}", gallery="/photo.php", pictures="/photo.php?id={number}",
        shop="/product.php?id=4",
    )  # fmt: skip
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories[:10])
    add_lists(site, paths, per_page=6, page_path=lambda path, number: f"{path}&page={number}")
    return site


def plain_permalinks(ground: Ground) -> SmallSite:
    """WordPress without permalinks: everything is a parameter of the home page."""
    site = ground.site(
        "plain-permalinks",
        "WordPress, ?p=123",
        "en",
        "wordpress",
        lambda story: f"/?p={story.id % 1000 + 90}",
        has_sitemap=False,
    )
    paths = Paths(
        section="/?cat={}", tag="/?tag={}", author="/?author={}", about="/?page_id=2", contact="/?page_id=3",
        privacy="/?page_id=4", login="/wp-login.php", search="/?s=", shop="/?product=tote-bag", video="/?page_id=5",
        clip="/?clip={number}", gallery="/?page_id=6", pictures="/?attachment_id={number}",
        css="/wp-content/themes/gazette/style.css",
    )  # fmt: skip
    site.head = alternate("/?feed=rss2", "application/rss+xml")
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories, pager=older, page_path=lambda _, number: f"/?paged={number}")
    add_lists(site, paths, page_path=lambda path, number: f"{path}&paged={number}")
    add_feed_pages(site, "/?feed=rss2", "&paged={}")
    add_robots(site, disallow=("/wp-admin/",))
    return site


def arabic(ground: Ground) -> SmallSite:
    """Arabic headlines in the address, percent-encoded, below the section; a feed of ten."""
    site = ground.site(
        "arabic", "Arabic slugs, percent-encoded", "ar", "portal", lambda story: f"/{story.section}/{_words(story)}",
        has_sitemap=False,
    )  # fmt: skip
    site.head = alternate("/rss", "application/rss+xml")
    add_usual(site, _PATHS)
    site.add("/rss", Kind.FEED, rss(site, site.stories[:10]), RSS)
    return site


def japanese(ground: Ground) -> SmallSite:
    """Japanese headlines in the address, in a sitemap without dates; RSS 1.0 with the newest."""
    site = ground.site("japanese", "Japanese slugs, RSS 1.0, sitemap", "ja", "hugo", lambda story: f"/{_words(story)}/")
    paths = Paths()
    site.head = alternate("/index.rdf", "application/rss+xml")
    add_usual(site, paths)
    site.add("/index.rdf", Kind.FEED, rdf(site, site.stories[:10]), XML)
    others = [(path, None) for path in (paths.about, paths.contact, paths.privacy)]
    sections = [(paths.section.format(slug), None) for slug, _ in site.sections]
    listed = [*others, *sections, *places(site, site.stories, dated=False)]
    site.add("/sitemap.xml", Kind.SITEMAP, urlset(site, listed), XML)
    return site


def subdomains(ground: Ground) -> SmallSite:
    """Each section on a host of its own, which the home page links."""
    site = ground.site(
        "subdomains", "articles on subdomains", "id", "portal",
        lambda story: f"http://{story.section}.example.com/{story.short}", host="www.example.com", has_sitemap=False,
    )  # fmt: skip
    paths = Paths(section="http://{}.example.com/")
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories[:6])
    for slug, name in site.sections:
        home = paths.section.format(slug)
        add_list(site, home, name, site.in_section(slug), per_page=6, page_path=by_query)
    return site


def copies(ground: Ground) -> SmallSite:
    """Each story for desktops, for phones on a host of their own, and as AMP."""
    site = ground.site(
        "copies",
        "AMP and mobile copies",
        "en",
        "yoast",
        lambda story: f"/{story.section}/{story.short}/",
        host="www.example.net",
    )
    site.article_head = lambda story: (
        f'<link rel="amphtml" href="{site.story_url(story)}amp/">'
        f'<link rel="alternate" media="only screen and (max-width: 640px)" href="{_mobile(site, story)}">'
    )
    add_usual(site, Paths())
    for story in site.stories:
        page = Reply(Kind.ARTICLE, article(site, story, Paths()), story=story.number)
        for copy in (_mobile(site, story), f"{site.story_url(story)}amp/"):
            site.put(copy, page)
    mobile = replace(site, path=lambda story: _mobile(site, story))
    site.add("http://m.example.net/", Kind.LISTING, site.reply(site.home).body)
    site.add("/feed/", Kind.FEED, rss(mobile, site.stories[:20]), RSS)
    amp = [(f"{site.path(story)}amp/", story.published) for story in site.stories[:15]]
    site.add("/sitemap.xml", Kind.SITEMAP, urlset(site, [*places(site, site.stories), *amp]), XML)
    add_robots(site, "/sitemap.xml")
    return site


def tracking(ground: Ground) -> SmallSite:
    """A feed whose addresses tell where readers come from; the home page links the same stories without."""
    site = ground.site(
        "tracking",
        "tracking parameters in the feed",
        "de",
        "modern",
        lambda story: f"/{story.section}/{story.slug}",
        has_sitemap=False,
    )
    site.head = alternate("/feed.rss", "application/rss+xml")
    add_usual(site, _PATHS)
    query = "?utm_source=rss&utm_medium=feed&utm_campaign=all"
    site.add("/feed.rss", Kind.FEED, rss(site, site.stories, query=query), RSS)
    return site


def traps(ground: Ground) -> SmallSite:
    """A calendar without end, facets of every list, and sessions in addresses."""
    site = ground.site(
        "traps", "calendar without end, ?sort= facets", "en", "plain", lambda story: f"/{story.section}/{story.short}",
        host=ground.address(49), has_sitemap=False,
    )  # fmt: skip
    add_others(site, _PATHS)
    site.menu += [("/calendar/2026/11", "Events"), ("/politics?sort=date&view=list", "By date")]
    add_articles(site, _PATHS)
    add_list(site, "/", site.name, site.stories[:10])
    add_lists(site, _PATHS, per_page=6)
    site.add("/robots.txt", Kind.ROBOTS, "User-agent: *\nDisallow: /cart\n", "text/plain")

    def endless(url: str) -> Reply | None:
        path = url.partition(site.host)[2]
        if found := re.fullmatch(r"/calendar/(\d{4})/(\d\d)", path):
            year, month = int(found[1]), int(found[2])
            later = dt.date(year + month // 12, month % 12 + 1, 1)
            links = f'<a rel="next" href="/calendar/{later:%Y/%m}">Next month</a>'
            links += "".join(f'<a href="/calendar/{year}/{month:02}/{day:02}">{day}</a>' for day in range(1, 29))
            return Reply(Kind.TRAP, f"<html><title>Events</title><body><h1>Events</h1>{links}</body></html>")
        if re.fullmatch(r"/calendar/\d{4}/\d\d/\d\d", path):
            return Reply(Kind.TRAP, "<html><title>Events</title><body><p>No events on this day.</p></body></html>")
        listing, _, facet = path.partition("?")
        if facet.startswith(("sort=", "view=")) and (plain := site.replies.get(f"http://{site.host}{listing}")):
            return replace(plain, kind=Kind.TRAP) if isinstance(plain.body, str) else None
        return None

    site.endless = endless
    return site


def shop_and_news(ground: Ground) -> SmallSite:
    """A sitemap of articles among products, videos, galleries, tags and authors, all with slugs."""
    site = ground.site(
        "mixed", "sitemap of articles, products, videos, tags", "en", "ghost", lambda story: f"/journal/{story.short}"
    )
    add_usual(site, Paths(tag="/topics/{}"))
    things = ("canvas-tote-bag", "enamel-mug-with-lighthouse", "map-of-the-old-harbour", "wool-hat", "tide-table-2027")
    text = "<p>Made in Ellery by people who know the sea. Washable, and in four colours.</p><p>£ 14</p>"
    for name in (f"{thing}-{colour}" for thing in things for colour in ("blue", "dark-green", "sand", "red")):
        title = name.replace("-", " ").title()
        main = f"<h1>{title}</h1>{text}<button>Add to cart</button>"
        site.add(f"/products/{name}", Kind.OTHER, shell(site, title, main, "product"))
    base = site.home.rstrip("/")
    listed = [key.removeprefix(base) for key, reply in site.replies.items() if reply.kind in (Kind.OTHER, Kind.LISTING)]
    others = [(path, None) for path in listed]
    site.add("/sitemap.xml", Kind.SITEMAP, urlset(site, [*others, *places(site, site.stories, dated=False)]), XML)
    add_robots(site, "/sitemap.xml")
    return site


def _mobile(site: SmallSite, story: Story) -> str:
    return site.story_url(story).replace("//www.", "//m.")


def _words(story: Story) -> str:
    return re.sub(r"[\s:،、]+", "-", story.title)


BUILDS: tuple[Build, ...] = (
    numbers, scripts, plain_permalinks, arabic, japanese, subdomains, copies, tracking, traps, shop_and_news,
)  # fmt: skip
