"""The lead: added to the body where the classifier misses it, and the record's `lead` where the page sets it apart."""

from __future__ import annotations

import pytest

from newsclean import extract

LEAD = "The town will mend the stairs that its fishermen have feared for a whole winter, six weeks before the season."
TEXT = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "“Nobody should have to jump from a boat onto wet stone,” said the harbour master, Ida Quill, after the vote.",
    "The work will cost 40,000 crowns and take six weeks, if the weather holds and the stones come in time.",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)


def page(lead: str, description: str = "") -> str:
    meta = f"<meta name=description content='{description}'>" if description else ""
    return (
        f"<html><head>{meta}</head><body><article><h1>Ferry steps to be repaired</h1>{lead}"
        f"<div>{PARAGRAPHS}</div></article></body></html>"
    )


@pytest.mark.parametrize(
    ("lead", "description"),
    [
        (f"<h2>{LEAD}</h2>", LEAD),
        (f"<h2>{LEAD}</h2>", f"{LEAD[:90]}..."),
        (f"<div class='article-standfirst'>{LEAD}</div>", ""),
        (f"<div class='lead'><p>{LEAD}</p></div>", ""),
    ],
    ids=["description", "description cut short", "its class", "its parent's class"],
)
def test_a_text_above_the_article_that_the_page_sets_apart_is_its_lead(lead: str, description: str) -> None:
    article = extract(page(lead, description), url="https://a.example/read/1")
    assert article is not None
    assert article.lead == LEAD
    assert article.body.split("\n\n") == [LEAD, *TEXT]


@pytest.mark.parametrize("description", ["", TEXT[0]], ids=["no description", "the first paragraph as description"])
def test_a_first_paragraph_like_the_others_is_not_a_lead(description: str) -> None:
    article = extract(page("", description), url="https://a.example/read/1")
    assert article is not None
    assert article.lead is None
    assert article.body.split("\n\n") == list(TEXT)
