"""Text without markup: what is the article in it, and why each other line is not.

Covers lines.
"""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from pathlib import Path

import pytest

import newsclean
from newsclean.plain_text.article import read_plain

FIXTURES = sorted((Path(__file__).parents[3] / "fixtures" / "flat").iterdir())

BODY = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "“Nobody should have to jump from a boat onto wet stone,” said the harbour master, Ida Quill, after the vote.",
)


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)
def test_a_copied_page_gives_its_article_and_nothing_else(folder: Path) -> None:
    article = read_plain((folder / "page.txt").read_text("utf-8"))
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert list(article.paragraphs) == expected["paragraphs"]
    assert article.title == expected["title"]
    assert article.date_line == expected["date_line"]
    assert list(article.initials) == expected["initials"]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n \n\n"])
def test_blank_lines_between_paragraphs_make_no_difference(between: str) -> None:
    assert read_plain(between.join(BODY)).paragraphs == BODY


@pytest.mark.parametrize("width", [50, 72, 80])
def test_wrapped_paragraphs_are_joined(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in BODY)
    assert read_plain(wrapped).paragraphs == BODY


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Advertisement", "advertisement"),
        ("READ MORE: Tidal power firm doubles its target", "related-line"),
        ("A A A", "font-control"),
        ("loading...", "loading"),
        ("2 hours ago", "relative-time"),
        ("[Gambas:Video 20detik]", "video-placeholder"),
        ("Copyright ©2026 The Meridian Post All Rights Reserved", "copyright"),
    ],
)
def test_a_noise_line_between_paragraphs_is_dropped_with_the_name_of_its_rule(line: str, rule: str) -> None:
    article = read_plain("\n".join([BODY[0], line, *BODY[1:]]), "en")
    assert article.paragraphs == BODY
    assert [(found.number, found.kept, found.rule) for found in article.lines if found.text == line] == [
        (2, False, rule)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Read more about the steps in the report, Quill said, and you will see how many people used them last year.",
        "The steps were first repaired on 3 March 1926, at 10:00 in the morning, after a storm that broke four boats.",
        "Copyright in the drawings of the steps remains with the council, the report says on one of its last pages.",
    ],
)
def test_a_sentence_that_opens_like_noise_stays(sentence: str) -> None:
    assert sentence in read_plain("\n".join([*BODY[:2], sentence, BODY[2]]), "en").paragraphs


def test_a_subheading_between_paragraphs_stays() -> None:
    article = read_plain("\n".join([*BODY[:2], "Loose stones under water", BODY[2]]), "en")
    assert article.paragraphs == (*BODY[:2], "Loose stones under water", BODY[2])


def test_a_truncated_headline_and_its_full_form_are_a_link_list() -> None:
    teaser, full = "Town bakery swaps its gas...", "Town bakery swaps its gas oven for one heated by the tide"
    article = read_plain("\n".join([*BODY, teaser, full]), "en")
    assert article.paragraphs == BODY
    assert [line.rule for line in article.lines[-2:]] == ["truncated-teaser", "teaser"]


def test_initials_behind_the_last_sentence_leave_the_paragraph() -> None:
    article = read_plain("\n".join([*BODY[:2], BODY[1].replace("March", "April") + " (boy/jpnn)"]), "en")
    assert article.initials == ("boy", "jpnn")
    assert article.paragraphs[-1].endswith("at once.")


def test_initials_behind_a_sentence_that_is_left_open_leave_it_too() -> None:
    article = read_plain("\n".join([*BODY, "“Nobody will jump any more,” she said (boy/jpnn)"]), "en")
    assert article.initials == ("boy", "jpnn")
    assert article.paragraphs[-1] == "“Nobody will jump any more,” she said"


def test_a_line_that_a_rule_drops_only_at_the_end_of_the_text_stays_inside_it() -> None:
    inside = "AP writer Tom Vane contributed to this report from Port Ellery, Long Harbour and Cape Quill."
    following = [
        f"Boat {number} lands at the northern quay today, where a second gangway was laid out." for number in "12345"
    ]
    assert inside in read_plain("\n".join([*BODY, inside, *following]), "en").paragraphs
    assert inside not in read_plain("\n".join([*BODY, *following, inside]), "en").paragraphs


def test_a_title_repeated_above_the_text_is_not_part_of_it() -> None:
    title = "Ferry steps to be repaired before the summer"
    article = read_plain("\n".join([title, title, *BODY]), "en")
    assert (article.title, article.paragraphs) == (title, BODY)


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "बंदरगाह की पुरानी सीढ़ियों की मरम्मत का काम सोमवार को शुरू हुआ और यह जून के अंत तक चलेगा।",
            "नगर परिषद ने बताया कि सीढ़ियों के नीचे के पत्थर ढीले हो गए थे और नावों के लिए खतरा बन गए थे।",
        ),
        (
            "بدأت أعمال ترميم درج الميناء القديم يوم الاثنين، وتستمر حتى نهاية شهر يونيو وفق ما أعلن المجلس البلدي.",
            "هل يكفي ذلك لعودة القوارب قبل الصيف، وهل يبقى الدرج القديم مفتوحا أمام الزوار كما وعد المجلس البلدي؟",
        ),
        (
            "港の古い石段の修理が月曜日に始まった。町の説明では、工事は六月の末まで続き、その間は別の桟橋を使う。",
            "石段は三月の点検で下の段の石が緩んでいると分かり、町が直ちに閉鎖した。修理の費用は町が負担する。",
        ),
    ],
    ids=["hindi", "arabic", "japanese"],
)
def test_sentences_of_any_script_are_text(paragraphs: tuple[str, ...]) -> None:
    assert read_plain("\n".join(paragraphs)).paragraphs == paragraphs


@pytest.mark.parametrize("text", ["", " \n\n ", "Home\nNews\nSport", "One line.", "...\n...\n…"])
def test_what_is_not_an_article_gives_no_paragraph(text: str) -> None:
    article = read_plain(text)
    assert article.paragraphs == ()
    assert article.title is None
    assert all(not line.kept for line in article.lines)


@pytest.mark.parametrize(("year", "date"), [(2026, dt.datetime(2026, 3, 12, 10)), (2031, None)])
def test_a_date_in_the_future_is_not_believed_as_on_a_page(year: int, date: dt.date | None) -> None:
    text = "\n".join(["Ferry steps to be repaired", f"12 March {year}, 10:00", *BODY])
    article = newsclean.extract(text, fetched_at=dt.datetime(2026, 11, 26, tzinfo=dt.UTC))
    assert article is not None
    assert article.date == date


@pytest.mark.parametrize(
    ("ending", "initials"),
    [
        (" (H-2)", ()),
        (" (PA/N-1)", ("PA",)),
        ("（久我山航）", None),
        (" (AFP)", None),
    ],
)
def test_the_mark_of_a_desk_behind_the_last_sentence_leaves_the_paragraph(
    ending: str, initials: tuple[str, ...] | None
) -> None:
    last = BODY[1].replace("March", "April")
    article = read_plain("\n".join([*BODY[:2], last + ending]), "en")
    assert article.paragraphs[-1] == (last + ending if initials is None else last)
    assert article.initials == (initials or ())


@pytest.mark.parametrize(
    ("ending", "names"),
    [
        ("（久我山航）", ("久我山航",)),
        ("（三枝みさき、江端修）", ("三枝みさき", "江端修")),
        ("（笑）", ()),
        ("（敬称略）", ()),
        ("（写真はイメージです）", ()),
    ],
)
def test_a_writer_in_wide_brackets_behind_the_last_sentence_signs_it(ending: str, names: tuple[str, ...]) -> None:
    lines = [
        f"港の古い石段を夏までに直すと町議会が{day}日に決め、港湾事務所は工事の間だけ北の岸壁を使う。"
        for day in (3, 4, 5)
    ]
    article = read_plain("\n".join(["港の石段を修理へ", *lines[:2], lines[2] + ending]), "ja")
    assert article.paragraphs[-1] == lines[2] + ("" if names else ending)
    assert article.initials == names
