"""Names resolve to public addresses only, whatever they resolved to a moment ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.resolver import HostResolution, dnscache
from scrapy.settings import Settings
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from newsclean.spiders.download.resolver import GuardedResolver


@implementer(IHostnameResolver)
class Changing:
    """A name server whose owner answers each question otherwise."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = iter(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: Any) -> Any:
        receiver.resolutionBegan(HostResolution(name))
        for address in next(self.answers):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()
        return receiver


class Receiver:
    """What Twisted would connect to."""

    def __init__(self) -> None:
        self.addresses: list[tuple[str, int]] = []
        self.complete = False

    def resolutionBegan(self, resolution: Any) -> None:
        """The look-up has begun."""

    def addressResolved(self, address: Any) -> None:
        self.addresses.append((address.host, address.port))

    def resolutionComplete(self) -> None:
        self.complete = True


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    dnscache.clear()
    yield
    dnscache.clear()


def resolver(*answers: Sequence[str], allowed: str = "", cached: bool = False, **settings: Any) -> GuardedResolver:
    values = {"NEWSCLEAN_ALLOW_HOSTS": allowed, "DNSCACHE_ENABLED": cached, "HTTPPROXY_ENABLED": False, **settings}
    crawler = Crawler(Spider, Settings(values))
    reactor: Any = SimpleNamespace(nameResolver=Changing(*answers))
    guarded = GuardedResolver.from_crawler(crawler, reactor)
    guarded.crawlers.add(crawler)
    return guarded


def connectable(guarded: GuardedResolver, name: str, port: int = 443) -> list[tuple[str, int]]:
    receiver = Receiver()
    guarded.resolveHostName(receiver, name, port)
    assert receiver.complete
    return receiver.addresses


def test_a_name_that_resolves_to_another_address_the_second_time_is_caught() -> None:
    guarded = resolver(["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34"])
    assert connectable(guarded, "news.example") == [("93.184.216.34", 443)]
    assert connectable(guarded, "news.example") == []
    assert guarded.refused["news.example:443"].startswith("news.example:443 (127.0.0.1) is not a public address")
    assert connectable(guarded, "news.example") == [("93.184.216.34", 443)]
    assert not guarded.refused


def test_of_several_addresses_the_public_ones_are_taken() -> None:
    guarded = resolver(["10.0.0.1", "93.184.216.34", "169.254.169.254", "1.1.1.1"])
    assert connectable(guarded, "news.example") == [("93.184.216.34", 443), ("1.1.1.1", 443)]
    assert not guarded.refused


def test_an_answer_from_the_cache_is_checked_for_each_port() -> None:
    guarded = resolver(["127.0.0.1"], allowed="inner.example:8000", cached=True)
    assert connectable(guarded, "inner.example", 8000) == [("127.0.0.1", 8000)]
    assert connectable(guarded, "inner.example", 443) == []


def test_an_allowed_authority_allows_no_other_name_for_it() -> None:
    guarded = resolver(["127.0.0.1"], ["127.0.0.1"], allowed="127.0.0.1:8000")
    assert connectable(guarded, "evil.example", 8000) == []
    assert connectable(guarded, "127.0.0.1", 8000) == [("127.0.0.1", 8000)]


def test_a_proxy_of_the_environment_may_have_any_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.inner.example:3128")
    guarded = resolver(["10.0.0.5"], ["10.0.0.5"], ["10.0.0.5"], HTTPPROXY_ENABLED=True)
    assert connectable(guarded, "proxy.inner.example", 3128) == [("10.0.0.5", 3128)]
    assert connectable(guarded, "proxy.inner.example", 80) == []


def test_a_name_without_an_address_is_not_refused_but_unknown() -> None:
    guarded = resolver([])
    assert connectable(guarded, "unknown.example") == []
    assert not guarded.refused
