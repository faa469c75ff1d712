"""A pipeline with a bug, for the tests: it breaks on every page whose address says so."""

from __future__ import annotations

from newsclean.corpus import FetchedPage


class BrokenPipeline:
    def process_item(self, item: object) -> object:
        if isinstance(item, FetchedPage) and "5-langkah" not in item.url:
            raise KeyError("a bug")
        return item
