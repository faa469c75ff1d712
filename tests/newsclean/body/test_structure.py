"""What each paragraph of a body is on its page, and that blocks and body are one text wherever the body comes from."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from newsclean import Article, ArticleBlock, Entry, Page, clean
from newsclean.formats.json_lines import to_line
from newsclean.record import record_of, without_paragraphs

ROOT = Path(__file__).parents[3]
PAGES = sorted((ROOT / "spiders/demo/site").glob("*/read/*/*.html")) + sorted(
    (ROOT / "fixtures").glob("pages/*/*/page.html")
)
NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
FIRST = "The board of the harbour voted on Monday to close the old fish quay before the winter storms begin again."
SECOND = (
    "Inspectors had found in March that nearly a third of the piles under the quay were hollow below the waterline."
)
THIRD = "“We could have waited another winter and hoped,” said the harbour master when the board had voted on it."
LAST = "The boats will land their catch at the northern pier in the meantime, which some skippers find too tight."


def article(inside: str, tag: str = "div", **page: Any) -> Article:
    html = (
        "<!doctype html><html lang=en><head><title>Old fish quay to close</title></head><body><article>"
        f"<h1>Old fish quay to close</h1><{tag}><p>{FIRST}</p>{inside}<p>{LAST}</p></{tag}></article></body></html>"
    )
    found = clean(Page(url="https://a.example/1", html=html.encode(), fetched_at=NOW, **page))
    assert isinstance(found, Article), found
    return found


def kinds(record: Article) -> list[tuple[str, str]]:
    """The blocks between the first and the last one."""
    return [(block.kind, block.text) for block in record.blocks[1:-1]]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parts[-4]}-{path.parent.name}-{path.stem}")
def test_the_texts_of_the_blocks_are_the_body(path: Path) -> None:
    found = clean(Page(url=path.as_uri(), html=path.read_bytes(), fetched_at=NOW))
    if isinstance(found, Article):
        assert "\n\n".join(block.text for block in found.blocks) == found.body
        again = Article.model_validate_json(to_line(record_of(found, blocks=True)))
        assert (again, again.blocks) == (found, found.blocks)


def test_a_block_is_what_its_element_is() -> None:
    record = article(
        f"<h3>What was <em>found</em></h3><p>{SECOND}</p><blockquote><p>{THIRD}</p></blockquote>"
        "<ol><li>The quay closes to all boats in October.<ul><li>The crane goes first, to the northern pier.</li></ul>"
        "<li><p>The piles are pulled out in the spring of next year.</p></ol>"
        "<table><tr><th></th><th>Landed</th></tr><tr><td>Northern pier</td><td>12,000 t</td></tr></table>"
    )
    assert kinds(record) == [
        ("subheading", "What was found"),
        ("paragraph", SECOND),
        ("quotation", THIRD),
        ("list_item", "The quay closes to all boats in October."),
        ("list_item", "The crane goes first, to the northern pier."),
        ("list_item", "The piles are pulled out in the spring of next year."),
        ("table_row", "Landed"),
        ("table_row", "Northern pier | 12,000 t"),
    ]
    assert record.blocks[1].level == 3
    assert [(block.level, block.ordered) for block in record.blocks[4:7]] == [(1, True), (2, False), (1, True)]
    assert [block.cells for block in record.blocks[7:9]] == [("", "Landed"), ("Northern pier", "12,000 t")]


@pytest.mark.parametrize(
    "layout",
    [
        "<h2>{0}<br>{1}<br>{2}</h2>",
        "<h4>{0} {1} {2}</h4>",
        "<ul><li><p>{0}</p><p>{1}</p></li><li><p>{2}</p><p>{1} Or so.</p></li></ul>",
        "<table><tr><td>{0}</td></tr><tr><td>{1} {2}</td></tr></table>",
    ],
)
def test_an_element_that_holds_whole_paragraphs_is_layout(layout: str) -> None:
    record = article(layout.format(SECOND, THIRD, SECOND.upper()))
    assert {kind for kind, _ in kinds(record)} == {"paragraph"}


def test_a_text_that_is_one_quotation_as_a_whole_is_only_indented() -> None:
    record = article(f"<p>{SECOND}</p><p>{THIRD}</p>", tag="blockquote")
    assert [block.kind for block in record.blocks] == ["paragraph"] * 4


def test_further_pages_feeds_and_data_of_scripts_have_blocks_too() -> None:
    second = f"<html><body><article><p>{FIRST}</p><h2>Why now</h2><p>{SECOND}</p></article></body></html>".encode()
    paged = article("", further_pages=(second,))
    assert [(block.kind, block.text) for block in paged.blocks[-2:]] == [
        ("subheading", "Why now"),
        ("paragraph", SECOND),
    ]
    text = f"<p>{FIRST}</p><h2>Why now</h2><p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p>"
    entry = Entry(url="https://a.example/1", source="feed", title="Old fish quay to close")
    shell = Page(url=entry.url, html=b"", feed_text=text, entry=entry, fetched_at=NOW)
    data = json.dumps({"@type": "NewsArticle", "headline": entry.title, "articleBody": text})
    html = f"<html><h1>{entry.title}</h1><script type='application/ld+json'>{data}</script>".encode()
    fed, carried = clean(shell), clean(shell.model_copy(update={"html": html, "feed_text": None}))
    for found, source in ((fed, "feed"), (carried, "json_ld")):
        assert isinstance(found, Article), found
        assert (found.body_source, found.blocks[1].kind, found.blocks[1].text) == (source, "subheading", "Why now")


def test_a_record_without_paragraphs_has_no_blocks_of_them() -> None:
    record = without_paragraphs(article(f"<h2>Why now</h2><p>{SECOND}</p>"), {2})
    assert [block.kind for block in record.blocks] == ["paragraph", "subheading", "paragraph"]
    assert record.body == "\n\n".join((FIRST, "Why now", LAST))


def test_a_record_has_blocks_only_on_request_and_is_the_same_without() -> None:
    record = article("<h2>Why now</h2>")
    assert b'"blocks"' not in to_line(record)
    assert list(record.to_dict()) == list(Article.model_fields)
    asked = record.to_dict(blocks=True)
    assert asked["blocks"][:2] == [
        {"kind": "paragraph", "text": FIRST},
        {"kind": "subheading", "text": "Why now", "level": 2},
    ]
    without = Article.model_validate(record.to_dict())
    assert (without, hash(without)) == (record, hash(record))
    assert {block.kind for block in without.blocks} == {"paragraph"}
    assert Article.model_validate(asked).blocks == record.blocks


def test_blocks_of_another_text_are_refused_and_a_copy_with_another_body_has_its_own() -> None:
    record = article("")
    with pytest.raises(ValidationError, match="not the paragraphs of the body"):
        Article.model_validate(record.to_dict() | {"blocks": [{"text": FIRST}]})
    assert record.model_copy(update={"body": "Another."}).blocks == (ArticleBlock(text="Another."),)
