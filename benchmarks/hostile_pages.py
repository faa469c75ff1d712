"""Every hostile page of tests/hostile, and mutants of the fixture pages, each with the time and memory it took.

Each case has a process of its own, with 10 seconds and 1 GiB; mutants share one until it dies.
"""

from __future__ import annotations

import logging
import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from newsclean import Article, Page, Reject, clean
from newsclean.formats.json_lines import to_line
from newsclean.workers.crashes import crash_site
from tests.hostile.mutants import mutants
from tests.hostile.pages import Case, Record, all_cases, article, fault

LIMIT = 10.0  # seconds a page
MEMORY = 2**30  # bytes of address space
SLOWEST = 10
SEED = 5

_FORK = multiprocessing.get_context("fork")  # children start with the library imported


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of a page. `fault` is None when it is what was expected; `peak` is in MiB, 0 if it died."""

    name: str
    expected: str
    outcome: str
    seconds: float
    peak: int
    fault: str | None


def page_outcomes(names: Iterable[str] | None = None, *, limit: float = LIMIT) -> Iterator[PageOutcome]:
    """The outcomes of these cases, all if left out, one after the other."""
    _warm_up()
    cases = all_cases()
    for name in names if names is not None else cases:
        case = cases[name]
        yield next(_in_child([(name, _expected(case), case)], limit))


def mutant_outcomes(count: int, *, seed: int = SEED, limit: float = LIMIT) -> Iterator[PageOutcome]:
    """The outcomes of so many mutants. One that outlives the limit, or its process, is reported, and the next go on."""
    _warm_up()
    pages = mutants(count, seed)
    jobs = [(f"mutant {number}", "accounted for", page) for number, page in enumerate(pages, start=1)]
    while jobs:
        done = 0
        for outcome in _in_child(jobs, limit):
            done += 1
            yield outcome
        jobs = jobs[done:]


def check(outcome: Article | Reject) -> str | None:
    """What is wrong with an outcome whatever the page: it must be one line of JSON, a record one that reads back."""
    line = to_line(outcome)
    if len(line.decode().splitlines()) != 1:
        return "written as more than one line"
    again = type(outcome).model_validate_json(line)
    return "reads back as another one" if isinstance(outcome, Article) and again != outcome else None


Job = tuple[str, str, Case | Page]


def _in_child(jobs: Sequence[Job], limit: float) -> Iterator[PageOutcome]:
    """The outcomes of the jobs, up to the first that kills its process or is killed."""
    ours, theirs = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=_work, args=(theirs, jobs), daemon=True)
    child.start()
    theirs.close()
    try:
        for name, expected, _ in jobs:
            started = time.monotonic()
            try:
                if not ours.poll(limit):
                    yield PageOutcome(name, expected, "took too long", limit, 0, f"took over {limit:.0f} s")
                    return
                outcome, seconds, peak, wrong = ours.recv()
            except EOFError:
                yield PageOutcome(name, expected, "died", time.monotonic() - started, 0, "its process died")
                return
            yield PageOutcome(name, expected, outcome, seconds, peak, wrong)
    finally:
        child.kill()
        child.join()
        ours.close()


def _work(results: Connection, jobs: Sequence[Job]) -> None:
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for _, _, job in jobs:
        page = job.page() if isinstance(job, Case) else job
        started = time.monotonic()
        try:
            outcome = clean(page)
            seconds = time.monotonic() - started
            wrong = check(outcome) or (fault(job.wanted, outcome) if isinstance(job, Case) else None)
            told = "record" if isinstance(outcome, Article) else str(outcome.reason)
        except Exception as error:  # noqa: BLE001  # what must never happen is what is counted here
            seconds, wrong = time.monotonic() - started, f"{crash_site(error)}: {str(error)[:100]}"
            told = type(error).__name__
        results.send((told, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, wrong))


def _expected(case: Case) -> str:
    return "record" if isinstance(case.wanted, Record) else " or ".join(case.wanted.reasons)


def _warm_up() -> None:
    """Loads what the library loads on first use, so that it is in no page's time."""
    clean(Case("", article).page())


def report(outcomes: Sequence[PageOutcome], label: str) -> int:
    """Prints the table; how many were not as expected."""
    failed = [outcome for outcome in outcomes if outcome.fault]
    slow = sorted(outcomes, key=lambda outcome: -outcome.seconds)[:SLOWEST]
    print(f"\n{len(outcomes)} {label}, {len(failed)} not as expected; outcomes:")
    for told, count in Counter(outcome.outcome for outcome in outcomes).most_common():
        print(f"  {count:6} {told}")
    print(f"slowest {slow[0].seconds:.2f} s, most memory {max(outcome.peak for outcome in outcomes)} MiB")
    for outcome in (*failed, *slow):
        told = outcome.fault or outcome.outcome
        print(f"  {outcome.seconds:6.2f} s {outcome.peak:5} MiB  {outcome.name[:60]:60} {told}")
    return len(failed)
