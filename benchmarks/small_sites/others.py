"""Pages of a small site that look much like articles, and are none: policies, videos, galleries, a product, a login."""

from __future__ import annotations

import datetime as dt
import json
from html import escape

from .pages import Paths, list_of, shell
from .site import Kind, SmallSite
from .stories import Story, make_stories, prose

_FORM = '<form method="post"><input name="email"><input name="message"><button>OK</button></form>'
_PRICE = '<p class="price">€ 14.90</p><button>+</button></div>'
_PICTURE = '<figure><img src="/media/{0}.jpg" alt=""><figcaption>{0}/9</figcaption></figure>'
_PLAYER = '<video controls src="/media/clip.mp4"></video>'


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
    address = f"<p>{site.name}, PO Box 12, editor@{site.host.partition(':')[0]}</p>"
    _other(site, paths.contact, words["contact"], _FORM + address)
    _other(site, paths.login, words["login"], _FORM)
    _other(site, paths.search, words["search"], '<form><input name="q"></form>')
    said = prose(site.language, 1, "shop")[0]
    product = f'<div class="product" itemscope itemtype="https://schema.org/Product"><p>{said}</p>{_PRICE}'
    _other(site, paths.shop, words["shop"], product)
    _add_clips(site, paths)
    site.add(paths.css, Kind.ASSET, "body { margin: 0 }", "text/css")


def _add_clips(site: SmallSite, paths: Paths) -> None:
    """Videos and galleries: a headline like an article's and a sentence."""
    made = make_stories(site.language, 7, site.stories[0].published, dt.timedelta(hours=9), site.name + " clips")
    pictures = "".join(map(_PICTURE.format, range(9)))
    for pattern, entrance, label, inner, clips in (
        (paths.clip, paths.video, site.words["video"], _PLAYER, made[:4]),
        (paths.pictures, paths.gallery, site.words["gallery"], pictures, made[4:]),
    ):
        links = [(pattern.format(clip.slug, number=20 + clip.number), clip.title) for clip in clips]
        for (path, title), clip in zip(links, clips, strict=True):
            text = f"<time>{clip.shown_date}</time>{inner}<p>{escape(clip.summary)}</p>"
            _other(site, path, title, text, head=_clip_claims(site, clip, is_video=pattern is paths.clip))
        _other(site, entrance, label, f"<ul>{list_of(links)}</ul>")
        site.promoted += links[:2]


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
