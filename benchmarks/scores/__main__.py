"""Measures every row of what the scores must reach, and prints it with its bound: reach, measured, holds or fails.

    python benchmarks/scores [--seeds 1,2,3,4,5] [--accounts 50000] [--operation 3000] [--events 200]
                             [--rows flagged,customers,...] [--out FILE] [--threads N] [--table | --calibration]

One JSON line a world is appended to FILE (benchmarks/results/scores.jsonl), and every world has a process of its own.
Called again, the command measures the worlds that are missing for this version of the library, and no others.
`--table` and `--calibration` measure nothing and show the rows of these sizes and seeds that are there.

| rows | worlds | what they give |
|---|---|---|
| flagged | 10 shapes a seed | flagged precision and recall, best campaigns, honest flagged, calibration |
| customers | 20 | two operations on one proxy network: two campaigns |
| failover | 20 | the day of the second pool by which its succession is told |
| stress | 7 a seed | honest accounts flagged where look-alikes are common and there is no operation |
| small | 100 of 3,000 accounts | flagged clusters without an operation, with q |
| chance | 20 of 3,300 accounts, one of 21,200 a seed; rewired | false clusters among those with q <= .05 |
| framing, camouflage | 4 and 2 a seed | victims of forgeries; recall lost to five times the camouflage |
| detection | one of 20,000 accounts at most a seed | days to detection, day by day |
| baselines | 2 of 20,000 accounts at most a seed | every method of `accountgraph.baselines` on the same worlds |

Rows of 20 and 100 worlds take consecutive seeds from the first one on, within its hundred. Seeds below 100 are for
reports, those from 101 on for tuning.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import accountgraph as ag
import figures
import row_file
from asked import ROWS, Settings, jobs
from reach_table import markdown

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "results" / "scores.jsonl"


def main() -> int:
    given = _arguments()
    asked = Settings(given.seeds, given.accounts, given.operation, given.events)
    wanted = jobs(given.rows, asked)
    failed = 0
    if not given.table and not given.calibration:
        failed = measure(wanted, given.out, given.threads)
    found = row_file.latest(wanted, row_file.read(given.out))
    if given.calibration:
        show_calibration(found.get("flagged", []))
    else:
        print(markdown(asked, wanted, found))
    return 1 if failed else 0


def measure(wanted: list[dict], out: Path, threads: int | None) -> int:
    """Measures the worlds that have no row yet, one after the other. Returns how many failed."""
    commit = row_file.commit()
    missing = row_file.missing(wanted, row_file.read(out), ag.__version__, commit)
    print(f"{len(wanted):,} worlds, {len(missing):,} to measure", file=sys.stderr)
    failed = 0
    for job in missing:
        text = json.dumps({"job": job, "threads": threads})
        command = [sys.executable, str(HERE / "measured.py")]
        answer = subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, check=False)
        name = f"{job['row']} {job['world']} seed {job['seed']}"
        if answer.returncode:
            failed += 1
            print(f"{name}: failed", file=sys.stderr)
            continue
        row = {**json.loads(answer.stdout), "commit": commit}
        row_file.append(out, row)
        print(f"{name}: {row['row_seconds']} s", file=sys.stderr, flush=True)
    return failed


def show_calibration(rows: list[dict]) -> None:
    scores = [tuple(score) for row in rows for score in row["scores"]]
    error, bins = figures.calibration(scores)
    for lowest, highest, p, share in bins:
        print(f"{lowest:7.2f} to {highest:7.2f}: p {p:.3f}, operations {share:.3f}")
    print(f"expected calibration error {error:.4f} over {len(scores)} clusters of five and more")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scores", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=lambda text: [int(one) for one in text.split(",")], default=[1, 2, 3, 4, 5])
    parser.add_argument("--accounts", type=int, default=50_000)
    parser.add_argument("--operation", type=int, default=3_000)
    parser.add_argument("--events", type=float, default=200)
    parser.add_argument("--rows", type=lambda text: text.split(","), default=list(ROWS))
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--calibration", action="store_true")
    given = parser.parse_args()
    if unknown := [row for row in given.rows if row not in ROWS]:
        parser.error(f"no rows {', '.join(unknown)}; there are {', '.join(ROWS)}")
    return given


if __name__ == "__main__":
    sys.exit(main())
