"""What requests and responses say in their header fields, as the rest of newsclean writes it."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from newsclean.corpus import Headers, Validators


def headers_of(response: Response) -> Headers:
    """The header fields of a response as Scrapy has them: repeated ones in one place, names in its own case."""
    return Headers(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


def content_type_of(response: Response) -> str | None:
    """The Content-Type that a response names."""
    header = response.headers.get(b"Content-Type")
    return header.decode("latin-1") if header else None


def conditions(validators: Validators) -> dict[str, bytes]:
    """The fields of a request for what has changed since it had these validators."""
    given = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value.encode("latin-1", "replace") for name, value in given.items() if value}


def is_conditional(request: Request) -> bool:
    """Whether a response may say "not modified"; an unsolicited 304 is a failure."""
    return "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
