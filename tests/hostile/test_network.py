"""Crawls of a hostile web: each fault costs itself and nothing else, and no request is made where none belongs.

The cases are in network/: `addresses`, `answers` and `hosts` of pages, `sources` of feeds and sitemaps. `runs` crawls
them as a user does, `server.py` answers each as its case says, `names.py` resolves their names.

Covers newsclean.spiders.download.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawls import end_of, start_crawl
from tests.hostile.certificates import make_certificates
from tests.hostile.network import patience, runs, sources
from tests.hostile.network.case import body, story
from tests.hostile.network.spider import PORT
from tests.hostile.server import Fault, HostileServer, Wire

PAGES = [case.name for case in runs.PAGES]
SOURCES = [case.name for case in sources.CASES]
# A crawl needs 160 MB for its libraries; the rest is what its pages may take, sixty at a time.
MAX_MEGABYTES = 500


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, runs.Outcome]:
    return {outcome.name: outcome for outcome in runs.page_outcomes(tmp_path_factory.mktemp("pages"))}


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, runs.Outcome]:
    return {outcome.name: outcome for outcome in runs.source_outcomes(tmp_path_factory.mktemp("sources"))}


def check(outcome: runs.Outcome) -> None:
    assert outcome.found.startswith(outcome.expected)
    assert not outcome.asked, "an address was asked for that must not be"
    assert outcome.megabytes < MAX_MEGABYTES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_becomes_what_it_should(pages: dict[str, runs.Outcome], name: str) -> None:
    check(pages[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCES)
def test_a_source_gives_what_it_should(feeds: dict[str, runs.Outcome], name: str) -> None:
    check(feeds[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", sources.TRAPS)
def test_a_crawl_of_an_endless_site_ends(tmp_path: Path, name: str) -> None:
    check(runs.trap_outcome(tmp_path, name))


def test_there_are_at_least_80_cases_and_no_two_of_a_name() -> None:
    names = [*PAGES, *SOURCES, *sources.TRAPS]
    assert len(names) == len(set(names)) >= 80


def hang(wire: Wire) -> None:
    wire.closing.wait()


def feed(*addresses: str) -> Fault:
    items = "".join(f"<item><link>{address}</link></item>" for address in addresses)
    return body(f"<rss><channel>{items}</channel></rss>".encode())


def test_loopback_is_requested_only_when_it_is_allowed(tmp_path: Path) -> None:
    with HostileServer({"/story/": story, "/feed": feed("/story/1")}) as server:
        done = runs.measured(tmp_path, server, "127.0.0.1", "/feed", set(), settings={"NEWSCLEAN_ALLOW_HOSTS": ""})
    assert not done.asked
    assert "127.0.0.1 is not a public address, and NEWSCLEAN_ALLOW_HOSTS does not name it" in done.crawl.log
    assert done.crawl.status == 3


def test_a_host_to_allow_is_named_with_its_port(tmp_path: Path) -> None:
    with HostileServer({}) as server:
        done = runs.measured(tmp_path, server, "127.0.0.1", "/", set(), settings={"NEWSCLEAN_ALLOW_HOSTS": "127.0.0.1"})
    assert done.crawl.log.splitlines()[-1] == (
        "127.0.0.1: newsclean: NEWSCLEAN_ALLOW_HOSTS: '127.0.0.1' is not of the form host:port, such as 127.0.0.1:8000"
    )
    assert done.crawl.status == 2


@pytest.mark.slow
def test_a_site_may_have_its_own_port_and_an_invalid_certificate(tmp_path: Path) -> None:
    faults = {"/story/": story}
    with HostileServer(faults, {"excepted": make_certificates(tmp_path)["excepted"]}) as server:
        port = server.port_of("excepted")
        faults["/feed"] = feed(f"https://excepted.example:{port}/story/1")
        done = runs.measured(
            tmp_path, server, "excepted.example", "/feed", {f"excepted.example:{port}"}, spider="excepted",
            environment={PORT: str(port)}, settings={"SPIDER_MODULES": "tests.hostile.network.spider"},
        )  # fmt: skip
    assert done.crawl.urls == [f"https://excepted.example:{port}/story/1"]
    assert "the certificate of excepted.example is not verified: the declaration of excepted says so" in done.crawl.log


@pytest.mark.slow
def test_a_host_that_never_answers_does_not_hold_the_others(tmp_path: Path) -> None:
    faults: dict[str, Fault] = {
        "silent.example/robots.txt": body(b""),
        "/hang/": hang,
    }
    faults |= {"/story/": story}
    silent = [f"http://silent.example:{{port}}/hang/{number}" for number in range(200)]
    faults["/feed"] = feed(*silent, "/story/1", "/story/2")
    with HostileServer(faults) as server:
        done = runs.measured(
            tmp_path, server, "pages.example", "/feed", {f"silent.example:{server.port}"},
            settings={"NEWSCLEAN_HOST_PATIENCE": "1", "CONCURRENT_REQUESTS": "16", **patience.settings("/hang/")},
        )  # fmt: skip
        assert sorted(url.rpartition("/")[2] for url in done.crawl.urls) == ["1", "2"]
    given_up = [reject for reject in done.crawl.rejects if "was given up" in reject["detail"]]
    assert len(given_up) > 100
    assert len(done.crawl.rejects) == 200
    assert "silent.example" in done.crawl.log
    assert "and is given up" in done.crawl.log


def test_a_crawl_that_needs_too_much_memory_ends_by_itself_and_says_so(tmp_path: Path) -> None:
    with HostileServer({"/feed": hang}) as server:
        done = runs.measured(tmp_path, server, "pages.example", "/feed", set(), settings={"MEMUSAGE_LIMIT_MB": "10"})
    assert "it needed more memory than MEMUSAGE_LIMIT_MB" in done.crawl.log
    assert done.crawl.status == 1


@pytest.mark.slow
def test_a_delay_that_robots_txt_asks_for_is_kept(tmp_path: Path) -> None:
    """A host with a delay of ten minutes has not been asked for a page when another has given all of its own."""
    faults = {"slow.example/robots.txt": body(b"User-agent: *\nCrawl-delay: 600"), "/story/": story}
    hosts = ("slow.example", "quick.example")
    faults["/feed"] = feed(*(f"http://{host}:{{port}}/story/{number}" for host in hosts for number in range(3)))
    with HostileServer(faults) as server:
        allowed = [f"{host}:{server.port}" for host in ("pages.example", *hosts)]
        settings = {"NEWSCLEAN_ALLOW_HOSTS": ",".join(allowed), "AUTOTHROTTLE_MAX_DELAY": "600", "LOG_LEVEL": "DEBUG"}
        address = f"url=http://pages.example:{server.port}/feed"
        running = start_crawl(tmp_path, "news", "-a", address, **(runs.SETTINGS | settings))
        for number in range(3):
            running.wait_for(f"Record: http://quick.example:{server.port}/story/{number}")
        running.process.terminate()
        found = end_of(running, tmp_path)
    assert "slow.example/robots.txt" in server.asked
    assert not [path for path in server.asked if path.startswith("slow.example/story/")]
    assert (found.figures["new"], found.figures["left"]) == (3, 3)


@pytest.mark.slow
def test_behind_a_proxy_addresses_are_checked_and_names_are_not_and_that_is_said(tmp_path: Path) -> None:
    faults = {"/story/": story, "/feed": feed("/story/1", "http://10.0.0.1/story/2", "http://public.example/story/3")}
    with HostileServer(faults) as server:
        proxy = {"http_proxy": f"http://127.0.0.1:{server.port}", "no_proxy": ""}
        done = runs.measured(tmp_path, server, "pages.example", "/feed", set(), environment=proxy)
    assert sorted(url.rpartition("/")[2] for url in done.crawl.urls) == ["1", "3"]
    assert [reject["reason"] for reject in done.crawl.rejects] == ["refused-address"]
    assert "http_proxy is set: the proxy looks up host names" in done.crawl.log
