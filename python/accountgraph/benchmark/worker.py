"""One job in a process of its own, so that its memory is its own and its end is nobody else's.

    python -m accountgraph.benchmark.worker < job.json > answer.json

A job {"do": "worlds", "worlds": {name: options of simulate}, "folder"} saves worlds.
A job {"do": "row", "method", "folder", "worlds": [names], "replay", "threads"} judges a method on the first of these
worlds, beside the second where there is one; the answer is the measures of a row.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from .. import _core
from ..detection import detect
from ..evaluate import evaluate
from ..extras import need
from ..files import connect, literal, read_parquet
from ..stages import peak_bytes
from ..worlds import simulate
from .comparisons import compared
from .detection_time import time_to_detection
from .measures import collateral_of_card, of_run

OWN = "accountgraph"
"""The method of this library, beside those of `accountgraph.baselines`."""


def main() -> None:
    job = json.load(sys.stdin)
    answer = {"worlds": make_worlds, "row": make_row}[job["do"]](job)
    json.dump(answer, sys.stdout, allow_nan=False)


def make_worlds(job: Mapping[str, Any]) -> dict[str, Any]:
    """Saves the worlds of a job."""
    for name, options in job["worlds"].items():
        simulate(**options).save(Path(job["folder"]) / name)
    return {}


def make_row(job: Mapping[str, Any]) -> dict[str, Any]:
    """Judges a method. Seconds and memory are those of the first detection, from events.parquet to tables."""
    worlds = [Path(job["folder"]) / name for name in job["worlds"]]
    find = method(job["method"], job["threads"])
    began = perf_counter()
    run = find(worlds[0] / "events.parquet")
    measured = {"seconds": round(perf_counter() - began, 3), "peak_memory_mb": round(high_water_bytes() / 2**20, 1)}
    truth = read_parquet(worlds[0] / "truth.parquet")
    card = evaluate(run, truth).to_dict()
    measured |= of_run(run, card)
    if len(worlds) > 1:
        reference = find(worlds[1] / "events.parquet")
        there = evaluate(reference, worlds[1] / "truth.parquet").flagged["recall"]
        measured |= compared(run, card["flagged"]["recall"], reference, there, truth)
    if job["replay"]:
        measured |= _replayed(worlds[0], truth, job["method"], find)
    return {
        **measured,
        "collateral": collateral_of_card(card),
        "version": _core.version,
        "versions": {"python": platform.python_version(), "duckdb": need("duckdb", "files", "a benchmark").__version__},
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
    }


def method(name: str, threads: int | None) -> Callable[..., Any]:
    """A method as a function of the events."""
    if name == OWN:
        return functools.partial(detect, threads=threads)
    from .. import baselines

    return functools.partial(baselines.run, name, threads=threads)


def _replayed(world: Path, truth: Any, name: str, find: Callable[..., Any]) -> dict[str, Any]:
    if name == OWN:  # a look a day goes without worlds of chance, which would make it twenty looks
        day_by_day = functools.partial(find, significance_worlds=0)
    else:
        day_by_day = functools.partial(_until, find, world / "until.parquet")
    began = perf_counter()
    times = time_to_detection(world / "events.parquet", truth, detect=day_by_day)
    clocked = [time for time in times if time.tenth_day is not None]
    return {
        "replay_seconds": round(perf_counter() - began, 3),
        "operations_detected": sum(t.days is not None for t in clocked) / len(clocked) if clocked else None,
        "days_to_detection": _median_day([time.days for time in clocked]),
        "days_to_ten_flagged": _median_day([time.days_to_ten_flagged for time in clocked]),
        "replayed": [
            {"operation": t.operation, "accounts": t.accounts, "tenth_day": _iso(t.tenth_day),
             "detected_day": _iso(t.detected_day), "ten_flagged_day": _iso(t.ten_flagged_day)}
            for t in times
        ],
    }  # fmt: skip


def _until(find: Callable[..., Any], place: Path, events: Path, *, since: dt.date, until: dt.date) -> Any:
    """A method without a window of its own: it reads a file of the events until a day."""
    end = literal(f"{until + dt.timedelta(days=1)} 00:00:00+00")
    source, target = literal(str(events.absolute())), literal(str(place.absolute()))
    with connect(1) as connection:
        connection.execute(f"copy (from read_parquet({source}) where timestamp < {end}) to {target} (format parquet)")
    return find(place)


def _median_day(days: list[int | None]) -> float | None:
    """The median where "never" is later than any day; None where half of them or more are never detected."""
    never = float("inf")
    median = statistics.median(never if day is None else day for day in days) if days else never
    return None if median == never else median


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def high_water_bytes() -> int:
    """Largest memory of this process, not counting that of the process which started it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return peak_bytes()


if __name__ == "__main__":
    main()
