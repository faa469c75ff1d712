"""Writes docs/reference/rules.md from the program: the rules with their cases, reject reasons, signals of an article.

python docs/write_rules.py
"""

from __future__ import annotations

import inspect
import sys
import textwrap
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsclean.articleness.against import AGAINST
from newsclean.articleness.page_kinds import kind_signals
from newsclean.articleness.score import MIN_POINTS, score_article
from newsclean.body.rules import RULES
from newsclean.explanation import DECISIONS
from newsclean.metadata.parsed_page import parse_page
from newsclean.models import Reason

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference/rules.md"
CASES = ROOT / "fixtures/rules"
COMMAND = "python docs/write_rules.py"
WIDTH = 120

INTRO = f"""# Why text is dropped, and why a page gives no record

Written from the program by `{COMMAND}`. The names are an interface: `newsclean explain`, `newsclean.explain` and
`rejects.jsonl` use them.

Every block of a page's text gets one decision. The classifier scores the blocks; the rules, in the order below, are
asked about the lead and about the blocks that the classifier takes for the article. The first rule that finds evidence
drops the block; if none does, the block is kept. The same rules are asked about the lines of a text without markup.
`fixtures/rules/NAME.toml` has the cases of each rule: what it must drop and what it must leave. The tests run them.

## Decisions without a rule
"""

REASONS = {
    Reason.EMPTY: "The page has no text or no element.",
    Reason.NOT_TEXT: "The bytes are not text but an image, a PDF, an archive.",
    Reason.TOO_LARGE: (
        "The page is larger than any news page: over 8 MiB, 100,000 tags, 300,000 attributes, 12,000 lines and "
        "paragraphs, 1,000,000 characters of text, or 500,000 without markup. The detail says which."
    ),
    Reason.NO_MAIN_CONTENT: "No block of the page, or run of lines, is certainly the text of an article.",
    Reason.NO_TITLE: "Neither a heading nor the metadata provide a title.",
    Reason.NEEDS_BROWSER: (
        "The page has hardly any text, asks for JavaScript or has an empty element for its program, and no data in its "
        "scripts hold the article. See [Sites that need JavaScript](../how-to/sites-that-need-javascript.md)."
    ),
    Reason.NOT_AN_ARTICLE: f"The signals of an article, listed below, add up to less than {MIN_POINTS}.",
    Reason.UNCERTAIN: "The record's certainty is under `--min-certainty`; the detail names what is doubtful.",
    Reason.INVALID_RECORD: "The record does not fit the schema; the detail names the field.",
    Reason.TOO_SLOW: "Cleaning took longer than the limit of 10 s per page (`NEWSCLEAN_PAGE_TIMEOUT`).",
    Reason.TOO_MUCH_MEMORY: "Cleaning needed more than a worker's 1 GiB of memory (`NEWSCLEAN_PAGE_MEMORY`).",
    Reason.WORKER_DIED: "The process that cleaned it crashed or was killed, and so was the one that tried again.",
    Reason.INTERNAL_ERROR: "A bug in newsclean; the detail names its type and line, the log has the traceback.",
    Reason.FETCH_FAILED: "The page could not be fetched, or its file could not be read.",
    Reason.REFUSED: "The address, or a redirect, is not on the public web, so nothing was fetched (SECURITY.md).",
    Reason.FORBIDDEN: "The site's robots.txt forbids the address, so it was not fetched.",
    Reason.OPTED_OUT: (
        "The page, or its site, does not want to be part of a corpus: `noai`, or a reservation of text and data mining "
        "(`NEWSCLEAN_OPT_OUTS`). It is not kept."
    ),
}

SAMPLE = """
<html lang="en"><head><script type="application/ld+json">{"@type": "NewsArticle"}</script></head><body>
<p>The council of Port Ellery voted on Monday to repair the old ferry steps.</p>
<p>Engineers found loose stones under the lower steps, and the harbour office closed them.</p>
</body></html>
"""


def rules_page() -> str:
    """The text of docs/reference/rules.md."""
    return "\n".join([INTRO, *_decisions(), *_rules(), *_reasons(), *_signals()])


def _decisions() -> Iterator[str]:
    for name, meaning in DECISIONS.items():
        yield f"- **{name}**: {meaning}"
    yield ""


def _rules() -> Iterator[str]:
    docs: dict[str, list[str]] = defaultdict(list)
    for rule in RULES:
        docs[rule.name].append(_prose(inspect.getdoc(rule.find) or ""))
    yield "## Rules"
    yield ""
    for name, parts in docs.items():
        yield f"### {name}"
        yield ""
        for part in parts:
            yield part
            yield ""
        cases = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))
        yield f"- drops {_example(cases['acts'][0])}"
        yield f"- leaves {_example(cases['leaves'][0])}"
        yield ""


def _prose(doc: str) -> str:
    """A docstring's paragraphs, wrapped anew."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in doc.split("\n\n"))
    return "\n\n".join(textwrap.fill(text, WIDTH, break_on_hyphens=False) for text in paragraphs)


def _example(case: dict[str, Any]) -> str:
    if "html" in case:
        return f"{case['why']}: `{case['html']}`"
    line = next((line for line in case["page"].splitlines() if case.get("block", "") in line and "block" in case), "")
    return f"{case['why']}: `{line.strip()}`" if line else case["why"]


def _reasons() -> Iterator[str]:
    yield "## Reasons for no record"
    yield ""
    for reason in Reason:
        yield f"- **{reason}**: {REASONS[reason]}"
    yield ""


def _signals() -> Iterator[str]:
    page = parse_page(SAMPLE, "https://example.com/1", None)
    if page is None:
        sys.exit("the sample page in docs/write_rules.py cannot be parsed")
    score = score_article(page.blocks, page.blocks, page, title="", authors=(), dated=True)
    yield "## Signals of an article"
    yield ""
    yield f"Each signal has points; a page is an article when they add up to {MIN_POINTS} or more. A dated page of two"
    yield "paragraphs that calls itself an article has these:"
    yield ""
    for signal in score.signals:
        yield f"- {signal}"
    yield ""
    yield "These count against it:"
    yield ""
    for against in AGAINST:
        yield f"- {against.meaning} ({against.points:+d})"
    yield ""
    yield "What a page calls itself, and what its template, address and parts are called, counts too. The names are in"
    yield "`newsclean/articleness/page_kinds.toml`; of each of these places, the first signal counts:"
    yield ""
    for kind in kind_signals():
        short = ", on a page with little text" if kind.only_short else ""
        yield f"- {kind.meaning}{short} ({kind.points:+d})"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(rules_page(), "utf-8")
