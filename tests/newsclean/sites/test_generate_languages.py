"""`languages.json` is what its script makes of the babel that it names."""

from __future__ import annotations

import json

import pytest

from newsclean.sites.codes import LANGUAGES


def test_the_file_is_what_the_script_writes() -> None:
    babel = pytest.importorskip("babel")
    text = LANGUAGES.read_text("utf-8")
    if babel.__version__ != json.loads(text)["babel"]:
        pytest.skip(f"babel {babel.__version__} is installed")
    from newsclean.sites.generate_languages import COMMAND, generate

    assert generate() == text, f"run {COMMAND}"
