"""Which lines of a page date its article, and which date something else. All pages are written for these tests.

Covers newsclean.page.places and newsclean.metadata.times.
"""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean.fields.dates.choice import choose_date, choose_modified
from tests.parsed import parsed

FETCHED = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
TITLE = "Old fish quay to close for eighteen months"
FIRST = (
    "The harbour board voted on Tuesday night to close the old quay while divers shore up the timber piles beneath it."
)
LAST = "Inspectors had found in March that nearly a third of the piles were hollow, and two cranes stood on bad ground."
OTHER = '<a href="/a">Ferry runs again after the long repair</a>'


def page(
    line: str = "", *, above: str = "", top: str = "", amid: str = "", end: str = "", after: str = "", head: str = ""
) -> str:
    """`line` stands below the headline, `above` above it, `top` above the article, `amid` in the text, `end` below."""
    return (
        f'<html lang="en"><head><title>{TITLE}</title>{head}</head><body><header><a href="/">Courier</a></header>{top}'
        f"<article>{above}<h1>{TITLE}</h1>{line}<div><p>{FIRST}</p>{amid}<p>{LAST}</p><p>{FIRST[::-1]}</p>{end}</div>"
        f"</article>{after}<footer><p>© 2 May 2026 Courier</p></footer></body></html>"
    )


def dates(html: str, language: str = "en") -> tuple[str | None, str | None]:
    found = parsed(html, language=language)
    date = choose_date(found, TITLE, None, FETCHED).value
    modified = choose_modified(found, TITLE, date, FETCHED).value
    return date.isoformat() if date else None, modified.isoformat() if modified else None


def ld(kind: str, key: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "{kind}", "name": "x", "{key}": "2019-05-05"}}</script>'


@pytest.mark.parametrize(
    "html",
    [
        page(amid="<p>The last such closure had been on 5 May 2019, after a storm that took the roof.</p>"),
        page(amid="<p>It opened on 5 May 2019.</p>"),
        page("<p>It was opened on 5 May 2019.</p>"),
        page(amid="<h2>The storm of 5 May 2019</h2>"),
        page(amid="<ul><li>5 May 2019: storm takes the roof</li></ul>"),
        page(amid="<table><tr><td>Closed</td><td>5 May 2019</td></tr></table>"),
        page(amid="<blockquote><p>Shut!</p>— Tom (@tom) <a href='https://x.example/1'>May 5, 2019</a></blockquote>"),
        page(amid="<p>2019年5月5日には嵐で網小屋の屋根が飛んだ。</p>"),
        page(amid="<p>ท่าเรือปิดครั้งก่อนเมื่อวันที่ 5 พ.ค. 2562 หลังพายุพัดหลังคาโรงเก็บอวน</p>"),
    ],
)
def test_running_text_dates_nothing(html: str) -> None:
    assert dates(html) == (None, None)


@pytest.mark.parametrize(
    "html",
    [
        page(after=f'<aside>{OTHER} <span class="date">5 May 2019</span></aside>'),
        page(f'<div class="related">{OTHER} <span>5 May 2019</span></div>'),
        page(after=f'<div class="related-posts"><p>{OTHER}</p><p>Published 5 May 2019</p></div>'),
        page(
            after=f"<section><h3>More</h3><ul><li>{OTHER}<time datetime='2019-05-05'>5 May</time></li></ul></section>"
        ),
        page(after=f"<div><h3>{OTHER}</h3><time class='published' datetime='2019-05-05'>5 May</time></div>"),
        page(after=f"<div><h3>{OTHER}</h3><span class='published'>5 May 2019</span></div>"),
        page(
            after=f'<div itemscope itemtype="https://schema.org/NewsArticle"><h3>{OTHER}</h3>'
            '<meta itemprop="datePublished" content="2019-05-05"></div>'
        ),
        page(top=f'<div class="sidebar"><p>{OTHER}</p><p>5 May 2019</p></div>'),
        page(after='<div class="comments"><p>Posted by Tom on 5 May 2019, 10:00</p><p>Good.</p></div>'),
        page(after='<section id="comments"><article><time datetime="2019-05-05">5 May 2019</time></article></section>'),
        page(end='<div class="author-bio">Ada Roe joined the Courier on 5 May 2019.</div>'),
    ],
)
def test_other_articles_comments_and_biographies_date_nothing(html: str) -> None:
    assert dates(html) == (None, None)


@pytest.mark.parametrize(
    "html",
    [
        page(top='<div class="masthead"><span class="today">Wednesday, 25 November 2026</span></div>'),
        page(top="<div>Wednesday, 25 November 2026</div>"),
        page(top="<header><time datetime='2026-11-25'>Wednesday</time></header>"),
        page(top='<div class="weather">Tarrow, 25 November 2026: 7°C</div>'),
        page('<div class="event">Event: 12 May 2024, 19:00, Town Hall</div>'),
        page("<p>Event date: 12 May 2024</p>"),
        page("<p>Event: <time datetime='2024-05-12T19:00'>12 May</time></p>"),
        page("<figure><img src='/2019/05/05/q.jpg'><figcaption>The quay, 5 May 2019</figcaption></figure>"),
        page("<div>Photo: 5 May 2019</div>"),
        page("<div>Room 12.05.2019</div>"),
        page(head=ld("WebSite", "datePublished")),
        page(head=ld("VideoObject", "uploadDate")),
        page(head=ld("Event", "datePublished")),
        page(head=ld("PodcastEpisode", "datePublished")),
        page(head=ld("ProfilePage", "dateCreated")),
        page(head=ld("NewsArticle", "copyrightYear")),
        page(head='<meta property="og:image" content="https://courier.example/2019/05/05/quay.jpg">'),
    ],
)
def test_the_frame_of_a_page_and_other_things_date_nothing(html: str) -> None:
    assert dates(html) == (None, None)


@pytest.mark.parametrize(
    "html",
    [
        page("<div>Updated: 12 April 2016</div>"),
        page("<div>12 April 2016 (updated)</div>"),
        page("<div><span>12 April 2016</span> <em>updated</em></div>"),
        page('<div><span class="updated">12 April 2016</span></div>'),
        page("<div>Last updated</div><div>12 April 2016</div>"),
        page("<dl><dt>Updated</dt><dd>12 April 2016</dd></dl>"),
        page('<time class="published">Updated 12 April 2016</time>'),
        page("<p><span>Last update:</span> <span><time datetime='2016-04-12'>12 April</time></span></p>"),
        page("<p><time datetime='2016-04-12'>12 April</time> (updated)</p>"),
        page(end="<p>Last updated: 12 April 2016</p>"),
        page("<p>2016年4月12日更新</p>"),
        page("<p>12 Nisan 2016 tarihinde güncellendi</p>"),
        page(head='<meta property="og:updated_time" content="2016-04-12">'),
        page(head='<meta http-equiv="last-modified" content="2016-04-12">'),
    ],
)
def test_a_change_is_no_publication(html: str) -> None:
    assert dates(html) == (None, "2016-04-12")


@pytest.mark.parametrize(
    "html",
    [
        page("<p>Published 10 April 2016 | Updated 12 April 2016</p>"),
        page("<p>Updated 12 April 2016 - first published 10 April 2016</p>"),
        page("<p>10 April 2016 (published), 12 April 2016 (updated)</p>"),
        page("<p>10 April 2016, updated 12 April 2016</p>"),
        page('<p><span class="published">10 April 2016</span> <span class="updated">12 April 2016</span></p>'),
        page("<p>2016年4月10日公開 2016年4月12日更新</p>"),
        page(
            "<p>Published <time datetime='2016-04-10'>10 April</time> "
            "Updated <time datetime='2016-04-12'>12 April</time></p>"
        ),
    ],
)
def test_publication_and_change_in_one_line_are_told_apart(html: str) -> None:
    assert dates(html) == ("2016-04-10", "2016-04-12")


@pytest.mark.parametrize(
    "html",
    [
        page("<p>12 April 2016</p>"),
        page("<p>12. 4. 2016, reading time 5 min.</p>"),
        page(above='<p class="date">12 April 2016</p>'),
        page(above="<div><span>12 April 2016</span></div>"),
        page("<div>12 April 2016</div><div>Updated at 14:30</div>"),
        page("<div>12</div><div>April</div><div>2016</div>"),
        page("<div><span>Apr</span> <span>12</span><span>2016</span></div>"),
        page('<div class="author-and-comments">Ada Roe, Tarrow 12 APR 2016</div>'),
        page(f'<p class="lead">{LAST}</p><p>By Ada Roe, 12 April 2016</p>'),
        page(end="<p>By Ada Roe, 12 April 2016</p>"),
        page(end='<div class="article-meta"><p>12 April 2016</p></div>'),
        page(end="<p>This entry was posted on April 12, 2016 by Ada Roe in Local and tagged quay.</p>"),
        page(after="<div>Published on 12 April 2016</div>"),
        page("<p>Published 12 April 2016</p>", head='<meta property="article:published_time" content="2018-01-19">'),
    ],
)
def test_a_date_line_is_found_where_date_lines_stand(html: str) -> None:
    assert dates(html)[0] == "2016-04-12"


def test_the_metadatas_moment_of_a_change_gives_way_to_an_earlier_time_that_is_shown() -> None:
    changed = (
        '<meta property="article:published_time" content="2016-04-12T18:06:00+00:00">'
        '<meta property="article:modified_time" content="2016-04-12T18:06:00+00:00">'
    )
    shown = "<p>April 12, 2016, 12:31 PM UTC / Updated April 12, 2016, 6:06 PM UTC</p>"
    assert dates(page(shown, head=changed))[0] == "2016-04-12T12:31:00+00:00"
    assert dates(page(head=changed))[0] == "2016-04-12T18:06:00+00:00"
    assert dates(page(end="<p>First published: April 12, 2016, 12:31 PM UTC</p>", head=changed))[0] == (
        "2016-04-12T12:31:00+00:00"
    )
