"""What a record refuses to hold, and what it leaves as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from newsclean import Article, Page, Reason, Reject
from newsclean.formats.json_lines import to_line

WIB = dt.timezone(dt.timedelta(hours=7))
READ_AT = dt.datetime(2026, 3, 1, 2, 40, tzinfo=WIB)


def article(**changes: Any) -> Article:
    fields: dict[str, Any] = {
        "url": "https://harbour.example/news/1",
        "site": "harbour.example",
        "title": "Old ferry stays",
        "body": "The ferry stays.\n\nIt will be paid for out of parking fees.",
        "fetched_at": READ_AT,
        "id": "0" * 32,
        "content_hash": "0" * 64,
        "extractor": "newsclean/0",
    }
    return Article(**fields | changes)


@pytest.mark.parametrize("field", ["url", "site", "title", "body", "id", "content_hash", "extractor"])
@pytest.mark.parametrize("empty", ["", " \n"])
def test_a_record_without_one_of_its_needed_texts_is_refused(field: str, empty: str) -> None:
    with pytest.raises(ValidationError, match="is empty"):
        article(**{field: empty})


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x0c", "\r", "\x1f", "\x7f", "\x85", "\x9f", "\ud800"])
@pytest.mark.parametrize("field", ["title", "body", "lead", "section"])
def test_control_characters_and_lone_surrogates_are_refused(field: str, sign: str) -> None:
    with pytest.raises(ValidationError, match=f"U\\+{ord(sign):04X}"):
        article(**{field: f"The ferry{sign} stays."})


def test_a_control_character_in_a_list_is_refused() -> None:
    with pytest.raises(ValidationError):
        article(authors=["Ana\x00 Lind"])
    with pytest.raises(ValidationError):
        article(tags=["ferry", " "])


def test_typographic_signs_emoji_and_every_script_are_kept() -> None:
    title = "“Old” ferry – stays… 🚢 渡船 паром عَبَّارة"
    assert article(title=title).title == title


@pytest.mark.parametrize(
    "body",
    [
        "One.\nTwo.",
        "One.\n\n\nTwo.",
        "One.\n\n Two.",
        "One. \n\nTwo.",
        "\n\nOne.",
        "One.\n",
    ],
)
def test_a_body_is_single_lines_with_one_blank_line_between(body: str) -> None:
    with pytest.raises(ValidationError, match="one blank line"):
        article(body=body)


@pytest.mark.parametrize("field", ["date", "modified"])
def test_a_time_without_a_zone_stays_without_one(field: str) -> None:
    record = article(**{field: dt.datetime(2026, 2, 28, 20, 57)})
    assert f'"{field}": "2026-02-28T20:57:00"'.encode() in to_line(record)


def test_a_date_keeps_the_zone_it_came_with() -> None:
    record = article(date=dt.datetime(2026, 2, 28, 20, 57, tzinfo=WIB))
    assert record.date is not None
    assert record.date.isoformat() == "2026-02-28T20:57:00+07:00"


def test_a_day_alone_stays_a_day() -> None:
    record = article(date=dt.date(2026, 2, 28))
    assert type(record.date) is dt.date
    assert b'"date": "2026-02-28"' in to_line(record)


@pytest.mark.parametrize("date", [dt.date(2026, 2, 28), dt.datetime(2026, 2, 28), dt.datetime(2026, 2, 28, tzinfo=WIB)])
def test_a_date_read_back_from_a_dict_is_the_same(date: dt.date) -> None:
    again = Article.model_validate(article(date=date, modified=date).to_dict())
    assert (type(again.date), again.date, again.modified) == (type(date), date, date)


def test_an_unknown_date_is_null() -> None:
    assert b'"date": null, "date_source": null' in to_line(article())


def test_the_time_of_reading_is_kept_in_utc() -> None:
    assert article().fetched_at.isoformat() == "2026-02-28T19:40:00+00:00"
    page = Page(url="https://harbour.example/", html=b"", fetched_at=READ_AT)
    assert page.fetched_at.tzinfo is dt.UTC


def test_a_record_cannot_be_changed_and_takes_no_unknown_field() -> None:
    record = article()
    with pytest.raises(ValidationError):
        record.title = "Another"  # type: ignore[misc]  # what the test is about
    with pytest.raises(ValidationError):
        article(headline="Old ferry stays")


def test_a_record_read_back_from_its_line_is_the_same() -> None:
    record = article(
        date=dt.datetime(2026, 2, 28, 20, 57, tzinfo=WIB),
        modified=dt.date(2026, 3, 1),
        authors=["Ana Lind"],
        tags=["a"],
    )
    assert Article.model_validate_json(to_line(record)) == record


def test_a_line_stays_one_line_for_every_reader() -> None:
    line = to_line(article(lead="One\u2028two\u2029three.")).decode()
    assert len(line.splitlines()) == 1
    assert Article.model_validate_json(line).lead == "One\u2028two\u2029three."


def test_a_page_and_a_record_keep_their_text_out_of_logs() -> None:
    page = Page(url="https://harbour.example/", html=b"secret", single_page=b"secret", fetched_at=READ_AT)
    assert "secret" not in repr(page)
    assert "parking fees" not in repr(article())


def test_a_reject_is_written_with_any_url() -> None:
    reject = Reject(
        url="https://harbour.example/\udc80", reason=Reason.NO_TITLE, detail="no headline", fetched_at=READ_AT
    )
    again = Reject.model_validate_json(to_line(reject))
    assert (again.url, again.reason) == ("https://harbour.example/\ufffd", Reason.NO_TITLE)


def test_reasons_are_stable_names() -> None:
    assert {reason.value for reason in Reason} >= {"empty-page", "not-text", "no-main-content", "no-title"}
    assert all(reason.value == reason.value.lower().replace("_", "-") for reason in Reason)
