"""The addresses of well-known outlets: which are articles, by the patterns of their site files.

The forms are the outlets' own, ids and words ours. Covers newsclean.sites.declaration.
"""

from __future__ import annotations

import re

import pytest

from newsclean.sites.site import site_of, sites

ARTICLES = [
    "https://nasional.sindonews.com/read/1449711/12/perahu-pustaka-berlayar-1784000000",
    "https://news.detik.com/berita/d-7012345/perahu-pustaka-berlayar",
    "https://news.detik.com/read/2016/02/10/075512/3138123/10/perahu-pustaka",
    "https://nasional.kompas.com/read/2023/11/02/21340011/perahu-pustaka-berlayar",
    "https://www.tribunnews.com/nasional/7512345/perahu-pustaka-berlayar",
    "https://www.tribunnews.com/regional/2023/11/02/perahu-pustaka-berlayar",
    "https://jabar.tribunnews.com/2023/11/02/perahu-pustaka-berlayar",
    "https://www.cnnindonesia.com/nasional/20231102205912-20-1019123/perahu-pustaka-berlayar",
    "https://www.cnbcindonesia.com/news/20231102205912-4-485123/perahu-pustaka-berlayar",
    "https://www.liputan6.com/news/read/5437123/perahu-pustaka-berlayar",
    "https://www.tempo.co/politik/perahu-pustaka-berlayar-1234567",
    "https://nasional.tempo.co/read/1794321/perahu-pustaka-berlayar",
    "https://www.republika.co.id/berita/okl1a2428/perahu-pustaka-berlayar",
    "https://www.republika.co.id/berita/nasional/umum/17/01/30/okl1a2428-perahu-pustaka-part2",
    "https://www.antaranews.com/berita/3801234/perahu-pustaka-berlayar",
    "https://en.antaranews.com/news/298123/library-boat-sails",
    "https://news.okezone.com/read/2017/01/30/337/1604123/perahu-pustaka-berlayar",
    "https://www.merdeka.com/peristiwa/perahu-pustaka-berlayar.html",
    "https://www.merdeka.com/peristiwa/read/28123/perahu-pustaka-berlayar",
    "https://www.suara.com/news/2023/11/02/213400/perahu-pustaka-berlayar",
    "https://kumparan.com/kumparannews/perahu-pustaka-berlayar-21abCdEfGh9",
    "https://www.viva.co.id/berita/nasional/1654321-perahu-pustaka-berlayar",
    "https://www.viva.co.id/bola/1654321-perahu-pustaka-berlayar",
    "https://www.jawapos.com/nasional/0112345678/perahu-pustaka-berlayar",
    "https://mediaindonesia.com/politik-dan-hukum/851796/perahu-pustaka-berlayar",
    "https://www.idntimes.com/news/indonesia/perahu-pustaka-berlayar-00-a1b2c-d3e4f5",
    "https://www.beritasatu.com/nasional/1070123/perahu-pustaka-berlayar",
    "https://tirto.id/perahu-pustaka-berlayar-lagi-gRf2",
    "https://ekonomi.bisnis.com/read/20231102/257/1710123/perahu-pustaka-berlayar",
    "https://nasional.kontan.co.id/news/perahu-pustaka-berlayar",
    "https://www.jpnn.com/news/perahu-pustaka-berlayar",
    "https://www.inews.id/news/nasional/perahu-pustaka-berlayar",
    "https://jateng.inews.id/berita/perahu-pustaka-berlayar",
    "https://www.voaindonesia.com/a/perahu-pustaka-berlayar/7337123.html",
]
OTHERS = [
    "/", "/indeks", "/indeks?page=2", "/indeks/2026/11/26", "/index-news", "/terkini", "/terkini/indeks/1", "/nasional",
    "/berita", "/berita/nasional", "/news", "/news/indonesia", "/read", "/tag/perahu", "/tag/pemilu-2024",
    "/tag/perahu-pustaka-berlayar", "/topic/perahu-pustaka", "/search?q=perahu-pustaka", "/video/perahu-pustaka",
    "/video/123456/perahu-pustaka-berlayar", "/foto/123456/perahu-pustaka-berlayar", "/author/budi-santoso",
    "/about-us", "/rss", "/a/s-1234",
]  # fmt: skip
NAMES = sorted({site.name for url in ARTICLES if (site := site_of(url))})


@pytest.mark.parametrize("url", ARTICLES)
def test_an_article_is_known_by_its_address(url: str) -> None:
    site = site_of(url)
    assert site is not None
    assert site.article_url is not None
    assert re.search(site.article_url, url)


def test_all_25_are_there() -> None:
    assert len(NAMES) == 25


@pytest.mark.parametrize("name", NAMES)
def test_other_pages_are_none(name: str) -> None:
    site = sites()[name]
    addresses = [f"https://www.{site.domains[0]}{path}" for path in OTHERS]
    sources = [*site.feeds, *site.sitemaps, *site.sections]
    assert [url for url in addresses + sources if re.search(site.article_url or "", url)] == []
