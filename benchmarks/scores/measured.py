"""Measures one world, in a process of its own: a job on standard input, its row on standard output, both JSON.

Worlds of chance are left out (`significance_worlds=0`) but where a row is about them, in `small` and `chance`: they can
only take flags away. So honest accounts flagged are told rather too high, and recall is that of a run without q.
"""

import functools
import json
import sys
from time import perf_counter, process_time

import accountgraph as ag
import one_run
import several_runs

MEASURES = {
    "flagged": one_run.flags,
    "customers": one_run.customers,
    "stress": one_run.false_alarms,
    "small": one_run.flagged_clusters,
    "chance": one_run.chance,
    "failover": several_runs.successor,
    "framing": several_runs.framing,
    "camouflage": several_runs.camouflage,
    "detection": several_runs.detection,
    "baselines": several_runs.beside_baselines,
}


def main() -> None:
    asked = json.load(sys.stdin)
    job, began = asked["job"], perf_counter()
    options = {name: value for name, value in job.items() if name not in ("row", "world")}
    detect = functools.partial(ag.detect, threads=asked["threads"], significance_worlds=0)
    found = MEASURES[job["row"]](options, detect)
    cost = {"row_seconds": round(perf_counter() - began, 1), "cpu_seconds": round(process_time(), 1)}
    json.dump({**job, "version": ag.__version__, **found, **cost}, sys.stdout, allow_nan=False)


if __name__ == "__main__":
    main()
