"""Finds communities by accountgraph and by what people use today, in turns, and scores all by one measure.

    nice python benchmarks/communities/communities.py --trials 3 --threads 1,2 [--gve PROGRAM] [--python PYTHON]
    python benchmarks/communities/communities.py --table benchmarks/results/communities.jsonl

Contestants: ours (Leiden at its defaults), ours_1 (one iteration), gve (gve.cpp says how to build it), and those of
contestants.py; on the graph `sparse_4m` connected components instead. Each trial is a fresh process. PYTHON is the
interpreter that the packages are installed for.

One JSON line a trial and contestant goes to the file of --out. Quality, communities, connectedness and recovery of the
planted groups are computed from the labels alone by `bench_communities score`. The verdict is "ok", "wrong: ..." (a
community of ours that is not connected, another partition by another number of threads or in another trial, components
that differ) or "failed: ..." with the limit that was hit; what peers do not promise is reported, not judged.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent / "linking"))

from contestants import CONTESTANTS  # noqa: E402
from graphs import GRAPHS, write_graph  # noqa: E402
from measuring import ROOT, append, commit, provenance, run_limited  # noqa: E402

PROGRAM = ROOT / "build" / "bench" / "benchmarks" / "communities" / "bench_communities"
RESULTS = ROOT / "benchmarks" / "results" / "communities.jsonl"
OURS = {"ours": ("leiden", []), "ours_1": ("leiden", ["1"]), "ours_components": ("components", [])}
PARALLEL = {name: parallel for name, (_, _, parallel, _) in CONTESTANTS.items()}
COMPONENTS = "sparse_4m"


def contestants(given: argparse.Namespace, graph: str) -> list[str]:
    """The names asked for that can run this graph's task."""
    task = "components" if graph == COMPONENTS else "leiden"
    able = {name: OURS[name][0] for name in OURS} | {"gve": "leiden"}
    able |= {name: CONTESTANTS[name][3] for name in CONTESTANTS}
    return [name for name in given.peers if able[name] == task]


def installed(given: argparse.Namespace) -> list[str]:
    """The names asked for, without those that are missing (said once)."""
    names = []
    for name in given.peers:
        if name in OURS:
            missing = shutil.which(given.program) is None and f"{given.program} (make bench)"
        elif name == "gve":
            missing = given.gve is None and "--gve PROGRAM"
        elif name in CONTESTANTS:
            module = {"scikit-network": "sknetwork"}.get(CONTESTANTS[name][1], CONTESTANTS[name][1])
            found = subprocess.run([given.python, "-c", f"import {module}"], capture_output=True, check=False)
            missing = found.returncode != 0 and module
        else:
            raise SystemExit(f"no contestant {name!r}; there are {', '.join([*OURS, 'gve', *CONTESTANTS])}")
        if missing:
            print(f"{name} is left out: no {missing}", flush=True)
        else:
            names.append(name)
    return names


def command(name: str, folder: Path, threads: int, labels: Path, given: argparse.Namespace) -> list[str]:
    where = [str(folder), str(threads), str(labels)]
    if name in OURS:
        task, options = OURS[name]
        return [str(given.program), task, *where, *options]
    if name == "gve":
        return [str(given.gve), "leiden", *where]
    return [given.python, str(HERE / "contestants.py"), name, *where]


def one_trial(name: str, folder: Path, threads: int, given: argparse.Namespace) -> dict:
    with tempfile.TemporaryDirectory() as scratch:
        labels = Path(scratch) / "labels.u32"
        asked = command(name, folder, threads, labels, given)
        row = run_limited(asked, seconds=given.timeout, limit_mb=given.limit_mb)
        if "failed" not in row:
            score = [str(given.program), "score", str(folder), str(labels)]
            row["result"] = run_limited(score, seconds=given.timeout, limit_mb=given.limit_mb)
        return row


def verdict(name: str, row: dict, hashes: dict[str, str]) -> str:
    """Ours must be connected and always the same; components must be those of everybody."""
    if "failed" in row:
        return f"failed: {row['failed']}"
    found = row["result"]
    if name in OURS and not found["connected"]:
        return "wrong: a community is not connected"
    same = "components" if name.endswith("components") else name
    first = hashes.setdefault(same, found["hash"])
    row["same_as_first"] = found["hash"] == first
    if not row["same_as_first"] and (name in OURS or same == "components"):
        return "wrong: another partition"
    return "ok"


def run(given: argparse.Namespace) -> int:
    given.peers = installed(given)
    commit()
    right = True
    with tempfile.TemporaryDirectory() as scratch:
        for graph in given.graphs:
            folder = Path(scratch) / graph
            sizes = write_graph(folder, graph, given.seed)
            hashes: dict[str, str] = {}
            for number in range(given.trials):
                for threads in given.threads:
                    print(f"{sizes}, trial {number}, {threads} threads", flush=True)
                    for name in contestants(given, graph):
                        used = threads if PARALLEL.get(name, True) else 1
                        if used != threads and len(given.threads) > 1 and threads != min(given.threads):
                            continue  # it has had its turn
                        row = one_trial(name, folder, used, given)
                        row["verdict"] = verdict(name, row, hashes)
                        right &= not row["verdict"].startswith("wrong")
                        print(f"  {name:<18} {told(row)}", flush=True)
                        where = {**sizes, "seed": given.seed, "threads": used, "trial": number, "contestant": name}
                        append(given.out, [{**where, **row, **provenance()}])
            shutil.rmtree(folder)
    return 0 if right else 1


def told(row: dict) -> str:
    if "failed" in row:
        return row["verdict"]
    found = row["result"]
    above = row["peak_mb"] - row["input_mb"]
    return (f"{row['seconds']:8.3f} s {row['cpu_seconds']:8.3f} CPU s {above:7,.0f} MB  Q {found['quality']:.5f} "
            f"{found['communities']:,} communities, {row['verdict']}")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    everybody = ",".join([*OURS, "gve", *CONTESTANTS])
    parser.add_argument("--graphs", type=lambda text: text.split(","), default=list(GRAPHS), help=", ".join(GRAPHS))
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--threads", type=lambda text: [int(one) for one in text.split(",")], default=[1, 2])
    parser.add_argument("--peers", type=lambda text: text.split(","), default=everybody.split(","), help=everybody)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=600, metavar="SECONDS", help="for each contestant")
    parser.add_argument("--limit-mb", type=float, default=12_000, help="resident memory of each contestant")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="bench_communities")
    parser.add_argument("--gve", type=Path, help="the program of gve.cpp")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that runs contestants.py")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--table", type=Path, metavar="FILE", help="print the rows of FILE as Markdown, no more")
    given = parser.parse_args()
    if given.table:
        from table import markdown

        print(markdown([json.loads(line) for line in given.table.read_text(encoding="utf-8").splitlines()]))
        return 0
    return run(given)


if __name__ == "__main__":
    sys.exit(main())
