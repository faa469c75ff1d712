"""Bodies of labelled pages, chosen from given scores and judged by the bench: the parts of newsclean one by one.

Scores come from `training.train.cross_validate`, so that no page is judged by a model that has seen its domain.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.body.classifier.classifier import BlockScores
from newsclean.body.lead import lead_of
from newsclean.body.rules import RULES, against
from newsclean.body.selection import likely_blocks, taken_blocks
from newsclean.body.sign_off import sign_off
from newsclean.page.blocks import Block
from training.samples import Sample, has_labels, read_samples

from .harness import Bench

Values = Sequence[NDArray[np.float64]]
Metrics = dict[str, float | int | None]
# Of the bench's figures those that a body decides.
BODY_FIGURES = (
    "pages", "empty", "shingle_precision", "shingle_recall", "shingle_f1", "accuracy", "rouge_f1", "word_precision",
    "word_recall", "word_f1", "with", "without", "snippet_f1", "perfect", "clean", "complete",
)  # fmt: skip
RULE_NAMES = tuple(dict.fromkeys(rule.name for rule in RULES))


@dataclass(frozen=True)
class Chosen:
    """The blocks of a page that score as article, and the names of the rules that speak against each."""

    sample: Sample
    scores: BlockScores
    kept: list[Block]
    against: list[frozenset[str]]

    def lines(self, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The body that the rules leave; those named in `without` are not asked."""
        return tuple(sign_off([block.text for block in self._left(without)], ())[0])

    def lines_without_lead(self) -> tuple[str, ...]:
        """The body without the lead that it opens with, if it does."""
        lines = self.lines()
        return lines[1:] if lead_of(self._left(frozenset()), self.scores) else lines

    def _left(self, without: frozenset[str]) -> list[Block]:
        return [block for block, names in zip(self.kept, self.against, strict=True) if not names - without]


def choose(sample: Sample, values: NDArray[np.float64], *, lead: bool = True) -> Chosen:
    """What `find_body` takes of a page, here from given scores of the looked-at blocks.

    Without `lead`, only what scores high: neither leads nor corrections of low score.
    """
    scores = spread_scores(sample, values)
    blocks = sample.blocks
    taken = taken_blocks(blocks, scores, sample.context.phrases) if lead else likely_blocks(blocks, scores)
    return asked(sample, scores, [block for block in sample.blocks if block.index in taken])


def spread_scores(sample: Sample, values: NDArray[np.float64]) -> BlockScores:
    """The scores of every block of a page, from those of the blocks that have features."""
    spread = np.zeros(len(sample.blocks))
    spread[sample.features.index] = values
    return BlockScores(spread, sample.features, sample.features.rows)


def asked(sample: Sample, scores: BlockScores, kept: list[Block]) -> Chosen:
    """These blocks of a page, and what the rules say of each."""
    page = replace(sample.context, kept=kept)
    return Chosen(sample, scores, kept, [frozenset(name for name, _ in against(block, page)) for block in kept])


@dataclass
class Pages:
    """The labelled pages of some data sets, and the bench's judgement of bodies for them, each made once."""

    bench: Any
    samples: list[Sample]
    truths: dict[tuple[str, str], Any]
    known: dict[tuple[str, str, tuple[str, ...]], Any] = field(default_factory=dict)

    @classmethod
    def read(cls, bench: Bench, datasets: Sequence[str]) -> Pages:
        """The pages with labelled bodies; one in which no block is found counts as an empty body."""
        folders = bench.datasets(datasets)
        labelled = [page for folder in folders for page in bench.module.load_dataset(folder)]
        truths = {(page.dataset, page.id): page for page in labelled if has_labels(page.truth)}
        samples = [sample for folder in folders for sample in read_samples(folder)]
        return cls(bench.module, samples, truths)

    def score(self, dataset: str, name: str, lines: tuple[str, ...]) -> Any:
        """The bench's score of a body. ROUGE is slow and taken only where it is the set's own measure."""
        key = dataset, name, lines
        if key not in self.known:
            result = self.bench.Result(body=list(lines))
            rouge = dataset == "fundus-eval"
            self.known[key] = self.bench.score_page(self.truths[dataset, name], result, frozenset(("body",)), rouge)
        return self.known[key]

    def scores(self, bodies: Sequence[tuple[str, ...]]) -> dict[str, list[Any]]:
        """The scores of a body for each sample, by data set, in the order of the samples, empty pages last."""
        found: dict[str, list[Any]] = defaultdict(list)
        for sample, lines in zip(self.samples, bodies, strict=True):
            found[sample.dataset].append(self.score(sample.dataset, sample.id, lines))
        for dataset, name in self.truths.keys() - {(sample.dataset, sample.id) for sample in self.samples}:
            found[dataset].append(self.score(dataset, name, ()))
        return found

    def figures(self, scores: dict[str, list[Any]]) -> dict[str, Metrics]:
        """The bench's figures of each data set, as far as they are about bodies."""
        found = {}
        for dataset, of_pages in scores.items():
            summary = self.bench.summarise(of_pages)
            found[dataset] = {name: summary.get(name) for name in BODY_FIGURES}
        return found


def is_right(score: Any) -> bool:
    """The bench's "perfect": no foreign paragraph and no missing one; where only snippets are known, all of the wanted
    and none of the unwanted."""
    if score.foreign is None and score.snippets:
        wanted, of_wanted, unwanted, _ = score.snippets
        return bool(wanted == of_wanted and not unwanted)
    return bool(score.chars) and not score.foreign and not score.missing


def better(one: Any, other: Any) -> Any:
    """The score of the reading that suits the truth better."""
    return max(one, other, key=lambda score: (is_right(score), score.shingle[0] if score.shingle else 0.0))


def mean(figures: Sequence[dict[str, Metrics]]) -> dict[str, Metrics]:
    """The mean of figures of the same data sets over several divisions."""
    found: dict[str, Metrics] = {}
    for dataset in figures[0]:
        columns = {name: [of[dataset][name] for of in figures] for name in BODY_FIGURES}
        found[dataset] = {name: _mean_of(values) for name, values in columns.items()}
    return found


def _mean_of(values: Sequence[float | int | None]) -> float | int | None:
    numbers = [value for value in values if value is not None]
    if not numbers:
        return None
    return numbers[0] if len(set(numbers)) == 1 else statistics.fmean(numbers)
