"""What people use today, as opponents: plain rules that read the same events and are judged by the same scorecard.

>>> import accountgraph as ag
>>> from accountgraph import baselines
>>> from accountgraph.evaluate import evaluate
>>> world = ag.simulate(accounts=1_000, operation=100)
>>> card = evaluate(baselines.run("components", world.events()), world.truth)

Rules, thresholds and how they were chosen: docs/scorecard.md. Needs the extra ``files`` (DuckDB).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral, Real
from time import perf_counter
from typing import Any

import numpy as np

from ..report.text import show
from ..threads import number_of_threads
from . import rules
from .entries import Entries, read_entries

RULES: dict[str, tuple[Callable[..., rules.Groups], dict[str, Any]]] = {
    "prompt_hash": (rules.prompt_hash, {}),
    "components": (rules.components, {}),
    "two_keys": (rules.two_keys, {}),
    "two_keys_tuned": (rules.two_keys, {"max_accounts": 200, "min_shared": 3, "min_size": 10, "max_share": 0.1}),
    "idf_leiden": (rules.idf_leiden, {}),
}
"""By name the rule, and the thresholds that take the place of its defaults."""

NAMES: tuple[str, ...] = tuple(RULES)
TUNED_AT = 20_000
"""Honest accounts of the worlds that the thresholds were chosen on."""

__all__ = ["NAMES", "TUNED_AT", "BaselineRun", "run"]


@dataclass(frozen=True)
class BaselineRun:
    """What a baseline says of a log, as `accountgraph.evaluate.evaluate` takes it.

    Attributes
    ----------
    name : str
    accounts : dict of arrays of shape (accounts,)
        account_id, in byte order; cluster_id, None = none; flagged.
    clusters : dict of arrays of shape (clusters,)
        cluster_id, size, flagged, rank (1 = the first to review: flagged ones first, larger ones first), score (size).
    run : dict
        seconds; counts; thresholds, the defaults included.
    """

    name: str
    accounts: dict[str, np.ndarray]
    clusters: dict[str, np.ndarray]
    run: dict[str, Any]


def run(name: str, events: Any, *, threads: int | None = None, **thresholds: Any) -> BaselineRun:
    """Runs a baseline.

    Parameters
    ----------
    name : {"prompt_hash", "components", "two_keys", "two_keys_tuned", "idf_leiden"}
    events
        What `accountgraph.detect` takes; columns are found by name. Values are compared as written: null and blank ones
        are left out, placeholders are not. The kind template is the first 50 characters of the column prompt or, in a
        log without prompts, its template id.
    threads : int, optional
        Threads; None takes all. The result does not depend on it, nor on the order of the rows.
    **thresholds
        The keywords of the rule (`accountgraph.baselines.rules`; two_keys_tuned is two_keys), > 0; where not given, the
        rule's defaults or, for two_keys_tuned, those of `RULES`.

    Returns
    -------
    BaselineRun

    Raises
    ------
    ValueError
        A name or threshold that is none or out of range; events that cannot be used (InputError).
    TypeError
        `events` is of no kind that can be read.

    Notes
    -----
    Memory O(entries + pairs kept). The cap on holders bounds the pairs, so raise it with care: a hub of h accounts is
    h (h - 1) / 2 pairs of work. Most of the time goes into reading, some 2 seconds for a million events on one thread.
    """
    if name not in NAMES:
        raise ValueError(f"`name` must be one of {', '.join(NAMES)}, got {show(repr(name), limit=40)}")
    rule, own = RULES[name]
    chosen = _thresholds(name, {**inspect.getfullargspec(rule).kwonlydefaults, **own}, thresholds)
    began = perf_counter()
    entries = read_entries(events, threads=number_of_threads(threads))
    groups = rule(entries, threads, **chosen)
    accounts, clusters = _tables(name, entries, groups)
    counts = {
        "accounts": len(entries.accounts),
        "shared_identifiers": len(entries.holders),
        "shared_entries": len(entries.account),
        **groups.counts,
        "clusters": len(clusters["rank"]),
        "flagged_clusters": int(clusters["flagged"].sum()),
        "flagged_accounts": int(accounts["flagged"].sum()),
    }
    record = {"seconds": round(perf_counter() - began, 3), "counts": counts, "thresholds": chosen}
    return BaselineRun(name, accounts, clusters, record)


def _thresholds(name: str, defaults: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """All thresholds of a rule. Raises ValueError for one that is none or is out of range."""
    for key, value in given.items():
        if key not in defaults:
            raise ValueError(f"`{show(key, limit=40)}` is no threshold of {name}; there are {', '.join(defaults)}")
        kind = type(defaults[key])
        must, types = {bool: ("True or False", bool), int: ("a whole number > 0", Integral), float: ("> 0", Real)}[kind]
        if not isinstance(value, types) or (kind is not bool and (isinstance(value, bool) or not value > 0)):
            raise ValueError(f"`{key}` of {name} must be {must}, got {show(repr(value), limit=40)}")
    return {**defaults, **{key: type(defaults[key])(value) for key, value in given.items()}}


def _tables(name: str, entries: Entries, groups: rules.Groups) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Groups as tables of accounts and of clusters, the latter ranked."""
    inside = np.flatnonzero(groups.label >= 0)
    _, first, group, size = np.unique(groups.label[inside], return_index=True, return_inverse=True, return_counts=True)
    flagged = (size >= groups.flagged_from) & (size <= groups.flagged_to)
    order = np.lexsort((first, -size, ~flagged))  # ties: the first account in byte order
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    ids = np.array([f"{name}-{place}" for place in range(1, len(order) + 1)], object)
    cluster_id = np.full(len(entries.accounts), None, object)
    cluster_id[inside] = ids[rank[group] - 1]
    account_flagged = np.zeros(len(entries.accounts), bool)
    account_flagged[inside] = flagged[group]
    accounts = {"account_id": entries.accounts, "cluster_id": cluster_id, "flagged": account_flagged}
    clusters = {
        "cluster_id": ids,
        "size": size[order],
        "flagged": flagged[order],
        "rank": rank[order],
        "score": size[order].astype(float),
    }
    return accounts, clusters
