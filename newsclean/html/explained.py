"""`newsclean explain --html`: the text of a page with what was dropped struck out, beside the record."""

from __future__ import annotations

import inspect
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from newsclean.body.rules import RULES
from newsclean.explanation import DECISIONS, BlockTrace, Explanation, evidence_of

from .page import render

TEMPLATE = Path(__file__).with_name("explained.html")
COLOURS = 8  # in explained.css
# What a reader looks for first; the other fields of the record follow.
_FIRST = ("title", "date", "authors", "lead", "section", "tags")


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lines with one decision and one evidence: a kept line, or a row of dropped ones (a menu)."""

    lines: Sequence[BlockTrace]
    colour: str
    evidence: str
    is_title: bool = False

    @property
    def kept(self) -> bool:
        return self.lines[0].kept

    @property
    def rule(self) -> str:
        return self.lines[0].rule

    @property
    def first(self) -> int:
        return self.lines[0].number

    @property
    def number(self) -> str:
        """The numbers of its lines, like "12" or "12 to 31"."""
        return str(self.first) if len(self.lines) == 1 else f"{self.first} to {self.lines[-1].number}"

    @property
    def meaning(self) -> str:
        """What the decision means, in a sentence."""
        return meanings().get(self.rule, "")


@dataclass(frozen=True, slots=True)
class RuleInUse:
    """A rule that dropped lines of the page: how many, and in which colour they are shown."""

    name: str
    number: int
    colour: str


def explained_page(shown: Explanation) -> str:
    """The explanation as an HTML page. See `page.render` for what it may load: nothing."""
    counted = Counter(block.rule for block in shown.blocks if not block.kept)
    rules = [
        RuleInUse(name, number, f"rule-{place % COLOURS + 1}")
        for place, (name, number) in enumerate(counted.most_common())
    ]
    colours = {rule.name: rule.colour for rule in rules}
    runs = list(_runs(shown.blocks, colours, shown.title))
    record = shown.record
    return render(
        TEMPLATE,
        shown=shown,
        headline=shown.title or (record.title if record else None) or "No title",
        kept=sum(block.kept for block in shown.blocks),
        rules=rules,
        runs=runs,
        dropped=[run for run in runs if not run.kept],
        language=record.language if record else None,
        fields=list(_fields(shown)),
        paragraphs=record.body.split("\n\n") if record else [],
    )


@cache
def meanings() -> dict[str, str]:
    """What each decision means, by its name: the first sentence that documents a rule."""
    rules = {rule.name: " ".join((inspect.getdoc(rule.find) or "").split("\n\n")[0].split()) for rule in RULES}
    return {**rules, **DECISIONS}


def _runs(blocks: Sequence[BlockTrace], colours: dict[str, str], title: str | None) -> Iterator[Run]:
    def decision(block: BlockTrace) -> object:
        return block.number if block.kept or block.text == title else (block.rule, evidence_of(block))

    for _, group in groupby(blocks, decision):
        lines = list(group)
        is_title = lines[0].text == title and not lines[0].kept
        yield Run(lines, colours.get(lines[0].rule, ""), evidence_of(lines[0]), is_title)


def _fields(shown: Explanation) -> Iterator[tuple[str, str]]:
    """The fields of the record that have a value, but for the body."""
    record = shown.record.model_dump(mode="json", exclude={"body"}) if shown.record else {}
    for name in dict.fromkeys((*_FIRST, *record)):
        if (value := record.get(name)) not in (None, []):
            yield name, ", ".join(map(str, value)) if isinstance(value, list) else _plain(value)


def _plain(value: object) -> str:
    """As in the record's line of JSON, and text without its quotation marks."""
    return value if isinstance(value, str) else json.dumps(value)
