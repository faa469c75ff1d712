"""What a page claims about itself: each claim is a value with its origin. Nothing here decides which claim is right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kind of place where a claim is made. The values are an interface: `newsclean explain` prints them."""

    JSON_LD = "json_ld"
    META = "meta"
    MICRODATA = "itemprop"
    TIME = "time"
    HEADING = "heading"
    TITLE = "title"
    LINK = "link"
    REL = "rel"
    CLASS = "class"
    HTML = "html"
    VISIBLE = "visible"
    URL = "url"
    FEED = "feed"
    SITEMAP = "sitemap"
    LINE = "line"
    STATE = "page_state"


class Region(StrEnum):
    """Where a heading is."""

    CONTENT = ""
    ARTICLE = "article"  # it heads the article: by its class, or in an <article> (not an h2 behind text)
    HEADER = "header"  # also in a footer, an aside or a pop-up
    HIDDEN = "hidden"  # the page does not show it
    BREADCRUMB = "breadcrumb"
    LOGO = "logo"  # it links to the home page


class Part(StrEnum):
    """How much of a heading a claim is: all of it, its first inner element, or the rest without the first or last."""

    ALL = ""
    AFTER_KICKER = "after-kicker"  # the first element is marked as a kicker
    AFTER_LINE = "after-line"  # the first element is a line of its own
    AFTER_FIRST = "after-first"  # neither
    FIRST = "first"
    BEFORE_LAST = "before-last"
    BEFORE_SUBTITLE = "before-subtitle"  # the last element is marked as a subtitle


class TimeMark(StrEnum):
    """The key of a <time>: what marks it, else where it is."""

    PUBLISHED = "published"  # by its label, pubdate, rel or class
    UPDATED = "updated"
    AFTER_H1 = "datetime"  # or on a page without one
    BEFORE_H1 = "before-h1"
    META = "meta"  # behind the beginning of the text, marked as the article's date
    FAR = "far"  # there without such a mark
    ASIDE = "aside"  # in a link, or in a part of the page that is about something else
    OTHER = "other"  # its label says that it is of an event, a photo or a comment


class Origin(NamedTuple):
    """Where a claim is made.

    `key` is the property (`headline`), the name of the <meta> (`og:title`), the rel, the mark of the <time>, or the
    tag of a heading (`h1`). `node` is the schema.org type of a JSON-LD node that is not the page's own article.
    `region` and `part` are set for headings. `str()` gives the form that `explain` prints: `json_ld:headline`,
    `json_ld:WebPage.datePublished`, `meta:og:title`, `h1:after-kicker`.
    """

    kind: Kind
    key: str = ""
    node: str = ""
    region: Region = Region.CONTENT
    part: Part = Part.ALL

    @property
    def is_heading(self) -> bool:
        """Whether this is a whole heading."""
        return self.kind is Kind.HEADING and self.part is Part.ALL

    def __str__(self) -> str:
        if self.kind is Kind.HEADING:
            return ":".join(filter(None, (self.key, self.region or self.part)))
        name = f"{self.node}.{self.key}" if self.node else self.key
        return f"{self.kind}:{name}" if name else str(self.kind)


JSON_LD_HEADLINE = Origin(Kind.JSON_LD, "headline")
JSON_LD_BREADCRUMB = Origin(Kind.JSON_LD, "breadcrumb")
MICRODATA_HEADLINE = Origin(Kind.MICRODATA, "headline")
OG_TITLE = Origin(Kind.META, "og:title")
TWITTER_TITLE = Origin(Kind.META, "twitter:title")
OG_PUBLISHED = Origin(Kind.META, "article:published_time")
TITLE = Origin(Kind.TITLE)
CANONICAL_LINK = Origin(Kind.LINK, "canonical")
HTML_LANG = Origin(Kind.HTML, "lang")
AUTHOR_CLASS = Origin(Kind.CLASS, "author")
BREADCRUMB_CLASS = Origin(Kind.CLASS, "breadcrumb")
H1 = Origin(Kind.HEADING, "h1")
H1_ARTICLE = Origin(Kind.HEADING, "h1", region=Region.ARTICLE)
H1_HEADER = Origin(Kind.HEADING, "h1", region=Region.HEADER)


class Claim(NamedTuple):
    """A value as written, white space folded, and its origin."""

    value: str
    origin: Origin


Claims = tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's claims by what they are about, each kind in this order: JSON-LD, meta, microdata, visible.

    `access` holds `isAccessibleForFree` and `article:content_tier` ("true", "False", "locked"), `locked_parts` the CSS
    selectors of the parts that not everyone may read.
    """

    titles: Claims = ()
    published: Claims = ()
    modified: Claims = ()
    authors: Claims = ()
    descriptions: Claims = ()
    sections: Claims = ()
    tags: Claims = ()
    images: Claims = ()
    canonical: Claims = ()
    languages: Claims = ()
    site_names: Claims = ()
    bodies: Claims = ()
    types: Claims = ()
    access: Claims = ()
    locked_parts: Claims = ()
    word_counts: Claims = ()
