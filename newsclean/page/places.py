"""Where an element stands, seen from the headline: with it, or in a part of the page that is about something else."""

from __future__ import annotations

from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from .class_names import class_name
from .sentences import ends_sentence

# Characters of a paragraph and of a short one; a lead is one, too, and the date line may stand below it.
PARAGRAPH, _SENTENCE = 120, 60
PARAGRAPHS = 2  # above the second of them stands an article's date line
HEADLINE = 25  # characters of a link that is another article's headline, not an author
_FRAMES = frozenset(("nav", "aside", "blockquote"))
_ENDS = frozenset(("header", "footer"))  # of the page; an article's own hold its date
_ROOTS = frozenset(("body", "html"))
_BOX_LEVELS, _BOX = 5, 30  # of a teaser: elements around its date, and in it


def ancestors_of(headline: HtmlElement | None) -> frozenset[HtmlElement]:
    """The elements around the headline; none without one."""
    return frozenset() if headline is None else frozenset((headline, *headline.iterancestors()))


def is_beside(element: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Whether the element is in a part of the page that its headline is not in: related, comments, weather, masthead.

    `around` are the `ancestors_of` the headline. Parts are known by their tags and by what their class and id say. A
    part of a name of the element itself says more of its kind than of its place ("author-and-comments").
    """
    ends = False
    current: HtmlElement | None = element
    while current is not None and current not in around and current.tag not in _ROOTS:
        if current.tag in _FRAMES or _is_named(current, ("other_date", "event")):
            return True
        if _is_called_beside(current) if current is element else _is_named(current, ("beside",)):
            return True
        ends = current.tag != "article" and (ends or current.tag in _ENDS)
        current = current.getparent()
    return ends and not _in_article(current)


def paragraph_share(text: str, length: int) -> float:
    """How much of a paragraph a text of this length is: a short sentence is half a one."""
    if length >= PARAGRAPH:
        return 1.0
    return 0.5 if length >= _SENTENCE and ends_sentence(text) else 0.0


def is_date_box(element: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Whether the element or one of the two around it is called what the box of an article's date is called."""
    for _ in range(3):
        if element is None or element in around:
            return False
        if _is_named(element, ("date_box",)):
            return True
        element = element.getparent()
    return False


def is_teaser(element: HtmlElement, around: frozenset[HtmlElement], *, shortest: int) -> bool:
    """Whether a small box around it, that the headline is not in, is about another article.

    That is one with a linked heading of `shortest` characters or more, or an item of a list with such a link.
    """
    current: HtmlElement | None = element
    for _ in range(_BOX_LEVELS):
        if current is None or current in around or current.tag in _ROOTS or _is_large(current):
            return False
        texts = [link.text_content().strip() for link in cast(list[HtmlElement], _HEADING_LINKS(current))]
        if current.tag == "li":
            texts += [link.text_content().strip() for link in current.iter("a")]
        if any(len(text) >= shortest and text not in _title_of(current) for text in texts):
            return True
        current = current.getparent()
    return False


def _is_large(element: HtmlElement) -> bool:
    return next(islice(element.iter(), _BOX, None), None) is not None


_HEADING_LINKS = etree.XPath(
    "(.//h2|.//h3|.//h4|.//h5)[position() < 4]//a | .//a[h2 or h3 or h4 or h5][position() < 4]"
)


def _title_of(element: HtmlElement) -> str:
    return element.getroottree().findtext(".//title") or ""


def _is_called_beside(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return any(class_name("beside", name) == name for name in names)


def _is_named(element: HtmlElement, kinds: tuple[str, ...]) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return names != " " and any(class_name(kind, names) is not None for kind in kinds)


def _in_article(element: HtmlElement | None) -> bool:
    return element is not None and any(a.tag == "article" for a in (element, *element.iterancestors()))
