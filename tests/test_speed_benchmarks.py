"""The benchmarks of speed on a bench of three pages: each is seen once, and figures are of the same pages."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import sys
import types
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import first_sight, peers, phases, picture, sight_child, speed
from benchmarks.harness import Bench, BenchError
from benchmarks.sights import Sight, Sights, System, pages_of, see

# What the children need of bench.py, and systems that are there without being installed.
PROGRAM = """
import json, os
from dataclasses import dataclass, field
from pathlib import Path

@dataclass
class Page:
    dataset: str
    id: str
    url: str
    truth: dict
    path: Path

@dataclass
class Result:
    body: list = field(default_factory=list)
    error: str | None = None

@dataclass
class System:
    build: object
    package: str = "pytest"

def load_dataset(folder):
    for line in (folder / "truth.jsonl").read_text().splitlines():
        truth = json.loads(line)
        yield Page(folder.name, truth["id"], truth["url"], truth, folder / "html" / (truth["id"] + ".html.gz"))

def words():
    seen = []
    def extract(html, page):
        seen.append(page.id)
        return Result([html.decode(), *seen])
    return extract

def of_publisher():
    return lambda html, page: Result([page.truth["publisher"]])

def not_installed():
    import no_such_extractor

def dying():
    return lambda html, page: os._exit(1)

def failing():
    return lambda html, page: 1 / 0

SYSTEMS = {"trafilatura": System(words), "newspaper4k": System(words), "fundus": System(of_publisher),
           "goose3": System(not_installed), "justext": System(dying), "boilerpy3": System(failing)}
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "bench.py").write_text(PROGRAM)
    for dataset, names in {"contract": ("a", "b"), "fresh": ("c",), "htmldate": ("x", "y", "z")}.items():
        folder = tmp_path / "data" / dataset
        (folder / "html").mkdir(parents=True)
        rows = [{"id": name, "url": f"https://harbour.example/{name}"} for name in names]
        (folder / "truth.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        for name in names:
            (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(f"page {name}".encode()))
    return Bench(tmp_path)


def test_each_page_is_seen_once_by_each_system_after_pages_of_another_data_set(bench: Bench) -> None:
    pages = pages_of(bench, ["contract", "fresh"])
    seen = see(bench, [System("trafilatura"), System("again", "trafilatura"), System("newspaper4k")], pages)
    assert [page.id for page in seen.pages] == ["a", "b", "c"]
    for name in ("trafilatura", "again", "newspaper4k"):
        bodies = [sight.body for sight in seen.of[name] if sight]
        assert bodies == [["page a", *"xza"], ["page b", *"xzab"], ["page c", *"xzabc"]]
        assert seen.versions[name] == pytest.__version__


def test_a_system_that_is_not_installed_is_named_and_left_out(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    seen = see(bench, [System("goose3"), System("trafilatura")], pages_of(bench, ["fresh"]))
    assert list(seen.of) == ["trafilatura"]
    assert "goose3 is left out: ModuleNotFoundError: No module named 'no_such_extractor'" in capsys.readouterr().err


def test_a_system_that_dies_ends_the_run_with_the_page_and_one_that_fails_has_no_result(bench: Bench) -> None:
    with pytest.raises(BenchError, match=r"justext died: https://harbour\.example/x"):
        see(bench, [System("justext")], pages_of(bench, ["fresh"]))
    (sight,) = see(bench, [System("boilerpy3")], pages_of(bench, ["fresh"])).of["boilerpy3"]
    assert sight is not None
    assert (sight.body, sight.error) == ([], "ZeroDivisionError: division by zero")


def test_a_system_for_some_pages_is_asked_for_these_alone_and_its_first_one_warms_it_up(bench: Bench) -> None:
    pages = pages_of(bench, ["contract", "fresh"])
    for page in pages:
        page.truth["publisher"] = f"Harbour {page.id}"
    seen = see(bench, [System("trafilatura"), System("fundus")], pages, {"fundus": pages[:2]})
    assert [sight and sight.body for sight in seen.of["fundus"]] == [None, ["Harbour b"], None]


def sight(milliseconds: float, **phases: float) -> Sight:
    return Sight(milliseconds / 1000, [], None, {phase: spent / 1000 for phase, spent in phases.items()})


def test_ratios_are_of_the_same_pages_and_over_one_where_a_system_is_faster() -> None:
    seen = Sights(
        [1, 2, 3],
        {"trafilatura": [sight(10), sight(20), sight(60)], "newsclean": [sight(5), sight(40), sight(20)],
         "fundus": [None, sight(2), None]},
        {},
    )  # fmt: skip
    figures = first_sight.figures_of(seen)
    ours = figures["newsclean"]
    assert ours["ratio"] == pytest.approx({"totals": 90 / 65, "median_page": 1.0, "median_ratio": 2.0, "p95": 1.5})
    assert ours["pages_a_second"] == pytest.approx(3 / 0.065)
    assert (figures["fundus"]["pages"], figures["fundus"]["ratio"]["totals"]) == (1, pytest.approx(10))
    assert [row[0].strip() for row in first_sight.rows(figures)[1:]] == list(figures)


def test_a_phase_does_not_count_what_a_phase_inside_it_takes() -> None:
    module = types.ModuleType("harbour")
    exec(
        "def outer(): return inner() + inner()\ndef inner(): return 1\ndef asked(function=inner): return function()",
        vars(module),
    )
    other = types.ModuleType("quay")
    other.__dict__["renamed"] = module.__dict__["outer"]
    sys.modules |= {"harbour": module, "quay": other}
    try:
        timers = sight_child.Timers(itertools.count().__next__)
        timers.put_around({"whole": ["harbour.outer"], "part": ["harbour.inner"]})
        assert other.__dict__["renamed"]() == 2
        assert timers.taken() == {"whole": 3, "part": 2}  # five ticks from begin to end, two of them inside
        assert module.__dict__["asked"]() == 1
        assert timers.taken() == {"part": 1}
        assert timers.taken() == {}
    finally:
        del sys.modules["harbour"], sys.modules["quay"]


def test_the_time_of_all_phases_and_the_rest_is_that_of_the_page() -> None:
    profile = phases.profile_of([sight(10, parse=2, walk=3), sight(20, parse=5), None])
    assert profile["parse"]["mean"] == pytest.approx(3.5)
    assert profile["rest"]["mean"] == pytest.approx(10)
    assert sum(one["share"] for one in profile.values()) == pytest.approx(1)
    heads, *rows, total = phases.rows(profile, profile)
    assert {len(row) for row in (heads, *rows, total)} == {8}
    assert total[2] == total[5] == "15.00"
    assert phases.rows({"parse": profile["parse"]}, {"rest": profile["rest"]})[1][2:] == [
        "-",
        "-",
        "-",
        "3.50",
        "3.50",
        "23",
    ]


def test_every_function_that_a_phase_names_exists() -> None:
    for name in [name for names in phases.PHASES.values() for name in names]:
        owner, function = sight_child.found_at(name)
        assert callable(getattr(owner, function))


@pytest.mark.parametrize(
    "name", ["newsclean.cleaning.tidy", "newsclean.body.classifier.trees.Wood.scores", "nowhere.at_all"]
)
def test_a_name_that_no_longer_exists_is_an_error_that_names_it(name: str) -> None:
    with pytest.raises(LookupError, match=name):
        sight_child.Timers().put_around({"walk": [name]})


def test_the_quality_of_newsclean_in_the_comparison_is_the_cross_validated_one() -> None:
    pages = {"contract": 300, "fresh": 100}
    document = (
        "| contract | word_f1 | 1.000 | >=\n<!-- cv: by x -->\n| contract | perfect | 0.800 | >=\n"
        "| contract | word_f1 | 0.980 | >=\n"
        "| fresh | perfect | 0.600 | >=\n| fresh | word_f1 | 0.900 | >=\n<!-- end of cv -->"
    )
    found = peers.cross_validated(document, pages)
    assert found["all"] == {"pages": 400, "word_f1": pytest.approx(0.96), "perfect": pytest.approx(0.75)}
    with pytest.raises(BenchError, match="word_f1 of fresh"):
        peers.cross_validated(document.replace("| fresh | word_f1", "| aeb | word_f1"), pages)
    assert peers.cross_validated(peers.QUALITY.read_text("utf-8"), pages)["all"]["word_f1"] > 0.9


def figure(speed: float, word_f1: float) -> dict[str, Any]:
    quality = {name: {"pages": 3, "word_f1": word_f1, "perfect": 0.5} for name in ("contract", "fresh", "all")}
    return {
        "version": "1.0", "pages": 3, "errors": 0, "pages_a_second": speed, "pages_a_core_hour": 3600 * speed,
        "ms": {"mean": 1000 / speed, "median": 1000 / speed}, "quality": quality, "beside": {"trafilatura": quality},
        "ratio": {"totals": speed / 40, "median_page": speed / 40},
    }  # fmt: skip


PEERS = {
    "newsclean": figure(30, 0.98), "trafilatura": figure(40, 0.94), "trafilatura-fast": figure(41, 0.94),
    "trafilatura-recall": figure(42, 0.941), "fundus": figure(100, 0.99), "resiliparse": figure(600, 0.91),
}  # fmt: skip


def test_the_table_of_peers_has_the_best_bodies_first_and_says_which_pages_are_those_of_fundus() -> None:
    told = peers.lines(PEERS)
    assert [line.split()[1] for line in told[2:4]] == ["fundus", "newsclean"]
    assert told[-1].startswith("Fundus knows the publishers of 3 pages.")


def test_the_picture_names_every_system_and_no_label_meets_another() -> None:
    drawn = ElementTree.fromstring(peers.picture(PEERS))
    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {*PEERS, "fundus (3 pages)", "word F1 of the body"} - {"fundus"} <= {*texts}
    assert "prefers-color-scheme: dark" in "".join(drawn.itertext())


def test_labels_of_neighbouring_dots_stay_apart_and_in_the_frame() -> None:
    spots = [(400.0 + 9 * number, 200.0 + 3 * number) for number in range(8)]
    boxes = picture.place([f"extractor {number}" for number in range(8)], spots)
    assert not any(one.meets(other) for one, other in itertools.combinations(boxes, 2))
    assert all(box.is_in(picture.FRAME) for box in boxes)
    with pytest.raises(ValueError, match="no place for"):
        picture.place(["extractor"] * 200, [(400.0, 200.0)] * 200)


def test_a_goal_is_compared_with_what_was_measured_now_and_before() -> None:
    figures = {"first sight": {"systems": {"newsclean, unseen pages": {"ratio": {"totals": 1.6, "median_page": 1.1}}}}}
    heads, totals, median, *others = speed.goals(figures, {})
    assert totals[1:] == ["1.6", ">= 1.5", "reached"]
    assert median[1:] == ["1.1", ">= 1.2", "0.1 short"]
    assert {row[-1] for row in others} == {"not measured"}
    assert [row[1] for row in speed.goals(figures, figures)] == ["before", "1.6", "1.1", *"-" * len(others)]
    assert heads[0] == "figure"


def test_a_machine_is_sized_by_the_pages_of_a_core_hour() -> None:
    heads, row = speed.sizes({"newsclean": figure(speed.NEWS_CRAWL / 3600 / 12, 1.0)})
    assert len(heads) == len(row)
    assert row[2:] == ["12.0", "0.50"]


def test_the_docs_have_a_slot_for_every_table() -> None:
    text = speed.DOCUMENT.read_text("utf-8")
    for name in ("goals", speed.FIRST_SIGHT, speed.SIZES, *speed.SECTIONS, "peers"):
        assert text.count(f"<!-- {name}: ") == text.count(f"<!-- end of {name} -->") == 1, name
    assert os.path.relpath(peers.PICTURE, peers.DOCUMENT.parent) in text


@pytest.mark.parametrize("program", [first_sight, peers, speed])
def test_without_the_bench_it_says_what_is_missing(
    program: types.ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only = ["--only", "first sight"] if program is speed else []
    assert program.main(["--bench", str(tmp_path / "nowhere"), *only]) == 2
    assert "--bench DIR" in capsys.readouterr().err
