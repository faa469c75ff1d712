"""Structured data of shapes that no schema has: what cannot be used is left out, and the article comes."""

from __future__ import annotations

import json
from typing import Any

from tests.hostile.pages import PUBLISHED, TITLE, Case, Record, article, json_ld, script

ODD = (
    None,
    True,
    12,
    1.5,
    [],
    {},
    "",
    " ",
    [[]],
    [{}],
    {"@value": None},
    {"name": {"name": {}}},
    [None, [None]],
    {"@id": 5},
)
HEADLINES: tuple[Any, ...] = (
    ["Old ferry"],
    {"a": "b"},
    {"@value": 7},
    2026,
    None,
    True,
    [],
    {},
    [[TITLE]],
    "",
    {"en": TITLE},
)

CASES = (
    *(
        Case(
            f"a headline that is {json.dumps(value)[:40]}",
            lambda value=value: article(
                claims=script(json.dumps({"@type": "NewsArticle", "headline": value, "datePublished": PUBLISHED}))
            ),
        )
        for value in HEADLINES
    ),
    *(
        Case(
            f"an author that is {json.dumps(value)[:40]}",
            lambda value=value: article(
                claims=script(json.dumps({"@type": "NewsArticle", "author": value, "datePublished": PUBLISHED}))
            ),
            Record(fields={"authors": []}),
        )
        for value in ODD
    ),
    *(
        Case(
            f"an image that is {json.dumps(value)[:40]}",
            lambda value=value: article(claims=json_ld(image=value)),
            Record(fields={"image": None}),
        )
        for value in ODD
    ),
    *(
        Case(
            f"keywords that are {json.dumps(value)[:40]}",
            lambda value=value: article(claims=json_ld(keywords=value, articleSection=value)),
        )
        for value in ODD
    ),
    *(
        Case(
            f"a type that is {json.dumps(value)[:40]}",
            lambda value=value: article(claims=script(json.dumps({"@type": value, "headline": TITLE}))),
            Record(date=None),
        )
        for value in ODD
    ),
    *(
        Case(f"JSON-LD that is {text[:40]!r}", lambda text=text: article(after=script(text)))
        for text in (
            "null",
            "[]",
            "1",
            '"a"',
            "[[[[]]]]",
            "{}",
            "{",
            "}",
            "[1, null, {}]",
            "NaN",
            "undefined",
            "<p>",
            '{"@graph": 5}',
            '{"@graph": {"@graph": null}}',
            '{"@type": ["NewsArticle", null, 5]}',
        )
    ),
    Case("a publisher as list of lists", lambda: article(claims=json_ld(publisher=[[["Harbour Post"]]]))),
    Case(
        "a breadcrumb of nothing",
        lambda: article(
            after=script('{"@type": "BreadcrumbList", "itemListElement": [null, 5, {"item": 7}, {"name": []}]}')
        ),
    ),
    Case("an id that refers to itself", lambda: article(claims=json_ld(**{"@id": "#a", "author": {"@id": "#a"}}))),
    Case(
        "keys twice",
        lambda: article(
            claims=script(
                '{"@type": "NewsArticle", "headline": "x", "headline": '
                + json.dumps(TITLE)
                + f', "datePublished": "{PUBLISHED}"}}'
            )
        ),
    ),
    Case("numbers without end in JSON-LD", lambda: article(after=script('{"a": ' + "9" * 50_000 + "}"))),
    Case("an exponent without end in JSON-LD", lambda: article(after=script('{"a": 1e999999999}'))),
    Case("lone surrogates in JSON-LD", lambda: article(claims=json_ld(author="\ud800Ana Berg\udfff"))),
    Case("NUL in JSON-LD", lambda: article(claims=json_ld(author="Ana\u0000 Berg"))),
    Case(
        "HTML in the headline's claim",
        lambda: article(claims=json_ld(headline=f"<b>{TITLE}</b><script>alert(1)</script>")),
        Record(date=""),  # the claim ends at its own </script>, as in a browser; what is left of it dates nothing
    ),
    Case(
        "line separators in the lead",
        lambda: article(head="<meta name=description content='One\u2028two\u2029three\x85four'>"),
    ),
)
