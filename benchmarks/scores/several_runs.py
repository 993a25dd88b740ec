"""What several detections give: a world and the same world changed, day by day, or beside the baselines."""

import datetime as dt
import statistics
import tempfile
from pathlib import Path
from typing import Any

import accountgraph as ag
import figures
import one_run
from accountgraph import baselines
from accountgraph.benchmark import time_to_detection
from accountgraph.benchmark.comparisons import compared
from accountgraph.evaluate import evaluate

FORGERIES = ("one", "two_of_one_kind", "address_and_prompt")
LAST_DAY = 7
"""Of the second pool: a succession that is not found by then counts as not found."""


def successor(options: dict, detect: Any) -> dict[str, Any]:
    """The day of the second pool (1 = its first day) at whose end a succession of planted accounts is told.

    The second pool takes over in the middle of the window. A look a day, each at all events until its end.
    """
    world = ag.simulate(**options)
    planted = figures.planted_of(world.truth)
    first = dt.date(1970, 1, 1) + dt.timedelta(days=world.options["start_day"])
    before = world.options["days"] // 2
    for day in range(1, LAST_DAY + 1):
        result = detect(world.events(), since=first, until=first + dt.timedelta(days=before + day - 1))
        told = set(result.successions["campaign_id"].tolist())
        rows = zip(result.campaign_members["campaign_id"], result.campaign_members["account_id"], strict=True)
        members = [account for campaign, account in rows if campaign in told]
        if members and 2 * sum(account in planted for account in members) >= len(members):
            return {"day": day}
    return {"day": None}


def framing(options: dict, detect: Any) -> dict[str, Any]:
    _, without = one_run.run(options, detect)
    found = {}
    for how in FORGERIES:
        world, result = one_run.run({**options, "forged": how}, detect)
        changed = compared(result, None, without, None, world.truth)
        found[how] = {name: value for name, value in changed.items() if name != "recall_lost"}
    return {"forgeries": found}


def camouflage(options: dict, detect: Any) -> dict[str, Any]:
    plain = {name: value for name, value in options.items() if name != "operation_knobs"}
    before, after = (
        evaluate(result, world.truth).flagged["recall"]
        for world, result in (one_run.run(changed, detect) for changed in (plain, options))
    )
    return {"recall_without": before, "recall": after, "recall_lost": before - after}


def detection(options: dict, detect: Any) -> dict[str, Any]:
    world = ag.simulate(**options)
    with tempfile.TemporaryDirectory() as folder:
        events = world.save(Path(folder) / "world") / "events.parquet"
        (time,) = time_to_detection(events, world.truth, detect=detect)
    return {"tenth_day": str(time.tenth_day), "days": time.days, "days_to_ten_flagged": time.days_to_ten_flagged}


def beside_baselines(options: dict, detect: Any) -> dict[str, Any]:
    """Every method on one world. A flagged cluster of a baseline stands for a campaign of it.

    `at_equal_recall`: honest accounts that we and the baseline flag where the flagged clusters of both are cut, highest
    score first, to the lower of the two recalls.
    """
    world, own = one_run.run(options, detect)
    threads = detect.keywords["threads"]
    planted, ours = figures.planted_of(world.truth), _judged(own, world)
    methods = {"accountgraph": ours}
    for name in baselines.NAMES:
        found = one_run.with_clusters_as_campaigns(baselines.run(name, world.events(), threads=threads))
        card = methods[name] = _judged(found, world)
        hits = min(ours["hits"], card["hits"])
        both = (figures.honest_at_recall(figures.clusters_of(one, planted), hits) for one in (own, found))
        card["at_equal_recall"] = list(both)
    return {"methods": methods}


def _judged(run: Any, world: ag.World) -> dict[str, Any]:
    card = evaluate(run, world.truth)
    return {
        "bcubed_f1": card.bcubed["planted"]["f1"], "flagged_f1": card.flagged["f1"], "recall": card.flagged["recall"],
        "campaign_recall": statistics.mean(one["campaign_recall"] for one in card.operations),
        "hits": card.counts["flagged_accounts"] - card.collateral["flagged"],
        "honest_flagged": card.collateral["flagged"],
    }  # fmt: skip
