"""The file of rows: one JSON line each, appended whole. What is there already is not measured again."""

import fcntl
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from asked import key

ROOT = Path(__file__).resolve().parents[2]
MEASURED = ("libaccountgraph", "python", "CMakeLists.txt")
"""What a row depends on: files elsewhere may change without making it old."""


def commit() -> str | None:
    """The last commit that changed the library, "-dirty" where it is not as committed; None outside of git."""
    last, changed = (
        subprocess.run(["git", *command, "--", *MEASURED], cwd=ROOT, capture_output=True, text=True, check=False).stdout
        for command in (["log", "-1", "--format=%H"], ["status", "--porcelain"])
    )
    return last.strip() + ("-dirty" if changed.strip() else "") or None


def read(path: Path) -> list[dict]:
    """The rows of a file, none where there is no file. A last line that was not written to its end is left out."""
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else [""]
    return [json.loads(line) for line in lines[:-1] if line.strip()]


def append(path: Path, row: dict) -> None:
    """Adds a row, in place of a last line that was not written to its end. Several processes may add to one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        file.write(json.dumps(row).encode() + b"\n")


def missing(jobs: Iterable[dict], rows: Iterable[dict], version: str, commit: str | None) -> list[dict]:
    """The jobs without a row of this version and commit; of a library that is not as committed no row counts."""
    dirty = (commit or "").endswith("-dirty")
    done = {key(row) for row in rows if not dirty and (row.get("version"), row.get("commit")) == (version, commit)}
    return [job for job in jobs if key(job) not in done]


def latest(jobs: Iterable[dict], rows: Iterable[dict]) -> dict[str, list[dict]]:
    """By what is measured, the last row of each job that has one, in the order of the jobs."""
    by_key = {key(row): row for row in rows}
    found: dict[str, list[dict]] = {}
    for job in jobs:
        if key(job) in by_key:
            found.setdefault(job["row"], []).append(by_key[key(job)])
    return found
