"""Adjusted Rand index and grouping accuracy at the defaults, on made-up families of prompts.

    python benchmarks/templates/held_out.py --seed 109
    python benchmarks/templates/held_out.py --unseen --seed 7

The first three families (families_seen.py) are tuning data. The other seven (families_unseen.py) were measured once,
with seed 7. One JSON row a family. A prompt without template is a group of its own, in the truth and in what was found.
"""

import argparse
import json
import random
from collections import Counter, defaultdict

import accountgraph as ag
from families_seen import SEEN
from families_unseen import UNSEEN


def grouping_accuracy(found: list, truth: list) -> float:
    """The share of prompts whose group has exactly the prompts of their true group (Zhu and others 2019)."""
    members, sizes = defaultdict(Counter), Counter(truth)
    for group, label in zip(found, truth, strict=True):
        members[group][label] += 1
    right = (next(iter(c.items())) for c in members.values() if len(c) == 1)
    return sum(count for label, count in right if count == sizes[label]) / len(truth)


def measure(rows: list[tuple[str, str | None]]) -> dict:
    truth = [label if label is not None else f"alone {i}" for i, (_, label) in enumerate(rows)]
    mined = ag.mine_templates([text for text, _ in rows])
    found = [row if row >= 0 else -1 - i for i, row in enumerate(mined.template_ids.tolist())]
    numbers = {label: number for number, label in enumerate(dict.fromkeys(truth))}
    ari = ag.adjusted_rand_index([group + len(rows) for group in found], [numbers[label] for label in truth])
    return {
        "prompts": len(rows),
        "true": len({label for _, label in rows if label is not None}),
        "templates": len(mined),
        "ari": round(float(ari), 3),
        "grouping_accuracy": round(grouping_accuracy(found, truth), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    for family in UNSEEN if options.unseen else SEEN:
        rows = family(random.Random(options.seed))
        print(json.dumps({"family": family.__name__, "seed": options.seed} | measure(rows)), flush=True)


if __name__ == "__main__":
    main()
