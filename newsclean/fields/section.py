"""The section an article belongs to."""

from __future__ import annotations

import re
from functools import cache

from newsclean.lang.language import words_of_all
from newsclean.metadata.claims import JSON_LD_BREADCRUMB
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.metadata.site_names import SiteNames
from newsclean.models import Entry
from newsclean.page.blocks import letters_of
from newsclean.page.urls import is_web_url

MAX_SECTION = 40  # characters
MAX_CRUMB_WORDS = 3  # a longer breadcrumb is the article itself

_LIST = re.compile(r"\s*[,;|]\s*")


def choose_section(page: ParsedPage, title: str = "", entry: Entry | None = None) -> str | None:
    """The nearest section the page names; None when it names only the home page, the site or the article itself.

    Where the page names none, that of `entry`, the link that led to it.
    """
    site = SiteNames.of(page.metadata, page.url)
    named = [c.value for c in page.metadata.sections if c.origin != JSON_LD_BREADCRUMB]
    crumbs = [c.value for c in page.metadata.sections if c.origin == JSON_LD_BREADCRUMB]
    crumbs = [crumb for crumb in reversed(crumbs) if len(crumb.split()) <= MAX_CRUMB_WORDS]
    linked = [entry.section] if entry and entry.section else []
    for value in (*named, *crumbs, *linked):
        name = _LIST.split(value)[0].rpartition(">")[2].strip()
        plain = letters_of(name)
        if not plain or plain in _not_sections() or plain.isdigit() or plain == letters_of(title) or site.are(name):
            continue
        if len(name) <= MAX_SECTION and not is_web_url(name):
            return name
    return None


@cache
def _not_sections() -> frozenset[str]:
    return frozenset(words_of_all(lambda language: language.sections.none))
