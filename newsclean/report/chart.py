"""A site's nights as bars, with a mark below each that was not good: the paths of an SVG picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsclean.corpus.verdicts import Gravity

from .nights import Night

_STEP, _BAR = 5, 4  # a night, and its bar, in pixels
_SERIES: dict[str, Callable[[Night], int]] = {
    "records": lambda night: night.records,
    "rejected": lambda night: night.rejected,
    "failed": lambda night: night.failed,
}
# What stands below the bar of a night: told apart by form as well as by colour. In a square of _BAR, from its corner.
_MARKS = {
    Gravity.GOOD: "m0 3h4v1h-4z",
    Gravity.CUT_SHORT: "m0 2h4v2h-4z",
    Gravity.NEEDS_A_LOOK: "m2 0l2 4h-4z",
    Gravity.BROKEN: "m0 0h4v4h-4z",
}
_KINDS = {
    Gravity.GOOD: "good",
    Gravity.CUT_SHORT: "cut",
    Gravity.NEEDS_A_LOOK: "look",
    Gravity.BROKEN: "broken",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """`bars` and `marks` are paths by the class of report.css; `usual` is where the line of the usual number lies."""

    width: int
    height: int
    bars: dict[str, str]
    marks: dict[str, str]
    usual: float | None
    highest: int

    @property
    def total_height(self) -> int:
        return self.height + 2 + _BAR


def chart(nights: Sequence[Night | None], usual: float | None, height: int) -> Chart:
    """The chart of these nights, the oldest first, with bars up to `height` pixels."""
    highest = max((sum(count(night) for count in _SERIES.values()) for night in nights if night), default=0)
    scale = height / max(highest, usual or 0, 1)
    bars = dict.fromkeys(_SERIES, "")
    marks = dict.fromkeys(_KINDS.values(), "")
    for number, night in enumerate(nights):
        if night is None:
            continue
        left, top = number * _STEP, float(height)
        for series, count in _SERIES.items():
            if size := round(count(night) * scale, 1):
                top -= size
                bars[series] += f"M{left} {top:g}h{_BAR}v{size:g}h-{_BAR}z"
        marks[_KINDS[night.gravity]] += f"M{left} {height + 2}{_MARKS[night.gravity]}"
    return Chart(
        width=len(nights) * _STEP - _STEP + _BAR,
        height=height,
        bars={series: path for series, path in bars.items() if path},
        marks={kind: path for kind, path in marks.items() if path},
        usual=None if usual is None else round(height - usual * scale, 1),
        highest=highest,
    )
