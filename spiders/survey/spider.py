"""The spider of a survey: it looks at a site and leaves what it saw to the command that started it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, ClassVar

from scrapy.exceptions import CloseSpider

from newsclean.sites.survey import Seen
from newsclean.spiders.base import NewsSpider
from newsclean.spiders.run import stats
from newsclean.spiders.run.stopping import RunStoppedError

from .look import Look, NothingToSeeError


class SurveySpider(NewsSpider):
    """Looks at the site of `-a url=` once. It stores nothing and yields no record."""

    name = "survey"
    needs_url: ClassVar[bool] = True
    custom_settings = {"NEWSCLEAN_CORPUS": "", "NEWSCLEAN_REJECTS": ""}  # noqa: RUF012 - Scrapy's own attribute
    # Of the last survey of this process: what was seen, or why that is nothing.
    outcome: ClassVar[Seen | str] = "the survey was ended before its time"

    async def start(self) -> AsyncIterator[Any]:
        """Looks at the site. There is nothing to request after that."""
        assert self.arguments.url is not None
        try:
            seen = await Look(self.reader, self.run).at(self.arguments.url)
        except NothingToSeeError as error:
            type(self).outcome = str(error)
            raise CloseSpider("nothing_to_see") from None
        except RunStoppedError:
            pass
        else:
            type(self).outcome = seen
            self.run.count(stats.LINKS, len(seen.entries))
        return
        yield  # makes this a generator, as Scrapy wants it
