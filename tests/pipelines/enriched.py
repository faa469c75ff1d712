"""A pipeline that a user might add, for the tests: it gives each record another field, of a type that JSON lacks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from newsclean import Article


class EnrichedPipeline:
    def process_item(self, item: Any) -> Any:
        return {**item.model_dump(), "score": Decimal("0.25")} if isinstance(item, Article) else item
