"""What a page keeps from its readers: text that stands in the tree and not on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from unicodedata import category

from lxml.html import HtmlElement

from .class_names import class_name

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Ways to leave a text to screen readers alone.
_OFF_SCREEN = re.compile(
    r"(?:left|top|right|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|font-size\s*:\s*0(?![.\d])",
    re.I,
)
# What `is_marked_hidden` reads: few elements have one of these attributes.
HIDING = frozenset(("hidden", "aria-hidden", "style"))
_TELLING = HIDING | {"popover", "role"}
_SYMBOLS = frozenset(("Sm", "So", "Co"))
# Characters. A shorter explanation is the term or the number that opens one; more unseen text than this unfolds.
MIN_EXPLANATION = 30
MAX_ASIDE = 150


def may_be_inset(element: HtmlElement, keys: Sequence[str]) -> bool:
    """Whether an inline element has an attribute that `is_inset` looks at, or one of its class names."""
    return not _TELLING.isdisjoint(keys) or ("class" in keys and _tells(element.get("class", "")))


@lru_cache(maxsize=4096)
def _tells(classes: str) -> bool:
    return any(class_name(kind, classes) for kind in ("explanation", "screen_reader", "not_displayed"))


def is_marked_hidden(get: Callable[[str], str | None]) -> bool:
    """Whether the page calls an element with these attributes hidden, from readers or (`aria-hidden`) from their
    software."""
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    style = get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def is_unseen(element: HtmlElement) -> bool:
    """Whether readers do not see the element: by attribute, style, or a class that leaves it to screen readers."""
    if element.get("hidden") is not None or (element.tag == "dialog" and element.get("open") is None):
        return True
    if (style := element.get("style")) and (_HIDDEN_STYLE.search(style) or _OFF_SCREEN.search(style)):
        return True
    classes = element.get("class")
    return bool(classes and (class_name("screen_reader", classes) or class_name("not_displayed", classes)))


def is_inset(element: HtmlElement) -> bool:
    """Whether an inline element stands beside the sentence around it: unseen, opened on demand, or an icon."""
    if element.get("aria-hidden") == "true":
        return _is_icon(element.text_content()) or (
            len(element.text_content()) > MIN_EXPLANATION and _follows_text(element)
        )
    if element.get("popover") is not None or element.get("role") == "tooltip":
        return True
    if _is_explanation(element):
        return len(element.text_content()) > MIN_EXPLANATION and not any(
            map(_is_explanation, element.iterdescendants())
        )
    return is_unseen(element) and len(element.text_content()) <= MAX_ASIDE


def _is_icon(text: str) -> bool:
    """Whether the text is signs of a symbol font or arrows; other signs separate what is left and right of them."""
    return all(category(sign) in _SYMBOLS or sign.isspace() for sign in text) and "|" not in text


def _follows_text(element: HtmlElement) -> bool:
    before = element.getprevious()
    text = element.getparent().text if before is None else before.tail
    return bool(text and text.strip())


def _is_explanation(element: HtmlElement) -> bool:
    return class_name("explanation", element.get("class", "")) is not None
