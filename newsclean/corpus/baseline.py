"""Is a run like the runs before it? Sites rarely break with an error: figures drift or jump.

A figure is compared with the median of the site's last runs. Their spread is the median absolute deviation (MAD), made
comparable to a standard deviation by 1.4826 (Rousseeuw & Croux 1993): one odd night moves neither, while it would move
mean and deviation. A steady site has no spread at all, so a break must also be large in absolute terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

RUNS = 14  # two weeks, as weekends differ from weekdays
ENOUGH = 7  # runs with the figure; fewer may all be of weekdays
SAMPLE = 10  # articles or pages; shares and lengths of fewer say nothing
SPREADS = 4  # a normally distributed figure is this far off on one night in 30,000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a run: its name in the history, its name for people, and the smallest difference that counts.

    `worse` is -1 where less is worse, 1 where more is. `relative` is a share of the median, `absolute` an amount.
    """

    name: str
    words: str
    worse: int
    relative: float = 0
    absolute: float = 0
    is_share: bool = False

    def shown(self, value: float) -> str:
        return f"{value:.0%}" if self.is_share else f"{value:,.0f}"


FIGURES = (
    Figure("articles_a_day", "new articles", -1, relative=0.5),
    Figure("body_length", "characters in the median body", -1, relative=0.5),
    Figure("share_undated", "of the articles without a date", 1, absolute=0.2, is_share=True),
    Figure("share_rejected", "of the pages rejected", 1, absolute=0.2, is_share=True),
    Figure("share_failed", "of the pages failed", 1, absolute=0.2, is_share=True),
)


def breaks(run: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> list[str]:
    """Which figures of a run are far from usual, in sentences. `earlier` are those of the runs before, latest first.

    A figure that is missing or None is unknown and not compared.
    """
    found = []
    for figure in FIGURES:
        value = run.get(figure.name)
        known = [past[figure.name] for past in earlier[:RUNS] if past.get(figure.name) is not None]
        if value is None or len(known) < ENOUGH:
            continue
        if _is_far(figure, value, known):
            usual = figure.shown(median(known))
            found.append(f"{figure.shown(value)} {figure.words}, where {usual} is usual in the last {len(known)} runs.")
    return found


def _is_far(figure: Figure, value: float, known: Sequence[float]) -> bool:
    """Far from the median and from the worse quartile too: a weekend is two days of seven."""
    middle = median(known)
    quartile = sorted(known, reverse=figure.worse > 0)[len(known) // 4]
    spread = 1.4826 * median(abs(past - middle) for past in known)
    if figure.worse * (value - middle) > max(
        SPREADS * spread, figure.relative * middle, figure.absolute
    ) and figure.worse * (value - quartile) > max(figure.relative * quartile, figure.absolute):
        return True
    # A few a day vary so much that no number is far off; none at all, where there are nearly always some, is.
    return figure.worse < 0 and value == 0 and quartile > 0
