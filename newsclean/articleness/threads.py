"""Discussions: several posts of the same layout, each with the name of who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from newsclean.page.blocks import Block, fold
from newsclean.page.class_names import class_name

_LEVELS = 6
_MIN_POSTS = 3
_LOOKED_AT = 5  # paragraphs
_MAX_NAME = 40  # characters
_MAX_SIBLINGS = 60
_MAX_ELEMENTS = 200
_MAX_PIECES = 10  # of the text of a name


def posters(prose: Sequence[Block]) -> set[str]:
    """Who wrote the posts of the thread that the text is in; empty if it is not in a thread."""
    seen: set[HtmlElement] = set()
    for block in prose[:_LOOKED_AT]:
        element = block.element
        for _ in range(_LEVELS):
            parent = element.getparent()
            if parent is None or element in seen or element.tag in ("body", "main"):
                break
            seen.add(element)
            alike = _alike(element, parent)
            if len(alike) + 1 >= _MIN_POSTS and (own := _poster(element)):
                names = {own, *filter(None, map(_poster, alike))}
                if len(names) >= _MIN_POSTS:
                    return names
            element = parent
    return set()


def _alike(post: HtmlElement, parent: HtmlElement) -> list[HtmlElement]:
    """The elements beside a post that look like it."""
    look = _look(post)
    return [other for other in islice(parent, _MAX_SIBLINGS) if other is not post and _look(other) == look]


def _look(element: HtmlElement) -> tuple[object, str]:
    names = element.get("class")
    return element.tag, names.split(maxsplit=1)[0].rstrip("0123456789") if names and not names.isspace() else ""


def _poster(post: HtmlElement) -> str | None:
    """The first name of a person in the post's own frame."""
    for number, element in enumerate(post.iterdescendants()):
        if number > _MAX_ELEMENTS:
            return None
        if (classes := element.get("class")) and class_name("poster", classes):
            text = fold(" ".join(piece[: 2 * _MAX_NAME] for piece in islice(element.itertext(), _MAX_PIECES)))
            if 1 < len(text) <= _MAX_NAME:
                return text
    return None
