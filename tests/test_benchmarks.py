"""The benchmark programs: what they say without a bench, and that a table replaces only its own part of the docs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import discovery, new_sites, quality, report, store, workers
from benchmarks.ablation import feature_groups
from benchmarks.small_sites import catalogue
from benchmarks.small_sites.ground import Ground
from benchmarks.small_sites.site import Kind
from newsclean.body.classifier.context import context_names
from newsclean.body.classifier.features import feature_names


@pytest.mark.parametrize("program", [quality, new_sites])
def test_without_the_bench_it_says_what_is_missing_and_how_to_name_it(
    program: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(["--bench", str(tmp_path / "nowhere")]) == 2
    said = capsys.readouterr().err
    assert str(tmp_path / "nowhere") in said
    assert "--bench DIR" in said


def test_a_table_replaces_only_its_own_part_of_the_docs(tmp_path: Path) -> None:
    document = tmp_path / "quality.md"
    document.write_text(
        "a\n<!-- cv: by x -->\nold\n<!-- end of cv -->\nb\n<!-- rules: by y -->\n<!-- end of rules -->\n"
    )
    report.write(document, {"cv": "new"})
    report.write(document, {"cv": "newer"})
    assert document.read_text() == (
        "a\n<!-- cv: by x -->\n\nnewer\n\n<!-- end of cv -->\nb\n<!-- rules: by y -->\n<!-- end of rules -->\n"
    )
    with pytest.raises(ValueError, match="no place for plain"):
        report.write(document, {"plain": "table"})


def test_the_docs_have_a_slot_for_every_table() -> None:
    text = quality.DOCUMENT.read_text("utf-8")
    for name in ("plain", "cv", "parts", "rules", "features"):
        assert text.count(f"<!-- end of {name} -->") == 1
    text = discovery.DOCUMENT.read_text("utf-8")
    for name in ("sites", "goals of sites", "held-back", "goals of held-back", "peers", "large"):
        assert text.count(f"<!-- end of {name} -->") == 1


def test_a_new_site_needs_a_hand_where_anything_but_its_pattern_is_missing() -> None:
    right = dict.fromkeys(("domains", "language", "time zone", "sources", "pattern"), "right")
    assert not new_sites.needs_a_hand(right | {"pattern": "left out"})
    assert new_sites.needs_a_hand(right | {"pattern": "wrong"})
    assert new_sites.needs_a_hand(right | {"time zone": "left out"})


def test_every_feature_is_in_one_group_of_the_ablation_and_none_is_empty() -> None:
    groups = feature_groups()
    assert sorted(column for group in groups.values() for column in group) == list(
        range(len(feature_names()) + len(context_names()))
    )
    assert all(groups.values())


def test_the_cost_of_the_workers_is_the_median_of_the_rounds_and_not_of_their_speeds() -> None:
    rounds = [
        {"bare pool": 100.0, "workers": 95.0},
        {"bare pool": 10.0, "workers": 9.9},
        {"bare pool": 50.0, "workers": 45.0},
    ]
    _, bare, ours = workers.table(rounds, "bare pool")
    assert bare.split() == ["bare", "pool", "50.0", "1.000", "(1.000-1.000)"]
    assert ours.split() == ["workers", "45.0", "0.950", "(0.900-0.990)"]


def test_the_cost_of_a_record_is_reported_beside_bare_appending(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert store.main(["--records", "40", "--folder", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert re.search(r"^records and pages: [\d.]+ ms a record bare, [\d.]+ in the corpus: [\d.]+ times$", told, re.M)
    assert not list(tmp_path.iterdir())


def test_every_small_site_serves_each_of_its_stories_at_an_address_of_its_own() -> None:
    ground = Ground(8099, dt.datetime(2026, 11, 28, 1, tzinfo=dt.UTC))
    sites = catalogue.build((*catalogue.BUILDS, *catalogue.HELD_BACK), ground)
    assert len(sites) == len(catalogue.BUILDS) + len(catalogue.HELD_BACK) >= 36
    for site in sites.values():
        served = [site.reply(site.story_url(story)) for story in site.stories]
        assert [reply.story for reply in served] == [story.number for story in site.stories], site.name
        assert {reply.kind for reply in served} == {Kind.ARTICLE}, site.name
        assert site.reply(site.home).kind is Kind.LISTING, site.name
        assert len({story.paragraphs for story in site.stories}) == len(site.stories), site.name
        assert all(site.reply(site.url(path)).status == 200 for path, _ in (*site.menu, *site.footer)), site.name


@pytest.mark.slow
def test_the_benchmark_of_discovery_crawls_sites_of_host_names_and_of_addresses_and_says_what_it_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    discovery.main(["news-sitemap", "json-feed"])
    told = capsys.readouterr().out
    assert re.search(r"^news-sitemap +40 +40 +1.000 +\d+ +1\.\d\d \* ", told, re.M), told
    assert re.search(r"^json-feed +40 +40 +1.000 +\d+ +1\.\d\d   ", told, re.M), told
    assert re.search(r"^  requests: 40 article, ", told, re.M)
    assert re.search(r"^recall +1.000 +>= 0.98 +reached$", told, re.M)
