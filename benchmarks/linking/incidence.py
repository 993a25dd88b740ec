"""The incidence of a file of events: by accountgraph and by DuckDB's own GROUP BY of the same, reading included.

    nice python benchmarks/linking/incidence.py --events 28800000 --trials 3 --threads 1,2 [--by-time] [--keep FOLDER]
    nice python benchmarks/linking/incidence.py --extremes 1000000

A world (pooled_25k, 14 events an account) is written to Parquet once, account by account, or with --by-time as a log is
written; kinds payment, device, ip and template are read (`phone` is left out). Each trial is a fresh process; the
contestants take turns:
  ours       `detect` up to the incidence: window given, values normalised (IPv6 addresses to their /64)
  ours_text  the same with addresses as plain text, which is exactly what the GROUP BY computes
  duckdb     (account, kind, identifier) with count, first and last time, by UNPIVOT and one GROUP BY
  duckdb_by_kind  the same by one GROUP BY a kind
One JSON line a trial goes to the file of --out; "ok" says that ours_text and duckdb have the same number of entries,
and ours no more.

--extremes measures shapes that hurt hash tables and sorts at a tenth of the size and at the size; "linear" says that
ten times the events take at most 15 times the seconds and 12 times the memory.
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


EXTREMES = {  # account and payment of event i
    "one identifier on every account": ("'acct-' || i", "'shared'"),
    "one account with every identifier": ("'hub'", "'card-' || i"),
    "texts that differ in their last bytes": ("repeat('a', 100) || i", "repeat('b', 100) || (i * 7919) % {events}"),
    "every event another account and identifier": ("'acct-' || hash(i)", "'card-' || hash(i + {events})"),
}


def ours(file: str, threads: int, ip_format: str | None) -> dict:
    import accountgraph as ag

    kinds = {"phone": None, "ip": ag.Kind(format=ip_format)} if ip_format else None
    input_mb = memory_mb("VmRSS")
    result = ag.detect(file, kinds=kinds, since="1971-01-01", until="2100-01-01", linkage=NOTHING_LINKS,
                       threads=threads)  # fmt: skip
    before = [stage for stage in result.run["stages"] if stage["stage"] in ("window", "incidence")]
    return {
        "seconds": round(sum(stage["seconds"] for stage in before), 4),
        "peak_mb": max(stage["peak_memory_mb"] for stage in before),
        "input_mb": input_mb,
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
    "ours_extreme": lambda file, threads: ours(file, threads, None),
    "duckdb": lambda file, threads: by_duckdb(file, threads, by_kind=False),
    "duckdb_by_kind": lambda file, threads: by_duckdb(file, threads, by_kind=True),
}


PEERS = [name for name in CONTESTANTS if name != "ours_extreme"]
SCENARIO = {False: "incidence", True: "incidence, by time"}


def write_events(folder: Path, events: int, seed: int, *, by_time: bool) -> Path:
    import accountgraph as ag
    import duckdb

    accounts = max(100, round(events / EVENTS_PER_ACCOUNT / 1.025))
    world = ag.simulate("pooled_25k", accounts=accounts, operation=accounts // 40, seed=seed,
                        events_per_account=EVENTS_PER_ACCOUNT)  # fmt: skip
    file = world.save(folder) / "events.parquet"
    if not by_time:
        return file
    ordered = f"select * from '{file}' order by timestamp, account_id"
    duckdb.connect().execute(f"copy ({ordered}) to '{folder / 'by_time.parquet'}' (compression zstd)")
    return folder / "by_time.parquet"


def write_extreme(file: Path, events: int, account: str, payment: str) -> Path:
    import duckdb

    columns = f"{account} as account_id, make_timestamp(1767225600000000 + i * 1000) as timestamp, {payment} as payment"
    columns = columns.format(events=events)
    duckdb.connect().execute(f"copy (select {columns} from range({events}) as event(i)) to '{file}'")
    return file


def verdict(name: str, row: dict, found: dict[str, dict]) -> str:
    if "failed" in row:
        return f"failed: {row['failed']}"
    peers = {found[peer]["result"]["entries"] for peer in ("duckdb", "duckdb_by_kind") if "result" in found[peer]}
    if len(peers) != 1:
        return "wrong: the GROUP BYs differ" if peers else "unchecked"
    entries, theirs = row["result"]["entries"], peers.pop()
    return "ok" if entries == theirs or (name == "ours" and entries < theirs) else "wrong: another number of entries"


def run(given: argparse.Namespace, folder: Path) -> int:
    file = folder / "world" / ("by_time.parquet" if given.by_time else "events.parquet")
    if not file.exists():
        write_events(folder / "world", given.events, given.seed, by_time=given.by_time)
    rows = []
    for number in range(given.trials):
        for threads in given.threads:
            found = {}
            for name in PEERS:
                command = [sys.executable, __file__, name, str(file), str(threads)]
                found[name] = run_limited(command, seconds=given.timeout, limit_mb=given.limit_mb)
            for name, row in found.items():
                row["verdict"] = verdict(name, row, found)
                where = {"scenario": SCENARIO[given.by_time], "contestant": name, "threads": threads, "trial": number}
                size = {"seed": given.seed, "file_mb": round(file.stat().st_size / 2**20, 1)}
                rows.append({**where, **size, **row, **provenance()})
                append(given.out, rows[-1:])
                print(f"{name:<16} {threads} threads  {row.get('seconds')} s  {row.get('peak_mb')} MB  "
                      f"{row.get('result')}  {row['verdict']}", flush=True)  # fmt: skip
    print(markdown(rows))
    return 1 if any(row["verdict"].startswith("wrong") for row in rows) else 0


def run_extremes(given: argparse.Namespace, folder: Path) -> int:
    failed = False
    for shape, (account, payment) in EXTREMES.items():
        small = None
        for events in (given.extremes // 10, given.extremes):
            file = write_extreme(folder / "extreme.parquet", events, account, payment)
            command = [sys.executable, __file__, "ours_extreme", str(file), str(given.threads[-1])]
            row = run_limited(command, seconds=given.timeout, limit_mb=given.limit_mb)
            row["verdict"] = growth(small, row)
            where = {"scenario": "incidence, extremes", "contestant": "ours", "shape": shape, "events": events}
            append(given.out, [{**where, "threads": given.threads[-1], **row, **provenance()}])
            print(f"{shape:<45} {events:>9,} events  {row.get('seconds')} s  {row.get('peak_mb')} MB  {row['verdict']}",
                  flush=True)  # fmt: skip
            failed = failed or row["verdict"].startswith(("failed", "wrong"))
            small = row
    return 1 if failed else 0


def growth(small: dict | None, large: dict) -> str:
    """What ten times the events cost. Noise of .1 seconds and 30 MB is allowed for."""
    if "failed" in large:
        return f"failed: {large['failed']}"
    if small is None or "failed" in small:
        return "unchecked"
    memory = [row["peak_mb"] - row["input_mb"] for row in (small, large)]
    linear = large["seconds"] <= 15 * (small["seconds"] + 0.1) and memory[1] <= 12 * (memory[0] + 30)
    return "linear" if linear else "wrong: more than linear"


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
    parser.add_argument("--by-time", action="store_true", help="events in the order of their times")
    parser.add_argument("--extremes", type=int, metavar="EVENTS", help="measure extreme shapes instead")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the world is kept and found again")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "incidence.jsonl")
    given = parser.parse_args()
    measure = run_extremes if given.extremes else run
    if given.keep:
        return measure(given, given.keep)
    with tempfile.TemporaryDirectory() as folder:
        return measure(given, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
