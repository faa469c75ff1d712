"""Receipts of a cleaning: what became of every block of a page's text, and why; the list behind `newsclean explain`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator

from pydantic import Field

from .articleness import THRESHOLD as MIN_VERDICT
from .body.rules import BlockDecision
from .body.selection import THRESHOLD, Body
from .cleaning import Trail, clean
from .fields.dates.choice import Candidate
from .models import Article, Frozen, Page, Reason, Reject
from .page.blocks import Block
from .parsed import Reading
from .plain_text.article import FlatArticle

# Why a text stays or goes where no rule of `boilerplate` decided it. The names are an interface: see docs/rules.md.
DECISIONS = {
    "main-content": "Kept: the classifier takes it for the article, and no rule drops it.",
    "lead": "Kept: the page's own description, shown between headline and text.",
    "below-threshold": "Dropped: the classifier scores it too low.",
    "repeated": "Dropped: the same paragraph stands further up.",
    "not-looked-at": "Dropped: far from headline and text, and mostly links or a few words.",
    "running-text": "Kept, text without markup: it reads like a paragraph of the best run of lines.",
    "subheading": "Kept, text without markup: a short line alone between two paragraphs.",
    "title": "Moved, text without markup: the line is the record's title.",
    "not-running-text": "Dropped, text without markup: short lines in a row inside the text, a list or a box.",
    "outside-run": "Dropped, text without markup: before or behind the best run of lines.",
    "no-article": "Dropped, text without markup: no run of lines is surely an article.",
    "truncated-teaser": "Dropped, text without markup: a cut headline whose full form stands nearby.",
    "teaser": "Dropped, text without markup: the full form of a cut headline.",
    "navigation": "Dropped, text without markup: a line of a menu or of page turning.",
}


class Receipt(Frozen):
    """One block of the page, or one line of a text without markup: `kept` or dropped, by which rule, on what evidence.

    `number` counts from 1. `score` is the likelihood, 0 to 1, that the classifier gives the block, and `loudest` the
    features that moved it most, in log-odds; null and empty where it was not asked. `moved` is the end of a kept
    text that went into another field of the record ("(boy/jpnn)").
    """

    number: int
    text: str
    kept: bool
    rule: str
    evidence: dict[str, str | int | float] = Field(default_factory=dict)
    score: float | None = None
    loudest: dict[str, float] = Field(default_factory=dict)
    moved: str | None = None


class Claim(Frozen):
    """A candidate for title or date: its text, where it stands on the page, and why it won or lost.

    `value` is the date that was read from the text, ISO 8601; null for a title, and where there is no such day.
    """

    text: str
    source: str
    why: str
    value: str | None = None


class Explanation(Frozen):
    """All that was decided on a page. Lists are in page order; what was not reached is null or empty.

    `id` is the record's; a page without a record has `reason` and `detail` instead. `score` is the verdict's, an
    article needs `needed`, and `signs` are what made it.
    """

    url: str
    id: str | None = None
    reason: Reason | None = None
    detail: str | None = None
    title: str | None = None
    titles: tuple[Claim, ...] = ()
    date: str | None = None
    dates: tuple[Claim, ...] = ()
    score: int | None = None
    needed: int = MIN_VERDICT
    signs: tuple[str, ...] = ()
    blocks: tuple[Receipt, ...] = ()


def explain(
    html: bytes | str,
    *,
    url: str | None = None,
    site: str | None = None,
    content_type: str | None = None,
    fetched_at: dt.datetime | None = None,
) -> Explanation:
    """Why a page gives the record it gives, or none; the arguments are those of `extract`.

    Raises SiteError for an unknown `site`.
    """
    page = Page(
        url=url or "file:///dev/stdin",
        html=html,
        site=site,
        content_type=content_type,
        fetched_at=fetched_at or dt.datetime.now(dt.UTC),
    )
    trail = Trail()
    outcome = clean(page, trail)
    return _of_flat(outcome, trail.flat) if trail.flat is not None else _of_page(outcome, page, trail)


def _of_page(outcome: Article | Reject, page: Page, trail: Trail) -> Explanation:
    if trail.reading is None:
        return _told(outcome)
    title = trail.reading.headline
    date = trail.date or trail.reading.date(page.entry, page.fetched_at)
    return _told(outcome).model_copy(
        update={
            "title": title.value,
            "titles": tuple(Claim(text=c.value, source=c.source, why=c.verdict) for c in title.candidates),
            "date": _iso(date.value),
            "dates": tuple(_date_claim(candidate) for candidate in date.candidates),
            "score": trail.score.points if trail.score else None,
            "signs": trail.score.signals if trail.score else (),
            "blocks": tuple(_receipts(trail.reading, trail.body or Body())),
        }
    )


def _of_flat(outcome: Article | Reject, flat: FlatArticle) -> Explanation:
    paragraphs = iter(flat.paragraphs)
    receipts = []
    for line in flat.lines:
        moved = line.text.removeprefix(next(paragraphs)).strip() if line.kept else ""
        receipts.append(
            Receipt(
                number=line.number,
                text=line.text,
                kept=line.kept,
                rule=line.rule,
                evidence=line.evidence,
                moved=moved or None,
            )
        )
    date = outcome.date if isinstance(outcome, Article) else None
    title, dated = flat.title, flat.date_line
    best = "the line before the text that is most like its headline"
    nearest = "the date line nearest to the text"
    return _told(outcome).model_copy(
        update={
            "title": title,
            "titles": (Claim(text=title, source="line", why=best),) if title else (),
            "date": _iso(date),
            "dates": (Claim(text=dated, source="line", why=nearest, value=_iso(date)),) if dated else (),
            "blocks": tuple(receipts),
        }
    )


def _told(outcome: Article | Reject) -> Explanation:
    if isinstance(outcome, Article):
        return Explanation(url=outcome.url, id=outcome.id)
    return Explanation(url=outcome.url, reason=outcome.reason, detail=outcome.detail)


def _receipts(reading: Reading, body: Body) -> Iterator[Receipt]:
    decided = {decision.block.index: decision for decision in body.decisions}
    texts = {block.index: block.text for block in body.blocks}
    taken: set[str] = set()
    looked_at = set(map(int, body.scores.features.index)) if body.scores else set()
    for block in reading.blocks:
        score = float(body.scores.values[block.index]) if body.scores and block.index in looked_at else None
        decision = decided.get(block.index) or _undecided(block, score, taken)
        taken.update([block.text] if block.index in decided else [])
        yield Receipt(
            number=block.index + 1,
            text=block.text,
            kept=decision.kept,
            rule=decision.rule,
            evidence=decision.evidence,
            score=round(score, 3) if score is not None else None,
            loudest=body.scores.contributions(block.index) if body.scores else {},
            moved=block.text.removeprefix(texts.get(block.index, block.text)).strip() or None,
        )


def _undecided(block: Block, score: float | None, taken: Container[str]) -> BlockDecision:
    """The decision on a block that was never asked about: `find_body` notes only those it takes for likely."""
    if score is None:
        return BlockDecision(block, False, "not-looked-at", {})
    return BlockDecision(
        block, False, "repeated" if score > THRESHOLD and block.text in taken else "below-threshold", {}
    )


def _date_claim(found: Candidate) -> Claim:
    place = found.place if found.place.startswith(found.source) else f"{found.source}: {found.place}"
    return Claim(text=found.text, source=place, why=found.why, value=_iso(found.value))


def _iso(value: dt.datetime | dt.date | None) -> str | None:
    return value.isoformat() if value is not None else None
