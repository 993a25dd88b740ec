"""The tables as Markdown."""

from __future__ import annotations

import re

from ..report.text import show
from .benchmark import Benchmark
from .scenarios import SCENARIOS
from .tables import HEADINGS, TextTable, group_of, groups, header, tables_of

PLAIN = re.compile(r"[\w ,.%-]*", re.ASCII)


def markdown(benchmark: Benchmark) -> str:
    """A page of tables. Names stand as code, so that nothing in them is read as Markdown or HTML."""
    command, *facts = header(benchmark)
    lines = ["# Benchmark", "", f"    {command}", "", *(line for fact in facts for line in (fact, ""))]
    for group in groups(benchmark):
        lines += [f"## {HEADINGS[group]}", ""]
        names = dict.fromkeys(row["scenario"] for row in benchmark.good if group_of(row["scenario"]) == group)
        lines += [f"- {_code(show(name, limit=40))}: {SCENARIOS[name].title}" for name in names if name in SCENARIOS]
        lines.append("")
        for table in tables_of(benchmark, group):
            lines += [*_table(table), ""]
    if benchmark.failed:
        lines += ["## Rows that failed", ""]
        for row in benchmark.failed:
            name = f"{row['scenario']}, seed {row['seed']}, {row['method']}: {row['error']}"
            lines.append(f"- {_code(show(name, limit=300))}")
        lines.append("")
    return "\n".join(lines)


def _table(table: TextTable) -> list[str]:
    caption = f"**{table.caption[0].upper()}{table.caption[1:]}**"
    labels = len(table.rows[0][0])
    rule = ["---"] * labels + ["---:"] * (len(table.head) - labels)
    rows = [[*map(_code, names), *map(str, cells)] for names, cells in table.rows]
    return [caption, "", *("| " + " | ".join(row) + " |" for row in ([*map(_head, table.head)], rule, *rows))]


def _head(name: str) -> str:
    return name if PLAIN.fullmatch(name) else _code(name)


def _code(text: str) -> str:
    return "`" + text.replace("`", "'").replace("|", "\\|") + "`"
