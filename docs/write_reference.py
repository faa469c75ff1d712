"""Writes the pages of docs/reference/ that come from the program.

python docs/write_reference.py
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from newsclean import Article, settings
from newsclean.commands.cli import main
from newsclean.spiders.run.verdicts import Verdict

FOLDER = Path(__file__).parent / "reference"
COMMAND = "python docs/write_reference.py"
NOTE = f"<!-- Written by `{COMMAND}`; edit the program, not this page. -->"


def record_page() -> str:
    """The fields of a record, as the model describes them."""
    schema = Article.model_json_schema(mode="serialization")
    rows = (f"| `{name}` | {_type(field)} | {field['description']} |" for name, field in schema["properties"].items())
    return f"""# The record

{NOTE}

One JSON object per line, with these fields in this order. Unknown is null, never a guess.
[The contract](../explanation/contract.md) says what belongs in each field;
[article.schema.json](article.schema.json) is the same list as a JSON Schema, and `newsclean schema` prints it.

| field | type | what it holds |
|---|---|---|
{_lines(rows)}"""


def settings_page() -> str:
    """newsclean/settings.py, section by section: values in a table, component lists as code."""
    return f"""# Settings

{NOTE}

The settings of every crawl, from `newsclean/settings.py`. Override one for a single run with `-s`:
`scrapy crawl sindonews -s DOWNLOAD_DELAY=3`. Names that begin with `NEWSCLEAN_` belong to newsclean; the others are
Scrapy's own, and every other Scrapy setting works, too.

{_lines(_settings(Path(str(settings.__file__)).read_text("utf-8")))}"""


def statuses_page() -> str:
    """The exit statuses of a crawl."""
    rows = (f"| {status.status} | `{status.word}` | {status.meaning} |" for status in Verdict)
    return f"""# Exit statuses of a crawl

{NOTE}

`scrapy crawl` and `newsclean crawl` end with one of these. The word is what the run history and the last line of the
log call it. If several apply, the run ends with the most serious one and reports all of them. Other commands list their
exit statuses in their help: see [Command line](cli.md).

| status | word | meaning |
|--:|---|---|
{_lines(rows)}"""


def commands_page() -> str:
    """The help of each command, as it prints it."""
    return f"""# Command line

{NOTE}

`python -m newsclean` is the same command. A crawl ends with one of these [exit statuses](exit-statuses.md).

{_lines(_help(main, None))}"""


PAGES = {
    "cli.md": commands_page,
    "record.md": record_page,
    "settings.md": settings_page,
    "exit-statuses.md": statuses_page,
}


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _type(field: dict[str, Any]) -> str:
    """A field's type in the words of JSON Schema: "string", "array of string", "string or null"."""
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(option) for option in field["anyOf"]))
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    if field["type"] == "array":
        return f"array of {_type(field['items'])}"
    return str(field["type"]) + (f" ({field['format']})" if "format" in field else "")


def _help(command: click.Command, parent: click.Context | None) -> Iterator[str]:
    name = "newsclean" if parent is None else command.name
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, **command.context_settings)
    yield f"{'#' * (2 if parent is None or parent.parent is None else 3)} {context.command_path}\n"
    yield f"```text\n{command.get_help(context)}\n```\n"
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _help(each, context)


def _settings(source: str) -> Iterator[str]:
    """A table for each paragraph of the file, under the comment that opens it."""
    for paragraph in source.rpartition('"""\n')[2].split("\n\n"):  # behind the docstring
        values = [node for node in ast.parse(paragraph).body if isinstance(node, ast.Assign | ast.AnnAssign)]
        if not values:
            continue
        lines = paragraph.splitlines()
        opening = _comment(lines[: values[0].lineno - 1])
        if opening:
            yield f"{opening}\n"
        yield "| setting | value | meaning |"
        yield "|---|---|---|"
        before = values[0].lineno - 1
        for node in values:
            name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            end = node.end_lineno or node.lineno
            meaning = _comment([*lines[before : node.lineno - 1], lines[end - 1][node.end_col_offset or 0 :].strip()])
            yield f"| `{name}` | {_value(node.value)} | {meaning} |"
            before = end
        yield ""


def _comment(lines: list[str]) -> str:
    """Lines of comment as one line of prose."""
    return " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))


def _value(node: ast.expr | None) -> str:
    """A value as written; of a component its class alone, for the settings file says where it is."""
    if isinstance(node, ast.Dict):
        entries = zip(node.keys, node.values, strict=True)
        return "<br>".join(f"`{_short(key)}: {_short(value)}`" for key, value in entries)
    return f"`{_short(node)}`"


def _short(node: ast.expr | None) -> str:
    return re.sub(r"'[a-z_.]+\.([A-Z]\w+)'", r"\1", ast.unparse(node)) if node else ""


if __name__ == "__main__":
    for file, page in PAGES.items():
        (FOLDER / file).write_text(page(), "utf-8")
