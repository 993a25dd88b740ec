"""The worlds that the reach is measured on. A job is one world, as flat options of `simulate` with two names more.

`row` says what is measured (`ROWS`), `world` which world it is. A job with what was measured is a row of the results.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from accountgraph.baselines import TUNED_AT
from accountgraph.benchmark.scenarios import GROUPS, SCENARIOS

SHAPES = [
    ("pooled_25k", 0.3), ("pooled_25k", 0.6), ("pooled_25k", 0.9), ("two_pool_failover", 0.6),
    ("low_slow_relay_5k", 0.6), ("replay_1500", 0.6), ("careful_ring", 0.6), ("rings", 0.6), ("feb_medium", 0.6),
    ("hot_rotation_273", 0.6),
]  # fmt: skip
MANY, SMALL = 20, 100
"""Worlds of what must hold in 19 of 20; small worlds without an operation."""
REPLAYED = 20_000
"""Most honest accounts of a world that is replayed day by day, and of the larger rewired ones."""


@dataclass(frozen=True)
class Settings:
    """Sizes of the standard world; rows with sizes of their own say so."""

    seeds: Sequence[int] = (1, 2, 3, 4, 5)
    accounts: int = 50_000
    operation: int = 3_000
    events: float = 200

    def job(self, row: str, world: str, seed: int, **options: Any) -> dict[str, Any]:
        sizes = {"accounts": self.accounts, "operation": self.operation, "events_per_account": self.events}
        return {"row": row, "world": world, **sizes, "seed": seed, **options}

    def scenario(self, row: str, name: str, seed: int, **options: Any) -> dict[str, Any]:
        """A world of `accountgraph benchmark`, scaled to these sizes."""
        sizes = {"accounts": self.accounts, "operation": self.operation, "events_per_account": self.events}
        return {"row": row, "world": name, **SCENARIOS[name].world(sizes, seed), **options}


def consecutive(first: int, count: int) -> list[int]:
    """`count` <= 100 seeds from `first` on that stay in its hundred: seeds for reports never meet those for tuning."""
    begin = first - first % 100
    return [begin + (first - begin + i) % 100 for i in range(count)]


def jobs(rows: Sequence[str], asked: Settings) -> list[dict[str, Any]]:
    """The worlds of these rows."""
    return [job for row in rows for job in ROWS[row](asked)]


def key(row: dict[str, Any]) -> tuple:
    """What is measured on which world: the same for a job and its row, and for rows from before there were names."""
    world = row.get("world") or f"{row['preset']} {row['difficulty']:g}"
    sizes = (row["accounts"], row["operation"], float(row["events_per_account"]))
    return (row.get("row", "flagged"), world, row["seed"], *sizes)


def flagged(asked: Settings) -> Iterator[dict]:
    for seed in asked.seeds:
        for preset, difficulty in SHAPES:
            yield asked.job("flagged", f"{preset} {difficulty:g}", seed, preset=preset, difficulty=difficulty)


def customers(asked: Settings) -> Iterator[dict]:
    for seed in consecutive(asked.seeds[0], MANY):
        yield asked.scenario("customers", "two_customers", seed)


def failover(asked: Settings) -> Iterator[dict]:
    for seed in consecutive(asked.seeds[0], MANY):
        yield asked.job("failover", "two_pool_failover 0.3", seed, preset="two_pool_failover", difficulty=0.3)


def stress(asked: Settings) -> Iterator[dict]:
    for seed in asked.seeds:
        for name in ("no_operation", *GROUPS["stress"]):
            yield asked.scenario("stress", name, seed)


def small(asked: Settings) -> Iterator[dict]:
    for seed in consecutive(asked.seeds[0], SMALL):
        yield asked.job("small", "small", seed, accounts=3_000, operation=0)


def chance(asked: Settings) -> Iterator[dict]:
    for seed in consecutive(asked.seeds[0], MANY):
        yield asked.job("chance", "rewired 3,300", seed, accounts=3_000, operation=300, difficulty=0.3, rewired=True)
    larger = {"accounts": REPLAYED, "operation": 1_200, "difficulty": 0.3, "rewired": True}
    for seed in asked.seeds:
        yield asked.job("chance", "rewired 21,200", seed, **larger)


def framing(asked: Settings) -> Iterator[dict]:
    """One job has the world without a forgery and with each."""
    for seed in asked.seeds:
        yield {**asked.scenario("framing", "forged_one", seed, forged="none"), "world": "forged"}


def camouflage(asked: Settings) -> Iterator[dict]:
    for seed in asked.seeds:
        yield asked.scenario("camouflage", "camouflage_x5", seed)


def detection(asked: Settings) -> Iterator[dict]:
    for seed in asked.seeds:
        smaller = min(asked.accounts, REPLAYED)
        yield asked.job("detection", "pooled_25k 0.3", seed, preset="pooled_25k", difficulty=0.3, accounts=smaller)


def baselines(asked: Settings) -> Iterator[dict]:
    """At most as many accounts as the baselines' thresholds were chosen on: they fit no larger log."""
    share = min(1.0, TUNED_AT / asked.accounts)
    sizes = {"accounts": round(asked.accounts * share), "operation": round(asked.operation * share)}
    for seed in asked.seeds:
        for difficulty in (0.3, 0.6):
            name = f"pooled_25k {difficulty:g}"
            yield asked.job("baselines", name, seed, preset="pooled_25k", difficulty=difficulty, **sizes)


ROWS = {
    "flagged": flagged, "customers": customers, "failover": failover, "stress": stress, "small": small,
    "chance": chance, "framing": framing, "camouflage": camouflage, "detection": detection, "baselines": baselines,
}  # fmt: skip
"""What can be measured, by name."""
