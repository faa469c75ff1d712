"""Writes docs/reference/rules.md from the program: the rules with their cases, reject reasons, signs of an article.

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

from newsclean.articleness import AGAINST, THRESHOLD, judge
from newsclean.body.rules import RULES
from newsclean.explanation import DECISIONS
from newsclean.models import Reason
from newsclean.parsed import parse_page

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference/rules.md"
CASES = ROOT / "fixtures/rules"
COMMAND = "python docs/write_rules.py"
WIDTH = 120

INTRO = f"""# Why text is dropped, and why a page gives no record

Written from the program by `{COMMAND}`. The names are an interface: they stand in what
`newsclean explain` and `newsclean.explain` tell, and in `rejects.jsonl`.

Each block of a page's text has one decision. The classifier scores the blocks; those it takes for the article, and the
lead, are shown to the rules, in the order below. The first rule that finds evidence drops the block; without any, it
stays. What a rule must drop and must leave are cases in `fixtures/rules/NAME.toml`, which the tests run.

## Decisions without a rule
"""

REASONS = {
    Reason.EMPTY: "The page holds no text or no element.",
    Reason.NOT_TEXT: "The bytes are no text: an image, a PDF, an archive.",
    Reason.TOO_LARGE: (
        "More than any news page has: 8 MiB, 100,000 tags, 300,000 attributes, 12,000 lines and paragraphs, 1,000,000 "
        "characters of text, or 500,000 without markup. The detail says which."
    ),
    Reason.NO_MAIN_CONTENT: "No block of the page, or no run of lines, is surely the text of an article.",
    Reason.NO_TITLE: "Neither a heading nor the metadata give a title.",
    Reason.NOT_AN_ARTICLE: f"The signs of an article, as listed below, come to less than {THRESHOLD}.",
    Reason.INVALID_RECORD: "What was found does not hold to the schema; the detail names the field.",
    Reason.TOO_SLOW: "Cleaning it took longer than a page may take, 10 s (`NEWSCLEAN_PAGE_TIMEOUT`).",
    Reason.TOO_MUCH_MEMORY: "Cleaning it needed more memory than a worker may have, 1 GiB (`NEWSCLEAN_PAGE_MEMORY`).",
    Reason.WORKER_DIED: "The process that cleaned it crashed or was killed, and so was the one that tried it again.",
    Reason.INTERNAL_ERROR: "A mistake in newsclean; the detail names its type and line, the log has the traceback.",
    Reason.FETCH_FAILED: "The page could not be fetched, or its file not be read.",
    Reason.REFUSED: "The address, or one that it leads to, is none of the public web; it was not asked (SECURITY.md).",
}

SAMPLE = """
<html lang="en"><head><script type="application/ld+json">{"@type": "NewsArticle"}</script></head><body>
<p>The council of Port Ellery voted on Monday to repair the old ferry steps.</p>
<p>Engineers found loose stones under the lower steps, and the harbour office closed them.</p>
</body></html>
"""


def rules_page() -> str:
    """The text of docs/reference/rules.md."""
    return "\n".join([INTRO, *_decisions(), *_rules(), *_reasons(), *_signs()])


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


def _signs() -> Iterator[str]:
    page = parse_page(SAMPLE, "https://example.com/1", None)
    if page is None:
        sys.exit("the sample page in docs/write_rules.py cannot be parsed")
    verdict = judge(page.blocks, page.blocks, page, title="", authors=(), dated=True)
    yield "## Signs of an article"
    yield ""
    yield f"Each sign has its points; a page is an article when they come to {THRESHOLD} or more. A dated page of two"
    yield "paragraphs that calls itself an article has these:"
    yield ""
    for sign in verdict.signs:
        yield f"- {sign}"
    yield ""
    yield "These speak against it, where they are found:"
    yield ""
    for against in AGAINST:
        yield f"- {against.meaning} ({against.points:+d})"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(rules_page(), "utf-8")
