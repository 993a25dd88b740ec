"""What a run costs people who did nothing: honest accounts flagged, victims of a forgery, false alarms."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..report.cases import kind_names, part_columns
from ..report.tables import column
from .measures import ratio
from .operations import Purity
from .tables import Run, Truth

LISTED = 20  # flagged clusters that are not pure, at most
COVERED = 0.3  # a kind counts as a reason from this coverage on
NO_GROUP = "(none)"


def collateral(run: Run, truth: Truth) -> dict[str, Any]:
    """Honest accounts flagged, all together and by group type. An account of several types counts in each."""
    honest = ~truth.planted
    total, flagged = int(honest.sum()), int((honest & run.flagged).sum())
    own = truth.typed[honest[truth.typed[:, 0]]]
    accounts = np.bincount(own[:, 1], minlength=len(truth.types))
    hit = np.bincount(own[run.flagged[own[:, 0]], 1], minlength=len(truth.types))
    table = [(name, int(accounts[i]), int(hit[i])) for i, name in enumerate(truth.types) if accounts[i]]
    bare = honest.copy()
    bare[own[:, 0]] = False
    table = [
        *sorted(table, key=lambda row: (-row[2], -row[1], str(row[0]))),
        (NO_GROUP, int(bare.sum()), int((bare & run.flagged).sum())),
    ]
    return {
        "accounts": total,
        "flagged": flagged,
        "flagged_share": ratio(flagged, total),
        "by_group_type": [
            {"group_type": name, "accounts": n, "flagged": f, "flagged_share": ratio(f, n)} for name, n, f in table
        ],
    }


def forged(run: Run, truth: Truth) -> list[dict[str, Any]]:
    """Per forgery its honest victims, and the other honest accounts beside them; no rows without a forgery."""
    if not len(truth.forged):
        return []
    linked, beside = np.zeros(run.accounts, bool), np.zeros(len(run.size) + 1, bool)
    a, b = run.links[:, 0], run.links[:, 1]
    linked[a[truth.planted[b]]] = linked[b[truth.planted[a]]] = True
    beside[run.cluster[truth.planted & (run.cluster >= 0)]] = True
    in_ring = beside[run.cluster] & (run.cluster >= 0)

    def row(name: Any, accounts: np.ndarray) -> dict[str, Any]:
        return {
            "group": name,
            "accounts": len(accounts),
            "linked_to_planted": int(linked[accounts].sum()),
            "clustered_with_planted": int(in_ring[accounts].sum()),
            "flagged": int(run.flagged[accounts].sum()),
        }

    victim = truth.forged[~truth.planted[truth.forged[:, 0]]]
    others = ~truth.planted
    others[victim[:, 0]] = False
    table = [row(name, victim[victim[:, 1] == i, 0]) for i, name in enumerate(truth.forged_groups)]
    return [*sorted(table, key=lambda r: str(r["group"])), row("other honest accounts", np.flatnonzero(others))]


def false_alarms(run: Run, purity: Purity) -> dict[str, Any]:
    """Flagged clusters that are pure for no operation, and why they were flagged. Without operations, all."""
    impure = run.cluster_flagged & ~purity.pure
    order = np.arange(len(run.size)) if run.order is None else run.order
    rows = order[impure[order]]
    clusters = run.tables.clusters
    archetype, score = column(clusters, "archetype"), column(clusters, "score")
    shown = [
        {
            "cluster": run.cluster_ids[i],
            "size": int(run.size[i]),
            "from_one_operation": float(purity.best[i]),
            "archetype": None if archetype is None else archetype[i],
            "score": None if score is None else float(score[i]),
            "reasons": _reasons(clusters, i),
        }
        for i in rows[:LISTED]
    ]
    return {"clusters": len(rows), "accounts": int(run.size[rows].sum()), "first": shown}


def _reasons(clusters: Any, row: int) -> list[str]:
    """The three strongest parts of the score, then the kinds that cover the cluster."""
    parts = [(float(column(clusters, name)[row]), part) for name, part in part_columns(clusters)]
    strongest = sorted((p for p in parts if p[0] > 0), key=lambda p: (-p[0], p[1]))[:3]
    covered = [(kind, float(column(clusters, f"coverage_{kind}")[row])) for kind in kind_names(clusters)]
    return [
        *(f"{part} {bits:+.1f} bits" for bits, part in strongest),
        *(f"{kind} covers {share:.0%}" for kind, share in covered if share >= COVERED),
    ]


def first_clusters(run: Run, purity: Purity, count: int) -> dict[str, Any]:
    """The first clusters by rank: how many are pure. None where the run has no ranks or no clusters."""
    head = np.empty(0, np.int64) if run.order is None else run.order[:count]
    which = purity.pure[head]
    pure = int(which.sum())
    return {"clusters": len(head), "pure": pure, "precision": ratio(pure, len(head)), "which": which.tolist()}


def flagged_clusters(run: Run, purity: Purity) -> dict[str, Any]:
    """Flagged clusters, and how many of them are pure."""
    flagged, pure = int(run.cluster_flagged.sum()), int((run.cluster_flagged & purity.pure).sum())
    return {"clusters": flagged, "pure": pure, "precision": ratio(pure, flagged)}


def review(run: Run, truth: Truth) -> dict[str, Any]:
    """Accounts that an analyst looks at (every member of a flagged cluster) per planted account among them."""
    reviewed = (run.cluster >= 0) & np.append(run.cluster_flagged, False)[run.cluster]
    true = int((reviewed & truth.planted).sum())
    return {"reviewed": int(reviewed.sum()), "planted": true, "reviewed_per_planted": ratio(int(reviewed.sum()), true)}
