"""Pages go into the archive and come back as they were; one that cannot be stored harms no other of its batch.

Covers stand_ins.
"""

from __future__ import annotations

import datetime as dt
import gzip
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from newsclean import Entry, Page, Reason
from newsclean.corpus import CorpusRun, FetchedPage, Headers, Outcome, SiteFolder, StoredAs, Validators
from newsclean.corpus.archive import ENTRY, archived
from newsclean.corpus.check import check
from newsclean.corpus.warc import Damage, WarcRecord, read_warc
from newsclean.corpus.warc_pages import Tally, pages_of
from tests.newsclean.corpus.stories import NOW, article, html, lines, night, page, story, url


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path / "corpus" / "harbour")


def back(folder: SiteFolder) -> list[FetchedPage]:
    """All pages of the archive."""
    found = [item for path in folder.archives() for item in archived(read_warc(path))]
    return [item[1] for item in found if not isinstance(item, Damage)]


@pytest.mark.parametrize(
    "fields",
    [
        [("Content-Type", "text/html; charset=utf-8"), ("Link", '<http://x/z\xc3\xbcrich>; rel="canonical"')],
        [("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
        [("X-Long", "x" * 300_000), ("Content-Type", "image/png"), ("content-type", "text/html; charset=utf-8")],
        [("X", "a\r\nWARC-Type: request\r\n\r\n"), ("Content-Type", "text/html; charset=utf-8"), ("", "\0")],
    ],
)
def test_a_page_comes_back_with_its_headers(fields: list[tuple[str, str]], folder: SiteFolder) -> None:
    fetched = FetchedPage(page(1), url(1), headers=Headers(fields))
    night(folder, fetched.became(article(1)))
    (again,) = back(folder)
    assert isinstance(again.headers, Headers)
    assert list(again.headers.fields[:-1]) == fields  # the last is the archive's Content-Length
    assert again.page == fetched.page
    assert [*check(folder)] == []


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("https://harbour.example/a b", "https://harbour.example/a%20b"),
        ("https://harbour.example/é/𝒳", "https://harbour.example/é/𝒳"),
        ("https://harbour.example/\ud800", "https://harbour.example/\ufffd"),
        ("https://harbour.example/\r\nWARC-Type: x\u2028", "https://harbour.example/%0D%0AWARC-Type:%20x%E2%80%A8"),
    ],
)
def test_any_address_can_be_archived(address: str, stored: str, folder: SiteFolder) -> None:
    entry = Entry(url=address, source="feed", title="\ud800\u2028 “Ferry”")
    fetched = FetchedPage(page(1).model_copy(update={"url": address, "entry": entry}), address)
    night(folder, replace(fetched.became(article(1)), requested=url(1), aliases=()))
    (again,) = back(folder)
    assert (again.page.url, again.page.entry) == (stored, entry)


def test_what_a_browser_made_of_a_page_is_archived_beside_the_response_that_it_refers_to(folder: SiteFolder) -> None:
    rendered = html(2).decode().replace("Ferry number 2", "Фери number 2")
    shell = page(2).model_copy(update={"html": b"<html><div id=app></div></html>", "rendered": rendered})
    night(folder, FetchedPage(shell, url(2)).became(article(2)), story(1))
    again, other = back(folder)
    assert (again.page, other.page.rendered) == (shell, None)
    records = [one for path in folder.archives() for one in read_warc(path) if isinstance(one, WarcRecord)]
    made = {one.kind: one.headers for one in reversed(records) if one.url == url(2)}
    assert made["conversion"]["warc-refers-to"] == made["response"]["warc-record-id"]
    assert made["conversion"]["content-type"] == "text/html; charset=utf-8"
    assert [*check(folder)] == []


def broken_page() -> Outcome:
    """A page that no archive can hold: its moment is not one."""
    fetched = FetchedPage(page(2).model_copy(update={"fetched_at": "yesterday"}), url(2))
    return replace(story(2), fetched=fetched)


BROKEN: dict[str, Callable[[], Outcome]] = {
    "a page that cannot be archived": broken_page,
    "a lone surrogate": lambda: replace(story(2), validators=Validators(etag="\udc80")),
    "a title that is not text": lambda: replace(story(2), result=article(2).model_copy(update={"title": 2**70})),
    "a value of no kind that a record has": lambda: replace(
        story(2), result=article(2).model_copy(update={"section": object()})
    ),
    "an address with a lone surrogate": lambda: replace(story(2), requested=url(2) + "\ud800", fetched=None),
}


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")  # of what is broken
@pytest.mark.parametrize("what", BROKEN)
def test_one_bad_page_harms_no_other_of_its_batch(
    what: str, folder: SiteFolder, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        first, bad, last = night(folder, story(1), BROKEN[what](), story(3))
    assert (first.stored_as, last.stored_as) == (StoredAs.NEW, StoredAs.NEW)
    assert bad.stored_as is StoredAs.REJECTED
    assert bad.broken is not None
    assert bad.broken.reason is Reason.INTERNAL_ERROR
    assert " at " in bad.broken.detail
    assert lines(*folder.export_files()) == [article(1), article(3)]
    assert [*check(folder)] == []
    assert len([record for record in caplog.records if record.exc_info]) == 1
    with CorpusRun(folder) as run:
        assert run.store.count("rejects") == 1


def member(*fields: str, body: bytes = b"", length: int | None = None) -> bytes:
    head = "\r\n".join(("WARC/1.1", *fields, f"Content-Length: {len(body) if length is None else length}", "", ""))
    return gzip.compress(head.encode("utf-8", "surrogateescape") + body + b"\r\n\r\n")


FIRST = "WARC-Date: 0001-01-01T00:00:00+14:00"
LONG = b"HTTP/1.1 200 OK\r\nno colon\r\n: \xff\r\nX: " + b"x" * 300_000 + b"\r\n\r\n"
RESPONSE = ("WARC-Type: response", f"WARC-Target-URI: {url(1)}", "WARC-Date: 2026-11-24T02:15:00Z")
GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html(1)


GOOD_RECORD = member(*RESPONSE, body=GOOD)
HOSTILE = {
    "no address": member("WARC-Type: response", body=GOOD),
    "an address of no bytes of UTF-8, in the year 1": member(
        "WARC-Type: response", "WARC-Target-URI: \udcff\udcfe", FIRST, body=GOOD
    ),
    "broken fields of our own": member(
        *RESPONSE, f"{ENTRY}: {{broken", "newsclean-site: no such", "newsclean-run: x", body=GOOD
    ),
    "fields said to be escaped": member(*RESPONSE, "newsclean-escaped: 1,2,x,", body=GOOD),
    "fields without a colon": member(*RESPONSE, "no colon", "X" * 300_000, body=GOOD),
    "long headers": member(*RESPONSE, body=LONG + html(1)),
    "a broken chunk": member(*RESPONSE, body=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nxx"),
    "a status line only": member(*RESPONSE, body=b"HTTP/1.1 200 OK"),
    "nothing": member(*RESPONSE, body=b""),
    "a negative length": member(*RESPONSE, length=-1, body=GOOD),
    "a huge length": member(*RESPONSE, length=10**30, body=GOOD),
    "no length": gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n" + GOOD),
    "another version": gzip.compress(b"WARC/9.9\r\n\r\n"),
    "packed twice": gzip.compress(gzip.compress(GOOD)),
    "an empty member": gzip.compress(b""),
    "ARC": gzip.compress(b"http://a b c d e\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_record_costs_no_page_beside_it(name: str, tmp_path: Path) -> None:
    hostile = HOSTILE[name]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(GOOD_RECORD + hostile + GOOD_RECORD)
    tally = Tally()
    found = [item.url for item in pages_of(path, tally)]
    assert 2 <= len(found) <= 3
    assert (found[0], found[-1]) == (url(1), url(1))
    assert len(found) + tally.skipped.total() <= 3
    plain = tmp_path / "plain.warc"
    plain.write_bytes(b"".join(map(gzip.decompress, (GOOD_RECORD, hostile, GOOD_RECORD))))
    found = [item.url for item in pages_of(plain, Tally()) if isinstance(item, Page)]
    assert (found[0], found[-1]) == (url(1), url(1))


FORMS = {
    "as most tools write it": GOOD_RECORD,
    "another version": gzip.compress(gzip.decompress(GOOD_RECORD).replace(b"WARC/1.1", b"WARC/1.0", 1)),
    "other line breaks": gzip.compress(gzip.decompress(GOOD_RECORD).replace(b"\r\nWARC-Date", b"\nWARC-Date")),
    "an address in brackets": member(RESPONSE[0], f"WARC-Target-URI: <{url(1)}>", body=GOOD),
    "an address with a space": member(RESPONSE[0], f"WARC-Target-URI: {url(1)}/a b", body=GOOD),
    "a field over two lines": member(*RESPONSE, "X: a", "  b", body=GOOD),
    "a field twice": member(*RESPONSE, "X: a", "x: b", body=GOOD),
    "white space around names and values": member(*RESPONSE, "X\t :  a\u2003", "Y:", body=GOOD),
    "Latin-1": member(*RESPONSE, "X: \udce9", body=GOOD),
    "chunks": member(*RESPONSE, body=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_record_is_the_same_packed_and_unpacked(form: str, tmp_path: Path) -> None:
    packed, plain = tmp_path / "x.warc.gz", tmp_path / "x.warc"
    packed.write_bytes(FORMS[form])
    plain.write_bytes(gzip.decompress(FORMS[form]))
    (one,), (other,) = (list(read_warc(path)) for path in (packed, plain))
    assert isinstance(one, WarcRecord)
    assert isinstance(other, WarcRecord)
    assert one.payload in (html(1), b"ab")
    assert (one.kind, one.headers, one.status, one.http.fields, one.payload) == (
        *(other.kind, other.headers, other.status, other.http.fields, other.payload),
    )


def test_encodings_named_in_two_fields_are_undone_in_their_order(tmp_path: Path) -> None:
    zipped = gzip.compress(gzip.compress(html(1)))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ncontent-encoding: x-gzip\r\nContent-Encoding: GZIP\r\n\r\n"
    path = tmp_path / "x.warc.gz"
    path.write_bytes(member(*RESPONSE, body=head + zipped))
    (found,) = pages_of(path, Tally())
    assert getattr(found, "html", None) == html(1)
    assert found.fetched_at == NOW.replace(tzinfo=dt.UTC)
