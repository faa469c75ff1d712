"""What -a accepts, and how everything else is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean.errors import UsageError
from newsclean.spiders.run.arguments import Arguments


@pytest.mark.parametrize(("text", "hours"), [("2d", 48), ("24h", 24), (" 1h ", 1)])
def test_since_may_be_a_span_back_from_now(text: str, hours: int) -> None:
    before = dt.datetime.now(dt.UTC)
    since = Arguments.read({"since": text}).since
    assert isinstance(since, dt.datetime)
    assert before <= since + dt.timedelta(hours=hours) <= dt.datetime.now(dt.UTC)


def test_since_may_be_a_day_or_a_moment() -> None:
    assert Arguments.read({"since": "2026-11-24"}).since == dt.date(2026, 11, 24)
    moment = Arguments.read({"since": "2026-11-24T06:00:00+07:00"}).since
    assert moment == dt.datetime.fromisoformat("2026-11-24T06:00:00+07:00")
    assert Arguments.read({"since": "2026-11-24T06:00"}).since == dt.datetime(2026, 11, 24, 6)


def test_an_address_is_made_safe_to_request() -> None:
    assert Arguments.read({"url": "https://news.example/berita/jum'at ini"}).url == (
        "https://news.example/berita/jum'at%20ini"
    )


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"since": "yesterday"}, "-a since=yesterday is not understood. Use 2026-11-24,"),
        ({"since": "24/11/2026"}, "-a since=24/11/2026 is not understood."),
        ({"since": ""}, "-a since= is not understood."),
        ({"since": "-2d"}, "-a since=-2d is not understood."),
        ({"limit": "0"}, "-a limit=0 is not understood. Use a number from 1 up: 20."),
        ({"limit": "ten"}, "-a limit=ten is not understood."),
        ({"limit": "1.5"}, "-a limit=1.5 is not understood."),
        ({"url": "news.example"}, "-a url=news.example is not understood. Use an http or https address:"),
        ({"url": "ftp://news.example/"}, "-a url=ftp://news.example/ is not understood."),
        ({"url": "http://"}, "-a url=http:// is not understood."),
        ({"sicne": "2d"}, "unknown argument -a sicne=. Did you mean 'since'?"),
        (
            {"depth": "2"},
            "unknown argument -a depth=. Known arguments: since, until, section, limit, url, urls, dry_run.",
        ),
    ],
)
def test_a_wrong_argument_is_answered_with_what_would_be_right(given: dict[str, str], answer: str) -> None:
    with pytest.raises(UsageError) as caught:
        Arguments.read(given)
    assert str(caught.value).startswith(answer)
    assert "\n" not in str(caught.value)
