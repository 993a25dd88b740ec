"""Mining 200,000 prompts against Drain3, MinHash LSH (datasketch) and rensa, interleaved, where they are installed.

Prints one JSON row a trial: contender, prompts, seconds, prompts a second, and as verdict the adjusted Rand index over
the prompts made from a template. Slow contenders get the first prompts only, so that a trial takes some seconds.

    python benchmarks/templates/templates.py [--prompts 200000] [--trials 3]
"""

import argparse
import importlib.util
import json
import random
import time
from collections.abc import Callable

import accountgraph as ag

TEMPLATES = 300
SLOW = 10_000  # prompts for contenders of a few thousand a second


def made(count: int) -> tuple[list[str], list[int]]:
    """Prompts of about 300 characters and the template each was made from, -1 = none."""
    rng = random.Random(1)
    vocabulary = ["".join(rng.choices("abcdefghijklmnopqr", k=5)) for _ in range(30_000)]

    def words(number: int) -> str:
        return " ".join(vocabulary[int(30_000 * rng.random() ** 3)] for _ in range(number))

    fixed = [(words(12), words(8)) for _ in range(TEMPLATES)]
    prompts, truth = [], []
    for i in range(count):
        row = i // 10 % TEMPLATES if i % 10 < 3 else -1
        prompts.append(words(50) if row < 0 else f"{fixed[row][0]} {words(30)} {fixed[row][1]}")
        truth.append(row)
    return prompts, truth


def accountgraph(prompts: list[str]) -> list[int]:
    ids = ag.mine_templates(prompts).template_ids.tolist()
    return [row if row >= 0 else -1 - i for i, row in enumerate(ids)]


def drain3(prompts: list[str]) -> list[int]:
    from drain3 import TemplateMiner

    miner = TemplateMiner()
    return [miner.add_log_message(prompt.replace("\n", " "))["cluster_id"] for prompt in prompts]


def datasketch(prompts: list[str]) -> list[int]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    groups = []
    for i, prompt in enumerate(prompts):
        tokens = prompt.split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(tokens[j : j + 3]).encode() for j in range(len(tokens) - 2)])
        alike = index.query(sketch)
        groups.append(groups[min(alike)] if alike else i)
        index.insert(i, sketch)
    return groups


def rensa(prompts: list[str]) -> list[int]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    groups = []
    for i, prompt in enumerate(prompts):
        tokens = prompt.split()
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update([" ".join(tokens[j : j + 3]) for j in range(len(tokens) - 2)])
        alike = index.query(sketch)
        groups.append(groups[min(alike)] if alike else i)
        index.insert(i, sketch)
    return groups


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompts", type=int, default=200_000)
    parser.add_argument("--trials", type=int, default=3)
    options = parser.parse_args()
    prompts, truth = made(options.prompts)
    contenders: list[Callable] = [accountgraph]
    contenders += [peer for peer in (drain3, datasketch, rensa) if importlib.util.find_spec(peer.__name__)]
    for trial in range(options.trials):
        for contender in contenders:
            count = len(prompts) if contender is accountgraph else min(SLOW, len(prompts))
            began = time.perf_counter()
            groups = contender(prompts[:count])
            seconds = time.perf_counter() - began
            chosen = [i for i in range(count) if truth[i] >= 0]
            verdict = ag.adjusted_rand_index([groups[i] for i in chosen], [truth[i] for i in chosen])
            row = {"contender": contender.__name__, "trial": trial, "prompts": count, "seconds": round(seconds, 3)}
            print(json.dumps(row | {"prompts_per_second": round(count / seconds), "ari": round(float(verdict), 3)}))


if __name__ == "__main__":
    main()
