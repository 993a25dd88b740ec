"""Geometry of a case's pictures. The templates draw; here are numbers and texts, so that autoescape sees all text.

Coordinates are pixels of an SVG view box, rounded to a tenth: the same run gives the same bytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .text import bits, missing, show
from .words import plain

WIDTH = 760  # of every picture
ROW = 24  # height of a row of text


def waterfall(parts: list[tuple[str, float]], value: float, *, total: str = "score") -> dict[str, Any] | None:
    """Bits as a sum: one floating bar a part, then the total. None without parts.

    Parameters
    ----------
    parts : list of (name, bits)
        In the order in which they are added; parts of exactly 0 bits are left to the text.
    value : float
        Their sum in bits.
    total : str
        Its name.
    """
    shown = [(name, float(part)) for name, part in parts if not missing(part)]
    if not shown:
        return None
    ends = np.cumsum([part for _, part in shown])
    starts = np.concatenate(([0.0], ends[:-1]))
    low, high = min(0.0, ends.min(), value), max(0.0, ends.max(), value)
    left, right = 190.0, WIDTH - 90.0
    scale = (right - left) / ((high - low) or 1.0)

    def bar(label: str, start: float, end: float, row: int, css: str) -> dict[str, Any]:
        x = left + (min(start, end) - low) * scale
        return {
            "label": label,
            "value": bits(end - start),
            "told": ("+" if css == "plus" else "") + bits(end - start),
            "css": css,
            "y": row * ROW,
            "end": round(left + (end - low) * scale, 1),
            "x": round(x, 1),
            "width": round(max(abs(end - start) * scale, 1.0), 1),
        }

    bars = [
        bar(plain(name), start, end, row, "plus" if part > 0 else "minus" if part < 0 else "zero")
        for row, ((name, part), start, end) in enumerate(zip(shown, starts, ends, strict=True))
    ]
    bars.append(bar(total, 0.0, float(value), len(bars), "total"))
    told = ", ".join(f"{b['label']} {b['told']}" for b in bars)
    return {
        "width": WIDTH,
        "height": len(bars) * ROW + 4,
        "bars": bars,
        "zero": round(left - low * scale, 1),
        "told": told,
    }


def bipartite(
    accounts: list[str], core: list[bool], identifiers: list[tuple[str, str]], holds: list[tuple[int, int]]
) -> dict[str, Any]:
    """Accounts on the left, identifiers on the right, a line where an account holds an identifier.

    Parameters
    ----------
    accounts : list of str, length n
    core : list of bool, length n
        Whether the account is a core member.
    identifiers : list of (kind, value), length m
    holds : list of (account, identifier)
        Indices into the two lists.

    Notes
    -----
    Both sides are ordered by the mean place of their neighbours, six times in turn (Sugiyama, Tagawa, Toda 1981, doi
    10.1109/TSMC.1981.4308636), ties by the given order: few crossings, and no random numbers.
    """
    table = np.zeros((len(accounts), len(identifiers)))
    for account, identifier in holds:
        table[account, identifier] = 1.0
    place = [np.arange(len(accounts), dtype=float), np.arange(len(identifiers), dtype=float)]
    for step in range(6):
        side = (step + 1) % 2
        links = table.T if side else table
        degree = links.sum(axis=1)
        mean = np.where(degree > 0, links @ place[1 - side] / np.maximum(degree, 1), np.inf)
        place[side][np.argsort(np.round(mean, 9), kind="stable")] = np.arange(len(mean))
    rows = max(len(accounts), len(identifiers), 1)
    height = rows * 20.0 + 12
    left, right = 236.0, WIDTH - 300.0

    def heights(order: np.ndarray) -> list[float]:
        step = height / max(len(order), 1)
        return [round((index + 0.5) * step, 1) for index in order]

    ya, yi = heights(place[0]), heights(place[1])
    kinds = list(dict.fromkeys(kind for kind, _ in identifiers))
    middle = (left + right) / 2
    hub = table.sum(axis=0) > max(8, len(accounts) / 4)  # drawn faintly, so that cards and devices stay visible
    return {
        "width": WIDTH,
        "height": height,
        "left": left,
        "right": right,
        "kinds": kinds,
        "accounts": [
            {"label": show(a, limit=26), "y": y, "core": c} for a, y, c in zip(accounts, ya, core, strict=True)
        ],
        "identifiers": [
            {"label": show(v, limit=28), "kind": k, "y": y, "css": f"k{kinds.index(k) % 6}"}
            for (k, v), y in zip(identifiers, yi, strict=True)
        ],
        "lines": [
            {
                "d": f"M{left} {ya[a]}C{middle} {ya[a]} {middle} {yi[i]} {right} {yi[i]}",
                "css": f"k{kinds.index(identifiers[i][0]) % 6}{' hub' if hub[i] else ''}",
            }
            for a, i in holds
        ],
    }


def ring(accounts: list[str], core: list[bool], links: list[tuple[int, int, float]]) -> dict[str, Any]:
    """Accounts on a circle, a chord a link, wider for more bits; drawn where the run holds no entries."""
    radius, height = 128.0, 330.0
    angle = 2 * np.pi * np.arange(len(accounts)) / max(len(accounts), 1) - np.pi / 2
    x, y = np.round(WIDTH / 2 + radius * np.cos(angle), 1), np.round(height / 2 + radius * np.sin(angle), 1)
    strongest = max((weight for _, _, weight in links), default=1.0) or 1.0
    return {
        "width": WIDTH,
        "height": height,
        "middle": WIDTH / 2,
        "radius": radius,
        "accounts": [
            {
                "label": show(a, limit=22),
                "x": float(x[i]),
                "y": float(y[i]),
                "core": core[i],
                "turn": round(float(np.degrees(angle[i])) + (180 if np.cos(angle[i]) < -1e-9 else 0), 1),
                "flip": bool(np.cos(angle[i]) < -1e-9),
            }
            for i, a in enumerate(accounts)
        ],
        "links": [
            {
                "x1": float(x[a]),
                "y1": float(y[a]),
                "x2": float(x[b]),
                "y2": float(y[b]),
                "width": round(0.6 + 1.8 * weight / strongest, 1),
            }
            for a, b, weight in links
        ],
    }
