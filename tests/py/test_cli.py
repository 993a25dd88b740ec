"""The commands, from a world to a judged run."""

import json

import accountgraph as ag
import duckdb
import pytest
from accountgraph.cli import run
from accountgraph.evaluate import evaluate


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    world = ["--accounts", "1500", "--operation", "150", "--seed", "3", "--events-per-account", "100"]
    assert run(["simulate", str(folder / "world"), *world]) == 0
    events = str(folder / "world" / "events.parquet")
    assert (
        run(["detect", events, "--out", str(folder / "run"), "--report", "--seed", "7", "--verify", "--threads", "2"])
        == 0
    )
    return folder


def said(capsys):
    told = capsys.readouterr()
    assert "\x1b" not in told.out
    return told.out


def test_the_run_is_that_of_the_library(folder, result):
    loaded = ag.load(folder / "run")
    assert loaded.run["fingerprint"] == result.run["fingerprint"] and loaded.run["verified"]
    assert loaded.clusters["cluster_id"].tolist() == result.clusters["cluster_id"].tolist()
    assert (folder / "run" / "report.html").read_text(encoding="utf-8").startswith("<!")


def test_simulate_keeps_to_its_options(folder, world):
    options = json.loads((folder / "world" / "world.json").read_text())
    assert options == world.options and (options["accounts"], options["operation"], options["seed"]) == (1500, 150, 3)
    assert ag.Table.from_arrow(world.truth).columns == ["account_id", "group_type", "group"]
    assert run(["simulate", str(folder / "world")]) == 2


def test_simulate_forges_from_a_day_on_and_takes_knobs(tmp_path):
    given = ["--forged", "one", "--forged-accounts", "7", "--start-day", "20000", "--days", "10"]
    knobs = ["--knob", "camouflage=0.5", "--look-alike", "office=0.25"]
    small = ["--accounts", "300", "--operation", "40", "--seed", "101", "--threads", "1"]
    assert run(["simulate", str(tmp_path / "world"), *small, *given, *knobs]) == 0
    options = json.loads((tmp_path / "world" / "world.json").read_text())
    assert (options["forged"], options["forged_accounts"], options["start_day"]) == ("one", 7, 20000)
    assert (options["operation_knobs"]["camouflage"], options["look_alikes"]["office"]) == (0.5, 0.25)
    run_again = ag.detect(tmp_path / "world" / "events.parquet", threads=1)
    assert evaluate(run_again, tmp_path / "world" / "truth.parquet").forged[0]["accounts"] == 7
    assert run_again.run["time"]["since"].startswith("2024-10-04")


def test_evaluate_tells_that_a_truth_is_another_worlds(folder, tmp_path, capsys):
    truth = tmp_path / "truth.parquet"
    row = "select 'x' as account_id, 'operation' as group_type, 'ring' as \"group\""
    duckdb.sql(f"copy ({row}) to '{truth}' (format parquet)")
    capsys.readouterr()
    assert run(["evaluate", str(folder / "run"), str(truth)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("accountgraph: no account of the truth is in the run") and told.count("\n") == 1


def test_detect_tells_and_prints_json(folder, capsys):
    capsys.readouterr()
    events = str(folder / "world" / "events.parquet")
    assert (
        run(["detect", events, "--out", str(folder / "told"), "--kind", "card=payment", "--family", "card=payment"])
        == 0
    )
    text = said(capsys)
    assert "1,650 accounts; kinds: device (device), ip (ip), template (template), phone (phone), card (payment)" in text
    assert "for review" in text and str(folder / "told") in text
    assert (
        run(["detect", events, "--out", str(folder / "told"), "--force", "--json", "--no-entries", "--time", "none"])
        == 0
    )
    run_json = json.loads(said(capsys))
    assert run_json["folder"] == str(folder / "told") and run_json["counts"]["accounts"] == 1650
    assert run_json["columns"]["time"] is None and not (folder / "told" / "entries.parquet").exists()


def test_an_existing_folder_is_told_before_the_work(folder, capsys):
    events = str(folder / "world" / "events.parquet")
    assert run(["detect", events, "--out", str(folder / "run")]) == 2
    assert "exists; choose another name" in capsys.readouterr().err


def test_allowed_identifiers(folder, tmp_path):
    loaded = ag.load(folder / "run")
    card = next(
        i for k, i in zip(loaded.evidence["kind"], loaded.evidence["identifier"], strict=True) if k == "payment"
    )
    allow = tmp_path / "allow.csv"
    allow.write_text(f"kind,value\n# the company's card\npayment,{card}\n")
    events = str(folder / "world" / "events.parquet")
    assert run(["detect", events, "--out", str(tmp_path / "run"), "--allow", str(allow)]) == 0
    ledger = ag.load(tmp_path / "run").ledger
    assert ("payment", card, "allowed") in zip(ledger["kind"], ledger["identifier"], ledger["reason"], strict=True)


def test_explain(folder, result, capsys):
    a, b = result.links["account_a"][0], result.links["account_b"][0]
    cluster = result.clusters["cluster_id"][0]
    for names in ([a], [a, b], [cluster]):
        assert run(["explain", str(folder / "run"), *names]) == 0
        assert said(capsys).strip() == str(result.explain(*names))
    assert run(["explain", str(folder / "run"), a, b, "--json"]) == 0
    assert json.loads(said(capsys))["linked"] is True
    assert run(["explain", str(folder / "run"), "nobody"]) == 2
    assert capsys.readouterr().err == "accountgraph: no account or cluster 'nobody' in this run\n"


def test_report_and_evaluate(folder, tmp_path, capsys):
    assert run(["report", str(folder / "run"), "--out", str(tmp_path / "page.html"), "--top", "3"]) == 0
    assert (tmp_path / "page.html").stat().st_size > 2_000
    capsys.readouterr()
    truth = str(folder / "world" / "truth.parquet")
    assert run(["evaluate", str(folder / "run"), truth, "--json"]) == 0
    card = json.loads(said(capsys))
    assert card["flagged"]["recall"] > 0.5
    assert run(["evaluate", str(folder / "run"), str(folder / "nothing.parquet")]) == 2


def test_demo(tmp_path, capsys):
    for _ in range(2):  # again in the same place
        assert run(["demo", str(tmp_path / "demo"), "--accounts", "1000"]) == 0
    text = said(capsys)
    assert "Scorecard" in text and "report.html" in text
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == ["report.html", "run", "world"]


def test_version_and_help(capsys):
    assert run(["--version"]) == 0 and said(capsys).strip() == ag.__version__
    assert run([]) == 2 and "Usage" in capsys.readouterr().err
    assert run(["detect", "--help"]) == 0 and "--no-entries" in said(capsys)
    assert run(["simulate", "--help"]) == 0
    told = said(capsys)
    assert all(word in told for word in ("NAME=NUMBER", "world.json", "--start-day", "--forged-accounts"))
