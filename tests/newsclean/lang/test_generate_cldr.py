"""`cldr.json` is what its script makes of the babel that it names."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version

import pytest

from newsclean.lang.date_words import CLDR


def test_the_file_is_what_the_script_writes() -> None:
    text = CLDR.read_text("utf-8")
    made_with = json.loads(text)["babel"]
    try:
        installed = version("babel")
    except PackageNotFoundError:
        pytest.skip("babel is not installed")
    if installed != made_with:
        pytest.skip(f"babel {installed} is installed, cldr.json was made with {made_with}")
    from newsclean.lang.generate_cldr import COMMAND, generate

    assert generate() == text, f"run {COMMAND}"
