"""The keywords of an article."""

from __future__ import annotations

from newsclean.fields.tags import choose_tags
from newsclean.metadata.claims import Metadata
from tests.parsed import claiming, claims


def test_tags_are_the_list_of_one_origin_without_the_site() -> None:
    site = claims("meta:og:site_name", "Kabar Pagi")
    tags = (*claims("json_ld:keywords", "banjir, Demak", "Banjir", "kabar pagi"), *claims("meta:keywords", "lain"))
    assert choose_tags(claiming(Metadata(tags=tags, site_names=site))) == ("banjir", "Demak")


def test_a_headline_cut_into_words_gives_no_tags() -> None:
    words = (*claims("json_ld:keywords", "Air,surut,di,desa,itu"), *claims("meta:keywords", "banjir"))
    assert choose_tags(claiming(Metadata(tags=words, titles=claims("h1", "Air surut di desa itu")))) == ("banjir",)
