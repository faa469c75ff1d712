"""A text is the site's name in whatever form: as the site writes it, as its host has it, in initials."""

from __future__ import annotations

import pytest

from newsclean.metadata.site_names import SiteNames

URL = "https://www.harbourpaper.co.uk/news/1"


def site(*names: str, url: str | None = URL) -> SiteNames:
    return SiteNames(names, url)


@pytest.mark.parametrize("text", ["Harbour Paper", "The Harbour Paper", "HARBOUR-PAPER", "harbourpaper.co.uk", "HP"])
def test_a_name_is_recognized_in_any_spelling(text: str) -> None:
    assert site("Harbour Paper").are(text)


@pytest.mark.parametrize("text", ["Harbour", "Paper", "The", "", "—", "Harbour Paper News", "uk", "co"])
def test_a_part_of_a_name_or_more_than_it_is_not_the_name(text: str) -> None:
    assert not site("Harbour Paper").are(text)


@pytest.mark.parametrize("text", ["Harbour Paper News", "Harbourpaper.com", "Harbor Paper"])
def test_a_variant_of_a_name_is_recognized(text: str) -> None:
    assert site("Harbour Paper").has(text)
    assert not site("Harbour Paper").are(text)


@pytest.mark.parametrize("text", ["Harbour opens", "Harbour paper mill closes after ninety years", "Politics", ""])
def test_what_only_begins_like_the_name_is_not_a_form_of_it(text: str) -> None:
    assert not site("Harbour Paper").has(text)


def test_initials_of_a_long_name_are_those_of_the_host() -> None:
    assert site(url="https://www.nrp.example/1").has("Neue Rheinische Post")
    assert not site(url="https://www.nrp.example/1").has("Neue Post")


def test_an_archived_page_is_of_the_site_that_was_archived() -> None:
    url = "https://web.archive.org/web/20200101000000/https://harbourpaper.example/1"
    assert site(url=url).are("Harbourpaper")
    assert not site(url=url).are("Archive")


@pytest.mark.parametrize("url", [None, "file:///page.html"])
def test_a_page_without_a_host_has_the_names_that_it_claims(url: str | None) -> None:
    assert site("Harbour Paper", url=url).are("Harbour Paper")
    assert not site(url=url).has("Harbour Paper")


def test_a_sentence_is_not_a_name() -> None:
    long = "All the news of the harbour and of the towns around it, every day"
    assert not site(long, url=None).are(long)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("Harbour Paper", "https://nasional.harbourpaper.example/read/1/ferry"),
        ("nasional", "https://www.harbourpaper.example/nasional/1/ferry"),
    ],
)
def test_a_channel_that_the_address_names_is_not_the_site(name: str, url: str) -> None:
    assert site(name, url=url).is_channel("Nasional")
    assert not site(name, url=url).is_channel("Harbourpaper")
    assert not site(name, url=url).is_channel("Ferry")
