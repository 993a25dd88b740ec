"""Explanations as waterfalls: named bits added up one after the other, in SVG and with matplotlib.

Names may be a stranger's: `show` makes them visible, HTML is escaped, and matplotlib reads no formulas in them.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .extras import need
from .report.pictures import waterfall
from .report.text import bits, show
from .report.words import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {"plus": "#1d6a72", "minus": "#8a5a83", "zero": "#a0a09a", "total": "#a1421a"}  # those of the report
Parts = Sequence[tuple[str, float]]


def total_of(parts: Parts) -> float:
    """The sum of the parts, in bits; exact where they are whole 1/1024 bits."""
    return math.fsum(value for _, value in parts)


def draw_svg(parts: Parts, *, total: str) -> str:
    """A waterfall as one SVG element that needs no style sheet and follows the colour of the text around it.

    Parameters
    ----------
    parts : list of (name, bits)
    total : str
        The name of their sum.

    Returns
    -------
    str
        Empty without parts. The same parts, the same bytes.
    """
    picture = waterfall(list(parts), total_of(parts), total=total)
    if picture is None:
        return ""
    zero = picture["zero"]
    drawn = [f'<line x1="{zero}" x2="{zero}" y1="0" y2="{picture["height"]}" stroke="#a0a09a"/>']
    for bar in picture["bars"]:
        middle = bar["y"] + 16
        drawn += [
            f'<text x="178" y="{middle}" text-anchor="end">{html.escape(show(bar["label"], limit=28))}</text>',
            f'<rect x="{bar["x"]}" y="{bar["y"] + 5}" width="{bar["width"]}" height="14" rx="2" '
            f'fill="{COLOURS[bar["css"]]}"/>',
            f'<text x="{picture["width"] - 6}" y="{middle}" text-anchor="end">{html.escape(bar["told"])}</text>',
        ]
    title = html.escape(show(f"As a sum, in bits: {picture['told']}", limit=1_000))
    return (
        f'<svg viewBox="0 0 {picture["width"]} {picture["height"]}" width="{picture["width"]}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="currentColor"><title>{title}</title>{"".join(drawn)}</svg>'
    )


def plot(parts: Parts, *, total: str, title: str, ax: Any = None) -> Axes:
    """A waterfall on matplotlib axes, the first part on top.

    Parameters
    ----------
    parts : list of (name, bits)
    total : str
        The name of their sum.
    title : str
    ax : matplotlib axes, optional
        Where to draw; a new figure unless given.

    Raises
    ------
    ModuleNotFoundError
        matplotlib is not installed (``pip install 'accountgraph[plot]'``).
    ValueError
        There are no parts.
    """
    if not parts:
        raise ValueError("there is nothing to draw: the account is in no cluster")
    if ax is None:
        pyplot = need("matplotlib.pyplot", "plot", "a plot")
        ax = pyplot.figure(figsize=(7, 0.4 * len(parts) + 1.4), layout="constrained").subplots()
    rows = [*parts, (total, total_of(parts))]
    start = 0.0
    for row, (_, value) in enumerate(rows):
        last = row == len(parts)
        start = 0.0 if last else start
        ax.barh(row, value, left=start, color=COLOURS["total" if last else "plus" if value > 0 else "minus"])
        told = f"{'+' if value > 0 and not last else ''}{bits(value)}"
        ax.annotate(told, (max(start, start + value), row), (4, 0), textcoords="offset points", va="center")
        start += value
    ax.axvline(0, color=COLOURS["zero"], linewidth=1)
    ax.set_yticks(range(len(rows)), [show(plain(name), limit=40) for name, _ in rows], parse_math=False)
    ax.invert_yaxis()
    low, high = ax.get_xlim()
    ax.set_xlim(low, high + 0.12 * (high - low))  # room for the last figures
    ax.set_xlabel("bits")
    ax.set_title(show(title, limit=80), parse_math=False)
    return ax
