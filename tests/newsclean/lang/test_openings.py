import re

import pytest

from newsclean.lang.openings import LENGTH, by_letter, openings

PHRASES = (
    "read more",
    "(this|that) (page|story) is gone",
    "(more )?news",
    "ad ?-?blocker",
    r"(\d{1,3}|one) days ago",
    "re?ad",
)


@pytest.mark.parametrize(
    "text",
    [
        "read more",
        "that story is gone",
        "news",
        "more news",
        "adblocker",
        "ad -blocker",
        "12 days ago",
        "one days ago",
        "rad",
    ],
)
def test_every_phrase_is_still_found(text: str) -> None:
    assert any(re.fullmatch(phrase, text) for phrase in PHRASES)
    assert re.search(by_letter(PHRASES), f"and {text} here")


@pytest.mark.parametrize("text", ["ead more", "this shop is gone", "more", "blocker", "days ago", "r"])
def test_what_is_no_phrase_is_not_found(text: str) -> None:
    assert not re.search(by_letter(PHRASES), text)


def test_a_phrase_that_is_an_alternation_is_not_split() -> None:
    assert re.fullmatch(by_letter(["ferry|boat"]), "boat")
    assert not re.fullmatch(by_letter(["ferry|boat"]), "fboat")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("read more", {"read m"}),
        ("ads?", {"ad", "ads"}),
        ("(this|that) (page|story)", {"this p", "this s", "that p", "that s"}),
        ("(more( good)? )?news", {"more g", "more n", "news"}),
        ("abbonat[ie]|gold", {"abbona", "gold"}),
        ("zei[td]", {"zeit", "zeid"}),
        (r"\(c\) ?\d", {"(c)0", "(c) 0"}),
        (r"\d{1,3} comments", {"0"}),
        (r"\d{0,5} ?comments", {"0", " comme", "commen"}),
        ("a{2,3}b", {""}),
        (r"by \w{3,20}", {"by "}),
        (r"who\?", {"who?"}),
    ],
)
def test_a_phrase_begins_with_one_of_its_openings(phrase: str, expected: set[str]) -> None:
    assert openings(phrase) == expected
    assert all(len(opening) <= LENGTH for opening in expected)
