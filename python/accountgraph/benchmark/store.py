"""rows.jsonl: every finished row, appended whole; what is there is never made again."""

from __future__ import annotations

import fcntl
import json
import math
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .._core import InputError
from ..report.text import show
from .measures import MEASURES

ROWS, SUMMARY, PAGE, WORLDS = "rows.jsonl", "summary.json", "index.html", ".worlds"
KEYS = {"scenario": str, "seed": int, "method": str, "version": str, "settings": dict}
SETTINGS = ("accounts", "operation", "events_per_account")

Key = tuple[str, int, str]


def key_of(row: Mapping[str, Any]) -> Key:
    return row["scenario"], row["seed"], row["method"]


def read_rows(folder: Path) -> list[dict[str, Any]]:
    """The rows of a folder, the latest of each (scenario, seed, method); a torn last line is left out.

    Raises
    ------
    InputError
        It is no folder of a benchmark, or a line is no row.
    """
    path = folder / ROWS
    try:
        lines = path.read_bytes().split(b"\n")[:-1]  # a row ends with its line
    except OSError as error:
        raise InputError(f"{show(str(folder))!r} is no benchmark: it has no readable {ROWS}") from error
    rows: dict[Key, dict[str, Any]] = {}
    for number, line in enumerate(lines, start=1):
        row = _row(line)
        if row is None:
            raise InputError(f"{show(str(path))!r}, line {number}: is no row of a benchmark")
        rows[key_of(row)] = row
    return list(rows.values())


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or any(type(row.get(name)) is not kind for name, kind in KEYS.items()):
        return None
    if set(row["settings"]) != set(SETTINGS) or not all(map(_finite, row["settings"].values())):
        return None
    if "error" in row:
        return row if isinstance(row["error"], str) else None
    counts = row.get("collateral")
    if not isinstance(counts, dict) or not all(isinstance(count, dict) for count in counts.values()):
        return None
    numbers = [row.get(name) for name in MEASURES]
    numbers += [count.get(name, "none") for count in counts.values() for name in ("accounts", "flagged")]
    return row if all(number is None or _finite(number) for number in numbers) else None


def _finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def require_same(folder: Path, rows: Sequence[Mapping[str, Any]], *, version: str, settings: Mapping[str, Any]) -> None:
    """Raises an InputError where rows are of another version or other settings: they do not belong in one table."""
    for row in rows:
        if row["version"] != version:
            what = f"version {show(row['version'], limit=40)}, this is {version}"
        elif row["settings"] != settings:
            other = [name for name in SETTINGS if row["settings"][name] != settings[name]]
            told, asked = (", ".join(f"{name} {of[name]:,}" for name in other) for of in (row["settings"], settings))
            what = f"{told}, asked for is {asked}"
        else:
            continue
        raise InputError(f"{show(str(folder))!r} holds rows of {what}; choose another folder, or start anew (--force)")


@contextmanager
def opened(folder: Path, *, anew: bool = False) -> Iterator[int]:
    """The rows of a folder for appending, as a file descriptor; nobody else may append meanwhile.

    Raises
    ------
    FileExistsError
        There is a folder with other things in it, or another process is at work in it.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / ROWS).is_file():
        raise FileExistsError(f"{show(str(folder))!r} is no folder of a benchmark (no {ROWS}); choose another name")
    folder.mkdir(parents=True, exist_ok=True)
    rows = os.open(folder / ROWS, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        try:
            fcntl.flock(rows, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FileExistsError(f"another benchmark is at work in {show(str(folder))!r}") from error
        if anew:
            os.ftruncate(rows, 0)
            (folder / SUMMARY).unlink(missing_ok=True)
            (folder / PAGE).unlink(missing_ok=True)
        _drop_torn_line(rows)
        shutil.rmtree(folder / WORLDS, ignore_errors=True)  # of a run that was killed
        yield rows
    finally:
        shutil.rmtree(folder / WORLDS, ignore_errors=True)
        os.close(rows)


def _drop_torn_line(rows: int) -> None:
    """Cuts a last line that was not written to its end."""
    size = os.fstat(rows).st_size
    whole = os.pread(rows, size, 0).rfind(b"\n") + 1
    if whole < size:
        os.ftruncate(rows, whole)


def append(rows: int, row: Mapping[str, Any]) -> None:
    """Adds a row, on the disk when this returns."""
    line = json.dumps(row, ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n"
    if os.write(rows, line) != len(line):
        raise OSError(f"{ROWS} could not be written to its end: is the disk full?")
    os.fsync(rows)
