"""What `newsclean clean` and `explain` take: files of every kind, folders, standard input.

Covers newsclean.inputs, newsclean.page.mhtml.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from backports import zstd
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclean import Article, Explanation, Reject
from newsclean.commands.cli import main
from newsclean.workers.pool import Workers
from tests.crawls import PATIENCE
from tests.newsclean.corpus.stories import html, url
from tests.newsclean.corpus.test_reclean import Foreign

WORKERS = Workers(1)
TEXT = html(1).decode()
OBJECT = {"url": url(1), "html": TEXT}


@pytest.fixture(autouse=True, scope="module")
def workers() -> Iterator[None]:
    yield
    WORKERS.close()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, obj=WORKERS)


def records(result: Result) -> list[Article]:
    return [Article.model_validate_json(line) for line in result.stdout.splitlines()]


def places(result: Result) -> list[tuple[str, str | None]]:
    """Address and file of each record."""
    return [(record.url, record.file) for record in records(result)]


def lines(*objects: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in objects)


def objects(*numbers: int) -> list[dict[str, str]]:
    return [{"url": url(n), "html": html(n).decode()} for n in numbers]


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "as it is": bytes,
    "gzip": gzip.compress,
    "gzip of two members": lambda data: gzip.compress(data[:500]) + gzip.compress(data[500:]),
    "zstd": zstd.compress,
    "gzip in zstd": lambda data: zstd.compress(gzip.compress(data)),
}


@pytest.mark.parametrize("packing", PACKED)
def test_json_lines_give_a_record_a_line_whatever_the_file_is_called(packing: str) -> None:
    data = PACKED[packing](lines(*objects(1, 2, 3)))
    Path("pages.data").write_bytes(data)
    assert places(run("clean", "pages.data")) == [(url(n), f"pages.data:{n}") for n in (1, 2, 3)]
    assert places(run("clean", stdin=data)) == [(url(n), f"standard input:{n}") for n in (1, 2, 3)]


@pytest.mark.parametrize("layout", [None, 1])
def test_an_array_gives_a_record_an_object(layout: int | None) -> None:
    Path("pages.json").write_text(json.dumps(objects(1, 2), indent=layout), "utf-8-sig")
    assert places(run("clean", "pages.json")) == [(url(n), f"pages.json#{n}") for n in (1, 2)]
    Path("page.json").write_text(json.dumps(OBJECT, indent=layout))
    assert [record.url for record in records(run("clean", "page.json"))] == [url(1)]


@pytest.mark.parametrize(
    "line",
    [
        {"link": url(1), "raw_html": TEXT},
        {"URL": url(1), "rawHtml": TEXT, "title": "another"},
        {"WARC-Target-URI": url(1), "content": TEXT},
        {"source_url": url(1), "body": TEXT, "text": "Not this."},
    ],
)
def test_usual_names_of_fields_are_known(line: dict[str, str]) -> None:
    result = run("clean", stdin=lines(line))
    assert [record.url for record in records(result)] == [url(1)], result.stderr


def test_other_names_are_given_with_an_option() -> None:
    Path("x.jsonl").write_bytes(lines({"a": url(1), "b": TEXT, "html": "<p>Not this.</p>", "day": 1764000000}))
    result = run("clean", "x.jsonl", "--fields", "url=a,html=b,fetched_at=day")
    (record,) = records(result)
    assert (record.url, record.fetched_at.isoformat()) == (url(1), "2025-11-24T16:00:00+00:00")
    (record,) = records(run("clean", "x.jsonl", "--fields", "url=,html=b"))
    assert record.url == f"{Path('x.jsonl').absolute().as_uri()}#1"
    wrong = run("clean", "x.jsonl", "--fields", "adress=a")
    assert (wrong.exit_code, "'adress=a' is not understood" in wrong.stderr) == (2, True)


def test_what_a_line_says_of_its_page_is_believed() -> None:
    told = {"content_type": "text/html", "fetched_at": "2026-11-24T02:15:00+07:00", "site": "sindonews"}
    (record,) = records(run("clean", stdin=lines(OBJECT | told)))
    assert (record.site, record.fetched_at.isoformat()) == ("sindonews", "2026-11-23T19:15:00+00:00")
    (record,) = records(run("clean", stdin=lines(OBJECT | {"site": "nobody's", "fetched_at": "yesterday"})))
    assert record.site == "harbour.example"


def test_a_broken_line_is_named_and_the_run_goes_on() -> None:
    Path("x.jsonl").write_bytes(
        b"{no JSON\n\n" + lines(OBJECT, [1], {"url": "harbour", "html": TEXT}, {"url": url(2), "html": None})
        + b'{"url": "\xff"}\n' + b"[" * 100_000 + b"\n" + lines({"url": url(2), "html": TEXT})
    )  # fmt: skip
    result = run("clean", "x.jsonl", "--rejects", "rejects.jsonl")
    assert places(result) == [(url(1), "x.jsonl:3"), (url(2), "x.jsonl:9")]
    assert result.exit_code == 1
    rejects = [Reject.model_validate_json(line) for line in Path("rejects.jsonl").read_bytes().splitlines()]
    assert [(reject.file or "").partition(":")[2] for reject in rejects] == ["1", "4", "5", "6", "7", "8"]
    for line, why in ((1, "not JSON"), (4, "not an object"), (5, "'harbour' is not a web address"), (6, "no text")):
        assert any(
            told.startswith(f"newsclean: x.jsonl:{line}: ") and why in told for told in result.stderr.splitlines()
        )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"id": 1, "adress": url(1)}, "x.jsonl:1: no field holds a page's HTML; there are: id, adress. Name it"),
        ({"html": TEXT, "adress": url(1)}, "x.jsonl:1: no field holds the page's address; there are: html, adress."),
        ({"url": url(1), "title": "Ferry", "text": "Bare."}, "x.jsonl:1: no field holds a page's HTML; there are: url"),
        ("record", "x.jsonl:1: a record of newsclean, cleaned already"),
        ("reject", "x.jsonl:1: a reject of newsclean"),
    ],
)
def test_a_file_with_other_fields_is_given_up_with_one_message(line: dict[str, str] | str, message: str) -> None:
    if line == "record":
        line = json.loads(run("clean", stdin=lines(OBJECT)).stdout)
    elif line == "reject":
        run("clean", "--rejects", "rejects.jsonl", stdin="")
        line = json.loads(Path("rejects.jsonl").read_bytes())
    Path("x.jsonl").write_bytes(lines(*[line] * 50))
    result = run("clean", "x.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"newsclean: {message}")
    assert len(result.stderr.splitlines()) == 1


def test_a_cut_off_file_gives_what_can_be_read() -> None:
    # With so much noise, a few pages are more than what is unpacked at once.
    data = lines(*({**one, "noise": os.urandom(5000).hex()} for one in objects(*range(1, 20))))
    Path("x.jsonl.gz").write_bytes(gzip.compress(data)[:-2000])
    result = run("clean", "x.jsonl.gz")
    assert (result.exit_code, records(result)[0].url) == (1, url(1))
    assert "the compressed data is cut off" in result.stderr


def test_a_line_longer_than_any_page_is_left_out() -> None:
    Path("x.jsonl").write_bytes(b'{"html": "' + b"x" * (65 * 2**20) + b'"}\n' + lines(OBJECT))
    result = run("clean", "x.jsonl")
    assert places(result) == [(url(1), "x.jsonl:2")]
    assert "x.jsonl:1: longer than 64 MiB" in result.stderr


def with_dictionary(data: bytes) -> bytes:
    """As in the specification of WARC files in zstd: the dictionary is a frame to be skipped, packed itself."""
    words = zstd.train_dict([html(n) for n in range(50)], 2000)
    packed = zstd.compress(words.dict_content)
    return b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(packed)) + packed + zstd.compress(data, zstd_dict=words)


def wacz(data: bytes, name: str, compression: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr(name, data)
    return file.getvalue()


ARCHIVES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("x.warc.gz", bytes),
    "plain": ("x.warc", gzip.decompress),
    "zstd": ("x.warc.zst", lambda data: zstd.compress(gzip.decompress(data))),
    "zstd with a dictionary": ("x.warc.zst", lambda data: with_dictionary(gzip.decompress(data))),
    "WACZ": ("x.wacz", lambda data: wacz(data, "archive/data.warc.gz", zipfile.ZIP_STORED)),
    "WACZ, packed again": ("x.wacz", lambda data: wacz(data, "archive/data.warc.gz", zipfile.ZIP_DEFLATED)),
    "WACZ with plain WARC": ("x.wacz", lambda data: wacz(gzip.decompress(data), "archive/1.warc", zipfile.ZIP_STORED)),
}


@pytest.mark.parametrize("form", ARCHIVES)
def test_the_pages_of_an_archive_are_cleaned_and_all_else_is_counted(form: str) -> None:
    foreign = Foreign().add(url(1), b"", "request").add(url(1), html(1)).add(url(2), html(2))
    foreign.add(url(3), b"gone", status="404 Not Found").add(url(4), b"x", Content_Type="image/png")
    name, pack = ARCHIVES[form]
    data = pack(foreign.data.getvalue())
    Path(name).write_bytes(data)
    result = run("clean", name, "no.html")
    assert [record.url for record in records(result)] == [url(1), url(2)]
    assert all((record.file or "").startswith(name) and "@" in (record.file or "") for record in records(result))
    assert records(result)[0].fetched_at.isoformat() == "2026-11-24T02:15:00+00:00"
    assert "; skipped: request 1, HTTP status 404 1, image/png 1" in result.stderr
    assert records(run("clean", stdin=data))[1].url == url(2)
    assert [record.url for record in records(run("clean", name, "--url", url(2)))] == [url(2)]
    assert run("explain", name, "--url", url(2)).stdout.splitlines()[0] == url(2)
    assert "holds more than one page" in run("explain", name).stderr


@pytest.mark.parametrize("form", ["gzip", "zstd", "WACZ"])
def test_a_cut_off_archive_gives_what_can_be_read(form: str) -> None:
    foreign = Foreign()
    for n in range(20):
        foreign.add(url(n), html(n) + b"<!--%b-->" % os.urandom(5000).hex().encode())
    name, pack = ARCHIVES[form]
    whole = foreign.data.getvalue()
    data = pack(whole)[:-2000] if form != "WACZ" else pack(whole[:-2000])
    Path(name).write_bytes(data)
    result = run("clean", name)
    assert (result.exit_code, records(result)[0].url) == (1, url(0))
    assert "cut off" in result.stderr


MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: %b\r\nSubject: Ferry\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x--\"\r\n\r\n\r\n"
    b"----x--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n%b\r\n"
    b"----x--\r\nContent-Type: image/png\r\n\r\nxx\r\n----x----\r\n"
)  # fmt: skip


def test_a_page_that_a_browser_saved_as_one_file_has_its_address() -> None:
    import base64

    Path("ferry.mhtml").write_bytes(MHTML % (url(1).encode(), base64.encodebytes(html(1))))
    assert places(run("clean", "ferry.mhtml")) == [(url(1), "ferry.mhtml")]
    Path("nested.mhtml").write_bytes(b"Content-Type: multipart/related; boundary=a\n\n--a\n" * 3000)
    assert run("clean", "nested.mhtml").exit_code == 1


NAMES = [
    *("a.htm", "b.xhtml", "c.shtml", "d.php", "e.aspx", "f.jsp", "g.HTML", "h.html.gz", "i", "j.html?p=2", "k.html.1"),
    *("l.jsonl", "m.warc.gz", "n.jsonl.zst", "o.wacz"),
]


def test_a_folder_gives_the_pages_of_all_its_files_and_counts_the_others() -> None:
    content = {".jsonl": lines(OBJECT), ".zst": zstd.compress(lines(OBJECT)), ".gz": gzip.compress(html(1))}
    archive = Foreign().add(url(1), html(1)).data.getvalue()
    content |= {".wacz": wacz(archive, "archive/a.warc.gz", zipfile.ZIP_STORED)}
    Path("in/below").mkdir(parents=True)
    for name in NAMES:
        data = archive if name == "m.warc.gz" else content.get(Path(name).suffix, html(1))
        Path("in", "below" if name < "d" else "", name).write_bytes(data)
    for name in ("x.jpg", "y.jpg", "z.css", "notes", ".hidden.html", "x.pdf.gz"):
        Path("in", name).write_bytes(b"no page, though it names <p> and <a>")
    Path("in/round").symlink_to(Path("in").absolute())
    os.mkfifo("in/pipe.html")
    result = run("clean", "in", "-o", "in/records.jsonl", "--rejects", "in/rejects.jsonl")
    assert result.exit_code == 0, result.stderr
    files = [json.loads(line)["file"] for line in Path("in/records.jsonl").read_bytes().splitlines()]
    names = [Path(file.partition("@")[0].partition(":")[0].removesuffix("/archive/a.warc.gz")).name for file in files]
    assert names == [*sorted(NAMES[3:]), *NAMES[:3]]
    assert "newsclean: 7 files skipped: 2 .jpg, " in result.stderr
    for kind in ("1 .css", "1 .pdf", "1 without an ending", "1 linked folder", "1 special file"):
        assert kind in result.stderr
    again = run("clean", "in", "-o", "in/records.jsonl", "--rejects", "in/rejects.jsonl")
    assert again.exit_code == 0, again.stderr


def test_options_that_do_not_fit_the_input_are_wrong_usage() -> None:
    Path("x.jsonl").write_bytes(lines(*objects(1, 2)))
    for words, message in (
        (("clean", url(1), "--url", url(2)), f"{url(1)} is an address. Leave it out."),
        (("clean", "x.jsonl", "x.jsonl", "--url", url(2)), "--url is the address of one page, but there are 2"),
        (("explain", "x.jsonl"), "x.jsonl holds more than one page, and one is explained at a time. Pick one by"),
        (("explain", "."), ". holds more than one page, and one is explained at a time. Name one of its files."),
    ):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr
    missing = run("clean", "x.jsonl", "--url", url(3))
    assert missing.stderr == f"newsclean: x.jsonl: no page with the address {url(3)} in it\n"
    assert [record.site for record in records(run("clean", "x.jsonl", "--site", "sindonews"))] == ["sindonews"] * 2


def test_what_is_broken_in_a_folder_is_named_and_the_rest_is_cleaned() -> None:
    Path("in").mkdir()
    Path("in/a.html").symlink_to("a.html")
    Path("in/b.html").symlink_to("nowhere")
    Path("in/c.warc.zst").write_bytes(b"\x5d\x2a\x4d\x18\x0a\0\0\0no dictnry" + zstd.compress(b"WARC/1.1\r\n"))
    Path("in/d.html").write_bytes(html(1))
    result = run("clean", "in")
    assert [record.file for record in records(result)] == ["in/d.html"]
    assert [line.partition(": ")[2] for line in result.stderr.splitlines()[:3]] == [
        "in/a.html: cannot be read: Too many levels of symbolic links",
        "in/b.html: there is no such file",
        "in/c.warc.zst: its dictionary is broken: invalid Zstandard dictionary",
    ]


def test_a_file_of_many_that_holds_none_is_an_error() -> None:
    Path("x.jsonl").touch()
    Path("x.warc.gz").write_bytes(Foreign().add(url(1), b"", "request").data.getvalue())
    Path("x.zip").write_bytes(wacz(b"", "other", zipfile.ZIP_STORED))
    result = run("clean", "x.jsonl", "x.warc.gz", "x.zip")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[:2] == [
        "newsclean: x.jsonl: no page in it",
        "newsclean: x.warc.gz: no page in it",
    ]
    assert "x.zip: not-text: " in result.stderr


@pytest.mark.slow
def test_a_signal_leaves_the_records_of_a_file_of_many_that_were_done() -> None:
    os.mkfifo("held.html")
    Path("pages.jsonl").write_bytes(lines(*objects(*range(40))))
    code = "from newsclean.commands.cli import main; main(prog_name='newsclean')"
    words = ("clean", "pages.jsonl", "held.html", "-o", "articles.jsonl", "--jobs", "1")
    running = subprocess.Popen([sys.executable, "-c", code, *words], stderr=subprocess.PIPE)
    with Path("held.html").open("wb"):  # waits until it is asked for, behind all others
        running.send_signal(signal.SIGINT)
        _, log = running.communicate(timeout=PATIENCE)
    assert running.returncode == 128 + signal.SIGINT
    assert b"ended early; articles.jsonl holds the " in log
    assert b"Traceback" not in log
    assert len(Path("articles.jsonl").read_bytes().splitlines()) >= 24


ODD = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "an empty page": b"<html><body>",
    "a feed": b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>',
    "text": b"Ferry stays\n\nThe ferry stays.\n",
    "bytes": bytes(range(256)) * 9,
    "surrogates": json.dumps({"url": url(1), "html": "\ud800<p>x"}).encode(),
}


@pytest.mark.parametrize("name", ODD)
def test_explain_takes_any_page(name: str) -> None:
    result = run("explain", stdin=ODD[name])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[1].startswith("no record: ")
    shown = Explanation.model_validate_json(run("explain", "--json", stdin=ODD[name]).stdout)
    assert shown.reason is not None


@pytest.mark.slow
@settings(max_examples=25)
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "{", "[{", '{"html":"', "<html>", "WARC/1.0\r\n", "PK\x03\x04", "\x1f\x8b"]),
)
def test_no_bytes_break_explain_or_clean(data: bytes, start: str) -> None:
    for words in (("explain",), ("explain", "--json"), ("clean",)):
        result = run(*words, stdin=start.encode("latin-1") + data)
        assert result.exit_code in (0, 1, 2)
        assert result.exception is None or isinstance(result.exception, SystemExit)
