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


def test_a_channel_is_a_section_though_the_host_is_called_so_or_the_page_gives_it_as_the_name_of_the_site() -> None:
    sections = claims("meta:article:section", "Nasional")
    channel = Metadata(sections=sections, site_names=claims("meta:og:site_name", "nasional"))
    assert (
        choose_section(claiming(Metadata(sections=sections), "https://nasional.kabar.example/1/banjir")) == "Nasional"
    )
    assert choose_section(claiming(channel, "https://kabar.example/nasional/1/banjir")) == "Nasional"
    assert choose_section(claiming(channel, "https://kabar.example/1/banjir")) is None
    nearer = Metadata(sections=(*sections, *claims("json_ld:breadcrumb", "Nasional", "Hukum")))
    assert choose_section(claiming(nearer, "https://nasional.kabar.example/1/banjir")) == "Hukum"
    own = Metadata(sections=claims("meta:article:section", "Kabar"))
    assert choose_section(claiming(own, "https://nasional.kabar.example/kabar/banjir")) is None


def test_an_address_is_not_a_section() -> None:
    assert choose_section(claiming(Metadata(sections=claims("meta:article:section", "https://x.example/")))) is None
