"""How far probabilities can be believed: how often what was called probable came true, as a table and as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10
SIZE, LEFT, TOP = 320, 60, 20

Values = NDArray[np.float64]
Outcomes = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bin:
    """The cases whose probability is between two tenths: its mean, the share that came true, their number."""

    predicted: float
    observed: float
    cases: int


def bins(values: Values, outcomes: Outcomes) -> list[Bin]:
    """The cases by tenths of probability, the lowest first; empty tenths are left out."""
    tenths = np.minimum((values * BINS).astype(int), BINS - 1)
    chosen = (tenths == number for number in range(BINS))
    return [Bin(float(values[c].mean()), float(outcomes[c].mean()), int(c.sum())) for c in chosen if c.any()]


def table(found: Sequence[Bin]) -> str:
    """The bins in Markdown, the surest first, with the share and the outcomes of all cases from there upwards."""
    total = sum(one.cases for one in found)
    lines = ["| certainty | right | cases | all from here up | of them right |", "|--:|--:|--:|--:|--:|"]
    cases, right = 0, 0.0
    for one in reversed(found):
        cases, right = cases + one.cases, right + one.cases * one.observed
        share = f"{100 * cases / total:.0f} %"
        lines.append(f"| {one.predicted:.2f} | {one.observed:.2f} | {one.cases} | {share} | {right / cases:.3f} |")
    return "\n".join(lines)


def figures(values: Values, outcomes: Outcomes) -> Iterator[str]:
    """What came true of all and of the surest half, by fifths; the Brier score and the area under the ROC curve."""
    order = np.argsort(-values, kind="stable")
    sure, unsure = values[outcomes][:, None], values[~outcomes]
    area = float(((sure > unsure).mean() + (sure >= unsure).mean()) / 2)
    fifths = ", ".join(f"{outcomes[part].mean():.2f}" for part in np.array_split(order, 5))
    yield f"right: {outcomes.mean():.3f}, predicted {values.mean():.3f}"
    yield f"right in the surest half: {outcomes[order[: len(order) // 2]].mean():.3f}"
    yield f"right by fifths, the surest first: {fifths}"
    yield f"Brier score {float(((values - outcomes) ** 2).mean()):.3f}, area under the ROC curve {area:.3f}"


def diagram(found: Sequence[Bin]) -> str:
    """The reliability diagram as SVG; the area of a dot is the number of its cases."""
    return "\n".join((*_frame(), *_dots(found), "</svg>")) + "\n"


def _frame() -> Iterator[str]:
    width, height = LEFT + SIZE + 20, TOP + SIZE + 50
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="12">'
    )
    yield "<title>Certainty of records, and the share that is right</title>"
    yield f'<rect width="{width}" height="{height}" fill="#fff"/>'
    yield f'<rect x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#999"/>'
    yield f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4 4"/>'
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        yield f'<text x="{_x(share)}" y="{_y(0) + 18}" text-anchor="middle">{share:.1f}</text>'
        yield f'<text x="{LEFT - 8}" y="{_y(share) + 4}" text-anchor="end">{share:.1f}</text>'
    yield f'<text x="{_x(0.5)}" y="{_y(0) + 40}" text-anchor="middle">certainty of the record</text>'
    yield f'<text transform="translate(16 {_y(0.5)}) rotate(-90)" text-anchor="middle">share that is right</text>'


def _dots(found: Sequence[Bin]) -> Iterator[str]:
    line = "L".join(f"{_x(one.predicted)} {_y(one.observed)}" for one in found)
    yield f'<path d="M{line}" fill="none" stroke="#3f51b5"/>'
    most = max((one.cases for one in found), default=1)
    for one in found:
        place = f'cx="{_x(one.predicted)}" cy="{_y(one.observed)}"'
        yield f'<circle {place} r="{3 + 9 * (one.cases / most) ** 0.5:.1f}" fill="#3f51b5" fill-opacity=".6"/>'


def _x(share: float) -> float:
    return round(LEFT + SIZE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIZE * (1 - share), 1)
