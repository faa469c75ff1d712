"""A page whose text comes by scripts: what it carries for them is read, and only where it shows no text of its own.

Covers newsclean.metadata.state.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Mapping
from typing import Any

import pytest

from newsclean import Article, Page, Reason, clean, explain

URL = "https://herald.example/news/ferry-steps-to-be-repaired"
TITLE = "Old ferry steps to be repaired"
TEXT = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "The work will cost 40,000 crowns and take six weeks, if the weather holds and the stones come in time.",
    "“We could have waited another winter and hoped,” said Ada Quill, the harbour master, when the vote was over.",
    "Until then the boats land at the northern quay, where a second gangway was laid out at the end of last week.",
)
OTHER = [f"{line[:-1]}, as the {name} museum of Orrin said." for name, line in zip("ABCDE", TEXT, strict=True)]
HTML = "".join(f"<p>{line}</p>" for line in TEXT)
SHOWN = f"<article><h1>{TITLE}</h1><time datetime=2026-11-20>20 November</time><p>{TEXT[0]}</p>{{}}</article>"
JSON = 'type="application/json"'
FIELDS = {"title": TITLE, "url": URL, "publishedAt": "2026-11-20T08:15:00Z", "author": {"name": "Ada Quill"}}


def page(inside: str, head: str = f"<title>{TITLE} - Herald</title>") -> Page:
    markup = f'<html lang=en><head>{head}</head><body><div id="app"></div>{inside}</body></html>'
    return Page(url=URL, html=markup, fetched_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))


def script(text: str, attributes: str = "") -> str:
    return f"<script {attributes}>{text}</script>"


def data(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def flight() -> str:
    row = f'1a:T{len(HTML.encode()):x},{HTML}2:["$","$L5",null,{data({"article": {**FIELDS, "html": "$1a"}})}]\n'
    half = len(row) // 2
    return script(f"self.__next_f.push([1,{data(row[:half])}])") + script(f"self.__next_f.push([1,{data(row[half:])}])")


def elements() -> str:
    row = ["$", "main", None, {"children": [["$", "h1", None, {"children": TITLE}], ["$", "div", None, {"children": [
        ["$", "p", str(number), {"children": [line[:20], ["$", "b", None, {"children": line[20:]}]]}]
        for number, line in enumerate(TEXT)
    ]}]]}]  # fmt: skip
    return script(f"self.__next_f.push([1,{data(f'0:{data(row)}' + chr(10))}])")


def nuxt_function() -> str:
    body = f"c.title={data(TITLE)};c.path=a;c.body={data(HTML)};return {{layout:b,data:[{{story:c}}],state:void 0}}"
    return script(f'window.__NUXT__=(function(a,b,c){{{body}}}({data(URL)},"default",{{}}));')


def nuxt_list() -> str:
    flat = [["ShallowReactive", 1], {"data": 2}, {"story": 3}, {"title": 4, "url": 5, "body": 6}, TITLE, URL, HTML]
    return script(data(flat), 'type="application/json" id="__NUXT_DATA__"')


def apollo() -> str:
    lines = {f"Paragraph:{n}": {"__typename": "Paragraph", "text": line} for n, line in enumerate(TEXT)}
    story = {"title": TITLE, "url": URL, "content": {"paragraphs": [{"__ref": name} for name in lines]}}
    return script(f"window.__APOLLO_STATE__ = {data({**lines, 'Story:7': story})};")


def fusion() -> str:
    parts = [{"type": "text", "content": line} for line in TEXT]
    parts.insert(2, {"type": "interstitial_link", "content": "Read also: The museum of Orrin is closed for repair."})
    story = {
        "headlines": {"basic": TITLE},
        "canonical_url": "/news/ferry-steps-to-be-repaired",
        "content_elements": parts,
    }
    return script(
        f"window.Fusion=window.Fusion||{{}};Fusion.arcSite='herald';Fusion.globalContent={data(story)};Fusion.x=1"
    )


def editor() -> str:
    def paragraph(line: str) -> dict[str, Any]:
        pieces = [{"type": "text", "text": line[:30]}, {"type": "text", "text": line[30:], "marks": [{"type": "bold"}]}]
        return {"type": "paragraph", "content": pieces}

    story = {**FIELDS, "richText": {"type": "doc", "content": [paragraph(line) for line in TEXT]}}
    return script(f"window.__INITIAL_STATE__ = JSON.parse({data(data({'story': story}))})")


STATES: Mapping[str, str] = {
    "__NEXT_DATA__": script(
        data({"props": {"pageProps": {"post": {**FIELDS, "html": HTML}}}}), 'type="application/json"'
    ),
    "flight chunks": flight(),
    "flight elements": elements(),
    "__NUXT__, a function": nuxt_function(),
    "__NUXT_DATA__": nuxt_list(),
    "Fusion.globalContent": fusion(),
    "Apollo": apollo(),
    "__INITIAL_STATE__, an editor's tree": editor(),
    "a literal": script(f"var story = {{title: '{TITLE}', url: '{URL}', text: {data(chr(10).join(TEXT))},}};"),
    "HTML escaped once more": script(data({**FIELDS, "body": html.escape(HTML)}), JSON),
    "an attribute": f'<div data-page="{html.escape(data({"props": {**FIELDS, "body": HTML}}))}"></div>',
}


def cleaned(given: Page) -> Article:
    found = clean(given)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("name", STATES)
def test_the_article_in_the_data_of_a_shell_is_its_record(name: str) -> None:
    article = cleaned(page(STATES[name]))
    assert article.body.split("\n\n") == list(TEXT)
    assert (article.title, article.body_source) == (TITLE, "page_state")


def test_json_ld_is_read_first_where_it_has_lines_and_says_the_rest() -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-11-21", "articleBody": "\n".join(TEXT)}
    ld = script(data(node), 'type="application/ld+json"')
    article = cleaned(page(f"<p>Repairs begin soon.</p>{STATES['__NEXT_DATA__']}{ld}"))
    assert article.body.split("\n\n") == list(TEXT)
    assert (article.body_source, article.date, article.date_source) == ("json_ld", dt.date(2026, 11, 21), "json_ld")
    one_line = ld.replace("\\n", " ")
    assert cleaned(page(STATES["__NEXT_DATA__"] + one_line)).body_source == "page_state"


def test_what_the_page_does_not_say_comes_from_its_data() -> None:
    article = cleaned(page(STATES["__NEXT_DATA__"], head="<title>Herald</title>"))
    assert (article.title, article.authors) == (TITLE, ("Ada Quill",))
    assert (article.date, article.date_source) == (dt.datetime(2026, 11, 20, 8, 15, tzinfo=dt.UTC), "page_state")


def test_of_several_articles_the_pages_own_is_taken_and_never_anothers() -> None:
    other = {
        "title": "Museum of Orrin closed",
        "url": "/news/museum",
        "html": "".join(f"<p>{line}</p>" for line in OTHER * 3),
    }
    listed = {"latestStories": [other, other | {"url": "/news/museum-2"}]}
    both = script(data({"post": {**FIELDS, "html": HTML}, **listed}), JSON)
    assert cleaned(page(both)).body.split("\n\n") == list(TEXT)
    alone = clean(page(script(data(listed), JSON)))
    assert not isinstance(alone, Article)


def test_a_pages_own_text_is_never_replaced() -> None:
    longer = script(
        data({**FIELDS, "html": HTML + "".join(f"<p>{line}</p>" for line in OTHER * 9)}), 'type="application/json"'
    )
    assert (
        cleaned(page(SHOWN.format(HTML + "".join(f"<p>{line}</p>" for line in OTHER)) + longer)).body_source == "page"
    )
    brief = SHOWN.format(f"<p>{TEXT[1]}</p>")
    same = script(data({**FIELDS, "html": "".join(TEXT[:2])}), JSON)
    assert cleaned(page(brief + same)).body_source == "page"


def test_a_text_behind_a_wall_stays_there() -> None:
    longer = script(data({**FIELDS, "html": HTML * 3 + "".join(f"<p>{line}</p>" for line in OTHER)}), JSON)
    assert cleaned(page(SHOWN.format("") + longer)).body_source == "page_state"
    wall = "<div class=paywall><p>Subscribe to read the rest of this story.</p></div>"
    walled = cleaned(page(SHOWN.format(f"<p>{TEXT[1]}</p>{wall}") + longer))
    assert (walled.body_source, walled.access) == ("page", "restricted")


NOTICES = {
    "en": "You need to enable JavaScript to run this app.",
    "id": "Aktifkan JavaScript untuk membaca berita ini.",
    "de": "Ihr Browser ist leider veraltet.",
    "ja": "JavaScriptを有効にしてください。",
    "ru": "Пожалуйста, включите JavaScript.",
    "sw": "Tafadhali wezesha JavaScript.",
}


@pytest.mark.parametrize("language", NOTICES)
def test_a_page_that_waits_for_a_browser_says_so(language: str) -> None:
    shell = f"<html lang={language}><title>{TITLE}</title><body><noscript>{NOTICES[language]}</noscript></body></html>"
    for markup in (shell, shell.replace("noscript", "p")):
        found = clean(Page(url=URL, html=markup, fetched_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC)))
        assert not isinstance(found, Article)
        assert (found.reason, "render = true" in found.detail) == (Reason.NEEDS_BROWSER, True)


def test_an_empty_element_for_the_program_asks_for_a_browser_and_an_error_page_does_not() -> None:
    found = clean(page(script("start()")))
    assert not isinstance(found, Article)
    assert found.reason == Reason.NEEDS_BROWSER
    missing = clean(page("<p>The page you are looking for does not exist.</p>", head="<title>Page not found</title>"))
    assert not isinstance(missing, Article)
    assert missing.reason == Reason.NOT_AN_ARTICLE


def test_explain_shows_the_blocks_of_the_text_that_was_found() -> None:
    given = page(STATES["__NEXT_DATA__"])
    kept = [block.text for block in explain(given.html, url=URL).blocks if block.kept]
    assert kept == list(TEXT)


HOSTILE = {
    "deep": "[" * 200_000 + "]" * 200_000,
    "deep literal": "var a=" + "{a:" * 200_000,
    "a huge number": '{"a":' + "9" * 200_000 + "}",
    "cut off": data({**FIELDS, "html": HTML})[:300] + "\\" * 999,
    "laughs": data(
        [{"title": 1, "url": 2, "body": 3}, TITLE, URL, *[[n + 1, n + 1] for n in range(3, 90)], "Ha. " * 9]
    ),
    "no strings": data({"title": {"a": [1, None]}, "url": 7, "author": [[]], "body": {"content": {"content": 5}}}),
    "a lone surrogate": '{"title":"\\ud800","url":"\\udfff","body":"' + "\\ud800 and so on. " * 99 + '"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_data_that_is_broken_or_hostile_costs_no_more_than_its_page(name: str) -> None:
    for attributes in ("", JSON):
        assert not isinstance(clean(page(script(HOSTILE[name], attributes))), Article)
