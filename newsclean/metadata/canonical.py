"""The address that a page gives as its own."""

from __future__ import annotations

from newsclean.page.urls import is_web_url

from .claims import Kind, Metadata

_BEST_FIRST = (Kind.LINK, Kind.META, Kind.JSON_LD)


def canonical_url(metadata: Metadata) -> str | None:
    """rel=canonical, else og:url, else JSON-LD; absolute, http or https. None when the page names no such address."""
    claims = (claim for kind in _BEST_FIRST for claim in metadata.canonical if claim.origin.kind is kind)
    return next((claim.value for claim in claims if is_web_url(claim.value)), None)
