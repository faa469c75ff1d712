"""Content encodings of responses: a body that is too large, cut off or damaged is a failed fetch.

Scrapy's own middleware takes a body that was cut off for a complete one, and leaves one that it cannot decode as it is.
"""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from newsclean.page.compression import DECODERS, CompressionError, decoded, encodings_in

from .failures import FetchError


class ContentEncodingError(FetchError):
    """Raised for a body that cannot be decoded, or not within its limit. Says why."""


class ContentEncodingMiddleware:
    """Downloader middleware in place of Scrapy's HttpCompressionMiddleware."""

    def __init__(self, crawler: Crawler) -> None:
        self.limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ", ".join(DECODERS))

    async def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body decoded, in a thread: 32 MiB take a second. Raises ContentEncodingError."""
        encodings = encodings_in(b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1"))
        if not encodings or not response.body:
            return response
        try:
            limit = request.meta.get("download_maxsize") or self.limit
            body = await asyncio.to_thread(decoded, response.body, encodings, limit)
        except CompressionError as error:
            raise ContentEncodingError(str(error)) from None
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        if issubclass(kind, TextResponse):
            return response.replace(cls=kind, headers=headers, body=body, encoding=None)
        return response.replace(cls=kind, headers=headers, body=body)
