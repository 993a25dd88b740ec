"""Runs and truths from plain values, for the tests of the scorecard."""

from types import SimpleNamespace

import numpy as np


def text(values):
    column = np.empty(len(values), object)
    column[:] = values
    return column


def table(columns, rows):
    return {name: text([row[i] for row in rows]) for i, name in enumerate(columns)}


def truth_of(rows):
    return table(("account_id", "group_type", "group"), rows)


def run_of(accounts, cluster_of, *, flagged=(), links=(), campaigns=(), clusters=None):
    """A run from plain values; `flagged` names clusters, `clusters` = their order by rank."""
    ids = clusters if clusters is not None else sorted(set(cluster_of.values()))
    in_flagged = np.array([cluster_of.get(a) in flagged and cluster_of.get(a) is not None for a in accounts], bool)
    result = SimpleNamespace(
        accounts={
            "account_id": text(accounts),
            "cluster_id": text([cluster_of.get(a) for a in accounts]),
            "flagged": in_flagged,
        },
        clusters={
            "cluster_id": text(ids),
            "rank": np.arange(1, len(ids) + 1),
            "archetype": text(["farm"] * len(ids)),
            "score": np.arange(len(ids), 0, -1.0),
            "score_payment": np.full(len(ids), 6.5),
            "score_prior": np.full(len(ids), -8.0),
            "coverage_payment": np.full(len(ids), 0.8),
            "flagged": np.array([i in flagged for i in ids], bool),
        },
        campaign_members=table(("campaign_id", "account_id", "role"), [(c, a, "member") for c, a in campaigns]),
    )
    result.links = table(("account_a", "account_b"), links)
    return result
