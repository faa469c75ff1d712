"""<time> elements: each with what marks it, its label, its class or its place."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from newsclean.lang.date_labels import label_before, label_behind
from newsclean.page.class_names import class_name
from newsclean.page.places import (
    HEADLINE,
    PARAGRAPHS,
    ancestors_of,
    is_beside,
    is_date_box,
    is_teaser,
    paragraph_share,
)

from .claims import TimeMark
from .headings import element_text
from .inventory import Inventory

MAX_TIMES = 200
_MIN_H1 = 15  # a shorter one may be the outlet's name, see `page.headline`
_LABEL = 40  # characters before and behind a <time> that may be its label
_LEVELS = 3  # of elements around it in which it stands: a <time> in a <span>, labelled by the <span> before that
_MARKS = {"published": TimeMark.PUBLISHED, "modified": TimeMark.UPDATED, "other": TimeMark.OTHER}


def read_times(inventory: Inventory) -> Iterator[tuple[str, TimeMark]]:
    """The <time> elements in page order: the machine-written value, else the text, and the mark."""
    times = inventory.all("time")[:MAX_TIMES]
    if not times:
        return
    h1 = _headline(inventory.all("h1"))
    around = ancestors_of(h1)
    after, before_text = _spots(inventory.tree, h1)
    for number, element in enumerate(times):
        place = _place(element, around, after=number >= after, far=number >= before_text)
        yield element.get("datetime") or element_text(element), _mark(element, place, around)


def _spots(tree: HtmlElement, h1: HtmlElement | None) -> tuple[int, int]:
    """How many <time> elements there are before the headline, and before the second paragraph behind it."""
    seen, after, paragraphs, times = h1 is None, 0, 0.0, 0
    for element in tree.iter("h1", "time", "p", "div"):
        if element.tag == "time":
            times += 1
        elif element is h1:
            seen, after = True, times
        elif seen and element.tag != "h1":
            paragraphs += _paragraphs(element)
            if paragraphs >= PARAGRAPHS:
                return after, times
    return after if seen else times, times


def _headline(headings: list[HtmlElement]) -> HtmlElement | None:
    return next((h1 for h1 in headings if len(element_text(h1)) > _MIN_H1), headings[0] if headings else None)


def _paragraphs(element: HtmlElement) -> float:
    """How much of a paragraph it is: a <p>, or a <div> that itself holds the text."""
    own = (element.text or "", *(child.tail or "" for child in element))
    text = element_text(element) if element.tag == "p" else max(own, key=len).strip()
    return paragraph_share(text, len(text))


def _place(element: HtmlElement, around: frozenset[HtmlElement], *, after: bool, far: bool) -> TimeMark:
    if is_beside(element, around) or is_teaser(element, around, shortest=HEADLINE):
        return TimeMark.ASIDE
    if far:
        return TimeMark.FAR
    if after:
        return TimeMark.AFTER_H1
    box = next((ancestor for ancestor in element.iterancestors() if ancestor in around), None)
    return TimeMark.ASIDE if box is None or box.tag in ("body", "html") else TimeMark.BEFORE_H1


def _mark(element: HtmlElement, place: TimeMark, around: frozenset[HtmlElement]) -> TimeMark:
    """What it is of: by its label, else its class. Beside the article neither counts, in a link its place does not."""
    if place is TimeMark.ASIDE:
        return place
    label = _label(element) or _class_label(element)
    if label == "published" and place is TimeMark.FAR:
        return TimeMark.META
    if label:
        return _MARKS[label]
    if place is TimeMark.FAR and is_date_box(element, around):
        return TimeMark.META
    return TimeMark.ASIDE if any(ancestor.tag == "a" for ancestor in element.iterancestors()) else place


def _class_label(element: HtmlElement) -> str | None:
    names = f"{element.get('class') or ''} {element.get('rel') or ''}"
    if element.get("pubdate") is not None or class_name("published", names):
        return "published"
    return "modified" if class_name("updated", names) else None


def _label(element: HtmlElement) -> str | None:
    """What the words within, before and behind the element say it is of. Only a colon makes another thing's label."""
    if inner := label_before(element_text(element)[:_LABEL].lower()):
        return inner
    before = _text_before(element)
    label = label_before(before)
    if label == "other" and not before.rstrip().endswith(":"):
        label = None
    return label or label_behind(_text_behind(element))


def _text_before(element: HtmlElement) -> str:
    """The text in front of it, back to the <time> before it, of the nearest element around that has any."""
    text, current = "", element
    for _ in range(_LEVELS):
        for previous in current.itersiblings(preceding=True):
            text = f"{previous.tail or ''} {text}"
            own = element_text(previous) if isinstance(previous.tag, str) else ""
            if len(own) > _LABEL or (own and next(previous.iter("time"), None) is not None):
                return text.lower()
            text = f"{own} {text}"
        parent = current.getparent()
        if parent is None or (text := f"{parent.text or ''} {text}").strip():
            break
        current = parent
    return text[-_LABEL:].lower()


def _text_behind(element: HtmlElement) -> str:
    """The text right behind it, up to the next <time>."""
    text, following = element.tail or "", element.getnext()
    if following is not None and isinstance(following.tag, str) and next(following.iter("time"), None) is None:
        text += f" {element_text(following)}"
    return text[:_LABEL].lower()
