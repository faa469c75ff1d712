"""What an address alone says of its page."""

from __future__ import annotations

import pytest

from newsclean.spiders.discovery.addresses import Kind, kind_named, kind_of, shape_of

HOST = "https://news.example"


@pytest.mark.parametrize(
    "path",
    [
        "/2026/07/20/harbour-reopens",
        "/2026/nov/26/slug",
        "/2026/07/storm.html",
        "/berita/d-7012345/feri-berlayar",
        "/world/harbour-reopens-after-buoy-scare-in-ellery",
        "/news/world-europe-66512345",
        "/article/1234567.html",
        "/news/articles/c4g8k2d1pq9o",
        "/article/storm-coast-3f2a91bc04d7",
        "/story.php?id=77",
        "/?p=123",
        "/index.php?page=article&id=7",
        "/archives/2026/08/california-storm/615610/",
        "/latest-news/harbour-reopens-after-buoy-scare",
    ],
)
def test_addresses_of_articles_are_recognized(path: str) -> None:
    assert kind_of(HOST + path) is Kind.ARTICLE


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", Kind.FRONT),
        ("/index.html", Kind.FRONT),
        ("/town/floods/index.html", Kind.OPEN),
        ("@shop.news.example/", Kind.FOREIGN),
        ("@sport.news.example/", Kind.FRONT),
        ("/2026/07/", Kind.SECTION),
        ("/2026/07/20", Kind.SECTION),
        ("/category/sport", Kind.SECTION),
        ("/page/2/", Kind.SECTION),
        ("/tag/harbour", Kind.REPEATING),
        ("/author/jane-doe", Kind.REPEATING),
        ("/sport?sort=title", Kind.REPEATING),
        ("/about-us", Kind.STANDING),
        ("/index.php?page=about", Kind.STANDING),
        ("/index.php?page=3", Kind.REPEATING),
        ("/id/pedoman-media-siber", Kind.STANDING),
        ("/privacy-policy.html", Kind.FOREIGN),
        ("/product/boat-shoes-for-men-in-dark-green", Kind.FOREIGN),
        ("/video/12/the-storm-from-above-and-from-below", Kind.MEDIA),
        ("/images/2026/07/20/boat.jpg", Kind.FILE),
        ("/report.PDF", Kind.FILE),
        ("/politics/", Kind.OPEN),
        ("/storm", Kind.OPEN),
        ("/inland/ahrtal-bilanz-100.html", Kind.OPEN),
        ("/unternehmen/wie-gefaehrlich-billigware-aus-china-ist", Kind.OPEN),  # a section of that name, or not
        ("/article/storm", Kind.PLACED),
    ],
)
def test_addresses_of_other_pages_say_what_they_are_of(path: str, kind: Kind) -> None:
    assert kind_of(path.replace("@", "https://") if "@" in path else HOST + path) is kind


def test_pages_of_one_kind_have_one_shape() -> None:
    assert shape_of(f"{HOST}/news/storm") == shape_of(f"{HOST}/news/storm-hits?utm_source=rss") == "/news/NAME"
    assert shape_of(f"{HOST}/2026/11/storm.html") == shape_of(f"{HOST}/2025/3/fire.html") == "/YEAR/N/NAME.html"
    assert shape_of(f"{HOST}/a/123456") == "/a/ID"
    assert shape_of(f"{HOST}/news/storm-98765") != shape_of(f"{HOST}/news/storm")
    assert shape_of(f"{HOST}/story.php?id=7") == "/NAME.php?id"


def test_a_links_text_may_name_a_standing_page() -> None:
    assert kind_named("Über uns") is kind_named("KONTAK") is Kind.STANDING
    assert kind_named("Storm") is None
