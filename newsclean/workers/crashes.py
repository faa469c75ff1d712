"""Bugs met while a page is cleaned: each costs that page its record and no other, and says where it is."""

from __future__ import annotations

import datetime as dt
import traceback
from pathlib import Path

from newsclean.models import Reason, Reject


def crash_site(error: BaseException | None) -> str:
    """What broke and where, for counting and for people: `KeyError at dates.py:120`."""
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else repr(error)


def internal_error(url: str, site: str | None, where: str, *, file: str | None = None) -> Reject:
    """The reject of a page on which newsclean itself broke; `where` is its `crash_site`."""
    return Reject(
        url=url,
        reason=Reason.INTERNAL_ERROR,
        detail=f"{where}: a bug of newsclean; its traceback is in the log",
        site=site,
        file=file,
        fetched_at=dt.datetime.now(dt.UTC),
    )
