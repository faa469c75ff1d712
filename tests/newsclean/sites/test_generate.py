"""Site files from facts on outlets: what is taken over, what is left out, and what is never replaced.

Covers facts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsclean.sites.generate import generate
from newsclean.sites.site import Site
from newsclean.sites.site_file import read_site


def write(folder: Path, name: str, *rows: dict[str, Any]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(rows))


def of_the_world(key: str, *sources: tuple[str, str], **more: Any) -> dict[str, Any]:
    urls = [{"kind": kind, "url": url, "languages": ["pt"]} for kind, url in sources]
    row = {
        "key": key,
        "name": key,
        "country": "PT",
        "domain": f"https://www.{key.lower()}.example/",
        "languages": ["pt"],
    }
    return row | {"sources": urls, "query": {}, "deprecated": False, "example_urls": []} | more


def scraped(slug: str, *addresses: str, patterns: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": slug,
        "base": f"https://{slug}.example",
        "addresses": addresses,
        "url_patterns": patterns,
    }


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return tmp_path / "facts"


def declared(facts: Path, *path: str) -> Site:
    into = facts.parent / "sites"
    into.mkdir(exist_ok=True)
    generate([facts], into)
    site, faults = read_site(into.joinpath(*path))
    assert site is not None, faults
    return site


def test_sources_are_sorted_the_news_sitemap_first_and_passing_ones_left_out(facts: Path) -> None:
    row = of_the_world(
        "Quay",
        ("sitemap", "https://quay.example/sitemap.xml"),
        ("sitemap", "https://quay.example/sitemap-2026-11.xml"),
        ("sitemap", "https://quay.example/sitemap.xml?yyyy=2026&mm=11"),
        ("news_sitemap", "https://quay.example/news.xml"),
        ("news_sitemap", "https://quay.example/news.xml"),
        ("feed", "https://feeds.elsewhere.example/quay"),
        example_urls=["https://quay.example/a/1?utm_source=rss"],
        query={"view": "full"},
    )
    write(facts, "world.json", row, of_the_world("Gone", deprecated=True))
    site = declared(facts, "pt", "quay.toml")
    assert site.sitemaps == ("https://quay.example/news.xml", "https://quay.example/sitemap.xml")
    assert site.feeds == ("https://feeds.elsewhere.example/quay",)
    assert (site.domains, site.timezone, site.all_pages) == (("quay.example",), "Europe/Lisbon", "?view=full")
    assert not (facts.parent / "sites/pt/gone.toml").exists()


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        (r"^https?://(?:www\.)?pier\.example/\d{4}/\d{2}/\d{2}/.+$", r"/\d{4}/\d{2}/\d{2}/"),
        (r"https://pier\.example/berita/\d+/.*", r"/berita/\d+/"),
        (r"^https?://pier\.example/[a-z-]+/.+$", None),  # tag pages, too
        (r"^https?://pier\.example/[a-z0-9-]+/?$", None),  # sections, too
        (r"^https?://pier\.example/articles/.+$", None),  # its own index page
        (r"\d{1,2}/\d{1,2}/\d{4}", None),  # of a date, not of an address
        (r"^https?://pier\.example/(?:", None),  # cut off
    ],
)
def test_a_pattern_is_taken_over_only_if_it_fits_no_page_that_is_not_an_article(
    facts: Path, pattern: str, kept: str | None
) -> None:
    index = "https://pier.example/articles/indeks"
    write(facts, "indonesia-more.json", scraped("pier", index, "https://pier.example/?s={word}", patterns=(pattern,)))
    site = declared(facts, "id", "pier.toml")
    assert (site.article_url, site.sections) == (kept, (index,))


def test_addresses_amid_notes_are_found(facts: Path) -> None:
    row = {
        "outlet": "Kabar Dermaga",
        "domains": "{nasional,daerah}.dermaga.co.id (without foto.)",
        "discovery": [
            "https://www.dermaga.co.id/feed (on its home page)",
            "https://{kanal}.dermaga.co.id/sitemap.xml",
            "https://www.dermaga.co.id/indeks?page=N",
        ],
        "multipage": "?page=all (or ?page=N)",
    }
    write(facts, "outlets.json", row)
    site = declared(facts, "id", "dermaga.toml")
    assert (site.title, site.domains, site.timezone) == ("Kabar Dermaga", ("dermaga.co.id",), "Asia/Jakarta")
    assert (site.feeds, site.sitemaps, site.sections) == (("https://www.dermaga.co.id/feed",), (), ())
    assert site.all_pages == "?page=all"


def test_a_file_that_was_edited_or_written_by_hand_stays(facts: Path, tmp_path: Path) -> None:
    write(facts, "world.json", of_the_world("Quay"), of_the_world("Pier"), of_the_world("Mole"))
    into = tmp_path / "sites"
    (into / "pt").mkdir(parents=True)
    by_hand = into / "pt/old-mole.toml"
    by_hand.write_text('domains = ["mole.example"]\n')
    assert generate([facts], into)["written"] == 2
    edited, plain = into / "pt/quay.toml", into / "pt/pier.toml"
    edited.write_text(edited.read_text() + 'sections = ["/latest"]\n')
    write(
        facts, "world.json", *(of_the_world(key, ("feed", "https://x.example/rss")) for key in ("Quay", "Pier", "Mole"))
    )
    assert generate([facts], into) == {"deprecated": 0, "written": 1, "edited by hand": 2}
    assert "feeds" in plain.read_text()
    assert "feeds" not in edited.read_text() + by_hand.read_text()


def test_an_outlet_of_two_lists_is_declared_once_and_two_of_one_name_get_two_names(facts: Path, tmp_path: Path) -> None:
    write(facts, "world.json", of_the_world("Quay"), of_the_world("quay", domain="https://quay.co.uk", country="UK"))
    write(facts, "indonesia-more.json", scraped("quay"))
    into = tmp_path / "sites"
    into.mkdir()
    assert generate([facts], into) == {"deprecated": 0, "written": 2, "the same as another": 1}
    assert sorted(path.name for path in into.rglob("*.toml")) == ["quay-gb.toml", "quay.toml"]
