"""The pages that a site is tested with: `fixtures/pages/NAME/SLUG/`, and whether they give what is written beside them.

page.html is the page, page.json its `url` and `fetched_at`. article.json has the fields that its record must have, with
`paragraphs` for the body; reject.json, in its place, the `reason` why it must yield none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from newsclean.cleaning import clean
from newsclean.errors import first_fault
from newsclean.formats.json_lines import to_line
from newsclean.models import Article, Page, Reject

from .folders import SHIPPED
from .site_file import Fault

_PLACES = (Path("fixtures/pages"), SHIPPED.parents[1] / "fixtures/pages")


class _NotJSONError(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def fixtures_of(name: str) -> list[Path]:
    """The folders with a page of a site, here or in the checkout."""
    found = next((place / name for place in _PLACES if (place / name).is_dir()), None)
    return sorted(path for path in found.iterdir() if path.is_dir()) if found else []


def fixture_faults(folder: Path) -> Iterator[Fault]:
    """What the page does not give as it should, and what is wrong with the files."""
    try:
        html, page = (folder / "page.html").read_bytes(), _read(folder / "page.json")
        expected = next(path for kind in ("article", "reject") if (path := folder / f"{kind}.json").exists())
        values = _read(expected)
        outcome = clean(Page(html=html, **page))
    except OSError as error:
        yield Fault(Path(error.filename or folder), 1, f"cannot be read: {error.strerror}")
    except StopIteration:
        yield Fault(folder / "article.json", 1, "is missing; write the record, or reject.json")
    except _NotJSONError as error:
        yield error.fault
    except ValidationError as error:
        yield Fault(folder / "page.json", 1, first_fault(error))
    else:
        lines = expected.read_text("utf-8").splitlines()
        for key, said in _differences(outcome, values):
            line = next((n for n, text in enumerate(lines, 1) if f'"{key}"' in text), 1)
            yield Fault(expected, line, f"{key}: {said}")


def _differences(outcome: Article | Reject, expected: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(outcome, Reject):
        if expected.get("reason") != outcome.reason:
            yield "reason", f"the page is rejected: {outcome.reason}: {outcome.detail}"
        return
    record = json.loads(to_line(outcome)) | {"paragraphs": outcome.body.split("\n\n")}
    for key, value in expected.items():
        if key not in record:
            yield key, "the page yields a record" if key == "reason" else "there is no such field"
        elif record[key] != value and isinstance(value, list) and key == "paragraphs":
            yield key, "; ".join(_changed_paragraphs(value, record[key]))
        elif record[key] != value:
            yield key, f"{value!r} is expected, the page gives {record[key]!r}"


def _changed_paragraphs(expected: list[str], given: list[str]) -> Iterator[str]:
    lost = [text for text in expected if text not in given]
    yield from (f"lost {text[:60]!r}" for text in lost)
    foreign = [text for text in given if text not in expected]
    yield from (f"foreign {text[:60]!r}" for text in foreign)
    if not lost and not foreign:
        yield "the paragraphs come in another order"


def _read(path: Path) -> dict[str, Any]:
    try:
        values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise _NotJSONError(Fault(path, error.lineno, f"not JSON: {error.msg}")) from None
    return values
