"""Why a fetch failed, in words for the reject file and the log, and what that says of its address."""

from __future__ import annotations

from typing import ClassVar

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web.client import ResponseFailed

from newsclean.corpus import Failure
from newsclean.models import Reason


class FetchError(IgnoreRequest):
    """Raised by newsclean's own components to give up a request or its response; its text goes into the reject.

    Scrapy does not retry such a request. `failure` is what it says of the address that was to be fetched, `reason` that
    of the reject.
    """

    failure: ClassVar[Failure] = Failure.OUTAGE
    reason: ClassVar[Reason] = Reason.FETCH_FAILED


_WORDS: dict[type[Exception], str] = {
    CannotResolveHostError: "the host name cannot be resolved",
    DownloadCancelledError: "the response is larger than DOWNLOAD_MAXSIZE",
    DownloadConnectionRefusedError: "the server refuses the connection",
    DownloadFailedError: "the connection broke",
    DownloadTimeoutError: "no complete response within DOWNLOAD_TIMEOUT",
    ConnectError: "no connection to the server",
    ConnectionClosed: "the connection broke",
    ResponseDataLossError: "the response is cut off",
    ResponseFailed: "the connection broke",
    UnsupportedURLSchemeError: "the address is not http or https",
}
# What a download can raise: each costs its page or source, never the run.
FETCH_ERRORS: tuple[type[Exception], ...] = (*_WORDS, IgnoreRequest, NotSupported)
# What a status says of an address. All others are trouble that may pass, walls (401, 403, 451) too: they come and go,
# often at random and for whole networks, and say nothing of the article.
_STATUSES = {404: Failure.GONE, 410: Failure.GONE}


def failure_of(error: BaseException | None, *, is_redirected: bool = False) -> Failure:
    """What a failed fetch says of the address that was wanted.

    That a redirect leads to an address that must not be requested is no word on it: log-in pages are like that.
    """
    if isinstance(error, FetchError):
        return Failure.OUTAGE if is_redirected else error.failure
    if isinstance(error, HttpError):
        return _STATUSES.get(error.response.status, Failure.OUTAGE)
    return Failure.FORBIDDEN if isinstance(error, UnsupportedURLSchemeError) else Failure.OUTAGE


def reason_of(error: BaseException | None) -> Reason:
    """The reason of the reject for a failed fetch."""
    return error.reason if isinstance(error, FetchError) else Reason.FETCH_FAILED


def why_failed(error: BaseException | None) -> str:
    """What went wrong with a fetch, as a short phrase with the HTTP status or what the exception says."""
    if isinstance(error, FetchError):
        return str(error)
    if isinstance(error, HttpError):
        return f"HTTP status {error.response.status}"
    if isinstance(error, IgnoreRequest) and "redirections" in str(error):
        return "redirects without end"
    for kind, words in _WORDS.items():
        if isinstance(error, kind):
            return words
    return f"{type(error).__name__}: {error}"
