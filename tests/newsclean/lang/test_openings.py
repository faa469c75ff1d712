import re

import pytest

from newsclean.lang.openings import by_letter

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
