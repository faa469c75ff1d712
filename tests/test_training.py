"""Training: pages and truths in the bench's format become labelled blocks, and the weights say what lightgbm said.

Covers training and newsclean.body.classifier.trees.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.floor import cases
from newsclean.body.classifier.trees import Forest, Tree
from training import reliability
from training import samples as samples_module
from training.copies import without_names
from training.decisions import fingerprints, read_decisions
from training.labels import EITHER, RIGHT, WRONG, Truth, label
from training.samples import Sample, read_samples

NEWS = "fundus-tests"  # a set whose truths keep leads
WITHOUT_LEADS = "aeb"
LEAD_PAGE = "demo/meridian/estuary-tunnel-vote"


def write_set(
    folder: Path, names: tuple[str, ...] = (), *, from_paragraph: int = 0, optional: tuple[int, ...] = ()
) -> Path:
    """A data set of our fixture pages in the bench's format; the truths open with that paragraph."""
    (folder / "html").mkdir(parents=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for number, case in enumerate(case for case in cases() if not names or case.name in names):
            html = case.page.single_page or case.page.html
            data = html if isinstance(html, bytes) else html.encode()
            (folder / "html" / f"{number}.html.gz").write_bytes(gzip.compress(data))
            truth = {
                "id": str(number),
                "url": case.page.url,
                "domain": f"{number % 7}.example",
                "paragraphs": case.expected["paragraphs"][from_paragraph:],
                "optional": optional,
            }
            lines.write(json.dumps(truth) + "\n")
        lines.write(
            json.dumps({"id": "dated", "url": "http://a.example/", "domain": "a.example", "date": "2026-01-02"}) + "\n"
        )
    return folder


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    return list(read_samples(write_set(tmp_path_factory.mktemp("data") / NEWS)))


def labelled(sample: Sample, what: int) -> list[str]:
    spots = sample.features.index[sample.labels == what]
    return [sample.blocks[spot].text for spot in spots]


def test_the_labels_are_the_article_and_a_page_of_which_only_the_date_is_known_is_left_out(
    samples: list[Sample],
) -> None:
    assert len(samples) == sum(1 for _ in cases())
    for sample in samples:
        truth = " ".join(sample.truth.paragraphs)
        right = labelled(sample, RIGHT)
        assert right
        assert all(text in truth for text in right), sample.id
        assert not set(labelled(sample, WRONG)) & set(sample.truth.paragraphs), sample.id


def test_nearly_every_paragraph_is_among_the_blocks_that_are_looked_at(samples: list[Sample]) -> None:
    paragraphs = [paragraph for sample in samples for paragraph in sample.truth.paragraphs]
    seen = [text for sample in samples for text in labelled(sample, RIGHT)]
    assert len(seen) >= 0.97 * len(paragraphs)


def test_an_optional_paragraph_counts_neither_way(tmp_path: Path) -> None:
    (sample,) = read_samples(write_set(tmp_path / NEWS, (LEAD_PAGE,), optional=(1,)))
    assert labelled(sample, EITHER) == [sample.truth.paragraphs[1]]
    assert not sample.weights[sample.labels == EITHER].any()
    assert sample.weights[sample.labels == RIGHT].all()


@pytest.mark.parametrize(("name", "counts"), [(NEWS, True), (WITHOUT_LEADS, False)])
def test_a_lead_that_the_truth_leaves_out_teaches_nothing_where_truths_do_so(
    tmp_path: Path, name: str, counts: bool
) -> None:
    (whole,) = read_samples(write_set(tmp_path / "whole", (LEAD_PAGE,)))
    (sample,) = read_samples(write_set(tmp_path / name, (LEAD_PAGE,), from_paragraph=1))
    lead = [sample.blocks[spot].text == whole.truth.paragraphs[0] for spot in sample.features.index]
    assert sum(lead) == 1
    assert (sample.weights[lead] > 0).all() == counts


def test_a_repeated_text_is_the_article_only_among_its_neighbours(samples: list[Sample]) -> None:
    sample = next(sample for sample in samples if len(sample.truth.paragraphs) > 3)
    article = [block for block in sample.blocks if block.text in sample.truth.paragraphs]
    frame = [block for block in sample.blocks if block.text not in sample.truth.paragraphs]
    page = [*article, *frame, article[1]]
    labels = label(page, Truth(sample.truth.paragraphs))
    assert labels[1] == RIGHT
    assert labels[-1] == WRONG


def test_the_written_weights_say_what_lightgbm_says_and_pages_of_a_domain_stay_together(samples: list[Sample]) -> None:
    pytest.importorskip("lightgbm", reason='needs pip install -e ".[training]"')
    from training import train

    folds: dict[str, set[int]] = {sample.domain: set() for sample in samples}
    for sample in samples:
        folds[sample.domain].add(train.fold_of(sample.domain, 1, train.FOLDS))
    assert all(len(found) == 1 for found in folds.values())
    first, second = train.train(samples, range(len(samples)), 1)
    rows = samples[0].features.rows
    forest = Forest([Tree.read(tree) for tree in json.loads(json.dumps(train.exported(first)))])
    np.testing.assert_allclose(forest.probabilities(rows), train.predict(first, rows), atol=5e-4)
    assert second[0].num_feature() > first[0].num_feature() == rows.shape[1] + 1  # the convention of the labels
    assert len(second) == train.MEMBERS
    again, _ = train.train(samples, range(len(samples)), 1)
    assert train.exported(again) == train.exported(first)


def test_where_only_snippets_are_known_nothing_is_learned_of_the_other_blocks(tmp_path: Path) -> None:
    body = "".join(
        f"<p>Paragraph {number} of a text that goes on about the old ferry and its steps.</p>" for number in range(4)
    )
    page = (
        f"<html><body><h1>The ferry stays</h1>{body}<p>Sign up for the letter from the harbour today.</p></body></html>"
    )
    (tmp_path / "set" / "html").mkdir(parents=True)
    (tmp_path / "set" / "html" / "1.html.gz").write_bytes(gzip.compress(page.encode()))
    truth = {
        "id": "1",
        "url": "http://a.example/1",
        "domain": "a.example",
        "with": ["Paragraph 2 of"],
        "without": ["Sign up"],
    }
    (tmp_path / "set" / "truth.jsonl").write_text(json.dumps(truth) + "\n", "utf-8")
    (sample,) = read_samples(tmp_path / "set")
    known = {
        sample.blocks[spot].text[:11]: label
        for spot, label in zip(sample.features.index, sample.labels, strict=True)
        if label >= 0
    }
    assert known == {"Paragraph 2": 1, "Sign up for": 0}
    assert {float(weight) for weight, label in zip(sample.weights, sample.labels, strict=True) if label < 0} == {0.0}


def test_a_copy_has_the_same_text_and_labels_and_none_of_its_names(tmp_path: Path) -> None:
    folder = write_set(tmp_path / NEWS, (LEAD_PAGE,))
    (page,) = read_samples(folder)
    (other,) = read_samples(folder, copy=without_names)
    assert [block.text for block in other.blocks] == [block.text for block in page.blocks]
    assert labelled(other, RIGHT) == labelled(page, RIGHT)
    names = {name for block in other.blocks for name in block.element.get("class", "").split()}
    assert all(name[1:].isdigit() for name in names)
    assert not any(block.element.get("id") for block in other.blocks)


def test_a_reader_decides_blocks_and_only_those_in_doubt_count_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_set(tmp_path / NEWS, (LEAD_PAGE,))
    (page,) = read_samples(folder)
    names = fingerprints(page.blocks)
    assert len(set(names)) == len(names)
    right = [names[spot] for spot in page.features.index[page.labels == RIGHT]]
    line = {"page": "0", "in": right[1:], "either": right[:1], "kinds": {right[0]: "lead", right[1]: "text"}}
    (tmp_path / f"{NEWS}.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    monkeypatch.setattr(samples_module, "read_decisions", lambda name: read_decisions(name, tmp_path))
    (read,) = read_samples(folder, read=True)
    assert len(labelled(read, RIGHT)) == len(right) - 1
    assert len(labelled(read, EITHER)) == 1
    by_name = dict(zip([names[spot] for spot in read.features.index], read.weights, strict=True))
    assert by_name[right[0]] == 0
    assert by_name[right[1]] > by_name[right[2]] * 0.5 > 0


def test_certainty_is_fitted_to_how_often_records_like_it_are_right() -> None:
    pytest.importorskip("lightgbm", reason='needs pip install -e ".[training]"')
    from newsclean.certainty import SIGNS, read_model
    from training.certainty import Judged, as_json, cross_fitted, fit

    calm = dict.fromkeys(SIGNS, 0.0)
    records = [
        Judged(
            f"{number}.example",
            {**calm, "unsure": float(number % 2)},
            # Of the pages with a block in doubt one body in four is right, of the others all but one in ten; nobody
            # knows the title of every other page.
            {
                "body": number % 8 == 1 if number % 2 else number % 20 != 0,
                "title": (None, True)[number // 2 % 2],
                "date": True,
            },
        )
        for number in range(400)
    ]
    model = fit(records)
    assert model.certainty({**calm, "unsure": 1.0}).value == pytest.approx(0.25, abs=0.05)
    assert model.certainty(calm).value == pytest.approx(0.9, abs=0.05)
    assert model.certainty({**calm, "unsure": 1.0}).doubtful == ("body",)
    again = read_model(as_json(model, "of a test"))
    assert again == model
    assert np.corrcoef(cross_fitted(records), [record.right for record in records])[0, 1] > 0.5


def test_the_reliability_table_and_its_diagram_say_what_came_true() -> None:
    values = np.array([0.95] * 10 + [0.55] * 10)
    outcomes = np.array([True] * 9 + [False] + [True] * 4 + [False] * 6)
    found = reliability.bins(values, outcomes)
    assert reliability.table(found).splitlines()[2:] == [
        "| 0.95 | 0.90 | 10 | 50 % | 0.900 |",
        "| 0.55 | 0.40 | 10 | 100 % | 0.650 |",
    ]
    assert "right in the surest half: 0.900" in reliability.figures(values, outcomes)
    drawing = ElementTree.fromstring(reliability.diagram(found))
    assert len([part for part in drawing if part.tag.endswith("circle")]) == len(found)


def test_a_sheet_asks_about_blocks_in_doubt_and_its_answers_become_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("lightgbm", reason='needs pip install -e ".[training]"')
    from training import sheets

    (page,) = read_samples(write_set(tmp_path / NEWS, (LEAD_PAGE,)))
    scores = np.zeros(len(page.blocks))
    right = page.features.index[page.labels == RIGHT]
    scores[right] = 0.99
    doubtful, foreign = int(right[2]), int(page.features.index[page.labels == WRONG][0])
    scores[[doubtful, foreign]] = 0.4
    spots = sheets.asked(page, scores, None)
    assert spots == sorted((doubtful, foreign))
    (tmp_path / "sheets").mkdir()
    (tmp_path / "answers").mkdir()
    (tmp_path / "sheets/000.txt").write_text(sheets.sheet(page, "https://a.example/1", scores, spots) + "\n", "utf-8")
    monkeypatch.setattr(sheets, "FOLDER", tmp_path)
    monkeypatch.setattr(sheets, "read_decisions", lambda _: {})
    answers = tmp_path / "answers/000.txt"
    answers.write_text(f"page {NEWS} 0\n{doubtful} in text\n", "utf-8")
    with pytest.raises(ValueError, match=f"{NEWS} 0 is not decided"):
        sheets.read(tmp_path / "sheets", tmp_path / "answers")
    answers.write_text(f"page {NEWS} 0\n{doubtful} in text\n{foreign} out menu\n", "utf-8")
    sheets.read(tmp_path / "sheets", tmp_path / "answers")
    decisions = read_decisions(NEWS, tmp_path)["0"]
    names = fingerprints(page.blocks)
    assert decisions.right == {names[spot] for spot in right}
    assert decisions.of(names[foreign]) == "out"
    assert sheets.asked(page, scores, decisions) == []
    scores[doubtful] = 0.1
    assert sheets.asked(page, scores, decisions) == [doubtful]
