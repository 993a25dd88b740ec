"""The measures of a row: flat numbers, taken from a scorecard or from two of them."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

MEASURES: dict[str, tuple[str, str]] = {
    "flagged_recall": ("flagged recall", "share"),
    "flagged_precision": ("flagged precision", "share"),
    "flagged_f1": ("flagged F1", "share"),
    "in_pure_clusters": ("in pure clusters", "share"),
    "bcubed_planted_precision": ("B-cubed precision, planted", "share"),
    "bcubed_planted_recall": ("B-cubed recall, planted", "share"),
    "bcubed_planted_f1": ("B-cubed F1, planted", "share"),
    "pair_precision": ("pair precision, flagged", "share"),
    "pair_recall": ("pair recall, flagged", "share"),
    "pair_f1": ("pair F1, flagged", "share"),
    "campaign_recall": ("best campaign recall", "share"),
    "campaign_precision": ("best campaign precision", "share"),
    "honest_flagged": ("honest flagged", "count"),
    "honest_flagged_share": ("share of honest flagged", "rare"),
    "precision_at_20": ("precision at 20", "share"),
    "reviewed_per_planted": ("reviewed per planted", "number"),
    "false_alarm_clusters": ("false alarms", "count"),
    "false_alarm_accounts": ("accounts of false alarms", "count"),
    "accounts": ("accounts", "count"),
    "planted": ("planted", "count"),
    "operations": ("operations", "count"),
    "clusters": ("clusters", "count"),
    "flagged_clusters": ("flagged clusters", "count"),
    "flagged_accounts": ("flagged accounts", "count"),
    "links": ("links", "count"),
    "links_per_account": ("links per account", "number"),
    "honest_planted_links_share": ("share of honest-planted links", "rare"),
    "mixed_clusters": ("mixed clusters", "count"),
    "clusters_kept_apart": ("clusters kept apart", "share"),
    "campaigns_kept_apart": ("campaigns kept apart", "share"),
    "planted_in_mixed_clusters": ("planted in mixed clusters", "share"),
    "victims": ("victims", "count"),
    "newly_linked": ("newly linked", "count"),
    "newly_clustered": ("newly clustered", "count"),
    "victims_flagged": ("victims flagged", "count"),
    "recall_lost": ("recall lost", "share"),
    "operations_detected": ("share of operations detected", "share"),
    "days_to_detection": ("days to detection", "days"),
    "days_to_ten_flagged": ("days to ten flagged", "days"),
    "replay_seconds": ("seconds of the replay", "seconds"),
    "seconds": ("seconds", "seconds"),
    "peak_memory_mb": ("MB", "whole"),
}
"""Name in a row: words for a reader, and how it is written (tables.py)."""


TABLES = {
    "links": ("links", "links_per_account", "honest_planted_links_share"),
    "campaigns": ("campaign_recall", "campaign_precision", "campaigns_kept_apart"),
}
"""Measures of tables that not every method has: None without them."""


def of_run(run: Any, card: Mapping[str, Any]) -> dict[str, Any]:
    """The measures of a run, from its scorecard (`Scorecard.to_dict`)."""
    lacking = [name for table, names in TABLES.items() if getattr(run, table, None) is None for name in names]
    return {**_of_card(card), **dict.fromkeys(lacking)}


def _of_card(card: Mapping[str, Any]) -> dict[str, Any]:
    """The measures of a scorecard. Those of operations are means over operations."""
    counts, operations, links = card["counts"], card["operations"], card["links"]
    return {
        "accounts": counts["accounts"],
        "planted": counts["planted"],
        "operations": len(operations),
        "clusters": counts["clusters"],
        "flagged_clusters": counts["flagged_clusters"],
        "flagged_accounts": counts["flagged_accounts"],
        **{f"flagged_{name}": card["flagged"][name] for name in ("precision", "recall", "f1")},
        "in_pure_clusters": card["planted_in_pure_clusters"],
        **{f"bcubed_planted_{name}": value for name, value in card["bcubed"]["planted"].items()},
        **{f"pair_{name}": card["pairs"]["flagged"][name] for name in ("precision", "recall", "f1")},
        "campaign_recall": _mean([row["campaign_recall"] for row in operations]),
        "campaign_precision": _mean([row["campaign_precision"] for row in operations]),
        "clusters_kept_apart": card["apart"]["clusters"]["kept_apart"],
        "campaigns_kept_apart": card["apart"]["campaigns"]["kept_apart"],
        "mixed_clusters": card["apart"]["clusters"]["mixed"],
        "planted_in_mixed_clusters": _share(card["apart"]["clusters"]["planted_in_mixed"], counts["planted"]),
        "honest_flagged": card["collateral"]["flagged"],
        "honest_flagged_share": card["collateral"]["flagged_share"],
        "precision_at_20": card["first_clusters"]["precision"],
        "reviewed_per_planted": card["review"]["reviewed_per_planted"],
        "false_alarm_clusters": card["false_alarms"]["clusters"],
        "false_alarm_accounts": card["false_alarms"]["accounts"],
        "links": links["links"],
        "links_per_account": _share(links["links"], counts["accounts"]),
        "honest_planted_links_share": links["honest_planted_share"],
    }


def collateral_of_card(card: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Honest accounts and those flagged, by group type."""
    return {
        row["group_type"]: {"accounts": row["accounts"], "flagged": row["flagged"]}
        for row in card["collateral"]["by_group_type"]
    }


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None
