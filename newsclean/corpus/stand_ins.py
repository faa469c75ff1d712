"""A bug met while a page is stored costs that page its record, and no other page of its batch."""

from __future__ import annotations

import logging

from newsclean.models import Reject
from newsclean.page.characters import without_surrogates
from newsclean.workers.crashes import crash_site, internal_error

from .outcomes import Outcome

logger = logging.getLogger(__name__)


class StandIns:
    """Makes rejects for outcomes that cannot be stored as they are. The traceback is logged once per crash site."""

    def __init__(self) -> None:
        self._crash_sites: set[str] = set()

    def of(self, outcome: Outcome, error: Exception) -> tuple[Outcome, Reject]:
        """An outcome with the reject, and nothing else of what may have been the cause; and the reject."""
        where = crash_site(error)
        url = without_surrogates(outcome.url)
        if where not in self._crash_sites:
            self._crash_sites.add(where)
            logger.error("%s, while storing %s", where, url, exc_info=error)
        site = outcome.fetched.page.site if outcome.fetched else outcome.result.site if outcome.result else None
        reject = internal_error(url, site, where)
        requested = without_surrogates(outcome.requested)
        return Outcome(requested, reject, outcome.fetched_at, position=outcome.position), reject
