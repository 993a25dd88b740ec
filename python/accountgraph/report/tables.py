"""Columns of a run's tables, whatever holds them: `accountgraph.Table`, a mapping of arrays, or nothing at all.

A report must be writable from any run: without a time column, without templates, by an older version. So a missing
table has no rows, and a missing column is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np


def names(table: Any) -> list[str]:
    """Column names of a table; none for None."""
    if table is None:
        return []
    return list(table) if isinstance(table, Mapping) else list(table.columns)


def column(table: Any, name: str) -> np.ndarray | None:
    """A column as a NumPy array (text as objects, times as datetime64), or None where the table does not have it."""
    if name not in names(table):
        return None
    values = table[name]
    return np.ma.filled(values.astype(object), None) if isinstance(values, np.ma.MaskedArray) else np.asarray(values)


def rows(table: Any) -> int:
    """Number of rows; 0 for None."""
    present = names(table)
    return len(table[present[0]]) if present else 0


def flags(table: Any, name: str) -> np.ndarray:
    """A boolean column; all False where the table does not have it or a value is null."""
    values = column(table, name)
    if values is None:
        return np.zeros(rows(table), bool)
    return np.equal(values, True).astype(bool)


def where_in(values: np.ndarray | None, wanted: Iterable[Any]) -> np.ndarray:
    """Position of each value in `wanted`, -1 where it is not in it.

    Parameters
    ----------
    values : array of shape (n,) or None
        Text; None gives an empty answer.
    wanted : iterable of hashable
        Distinct values; the position of each is its place in this order.

    Returns
    -------
    int64 array of shape (n,)
        Work O(n) through one dictionary: exact for every text, NUL bytes and 10 kB values included, which NumPy's own
        fixed-width text is not.
    """
    place = {value: index for index, value in enumerate(wanted)}
    if values is None:
        return np.empty(0, np.int64)
    return np.fromiter((place.get(value, -1) for value in values), np.int64, len(values))


def records(table: Any, indices: np.ndarray) -> list[dict[str, Any]]:
    """The rows at `indices`, each as a dict of all columns."""
    picked = {name: column(table, name)[indices] for name in names(table)}
    return [{name: values[row] for name, values in picked.items()} for row in range(len(indices))]


def first_rows(table: Any, limit: int, order_by: str = "rank") -> np.ndarray:
    """Indices of the first `limit` rows by a column, ascending and stable; in stored order where it is missing."""
    order = column(table, order_by)
    indices = np.arange(rows(table)) if order is None else np.argsort(order, kind="stable")
    return indices[:limit]
