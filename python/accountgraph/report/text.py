"""Text and numbers as a reader may safely see them.

Everything that comes from a log was written by strangers. `show` makes a value visible for what it is: characters that
cannot be seen or that turn the reading direction are named, long values are cut where the reader sees it. It does *not*
escape for HTML; Jinja2's autoescape (or `html.escape`) does that, so that no value is ever escaped twice or never.
"""

from __future__ import annotations

import math
import unicodedata
from typing import Any

import numpy as np

MISSING = "\u2013"  # an en dash
MINUS = "\u2212"


def _visible(char: str, marks_before: int) -> str:
    category = unicodedata.category(char)
    unseen = category[0] == "C" or category in ("Zl", "Zp") or (category == "Zs" and char != " ")
    piled_up = category in ("Mn", "Me") and marks_before >= 2
    return f"⟨U+{ord(char):04X}⟩" if unseen or piled_up or char in "⟨⟩" else char


def _pieces(text: str) -> list[tuple[str, int]]:
    """Each character as it is shown, with its width in columns."""
    pieces, marks = [], 0
    for char in text:
        piece = _visible(char, marks)
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        pieces.append((piece, 2 if unicodedata.east_asian_width(char) in "WF" and len(piece) == 1 else len(piece)))
    for end in (0, -1):  # a blank at either end is as good as invisible
        if pieces and pieces[end][0] == " ":
            pieces[end] = ("⟨U+0020⟩", 8)
    return pieces


def _take(pieces: list[tuple[str, int]], width: int) -> list[str]:
    taken = []
    for piece, columns in pieces:
        width -= columns
        if width < 0:
            break
        taken.append(piece)
    return taken


def show(value: Any, *, limit: int = 96) -> str:
    """A value of the log as one visible line.

    Parameters
    ----------
    value
        Any value; None becomes a dash.
    limit : int
        Columns that the text may take. Longer text keeps its head and its tail; where there is room (40 columns) the
        number of characters is told.

    Returns
    -------
    str
        Control, format, private and unpaired characters, odd blanks and piled-up marks stand as ``⟨U+202E⟩``. Not
        escaped for HTML.

    Examples
    --------
    >>> show("card\\u202e9")
    'card⟨U+202E⟩9'
    >>> show("x" * 10_240, limit=40)
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxx (10,240 characters)'
    """
    if value is None:
        return MISSING
    text = str(value)
    if len(text) <= limit:
        pieces = _pieces(text)
        if sum(columns for _, columns in pieces) <= limit:
            return "".join(piece for piece, _ in pieces)
    tail_width = limit // 5
    head = _take(_pieces(text[:limit]), limit - tail_width)
    tail = _take(_pieces(text[-limit:])[::-1], tail_width - 1)[::-1]
    length = f" ({len(text):,} characters)" if limit >= 40 else ""
    return f"{''.join(head)}…{''.join(tail)}{length}"


def missing(value: Any) -> bool:
    """True for None, NaN, NaT and masked values."""
    if value is None or value is np.ma.masked:
        return True
    if isinstance(value, (np.datetime64, np.timedelta64)):
        return bool(np.isnat(value))
    return isinstance(value, (float, np.floating)) and math.isnan(value)


def count(value: Any) -> str:
    """A whole number with thousands separated; a dash when missing."""
    return MISSING if missing(value) else f"{int(value):,}"


def bits(value: Any) -> str:
    """Bits with one decimal and a true minus sign."""
    return MISSING if missing(value) else f"{float(value):,.1f}".replace("-", MINUS)


def percent(value: Any) -> str:
    """A share in [0, 1] as a percentage that never rounds to 0 % or 100 % what is not."""
    if missing(value):
        return MISSING
    share = float(value)
    for edge, words in ((0.0, "< 1 %"), (1.0, "> 99 %")):
        if share != edge and round(share, 2) == edge:
            return words
    return f"{share:.0%}".replace("%", " %")


def day(value: Any) -> str:
    """The UTC day of a time."""
    return MISSING if missing(value) else str(np.datetime64(value, "D"))


def minute(value: Any) -> str:
    """A time in UTC, to the minute."""
    return MISSING if missing(value) else str(np.datetime64(value, "m")).replace("T", " ")
