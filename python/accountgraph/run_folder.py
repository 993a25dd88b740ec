"""The run folder: the contract between the library, notebooks, Spark and reports."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from . import _core
from ._core import InputError
from .files import read_parquet, write_parquet
from .folders import from_home, whole_folder
from .prompt_templates import Templates, load_templates
from .report.text import show
from .result import TABLES, Result
from .run_record import FORMAT
from .table import Table
from .threads import number_of_threads

NUMBER = int | float
KEYS: dict[str, Any] = {
    "N": int, "T": NUMBER, "counts": dict, "kinds": list, "families": list, "columns": dict, "time": dict,
    "rejects": list, "fingerprint": str, "options": dict, "notes": list, "stages": list, "seconds": NUMBER,
    "peak_memory_mb": NUMBER,
}  # fmt: skip
ITEMS: dict[str, dict[str, Any]] = {  # what the items of a list hold
    "kinds": {"name": str, "family": str, "reliability": NUMBER, "soft": bool, "cap_bits": NUMBER},
    "families": {"name": str},
    "rejects": {"reason": str, "rows": int},
    "stages": {"stage": str, "seconds": NUMBER},
}
COLUMNS = {
    "accounts": ("account_id", "cluster_id", "campaign_id", "role", "flagged", "bits", "events"),
    "clusters": ("cluster_id", "rank", "campaign_id", "size", "score", "flagged", "archetype", "events"),
    "campaigns": ("campaign_id", "clusters", "accounts", "events"),
    "campaign_members": ("campaign_id", "account_id", "role"),
    "successions": (
        "campaign_id", "ended", "began", "peak", "predecessor_accounts", "successor_accounts", "common_bits",
        "common_templates",
    ),
    "links": ("account_a", "account_b", "bits"),
    "evidence": ("cluster_id", "kind", "identifier", "members", "accounts_total", "bits"),
    "entries": ("account_id", "kind", "identifier", "count", "first_seen", "last_seen", "mask"),
    "sessions": ("account_id", "first_seen", "last_seen"),
    "ledger": ("kind", "identifier", "accounts", "reason"),
    "allowed": ("kind", "identifier", "accounts", "bits", "links"),
}  # fmt: skip
LEFT_OUT = ("entries", "sessions")  # by --no-entries
MAY_LACK = (*LEFT_OUT, "successions", "allowed")  # the last two in runs of versions that knew none
TEMPLATES = "templates.bin"


def save(result: Result, folder: Path, *, entries: bool = True, overwrite: bool = False) -> Path:
    """Writes the folder under another name beside its place, then renames it: nobody ever sees half a run."""
    folder = from_home(folder)
    with whole_folder(folder, marker="run.json", overwrite=overwrite) as unfinished:
        for name in TABLES:
            table = getattr(result, name)
            if table is not None and (entries or name not in LEFT_OUT):
                write_parquet(table, unfinished / f"{name}.parquet")
        if result.templates is not None:
            result.templates.save(unfinished / TEMPLATES)
        text = json.dumps(result.run, indent=2, ensure_ascii=True, allow_nan=False)
        (unfinished / "run.json").write_text(text + "\n", encoding="ascii")
    return folder


def load(folder: str | os.PathLike[str], *, threads: int | None = None) -> Result:
    """Opens a run folder. Tables are read when they are first asked for.

    Parameters
    ----------
    folder : path-like
        What `Result.save` wrote.
    threads : int, optional
        Threads for reading and for explaining; None takes all.

    Raises
    ------
    InputError
        It is no run folder, a damaged one, or one of a newer format.
    ValueError
        `threads` not in [1, 1024].
    """
    path, threads = from_home(folder), number_of_threads(threads)
    try:
        run = json.loads((path / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{show(str(path))!r} is no run folder: it has no readable run.json") from error
    if not isinstance(run, dict) or run.get("format") != FORMAT:
        found = run.get("format") if isinstance(run, dict) else None
        raise InputError(f"{show(str(path))!r} has format {show(found)}; this version reads format {FORMAT}")
    if wrong := _wrong(run):
        raise InputError(f"{show(str(path))!r} has a damaged run.json: {wrong}")

    def table(name: str) -> Table | None:
        file = path / f"{name}.parquet"
        if name in MAY_LACK and not file.exists():
            return None
        if not file.exists():
            raise InputError(f"{show(str(path))!r} has no {name}.parquet")
        found = read_parquet(file, threads=threads)
        if lost := [column for column in COLUMNS[name] if column not in found]:
            raise InputError(f"{show(str(file))!r} has no column {', '.join(lost)}")
        return found

    def templates() -> Templates | None:
        return None if run.get("prompts") is None else load_templates(path / TEMPLATES)

    return Result(run, table, lambda: _case_again(run, table, threads), templates)


def _wrong(run: dict[str, Any]) -> str | None:
    """What is wrong with a run.json, in words."""
    for name, kind in KEYS.items():
        if not _is(run.get(name), kind):
            return f"{name!r} is missing or of another type"
    if not all(_is(count, int) for count in run["counts"].values()):
        return "'counts' holds something that is no whole number"
    for name, keys in ITEMS.items():
        for item in run[name]:
            if not isinstance(item, dict):
                return f"{name!r} holds something that is no object"
            if lost := [key for key, kind in keys.items() if not _is(item.get(key), kind)]:
                return f"{lost[0]!r} of one of the {name} is missing or of another type"
    return None


def _is(value: Any, kind: Any) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _case_again(run: dict[str, Any], table: Any, threads: int) -> _core.Case:
    """The case of a saved run: the same incidence and options give the same case."""
    entries, sessions = (table(name) for name in LEFT_OUT)
    if entries is None or sessions is None:
        raise InputError("not analysed: entries were not kept with this run (--no-entries)")
    incidence = _core.incidence_from_tables(
        table("accounts")._native,
        entries._native,
        sessions._native,
        kinds=run["kinds"],
        time=run["time"],
        threads=threads,
    )
    if incidence.facts()["fingerprint"] != run["fingerprint"]:
        raise InputError("the entries of this run are not those that it was made from (fingerprints differ)")
    if worlds := run.get("significance_worlds", 0):
        chance = worlds, _chance_counts(worlds, table("clusters"))
        return _core.detect(incidence, run["options"], chance=chance, threads=threads, poll=None)
    without = {**run["options"], "significance": {"significance_worlds": 0}}
    return _core.detect(incidence, without, threads=threads, poll=None)


def _chance_counts(worlds: Any, clusters: Table) -> list[int]:
    """How many clusters of all the run's worlds of chance score as high as each cluster: they need not be run again."""
    if not _is(worlds, int) or not 0 < worlds <= 10_000 or "chance_clusters" not in clusters:
        raise InputError("the run's worlds of chance are damaged (significance_worlds, chance_clusters)")
    counts = np.ma.filled(clusters["chance_clusters"] * worlds, np.nan)
    if not ((counts >= 0) & (counts < 2**53)).all():
        raise InputError("the run's worlds of chance are damaged (chance_clusters)")
    return [round(count) for count in counts.tolist()]
