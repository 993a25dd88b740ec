"""The run folder is a contract: files, columns, types; whole or not at all; the same bytes for the same events."""

import json

import accountgraph as ag
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from accountgraph import folders
from accountgraph import run_folder as run_folder_module
from accountgraph.result import TABLES

KINDS = ("payment", "device", "ip", "template", "phone")
TEXT, FLOAT, FLAG, TIME, COUNT = "string", "double", "bool", "timestamp[us, tz=UTC]", "uint64"
COLUMNS = {
    "accounts": {"account_id": TEXT, "cluster_id": TEXT, "campaign_id": TEXT, "role": TEXT, "flagged": FLAG,
                 "bits": FLOAT, "events": COUNT, "first_seen": TIME, "last_seen": TIME},
    "clusters": {"cluster_id": TEXT, "rank": "int64", "campaign_id": TEXT, "size": "int64", "score": FLOAT,
                 "flagged": FLAG, "archetype": TEXT, "events": COUNT, "first_seen": TIME, "last_seen": TIME,
                 **{f"{what}_{kind}": FLOAT for what in ("coverage", "reuse") for kind in KINDS}},
    "campaigns": {"campaign_id": TEXT, "clusters": "int64", "accounts": "int64", "events": COUNT, "first_seen": TIME,
                  "last_seen": TIME},
    "campaign_members": {"campaign_id": TEXT, "account_id": TEXT, "role": TEXT},
    "successions": {"campaign_id": TEXT, "ended": TIME, "began": TIME, "peak": TIME, "predecessor_accounts": "int64",
                    "successor_accounts": "int64", "common_bits": FLOAT, "common_templates": "int64"},
    "links": {"account_a": TEXT, "account_b": TEXT, "bits": FLOAT, **{f"bits_{kind}": FLOAT for kind in KINDS}},
    "evidence": {"cluster_id": TEXT, "kind": TEXT, "identifier": TEXT, "members": "int64", "accounts_total": "int64",
                 "bits": FLOAT},
    "entries": {"account_id": TEXT, "kind": TEXT, "identifier": TEXT, "count": "int64", "first_seen": TIME,
                "last_seen": TIME, "mask": COUNT},
    "ledger": {"kind": TEXT, "identifier": TEXT, "accounts": "int64", "reason": TEXT},
}  # fmt: skip


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".parquet"}


def test_files_columns_and_types(run_folder):
    assert {path.name for path in run_folder.iterdir()} == {f"{name}.parquet" for name in TABLES} | {"run.json"}
    for name, columns in COLUMNS.items():
        schema = pq.read_schema(run_folder / f"{name}.parquet")
        found = {field.name: str(field.type).replace("large_", "") for field in schema}
        assert {column: found.get(column) for column in columns} == columns, name


def test_run_json(run_folder, result):
    text = (run_folder / "run.json").read_text(encoding="ascii")
    run = json.loads(text)
    assert run == json.loads(json.dumps(result.run))
    assert run["format"] == 1 and run["version"] == ag.__version__ and run["seed"] == 7
    assert run["N"] == 1650 and run["T"] == pytest.approx(14.7, abs=0.1)
    assert [kind["name"] for kind in run["kinds"]] == list(KINDS)
    assert {"family", "reliability", "cap_bits", "accounts", "soft", "column"} <= set(run["kinds"][0])
    assert run["options"]["linkage"]["margin_bits"] == 4.0
    assert len(run["fingerprint"]) == 64
    stages = {stage["stage"]: stage for stage in run["stages"]}
    assert {"window", "incidence", "linkage", "communities", "scoring", "campaigns"} <= set(stages)
    assert all(stage["seconds"] >= 0 and stage["peak_memory_mb"] > 10 for stage in run["stages"])
    assert run["seconds"] == pytest.approx(sum(stage["seconds"] for stage in run["stages"]), abs=0.01)


def test_tables_agree_with_each_other(result):
    accounts, clusters = result.accounts.to_polars(), result.clusters.to_polars()
    sizes = accounts.drop_nulls("cluster_id").group_by("cluster_id").len().sort("cluster_id")
    assert sizes["len"].to_list() == clusters.sort("cluster_id")["size"].to_list()
    assert accounts["flagged"].sum() == result.run["counts"]["flagged_accounts"] > 100
    links = result.links.to_polars()
    assert (links["account_a"] < links["account_b"]).all() and (links["bits"] >= result.run["T"]).all()
    assert result.entries.to_polars()["count"].sum() <= 4 * result.run["counts"]["events"]


def test_the_same_bytes_for_any_threads_and_order_of_rows(world, run_folder, tmp_path):
    table = pa.table(world.events())
    shuffled = table.take(pa.array(sorted(range(table.num_rows), key=lambda i: i * 7919 % 65_537)))
    expected = contents(run_folder)
    for name, events, threads in (("one", table, 1), ("two", shuffled, 2), ("five", shuffled, 5)):
        folder = ag.detect(events, seed=7, threads=threads).save(tmp_path / name)
        found = contents(folder)
        assert [file for file in expected if found.get(file) != expected[file]] == []


def test_another_seed_of_the_world_gives_other_bytes(run_folder, tmp_path):
    other = ag.simulate("pooled_25k", accounts=1_500, operation=150, seed=4, events_per_account=100)
    assert contents(ag.detect(other.events(), seed=7).save(tmp_path / "other")) != contents(run_folder)


def test_no_entries(result, tmp_path):
    folder = result.save(tmp_path / "run", entries=False)
    assert not (folder / "entries.parquet").exists()
    loaded = ag.load(folder)
    assert loaded.entries is None
    with pytest.raises(ag.InputError, match="not analysed: entries were not kept"):
        loaded.explain(result.accounts["account_id"][0])


def test_nothing_half_written(result, tmp_path, monkeypatch):
    def fails(table, path, **options):
        path.write_bytes(b"half")
        if path.name == "links.parquet":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(run_folder_module, "write_parquet", fails)
    with pytest.raises(OSError, match="No space"):
        result.save(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_overwritten(result, tmp_path, monkeypatch):
    folder = result.save(tmp_path / "deep" / "run")
    with pytest.raises(FileExistsError, match="exists"):
        result.save(folder)
    (folder / "old").touch()
    result.save(folder, overwrite=True)
    assert not (folder / "old").exists() and len(list(folder.parent.iterdir())) == 1

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    with pytest.raises(FileExistsError, match=r"no run\.json"):
        result.save(tmp_path / "mine", overwrite=True)
    assert (tmp_path / "mine" / "thesis.txt").exists()

    # The last step fails: the old run is back in its place.
    rename = folders.Path.rename
    monkeypatch.setattr(folders.Path, "rename", lambda self, to: _fail_for(self, to, rename))
    before = contents(folder)
    with pytest.raises(OSError, match="unlucky"):
        result.save(folder, overwrite=True)
    assert contents(folder) == before and list(folder.parent.iterdir()) == [folder]


def _fail_for(path, to, rename):
    if to.name == "run" and not path.name.endswith(".old"):
        raise OSError("unlucky")
    return rename(path, to)


def test_hostile_values_survive_and_are_escaped(tmp_path):
    evil = [
        "<script>alert(1)</script>",
        "a\x1b[31mb",
        "nul\x00byte",
        "‮gnp.exe",
        "'; drop table x; --",
        "=1+1",
        "é" * 300,
    ]
    frame = polars.DataFrame({
        "account_id": [*evil, *(f"a{i}" for i in range(60))],
        "payment": ["<b>card</b>"] * 7 + [f"p{i}" for i in range(60)],
        "device": ["d\x00\x1b"] * 7 + [f"d{i}" for i in range(60)],
    })  # fmt: skip
    result = ag.detect(frame, population_accounts=100_000)
    assert result.run["counts"]["links"] == 21
    loaded = ag.load(result.save(tmp_path / "run"))
    assert set(evil) <= set(loaded.accounts["account_id"])
    shown = str(loaded.explain(evil[0], evil[1])) + str(loaded.explain(evil[2]))
    assert "linked" in shown and "\x1b" not in shown and "\x00" not in shown
    for page in (loaded.accounts, loaded.links, loaded, loaded.explain(evil[0], evil[1]), loaded.explain(evil[0])):
        assert "<script" not in page._repr_html_() and "<b>" not in page._repr_html_()
