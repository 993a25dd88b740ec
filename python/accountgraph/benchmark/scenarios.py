"""The scenarios: plain data. A further one is a further row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..report.text import show

HONEST, PLANTED = 50_000, 3_000
"""Accounts of the standard world; a scenario's own sizes are told beside these and scaled with them."""

OPERATION_SIZES = {
    "two_pool_failover": 4_000,
    "low_slow_relay_5k": 3_000,
    "hot_rotation_273": 273,
    "replay_1500": 1_500,
    "feb_small": 300,
    "feb_medium": 1_200,
    "feb_large": 3_000,
    "rings": 600,
    "careful_ring": 300,
}
"""Planted accounts beside 50,000 honest ones, in proportion to the public figure behind a preset or below it.

pooled_25k is the shape along the dial.
"""

DIFFICULTIES = (0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
FORGED = 1_000
"""Honest accounts with a forged identifier, beside 50,000."""

FOUND, COST = "what is found", "what it costs"
TABLES: dict[str, tuple[str, ...]] = {
    FOUND: (
        "flagged_recall", "flagged_precision", "in_pure_clusters", "bcubed_planted_f1", "pair_f1", "campaign_recall",
        "campaign_precision",
    ),
    COST: ("honest_flagged", "precision_at_20", "reviewed_per_planted", "seconds", "peak_memory_mb"),
    "false alarms": ("flagged_clusters", "flagged_accounts", "honest_flagged_share", "links_per_account"),
    "framing": ("victims", "newly_linked", "newly_clustered", "victims_flagged", "flagged_recall"),
    "camouflage": ("flagged_recall", "recall_lost", "honest_flagged"),
    "two operations": (
        "clusters_kept_apart", "mixed_clusters", "planted_in_mixed_clusters", "campaigns_kept_apart",
        "in_pure_clusters", "flagged_recall",
    ),
    "days": ("operations", "operations_detected", "days_to_detection", "days_to_ten_flagged", "replay_seconds"),
}  # fmt: skip
"""Tables by name, with the measures (measures.py) that they show."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A world, and what is asked of it.

    Attributes
    ----------
    name, group : str
    title : str
        One sentence: the world.
    shows : str
        One sentence: what a row of it says.
    options : mapping
        Options of `simulate` besides sizes and seed.
    accounts, planted : int
        Honest and planted accounts, beside a standard world of 50,000 and 3,000.
    forged : int
        Honest accounts with a forged identifier, beside 50,000; 0 where nothing is forged.
    scaled : bool
        False: the sizes are as they stand, whatever is asked for.
    against : str or None
        The scenario that it is compared with: the same seed and honest accounts, one thing changed.
    replay : bool
        The log is also replayed day by day, for the time to detection.
    tables : tuple of str
        The tables (`TABLES`) that it stands in.
    """

    name: str
    group: str
    title: str
    shows: str
    options: Mapping[str, Any] = field(default_factory=dict)
    accounts: int = HONEST
    planted: int = PLANTED
    forged: int = 0
    scaled: bool = True
    against: str | None = None
    replay: bool = False
    tables: tuple[str, ...] = (FOUND, COST)

    def world(self, settings: Mapping[str, Any], seed: int) -> dict[str, Any]:
        """The arguments of `simulate`. `settings`: accounts, operation, events_per_account of the standard world."""
        honest = settings["accounts"] / HONEST if self.scaled else 1
        planted = settings["operation"] / PLANTED if self.scaled else 1
        return {
            "preset": "pooled_25k",
            **self.options,
            "accounts": max(1, round(self.accounts * honest)),
            "operation": round(self.planted * planted),
            **({"forged_accounts": max(1, round(self.forged * honest))} if self.forged else {}),
            "events_per_account": settings["events_per_account"],
            "seed": seed,
        }


def _dial() -> list[Scenario]:
    return [
        Scenario(
            name=f"dial-{difficulty:g}",
            group="dial",
            title=f"An operation of the shape pooled_25k at difficulty {difficulty:g}.",
            shows="How much is found, and at whose cost, the more the operator rotates.",
            options={"difficulty": difficulty},
        )
        for difficulty in DIFFICULTIES
    ]


def _presets() -> list[Scenario]:
    return [
        Scenario(
            name=f"{preset}-{difficulty:g}",
            group="presets",
            title=f"An operation of the shape {preset} at difficulty {difficulty:g}.",
            shows="Whether what holds for one shape of operation holds for another.",
            options={"preset": preset, "difficulty": difficulty},
            planted=planted,
        )
        for preset, planted in OPERATION_SIZES.items()
        for difficulty in (0.3, 0.6)
    ]


def _counterfactuals() -> list[Scenario]:
    forged = {
        "forged_one": ("one", "one identifier of the operation"),
        "forged_two_of_one_kind": ("two_of_one_kind", "two identifiers of one kind of the operation"),
        "forged_address_and_prompt": ("address_and_prompt", "an address and a prompt of the operation"),
    }
    return [
        Scenario(
            name="no_operation", group="counterfactual",
            title="The honest accounts of dial-0.3 without the operation.",
            shows="What is flagged where nothing is to be found: every flag is a false alarm.",
            options={"difficulty": 0.3}, planted=0, tables=("false alarms",),
        ),
        *(
            Scenario(
                name=name, group="counterfactual",
                title=f"dial-0.3, with {what} put on some honest accounts.",
                shows="Whether an operator can frame customers: victims who are linked, clustered or flagged only now.",
                options={"difficulty": 0.3, "forged": how}, forged=FORGED, against="dial-0.3", tables=("framing",),
            )
            for name, (how, what) in forged.items()
        ),
        Scenario(
            name="camouflage_x5", group="counterfactual",
            title="dial-0.3, with five times as much camouflage traffic on top of the same tasks.",
            shows="Points of recall that an operator gains by imitating customers.",
            options={"difficulty": 0.3, "operation_knobs": {"camouflage_times": 5}}, against="dial-0.3",
            tables=("camouflage",),
        ),
        Scenario(
            name="rewired", group="counterfactual",
            title="dial-0.3, with the identifiers of each kind dealt anew to all accounts, as many to each as before.",
            shows="What chance alone looks like: nobody is planted, and every flag is a false alarm.",
            options={"difficulty": 0.3, "rewired": True}, tables=("false alarms",),
        ),
        Scenario(
            name="two_customers", group="counterfactual",
            title="Two operations on one proxy network; a tenth of the accounts use common devices, 5 % do both tasks.",
            shows="Whether two operations are kept apart.",
            options={
                "difficulty": 0.3,
                "operation_knobs": {"operations": 2, "shared_device": 0.1, "both_tasks": 0.05},
            },
            tables=("two operations",),
        ),
    ]  # fmt: skip


def _replays() -> list[Scenario]:
    return [
        Scenario(
            name=f"replay-{preset}",
            group="replay",
            title=f"An operation of the shape {preset} at difficulty 0.3, replayed day by day.",
            shows="Days from the first event of an operation's tenth account to its detection.",
            options={"preset": preset, "difficulty": 0.3},
            accounts=20_000,
            planted=planted,
            replay=True,
            tables=("days",),
        )
        for preset, planted in (("pooled_25k", 1_200), ("two_pool_failover", 1_600), ("rings", 240))
    ]


def _stress() -> list[Scenario]:
    worlds = {
        "many_offices": ("four of ten accounts in offices", {"office": 0.4}),
        "many_classrooms": ("three of ten accounts in classrooms", {"classroom": 0.3}),
        "carrier_world": ("nine of ten accounts behind carriers, a fifth on VPNs", {"carrier_nat": 0.9, "vpn": 0.2}),
        "resellers": ("15 % of accounts with resellers", {"reseller": 0.15}),
        "changing_hands": (
            "many addresses and devices that change hands",
            {"dynamic_address": 0.9, "second_hand_device": 0.1},
        ),
        "many_families": (
            "seven of ten accounts in households, nearly all with a family computer",
            {"household": 0.7, "household_computer": 0.9},
        ),
    }
    return [
        Scenario(
            name=name, group="stress", title=f"No operation, and {what}.",
            shows="Whether a look-alike is flagged where it is common: every flag is a false alarm.",
            options={"look_alikes": shares}, planted=0, tables=("false alarms",),
        )
        for name, (what, shares) in worlds.items()
    ]  # fmt: skip


def _scale() -> list[Scenario]:
    return [
        Scenario(
            name=f"scale-{accounts}", group="scale",
            title=f"The pooled operation of {planted:,} accounts at difficulty 0.3 among {accounts:,} honest ones.",
            shows="Seconds and memory at size.",
            options={"difficulty": 0.3}, accounts=accounts, planted=planted, scaled=False,
        )
        for accounts, planted in ((300_000, 10_000), (1_000_000, 25_000))
    ]  # fmt: skip


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in [*_dial(), *_presets(), *_counterfactuals(), *_replays(), *_stress(), *_scale()]
}
GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(name for name, scenario in SCENARIOS.items() if scenario.group == group)
    for group in dict.fromkeys(scenario.group for scenario in SCENARIOS.values())
}


def choose(names: str | Sequence[str]) -> list[Scenario]:
    """Scenarios by a name or several, or by those of groups, each once, in the order of the registry.

    Raises
    ------
    ValueError
        A name that is none; the message lists the groups.
    """
    wanted: set[str] = set()
    for name in [names] if isinstance(names, str) else names:
        if name not in SCENARIOS and name not in GROUPS:
            raise ValueError(
                f"no scenario {show(name, limit=40)!r}; there are the groups {', '.join(GROUPS)}, and "
                "`accountgraph benchmark --list` shows the scenarios"
            )
        wanted.update(GROUPS.get(name, (name,)))
    if not wanted:
        raise ValueError("no scenario is named")
    return [scenario for name, scenario in SCENARIOS.items() if name in wanted]
