"""How surely a record is exactly right: the probability that its title, date and body all are.

For each of them a logistic regression over signs that cleaning leaves behind: blocks whose score is neither high nor
low, claims for the title or the date that disagree. `training/certainty.py` fits them on pages that the classifier had
not seen; docs/explanation/certainty.md shows how far they can be believed.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np
import orjson

from .body.selection import Body
from .fields.candidates import Choice
from .fields.dates.choice import DateChoice
from .fields.title_text import letters_of
from .metadata.claims import Kind
from .models import Part

# The doubt about a block is how far its score is from 0 or 1; above this it could be decided either way.
UNSURE = 0.1
# A part of the record is called doubtful when its probability is under this.
DOUBTFUL = 0.8
# Further than this many standard deviations from the mean, a page is unlike all that were seen: it counts as if nearer.
FARTHEST = 3.0

Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sign says, in words, and of which part of the record. A count is taken as log(1 + n)."""

    part: Part
    words: str
    is_count: bool = False

    def scaled(self, value: float) -> float:
        return math.log1p(value) if self.is_count else value


SIGNS: dict[str, Sign] = {
    "unsure": Sign("body", "blocks that could be decided either way", is_count=True),
    "worst": Sign("body", "doubt about the least sure block"),
    "left_out": Sign("body", "best score of a block that is left out"),
    "inside": Sign("body", "doubt about the blocks from the first of the body to the last", is_count=True),
    "title_agreed": Sign("title", "share of the metadata's titles that are the same"),
    "title_longer": Sign("title", "titles and headings that contain it in a longer form", is_count=True),
    "timed": Sign("date", "the date has a time"),
    "undated": Sign("date", "the page has no date"),
    "date_confirmed": Sign("date", "other places that give the same day", is_count=True),
    "time_rivals": Sign("date", "other times on the same day", is_count=True),
}


@dataclass(frozen=True, slots=True)
class Certainty:
    """The probability of the record and those of its parts; the signs, and what each adds to its part's log-odds."""

    value: float
    parts: Mapping[Part, float] = field(default_factory=dict)
    signs: Signs = field(default_factory=dict)
    shares: Signs = field(default_factory=dict)

    @property
    def rounded(self) -> float:
        """The probability in hundredths, never 0 or 1: no record is beyond doubt."""
        return min(0.99, max(0.01, round(self.value, 2)))

    @property
    def doubtful(self) -> tuple[Part, ...]:
        """The parts that are right less often than DOUBTFUL says, the most doubtful first."""
        return tuple(sorted((p for p in self.parts if self.parts[p] < DOUBTFUL), key=lambda p: self.parts[p]))

    def reasons(self) -> Iterator[str]:
        """The signs that lower it, the worst first, in words."""
        for name, share in sorted(self.shares.items(), key=lambda pair: pair[1]):
            if round(share, 1) < 0:
                sign = SIGNS[name]
                yield f"{sign.part}: {sign.words}: {self.signs[name]:.3g} ({share:+.1f})"


@dataclass(frozen=True, slots=True)
class Weight:
    """A sign's mean and standard deviation over the pages it was fitted on, and what one deviation adds."""

    mean: float
    deviation: float
    weight: float

    def share(self, value: float) -> float:
        return self.weight * max(-FARTHEST, min(FARTHEST, (value - self.mean) / self.deviation))


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted regressions: a bias for each part, a weight for each sign.

    `plain` is the share of texts without markup that are right; they have no signs.
    """

    plain: float
    bias: Mapping[Part, float]
    weights: Mapping[str, Weight]

    def certainty(self, signs: Signs) -> Certainty:
        """The probability that a record with these signs is right: the product of those of its parts."""
        shares = {name: weight.share(SIGNS[name].scaled(signs[name])) for name, weight in self.weights.items()}
        parts = {
            part: _likelihood(bias + sum(share for name, share in shares.items() if SIGNS[name].part == part))
            for part, bias in self.bias.items()
        }
        return Certainty(math.prod(parts.values()), parts, signs, shares)


def _likelihood(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


@cache
def model() -> Model:
    """The model that ships with the package."""
    return read_model(resources.files("newsclean").joinpath("certainty.json").read_bytes())


def read_model(data: bytes) -> Model:
    """The model in a file written by training/certainty.py. Until it is fitted again, a new sign counts nothing."""
    found = orjson.loads(data)
    weights = {name: Weight(**numbers) for name, numbers in found["signs"].items() if name in SIGNS}
    return Model(found["plain"], found["bias"], weights)


def certainty_of(body: Body, title: Choice[str], date: DateChoice) -> Certainty:
    """How surely the record of a page is right."""
    return model().certainty(signs_of(body, title, date))


def certainty_of_plain() -> Certainty:
    """How surely the record of a text without markup is right: its body is what is mostly wrong."""
    return Certainty(model().plain, {"body": model().plain})


def signs_of(body: Body, title: Choice[str], date: DateChoice) -> Signs:
    """All signs of a page that has a body and a title, unscaled, in the order of SIGNS."""
    found = {**_body_signs(body), **_title_signs(title), **_date_signs(date)}
    return {name: round(float(found[name]), 3) for name in SIGNS}


def _body_signs(body: Body) -> Signs:
    scores = body.scores.values if body.scores else np.zeros(0)
    doubt = np.minimum(scores, 1 - scores)
    left_out = np.ones(len(scores), bool)
    left_out[[decision.block.index for decision in body.decisions]] = False
    return {
        "unsure": (doubt > UNSURE).sum(),
        "worst": doubt.max(initial=0.0),
        "left_out": scores[left_out].max(initial=0.0),
        "inside": doubt[body.blocks[0].index : body.blocks[-1].index + 1].sum(),
    }


def _title_signs(title: Choice[str]) -> Signs:
    wanted = letters_of(title.value or "")
    claims = [c for c in title.candidates if c.origin.kind is not Kind.TITLE]  # it has the site's name, too
    claimed = [letters_of(c.text) == wanted for c in claims if c.origin.kind is not Kind.HEADING]
    texts = {letters_of(c.text) for c in claims}
    return {
        "title_agreed": sum(claimed) / len(claimed) if claimed else 0.0,
        "title_longer": sum(wanted in text and wanted != text for text in texts),
    }


def _date_signs(date: DateChoice) -> Signs:
    day = _day(date.value) if date.value is not None else None
    others = [(c.origin.kind, c.value) for c in date.candidates if c.value is not None]
    return {
        "timed": float(isinstance(date.value, dt.datetime)),
        "undated": float(day is None),
        "date_confirmed": len({kind for kind, value in others if _day(value) == day}),
        "time_rivals": _time_rivals(date.value, [value for _, value in others]),
    }


def _time_rivals(chosen: dt.datetime | dt.date | None, others: Sequence[dt.datetime | dt.date]) -> int:
    """How many other minutes of the day are claimed; midnight stands for a day without its time."""
    if not isinstance(chosen, dt.datetime):
        return 0
    moments = [_minute(value) for value in others if isinstance(value, dt.datetime) and value.time() != dt.time.min]
    return len({m for m in moments if dt.timedelta(0) < abs(m - _minute(chosen)) < dt.timedelta(days=1)})


def _day(value: dt.datetime | dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _minute(value: dt.datetime) -> dt.datetime:
    return value.replace(second=0, microsecond=0, tzinfo=value.tzinfo or dt.UTC)
