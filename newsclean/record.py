"""The record of an article: what was read from a page, checked against the schema."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import ValidationError

from .errors import first_fault
from .models import Article, ArticleBlock, Page, Reason, Reject
from .page.characters import brokenness
from .page.urls import is_front_page, record_id, site_label
from .sites.site import Site, same_site


def make_record(
    page: Page,
    site: Site | None,
    *,
    url: str,
    title: str,
    blocks: Sequence[ArticleBlock],
    by_trafilatura: bool = False,
    **fields: Any,
) -> Article | Reject:
    """The record, or a reject naming the field that breaks the schema. `fields` are further fields of `Article`.

    `by_trafilatura` says whether it was asked for the main content.
    """
    body = "\n\n".join(block.text for block in blocks)
    if broken := brokenness(f"{title}\n\n{body}"):
        return Reject.of(page, Reason.NOT_TEXT, broken)
    canonical = fields.get("canonical_url")
    # A front page as canonical link would make all articles one record.
    own = canonical is not None and same_site(url, canonical, site) and not is_front_page(canonical)
    try:
        return Article(
            url=url,
            site=site.name if site else site_label(url),
            title=title,
            body=body,
            fetched_at=page.fetched_at,
            id=record_id(canonical if own else url),
            content_hash=_content_hash(title, body),
            discovered_via=page.entry.source if page.entry else None,
            file=page.file,
            extractor=_extractor(by_trafilatura),
            **fields | {"blocks": blocks},
        )
    except ValidationError as error:
        return Reject.of(page, Reason.INVALID_RECORD, first_fault(error))


def without_paragraphs(article: Article, numbers: Container[int]) -> Article:
    """The record without the paragraphs of these numbers, from 0."""
    blocks = tuple(block for number, block in enumerate(article.blocks) if number not in numbers)
    body = "\n\n".join(block.text for block in blocks)
    left = article.model_copy(update={"body": body, "content_hash": _content_hash(article.title, body)})
    left._blocks = blocks
    return left


def record_of(article: Article, *, blocks: bool) -> dict[str, Any]:
    """The record by field, with its blocks if they are wanted: for a Writer."""
    record = article.model_dump()
    return record | {"blocks": [block.model_dump() for block in article.blocks]} if blocks else record


def _content_hash(title: str, body: str) -> str:
    return hashlib.sha256(f"{title}\n\n{body}".encode("utf-8", "replace")).hexdigest()


@cache
def _extractor(by_trafilatura: bool) -> str:
    programs = ("newsclean", "trafilatura") if by_trafilatura else ("newsclean",)
    return " ".join(f"{name}/{version(name)}" for name in programs)
