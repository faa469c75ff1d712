"""Lines that stand on many pages of a site go; what articles share, and what is theirs alone, stays.

Covers imprint.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newsclean import Article, Page, SiteLines, clean, explain, extract
from newsclean.sites.site_lines import without_standing
from tests.newsclean.sites.outlet import AUTHORS, TOPICS, article, page, paragraphs

NOTE = "Meridian belongs to its readers in Port Ellery and takes no money from any party or firm."
PROMOTION = "Get the best of Meridian in your inbox at six, before the first ferry has left the quay."
GENERIC = "Nothing on these pages is advice, and whoever acts on it does so at a risk that is their own."
BACKGROUND = "The bridge was closed in 1998 after welders found that its pillars had been set in poor concrete."
QUOTATION = (
    "“We have asked nicely for eleven years, and we shall not ask nicely again,” said Meridian's neighbour Ada Holm."
)


def bodies(pages: Sequence[Page]) -> list[list[str]]:
    """The paragraphs of each, cleaned together."""
    found = without_standing(map(clean, pages))
    return [one.body.split("\n\n") if isinstance(one, Article) else [] for one in found]


def outlet(count: int, *more: str, at: int | None = None, author: bool = False) -> tuple[list[Page], list[list[str]]]:
    """Pages on different topics, each with `more` at its end or at a place, and their own paragraphs."""
    own = [paragraphs(number % len(TOPICS), number // len(TOPICS)) for number in range(count)]
    texts = [[*text[:at], *more, *text[at:]] if at is not None else [*text, *more] for text in own]
    authors = [AUTHORS[number % 3] if author else "" for number in range(count)]
    return [page(number, texts[number], author=authors[number]) for number in range(count)], own


@pytest.mark.parametrize("count", [4, 6, 14])
def test_a_standing_note_under_every_article_goes(count: int) -> None:
    pages, own = outlet(count, NOTE)
    assert article(pages[0]).body.endswith(NOTE)
    assert bodies(pages) == own


def test_a_page_alone_and_three_pages_keep_it() -> None:
    pages, _ = outlet(3, NOTE)
    alone = extract(pages[0].html, url=pages[0].url)
    assert alone is not None
    assert alone.body.endswith(NOTE)
    assert all(texts[-1] == NOTE for texts in bodies(pages))


def test_the_heading_of_a_note_goes_with_it() -> None:
    pages, own = outlet(6, "Who we are", NOTE)
    assert bodies(pages) == own


def test_a_promotion_amid_the_text_goes_wherever_it_stands() -> None:
    own = [paragraphs(number) for number in range(12)]
    pages = [page(n, [*text[: 2 + n % 3], PROMOTION, *text[2 + n % 3 :]]) for n, text in enumerate(own)]
    assert bodies(pages) == own


def test_biographies_go_under_the_articles_of_their_authors() -> None:
    own = [paragraphs(number) for number in range(14)]
    biographies = [f"{AUTHORS[n % 3]} grew up on Ellery island and has a boat with no name." for n in range(14)]
    pages = [page(n, [*own[n], biographies[n]], author=AUTHORS[n % 3]) for n in range(14)]
    assert bodies(pages) == own


def test_a_note_that_names_nobody_goes_from_most_of_many_pages_only() -> None:
    pages, own = outlet(28, GENERIC)
    assert bodies(pages) == own
    assert all(texts[-1] == GENERIC for texts in bodies(pages[:20]))
    mixed = [*pages[:24], *outlet(28)[0][24:]]
    assert [texts[-1] == GENERIC for texts in bodies(mixed)] == [True] * 24 + [False] * 4


@pytest.mark.parametrize("place", [1, 3, 5])
@pytest.mark.parametrize("others", [0, 6])
@pytest.mark.parametrize("shared", [BACKGROUND, f"{BACKGROUND} Meridian was the first to report it."])
def test_a_background_paragraph_of_follow_ups_stays(shared: str, others: int, place: int) -> None:
    own = [paragraphs(0, turn) for turn in range(8)]
    texts = [[*text[:place], shared, *text[place:]] for text in own] + [paragraphs(n) for n in range(1, others + 1)]
    pages = [page(n, text, title=f"Day {n} on the bridge", author=AUTHORS[n % 3]) for n, text in enumerate(texts)]
    assert bodies(pages) == texts


def test_a_quotation_that_articles_share_stays() -> None:
    pages, own = outlet(8, QUOTATION)
    assert bodies(pages) == [[*text, QUOTATION] for text in own]


def test_everyday_sentences_and_the_opening_of_a_column_stay() -> None:
    opening = "Every Sunday the garden of Meridian answers back, and I write down what it has said."
    texts = [[opening, *paragraphs(number), "The case goes on."] for number in range(12)]
    pages = [page(n, text, author=AUTHORS[0]) for n, text in enumerate(texts)]
    assert bodies(pages) == texts


def test_one_article_at_several_addresses_and_its_corrections_stay() -> None:
    versions = [[*paragraphs(0)[:-1], f"The council has {n} members.", NOTE] for n in range(7)]
    pages = [page(n, text, title="The bridge") for n, text in enumerate(versions)]
    assert bodies(pages) == versions


def test_nothing_goes_on_the_strength_of_one_day() -> None:
    pages = [page(n, [*paragraphs(n), NOTE], day=3) for n in range(8)]
    assert all(texts[-1] == NOTE for texts in bodies(pages))


def test_the_larger_part_of_a_text_never_goes() -> None:
    flash = page(13, [paragraphs(13)[0], NOTE, PROMOTION])
    pages = [page(n, [*paragraphs(n), NOTE, PROMOTION]) for n in range(10)]
    assert bodies([*pages, flash])[-1] == [paragraphs(13)[0], NOTE, PROMOTION]
    assert bodies(pages) == [paragraphs(n) for n in range(10)]


def test_the_order_of_the_pages_does_not_matter() -> None:
    pages, _ = outlet(14, NOTE, GENERIC, author=True)
    pages += [page(20 + n, [*paragraphs(0, n), BACKGROUND], title=f"Day {n} on the bridge") for n in range(6)]
    assert bodies(pages[::-1]) == bodies(pages)[::-1]


def test_what_was_learned_is_passed_in_for_a_new_page_and_explained() -> None:
    lines = SiteLines()
    for one in outlet(8, NOTE)[0]:
        lines.learn(article(one))
    new = page(9, [*paragraphs(9), NOTE])
    outcome = clean(new, lines)
    assert isinstance(outcome, Article)
    assert outcome.body.split("\n\n") == paragraphs(9)
    assert outcome.content_hash == article(page(9, paragraphs(9))).content_hash
    blocks = explain(new.html, url=new.url, fetched_at=new.fetched_at, site_lines=lines).blocks
    assert [block.text for block in blocks if block.kept] == paragraphs(9)
    (dropped,) = [block for block in blocks if block.text == NOTE]
    assert (dropped.rule, dropped.evidence) == ("standing-line", {"stands_on": "8 of 8 pages of this site"})


def test_only_so_many_articles_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsclean.sites.site_lines.WINDOW", 8)
    lines = SiteLines()
    for one in outlet(8, NOTE)[0]:
        lines.learn(article(one))
    for number in range(8):
        lines.learn(article(page(30 + number, paragraphs(number % len(TOPICS), 1))))
    told = article(page(9, [*paragraphs(9), NOTE]))
    assert lines.without_standing(told) == told
