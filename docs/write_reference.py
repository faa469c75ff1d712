"""Writes the pages of docs/reference/ that come from the program.

python docs/write_reference.py
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from newsclean import Article, settings
from newsclean.commands import crawl_group
from newsclean.commands.cli import main
from newsclean.sites.folders import SHIPPED, files_in
from newsclean.sites.site_file import read_site
from newsclean.spiders.run.status import RunStatus

FOLDER = Path(__file__).parent / "reference"
COMMAND = "python docs/write_reference.py"
NOTE = f"<!-- Written by `{COMMAND}`; edit the program, not this page. -->"


def record_page() -> str:
    """The fields of a record, as the model describes them."""
    schema = Article.model_json_schema(mode="serialization")
    rows, blocks = (
        (f"| `{name}` | {_type(field)} | {field['description']} |" for name, field in properties.items())
        for properties in (schema["properties"], schema["properties"]["blocks"]["items"]["properties"])
    )
    return f"""# The record

{NOTE}

One JSON object per line, with these fields in this order. Unknown is null, never a guess.
[The contract](../explanation/contract.md) says what belongs in each field;
[article.schema.json](article.schema.json) is the same list as a JSON Schema, and `newsclean schema` prints it.

| field | type | what it holds |
|---|---|---|
{_lines(rows)}
A record has its `blocks` only where they are asked for: `newsclean clean --blocks`, `-s NEWSCLEAN_BLOCKS=1` in a crawl,
`to_dict(blocks=True)` in [Python](api.md). Their texts, joined by a blank line, are the `body`. What does not apply to
a block is left out.

| of a block | type | what it holds |
|---|---|---|
{_lines(blocks)}"""


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
    rows = (f"| {status.exit_status} | `{status.word}` | {status.meaning} |" for status in RunStatus)
    order = ", ".join(str(status.exit_status) for status in crawl_group._GRAVITY)
    return f"""# Exit statuses of a crawl

{NOTE}

`scrapy crawl` and `newsclean crawl` end with one of these. The word is what the run history and the last line of the
log call it. If several apply, the run ends with the most serious one and reports all of them. Other commands list their
exit statuses in their help: see [Command line](cli.md).

A crawl of several sites (`newsclean crawl --all`) ends with the worst of their statuses: {order}, in this
order. A process that was killed is worse than all of them.

| status | word | meaning |
|--:|---|---|
{_lines(rows)}"""


def commands_page() -> str:
    """The help of each command, as it prints it."""
    return f"""# Command line

{NOTE}

`python -m newsclean` is the same command. A crawl ends with one of these [exit statuses](exit-statuses.md).

{_lines(_help(main, None))}"""


def sites_page() -> str:
    """The sites that ship."""
    shipped = [site for path in files_in(SHIPPED) if (site := read_site(path)[0]) and site.country]
    rows = (
        f"| `{site.name}` | {site.title} | {site.country} | {', '.join(site.all_languages)} | {site.timezone or ''} "
        f"| {', '.join(site.domains)} | {'' if site.verified == 'no' else site.verified} |"
        for site in sorted(shipped, key=lambda site: (str(site.country), site.name))
    )
    return f"""# Declared sites

{NOTE}

The {len(shipped)} sites that newsclean knows, by country. Crawl one by its name (`newsclean crawl kompas`), or a group
(`newsclean crawl --country id`). Other sites are crawled by their address and need no declaration;
[Add a site](../how-to/add-a-site.md) says how to write one. `newsclean sites` lists these, and your own.

*Verified* says by what a declaration was checked: a real page of the site whose record came out right, or a fixture
with its layout. The others are from lists of facts that others gathered, and may be out of date.

| name | outlet | country | languages | time zone | domains | verified |
|---|---|---|---|---|---|---|
{_lines(rows)}"""


PAGES = {
    "cli.md": commands_page,
    "record.md": record_page,
    "settings.md": settings_page,
    "exit-statuses.md": statuses_page,
    "sites.md": sites_page,
}


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _type(field: dict[str, Any]) -> str:
    """A field's type in the words of JSON Schema: "string", "array of string", "string or null"."""
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(option) for option in field["anyOf"]))
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field["type"] == "array":
        return f"array of {_type(field['items'])}"
    return str(field["type"]) + (f" ({field['format']})" if "format" in field else "")


def _help(command: click.Command, parent: click.Context | None) -> Iterator[str]:
    name = "newsclean" if parent is None else command.name
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, **command.context_settings)
    yield f"{'#' * (2 if parent is None or parent.parent is None else 3)} {context.command_path}\n"
    yield f"```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            if subcommand := command.get_command(context, each):
                yield from _help(subcommand, context)


def _settings(source: str) -> Iterator[str]:
    """A table for each paragraph of the file, under the comment that opens it."""
    for paragraph in source.rpartition('"""\n')[2].split("\n\n"):  # behind the docstring
        nodes = [node for node in ast.parse(paragraph).body if isinstance(node, ast.Assign | ast.AnnAssign)]
        if not nodes:
            continue
        tokens = tokenize.generate_tokens(io.StringIO(paragraph).readline)
        comments = {token.start[0]: token.string[1:].strip() for token in tokens if token.type == tokenize.COMMENT}
        line = nodes[0].lineno
        if opening := " ".join(comments[number] for number in range(1, line) if number in comments):
            yield f"{opening}\n"
        yield "| setting | value | meaning |"
        yield "|---|---|---|"
        for node in nodes:
            end = (node.end_lineno or node.lineno) + 1
            meaning = " ".join(comments[number] for number in range(line, end) if number in comments)
            name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            yield f"| `{name}` | {_value(name, node.value)} | {meaning} |"
            line = end
        yield ""


def _value(name: str, node: ast.expr | None) -> str:
    """A value; of a component its class alone, for the settings file says where it is."""
    value = getattr(settings, name)
    if isinstance(value, dict):
        entries = [f"{key!r}: {entry!r}" for key, entry in value.items()]
    else:  # a product and the version in a text are more readable as written
        entries = [ast.unparse(node) if isinstance(node, ast.BinOp | ast.JoinedStr) else repr(value)]
    short = (re.sub(r"'[a-z_.]+\.([A-Z]\w+)'", r"\1", entry) for entry in entries)
    return "<br>".join(f"`{entry}`" for entry in short)


if __name__ == "__main__":
    for file, page in PAGES.items():
        (FOLDER / file).write_text(page(), "utf-8")
