"""A run and a truth as small integers: what every measure of the scorecard is computed from.

Accounts are numbered from 0: those of the run in its order, then planted accounts that the run never saw.
All work on accounts is NumPy's or one dictionary's; ids stay Python text, so NUL bytes and 10 kB ids are exact.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat
from types import SimpleNamespace
from typing import Any

import numpy as np

from ..report.tables import column, flags, names, rows

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


def open_table(given: Any) -> Any:
    """A table from a Parquet file, any object with ``__arrow_c_stream__``, or a mapping of arrays."""
    if isinstance(given, (str, os.PathLike)):
        from pathlib import Path

        from ..files import read_parquet

        given = read_parquet(Path(given))
    if isinstance(given, Mapping) or hasattr(given, "to_numpy") or not hasattr(given, "__arrow_c_stream__"):
        return given  # a data frame's columns become arrays as they are
    from ..table import Table

    return given if isinstance(given, Table) else Table.from_arrow(given)


def text(table: Any, name: str, what: str) -> np.ndarray:
    """A column of text without nulls; whole numbers are written out. Raises ValueError."""
    values = column(table, name)
    if values is None:
        raise ValueError(f"{what} must have a column {name!r}; there are {', '.join(map(str, names(table))) or 'none'}")
    if values.dtype.kind != "O":
        return values.astype(str).astype(object)
    null = np.equal(values, None).astype(bool) | np.not_equal(values, values).astype(bool)  # NaN: null, in pandas
    if null.any():
        raise ValueError(f"{what} must not have nulls in {name!r}, got one in row {int(null.argmax())}")
    return values


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
    """Numbers the accounts of both. Raises ValueError: a missing column, a null, an account twice."""
    result, truth = open_run(result), open_table(truth)
    accounts = text(result.accounts, "account_id", "the run's accounts")
    place = {account: number for number, account in enumerate(accounts.tolist())}
    if len(place) != len(accounts):
        raise ValueError("the run's accounts must be distinct, got one that is there twice")
    owner, kind, group = (text(truth, name, "the truth") for name in ("account_id", "group_type", "group"))
    planted_row = np.equal(kind, OPERATION).astype(bool)
    for account in owner[planted_row]:
        place.setdefault(account, len(place))
    total, seen = len(place), len(accounts)
    number = _looked_up(place, owner, -1)

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
    return _read_run(result, place, total, seen), known


def _read_run(result: Any, place: dict[Any, int], total: int, seen: int) -> Run:
    tables = SimpleNamespace(
        **{name: getattr(result, name, None) for name in ("clusters", "links", "campaigns", "campaign_members")}
    )
    stated = column(result.accounts, "cluster_id")
    stated = np.full(seen, None, object) if stated is None else stated
    ids = column(tables.clusters, "cluster_id")
    cluster_ids = list(ids) if ids is not None else [name for name in dict.fromkeys(stated) if name is not None]
    cluster = np.full(total, -1)
    cluster[:seen] = _looked_up({name: index for index, name in enumerate(cluster_ids)}, stated, -1)
    if np.any((cluster[:seen] < 0) & ~np.equal(stated, None).astype(bool)):
        raise ValueError("the run's accounts name a cluster that its clusters do not hold")
    flagged = np.zeros(total, bool)
    flagged[:seen] = flags(result.accounts, "flagged")
    rank = column(tables.clusters, "rank")
    in_flagged = np.zeros(len(cluster_ids), bool)
    if tables.clusters is None:
        in_flagged[np.unique(cluster[flagged & (cluster >= 0)])] = True
    else:
        in_flagged = flags(tables.clusters, "flagged")

    def numbers(table: Any, name: str) -> Ints:
        values = column(table, name)
        if values is None:
            return np.empty(0, np.int64)
        found = _looked_up(place, values, total)
        if np.any(found >= seen):
            raise ValueError(f"the run's {name} names an account that its accounts do not hold")
        return found

    links = np.stack((numbers(tables.links, "account_a"), numbers(tables.links, "account_b")), axis=1)
    campaign_ids, campaign = [], np.empty(0, np.int64)
    if rows(tables.campaign_members):
        campaign_ids, campaign = _numbered(text(tables.campaign_members, "campaign_id", "the run's campaign members"))
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
        members=distinct_pairs(campaign, numbers(tables.campaign_members, "account_id")),
        tables=tables,
        record=getattr(result, "run", None) or {},
    )
