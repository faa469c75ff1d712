"""HTML files that stand alone: no script, nothing loaded, and everything from outside escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def render(template: Path, **values: object) -> str:
    """The page that a template makes of the values. It extends base.html.

    Its style is style.css and, behind it, the .css of the template's name.
    """
    environment = Environment(
        loader=FileSystemLoader([template.parent, _FOLDER]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"web_url": _web_url, "number": _number, "count": count}
    sheets = (_FOLDER / "style.css", template.with_suffix(".css"))
    style = "".join(sheet.read_text("utf-8") for sheet in sheets)
    text = environment.get_template(template.name).render(style=style, policy=_policy(style), **values)
    return _CONTROL.sub("\ufffd", text)


def _policy(style: str) -> str:
    """Allows the style sheet by its digest and nothing else: a page that slipped markup in could do no harm."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _web_url(url: str) -> str | None:
    """The address if a reader may follow it: never `javascript:`."""
    return url if url.startswith(("https://", "http://")) else None


def _number(value: float) -> str:
    return f"{value:,.0f}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, like "1 page" or "1,200 pages"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
