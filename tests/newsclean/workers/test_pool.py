"""Workers as real processes: each fault costs the page that has it, and nothing else.

Covers crashes, job, lifeline, process and worker.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from benchmarks.floor import cases
from newsclean import Article, Page, Reason, Reject, clean
from newsclean.errors import SiteError, UsageError, WorkerError
from newsclean.formats.json_lines import to_line
from newsclean.workers.job import Job, JobError
from newsclean.workers.pool import AHEAD, Workers
from newsclean.workers.process import sample
from tests.crawls import PATIENCE
from tests.misbehaving import FIFO

ROOT = Path(__file__).parents[3]
CLEANER = "tests.misbehaving:clean"


def page(name: str) -> Page:
    return sample().model_copy(update={"url": f"file:///{name}"})


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Two workers that misbehave when a page's address says so; a page may take as long as a busy machine needs."""
    with Workers(2, seconds=PATIENCE, memory=400, cleaner=CLEANER) as workers:
        yield workers


@pytest.fixture(scope="module")
def hurried() -> Iterator[Workers]:
    """The same, for pages that never end: a page may take two seconds."""
    with Workers(2, seconds=2, memory=400, cleaner=CLEANER) as workers:
        yield workers


@pytest.fixture
def fifo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a worker tells its process id, and which it holds open as long as it lives."""
    path = tmp_path / "fifo"
    os.mkfifo(path)
    monkeypatch.setenv(FIFO, str(path))
    return path


def test_each_fault_costs_its_page_and_all_others_come_out_in_their_order(workers: Workers, hurried: Workers) -> None:
    slow = {
        "loop": (Reason.TOO_SLOW, "took too long, more than 2 s"),
        "stuck": (Reason.TOO_SLOW, "took too long, more than 2 s"),
    }
    faults = {
        "memory": (Reason.TOO_MUCH_MEMORY, "needed too much memory, more than 400 MiB"),
        "hidden_memory": (Reason.TOO_MUCH_MEMORY, "needed too much memory, more than 400 MiB"),
        "exit": (Reason.WORKER_DIED, "2 workers died while they read it (exit status 9)"),
        "segfault": (Reason.WORKER_DIED, "2 workers died while they read it (SIGSEGV)"),
        "nothing": (Reason.INTERNAL_ERROR, "TypeError at json_lines.py:"),
    }
    check_faults(hurried, slow)
    check_faults(workers, faults)


def check_faults(workers: Workers, faults: dict[str, tuple[Reason, str]]) -> None:
    """Reason and the beginning of the detail for each fault; every page between them is an article."""
    names = [name for fault in faults for name in (f"before-{fault}", f"fault-{fault}")] + ["last"]
    outcomes = list(workers.map(map(page, names)))
    assert [outcome.url for outcome in outcomes] == [f"file:///{name}" for name in names]
    for name, outcome in zip(names, outcomes, strict=True):
        if name.startswith("fault-"):
            assert isinstance(outcome, Reject), name
            reason, detail = faults[name.removeprefix("fault-")]
            assert (outcome.reason, outcome.detail[: len(detail)]) == (reason, detail)
        else:
            assert isinstance(outcome, Article), name


def test_a_worker_killed_once_costs_no_page(workers: Workers, tmp_path: Path) -> None:
    outcome = workers.submit(page(f"{tmp_path}/fault-dies_once.html")).result()
    assert isinstance(outcome, Article)


def test_a_page_whose_workers_are_killed_from_outside_is_one_reject(fifo: Path) -> None:
    with Workers(1, cleaner=CLEANER) as workers, os.fdopen(os.open(fifo, os.O_RDWR)) as told:
        doomed, other = (workers.submit(page(name)) for name in ("fault-loop", "other"))
        for _ in range(2):
            os.kill(int(told.readline()), signal.SIGKILL)
        outcome = doomed.result()
        assert isinstance(outcome, Reject)
        assert (outcome.reason, outcome.detail) == ("worker-died", "2 workers died while they read it (SIGKILL)")
        assert isinstance(other.result(), Article)


def test_a_worker_killed_while_it_waits_costs_no_page(fifo: Path) -> None:
    with Workers(1, cleaner=CLEANER) as workers, os.fdopen(os.open(fifo, os.O_RDWR)) as told:
        workers.submit(page("fault-tell")).result()
        os.kill(int(told.readline()), signal.SIGKILL)
        assert all(isinstance(outcome, Article) for outcome in workers.map(map(page, "abc")))


def test_a_bug_is_a_reject_each_time_and_its_traceback_is_logged_once(
    workers: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = list(workers.map([page("fault-bug"), page("fine"), page("fault-bug")]))
    assert [outcome.reason if isinstance(outcome, Reject) else None for outcome in outcomes] == [
        Reason.INTERNAL_ERROR,
        None,
        Reason.INTERNAL_ERROR,
    ]
    (told,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert told.startswith("file:///fault-bug: KeyError at misbehaving.py:")
    assert told.rstrip().endswith("KeyError: 'a bug'")


def test_a_mistake_that_a_person_can_fix_ends_the_run_with_its_message(workers: Workers) -> None:
    with pytest.raises(SiteError, match=r"sites/x\.toml: not TOML"):
        list(workers.map([page("fine"), page("fault-site")]))


def test_what_workers_give_is_what_clean_gives() -> None:
    odd = "http://harbour.example/\udc80"
    nothing = [Page(url=odd, html=b"", single_page=b"", site=None, fetched_at=dt.datetime.now(dt.UTC))]
    pages = [*(case.page for case in cases()), *nothing]
    with Workers(1, seconds=PATIENCE) as workers:
        outcomes = list(workers.map(pages))
    expected = [clean(page) for page in pages]
    assert outcomes[:-1] == expected[:-1]
    assert list(map(to_line, outcomes)) == list(map(to_line, expected))


def test_pages_are_read_no_further_ahead_than_they_are_taken(hurried: Workers) -> None:
    read = 0

    def produced() -> Iterator[Page]:
        nonlocal read
        for name in ["fault-loop", *map(str, range(3 * AHEAD))]:
            read += 1
            yield page(name)

    for taken, _ in enumerate(hurried.map(produced())):
        assert read - taken <= AHEAD


def test_a_page_that_was_rejected_before_keeps_its_place(workers: Workers) -> None:
    unread = Reject(
        url="file:///unread", reason=Reason.FETCH_FAILED, detail="no such file", fetched_at=dt.datetime.now(dt.UTC)
    )
    first, second, third = workers.map([page("1"), unread, page("3")])
    assert (first.url, second, third.url) == ("file:///1", unread, "file:///3")


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"cleaner": "tests.misbehaving:missing"}, "not even newsclean's own sample page can be cleaned"),
        ({"cleaner": "tests.no_such_module:clean"}, "not even newsclean's own sample page can be cleaned"),
        ({"memory": 100}, "newsclean itself needs more than the 100 MiB that NEWSCLEAN_PAGE_MEMORY allows"),
    ],
)
def test_workers_that_cannot_clean_say_so_and_reject_nothing(limits: dict[str, str], message: str) -> None:
    with Workers(1, **limits) as workers, pytest.raises(WorkerError, match=message):  # type: ignore[arg-type]
        workers.submit(page("fine")).result()


def test_impossible_limits_are_wrong_usage() -> None:
    for number, seconds, memory in ((-1, 10, 1024), (1, 0, 1024), (1, 10, 0)):
        with pytest.raises(UsageError, match="NEWSCLEAN_PAGE_TIMEOUT"):
            Workers(number, seconds=seconds, memory=memory)


def test_closing_ends_a_worker_in_the_middle_of_a_page(fifo: Path) -> None:
    with Workers(1, seconds=60, cleaner=CLEANER) as workers:
        hanging, waiting = workers.submit(page("fault-loop")), workers.submit(page("fine"))
        with fifo.open() as told:
            process = int(told.readline())
            workers.close()
            assert told.read() == ""
    for future in (hanging, waiting):
        with pytest.raises(CancelledError):
            future.result(timeout=0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_worker_leaves_sigterm_to_its_owner(fifo: Path) -> None:
    with Workers(1, cleaner=CLEANER) as workers, os.fdopen(os.open(fifo, os.O_RDWR)) as told:
        processes = []
        for _ in range(2):
            workers.submit(page("fault-tell")).result()
            processes.append(int(told.readline()))
            os.kill(processes[-1], signal.SIGTERM)
    assert processes[0] == processes[1]


def test_a_worker_that_still_starts_ends_with_its_owner(fifo: Path, tmp_path: Path) -> None:
    (tmp_path / "lxml.py").write_text(
        f"import os, signal; os.write(os.open({str(fifo)!r}, os.O_WRONLY), b'.')\nsignal.pause()"
    )
    code = (
        "import sys; from newsclean.workers.pool import Workers\n"
        f"sys.path.insert(0, {str(tmp_path)!r}); Workers(1).start()\n"
        "import signal; signal.pause()"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    with fifo.open("rb", buffering=0) as told:
        assert told.read(1) == b"."
        owner.kill()
        owner.wait()
        assert select.select([told], [], [], PATIENCE)[0], "it lives on"
        assert told.read(1) == b""  # it held the FIFO open


def test_where_the_kernel_does_not_help_a_worker_looks_for_its_owner_itself() -> None:
    code = "import os, sys; from newsclean.workers.lifeline import watch; watch(os.getpid())"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=PATIENCE, check=False).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_the_command(number: signal.Signals, fifo: Path, tmp_path: Path) -> None:
    (tmp_path / "fault-loop.html").write_bytes(bytes(page("x").html))  # type: ignore[arg-type]  # they are bytes
    code = (
        "from newsclean.commands.cli import main; from newsclean.workers.pool import Workers\n"
        f"with Workers(1, seconds=60, cleaner={CLEANER!r}) as workers: main(obj=workers)"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", code, "clean", str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    with fifo.open() as told:
        assert told.readline()
        command.send_signal(number)
        _, said = command.communicate(timeout=PATIENCE)
        assert told.read() == ""  # the worker, which held it open, has ended
    assert "Traceback" not in said
    assert command.returncode == (-number if number == signal.SIGKILL else 128 + number)


def test_an_impossible_date_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    html = sample().html
    assert isinstance(html, bytes)
    wrong = Page(url="https://news.example/1", html=html.replace(b"2026", b"9999"), fetched_at=dt.datetime.now(dt.UTC))
    with Workers(1) as workers:
        (outcome,) = workers.map([wrong])
    assert isinstance(outcome, Article)
    assert outcome.date is None
    assert "https://news.example/1: no date: " in caplog.text


def test_a_job_gives_its_bytes_or_says_why_there_are_none(workers: Workers) -> None:
    assert workers.do(Job("tests.misbehaving:spell", "é", "file:///x", 60)).result() == b"\xc3\xa9"
    faults = {"loop": Reason.TOO_SLOW, "exit": Reason.WORKER_DIED, "bug": Reason.INTERNAL_ERROR}
    for fault, reason in faults.items():
        url = f"file:///fault-{fault}"
        job = Job(CLEANER, page(url), url, seconds=1 if fault == "loop" else 60)
        with pytest.raises(JobError) as failed:
            workers.do(job).result()
        assert failed.value.reason is reason
    assert workers.do(Job("tests.misbehaving:spell", "a", "file:///x", 60)).result() == b"a"


def test_a_frozen_worker_that_does_not_take_a_large_page_costs_that_page(fifo: Path) -> None:
    with Workers(1, seconds=2, memory=400, cleaner=CLEANER) as workers:
        told = workers.submit(page("fault-tell"))
        with fifo.open() as line:
            frozen = int(line.readline())
        assert isinstance(told.result(), Article)
        os.kill(frozen, signal.SIGSTOP)
        large = page("large").model_copy(update={"html": b"<p>News" * 1_000_000})
        outcome = workers.submit(large).result()
        assert isinstance(outcome, Reject)
        assert outcome.reason is Reason.TOO_SLOW
        assert isinstance(workers.submit(page("next")).result(), Article)


def test_a_full_disk_is_named_as_what_it_is() -> None:
    said = pytest.raises(WorkerError, match=r"No space left on device: '/tmp/model'. Is the disk full")
    with Workers(1, cleaner="tests.misbehaving:without_space") as workers, said:
        workers.start().result()


@pytest.mark.slow
def test_a_worker_needs_no_temporary_space(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(bytes(sample().html))  # type: ignore[arg-type]  # they are bytes
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); "  # no byte may be written to any file
    code += "from newsclean.commands.cli import main; main()"
    cleaned = subprocess.run(
        [sys.executable, "-B", "-c", code, "clean", str(tmp_path / "page.html")],
        cwd=ROOT, env={**os.environ, "TMPDIR": "/nonexistent"}, capture_output=True, check=False,
    )  # fmt: skip
    assert (cleaned.returncode, cleaned.stdout.count(b"\n"), cleaned.stderr) == (0, 1, b"")
