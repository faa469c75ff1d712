"""Facts on outlets, gathered by others, as far as a site file can say them: `outlets.json` and its neighbours.

An address with a placeholder or a date in it is left out, and a pattern of articles that also fits another page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsclean.page.urls import domain_of, host_of, is_front_page, is_web_url, untracked

from .zones import zones_of

# What the lists have wrong, or do not tell. Languages: those of editions on the same domain count, too.
_COUNTRIES = {
    "UK": "GB", "IND": "IN", "ISL": "IS",
    "cnaindonesia": "SG", "apnews": "US", "abcnews": "US", "nbcnews": "US", "aljazeera": "QA",
}  # fmt: skip
_LANGUAGES = {
    "aljazeera": ["en"], "abcnews": ["en"], "nbcnews": ["en"], "jakartaglobe": ["en"], "jakartapost": ["en"],
    "voi": ["id", "en"], "projectmultatuli": ["id", "en"], "idnfinancials": ["id", "en"],
    "conversationid": ["id", "en"],
    "malaymail": ["en", "ms"], "sermitsiaq": ["kl", "da"], "bbc": ["en", "id"], "anadoluajansi": ["tr", "en"],
    "spiegelonline": ["de", "en"], "diezeit": ["de", "en"], "heise": ["de", "en"], "nzz": ["de", "en"],
    "berlinerzeitung": ["de", "en"], "netzpolitikorg": ["de", "en"], "zwanzigminuten": ["de", "fr"],
    "elpais": ["es", "en"], "lavanguardia": ["es", "ca"], "lemonde": ["fr", "en"],
    "luxemburgerwort": ["de", "fr", "en"],
    "tageblatt": ["de", "fr"], "lrt": ["lt", "en"], "morgunbladid": ["is", "en"], "vnexpress": ["vi", "en"],
    "mainichishimbun": ["ja", "en"], "asahishimbun": ["ja", "en"], "mbn": ["ko", "en"], "pravda": ["uk", "ru", "en"],
    "theportugalnews": ["en", "pt", "de", "fr", "es", "nl"],
}  # fmt: skip
# Of an outlet that shares its domain with editions in other languages, the host.
_DOMAINS = {"euronewsen": "www.euronews.com", "yomiurishimbun": "www.yomiuri.co.jp"}
# Of countries with several zones: that of national outlets; then outlets of another one, or of none that is known.
_ZONES = {
    "CN": "Asia/Shanghai", "DE": "Europe/Berlin", "ES": "Europe/Madrid", "ID": "Asia/Jakarta",
    "MY": "Asia/Kuala_Lumpur", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "GL": "America/Nuuk",
    "fajar": "Asia/Makassar", "balipost": "Asia/Makassar", "nusabali": "Asia/Makassar", "niagaasia": "Asia/Makassar",
    "kaltimpost": None, "conversationid": None, "cnaindonesia": None, "euronewsen": None, "aljazeera": None,
}  # fmt: skip
_MAX_ADDRESSES = 8
# A placeholder, or a year or month that has passed when the file is read.
_TEMPLATE = re.compile(
    r"[{}()\\<>*\[\]]|KEYWORD|YYYY|[?&]\w+=(?:N\b|&|$)|(?<!\d)(?:20[0-3]\d(?:\d\d)?|2\d(?:0[1-9]|1[0-2]))(?!\d)"
)
_NOT_A_SOURCE = re.compile(
    r"/search|[?&](?:s|q|query)=|wp-json|graphql|/api|/request/|/get/|/schemas?/|/a/$|\.master\.", re.I
)
_PATTERN_HOST = re.compile(r"\^?(?:https\??:)?(?:\\?/){2}[^/]*?(?=\\?/)")
_ARTICLE_WORD = re.compile(r"\\d|/(?:read|berita|baca-berita|articles?|artikel|detail|post|a)\b")
_SHAPES = (r"/article\d{6,}/", r"/\d{4}/\d{2}/\d{2}/", r"-\d{6,}\.html", r"/read/\d+/")
# Pages that are no articles, as many outlets address them.
_OTHERS = (
    "/", "/indeks", "/indeks/2026/11/26", "/index/2", "/news", "/berita", "/nasional", "/tag/banjir",
    "/tag/pemilu-2024",
    "/topik/banjir/2", "/topic/covid-19", "/category/news/page/2", "/kategori/ekonomi", "/author/budi-santoso",
    "/penulis/123/budi", "/search?q=banjir&page=2", "/video/123456/banjir", "/foto/123456/banjir", "/page/2",
    "/tentang-kami", "/about-us",
)  # fmt: skip


@dataclass
class Outlet:
    """What is known of an outlet. `examples` are addresses of articles."""

    name: str
    title: str
    country: str
    languages: list[str]
    domains: list[str]
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    article_url: str | None = None
    all_pages: str | None = None

    def __post_init__(self) -> None:
        self.country = _COUNTRIES.get(self.name) or _COUNTRIES.get(self.country, self.country)
        self.languages = _LANGUAGES.get(self.name, self.languages)

    @property
    def zone(self) -> str | None:
        """That of the outlet, else of its country if that has one for all."""
        return _ZONES[self.name] if self.name in _ZONES else _ZONES.get(self.country) or _only_zone(self.country)


def read_facts(folder: Path) -> tuple[list[Outlet], int]:
    """The outlets of a folder, and how many are left out because their list calls them deprecated."""
    rows = [(read, row) for name, read in FACTS.items() for row in _rows(folder / name)]
    used = [read(row) for read, row in rows if not row.get("deprecated")]
    return used, len(rows) - len(used)


def _rows(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text("utf-8")) if path.exists() else []


def _described(row: dict[str, Any]) -> Outlet:
    """A row of outlets.json: addresses amid notes."""
    host = re.findall(r"[\w-]+(?:\.[\w-]+)+", row["domains"])[0]
    domain = domain_of(f"https://{host}")
    addresses = [address.rstrip(",;)") for text in row["discovery"] for address in re.findall(r"https://\S+", text)]
    query = re.search(r"\?[\w-]+=(?:all|1)\b", row["multipage"])
    outlet = Outlet(domain.split(".")[0], row["outlet"], "ID", ["id"], [domain], all_pages=query[0] if query else None)
    _sort_sources(outlet, addresses)
    return outlet


def _of_the_world(row: dict[str, Any]) -> Outlet:
    """A row of world.json: sources by kind, some examples."""
    name = row["key"].lower()
    examples = [untracked(url) for url in row["example_urls"]]
    of_sources = (code for source in row["sources"] for code in source.get("languages", ()))
    languages = list(dict.fromkeys([*row["languages"], *of_sources]))
    domains = [_DOMAINS[name]] if name in _DOMAINS else _domains(row["domain"], examples)
    outlet = Outlet(name, row["name"], row["country"], languages, domains)
    for kind in ("feed", "news_sitemap", "sitemap"):
        urls = outlet.feeds if kind == "feed" else outlet.sitemaps
        urls += _usable(source.get("url", "") for source in row["sources"] if source["kind"] == kind)
    outlet.all_pages = next((f"?{key}={value}" for key, value in row["query"].items()), None)
    paths = {urlsplit(url).path for url in examples}
    outlet.article_url = next(
        (s for s in _SHAPES if len(paths) > 2 and all(re.search(s, path) for path in paths)), None
    )
    return outlet


def _scraped(row: dict[str, Any]) -> Outlet:
    """A row of indonesia-more.json: the addresses and patterns of a scraper."""
    given = [row["base"] or "", *row["addresses"]]
    urls = [url if "//" in url else f"https://{url}" for url in given if url]
    home = next(url for url in urls if is_front_page(url) and not _TEMPLATE.search(url))
    outlet = Outlet(row["slug"], row["name"], "ID", ["id"], [host_of(home).removeprefix("www.")])
    _sort_sources(outlet, urls)
    others = [url for url in urls if not _TEMPLATE.search(url)]
    patterns = [_PATTERN_HOST.sub("", text, count=1) for text in row["url_patterns"] if _PATTERN_HOST.match(text)]
    outlet.article_url = next((safe for text in patterns if (safe := _safe_pattern(text, others))), None)
    return outlet


def _domains(home: str, examples: Sequence[str]) -> list[str]:
    """The host of the home page, and further domains on which articles are; first one on which there are any."""
    own = re.sub(r"^www\d?\.", "", host_of(home))
    elsewhere = [url for url in examples if not f".{host_of(url)}".endswith(f".{own}")]
    others = list(dict.fromkeys(map(domain_of, elsewhere)))
    return [*others, own] if examples and len(elsewhere) == len(examples) else [own, *others]


def _sort_sources(outlet: Outlet, addresses: Iterable[str]) -> None:
    for url in _usable(url for url in addresses if domain_of(url) in map(_domain, outlet.domains)):
        if "sitemap" in url or url.endswith("xmlLatestStories"):
            outlet.sitemaps.append(url)
        elif re.search(r"/(?:rss|feed)\b|//rss\.|\.xml$", url):
            outlet.feeds.append(url)
        elif not is_front_page(url) or re.match(r"https://(?:indeks|index)\.", url):
            outlet.sections.append(url)


def _usable(urls: Iterable[str]) -> list[str]:
    """Those that are there for years, each once."""
    known = (url for url in urls if is_web_url(url) and not _TEMPLATE.search(url) and not _NOT_A_SOURCE.search(url))
    return list(dict.fromkeys(known))[:_MAX_ADDRESSES]


def _safe_pattern(text: str, others: Iterable[str]) -> str | None:
    """The pattern without what it says of the end of an address, unless it fits a page that is no article."""
    pattern = re.sub(r"(?:\(\?:\[\?#\]\.\*\)\?|[.][+*]|\[\^/\]\+|/\?|\$)+$", "", text.replace(r"\/", "/"))
    paths = [url.partition("//")[2].partition("/")[1:][1] for url in others]
    try:
        fits = any(re.search(pattern, path) for path in (*_OTHERS, *(f"/{path}" for path in paths)))
    except re.error:  # cut off in the list
        return None
    return pattern if _ARTICLE_WORD.search(pattern) and pattern.count("|") < 4 and not fits else None


def _domain(host: str) -> str:
    return domain_of(f"https://{host}")


def _only_zone(country: str) -> str | None:
    zones = zones_of(country)
    return zones[0] if len(zones) == 1 else None


# Where the lists share an outlet, the first has it: the best known ones, then those with kinds of sources.
FACTS = {"outlets.json": _described, "world.json": _of_the_world, "indonesia-more.json": _scraped}
