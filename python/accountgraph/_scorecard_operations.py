"""How far clusters and campaigns are of one operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ._scorecard_measures import count_up, ratio
from ._scorecard_tables import Ints, Run, Truth


@dataclass(frozen=True)
class Purity:
    """How far clusters are of one operation."""

    best: np.ndarray  # (clusters,) largest share of members from one operation
    pure: np.ndarray  # (clusters,) bool: at least two members and best >= the stated purity
    found: np.ndarray  # (pairs,) bool: the account lies in a cluster that is pure for this operation of it


def purity_of(run: Run, truth: Truth, purity: float) -> Purity:
    """Work O(pairs log pairs)."""
    account, operation = truth.pairs[:, 0], truth.pairs[:, 1]
    cluster, width = run.cluster[account], max(len(truth.operations), 1)
    inside = cluster >= 0
    cells, cell, members = np.unique(
        cluster[inside] * width + operation[inside], return_inverse=True, return_counts=True
    )
    of = cells // width
    share = members / run.size[of]
    enough = (members >= purity * run.size[of] - 1e-9) & (run.size[of] >= 2)
    best, pure = np.zeros(len(run.size)), np.zeros(len(run.size), bool)
    np.maximum.at(best, of, share)
    pure[of[enough]] = True
    found = np.zeros(len(account), bool)
    found[inside] = enough[cell.reshape(-1)]
    return Purity(best, pure, found)


def operations(run: Run, truth: Truth, purity: Purity) -> list[dict[str, Any]]:
    """One row an operation, in byte order of its name."""
    account, operation = truth.pairs[:, 0], truth.pairs[:, 1]
    width = len(truth.operations)

    def sums(of: np.ndarray) -> Ints:
        return np.bincount(operation[of], minlength=width)

    total, best = sums(np.ones(len(account), bool)), _best_campaigns(run, truth)
    seen, found, flagged = sums(account < run.seen), sums(purity.found), sums(run.flagged[account])
    table = [
        {
            "operation": name,
            "accounts": int(total[i]),
            "seen": int(seen[i]),
            "in_pure_clusters": ratio(found[i], total[i]),
            "flagged": ratio(flagged[i], total[i]),
            **best[i],
        }
        for i, name in enumerate(truth.operations)
    ]
    return sorted(table, key=lambda row: str(row["operation"]))


def _best_campaigns(run: Run, truth: Truth) -> list[dict[str, Any]]:
    """Per operation the campaign of highest F1 (ties: higher recall, then the campaign listed first)."""
    none = {"campaign": None, "campaign_recall": 0.0, "campaign_precision": None}
    width = len(truth.operations)
    if not width or not len(run.members):
        return [dict(none) for _ in range(width)]
    account, operation = truth.pairs[:, 0], truth.pairs[:, 1]
    begin = np.searchsorted(account, np.arange(run.accounts + 1))
    campaign, member = run.members[:, 0], run.members[:, 1]
    degree = (begin[1:] - begin[:-1])[member]
    hit = operation[np.repeat(begin[member], degree) + count_up(degree)]
    cells, common = np.unique(np.repeat(campaign, degree) * width + hit, return_counts=True)
    of_campaign, of_operation = cells // width, cells % width
    recall = common / np.bincount(operation, minlength=width)[of_operation]
    precision = common / np.bincount(campaign)[of_campaign]
    harmonic = 2 * precision * recall / (precision + recall)
    order = np.lexsort((of_campaign, -recall, -harmonic, of_operation))
    table = [dict(none) for _ in range(width)]
    for index in order[np.unique(of_operation[order], return_index=True)[1]]:
        table[of_operation[index]] = {
            "campaign": run.campaign_ids[of_campaign[index]],
            "campaign_recall": float(recall[index]),
            "campaign_precision": float(precision[index]),
        }
    return table
