"""A reliability diagram as SVG: how often what was called probable came true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SIZE, LEFT, TOP = 320, 60, 20
Point = tuple[float, float, int]


def diagram(points: Sequence[Point]) -> str:
    """Each point has the predicted probability, the share observed and the number behind it, which is its area."""
    return "\n".join(_parts(points)) + "\n"


def _parts(points: Sequence[Point]) -> Iterator[str]:
    width, height = LEFT + SIZE + 20, TOP + SIZE + 50
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="12">'
    )
    yield "<title>Certainty of records and how often they were right</title>"
    yield f'<rect width="{width}" height="{height}" fill="#fff"/>'
    yield f'<rect x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#999"/>'
    yield f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4 4"/>'
    for step in range(0, 11, 2):
        share = step / 10
        yield f'<text x="{_x(share)}" y="{_y(0) + 18}" text-anchor="middle">{share:.1f}</text>'
        yield f'<text x="{LEFT - 8}" y="{_y(share) + 4}" text-anchor="end">{share:.1f}</text>'
    yield f'<text x="{_x(0.5)}" y="{_y(0) + 40}" text-anchor="middle">certainty of the record</text>'
    yield f'<text transform="translate(16 {_y(0.5)}) rotate(-90)" text-anchor="middle">share that is right</text>'
    line = "L".join(f"{_x(predicted)} {_y(observed)}" for predicted, observed, _ in points)
    yield f'<path d="M{line}" fill="none" stroke="#3f51b5"/>'
    most = max((number for *_, number in points), default=1)
    for predicted, observed, number in points:
        radius = 3 + 9 * (number / most) ** 0.5
        yield f'<circle cx="{_x(predicted)}" cy="{_y(observed)}" r="{radius:.1f}" fill="#3f51b5" fill-opacity=".6"/>'
    yield "</svg>"


def _x(share: float) -> float:
    return round(LEFT + SIZE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIZE * (1 - share), 1)
