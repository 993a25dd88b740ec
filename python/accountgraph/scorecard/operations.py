"""How far clusters and campaigns are of one operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .measures import expand, ratio
from .tables import Ints, Run, Truth


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
    at, row = expand(begin, member)
    cells, common = np.unique(campaign[at] * width + operation[row], return_counts=True)
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


def apart(run: Run, truth: Truth) -> dict[str, Any]:
    """How far clusters and campaigns keep operations apart."""
    inside = np.flatnonzero(run.cluster >= 0)
    clusters = np.stack((run.cluster[inside], inside), axis=1)
    return {"clusters": _apart(clusters, truth), "campaigns": _apart(run.members, truth)}


def _apart(members: Ints, truth: Truth) -> dict[str, Any]:
    """Groups of at least two planted accounts, and those of them that mix operations. `members`: group, account.

    The first operation of a group is that of most of its members (ties: the first by name). It mixes where another
    operation has more than a tenth of its members, those of the first not counted. Work O(rows log rows).
    """
    width, groups = max(len(truth.operations), 1), int(members[:, 0].max(initial=-1)) + 1
    size = np.bincount(members[:, 0], minlength=groups)
    planted = np.bincount(members[truth.planted[members[:, 1]], 0], minlength=groups)
    by_name = np.empty(len(truth.operations), np.int64)
    by_name[sorted(range(len(truth.operations)), key=lambda i: str(truth.operations[i]))] = np.arange(len(by_name))
    at, row = expand(np.searchsorted(truth.pairs[:, 0], np.arange(len(truth.planted) + 1)), members[:, 1])
    group, operation = members[at, 0], by_name[truth.pairs[row, 1]]
    cells, count = np.unique(group * width + operation, return_counts=True)
    order = np.lexsort((cells, -count, cells // width))
    of, leads = np.unique(cells[order] // width, return_index=True)
    first = np.full(groups, -1)
    first[of] = cells[order][leads] % width
    covered = np.zeros(len(members), bool)  # members that are of their group's first operation
    covered[at[operation == first[group]]] = True
    others = ~covered[at]
    cells, count = np.unique(group[others] * width + operation[others], return_counts=True)
    mixes = np.zeros(groups, bool)
    mixes[(cells // width)[10 * count > size[cells // width]]] = True
    judged = planted >= 2
    several = len(truth.operations) >= 2
    return {
        "judged": int(judged.sum()),
        "mixed": int(mixes.sum()),
        "kept_apart": ratio(int(judged.sum() - mixes.sum()), int(judged.sum())) if several else None,
        "planted": int(planted[judged].sum()),
        "planted_in_mixed": int(planted[mixes].sum()),
    }
