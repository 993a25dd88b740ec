"""run.json: what was run, on what, and how it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import _core
from .columns import Columns
from .stages import Stages
from .window import Window

FORMAT = 1


def run_record(
    facts: Mapping[str, Any],
    options: Mapping[str, Any],
    columns: Columns,
    window: Window,
    split_rejects: Sequence[Mapping[str, Any]],
    stages: Stages,
    *,
    verified: bool = False,
) -> dict[str, Any]:
    """The record of a run, as it stands in run.json (docs/run-folder.md)."""
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
        "columns": {"account": columns.account, "time": columns.time},
        "time": {**facts["time"], "window": window.how},
        "rejects": [*split_rejects, *facts["rejects"]],
        "fingerprint": facts["fingerprint"],
        "options": options,
        "notes": [*columns.notes, *_notes(facts, window)],
        "verified": verified,
        "stages": measured,
        "seconds": round(sum(stage["seconds"] for stage in measured), 3),
        "peak_memory_mb": max((stage["peak_memory_mb"] for stage in measured), default=0.0),
    }


def _notes(facts: Mapping[str, Any], window: Window) -> list[str]:
    notes = []
    if window.how == "growing":
        notes.append("the events could be read only once, so the window of time grew with them")
    if not facts["capped"]:
        notes.append("all kinds are of one hard family: kinds are not capped, and a single kind can link two accounts")
    if dropped := facts["counts"]["links_dropped"]:
        notes.append(f"{dropped:,} weaker links were left out (max_links_per_account)")
    return notes
