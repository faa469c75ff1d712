"""The main image of an article."""

from __future__ import annotations

from newsclean.metadata.claims import Kind
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.page.urls import is_web_url


def choose_image(page: ParsedPage) -> str | None:
    """Address of the main image: one that is made for sharing before any other, which may be a logo."""
    images = sorted(page.metadata.images, key=lambda claim: claim.origin.kind is not Kind.META)
    return next((claim.value for claim in images if is_web_url(claim.value)), None)
