"""Sites of content systems: WordPress, Hugo, Jekyll, Blogger, Ghost, Drupal and Joomla in their own layout."""

from __future__ import annotations

from collections.abc import Sequence

from .ground import Build, Ground
from .lists import add_list, add_lists, by_folder, no_pager, older
from .others import add_others
from .pages import Paths, add_articles, alternate
from .site import Kind, SmallSite, newest
from .sources import ATOM, RSS, XML, Place, add_feed_pages, add_robots, atom, index, places, rss, urlset
from .stories import Story

_WORDPRESS = Paths(
    section="/category/{}/", privacy="/privacy-policy/", login="/wp-login.php", search="/?s=",
    shop="/product/tote-bag/", css="/wp-content/themes/gazette/style.css",
)  # fmt: skip
_ADMIN = ("/wp-admin/",)


def wordpress(ground: Ground) -> SmallSite:
    """WordPress as installed, with its own sitemap, which robots.txt names."""
    site = ground.site("wordpress", "WordPress, its own sitemap, post names", "en", "wordpress", _post_name)
    _wordpress(site, feed="/feed/")
    maps: dict[str, Sequence[Place]] = {
        "posts-post": places(site, site.stories),
        "posts-page": [("/", None), *_undated(_WORDPRESS.about, _WORDPRESS.contact, _WORDPRESS.privacy)],
        "taxonomies-category": _undated(*(_WORDPRESS.section.format(slug) for slug, _ in site.sections)),
        "taxonomies-post_tag": _undated(*(_WORDPRESS.tag.format(tag) for tag in site.words["tag_names"])),
        "users": _undated(*(path for path in _paths(site, "/author/"))),
    }
    for name, listed in maps.items():
        site.add(f"/wp-sitemap-{name}-1.xml", Kind.SITEMAP, urlset(site, listed), XML)
    site.add("/wp-sitemap.xml", Kind.SITEMAP, index(site, [(f"/wp-sitemap-{name}-1.xml", None) for name in maps]), XML)
    add_robots(site, "/wp-sitemap.xml", disallow=_ADMIN)
    return site


def yoast(ground: Ground) -> SmallSite:
    """WordPress with Yoast SEO; robots.txt doesn't name its sitemap."""
    site = ground.site("yoast", "WordPress with Yoast, robots.txt without Sitemap", "id", "yoast", _post_name)
    _wordpress(site, feed="/feed/")
    day = newest(site.stories)
    maps: dict[str, Sequence[Place]] = {
        "post": [("/", day), *places(site, site.stories)],
        "page": [(path, day) for path in (_WORDPRESS.about, _WORDPRESS.contact, _WORDPRESS.privacy)],
        "category": [(_WORDPRESS.section.format(slug), day) for slug, _ in site.sections],
        "author": [(path, day) for path in _paths(site, "/author/")],
    }
    for name, listed in maps.items():
        site.add(f"/{name}-sitemap.xml", Kind.SITEMAP, urlset(site, listed), XML)
    site.add("/sitemap_index.xml", Kind.SITEMAP, index(site, [(f"/{name}-sitemap.xml", day) for name in maps]), XML)
    add_robots(site, disallow=_ADMIN)
    return site


def wordpress_feed(ground: Ground) -> SmallSite:
    """WordPress with its sitemap switched off: a feed of ten, and archives."""
    site = ground.site(
        "wordpress-feed", "WordPress without sitemap: /feed of 10, /page/2", "de", "wordpress", _post_name,
        host=ground.address(3), has_sitemap=False,
    )  # fmt: skip
    _wordpress(site, feed="/feed/")
    add_robots(site, disallow=_ADMIN)
    return site


def hugo(ground: Ground) -> SmallSite:
    """Hugo with its feed of everything at /index.xml, which no page names."""
    site = ground.site(
        "hugo", "Hugo: /index.xml, short slugs", "de", "hugo", lambda story: f"/{story.section}/{story.short}/",
        has_sitemap=False,
    )  # fmt: skip
    paths = Paths(tag="/tags/{}/", css="/assets/css/stylesheet.css")
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories, per_page=7, page_path=by_folder)
    add_lists(site, paths, authors=False, page_path=by_folder)
    site.add("/index.xml", Kind.FEED, rss(site, site.stories), XML)
    return site


def jekyll(ground: Ground) -> SmallSite:
    """Jekyll with date paths, all posts on the home page, a feed of ten."""
    site = ground.site(
        "jekyll", "Jekyll: /2026/11/26/slug.html, all on the home page", "en", "jekyll",
        lambda story: f"/{story.section}/{story.published:%Y/%m/%d}/{story.short}.html", has_sitemap=False,
    )  # fmt: skip
    paths = Paths(about="/about.html", css="/assets/main.css")
    site.head = alternate("/feed.xml", "application/atom+xml")
    add_others(site, paths, section_links=False)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories, pager=no_pager, per_page=len(site.stories))
    site.add("/feed.xml", Kind.FEED, atom(site, site.stories[:10]), XML)
    return site


def blogger(ground: Ground) -> SmallSite:
    """Blogger: an Atom feed in portions, a sitemap in pages, labels that robots.txt forbids."""
    site = ground.site(
        "blogger", "Blogger: Atom, /2026/11/slug.html, sitemap.xml?page=N", "id", "blogger",
        lambda story: f"/{story.published:%Y/%m}/{story.short}.html", host=ground.address(6),
    )  # fmt: skip
    paths = Paths(
        section="/search/label/{}", tag="/search/label/t-{}", about="/p/about.html", contact="/p/contact.html",
        privacy="/p/privacy.html", search="/search?q=", shop="/p/shop.html", video="/p/video.html",
        gallery="/p/foto.html", clip="/p/{}.html", pictures="/p/{}.html",
    )  # fmt: skip
    site.head = alternate("/feeds/posts/default", "application/atom+xml")
    site.head += alternate("/feeds/posts/default?alt=rss", "application/rss+xml")
    add_others(site, paths)
    add_articles(site, paths)
    add_list(
        site, "/", site.name, site.stories, pager=older, per_page=7,
        page_path=lambda _, number: f"/search?updated-max=2026-11-{28 - number}T07:00:00&max-results=7",
    )  # fmt: skip
    add_lists(site, paths, authors=False, page_path=lambda path, number: f"{path}?start={number}")
    for start in range(0, len(site.stories), 25):
        path = "/feeds/posts/default" + (f"?start-index={start + 1}&max-results=25" if start else "")
        more = f"<link rel='next' href='{site.home}feeds/posts/default?start-index={start + 26}&amp;max-results=25'/>"
        feed = atom(site, site.stories[start : start + 25], more if start + 25 < len(site.stories) else "")
        site.add(path, Kind.FEED, feed, ATOM)
    site.add("/feeds/posts/default?alt=rss", Kind.FEED, rss(site, site.stories[:25]), RSS)
    parts = {"/sitemap.xml?page=1": site.stories[:25], "/sitemap.xml?page=2": site.stories[25:]}
    for path, part in parts.items():
        site.add(path, Kind.SITEMAP, urlset(site, places(site, part)), XML)
    site.add("/sitemap.xml", Kind.SITEMAP, index(site, _undated(*parts)), XML)
    add_robots(site, "/sitemap.xml", disallow=("/search", "/share-widget"))
    return site


def ghost(ground: Ground) -> SmallSite:
    """Ghost: /slug/, a sitemap index with posts, pages, tags and authors."""
    site = ground.site("ghost", "Ghost: sitemap-posts, -pages, -tags, -authors", "en", "ghost", _post_name)
    paths = Paths(section="/tag/{}/", tag="/tag/x-{}/", css="/assets/built/screen.css", login="/signin/")
    site.head = alternate("/rss/", "application/rss+xml")
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories, per_page=12, page_path=by_folder)
    add_lists(site, paths, page_path=by_folder)
    day = newest(site.stories)
    maps: dict[str, Sequence[Place]] = {
        "pages": [("/", day), (paths.about, day), (paths.contact, day), (paths.privacy, day)],
        "posts": places(site, site.stories),
        "authors": [(path, day) for path in _paths(site, "/author/")],
        "tags": [(paths.section.format(slug), day) for slug, _ in site.sections],
    }
    for name, listed in maps.items():
        site.add(f"/sitemap-{name}.xml", Kind.SITEMAP, urlset(site, listed), XML)
    site.add("/sitemap.xml", Kind.SITEMAP, index(site, [(f"/sitemap-{name}.xml", day) for name in maps]), XML)
    site.add("/rss/", Kind.FEED, rss(site, site.stories[:15]), RSS)
    add_robots(site, "/sitemap.xml", disallow=("/ghost/", "/email/"))
    return site


def drupal(ground: Ground) -> SmallSite:
    """Drupal: half of the stories have an alias, the others are /node/123; ?page=1 is the second page."""

    def path(story: Story) -> str:
        return f"/news/{story.slug}" if story.number % 2 else f"/node/{story.id % 1000 + 400}"

    site = ground.site(
        "drupal", "Drupal: /node/123 and aliases, ?page=N, rss.xml", "de", "drupal", path, has_sitemap=False
    )
    paths = Paths(
        section="/taxonomy/term/{}", tag="/tags/{}", author="/user/{}", about="/node/2", contact="/contact",
        privacy="/node/3", login="/user/login", search="/search/node", video="/node/5",
        gallery="/node/6", shop="/node/7", clip="/node/{number}", pictures="/node/1{number}",
    )  # fmt: skip
    site.head = alternate("/rss.xml", "application/rss+xml")
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories, page_path=lambda _, number: f"/node?page={number - 1}")
    add_lists(site, paths, page_path=lambda path, number: f"{path}?page={number - 1}")
    site.add("/rss.xml", Kind.FEED, rss(site, site.stories[:10]), RSS)
    add_robots(site, disallow=("/core/", "/admin/", "/search", "/user/login", "/user/register"))
    return site


def joomla(ground: Ground) -> SmallSite:
    """Joomla: /section/123-slug, categories as blogs with ?start=10."""
    site = ground.site(
        "joomla", "Joomla: /section/123-slug, ?start=N", "en", "joomla",
        lambda story: f"/{story.section}/{story.id % 1000}-{story.short}", has_sitemap=False,
    )  # fmt: skip
    paths = Paths(
        section="/{}", tag="/component/tags/tag/{}", about="/about-us", contact="/contact", privacy="/privacy",
        login="/component/users/login", search="/component/finder/search", shop="/shop/12-tote-bag",
    )  # fmt: skip
    site.head = alternate("/?format=feed&amp;type=rss", "application/rss+xml")
    add_others(site, paths)
    add_articles(site, paths)

    def turn(path: str, number: int) -> str:
        return f"{path}?start={10 * (number - 1)}"

    add_list(site, "/", site.name, site.stories[:10])
    add_lists(site, paths, authors=False, page_path=turn)
    site.add("/?format=feed&type=rss", Kind.FEED, rss(site, site.stories[:10]), RSS)
    add_robots(site, disallow=("/administrator/", "/cache/", "/tmp/"))
    return site


def _wordpress(site: SmallSite, *, feed: str) -> None:
    site.head = alternate(feed, "application/rss+xml") + alternate("/comments/feed/", "application/rss+xml")
    add_others(site, _WORDPRESS)
    add_articles(site, _WORDPRESS)
    add_list(site, "/", site.name, site.stories, pager=older, page_path=by_folder, body_class="home blog")
    add_lists(site, _WORDPRESS, per_page=10, page_path=by_folder)
    add_feed_pages(site, feed, "?paged={}")
    site.add("/comments/feed/", Kind.FEED, rss(site, []), RSS)


def _post_name(story: Story) -> str:
    return f"/{story.short}/"


def _undated(*paths: str) -> Sequence[Place]:
    return [(path, None) for path in paths]


def _paths(site: SmallSite, beginning: str) -> list[str]:
    base = site.home.rstrip("/")
    return [key.removeprefix(base) for key in site.replies if key.startswith(base + beginning)]


BUILDS: tuple[Build, ...] = (wordpress, yoast, wordpress_feed, hugo, jekyll, blogger, ghost, drupal, joomla)
