"""A benchmark: what is missing in a folder is made, row by row, each in a process of its own."""

from __future__ import annotations

import functools
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .. import _core
from ..extras import need
from ..folders import from_home, write_whole
from ..report.text import show
from ..threads import number_of_threads
from ..worlds import simulate
from .benchmark import Benchmark, load
from .scenarios import HONEST, PLANTED, SCENARIOS, Scenario, choose
from .store import PAGE, SETTINGS, SUMMARY, WORLDS, append, key_of, opened, read_rows, require_same
from .worker import OWN

Progress = Callable[[int, int, str, "dict[str, Any] | None"], None]
WORKER = [sys.executable, "-P", "-m", "accountgraph.benchmark.worker"]
SEEDS, MOST_SEEDS = 5, 10_000


def run(
    folder: str | os.PathLike[str],
    *,
    scenarios: str | Sequence[str] = "dial",
    seeds: int | Sequence[int] = SEEDS,
    baselines: bool = False,
    accounts: int | None = None,
    operation: int | None = None,
    events_per_account: float | None = None,
    threads: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Benchmark:
    """Judges the library, and baselines beside it, on many worlds. Running again makes only what is missing.

    Parameters
    ----------
    folder : path-like
        For rows.jsonl, summary.json and index.html; made where there is none.
    scenarios : str or sequence of str
        Names of scenarios and of groups (`scenarios.SCENARIOS`, `scenarios.GROUPS`).
    seeds : int or sequence of int
        So many seeds from 1 on, or these, each once.
    baselines : bool
        Judge `accountgraph.baselines.NAMES` by the same card.
    accounts, operation : int, optional
        Honest and planted accounts of the standard world: 50,000, and 3,000 beside so many. Sizes that a scenario has
        of its own are scaled with these.
    events_per_account : float, optional
        As for `simulate`.
    threads : int, optional
        As for `detect`; the measures but seconds and memory do not depend on it.
    force : bool
        Start anew: the rows that are there are removed.
    progress : callable, optional
        Called with (rows done, rows in all, what, row): row None when it begins, the row when it is done.

    Returns
    -------
    Benchmark
        Every row of the folder, those of earlier calls too.

    Raises
    ------
    ValueError
        A scenario or an option that is none.
    InputError
        The folder holds rows of other sizes or of another version.
    FileExistsError
        The folder holds something else, or another process is at work in it.
    KeyboardInterrupt
        Ctrl-C; finished rows stay.

    Notes
    -----
    A row that fails is told by its `error`, the others go on, and it is tried again by the next call. On the disk one
    world is kept at a time (two where worlds are compared).
    """
    chosen, seeds = choose(scenarios), _seeds(seeds)
    number_of_threads(threads)
    settings = _settings(accounts, operation, events_per_account)
    methods = [OWN, *_baselines()] if baselines else [OWN]
    for module, extra in (("duckdb", "files"), ("jinja2", "report")):
        need(module, extra, "a benchmark")
    path, tell = from_home(folder), progress or _silent
    with opened(path, anew=force) as rows:
        there = read_rows(path)
        require_same(path, there, version=_core.version, settings=settings)
        for name in (SUMMARY, PAGE):
            (path / name).unlink(missing_ok=True)
        done = {key_of(row) for row in there if "error" not in row}
        keys = [(scenario, seed, method) for scenario in chosen for seed in seeds for method in methods]
        missing = [key for key in keys if (key[0].name, *key[1:]) not in done]
        finished = len(keys) - len(missing)
        for (scenario, seed), of in itertools.groupby(missing, key=lambda key: key[:2]):
            with _worlds(path / WORLDS, scenario, seed, settings) as made:
                for _, _, method in of:
                    what = f"{scenario.name}, seed {seed}, {method}"
                    tell(finished, len(keys), what, None)
                    key = {"scenario": scenario.name, "seed": seed, "method": method}
                    row = {**key, "version": _core.version, "settings": settings, **made(method, threads)}
                    append(rows, row)
                    finished += 1
                    tell(finished, len(keys), what, row)
        found = load(path)
        write_whole(path / SUMMARY, json.dumps(found.to_dict(), indent=2, allow_nan=False) + "\n", (".json",))
        found.save_page(path / PAGE)
    return found


@contextmanager
def _worlds(
    folder: Path, scenario: Scenario, seed: int, settings: Mapping[str, Any]
) -> Iterator[Callable[[str, int | None], dict[str, Any]]]:
    """The worlds of a scenario while its rows are made: a function of method and threads that makes one."""
    options = {scenario.name: scenario.world(settings, seed)}
    if scenario.against is not None:
        options[scenario.against] = SCENARIOS[scenario.against].world(settings, seed)

    @functools.cache
    def worlds() -> dict[str, Any]:
        return _ask({"do": "worlds", "worlds": options, "folder": str(folder)})

    def row(method: str, threads: int | None) -> dict[str, Any]:
        made = worlds()
        if "error" in made:
            return made
        job = {"do": "row", "worlds": list(options), "folder": str(folder), "replay": scenario.replay}
        return {
            "world": options[scenario.name],
            "threads": threads,
            **_ask({**job, "method": method, "threads": threads}),
        }

    try:
        yield row
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ask(job: Mapping[str, Any]) -> dict[str, Any]:
    """What a worker answers; {"error": one line} where it fails. It ends when this process is interrupted."""
    with subprocess.Popen(WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            answer, told = process.communicate(json.dumps(job).encode())
        except BaseException:
            process.kill()
            process.wait()
            raise
    if process.returncode == 0:
        try:
            return json.loads(answer)
        except ValueError:
            return {"error": "the process answered nothing readable"}
    if process.returncode < 0:
        return {"error": f"the process was ended by {signal.Signals(-process.returncode).name}"}
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return {"error": show(lines[-1] if lines else f"the process ended with {process.returncode}", limit=400)}


def _silent(done: int, total: int, what: str, row: dict[str, Any] | None) -> None:
    """No progress."""


def _settings(accounts: int | None, operation: int | None, events_per_account: float | None) -> dict[str, Any]:
    """Sizes of the standard world, all known and in range."""
    if accounts is None:
        accounts = HONEST
    if operation is None:
        operation = round(PLANTED * accounts / HONEST)
    options = simulate(accounts=accounts, operation=operation, events_per_account=events_per_account).options
    return {name: options[name] for name in SETTINGS}


def _seeds(given: Any) -> list[int]:
    if isinstance(given, int) and not isinstance(given, bool):
        if not 1 <= given <= MOST_SEEDS:
            raise ValueError(f"the number of `seeds` must be in [1, {MOST_SEEDS:,}], got {given}")
        return list(range(1, given + 1))
    seeds = list(given) if isinstance(given, Sequence) and not isinstance(given, str) else None
    if not seeds or any(type(seed) is not int or not 0 <= seed < 2**63 for seed in seeds):
        raise ValueError(
            f"`seeds` must be a number of seeds or a list of whole numbers >= 0, got {show(repr(given), limit=40)}"
        )
    if len(set(seeds)) < len(seeds):
        raise ValueError(f"`seeds` names {next(seed for seed in seeds if seeds.count(seed) > 1)} twice")
    return seeds


def _baselines() -> Sequence[str]:
    from ..baselines import NAMES

    return NAMES
