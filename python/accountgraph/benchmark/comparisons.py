"""Measures of two worlds that differ in one thing: what a forgery or camouflage changes."""

from __future__ import annotations

from typing import Any

import numpy as np


def compared(run: Any, recall: float | None, reference: Any, reference_recall: float | None, truth: Any) -> dict:
    """What one change does to a method.

    Parameters
    ----------
    run, reference : Result or BaselineRun
        The method on the world, and on the same world (seed, honest accounts) without the change.
    recall, reference_recall : float or None
        Their flagged recall.
    truth : table
        Of the world: account_id, group_type, group.

    Returns
    -------
    dict
        recall_lost: points of flagged recall, in [-1, 1]. Where the truth names victims of a forgery: victims,
        newly_linked (linked to a planted account, and not so without the forgery; None for methods without links),
        newly_clustered (the same for clusters), victims_flagged.
    """
    lost = None if recall is None or reference_recall is None else reference_recall - recall
    planted = _members(truth, "operation")
    victims = _members(truth, "forged") - planted
    if not victims:
        return {"recall_lost": lost}
    now, before = _linked(run, planted), _linked(reference, planted)
    return {
        "recall_lost": lost,
        "victims": len(victims),
        "newly_linked": None if now is None or before is None else len(victims & now - before),
        "newly_clustered": len(victims & _clustered(run, planted) - _clustered(reference, planted)),
        "victims_flagged": len(victims & set(_column(run.accounts, "account_id")[_flags(run)].tolist())),
    }


def _members(truth: Any, group_type: str) -> set[str]:
    return set(_column(truth, "account_id")[_column(truth, "group_type") == group_type].tolist())


def _linked(run: Any, planted: set[str]) -> set[str] | None:
    """Accounts with a link to a planted one."""
    links = getattr(run, "links", None)
    if links is None:
        return None
    ends = list(zip(_column(links, "account_a").tolist(), _column(links, "account_b").tolist(), strict=True))
    return {a for a, b in ends if b in planted} | {b for a, b in ends if a in planted}


def _clustered(run: Any, planted: set[str]) -> set[str]:
    """Accounts in a cluster with a planted one."""
    rows = list(zip(_column(run.accounts, "account_id"), _column(run.accounts, "cluster_id"), strict=True))
    with_planted = {cluster for account, cluster in rows if cluster is not None and account in planted}
    return {account for account, cluster in rows if cluster in with_planted}


def _flags(run: Any) -> np.ndarray:
    return np.asarray(run.accounts["flagged"], bool)


def _column(table: Any, name: str) -> np.ndarray:
    return np.asarray(table[name], object)
