"""The small facts of a record, each the first claim of the page that can be one."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from newsclean.lang.language import words_of_all
from newsclean.metadata.claims import Witnesses
from newsclean.metadata.site_names import SiteNames
from newsclean.page.blocks import letters_of
from newsclean.urls import is_web_url

MAX_TAGS = 40
MAX_TAG = 60
MAX_SECTION = 40
# A longer crumb is the article itself.
MAX_CRUMB_WORDS = 3

# So many keywords that follow one another in a text of the page are no coincidence.
_MANY_WORDS = 4
_LIST = re.compile(r"\s*[,;|]\s*")


def choose_section(witnesses: Witnesses, *, url: str | None = None, title: str = "") -> str | None:
    """The nearest section the page names, None when it names none but the home page, the site or the article itself."""
    site = SiteNames([witness.value for witness in witnesses.site_names], url)
    claims = [w.value for w in witnesses.sections if w.source != "json_ld:breadcrumb"]
    crumbs = [w.value for w in witnesses.sections if w.source == "json_ld:breadcrumb"]
    for value in (*claims, *(crumb for crumb in reversed(crumbs) if len(crumb.split()) <= MAX_CRUMB_WORDS)):
        name = _LIST.split(value)[0].rpartition(">")[2].strip()
        plain = letters_of(name)
        if not plain or plain in _no_sections() or plain.isdigit() or plain == letters_of(title) or site.are(name):
            continue
        if len(name) <= MAX_SECTION and not is_web_url(name):
            return name
    return None


@cache
def _no_sections() -> frozenset[str]:
    return frozenset(words_of_all(lambda language: language.sections.none))


def choose_tags(witnesses: Witnesses, *, url: str | None = None) -> tuple[str, ...]:
    """The keywords of the first source that has some, in its order, each once; without the site's own name.

    Keywords that are the headline or the summary cut into words are none.
    """
    site = SiteNames([witness.value for witness in witnesses.site_names], url)
    texts = [witness.value.lower() for witness in (*witnesses.titles, *witnesses.descriptions)]
    for _, claims in groupby(witnesses.tags, key=lambda witness: witness.source):
        names: dict[str, str] = {}
        for tag in (tag.strip(" #\"':") for claim in claims for tag in _LIST.split(claim.value)):
            if 1 < len(tag) <= MAX_TAG and not site.are(tag):
                names.setdefault(tag.lower(), tag)
        cut = len(names) >= _MANY_WORDS and any(" ".join(list(names)[:_MANY_WORDS]) in text for text in texts)
        if names and not cut:
            return tuple(names.values())[:MAX_TAGS]
    return ()


def choose_image(witnesses: Witnesses) -> str | None:
    """Address of the main image: what is made for sharing before the rest, which may be a logo."""
    shared = [w.value for w in witnesses.images if w.source.startswith("meta:")]
    return next((url for url in (*shared, *(w.value for w in witnesses.images)) if is_web_url(url)), None)


def choose_canonical(witnesses: Witnesses) -> str | None:
    """The address the page names as its own: rel=canonical, else og:url, else JSON-LD; absolute."""
    for prefix in ("link:canonical", "meta:", "json_ld:"):
        for witness in witnesses.canonical:
            if witness.source.startswith(prefix) and is_web_url(witness.value):
                return witness.value
    return None


def choose_description(witnesses: Witnesses) -> str | None:
    """The summary that may be the article's lead, if the page shows it too; whether it does the caller must see."""
    return next((witness.value for witness in witnesses.descriptions), None)
