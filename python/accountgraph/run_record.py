"""run.json: what was run, on what, and how it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import _core
from .columns import Columns
from .stages import Stages
from .table import Table
from .window import Window

FORMAT = 1
EARLY, LATE = 631_152_000_000_000, 4_102_444_800_000_000
"""1990 and 2100, in microseconds since 1970 UTC: times beyond them speak for a wrong unit."""


def run_record(
    facts: Mapping[str, Any],
    options: Mapping[str, Any],
    columns: Columns,
    window: Window,
    split_rejects: Sequence[Mapping[str, Any]],
    stages: Stages,
    *,
    prompts: Mapping[str, Any] | None = None,
    ledger: Table | None = None,
    verified: bool = False,
) -> dict[str, Any]:
    """The record of a run, as it stands in run.json (docs/run-folder.md).

    `prompts` says how prompts were read as templates (None: they were not). `ledger` is wanted where identifiers were
    allowed, and where no link was found.
    """
    measured = stages.record()
    return {
        "format": FORMAT,
        "version": _core.version,
        "seed": options["communities"]["seed"],
        "N": facts["population"],
        "T": facts["threshold_bits"],
        "counts": facts["counts"],
        "kinds": [{**kind, "column": columns.kinds[kind["name"]]} for kind in facts["kinds"]],
        "families": facts["families"],
        "synchrony": facts["synchrony"],
        "seeds": facts["seeds"],
        "significance_worlds": facts["significance_worlds"],
        "columns": {"account": columns.account, "time": columns.time},
        "time": {**facts["time"], "window": window.how},
        "prompts": prompts,
        "rejects": [*split_rejects, *facts["rejects"]],
        "fingerprint": facts["fingerprint"],
        "options": options,
        "notes": [*columns.notes, *_notes(facts, options, window), *_ledger_notes(facts, options, ledger)],
        "verified": verified,
        "stages": measured,
        "seconds": round(sum(stage["seconds"] for stage in measured), 3),
        "peak_memory_mb": max((stage["peak_memory_mb"] for stage in measured), default=0.0),
    }


def _notes(facts: Mapping[str, Any], options: Mapping[str, Any], window: Window) -> list[str]:
    notes = []
    synchrony_cap = options["linkage"]["synchrony_cap"]
    if window.how == "growing":
        notes.append("the events could be read only once, so the window of time grew with them")
    time = facts["time"]
    if time["present"] and (time["until_micros"] < EARLY or time["since_micros"] > LATE):
        notes.append(
            f"the window of time, {time['since'].split('T')[0]} to {time['until'].split('T')[0]}, lies before 1990 or "
            "after 2100: is the unit of the times right (time_unit)?"
        )
    if time["present"] and facts["capped"] and not facts["synchrony"]["analysed"] and synchrony_cap > 0:
        notes.append("not analysed: sessions in step (the times are too coarse, or all kinds are soft)")
    if not facts["capped"]:
        notes.append("all kinds are of one hard family: kinds are not capped, and a single kind can link two accounts")
    if dropped := facts["counts"]["links_dropped"]:
        notes.append(f"{dropped:,} weaker links were left out (max_links_per_account)")
    return notes


def _ledger_notes(facts: Mapping[str, Any], options: Mapping[str, Any], ledger: Table | None) -> list[str]:
    if ledger is None:
        return []
    notes, reasons = [], ledger["reason"].tolist()
    if listed := len(options["linkage"]["allow"]):
        notes.append(f"identifiers allowed: {listed:,} listed, {reasons.count('allowed'):,} found among those shared")
    counts = facts["counts"]
    unshared = counts["identifiers"] - len(ledger)  # or not in the ledger, and then held more than once
    all_told = counts["entries"] == unshared + int(ledger["accounts"].sum())
    if not counts["links"] and all_told and set(reasons) == {"common"}:
        notes.append("no account is linked: every identifier that accounts share is too common to say anything")
    return notes
