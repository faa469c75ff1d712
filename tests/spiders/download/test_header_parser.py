"""Headers that break HTTP's rules: the page comes all the same, and is archived with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newsclean.corpus import Headers, SiteFolder
from newsclean.corpus.archive import archived
from newsclean.corpus.check import check
from newsclean.corpus.warc import Damage, read_warc
from tests.server import NewsServer
from tests.test_night import feed, night, story

HEAD = (
    b'Link: <http://x/z\xc3\xbcrich>; rel="canonical"\r\n'
    b"X-Latin: Z\xfcrich\r\n"
    b"Set-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\n"
    b"set-cookie: b=2\r\n"
    b"X-Folded: one\r\n two\r\n\tthree\r\n"
    b"X Space: 1\r\n"
    b"X-Padded : 2\r\n"
    b"N\xfcm\x00e: 3\r\n"
    b": 4\r\n"
    b"no colon\r\n"
    b"X-Control: a\x00b\x1bc\x7f\r\n"
    b"X-Return: a\rb\r\n"
    b"X-Long: " + b"x" * 100_000 + b"\r\n"
)
CAME = [
    ("Link", '<http://x/z\xc3\xbcrich>; rel="canonical"'),
    ("X-Latin", "Z\xfcrich"),
    ("Set-Cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
    ("Set-Cookie", "b=2"),
    ("X-Folded", "one two\tthree"),
    ("X Space", "1"),
    ("X-Padded", "2"),
    ("N\xfcM\x00E", "3"),
    ("", "4"),
    ("X-Control", "a\x00b\x1bc\x7f"),
    ("X-Return", "a b"),
    ("X-Long", "x" * 100_000),
]


def test_a_page_with_headers_of_any_bytes_is_archived_with_them(tmp_path: Path) -> None:
    odd = replace(story(1), head=b" continues nothing\r\n" + HEAD, etag=None)
    with NewsServer({"/feed": feed("/news/1", "/news/2"), "/news/1": odd, "/news/2": story(2)}) as server:
        found = night(tmp_path, server)
    assert (found.status, len(found.records)) == (0, 2), found.log
    folder = SiteFolder(next((tmp_path / "corpus").iterdir()))
    assert [*check(folder)] == []
    pages = [page for page in archived(read_warc(*folder.archives())) if not isinstance(page, Damage)]
    (headers,) = (fetched.headers for _, fetched in pages if fetched.url.endswith("/1"))
    assert isinstance(headers, Headers)
    assert sorted(CAME) == sorted(field for field in headers.fields if not field[0].startswith("Content-"))
