"""Near-duplicates across sites: the same agency text, found by MinHash over runs of three words.

Method: Broder 1997 (resemblance of shingle sets), with locality-sensitive hashing so that not every pair is compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsclean.errors import UsageError
from newsclean.page.scripts import words_of

MARK = "duplicate_of"  # the field that an export adds
# Jaccard similarity of the two sets of word triples. In a text of 300 words, ten words changed here and there leave
# 0.8; a follow-up that repeats half of the text as its background has 0.3.
THRESHOLD = 0.6
SHINGLE = 3
PERMUTATIONS = 128  # standard error of the estimate near the threshold: 0.04
BANDS = 32  # of 4 rows: a pair at 0.6 is looked at with 98.8 %, one at 0.3 with 23 %


@dataclass(frozen=True, slots=True)
class _Text:
    since: str  # sorts as time does
    id: str
    sketch: Any


def find_duplicates(records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The near-duplicates among records (as read from JSON, one per id): each one's id, with that of the earliest.

    Earliest by date of publication, else by when it was fetched. Raises UsageError when rensa is not installed.
    """
    try:
        from rensa import RMinHash, RMinHashLSH
    except ImportError:
        raise UsageError("--duplicates needs a library that is not installed: pip install 'newsclean[dedup]'") from None
    texts = [_Text(_moment(record), record["id"], _sketch(record, RMinHash)) for record in records]
    texts.sort(key=lambda text: (text.since, text.id))
    index = RMinHashLSH(THRESHOLD, PERMUTATIONS, BANDS)
    found: dict[str, str] = {}
    for number, text in enumerate(texts):
        like = [(text.sketch.jaccard(texts[key].sketch), -key) for key in index.query(text.sketch)]
        nearest, key = max(like, default=(0.0, 0))
        if nearest >= THRESHOLD:
            found[text.id] = texts[-key].id
        else:
            index.insert(number, text.sketch)  # only first ones, so that a chain of changes does not grow
    return found


def _sketch(record: Mapping[str, Any], kind: Any) -> Any:
    sketch = kind(PERMUTATIONS, 42)
    sketch.update(list(shingles(record["body"])))
    return sketch


def shingles(text: str) -> Iterator[str]:
    """The runs of three words of a text, without case and punctuation; a shorter text is one run."""
    words = [word.casefold() for word in words_of(text)]
    for at in range(max(1, len(words) - SHINGLE + 1)):
        yield " ".join(words[at : at + SHINGLE])


def _moment(record: Mapping[str, Any]) -> str:
    """When it was published, UTC; a plain day counts from its end, since a time on that day is known to be earlier."""
    date = record["date"]
    if date is None:
        return _utc(record["fetched_at"])
    return f"{date}T24" if len(date) == 10 else _utc(date)


def _utc(moment: str) -> str:
    return dt.datetime.fromisoformat(moment).astimezone(dt.UTC).isoformat()
