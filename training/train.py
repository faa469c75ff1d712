"""Trains the block classifier: cross-validation by domain, then the weights on all pages.

    python -m training.train DATA [DATASET ...] --cv --seeds 3
    python -m training.train DATA [DATASET ...] -o newsclean/body/classifier/weights.json.gz

DATA is a folder of data sets (see samples.py). Needs `pip install -e ".[training]"`. Deterministic: the same pages and
versions give the same weights.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import orjson
from numpy.typing import NDArray

from newsclean.body.classifier.classifier import BlockScores, all_names, blend, second_pass_rows
from newsclean.body.classifier.context import MIN_SCORE
from newsclean.body.classifier.trees import MAX_LEAVES
from newsclean.body.doubt import MAX_DOUBT, doubt_of

from .samples import JUDGED, Sample, alone, judged_pages, learned_from

FOLDS = 5
INNER_FOLDS = 3
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 31,
    "learning_rate": 0.12,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
}
ROUNDS = 300
# The second pass is a committee: forests of other seeds, whose log-odds are averaged.
MEMBERS = 3
MEMBER_ROUNDS = 225
assert PARAMETERS["num_leaves"] <= MAX_LEAVES  # type: ignore[operator]  # a dict of numbers and words

Scores = list[NDArray[np.float64]]
Rows = Callable[[int], NDArray[np.float32]]
Committee = list[lightgbm.Booster]
Columns = frozenset[int]
# By number.
Samples = Sequence[Sample] | Mapping[int, Sample]
NOTHING: Columns = frozenset()


def fold_of(domain: str, seed: int, folds: int) -> int:
    """The fold of a domain: all its pages are in the same one, whatever the data set."""
    return int(hashlib.md5(f"{seed}{domain}".encode()).hexdigest(), 16) % folds


def fit(
    samples: Sequence[Sample], rows: Rows, chosen: Sequence[int], seed: int, members: int = 1, rounds: int = ROUNDS
) -> Committee:
    """Forests trained on the blocks that have a weight, one per seed."""
    parts = [(_with_convention(rows(i), samples[i]), samples[i].labels, samples[i].weights) for i in chosen]
    table = np.vstack([part[0] for part in parts])
    labels, weights = (np.concatenate([part[k] for part in parts]) for k in (1, 2))
    used = (weights > 0) & ~np.isnan(table[:, 0])
    data = lightgbm.Dataset(table[used], labels[used], weight=weights[used], free_raw_data=False)
    seeds = (seed + 100 * member for member in range(members))
    return [lightgbm.train({**PARAMETERS, "seed": one}, data, rounds) for one in seeds]


def _with_convention(table: NDArray[np.float32], sample: Sample) -> NDArray[np.float32]:
    """The table with a last column that is 1 where the labels follow another convention than ours; in use it is 0."""
    return np.hstack([table, np.full((len(table), 1), sample.convention, np.float32)])


def first_rows(samples: Samples, hidden: Columns = NOTHING) -> Rows:
    """Rows of the first pass, with the `hidden` columns set to 0."""
    return lambda i: _without(samples[i].features.rows, hidden)


def second_rows(samples: Samples, scores: dict[int, NDArray[np.float64]], hidden: Columns = NOTHING) -> Rows:
    """Rows of the second pass; blocks that the first pass ruled out are NaN and are left out of training."""

    def rows(i: int) -> NDArray[np.float32]:
        sample = samples[i]
        table = _without(second_pass_rows(sample.blocks, sample.features, _spread(sample, scores[i])), hidden)
        table[scores[i] <= MIN_SCORE] = np.nan
        return table

    return rows


def _without(table: NDArray[np.float32], hidden: Columns) -> NDArray[np.float32]:
    """The table with these columns set to 0: a tree never splits on a constant column."""
    if not hidden:
        return table
    table = table.copy()
    table[:, [column for column in hidden if column < table.shape[1]]] = 0
    return table


def predict(committee: Committee, table: NDArray[np.float32]) -> NDArray[np.float64]:
    """Likelihoods, 0 to 1; 0 for rows of NaN."""
    if not len(table):
        return np.zeros(0)
    ours = np.hstack([np.nan_to_num(table), np.zeros((len(table), 1), np.float32)])
    raw = sum(np.asarray(booster.predict(ours, raw_score=True)) for booster in committee)
    found = np.asarray(1 / (1 + np.exp(-raw / len(committee))))
    found[np.isnan(table[:, 0])] = 0
    return found


def predict_pages(committee: Committee, rows: Rows, chosen: Sequence[int]) -> dict[int, NDArray[np.float64]]:
    """The likelihoods of the blocks of each chosen page."""
    tables = [rows(i) for i in chosen]
    if not tables:
        return {}
    ends = np.cumsum([len(table) for table in tables])
    return dict(zip(chosen, np.split(predict(committee, np.vstack(tables)), ends[:-1]), strict=True))


def out_of_fold(
    samples: Sequence[Sample], chosen: Sequence[int], seed: int, hidden: Columns = NOTHING
) -> dict[int, NDArray[np.float64]]:
    """First-pass scores of each page by a forest that has not seen its domain."""
    rows = first_rows(samples, hidden)
    found: dict[int, NDArray[np.float64]] = {}
    for fold in range(INNER_FOLDS):
        inside = [i for i in chosen if fold_of(samples[i].domain, seed + 77, INNER_FOLDS) != fold]
        committee = fit(samples, rows, inside, seed)
        found |= predict_pages(committee, rows, sorted(set(chosen) - set(inside)))
    return found


def cross_validate(samples: Sequence[Sample], pages: Sequence[Sample], seed: int, hidden: Columns = NOTHING) -> Scores:
    """Final scores of each of the pages, by models of other domains, without the `hidden` columns."""
    found: Scores = [np.zeros(0)] * len(pages)
    for fold in range(FOLDS):
        inside = [i for i, sample in enumerate(samples) if fold_of(sample.domain, seed, FOLDS) != fold]
        outside = [i for i, page in enumerate(pages) if fold_of(page.domain, seed, FOLDS) == fold]
        for i, scores in score_pages(pages, outside, train(samples, inside, seed, hidden), hidden).items():
            found[i] = scores
    return found


def score_pages(
    samples: Sequence[Sample], chosen: Sequence[int], models: tuple[Committee, Committee], hidden: Columns = NOTHING
) -> dict[int, NDArray[np.float64]]:
    """Final scores of the chosen pages, as in use: trafilatura's answer counts where a page is in doubt without it."""
    sure = {i: alone(samples[i]) for i in chosen}
    found = _by_both_passes(sure, models, hidden)
    spread = {i: _spread(sample, found[i]) for i, sample in sure.items()}
    doubted = {
        i: samples[i]
        for i, sample in sure.items()
        if doubt_of(BlockScores(spread[i], sample.features, sample.features.rows)) > MAX_DOUBT
    }
    asked = _by_both_passes(doubted, models, hidden)
    return {i: asked[i] if i in asked else spread[i][samples[i].features.index] for i in chosen}


def _by_both_passes(
    samples: Mapping[int, Sample], models: tuple[Committee, Committee], hidden: Columns
) -> dict[int, NDArray[np.float64]]:
    first, second = models
    scores = predict_pages(first, first_rows(samples, hidden), [*samples])
    final = predict_pages(second, second_rows(samples, scores, hidden), [*samples])
    return {i: np.where(scores[i] > MIN_SCORE, blend(scores[i], final[i]), 0.0) for i in samples}


def _spread(sample: Sample, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The scores of all blocks of a page, from those of the blocks that have features."""
    spread = np.zeros(len(sample.blocks))
    spread[sample.features.index] = values
    return spread


def train(
    samples: Sequence[Sample], chosen: Sequence[int], seed: int, hidden: Columns = NOTHING
) -> tuple[Committee, Committee]:
    """Both passes; the second learns from first-pass scores by forests trained on other domains."""
    first = fit(samples, first_rows(samples, hidden), chosen, seed)
    scores = out_of_fold(samples, chosen, seed, hidden)
    second = fit(samples, second_rows(samples, scores, hidden), chosen, seed, MEMBERS, MEMBER_ROUNDS)
    return first, second


def pages_right(samples: Sequence[Sample], scores: Scores) -> dict[str, float]:
    """Share of pages on which every block with a weight is right, by data set."""
    right: dict[str, list[bool]] = defaultdict(list)
    for sample, score in zip(samples, scores, strict=True):
        counted = sample.weights > 0
        right[sample.dataset].append(bool(((score > 0.5) == (sample.labels == 1))[counted].all()))
    return {name: round(statistics.fmean(values), 3) for name, values in right.items()}


def exported(committee: Committee) -> list[dict[str, Any]]:
    """The committee as one forest of plain numbers, rounded where that makes no difference."""
    trees = []
    for booster in committee:
        convention = booster.num_feature() - 1
        for tree in booster.dump_model()["tree_info"]:
            data: dict[str, list[Any]] = {"f": [], "t": [], "l": [], "r": [], "v": [], "m": []}
            _export(tree["tree_structure"], data, 1 / len(committee), convention)
            trees.append(data)
    return trees


def _export(node: dict[str, Any], data: dict[str, list[Any]], share: float, convention: int) -> int:
    """Adds the node and everything below it; returns its number, or -1 - k for leaf k. Values are scaled by `share`.

    A node that tests the column `convention` is left out, as that column is 0 in use.
    """
    while node.get("split_feature") == convention:
        node = node["left_child" if node["threshold"] >= 0 else "right_child"]
    if "leaf_value" in node:
        data["v"].append(round(share * node["leaf_value"], 4))
        return -len(data["v"])
    number = len(data["f"])
    data["f"].append(node["split_feature"])
    data["t"].append(float(f"{node['threshold']:.8g}"))
    data["m"].append(round(share * node["internal_value"], 3))
    data["l"].append(0)
    data["r"].append(0)
    data["l"][number] = _export(node["left_child"], data, share, convention)
    data["r"][number] = _export(node["right_child"], data, share, convention)
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of data sets")
    parser.add_argument("datasets", nargs="*", default=JUDGED, help=f"their names; {', '.join(JUDGED)} if left out")
    parser.add_argument("--cv", action="store_true", help="cross-validate by domain and print the share of right pages")
    parser.add_argument("--seeds", type=int, default=1, help="how many divisions to cross-validate on")
    parser.add_argument("-o", "--output", type=Path, help="train on all pages and write the weights here")
    options = parser.parse_args()
    judged = judged_pages(options.data, options.datasets)
    samples = learned_from(judged, options.data, options.datasets)
    print(f"{len(samples)} pages, {sum(len(s.labels) for s in samples)} blocks", file=sys.stderr)
    for seed in range(1, options.seeds + 1) if options.cv else ():
        print(f"seed {seed}: {pages_right(judged, cross_validate(samples, judged, seed))}")
    if options.output:
        options.output.write_bytes(written(samples))


def written(samples: Sequence[Sample]) -> bytes:
    """The weights of a training on all samples, as `read_weights` reads them."""
    first, second = train(samples, range(len(samples)), 1)
    data = {
        "version": f"{len(samples)} pages, lightgbm {lightgbm.__version__}",
        "features": all_names(),
        "first": exported(first),
        "second": exported(second),
    }
    return gzip.compress(orjson.dumps(data), mtime=0)


if __name__ == "__main__":
    main()
