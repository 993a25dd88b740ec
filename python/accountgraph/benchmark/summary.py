"""Rows over seeds: medians with their spread."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from .measures import MEASURES


def summarise(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Median, lowest and highest over seeds.

    Parameters
    ----------
    rows : sequence of rows
        Rows without an error, in the order wanted.

    Returns
    -------
    list of dict
        One per scenario, method and measure: scenario, method, measure, median, low, high (None where no row has a
        value), seeds (rows that have one), rows. A measure that no row of a scenario knows is left out.
    """
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["scenario"], row["method"]), []).append(row)
    table = []
    for (scenario, method), members in groups.items():
        for measure in MEASURES:
            if not any(measure in row for row in members):
                continue
            values = [row[measure] for row in members if row.get(measure) is not None]
            table.append(
                {
                    "scenario": scenario,
                    "method": method,
                    "measure": measure,
                    "median": statistics.median(values) if values else None,
                    "low": min(values, default=None),
                    "high": max(values, default=None),
                    "seeds": len(values),
                    "rows": len(members),
                }
            )
    return table


def collateral(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Honest accounts flagged by group type and method, summed over rows: method, group_type, accounts, flagged."""
    sums: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        for group_type, counts in row["collateral"].items():
            total = sums.setdefault((row["method"], group_type), [0, 0])
            total[0] += counts["accounts"]
            total[1] += counts["flagged"]
    return [
        {"method": method, "group_type": group_type, "accounts": accounts, "flagged": flagged}
        for (method, group_type), (accounts, flagged) in sums.items()
    ]
