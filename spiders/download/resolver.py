"""Names are resolved to public addresses only, at the moment of connecting.

Twisted connects to the very addresses that a resolver gives it, so what was checked here is what is requested. That
catches a name that leads elsewhere by the time of the request (DNS rebinding), and an IP address written as a host.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.address import IPv4Address
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

from .addresses import PORTS, authorities, authority, is_public, not_public


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver without addresses that are not public. IPv4 only, as Scrapy's default.

    Authorities that NEWSCLEAN_ALLOW_HOSTS names, and the proxies of the environment, may have any address.
    """

    crawlers: set[Crawler]  # that use it now
    refused: dict[str, str]  # by authority: why its last look-up gave no usable address
    proxies: frozenset[str]

    @classmethod
    def on_reactor(cls, crawler: Crawler) -> GuardedResolver:
        """The reactor's resolver, which allows what this crawler allows. Where it is not a guarded one, it becomes one:
        `scrapy shell` and AsyncCrawlerRunner leave Twisted's own there.
        """
        from twisted.internet import reactor  # installed by Scrapy; must not be imported before

        resolver: object = reactor.nameResolver
        if not isinstance(resolver, GuardedResolver):
            resolver = cls.from_crawler(crawler, reactor)
            resolver.install_on_reactor()
        resolver.crawlers.add(crawler)
        return resolver

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> Self:
        """Scrapy calls this with the process and not with a crawler; each of its crawls may allow authorities."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.crawlers = set()
        resolver.refused = {}
        resolver.proxies = frozenset(_proxies() if crawler.settings.getbool("HTTPPROXY_ENABLED") else ())
        return resolver

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[Any] | None = None,  # noqa: ARG002 - Twisted's signature
        transportSemantics: str = "TCP",
    ) -> Any:
        where = authority(hostName, portNumber)
        receiver: Any = resolutionReceiver
        if where not in self._allowed() and where not in self.proxies:
            receiver = _PublicOnly(resolutionReceiver, where, self.refused)
        types: list[Any] = [IPv4Address]
        return super().resolveHostName(receiver, hostName, portNumber, types, transportSemantics)

    def _allowed(self) -> Iterable[str]:
        lists = (crawler.settings.getlist("NEWSCLEAN_ALLOW_HOSTS") for crawler in self.crawlers)
        return frozenset[str]().union(*map(authorities, lists))


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Hands on the public ones of a host's addresses. Any here and above: mypy cannot read zope's interfaces."""

    def __init__(self, receiver: Any, where: str, refused: dict[str, str]) -> None:
        self.receiver = receiver
        self.where = where
        self.refused = refused
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        self.addresses.append(address.host)
        if is_public(address.host):
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self.refused.pop(self.where, None)
        if self.addresses and not any(map(is_public, self.addresses)):
            self.refused[self.where] = not_public(f"{self.where} ({self.addresses[0]})")
        self.receiver.resolutionComplete()


def _proxies() -> Iterable[str]:
    found = getproxies()
    for address in (found[scheme] for scheme in PORTS if scheme in found):
        parts = urlsplit(address if "://" in address else f"http://{address}")
        try:
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            continue  # Scrapy leaves such a proxy out, too
        if parts.hostname:
            yield authority(parts.hostname, port)
            yield authority(parts.hostname, 0)  # for https, Twisted looks the proxy up without its port
