"""Labelled pages for training: data sets as folders of `truth.jsonl` and `html/ID.html.gz`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.body.classifier.features import FeatureMatrix, PageFeatures
from newsclean.body.main_content import trafilatura_content
from newsclean.body.rules import Context
from newsclean.body.selection import context_of, facts_of
from newsclean.fields.authors import choose_authors
from newsclean.fields.title import choose_title
from newsclean.metadata.parsed_page import parse_page
from newsclean.page.blocks import Block
from newsclean.page.text import text_of

from .copies import Copy, without_names
from .decisions import decided, read_decisions
from .labels import EITHER, RIGHT, WRONG, Truth, label

# The data sets whose truths follow the contract, and those of which a reader labelled pages by it.
JUDGED = ("contract", "fresh")
READ = ("htmldate", "trafilatura", "wcxb")
# Blogs and guides, labelled by a language model: less like news, less certain, and numerous.
WEIGHTS = {"wcxb": 0.5}
# Snippets label only a few blocks of a page, which must not count as much as the whole page.
SNIPPETS = 0.5
# Data sets whose truth leaves out leads that the page shows; the contract includes them.
WITHOUT_LEADS = frozenset(("aeb", "fundus-eval", "wcxb"))
# Data sets whose truth leaves out tables in the running text; the contract includes them.
WITHOUT_TABLES = frozenset(("aeb", "fundus-eval", "fundus-tests"))


# The published convention of blogs and guides is not ours; a column says so in training (see train.py).
OTHER_CONVENTION = frozenset(("wcxb",))
# What nobody had to decide is less certain than what was read.
SETTLED = 0.5
# A page and its copy say nearly the same, and so does a page without trafilatura's answer.
COPIED = 0.5
ALONE = 0.5


@dataclass(slots=True)
class Sample:
    """One page: its blocks, their features, and a label and a weight for each block in `features`.

    `main` are the blocks that trafilatura takes for main content; `page` gives the features without them, too.
    """

    dataset: str
    id: str
    domain: str
    truth: Truth
    blocks: list[Block]
    context: Context
    main: frozenset[int]
    page: PageFeatures
    features: FeatureMatrix
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]
    convention: float = 0.0


def has_labels(truth: dict[str, Any]) -> bool:
    """Whether a line of `truth.jsonl` says which text is the article."""
    return bool(truth.get("paragraphs") or truth.get("with"))


def judged_pages(data: Path, datasets: Sequence[str] = JUDGED) -> list[Sample]:
    """The pages whose whole text was judged by the contract: models learn from them and are measured on them."""
    return [sample for name in datasets for sample in read_samples(data / name)]


def learned_from(judged: Sequence[Sample], data: Path, datasets: Sequence[str] = JUDGED) -> list[Sample]:
    """All that models learn from: the judged pages, their copies, the pages that a reader labelled, as far as they are
    there, and each of them without trafilatura's answer."""
    copies = [sample for name in datasets for sample in read_samples(data / name, copy=without_names)]
    labelled = [name for name in READ if (data / name).is_dir()]
    read = [sample for name in labelled for sample in read_samples(data / name, read=True)]
    pages = [*judged, *copies, *read]
    return [*pages, *map(alone, pages)]


def read_samples(
    folder: Path, *, copy: Copy | None = None, read: bool = False, everything: bool = False
) -> Iterator[Sample]:
    """The pages of one data set whose truth has paragraphs or snippets; with `read` those that a reader labelled, with
    `everything` all of them.

    With `copy`, each page is changed by it first, and all of its features and labels are those of the copy.
    """
    decisions = read_decisions(folder.name) if read else {}
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        data = json.loads(line)
        decision = decisions.get(data["id"])
        if not (decision and decision.right if read else everything or has_labels(data)):
            continue
        html = text_of(gzip.decompress((folder / "html" / f"{data['id']}.html.gz").read_bytes()))
        page = parse_page(copy(html) if copy else html, data["url"], None)
        if page is None or not page.blocks:
            continue
        title = choose_title(page.metadata, url=page.url, blocks=page.blocks).value or ""
        authors = choose_authors(page, title)
        truth = Truth(
            tuple(data.get("paragraphs") or ()),
            frozenset(data.get("optional") or ()),
            tuple(data.get("with") or ()),
            tuple(data.get("without") or ()),
        )
        main = trafilatura_content(page.tree, page.blocks)
        seen = PageFeatures(page.blocks, facts_of(page, title))
        features = seen.with_main(main)
        if decision:
            labels, doubted = decided(page.blocks, decision)
            weights = _sizes(page.blocks, labels) * np.where(doubted, 1.0, SETTLED)
        else:
            labels = label(page.blocks, truth)
            weights = _weights(folder.name, page.blocks, labels, features) * (1.0 if truth.paragraphs else SNIPPETS)
        yield Sample(
            folder.name,
            data["id"],
            data["domain"],
            truth,
            page.blocks,
            context_of(page, title, authors),
            main,
            seen,
            features,
            labels[features.index],
            weights[features.index] * (COPIED if copy else 1.0),
            float(folder.name in OTHER_CONVENTION and not read),
        )


def alone(sample: Sample) -> Sample:
    """The sample as it is before trafilatura was asked."""
    features = sample.page.with_main(frozenset())
    shared = np.isin(sample.features.index, features.index)
    return replace(
        sample,
        main=frozenset(),
        features=features,
        labels=sample.labels[shared],
        weights=sample.weights[shared] * ALONE,
    )


def _weights(
    dataset: str, blocks: list[Block], labels: NDArray[np.int8], features: FeatureMatrix
) -> NDArray[np.float64]:
    """Those of `_sizes`; blocks that the contract decides otherwise than the data set weigh nothing."""
    weights = _sizes(blocks, labels) * WEIGHTS.get(dataset, 1.0)
    column = features.column
    if dataset in WITHOUT_LEADS and (labels == RIGHT).any():
        first = int(np.flatnonzero(labels == RIGHT)[0])
        named = column("up:lead") <= 2
        described = (column("lead_ratio") >= 75) | (column("lead_partial") >= 90)
        leads = features.index[(named | described) & (column("slot_rank") >= 0) & (features.index < first)]
        weights[[spot for spot in leads if labels[spot] == WRONG]] = 0
    if dataset in WITHOUT_TABLES:
        rows = features.index[(column("tag:tr") == 1) & (column("in_most") == 1)]
        weights[[spot for spot in rows if labels[spot] == WRONG]] = 0
    return weights


def _sizes(blocks: list[Block], labels: NDArray[np.int8]) -> NDArray[np.float64]:
    """Long blocks and short pages weigh more; blocks that may be left out weigh nothing."""
    sizes = np.array([len(block.text) for block in blocks])
    weights: NDArray[np.float64] = (25 / len(blocks)) ** 0.5 * (1 + np.minimum(sizes, 400) / 200)
    weights[labels == EITHER] = 0
    return weights
