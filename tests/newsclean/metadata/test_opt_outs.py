"""What a page says against being part of a corpus, and what only looks like it."""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean import Page, Reject, clean
from newsclean.metadata.opt_outs import opted_out_by_header
from newsclean.models import Reason
from tests.newsclean.corpus.stories import html

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("tags", "reservation", "said"),
    [
        (["noindex, NoAI"], None, True),
        (["noindex", "newsclean: noai, nofollow"], None, True),
        (["*: noai"], None, True),
        (["unavailable_after: 25 Jun 2027 15:00:00 PST, noai"], None, True),
        (["otherbot: noindex, noai"], None, False),
        (["noindex, noimageai, noaiart"], None, False),
        ([], " 1 ", True),
        ([], "0", False),
        ([], "", False),
    ],
)
def test_header_fields(tags: list[str], reservation: str | None, said: bool) -> None:
    assert (opted_out_by_header(tags, reservation, "newsclean") is not None) is said


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ('<meta name="ROBOTS" content="index, noai">', True),
        ('<meta name="tdm-reservation" content="1">', True),
        ('<meta name="tdm-reservation" content="0">', False),
        ('<meta name="robots" content="index, noimageai">', False),
        ('<meta name="otherbot" content="noai">', False),
        ('<meta name="description" content="noai">', False),
    ],
)
def test_meta_elements_count_where_they_are_honoured(meta: str, said: bool) -> None:
    page = Page(url="https://a.example/1", html=html(1).replace(b"<title>", meta.encode() + b"<title>"), fetched_at=NOW)
    outcome = clean(page.model_copy(update={"honours_opt_outs": True}))
    assert (isinstance(outcome, Reject) and outcome.reason is Reason.OPTED_OUT) is said
    assert not isinstance(clean(page), Reject)
