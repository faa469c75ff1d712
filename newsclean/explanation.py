"""What cleaning decided about every block of a page, and why: behind `newsclean.explain` and `newsclean explain`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping, Sequence

from pydantic import Field

from .articleness.score import MIN_POINTS
from .body.doubt import told
from .body.rules import BlockDecision
from .body.selection import THRESHOLD, Body
from .cleaning import Trace, clean_traced
from .fields.authors import explain_authors
from .fields.candidates import Choice
from .fields.dates.choice import DateChoice
from .metadata.parsed_page import ParsedPage
from .models import Article, Frozen, Reason, Reject
from .page.blocks import Block
from .page.given import Given, page_from
from .plain_text.article import PlainArticle
from .sites.site_lines import SiteLines

# Decisions that no rule made. The names are an interface: see the page on rules in the docs.
DECISIONS = {
    "main-content": "Kept: the classifier takes it for the article, and no rule drops it.",
    "lead": "Kept: the page's own description, shown between headline and text.",
    "correction": "Kept: a note that corrects the article.",
    "below-threshold": "Dropped: the classifier's score is too low.",
    "repeated": "Dropped: the same paragraph occurs earlier.",
    "standing-line": "Dropped: stands on many pages of the site, which a page alone does not show.",
    "not-looked-at": "Dropped: far from headline and text, and mostly links or a few words.",
    "running-text": "Kept, text without markup: it reads like a paragraph of the best run of lines.",
    "subheading": "Kept, text without markup: a short line on its own between two paragraphs.",
    "title": "Moved, text without markup: the line is the record's title.",
    "not-running-text": "Dropped, text without markup: one of several short lines inside the text, a list or a box.",
    "outside-run": "Dropped, text without markup: before or after the best run of lines.",
    "no-article": "Dropped, text without markup: no run of lines is surely an article.",
    "truncated-teaser": "Dropped, text without markup: a cut headline whose full form is nearby.",
    "teaser": "Dropped, text without markup: the full form of a cut headline.",
    "navigation": "Dropped, text without markup: a line of a menu or of a pager.",
}


class BlockTrace(Frozen):
    """One block of the page, or one line of a text without markup: kept or dropped, by which rule, on what evidence.

    `number` counts from 1. `score` is the classifier's likelihood, 0 to 1, that the block belongs to the article, and
    `contributions` the features that moved it most, in log-odds; null and empty where the classifier was not asked.
    `moved` is the end of a kept text that went into another field of the record ("(boy/jpnn)").
    """

    number: int
    text: str
    kept: bool
    rule: str
    evidence: dict[str, str | int | float] = Field(default_factory=dict)
    score: float | None = None
    contributions: dict[str, float] = Field(default_factory=dict)
    moved: str | None = None


class CandidateTrace(Frozen):
    """A candidate for title, date or authors: its text, its origin on the page, and why it won or lost.

    `value` is what was read from the text: the date, ISO 8601, or the people; null for a title, and where there is
    nothing of the kind. `won`: the record has it from here.
    """

    text: str
    source: str
    why: str
    value: str | None = None
    won: bool = False


class Explanation(Frozen):
    """Everything that was decided on a page, lists in page order; null or empty where cleaning did not get that far.

    `id` is the record's; a page without a record has `reason` and `detail` instead. `score` says how sure it is that
    the page is an article, which needs at least `needed`; `signals` make up the score. `certainty` is the record's;
    `doubts` are the signs that lower it, the worst first, with their values and what each takes off the log-odds.
    `main_content` says whether trafilatura was asked for it, and why.
    """

    url: str
    id: str | None = None
    reason: Reason | None = None
    detail: str | None = None
    title: str | None = None
    titles: tuple[CandidateTrace, ...] = ()
    date: str | None = None
    dates: tuple[CandidateTrace, ...] = ()
    authors: tuple[str, ...] = ()
    author_candidates: tuple[CandidateTrace, ...] = ()
    score: int | None = None
    needed: int = MIN_POINTS
    signals: tuple[str, ...] = ()
    certainty: float | None = None
    doubts: tuple[str, ...] = ()
    main_content: str | None = None
    blocks: tuple[BlockTrace, ...] = ()
    record: Article | None = None


def explain(
    html: Given,
    *,
    url: str | None = None,
    site: str | None = None,
    content_type: str | None = None,
    fetched_at: dt.datetime | None = None,
    site_lines: SiteLines | None = None,
) -> Explanation:
    """Why a page gives this record, or none. Takes what `clean` takes, and raises what it raises."""
    page = page_from(html, url=url, site=site, content_type=content_type, fetched_at=fetched_at)
    trace = Trace()
    outcome = clean_traced(page, trace)
    standing = site_lines.standing(outcome) if site_lines and isinstance(outcome, Article) else {}
    if trace.plain is not None:
        shown = _of_plain(outcome, trace.plain, trace.date or Choice())
    else:
        shown = _of_page(outcome, trace)
    return shown.model_copy(update={"blocks": tuple(_without_standing(shown.blocks, standing))})


def evidence_of(block: BlockTrace) -> str:
    """What a decision rests on, in one line: the evidence of its rule, and the classifier's score."""
    signs = block.evidence | ({"moved": block.moved} if block.moved else {})
    parts = [f'{name} "{value}"' if isinstance(value, str) else f"{name} {value}" for name, value in signs.items()]
    if block.score is not None:
        loudest = ", ".join(f"{name} {value:+.2f}" for name, value in block.contributions.items())
        parts.append(f"score {block.score:.3f}{f' ({loudest})' if loudest else ''}")
    return ", ".join(parts)


def _without_standing(blocks: Sequence[BlockTrace], standing: Mapping[int, str]) -> Iterator[BlockTrace]:
    """The blocks, those dropped that are the body's paragraphs of these numbers."""
    paragraph = 0
    for block in blocks:
        why = standing.get(paragraph) if block.kept else None
        paragraph += block.kept
        dropped = {"kept": False, "rule": "standing-line", "evidence": {"stands_on": why}}
        yield block.model_copy(update=dropped) if why else block


def _of_page(outcome: Article | Reject, trace: Trace) -> Explanation:
    if trace.page is None or trace.title is None or trace.date is None:
        return _of_outcome(outcome)
    title = trace.title
    titles = (
        CandidateTrace(text=c.text, source=str(c.origin), why=c.why, won=c.origin == title.origin)
        for c in title.candidates
    )
    shown = _of_outcome(outcome)
    return shown.model_copy(
        update={
            "title": title.value,
            "titles": tuple(titles),
            "date": _iso(trace.date.value),
            "dates": _date_traces(trace.date),
            "author_candidates": tuple(_author_traces(trace.page, title.value or "", shown.authors)),
            "score": trace.score.points if trace.score else None,
            "signals": trace.score.signals if trace.score else (),
            "doubts": tuple(trace.certainty.reasons()) if trace.certainty else (),
            "main_content": told(trace.body.doubt, trace.body.asked) if trace.body else None,
            "blocks": tuple(_block_traces(trace.page.blocks, trace.body or Body())),
        }
    )


def _of_plain(outcome: Article | Reject, plain: PlainArticle, date: DateChoice) -> Explanation:
    paragraphs = iter(plain.paragraphs)
    traces = []
    for line in plain.lines:
        moved = line.text.removeprefix(next(paragraphs)).strip() if line.kept else ""
        traces.append(
            BlockTrace(
                number=line.number,
                text=line.text,
                kept=line.kept,
                rule=line.rule,
                evidence=line.evidence,
                moved=moved or None,
            )
        )
    title, dated = plain.title, plain.date_line
    unread = (CandidateTrace(text=dated, source="line", why="no date is read from it"),) if dated else ()
    best = "the line before the text that is most like its headline"
    return _of_outcome(outcome).model_copy(
        update={
            "title": title,
            "titles": (CandidateTrace(text=title, source="line", why=best, won=True),) if title else (),
            "date": _iso(date.value),
            "dates": _date_traces(date) or unread,
            "author_candidates": tuple(_signed(outcome)),
            "blocks": tuple(traces),
        }
    )


def _signed(outcome: Article | Reject) -> Iterator[CandidateTrace]:
    if isinstance(outcome, Article) and outcome.authors:
        names = ", ".join(outcome.authors)
        yield CandidateTrace(
            text=names, source="signature", why="initials at the end of the text", value=names, won=True
        )


def _of_outcome(outcome: Article | Reject) -> Explanation:
    if isinstance(outcome, Article):
        return Explanation(
            url=outcome.url,
            id=outcome.id,
            authors=outcome.authors,
            certainty=outcome.certainty,
            record=outcome,
        )
    return Explanation(url=outcome.url, reason=outcome.reason, detail=outcome.detail)


def _block_traces(blocks: Sequence[Block], body: Body) -> Iterator[BlockTrace]:
    decided = {decision.block.index: decision for decision in body.decisions}
    texts = {block.index: block.text for block in body.blocks}
    taken: set[str] = set()
    looked_at = set(map(int, body.scores.features.index)) if body.scores else set()
    for block in blocks:
        score = float(body.scores.values[block.index]) if body.scores and block.index in looked_at else None
        decision = decided.get(block.index) or _undecided(block, score, taken)
        taken.update([block.text] if block.index in decided else [])
        yield BlockTrace(
            number=block.index + 1,
            text=block.text,
            kept=decision.kept,
            rule=decision.rule,
            evidence=decision.evidence,
            score=round(score, 3) if score is not None else None,
            contributions=body.scores.contributions(block.index) if body.scores else {},
            moved=block.text.removeprefix(texts.get(block.index, block.text)).strip() or None,
        )


def _undecided(block: Block, score: float | None, taken: Container[str]) -> BlockDecision:
    """The decision on a block that `find_body` did not find likely."""
    if score is None:
        return BlockDecision(block, False, "not-looked-at", {})
    return BlockDecision(
        block, False, "repeated" if score > THRESHOLD and block.text in taken else "below-threshold", {}
    )


def _date_traces(date: DateChoice) -> tuple[CandidateTrace, ...]:
    return tuple(
        CandidateTrace(
            text=c.text,
            source=str(c.origin),
            why=c.why,
            value=_iso(c.value),
            won=date.value is not None and (c.origin, c.value) == (date.origin, date.value),
        )
        for c in date.candidates
    )


def _author_traces(page: ParsedPage, title: str, authors: Sequence[str]) -> Iterator[CandidateTrace]:
    for source, text, people, why in explain_authors(page, title, authors):
        won = bool(people) and people == ", ".join(authors)
        yield CandidateTrace(text=text, source=source, why=why, value=people or None, won=won)


def _iso(value: dt.datetime | dt.date | None) -> str | None:
    return value.isoformat() if value is not None else None
