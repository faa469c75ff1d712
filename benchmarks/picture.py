"""A scatter plot as SVG that reads in light and dark, with labels that stay clear of each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 800, 540
LEFT, RIGHT, TOP, BOTTOM = 74, 20, 20, 82  # from the edges to the frame
SIZE, SIGN = 14, 0.6  # of the letters in pixels, and the width of one as a share of it: that of wide fonts
DOT, GAP = 6, 5
FAR = (0, 16, 32, 48)  # how far a label may go from its place beside the dot
_STYLE = """
    .ground { fill: #fff } .grid { stroke: #e3e6e8 } .frame { fill: none; stroke: #78909c }
    .text { fill: #263238 } .less { fill: #546e7a } .line { stroke: #78909c }
    .dot { fill: #78909c; stroke: #78909c; stroke-width: 2 } .part { fill: #fff }
    .ours { fill: #c62828; stroke: #c62828 } .our { fill: #b71c1c; font-weight: 700 }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #1d2125 } .grid { stroke: #343a40 } .frame { stroke: #90a4ae }
      .text { fill: #eceff1 } .less { fill: #b0bec5 } .line { stroke: #90a4ae }
      .dot { fill: #90a4ae; stroke: #90a4ae } .part { fill: #1d2125 }
      .ours { fill: #ff8a80; stroke: #ff8a80 } .our { fill: #ff8a80 }
    }"""


@dataclass(frozen=True)
class Point:
    """A dot with its name. `ours` is drawn in red; a `part` of the pages is drawn hollow."""

    name: str
    x: float
    y: float
    ours: bool = False
    part: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle by its left upper and right lower corner."""

    x: float
    y: float
    right: float
    low: float

    def meets(self, other: Box) -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.low and other.y < self.low

    def is_in(self, other: Box) -> bool:
        return self.x >= other.x and self.y >= other.y and self.right <= other.right and self.low <= other.low


FRAME = Box(LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM)


def scatter(points: Sequence[Point], x_title: str, y_title: str, note: str, about: str) -> str:
    """The picture. x grows by factors, y from the twentieth below the lowest point up to 1.

    `note` stands below it, `about` is read out in its place.
    """
    lowest = math.floor(20 * min(point.y for point in points)) / 20
    first, last = (math.log10(value) for value in (min(p.x for p in points) / 1.5, max(p.x for p in points) * 1.5))

    def across(value: float) -> float:
        return FRAME.x + (FRAME.right - FRAME.x) * (math.log10(value) - first) / (last - first)

    def down(value: float) -> float:
        return FRAME.low - (FRAME.low - FRAME.y) * (value - lowest) / (1 - lowest)

    spots = [(across(point.x), down(point.y)) for point in points]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f"""role="img" aria-labelledby="about" font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif" """
        f'font-size="{SIZE}">',
        f'  <desc id="about">{escape(about)}</desc>',
        f"  <style>{_STYLE}\n  </style>",
        f'  <rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="8"/>',
    ]
    for value in _factors(10**first, 10**last):
        lines.append(f'  <path class="grid" d="M{across(value):.1f} {FRAME.y}V{FRAME.low}"/>')
        lines.append(_text(across(value), FRAME.low + 20, f"{value:g}", "less"))
    for step in range(round(20 * lowest), 21):
        lines.append(f'  <path class="grid" d="M{FRAME.x} {down(step / 20):.1f}H{FRAME.right}"/>')
        lines.append(_text(FRAME.x - 8, down(step / 20) + 5, f"{step / 20:.2f}", "less", "end"))
    lines.append(
        f'  <rect class="frame" x="{FRAME.x}" y="{FRAME.y}" width="{FRAME.right - FRAME.x}" '
        f'height="{FRAME.low - FRAME.y}"/>'
    )
    lines.append(_text((FRAME.x + FRAME.right) / 2, FRAME.low + 44, x_title, "text"))
    lines.append(_text((FRAME.x + FRAME.right) / 2, HEIGHT - 14, note, "less"))
    middle = (FRAME.y + FRAME.low) / 2
    lines.append(_text(20, middle, y_title, "text", turned=f' transform="rotate(-90 20 {middle:.1f})"'))
    boxes = place([point.name for point in points], spots)
    for point, (x, y), box in zip(points, spots, boxes, strict=True):
        near = min(max(x, box.x), box.right), min(max(y, box.y), box.low)  # the label's point that is next to the dot
        if math.dist(near, (x, y)) > DOT + GAP + 3:
            lines.append(f'  <path class="line" d="M{x:.1f} {y:.1f}L{near[0]:.1f} {near[1]:.1f}"/>')
        kind = "dot ours" if point.ours else "dot part" if point.part else "dot"
        lines.append(f'  <circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{DOT}"/>')
    for point, (x, _), box in zip(points, spots, boxes, strict=True):
        anchor, start = ("start", box.x) if box.x > x else ("end", box.right) if box.right < x else ("middle", x)
        lines.append(_text(start, box.low - 0.25 * SIZE, point.name, "our" if point.ours else "text", anchor))
    return "\n".join([*lines, "</svg>", ""])


def place(names: Sequence[str], spots: Sequence[tuple[float, float]]) -> list[Box]:
    """A place in the frame for each name, near its dot, that meets no dot and no other name.

    Raises ValueError when the picture is too full.
    """
    dots = [Box(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in spots]
    found: list[Box] = []
    for name, spot in zip(names, spots, strict=True):
        free = (
            box
            for box in _places(name, *spot)
            if box.is_in(FRAME) and not any(box.meets(other) for other in (*dots, *found))
        )
        if (box := next(free, None)) is None:
            raise ValueError(f"no place for {name} in the picture")
        found.append(box)
    return found


def _places(name: str, x: float, y: float) -> Iterator[Box]:
    width, high, beside = SIGN * SIZE * len(name), 1.2 * SIZE, DOT + GAP
    for far in FAR:
        right, left, middle = x + beside + far, x - beside - far - width, x - width / 2
        above, below, level = y - beside - far - high, y + beside + far, y - high / 2
        for start, top in (
            (right, level), (left, level), (middle, above), (middle, below),
            (right, above), (right, below), (left, above), (left, below),
        ):  # fmt: skip
            yield Box(start, top, start + width, top + high)


def _factors(first: float, last: float) -> Iterator[float]:
    """1, 2, 5, 10, 20, 50 and so on, within these limits."""
    for power in range(math.floor(math.log10(first)), math.ceil(math.log10(last)) + 1):
        yield from (step * 10.0**power for step in (1, 2, 5) if first <= step * 10.0**power <= last)


def _text(x: float, y: float, text: str, kind: str, anchor: str = "middle", turned: str = "") -> str:
    return f'  <text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turned}>{escape(text)}</text>'
