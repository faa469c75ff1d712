"""The keywords of an article."""

from __future__ import annotations

import re
from itertools import groupby

from newsclean.metadata.parsed_page import ParsedPage, names_of_site

MAX_TAGS = 40
MAX_TAG = 60  # characters

# This many keywords that follow one another in the headline or the summary are that text, cut into words.
_CUT_WORDS = 4
_LIST = re.compile(r"\s*[,;|]\s*")


def choose_tags(page: ParsedPage) -> tuple[str, ...]:
    """The keywords of the first origin that has any, in its order, each once, without the name of the site.

    Skips an origin that only cuts the headline or the summary into words.
    """
    metadata = page.metadata
    site = names_of_site(page)
    texts = [claim.value.lower() for claim in (*metadata.titles, *metadata.descriptions)]
    for _, claims in groupby(metadata.tags, key=lambda claim: claim.origin):
        names: dict[str, str] = {}
        for tag in (tag.strip(" #\"':") for claim in claims for tag in _LIST.split(claim.value)):
            if 1 < len(tag) <= MAX_TAG and not site.are(tag):
                names.setdefault(tag.lower(), tag)
        is_cut = len(names) >= _CUT_WORDS and any(" ".join(list(names)[:_CUT_WORDS]) in text for text in texts)
        if names and not is_cut:
            return tuple(names.values())[:MAX_TAGS]
    return ()
