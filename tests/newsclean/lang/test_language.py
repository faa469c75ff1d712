"""Language files: adding a language is adding one file, and a mistake in it is named.

Covers kinds.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import newsclean
from newsclean.errors import DataError
from newsclean.lang.language import language, language_names, parse_language
from newsclean.lang.phrasebook import phrases_for

ESPERANTO = """
[phrases]
related = ['legu ankaŭ']

[dates]
published = ["publikig"]
modified = ["ĝisdatig"]

[dates.months]
3 = ["printmonato"]

[authors]
before = ["verkis"]
not_people = ["redakcio"]

[sections]
none = ["ĉefpaĝo"]
"""
PAGE = """<html lang="eo"><head><title>La neĝo malvarmigas la someron</title>
<meta name="author" content="verkis Johano Muelisto; Redakcio"><meta property="article:section" content="Ĉefpaĝo">
</head><body><article><h1>La neĝo malvarmigas la someron</h1>
<p>Ĝisdatigita: 9 printmonato 2026</p><p>Publikigita: 7 printmonato 2026</p>
<p>La urbestro de la malgranda urbo diris hieraŭ, ke la neĝo de la pasinta vintro restos en la kelo ĝis julio.</p>
<p>Legu ankaŭ: La maro kaj ĝiaj amikoj</p>
<p>La loĝantoj ĝojas pri la plano, ĉar la lasta somero estis longa kaj tre varma en la tuta regiono.</p>
<p>Neniu scias ankoraŭ, kiom kostos la laboro, sed la konsilio voĉdonos pri ĝi en la venonta semajno.</p>
</article></body></html>"""
CLEAN = """
import datetime, sys, newsclean
fetched = datetime.datetime(2026, 3, 20, tzinfo=datetime.UTC)
page = newsclean.Page(url="https://gazeto.example/a", html=sys.stdin.read(), fetched_at=fetched)
print(newsclean.clean(page).model_dump_json())
"""


def cleaned(root: Path) -> dict[str, Any]:
    """PAGE as the newsclean below `root` cleans it."""
    command = [sys.executable, "-c", CLEAN]
    done = subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root)}, input=PAGE, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    record: dict[str, Any] = json.loads(done.stdout)
    return record


@pytest.mark.slow
def test_a_new_language_is_one_file(tmp_path: Path) -> None:
    package = Path(newsclean.__file__).parent
    shutil.copytree(
        package, tmp_path / "newsclean", ignore=shutil.ignore_patterns("spiders", "pipelines", "__pycache__")
    )
    before = cleaned(tmp_path)
    (tmp_path / "newsclean/lang/eo.toml").write_text(ESPERANTO, "utf-8")
    after = cleaned(tmp_path)
    assert before["date"] is None
    assert after["date"] == "2026-03-07"
    assert "Redakcio" in before["authors"]
    assert after["authors"] == ["Johano Muelisto"]
    assert before["section"] == "Ĉefpaĝo"
    assert after["section"] is None
    assert "Legu ankaŭ" in before["body"]
    assert "Legu ankaŭ" not in after["body"]


def test_the_example_in_the_how_to_is_a_language_file() -> None:
    how_to = Path(newsclean.__file__).parents[1] / "docs" / "how-to" / "add-a-language.md"
    example = re.search(r"```toml\n(.*?)```", how_to.read_text("utf-8"), re.S)
    assert example
    assert parse_language(example[1], "eo.toml").phrases


@pytest.mark.parametrize("name", language_names())
def test_every_file_can_be_used(name: str) -> None:
    assert phrases_for(name).files
    for phrase in chain.from_iterable(language(name).phrases.values()):
        assert re.compile(phrase)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[dates", "xx.toml: not TOML"),
        ("[dates]\nmonth = 1", 'xx.toml: dates: unknown key "month". Did you mean "months"?'),
        ("[date]\n", 'xx.toml: unknown key "date". Did you mean "dates"?'),
        ("[phrases]\nrelatd = ['baca']", 'xx.toml: phrases: unknown kind "relatd". Did you mean "related"?'),
        ("[phrases]\nrelated = 'baca'", "xx.toml: phrases: related: must be a list of texts"),
        ("[phrases]\nrelated = ['baca.*']", "xx.toml: phrases: related: 'baca.*' contains '*'"),
        (
            "[phrases]\nrelated = ['lihat', 'baca (juga']",
            "xx.toml: phrases: related: 'baca (juga' is not a regular expression: missing )",
        ),
        (
            "[phrases]\nrelated = ['[b-a]aca']",
            "xx.toml: phrases: related: '[b-a]aca' is not a regular expression: bad character range b-a",
        ),
        ("[phrases]\nrelated = ['baca  juga']", "xx.toml: phrases: related: 'baca  juga' never matches"),
        ("[authors]\nbefore = ['Oleh']", "xx.toml: authors: before: 0: 'Oleh' never matches; write it in lower case"),
        ("[dates.months]\n13 = ['undecember']", "xx.toml: dates: months: 13: Input should be less than or equal to 12"),
        ("[dates.zones]\nwib = 'Jakarta'", "xx.toml: dates: zones: wib: 'Jakarta' is not a zone"),
    ],
)
def test_a_mistake_names_file_and_key(text: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_language(text, "xx.toml")
    assert str(caught.value).startswith(message)
