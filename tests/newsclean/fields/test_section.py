"""The section an article belongs to."""

from __future__ import annotations

from newsclean.fields.section import choose_section
from newsclean.metadata.claims import Metadata
from tests.parsed import claiming, claims


def test_the_section_is_the_nearest_named_and_not_home_or_the_article() -> None:
    crumbs = claims("json_ld:breadcrumb", "Nasional", "Hukum", "Hakim memutus perkara itu")
    named = claims("meta:article:section", "News")
    assert choose_section(claiming(Metadata(sections=crumbs))) == "Hukum"
    assert choose_section(claiming(Metadata(sections=(*named, *crumbs)))) == "Hukum"
    assert choose_section(claiming(Metadata(sections=crumbs)), title="Hukum") == "Nasional"


def test_an_address_is_not_a_section() -> None:
    assert choose_section(claiming(Metadata(sections=claims("meta:article:section", "https://x.example/")))) is None
