"""Pages that are too large, too deep or slow to read: each ends in seconds, and where an article is in it, with it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.hostile.pages import PARAGRAPHS, PUBLISHED, TITLE, URL, Case, Record, article, json_ld, refused, script

HALF = 128 * 1024  # characters of a text that some parsers read in quadratic time
WORDS = [
    "harbour",
    "ferry",
    "stone",
    "council",
    "quay",
    "lamp",
    "summer",
    "engineer",
    "ticket",
    "island",
    "keeper",
    "storm",
]
TOO_LARGE = refused("page-too-large")
NESTED = ("div", "span", "b", "font", "ul", "table", "blockquote", "section", "i", "td")


def below(tag: str, levels: int) -> str:
    """The article, its text that many elements deep."""
    return (
        article().replace("<main>", f"<{tag}>" * levels + "<main>").replace("</main>", "</main>" + f"</{tag}>" * levels)
    )


def beside(tag: str, levels: int) -> str:
    """The article, and beside it so many elements in each other."""
    return article(after=f"<{tag}>" * levels + "deep" + f"</{tag}>" * levels)


def attributes(count: int, tag: str = "div") -> str:
    """An element with so many attributes, no two of the same name."""
    return f"<{tag} {' '.join(f'a{n}=1' for n in range(count))}>x</{tag}>"


def different(count: int, before: str = "<p>", size: int = 60) -> Iterator[str]:
    """So many lines of different words, each of at least that many characters."""
    for number in range(count):
        words = (f"{WORDS[(number * step) % len(WORDS)]}{number % step}" for step in range(3, 3 + size // 7))
        yield f"{before}{number} {' '.join(words)}."


SIZES = (
    Case("a page of 50 MB", lambda: article(after="<p>Noise and more noise.</p>" * 2_000_000), TOO_LARGE, heavy=True),
    Case("a page just over the cap", lambda: article(after=f"<!--{'x' * 8 * 2**20}-->"), TOO_LARGE),
    Case("a page of 7 MB in one comment", lambda: article(after=f"<!--{'x' * 7 * 2**20}-->"), heavy=True),
    Case("a page of 7 MB in one script", lambda: article(after=f"<script>{'x=1;' * 1_800_000}</script>"), heavy=True),
    Case("a page of 7 MB in one style", lambda: article(head=f"<style>{'a{b:c}' * 1_200_000}</style>"), heavy=True),
    Case("a data address of 6 MB", lambda: article(inside=f'<img src="data:image/png;base64,{"A" * 6 * 2**20}">')),
    Case("an attribute of 5 MB", lambda: article(inside=f'<p data-x="{"A" * 5 * 2**20}">Note.</p>')),
    Case("a class of 1 MB", lambda: article(before=f'<div class="{"author " * 150_000}">x</div>')),
    Case("1,000,000 paragraphs", lambda: article(after="<p>x" * 1_000_000), TOO_LARGE, heavy=True),
    Case("1,000,000 empty paragraphs", lambda: article(after="<p>" * 1_000_000), heavy=True),
    Case("500,000 line breaks", lambda: article(inside="<br>" * 500_000), heavy=True),
    Case("500,000 line breaks with words", lambda: article(after="word<br>" * 500_000), TOO_LARGE, heavy=True),
    Case("300,000 empty spans", lambda: article(inside="<span></span>" * 300_000), heavy=True),
    Case("300,000 spans with words", lambda: article(after="<span>x</span>" * 300_000), TOO_LARGE, heavy=True),
    Case("100,000 dates", lambda: article(after="<time>2026-01-02</time> " * 100_000), TOO_LARGE, heavy=True),
    Case("100,000 dates in one paragraph", lambda: article(after=f"<p>{'2 January 2026, ' * 100_000}</p>"), heavy=True),
    Case(
        "10,000 paragraphs of dates without metadata",
        lambda: article(claims="", after="<p>2 January 2026</p>" * 10_000),
        Record(date=None),
        heavy=True,
    ),
    Case(
        "10,000 paragraphs of impossible dates",
        lambda: article(claims=json_ld(datePublished=None), after="<p>30 February 2026</p>" * 10_000),
        Record(date=""),
        heavy=True,
    ),
    Case(
        "100,000 attributes on one element",
        lambda: article(before=f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>x</div>"),
        heavy=True,
    ),
    Case(
        "5,000 attributes on the body",
        lambda: article().replace("<body", f"<body {' '.join(f'a{n}' for n in range(5_000))}"),
    ),
    Case("100,000 times the same attribute", lambda: article(before=f"<div {'a=1 ' * 100_000}>x</div>")),
    Case(
        "a table of 100,000 rows",
        lambda: article(after=f"<table>{'<tr><td>12</td><td>Ellery</td></tr>' * 100_000}</table>"),
        TOO_LARGE,
        heavy=True,
    ),
    Case(
        "a table of 5,000 rows", lambda: article(after=f"<table>{'<tr><td>12<td>Ellery' * 5_000}</table>"), heavy=True
    ),
    Case("a row of 20,000 cells", lambda: article(after=f"<table><tr>{'<td>12' * 20_000}</table>"), heavy=True),
    Case("20,000 links", lambda: article(after="<a href='/n/1'>Another story</a> " * 20_000), heavy=True),
    Case("20,000 list items", lambda: article(after=f"<ul>{'<li>item' * 20_000}</ul>"), TOO_LARGE, heavy=True),
    Case("10,000 headings", lambda: article(after="<h1>Another headline of the day</h1>" * 10_000), heavy=True),
    Case("10,000 second headings", lambda: article(after="<h2>Another headline of the day</h2>" * 10_000), heavy=True),
    Case("10,000 articles", lambda: article(after="<article><p>Short.</p></article>" * 10_000), heavy=True),
    Case(
        "10,000 pictures",
        lambda: article(after="<figure><img src=a><figcaption>Quay</figcaption></figure>" * 10_000),
        heavy=True,
    ),
    Case("10,000 meta elements", lambda: article(head="<meta name=author content='A. Berg'>" * 10_000)),
    Case("10,000 dates in meta elements", lambda: article(head="<meta name=date content='2026-02-28'>" * 10_000)),
    Case("10,000 canonical links", lambda: article(head="<link rel=canonical href='/a'>" * 10_000)),
    Case("10,000 scripts of JSON-LD", lambda: article(after=json_ld() * 10_000), heavy=True),
    Case("10,000 empty scripts of JSON-LD", lambda: article(after=script("") * 10_000)),
    Case("10,000 elements with itemprop", lambda: article(after="<i itemprop=author>A</i>" * 10_000), heavy=True),
    Case(
        "10,000 bylines",
        lambda: article(claims="", after="<i class=author>Ana Berg</i>" * 10_000),
        Record(date=None),
        heavy=True,
    ),
    Case("10,000 forms", lambda: article(after="<form><input><button>Go</button></form>" * 10_000), heavy=True),
    Case("a title of 1 MB", lambda: article(head=f"<title>{'Old ferry ' * 100_000}</title>")),
    Case("a first heading of 1 MB", lambda: article(before=f"<h1>{'Old ferry ' * 100_000}</h1>"), heavy=True),
    Case("a paragraph of 5 MB", lambda: article(after=f"<p>{'All ships wait. ' * 330_000}</p>"), heavy=True),
    Case("a word of 1 MB", lambda: article(after=f"<p>{'a' * 2**20}</p>"), heavy=True),
    Case("a million spaces", lambda: article(inside=" " * 10**6)),
    Case("a million spaces in a paragraph", lambda: article(inside=f"<p>Note{' ' * 10**6}end.</p>")),
    Case("a million line feeds", lambda: article(before="\n" * 10**6)),
    Case("a million no-break spaces", lambda: article(inside="&nbsp;" * 10**6), heavy=True),
    Case("a million zero-width spaces", lambda: article(inside="<p>" + "\u200b" * 10**6 + "</p>")),
    Case("a million references", lambda: article(inside="&#11;" * 10**6)),
    Case(
        "3,000 elements of 480 attributes", lambda: article(after=attributes(480, "p") * 3_000), TOO_LARGE, heavy=True
    ),
    Case("11,000 paragraphs that differ", lambda: article(after="".join(different(11_000))), heavy=True),
    Case("11,000 lines that differ", lambda: article(after="<br>".join(different(11_000, ""))), heavy=True),
    Case(
        "11,000 items that differ", lambda: article(after=f"<ul>{''.join(different(11_000, '<li>'))}</ul>"), heavy=True
    ),
    Case("13,000 paragraphs that differ", lambda: article(after="".join(different(13_000))), TOO_LARGE, heavy=True),
    Case(
        "800,000 characters in 2,000 paragraphs", lambda: article(after="".join(different(2_000, size=380))), heavy=True
    ),
    Case("50,000 comments", lambda: article(inside="<!-- x -->" * 50_000)),
    Case("500,000 comments", lambda: article(inside="<!-- x -->" * 500_000), heavy=True),
)

DEPTHS = (
    *(
        Case(f"text below {n:,} {tag}", lambda tag=tag, n=n: below(tag, n))
        for tag in ("div", "span", "b")
        for n in (251, 1_000, 10_000)
    ),
    *(
        Case(f"text below 300 {tag}", lambda tag=tag: below(tag, 300))
        for tag in NESTED
        if tag not in ("div", "span", "b")
    ),
    *(Case(f"100,000 {tag} beside the text", lambda tag=tag: beside(tag, 100_000), heavy=True) for tag in NESTED),
    Case("1,000 links in links", lambda: article(after="<a href=/x>" * 1_000 + "link" + "</a>" * 1_000)),
    Case("1,000 paragraphs never closed", lambda: article(after="<p>" * 1_000)),
    Case("1,000 lists in lists", lambda: article(after="<ul><li>" * 1_000 + "item" + "</li></ul>" * 1_000)),
    Case("1,000 quotations in quotations", lambda: article(after="<blockquote><p>" * 1_000 + "He said so.")),
    Case("500 tables in tables", lambda: article(after="<table><tr><td>" * 500 + "cell" + "</table>" * 500)),
    Case(
        "paragraphs made by div, 300 levels deep",
        lambda: below("div", 300).replace("<p>", "<div>").replace("</p>", "</div>"),
    ),
    Case("a form around all, 300 levels deep", lambda: below("form", 300)),
    Case("closing tags without opening ones", lambda: article(inside="</div></span></b>" * 20_000)),
    Case("1,000 frames in JSON-LD", lambda: article(after=script('{"a":' * 1_000 + "1" + "}" * 1_000))),
    Case("JSON-LD nested 10,000 deep", lambda: article(after=script("[" * 10_000 + "]" * 10_000))),
    Case(
        "JSON-LD nested 100,000 deep in @graph", lambda: article(after=script('{"@graph":[' * 100_000 + "]}" * 100_000))
    ),
)

SLOW_TEXTS = (
    Case(
        "a DOCTYPE never closed", lambda: "<!DOCTYPE " + "/" * HALF + article(), Record(title=None, date=None, holds=())
    ),
    Case("a DOCTYPE of slashes", lambda: "<!DOCTYPE html " + "/ " * HALF + ">" + article()),
    Case(
        "an XML declaration never closed",
        lambda: "<?xml " + "a=b " * HALF + article(),
        Record(title=None, date=None, holds=()),
    ),
    Case("slashes without a tag", lambda: article(inside="</" * HALF)),
    Case("comments never closed", lambda: article(after="<!--" * (HALF // 4)), Record()),
    Case("comments never closed in JSON-LD", lambda: article(after=script("<!--" * (HALF // 4)))),
    Case("CDATA never closed in JSON-LD", lambda: article(after=script("<![CDATA[" * (HALF // 9)))),
    Case("links never closed in the author", lambda: article(claims=json_ld(author="<a " * (HALF // 3)))),
    Case("links never closed in the headline", lambda: article(claims=json_ld(headline="<a " * (HALF // 3)))),
    Case("links never closed in the text", lambda: article(after="<a " * (HALF // 3))),
    Case("ampersands in the headline", lambda: article(claims=json_ld(headline="&" * HALF))),
    Case("braces in an address", lambda: article(head="<link rel=canonical href='" + "{a:" * HALF + "'>")),
    Case("braces in JSON-LD", lambda: article(after=script('{"a":' * (HALF // 5)))),
    Case("quotation marks in JSON-LD", lambda: article(after=script('{"headline": "' + '\\"' * HALF))),
    Case("backslashes in JSON-LD", lambda: article(after=script('{"headline": "' + "\\" * HALF))),
    Case("commas in JSON-LD", lambda: article(after=script("{" + "," * HALF))),
    Case("commas and spaces in JSON-LD", lambda: article(after=script("{," + " \n" * HALF))),
    Case(
        "100 kB of malformed JSON-LD",
        lambda: article(claims=script('{"@type": "NewsArticle", "x": "' + 'a"b' * 33_000)),
        Record(date=""),
    ),
    Case(
        "JSON-LD of 7 MB",
        lambda: article(after=script(json.dumps({"@type": "Thing", "text": "x" * 7 * 2**20}))),
        heavy=True,
    ),
    Case(
        "the article's own JSON-LD of 7 MB",
        lambda: article(
            claims=json_ld(articleBody="x" * 7 * 2**20),
            head=f"<meta property='article:published_time' content='{PUBLISHED}'>",
        ),
    ),
    Case("JSON-LD over 10 MB", lambda: article(after=script(json.dumps({"text": "x" * 11 * 2**20}))), TOO_LARGE),
    Case(
        "a date of 100 kB",
        lambda: article(claims=json_ld(datePublished="28 February 2026 " * 6_000)),
        Record(date=None),
    ),
    Case("a date of digits", lambda: article(claims=json_ld(datePublished="1" * HALF)), Record(date="")),
    Case(
        "a date of spaces",
        lambda: article(claims=json_ld(datePublished="28" + " " * HALF + "February 2026")),
        Record(date=None),
    ),
    Case(
        "a visible date of 5 kB",
        lambda: article(claims="", inside=f"<p>28 February 2026 {'at 20:57 or ' * 400}</p>"),
        Record(date=None),
    ),
    Case("digits and dots", lambda: article(inside=f"<p>{'1.' * HALF}</p>")),
    Case("digits and slashes in the address", lambda: article(claims=""), Record(date=None), url=URL + "/1/" * 20_000),
    Case("an address of 100 kB", lambda: article(), url=URL + "?" + "a=b&" * 25_000),
    Case("a canonical address of 100 kB", lambda: article(head=f"<link rel=canonical href='{URL}?{'a=b&' * 25_000}'>")),
    Case("an author of 100 kB", lambda: article(claims=json_ld(author="Ana Berg, " * 10_000))),
    Case("an author of spaces and commas", lambda: article(claims=json_ld(author=" ," * HALF))),
    Case("a site name of 100 kB", lambda: article(head=f"<meta property=og:site_name content='{'Post ' * 20_000}'>")),
    Case("a title of separators", lambda: article(head=f"<meta property=og:title content='{' | ' * HALF}'>")),
    Case("brackets in the text", lambda: article(inside=f"<p>{'(' * HALF}</p>")),
    Case("quotation marks in the text", lambda: article(inside=f"<p>{'“' * HALF}</p>")),
    Case("a line of hashes and colons", lambda: article(inside=f"<p>{'#: ' * HALF}</p>")),
    Case("a style attribute of 1 MB", lambda: article(inside=f"<p style='{'display ' * HALF}'>Note.</p>")),
    Case(
        "a class of 1 MB around 3,000 lines",
        lambda: article(inside=f"<div class='{'ab c-d ' * HALF}'>{'<p>A short note.</p>' * 3_000}</div>"),
        Record(),
    ),
    Case(
        "5,000 date lines in one element",
        lambda: article(
            claims=json_ld(datePublished=None),
            after="<div>" + "<span class=updated>Updated: 3 March 2026</span><br>" * 5_000 + "</div>",
        ),
        Record(date=""),
    ),
    Case(
        "2,000 linked headings with a paragraph each",
        lambda: article(after="<div><h3><a href=/a>Ferry stops at the old pier</a></h3><p>It does.</p></div>" * 2_000),
    ),
    Case("900 kB of one declaration in another", lambda: (b"<meta " * 90_000) + article().encode() + b"<!--\xe9-->"),
    Case(
        "a script of 12 MB in UTF-8, 6 MB in Latin-1",
        lambda: article(after=script("é" * 6_000_000)).encode("latin-1"),
        TOO_LARGE,
        heavy=True,
    ),
    Case(
        "128 kB of plain text",
        lambda: (f"{TITLE}\n28 February 2026\n" + "\n".join(PARAGRAPHS) + "\n") * 300,
        Record(title=None, date=None, holds=PARAGRAPHS[:1]),
        heavy=True,
    ),
    Case("1 MB of plain text without a line feed", lambda: "ships wait " * 100_000, TOO_LARGE),
    Case("200,000 lines of plain text", lambda: "ships wait\n" * 200_000, TOO_LARGE, heavy=True),
    Case("plain text of less-than signs", lambda: "< " * HALF, refused("no-main-content", "empty-page")),
)

CASES = (*SIZES, *DEPTHS, *SLOW_TEXTS)
