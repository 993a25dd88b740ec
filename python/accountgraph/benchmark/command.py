"""`accountgraph benchmark`: texts in, progress on stderr, the summary on stdout."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ..folders import require_file, write_whole
from ..report.text import show
from .benchmark import Benchmark
from .runner import run
from .scenarios import GROUPS, SCENARIOS
from .store import PAGE
from .tables import cell

__all__ = ["benchmark", "listing"]

SUFFIXES = (".md", ".markdown")
TOLD = ("flagged_recall", "flagged_precision", "in_pure_clusters", "honest_flagged", "seconds")
FAILED = 1


def benchmark(
    out: Path | None,
    *,
    scenarios: str,
    seeds: str,
    markdown: Path | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Runs and tells. Returns the exit code: 1 where a row that was asked for failed."""
    if out is None:
        raise ValueError("--out is missing: the folder of the benchmark")
    if markdown is not None:
        if markdown.suffix.lower() not in SUFFIXES:
            name = show(markdown.name, limit=40)
            raise ValueError(f"--markdown must name a file that ends in {' or '.join(SUFFIXES)}, got {name!r}")
        require_file(markdown, SUFFIXES)
    failed = []

    def progress(done: int, total: int, what: str, row: dict[str, Any] | None) -> None:
        if row is not None and "error" in row:
            failed.append(row)
        _tell(done, total, what, row)

    names = [name.strip() for name in scenarios.split(",") if name.strip()]
    try:
        found = run(out, scenarios=names, seeds=_seeds(seeds), progress=progress, **options)
    finally:
        print(_line_begin(), end="", file=sys.stderr, flush=True)
    if markdown is not None:
        write_whole(markdown, found.to_markdown(), SUFFIXES)
    if as_json:
        print(json.dumps(found.to_dict(), indent=2))
    else:
        print(_table(found))
        print(f"Page: {out / PAGE}")
    if failed:
        print(f"accountgraph: {len(failed)} of the rows failed; run again to try them again", file=sys.stderr)
    return FAILED if failed else 0


def listing() -> str:
    """All scenarios as text: group, name, title."""
    lines = []
    for group, names in GROUPS.items():
        lines += [f"{group}:", *(f"  {name:<28} {SCENARIOS[name].title}" for name in names)]
    return "\n".join(lines)


def _seeds(text: str) -> int | list[int]:
    items = [item.strip() for item in text.split(",")]
    listed = [item for item in items if item]
    if not listed or not all(item.isdecimal() and item.isascii() for item in listed):
        raise ValueError(f"--seeds must be a number of seeds or a list such as 1,3,7, got {show(text, limit=40)!r}")
    return int(text) if len(items) == 1 else [int(item) for item in listed]


def _tell(done: int, total: int, what: str, row: dict[str, Any] | None) -> None:
    """On a terminal one line that is written over; else a line a finished row. A failure is always a line."""
    begin = _line_begin()
    if row is None:
        if begin:
            print(f"{begin}{done}/{total} {what}", end="", file=sys.stderr, flush=True)
    elif "error" in row:
        print(f"{begin}{done}/{total} {what}: FAILED: {row['error']}", file=sys.stderr, flush=True)
    elif not begin:
        print(f"{done}/{total} {what}: {row['seconds']:.1f} s", file=sys.stderr, flush=True)


def _line_begin() -> str:
    """Goes back to the beginning of an empty line, on a terminal."""
    return "\r\x1b[K" if sys.stderr.isatty() else ""


def _table(found: Benchmark) -> str:
    """A line a scenario and method: medians with their spread."""
    summary = {(row["scenario"], row["method"], row["measure"]): row for row in found.summary()}
    rows = [["scenario", "method", *(name.replace("_", " ") for name in TOLD)]]
    for scenario, method in dict.fromkeys(key[:2] for key in summary):
        cells = (str(cell(summary.get((scenario, method, measure)))) for measure in TOLD)
        rows.append([show(scenario, limit=40), show(method, limit=40), *cells])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(f"{text:<{w}}" for text, w in zip(row, widths, strict=True)).rstrip() for row in rows)
