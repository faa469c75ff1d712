"""Fits `certainty`, the probability that title, date and body of a record are exactly right.

    python -m training.certainty DATA                                               how far it can be believed
    python -m training.certainty DATA -o newsclean/certainty.json --diagram docs/explanation/certainty.svg

DATA is the `data` folder of the bench, whose scorer says what is right. Run it after every training of the block
classifier, and after changes to signs, titles or dates. Needs `pip install -e ".[training]"`.

Blocks get scores from classifiers that have not seen the page's domain, everything else is done as always. All printed
figures are of pages whose domain the regression has not seen either.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from benchmarks.bodies import is_right
from benchmarks.harness import Bench
from newsclean.body.classifier.classifier import BlockScores
from newsclean.body.selection import Body, body_of
from newsclean.certainty import SIGNS, Model, Signs, Weight
from newsclean.cleaning import Trace, clean_traced
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.models import Article, Page

from .diagram import diagram
from .samples import Sample, read_samples
from .train import Scores, cross_validate, fold_of

# The data sets whose truths follow the contract and have titles and dates, and those of which a reader labelled pages.
JUDGED = ("contract", "fresh")
READ = ("htmldate", "trafilatura", "wcxb")
DIVISIONS = 3
# The folds of the regression, by domain, and the weight that draws its coefficients to zero.
FOLDS = 10
L2 = 3.0
BINS = 10
FETCHED = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A record of a page: its signs, and whether title, date and body are right."""

    domain: str
    signs: Signs
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The records with a probability between two tenths: the mean of it, the share that is right, their number."""

    predicted: float
    observed: float
    records: int


def training_pages(data: Path) -> list[Sample]:
    """The pages that the classifiers are trained on; those of JUDGED are among them."""
    whole = [sample for name in JUDGED for sample in read_samples(data / name)]
    return whole + [sample for name in READ for sample in read_samples(data / name, read=True)]


def judge(bench: Any, truths: dict[tuple[str, str], Any], samples: Sequence[Sample], scores: Scores) -> list[Judged]:
    """The records that cleaning makes of the pages by these scores of their blocks; rejects have none."""
    found = []
    for sample, values in zip(samples, scores, strict=True):
        truth = truths.get((sample.dataset, sample.id))
        if truth is None:
            continue
        trace = Trace()
        page = Page(url=truth.url, html=truth.read(), fetched_at=FETCHED)
        record = clean_traced(page, trace, partial(_body, sample, values))
        if isinstance(record, Article) and trace.certainty:
            found.append(Judged(sample.domain, trace.certainty.signs, right(bench, truth, record)))
    return found


def right(bench: Any, truth: Any, record: Article) -> bool:
    """Whether title, date and body are right; the date to the minute where the truth has one, else to the day."""
    result = bench.Result(record.title, bench.as_date(record.date), record.body.split("\n\n"))
    score = bench.score_page(truth, result, frozenset(("title", "date", "body")), False)
    date = score.day if score.minute is None else score.minute
    return is_right(score) and score.title is not False and date is not False


def _body(sample: Sample, values: Table, page: ParsedPage, title: str, authors: tuple[str, ...]) -> Body:
    spread = np.zeros(len(sample.blocks))
    spread[sample.features.index] = values
    return body_of(page, title, authors, BlockScores(spread, sample.features, sample.features.rows), sample.main)


def plain_share(bench: Any, truths: dict[tuple[str, str], Any]) -> float:
    """The share of records that are right when only the pages' lines of text are known."""
    outcomes = []
    for truth in truths.values():
        text = "\n".join(bench.html_lines(bench.decode(truth.read())))
        record = clean_traced(Page(url=truth.url, html=text, fetched_at=FETCHED), Trace())
        if isinstance(record, Article):
            outcomes.append(right(bench, truth, record))
    return sum(outcomes) / max(1, len(outcomes))


def fit(records: Sequence[Judged], plain: float = 0.0) -> Model:
    """The regression: Newton's method on the log-likelihood with an L2 penalty."""
    table = np.array([[SIGNS[name].scaled(record.signs[name]) for name in SIGNS] for record in records])
    means, deviations = table.mean(0), np.maximum(table.std(0), 1e-6)
    # A sign that never varies says nothing.
    rows = np.where(table.std(0) > 1e-6, (table - means) / deviations, 0.0)
    rows = np.hstack([np.clip(rows, -3, 3), np.ones((len(rows), 1))])
    wanted = np.array([record.right for record in records], float)
    penalty = np.diag([L2] * len(SIGNS) + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(25):
        found = _sigmoid(rows @ weights)
        slope = rows.T @ (wanted - found) - penalty @ weights
        weights += np.linalg.solve((rows.T * (found * (1 - found))) @ rows + penalty, slope)
    signs = zip(SIGNS, means, deviations, weights, strict=False)
    return Model(
        round(float(weights[-1]), 4),
        {name: Weight(*(round(float(number), 4) for number in numbers)) for name, *numbers in signs},
        round(plain, 2),
    )


def _sigmoid(odds: Table) -> Table:
    return np.asarray(1 / (1 + np.exp(-odds)))


def cross_fitted(records: Sequence[Judged]) -> Table:
    """The probability of each record by a regression that has not seen its domain."""
    found = np.zeros(len(records))
    for fold in range(FOLDS):
        inside = [r for r in records if fold_of(r.domain, 0, FOLDS) != fold]
        model = fit(inside)
        for place, record in enumerate(records):
            if fold_of(record.domain, 0, FOLDS) == fold:
                found[place] = model.certainty(record.signs).value
    return found


def bins(values: Table, rights: NDArray[np.bool_]) -> list[Bin]:
    """The records by tenths of probability; empty tenths are left out."""
    tenth = np.minimum((values * BINS).astype(int), BINS - 1)
    chosen = (tenth == number for number in range(BINS))
    return [Bin(float(values[c].mean()), float(rights[c].mean()), int(c.sum())) for c in chosen if c.any()]


def figures(values: Table, rights: NDArray[np.bool_]) -> Iterator[str]:
    """The share of right records in all and by halves and fifths of probability, the Brier score, the AUC."""
    order = np.argsort(-values, kind="stable")
    sure, unsure = values[rights], values[~rights]
    auc = float(((sure[:, None] > unsure).mean() + (sure[:, None] >= unsure).mean()) / 2)
    fifths = " ".join(f"{rights[part].mean():.2f}" for part in np.array_split(order, 5))
    yield f"right: {rights.mean():.3f} of {len(rights)}"
    yield f"right, surest half: {rights[order[: len(order) // 2]].mean():.3f}; by fifths: {fifths}"
    yield f"Brier score: {float(((values - rights) ** 2).mean()):.3f}; AUC: {auc:.3f}"


def as_json(model: Model, version: str) -> bytes:
    """The model as newsclean/certainty.json holds it."""
    signs = {
        name: {"mean": weight.mean, "deviation": weight.deviation, "weight": weight.weight}
        for name, weight in model.weights.items()
    }
    data = {"version": version, "bias": model.bias, "plain": model.plain, "signs": signs}
    return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the bench's folder of data sets")
    parser.add_argument("--divisions", type=int, default=DIVISIONS, help="how many times the pages are divided")
    parser.add_argument("-o", "--output", type=Path, help="fit on all records and write the model here")
    parser.add_argument("--diagram", type=Path, help="draw the reliability diagram, as SVG")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    bench = Bench(options.data.parent)
    labelled = [page for folder in bench.datasets(JUDGED) for page in bench.module.load_dataset(folder)]
    truths = {(page.dataset, page.id): page for page in labelled if page.truth.get("paragraphs")}
    samples = training_pages(options.data)
    divisions = [
        judge(bench.module, truths, samples, cross_validate(samples, seed)) for seed in range(1, options.divisions + 1)
    ]
    report(divisions, options.diagram)
    if options.output:
        model = fit([record for records in divisions for record in records], plain_share(bench.module, truths))
        version = f"{len(divisions[0])} records of {'+'.join(JUDGED)}, {len(divisions)} divisions"
        options.output.write_bytes(as_json(model, version))


def report(divisions: Sequence[Sequence[Judged]], picture: Path | None) -> None:
    """Prints how far the probabilities can be believed, and draws it."""
    records = [record for division in divisions for record in division]
    values, rights = cross_fitted(records), np.array([record.right for record in records])
    print("| predicted | right | records |\n|---|---|---|")
    for found in bins(values, rights):
        print(f"| {found.predicted:.2f} | {found.observed:.2f} | {found.records} |")
    print(*figures(values, rights), sep="\n")
    if picture:
        points = [(found.predicted, found.observed, found.records) for found in bins(values, rights)]
        picture.write_text(diagram(points), "utf-8")


if __name__ == "__main__":
    main()
