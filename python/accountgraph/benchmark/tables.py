"""The tables of a benchmark as texts, for the page and for Markdown alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..baselines import TUNED_AT
from ..report.text import MINUS, MISSING, show
from .benchmark import Benchmark
from .measures import MEASURES
from .scenarios import COST, FOUND, GROUPS, SCENARIOS, TABLES, Scenario
from .store import SETTINGS
from .summary import collateral
from .worker import OWN

LIMITS = (
    "These worlds are made by this project: how common honest look-alikes are and how real operators share are "
    "assumptions, and nobody in them answers the detector (docs/worlds.md); they compare methods and tell no rate of "
    "any real service."
)
TUNED = f"The baselines' thresholds were tuned on worlds of {TUNED_AT:,} honest accounts and may not fit another size."
HEADINGS = {
    "dial": "Along the dial of difficulty",
    "presets": "Shapes of operations (pooled_25k: see the dial)",
    "counterfactual": "One thing changed",
    "replay": "Time to detection",
    "stress": "Look-alikes, and no operation",
    "scale": "At size",
    "other": "Other scenarios",
}
DIAL = (*TABLES[FOUND], "honest_flagged_share", *TABLES[COST])
TO = "\N{EN DASH}"
Summary = Mapping[tuple[str, str, str], Mapping[str, Any]]


class Cell(NamedTuple):
    """A number as text, and what stands beside it in brackets."""

    text: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.note})" if self.note else self.text


@dataclass(frozen=True)
class TextTable:
    """Texts, not escaped: `head` is a name a column, a row has its names first and then a cell a column."""

    caption: str
    head: list[str]
    rows: list[tuple[list[str], list[Cell]]]


def header(benchmark: Benchmark) -> list[str]:
    """Version, seeds, sizes and the command that makes the same rows; nothing of the machine or the day."""
    rows = benchmark.rows
    if not rows:
        return ["No rows."]
    versions, settings = sorted({row["version"] for row in rows}), rows[0]["settings"]
    seeds, names = sorted({row["seed"] for row in rows}), {row["scenario"] for row in rows}
    honest, planted, events = (settings[name] for name in SETTINGS)
    chosen = [group for group, members in GROUPS.items() if names.issuperset(members)]
    covered = {name for group in chosen for name in GROUPS[group]}
    chosen += [show(name, limit=40) for name in sorted(names - covered)]
    baselines = any(row["method"] != OWN for row in rows)
    several = "--baselines " if baselines else ""
    listed = ",".join(map(str, seeds)) + ("," if len(seeds) == 1 else "")
    return [
        f"accountgraph benchmark --out FOLDER --scenarios {','.join(chosen)} --seeds {listed} {several}"
        f"--accounts {honest} --operation {planted} --events-per-account {events:g}",
        f"accountgraph {', '.join(show(version, limit=40) for version in versions)}. "
        f"Seeds: {', '.join(map(str, seeds))}. Standard world: {honest:,} honest and "
        f"{planted:,} planted accounts, {events:g} events an honest account. Sizes that a "
        "scenario has of its own are scaled with it.",
        *([TUNED] if baselines and honest != TUNED_AT else []),
        "A cell is the median over seeds (lowest to highest). A dash: there is nothing to divide by, or it does not "
        "apply.",
        LIMITS,
    ]


def groups(benchmark: Benchmark) -> list[str]:
    """Groups that have rows, in order."""
    of = {group_of(row["scenario"]) for row in benchmark.good}
    return [group for group in HEADINGS if group in of]


def group_of(scenario: str) -> str:
    return SCENARIOS[scenario].group if scenario in SCENARIOS else "other"


def methods(benchmark: Benchmark) -> list[str]:
    """Methods in the order of the rows."""
    return list(dict.fromkeys(row["method"] for row in benchmark.good))


def by_key(benchmark: Benchmark) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The summary by (scenario, method, measure)."""
    return {(row["scenario"], row["method"], row["measure"]): row for row in benchmark.summary()}


def tables_of(benchmark: Benchmark, group: str) -> list[TextTable]:
    """The tables of a group, and the collateral of its rows."""
    summary = by_key(benchmark)
    rows = [row for row in benchmark.good if group_of(row["scenario"]) == group]
    names = list(dict.fromkeys(row["scenario"] for row in rows))
    own = methods(benchmark)
    made = dial_tables(summary, names, own) if group == "dial" else _scenario_tables(summary, names, own)
    return [table for table in [*made, *_collateral_table(rows, own)] if table.rows]


def dial_tables(summary: Summary, names: Sequence[str], own: Sequence[str]) -> list[TextTable]:
    """One table a measure: methods as rows, difficulties as columns."""
    head = ["method", *(f"{SCENARIOS[name].options['difficulty']:g}" for name in names)]
    return [
        TextTable(
            MEASURES[measure][0],
            head,
            [
                ([show(method, limit=40)], [cell(summary.get((name, method, measure))) for name in names])
                for method in own
                if any(summary.get((name, method, measure), {}).get("seeds") for name in names)
            ],
        )
        for measure in DIAL
    ]


def _scenario_tables(summary: Summary, names: Sequence[str], own: Sequence[str]) -> list[TextTable]:
    """The tables that these scenarios stand in: scenarios and methods as rows, measures as columns."""
    wanted: dict[str, list[str]] = {}
    for name in names:
        for table in SCENARIOS[name].tables if name in SCENARIOS else Scenario.tables:
            wanted.setdefault(table, []).append(name)
    return [
        TextTable(
            table,
            ["scenario", "method", *(MEASURES[measure][0] for measure in TABLES[table])],
            [
                (
                    [show(name, limit=40), show(method, limit=40)],
                    [cell(summary.get((name, method, measure))) for measure in TABLES[table]],
                )
                for name in members
                for method in own
                if any((name, method, measure) in summary for measure in TABLES[table])
            ],
        )
        for table, members in wanted.items()
    ]


def _collateral_table(rows: Sequence[Mapping[str, Any]], own: Sequence[str]) -> list[TextTable]:
    """Honest accounts flagged by look-alike, summed over the rows; types of which nobody was flagged are left out."""
    sums = {(item["group_type"], item["method"]): item for item in collateral(rows)}
    types = sorted({group_type for group_type, _ in sums})
    flagged = {name: sum(sums[name, method]["flagged"] for method in own if (name, method) in sums) for name in types}
    hit = sorted((name for name in types if flagged[name]), key=lambda name: (-flagged[name], name))
    return [
        TextTable(
            "honest accounts flagged by look-alike, summed over all scenarios and seeds of this section; an account of "
            "several types counts in each",
            ["look-alike", *(show(method, limit=40) for method in own)],
            [([show(name, limit=40)], [_share(sums.get((name, method))) for method in own]) for name in hit],
        )
    ]


def _share(counts: Mapping[str, Any] | None) -> Cell:
    if counts is None or not counts["accounts"]:
        return Cell(MISSING)
    if not counts["flagged"]:
        return Cell("0")
    return Cell(number(counts["flagged"] / counts["accounts"], "rare"), f"{counts['flagged']:,}")


def cell(item: Mapping[str, Any] | None) -> Cell:
    """Median (lowest to highest) of an item of the summary; "n of m" where rows have no value."""
    if item is None or item["median"] is None:
        return Cell(MISSING)
    how = MEASURES[item["measure"]][1]
    median, low, high = (number(item[name], how) for name in ("median", "low", "high"))
    to = " to " if MINUS in low else TO
    notes = [] if low == high == median else [f"{low.removesuffix(' %')}{to}{high}"]
    if item["seeds"] < item["rows"]:
        notes.append(f"{item['seeds']} of {item['rows']}")
    return Cell(median, "; ".join(notes))


def number(value: float, how: str) -> str:
    """A value as its kind is written (`MEASURES`)."""
    if how == "share":
        return f"{value:.3f}".replace("-", MINUS)
    if how == "rare":
        return f"{100 * value:.2f} %"
    if how == "number":
        return f"{value:.2f}"
    if how == "seconds":
        return f"{value:.1f}"
    whole = how == "whole" or value == round(value) or value >= 1000
    return f"{value:,.0f}" if whole else f"{value:,.1f}"
