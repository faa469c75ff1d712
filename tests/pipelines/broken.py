"""Pipelines with a bug, for the tests: they break on every page whose address says so."""

from __future__ import annotations

from dataclasses import replace

from newsclean.corpus import FetchedPage, Outcome, Validators


class BrokenPipeline:
    def process_item(self, item: object) -> object:
        if isinstance(item, FetchedPage) and "5-langkah" not in item.url:
            raise KeyError("a bug")
        return item


class Unstorable:
    """Gives the outcomes of some pages a value that no database holds."""

    def process_item(self, item: object) -> object:
        if isinstance(item, Outcome) and item.url.endswith("/2"):
            return replace(item, validators=Validators(etag="\udc80"))
        return item
