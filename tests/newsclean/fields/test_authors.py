"""People, and nothing else, out of what pages call authors."""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean import Article, Page, clean
from newsclean.fields.authors import choose_authors, own_initials, signed_authors
from newsclean.metadata.claims import Metadata
from newsclean.metadata.site_names import SiteNames
from tests.parsed import claiming, claims

FETCHED = dt.datetime(2026, 7, 24, tzinfo=dt.UTC)
TEXT = "".join(
    f"<p>Perahu {name} berlayar lagi setelah dua hari tertahan ombak di teluk itu, kata nakhoda kepada warga.</p>"
    for name in ("pertama", "kedua", "ketiga", "keempat")
)
PAGE = f"<html lang=id><body><article><h1>Perahu di Teluk Berlayar Lagi</h1>{TEXT}<p>{{}}</p></article></body></html>"


def authors(
    *named: tuple[str, str] | str, url: str = "https://www.kabarpagi.example/x", **initials: str
) -> tuple[str, ...]:
    found = [claims("json_ld:author", c) if isinstance(c, str) else claims(*c) for c in named]
    metadata = Metadata(authors=sum(found, ()), site_names=claims("meta:og:site_name", "Kabar Pagi"))
    return signed_authors(choose_authors(claiming(metadata, url)), (), tuple(initials.values()))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Siti Rahma", ("Siti Rahma",)),
        ("Oleh: Siti Rahma", ("Siti Rahma",)),
        ("By Jane Roe and John Q. Public", ("Jane Roe", "John Q. Public")),
        ("Von Ada Beispiel und Kurt Muster, Nairobi", ("Ada Beispiel", "Kurt Muster")),
        ("Siti Rahma dan Budi Hartono", ("Siti Rahma", "Budi Hartono")),
        ("Siti Rahma, Budi Hartono", ("Siti Rahma", "Budi Hartono")),
        ("Siti Rahma / Budi Hartono", ("Siti Rahma", "Budi Hartono")),
        ("Siti Rahma; Budi Hartono", ("Siti Rahma", "Budi Hartono")),
        ("Roe, Jane", ("Jane Roe",)),
        ("Jane Roe, Ph.D.", ("Jane Roe",)),
        ("Dr. Jane Roe", ("Jane Roe",)),
        ("Jane Roe / Journalist", ("Jane Roe",)),
        ("Jane Roe (jane@kabarpagi.example)", ("Jane Roe",)),
        ("Jane Roe https://kabarpagi.example/jane", ("Jane Roe",)),
        ("Jane Roe | Kabar Pagi", ("Jane Roe",)),
        ("Jane Roe, Reuters", ("Jane Roe",)),
        ("Tim Hartono", ("Tim Hartono",)),
        ("Anderson Dandy", ("Anderson Dandy",)),
        ("Vonda By", ("Vonda By",)),
        ("Boy", ("Boy",)),
        ("渡辺洋介", ("渡辺洋介",)),
        ("Ярослав Иваненко и Антон Петренко", ("Ярослав Иваненко", "Антон Петренко")),
    ],
)
def test_a_byline_gives_its_people(text: str, names: tuple[str, ...]) -> None:
    assert authors(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Kabar Pagi",
        "kabarpagi.example",
        "KabarPagi Online",
        "Redaksi",
        "Tim Redaksi",
        "Admin",
        "Newsroom",
        "Reuters",
        "dpa",
        "ANTARA",
        "Associated Press",
        "https://www.facebook.com/kabarpagi",
        "@kabarpagi",
        "siti-rahma",
        "105092",
        "Foto: Budi Hartono",
        "",
    ],
)
def test_outlets_agencies_duties_and_addresses_are_not_people(text: str) -> None:
    assert authors(text) == ()


def test_the_first_source_that_names_a_person_is_taken_alone() -> None:
    claims = [("json_ld:author", "Kabar Pagi"), ("meta:author", "Siti Rahma"), ("rel:author", "Orang Lain")]
    assert authors(*claims) == ("Siti Rahma",)


def test_the_same_person_is_named_once_and_in_order() -> None:
    assert authors("Siti Rahma", "Budi Hartono", "SITI RAHMA") == ("Siti Rahma", "Budi Hartono")


def test_many_names_outside_the_metadata_are_other_articles_authors() -> None:
    claims = [("rel:author", f"Siti {name}") for name in ("Rahma", "Aminah", "Kartini", "Dewi")]
    assert authors(*claims) == ("Siti Rahma",)


@pytest.mark.parametrize(
    "text",
    ["Mwandishi Wetu", "By Our Correspondent", "De notre correspondant", "Von unserem Korrespondenten", "Wartawan Kami",
     "Dal nostro inviato", "Наш Корреспондент", "हमारे संवाददाता", "নিজস্ব প্রতিবেদক", "مراسلنا"],
)  # fmt: skip
def test_the_outlets_own_writer_without_a_name_is_nobody(text: str) -> None:
    assert authors(text) == ()


def test_a_surname_is_no_department() -> None:
    assert authors("Tomas Llewellyn-Brand") == ("Tomas Llewellyn-Brand",)
    assert authors("Harbour Brand Studio") == ()


def test_initials_are_given_only_without_names() -> None:
    assert authors("Siti Rahma", signed="sya") == ("Siti Rahma",)
    assert authors("Redaksi", signed="sya") == ("sya",)
    assert authors("rah") == ("rah",)


def test_initials_of_writer_and_editor_are_two_people_and_those_of_outlet_and_agency_nobody() -> None:
    article = clean(Page(url="https://kabar.example/1", html=PAGE.format("(ano/wlk)"), fetched_at=FETCHED))
    assert isinstance(article, Article)
    assert article.authors == ("ano", "wlk")
    site = SiteNames(["Kabar Pagi"], "https://www.kabarpagi.example/x")
    assert own_initials(("boy", "kabarpagi", "KP", "dpa"), site, "id") == ("boy",)


def test_a_page_without_claims_has_no_authors() -> None:
    assert authors() == ()


@pytest.mark.parametrize(
    "text", ["a@" * 299, "a " * 299, " , " * 199, "by " * 199, "x" * 2000], ids=lambda text: text[:3]
)
def test_hostile_bylines_name_nobody(text: str) -> None:
    assert authors(*[f"{n}{text}" for n in range(60)]) == ()
