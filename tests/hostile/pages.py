"""Hostile pages: what a case is, and the small article that most of them are built around.

The cases stand in `bombs` (size, depth, slow text), `markup`, `claims` and `shapes` (dates, addresses, structured data),
`charsets`, `walls` (pages that are no article) and `lookalikes` (articles that look like such pages). All are made on
the spot: `all_cases()` gives them by name.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsclean import Article, Page, Reject

URL = "https://harbour.example/news/old-ferry-steps-stay-open"
FETCHED = dt.datetime(2026, 3, 1, 3, 0, tzinfo=dt.UTC)
TITLE = "Old ferry steps stay open"
PUBLISHED = "2026-02-28T20:57:00+07:00"
PARAGRAPHS = (
    "The council of Port Ellery voted on Saturday to keep the old ferry steps open, although the harbour office had "
    "asked to close them before the summer.",
    "Engineers found loose stones under the lower steps last autumn. The repair will cost 40,000 crowns and will be "
    "paid for out of parking fees, mayor Ana Lind said.",
    "The steps were cut in 1871 for the first steam ferry. Some 300 people a day still use them to reach the eastern "
    "quay, most of them on their way to work.",
)


@dataclass(frozen=True, slots=True)
class Record:
    """A record must come out: with this title and date (ISO 8601), all of `holds` in its body and none of `lacks`.

    `title` and `date` of None are not looked at; a date of "" must be null. `fields` are further ones, as JSON has them.
    """

    title: str | None = TITLE
    date: str | None = PUBLISHED
    holds: tuple[str, ...] = PARAGRAPHS
    lacks: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reject must come out, for one of these reasons."""

    reasons: tuple[str, ...]


def refused(*reasons: str) -> Refusal:
    return Refusal(reasons)


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile page and what must come of it. `heavy`: takes seconds, so only the benchmark runs it."""

    name: str
    html: Callable[[], bytes | str]
    wanted: Record | Refusal = field(default_factory=Record)
    url: str = URL
    content_type: str | None = None
    fetched_at: dt.datetime = FETCHED
    heavy: bool = False

    def page(self) -> Page:
        return Page(url=self.url, html=self.html(), content_type=self.content_type, fetched_at=self.fetched_at)


def json_ld(**changes: Any) -> str:
    """The article's JSON-LD as an element; a field of None is left out."""
    fields = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": PUBLISHED,
        "author": {"@type": "Person", "name": "Ana Berg"},
    } | changes
    return script(json.dumps({key: value for key, value in fields.items() if value is not None}))


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def article(
    *,
    head: str = "",
    claims: str | None = None,
    title: str = TITLE,
    paragraphs: Iterable[str] = PARAGRAPHS,
    before: str = "",
    after: str = "",
    inside: str = "",
) -> str:
    """The page of the small article. `claims` stand for its JSON-LD, `before` and `after` around the article's element,
    `inside` between its first and second paragraph."""
    first, *rest = (f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><title>{title} | Harbour Post</title>\n'
        f'<meta property="og:site_name" content="Harbour Post">\n{json_ld() if claims is None else claims}\n{head}'
        "</head>\n<body><header><nav><a href='/'>Home</a> <a href='/news'>News</a> <a href='/sport'>Sport</a></nav>"
        f"</header>\n{before}<main><article><h1>{title}</h1>\n{first}\n{inside}{''.join(rest)}\n</article></main>\n"
        f"{after}<footer><p>Harbour Post, Quay Street 1, Port Ellery</p></footer></body></html>"
    )


def fault(wanted: Record | Refusal, outcome: Article | Reject) -> str | None:
    """What is wrong with an outcome, None when it is as wanted."""
    if isinstance(wanted, Refusal):
        if isinstance(outcome, Article):
            return f"a record came out: {outcome.title!r}"
        return None if outcome.reason.value in wanted.reasons else f"rejected as {outcome.reason}: {outcome.detail}"
    if isinstance(outcome, Reject):
        return f"rejected as {outcome.reason}: {outcome.detail}"
    told = outcome.model_dump(mode="json")
    if wanted.title not in (None, outcome.title):
        return f"title {outcome.title[:80]!r}"
    if wanted.date is not None and (told["date"] or "") != wanted.date:
        return f"date {told['date']}"
    if missing := [text for text in wanted.holds if text not in outcome.body]:
        return f"the body lacks {missing[0][:60]!r}"
    if foreign := [text for text in wanted.lacks if text in outcome.body]:
        return f"the body holds {foreign[0][:60]!r}"
    wrong = [f"{name} {told[name]!r}" for name, value in wanted.fields.items() if told[name] != value]
    return wrong[0] if wrong else None


def all_cases() -> dict[str, Case]:
    """Every case by its name."""
    from tests.hostile import bombs, charsets, claims, lookalikes, markup, shapes, walls

    modules = (bombs, charsets, claims, lookalikes, markup, shapes, walls)
    return {case.name: case for module in modules for case in module.CASES}
