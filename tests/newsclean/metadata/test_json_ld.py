"""JSON-LD that is not valid JSON: what newsrooms' templates break, and what is meant to break us.

Covers broken_json.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsclean.metadata.broken_json import MAX_READ, MAX_REPAIRED, MAX_SCRIPTS, BrokenJson
from newsclean.metadata.json_ld import read_nodes

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Old ferry stays",
    "datePublished": "2026-02-03T10:00:00+01:00",
    "author": {"@type": "Person", "name": "Ann Lee"},
    "articleBody": "The harbour council voted on Tuesday to keep the old ferry running. " * 20,
}
VALID = json.dumps(ARTICLE)


def headed(headline: str) -> str:
    """The script with a headline that its template has not escaped."""
    return VALID.replace("Old ferry stays", headline)


@pytest.mark.parametrize(
    ("fault", "script", "headline"),
    [
        ("quotation marks inside", headed('The "old ferry" stays'), 'The "old ferry" stays'),
        ("quotation marks at its start", headed('"Old ferry" stays'), '"Old ferry" stays'),
        ("quotation marks at its end", headed('Mayor: "Old ferry stays"'), 'Mayor: "Old ferry stays"'),
        ("a quotation before a comma", headed('"Stays", says the mayor'), '"Stays", says the mayor'),
        ("no last brace", VALID[:-1], "Old ferry stays"),
        ("a missing brace within", VALID.replace('Lee"}', 'Lee"'), "Old ferry stays"),
        ("a comma at the end", VALID[:-1] + ",}", "Old ferry stays"),
        ("single quotes", VALID.replace('"', "'"), "Old ferry stays"),
        ("comments", VALID.replace('"headline"', '// the title\n/* of it */ "headline"'), "Old ferry stays"),
        ("a line feed", headed("Old ferry\nstays"), "Old ferry stays"),
        ("cut off in the text", VALID[: len(VALID) // 2], "Old ferry stays"),
        ("doubled commas", VALID.replace('", "', '",, "'), "Old ferry stays"),
        ("a missing comma", VALID.replace('stays", ', 'stays" '), "Old ferry stays"),
        ("a missing colon", VALID.replace('"headline": ', '"headline" '), "Old ferry stays"),
        ("keys without quotes", VALID.replace('"headline"', "headline"), "Old ferry stays"),
        ("code before it", f"var data = {VALID}", "Old ferry stays"),
        ("code behind it", f"{VALID}; window.ready = true;", "Old ferry stays"),
        ("NaN", VALID.replace('"author"', '"wordCount": NaN, "author"'), "Old ferry stays"),
        ("undefined", VALID.replace('"author"', '"image": undefined, "author"'), "Old ferry stays"),
    ],
)
def test_a_broken_script_gives_headline_date_and_author(fault: str, script: str, headline: str) -> None:
    del fault  # it names the case
    node = read_nodes([script])[0]
    assert node["headline"] == headline
    assert node["datePublished"] == ARTICLE["datePublished"]
    assert node["author"]["name"] == "Ann Lee"


def test_a_script_that_is_broken_far_behind_is_repaired_as_far_as_the_limit() -> None:
    long = json.dumps(ARTICLE | {"articleBody": "The ferry stays. " * (MAX_REPAIRED // 10)})[:-2]
    (node,) = read_nodes([long])
    assert (node["headline"], node["datePublished"]) == (ARTICLE["headline"], ARTICLE["datePublished"])


HOSTILE: dict[str, Any] = {
    "lists": "[" * MAX_REPAIRED,
    "objects": "{" * MAX_REPAIRED,
    "nested": '[{"a":' * (MAX_REPAIRED // 6),
    "quotes": '"' * MAX_REPAIRED,
    "quotes in an object": "{" + '"' * MAX_REPAIRED,
    "backslashes": "\\" * MAX_REPAIRED,
    "words": "{" + "a b " * (MAX_REPAIRED // 4),
    "brackets": "(" * MAX_REPAIRED,
    "texts without commas": '["' + 'a" ' * (MAX_REPAIRED // 3),
    "comments": "/*" * (MAX_REPAIRED // 2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_script_made_to_keep_us_busy_is_given_up_and_the_next_one_read(name: str) -> None:
    assert read_nodes([HOSTILE[name], VALID])[-1]["headline"] == "Old ferry stays"


def test_all_scripts_of_a_page_share_one_budget() -> None:
    broken = BrokenJson()
    costly = HOSTILE["texts without commas"]
    assert broken.read(costly) is None
    assert broken.left < 0
    assert broken.read(headed('The "old ferry" stays')) is None
    assert MAX_READ >= 4 * MAX_REPAIRED  # what a real script of that size takes


def test_only_the_first_broken_scripts_of_a_page_are_repaired() -> None:
    broken = BrokenJson()
    for _ in range(MAX_SCRIPTS):
        assert broken.read(headed('The "old ferry" stays')) is not None
    assert broken.read(headed('The "old ferry" stays')) is None
    assert broken.read(VALID) is not None  # one that needs no repair costs nothing
