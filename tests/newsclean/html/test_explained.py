"""`newsclean explain --html` as its reader meets it. Covers newsclean.html.page."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner

from newsclean import Explanation, explain
from newsclean.body.rules import RULES
from newsclean.commands.cli import main
from newsclean.explanation import DECISIONS
from newsclean.html.explained import COLOURS, explained_page, meanings
from tests.chromium import in_each_view, needs_chromium, opened

FETCHED_AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
PARAGRAPHS = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "Read more: Tidal power firm doubles its target for the coming year",
    "The work will cost 40,000 crowns and take six weeks, if the weather holds and the stones come in time.",
)
HTML = (
    "<!doctype html><html lang='en'><head><title>Ferry steps to be repaired - The Meridian Post</title>"
    "<meta name='author' content='Ida Quill'>"
    "<meta property='article:published_time' content='2026-03-03T08:15:00+00:00'></head><body>"
    "<nav><a href='/'>Home</a><a href='/news'>News</a></nav><article><h1>Ferry steps to be repaired</h1>"
    f"{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}</article>"
    "<footer><a href='/about'>About</a><p>&lt;script&gt;alert(1)&lt;/script&gt;</p></footer></body></html>"
)
ARABIC = (
    "<html lang='ar'><head><title>مجلس الميناء يصلح درج العبارة القديم</title></head><body>"
    "<nav><a href='/'>أخبار</a></nav><article><h1>مجلس الميناء يصلح درج العبارة القديم</h1>"
    "<p>قرر مجلس الميناء يوم الاثنين إصلاح درج العبارة القديم قبل أن يبدأ موسم الصيف في المدينة.</p>"
    "<p>وعثر المهندسون في آذار على حجارة متخلخلة تحت الدرجات السفلى، فأغلقها مكتب الميناء على الفور.</p>"
    "</article></body></html>"
)
PAGES = {
    "a record": HTML,
    "a text without markup": "\n\n".join(["Ferry steps to be repaired", "3 March 2026", *PARAGRAPHS]),
    "no article": "<html lang='en'><body><h1>Topics</h1><p><a href='/a'>One</a> <a href='/b'>Two</a></p></body></html>",
    "nothing": "",
}


def explained(html: str) -> tuple[Explanation, str, lxml.html.HtmlElement]:
    explanation = explain(html, fetched_at=FETCHED_AT)
    page = explained_page(explanation)
    return explanation, page, lxml.html.document_fromstring(page)


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_every_line_is_shown_in_its_order_and_only_those_are_struck_out_that_are_not_the_body(html: str) -> None:
    explanation, _, tree = explained(html)
    shown = [
        (text, element.tag == "del")
        for element in tree.xpath("//main//ol[@class='lines']/li[not(del)] | //main//ol[@class='lines']/li/del")
        for text in [" ".join((element.text or "").split())]
    ]
    assert shown == [(" ".join(block.text.split()), not block.kept) for block in explanation.blocks]
    assert len(tree.xpath("//h1")) == 1


def test_a_dropped_line_names_its_rule_and_evidence_in_place_and_in_the_list() -> None:
    explanation, _, tree = explained(HTML)
    (line,) = (block for block in explanation.blocks if block.text.startswith("Read more"))
    (item,) = tree.xpath(f"//li[@id='line-{line.number}']")
    tip, row = item.xpath("div[@role='tooltip']")[0], tree.get_element_by_id(f"why-{line.number}")
    for told in (tip.text_content(), row.text_content()):
        assert line.rule in told
        assert all(str(value) in told for value in line.evidence.values())
    assert meanings()[line.rule] in " ".join(tip.text_content().split())


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_every_link_leads_to_a_place_on_the_page(html: str) -> None:
    _, _, tree = explained(html)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = [*(link.removeprefix("#") for link in tree.xpath("//@href")), *tree.xpath("//@aria-describedby")]
    assert set(named) <= set(ids)


def test_the_record_and_the_candidates_that_won_stand_beside_it() -> None:
    explanation, _, tree = explained(HTML)
    record = tree.get_element_by_id("record")
    assert explanation.record is not None
    assert [part.text for part in record.xpath(".//*[@class='body']/p")] == explanation.record.body.split("\n\n")
    won = [" ".join(item.text_content().split()) for item in record.xpath(".//li[@class='won']")]
    assert [text.removeprefix("chosen: ").split(" h1:")[0].split(" meta:")[0] for text in won] == [
        "Ferry steps to be repaired",
        "2026-03-03T08:15:00+00:00",
        "Ida Quill",
    ]


def test_what_a_page_says_stays_text_and_nothing_can_run_or_be_loaded() -> None:
    _, page, tree = explained(HTML)
    assert not tree.xpath("//script | //*[@style] | //*[@src] | //link | //@*[starts-with(name(), 'on')]")
    assert "&lt;script&gt;alert(1)" in page
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert all(f".rule-{number} {{ color" in style[1] for number in range(1, COLOURS + 1))


def test_every_decision_has_a_meaning() -> None:
    assert all(meanings()[name] for name in {rule.name for rule in RULES} | DECISIONS.keys())


@needs_chromium
@pytest.mark.browser
@in_each_view
def test_a_browser_shows_it_without_complaint_and_axe_finds_no_barrier(tmp_path: Path, size: str, scheme: str) -> None:
    path = tmp_path / "explained.html"
    path.write_text(explained_page(explain(HTML, fetched_at=FETCHED_AT)), "utf-8")
    with opened(path, size, scheme) as shown:
        assert not shown.is_wider_than_its_window
        tip = shown.page.locator(".tip").first
        assert not tip.is_visible()
        shown.page.locator("a.why").first.focus()
        assert tip.is_visible() == (size != "paper")
        assert shown.complaints == []
        assert shown.barriers() == []


def test_the_command_writes_the_page_and_refuses_two_forms(tmp_path: Path) -> None:
    page, explained = tmp_path / "page.html", tmp_path / "explained.html"
    page.write_text(HTML, "utf-8")
    done = CliRunner().invoke(main, ["explain", "--html", str(page), "-o", str(explained)])
    assert (done.exit_code, done.output) == (0, "")
    assert lxml.html.parse(str(explained)).findtext(".//h1/bdi") == "Ferry steps to be repaired"
    done = CliRunner().invoke(main, ["explain", "--html", "--json", str(page)])
    assert (done.exit_code, "leave out one of them" in done.output) == (2, True)


@needs_chromium
@pytest.mark.browser
def test_arabic_runs_from_right_to_left_and_what_newsclean_says_of_it_does_not(tmp_path: Path) -> None:
    path = tmp_path / "explained.html"
    path.write_text(explained_page(explain(ARABIC, fetched_at=FETCHED_AT)), "utf-8")
    direction = "elements => elements.map(element => getComputedStyle(element).direction)"
    with opened(path, "phone", "light") as shown:
        for selector, expected in ((".lines > li", "rtl"), (".body p", "rtl"), (".why, .tip", "ltr")):
            assert set(shown.page.locator(selector).evaluate_all(direction)) == {expected}
