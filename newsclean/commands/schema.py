"""`newsclean schema`: the fields and types of a record, for other programs."""

from __future__ import annotations

import json

import click

from newsclean.models import Article


@click.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    form = dialect | Article.model_json_schema(mode="serialization")
    form["required"] = list(Article.model_fields)  # every line holds each of them, unknown ones as null
    click.echo(json.dumps(form, indent=2, ensure_ascii=False))
