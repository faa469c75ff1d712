"""Characters that no reader sees, or that stand for others: none of them is in a record, whatever field it was in."""

from __future__ import annotations

import json

import pytest

from newsclean import Article, Page, Reject, clean
from newsclean.workers.process import sample
from tests.hostile.pages import PARAGRAPHS, TITLE

WRITTEN = {
    "Old \x07ferry\x0b steps\x00 stay\x1f open": TITLE,
    "\u202bOld ferry \u200esteps\u2069 stay open\u202c": TITLE,
    "Old\u200b ferry\ufeff ste\u00adps stay \u2060open": TITLE,
    "Old ferry &#xD83D; steps stay open": TITLE,
    "Old ferry &#xD83D;&#xDE00; steps stay open": "Old ferry 😀 steps stay open",
    "Old ferry &#55357;&#56832; steps stay open": "Old ferry 😀 steps stay open",
    "Old ferry &amp;#xD83D;&amp;#xDE00; steps stay open": "Old ferry 😀 steps stay open",
    "Old ferry &#150; steps stay open": "Old ferry – steps stay open",
    "&lt;b&gt;Old ferry&lt;/b&gt; steps stay open": TITLE,
    "&amp;lt;b&amp;gt;Old ferry&amp;lt;/b&amp;gt; steps stay open": TITLE,
    "Old &amp;amp;quot;ferry&amp;amp;quot; steps stay open": 'Old "ferry" steps stay open',
    "Old ferryâ€™s steps stay open": "Old ferry’s steps stay open",
    "Old ferry &lt; 5 steps stay open": "Old ferry < 5 steps stay open",
}


def cleaned(head: str, headline: str = "", body: str = "") -> Article | Reject:
    paragraphs = "".join(f"<p>{line}</p>" for line in (*PARAGRAPHS, body))
    html = f'<html lang="en"><head>{head}</head><body><article>{headline}{paragraphs}</article></body></html>'
    return clean(Page(url="https://news.example/2026/02/28/steps", html=html, fetched_at=sample().fetched_at))


@pytest.mark.parametrize("written", WRITTEN)
def test_a_title_is_free_of_them_wherever_it_is_written(written: str) -> None:
    linked = json.dumps({"@type": "NewsArticle", "headline": written})
    for head, headline in (
        (f'<meta property="og:title" content="{written}">', ""),
        (f"<title>{written}</title>", ""),
        (f'<script type="application/ld+json">{linked}</script>', ""),
        ("", f"<h1>{written}</h1>"),
    ):
        article = cleaned(head, headline)
        assert isinstance(article, Article)
        assert article.title == WRITTEN[written]


def test_so_are_the_other_fields() -> None:
    mark = "\u200e\u202a\x07"
    linked = {
        "@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": f"Ana{mark} Lind{mark}"},
        "articleSection": f"{mark}Harbour", "keywords": [f"fer{mark}ry", "&lt;i&gt;steps&lt;/i&gt;"],
        "image": f"https://news.example/a{mark}.jpg", "datePublished": f"{mark}2026-02-28T20:57:00+07:00",
    }  # fmt: skip
    article = cleaned(f'<script type="application/ld+json">{json.dumps(linked)}</script>', body=f"It{mark} stays so.")
    assert isinstance(article, Article)
    assert (article.authors, article.section, article.tags) == (("Ana Lind",), "Harbour", ("ferry", "steps"))
    assert article.image == "https://news.example/a.jpg"
    assert str(article.date) == "2026-02-28 20:57:00+07:00"
    assert "It stays so." in article.body


def test_joiners_that_spelling_needs_stay() -> None:
    article = cleaned(f"<title>{TITLE}</title>", body="می\u200cخواهم")
    assert isinstance(article, Article)
    assert "می\u200cخواهم" in article.body


def test_a_text_that_stays_broken_is_no_record() -> None:
    lost = " ".join("Die F\ufffdhre f\ufffdhrt weiter." for _ in range(6))
    for broken in (lost, " ".join("RÃ\x83Â©sumÃ\x83Â© “x” déjà" for _ in range(12))):
        reject = cleaned(f"<title>{TITLE}</title>", body=broken)
        assert isinstance(reject, Reject)
        assert (reject.reason, "characters are broken" in reject.detail) == ("not-text", True)
    assert isinstance(cleaned(f"<title>{TITLE}</title>", body="One caf\ufffd is not enough."), Article)
