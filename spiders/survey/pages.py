"""What a page tells of its site, read in a worker: its language, its date, what it calls the site and itself."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from newsclean.cleaning import Trace, clean_traced
from newsclean.metadata.claims import Claim
from newsclean.metadata.site_names import MAX_NAME
from newsclean.models import Page, Reject
from newsclean.sites.survey import SeenPage
from newsclean.workers.job import JobError

READ = "newsclean.spiders.survey.pages:read"
_SEEN = TypeAdapter(SeenPage)
# The name that is meant for people who share a page; the others are names of apps and publishers.
_SITE_NAME = "og:site_name"


def read(page: Page) -> bytes:
    """What the page tells, for `received`."""
    trace = Trace()
    outcome = clean_traced(page, trace)
    rejected = outcome.detail if isinstance(outcome, Reject) else None
    claims = trace.page.metadata if trace.page else None
    return _SEEN.dump_json(
        SeenPage(
            page.url,
            rejected,
            None if isinstance(outcome, Reject) else outcome.language,
            None if isinstance(outcome, Reject) else outcome.date,
            tuple(_names(claims.site_names)) if claims else (),
            tuple(claim.value for claim in claims.languages) if claims else (),
        )
    )


def received(answer: bytes) -> SeenPage:
    """What `read` answered. Raises JobError for an answer that `read` would not give."""
    try:
        return _SEEN.validate_json(answer)
    except ValidationError as error:
        raise JobError.of_answer(error) from None


def _names(claims: tuple[Claim, ...]) -> Iterator[str]:
    for claim in sorted(claims, key=lambda claim: claim.origin.key != _SITE_NAME):
        if len(claim.value) <= MAX_NAME:
            yield claim.value
