"""Measures the scorecard at a million accounts: seconds of `evaluate` from arrays in memory, its result checked.

    python benchmarks/scorecard.py [--out FILE]        (about half a minute)

One JSON line a trial is appended to benchmarks/results/scorecard.jsonl.
"""

import argparse
import json
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from accountgraph.evaluate import evaluate

ACCOUNTS, PLANTED, LINKS, OPERATIONS, TRIALS = 1_000_000, 50_000, 1_000_000, 300, 3


def arrays() -> tuple[SimpleNamespace, dict]:
    """A run that flags the planted accounts exactly, in clusters of 50 of one operation, and 200,000 honest in tens."""
    accounts = np.array([f"acct_{i:07}" for i in range(ACCOUNTS)], object)
    cluster = np.full(ACCOUNTS, None, object)
    cluster[:PLANTED] = [f"c-{i // 50}" for i in range(PLANTED)]
    cluster[PLANTED : 5 * PLANTED] = [f"h-{i // 10}" for i in range(4 * PLANTED)]
    a, b = np.random.default_rng(1).integers(0, ACCOUNTS, (2, LINKS))
    run = SimpleNamespace(
        accounts={"account_id": accounts, "cluster_id": cluster, "flagged": np.arange(ACCOUNTS) < PLANTED},
        links={"account_a": accounts[a], "account_b": accounts[b]},
    )
    groups = [f"op-{i // 50 % OPERATIONS}" for i in range(PLANTED)]
    kinds = ["operation"] * PLANTED + ["office"] * (ACCOUNTS - PLANTED)
    offices = [f"office-{i // 40}" for i in range(ACCOUNTS - PLANTED)]
    truth = {"account_id": accounts, "group_type": np.array(kinds, object), "group": np.array(groups + offices, object)}
    return run, truth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "scorecard.jsonl")
    given = parser.parse_args()
    run, truth = arrays()
    with given.out.open("a", encoding="utf-8") as out:
        for trial in range(TRIALS):
            wall, cpu = time.perf_counter(), time.process_time()
            card = evaluate(run, truth)
            row = {
                "scenario": "scorecard", "accounts": ACCOUNTS, "planted": PLANTED, "links": LINKS, "trial": trial,
                "seconds": round(time.perf_counter() - wall, 2), "cpu_seconds": round(time.process_time() - cpu, 2),
                "verdict": "ok" if (card.flagged["f1"], card.planted_in_pure_clusters) == (1.0, 1.0) else "wrong",
            }  # fmt: skip
            print(row)
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
