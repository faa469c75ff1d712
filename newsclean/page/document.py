"""Text to one tree that every later step can rely on."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from .elements import BLOCK_TAGS
from .limits import TooLargeError, check_attributes, cut_names, within_caps

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# Without text, they still separate text or keep its place.
_MEANT_EMPTY = frozenset(("br", "hr", "td", "th", "body", "head"))
# Twice as deep as the deepest of 1,288 real pages.
MAX_DEPTH = 90
_CONTENT_TAGS = frozenset((
    "a", "article", "aside", "br", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "img", "li", "main", "meta", "nav", "p", "script", "style", "time", "tr",
))  # fmt: skip
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_FEED = re.compile(
    r"\s*(?:<\?[^>]{0,500}>\s*|<!--[^>]{0,500}>\s*|<!doctype[^>]{0,500}>\s*){0,5}<(rss|feed|rdf:rdf|urlset|sitemapindex|opml)\b",
    re.I,
)
_TAG = re.compile(r"<(?:!doctype|/?(?:html|head|body|p|div|br|a|span|article|title|meta|h1|table|ul|section)\b)", re.I)


def feed_kind(text: str) -> str | None:
    """The root element of a feed or sitemap ("rss", "feed", "urlset", ...); None for any other text."""
    found = _FEED.match(text)
    return found[1].lower() if found else None


def has_markup(text: str) -> bool:
    """Whether this is HTML, and not text without tags."""
    return _TAG.search(text) is not None


def parse(text: str) -> HtmlElement | None:
    """The page's `html` element, without comments and processing instructions; None when there is no element.

    Raises TooLargeError when the page has more tags or attributes than any news page.
    """
    data = within_caps(_DECLARATION.sub("", text, count=1)).encode("utf-8")
    parser = _parser()
    try:
        tree = etree.fromstring(data, parser)
        last = parser.error_log.last_error
        if last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # deeper than 256 levels: cut there
            tree = etree.fromstring(data, _parser(target=_Flattener()))
    except etree.ParserError:
        return None
    except etree.XMLSyntaxAssertionError:  # a single text or attribute of more than 10 MB of UTF-8 stops the parser
        raise TooLargeError(f"the parser stops before the end of {len(data) / 2**20:.1f} MiB of UTF-8") from None
    if tree is not None:  # libxml2 takes all of a page for its declaration, say
        check_attributes(tree, len(data))
        cut_names(tree, len(data))
    return tree


def _parser(target: _Flattener | None = None) -> etree.HTMLParser:
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        target=target,  # type: ignore[arg-type]  # lxml's stubs ask for one that takes bytes, too
    )
    # lxml.html's own look-up calls Python for every element, which takes a twentieth of the time of a page.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


class _Flattener:
    """Builds the tree of a page that is nested deeper than libxml2 allows, from the parser's events.

    Below MAX_DEPTH, containers are removed and their content kept, with a line break where a block began or ended;
    paragraphs, headings and the like stay, up to the same number of levels again.
    """

    def __init__(self) -> None:
        self.builder = etree.TreeBuilder(parser=_parser())
        self.open: list[bool] = []
        self.depth = 0
        self.broken = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kept = self.depth < MAX_DEPTH or (tag in _CONTENT_TAGS and self.depth < 2 * MAX_DEPTH)
        self.open.append(kept)
        if kept and _NAME.fullmatch(tag):
            self.builder.start(tag, {name: value for name, value in attributes.items() if _NAME.fullmatch(name)})
            self.depth += 1
            self.broken = False
        else:
            self.open[-1] = False
            self._break_line(tag)

    def end(self, tag: str) -> None:
        if self.open.pop():
            self.builder.end(tag)
            self.depth -= 1
        else:
            self._break_line(tag)

    def data(self, text: str) -> None:
        self.builder.data(text)
        self.broken = False

    def comment(self, text: str) -> None:
        """Drops comments."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Drops processing instructions."""

    def close(self) -> HtmlElement:
        return self.builder.close()

    def _break_line(self, tag: str) -> None:
        if tag in BLOCK_TAGS and not self.broken and self.depth:
            self.builder.start("br", {})
            self.builder.end("br")
            self.broken = True


def body_of(tree: HtmlElement) -> HtmlElement:
    """The `body` element, the tree itself when it has none."""
    body = tree.find("body")
    return tree if body is None else body


def prune_tree(tree: HtmlElement) -> None:
    """Removes from the tree, in place, what has neither text nor JSON-LD: more than half of a page's elements."""
    data = [script for script in tree.iter("script") if "ld+json" in script.get("type", "")]
    for script in data:
        script.tag = "data"  # strip_elements is several times as fast as a loop, but goes by name alone
    etree.strip_elements(tree, "script", "style", "svg", "link", "meta", with_tail=False)
    for script in data:
        script.tag = "script"
    # In half the time of XPath's `not(node())`, which collects the children of every element.
    for childless in [element for element in tree.iter() if element.text is None and not len(element)]:
        element: HtmlElement = childless
        while element.tag not in _MEANT_EMPTY and (above := element.getparent()) is not None:
            # `len(above)` would count its children, again for each of thousands that are removed.
            alone = element.getprevious() is None and element.getnext() is None
            if element.tail:
                element.drop_tree()
            else:
                above.remove(element)
            if not alone or (above.text and not above.text.isspace()):
                break
            element = above
