"""The benchmark as one HTML page: charts along the dial, tables, and what failed. No script, no request of any kind."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import report
from ..report.text import show
from .benchmark import Benchmark
from .measures import MEASURES
from .scenarios import SCENARIOS
from .tables import HEADINGS, Summary, by_key, group_of, groups, header, methods, tables_of

if TYPE_CHECKING:
    import jinja2

CHARTS = ("flagged_recall", "in_pure_clusters", "flagged_precision", "honest_flagged_share")
SERIES = 6  # lines that a chart tells apart


def page(benchmark: Benchmark) -> str:
    """The page as text. The same rows give the same text.

    Raises
    ------
    ModuleNotFoundError
        Jinja2 is not installed.
    """
    command, *facts = header(benchmark)
    sections = [
        {
            "name": group,
            "heading": HEADINGS[group],
            "scenarios": _scenarios(benchmark, group),
            "charts": charts(benchmark) if group == "dial" else [],
            "tables": tables_of(benchmark, group),
        }
        for group in groups(benchmark)
    ]
    return _template().render(
        command=command,
        facts=facts,
        rows=len(benchmark.rows),
        machines=_machines(benchmark),
        sections=sections,
        failed=[
            {**{name: show(row[name], limit=60) for name in ("scenario", "seed", "method")},
             "error": show(row["error"], limit=400)}
            for row in benchmark.failed
        ],
    )  # fmt: skip


@functools.cache
def _template() -> jinja2.Template:
    from jinja2 import FileSystemLoader

    folders = [Path(__file__).parent / "templates", Path(report.__file__).parent / "templates"]
    return report._environment().overlay(loader=FileSystemLoader(folders)).get_template("benchmark.html.j2")


def _scenarios(benchmark: Benchmark, group: str) -> list[dict[str, str]]:
    names = dict.fromkeys(row["scenario"] for row in benchmark.good if group_of(row["scenario"]) == group)
    return [
        {"name": show(name, limit=40), "title": SCENARIOS[name].title, "shows": SCENARIOS[name].shows}
        for name in names
        if name in SCENARIOS
    ]


def _machines(benchmark: Benchmark) -> str:
    """On how many cores and threads the seconds were measured."""
    cores = sorted({show(row.get("cores"), limit=10) for row in benchmark.good})
    threads = sorted({show(row.get("threads") or "all", limit=10) for row in benchmark.good})
    return f"{' or '.join(cores)} cores, {' or '.join(threads)} threads"


def charts(benchmark: Benchmark) -> list[Any]:
    """Lines of medians along the dial, a line a method, with bands from the lowest to the highest seed."""
    summary = by_key(benchmark)
    names = [name for name in SCENARIOS if group_of(name) == "dial" and (name, "accountgraph", "accounts") in summary]
    if len(names) < 2:
        return []
    return [_chart(summary, names, methods(benchmark)[:SERIES], measure) for measure in CHARTS]


def _chart(summary: Summary, names: Sequence[str], own: Sequence[str], measure: str) -> Any:
    from ..report.charts import Point, line_chart

    label = MEASURES[measure][0]
    series = {
        method: [
            Point(float(SCENARIOS[name].options["difficulty"]), item["median"], item["low"], item["high"])
            for name in names
            if (item := summary.get((name, method, measure))) is not None
        ]
        for method in own
    }
    highest = max((point.high for points in series.values() for point in points if point.high is not None), default=0)
    top = 1.0 if MEASURES[measure][1] == "share" else _above(highest)
    return line_chart(f"{label} along the dial", "difficulty", label, series, y_range=(0, top))


def _above(value: float) -> float:
    """The next of 1, 2, 5 times a power of ten, at least a thousandth."""
    value = max(value, 0.001)
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 2, 5, 10) if value <= power * step * (1 + 1e-9))
