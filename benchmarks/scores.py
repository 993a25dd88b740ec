"""What is flagged, by shape, difficulty and how much the log says: 200 events an account and 40.

    python benchmarks/scores.py [--seeds 1,2,3] [--accounts 20000] [--operation 1200] [--out FILE]
    python benchmarks/scores.py --calibration        # how far scores are from odds, from the rows of FILE

A row is a world of its own: flagged precision and recall, honest accounts flagged, recall and precision of the best
campaign, and for every cluster of five and more its score and whether half of it is planted. Worlds of chance are left
out (`significance_worlds=0`): they take flags away, never add one. The printed table is the median over seeds.
"""

import argparse
import json
import statistics
from pathlib import Path

import accountgraph as ag
from accountgraph.evaluate import evaluate

RESULTS = Path(__file__).resolve().parent / "results" / "scores.jsonl"
WORLDS = [
    ("pooled_25k", 0.3, 200), ("pooled_25k", 0.6, 200), ("pooled_25k", 0.9, 200), ("two_pool_failover", 0.6, 200),
    ("low_slow_relay_5k", 0.6, 200), ("replay_1500", 0.6, 200), ("careful_ring", 0.6, 200), ("rings", 0.6, 200),
    ("feb_medium", 0.6, 200), ("hot_rotation_273", 0.6, 200),
    ("low_slow_relay_5k", 0.6, 40), ("replay_1500", 0.6, 40), ("careful_ring", 0.6, 40),
]  # fmt: skip


def row(preset: str, difficulty: float, events: float, seed: int, accounts: int, operation: int) -> dict:
    world = ag.simulate(
        preset, accounts=accounts, operation=operation, difficulty=difficulty, seed=seed, events_per_account=events
    )
    result = ag.detect(world.events(), significance_worlds=0)
    card = evaluate(result, world.truth).to_dict()
    truth = world.truth
    planted = {
        account
        for account, group in zip(truth["account_id"].tolist(), truth["group_type"].tolist(), strict=True)
        if group == "operation"
    }
    members, of_operation = {}, {}
    for account, cluster in zip(
        result.accounts["account_id"].tolist(), result.accounts["cluster_id"].tolist(), strict=True
    ):
        if cluster is not None:
            members[cluster] = members.get(cluster, 0) + 1
            of_operation[cluster] = of_operation.get(cluster, 0) + (account in planted)
    scored = zip(result.clusters["cluster_id"].tolist(), result.clusters["score"].tolist(), strict=True)
    return {
        "preset": preset, "difficulty": difficulty, "events_per_account": events, "seed": seed,
        "accounts": accounts, "operation": operation, "version": ag.__version__,
        "flagged": card["flagged"],
        "honest_flagged": honest_flagged(result, planted), "best_campaign": best_campaigns(card),
        "seconds": result.run["seconds"],
        "scores": [[round(score, 2), int(2 * of_operation[name] >= members[name])]
                   for name, score in scored if members[name] >= 5],
    }  # fmt: skip


def honest_flagged(result: ag.Result, planted: set[str]) -> int:
    accounts = result.accounts
    flagged = accounts["account_id"][accounts["flagged"]].tolist()
    return sum(account not in planted for account in flagged)


def best_campaigns(card: dict) -> dict[str, float | None]:
    """Mean recall and precision of the best campaign, over operations of 60 and more."""
    large = [one for one in card["operations"] if one["accounts"] >= 60]
    found = [one for one in large if one["campaign_precision"] is not None]
    return {
        "recall": statistics.mean(one["campaign_recall"] or 0.0 for one in large) if large else None,
        "precision": statistics.mean(one["campaign_precision"] for one in found) if found else None,
    }


def show(rows: list[dict]) -> None:
    print("| world | events an account | precision | recall | honest flagged | best campaign recall | precision |")
    print("|---|---|---|---|---|---|---|")
    kinds = dict.fromkeys((r["preset"], r["difficulty"], r["events_per_account"]) for r in rows)
    for preset, difficulty, events in kinds:
        of = [
            r for r in rows if (r["preset"], r["difficulty"], r["events_per_account"]) == (preset, difficulty, events)
        ]
        cells = [
            spread([r["flagged"]["precision"] for r in of]), spread([r["flagged"]["recall"] for r in of]),
            ", ".join(str(r["honest_flagged"]) for r in of),
            spread([r["best_campaign"]["recall"] for r in of]), spread([r["best_campaign"]["precision"] for r in of]),
        ]  # fmt: skip
        print(f"| {preset} {difficulty} | {events:g} | " + " | ".join(cells) + " |")


def spread(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "-"
    return f"{statistics.median(known):.3f} ({min(known):.3f} to {max(known):.3f})"


def calibration(rows: list[dict]) -> None:
    """Expected calibration error of p = 1 / (1 + 2^-score) in ten bins of equal count."""
    scores = sorted((score, true) for r in rows for score, true in r["scores"])
    error = 0.0
    for b in range(10):
        part = scores[b * len(scores) // 10 : (b + 1) * len(scores) // 10]
        p = statistics.mean(1 / (1 + 2.0**-score) for score, _ in part)
        share = statistics.mean(true for _, true in part)
        error += abs(p - share) * len(part) / len(scores)
        print(f"{part[0][0]:7.2f} to {part[-1][0]:7.2f}: p {p:.3f}, operations {share:.3f}")
    print(f"expected calibration error {error:.4f} over {len(scores)} clusters of five and more")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=lambda text: [int(one) for one in text.split(",")], default=[1, 2, 3])
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--operation", type=int, default=1_200)
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--calibration", action="store_true")
    given = parser.parse_args()
    if not given.calibration:
        with given.out.open("a", encoding="utf-8") as out:
            for seed in given.seeds:
                for preset, difficulty, events in WORLDS:
                    found = row(preset, difficulty, events, seed, given.accounts, given.operation)
                    out.write(json.dumps(found) + "\n")
                    out.flush()
    rows = [json.loads(line) for line in given.out.read_text("utf-8").splitlines()]
    calibration(rows) if given.calibration else show(rows)


if __name__ == "__main__":
    main()
