"""What a page claims about itself, read from pages of our own.

Covers claims.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newsclean.metadata.claims import Claim, Metadata
from newsclean.metadata.inventory import Inventory
from newsclean.metadata.reader import read_metadata

URL = "https://www.harian.example/read/12/banjir-surut"


def read(page: str, url: str | None = URL) -> Metadata:
    return read_metadata(Inventory(html.document_fromstring(page)), url)


def json_ld(*scripts: object, body: str = "") -> Metadata:
    texts = (script if isinstance(script, str) else json.dumps(script) for script in scripts)
    head = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return read(f"<html><head>{head}</head><body>{body}</body></html>")


def pairs(claims: tuple[Claim, ...]) -> list[tuple[str, str]]:
    return [(str(claim.origin), claim.value) for claim in claims]


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Banjir surut di tiga desa",
    "datePublished": "2026-03-02T08:15:00+07:00",
    "dateModified": "2026-03-02T09:00:00+07:00",
    "author": [{"@type": "Person", "name": "Siti Rahma"}],
    "publisher": {"@type": "Organization", "name": "Harian"},
}


def test_an_article_in_json_ld_gives_its_claims_with_their_sources() -> None:
    found = json_ld(ARTICLE)
    assert pairs(found.titles) == [("json_ld:headline", "Banjir surut di tiga desa")]
    assert pairs(found.published) == [("json_ld:datePublished", "2026-03-02T08:15:00+07:00")]
    assert pairs(found.modified) == [("json_ld:dateModified", "2026-03-02T09:00:00+07:00")]
    assert pairs(found.authors) == [("json_ld:author", "Siti Rahma")]
    assert pairs(found.site_names) == [("json_ld:publisher", "Harian")]


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Banjir\n surut\t",}',
        '<!-- {"@type": "NewsArticle", "headline": "Banjir surut"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Banjir surut"}\n//]]>',
        '/*<![CDATA[*/ {"@type": "NewsArticle", "headline": "Banjir surut"} /*]]>*/',
        '{"@type": "NewsArticle", "headline": "Banjir surut"};',
        '[[{"@type": ["NewsArticle"], "headline": ["Banjir surut"]}]]',
        '{"@graph": [{"@type": "http://schema.org/NewsArticle", "headline": {"@value": "Banjir surut"}}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "Banjir&#32;surut"}}',
        r'{"@type": "NewsArticle", "headline": "Banjir\ surut"}',
        r'{"@type": "NewsArticle", "headline": "Banjir surut\ud83d"}',
    ],
    ids=[
        "raw line break and trailing comma",
        "comment",
        "cdata",
        "cdata in comments",
        "semicolon",
        "lists",
        "graph",
        "main entity",
        "bad escape",
        "lone surrogate",
    ],
)
def test_json_ld_is_read_however_it_is_wrapped(script: str) -> None:
    assert pairs(json_ld(script).titles) == [("json_ld:headline", "Banjir surut")]


def test_broken_json_ld_is_repaired_but_a_video_still_makes_no_claims() -> None:
    broken = (
        '{"@type": "NewsArticle", "headline": "Kata "surut" itu", "datePublished":\n"2026-03-02T08:15:00+07:00", "x'
    )
    assert pairs(json_ld(broken).titles) == [("json_ld:headline", 'Kata "surut" itu')]
    assert pairs(json_ld(broken).published) == [("json_ld:datePublished", "2026-03-02T08:15:00+07:00")]
    assert json_ld(broken.replace("NewsArticle", "VideoObject")).published == ()


@pytest.mark.parametrize("headline", [3, {"name": "x"}, [], None, True, [["x"]]])
def test_a_headline_that_is_not_text_is_not_a_title(headline: object) -> None:
    assert json_ld({"@type": "NewsArticle", "headline": headline}).titles == ()


def test_an_author_by_reference_is_looked_up_in_the_graph() -> None:
    graph = [{"@type": "Article", "headline": "X", "author": {"@id": "#s"}}, {"@id": "#s", "name": "Siti Rahma"}]
    assert pairs(json_ld({"@graph": graph}).authors) == [("json_ld:author", "Siti Rahma")]


def test_of_several_articles_the_one_at_the_pages_address_is_its_own() -> None:
    teaser = ARTICLE | {"headline": "Teaser", "url": "https://www.harian.example/read/13/teaser"}
    own = ARTICLE | {"mainEntityOfPage": {"@id": URL + "?utm_source=x"}}
    assert [claim.value for claim in json_ld([teaser, own]).titles] == ["Banjir surut di tiga desa"]


def test_of_several_articles_without_address_the_one_named_like_the_heading_is_its_own() -> None:
    teasers = [ARTICLE | {"headline": f"Berita lain nomor {n}"} for n in range(3)]
    found = json_ld([*teasers, ARTICLE], body="<h1>Banjir surut di tiga desa kami</h1>")
    assert [c.value for c in found.titles if str(c.origin) == "json_ld:headline"] == ["Banjir surut di tiga desa"]


def test_articles_in_a_list_of_teasers_claim_nothing() -> None:
    teasers = [{"@type": "ListItem", "item": ARTICLE | {"headline": f"Berita {n}"}} for n in range(3)]
    assert json_ld({"@type": "ItemList", "itemListElement": teasers}).titles == ()
    assert json_ld([ARTICLE | {"headline": f"Berita nomor {n}"} for n in range(3)]).published == ()


def test_a_web_page_and_a_video_make_no_claims_for_the_article() -> None:
    found = json_ld(
        {"@type": "WebPage", "name": "Banjir surut | Harian", "datePublished": "2026-03-01"},
        {"@type": "VideoObject", "name": "Video banjir", "uploadDate": "2020-01-01"},
        ARTICLE,
    )
    assert pairs(found.titles) == [
        ("json_ld:headline", "Banjir surut di tiga desa"),
        ("json_ld:WebPage.name", "Banjir surut | Harian"),
    ]
    assert [str(claim.origin) for claim in found.published] == [
        "json_ld:datePublished",
        "json_ld:WebPage.datePublished",
    ]


KEYS = ["@graph", "@type", "@id", "headline", "author", "image", "name", "url", "itemListElement", "item"]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda value: st.lists(value) | st.dictionaries(st.sampled_from(KEYS), value),
)


@given(JSON)
def test_no_json_ld_raises(value: object) -> None:
    json_ld([{"@type": "NewsArticle", "headline": value, "author": value, "image": value}, value, {"@graph": value}])


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        '{"@graph":' * 50_000,
        '{"headline": "' + '\\"' * 100_000,
        "<!--" * 50_000,
        ", " * 200_000 + "}",
        '{"a": "' + " " * 300_000,
    ],
    ids=["brackets", "graphs", "quotes", "comments", "commas", "spaces"],
)
def test_hostile_json_ld_claims_nothing(script: str) -> None:
    """It would take minutes if its cost were not in proportion to its size; `python -m benchmarks.growth` measures."""
    found = json_ld(script)
    assert replace(found, titles=()) == json_ld("")
    assert not any(map(str.isalnum, "".join(claim.value for claim in found.titles)))


@pytest.mark.parametrize(
    ("page", "kind", "number"),
    [
        ("<h1>" + "<b>x" * 200 + "</h1>" + "<h1><i></i></h1>" * 20_000, "titles", 1),
        ('<div itemprop="author" itemscope><b itemprop="name" itemscope>' * 200, "authors", 0),
        ('<div itemscope><b itemprop="author"></b>' + "<i></i>" * 50 + '</div><p itemprop="author">x</p>' * 20_000,
         "authors", 1),
        ("<time>x</time>" * 20_000, "published", 1),
        ('<meta name="author" content="a">' * 20_000 + '<a rel="author">x</a>' * 20_000, "authors", 2),
    ],
    ids=["headings", "nested items", "items", "times", "authors"],
)  # fmt: skip
def test_hostile_markup_claims_only_what_it_says(page: str, kind: str, number: int) -> None:
    assert len(getattr(read(page), kind)) == number


def test_meta_names_are_claims_and_the_best_known_comes_first() -> None:
    found = read(
        '<meta name="pubdate" content="2026-03-02"><meta property="article:published_time" content="2026-03-02T08:15Z">'
        '<meta name="cms.publishedAt" content="2026-03-02 08:15"><meta name="x-updated" content="2026-03-03">'
        '<meta name="published" content="no"><meta property="og:title" content="Banjir &amp;quot;surut&amp;quot;">'
    )
    assert [str(claim.origin) for claim in found.published] == [
        "meta:article:published_time",
        "meta:pubdate",
        "meta:cms.publishedat",
    ]
    assert pairs(found.modified) == [("meta:x-updated", "2026-03-03")]
    assert pairs(found.titles) == [("meta:og:title", 'Banjir "surut"')]


def test_microdata_of_another_article_or_a_comment_is_left_out() -> None:
    found = read(
        '<div itemscope itemtype="http://schema.org/NewsArticle"><h2 itemprop="headline">Teaser</h2>'
        '<time itemprop="datePublished" datetime="2026-01-01">lama</time></div>'
        '<div itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">Banjir surut</h1>'
        '<time itemprop="datePublished" datetime="2026-03-02">2 Maret</time>'
        '<span itemprop="author" itemscope itemtype="http://schema.org/Person"><b itemprop="name">Siti</b></span>'
        '<div itemscope itemtype="http://schema.org/Comment"><i itemprop="author">Warga</i></div></div>'
    )
    assert pairs(found.titles)[0] == ("itemprop:headline", "Banjir surut")
    assert pairs(found.published)[0] == ("itemprop:datePublished", "2026-03-02")
    assert pairs(found.authors) == [("itemprop:author", "Siti")]


def test_times_say_where_they_are() -> None:
    found = read(
        '<header><time datetime="2026-03-10">hari ini</time></header>'
        '<main><time datetime="2026-03-09">x</time><h1>Banjir surut</h1>'
        '<time class="entry-date published" datetime="2026-03-02">x</time>'
        '<time class="updated" datetime="2026-03-03">x</time><time datetime="2026-03-04">x</time>'
        '<aside><time datetime="2026-01-01">x</time></aside><time>2 Maret 2026</time>'
        '<p>Acara: <time datetime="2026-03-05">x</time></p>'
        + f"<p>{'Air surut sejak pagi, kata warga di tepi kali. ' * 4}</p>" * 2
        + '<div class="post-meta"><time datetime="2026-03-02">x</time></div><time datetime="2026-01-02">x</time>'
    )
    assert pairs(found.published) == [
        ("time:aside", "2026-03-10"),
        ("time:before-h1", "2026-03-09"),
        ("time:published", "2026-03-02"),
        ("time:datetime", "2026-03-04"),
        ("time:aside", "2026-01-01"),
        ("time:datetime", "2 Maret 2026"),
        ("time:other", "2026-03-05"),
        ("time:meta", "2026-03-02"),
        ("time:far", "2026-01-02"),
    ]
    assert pairs(found.modified) == [("time:updated", "2026-03-03")]


def test_headings_say_where_they_are_and_what_their_parts_are() -> None:
    found = read(
        '<h1 id="logo"><a href="/">Harian</a></h1><header><h1>Daerah</h1></header>'
        '<ul class="breadcrumb"><li><h1>Banjir surut hari ini</h1></li></ul>'
        '<main><h1><span class="kicker">Cuaca</span> Banjir <em>surut</em></h1></main>'
    )
    assert pairs(found.titles) == [
        ("h1:logo", "Harian"),
        ("h1:header", "Daerah"),
        ("h1:breadcrumb", "Banjir surut hari ini"),
        ("h1", "Cuaca Banjir surut"),
        ("h1:after-kicker", "Banjir surut"),
    ]


def test_relative_addresses_become_absolute_and_bad_ones_do_no_harm() -> None:
    found = read('<base href="/berita/"><link rel="canonical" href="12"><meta property="og:image" content="//[bad">')
    assert pairs(found.canonical) == [("link:canonical", "https://www.harian.example/berita/12")]
    assert pairs(found.images) == [("meta:og:image", "//[bad")]


def test_claims_hold_no_control_characters_and_no_endless_text() -> None:
    found = json_ld({"@type": "NewsArticle", "headline": "Banjir\u0000 \u0085surut", "description": "x" * 100_000})
    assert found.titles[0].value == "Banjir surut"
    assert len(found.descriptions[0].value) < 10_000


def test_a_page_without_claims_has_none() -> None:
    assert read("<p>Teks</p>", url=None) == Metadata()
