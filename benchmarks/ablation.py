"""What each part of newsclean wins and costs: the rules one by one, the model, the lead, the groups of features."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from newsclean.body.classifier.context import context_names
from newsclean.body.classifier.features import feature_names

from .bodies import RULE_NAMES, Metrics, Pages, Values, asked, better, choose, is_right, spread_scores

Scores = dict[str, list[Any]]
CLAIMS = ("seen_before", "seen_later")
PLACES = (
    "depth", "index_share", "own_share", "own_link", "parent_share", "grand_share", "parent_link", "in_half", "up_half",
    "in_most", "up_most", "below_most", "from_title", "after_title", "tag_share", "siblings", "title_up", "title_down",
    "slot_rank", "in_slot",
)  # fmt: skip
# What columns of the first pass are about, by their names; a column belongs to the first group that knows it.
GROUPS: dict[str, Callable[[str], bool]] = {
    "images beside the block": lambda name: name.startswith("caption:"),
    "boxes that the block is in": lambda name: name.startswith("box:"),
    "links": lambda name: name.startswith("links:"),
    "likeness to the layout of the prose": lambda name: name.startswith("consistency:"),
    "trafilatura's choice": lambda name: "kept" in name or name in ("chars_before", "chars_after"),
    "signature: tags and classes shared": lambda name: name.startswith(("sig_", "same_sig", "inline_sig")),
    "words in classes and ids, tags around": lambda name: name.startswith("up:"),
    "tag of the block": lambda name: name.startswith(("tag:", "inline:")),
    "neighbours": lambda name: "@" in name,
    "likeness to title, description, others": lambda name: name.endswith(("_ratio", "_partial")) or name in CLAIMS,
    "container, place on the page": lambda name: name in PLACES,
    "the text itself": lambda _: True,
}
SCORES = "scores of the first pass"
BOX_SCORES = "scores of boxes, runs and sections"


def feature_groups() -> dict[str, frozenset[int]]:
    """All columns of both passes by number, each in one group."""
    found: dict[str, set[int]] = {group: set() for group in (*GROUPS, SCORES, BOX_SCORES)}
    first = feature_names()
    for column, name in enumerate(first):
        found[next(group for group, knows in GROUPS.items() if knows(name))].add(column)
    for column, name in enumerate(context_names(), len(first)):
        found[_second_group(name)].add(column)
    return {group: frozenset(columns) for group, columns in found.items()}


def _second_group(name: str) -> str:
    """The group of a column of the second pass."""
    return BOX_SCORES if name.startswith("box_score:") else SCORES


def parts(pages: Pages, values: Values) -> Iterator[tuple[str, dict[str, Metrics]]]:
    """Figures of newsclean built up part by part, then with its lead left out and with the lead optional."""
    everything = frozenset(RULE_NAMES)
    kept = [
        asked(s, spread_scores(s, v), [b for b in s.blocks if b.index in s.main])
        for s, v in zip(pages.samples, values, strict=True)
    ]
    bare = [choose(s, v, lead=False) for s, v in zip(pages.samples, values, strict=True)]
    whole = [choose(s, v) for s, v in zip(pages.samples, values, strict=True)]
    for name, chosen, without in (
        ("trafilatura's blocks", kept, everything),
        ("trafilatura's blocks, rules", kept, frozenset()),
        ("model", bare, everything),
        ("model, rules", bare, frozenset()),
        ("model, rules, lead: newsclean", whole, frozenset()),
    ):
        yield name, pages.figures(pages.scores([page.lines(without) for page in chosen]))
    with_lead = pages.scores([page.lines() for page in whole])
    without_lead = pages.scores([page.lines_without_lead() for page in whole])
    yield "newsclean, its lead left out", pages.figures(without_lead)
    either = {
        name: [better(*pair) for pair in zip(with_lead[name], without_lead[name], strict=True)] for name in with_lead
    }
    yield "newsclean, the lead optional", pages.figures(either)


def rules(pages: Pages, values: Values) -> Iterator[tuple[str, dict[str, tuple[int, int]], tuple[int, int]]]:
    """For each rule: by data set the pages that are right only with it and those right only without it; then the
    foreign lines that it alone removes and the article's own lines that it alone costs."""
    chosen = [choose(s, v) for s, v in zip(pages.samples, values, strict=True)]
    full = pages.scores([page.lines() for page in chosen])
    for name in RULE_NAMES:
        less = pages.scores([page.lines(frozenset((name,))) for page in chosen])
        won = {
            dataset: _won([is_right(score) for score in full[dataset]], [is_right(score) for score in less[dataset]])
            for dataset in full
        }
        yield (
            name,
            won,
            (_lines(less, "foreign") - _lines(full, "foreign"), _lines(full, "missing") - _lines(less, "missing")),
        )


def _won(with_it: Sequence[bool], without_it: Sequence[bool]) -> tuple[int, int]:
    pairs = list(zip(with_it, without_it, strict=True))
    return sum(a and not b for a, b in pairs), sum(b and not a for a, b in pairs)


def _lines(scores: Scores, kind: str) -> int:
    return sum(len(getattr(score, kind) or ()) for of_pages in scores.values() for score in of_pages)
