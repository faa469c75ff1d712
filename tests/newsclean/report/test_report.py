"""The report of a night, read as a browser reads it.

Covers newsclean.report, newsclean.html and newsclean.commands.report.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from lxml.html import HtmlElement

from benchmarks.nightly_report import FATES, LAST_RUN, NOW, make
from newsclean import Article, Reason, Reject
from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, Ending, Outcome, SiteFolder
from newsclean.page.urls import record_id
from newsclean.report import write_report
from tests.chromium import in_each_view, needs_chromium, opened

NIGHTS = 9
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>\u202e'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site for each way in which one breaks, one that is well, and one whose database is damaged."""
    root = tmp_path_factory.mktemp("corpus")
    make(root, len(FATES) + 1, nights=NIGHTS, articles=6)
    damaged = SiteFolder(root / "ruin")
    damaged.make()
    damaged.database.write_bytes(b"not a database " * 400)
    return root


@pytest.fixture(scope="module")
def file(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(root, path, nights=NIGHTS, now=NOW)
    return path


@pytest.fixture(scope="module")
def page(file: Path) -> HtmlElement:
    return html.fromstring(file.read_bytes())


def read(root: Path, path: Path, now: dt.datetime = NOW) -> HtmlElement:
    write_report(root, path, nights=NIGHTS, now=now)
    return html.fromstring(path.read_bytes())


def texts(page: HtmlElement, xpath: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.xpath(xpath)]


def cards(page: HtmlElement) -> dict[str, str]:
    """By site, the text of its card."""
    found = page.xpath('//*[contains(concat(" ", @class, " "), " card ")]')
    return {card.xpath("string(h3)"): " ".join(card.text_content().split()) for card in found}


def test_the_first_line_is_the_verdict_of_the_night(page: HtmlElement) -> None:
    (first,) = texts(page, "//h1")
    troubles = "1 cannot be read, 2 are broken, 1 did not run, 4 need a look, 1 was cut short."
    assert re.fullmatch(rf"\d+ new articles from 6 sites\. {re.escape(troubles)}", first)
    assert texts(page, "//head/title") == [first]


def test_only_sites_that_need_a_person_have_a_card_the_worst_first(page: HtmlElement) -> None:
    """Not the one that was cut short, which goes on in the next night, and not the one that is well."""
    assert list(cards(page)) == [
        "ruin", "tempo", "harbour.example", "alquds", "kompas", "quay.example", "suara", "zeit",
    ]  # fmt: skip
    assert texts(page, "//tbody/tr/th") == [*cards(page), "asahi", "nation"]


@pytest.mark.parametrize(
    ("site", "told", "command"),
    [
        ("ruin", "is damaged", "newsclean corpus check --site ruin"),
        ("tempo", "for 3 nights The run of 28 November", "newsclean crawl tempo --dry-run"),
        ("harbour.example", "was killed before its end", "newsclean crawl https://harbour.example/"),
        ("alquds", "It ran last on 24 November", "newsclean crawl alquds"),
        ("kompas", "of the pages rejected, where", "newsclean sites try kompas"),
        ("quay.example", "0 new articles, where", "newsclean sites try https://quay.example/"),
        ("suara", "of the articles without a date, where", "newsclean sites try suara"),
        ("zeit", "characters in the median body, where", "newsclean sites try zeit"),
    ],
)
def test_a_card_says_what_is_wrong_and_which_command_to_type(
    page: HtmlElement, site: str, told: str, command: str
) -> None:
    assert told in cards(page)[site]
    assert command in cards(page)[site]


def test_a_card_has_the_most_frequent_rejects_first_with_their_pages(page: HtmlElement) -> None:
    kinds = texts(page, '//article[h3="kompas"]//ul[@class="rejects"]/li/b')
    numbers = [int(kind.split()[0]) for kind in kinds]
    assert kinds[0].endswith("× no-main-content")
    assert numbers == sorted(numbers, reverse=True)
    assert page.xpath('//article[h3="kompas"]//ul[@class="rejects"]//a/@href')[0] == "https://kompas.example/page/0"


def test_the_table_has_the_figures_of_each_site_and_a_picture_of_its_nights(page: HtmlElement) -> None:
    headings = texts(page, "//thead//th")
    row = dict(zip(headings, texts(page, '//tr[th="nation"]/*'), strict=True))
    assert row["State"].endswith("good")
    assert int(row["Found"]) == int(row["New"]) + int(row["Rejected"])
    (title,) = texts(page, '//tr[th="nation"]//svg[@role="img"]/title')
    assert f"nation: new articles in {NIGHTS} nights" in title
    (bars,) = page.xpath('//tr[th="nation"]//path[@class="records"]/@d')
    assert bars.count("M") == NIGHTS
    (marks,) = page.xpath('//tr[th="tempo"]//path[@class="broken"]/@d')
    assert marks.count("M") == 3


def test_records_are_there_to_be_read_in_their_language(page: HtmlElement) -> None:
    samples = page.xpath('//h3[starts-with(., "nation")]/following-sibling::div[1]/article')
    assert [sample.get("lang") for sample in samples] == ["ar"] * 3
    assert samples[0].xpath("h4/@dir") == ["auto"]
    assert re.search(r"2026-11-\d\d \d\d:\d\d UTC .*\d+ characters · certainty 0\.\d\d", texts(samples[0], "p")[0])
    assert any("no date" in text for text in texts(page, '//h3[starts-with(., "suara")]/following-sibling::div[1]//p'))


def test_it_runs_nothing_and_loads_nothing(page: HtmlElement) -> None:
    assert not page.xpath(
        "//script | //link | //img | //iframe | //object | //form | //@style | //@*[starts-with(name(), 'on')]"
    )
    (policy,) = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    (style,) = page.xpath("//style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
    assert not re.search(r"url\(|@import", style.text)


def test_a_screen_reader_finds_its_way(page: HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)
    assert {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")} <= set(ids)
    assert not page.xpath('//svg[not(@role="img" and title) and not(@aria-hidden="true")]')


@needs_chromium
@pytest.mark.browser
@in_each_view
def test_a_browser_shows_it_without_complaint_and_axe_finds_no_barrier(file: Path, size: str, scheme: str) -> None:
    with opened(file, size, scheme) as shown:
        assert not shown.is_wider_than_its_window
        assert shown.complaints == []
        assert shown.barriers() == []


@needs_chromium
@pytest.mark.browser
def test_the_keyboard_reaches_the_table_and_moves_it(file: Path) -> None:
    with opened(file, "phone", "light") as shown:
        table = "document.querySelector('.scroll')"
        for _ in range(shown.page.locator("a, [tabindex='0']").count()):
            shown.page.keyboard.press("Tab")
            if shown.page.evaluate(f"document.activeElement === {table}"):
                break
        shown.page.keyboard.press("ArrowRight")
        assert shown.soon(f"{table}.scrollLeft > 0")


def test_reading_changes_nothing_in_the_corpus(root: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    result = CliRunner().invoke(main, ["report", "-o", str(tmp_path / "report.html"), "--corpus", str(root)])
    assert result.exit_code == 0, result.output
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert result.stdout.strip() == html.fromstring((tmp_path / "report.html").read_bytes()).xpath("string(//title)")


def article(text: str = "Ferry", url: str = "https://harbour.example/1", language: str = "en") -> Article:
    return Article(
        url=url, site="harbour", title=text, body=text, language=language, authors=(text,), fetched_at=LAST_RUN,
        id=record_id(url), content_hash=text, extractor="a test",
    )  # fmt: skip


def add_night(root: Path, at: dt.datetime = LAST_RUN, word: str = "good", *articles: Article) -> None:
    """A run of the site "harbour" that brings these articles."""
    with CorpusRun(SiteFolder(root / "harbour"), archive=False, now=at) as run:
        run.commit([Outcome(article.url, article, at) for article in articles])
        run.end(Ending(word, 0, "", {"new": len(articles)}), at)


def test_what_pages_hold_stays_text(tmp_path: Path) -> None:
    with CorpusRun(SiteFolder(tmp_path / "harbour"), archive=False, now=LAST_RUN) as run:
        shown = article(HOSTILE, "javascript:alert(1)//", 'en" onclick="x')
        reject = Reject(
            url=f"https://h.example/{HOSTILE}", reason=Reason.NO_TITLE, detail=f"{HOSTILE}\x00", fetched_at=LAST_RUN
        )
        run.commit([Outcome("https://h.example/1", shown, LAST_RUN), Outcome(reject.url, reject, LAST_RUN)])
        run.end(Ending("unusual", 7, HOSTILE, {"new": 1}), LAST_RUN)
    page = read(tmp_path, tmp_path / "report.html")
    assert not page.xpath("//script | //img | //@onclick | //@onerror | //a[starts-with(@href, 'javascript')]")
    assert texts(page, "//h4") == [HOSTILE]
    assert "\x00" not in (tmp_path / "report.html").read_text("utf-8")


def test_a_run_repeated_by_hand_belongs_to_its_night_and_is_the_one_that_counts(tmp_path: Path) -> None:
    add_night(tmp_path, LAST_RUN, "nothing-fetched")
    add_night(tmp_path, LAST_RUN + dt.timedelta(hours=8), "good", article())
    page = read(tmp_path, tmp_path / "report.html", now=LAST_RUN + dt.timedelta(hours=16))
    assert texts(page, "//h1") == ["1 new article from 1 site. All is well."]
    assert cards(page) == {}


@pytest.mark.parametrize(
    ("days", "verdict"),
    [(0, "1 new article from 1 site. All is well."), (9, "Nothing has run since 28 November. That night: 1 new")],
)
def test_a_corpus_that_has_not_run_for_a_day_says_so_first(days: int, verdict: str, tmp_path: Path) -> None:
    add_night(tmp_path, LAST_RUN, "good", article())
    page = read(tmp_path, tmp_path / "report.html", now=NOW + dt.timedelta(days=days))
    assert texts(page, "//h1")[0].startswith(verdict)


def test_what_was_cut_short_three_nights_in_a_row_needs_a_person(tmp_path: Path) -> None:
    for ago, expected in ((2, 0), (1, 0), (0, 1)):
        add_night(tmp_path, LAST_RUN - dt.timedelta(days=ago), "deadline")
        assert len(cards(read(tmp_path, tmp_path / "report.html", now=NOW - dt.timedelta(days=ago)))) == expected


def test_without_a_corpus_it_says_what_is_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["report", "-o", str(tmp_path / "r.html"), "--corpus", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert "there is no site in this corpus" in result.stderr
    assert not (tmp_path / "r.html").exists()
