"""The incidence of a file of events: by accountgraph and by DuckDB's own GROUP BY of the same, reading included.

    nice python benchmarks/linking/incidence.py --events 28800000 --trials 3 --threads 1,2 [--keep FOLDER]

A world (pooled_25k, 14 events an account) is written to Parquet once; kinds payment, device, ip and template are
read (`phone` is left out). Each trial is a fresh process; the contestants take turns:
  ours       `detect` up to the incidence: window given, values normalised (IPv6 addresses to their /64)
  ours_text  the same with addresses as plain text, which is exactly what the GROUP BY computes
  duckdb     (account, kind, identifier) with count, first and last time, by UNPIVOT and one GROUP BY
  duckdb_by_kind  the same by one GROUP BY a kind
One JSON line a trial goes to the file of --out; "ok" says that ours_text and duckdb have the same number of entries,
and ours no more.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from contestants import memory_mb
from measuring import ROOT, append, provenance, run_limited

KINDS = ("payment", "device", "ip", "template")
EVENTS_PER_ACCOUNT = 14.0  # 19 M entries of 28.8 M events
NOTHING_LINKS = {"margin_bits": 64.0}  # the most: the run is as good as over with the incidence
COLUMNS = "account_id, kind, identifier, count(*) as events, min(timestamp) as first_seen, max(timestamp) as last_seen"
UNPIVOT = "unpivot (select account_id, timestamp, {kinds} from '{file}') on {kinds} into name kind value identifier"
BY_KIND = "select account_id, timestamp, '{kind}' as kind, {kind} as identifier from '{file}'"


def ours(file: str, threads: int, ip_format: str) -> dict:
    import accountgraph as ag

    result = ag.detect(file, kinds={"phone": None, "ip": ag.Kind(format=ip_format)}, since="1971-01-01",
                       until="2100-01-01", linkage=NOTHING_LINKS, threads=threads)  # fmt: skip
    before = [stage for stage in result.run["stages"] if stage["stage"] in ("window", "incidence")]
    return {
        "seconds": sum(stage["seconds"] for stage in before),
        "peak_mb": max(stage["peak_memory_mb"] for stage in before),
        "result": {"entries": result.run["counts"]["entries"], "events": result.run["counts"]["events"]},
        "versions": {"accountgraph": ag.__version__},
    }


def by_duckdb(file: str, threads: int, *, by_kind: bool) -> dict:
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": threads, "temp_directory": ""})
    connection.execute("set enable_progress_bar = false; set preserve_insertion_order = false")
    if by_kind:
        query = " union all ".join(f"select {COLUMNS} from ({BY_KIND.format(kind=kind, file=file)}) "
                                   "where identifier is not null and identifier <> '' group by all"
                                   for kind in KINDS)  # fmt: skip
    else:
        rows = UNPIVOT.format(kinds=", ".join(KINDS), file=file)
        query = f"select {COLUMNS} from ({rows}) where identifier <> '' group by all"
    began = perf_counter()
    connection.execute(f"create table entry as {query}")
    seconds, peak_mb = perf_counter() - began, memory_mb("VmHWM")
    count = connection.execute("select count(*) from entry").fetchone()[0]
    return {"seconds": round(seconds, 4), "peak_mb": peak_mb, "result": {"entries": count},
            "versions": {"duckdb": duckdb.__version__}}  # fmt: skip


CONTESTANTS = {
    "ours": lambda file, threads: ours(file, threads, "ip"),
    "ours_text": lambda file, threads: ours(file, threads, "text"),
    "duckdb": lambda file, threads: by_duckdb(file, threads, by_kind=False),
    "duckdb_by_kind": lambda file, threads: by_duckdb(file, threads, by_kind=True),
}


def write_events(folder: Path, events: int, seed: int) -> Path:
    import accountgraph as ag

    accounts = max(100, round(events / EVENTS_PER_ACCOUNT / 1.025))
    world = ag.simulate("pooled_25k", accounts=accounts, operation=accounts // 40, seed=seed,
                        events_per_account=EVENTS_PER_ACCOUNT)  # fmt: skip
    return world.save(folder) / "events.parquet"


def verdict(name: str, row: dict, found: dict[str, dict]) -> str:
    if "failed" in row:
        return f"failed: {row['failed']}"
    peers = {found[peer]["result"]["entries"] for peer in ("duckdb", "duckdb_by_kind") if "result" in found[peer]}
    if len(peers) != 1:
        return "wrong: the GROUP BYs differ" if peers else "unchecked"
    entries, theirs = row["result"]["entries"], peers.pop()
    return "ok" if entries == theirs or (name == "ours" and entries < theirs) else "wrong: another number of entries"


def run(given: argparse.Namespace, folder: Path) -> int:
    file = folder / "world" / "events.parquet"
    if not file.exists():
        write_events(folder / "world", given.events, given.seed)
    rows = []
    for number in range(given.trials):
        for threads in given.threads:
            found = {}
            for name in CONTESTANTS:
                command = [sys.executable, __file__, name, str(file), str(threads)]
                found[name] = run_limited(command, seconds=given.timeout, limit_mb=given.limit_mb)
            for name, row in found.items():
                row["verdict"] = verdict(name, row, found)
                where = {"scenario": "incidence", "contestant": name, "threads": threads, "trial": number}
                size = {"seed": given.seed, "file_mb": round(file.stat().st_size / 2**20, 1)}
                rows.append({**where, **size, **row, **provenance()})
                append(given.out, rows[-1:])
                print(f"{name:<16} {threads} threads  {row.get('seconds')} s  {row.get('peak_mb')} MB  "
                      f"{row.get('result')}  {row['verdict']}", flush=True)  # fmt: skip
    print(markdown(rows))
    return 1 if any(row["verdict"].startswith("wrong") for row in rows) else 0


def markdown(rows: list[dict]) -> str:
    lines = ["", "| contestant | threads | seconds (median) | peak MB | entries | verdict |", "|" + "---|" * 6]
    for threads, name in sorted({(row["threads"], row["contestant"]) for row in rows}):
        mine = [row for row in rows if (row["threads"], row["contestant"]) == (threads, name) and "seconds" in row]
        if mine:
            lines.append(f"| {name} | {threads} | {median(row['seconds'] for row in mine):.2f} "
                         f"| {median(row['peak_mb'] for row in mine):,.0f} | {mine[0]['result']['entries']:,} "
                         f"| {'; '.join(sorted({row['verdict'] for row in mine}))} |")  # fmt: skip
    return "\n".join(lines)


def main() -> int:
    if len(sys.argv) == 4 and sys.argv[1] in CONTESTANTS:
        print(json.dumps(CONTESTANTS[sys.argv[1]](sys.argv[2], int(sys.argv[3]))))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=28_800_000)
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--threads", type=lambda text: [int(one) for one in text.split(",")], default=[1, 2])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=600, metavar="SECONDS", help="for each contestant")
    parser.add_argument("--limit-mb", type=float, default=12_000, help="resident memory of each contestant")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the world is kept and found again")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "incidence.jsonl")
    given = parser.parse_args()
    if given.keep:
        return run(given, given.keep)
    with tempfile.TemporaryDirectory() as folder:
        return run(given, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
