"""Archived pages cleaned again: our own, and WARC files that others have written.

Covers warc, warc_pages and newsclean.commands.reclean.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from backports import zstd
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsclean import Article, Entry, Reject, clean
from newsclean.commands.cli import main
from newsclean.corpus import FetchedPage, Headers, SiteFolder
from newsclean.corpus.store import Store
from newsclean.formats.json_lines import to_line
from newsclean.sites.site import site_of
from newsclean.workers.pool import Workers
from tests.newsclean.corpus.stories import NOW, article, html, night, page, story, url

DAY = dt.timedelta(days=1)
WORKERS = Workers(1)


@pytest.fixture(autouse=True, scope="module")
def workers() -> Iterator[None]:
    yield
    WORKERS.close()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["reclean", *map(str, words)], obj=WORKERS)


def titles(result: Result) -> list[str]:
    return [Article.model_validate_json(line).title for line in result.stdout.splitlines()]


class Foreign:
    """A WARC file as other tools write it."""

    def __init__(self, *, packed: bool = True) -> None:
        self.data = BytesIO()
        self.writer = WARCWriter(self.data, gzip=packed)

    def add(self, address: str, body: bytes, kind: str = "response", status: str = "200 OK", **headers: str) -> Foreign:
        told = [(name.replace("_", "-"), value) for name, value in {"Content_Type": "text/html", **headers}.items()]
        protocol = "GET / HTTP/1.1" if kind == "request" else status
        http = StatusAndHeaders(protocol, told, protocol="" if kind == "request" else "HTTP/1.1")
        stated = {"WARC-Date": "2026-11-24T02:15:00Z"}
        self.writer.write_record(
            self.writer.create_warc_record(
                address, kind, BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=stated
            )
        )
        return self

    def save(self, path: Path, cut: int = 0) -> Path:
        data = self.data.getvalue()
        path.write_bytes(data[: len(data) - cut])
        return path


def test_a_corpus_folder_gives_the_records_it_holds(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "harbour")
    whole = page(3).model_copy(update={"single_page": html(3, "The second page has one more line about the ferry.")})
    outcome = clean(whole)
    assert isinstance(outcome, Article)
    assert outcome.body != article(3).body
    night(folder, story(1), story(2), FetchedPage(whole, url(3)).became(outcome))
    night(folder, story(1, at=NOW + DAY), story(2, "The mayor has objected to it.", NOW + DAY), at=NOW + DAY)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = run(folder.path)
    assert result.exit_code == 0, result.stderr
    # One line for each export line, the changed story as revision 2; the page fetched twice for nothing gives one.
    assert result.stdout.encode() == b"".join(path.read_bytes() for path in folder.export_files())
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_page_with_odd_headers_gives_the_record_of_its_crawl(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "harbour")
    fields = [("Link", "<http://x/z\xfcrich>; rel=canonical"), ("Content-Type", "text/html; charset=\xff"), ("X", "\n")]
    night(folder, FetchedPage(page(1), url(1), headers=Headers(fields)).became(article(1)))
    assert run(folder.path).stdout.encode() == b"".join(path.read_bytes() for path in folder.export_files())


@pytest.mark.parametrize(
    "address", ["https://nasional.sindonews.com/read/1", "https://harbour.example/\u2028?\x85\ud800"]
)
def test_a_reject_is_the_line_of_the_crawl_from_clean_and_reclean(address: str, tmp_path: Path) -> None:
    bare = html(1).replace(b"h1", b"p").replace(b"title", b"style")
    declared = site_of(address)
    fetched = page(1).model_copy(
        update={"url": address, "html": bare, "site": declared.name if declared else None, "entry": None}
    )
    outcome = clean(fetched)
    assert isinstance(outcome, Reject)
    folder = SiteFolder(tmp_path / "site")
    night(folder, FetchedPage(fetched, url(1)).became(outcome))
    with Store(folder.database, readonly=True) as store:
        ((crawled,),) = store.ask("SELECT line FROM rejects")
    found = tmp_path / "rejects.jsonl"
    assert run(folder.path, "--rejects", found).exit_code == 0
    again = json.loads(found.read_bytes())
    if declared:
        assert found.read_bytes() == crawled
        (tmp_path / "page.html").write_bytes(bare)
        words = ["clean", str(tmp_path / "page.html"), "--url", address, "--rejects", str(found)]
        CliRunner().invoke(main, words, obj=WORKERS)
        again = json.loads(found.read_bytes())
        assert again["file"] == str(tmp_path / "page.html")
        assert {**again, "fetched_at": None, "file": None} == {**json.loads(crawled), "fetched_at": None}
        assert list(again) == list(json.loads(crawled))
    assert len(found.read_bytes().splitlines()) == len(found.read_text("utf-8").splitlines()) == 1
    assert (again["reason"], again["site"]) == (outcome.reason, outcome.site)


def test_records_below_a_certainty_are_rejects(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "harbour")
    night(folder, story(1), story(2))
    result = run(folder.path, "--min-certainty", "1", "--rejects", tmp_path / "rejects.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 rejected (uncertain 2)" in result.stderr
    assert (tmp_path / "rejects.jsonl").read_text("utf-8").count('"reason": "uncertain"') == 2


def test_an_article_on_several_pages_is_joined_again(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "harbour")
    more = "The second page has one more line about the ferry, its pilots and their contracts."
    split = page(3).model_copy(update={"further_pages": (html(3, more),)})
    outcome = clean(split)
    assert isinstance(outcome, Article)
    assert outcome.body == f"{article(3).body}\n\n{more}"  # what the second page repeats stands once
    night(folder, FetchedPage(split, url(3), further_urls=(url(3) + "/2",)).became(outcome))
    assert run(folder.path).stdout.encode() == b"".join(path.read_bytes() for path in folder.export_files())


def test_a_foreign_file_gives_what_clean_gives_for_its_pages_in_their_order(tmp_path: Path) -> None:
    foreign = Foreign()
    foreign.writer.write_record(foreign.writer.create_warcinfo_record("x.warc.gz", {"software": "another"}))
    for n in (5, 4, 3):
        foreign.add(url(n), b"", "request").add(url(n), html(n))
    foreign.add(url(9), b"gone", status="404 Not Found").add(url(8), b"\x89PNG", Content_Type="image/png")
    result = run(foreign.save(tmp_path / "foreign.warc.gz"))
    assert result.exit_code == 0
    files = [page(n).model_copy(update={"entry": Entry(url=url(n), source="file")}) for n in (5, 4, 3)]
    found = [json.loads(line) for line in result.stdout.splitlines()]
    places = [record.pop("file").rpartition("@") for record in found]
    assert [path for path, _, _ in places] == [str(tmp_path / "foreign.warc.gz")] * 3
    assert all(gzip.decompress(foreign.data.getvalue()[int(byte) :]).startswith(b"WARC/1.") for _, _, byte in places)
    assert found == [
        {key: value for key, value in json.loads(to_line(clean(file))).items() if key != "file"} for file in files
    ]
    assert "3 pages: 3 records" in result.stderr
    for passed in ("request 3", "warcinfo 1", "HTTP status 404 1", "image/png 1"):
        assert passed in result.stderr


PACKED = {
    "gzip": gzip.compress(html(1)),
    "deflate": zlib.compress(html(1)),
    "br": brotli.compress(html(1)),
    "zstd": zstd.compress(html(1)),
    "gzip of two members": gzip.compress(html(1)[:300]) + gzip.compress(html(1)[300:]),
    "gzip, br": brotli.compress(gzip.compress(html(1))),
}


@pytest.mark.parametrize("encoding", PACKED)
def test_a_packed_payload_is_unpacked(encoding: str, tmp_path: Path) -> None:
    foreign = Foreign().add(url(1), PACKED[encoding], Content_Encoding=encoding.partition(" of ")[0])
    assert titles(run(foreign.save(tmp_path / "x.warc.gz"))) == [article(1).title]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "UTF-8"])
def test_a_payload_stored_unpacked_is_read_whatever_its_header_says(encoding: str, tmp_path: Path) -> None:
    foreign = Foreign().add(url(1), html(1), Content_Encoding=encoding)  # as CC-NEWS before May 2019
    assert titles(run(foreign.save(tmp_path / "CC-NEWS.warc.gz"))) == [article(1).title]


def test_a_chunked_transfer_is_put_together(tmp_path: Path) -> None:
    body = html(1)
    chunked = b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (100, body[:100], len(body) - 100, body[100:])
    foreign = Foreign().add(url(1), chunked, Transfer_Encoding="chunked")
    assert titles(run(foreign.save(tmp_path / "x.warc.gz"))) == [article(1).title]


def test_a_payload_that_cannot_be_unpacked_is_a_reject(tmp_path: Path) -> None:
    foreign = Foreign().add(url(1), PACKED["gzip"][:-20], Content_Encoding="gzip").add(url(2), html(2))
    result = run(foreign.save(tmp_path / "x.warc.gz"), "--rejects", tmp_path / "rejects.jsonl")
    assert titles(result) == [article(2).title]
    assert b"Content-Encoding gzip: the body is cut off" in (tmp_path / "rejects.jsonl").read_bytes()


@pytest.mark.parametrize(("name", "packed"), [("cut.warc.gz", True), ("cut.warc", False)])
def test_a_cut_off_file_is_named_and_its_complete_pages_are_cleaned(name: str, packed: bool, tmp_path: Path) -> None:
    path = Foreign(packed=packed).add(url(1), html(1)).add(url(2), html(2)).save(tmp_path / name, cut=200)
    result = run(path, "-o", tmp_path / "new.jsonl")
    assert result.exit_code == 1
    assert f"newsclean: {path}@" in result.stderr
    assert "the record is cut off" in result.stderr
    assert len((tmp_path / "new.jsonl").read_bytes().splitlines()) == 1


def test_rotten_bytes_cost_one_page_and_are_named(tmp_path: Path) -> None:
    foreign = Foreign()
    for n in (1, 2, 3):
        foreign.add(url(n), html(n))
    data = bytearray(foreign.data.getvalue())
    second = data.index(b"\x1f\x8b\x08", 10)
    data[second + 200 : second + 240] = bytes(40)
    (tmp_path / "x.warc.gz").write_bytes(data)
    result = run(tmp_path / "x.warc.gz")
    assert titles(result) == [article(1).title, article(3).title]
    assert f"x.warc.gz@{second}: the gzip data is broken" in result.stderr
    assert result.exit_code == 1


def test_what_is_not_an_archive_is_reported(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(html(1))
    (tmp_path / "x.wacz").write_bytes(b"PK\x03\x04")
    for path, message in (
        (tmp_path / "missing.warc.gz", "there is no such file"),
        (tmp_path / "page.html", "not a WARC file"),
        (tmp_path / "x.wacz", "not a WACZ file"),
        (tmp_path, "is not the folder of a site in a corpus"),
    ):
        result = run(path)
        assert result.exit_code != 0
        assert message in result.stderr
