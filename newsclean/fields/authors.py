"""The people who wrote the article, among the names that the page gives as its authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from newsclean.metadata.claims import AUTHOR_CLASS, TITLE, Claim, Kind
from newsclean.metadata.parsed_page import ParsedPage, names_of_site
from newsclean.metadata.site_names import SiteNames
from newsclean.page.blocks import letters_of

from .byline_words import words_for
from .bylines import read_bylines
from .people import is_initials, people_of
from .title_text import pieces

# More people than this in visible places include the authors of other articles.
MAX_VISIBLE = 3


def choose_authors(page: ParsedPage, title: str = "") -> tuple[str, ...]:
    """The authors as written, in order: people, without duty, outlet, agency or address; () when the page names none.

    Of the metadata, the first origin that names a person is taken alone: the others repeat it or name editors. A byline
    near the headline, as readers see it, counts where the metadata name nobody, where it names more people, and where
    it names others. Initials ("sya") count only when nothing gives a name.
    """
    sources = _sources(page, title)
    found = next((full for names in sources if (full := _full(names))), tuple(dict.fromkeys(sum(sources, ()))))
    titles = (claim.value for claim in page.metadata.titles if claim.origin == TITLE)
    outlets = {piece for title in titles for piece in [*pieces(title)][1:]} if len(found) > 1 else set()
    return tuple(name for name in found if name not in outlets) or found


def explain_authors(page: ParsedPage, title: str, authors: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """The candidates for `authors`, which are the record's: source, text, the people in it, and why it won or lost."""
    site = names_of_site(page)
    sources = _sources(page, title)
    won = next((names for names in sources if _full(names)), ())
    for source, names in (("byline:labelled", sources.labelled), ("byline:placed", sources.placed)):
        if names:
            yield source, ", ".join(names), ", ".join(names), _why(names, won, authors)
    for claim in page.metadata.authors:
        names = tuple(people_of(claim.value, site, page.language))
        yield str(claim.origin), claim.value, ", ".join(names), _why(names, won, authors)
    if not won and authors:
        text = ", ".join(authors)
        yield "signature", text, text, "it signs the text, and no other place names a person"


class _Sources(NamedTuple):
    """The people that the page names, by where it does: the surest first."""

    labelled: tuple[str, ...]
    claimed: tuple[str, ...]
    placed: tuple[str, ...]
    classed: tuple[str, ...]


def _sources(page: ParsedPage, title: str) -> _Sources:
    site = names_of_site(page)
    claims = page.metadata.authors
    claimed = _claimed([claim for claim in claims if claim.origin != AUTHOR_CLASS], page, site)
    seen = read_bylines(page, title, site, labelled_only=bool(_full(claimed)))
    sure = seen.labelled if _says_more(seen.labelled, claimed) else ()
    classed = () if claimed else _claimed([claim for claim in claims if claim.origin == AUTHOR_CLASS], page, site)
    return _Sources(sure, claimed, seen.placed, classed)


def _why(names: Sequence[str], won: Sequence[str], authors: Sequence[str]) -> str:
    if not names:
        return "names no person"
    if not _full(names):
        return "initials, which count only where nothing gives a name"
    if not set(names) & set(authors):
        return "another place is surer" if won else "no author of this article"
    return "the surest place that names a person" if tuple(names) == tuple(won) else "names the same people"


def _says_more(seen: Sequence[str], claimed: Sequence[str]) -> bool:
    """Whether a byline names all of the claimed people and more, or none of them."""
    one, other = ({letters_of(name) for name in _full(names)} for names in (seen, claimed))
    return one > other or not one & other


def _full(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not is_initials(name))


def _claimed(claims: Sequence[Claim], page: ParsedPage, site: SiteNames) -> tuple[str, ...]:
    """The people of the first origin that names any in full, else all initials."""
    initials: dict[str, None] = {}
    for origin, group in groupby(claims, key=lambda claim: claim.origin):
        names: dict[str, str] = {}
        for claim in group:
            # A class does not prove a byline: those after the first one are other articles'.
            if not (names and origin == AUTHOR_CLASS):
                for name in people_of(claim.value, site, page.language):
                    names.setdefault(letters_of(name), name)
        if full := _full(list(names.values())):
            visible = origin.kind in (Kind.MICRODATA, Kind.REL, Kind.CLASS)
            return full[:1] if visible and len(full) > MAX_VISIBLE else full
        initials.update(dict.fromkeys(names.values()))
    return tuple(initials)


def signed_authors(page_authors: Sequence[str], signed: Sequence[str], initials: Sequence[str] = ()) -> tuple[str, ...]:
    """The authors of the record: those of the page, else who signed the text, else all initials.

    When the page names a person, the signatures are left out; `initials` that sign the text stand before its own.
    """
    full = _full(page_authors) or _full(signed)
    return full or tuple(dict.fromkeys([*initials, *signed, *page_authors]))


def own_initials(initials: Sequence[str], site: SiteNames, language: str | None) -> tuple[str, ...]:
    """The initials of people: "boy" of "(boy/jpnn)", without the outlet and agencies."""
    agencies = words_for(language).agencies
    return tuple(name for name in initials if not site.has(name) and name.lower() not in agencies)
