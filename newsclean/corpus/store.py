"""The database of a site: records, rejects, addresses and runs, and the one transaction in which they change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Any

from newsclean.errors import CorpusError, RecordBroken
from newsclean.formats.json_lines import to_line
from newsclean.models import Article, Entry, Reason, Reject
from newsclean.page.urls import record_id
from newsclean.record import record_of
from newsclean.sites.site_lines import SiteLines

from . import deliveries, imprints, stored, tries
from .database import Database
from .moments import text
from .outcomes import (
    Due,
    Ending,
    Failure,
    Judgement,
    Outcome,
    Run,
    StoredAs,
    StoredOutcome,
    Validators,
    Waiting,
)
from .stand_ins import StandIns

_RUNS = "SELECT number, name, started, ended, verdict, exit_status, sentence, figures, exported FROM runs"
_IS_LATEST = "revision = (SELECT max(revision) FROM articles WHERE id = a.id)"


class Store(Database):
    """What a site's database holds, and the only door to it.

    Every method raises CorpusError when the database is damaged or cannot be written; the call then has no effect.
    """

    blocks = False  # whether records are stored with theirs
    takers: tuple[str, ...] = ()  # whom each new record waits for, see deliveries.py
    _site_lines: SiteLines | None = None

    # Runs

    def begin_run(self, started: dt.datetime, name: str | None = None) -> Run:
        """A new run. Its name is not that of an earlier one, even when the clock was set back."""
        wanted = name or f"{started.astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}"
        with self.transaction():
            names = {row[0] for row in self.ask("SELECT name FROM runs WHERE name LIKE ?", wanted.rstrip("Z") + "%")}
            name, count = wanted, 1
            while name in names:
                count += 1
                name = f"{wanted.rstrip('Z')}-{count}Z"
            row = self.ask("INSERT INTO runs (name, started) VALUES (?, ?) RETURNING number", name, text(started))
            return Run(row[0][0], name, started)

    def end_run(self, run: Run, ended: dt.datetime, ending: Ending) -> None:
        """Stores how the run ended."""
        values = (ending.verdict, ending.exit_status, ending.sentence, json.dumps(ending.figures))
        with self.transaction():
            self.ask(
                "UPDATE runs SET ended = ?, verdict = ?, exit_status = ?, sentence = ?, figures = ? WHERE number = ?",
                text(ended),
                *values,
                run.number,
            )

    def runs(self, last: int | None = None, since: dt.datetime | None = None) -> list[Run]:
        """The run history, the latest run first; no more than `last`, and none begun before `since` (aware)."""
        sql = f"{_RUNS} WHERE started >= ? ORDER BY number DESC LIMIT ?"
        rows = self.ask(sql, text(since) or "", -1 if last is None else last)
        return [_run(row) for row in rows]

    def run_named(self, name: str) -> Run | None:
        """The run of that name, None if there is none."""
        return next((_run(row) for row in self.ask(f"{_RUNS} WHERE name = ?", name)), None)

    def mark_exported(self, run: Run) -> None:
        """Marks the run's export as written, or as not needed."""
        with self.transaction():
            self.ask("UPDATE runs SET exported = 1 WHERE number = ?", run.number)

    # Addresses

    def discover(self, entries: Iterable[Entry], now: dt.datetime) -> list[Entry]:
        """Stores the links that were found and returns those to be fetched now: all that were not seen before, do not
        wait for their next try and were not given up (`held_back` counts these).

        They are on disk when this returns, so that a killed run leaves them to the next one (`waiting`).
        """
        todo = []
        with self.transaction():
            for entry in entries:
                key = record_id(entry.url)
                row = self.ask("SELECT state, next_try, given_up FROM urls WHERE key = ?", key)
                if not row:
                    self.ask(
                        "INSERT INTO urls (key, url, state, entry, found) VALUES (?, ?, 'discovered', ?, ?)",
                        *(key, entry.url, entry.model_dump_json(), text(now)),
                    )
                elif row[0][0] == "seen" or not tries.is_due(row[0][1], row[0][2], now):
                    continue
                todo.append(entry)
        return todo

    def waiting(self, now: dt.datetime | None = None) -> list[Waiting]:
        """Links that are still to be fetched, oldest find first: all, or those whose turn it is `now`."""
        return tries.waiting(self, now)

    def given_up(self) -> list[Waiting]:
        """Links that are not tried any more, those first that were given up first."""
        return tries.given_up(self)

    def held_back(self, urls: Iterable[str]) -> tuple[int, int]:
        """How many of these links wait, and how many are given up."""
        return tries.held_back(self, [record_id(url) for url in urls])

    def ask_again(self, urls: Iterable[str]) -> int:
        """Makes those of these links that wait or were given up due at once; gives how many."""
        with self.transaction():
            return tries.ask_again(self, urls)

    def ask_all_again(self, *, also_given_up: bool = False) -> int:
        """The same for all links that wait, and for those that were given up if wanted."""
        with self.transaction():
            return tries.ask_all_again(self, also_given_up=also_given_up)

    def judge(self) -> Judgement:
        """Decides what becomes of links whose fetch failed in a run that has ended, however it did."""
        with self.transaction():
            return tries.judge(self)

    def due(self, now: dt.datetime) -> list[Due]:
        """Articles that are due to be fetched again, the longest due first."""
        sql = "SELECT url, entry, etag, last_modified, found FROM urls WHERE again <= ? ORDER BY again"
        return [
            Due(
                url,
                Entry.model_validate_json(entry) if entry else None,
                Validators(etag, modified),
                dt.datetime.fromisoformat(found),
            )
            for url, entry, etag, modified, found in self.ask(sql, text(now))
        ]

    def is_seen(self, url: str) -> bool:
        """Whether the address, in any of its forms, led to a record or a reject."""
        return bool(self.ask("SELECT 1 FROM urls WHERE key = ? AND state = 'seen'", record_id(url)))

    def has(self, outcome: Article | Reject | None) -> bool:
        """Whether it is an article whose latest stored text is the same."""
        row = self._latest(outcome.id) if isinstance(outcome, Article) else None
        return row is not None and isinstance(outcome, Article) and row["whole"] == outcome.content_hash

    # Outcomes

    def commit(
        self, run: Run, outcomes: Sequence[Outcome], settled: Sequence[deliveries.Settled] = ()
    ) -> list[StoredOutcome]:
        """Takes in a batch: all of it is on disk when this returns, or nothing of it. So is what was `settled`.

        The pages must be on disk before (`Archive.sync`). A record whose text is known is not written again; one whose
        text has changed at the address it is known by becomes its next revision. Articles come with all of their lines;
        those that stand on many pages of the site, as far as it is known by then, are left out of the record.
        """
        try:
            with self.transaction():
                deliveries.settle(self, settled)
                self._count(run, [_failure(outcome) for outcome in outcomes])
                return [self._taken(run, outcome) for outcome in outcomes]
        except BaseException:
            self._site_lines = None  # it may have learned what is not stored
            raise

    def take(self, run: Run, outcome: Outcome) -> StoredOutcome:
        """Takes in one outcome as `commit` does, within a transaction of the caller, who gives up when this raises."""
        self._count(run, [_failure(outcome)])
        return self._taken(run, outcome)

    def _taken(self, run: Run, outcome: Outcome) -> StoredOutcome:
        """Takes in an outcome; one that cannot be stored becomes a reject and harms no other."""
        try:
            with self.savepoint():
                return self._take(run, outcome)
        except CorpusError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is
            self._site_lines = None
            instead, reject = self.stand_ins.of(outcome, error)
            with self.savepoint():
                return replace(self._take(run, instead), broken=reject)

    @cached_property
    def stand_ins(self) -> StandIns:
        """Makes the rejects for outcomes that cannot be stored."""
        return StandIns()

    def site_lines(self) -> SiteLines:
        """What the latest articles have shown of the lines that repeat on the site."""
        if self._site_lines is None:
            self._site_lines = imprints.load(self)
        return self._site_lines

    def _count(self, run: Run, failures: list[Failure | None]) -> None:
        """Counts what came and what failed; an address that was not asked for is neither."""
        failed = sum(failure in (Failure.OUTAGE, Failure.GONE) for failure in failures)
        sql = "UPDATE runs SET fetched = fetched + ?, failed = failed + ? WHERE number = ?"
        self.ask(sql, failures.count(None), failed, run.number)

    def _take(self, run: Run, outcome: Outcome) -> StoredOutcome:
        page = self._add_page(run, outcome) if outcome.position else None
        result = outcome.result
        if isinstance(result, Article):
            stored, story = self._add_article(run, outcome.requested, result, page)
            self.mark_seen(outcome, story)
            return stored
        if result is None:
            self.mark_seen(outcome)
            return StoredOutcome(StoredAs.SEEN)
        failure = _failure(outcome)
        if failure is None:
            self.mark_seen(outcome)
        if failure is None or tries.note(self, run, outcome, failure, result.detail):
            line = to_line(result)
            self.ask(
                "INSERT INTO rejects (run, url, reason, line, page) VALUES (?, ?, ?, ?, ?)",
                *(run.number, json.loads(line)["url"], result.reason.value, line, page),  # without lone surrogates
            )
        return StoredOutcome(StoredAs.FAILED if failure else StoredAs.REJECTED)

    def _add_page(self, run: Run, outcome: Outcome) -> int:
        position = outcome.position
        assert position is not None
        self.ask(
            "INSERT INTO files (name, size, newest) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
            "size = max(size, excluded.size), newest = max(newest, excluded.newest)",
            *(position.file, position.end, text(outcome.fetched_at)),
        )
        sql = 'INSERT INTO pages (file, "offset", url, run) VALUES (?, ?, ?, ?) RETURNING number'
        return int(self.ask(sql, position.file, position.offset, outcome.requested, run.number)[0][0])

    def _add_article(self, run: Run, requested: str, article: Article, page: int | None) -> tuple[StoredOutcome, str]:
        """Writes the record if there is something new in it; gives the id it is kept under."""
        row = self._latest(article.id)
        known_here = bool(
            self.ask("SELECT 1 FROM urls WHERE key = ? AND story = ? AND fetched", record_id(requested), article.id)
        )
        if row and not known_here and row["whole"] != article.content_hash and row["title"] != article.title.casefold():
            # Another story under the same id: its page names a canonical address that is not its own.
            article = article.model_copy(update={"id": record_id(article.url)})
            row = self._latest(article.id)
            known_here = row is not None
        if row and (row["whole"] == article.content_hash or not known_here):
            return StoredOutcome(StoredAs.SEEN), article.id
        whole = article.content_hash
        imprints.keep(self, self.site_lines().learn(article))
        article = self.site_lines().without_standing(article)
        if row and row["hash"] == article.content_hash:  # what has changed is a standing line
            sql = "UPDATE articles SET whole_hash = ? WHERE id = ? AND revision = ?"
            self.ask(sql, whole, article.id, row["revision"])
            return StoredOutcome(StoredAs.SEEN), article.id
        article = article.model_copy(update={"revision": row["revision"] + 1 if row else 1})
        number = self.insert_article(run, article, to_line(record_of(article, blocks=self.blocks)), page, whole)
        if self.takers:
            deliveries.add(self, number, self.takers)
        stored_as = StoredAs.REVISED if row else StoredAs.NEW
        return StoredOutcome(stored_as, article, number=number if self.takers else None), article.id

    def insert_article(
        self, run: Run, article: Article, line: bytes, page: int | None = None, whole_hash: str | None = None
    ) -> int:
        """Adds a record as it is and gives its number; only within a transaction.

        A rebuild has the line from an export.
        """
        day = (article.date or article.fetched_at).isoformat()[:10]
        sql = (
            "INSERT INTO articles (id, revision, run, content_hash, title, day, line, page, whole_hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"
        )
        title = article.title.casefold()
        row = self.ask(
            sql, article.id, article.revision, run.number, article.content_hash, title, day, line, page, whole_hash
        )
        return int(row[0][0])

    def _latest(self, story: str) -> dict[str, Any] | None:
        sql = (
            "SELECT revision, content_hash, coalesce(whole_hash, content_hash), title FROM articles WHERE id = ? "
            "ORDER BY revision DESC LIMIT 1"
        )
        rows = self.ask(sql, story)
        return dict(zip(("revision", "hash", "whole", "title"), rows[0], strict=True)) if rows else None

    def mark_seen(self, outcome: Outcome, story: str | None = None) -> None:
        """Marks as seen the address that was requested, and all others by which the same page is known.

        `story` is the id of the article it led to. Only within a transaction.
        """
        requested, validators = record_id(outcome.requested), outcome.validators
        self.ask(
            "INSERT INTO urls (key, url, state, story, fetched, again, etag, last_modified, found) "
            "VALUES (?, ?, 'seen', ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET state = 'seen', "
            "story = coalesce(excluded.story, story), fetched = excluded.fetched, again = excluded.again, "
            "etag = coalesce(excluded.etag, etag), last_modified = coalesce(excluded.last_modified, last_modified), "
            f"{tries.FORGOTTEN}",
            *(requested, outcome.requested, story, text(outcome.fetched_at)),
            *(text(outcome.again), validators.etag, validators.last_modified, text(outcome.fetched_at)),
        )
        names, article = [*outcome.aliases], outcome.result
        if story and isinstance(article, Article):
            canonical = article.canonical_url
            names += [article.url] + ([canonical] if canonical and record_id(canonical) == story else [])
        aliases = {record_id(url): url for url in names}
        aliases.pop(requested, None)  # most often they are forms of the one address
        for key, url in aliases.items():
            self.ask(
                "INSERT INTO urls (key, url, state, story, found) VALUES (?, ?, 'seen', ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET state = 'seen', story = coalesce(story, excluded.story), "
                f"{tries.FORGOTTEN}",
                *(key, url, story, text(outcome.fetched_at)),
            )

    # Reading

    def lines(self, run: Run) -> Iterator[bytes]:
        """The lines of the records that a run has added, in the order in which they came."""
        yield from self._lines("SELECT line FROM articles WHERE run = ? ORDER BY number", run.number)

    def records(self, since: dt.date | None = None, *, revisions: bool = False) -> Iterator[bytes]:
        """The lines of all records of that day or later, each in its latest revision or in all of them.

        The day is that of publication, in the outlet's zone, and of fetching where it is not known.
        """
        latest = "" if revisions else f"AND {_IS_LATEST}"
        sql = f"SELECT line FROM articles a WHERE day >= ? {latest} ORDER BY number"
        yield from self._lines(sql, since.isoformat() if since else "")

    def articles(self, but: Run, stories: Iterable[str] | None = None) -> Iterator[Article | RecordBroken]:
        """All articles, or those of the ids `stories`, each in its latest revision unless the run `but` has added it.

        An error is in place of one that cannot be read.
        """
        sql = f"SELECT number FROM articles a WHERE run != ? AND {_IS_LATEST}"
        if stories is None:
            rows = self.each(f"{sql} ORDER BY number", but.number)
        else:
            rows = chain.from_iterable(self.each(f"{sql} AND id = ?", but.number, story) for story in stories)
        return stored.articles(self, (number for (number,) in rows))

    def newest_date(self, last: int = 20) -> dt.datetime | None:
        """When the newest of the articles that came last was published, UTC; None where none says so."""
        rows = self.ask("SELECT number FROM articles ORDER BY number DESC LIMIT ?", last)
        latest = stored.articles(self, (number for (number,) in rows))
        dates = [article.date for article in latest if isinstance(article, Article) and article.date]
        moments = (date if isinstance(date, dt.datetime) else dt.datetime.combine(date, dt.time()) for date in dates)
        return max((moment.replace(tzinfo=moment.tzinfo or dt.UTC) for moment in moments), default=None)

    def _lines(self, sql: str, *values: object) -> Iterator[bytes]:
        for (line,) in self.each(sql, *values):
            yield line

    def totals(self) -> tuple[int, int]:
        """The articles, and the later texts of theirs; each record counts as one of both."""
        revisions = self.count("articles", "revision > 1")
        return self.count("articles") - revisions, revisions

    def count(self, table: str, where: str | None = None) -> int:
        """The number of rows, for status and check."""
        # SQLite counts all rows without looking at each, unless there is a WHERE.
        return int(self.ask(f"SELECT count(*) FROM {table}{f' WHERE {where}' if where else ''}")[0][0])

    def sizes(self) -> dict[str, int]:
        """The bytes of each archive file up to which the database knows its pages; those that were pruned, too."""
        return dict(self.ask("SELECT name, size FROM files"))

    def prune_files(self, older_than: dt.datetime, now: dt.datetime) -> list[str]:
        """Marks as removed the archive files whose newest page is older; gives these, and those marked before."""
        with self.transaction():
            sql = "UPDATE files SET pruned = ? WHERE newest < ? AND pruned IS NULL"
            self.ask(sql, text(now), text(older_than))
        return [name for (name,) in self.ask("SELECT name FROM files WHERE pruned IS NOT NULL ORDER BY name")]


def _run(row: Sequence[Any]) -> Run:
    number, name, started, ended, verdict, status, sentence, figures, exported = row
    ending = Ending(verdict, status, sentence, json.loads(figures)) if verdict is not None else None
    ended = dt.datetime.fromisoformat(ended) if ended else None
    return Run(number, name, dt.datetime.fromisoformat(started), ended, ending, bool(exported))


def _failure(outcome: Outcome) -> Failure | None:
    result = outcome.result
    if outcome.failure is None and isinstance(result, Reject) and result.reason is Reason.FETCH_FAILED:
        return Failure.OUTAGE
    return outcome.failure
