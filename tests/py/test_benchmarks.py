"""The runners of benchmarks/linking on tiny inputs; peers that are not installed are left out."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

LINKING = Path(__file__).resolve().parents[2] / "benchmarks" / "linking"


@pytest.fixture(autouse=True)
def _path(monkeypatch):
    monkeypatch.syspath_prepend(str(LINKING))


def run(script, *arguments):
    command = [sys.executable, str(LINKING / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def rows_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_joins_agree_and_make_a_table(tmp_path):
    out = tmp_path / "rows.jsonl"
    done = run("linking.py", "--accounts", 400, "--trials", 1, "--threads", 1, "--peers", "ours,duckdb,polars",
               "--hubs", "--seed", 101, "--program", tmp_path / "none", "--out", out)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ours is left out" in done.stdout
    rows = rows_of(out)
    assert [(row["scenario"], row["contestant"]) for row in rows] == [
        (scenario, name) for scenario in ("power law", "power law, hubs") for name in ("duckdb", "polars")
    ]
    assert {row["verdict"] for row in rows} == {"ok"}
    assert rows[0]["result"]["pairs"] < rows[2]["result"]["pairs"]
    table = run("linking.py", "--table", out).stdout
    assert table.count("| duckdb |") == 2


def test_the_incidence_depends_on_the_seed_alone(tmp_path):
    from power_law import ARRAYS, read_arrays, write_incidence

    seeds = {"a": 101, "b": 101, "c": 102}
    sizes = [write_incidence(tmp_path / name, 1_000, seed, hubs=True) for name, seed in seeds.items()]
    a, b, c = (read_arrays(tmp_path / name) for name in "abc")
    assert sizes[0] == sizes[1]
    assert all(np.array_equal(a[name], b[name]) for name in ARRAYS)
    assert not np.array_equal(a["entry_identifier"], c["entry_identifier"])
    assert np.bincount(a["entry_identifier"]).max() == 300  # the largest hub
    for begin, end in zip(a["row_begin"][:-1].tolist(), a["row_begin"][1:].tolist(), strict=True):
        assert np.all(np.diff(a["entry_identifier"][begin:end].astype(np.int64)) > 0)


def test_contestants_are_limited():
    from measuring import run_limited

    def python(code):
        return run_limited([sys.executable, "-c", code], seconds=1, limit_mb=200)

    assert python("print('{}')") == {}
    assert python("import time; time.sleep(9)")["failed"].startswith("time")
    assert python("x = bytearray(10**9); print(len(x))")["failed"].startswith("memory")
    assert python("raise ValueError('no luck')") == {"failed": "ValueError: no luck"}


def test_what_differs_is_wrong_and_ratios_are_to_ours():
    from linking import verdict
    from table import markdown

    found = {
        "ours": {"seconds": 2.0, "peak_mb": 100.0, "result": {"links": 7, "checksum": "1"}, "offence": None},
        "scipy_same": {"seconds": 6.0, "peak_mb": 300.0, "result": {"links": 7, "checksum": "2"}},
        "scipy": {"seconds": 24.0, "peak_mb": 500.0, "result": {"pairs": 9, "common": 9, "top_1000": 9}},
        "polars": {"failed": "time (more than 1 s)"},
    }
    verdicts = {name: verdict(name, found) for name in found}
    assert verdicts == {
        "ours": "wrong: differs from scipy_same",
        "scipy_same": "wrong: differs from ours",
        "scipy": "unchecked",
        "polars": "failed: time (more than 1 s)",
    }
    where = {"scenario": "power law", "accounts": 9, "entries": 9, "asked_threads": 2, "threads": 2, "seed": 101}
    where |= {"commit": None, "work": "", "input_mb": 50.0, "cpu_seconds": 1.0}
    rows = [{**where, "contestant": name, **row, "verdict": verdicts[name]} for name, row in found.items()]
    table = markdown(rows)
    assert "against scipy: 12.0x faster (reach 10x: holds), 1/5.0 of its peak memory (reach 1/6: FAILS)" in table


def test_scipy_computes_our_links(tmp_path):
    pytest.importorskip("scipy")
    import accountgraph as ag
    import pyarrow as pa
    from contestants import matrix
    from power_law import read_arrays, write_incidence
    from same_function import all_links

    write_incidence(tmp_path, 800, 101, hubs=True)
    arrays, linkage = read_arrays(tmp_path), ag.default_options()["linkage"]
    names = ("payment", "device", "ip", "template")
    kinds = [{"name": name, **ag.Kind().declared(name)} for name in names]
    B, kind_begin = matrix(tmp_path)
    found = all_links(B, kind_begin, {**linkage, "kinds": kinds})

    entries = np.repeat(np.arange(800), np.diff(arrays["row_begin"].astype(np.int64))), arrays["entry_identifier"]
    kind = np.searchsorted(kind_begin, entries[1], side="right") - 1
    rows = [
        (f"a{a:03}", *(f"k{k}" if kind == t else None for t in range(4)))
        for a, k, kind in zip(*entries, kind, strict=True)
    ]
    rows += [(f"a{a:03}", None, None, None, None) for a in range(800)]  # accounts without entries count too
    events = pa.Table.from_arrays([pa.array(column) for column in zip(*rows, strict=True)], ["account_id", *names])
    result = ag.detect(events, time=None, linkage={"max_links_per_account": 0, "star_size": 1000})
    assert found["links"] == len(result.links) > 0


def test_the_curve_and_the_file_to_incidence(tmp_path):
    from curve import measure

    row = measure(500, 101, 1, rewired=False)
    assert row["links"] > 0
    assert 0 <= row["strangers_linked_per_honest_account"] <= row["honest_links_per_honest_account"]

    out = tmp_path / "rows.jsonl"
    done = run("incidence.py", "--events", 5_000, "--trials", 1, "--threads", 1, "--seed", 101, "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {row["verdict"] for row in rows_of(out)} == {"ok"}


def test_events_by_time_and_extreme_shapes(tmp_path):
    out = tmp_path / "rows.jsonl"
    common = ("--threads", 1, "--seed", 101, "--out", out)
    done = run("incidence.py", "--events", 3_000, "--trials", 1, "--by-time", *common)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {(row["scenario"], row["verdict"]) for row in rows_of(out)} == {("incidence, by time", "ok")}
    out.unlink()
    done = run("incidence.py", "--extremes", 2_000, *common)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = rows_of(out)
    assert [row["verdict"] for row in rows] == ["unchecked", "linear"] * 4
    assert all(row["result"] == {"entries": row["events"], "events": row["events"]} for row in rows)


def test_more_than_linear_is_told():
    from incidence import growth

    row = {"seconds": 1.0, "peak_mb": 200.0, "input_mb": 100.0}
    assert growth(None, row) == "unchecked"
    assert growth(row, {**row, "seconds": 16.0, "peak_mb": 1600.0}) == "linear"
    assert growth(row, {**row, "seconds": 17.0}).startswith("wrong")
    assert growth(row, {**row, "peak_mb": 1700.0}).startswith("wrong")
    assert growth(row, {"failed": "time"}).startswith("failed")
