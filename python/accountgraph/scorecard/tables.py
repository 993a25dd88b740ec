"""A run and a truth as small integers: what every measure of the scorecard is computed from.

Accounts are numbered from 0: those of the run in its order, then planted accounts that the run never saw.
All work on accounts is NumPy's or one dictionary's; ids are Python text, so NUL bytes and 10 kB ids are exact.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat
from numbers import Integral
from types import SimpleNamespace
from typing import Any

import numpy as np

from ..report.tables import column, names, rows
from ..report.text import missing, show

Ints = np.ndarray
OPERATION, FORGED = "operation", "forged"


@dataclass(frozen=True)
class Truth:
    """Who is planted. `pairs` are distinct and ordered by account, then operation."""

    operations: list[str]
    pairs: Ints  # (p, 2): account, operation
    planted: np.ndarray  # (n,) bool
    types: list[str]  # group types other than operation
    typed: Ints  # (q, 2): account, index into types; distinct
    forged_groups: list[str]
    forged: Ints  # (f, 2): account, index into forged_groups; distinct


@dataclass(frozen=True)
class Run:
    """What a run said. Sizes are counted from the accounts."""

    accounts: int  # n
    seen: int  # accounts 0 .. seen-1 are the run's
    cluster: Ints  # (n,) index of the cluster, -1 = none
    flagged: np.ndarray  # (n,) bool
    cluster_ids: list[Any]
    size: Ints  # (clusters,)
    order: Ints | None  # clusters by rank; None where the run has no ranks
    cluster_flagged: np.ndarray
    links: Ints  # (l, 2) accounts
    campaign_ids: list[Any]
    members: Ints  # (m, 2): campaign, account; distinct
    tables: Any
    record: Mapping[str, Any]  # run.json; empty where there is none


def open_run(given: Any) -> Any:
    """A run from a result or from the folder it was saved to."""
    if isinstance(given, (str, os.PathLike)):
        from .. import load

        return load(given)
    return given


def open_table(given: Any, what: str) -> Any:
    """A table from a Parquet file, any object with ``__arrow_c_stream__``, or a mapping of arrays.

    Raises TypeError where it is none of these, ValueError where a mapping's columns are not of one length.
    """
    if isinstance(given, (str, os.PathLike)):
        from pathlib import Path

        from ..files import read_parquet

        given = read_parquet(Path(given))
    if isinstance(given, Mapping):
        return _of_one_length(given, what)
    if hasattr(given, "__arrow_c_stream__") and not hasattr(given, "to_numpy"):
        from ..table import Table

        return given if isinstance(given, Table) else Table.from_arrow(given)
    if not hasattr(given, "columns"):
        raise TypeError(f"{what} must be a table, a mapping of arrays or a path, got {type(given).__name__}")
    return given  # a data frame's columns become arrays as they are


def _of_one_length(table: Mapping[str, Any], what: str) -> dict[str, Any]:
    """A mapping, its lists as arrays that keep every value as it is: NumPy would make text of a NaN beside text."""
    columns = {
        name: np.array(values, object) if isinstance(values, list | tuple) else values for name, values in table.items()
    }
    shapes = {np.shape(values): name for name, values in columns.items()}
    if len(shapes) > 1 or any(len(shape) != 1 for shape in shapes):
        told = ", ".join(f"{show(name, limit=40)!r} of shape {shape}" for shape, name in shapes.items())
        raise ValueError(f"{what} must have columns of one length, got {told}")
    return columns


def text(table: Any, name: str, what: str, *, nulls: bool = False) -> np.ndarray:
    """A column as text: whole numbers are written out, a null is None. Raises ValueError: a null where none may be."""
    values = column(table, name)
    if values is None:
        raise ValueError(f"{what} must have a column {name!r}; there are {', '.join(map(str, names(table))) or 'none'}")
    listed = values.tolist() if values.dtype.kind in "OTUiuf" else list(values)  # NumPy makes whole numbers of times
    if not set(map(type, listed)) <= {str, type(None)}:
        listed = [_written(value, row, name, what) for row, value in enumerate(listed)]
    if not nulls and None in listed:
        raise ValueError(f"{what} must not have nulls in {name!r}, got one in row {listed.index(None)}")
    found = np.empty(len(listed), object)
    found[:] = listed
    return found


def _written(value: Any, row: int, name: str, what: str) -> str | None:
    if isinstance(value, str):
        return str(value)
    if _null(value):
        return None
    whole = isinstance(value, float | np.floating) and float(value).is_integer()  # pandas', where a column had nulls
    if whole or (isinstance(value, Integral) and not isinstance(value, bool)):
        return str(int(value))
    raise ValueError(
        f"{what} must have text or whole numbers in {name!r}, got {show(repr(value), limit=40)} in row {row}"
    )


def _null(value: Any) -> bool:
    """None, NaN and pandas' NA, which is no number and compares with nothing."""
    return missing(value) or type(value).__name__ == "NAType"


def _flags(table: Any, what: str) -> np.ndarray:
    """The column flagged as booleans; a null, as a column that is not there, is False. Raises ValueError."""
    values = column(table, "flagged")
    if values is None:
        return np.zeros(rows(table), bool)
    if values.dtype.kind == "b":
        return values
    listed = [False if _null(value) else value for value in values.tolist()]
    for row, value in enumerate(listed):
        if value not in (0, 1):
            told = show(repr(value), limit=40)
            raise ValueError(f"{what} must have True or False in 'flagged', got {told} in row {row}")
    return np.array(listed, bool)


def distinct_pairs(first: Ints, second: Ints) -> Ints:
    """Distinct rows of (first, second), ascending. Shape (p, 2)."""
    width = int(second.max(initial=0)) + 1
    keys = np.sort(first.astype(np.int64) * width + second)  # NumPy's unique takes several times as long
    keys = keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys
    return np.stack((keys // width, keys % width), axis=1)


def _looked_up(place: Mapping[Any, int], values: np.ndarray, otherwise: int) -> Ints:
    """place[value] of each value."""
    return np.fromiter(map(place.get, values.tolist(), repeat(otherwise)), np.int64, len(values))


def _numbered(values: np.ndarray) -> tuple[list[Any], Ints]:
    """Distinct values in order of appearance, and the number of each."""
    place = {value: number for number, value in enumerate(dict.fromkeys(values.tolist()))}
    return list(place), _looked_up(place, values, -1)


def read(result: Any, truth: Any) -> tuple[Run, Truth]:
    """Numbers the accounts of both. Errors: see `accountgraph.evaluate.evaluate`."""
    result, truth = open_run(result), open_table(truth, "the truth")
    tables = _tables(result)
    accounts = text(tables.accounts, "account_id", "the run's accounts")
    place = {account: number for number, account in enumerate(accounts.tolist())}
    if len(place) != len(accounts):
        raise ValueError("the run's accounts must be distinct, got one that is there twice")
    owner, kind, group = (text(truth, name, "the truth") for name in ("account_id", "group_type", "group"))
    planted_row = np.equal(kind, OPERATION).astype(bool)
    for account in owner[planted_row]:
        place.setdefault(account, len(place))
    total, seen = len(place), len(accounts)
    number = _looked_up(place, owner, -1)
    if seen and len(owner) and not np.any((number >= 0) & (number < seen)):
        raise ValueError("no account of the truth is in the run: it is another world's truth, or its ids differ")

    operations, operation = _numbered(group[planted_row])
    kept = ~planted_row & (number >= 0)
    types, of_type = _numbered(kind[kept])
    forged_row = kept & np.equal(kind, FORGED).astype(bool)
    forged_groups, forged = _numbered(group[forged_row])
    pairs = distinct_pairs(number[planted_row], operation)
    planted = np.zeros(total, bool)
    planted[pairs[:, 0]] = True
    known = Truth(
        operations,
        pairs,
        planted,
        types,
        distinct_pairs(number[kept], of_type),
        forged_groups,
        distinct_pairs(number[forged_row], forged),
    )
    return _read_run(tables, getattr(result, "run", None) or {}, place, total, seen), known


def _tables(result: Any) -> SimpleNamespace:
    """The tables of a run; None where it has none. Raises TypeError: no accounts."""
    if getattr(result, "accounts", None) is None:
        raise TypeError(f"a run must have a table `accounts`, got {type(result).__name__}")
    given = {
        name: getattr(result, name, None) for name in ("accounts", "clusters", "links", "campaigns", "campaign_members")
    }
    return SimpleNamespace(
        **{
            name: None if table is None else open_table(table, f"the run's {name.replace('_', ' ')}")
            for name, table in given.items()
        }
    )


def _read_run(tables: Any, record: Mapping[str, Any], place: dict[Any, int], total: int, seen: int) -> Run:
    stated = np.full(seen, None, object)
    if "cluster_id" in names(tables.accounts):
        stated = text(tables.accounts, "cluster_id", "the run's accounts", nulls=True)
    if tables.clusters is None:
        cluster_ids = [name for name in dict.fromkeys(stated.tolist()) if name is not None]
    else:
        cluster_ids = text(tables.clusters, "cluster_id", "the run's clusters").tolist()
    cluster_place = {name: index for index, name in enumerate(cluster_ids)}
    if len(cluster_place) != len(cluster_ids):
        raise ValueError("the run's clusters must be distinct, got one that is there twice")
    cluster = np.full(total, -1)
    cluster[:seen] = _looked_up(cluster_place, stated, -1)
    if np.any((cluster[:seen] < 0) & ~np.equal(stated, None).astype(bool)):
        raise ValueError("the run's accounts name a cluster that its clusters do not hold")
    flagged = np.zeros(total, bool)
    flagged[:seen] = _flags(tables.accounts, "the run's accounts")
    rank = column(tables.clusters, "rank")
    in_flagged = np.zeros(len(cluster_ids), bool)
    if tables.clusters is None:
        in_flagged[np.unique(cluster[flagged & (cluster >= 0)])] = True
    else:
        in_flagged = _flags(tables.clusters, "the run's clusters")

    def numbers(table: Any, name: str, what: str) -> Ints:
        found = _looked_up(place, text(table, name, what), total) if rows(table) else np.empty(0, np.int64)
        if np.any(found >= seen):
            raise ValueError(f"{what} name an account that its accounts do not hold")
        return found

    links = np.stack([numbers(tables.links, name, "the run's links") for name in ("account_a", "account_b")], axis=1)
    campaign_ids, campaign = [], np.empty(0, np.int64)
    if rows(tables.campaign_members):
        campaign_ids, campaign = _numbered(text(tables.campaign_members, "campaign_id", "the run's campaign members"))
    member = numbers(tables.campaign_members, "account_id", "the run's campaign members")
    return Run(
        accounts=total,
        seen=seen,
        cluster=cluster,
        flagged=flagged,
        cluster_ids=cluster_ids,
        size=np.bincount(cluster[cluster >= 0], minlength=len(cluster_ids)),
        order=None if rank is None else np.argsort(rank, kind="stable"),
        cluster_flagged=in_flagged,
        links=links,
        campaign_ids=campaign_ids,
        members=distinct_pairs(campaign, member),
        tables=tables,
        record=record,
    )
