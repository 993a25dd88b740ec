"""What one detection gives on one world. `detect` is the library's, with the number of threads and without q."""

import functools
from types import SimpleNamespace
from typing import Any

import accountgraph as ag
import figures
from accountgraph.evaluate import evaluate


def run(options: dict, detect: Any) -> tuple[ag.World, ag.Result]:
    world = ag.simulate(**options)
    return world, detect(world.events())


def with_clusters_as_campaigns(found: Any) -> SimpleNamespace:
    """A run whose campaigns are its flagged clusters: what it would have if it had no campaigns."""
    clusters = zip(found.clusters["cluster_id"].tolist(), found.clusters["flagged"].tolist(), strict=True)
    flagged = {cluster for cluster, flag in clusters if flag}
    accounts = zip(found.accounts["cluster_id"].tolist(), found.accounts["account_id"].tolist(), strict=True)
    pairs = [(cluster, account) for cluster, account in accounts if cluster in flagged]
    members = {"campaign_id": [cluster for cluster, _ in pairs], "account_id": [account for _, account in pairs]}
    return SimpleNamespace(accounts=found.accounts, clusters=found.clusters, campaign_members=members)


def flags(options: dict, detect: Any) -> dict[str, Any]:
    """What is flagged, best campaigns, and the clusters of five and more: score, and whether half of it is planted."""
    return judged(*run(options, detect))


def judged(world: ag.World, result: ag.Result) -> dict[str, Any]:
    clusters = figures.clusters_of(result, figures.planted_of(world.truth))
    card = evaluate(result, world.truth).to_dict()
    flagged = [one for one in clusters if one["flagged"]]
    scored = [(one["score"], figures.of_an_operation(one)) for one in clusters if len(one["members"]) >= 5]
    return {
        "flagged": card["flagged"],
        "honest": card["collateral"]["accounts"],
        "honest_flagged": card["collateral"]["flagged"],
        "by_look_alike": {r["group_type"]: [r["flagged"], r["accounts"]] for r in card["collateral"]["by_group_type"]},
        "flagged_clusters": len(flagged),
        "not_operations": sum(not figures.of_an_operation(one) for one in flagged),
        "best_campaign": figures.best_campaigns(card),
        "seconds": result.run["seconds"],
        "scores": [[round(score, 2), int(true)] for score, true in scored],
    }


def customers(options: dict, detect: Any) -> dict[str, Any]:
    """Of two operations, whether each has a campaign of its own, and a flagged cluster of its own."""
    world, result = run(options, detect)
    operations = evaluate(result, world.truth).operations
    apart = {
        "campaigns": figures.kept_apart(operations),
        "clusters": figures.kept_apart(evaluate(with_clusters_as_campaigns(result), world.truth).operations),
    }
    best = [[one["campaign"], one["campaign_recall"], one["campaign_precision"]] for one in operations]
    return {**judged(world, result), "apart": apart, "best_campaigns": best}


def false_alarms(options: dict, detect: Any) -> dict[str, Any]:
    """Flags of a world without an operation, by look-alike."""
    found = flags(options, detect)
    return {name: found[name] for name in ("honest", "honest_flagged", "by_look_alike", "flagged_clusters", "seconds")}


def flagged_clusters(options: dict, detect: Any) -> dict[str, Any]:
    _, result = run(options, functools.partial(detect, significance_worlds=None))
    counts = result.run["counts"]
    return {name: counts[name] for name in ("clusters", "flagged_clusters", "flagged_accounts")}


def chance(options: dict, detect: Any) -> dict[str, Any]:
    """Clusters that chance is said not to make, and those of them that it did make."""
    world, result = run(options, functools.partial(detect, significance_worlds=None))
    clusters, groups = figures.clusters_of(result, set()), figures.groups_of(world.truth)
    flag_q = result.run["options"]["significance"]["flag_q"]
    sure = [one for one in clusters if one["q"] <= flag_q]
    false = sum(figures.is_false(one["members"], groups) for one in sure)
    return {"clusters": len(clusters), "sure": len(sure), "false": false}
