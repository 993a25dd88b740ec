"""One peer over a file of prompts: the only part that needs drain3, datasketch or rensa; they may live elsewhere.

    python peers.py drain3 prompts.json

Prints one JSON object: wall and CPU seconds without imports and reading, and the group of every prompt.
"""

import importlib
import json
import sys
import time
from pathlib import Path


def drain3(library, prompts: list[str]) -> list[int]:
    miner = library.TemplateMiner()
    return [miner.add_log_message(prompt.replace("\n", " "))["cluster_id"] for prompt in prompts]


def shingles(prompt: str) -> list[str]:
    tokens = prompt.split()
    return [" ".join(tokens[j : j + 3]) for j in range(len(tokens) - 2)]


def datasketch(library, prompts: list[str]) -> list[int]:
    def sketch(prompt: str):
        out = library.MinHash(num_perm=128)
        out.update_batch([shingle.encode() for shingle in shingles(prompt)])
        return out

    return by_likeness(library.MinHashLSH(threshold=0.5, num_perm=128), sketch, prompts)


def rensa(library, prompts: list[str]) -> list[int]:
    def sketch(prompt: str):
        out = library.RMinHash(num_perm=128, seed=1)
        out.update(shingles(prompt))
        return out

    return by_likeness(library.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), sketch, prompts)


def by_likeness(index, sketch, prompts: list[str]) -> list[int]:
    """A prompt joins the group of the first prompt that the index calls alike."""
    groups = []
    for i, prompt in enumerate(prompts):
        made = sketch(prompt)
        alike = index.query(made)
        groups.append(groups[min(alike)] if alike else i)
        index.insert(i, made)
    return groups


PEERS = {peer.__name__: peer for peer in (drain3, datasketch, rensa)}


def main() -> None:
    name, file = sys.argv[1:]
    prompts = json.loads(Path(file).read_text())
    library = importlib.import_module(name)
    began, cpu_began = time.perf_counter(), time.process_time()
    groups = PEERS[name](library, prompts)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "groups": groups}))


if __name__ == "__main__":
    main()
