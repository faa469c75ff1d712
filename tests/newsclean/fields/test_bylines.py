"""Bylines that readers see: near the headline and below the text.

Covers newsclean.page.asides.
"""

from __future__ import annotations

import pytest

import newsclean
from newsclean.fields.authors import choose_authors
from tests.parsed import parsed

URL = "https://www.kabarpagi.example/daerah/banjir"
TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
        "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
        "Until then the boats land at the northern quay, where a second gangway was laid out at the end of last week.",
    )
)
TITLE = "Ferry steps to be repaired before the summer"


def page(top: str = "", end: str = "", head: str = "", lang: str = "en") -> str:
    return (
        f"<html lang={lang}><head><title>{TITLE} - Kabar Pagi</title>{head}"
        '<meta property="article:published_time" content="2026-05-12T09:00:00Z"></head>'
        f"<body><article><h1>{TITLE}</h1>{top}{TEXT}{end}</article>"
        '<aside class="related"><div><a href="/2">Other news</a><span class="author">Other Person</span></div></aside>'
        "</body></html>"
    )


def seen(**parts: str) -> tuple[str, ...]:
    return choose_authors(parsed(page(**parts), URL), TITLE)


def signed(**parts: str) -> tuple[str, ...]:
    article = newsclean.extract(page(**parts), url=URL)
    assert article is not None
    assert article.body.count("\n\n") == 2
    return article.authors


@pytest.mark.parametrize(
    "top",
    [
        "<p>By Jane Roe</p>",
        '<div class="x">By <a href="/jane">Jane Roe</a> | Harbour Life</div>',
        "<div>By</div><div>Jane Roe</div>",
        '<div class="q">Jane Roe</div><time>12 May 2026</time>',
        "<div>Jane Roe 12 May 2026</div>",
        '<div class="PostHeader__AuthorName">Jane Roe</div>',
        '<div class="author-card"><span>Jane Roe</span><span>Senior Editor, Kabar Pagi</span></div>',
        "<p>Text: Jane Roe, Photos: Omar Lind</p>",
        '<div class="byline">Photos:</div><div class="byline">Omar Lind</div><div class="byline">Jane Roe</div>',
        '<a rel="author nofollow" href="/jane">Jane Roe</a>',
        "<div>Jane Roe, Reuters</div><div>12 May 2026</div>",
        "<div>Jane Roe/dpa</div><div>12.05.2026 um 14:05</div>",
        "<div>12 May 2026 来源：港口报 作者：Jane Roe</div>",
    ],
)
def test_a_byline_near_the_headline_names_the_author(top: str) -> None:
    assert seen(top=top) == ("Jane Roe",)
    assert seen(top=top, head='<meta name="author" content="Kabar Pagi">') == ("Jane Roe",)


@pytest.mark.parametrize(
    "top",
    [
        '<div class="q">Local News</div><time>12 May 2026</time>',
        '<div class="q"><a href="/harbour">Harbour Life</a></div><time>12 May 2026</time>',
        "<figure><figcaption>The steps. Photo by Omar Lind</figcaption></figure>",
        '<div class="comment"><span class="comment-author">Bob Quay</span></div>',
        "<p>Editor: Omar Lind</p>",
        "<div>By</div><div>Kabar Pagi</div>",
        "<p>By Newsroom - 12 May 2026 - ore 9.45</p>",
    ],
)
def test_sections_captions_commenters_and_editors_are_not_the_author(top: str) -> None:
    assert seen(top=top) == ()


def test_a_byline_wins_over_metadata_that_name_fewer_people_or_others() -> None:
    head = '<meta name="author" content="Jane Roe">'
    assert seen(head=head, top="<p>By Jane Roe and Omar Lind</p>") == ("Jane Roe", "Omar Lind")
    assert seen(head=head, top="<p>By Omar Lind</p>") == ("Omar Lind",)
    assert seen(head=head, top='<p class="byline">Omar Lind</p>') == ("Jane Roe",)
    two = '<meta name="author" content="Jane Roe, Omar Lind">'
    assert seen(head=two, top="<p>By Jane Roe</p>") == ("Jane Roe", "Omar Lind")


@pytest.mark.parametrize(
    "end",
    [
        "<p>Jane Roe</p>",
        "<p><strong>Jane Roe</strong></p>",
        "<p>— Jane Roe</p>",
        "<p>(Reporting by Jane Roe; Editing by Omar Lind)</p>",
        "<strong>Reporter :</strong> Jane Roe<br><strong>Editor :</strong> Omar Lind",
        "<p>Written by: Jane Roe</p><p>Photos: Omar Lind</p>",
    ],
)
def test_who_signs_the_text_is_its_author_and_no_part_of_it(end: str) -> None:
    assert signed(end=end) == ("Jane Roe",)
    assert signed(end=end, head='<meta name="author" content="Ana Silva">') == ("Ana Silva",)


def test_a_line_in_a_box_behind_the_text_signs_nothing() -> None:
    assert signed(end='<div class="related"><p>By Jane Roe</p></div>') == ()
