"""The benchmark: rows that equal a direct run, resuming, summaries and pages."""

import json
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import accountgraph as ag
import numpy as np
import pytest
from accountgraph import baselines, benchmark
from accountgraph.benchmark import runner, scenarios, store
from accountgraph.benchmark.comparisons import compared
from accountgraph.benchmark.summary import collateral, summarise
from accountgraph.cli import run as cli
from accountgraph.evaluate import evaluate

SMALL = {"accounts": 1_500, "operation": 90}
OPTIONS = ["--accounts", "1500", "--operation", "90", "--threads", "1"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Rows of two scenarios and one seed, made by processes."""
    folder = tmp_path_factory.mktemp("benchmark") / "folder"
    benchmark.run(folder, scenarios=["forged_one", "no_operation"], seeds=[101], threads=1, **SMALL)
    return benchmark.load(folder)


@pytest.fixture
def fake(monkeypatch):
    """Workers that answer at once. Gives the list of jobs."""
    jobs = []

    def ask(job):
        jobs.append(job)
        if job["do"] == "worlds":
            return {}
        return answer(recall=len(jobs) % 5 / 4)

    monkeypatch.setattr(runner, "_ask", ask)
    return jobs


def answer(recall=0.5, **more):
    return {
        "seconds": 1.0, "peak_memory_mb": 100.0, "accounts": 10, "flagged_recall": recall,
        "collateral": {"office": {"accounts": 4, "flagged": 1}}, **more,
    }  # fmt: skip


def rows_of(jobs):
    return [(job["worlds"][0], job["method"]) for job in jobs if job["do"] == "row"]


# rows


def test_a_row_is_what_a_direct_run_gives(made):
    world = ag.simulate(difficulty=0.3, forged="one", forged_accounts=30, seed=101, **SMALL)
    without = ag.simulate(difficulty=0.3, seed=101, **SMALL)
    run, before = ag.detect(world.events()), ag.detect(without.events())
    card, row = evaluate(run, world.truth), made.rows[1]
    assert (row["scenario"], row["seed"], row["method"]) == ("forged_one", 101, "accountgraph")
    assert ag.simulate(**row["world"]).options == world.options and row["version"] == ag.__version__
    assert row["flagged_recall"] == card.flagged["recall"] > 0.5
    assert row["in_pure_clusters"] == card.planted_in_pure_clusters
    assert row["bcubed_planted_f1"] == card.bcubed["planted"]["f1"]
    assert row["pair_f1"] == card.pairs["flagged"]["f1"]
    assert row["campaign_recall"] == card.operations[0]["campaign_recall"]
    assert row["reviewed_per_planted"] == card.review["reviewed_per_planted"]
    assert row["links"] == len(run.links) and row["links_per_account"] == len(run.links) / len(run.accounts)
    assert row["collateral"]["office"]["accounts"] > 0 and row["victims"] == 30
    assert row["recall_lost"] == evaluate(before, without.truth).flagged["recall"] - row["flagged_recall"]
    assert 0 < row["seconds"] < 60 and 20 < row["peak_memory_mb"] < 2_000


def test_a_world_without_operation_has_no_recall(made):
    row = made.rows[0]
    assert row["scenario"] == "no_operation" and row["planted"] == 0 and row["flagged_recall"] is None
    assert row["flagged_accounts"] == row["honest_flagged"]


def test_baselines_are_judged_by_the_same_card(tmp_path):
    found = benchmark.run(tmp_path / "b", scenarios=["dial-0"], seeds=[101], baselines=True, threads=1, **SMALL)
    assert [row["method"] for row in found.rows] == ["accountgraph", *sorted(baselines.NAMES)]
    assert not found.failed and len({json.dumps(row["world"]) for row in found.rows}) == 1
    name = baselines.NAMES[0]
    row = next(row for row in found.rows if row["method"] == name)
    world = ag.simulate(difficulty=0, seed=101, **SMALL)
    card = evaluate(baselines.run(name, world.events()), world.truth)
    assert row["flagged_recall"] == card.flagged["recall"] and row["honest_flagged"] == card.collateral["flagged"]
    assert row["links"] is None and row["campaign_recall"] is None and found.rows[0]["links"] > 0


def test_every_scenario_can_be_made():
    settings = {"accounts": 1_500, "operation": 90, "events_per_account": 40}
    for scenario in scenarios.SCENARIOS.values():
        if scenario.scaled:
            options = scenario.world(settings, 101)
            assert ag.simulate(**options).options["operation"] == options["operation"], scenario.name
        assert scenario.against is None or scenario.against in scenarios.SCENARIOS
    assert {*scenarios.OPERATION_SIZES, "pooled_25k"} == set(ag.presets())


def test_no_two_scenarios_are_the_same_world():
    settings = {"accounts": 1_500, "operation": 90, "events_per_account": 40}
    worlds = [json.dumps(s.world(settings, 101), sort_keys=True) for s in scenarios.SCENARIOS.values() if s.scaled]
    assert len(set(worlds)) == len(worlds)


def test_newly_linked_and_clustered():
    def run(links, clusters, flagged=()):
        names = ["p", "q", "v1", "v2", "v3", "h"]
        ends = np.array(links, object).reshape(-1, 2)
        return SimpleNamespace(
            accounts={
                "account_id": np.array(names, object),
                "cluster_id": np.array([clusters.get(name) for name in names], object),
                "flagged": np.array([name in flagged for name in names]),
            },
            links={"account_a": ends[:, 0], "account_b": ends[:, 1]},
        )

    before = run([("p", "v1")], {"p": "a", "q": "a", "v1": "a"})
    now = run([("p", "v1"), ("v2", "q"), ("v3", "h")], {"p": "a", "q": "a", "v1": "a", "v3": "a", "h": "b"}, {"v2"})
    truth = {"account_id": ["p", "q", "v1", "v2", "v3"], "group_type": ["operation"] * 2 + ["forged"] * 3}
    told = compared(now, 0.5, before, 0.75, truth)
    assert told == {"recall_lost": 0.25, "victims": 3, "newly_linked": 1, "newly_clustered": 1, "victims_flagged": 1}
    unlinked = SimpleNamespace(accounts=now.accounts)
    assert compared(unlinked, None, before, 0.75, truth)["newly_linked"] is None
    nobody = {"account_id": ["p"], "group_type": ["operation"]}
    assert compared(now, None, before, 0.75, nobody) == {"recall_lost": None}


# resuming


def test_only_what_is_missing_is_made(tmp_path, fake):
    first = benchmark.run(tmp_path / "b", scenarios=["dial-0.3"], seeds=2, **SMALL)
    assert rows_of(fake) == [("dial-0.3", "accountgraph")] * 2
    kept = (tmp_path / "b" / "rows.jsonl").read_bytes()
    fake.clear()
    again = benchmark.run(tmp_path / "b", scenarios=["dial-0.3"], seeds=2, **SMALL)
    assert fake == [] and again == first and (tmp_path / "b" / "rows.jsonl").read_bytes() == kept
    summary = (tmp_path / "b" / "summary.json").read_text()
    (tmp_path / "b" / "summary.json").unlink()
    (tmp_path / "b" / "index.html").unlink()
    benchmark.run(tmp_path / "b", scenarios=["dial-0.3"], seeds=2, **SMALL)
    assert (tmp_path / "b" / "summary.json").read_text() == summary and (tmp_path / "b" / "index.html").exists()
    assert benchmark.run(tmp_path / "b", scenarios="dial-0.3", seeds=1, **SMALL) == first
    more = benchmark.run(tmp_path / "b", scenarios=["dial-0", "dial-0.3"], seeds=[2, 1], **SMALL)
    assert rows_of(fake) == [("dial-0", "accountgraph")] * 2
    assert [(row["scenario"], row["seed"]) for row in more.rows] == [
        ("dial-0", 1), ("dial-0", 2), ("dial-0.3", 1), ("dial-0.3", 2),
    ]  # fmt: skip
    assert not (tmp_path / "b" / store.WORLDS).exists()


def test_a_torn_last_line_is_made_again(tmp_path, fake):
    benchmark.run(tmp_path / "b", scenarios=["dial-0.3"], seeds=2, **SMALL)
    rows = tmp_path / "b" / "rows.jsonl"
    rows.write_bytes(rows.read_bytes()[:-30])
    assert len(benchmark.load(tmp_path / "b").rows) == 1
    fake.clear()
    assert len(benchmark.run(tmp_path / "b", scenarios=["dial-0.3"], seeds=2, **SMALL).rows) == 2
    assert len(rows_of(fake)) == 1 and all(json.loads(line) for line in rows.read_text().splitlines())


def test_rows_of_other_options_are_refused(tmp_path, fake, capsys):
    arguments = ["benchmark", "--out", str(tmp_path / "b"), "--scenarios", "dial-0.3", "--seeds", "1"]
    assert cli([*arguments, *OPTIONS]) == 0
    capsys.readouterr()
    for other in (["--accounts", "2000"], ["--operation", "91"], ["--events-per-account", "20"]):
        assert cli([*arguments, *OPTIONS, *other]) == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1 and "holds rows of" in told and "--force" in told
    rows = tmp_path / "b" / "rows.jsonl"
    rows.write_text(rows.read_text().replace(f'"version": "{ag.__version__}"', '"version": "0.0.0"'))
    assert cli([*arguments, *OPTIONS]) == 2 and "version 0.0.0" in capsys.readouterr().err
    fake.clear()
    assert cli([*arguments, *OPTIONS, "--force"]) == 0 and len(rows_of(fake)) == 1
    assert len(benchmark.load(tmp_path / "b").rows) == 1


@pytest.mark.parametrize(
    "line", ["[]", "{", '{"scenario": "dial-0"}', "NaN", '{"a": ' * 100_000, "\0", None], ids=lambda line: str(line)[:9]
)
def test_lines_that_are_no_rows_are_told(line, tmp_path, fake):
    benchmark.run(tmp_path / "b", scenarios=["dial-0.3"], seeds=1, **SMALL)
    rows = tmp_path / "b" / "rows.jsonl"
    bad = rows.read_text().replace('"flagged_recall": 0.5', '"flagged_recall": "much"') if line is None else line + "\n"
    rows.write_text(rows.read_text() + bad)
    for call in (lambda: benchmark.load(tmp_path / "b"), lambda: benchmark.run(tmp_path / "b", **SMALL)):
        with pytest.raises(ag.InputError, match="line 2: is no row"):
            call()


def test_other_folders_are_left_alone(tmp_path, fake):
    (tmp_path / "mine.txt").write_text("mine")
    for force in (False, True):
        with pytest.raises(FileExistsError, match="is no folder of a benchmark"):
            benchmark.run(tmp_path, force=force, **SMALL)
    with pytest.raises(ag.InputError, match="is no benchmark"):
        benchmark.load(tmp_path)
    with store.opened(tmp_path / "b"), pytest.raises(FileExistsError, match="another benchmark is at work"):
        benchmark.run(tmp_path / "b", **SMALL)
    assert fake == [] and (tmp_path / "mine.txt").read_text() == "mine"


# what goes wrong


def test_a_failing_row_is_told_and_the_others_go_on(tmp_path, monkeypatch, capsys):
    bad = scenarios.Scenario(name="bad", group="dial", title="Bad.", shows="Nothing.", options={"preset": "nonsense"})
    monkeypatch.setitem(scenarios.SCENARIOS, "bad", bad)
    arguments = ["benchmark", "--out", str(tmp_path / "b"), "--scenarios", "bad,no_operation", "--seeds", "101,"]
    assert cli([*arguments, *OPTIONS]) == 1
    told = capsys.readouterr()
    assert "2/2 bad, seed 101, accountgraph: FAILED: " in told.err and "nonsense" in told.err
    assert "1/2 no_operation, seed 101, accountgraph: " in told.err and "1 of the rows failed" in told.err
    found = benchmark.load(tmp_path / "b")
    assert [row["scenario"] for row in found.failed] == ["bad"] and len(found.good) == 1
    assert "nonsense" in found.to_markdown() and "nonsense" in (tmp_path / "b" / "index.html").read_text()
    assert cli([*arguments, *OPTIONS, "--json"]) == 1  # it is tried again
    told = capsys.readouterr()
    assert json.loads(told.out)["failed"][0]["scenario"] == "bad" and "no_operation" not in told.err


@pytest.mark.parametrize(
    ("worker", "error"),
    [
        ("import os; os.kill(os.getpid(), 9)", "the process was ended by SIGKILL"),
        ("raise MemoryError('too much')", "MemoryError: too much"),
        ("raise SystemExit(3)", "the process ended with 3"),
        ("print('no JSON')", "the process answered nothing readable"),
    ],
)
def test_a_worker_that_dies(worker, error, tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "WORKER", [sys.executable, "-c", worker])
    found = benchmark.run(tmp_path / "b", scenarios=["dial-0.3"], seeds=1, **SMALL)
    assert [row["error"] for row in found.rows] == [error]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--scenarios", "dial,nothing"],
            "no scenario 'nothing'; there are the groups dial, presets, counterfactual, ",
        ),
        (["--scenarios", "nothing"], "`accountgraph benchmark --list` shows the scenarios"),
        (["--scenarios", ","], "no scenario is named"),
        (["--seeds", "some"], "--seeds must be a number of seeds or a list"),
        (["--seeds", "1,-2"], "--seeds must be"),
        (["--seeds", "0"], "the number of `seeds` must be in [1, 10,000], got 0"),
        (["--seeds", "1,3,01"], "`seeds` names 1 twice"),
        (["--accounts", "-1"], "accounts"),
        (["--threads", "0"], "`threads` must be in [1, 1024]"),
        (["--markdown", "events.parquet"], "--markdown must name a file that ends in .md or .markdown, got 'events.pa"),
        (["--markdown", "table.html"], "--markdown must name a file that ends in .md or .markdown, got 'table.html'"),
        (["--markdown", "nowhere/table.md"], "is no folder"),
    ],
)
def test_wrong_arguments(arguments, told, tmp_path, monkeypatch, capsys, fake):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "events.parquet").write_text("mine")
    assert cli(["benchmark", "--out", "b", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and told in said
    assert fake == [] and [path.name for path in tmp_path.iterdir()] == ["events.parquet"]


def test_out_is_needed_but_for_the_list(capsys):
    assert cli(["benchmark"]) == 2 and "--out is missing" in capsys.readouterr().err
    assert cli(["benchmark", "--list"]) == 0
    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed for name in scenarios.SCENARIOS)
    assert all(f"{group}:" in listed for group in scenarios.GROUPS)


@pytest.mark.parametrize("seeds", [True, [], "12", [1.5], [True], [-1], None])
def test_seeds_of_other_types(seeds, tmp_path):
    with pytest.raises(ValueError, match="`seeds` must be"):
        benchmark.run(tmp_path / "b", seeds=seeds)


def test_ctrl_c_keeps_finished_rows(tmp_path):
    arguments = ["benchmark", "--out", str(tmp_path / "b"), "--scenarios", "no_operation", "--seeds", "101,102,103"]
    process = subprocess.Popen(
        [sys.executable, "-m", "accountgraph", *arguments, *OPTIONS],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ},
    )  # fmt: skip
    assert process.stderr.readline().startswith("1/3 no_operation, seed 101, accountgraph: ")
    time.sleep(0.2)
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - sent < 2 and process.returncode == 130, err
    assert out == "" and err.strip().splitlines()[-1] == "accountgraph: interrupted"
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["rows.jsonl"]
    assert 1 <= len(benchmark.load(tmp_path / "b").good) < 3


# summaries and pages


def test_medians_by_hand():
    rows = [
        {"scenario": "s", "method": "m", "seed": seed, "flagged_recall": recall, "links": links}
        for seed, (recall, links) in enumerate([(0.5, 4), (0.75, 1), (None, 2), (1.0, 3)])
    ]
    told = {item["measure"]: item for item in summarise(rows)}
    where = {"scenario": "s", "method": "m", "rows": 4}
    recall = {"measure": "flagged_recall", "median": 0.75, "low": 0.5, "high": 1.0, "seeds": 3}
    links = {"measure": "links", "median": 2.5, "low": 1, "high": 4, "seeds": 4}
    assert told == {"flagged_recall": {**where, **recall}, "links": {**where, **links}}
    none = summarise([{"scenario": "s", "method": "m", "flagged_recall": None}])[0]
    assert (none["median"], none["low"], none["high"], none["seeds"], none["rows"]) == (None, None, None, 0, 1)


def test_collateral_is_summed():
    rows = [{"method": "m", "collateral": {"office": {"accounts": 10, "flagged": f}}} for f in (1, 2)]
    assert collateral(rows) == [{"method": "m", "group_type": "office", "accounts": 20, "flagged": 3}]


def test_pages_hold_every_scenario(tmp_path, fake):
    names = [name for name in scenarios.SCENARIOS if scenarios.SCENARIOS[name].scaled]
    found = benchmark.run(tmp_path / "b", scenarios=names, seeds=2, baselines=True, **SMALL)
    page, text = (tmp_path / "b" / "index.html").read_text(), found.to_markdown()
    dial = set(scenarios.GROUPS["dial"])
    for name in names:
        assert f"`{name}`" in text and (f">{name}<" in page or name in dial)
    for method in ("accountgraph", *baselines.NAMES):
        assert f"`{method}`" in text and f">{method}<" in page
    assert page.count("<svg") == 4 and "<script" not in page
    assert "--scenarios dial,presets,counterfactual,replay,stress --seeds 1,2 --baselines" in text
    lines = (tmp_path / "b" / "rows.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "b" / "rows.jsonl").write_text("".join(lines[::-1]))
    again = benchmark.load(tmp_path / "b")  # the order in which rows were made tells nothing
    assert again == found and again.to_markdown() == text
    assert again.save_page(tmp_path / "again.html").read_text() == page


@pytest.mark.parametrize(
    ("baselines", "accounts", "told"), [(True, 1_500, True), (True, 20_000, False), (False, 1_500, False)]
)
def test_a_table_with_baselines_tells_the_size_that_they_were_tuned_at(baselines, accounts, told, tmp_path, fake):
    found = benchmark.run(tmp_path / "b", scenarios="dial-0.3", seeds=1, baselines=baselines, accounts=accounts)
    for text in ((tmp_path / "b" / "index.html").read_text(), found.to_markdown()):
        assert ("thresholds were tuned on worlds of 20,000 honest accounts" in text) == told


def test_cells(tmp_path, monkeypatch):
    recalls = iter([0.5, None, 0.75])
    monkeypatch.setattr(
        runner, "_ask", lambda job: answer(recall=next(recalls)) if job["do"] == "row" else dict(job["worlds"])
    )
    text = benchmark.run(tmp_path / "b", scenarios=["dial-0.3"], seeds=3, **SMALL).to_markdown()
    assert "| `accountgraph` | 0.625 (0.500\N{EN DASH}0.750; 2 of 3) |" in text
    assert "| `office` | 25.00 % (3) |" in text


def test_hostile_names_are_escaped(tmp_path, fake):
    hostile = "<script>alert(1)</script>|`*[x](http://y)\u202e"
    benchmark.run(tmp_path / "b", scenarios=["dial-0.3", "dial-0.6"], seeds=1, **SMALL)
    rows = tmp_path / "b" / "rows.jsonl"
    row = json.loads(rows.read_text().splitlines()[0])
    named = {**row, "scenario": hostile, "method": hostile, "collateral": {hostile: {"accounts": 9, "flagged": 1}}}
    failed = {**{key: row[key] for key in store.KEYS}, "scenario": "dial-0", "error": hostile}
    for item in (named, {**row, "method": hostile}, failed):
        with rows.open("a") as file:
            file.write(json.dumps(item) + "\n")
    found = benchmark.load(tmp_path / "b")
    page = found.save_page(tmp_path / "page.html").read_text()
    assert "<script" not in page and "&lt;script&gt;" in page and "\u202e" not in page
    columns = 0
    for line in found.to_markdown().splitlines():
        assert "\u202e" not in line
        outside = "".join(line.split("`")[::2])  # code stands between backticks
        assert line.startswith("    ") or ("<script" not in outside and "](" not in outside)
        bars = line.replace("\\|", "").count("|") if line.startswith("|") else 0
        assert 0 in (columns, bars) or columns == bars
        columns = bars


def test_load_gives_what_run_gave(made):
    told = json.loads((made.folder / "summary.json").read_text())
    assert told == json.loads(json.dumps(made.to_dict()))
    assert told["settings"] == {"accounts": 1500, "operation": 90, "events_per_account": 40}
    assert told["summary"] == made.summary() and told["seeds"] == [101] and told["failed"] == []
