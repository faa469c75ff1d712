"""The floor under quality: figures on our own fixture pages, below which no change may fall.

    python -m benchmarks.floor                    the figures, beside the stored ones
    python -m benchmarks.floor --update           store those that have risen
    python -m benchmarks.floor --update --lower   store them all; say in the commit why

The pages are those of fixtures/demo and fixtures/pages, each with the record that must come of it, written by hand.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsclean import Article, Page, clean

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "fixtures/demo"
PAGES = ROOT / "fixtures/pages"
FLOOR = ROOT / "tests/quality_floor.json"
BASE = "http://127.0.0.1"  # stands for {{base}}, the address of the demo's server
FETCHED = dt.datetime(2026, 12, 31, tzinfo=dt.UTC)  # after the newest of the demo
# Dates that a page does not tell are no matter of reading it.
OUTSIDE = ("feed", "sitemap")

Figures = dict[str, float]


@dataclass(frozen=True)
class Case:
    """A fixture page and the record it must give, with `paragraphs` in place of `body`."""

    name: str
    page: Page
    expected: dict[str, Any]


def cases() -> Iterator[Case]:
    """All fixture pages that are articles."""
    for path in sorted(DEMO.glob("expected/*/*.json")):
        expected = json.loads(path.read_text("utf-8").replace("{{base}}", BASE))
        file = ROOT / "spiders/demo/site" / f"{expected['url'].removeprefix(f'{BASE}/')}.html"
        whole = file.with_name(f"{file.stem}@page=all.html")
        page = Page(
            url=expected["url"],
            html=file.read_text("utf-8").replace("{{base}}", BASE),
            single_page=whole.read_bytes() if whole.exists() else None,
            site="demo",
            fetched_at=FETCHED,
        )
        yield Case(f"demo/{path.parent.name}/{path.stem}", page, expected)
    for path in sorted(PAGES.glob("*/*/article.json")):
        given = json.loads((path.parent / "page.json").read_text("utf-8"))
        page = Page(html=(path.parent / "page.html").read_bytes(), **given)
        name = path.parent.relative_to(PAGES.parent).as_posix()
        yield Case(name, page, json.loads(path.read_text("utf-8")))


def measure() -> tuple[Figures, list[str]]:
    """The figures, from 0 to 1 but for the number of pages, and a line for each thing that is not as expected."""
    found = wanted = both = exact = titles = dates = dated = pages = 0
    wrong: list[str] = []
    for case in cases():
        pages += 1
        record = clean(case.page)
        lines = record.body.split("\n\n") if isinstance(record, Article) else []
        paragraphs = case.expected["paragraphs"]
        shared = Counter(lines) & Counter(paragraphs)
        found, wanted, both = found + len(lines), wanted + len(paragraphs), both + shared.total()
        exact += lines == paragraphs
        title = record.title if isinstance(record, Article) else None
        titles += title == case.expected["title"]
        wrong += [f"{case.name}: foreign line: {line[:100]}" for line in Counter(lines) - shared]
        wrong += [f"{case.name}: missing line: {line[:100]}" for line in Counter(paragraphs) - shared]
        if title != case.expected["title"]:
            wrong.append(f"{case.name}: title {title!r}, not {case.expected['title']!r}")
        if case.expected["date_source"] not in OUTSIDE:
            dated += 1
            date = record.model_dump(mode="json")["date"] if isinstance(record, Article) else None
            right = _moment(date) == _moment(case.expected["date"])
            dates += right
            if not right:
                wrong.append(f"{case.name}: date {date}, not {case.expected['date']}")
    figures = {
        "pages": pages,
        "line_precision": both / max(1, found),
        "line_recall": both / max(1, wanted),
        "exact_bodies": exact / max(1, pages),
        "titles": titles / max(1, pages),
        "dates": dates / max(1, dated),
    }
    return {name: round(value, 4) for name, value in figures.items()}, wrong


def below(figures: Figures, floor: Figures) -> list[str]:
    """A line for each figure under its floor."""
    return [f"{name}: {figures[name]} is below {least}" for name, least in floor.items() if figures[name] < least]


def raised(figures: Figures, floor: Figures, lower: bool = False) -> Figures:
    """The new floor. Raises ValueError when a figure has fallen and `lower` does not allow it."""
    fallen = below(figures, floor)
    if fallen and not lower:
        raise ValueError("\n".join([*fallen, "The floor is not lowered unless --lower is given with --update."]))
    return dict(figures)


def _moment(text: str | None) -> dt.datetime | str | None:
    """A date with its time as a moment, so that `Z` and `+00:00` are the same; a plain date as it is."""
    return dt.datetime.fromisoformat(text) if text and "T" in text else text


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="store the figures as the new floor")
    parser.add_argument("--lower", action="store_true", help="with --update: also figures that have fallen")
    parser.add_argument("--floor", type=Path, default=FLOOR, help=f"the file (default {FLOOR.relative_to(ROOT)})")
    options = parser.parse_args(arguments)
    floor: Figures = json.loads(options.floor.read_text("utf-8")) if options.floor.exists() else {}
    figures, wrong = measure()
    print(*wrong, *(f"{name:<15} {value:<8} floor {floor.get(name, '-')}" for name, value in figures.items()), sep="\n")
    if options.update:
        try:
            new = raised(figures, floor, options.lower)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        options.floor.write_text(json.dumps(new, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
