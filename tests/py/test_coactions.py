"""Pairs of accounts that used the same object within seconds: by the definition, on frames, files and hostile text."""

import csv
import os
from pathlib import Path

import accountgraph as ag
import duckdb
import numpy as np
import pandas as pd
import polars
import pyarrow as pa
import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("ACCOUNTGRAPH_SHARED_DATA") or ROOT.parent / "shared" / "data")
REFERENCES = {"german-election-facebook": "posts.parquet", "coordinated-tweets-ru": "shares.csv"}


def counts(path, row):
    """What a row of reference_pairs.csv counts, but for coortweet_pairs, which filters twice."""
    pairs = ag.coactions(
        path, kind=row["object"], window_seconds=int(row["window_s"]), min_participation=int(row["min_participation"]),
        account="account", time_unit="s", keep_placeholders=True,
    )  # fmt: skip
    a, b, objects = (pairs[name] for name in pairs.columns)
    return {
        "account_pairs": len(pairs),
        "accounts": len(set(a) | set(b)),
        "pairs_with_2_or_more_objects": int((objects >= 2).sum()),
        **components(a, b),
    }


def components(a, b):
    names, vertices = np.unique(np.concatenate([a, b]).astype(str), return_inverse=True)
    graph = ag.Graph.from_edges(vertices[: len(a)], vertices[len(a) :], num_vertices=len(names))
    sizes = np.bincount(ag.connected_components(graph))
    return {"components": len(sizes), "largest_component": int(sizes.max())}


@pytest.mark.parametrize("name", REFERENCES)
def test_every_row_of_the_reference_counts(name):
    path = DATA / name / REFERENCES[name]
    if not path.exists():
        why = f"no {name} in {DATA}: set ACCOUNTGRAPH_SHARED_DATA to the folder of shared data"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    with path.with_name("reference_pairs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 6
    for row in rows:
        found = counts(path, row)
        assert found == {column: int(row[column]) for column in found}, row


EVENTS = {
    "account": ["b", "a", "c", "a", "b", None, "d"],
    "url": ["x", "x", "x", "y", "y", "x", None],
    "time": [100, 160, 221, 500, 500, 100, 100],
}


def rows_of(pairs):
    assert pairs.columns == ["account_a", "account_b", "objects"]
    return list(zip(*(pairs[name].tolist() for name in pairs.columns), strict=True))


@pytest.mark.parametrize("make", [pa.table, pd.DataFrame, polars.DataFrame, lambda d: pa.table(d).to_reader()])
def test_frames(make):
    pairs = ag.coactions(make(EVENTS), kind="url", window_seconds=60, time_unit="s", threads=2)
    assert rows_of(pairs) == [("a", "b", 2)]
    assert pairs["objects"].dtype == np.int32


def test_a_relation_a_mapping_and_the_end_of_the_window(tmp_path):
    log = pa.table(EVENTS)
    relation = duckdb.sql(
        "select account, url as link, make_timestamp(time * 1000000) as sent from log order by sent desc"
    )
    for kind in ({"url": "link"}, {"url": ag.Kind(column="link")}):
        pairs = ag.coactions(relation, kind=kind, time="sent", window_seconds=61)
        assert rows_of(pairs) == [("a", "b", 2), ("a", "c", 1)]
    assert rows_of(ag.coactions(relation, kind={"url": "link"}, time="sent", window_seconds=0.5)) == [("a", "b", 1)]
    duckdb.from_arrow(log).write_csv(str(tmp_path / "log.csv"))
    found = ag.coactions(tmp_path / "log.csv", kind="url", window_seconds=60, time_unit="s", min_participation=2)
    assert rows_of(found) == [("a", "b", 2)]


def test_pairs_equal_those_of_a_self_join():
    rng = np.random.default_rng(101)
    events = pa.table(
        {
            "account_id": rng.integers(0, 40, 3_000).astype(str),
            "ip": [f"10.0.0.{i}" for i in 1 + rng.zipf(1.5, 3_000) % 200],
            "timestamp": rng.integers(-5_000, 5_000, 3_000),
        }
    )
    expected = duckdb.sql("""
        select a.account_id, b.account_id, count(distinct ip) from events a join events b using (ip)
        where a.account_id < b.account_id and abs(a.timestamp - b.timestamp) <= 30 group by all order by all""")
    assert rows_of(ag.coactions(events, kind="ip", window_seconds=30, time_unit="s")) == expected.fetchall()


def test_a_prompt_is_the_kind_template():
    log = {"account": ["a", "b"], "prompt": ["Write  essay 1", "write essay 2"], "time": ["2026-04-22"] * 2}
    assert rows_of(ag.coactions(pa.table(log), kind="prompt", window_seconds=0)) == [("a", "b", 1)]


def test_placeholders_are_no_objects_unless_kept():
    log = pa.table({"account": ["a", "b"], "url": ["0", "0"], "time": [1, 1]})
    assert len(ag.coactions(log, kind="url", window_seconds=0, time_unit="s")) == 0
    assert len(ag.coactions(log, kind="url", window_seconds=0, time_unit="s", keep_placeholders=True)) == 1


def test_hostile_text():
    names = ["\u202ea", "<script>", "x" * 100_000, "a,b\n\x1b[31m", "\x00"]
    log = pa.table({"account": names, "url": ["'; drop table\x1b[31m\n"] * 5, "time": [1] * 5})
    pairs = ag.coactions(log, kind="url", window_seconds=1, time_unit="s")
    assert set(pairs["account_a"]) | set(pairs["account_b"]) == set(names)
    ordered = sorted(names, key=str.encode)
    assert rows_of(pairs) == [(a, b, 1) for i, a in enumerate(ordered) for b in ordered[i + 1 :]]
    with pytest.raises(ag.InputError) as told:
        ag.coactions(log, kind="url", window_seconds=1, time_unit="s", max_pairs=9)
    assert "the events coincide in 10 pairs, more than `max_pairs` = 9" in str(told.value)
    assert "10, on the object \"'; drop table\\x1b[31m" in str(told.value)
    assert str(told.value).isprintable()


def test_progress_and_threads(world):
    seen = []
    options = {"kind": "ip", "window_seconds": 300}
    pairs = ag.coactions(world.events(), progress=lambda *report: seen.append(report), threads=1, **options)
    assert {stage for stage, _, _ in seen} <= {"coactions"}
    assert len(pairs) > 0
    assert ag.coactions(world.events(), threads=2, **options).to_arrow().equals(pairs.to_arrow())


LOG = pa.table({"account": ["a", "b"], "url": ["x", "x"], "time": [1, 1]})
BAD = {
    "`window_seconds` must be a number >= 0, got -1": {"window_seconds": -1},
    "`window_seconds` must be a number >= 0, got nan": {"window_seconds": float("nan")},
    "`window_seconds` must be a number >= 0, got '60'": {"window_seconds": "60"},
    "`window_seconds` must be at most": {"window_seconds": 10**13},
    "`min_participation` must be a whole number >= 1, got 0": {"min_participation": 0},
    "`max_pairs` must be a whole number >= 1, got 1.5": {"max_pairs": 1.5},
    "`time_unit` must be": {"time_unit": "day"},
    "`threads` must be": {"threads": 0},
    "`kind` must be one kind, as in 'url'": {"kind": {"url": "url", "ip": "ip"}},
    "`kind` must be one kind": {"kind": {"url": None}},
    "no column for kind payment found by name": {"kind": "payment"},
    "no column 'where' for kind url": {"kind": {"url": "where"}},
    "coactions need a time column; name it with time=": {"time": None},
    "no column 'when' for time": {"time": "when"},
    "holds times as int64": {"time_unit": None},
}


@pytest.mark.parametrize("sentence", BAD)
def test_bad_input(sentence):
    with pytest.raises(ValueError) as told:
        ag.coactions(LOG, **{"kind": "url", "window_seconds": 60, "time_unit": "s", **BAD[sentence]})
    assert sentence in str(told.value)


def test_no_usable_rows():
    with pytest.raises(ag.InputError, match="hold no rows"):
        ag.coactions(LOG.slice(0, 0), kind="url", window_seconds=1, time_unit="s")
    log = pa.table({"account": ["", ""], "url": ["x", "x"], "time": [1, 1]})
    with pytest.raises(ag.InputError, match="none of the rows can be used: 2 no_account"):
        ag.coactions(log, kind="url", window_seconds=1, time_unit="s")
