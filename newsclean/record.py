"""What was found on a page, as a record that holds to the schema."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from pydantic import ValidationError

from .models import Access, Article, DateSource, Page, Reason, Reject
from .sites.site import Site, same_site
from .urls import is_front_page, record_id, site_label


@dataclass(frozen=True, slots=True)
class Found:
    """What cleaning found, before it is a record."""

    url: str
    title: str
    paragraphs: tuple[str, ...]
    canonical_url: str | None = None
    date: dt.datetime | dt.date | None = None
    date_source: DateSource | None = None
    modified: dt.datetime | dt.date | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    language: str | None = None
    access: Access | None = None
    complete: bool | None = None


def make_record(page: Page, site: Site | None, found: Found) -> Article | Reject:
    """The record, or a reject naming the field that does not hold to the schema."""
    body = "\n\n".join(found.paragraphs)
    own = found.canonical_url is not None and same_site(found.url, found.canonical_url, site)
    if own and found.canonical_url and is_front_page(found.canonical_url):  # else all articles would be one record
        own = False
    try:
        return Article(
            url=found.url,
            canonical_url=found.canonical_url,
            site=site.name if site else site_label(found.url),
            title=found.title,
            date=found.date,
            date_source=found.date_source,
            body=body,
            lead=found.lead,
            authors=found.authors,
            section=found.section,
            tags=found.tags,
            language=found.language,
            image=found.image,
            modified=found.modified,
            access=found.access,
            complete=found.complete,
            fetched_at=page.fetched_at,
            id=record_id(found.canonical_url if own and found.canonical_url else found.url),
            content_hash=hashlib.sha256(f"{found.title}\n\n{body}".encode("utf-8", "replace")).hexdigest(),
            discovered_via=page.entry.source if page.entry else None,
            extractor=_extractor(),
        )
    except ValidationError as error:
        first = error.errors()[0]
        detail = f"{'.'.join(map(str, first['loc']))}: {first['msg'].removeprefix('Value error, ')}"
        return Reject(
            url=page.url, reason=Reason.INVALID_RECORD, detail=detail, site=page.site, fetched_at=page.fetched_at
        )


@cache
def _extractor() -> str:
    return f"newsclean/{version('newsclean')} trafilatura/{version('trafilatura')}"
