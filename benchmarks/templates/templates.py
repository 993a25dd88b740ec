"""Mining 200,000 prompts against Drain3, MinHash LSH (datasketch) and rensa; a rare fixed text in long prompts.

    nice python benchmarks/templates/templates.py [--prompts 200000] [--trials 3] [--peer-python PATH] [--out FILE]
    nice python benchmarks/templates/templates.py --planted [--prompts 200000]

Contenders take turns in one call. Each trial is one JSON row: contender, prompts, wall and CPU seconds, prompts a
second by both, the load of the machine, and as verdict the adjusted Rand index over the prompts made from a template.
Slow contenders get the first prompts only, so that a trial takes some seconds. Peers are those that PATH (this Python
unless told) can import. --planted hides eight fixed words at a random place in 200 prompts of 300 words; the verdict
"ok" says that all carriers have the template, and others no more than one in a hundred carriers.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import accountgraph as ag
import numpy as np

TEMPLATES = 300
CARRIERS = 200
FIXED = b"kindly produce nine careful remarks about this harbour "
SLOW = {"drain3": 2_000, "datasketch": 5_000, "rensa": 20_000}  # prompts they get: fewer only help them


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


def planted(count: int) -> tuple[list[str], set[int]]:
    """Prompts of 300 words, and which of them carry FIXED at a random place."""
    rng = np.random.default_rng(1)
    vocabulary = rng.integers(ord("a"), ord("s"), size=(30_000, 6), dtype=np.uint8)
    vocabulary[:, 5] = ord(" ")
    carriers = set(rng.choice(count, CARRIERS, replace=False).tolist())
    prompts = []
    for i in range(count):
        text = vocabulary[(30_000 * rng.random(300) ** 3).astype(np.int64)].tobytes()
        if i in carriers:
            at = 6 * int(rng.integers(0, 293))
            text = text[:at] + FIXED + text[at + 48 :]
        prompts.append(text.decode())
    return prompts, carriers


def mine(prompts: list[str]) -> tuple[np.ndarray, dict]:
    began, cpu_began = time.perf_counter(), time.process_time()
    ids = ag.mine_templates(prompts).template_ids
    return ids, {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - cpu_began}


def trial(contender: str, prompts: list[str], truth: list[int], python: str) -> dict:
    count = min(SLOW.get(contender, len(prompts)), len(prompts))
    if contender == "accountgraph":
        ids, taken = mine(prompts)
        groups = [row if row >= 0 else -1 - i for i, row in enumerate(ids.tolist())]
    else:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "prompts.json"
            file.write_text(json.dumps(prompts[:count]))
            command = [python, str(Path(__file__).with_name("peers.py")), contender, str(file)]
            taken = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        groups = taken["groups"]
    chosen = [i for i in range(count) if truth[i] >= 0]
    verdict = ag.adjusted_rand_index([groups[i] for i in chosen], [truth[i] for i in chosen])
    return {
        "contender": contender,
        "prompts": count,
        "seconds": round(taken["seconds"], 3),
        "cpu_seconds": round(taken["cpu_seconds"], 3),
        "prompts_per_second": round(count / taken["seconds"]),
        "prompts_per_cpu_second": round(count / taken["cpu_seconds"]),
        "ari": round(float(verdict), 3),
    }


def find_planted(count: int) -> dict:
    prompts, carriers = planted(count)
    ids, taken = mine(prompts)
    rows = {int(ids[i]) for i in carriers}
    row = rows.pop() if len(rows) == 1 else -1
    with_it = set(np.flatnonzero(ids == row).tolist()) if row >= 0 else set()
    others = len(with_it - carriers)
    return {
        "scenario": "planted",
        "prompts": count,
        "bytes": sum(map(len, prompts)),
        "seconds": round(taken["seconds"], 3),
        "cpu_seconds": round(taken["cpu_seconds"], 3),
        "carriers_found": len(with_it & carriers),
        "others": others,
        "ok": carriers <= with_it and 100 * others <= len(carriers),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompts", type=int, default=200_000)
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--peer-python", default=sys.executable, metavar="PATH", help="the Python that has the peers")
    parser.add_argument("--planted", action="store_true", help="the rare fixed text in long prompts")
    parser.add_argument("--out", type=Path, help="append the rows to this file as well")
    options = parser.parse_args()

    def show(row: dict) -> None:
        line = json.dumps(row | {"load": round(os.getloadavg()[0], 1), "cpus": os.cpu_count()})
        print(line, flush=True)
        if options.out:
            with options.out.open("a") as file:
                file.write(line + "\n")

    if options.planted:
        show(find_planted(options.prompts))
        return
    prompts, truth = made(options.prompts)
    find = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
    peers = [peer for peer in SLOW if subprocess.run([options.peer_python, "-c", find, peer]).returncode == 0]
    for number in range(options.trials):
        for contender in ("accountgraph", *peers):
            show({"trial": number} | trial(contender, prompts, truth, options.peer_python))


if __name__ == "__main__":
    main()
