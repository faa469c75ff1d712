"""Fits `certainty`, the probability that title, date and body of a record are exactly right.

    python -m training.certainty DATA                                     how far it can be believed
    python -m training.certainty DATA -o newsclean/certainty.json --docs  the same, and the model and its page

DATA is the `data` folder of the bench, whose scorer says what is right. Run it after every training of the block
classifier, and after changes to signs, titles or dates. Needs `pip install -e ".[training]"`.

Blocks get scores from classifiers that have not seen the page's domain, everything else is done as always. All printed
figures are of pages whose domain the regression has not seen either.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from benchmarks import report
from benchmarks.bodies import is_right
from benchmarks.harness import ROOT, Bench
from newsclean.body.classifier.classifier import BlockScores
from newsclean.body.selection import Body, body_of
from newsclean.certainty import FARTHEST, SIGNS, Model, Signs, Weight
from newsclean.cleaning import Trace, clean_traced
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.models import Article, Page, Part

from .reliability import bins, diagram, figures, table
from .samples import JUDGED, Sample, judged_pages, learned_from
from .train import Scores, cross_validate, fold_of

PARTS: tuple[Part, ...] = ("body", "title", "date")
DIVISIONS = 3
# The folds of the regression, by domain, and the weight that draws its coefficients to zero.
FOLDS = 10
L2 = 3.0
STEPS = 25
FETCHED = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
DOCUMENT = ROOT / "docs/explanation/certainty.md"

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A record of a page: its signs, and whether each part is right; None where the truth does not say."""

    domain: str
    signs: Signs
    parts: Mapping[Part, bool | None]

    @property
    def right(self) -> bool:
        return all(part is not False for part in self.parts.values())


def judge(bench: Any, truths: dict[tuple[str, str], Any], samples: Sequence[Sample], scores: Scores) -> list[Judged]:
    """The records that cleaning makes of the pages by these scores of their blocks; rejects have none."""
    found = []
    for sample, values in zip(samples, scores, strict=True):
        truth, trace = truths[sample.dataset, sample.id], Trace()
        page = Page(url=truth.url, html=truth.read(), fetched_at=FETCHED)
        record = clean_traced(page, trace, partial(_body, sample, values))
        if isinstance(record, Article) and trace.certainty:
            found.append(Judged(sample.domain, trace.certainty.signs, compared(bench, truth, record)))
    return found


def compared(bench: Any, truth: Any, record: Article) -> dict[Part, bool | None]:
    """Whether body, title and date are right; the date to the minute where the truth has one, else to the day."""
    result = bench.Result(record.title, bench.as_date(record.date), record.body.split("\n\n"))
    score = bench.score_page(truth, result, frozenset(("title", "date", "body")), False)
    date = score.day if score.minute is None else score.minute
    return {"body": is_right(score), "title": score.title, "date": date}


def _body(sample: Sample, values: Table, page: ParsedPage, title: str, authors: tuple[str, ...]) -> Body:
    spread = np.zeros(len(sample.blocks))
    spread[sample.features.index] = values
    return body_of(page, title, authors, BlockScores(spread, sample.features, sample.features.rows))


def plain_share(bench: Any, truths: dict[tuple[str, str], Any]) -> float:
    """The share of records that are right when only the pages' lines of text are known."""
    outcomes = []
    for truth in truths.values():
        text = "\n".join(bench.html_lines(bench.decode(truth.read())))
        record = clean_traced(Page(url=truth.url, html=text, fetched_at=FETCHED), Trace())
        if isinstance(record, Article):
            outcomes.append(all(part is not False for part in compared(bench, truth, record).values()))
    return sum(outcomes) / max(1, len(outcomes))


def fit(records: Sequence[Judged], plain: float = 0.0) -> Model:
    """A regression for each part of the record, on the records of which the truth knows that part."""
    bias: dict[Part, float] = {}
    weights: dict[str, Weight] = {}
    for part in PARTS:
        known = [record for record in records if record.parts[part] is not None]
        names = [name for name in SIGNS if SIGNS[name].part == part]
        table = np.array([[SIGNS[name].scaled(record.signs[name]) for name in names] for record in known])
        means, deviations = table.mean(0).round(4), table.std(0).round(4)
        deviations[deviations < 0.01] = 1.0  # all but constant
        rows = np.clip((table - means) / deviations, -FARTHEST, FARTHEST)
        *found, bias[part] = _regression(rows, np.array([record.parts[part] for record in known], float))
        weights |= {name: Weight(*map(float, of)) for name, *of in zip(names, means, deviations, found, strict=True)}
    return Model(round(plain, 2), bias, weights)


def _regression(rows: Table, wanted: Table) -> list[float]:
    """The weights of the columns and the bias: Newton's method on the log-likelihood with an L2 penalty."""
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.diag([L2] * (rows.shape[1] - 1) + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        found = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (wanted - found) - penalty @ weights
        weights += np.linalg.solve((rows.T * (found * (1 - found))) @ rows + penalty, slope)
    return [round(float(weight), 4) for weight in weights]


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


def as_json(model: Model, version: str) -> bytes:
    """The model as newsclean/certainty.json holds it."""
    signs = {
        name: {"mean": weight.mean, "deviation": weight.deviation, "weight": weight.weight}
        for name, weight in model.weights.items()
    }
    data = {"version": version, "plain": model.plain, "bias": model.bias, "signs": signs}
    return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def signs_table(model: Model) -> str:
    """The signs and their weights, in Markdown."""
    rows = [
        f"| {SIGNS[name].part} | {SIGNS[name].words} | {of.mean:.2f} | {of.deviation:.2f} | {of.weight:+.2f} |"
        for name, of in model.weights.items()
    ]
    head = "Counts and sums are taken as log(1 + n); the weight is what one standard deviation adds to the log-odds."
    return "\n".join([head, "", "| part | sign | mean | deviation | weight |", "|---|---|--:|--:|--:|", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the bench's folder of data sets")
    parser.add_argument("--divisions", type=int, default=DIVISIONS, help="how many times the pages are divided")
    parser.add_argument("-o", "--output", type=Path, help="fit on all records and write the model here")
    parser.add_argument("--docs", action="store_true", help=f"write the figures into {DOCUMENT.relative_to(ROOT)}")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    bench = Bench(options.data.parent)
    labelled = [page for folder in bench.datasets(JUDGED) for page in bench.module.load_dataset(folder)]
    truths = {(page.dataset, page.id): page for page in labelled if page.truth.get("paragraphs")}
    own = judged_pages(options.data)
    pages = learned_from(own, options.data)
    records: list[Judged] = []
    for seed in range(1, options.divisions + 1):
        scores = cross_validate(pages, own, seed)
        records += judge(bench.module, truths, own, scores)
    model = fit(records, plain_share(bench.module, truths))
    version = f"{len(own)} pages of {'+'.join(JUDGED)}, {options.divisions} divisions"
    publish(records, model, version, docs=options.docs)
    if options.output:
        options.output.write_bytes(as_json(model, version))


def publish(records: Sequence[Judged], model: Model, version: str, *, docs: bool) -> None:
    """Prints how far the probabilities of these records can be believed, and with `docs` writes it into the docs.

    Only records of which every part is known count: a part that is not known cannot turn out wrong.
    """
    known = [record for record in records if None not in record.parts.values()]
    chosen = np.array([None not in record.parts.values() for record in records])
    values, outcomes = cross_fitted(records)[chosen], np.array([record.right for record in known])
    found = bins(values, outcomes)
    lines = [
        f"{version}; {len(known)} cases.",
        "",
        table(found),
        "",
        *(f"- {line}" for line in figures(values, outcomes)),
    ]
    print(*lines, sep="\n")
    if docs:
        report.write(DOCUMENT, {"signs": signs_table(model), "figures": "\n".join(lines)})
        DOCUMENT.with_suffix(".svg").write_text(diagram(found), "utf-8")


if __name__ == "__main__":
    main()
