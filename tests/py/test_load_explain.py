"""A saved run says what the run in memory says."""

import dataclasses
import json
import shutil

import accountgraph as ag
import numpy as np
import polars
import pytest
from polars.testing import assert_frame_equal


@pytest.fixture(scope="module")
def loaded(run_folder):
    return ag.load(run_folder)


@pytest.mark.parametrize(
    "name", ["accounts", "clusters", "campaigns", "campaign_members", "links", "evidence", "entries", "ledger"]
)
def test_tables_come_back(result, loaded, name):
    before, after = getattr(result, name), getattr(loaded, name)
    assert after.columns == before.columns
    assert_frame_equal(after.to_polars(), before.to_polars())
    for column in before.columns:
        assert after[column].dtype == before[column].dtype


def test_explanations_come_back(result, loaded):
    clusters, accounts = result.clusters["cluster_id"], result.accounts
    members = accounts["account_id"][accounts["cluster_id"] == clusters[0]]
    link = result.links["account_a"][0], result.links["account_b"][0]
    alone = accounts["account_id"][[name is None for name in accounts["cluster_id"]]][0]
    for what in [(clusters[0],), (clusters[-1],), (members[0],), (alone,), link, (members[0], alone)]:
        assert loaded.explain(*what) == result.explain(*what)
        assert str(result.explain(*what)).startswith(str(what[0]))


def test_what_an_explanation_says(result):
    a, b, bits = (result.links[name][0] for name in ("account_a", "account_b", "bits"))
    pair = result.explain(a, b)
    assert pair.linked and pair.bits == bits and pair.needed_bits == result.run["T"]
    assert all(bits >= 0 for bits in pair.kind_bits.values()) and sum(pair.kind_bits.values()) >= pair.bits
    assert result.explain(b, a).bits == bits
    account = result.explain(a)
    assert account.account_id == a and (b, bits) in account.strongest_links
    cluster = result.explain(result.clusters["cluster_id"][0])
    assert cluster.size == result.clusters["size"][0]
    assert cluster.score == result.clusters["score"][0] == pytest.approx(sum(cluster.parts.values()))
    members = result.accounts["account_id"][result.accounts["cluster_id"] == cluster.cluster_id]
    assert cluster.structure.betweenness.keys() == set(members) >= set(cluster.structure.cut_off)
    assert len(cluster.bridges) == result.clusters["bridges"][0]
    assert "weakest cut: " in str(cluster)
    assert "betweenness: not analysed (too many members)" in str(dataclasses.replace(cluster, structure=None))
    json.dumps([dataclasses.asdict(item) for item in (pair, account, cluster)])


def test_names_that_are_not_there(result):
    for what in ("nobody", "c-000000000000", "", "c-", "\x1b[0m"):
        with pytest.raises(ag.InputError, match="no account or cluster"):
            result.explain(what)


def test_bad_run_folders(run_folder, tmp_path):
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(ag.InputError, match="no run folder"):
            ag.load(folder)
    newer = tmp_path / "newer"
    shutil.copytree(run_folder, newer)
    (newer / "run.json").write_text('{"format": 2}')
    with pytest.raises(ag.InputError, match="format 2"):
        ag.load(newer)
    shutil.copy(run_folder / "run.json", newer)
    (newer / "links.parquet").unlink()
    with pytest.raises(ag.InputError, match=r"no links\.parquet"):
        _ = ag.load(newer).links
    (newer / "clusters.parquet").write_bytes(b"PAR1 but no more")
    with pytest.raises(ag.InputError, match="cannot be read as Parquet"):
        _ = ag.load(newer).clusters


def test_changed_entries_are_noticed(run_folder, tmp_path):
    changed = tmp_path / "changed"
    shutil.copytree(run_folder, changed)
    entries = polars.read_parquet(changed / "entries.parquet")
    entries.with_columns(one_more(entries)).write_parquet(changed / "entries.parquet")
    loaded = ag.load(changed)
    with pytest.raises(ag.InputError, match="fingerprints differ"):
        loaded.explain(loaded.accounts["account_id"][0])


def one_more(entries):
    first = polars.int_range(len(entries)) == 0
    return polars.when(first).then(polars.col("count") + 1).otherwise(polars.col("count")).alias("count")


def test_entries_may_be_in_any_order(run_folder, result, tmp_path):
    sorted_otherwise = tmp_path / "run"
    shutil.copytree(run_folder, sorted_otherwise)
    entries = polars.read_parquet(sorted_otherwise / "entries.parquet")
    entries.sample(fraction=1, shuffle=True, seed=1).write_parquet(sorted_otherwise / "entries.parquet")
    cluster = result.clusters["cluster_id"][0]
    assert ag.load(sorted_otherwise).explain(cluster) == result.explain(cluster)


def test_columns_are_views(result):
    bits = result.links["bits"]
    assert not bits.flags.writeable and not bits.flags.owndata
    assert np.shares_memory(bits, result.links["bits"])
    assert result.accounts["first_seen"].dtype == "datetime64[us]"
    assert result.accounts["flagged"].dtype == bool
    del result  # the array keeps its table
    assert bits.min() > 0


def test_table_forms(result):
    table = result.clusters
    assert len(table) == len(table["size"]) and "size" in table and "nothing" not in table
    with pytest.raises(KeyError, match="no column 'nothing'; there are cluster_id"):
        table["nothing"]
    frame = table.to_pandas()
    assert list(frame.columns) == table.columns and frame["size"].sum() == table["size"].sum()
    assert table.to_arrow().num_rows == len(table) == table.to_polars().height
    assert table._repr_html_().count("<tr>") == 11
    assert repr(table).startswith(f"<accountgraph.Table: {len(table):,} rows")


def test_nulls_in_arrow_tables():
    frame = polars.DataFrame({
        "i": [1, None], "f": [0.5, None], "b": [True, None], "t": ["x", None],
        "when": polars.Series(["2026-04-22T00:00:00", None]).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us"),
    })  # fmt: skip
    table = ag.Table.from_arrow(frame.to_arrow())
    assert (
        table["i"].tolist() == [1, None] and table["b"].tolist() == [True, None] and table["t"].tolist() == ["x", None]
    )
    assert np.isnan(table["f"][1]) and np.isnat(table["when"][1])
    assert table["when"][0] == np.datetime64("2026-04-22")
    assert ag.Table.from_arrow(table)["t"].tolist() == ["x", None]
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        ag.Table.from_arrow([1])
