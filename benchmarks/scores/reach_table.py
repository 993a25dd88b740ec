"""The table of the reach: what is asked for, what was measured, whether it holds."""

from collections import Counter
from collections.abc import Mapping, Sequence

import lines_of_worlds as worlds
from asked import Settings
from beside_baselines import lines_of_baselines
from lines_of_flags import of_flagged, pooled

LINES = {
    "flagged": of_flagged,
    "customers": worlds.of_customers,
    "failover": worlds.of_failover,
    "stress": worlds.of_stress,
    "small": worlds.of_small,
    "chance": worlds.of_chance,
    "framing": worlds.of_framing,
    "camouflage": worlds.of_camouflage,
    "detection": worlds.of_detection,
    "baselines": lines_of_baselines,
}


def markdown(asked: Settings, jobs: Sequence[Mapping], found: Mapping[str, Sequence[Mapping]]) -> str:
    """The table of the rows that are there; below it what is missing, and what was measured."""
    lines = [line for name, of in LINES.items() if found.get(name) for line in of(found[name])]
    table = [f"| {line.reach} | {line.measured} | {_verdict(line.holds)} |" for line in [*lines, *pooled(found)]]
    wanted = Counter(job["row"] for job in jobs)
    there = {name: len(found.get(name, ())) for name in wanted}
    missing = [f"{name} {there[name]} of {count}" for name, count in wanted.items() if there[name] < count]
    commits = sorted({str(row.get("commit")) for rows in found.values() for row in rows})
    return "\n".join([
        f"{asked.accounts:,} honest and {asked.operation:,} planted accounts, {asked.events:g} events an honest "
        f"account; seeds {', '.join(map(str, asked.seeds))}. Median (least to most); the median is judged.",
        "",
        "| reach | measured | holds |",
        "|---|---|---|",
        *table,
        "",
        *([f"Worlds measured so far: {', '.join(missing)}."] if missing else []),
        f"Commits of the library: {', '.join(commits) or '-'}.",
    ])  # fmt: skip


def _verdict(holds: bool | None) -> str:
    return "" if holds is None else "holds" if holds else "fails"
