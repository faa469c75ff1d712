"""The section an article belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newsclean.lang.language import words_of_all
from newsclean.metadata.claims import BREADCRUMB_CLASS, JSON_LD_BREADCRUMB
from newsclean.metadata.parsed_page import ParsedPage, names_of_site
from newsclean.metadata.site_names import SiteNames
from newsclean.models import Entry
from newsclean.page.blocks import letters_of
from newsclean.page.urls import is_web_url

MAX_SECTION = 40  # characters
MAX_CRUMB_WORDS = 3  # a longer breadcrumb is the article itself

_CRUMBS = (JSON_LD_BREADCRUMB, BREADCRUMB_CLASS)
_LIST = re.compile(r"\s*[,;|]\s*")


def choose_section(page: ParsedPage, title: str = "", entry: Entry | None = None) -> str | None:
    """The nearest section the page names; None when it names only the home page, the site or the article itself.

    Where the page names none, that of `entry`, the link that led to it.
    """
    site = names_of_site(page)
    named = [c.value for c in page.metadata.sections if c.origin not in _CRUMBS]
    crumbs = [c.value for c in page.metadata.sections if c.origin in _CRUMBS]
    crumbs = [crumb for crumb in reversed(crumbs) if len(crumb.split()) <= MAX_CRUMB_WORDS]
    linked = [entry.section] if entry and entry.section else []
    return _nearest((*named, *crumbs), title, site) or _nearest(linked, title, site)


def _nearest(values: Iterable[str], title: str, site: SiteNames) -> str | None:
    """The first that is a section; a channel that the host or the site is named after only where nothing else is."""
    channel = None
    for value in values:
        name = _LIST.split(value)[0].rpartition(">")[2].strip()
        plain = letters_of(name)
        if not plain or plain in _not_sections() or plain.isdigit() or plain == letters_of(title):
            continue
        if len(name) > MAX_SECTION or is_web_url(name):
            continue
        if not site.are(name):
            return name
        if channel is None and site.is_channel(name):
            channel = name
    return channel


@cache
def _not_sections() -> frozenset[str]:
    return frozenset(words_of_all(lambda language: language.sections.none))
