"""A note that corrects the article is part of it, wherever on the page's edge it stands.

Covers corrections.
"""

from __future__ import annotations

import pytest

from newsclean import extract

PARAGRAPHS = (
    "The council of Port Ellery voted on Saturday to keep the old ferry steps open for another year.",
    "Some 300 people a day still use them to reach the eastern quay, most of them on their way to work.",
    "“We heard from every street along the water,” said the harbour master, Ines Ohm, after the vote.",
    "The steps were built in 1871 and have been closed twice since, both times after a flood.",
)


def page(behind: str, lang: str = "en") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<html lang="{lang}"><head><title>Old ferry steps stay open</title></head><body><article>'
        f"<h1>Old ferry steps stay open</h1><time datetime='2026-02-28'>28 February 2026</time>"
        f'<div class="text">{text}</div>{behind}</article></body></html>'
    )


@pytest.mark.parametrize(
    "note",
    [
        "This article was amended on 3 March 2026. An earlier version said the steps were built in 1817.",
        "Correction: The steps were built in 1871, not in 1817 as we wrote.",
        "*An earlier version of this story misspelled the name of the harbour master.",
    ],
)
def test_a_correction_behind_the_text_is_kept(note: str) -> None:
    article = extract(
        page(f'<footer class="notes"><div class="small">{note}</div></footer>'), url="https://a.example/n/1"
    )
    assert article is not None
    assert article.body.endswith(note)


def test_a_link_to_a_page_of_corrections_is_not() -> None:
    link = '<p><a href="/corrections">Corrections and clarifications of this newspaper</a></p>'
    article = extract(page(link), url="https://a.example/n/1")
    assert article is not None
    assert "clarifications" not in article.body
