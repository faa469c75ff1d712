"""Redirects: Scrapy's, but each hop that cannot be followed ends the request with a reason."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun

from .addresses import RefusedAddressError
from .failures import FetchError

_REDIRECTS = frozenset((301, 302, 303, 307, 308))


class CheckedRedirectMiddleware(RedirectMiddleware):
    """Follows redirects to http and https, REDIRECT_MAX_TIMES at most; AddressGuardMiddleware checks each of them."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        """The redirected request, or the response when it is not a redirect.

        Raises RefusedAddressError for one to another scheme (`file:`), which Scrapy hands over as if it were a page.
        """
        try:
            result = super().process_response(request, response)
        except ValueError:
            raise FetchError("the redirect leads to a malformed address") from None
        if isinstance(result, Response) and result.status in _REDIRECTS and "Location" in result.headers:
            CrawlRun.of(self.crawler).count(stats.REFUSED)
            raise RefusedAddressError("the redirect leads to an address that is not of http or https")
        return result
