"""A reject is the same line wherever it is written: by a crawl, by `clean --rejects` and in the corpus."""

from __future__ import annotations

import datetime as dt
import json
import re
from io import BytesIO
from pathlib import Path

import orjson
import pytest
from scrapy.utils.test import get_crawler

from newsclean import Reason, Reject
from newsclean.commands.outcomes import OutcomeWriter
from newsclean.corpus import CorpusRun, Outcome, SiteFolder
from newsclean.formats.json_lines import Writer, to_line
from newsclean.pipelines.rejects import RejectsExtension

NOW = dt.datetime(2026, 11, 24, 2, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize("character", ["\ud800", "\u2028", "\x85", "\0\x1b\x7f\x9b", "é", '"', "x" * 1_000_000])
def test_a_reject_is_the_same_line_everywhere(character: str, tmp_path: Path) -> None:
    url = f"https://news.example/{character}"
    reject = Reject(url=url, reason=Reason.EMPTY, detail=f"nothing at {character}", fetched_at=NOW)
    crawl = tmp_path / "rejects.jsonl"
    RejectsExtension(get_crawler(), crawl).add(reject)
    command = BytesIO()
    OutcomeWriter(Writer(BytesIO(), ()), Writer(command, ()), is_brief=True).take(reject)
    with CorpusRun(SiteFolder(tmp_path / "news.example"), now=NOW) as run:
        run.commit([Outcome("https://news.example/1", reject, NOW)])
        (stored,) = run.store.ask("SELECT line FROM rejects")
    line = crawl.read_bytes()
    assert line == command.getvalue() == stored[0]
    assert line.endswith(b'"fetched_at": "2026-11-24T02:15:00+00:00"}\n')
    assert len(line.decode("utf-8").splitlines()) == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", line.decode("utf-8"))
    assert len(line) < 20_000
    assert orjson.loads(line) == json.loads(line)


def test_numbers_that_json_does_not_have_are_null() -> None:
    record = {"a": float("nan"), "b": [float("inf"), 1], "c": dt.date(2026, 11, 24), "d": "NaN"}
    assert to_line(record) == b'{"a": null, "b": [null, 1], "c": "2026-11-24", "d": "NaN"}\n'
