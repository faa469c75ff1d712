"""Addresses: which of them are a host's front page."""

from __future__ import annotations

import pytest

from newsclean.page.urls import is_front_page


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example",
        "https://news.example/",
        "https://news.example/#top",
        "https://news.example/index.html",
        "https://news.example/index.php",
        "https://news.example/default.aspx",
        "https://news.example/home.html",
        "https://news.example/?utm_source=newsletter&fbclid=x",
    ],
)
def test_a_front_page_is_known_by_any_of_its_addresses(url: str) -> None:
    assert is_front_page(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/?p=123",  # an article of WordPress
        "https://news.example/index.php?id=7",
        "https://news.example/read/index.html",
        "https://news.example/index-of-prices.html",
        "https://news.example/home",
        "file:///index.html",
        "/index.html",
        "http://[bad",
        "",
    ],
)
def test_other_addresses_are_not_front_pages(url: str) -> None:
    assert not is_front_page(url)
