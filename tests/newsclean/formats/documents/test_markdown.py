"""Markdown as a parser of CommonMark reads it: every block is what it was on the page, with its very text.

Covers newsclean.formats.documents and its modules front_matter and plain.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsclean import Article, ArticleBlock

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
KINDS = {
    "heading_open": "subheading",
    "blockquote_open": "quotation",
    "ordered_list_open": "1.",
    "bullet_list_open": "-",
}


def article(*blocks: ArticleBlock, title: str = "Old ferry stays", **fields: Any) -> Article:
    return Article.model_validate(
        {
            "url": "https://harbour.example/news/1",
            "site": "harbour.example",
            "title": title,
            "body": "\n\n".join(block.text for block in blocks),
            "blocks": blocks,
            "fetched_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
            "id": "0" * 32,
            "content_hash": "0" * 64,
            "extractor": "newsclean/0",
            **fields,
        }
    )


def shown(markdown: str) -> list[tuple[str, str]]:
    """The lines that a reader sees, each behind what it is in: "h2", "quotation", "-", "- 1." for lists, "row"."""
    found: list[tuple[str, str]] = []
    inside: list[str] = []
    row: list[str] = []
    for token in PARSER.parse(markdown):
        if token.type in ("list_item_open", "list_item_close", "paragraph_open", "paragraph_close"):
            continue
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            found.append(("row", " | ".join(row)))
        elif token.type == "inline" and inside and inside[-1] in ("th", "td"):
            row.append(text_of(token))
        elif token.type == "inline":
            found.append((" ".join(inside), text_of(token)))
        elif token.nesting == 1:
            inside.append(KINDS.get(token.type, token.tag) if token.tag[0] != "h" else token.tag)
        elif token.nesting == -1:
            inside.pop()
        else:
            found.append((token.type, token.content))
    return found


def text_of(inline: Token) -> str:
    """The text of a line; markup in it is shown as such, where there should be none."""
    return "".join(
        token.content if token.type in ("text", "text_special") else f"<{token.type}>"
        for token in inline.children or ()
    )


def block(text: str, kind: Any = "paragraph", **fields: Any) -> ArticleBlock:
    return ArticleBlock(kind=kind, text=text, **fields)


def test_every_kind_of_block_is_one_in_markdown() -> None:
    record = article(
        block("The council voted."),
        block("Why now", "subheading", level=3),
        block("“We had to.”", "quotation"),
        block("“We still have.”", "quotation"),
        block("Steps", "list_item", level=1, ordered=False),
        block("stone", "list_item", level=2, ordered=True),
        block("wood", "list_item", level=2, ordered=True),
        block("Quay", "list_item", level=1, ordered=False),
        block("Year | Boats", "table_row", cells=("Year", "Boats")),
        block("2025 | | 12", "table_row", cells=("2025", "", "12")),
        block("It ended there."),
    )
    assert record.to_markdown() == (
        "# Old ferry stays\n\nThe council voted.\n\n### Why now\n\n> “We had to.”\n>\n> “We still have.”\n\n"
        "- Steps\n    1. stone\n    2. wood\n- Quay\n\n"
        "| Year | Boats |  |\n| --- | --- | --- |\n| 2025 |  | 12 |\n\nIt ended there.\n"
    )
    assert shown(record.to_markdown()) == [
        ("h1", "Old ferry stays"),
        ("", "The council voted."),
        ("h3", "Why now"),
        ("quotation", "“We had to.”"),
        ("quotation", "“We still have.”"),
        ("-", "Steps"),
        ("- 1.", "stone"),
        ("- 1.", "wood"),
        ("-", "Quay"),
        ("row", "Year | Boats | "),
        ("row", "2025 |  | 12"),
        ("", "It ended there."),
    ]


def test_a_list_that_begins_in_the_middle_of_another_is_no_code() -> None:
    record = article(block("stone", "list_item", level=3, ordered=False))
    assert shown(record.to_markdown())[1:] == [("-", "stone")]


@pytest.mark.parametrize(
    "text",
    [
        "# 1 is a place", "#ferry is a tag", "- he said", "+ 3 degrees", "1. FC Köln won", "12) is a number",
        "2026. A year.", "> 40", "* * *", "---", "===", "___", "~~~", "```", "a_name and _emphasis_ and __all__",
        "2 * 3", "*Editor’s note*", "[sic] and [a](b)", "![a](b)", "<b>bold</b> 1 < 2 <!-- x -->",
        "AT&T &amp; &copy; &#33;",
        "a\\b \\* \\", "`code`", "| a | b |", "| --- | --- |", "https://a.example/x_y?z=[1]", "<https://a.example>",
        "[a]: https://a.example", "~10~", "Setext\\", "#", "1)", "## #",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["paragraph", "subheading", "quotation", "list_item"])
def test_running_text_is_shown_as_it_is(text: str, kind: Any) -> None:
    (_, (_, found)) = shown(article(block(text, kind)).to_markdown())
    assert found == text


LINES = st.text(st.sampled_from("ab1 .)(][<>&;!?#*_`~\\|-+=:/\"'—“"), min_size=1, max_size=12)


@given(
    LINES.map(lambda text: " ".join(text.split())).filter(bool),
    st.sampled_from(["paragraph", "subheading", "list_item"]),
)
def test_no_text_becomes_markup(text: str, kind: Any) -> None:
    assert [found for _, found in shown(article(block(text, kind), title=text).to_markdown())] == [text, text]


@given(st.lists(LINES.map(lambda text: " ".join(text.split())).filter(bool), min_size=2, max_size=3))
def test_no_cell_ends_its_table_or_its_row(cells: list[str]) -> None:
    record = article(block(" | ".join(cells), "table_row", cells=tuple(cells)))
    assert shown(record.to_markdown())[1:] == [("row", " | ".join(cells))]


def test_front_matter_is_yaml_that_gives_back_every_field() -> None:
    yaml = pytest.importorskip("yaml")
    record = article(
        block("The council voted."),
        title='No: "yes" — #1 \u2028 🚢 \ufeff\ufffe',
        authors=("Ana: Lind", "no"),
        tags=("1.0", "- a", "null"),
        date=dt.datetime(2026, 2, 28, 20, 57, tzinfo=dt.timezone(dt.timedelta(hours=7))),
        certainty=0.93,
        complete=True,
        section="O'Neill\\n",
    )
    fields = {name: value for name, value in record.to_dict().items() if value not in (None, []) and name != "body"}
    for text in (record.to_markdown(front_matter=True), record.to_text(front_matter=True)):
        _, matter, rest = re.split(r"^---\n", text, flags=re.M)
        assert yaml.safe_load(matter) == fields
        assert rest.endswith("The council voted.\n")
    assert record.to_text() == f"{record.title}\n\nThe council voted.\n"
