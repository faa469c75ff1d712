"""A resolver for the tests: the names of the hostile cases lead where a hostile owner of a domain would let them lead.

It stands behind the real guard, in the place of the system's resolver: what it gives is checked as any answer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from scrapy.crawler import CrawlerRunner
from scrapy.resolver import HostResolution
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from newsclean.spiders.download.resolver import GuardedResolver

# Every other name below .example is this machine, which the cases' servers are on.
ADDRESSES = {
    "metadata.example": ("169.254.169.254",),
    "private.example": ("10.1.2.3",),
    "shared.example": ("100.64.1.1",),
    "nowhere.example": ("0.0.0.0",),
    "several.example": ("192.168.1.1", "172.16.0.1", "127.0.0.1"),
    "unknown.example": (),
}


class Names(GuardedResolver):
    """The guard, over the table."""

    @classmethod
    def from_crawler(cls, crawler: CrawlerRunner, reactor: Any) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.original_resolver = _Table(resolver.original_resolver)
        return resolver


@implementer(IHostnameResolver)
class _Table:
    def __init__(self, system: Any) -> None:
        self.system = system

    def resolveHostName(
        self, receiver: Any, name: str, port: int = 0, types: Sequence[Any] | None = None, semantics: str = "TCP"
    ) -> Any:
        if not name.endswith(".example"):
            return self.system.resolveHostName(receiver, name, port, types, semantics)
        resolution = HostResolution(name)
        receiver.resolutionBegan(resolution)
        for address in ADDRESSES.get(name, ("127.0.0.1",)):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()
        return resolution
