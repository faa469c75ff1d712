"""Labelled pages for training: data sets as folders of `truth.jsonl` and `html/ID.html.gz`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.body.classifier.features import Sight, feature_names, first_sight
from newsclean.body.main_content import main_content
from newsclean.body.rules import Context
from newsclean.body.selection import context_of, facts_of
from newsclean.fields.authors import choose_authors
from newsclean.fields.title import choose_title
from newsclean.page.blocks import Block
from newsclean.page.text import text_of
from newsclean.parsed import parse_page

from .labels import EITHER, RIGHT, WRONG, Truth, label

# Blogs and guides, drafted by a language model: less like news, less sure, and many.
WEIGHTS = {"wcxb": 0.5}
# Of pages with snippets only a few blocks are labelled, which must not count for all.
SNIPPETS = 0.5
# Data sets whose truth leaves out leads that the page shows; the contract has them in.
WITHOUT_LEADS = frozenset(("aeb", "fundus-eval", "wcxb"))
# Data sets whose truth leaves out tables that stand in the running text; the contract has them in.
WITHOUT_TABLES = frozenset(("aeb", "fundus-eval", "fundus-tests"))


@dataclass(slots=True)
class Sample:
    """One page: its blocks, what is seen of them, and for each looked-at block a label and a weight."""

    dataset: str
    id: str
    domain: str
    truth: Truth
    blocks: list[Block]
    context: Context
    descriptions: tuple[str, ...]
    kept: frozenset[int]
    sight: Sight
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]


def has_labels(truth: dict[str, Any]) -> bool:
    """Whether a line of `truth.jsonl` tells blocks apart."""
    return bool(truth.get("paragraphs") or truth.get("with"))


def read_samples(folder: Path) -> Iterator[Sample]:
    """The pages of one data set that have paragraphs or snippets in their truth."""
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        data = json.loads(line)
        if not has_labels(data):
            continue
        html = gzip.decompress((folder / "html" / f"{data['id']}.html.gz").read_bytes())
        page = parse_page(text_of(html), data["url"], None)
        if page is None or not page.blocks:
            continue
        title = choose_title(page.metadata, url=page.url).value or ""
        authors = choose_authors(page)
        truth = Truth(
            tuple(data.get("paragraphs") or ()),
            frozenset(data.get("optional") or ()),
            tuple(data.get("with") or ()),
            tuple(data.get("without") or ()),
        )
        kept = main_content(page.tree, page.blocks)
        sight = first_sight(page.blocks, kept, facts_of(page, title, authors))
        labels = label(page.blocks, truth)
        weights = _weights(folder.name, page.blocks, labels, sight) * (1.0 if truth.paragraphs else SNIPPETS)
        yield Sample(
            folder.name,
            data["id"],
            data["domain"],
            truth,
            page.blocks,
            context_of(page, title, authors),
            tuple(claim.value for claim in page.metadata.descriptions),
            kept,
            sight,
            labels[sight.index],
            weights[sight.index],
        )


def _weights(dataset: str, blocks: list[Block], labels: NDArray[np.int8], sight: Sight) -> NDArray[np.float64]:
    """Long blocks and short pages count more; what no contract decides counts nothing."""
    sizes = np.array([len(block.text) for block in blocks])
    factor = (25 / len(blocks)) ** 0.5 * WEIGHTS.get(dataset, 1.0)
    weights: NDArray[np.float64] = factor * (1 + np.minimum(sizes, 400) / 200)
    weights[labels == EITHER] = 0
    column = {name: sight.rows[:, i] for i, name in enumerate(feature_names())}
    if dataset in WITHOUT_LEADS and (labels == RIGHT).any():
        first = int(np.flatnonzero(labels == RIGHT)[0])
        named = column["up:lead"] <= 2
        described = (column["lead_ratio"] >= 75) | (column["lead_partial"] >= 90)
        leads = sight.index[(named | described) & (column["slot_rank"] >= 0) & (sight.index < first)]
        weights[[spot for spot in leads if labels[spot] == WRONG]] = 0
    if dataset in WITHOUT_TABLES:
        rows = sight.index[(column["tag:tr"] == 1) & (column["in_most"] == 1)]
        weights[[spot for spot in rows if labels[spot] == WRONG]] = 0
    return weights
