"""The demonstration: a pooled operation hidden among honest accounts, found and judged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

from .detection import detect
from .evaluate import evaluate
from .folders import from_home
from .report.text import show
from .stages import Progress
from .threads import number_of_threads
from .worlds import simulate

FOLDER = "accountgraph-demo"
ACCOUNTS = 20_000
SHARE = 0.06  # planted accounts, of the honest ones
SEED = 1
MARKERS = ("world/world.json", "run/run.json")  # together they tell a demo


def run_demo(
    folder: Path, *, accounts: int = ACCOUNTS, threads: int | None = None, progress: bool | Progress | None = None
) -> Iterator[str]:
    """Writes `folder`/world, `folder`/run and `folder`/report.html; tells what happens, line by line.

    Raises
    ------
    FileExistsError
        What is there is no demo.
    """
    folder, fresh = from_home(folder), _is_free(folder)
    number_of_threads(threads)
    try:
        last = yield from _make(folder, accounts, threads, progress)
    except BaseException:
        if fresh:  # half a demo would be taken for something of the user's
            shutil.rmtree(folder, ignore_errors=True)
        raise
    yield from last


def _is_free(folder: Path) -> bool:
    """True: there is nothing. False: there is a demo, to be replaced. All else is the user's."""
    folder = from_home(folder)
    if not os.path.lexists(folder) or (folder.is_dir() and not any(folder.iterdir())):
        return True
    if not all((folder / marker).is_file() for marker in MARKERS):
        raise FileExistsError(f"{show(str(folder))!r} exists and is no earlier demo; choose another name")
    return False


def _make(
    folder: Path, accounts: int, threads: int | None, progress: bool | Progress | None
) -> Generator[str, None, list[str]]:
    """Tells what happens while it happens; returns the last lines, told when all is written."""
    planted = round(accounts * SHARE)
    yield f"A world of {accounts:,} honest accounts and an operation of {planted:,} that look like light users."
    world = simulate("pooled_25k", accounts=accounts, operation=planted, seed=SEED, threads=threads)
    saved = world.save(folder / "world", overwrite=True)
    result = detect(saved / "events.parquet", threads=threads, progress=progress)
    record = result.run
    yield (
        f"{record['counts']['events']:,} events read and judged in {record['seconds']:.1f} s, "
        f"{record['peak_memory_mb']:,.0f} MB."
    )
    run = result.save(folder / "run", overwrite=True)
    report = result.report(folder / "report.html")
    lines = str(evaluate(result, saved / "truth.parquet")).splitlines()
    best = result.clusters["cluster_id"]
    why = [f"Why:    accountgraph explain {run} {best[0]}"] if len(best) else []
    return [*lines, f"Report: {report}", f"Run:    {run}", *why]
