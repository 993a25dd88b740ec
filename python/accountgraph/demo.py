"""The demonstration: a pooled operation hidden among honest accounts, found and judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .detection import detect
from .evaluate import evaluate
from .stages import Progress
from .worlds import simulate

FOLDER = "accountgraph-demo"
ACCOUNTS = 20_000
SHARE = 0.06  # planted accounts, of the honest ones
SEED = 1


def run_demo(
    folder: Path, *, accounts: int = ACCOUNTS, threads: int | None = None, progress: bool | Progress | None = None
) -> Iterator[str]:
    """Writes `folder`/world, `folder`/run and `folder`/report.html; tells what happens, line by line.

    Raises
    ------
    FileExistsError
        What is there is no demo.
    """
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
    yield from str(evaluate(result, saved / "truth.parquet")).splitlines()
    best = result.clusters["cluster_id"]
    yield f"Report: {report}"
    yield f"Run:    {run}"
    if len(best):
        yield f"Why:    accountgraph explain {run} {best[0]}"
