"""Figures of a run and its truth, as plain functions of plain values."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

BINS = 10
LARGE = 60
"""Accounts of an operation whose best campaign is judged."""
CLOSE = (
    "operation",
    "household",
    "office",
    "classroom",
    "reseller",
    "second_hand_device",
    "recycled_phone",
    "team_key",
)
"""Groups of people who have to do with one another; half of a service may be behind one carrier."""


def planted_of(truth: Any) -> set[str]:
    rows = zip(truth["account_id"].tolist(), truth["group_type"].tolist(), strict=True)
    return {account for account, group_type in rows if group_type == "operation"}


def clusters_of(run: Any, planted: set[str]) -> list[dict[str, Any]]:
    """Every cluster: score, q, flagged, members; how many of them are planted, flagged and planted, flagged and honest.

    A cluster of a run without `q_value` has q None.
    """
    names, scores, flags = (run.clusters[name].tolist() for name in ("cluster_id", "score", "flagged"))
    qs = run.clusters["q_value"].tolist() if "q_value" in list(run.clusters) else [None] * len(names)
    found = {
        name: {"score": score, "q": q, "flagged": flag, "members": [], "planted": 0, "hits": 0, "honest_flagged": 0}
        for name, score, flag, q in zip(names, scores, flags, qs, strict=True)
    }
    columns = (run.accounts[name].tolist() for name in ("account_id", "cluster_id", "flagged"))
    for account, name, flag in zip(*columns, strict=True):
        if name is not None:
            cluster, inside = found[name], account in planted
            cluster["members"].append(account)
            cluster["planted"] += inside
            cluster["hits"] += inside and flag
            cluster["honest_flagged"] += flag and not inside
    return list(found.values())


def of_an_operation(cluster: Mapping[str, Any]) -> bool:
    """At least half of the members are planted."""
    return 2 * cluster["planted"] >= len(cluster["members"])


def groups_of(truth: Any) -> dict[str, set[tuple[str, str]]]:
    """By account its close groups."""
    groups: dict[str, set[tuple[str, str]]] = {}
    columns = (truth[name].tolist() for name in ("account_id", "group_type", "group"))
    for account, group_type, group in zip(*columns, strict=True):
        if group_type in CLOSE:
            groups.setdefault(account, set()).add((group_type, group))
    return groups


def is_false(members: Sequence[str], groups: Mapping[str, set]) -> bool:
    """No true group holds half of the members."""
    held: dict[tuple[str, str], int] = {}
    for account in members:
        for group in groups.get(account, ()):
            held[group] = held.get(group, 0) + 1
    return all(2 * count < len(members) for count in held.values())


def honest_at_recall(clusters: Iterable[Mapping[str, Any]], hits: int) -> int:
    """Honest accounts flagged when flagged clusters are taken, highest score first, until `hits` planted ones are.

    Whole clusters are taken; all of them where they have no more.
    """
    honest = 0
    for cluster in sorted((one for one in clusters if one["flagged"]), key=lambda one: -one["score"]):
        if hits <= 0:
            break
        hits, honest = hits - cluster["hits"], honest + cluster["honest_flagged"]
    return honest


def best_campaigns(card: Mapping[str, Any]) -> dict[str, float | None]:
    """Mean recall and precision of the best campaign, over operations of 60 and more (precision: that have one)."""
    large = [one for one in card["operations"] if one["accounts"] >= LARGE]
    found = [one["campaign_precision"] for one in large if one["campaign_precision"] is not None]
    return {
        "recall": statistics.mean(one["campaign_recall"] or 0.0 for one in large) if large else None,
        "precision": statistics.mean(found) if found else None,
    }


def kept_apart(operations: Sequence[Mapping[str, Any]], least: float = 0.9) -> bool:
    """Each operation has a best campaign of its own with this recall and precision."""
    found = [
        one["campaign"]
        for one in operations
        if min(one["campaign_recall"] or 0.0, one["campaign_precision"] or 0.0) >= least
    ]
    return len(found) == len(operations) == len(set(found))


def recall_at(flagged: Mapping[str, float | None], precision: float) -> float:
    """Flagged recall; 0 where the precision is lower than this."""
    return (flagged["recall"] or 0.0) if (flagged["precision"] or 0.0) >= precision else 0.0


def calibration(scores: Iterable[tuple[float, int]]) -> tuple[float, list[tuple[float, float, float, float]]]:
    """How far scores are from odds: p = 1 / (1 + 2^-score) beside the share of operations, in ten bins of equal count.

    Returns the expected calibration error and per bin its lowest and highest score, mean p, and share; empty bins are
    left out. The error of no scores is 0.
    """
    ordered = sorted(scores)
    error, bins = 0.0, []
    for b in range(BINS):
        part = ordered[b * len(ordered) // BINS : (b + 1) * len(ordered) // BINS]
        if part:
            p = statistics.mean(1 / (1 + 2.0**-score) for score, _ in part)
            share = statistics.mean(true for _, true in part)
            error += abs(p - share) * len(part) / len(ordered)
            bins.append((part[0][0], part[-1][0], p, share))
    return error, bins
