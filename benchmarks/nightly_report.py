"""How long the report of many sites takes, and how large it is: python -m benchmarks.nightly_report [SITES] [DIR]

The corpus is made in DIR, or a temporary folder: 30 nights of each site, with made-up records, in databases as runs
write them, but for the syncing. Most sites are well; some break in the ways in which sites break.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from newsclean import Article, Reject
from newsclean.corpus import Ending, Outcome, SiteFolder
from newsclean.corpus.store import Store
from newsclean.models import Reason
from newsclean.page.urls import record_id

NIGHTS = 30
NOW = dt.datetime(2026, 11, 28, 5, 20, tzinfo=dt.UTC)
LAST_RUN = dt.datetime(2026, 11, 28, 2, 15, tzinfo=dt.UTC)
# Sentences of the languages that sites are in: a report shows what pages hold.
TEXTS = {
    "id": "Dewan pelabuhan memutuskan pada hari Selasa mempertahankan kapal feri nomor {n} selama tiga tahun lagi.",
    "en": "The harbour council voted on Tuesday to keep ferry number {n} running for three more years at half fare.",
    "ja": "港湾評議会は火曜日、第{n}フェリーの運航を半額の運賃で今後三年間続けることを決めた。",
    "ar": "قرر مجلس الميناء يوم الثلاثاء الإبقاء على العبارة رقم {n} ثلاث سنوات أخرى بنصف الأجرة.",
    "de": "Der Hafenrat beschloss am Dienstag, die Fähre {n} drei weitere Jahre zum halben Preis fahren zu lassen.",
}


@dataclass(frozen=True)
class Fate:
    """What happens to a site from the night `since` on, 0 being the last: its word, and shares of its usual figures."""

    word: str = "good"
    status: int = 0
    since: int = 0
    records: float = 1
    rejected: float = 0.1
    undated: float = 0
    length: float = 1
    is_killed: bool = False
    is_silent: bool = False
    error: str = ""


GOOD = Fate(since=-1)
FATES = (
    Fate("unusual", 7, since=1, records=0.2, rejected=1),  # a new template
    Fate("nothing-discovered", 3, since=2, records=0, rejected=0),
    Fate("deadline", 8, records=0.5),
    Fate(is_killed=True, records=0.4),
    Fate(is_silent=True, since=3),
    Fate("unusual", 7, undated=0.9),
    Fate("unusual", 7, length=0.3),
    Fate("good", records=0, rejected=0),
)


def make(root: Path, sites: int, *, nights: int = NIGHTS, articles: int = 12, bad: Sequence[Fate] = FATES) -> None:
    """A corpus of so many sites: the first have the fates of `bad`, one each, all others are well."""
    names = ["kompas", "tempo", "asahi", "harbour.example", "alquds", "suara", "zeit", "quay.example", "nation"]
    for number in range(sites):
        name = names[number] if number < len(names) else f"outlet{number:03}"
        fate = bad[number] if number < len(bad) else GOOD
        make_site(SiteFolder(root / name), list(TEXTS)[number % len(TEXTS)], fate, nights, articles)


def make_site(folder: SiteFolder, language: str, fate: Fate, nights: int, articles: int) -> None:
    """The corpus of one site, a run a night."""
    choose = random.Random(folder.site)
    usual = choose.randint(articles // 2, articles * 2)
    folder.make()
    with Store(folder.database) as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        for ago in reversed(range(nights)):
            now = LAST_RUN - dt.timedelta(days=ago) + dt.timedelta(minutes=choose.randint(0, 120))
            today = fate if ago <= fate.since else GOOD
            if not today.is_silent:
                _night(store, folder.site, language, today, now, max(1, usual + choose.randint(-2, 3)), ago)


def _night(store: Store, site: str, language: str, fate: Fate, now: dt.datetime, usual: int, ago: int) -> None:
    new, rejected = round(usual * fate.records), round(usual * fate.rejected)
    records = [_article(site, language, fate, now, 100 * ago + number) for number in range(new)]
    rejects = [*_rejects(site, now, 100 * ago, rejected)]
    run = store.begin_run(now)
    store.commit(run, [Outcome(record.url, record, now) for record in records])
    store.commit(run, [Outcome(reject.url, reject, now) for reject in rejects])
    if not fate.is_killed:
        took = dt.timedelta(seconds=20 + 3 * (new + rejected))
        sentence = f"{new + rejected} discovered, {new} new, {rejected} rejected, 0 failed."
        store.end_run(run, now + took, Ending(fate.word, fate.status, sentence, _figures(records, rejects)))


def _figures(records: Sequence[Article], rejects: Sequence[Reject]) -> dict[str, object]:
    """As crawl_run.py keeps them."""
    found = len(records) + len(rejects)
    reasons = {reason: sum(r.reason == reason for r in rejects) for reason in sorted({r.reason for r in rejects})}
    return {
        "discovered": found, "new": len(records), "revised": 0, "seen": 0, "rejected": len(rejects), "failed": 0,
        "left": 0, "reasons": reasons, "pages": found, "seconds": 20 + 3 * found, "is_partial": False,
        "articles_a_day": len(records),
        "body_length": median(len(record.body) for record in records) if records else None,
        "share_undated": sum(record.date is None for record in records) / len(records) if records else None,
        "share_rejected": len(rejects) / found if found else None,
        "share_failed": 0 if found else None,
    }  # fmt: skip


def _article(site: str, language: str, fate: Fate, now: dt.datetime, number: int) -> Article:
    choose = random.Random(f"{site} {number}")
    url = f"https://{site if '.' in site else f'{site}.example'}/2026/11/story-{number}"
    body = "\n\n".join(
        TEXTS[language].format(n=number + n) for n in range(max(1, int(choose.randint(6, 14) * fate.length)))
    )
    return Article(
        url=url, site=site, title=TEXTS[language].format(n=number)[:60].strip(), body=body, language=language,
        date=None if choose.random() < fate.undated else now - dt.timedelta(hours=choose.randint(1, 20)),
        authors=("Sari Wulandari",) if choose.random() < 0.8 else (), certainty=round(choose.uniform(0.3, 0.99), 2),
        fetched_at=now, id=record_id(url), content_hash=f"{choose.getrandbits(256):064x}", extractor="benchmark",
    )  # fmt: skip


def _rejects(site: str, now: dt.datetime, first: int, number: int) -> Iterator[Reject]:
    kinds = (
        (Reason.NO_MAIN_CONTENT, "no block of the page is part of a text; the longest has {n} characters"),
        (Reason.NO_TITLE, "no heading, and no title in the metadata"),
        (Reason.NOT_AN_ARTICLE, "a list of {n} links"),
    )
    for n in range(number):
        reason, detail = kinds[0 if n % 5 else n % len(kinds)]
        url = f"https://{site}.example/page/{first + n}"
        yield Reject(url=url, reason=reason, detail=detail.format(n=n + 3), site=site, fetched_at=now)


def main(sites: int = 300, folder: str = "") -> None:
    """Makes the corpus where there is none, and measures."""
    from newsclean.report import write_report

    with tempfile.TemporaryDirectory() as temporary:
        root = Path(folder or temporary)
        if not any(root.glob("*/corpus.sqlite")):
            began = time.perf_counter()
            make(root, sites)
            print(f"made {sites} sites of {NIGHTS} nights in {time.perf_counter() - began:.0f} s")
        output = Path(temporary, "report.html")
        began, cpu = time.perf_counter(), time.process_time()
        report = write_report(root, output, now=NOW)
        print(report.verdict)
        print(
            f"{time.perf_counter() - began:.2f} s, {time.process_time() - cpu:.2f} s of CPU, "
            f"{output.stat().st_size / 1e6:.2f} MB"
        )


if __name__ == "__main__":
    main(*(kind(word) for kind, word in zip((int, str), sys.argv[1:], strict=False)))
