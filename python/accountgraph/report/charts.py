"""Charts of numbers as inline SVG: lines with bands, bars, a strip of cells. Here is the geometry; a template draws it.

The texts may be a stranger's: `show` makes them visible, autoescape escapes them. Colours are those of the pages
(style.css.j2), so a chart follows light, dark and print. Same values, same bytes. ValueError: a value that the chart
cannot show truthfully. ModuleNotFoundError: Jinja2 is not installed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from . import _environment
from .pictures import ROW, WIDTH
from .text import MINUS, MISSING, missing, show

if TYPE_CHECKING:
    from markupsafe import Markup

DASHES = ("", "7 4", "2 3", "10 3 2 3", "12 5", "4 2 1 2")  # of a series' line, beside its colour
SHAPES = (  # of its markers, around (0, 0)
    "M-4 0A4 4 0 1 1 4 0A4 4 0 1 1 -4 0Z",
    "M-3.5 -3.5H3.5V3.5H-3.5Z",
    "M0 -5L4.5 3.5H-4.5Z",
    "M0 -5L5 0L0 5L-5 0Z",
    "M-4.5 -3.5H4.5L0 5Z",
    "M-1.5 -5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5V-1.5H-1.5Z",
)
HEAD = 30  # height of the title
LEFT, RIGHT, PLOT = 66.0, WIDTH - 24.0, 240.0  # edges and height of the plot of lines, pixels


@dataclass(frozen=True)
class Point:
    """A point of a line; y None leaves a gap. `low` and `high` bound its band."""

    x: float
    y: float | None
    low: float | None = None
    high: float | None = None


def line_chart(
    title: str,
    x_label: str,
    y_label: str,
    series: Mapping[str, Sequence[Point]],
    *,
    y_range: tuple[float, float] = (0, 1),
) -> Markup:
    """Lines over a common axis, with a band from low to high.

    Parameters
    ----------
    title, x_label, y_label : str
    series : mapping of name to points
        At most six, told apart by colour, dash and marker. Points are drawn by ascending x.
    y_range : (low, high)
        The axis. A point beyond it is an error; a band is cut at the edge.
    """
    if len(series) > len(SHAPES):
        raise ValueError(f"a chart shows at most {len(SHAPES)} series, got {len(series)}")
    bottom, top = (float(edge) for edge in y_range)
    if not bottom < top:
        raise ValueError(f"`y_range` must ascend, got {y_range}")
    xs = sorted({float(point.x) for points in series.values() for point in points})
    if not all(map(math.isfinite, xs)):
        raise ValueError("x of a point must be finite")
    low, high = (xs[0], xs[-1]) if len(xs) > 1 else (xs[0] - 0.5, xs[0] + 0.5) if xs else (0.0, 1.0)

    def across(x: float) -> float:
        return round(LEFT + 10 + (float(x) - low) / (high - low) * (RIGHT - LEFT - 20), 1)

    def down(y: float) -> float:
        return round(HEAD + (top - min(max(float(y), bottom), top)) / (top - bottom) * PLOT, 1)

    def edges(part: list[Point]) -> list[tuple[float, float]]:
        above = [(across(point.x), down(point.high)) for point in part]
        return above + [(across(point.x), down(point.low)) for point in reversed(part)]

    lines = []
    for index, (name, points) in enumerate(series.items()):
        given = sorted(points, key=lambda point: point.x)
        if any(not missing(p.y) and not bottom <= p.y <= top for p in given):
            raise ValueError(f"a point of {show(name, limit=40)!r} lies beyond {bottom:g} .. {top:g}")
        told = ", ".join(f"{MISSING if missing(p.y) else _number(p.y)} at {_number(p.x)}" for p in given)
        lines.append(
            {
                "name": show(name, limit=39),
                "told": told,
                "paint": f"var(--k{index})",
                "dash": DASHES[index],
                "shape": SHAPES[index],
                "line": "".join(_path([(across(p.x), down(p.y)) for p in part]) for part in _parts(given, _has_y)),
                "band": "".join(_path(edges(part)) + "Z" for part in _parts(given, _has_band)),
                "marks": [(across(p.x), down(p.y)) for p in given if _has_y(p)],
                "x": 20 + index % 2 * WIDTH // 2,
                "y": HEAD + PLOT + 68 + index // 2 * ROW,
            }
        )
    room = 7 * max((len(_number(x)) for x in xs), default=0) + 8  # of a label, pixels
    wide = all(across(b) - across(a) >= room for a, b in pairwise(xs))
    return _drawn(
        "lines",
        {
            "title": show(title, limit=80),
            "x_label": show(x_label, limit=80),
            "y_label": show(y_label, limit=38),
            "width": WIDTH,
            "height": HEAD + PLOT + 56 + (len(lines) + 1) // 2 * ROW,
            "head": HEAD,
            "left": LEFT,
            "right": RIGHT,
            "foot": HEAD + PLOT,
            "x_ticks": [(across(x), _number(x)) for x in (xs if xs and wide else _ticks(low, high))],
            "y_ticks": [(down(y), _number(y)) for y in _ticks(bottom, top)],
            "lines": lines,
        },
    )


def bar_chart(title: str, rows: Sequence[tuple[str, float | None, str]], *, highest: float | None = None) -> Markup:
    """Horizontal bars from 0.

    Parameters
    ----------
    title : str
    rows : sequence of (label, value, text)
        `text` stands at the bar's end. Values are >= 0; None is a dash and no bar.
    highest : float, optional
        Value of a bar of full length; the largest value unless given. No value may be above it.
    """
    values = [None if missing(value) else float(value) for _, value, _ in rows]
    longest = max((v for v in values if v is not None), default=0.0) if highest is None else float(highest)
    if any(v is not None and not 0 <= v <= longest for v in values):
        raise ValueError(f"the bars of {show(title, limit=40)!r} must lie in 0 .. {longest:g}")
    left, room = 206.0, WIDTH - 206.0 - 196.0
    bars = []
    for index, ((label, _, text), value) in enumerate(zip(rows, values, strict=True)):
        length = 0.0 if not value else round(max(value / longest * room, 1.0), 1)
        told = show(text, limit=26) if value is not None else f"{MISSING} {show(text, limit=24)}" if text else MISSING
        y = HEAD + index * ROW
        bars.append({"label": show(label, limit=28), "length": length, "end": left + length + 8, "told": told, "y": y})
    height = HEAD + len(bars) * ROW + 6
    return _drawn(
        "bars",
        {"title": show(title, limit=80), "width": WIDTH, "height": height, "head": HEAD, "left": left, "bars": bars},
    )


def strip_chart(title: str, cells: Sequence[tuple[str, bool]], *, yes: str, no: str) -> Markup:
    """Cells in a row (at most 40), filled or crossed out.

    Parameters
    ----------
    title : str
    cells : sequence of (label, filled)
    yes, no : str
        What a filled and a crossed cell mean.
    """
    if len(cells) > 40:
        raise ValueError(f"a strip shows at most 40 cells, got {len(cells)}")
    step = 34 if len(cells) <= 21 else 18
    drawn = [{"label": show(label, limit=4), "yes": yes, "x": 12 + i * step} for i, (label, yes) in enumerate(cells)]
    return _drawn(
        "strip",
        {
            "title": show(title, limit=80),
            "width": WIDTH,
            "height": HEAD + 84,
            "head": HEAD,
            "side": step - 4,
            "cells": drawn,
            "yes": show(yes, limit=39),
            "no": show(no, limit=39),
        },
    )


def _drawn(macro: str, geometry: dict[str, Any]) -> Markup:
    return getattr(_environment().get_template("charts.html.j2").module, macro)(geometry)


def _has_y(point: Point) -> bool:
    return not missing(point.y)


def _has_band(point: Point) -> bool:
    return not missing(point.low) and not missing(point.high)


def _parts(points: Sequence[Point], holds: Callable[[Point], bool]) -> Iterator[list[Point]]:
    """The stretches of points for which `holds`."""
    part: list[Point] = []
    for point in [*points, None]:
        if point is not None and holds(point):
            part.append(point)
        elif part:
            yield part
            part = []


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _number(value: float) -> str:
    """A number as short as it can be told: four digits, thousands separated, a true minus sign."""
    value = float(value)
    told = f"{value:,.0f}" if abs(value) >= 1000 or value == round(value) else f"{value:.4g}"
    return told.replace("-", MINUS)


def _ticks(low: float, high: float) -> list[float]:
    """Four to nine round numbers from low to high, steps of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10((high - low) / 5))
    step = next(power * factor for factor in (1, 2, 5, 10) if (high - low) / (power * factor) <= 8)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]
