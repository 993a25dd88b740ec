"""The curve over worlds of 10^4 to 10^6 accounts: time and memory of linking, honest links, links of rewired worlds.

Worlds are pooled_25k at difficulty .3 with one planted account in 41. Each world, and the same rewired, is detected
in a process of its own; seconds and memory by stage are those of `Result.run["stages"]`. Every link is kept.
"""

import argparse
import json
import sys

import numpy as np
from measuring import append, provenance, run_limited

REACH = {"rewired_links_per_account": 1 / 16, "strangers_linked_per_honest_account": 0.1}  # at most
PEOPLE = ("household", "office", "classroom", "reseller", "second_hand_device", "recycled_phone", "team_key")


def run(given: argparse.Namespace) -> int:
    """One row a size and number of threads; the rewired world once a size. Returns 0: what fails is in the rows."""
    for accounts in given.sizes:
        rewired = point(given, accounts, given.threads[-1], rewired=True)
        for threads in given.threads:
            row = point(given, accounts, threads, rewired=False)
            row["rewired_links_per_account"] = rewired["links"] / rewired["accounts"]
            row["holds"] = all(row[name] <= most for name, most in REACH.items())
            print(json.dumps(row), flush=True)
            append(given.out, [{"scenario": "curve", "seed": given.seed, **row, "reach": REACH, **provenance()}])
    return 0


def point(given: argparse.Namespace, accounts: int, threads: int, *, rewired: bool) -> dict:
    command = [sys.executable, __file__, str(accounts), str(given.seed), str(threads), str(int(rewired))]
    row = run_limited(command, seconds=given.timeout, limit_mb=given.limit_mb)
    if "failed" in row:
        raise SystemExit(f"{accounts:,} accounts: {row['failed']}")
    return row


def measure(accounts: int, seed: int, threads: int, rewired: bool) -> dict:
    import accountgraph as ag

    world = ag.simulate("pooled_25k", accounts=accounts, operation=accounts // 40, difficulty=0.3, seed=seed,
                        rewired=rewired, threads=threads)  # fmt: skip
    result = ag.detect(world.events(), threads=threads, linkage={"max_links_per_account": 0})
    stages = result.run["stages"]
    row = {
        **{name: result.run["counts"][name] for name in ("events", "accounts", "identifiers", "entries", "links")},
        "threads": threads,
        "stages": {stage["stage"]: stage["seconds"] for stage in stages},
        "linkage_peak_mb": next(stage["peak_memory_mb"] for stage in stages if stage["stage"] == "linkage"),
        "peak_mb": result.run["peak_memory_mb"],
        "versions": {"accountgraph": ag.__version__},
    }
    return row if rewired else {**row, **honest_links(result, world.truth)}


def honest_links(result: object, truth: object) -> dict:
    """Links between honest accounts, and those of them that share no group of `PEOPLE`, per honest account."""
    names = result.accounts["account_id"].astype(str)  # ascending
    account, group_type = np.searchsorted(names, truth["account_id"].astype(str)), truth["group_type"]
    planted = np.zeros(names.size + 1, bool)
    planted[account[group_type == "operation"]] = True
    known = np.isin(group_type.astype(str), PEOPLE)
    _, group = np.unique(truth["group"][known].astype(str), return_inverse=True)
    member, group = account[known], group.astype(np.int64)
    order = np.argsort(member, kind="stable")
    begin, group = np.searchsorted(member[order], np.arange(names.size + 1)), group[order]

    a, b = (np.searchsorted(names, result.links[f"account_{end}"].astype(str)) for end in "ab")
    a, b = (end[~(planted[a] | planted[b])] for end in (a, b))
    groups = begin[a + 1] - begin[a]
    link = np.repeat(np.arange(a.size), groups)
    place = np.arange(link.size) - np.repeat(np.cumsum(groups) - groups, groups) + begin[a][link]
    width = int(group.max(initial=0)) + 1
    member_of = member[order] * width + group
    together = np.zeros(a.size, bool)
    together[link[np.isin(b[link] * width + group[place], member_of)]] = True
    honest = max(1, names.size - int(planted[:-1].sum()))
    return {
        "honest_links_per_honest_account": a.size / honest,
        "strangers_linked_per_honest_account": int((~together).sum()) / honest,
    }


if __name__ == "__main__":
    accounts, seed, threads, rewired = map(int, sys.argv[1:])
    print(json.dumps(measure(accounts, seed, threads, bool(rewired))))
