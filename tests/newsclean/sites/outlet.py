"""Pages of an outlet that does not exist: articles on topics of their own, to which a test adds what repeats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from newsclean import Article, Page, clean

TOPICS = [
    words.split()
    for words in (
        "bridge girders welders concrete engineers riverbank scaffold rivets surveyors pillars cables traffic",
        "orchard apples growers hailstorm blossom cider harvesters ladders grafting beekeepers varieties pruning",
        "theatre rehearsal actors costume premiere playwright curtain spotlight audience scenery balcony prompter",
        "glacier meltwater climbers crevasse icefield hydrologists moraine avalanche altitude summit shelter ropeway",
        "library manuscripts librarians catalogue bookbinder shelves archive parchment readers donation reading",
        "railway locomotive signals junction conductors timetable carriages platform electrified sleepers viaduct",
        "vaccine laboratory virologists antibodies refrigerated dosage syringes clinics outbreak infection patients",
        "football striker penalty goalkeeper stadium referee midfield injury supporters relegation transfer defenders",
        "currency inflation bankers interest mortgages lenders savings treasury exporters deficit bonds markets",
        "observatory telescope astronomers comet eclipse satellite lenses meteors spectrum galaxies orbiting darkness",
        "brewery barley fermentation barrels brewmaster hopfields bottles yeasts malting tavern festival tasting",
        "election ballots candidates turnout recount polling coalition mandates campaign debates parliament voters",
        "shipyard trawlers welding drydock anchors captains tonnage propeller mooring lighthouse harbour launching",
        "school pupils teachers classroom examination homework playground headmaster lessons curriculum satchels",
    )
]
AUTHORS = ("Mara Quill", "Tomas Roe", "Ines Falk")
SHAPES = (
    "The {} and the {} were late, and no {} had been told of it until noon.",
    "In the end it was the {} that gave way, while {} and {} held out.",
    "So far the {} has cost more than the {}, and more {} may have to come.",
    "One of them said the {} had not been seen near a {} or a {} for years.",
    "They want to try the {} again in May, but not with the {} or the {}.",
)


def paragraphs(topic: int, turn: int = 0, count: int = 5) -> list[str]:
    """Sentences about one of TOPICS; with another `turn`, other ones about the same."""
    words = TOPICS[topic]
    return [
        SHAPES[(turn + n) % len(SHAPES)].format(*(words[(turn * 5 + n * 3 + k) % len(words)] for k in range(3)))
        for n in range(count)
    ]


def page(number: int, texts: Iterable[str], *, title: str | None = None, author: str = "", day: int = 0) -> Page:
    """The page of an article, one of the outlet's `number`."""
    title = title or f"What the {TOPICS[number % len(TOPICS)][0]} means for the town, part {number}"
    date = dt.date(2026, 11, 1) + dt.timedelta(day or number % 20)
    byline = f'<meta name="author" content="{author}">' if author else ""
    body = "".join(f"<p>{text}</p>" for text in texts)
    html = (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{date}T08:00:00+00:00">{byline}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )
    return Page(
        url=f"https://www.meridian.example/news/{number}",
        html=html.encode(),
        fetched_at=dt.datetime(2026, 11, 27, tzinfo=dt.UTC),
    )


def article(page: Page) -> Article:
    """What cleaning makes of the page alone."""
    outcome = clean(page)
    assert isinstance(outcome, Article), outcome
    return outcome
