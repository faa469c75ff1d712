"""Response headers as browsers read them: a line that breaks HTTP's rules does not cost the page."""

from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import _LenientHTTPClientParser
from twisted.web._newclient import HEADER
from twisted.web.http_headers import InvalidHeaderName

# Chrome's limit (net/http/http_stream_parser.h, kMaxHeaderBufSize). Everything before the body counts: status lines,
# and any number of interim responses (100, 103).
MAX_HEADERS = 256 * 1024


class HeaderParser(_LenientHTTPClientParser):
    """Keeps fields whose names HTTP does not allow. Twisted refuses the response for one, and for a line over 16 KiB.

    The names with an underscore are Scrapy's and Twisted's own. No further state: the class is set on a parser.
    """

    MAX_LENGTH = MAX_HEADERS

    def lineReceived(self, line: bytes) -> None:
        if self.state == HEADER and self._partialHeader is None and line[:1] in (b" ", b"\t"):
            return  # continues a field that is not there
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:
        name = name.rstrip(b" \t")  # RFC 9112, 5.1: what a proxy must do
        try:
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]
        except InvalidHeaderName:
            self.headers._rawHeaders.setdefault(name, []).append(b" ".join(value.splitlines()))
