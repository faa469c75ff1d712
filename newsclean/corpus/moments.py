"""Moments as the database holds them: ISO 8601 in UTC, always of one length, so that text sorts as time does."""

from __future__ import annotations

import datetime as dt


def text(at: dt.datetime | None) -> str | None:
    """The text of an aware moment; None stays None."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds") if at else None


def moment(text: str | None) -> dt.datetime | None:
    """The moment of such a text."""
    return dt.datetime.fromisoformat(text) if text else None
