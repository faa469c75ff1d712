"""trafilatura is asked where the classifier alone leaves doubt, and only there; the record says so.

Covers cleaning and explanation.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from newsclean import Article, clean, explain, extract
from newsclean.errors import UsageError

TEXT = "".join(
    f"<p>The council of Vik has decided in its {number}th reading that the old ferry stays for three more years, and "
    f"that the {number} boats behind it are to be sold by the end of the summer.</p>"
    for number in range(4, 13)
)
SURE = (
    '<html lang="en"><head><title>The old ferry stays</title></head><body><nav><a href="/">Home</a></nav>'
    f"<main><article><h1>The old ferry stays</h1>{TEXT}</article></main></body></html>"
)
# So little text that it could as well be a teaser.
DOUBTED = (
    '<html lang="en"><head><title>The old ferry stays</title></head><body><div><h1>The old ferry stays</h1>'
    "<div>The council of Vik voted on Tuesday to keep the old ferry running for three more years, at half the fare."
    "</div></div></body></html>"
)
URL = "https://harbour.example/news/the-old-ferry-stays"


def test_a_page_without_doubt_is_decided_by_the_classifier_alone() -> None:
    article = extract(SURE, url=URL)
    assert article is not None
    assert article.extractor.startswith("newsclean/")
    assert "trafilatura" not in article.extractor
    said = explain(SURE, url=URL).main_content
    assert said is not None
    assert said.startswith("trafilatura was not asked: doubt 0.0")


def test_a_page_in_doubt_is_decided_with_trafilatura() -> None:
    outcome = clean(DOUBTED, url=URL)
    assert not isinstance(outcome, Article) or " trafilatura/" in outcome.extractor
    said = explain(DOUBTED, url=URL).main_content
    assert said == "trafilatura was asked: hardly any text is likely without it"


def test_the_setting_has_trafilatura_asked_of_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCLEAN_TRAFILATURA", "always")
    article = extract(SURE, url=URL)
    assert article is not None
    assert " trafilatura/" in article.extractor


def test_another_value_of_the_setting_ends_at_once_and_names_the_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCLEAN_TRAFILATURA", "never")
    with pytest.raises(UsageError, match="NEWSCLEAN_TRAFILATURA is in-doubt or always, not 'never'"):
        clean(SURE, url=URL)


def test_a_command_with_a_wrong_setting_ends_with_status_2() -> None:
    command = [sys.executable, "-m", "newsclean", "clean", "-"]
    environment = {**os.environ, "NEWSCLEAN_TRAFILATURA": "never"}
    done = subprocess.run(command, input=SURE, text=True, capture_output=True, env=environment, check=False)
    assert done.returncode == 2
    assert "NEWSCLEAN_TRAFILATURA is in-doubt or always" in done.stderr
