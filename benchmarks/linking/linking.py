"""Links the accounts of a power-law incidence by accountgraph and by what people use today, in turns, and checks all.

    nice python benchmarks/linking/linking.py --accounts 1000000 --trials 3 --threads 1,2 --hubs
    python benchmarks/linking/linking.py --curve [--threads 2] [--seed 1]
    python benchmarks/linking/linking.py --table benchmarks/results/linking.jsonl

Contestants (contestants.py; each trial in a fresh process):
  ours             evidence model and all links that reach the threshold (bench_link.cpp)
  scipy            B @ B.T, the full product: every pair and its number of common identifiers
  scipy_same       the links by SciPy: one product a kind, caps, threshold, exact scores (same_function.py)
  sparse_dot_topn  the same product, the 1,000 largest a row
  duckdb, polars   a self-join: every pair and its number of common identifiers, counted

One JSON line a trial and contestant goes to the file of --out. Its verdict is "ok" when what contestants of one
definition found is equal (ours = scipy_same: set of links and bits; the others: pairs, common identifiers) and the
verifier of the library has no objection, "wrong", "unchecked" where nothing could be compared, or "failed: ..." with
the limit that was hit.
"""

import argparse
import importlib.util
import json
import shutil
import sys
import tempfile
from pathlib import Path

from contestants import CONTESTANTS
from measuring import ROOT, append, commit, provenance, run_limited
from power_law import write_incidence

HERE = Path(__file__).resolve().parent
PROGRAM = ROOT / "build" / "bench" / "benchmarks" / "linking" / "bench_link"
RESULTS = ROOT / "benchmarks" / "results" / "linking.jsonl"
WORK = {
    "ours": "thresholded links",
    "scipy": "full product against thresholded links",
    "scipy_same": "the same links",
    "sparse_dot_topn": "product, top 1,000 a row, against thresholded links",
    "duckdb": "all pairs, counted, against thresholded links",
    "polars": "all pairs, counted, against thresholded links",
}
SIZES = [10_000, 31_623, 50_000, 100_000, 300_000, 1_000_000]
PARALLEL = {"ours": True, **{name: parallel for name, (_, _, parallel) in CONTESTANTS.items()}}


def trial(names: list[str], folder: Path, threads: int, given: argparse.Namespace) -> dict[str, dict]:
    """Every contestant once, one after the other, with verdicts."""
    found = {}
    for name in names:
        used = threads if PARALLEL[name] else 1
        command = [str(given.program)] if name == "ours" else [sys.executable, str(HERE / "contestants.py"), name]
        found[name] = run_limited([*command, str(folder), str(used)], seconds=given.timeout, limit_mb=given.limit_mb)
        found[name]["threads"] = used
        print(f"  {name:<16} {told(found[name])}", flush=True)
    for name, row in found.items():
        row["verdict"] = verdict(name, found)
    return found


def told(row: dict) -> str:
    if "failed" in row:
        return f"failed: {row['failed']}"
    return f"{row['seconds']:9.3f} s {row['peak_mb']:9,.0f} MB  {row['result']}"


def verdict(name: str, found: dict[str, dict]) -> str:
    """Whether every number that others found too is equal to theirs."""
    row = found[name]
    if "failed" in row:
        return f"failed: {row['failed']}"
    if row.get("offence"):
        return f"wrong: {row['offence']}"
    compared = []
    for other, theirs in found.items():
        common = row["result"].keys() & theirs.get("result", {}).keys()
        if other != name and common:
            if any(row["result"][key] != theirs["result"][key] for key in common):
                return f"wrong: differs from {other}"
            compared.append(other)
    return "ok" if compared or name == "ours" else "unchecked"  # ours is verified in its own process


def run(given: argparse.Namespace) -> int:
    names = contestants(given)
    commit()
    definition = json.dumps(run_limited([str(given.program)], seconds=60, limit_mb=1000)) if "ours" in names else None
    right = True
    with tempfile.TemporaryDirectory() as scratch:
        scenarios = {"power law": False, **({"power law, hubs": True} if given.hubs else {})}
        sizes = {}
        for scenario, hubs in scenarios.items():
            folder = Path(scratch) / scenario.replace(", ", "-").replace(" ", "-")
            sizes[scenario] = folder, write_incidence(folder, given.accounts, given.seed, hubs=hubs)
            if definition:
                (folder / "definition.json").write_text(definition, encoding="utf-8")
        for number in range(given.trials):
            for threads in given.threads:
                for scenario, (folder, size) in sizes.items():
                    print(f"{scenario}, {size}, trial {number}, {threads} threads", flush=True)
                    where = {"scenario": scenario, **size, "seed": given.seed, "asked_threads": threads}
                    found = trial(names, folder, threads, given)
                    right &= not any(row["verdict"].startswith("wrong") for row in found.values())
                    rows = [{**where, "trial": number, "contestant": name, "work": WORK[name], **row, **provenance()}
                            for name, row in found.items()]  # fmt: skip
                    append(given.out, rows)
    return 0 if right else 1


def contestants(given: argparse.Namespace) -> list[str]:
    """The names asked for, without those that are not installed (said once)."""
    names = []
    for name in given.peers.split(","):
        if name not in WORK:
            raise SystemExit(f"no contestant {name!r}; there are {', '.join(WORK)}")
        packages = [] if name == "ours" else CONTESTANTS[name][1]
        missing = [package for package in packages if importlib.util.find_spec(package) is None]
        if name == "ours" and shutil.which(given.program) is None:
            missing = [f"{given.program} (cmake --preset bench && cmake --build --preset bench)"]
        if missing:
            print(f"{name} is left out: no {', '.join(missing)}", flush=True)
        else:
            names.append(name)
    if "scipy_same" in names and "ours" not in names:
        print("scipy_same is left out: ours says which function", flush=True)
        names.remove("scipy_same")
    return names


def numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--threads", type=numbers, default=[1, 2])
    parser.add_argument("--peers", default=",".join(WORK), help="contestants, ours included: " + ", ".join(WORK))
    parser.add_argument("--hubs", action="store_true", help="also with identifiers on up to .3 of all accounts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=600, metavar="SECONDS", help="for each contestant")
    parser.add_argument("--limit-mb", type=float, default=12_000, help="resident memory of each contestant")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="bench_link")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--curve", action="store_true", help="worlds of 10^4 to 10^6 accounts instead (curve.py)")
    parser.add_argument("--sizes", type=numbers, default=SIZES, help="honest accounts of the curve's worlds")
    parser.add_argument("--table", type=Path, metavar="FILE", help="print the rows of FILE as Markdown, no more")
    given = parser.parse_args()
    if given.table:
        from table import markdown

        print(markdown([json.loads(line) for line in given.table.read_text(encoding="utf-8").splitlines()]))
        return 0
    if given.curve:
        from curve import run as run_curve

        return run_curve(given)
    return run(given)


if __name__ == "__main__":
    sys.exit(main())
