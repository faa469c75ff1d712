"""The stories of a small site: put together from the sentences of stock/LANGUAGE.toml, the same ones every time."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_STOCK = Path(__file__).parent / "stock"
PARAGRAPHS, SENTENCES = 6, 3
_UMLAUTS = {ord(letter): plain for letter, plain in zip("äöüß", ("ae", "oe", "ue", "ss"), strict=True)}


@dataclass(frozen=True)
class Story:
    """An article. `slug` is made of all its headline, `short` of one to four words of it."""

    number: int
    title: str
    slug: str
    short: str
    section: str
    author: str
    published: dt.datetime
    shown_date: str
    paragraphs: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def id(self) -> int:
        """A number as content systems count: with gaps, higher for newer stories."""
        return 912_640 - 37 * self.number

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.title.encode()).hexdigest()

    @property
    def summary(self) -> str:
        return self.paragraphs[0][:140].rpartition(" ")[0] or self.paragraphs[0][:60]


@cache
def stock(language: str) -> dict[str, Any]:
    """The sentences, names and words of a language."""
    return tomllib.loads((_STOCK / f"{language}.toml").read_text("utf-8"))


def make_stories(language: str, number: int, newest: dt.datetime, step: dt.timedelta, seed: str) -> list[Story]:
    """So many stories, newest first, one every `step`; another `seed` gives others."""
    have, choose = stock(language), random.Random(seed)
    heads = [(subject, event) for subject in have["subjects"] for event in have["events"]]
    heads = choose.sample(heads, number)
    newest = newest.astimezone(dt.timezone(dt.timedelta(hours=have["zone"])))
    found, taken = [], set[str]()
    for count, (subject, event) in enumerate(heads):
        place = choose.choice(have["places"])
        published = newest - count * step - dt.timedelta(minutes=choose.randrange(50))
        title = have["title"].format(subject=subject[0], event=event[0], place=place)
        short = _short_slug(choose, subject[1], event[1], taken)
        taken.add(short)
        found.append(
            Story(
                number=count,
                title=title,
                slug=slug_of(title) or short,
                short=short,
                section=choose.choice(have["sections"])[0],
                author=choose.choice(have["people"]),
                published=published,
                shown_date=_shown(have, published),
                paragraphs=_text(choose, have, subject[0], place),
                tags=tuple(choose.sample(have["words"]["tag_names"], 2)),
            )
        )
    return found


def slug_of(text: str) -> str:
    """The words of Latin letters of a text, as content systems write them into addresses."""
    plain = text.lower().translate(_UMLAUTS)
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def prose(language: str, number: int, seed: str) -> list[str]:
    """Paragraphs of a standing page: what the paper says about itself."""
    about = stock(language)["about"]
    choose = random.Random(seed)
    return [" ".join(choose.sample(about, 2)) for _ in range(number)]


def _short_slug(choose: random.Random, subject: str, event: str, taken: set[str]) -> str:
    forms = [subject, f"{subject}-{event}", f"{event}-{subject}"]
    choose.shuffle(forms)
    return next((form for form in forms if form not in taken), f"{subject}-{len(taken)}")


def _text(choose: random.Random, have: dict[str, Any], subject: str, place: str) -> tuple[str, ...]:
    picked = choose.sample(have["sentences"], PARAGRAPHS * SENTENCES)
    body = choose.choice(have["bodies"])
    person, other = choose.sample(have["people"], 2)
    sentences = [
        sentence.format(
            subject=subject, place=place, person=person, other=other, body=body, number=choose.randrange(12, 900),
            day=choose.choice(have["weekdays"]),
        )
        for sentence in picked
    ]  # fmt: skip
    sentences = [sentence[0].upper() + sentence[1:] for sentence in sentences]
    return tuple(" ".join(sentences[start : start + SENTENCES]) for start in range(0, len(sentences), SENTENCES))


def _shown(have: dict[str, Any], when: dt.datetime) -> str:
    text: str = have["date"].format(
        day=when.day, month=have["months"][when.month - 1], year=when.year, clock=when.strftime("%H:%M"),
        weekday=have["weekdays"][when.weekday()],
    )  # fmt: skip
    return text
