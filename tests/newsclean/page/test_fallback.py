"""A page whose text stands where it is not shown is read there, and only then."""

from __future__ import annotations

import pytest

from newsclean import extract

SENTENCES = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "The work will cost 40,000 crowns and take six weeks, if the weather holds and the stones come in time.",
    "Until then the boats land at the northern quay, where a second gangway was laid out at the end of last week.",
)
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
PAGE = "<html><body><article><h1>Old ferry steps to be repaired</h1><time>3 May 2024</time>{}</article></body></html>"


@pytest.mark.parametrize("place", ["noscript", "template", "textarea"])
def test_text_that_only_a_hidden_place_has_is_read(place: str) -> None:
    article = extract(PAGE.format(f"<{place}>{TEXT}</{place}>"), url="https://news.example/2024/05/03/steps")
    assert article is not None
    assert article.body.split("\n\n") == list(SENTENCES)


@pytest.mark.parametrize("place", ["noscript", "template", "textarea"])
def test_beside_other_text_it_is_not(place: str) -> None:
    other = "<p>Write to the editors, who read all that is sent to them and answer some of it.</p>" * 5
    article = extract(PAGE.format(f"{TEXT}<{place}>{other}</{place}>"), url="https://news.example/2024/05/03/steps")
    assert article is not None
    assert article.body.split("\n\n") == list(SENTENCES)
