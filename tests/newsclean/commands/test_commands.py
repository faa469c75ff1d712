"""The command as a user runs it: what goes to standard output, what to standard error, and how it ends.

Covers clean, explain, messages, outcomes, schema, show and sites, and newsclean.errors as a user meets them.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import pty
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsclean import Article, Explanation, Reject
from newsclean.commands.cli import main
from newsclean.formats.json_lines import to_line
from newsclean.workers.pool import AHEAD, Workers
from tests.crawls import PATIENCE

ROOT = Path(__file__).parents[3]
PARAGRAPHS = (
    "The harbour council voted on Tuesday evening to keep the old ferry running for three more years at half fare.",
    "The decision ends a quarrel that began when the new bridge opened and the boat lost most of its passengers.",
    "Members of the council said that the ferry will be paid for out of the parking fees on the northern quay.",
    "A review of the timetable is due in the spring, when the pilots' contracts have to be renewed as well.",
)
URL = "https://harbour.example/news/ferry-stays"
WORKERS = Workers(1)  # for all tests in this process: they take a while to start


def page(*, canonical: str | None = None, paragraphs: Sequence[str] = PARAGRAPHS) -> str:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Old ferry stays</title>{link}</head>'
        f"<body><article><h1>Old ferry stays for three more years</h1>{body}</article></body></html>"
    )


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one good page in it."""
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(page(), "utf-8")
    return tmp_path


@pytest.fixture(autouse=True, scope="module")
def workers() -> Iterator[None]:
    yield
    WORKERS.close()


def run(*arguments: str, stdin: str | bytes | None = None, workers: Workers = WORKERS) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, obj=workers)


def command(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, as the shell starts it."""
    return subprocess.run(argv(*arguments), capture_output=True, timeout=PATIENCE, **options)  # type: ignore[call-overload,no-any-return]  # options are run's own


def argv(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from newsclean.commands.cli import main; main(prog_name='newsclean')", *arguments]


def records(output: str) -> list[Article]:
    return [Article.model_validate_json(line) for line in output.splitlines()]


def test_a_file_gives_its_record_on_standard_output_and_nothing_else() -> None:
    result = run("clean", "page.html")
    assert result.exit_code == 0
    assert result.stderr == ""
    (record,) = records(result.stdout)
    assert record.title == "Old ferry stays for three more years"
    assert record.body == "\n\n".join(PARAGRAPHS)
    assert record.discovered_via == "file"


def test_a_file_without_url_is_known_by_its_uri(folder: Path) -> None:
    (record,) = records(run("clean", "page.html").stdout)
    assert record.url == (folder / "page.html").as_uri()


def test_a_file_without_url_is_known_by_its_canonical_link_when_it_has_one() -> None:
    Path("page.html").write_text(page(canonical=URL), "utf-8")
    (record,) = records(run("clean", "page.html").stdout)
    assert record.url == URL


@pytest.mark.parametrize("arguments", [("--url", URL), ("--url", URL, "-"), ("-", "--url", URL)])
def test_a_page_can_be_piped_in(arguments: tuple[str, ...]) -> None:
    result = run("clean", *arguments, stdin=page())
    assert result.exit_code == 0
    (record,) = records(result.stdout)
    assert (record.url, record.site) == (URL, "harbour.example")


def test_a_compressed_page_can_be_piped_in() -> None:
    (record,) = records(run("clean", stdin=gzip.compress(page().encode())).stdout)
    assert record.title == "Old ferry stays for three more years"
    assert "standard input: the gzip data is broken or cut off" in run("clean", stdin=b"\x1f\x8b\x08").stderr


def test_flattened_text_is_cleaned_like_a_page() -> None:
    Path("page.txt").write_text("\n".join(["Old ferry stays for three more years", "", *PARAGRAPHS, "Share"]), "utf-8")
    result = run("clean", "page.txt")
    assert result.exit_code == 0, result.stderr
    (record,) = records(result.stdout)
    assert PARAGRAPHS[1] in record.body


def test_a_folder_gives_one_record_per_page_in_the_order_of_the_paths(folder: Path) -> None:
    Path("b/below").mkdir(parents=True)
    for name in ("b/below/two.htm", "b/one.HTML", ".hidden.html", "notes.md"):
        Path(name).write_text(page(), "utf-8")
    Path("b/three.html.gz").write_bytes(gzip.compress(page().encode()))
    result = run("clean", ".")
    assert result.exit_code == 0
    assert [record.url.removeprefix(folder.as_uri()) for record in records(result.stdout)] == [
        "/page.html",
        "/b/one.HTML",
        "/b/three.html.gz",
        "/b/below/two.htm",
    ]


def test_output_goes_to_a_file_and_leaves_no_other_behind() -> None:
    result = run("clean", "page.html", "-o", "articles.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(records(Path("articles.jsonl").read_text("utf-8"))) == 1
    assert sorted(os.listdir()) == ["articles.jsonl", "page.html"]


def test_a_run_without_a_record_leaves_the_file_of_the_last_run_alone() -> None:
    Path("articles.jsonl").write_text("yesterday's\n")
    result = run("clean", "missing.html", "-o", "articles.jsonl")
    assert result.exit_code == 1
    assert "articles.jsonl was left as it was" in result.stderr
    assert Path("articles.jsonl").read_text() == "yesterday's\n"
    assert sorted(os.listdir()) == ["articles.jsonl", "page.html"]


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_a_full_disk_leaves_complete_records_and_the_next_run_all_of_them(ending: str) -> None:
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    Path(f"articles.{ending}").write_text("yesterday's\n")
    Path("plain.txt").touch()  # a reject
    arguments = ("clean", *["page.html"] * 9, "plain.txt", "-o", f"articles.{ending}", "--rejects", "rejects.jsonl")
    complete = run(*arguments)
    assert complete.exit_code == 1
    whole = Path(f"articles.{ending}").read_bytes()
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) // 2, usual[1]))  # the workers are running already
    try:
        full = run(*arguments)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert full.exit_code == 1
    assert f"articles.{ending} cannot be written: File too large" in full.stderr
    assert f"ended early; articles.{ending} holds the 4 lines done so far" in full.stderr
    half = Path(f"articles.{ending}").read_bytes()
    assert half.count(b"Old ferry stays") == 4
    assert half.endswith(whole[-20:])
    assert sorted(os.listdir()) == [f"articles.{ending}", "page.html", "plain.txt", "rejects.jsonl"]
    assert run(*arguments).exit_code == 1
    assert Path(f"articles.{ending}").read_bytes().count(b"Old ferry stays") == whole.count(b"Old ferry stays")


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_signal_leaves_complete_records_and_no_other_file(number: signal.Signals) -> None:
    os.mkfifo("held.html")
    Path(".articles.jsonl.1.part").touch()  # of a run that was killed
    running = subprocess.Popen(
        argv("clean", *["page.html"] * 40, "held.html", "-o", "articles.jsonl", "--jobs", "1"), stderr=subprocess.PIPE
    )
    with Path("held.html").open("wb"):  # waits until the page is read, after most of the others
        running.send_signal(number)
        _, log = running.communicate(timeout=PATIENCE)
    assert running.returncode == 128 + number
    assert "ended early; articles.jsonl holds the " in log.decode()
    assert "Traceback" not in log.decode()
    assert len(records(Path("articles.jsonl").read_text("utf-8"))) >= 40 - AHEAD
    assert sorted(os.listdir()) == ["articles.jsonl", "held.html", "page.html"]


def test_records_and_rejects_in_one_file_are_refused() -> None:
    assert run("clean", "page.html", "-o", "x.jsonl", "--rejects", "./x.jsonl").exit_code == 2
    assert sorted(os.listdir()) == ["page.html"]


def test_the_ending_of_the_output_names_its_format() -> None:
    assert run("clean", "page.html", "-o", "articles.csv").exit_code == 0
    assert run("clean", "page.html", "-o", "articles.json.gz").exit_code == 0
    header, row = Path("articles.csv").read_text("utf-8").split("\n", 1)
    assert header.split(",")[:4] == ["url", "canonical_url", "site", "title"]
    assert "Old ferry stays for three more years" in row
    (record,) = json.loads(gzip.decompress(Path("articles.json.gz").read_bytes()))
    assert record["title"] == "Old ferry stays for three more years"


@pytest.mark.parametrize("option", ["-o", "--rejects"])
@pytest.mark.parametrize("command", ["clean", "reclean"])
def test_an_ending_that_names_no_format_is_refused_before_any_work(command: str, option: str) -> None:
    for name in ("articles.xlsx", "articles", "articles.txt.gz"):
        result = run(command, "page.html", option, name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"newsclean: {name} does not end in the name of a format. Use .jsonl, .json")
    assert os.listdir() == ["page.html"]


@pytest.mark.slow
def test_a_pipe_needs_no_ending() -> None:
    for name in ("/dev/stdout", "-"):
        shown = subprocess.run(argv("clean", "page.html", "-o", name), capture_output=True, check=True).stdout
        assert [record.title for record in records(shown.decode())] == ["Old ferry stays for three more years"]


def test_rejects_in_a_table_have_their_own_columns() -> None:
    Path("empty.html").touch()
    assert run("clean", "page.html", "empty.html", "-o", "articles.jsonl", "--rejects", "rejects.csv").exit_code == 1
    (row,) = csv.DictReader(Path("rejects.csv").read_text("utf-8").splitlines())
    assert list(row) == list(Reject.model_fields)
    assert (row["reason"], row["detail"] != "") == ("empty-page", True)


def test_output_may_be_a_link_and_stays_one() -> None:
    Path("real.jsonl").touch()
    Path("articles.jsonl").symlink_to("real.jsonl")
    assert run("clean", "page.html", "-o", "articles.jsonl").exit_code == 0
    assert Path("articles.jsonl").is_symlink()
    assert len(records(Path("real.jsonl").read_text("utf-8"))) == 1


def test_a_line_separator_in_the_text_does_not_break_the_line() -> None:
    result = run("clean", "--url", URL + "?\u2028", stdin=page())
    assert result.exit_code == 2  # no such sign in an address
    odd = PARAGRAPHS[0].replace("ferry running", "ferry\u2028running")
    result = run("clean", stdin=page(paragraphs=[odd, *PARAGRAPHS[1:]]))
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


def test_one_bad_file_among_many_is_named_and_the_run_goes_on() -> None:
    Path("empty.html").touch()
    Path("z.html").write_text(page(), "utf-8")
    result = run("clean", "page.html", "missing.html", "empty.html", "z.html", "--rejects", "rejects.jsonl")
    assert result.exit_code == 1
    assert len(records(result.stdout)) == 2
    missing, summary = result.stderr.splitlines()
    assert missing == "newsclean: missing.html: there is no such file"
    assert summary == "newsclean: 4 pages: 2 records, 1 rejected (empty-page 1), 1 not read"
    rejects = [json.loads(line) for line in Path("rejects.jsonl").read_text("utf-8").splitlines()]
    assert [(reject["reason"], Path(reject["url"]).name) for reject in rejects] == [
        ("fetch-failed", "missing.html"),
        ("empty-page", "empty.html"),
    ]


def test_rejects_are_listed_unless_they_are_in_a_file_and_as_little_or_much_as_asked_for() -> None:
    Path("empty.html").touch()
    pages = ("clean", "page.html", "empty.html", "-o", "records.jsonl")
    one, summary = "empty.html: empty-page: ", "newsclean: 2 pages: 1 record, 1 rejected (empty-page 1)"
    said = {
        (): [one, summary],
        ("--rejects", "rejects.jsonl"): [summary],
        ("--rejects", "rejects.jsonl", "--verbose"): [one, summary],
        ("--quiet",): [],
    }
    for options, expected in said.items():
        result = run(*pages, *options)
        lines = result.stderr.splitlines()
        assert result.exit_code == 1
        assert len(lines) == len(expected), options
        assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), options


def test_quiet_and_verbose_are_opposites() -> None:
    result = run("clean", "page.html", "--quiet", "--verbose")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "newsclean: --quiet and --verbose are opposites; leave out one of them.\n"


def test_the_rejects_file_is_about_this_run_only() -> None:
    Path("rejects.jsonl").write_text("yesterday's\n")
    assert run("clean", "page.html", "--rejects", "rejects.jsonl").exit_code == 0
    assert Path("rejects.jsonl").read_text() == ""


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.html", b"", "empty.html: empty-page: "),
        ("blank.html", b" \n\t\n", "blank.html: empty-page: "),
        ("photo.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "photo.html: not-text: "),
        ("noise.bin", bytes(range(256)) * 16, "noise.bin: not-text: "),
        ("cut.html.gz", gzip.compress(os.urandom(4096))[:-9], "newsclean: cut.html.gz: the gzip data is broken"),
        ("broken.html.gz", b"\x1f\x8b\x08\x00 and no gzip", "newsclean: broken.html.gz: the gzip data is broken"),
    ],
)
def test_a_file_that_is_not_a_page_is_reported(name: str, content: bytes, message: str) -> None:
    Path(name).write_bytes(content)
    result = run("clean", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(message)
    assert len(result.stderr.splitlines()) == 1


def test_a_small_file_that_unpacks_to_more_than_any_page_is_refused() -> None:
    Path("bomb.html.gz").write_bytes(gzip.compress(bytes(80 * 2**20), compresslevel=1))
    result = run("clean", "bomb.html.gz")
    assert result.exit_code == 1
    assert result.stderr == "newsclean: bomb.html.gz: larger than 64 MiB, too large for a news page\n"


def test_a_folder_without_pages_is_an_error() -> None:
    Path("none").mkdir()
    result = run("clean", "none")
    assert result.exit_code == 1
    assert result.stderr.startswith("newsclean: none: no page in this folder")


def test_a_path_through_a_file_is_an_error() -> None:
    result = run("clean", "page.html/inner.html")
    assert result.exit_code == 1
    assert result.stderr == "newsclean: page.html/inner.html: cannot be read: Not a directory\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_an_error() -> None:
    Path("page.html").chmod(0)
    result = run("clean", "page.html")
    assert result.exit_code == 1
    assert result.stderr == "newsclean: page.html: cannot be read: Permission denied\n"


@pytest.mark.parametrize(
    "url", ["harbour.example/news", "ftp://harbour.example/", "https://", "http://[::1", "https://a b.example/", ""]
)
def test_an_invalid_url_is_wrong_usage(url: str) -> None:
    result = run("clean", "page.html", "--url", url)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"newsclean: --url {url!r} is not a web address; use one like https://example.com/news/1\n"


def test_one_url_for_two_pages_is_wrong_usage() -> None:
    Path("other.html").write_text(page(), "utf-8")
    result = run("clean", ".", "--url", URL)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "but there are 2" in result.stderr


def test_an_unknown_site_is_wrong_usage_with_the_nearest_name() -> None:
    result = run("clean", "page.html", "--site", "sindonew")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "newsclean: there is no site 'sindonew'. Did you mean 'sindonews'?\n"


def test_an_output_that_cannot_be_written_is_reported() -> None:
    for option in ("-o", "--rejects"):
        result = run("clean", "page.html", option, "nowhere/file.jsonl")
        assert result.exit_code == 1
        assert result.stderr.startswith("newsclean: ")
        assert "No such file or directory" in result.stderr


def test_an_unknown_option_is_wrong_usage() -> None:
    assert run("clean", "page.html", "--ulr", URL).exit_code == 2


@pytest.mark.parametrize("wrong", [["missing.html"], ["page.html", "--url", "x"], ["--site", "x", "page.html"]])
def test_wrong_use_gives_no_traceback(wrong: list[str]) -> None:
    ended = command("clean", *wrong, stdin=subprocess.DEVNULL)
    assert ended.returncode != 0
    assert ended.stdout == b""
    assert b"Traceback" not in ended.stderr


def test_help_lists_the_exit_statuses() -> None:
    help_text = run("clean", "--help").stdout
    assert "an input could not be read or fetched, or a page yielded no record" in help_text


@pytest.mark.slow
def test_a_reader_that_goes_away_causes_no_error_message() -> None:
    for number in range(30):
        Path(f"page{number}.html").write_text(page(), "utf-8")
    pipe = subprocess.Popen(argv("clean", *["."] * 10), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert pipe.stdout is not None
    assert pipe.stderr is not None
    pipe.stdout.close()
    assert pipe.stderr.read() == b""
    pipe.wait(timeout=PATIENCE)
    pipe.stderr.close()


@pytest.mark.slow
def test_a_terminal_shows_the_progress_and_the_records_stay_clean() -> None:
    Path("other.html").write_text(page(), "utf-8")
    mine, theirs = pty.openpty()
    with ThreadPoolExecutor(1) as reader:  # read as it comes: a terminal takes a few kB, and then its writer waits
        shown = reader.submit(_all_of, mine)
        try:
            ended = subprocess.run(
                argv("clean", "."),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=theirs,
                timeout=PATIENCE,
                env=os.environ | {"TERM": "xterm"},
            )
        finally:
            os.close(theirs)
    os.close(mine)
    assert ended.returncode == 0
    assert len(records(ended.stdout.decode())) == 2
    assert b"cleaning" in shown.result()
    assert b"2 pages: 2 records" in shown.result()


def _all_of(terminal: int) -> bytes:
    """What is written to the other end until that is closed: a read then fails."""
    shown = b""
    with suppress(OSError):
        while part := os.read(terminal, 65536):
            shown += part
    return shown


def test_output_without_a_utf8_locale_is_utf8_all_the_same() -> None:
    Path("page.html").write_text(page(paragraphs=[PARAGRAPHS[0] + " Łódź 漢字", *PARAGRAPHS[1:]]), "utf-8")
    ended = command("clean", "page.html", env=os.environ | {"PYTHONIOENCODING": "latin-1"})
    assert ended.returncode == 0
    assert "Łódź 漢字" in ended.stdout.decode("utf-8")


def test_nothing_named_and_nothing_piped_in_is_wrong_usage() -> None:
    mine, theirs = pty.openpty()
    try:
        ended = subprocess.run(argv("clean"), stdin=theirs, capture_output=True, timeout=PATIENCE)
    finally:
        os.close(theirs)
        os.close(mine)
    assert ended.returncode == 2
    assert b"nothing to clean" in ended.stderr


def test_show_prints_a_record_as_a_person_reads_it() -> None:
    run("clean", "page.html", "page.html", "-o", "articles.jsonl")
    result = run("show", "articles.jsonl", "--first", "1")
    assert result.exit_code == 0
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert lines[0] == "Old ferry stays for three more years"
    assert lines[1] == "no date"
    assert max(map(len, lines[3:])) <= 88
    assert " ".join(" ".join(lines[3:]).split()) == " ".join(PARAGRAPHS)


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_show_reads_compressed_records(ending: str) -> None:
    run("clean", "page.html", "page.html", "-o", f"articles.jsonl.{ending}")
    assert run("show", f"articles.jsonl.{ending}").stdout.count("Old ferry stays for three more years") == 2
    Path(f"cut.jsonl.{ending}").write_bytes(Path(f"articles.jsonl.{ending}").read_bytes()[:-3])
    assert run("show", f"cut.jsonl.{ending}").exit_code == 1
    Path(f"plain.jsonl.{ending}").write_text("{}\n")
    damaged = f"newsclean: plain.jsonl.{ending} is cut off, or not a whole .{ending} file\n"
    assert run("show", f"plain.jsonl.{ending}").stderr == damaged


def certain(number: int, certainty: float | None, *doubtful: str) -> Article:
    (record,) = records(run("clean", "page.html").stdout)
    told = {"title": f"Ferry {number}", "certainty": certainty, "doubtful": doubtful}
    return record.model_copy(update=told)


def test_show_begins_with_the_records_to_check_and_says_where_to_look() -> None:
    articles = [certain(1, 0.97), certain(2, None), certain(3, 0.21, "date", "body"), certain(4, 0.6)]
    Path("articles.jsonl").write_bytes(b"".join(map(to_line, articles)))
    result = run("show", "articles.jsonl", "--least-certain")
    assert result.exit_code == 0
    assert [line.rstrip() for line in result.stdout.splitlines() if line.startswith(("Ferry", "certainty"))] == [
        *("Ferry 3", "certainty 0.21 · doubtful: date, body", "Ferry 4", "certainty 0.60"),
        *("Ferry 1", "certainty 0.97", "Ferry 2", "certainty not known"),
    ]
    assert "certainty" not in run("show", "articles.jsonl").stdout


def test_records_below_the_certainty_asked_for_are_rejects_and_counted() -> None:
    (record,) = records(run("clean", "page.html").stdout)
    assert record.certainty is not None
    just = str(record.certainty)
    result = run("clean", "page.html", "--min-certainty", just)
    assert (result.exit_code, records(result.stdout)[0].certainty) == (0, record.certainty)
    result = run("clean", "page.html", "page.html", "--min-certainty", "1", "--rejects", "rejects.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("newsclean: 2 pages: 0 records, 2 rejected (uncertain 2)\n")
    reject, _ = map(json.loads, Path("rejects.jsonl").read_text("utf-8").splitlines())
    assert (reject["url"], reject["reason"]) == (record.url, "uncertain")
    assert reject["detail"].startswith(f"certainty {record.certainty:.2f} under 1")
    assert run("clean", "page.html", "--min-certainty", "90").exit_code == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "records.jsonl: no records in it"),
        ("{}\n", "records.jsonl, line 1: not a record of newsclean: url: Field required"),
        ("no JSON\n", "records.jsonl, line 1: not a record of newsclean: Invalid JSON"),
    ],
)
def test_show_says_which_line_is_no_record(content: str, message: str) -> None:
    Path("records.jsonl").write_text(content)
    result = run("show", "records.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"newsclean: {message}")


def test_show_of_a_missing_file_is_an_error() -> None:
    result = run("show", "missing.jsonl")
    assert result.exit_code == 1
    assert result.stderr == "newsclean: missing.jsonl: No such file or directory\n"


def test_the_schema_in_the_docs_is_the_one_of_the_records() -> None:
    printed = run("schema").stdout
    kept = (ROOT / "docs/reference/article.schema.json").read_text("utf-8")
    assert printed == kept, "refresh it: newsclean schema > docs/reference/article.schema.json"


def test_the_schema_names_every_field_of_a_record() -> None:
    schema = json.loads(run("schema").stdout)
    record = json.loads(run("clean", "page.html").stdout)
    assert set(schema["required"]) == set(record)
    assert set(schema["properties"]) == {*record, "blocks"}
    assert all(field["description"] for field in schema["properties"].values())


def test_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    assert run("--version").stdout.split()[-1] == version("newsclean")


@pytest.mark.slow
def test_a_page_that_breaks_its_worker_is_named_and_costs_no_other_page() -> None:
    for name in ("a", "fault-bug", "fault-exit", "fault-loop", "z"):
        Path(f"{name}.html").write_text(page(), "utf-8")
    with Workers(1, seconds=2, cleaner="tests.misbehaving:clean") as workers:
        result = run("clean", ".", workers=workers)
    assert result.exit_code == 1
    assert [Path(record.url).name for record in records(result.stdout)] == ["a.html", "page.html", "z.html"]
    bug, exit_, loop, summary = result.stderr.splitlines()
    assert bug.startswith("fault-bug.html: internal-error: KeyError at misbehaving.py:")
    assert exit_ == "fault-exit.html: worker-died: 2 workers died while they read it (exit status 9)"
    assert loop == "fault-loop.html: too-slow: took too long, more than 2 s"
    assert summary.startswith("newsclean: 6 pages: 3 records, 3 rejected (")


@pytest.mark.slow
def test_the_order_is_that_of_the_pages_with_any_number_of_jobs() -> None:
    for number in range(20):
        Path(f"page{number:02}.html").write_text(page(), "utf-8")
    ended = command("clean", ".", "--jobs", "2")
    assert (ended.returncode, ended.stderr) == (0, b"")
    names = [Path(record.url).name for record in records(ended.stdout.decode())]
    assert names == ["page.html", *(f"page{number:02}.html" for number in range(20))]


def test_explain_marks_what_is_kept_and_says_why_each_other_line_is_not() -> None:
    Path("page.html").write_text(page(paragraphs=[*PARAGRAPHS[:3], "© 2026 The Harbour Paper", PARAGRAPHS[3]]), "utf-8")
    result = run("explain", "page.html", "--url", URL)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == URL
    assert lines[1].startswith("record ")
    assert "title: Old ferry stays for three more years" in lines
    assert "  title: Old ferry stays" in lines
    assert "text: 4 of 6 blocks are the body" in lines
    assert sum(line.startswith("+ ") for line in lines) == len(PARAGRAPHS)
    place = lines.index("- © 2026 The Harbour Paper")
    assert lines[place + 1].startswith(("    copyright: ", "    below-threshold: score "))


def test_explain_pipes_whole_lines_without_colour() -> None:
    address = f"{URL}/{'a-long-folder/' * 40}"
    lines = run("explain", "page.html", "--url", address).stdout.splitlines()
    assert lines[0] == address
    assert f"+ {PARAGRAPHS[0]}" in lines
    assert not any("\x1b" in line for line in lines)


def test_explain_wraps_at_the_width_of_a_terminal() -> None:
    mine, theirs = pty.openpty()
    with ThreadPoolExecutor(1) as reader:
        shown = reader.submit(_all_of, mine)
        try:
            subprocess.run(
                argv("explain", "page.html"),
                stdin=subprocess.DEVNULL,
                stdout=theirs,
                timeout=PATIENCE,
                env=os.environ | {"TERM": "dumb", "COLUMNS": "60"},
                check=True,
            )
        finally:
            os.close(theirs)
    os.close(mine)
    lines = shown.result().decode().splitlines()
    assert max(map(len, lines[1:])) <= 60
    assert " ".join(PARAGRAPHS[0].split()) in " ".join(" ".join(lines).split())


def test_explain_gives_json_for_programs() -> None:
    result = run("explain", "page.html", "--json")
    explanation = Explanation.model_validate_json(result.stdout)
    assert [block.text for block in explanation.blocks if block.kept] == list(PARAGRAPHS)


def test_explain_says_why_a_page_gives_no_record_and_succeeds() -> None:
    result = run("explain", stdin="<html><body><a href='/1'>Latest news</a></body></html>")
    assert result.exit_code == 0
    assert "no record: no-main-content: no block of the page is main content" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("missing.html",), 1, "missing.html: there is no such file"),
        (("page.html", "--url", "harbour"), 2, "--url 'harbour' is not a web address"),
        (("page.html", "--site", "nowhere"), 2, "nowhere"),
    ],
)
def test_explain_says_what_is_wrong_with_its_arguments(arguments: tuple[str, ...], status: int, message: str) -> None:
    result = run("explain", *arguments)
    assert result.exit_code == status
    assert result.stderr.startswith("newsclean: ")
    assert message in result.stderr
    assert result.stdout == ""
