"""When accounts were seen: per campaign (else per cluster), the accounts between their first and last event, by day.

Rows are drawn each on their own scale, with the largest count written beside it; a bin is one day or, in a long window,
the fewest whole days that keep 120 bins.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .pictures import WIDTH
from .tables import column, first_rows, where_in
from .text import count, day, show

ROW = 46
BINS = 120


def _alive(first: np.ndarray, last: np.ndarray, start: np.datetime64, days: int, bins: int) -> np.ndarray:
    """Accounts between first and last event, per bin. Shape (bins,)."""
    known = ~(np.isnat(first) | np.isnat(last))
    begin = (first[known].astype("datetime64[D]") - start).astype(int) // days
    end = (last[known].astype("datetime64[D]") - start).astype(int) // days
    change = np.bincount(begin, minlength=bins + 1) - np.bincount(end + 1, minlength=bins + 1)
    return np.cumsum(change)[:bins]


def _groups(result: Any, limit: int) -> tuple[str, list[tuple[str, np.ndarray]]]:
    """What the rows stand for, and per row its label and its accounts' row numbers."""
    ids = column(result.accounts, "account_id")
    campaigns = column(result.campaigns, "campaign_id")
    if campaigns is not None and len(campaigns):
        wanted = list(campaigns[:limit])
        of = where_in(column(result.campaign_members, "campaign_id"), wanted)
        members = column(result.campaign_members, "account_id")
        kept = np.flatnonzero(of >= 0)
        account = where_in(members[kept] if members is not None else None, ids)
        return "campaign", [
            (str(label), account[(of[kept] == row) & (account >= 0)]) for row, label in enumerate(wanted)
        ]
    clusters = column(result.clusters, "cluster_id")
    if clusters is None or not len(clusters):
        return "", []
    wanted = list(clusters[first_rows(result.clusters, limit)])
    of = where_in(column(result.accounts, "cluster_id"), wanted)
    return "cluster", [(str(label), np.flatnonzero(of == row)) for row, label in enumerate(wanted)]


def timeline(result: Any, *, limit: int = 8) -> dict[str, Any] | None:
    """Geometry of the timeline; None for a run without times.

    Parameters
    ----------
    result : Result
        A run.
    limit : int
        Rows besides the one of all accounts.
    """
    first, last = column(result.accounts, "first_seen"), column(result.accounts, "last_seen")
    if first is None or last is None or first.dtype.kind != "M" or last.dtype.kind != "M":
        return None
    if not (~(np.isnat(first) | np.isnat(last))).any():
        return None
    start, stop = np.nanmin(first).astype("datetime64[D]"), np.nanmax(last).astype("datetime64[D]")
    total_days = int((stop - start).astype(int)) + 1
    days = -(-total_days // BINS)
    bins = -(-total_days // days)
    left, right = 156.0, WIDTH - 84.0
    step = (right - left) / bins
    what, groups = _groups(result, limit)
    rows = []
    for index, (label, accounts) in enumerate([("all accounts", np.arange(len(first))), *groups]):
        alive = _alive(first[accounts], last[accounts], start, days, bins)
        top, base = int(alive.max(initial=0)), index * ROW + 38.0
        heights = np.round(alive / max(top, 1) * 32.0, 1)
        edge = "".join(f"V{round(base - h, 1)}H{round(left + (i + 1) * step, 1)}" for i, h in enumerate(heights))
        busy = np.flatnonzero(alive)
        span = f"{day(start + days * busy[0])} to {day(start + days * busy[-1])}" if len(busy) else "no times"
        rows.append(
            {
                "label": show(label, limit=18),
                "accounts": count(len(accounts)),
                "peak": count(top),
                "base": base,
                "path": f"M{left} {base}{edge}V{base}Z",
                "css": "all" if index == 0 else "group",
                "told": f"{show(label, limit=40)}: {count(len(accounts))} accounts, {span}, at most {count(top)}",
            }
        )
    ticks = []
    for index in np.unique(np.linspace(0, bins - 1, min(bins, 6)).astype(int)):
        ticks.append({"x": round(left + (index + 0.5) * step, 1), "label": day(start + int(index) * days)})
    height = len(rows) * ROW + 26
    return {
        "width": WIDTH,
        "height": height,
        "rows": rows,
        "ticks": ticks,
        "left": left,
        "right": right,
        "what": what,
        "days": days,
        "axis": len(rows) * ROW,
    }
