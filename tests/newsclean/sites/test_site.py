"""Site declarations: what they may contain, and how mistakes are reported."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from newsclean.errors import SiteError
from newsclean.sites.site import parse_site, site_named, site_of, sites

NEEDED = 'name = "harbour"\ndomains = ["harbour.example"]\n'


def read(more: str = "", *, text: str = NEEDED, filename: str = "sites/harbour.toml") -> object:
    return parse_site(text + more, filename)


def test_name_and_domains_are_enough() -> None:
    site = parse_site(NEEDED, "sites/harbour.toml")
    assert (site.name, site.domains) == ("harbour", ("harbour.example",))
    assert (site.language, site.zone, site.feeds, site.article_url) == (None, None, (), None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('feed = ["x"]', "sites/harbour.toml: unknown key \"feed\". Did you mean 'feeds'?"),
        ('colour = "red"', 'sites/harbour.toml: unknown key "colour". Known keys: name, domains, '),
        ('timezone = "Asia/Jakata"', "sites/harbour.toml: timezone: 'Asia/Jakata' is not an IANA time zone"),
        ('timezone = "../etc/passwd"', "sites/harbour.toml: timezone: '../etc/passwd' is not an IANA time zone"),
        ("article_url = '/(read'", "sites/harbour.toml: article_url: '/(read' is not a regular expression"),
        ('all_pages = "page=all"', "sites/harbour.toml: all_pages: 'page=all' must look like ?page=all"),
        ('feeds = "x"', "sites/harbour.toml: feeds: "),
        ("feeds = [1]", "sites/harbour.toml: feeds.0: "),
        ("feeds = [", "sites/harbour.toml: not TOML: "),
    ],
)
def test_a_wrong_line_is_named_with_file_and_key(line: str, message: str) -> None:
    with pytest.raises(SiteError) as raised:
        read(line)
    assert str(raised.value).startswith(message)


def test_a_missing_key_is_named() -> None:
    with pytest.raises(SiteError, match="domains: Field required"):
        read(text='name = "harbour"\n')


def test_file_and_name_must_be_the_same() -> None:
    with pytest.raises(SiteError, match='name is "harbour"; file and name must be the same'):
        read(filename="sites/port.toml")


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://harbour.example/news/1", True),
        ("https://WWW.Harbour.example:8080/", True),
        ("https://sport.harbour.example/", True),
        ("https://oldharbour.example/", False),
        ("https://harbour.example.evil.example/", False),
        ("file:///home/harbour.example/page.html", False),
        ("harbour.example", False),
    ],
)
def test_a_site_owns_its_hosts_and_those_below(url: str, owned: bool) -> None:
    assert parse_site(NEEDED, "sites/harbour.toml").owns(url) is owned


def test_a_declared_site_is_found_by_name_and_by_url() -> None:
    site = site_named("sindonews")
    assert site.zone == ZoneInfo("Asia/Jakarta")
    assert site_of("https://nasional.sindonews.com/read/1/2/slug") is site
    assert site_of("https://harbour.example/") is None


def test_an_unknown_name_gets_the_nearest_or_the_list() -> None:
    with pytest.raises(SiteError, match="Did you mean 'sindonews'"):
        site_named("sindonew")
    with pytest.raises(SiteError, match=r"Declared sites: .*sindonews"):
        site_named("zzz")


def test_every_declaration_of_the_package_is_valid() -> None:
    assert all(site.domains for site in sites().values())


def test_no_two_sites_share_a_domain() -> None:
    domains = [domain for site in sites().values() for domain in site.domains]
    assert len(domains) == len(set(domains))
