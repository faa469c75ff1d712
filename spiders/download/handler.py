"""The download handler for http and https: Scrapy's, with a limit on headers, guarded addresses, the pauses that hosts
ask for, and a clear reason.

Scrapy's own limits the time of a response (DOWNLOAD_TIMEOUT) and the size of its body (DOWNLOAD_MAXSIZE), not its
headers: a fast server that never ends them fills the memory.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError
from scrapy.http import Response
from service_identity import VerificationError
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.iweb import IPolicyForHTTPS, IResponse
from zope.interface import implementer

from newsclean import settings as defaults
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import Step, in_time

from .addresses import RefusedAddressError, authority, authority_of
from .failures import FetchError
from .header_parser import MAX_HEADERS, HeaderParser
from .pauses import Pauses
from .resolver import GuardedResolver

logger = logging.getLogger(__name__)


class HeadersTooLargeError(FetchError):
    """Raised when a response's body has not begun after MAX_HEADERS bytes."""


class CertificateError(FetchError):
    """Raised when a server cannot prove that it is the requested host."""


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Raises RefusedAddressError, HeadersTooLargeError, CertificateError, HostRestsError, RunStoppedError, and what
    Scrapy's own does.

    Made with the first request: Scrapy's processes put their resolver on the reactor after they have made the engine.
    The names with an underscore are Scrapy's own, which is why pyproject.toml bounds its version.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._resolver = GuardedResolver.on_reactor(crawler)
        self._pool._factory = _Factory
        certificates: Any = _Certificates(crawler, self._contextFactory)
        self._contextFactory = certificates
        settings = crawler.settings
        self._pauses = Pauses(
            settings.getfloat("NEWSCLEAN_RETRY_AFTER_MAX", defaults.NEWSCLEAN_RETRY_AFTER_MAX),
            settings.getfloat("AUTOTHROTTLE_MAX_DELAY"),
        )

    async def close(self) -> None:
        self._resolver.crawlers.discard(self._crawler)
        await super().close()

    async def download_request(self, request: Request) -> Response:
        return await in_time(self._crawler, Step.FETCHING, self._in_turn(request))

    async def _in_turn(self, request: Request) -> Response:
        """The response, once the host may be asked. Of requests that wait here Scrapy holds back those that follow."""
        host = urlsplit(request.url).netloc
        while seconds := self._pauses.turn(host):
            await asyncio.sleep(seconds)
        response = await self._response(request)
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        self._pauses.heard(host, response, slot.delay if slot else 0.0)
        return response

    async def _response(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            if why := self._resolver.refused.get(authority_of(request.url)):
                raise RefusedAddressError(why) from None
            raise
        except DownloadFailedError as error:
            for reason in getattr(error.__cause__, "reasons", ()):
                if reason.check(HeadersTooLargeError):
                    raise reason.value from None
                if reason.check(SSL.Error, VerificationError):
                    raise CertificateError("no secure connection: the server's certificate is not valid") from None
            raise


class _Protocol(_LenientHTTP11ClientProtocol):
    """Counts the bytes before the body."""

    _header_bytes = 0

    def request(self, request: Any) -> Deferred[IResponse]:
        self._header_bytes = 0
        response = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = HeaderParser  # as Scrapy's own protocol does it
        return response

    def dataReceived(self, data: bytes) -> None:
        self._header_bytes += len(data)
        super().dataReceived(data)
        # Without a parser the response has been read, or has failed.
        if self._header_bytes > MAX_HEADERS and self._parser is not None and self._parser.state in (STATUS, HEADER):
            self.abort()
            self._disconnectParser(Failure(HeadersTooLargeError(f"the headers are larger than {MAX_HEADERS} bytes")))


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: ARG002 - Twisted's signature
        return _Protocol(self._quiescentCallback)


@implementer(IPolicyForHTTPS)
class _Certificates:
    """Verifies certificates as DOWNLOAD_VERIFY_CERTIFICATES says, except for sites whose file says otherwise."""

    def __init__(self, crawler: Crawler, usual: Any) -> None:
        self.run = CrawlRun.of(crawler)
        self.usual = usual
        self.lenient = _ScrapyClientContextFactory(verify_certificates=False)
        self.warned: set[str] = set()

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        host = hostname.decode("ascii")
        site = self.run.declared_site(f"https://{authority(host, port)}/")
        if site is None or site.verify_certificates:
            return self.usual.creatorForNetloc(hostname, port)
        if host not in self.warned:
            self.warned.add(host)
            logger.warning("the certificate of %s is not verified: the declaration of %s says so", host, site.name)
        return self.lenient.creatorForNetloc(hostname, port)
