"""The form of the database, and how an older one is brought to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from newsclean.errors import CorpusError

# MIGRATIONS[n] brings version n to n + 1; version 0 is an empty file. Add to the end, change none that was released.
MIGRATIONS = (
    """
    CREATE TABLE runs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,   -- the order of runs; the clock may be set back
        name TEXT NOT NULL UNIQUE,                  -- its start, and the name of its export
        started TEXT NOT NULL,
        ended TEXT, verdict TEXT, exit_status INTEGER, sentence TEXT, figures TEXT,   -- null: running, or killed
        exported INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE files (
        name TEXT PRIMARY KEY,                      -- in pages/
        size INTEGER NOT NULL,                      -- bytes up to which its pages are known
        newest TEXT NOT NULL,                       -- when its newest page was fetched
        pruned TEXT                                 -- when it was removed
    );
    CREATE TABLE pages (
        number INTEGER PRIMARY KEY,
        file TEXT NOT NULL REFERENCES files,
        "offset" INTEGER NOT NULL,
        url TEXT NOT NULL,                          -- the address that was asked for
        run INTEGER NOT NULL REFERENCES runs,
        UNIQUE (file, "offset")
    );
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY,                 -- the order of the lines of an export
        id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        run INTEGER NOT NULL REFERENCES runs,
        content_hash TEXT NOT NULL,
        title TEXT NOT NULL,                        -- case-folded
        day TEXT NOT NULL,                          -- of publication, else of fetching
        line BLOB NOT NULL,                         -- the record as it was exported, byte for byte
        page INTEGER REFERENCES pages,
        UNIQUE (id, revision)
    );
    CREATE INDEX articles_run ON articles (run);
    CREATE INDEX articles_day ON articles (day);
    CREATE TABLE rejects (
        number INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES runs,
        url TEXT NOT NULL,
        reason TEXT NOT NULL,
        line BLOB NOT NULL,
        page INTEGER REFERENCES pages
    );
    CREATE INDEX rejects_run ON rejects (run);
    CREATE TABLE urls (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,                   -- urls.record_id: one for all forms of the address
        url TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('discovered', 'seen', 'failed')),
        story TEXT,                                 -- the article's id, where it led to one
        entry TEXT,                                 -- the link as it was found
        found TEXT NOT NULL,
        fetched TEXT,                               -- when it was last asked for; null for an alias
        again TEXT,                                 -- when to ask again
        tries INTEGER NOT NULL DEFAULT 0,           -- that failed
        etag TEXT,
        last_modified TEXT
    );
    CREATE INDEX urls_waiting ON urls (state) WHERE state != 'seen';
    CREATE INDEX urls_again ON urls (again) WHERE again IS NOT NULL;
    """,
    """
    CREATE TABLE imprints (
        number INTEGER PRIMARY KEY,                 -- the order in which they came
        id TEXT NOT NULL UNIQUE,                    -- the article's
        imprint TEXT NOT NULL                       -- its lines, as sites/imprint.py writes them
    );
    ALTER TABLE articles ADD COLUMN whole_hash TEXT;  -- content_hash with standing lines; null: not known
    """,
    """
    ALTER TABLE runs ADD COLUMN fetched INTEGER NOT NULL DEFAULT 0;   -- articles' addresses that answered
    ALTER TABLE runs ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;    -- that were asked for in vain
    ALTER TABLE urls ADD COLUMN failure TEXT;       -- of the last fetch that failed: outage, gone or forbidden
    ALTER TABLE urls ADD COLUMN why TEXT;           -- the same in words
    ALTER TABLE urls ADD COLUMN failed TEXT;        -- when it was
    ALTER TABLE urls ADD COLUMN unjudged INTEGER REFERENCES runs;     -- the run it was in, until tries.py judges it
    ALTER TABLE urls ADD COLUMN failing_since TEXT;
    ALTER TABLE urls ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;      -- of the tries, those with 404 or 410
    ALTER TABLE urls ADD COLUMN gone_since TEXT;
    ALTER TABLE urls ADD COLUMN next_try TEXT;      -- of a link that waits; null: in the next run
    ALTER TABLE urls ADD COLUMN given_up TEXT;      -- when; null: it is not
    DROP INDEX urls_waiting;
    CREATE INDEX urls_waiting ON urls (next_try) WHERE state != 'seen' AND given_up IS NULL;
    CREATE INDEX urls_given_up ON urls (given_up) WHERE given_up IS NOT NULL;
    CREATE INDEX urls_unjudged ON urls (unjudged) WHERE unjudged IS NOT NULL;
    CREATE INDEX articles_revised ON articles (revision) WHERE revision > 1;
    -- Earlier versions gave a link up after three runs, even within minutes. What is recent gets another chance.
    UPDATE urls SET failure = 'outage', why = 'not known: an earlier version asked', given_up =
        iif(tries < 3 OR julianday('now') - julianday(found) < 14, NULL,
            strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', 'now')) WHERE state = 'failed';
    UPDATE urls SET tries = 0 WHERE tries;
    CREATE TABLE skipped (
        number INTEGER PRIMARY KEY,                 -- the order in which they were found
        url TEXT NOT NULL,                          -- of a link that the latest run has left out
        why TEXT NOT NULL,
        source TEXT NOT NULL                        -- the address of the feed, sitemap or page that links it
    );
    """,
    """
    -- datasette wants the columns that are referred to by name. Only the schema's text changes, no row is written:
    -- https://www.sqlite.org/lang_altertable.html#otheralter
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(replace(replace(sql, 'REFERENCES files', 'REFERENCES files (name)'),
        'REFERENCES runs', 'REFERENCES runs (number)'), 'REFERENCES pages', 'REFERENCES pages (number)')
        WHERE type = 'table';
    PRAGMA writable_schema = RESET;
    CREATE TABLE undelivered (
        article INTEGER PRIMARY KEY REFERENCES articles (number),
        takers TEXT NOT NULL,                       -- whom it waits for: pipelines, feeds, or both
        failures INTEGER NOT NULL DEFAULT 0         -- how often it was not taken
    );
    CREATE VIEW records AS                          -- each article in its latest text, for other programs
        SELECT number,
            json_extract(json, '$.url') AS url, json_extract(json, '$.canonical_url') AS canonical_url,
            json_extract(json, '$.site') AS site, json_extract(json, '$.title') AS title,
            json_extract(json, '$.date') AS date, json_extract(json, '$.date_source') AS date_source,
            json_extract(json, '$.body') AS body, json_extract(json, '$.body_source') AS body_source,
            json_extract(json, '$.lead') AS lead, json_extract(json, '$.authors') AS authors,
            json_extract(json, '$.section') AS section, json_extract(json, '$.tags') AS tags,
            json_extract(json, '$.language') AS language, json_extract(json, '$.image') AS image,
            json_extract(json, '$.modified') AS modified, json_extract(json, '$.access') AS access,
            json_extract(json, '$.complete') AS complete, json_extract(json, '$.certainty') AS certainty,
            json_extract(json, '$.doubtful') AS doubtful, json_extract(json, '$.fetched_at') AS fetched_at, id,
            content_hash, revision, json_extract(json, '$.discovered_via') AS discovered_via,
            json_extract(json, '$.extractor') AS extractor,
            json_extract(json, '$.file') AS file, run, page
        FROM (SELECT *, CAST(line AS TEXT) AS json FROM articles) AS known
        WHERE NOT EXISTS (SELECT 1 FROM articles AS later WHERE later.id = known.id
            AND later.revision > known.revision);
    """,
)
VERSION = len(MIGRATIONS)
READABLE = 1  # forms from this one on can be read: later ones only add to it, and `_PRESENT` shows them what is missing
# What a database of an older form lacks, for who may only read it: {version: a view in place of the table}.
_PRESENT = {
    3: """
    CREATE TEMP VIEW urls AS SELECT *, iif(state = 'failed', 'outage', NULL) AS failure, NULL AS why, NULL AS next_try,
        iif(state = 'failed' AND tries >= 3, found, NULL) AS given_up FROM main.urls;
    CREATE TEMP VIEW skipped AS SELECT 0 AS number, '' AS url, '' AS why, '' AS source WHERE 0;
    """,
    4: "CREATE TEMP VIEW undelivered AS SELECT 0 AS article, '' AS takers, 0 AS failures WHERE 0",
}


def migrate(connection: sqlite3.Connection, path: Path, *, readonly: bool = False) -> None:
    """Brings a database to this version, each step in a transaction. Raises CorpusError when that cannot be done."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise CorpusError(
            f"{path} has form {version} and this newsclean knows forms up to {VERSION}: a newer one has written it. "
            "Update newsclean."
        )
    if readonly and version < READABLE:
        raise CorpusError(f"{path} has the old form {version}: run `newsclean corpus check --rebuild` once.")
    if readonly:
        for form, view in _PRESENT.items():
            if version < form:
                connection.executescript(view)
        return
    for step in range(version, VERSION):
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[step]}; PRAGMA user_version = {step + 1}; COMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
