"""Pipelines that a user might add, for the tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scrapy import Field, Item

from newsclean import Article


class EnrichedPipeline:
    """Gives each record another field, of a type that JSON lacks."""

    def process_item(self, item: Any) -> Any:
        return {**item.model_dump(), "score": Decimal("0.25")} if isinstance(item, Article) else item


@dataclass
class Price:
    amount: Decimal


@dataclass
class Offer:
    title: str
    date: str = "soon"
    price: Price = field(default_factory=lambda: Price(Decimal("0.10")))
    tags: tuple[str, ...] = ("a", "b")


class Event(Item):  # type: ignore[misc]  # Scrapy has no types
    title = Field()
    date = Field(serializer=str.upper)


class OtherItems:
    """Passes on the first record, and items of other kinds in place of the second to the fourth."""

    def __init__(self) -> None:
        self._others = iter(
            (
                None,
                {"title": "dict", "date": dt.datetime(2026, 11, 24, 2, 15, tzinfo=dt.UTC)},
                Offer("dataclass"),
                Event(title="item", date="today"),
            )
        )

    def process_item(self, item: Any) -> Any:
        return next(self._others) or item
