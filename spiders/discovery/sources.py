"""What a fetched source is, by what it holds and not by its name: feed, sitemap or HTML page."""

from __future__ import annotations

import datetime as dt

from newsclean.page.charset import NotTextError, decode

from . import feeds, json_feed, sitemaps
from .links import SourceContents
from .markup import local_name, parse_xml, unpack


def read_source(
    data: bytes, url: str, *, content_type: str | None = None, zone: dt.tzinfo | None = None
) -> SourceContents | None:
    """The links of a feed or sitemap (XML, JSON or text, gzip or not); None for everything else, an HTML page say."""
    if (root := parse_xml(data, url, content_type)) is not None:
        name = local_name(root)
        if name in feeds.ROOTS:
            return feeds.read_feed(root, url, zone)
        return sitemaps.read_sitemap(root, url, zone) if name in sitemaps.ROOTS else None
    try:
        text = decode(unpack(data), content_type)
    except NotTextError:
        return None
    if json_feed.is_json(text):
        return json_feed.read_json_feed(text, url, zone)
    return sitemaps.read_text_sitemap(text, url)
