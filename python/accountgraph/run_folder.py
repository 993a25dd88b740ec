"""The run folder: the contract between the library, notebooks, Spark and reports."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from . import _core
from ._core import InputError
from .files import read_parquet, write_parquet
from .folders import whole_folder
from .report.text import show
from .result import TABLES, Result
from .run_record import FORMAT
from .table import Table


def save(result: Result, folder: Path, *, entries: bool = True, overwrite: bool = False) -> Path:
    """Writes the folder under another name beside its place, then renames it: nobody ever sees half a run."""
    with whole_folder(folder, marker="run.json", overwrite=overwrite) as unfinished:
        for name in TABLES:
            table = getattr(result, name)
            if table is not None and (name != "entries" or entries):
                write_parquet(table, unfinished / f"{name}.parquet")
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
        It is no run folder, or one of a newer format.
    """
    path, threads = Path(folder), threads or 0
    try:
        run = json.loads((path / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{show(str(path))!r} is no run folder: it has no readable run.json") from error
    if not isinstance(run, dict) or run.get("format") != FORMAT:
        found = run.get("format") if isinstance(run, dict) else None
        raise InputError(f"{show(str(path))!r} has format {show(found)}; this version reads format {FORMAT}")

    def table(name: str) -> Table | None:
        file = path / f"{name}.parquet"
        if name == "entries" and not file.exists():
            return None
        if not file.exists():
            raise InputError(f"{show(str(path))!r} has no {name}.parquet")
        return Table.from_arrow(read_parquet(file, threads=threads))

    return Result(run, table, lambda: _case_again(run, table, threads))


def _case_again(run: dict[str, Any], table: Any, threads: int) -> _core.Case:
    """The case of a saved run: the same incidence and options give the same case."""
    entries = table("entries")
    if entries is None:
        raise InputError("not analysed: entries were not kept with this run (--no-entries)")
    incidence = _core.incidence_from_tables(
        table("accounts")._native, entries._native, kinds=run["kinds"], time=run["time"], threads=threads
    )
    if incidence.facts()["fingerprint"] != run["fingerprint"]:
        raise InputError("the entries of this run are not those that it was made from (fingerprints differ)")
    return _core.detect(incidence, run["options"], threads=threads, poll=None)
