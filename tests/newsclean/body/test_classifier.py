"""The weights fit the features that this version computes, or say what differs.

Covers classifier.
"""

from __future__ import annotations

import gzip
from importlib import resources

import orjson
import pytest

from newsclean.body.classifier.classifier import read_weights
from newsclean.errors import DataError


def file() -> dict[str, object]:
    found = orjson.loads(
        gzip.decompress(resources.files("newsclean.body.classifier").joinpath("weights.json.gz").read_bytes())
    )
    assert isinstance(found, dict)
    return found


def changed(old: str, new: list[str]) -> bytes:
    """The weights as trained on other features: `new` in place of one."""
    data = file()
    names = data["features"]
    assert isinstance(names, list)
    at = names.index(old)
    return gzip.compress(orjson.dumps({**data, "features": [*names[:at], *new, *names[at + 1 :]]}))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [("depth", ["tide"], "tide"), ("depth", [], "depth"), ("score", ["score", "moon"], "moon")],
    ids=["other", "missing", "more"],
)
def test_another_feature_is_an_error_that_names_it(old: str, new: list[str], named: str) -> None:
    with pytest.raises(DataError, match=rf"weights\.json\.gz: .*{named}.*train it again"):
        read_weights(changed(old, new))
