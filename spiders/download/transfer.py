"""The download handler for http and https: Scrapy's, with a limit on headers and a word on what it refuses.

Scrapy's own has a deadline for the whole answer (DOWNLOAD_TIMEOUT) and a limit for its body (DOWNLOAD_MAXSIZE). Headers
count for neither: a server that never ends them fills the memory for as long as it is fast.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, NotConfigured
from scrapy.http import Response
from service_identity import VerificationError
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.iweb import IPolicyForHTTPS, IResponse
from zope.interface import implementer

from newsclean.spiders.run.stopping import Stopped, Stopping

from .failures import NotFetched
from .gate import declared_site
from .guard import Refused, place, place_of
from .resolver import GuardedResolver

logger = logging.getLogger(__name__)

# As much as Chrome takes (net/http/http_stream_parser.h, kMaxHeaderBufSize). What comes before the last header counts:
# status lines, and any number of interim answers (100, 103).
MAX_HEADERS = 256 * 1024


class HeadersTooLarge(NotFetched):
    """Raised when an answer's body has not begun after MAX_HEADERS bytes."""


class BadCertificate(NotFetched):
    """Raised when a server cannot show that it is who it is asked as."""


class Transfer(HTTP11DownloadHandler):
    """Raises, beside what Scrapy's handler does: Refused, HeadersTooLarge, BadCertificate, Stopped.

    The names with an underscore are Scrapy's own; its version is bounded in pyproject.toml for their sake.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Raises NotConfigured, which makes every fetch fail, where names are not resolved by GuardedResolver."""
        from twisted.internet import reactor  # installed by Scrapy; must not be imported before

        super().__init__(crawler)
        resolver: Any = reactor.nameResolver
        if not isinstance(resolver, GuardedResolver):
            raise NotConfigured(
                "addresses are not guarded: TWISTED_DNS_RESOLVER must be "
                "newsclean.spiders.download.resolver.GuardedResolver"
            )
        self._resolver = resolver
        self._pool._factory = _Factory
        certificates: Any = _Certificates(crawler, self._contextFactory)
        self._contextFactory = certificates

    async def download_request(self, request: Request) -> Response:
        answer = asyncio.ensure_future(self._answer(request))
        stopping = self._crawler.get_extension(Stopping)
        if stopping is not None and stopping.given_up is not None:
            first: set[asyncio.Future[Any]] = {answer, stopping.given_up}
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                answer.cancel()
                raise Stopped("the run ended before its answer came")
        return await answer

    async def _answer(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            if why := self._resolver.refused.get(place_of(request.url)):
                raise Refused(why) from None
            raise
        except DownloadFailedError as error:
            for reason in getattr(error.__cause__, "reasons", ()):
                if reason.check(HeadersTooLarge):
                    raise reason.value from None
                if reason.check(SSL.Error, VerificationError):
                    raise BadCertificate("no secure connection: the server's certificate is not valid") from None
            raise


class _Protocol(_LenientHTTP11ClientProtocol):
    """Counts what comes before the body."""

    _header_bytes = 0

    def request(self, request: Any) -> Deferred[IResponse]:
        self._header_bytes = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        self._header_bytes += len(data)
        super().dataReceived(data)
        # A parser that is gone has read its answer, or has failed.
        if self._header_bytes > MAX_HEADERS and self._parser is not None and self._parser.state in (STATUS, HEADER):
            self.abort()
            self._disconnectParser(Failure(HeadersTooLarge(f"the headers are larger than {MAX_HEADERS} bytes")))


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: ARG002 - Twisted's signature
        return _Protocol(self._quiescentCallback)


@implementer(IPolicyForHTTPS)
class _Certificates:
    """Verifies certificates, as DOWNLOAD_VERIFY_CERTIFICATES says, but for sites whose file says otherwise."""

    def __init__(self, crawler: Crawler, usual: Any) -> None:
        self.crawler = crawler
        self.usual = usual
        self.lenient = _ScrapyClientContextFactory(verify_certificates=False)
        self.warned: set[str] = set()

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        host = hostname.decode("ascii")
        site = declared_site(self.crawler, f"https://{place(host, port)}/")
        if site is None or site.verify_certificates:
            return self.usual.creatorForNetloc(hostname, port)
        if host not in self.warned:
            self.warned.add(host)
            logger.warning("the certificate of %s is not verified: sites/%s.toml says so", host, site.name)
        return self.lenient.creatorForNetloc(hostname, port)
