"""The top clusters, each as all that an analyst needs on one card: why it is here, who is in it, what binds it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..explain import patterns_of
from .facts import ENTRIES
from .pictures import bipartite, ring, waterfall
from .tables import column, first_rows, flags, names, records, rows, where_in
from .text import missing
from .words import is_lawful

ACCOUNTS, IDENTIFIERS = 40, 25  # at most in a picture
FLOOR = 3.0  # bits below which no identifier binds a cluster
MEMBERS, EVIDENCE = 25, 15  # at most in a card's tables
PROFILE = ("coverage", "reuse", "largest", "present")
PART_PREFIXES = ("score_", "part_")


def number(value: Any) -> float:
    """A number, 0 where it is missing."""
    return 0.0 if missing(value) else float(value)


def part_columns(clusters: Any) -> list[tuple[str, str]]:
    """(column, part) of every named part of the score."""
    return [(n, n.removeprefix(p)) for n in names(clusters) for p in PART_PREFIXES if n.startswith(p)]


def kind_names(clusters: Any) -> list[str]:
    """Kinds that have a profile."""
    return [name.removeprefix("coverage_") for name in names(clusters) if name.startswith("coverage_")]


def _groups(of: np.ndarray, wanted: int) -> list[np.ndarray]:
    """Row numbers per group, ascending. `of[row]` in [-1, wanted)."""
    order = np.argsort(of, kind="stable")
    edges = np.searchsorted(of[order], np.arange(wanted + 1))
    return [order[edges[group] : edges[group + 1]] for group in range(wanted)]


def _members(result: Any, found: np.ndarray) -> list[dict[str, Any]]:
    """Core first, then by strongest link, then by id."""
    members = records(result.accounts, found)
    return sorted(members, key=lambda m: (m.get("role") != "core", -number(m.get("bits")), str(m.get("account_id"))))


def _evidence(result: Any, found: np.ndarray) -> list[dict[str, Any]]:
    """Most to say of the cluster first: members times bits above the floor, so that hubs do not crowd out cards."""

    def weight(row: dict[str, Any]) -> float:
        return max(number(row.get("bits")) - FLOOR, 0.1) * number(row.get("members"))

    return sorted(records(result.evidence, found), key=lambda e: (-weight(e), str(e["kind"]), str(e["identifier"])))


def _picture(result: Any, members: list[dict], evidence: list[dict], entries: dict[str, np.ndarray] | None) -> dict:
    """Accounts and identifiers where the run holds entries, else accounts and links. Says what it leaves out."""
    by_id = {member["account_id"]: member for member in members}
    if entries is not None:
        shown = [(e["kind"], e["identifier"]) for e in evidence[:IDENTIFIERS]]
        place = {pair: index for index, pair in enumerate(shown)}
        holds: dict[str, list[int]] = {}
        for account, kind, identifier in zip(
            entries["account_id"], entries["kind"], entries["identifier"], strict=True
        ):
            if account in by_id and (kind, identifier) in place:
                holds.setdefault(account, []).append(place[kind, identifier])
        drawn = sorted(holds, key=lambda a: (-len(holds[a]), by_id[a].get("role") != "core", str(a)))[:ACCOUNTS]
        lines = [(row, identifier) for row, account in enumerate(drawn) for identifier in sorted(holds[account])]
        geometry = bipartite(drawn, [by_id[a].get("role") == "core" for a in drawn], shown, lines)
        left_out = {"accounts": len(members) - len(drawn), "identifiers": len(evidence) - len(shown)}
        return {"form": "bipartite", "geometry": geometry, **left_out}
    drawn = [member["account_id"] for member in members[:ACCOUNTS]]
    a, b = where_in(column(result.links, "account_a"), drawn), where_in(column(result.links, "account_b"), drawn)
    bits = column(result.links, "bits")
    both = np.flatnonzero((a >= 0) & (b >= 0))
    geometry = ring(
        drawn, [by_id[x].get("role") == "core" for x in drawn], [(int(a[i]), int(b[i]), float(bits[i])) for i in both]
    )
    return {"form": "ring", "geometry": geometry, "accounts": len(members) - len(drawn), "identifiers": 0}


def _entries_of(result: Any, accounts: np.ndarray) -> dict[str, np.ndarray] | None:
    """The incidence's rows of these accounts, or None where the run has none or too many."""
    if number((result.run.get("counts") or {}).get("entries")) > ENTRIES:
        return None
    table = getattr(result, "entries", None)
    ids = column(table, "account_id")
    if ids is None:
        return None
    kept = np.flatnonzero(where_in(ids, dict.fromkeys(accounts)) >= 0)
    return {name: column(table, name)[kept] for name in ("account_id", "kind", "identifier")}


def cases(result: Any, top: int) -> list[dict[str, Any]]:
    """Cards of the first `top` clusters by rank. Work O(accounts + evidence + entries)."""
    chosen = first_rows(result.clusters, top)
    if not len(chosen):
        return []
    clusters = records(result.clusters, chosen)
    wanted = [cluster["cluster_id"] for cluster in clusters]
    of = where_in(column(result.accounts, "cluster_id"), wanted)
    evidence_of = where_in(column(result.evidence, "cluster_id"), wanted)
    ids = column(result.accounts, "account_id")
    entries = _entries_of(result, ids[of >= 0])
    entry_of = where_in(entries["account_id"], ids[of >= 0]) if entries else None
    groups, found = _groups(of, len(wanted)), _groups(evidence_of, len(wanted))
    entry_cluster = of[of >= 0][entry_of] if entries else None
    cards, patterns = [], patterns_of(getattr(result, "templates", None))
    for index, cluster in enumerate(clusters):
        members, evidence = _members(result, groups[index]), _evidence(result, found[index])
        for row in evidence[:EVIDENCE]:
            row["pattern"] = patterns.get(row["identifier"]) if row["kind"] == "template" else None
        own = {name: values[entry_cluster == index] for name, values in entries.items()} if entries else None
        parts = [(part, cluster[name]) for name, part in part_columns(result.clusters)]
        roles = [str(member.get("role")) for member in members]
        cards.append(
            {
                **cluster,
                "number": index + 1,
                "flagged": bool(cluster.get("flagged")),
                "lawful": is_lawful(cluster.get("archetype")),
                "waterfall": waterfall(parts, float(cluster["score"])) if "score" in cluster else None,
                "profile": [
                    {"kind": k, **{name: cluster.get(f"{name}_{k}") for name in PROFILE}}
                    for k in kind_names(result.clusters)
                ],
                "core": roles.count("core"),
                "weakly_held": sum(not missing(member.get("held_by")) for member in members),
                "fringe": roles.count("fringe"),
                "members": members[:MEMBERS],
                "more_members": max(0, len(members) - MEMBERS),
                "evidence": evidence[:EVIDENCE],
                "more_evidence": max(0, len(evidence) - EVIDENCE),
                "picture": _picture(result, members, evidence, own) if members else None,
            }
        )
    return cards


def lookalikes(result: Any) -> list[dict[str, Any]]:
    """Clusters by archetype: how many, how many accounts, how many flagged. Flagged shapes first, then by accounts."""
    kinds = column(result.clusters, "archetype")
    if kinds is None or not rows(result.clusters):
        return []
    size, flagged = column(result.clusters, "size"), flags(result.clusters, "flagged")
    table = []
    for name in dict.fromkeys(kinds):
        own = kinds == name
        table.append(
            {
                "archetype": name,
                "clusters": int(own.sum()),
                "accounts": int(size[own].sum()),
                "flagged": int((own & flagged).sum()),
                "lawful": is_lawful(name),
            }
        )
    return sorted(table, key=lambda row: (-row["flagged"], -row["accounts"], str(row["archetype"])))
