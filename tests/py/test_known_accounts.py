"""Accounts confirmed and cleared, identifiers allowed: what an analyst knows."""

import json

import accountgraph as ag
import polars
import pytest
from accountgraph.cli import run


def members(result, cluster):
    return result.accounts["account_id"][result.accounts["cluster_id"] == cluster].tolist()


def test_a_confirmed_account_raises_its_cluster_a_cleared_one_lowers_it(result):
    clusters = result.clusters["cluster_id"]
    last, first = clusters[-1], clusters[0]
    found = result.rerank(confirmed=members(result, last), cleared=members(result, first))
    rows = {row["cluster_id"]: row for row in found.clusters.to_polars().to_dicts()}
    assert rows[last]["rank"] < rows[last]["rank_before"] and rows[last]["known_bits"] > 0
    assert rows[first]["known_bits"] < 0
    assert rows[last]["confirmed"] == rows[last]["size"] and rows[first]["cleared"] == rows[first]["size"]
    assert sorted(row["rank_before"] for row in rows.values()) == list(range(1, len(clusters) + 1))
    assert found.clusters["rank"].tolist() == list(range(1, len(clusters) + 1))
    order = [row["score"] + row["known_bits"] for row in found.clusters.to_polars().to_dicts()]
    assert order == sorted(order, reverse=True)
    before = result.clusters.to_polars().select("cluster_id", "score", "flagged").sort("cluster_id")
    assert found.clusters.to_polars().select("cluster_id", "score", "flagged").sort("cluster_id").equals(before)
    assert found.residual <= 1e-9 and 1 < found.iterations <= 129
    assert found.accounts["account_id"].tolist() == result.accounts["account_id"].tolist()
    assert found.accounts["known"].tolist().count("confirmed") == len(members(result, last)) == found.confirmed
    assert "(was 1): score " in str(found)


def test_nothing_known_changes_nothing(result):
    found = result.rerank()
    assert found.clusters["rank"].tolist() == found.clusters["rank_before"].tolist()
    assert not found.clusters["known_bits"].any() and not found.accounts["known_bits"].any()
    everybody = result.rerank(confirmed=result.accounts["account_id"])
    assert (everybody.accounts["known_bits"] > 0).all()


def test_a_loaded_run_says_the_same(result, run_folder):
    known = members(result, result.clusters["cluster_id"][0])[:3]
    one, other = result.rerank(known), ag.load(run_folder).rerank(known, threads=1)
    assert one.clusters.to_polars().equals(other.clusters.to_polars())
    assert one.accounts.to_polars().equals(other.accounts.to_polars())


def test_lists_that_cannot_be_meant(result):
    a, b = result.accounts["account_id"][:2]
    assert result.rerank([a, a, "nobody"], [b, "\x00"]).unknown == ["nobody", "\x00"]
    with pytest.raises(ValueError, match="is both confirmed and cleared"):
        result.rerank([a], [b, a])
    for lists in ((["nobody"], []), ([a], ["nobody"])):
        with pytest.raises(ag.InputError, match=r"none of the 1 (confirmed|cleared) accounts is in this run"):
            result.rerank(*lists)
    with pytest.raises(TypeError, match="`confirmed` must be a list of accounts, got str"):
        result.rerank(a)
    for options in ({"damping": 1}, {"damping": float("nan")}, {"tolerance": 0}, {"threads": 0}):
        with pytest.raises(ValueError, match=f"`{next(iter(options))}` must be"):
            result.rerank([a], **options)


def test_the_command(result, run_folder, tmp_path, capsys):
    known = members(result, result.clusters["cluster_id"][-1])
    confirmed, cleared, none = tmp_path / "yes.txt", tmp_path / "no.txt", tmp_path / "none.txt"
    confirmed.write_bytes(("\ufeff" + "\r\n".join([*known, "", "nobody"])).encode())
    cleared.write_text(f" {result.accounts['account_id'][0]} \n")
    none.write_text("nobody\nnor he\n")
    given = ["rerank", str(run_folder), "--confirmed", str(confirmed), "--cleared", str(cleared)]
    assert run(given) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"known accounts: {len(known):,} confirmed, 1 cleared; not in this run: 1\n")
    assert run([*given, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["unknown"] == ["nobody"] and len(answer["clusters"]) == len(result.clusters)
    for wrong, sentence in (
        (["--confirmed", str(none)], "none of the 2 confirmed accounts is in this run"),
        (["--cleared", str(tmp_path / "nowhere")], "of --cleared cannot be read"),
        ([], "give --confirmed, --cleared, or both"),
    ):
        assert run(["rerank", str(run_folder), *wrong]) == 2
        told = capsys.readouterr().err
        assert sentence in told and told.count("\n") == 1


def test_what_was_not_kept_is_not_analysed(result, tmp_path, capsys):
    folder = result.save(tmp_path / "run", entries=False)
    account = result.accounts["account_id"][0]
    loaded = ag.load(folder)
    for ask in (lambda: loaded.explain(account), lambda: loaded.rerank([account])):
        with pytest.raises(ag.InputError, match="not analysed: entries were not kept"):
            ask()
    assert run(["explain", str(folder), account]) == 2
    assert "not analysed: entries were not kept" in capsys.readouterr().err
    pytest.importorskip("jinja2")
    assert "saved without its entries" in loaded.report(tmp_path / "page.html").read_text("utf-8")
    assert "saved without its entries" not in result.report(tmp_path / "other.html").read_text("utf-8")


def test_kinds_that_nobody_has_are_not_analysed(world):
    events = polars.DataFrame(ag.Table.from_arrow(world.events())).with_columns(phone=None)
    found = ag.detect(events.with_columns(polars.col("phone").cast(str)), threads=1)
    cluster = found.explain(found.clusters["cluster_id"][0])
    account = found.explain(members(found, cluster.cluster_id)[0])
    for item in (cluster, account):
        assert "phone" in item.not_analysed and "  not analysed (no value): " in str(item)


def test_who_is_held_by_one_identifier_is_listed_and_never_flagged(world):
    """The card of one member is taken off, and all but one of its devices, so that it hangs by what is left."""
    found = ag.detect(world.events(), seed=7, threads=1)
    held = [name is not None for name in found.accounts["held_by"]]
    flagged, role = found.accounts["flagged"], found.accounts["role"]
    assert not (flagged & held).any() and (role[held] == "core").all()
    for name in found.accounts["account_id"][flagged][:50]:
        assert not any(reason.pivotal for reason in found.explain(name).reasons)
    for name, kind, identifier in zip(
        *(found.accounts[column][held] for column in ("account_id", "held_by_kind", "held_by")), strict=True
    ):
        told = found.explain(name)
        assert (kind, identifier) in [(r.kind, r.identifier) for r in told.reasons if r.pivotal]
        assert "held by one identifier: listed, never flagged" in str(told)


def test_what_an_allow_list_removed(world, result, tmp_path):
    pair = next(
        (kind, identifier)
        for kind, identifier in zip(result.evidence["kind"], result.evidence["identifier"], strict=True)
        if kind == "payment"
    )
    found = ag.detect(world.events(), seed=7, threads=1, allow=[pair, ("payment", "no such card")])
    row = found.allowed.to_polars().to_dicts()
    assert [(item["kind"], item["identifier"]) for item in row] == [pair]
    assert row[0]["bits"] > 3 and row[0]["accounts"] >= 2 and row[0]["links"] <= len(result.links)
    lost = len(result.links) - len(found.links)
    assert row[0]["links"] == lost > 0
    assert len(result.allowed) == 0
    loaded = ag.load(found.save(tmp_path / "run", entries=False))
    assert loaded.allowed.to_polars().equals(found.allowed.to_polars())
    pytest.importorskip("jinja2")
    page = loaded.report(tmp_path / "page.html").read_text("utf-8")
    assert "What the allow-list removed" in page
    (tmp_path / "run" / "allowed.parquet").unlink()
    assert ag.load(tmp_path / "run").allowed is None  # a run of an earlier version


def test_networks_are_allowed_and_bad_ones_told_before_the_work(world, result, tmp_path):
    found = ag.detect(world.events(), seed=7, threads=1, allow=[("ip", "0.0.0.0/0"), ("ip", "::/0")])
    reasons = found.ledger["reason"][found.ledger["kind"] == "ip"].tolist()
    assert set(reasons) <= {"allowed", "placeholder"} and "allowed" in reasons
    (tmp_path / "allow.csv").write_text("ip,10.0.0.0/33\n")
    for allow in ([("ip", "10.0.0.1/8")], [("ip", "2001:db8::/96")], [("ip", "a/b")], tmp_path / "allow.csv"):
        with pytest.raises(ValueError, match=r"^`allow` must be a network such as 10\.0\.0\.0/8 .*, got "):
            ag.detect(world.events(), allow=allow)
