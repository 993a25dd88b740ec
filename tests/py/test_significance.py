"""q values from Python: the option, the columns, a saved run, the report and the command line."""

import json

import accountgraph as ag
import numpy as np
import pytest
from accountgraph.cli import run as command
from accountgraph.report.chance import chance_chart
from accountgraph.report.text import MISSING


def test_columns_are_those_of_the_definition(result):
    clusters, worlds = result.clusters, result.run["significance_worlds"]
    assert worlds == 20  # unless said otherwise
    score, chance, q = (np.asarray(clusters[name]) for name in ("score", "chance_clusters", "q_value"))
    expected = [
        min(1, *((1 / worlds + chance[at]) / (score >= score[at]).sum() for at in np.flatnonzero(score <= own)))
        for own in score
    ]
    assert q == pytest.approx(expected, abs=1e-12)
    assert clusters["flagged"].any()
    assert (q[clusters["flagged"]] <= 0.05).all()


def test_no_worlds_leave_null_and_the_same_clusters(world, result):
    off = ag.detect(world.events(), seed=7, significance_worlds=0)
    assert off.run["significance_worlds"] == 0
    assert np.isnan(off.clusters["q_value"]).all()
    assert np.isnan(off.clusters["chance_clusters"]).all()
    assert off.clusters["cluster_id"].tolist() == result.clusters["cluster_id"].tolist()
    assert off.clusters["score"].tolist() == result.clusters["score"].tolist()


def test_flag_q_decides(world):
    assert ag.default_options()["significance"] == {"significance_worlds": None, "flag_q": 0.05}
    strict = ag.detect(world.events(), significance={"significance_worlds": 1, "flag_q": 1e-9})
    assert not strict.clusters["flagged"].any()
    assert not strict.accounts["flagged"].any()


@pytest.mark.parametrize(
    "given",
    [
        {"significance_worlds": -1},
        {"significance_worlds": 10_001},
        {"significance_worlds": 2.5},
        {"significance": {"flag_q": 0}},
        {"significance": {"flag_q": float("nan")}},
        {"significance": {"worlds": 3}},
        {"significance": {"significance_worlds": 1}, "significance_worlds": 1},
    ],
)
def test_bad_options(world, given):
    with pytest.raises(ValueError, match=r"significance|flag_q"):
        ag.detect(world.events(), **given)


def test_a_saved_run_is_worked_out_again_without_its_worlds(result, tmp_path):
    result.save(tmp_path / "run")
    loaded = ag.load(tmp_path / "run")
    assert loaded.clusters["q_value"].tolist() == result.clusters["q_value"].tolist()
    again = loaded._find_case()
    assert ag.Table(ag._core.case_table(again, "clusters"))["q_value"].tolist() == result.clusters["q_value"].tolist()
    assert again.facts()["significance_worlds"] == 20


@pytest.mark.parametrize("worlds", ["4", -4, 4.0, True, 20_000])
def test_a_damaged_run_says_so(result, tmp_path, worlds):
    result.save(tmp_path / "run")
    file = tmp_path / "run" / "run.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "significance_worlds": worlds}))
    with pytest.raises(ag.InputError, match="worlds of chance"):
        ag.load(tmp_path / "run").explain(result.clusters["cluster_id"][0])


def test_a_run_of_an_older_version_has_no_worlds(result, tmp_path):
    result.save(tmp_path / "run")
    file = tmp_path / "run" / "run.json"
    run = json.loads(file.read_text())
    del run["significance_worlds"], run["options"]["significance"]
    file.write_text(json.dumps(run))
    assert ag.load(tmp_path / "run")._find_case().facts()["significance_worlds"] == 0


def test_the_report_shows_chance(result, world, tmp_path):
    page = result.report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Against chance" in page
    assert "q-value" in page
    off = ag.detect(world.events(), significance_worlds=0).report(tmp_path / "off.html").read_text(encoding="utf-8")
    assert "Against chance" not in off
    assert "No q-values were computed" in off


def test_the_chart_tells_counts_of_the_table():
    clusters = {"score": np.array([9.0, 3.0, 3.0, 1.0]), "chance_clusters": np.array([0.0, 1.0, 1.0, 10.0])}
    told = str(chance_chart(clusters)).split("<desc>")[1].split("</desc>")[0]
    assert "clusters here: 0.6021 at 1, 0.4771 at 3, 0 at 9." in told
    assert f"in a world of chance, on average: 1 at 1, 0 at 3, {MISSING} at 9." in told
    assert chance_chart({"score": np.array([]), "chance_clusters": np.array([])}) is None
    assert chance_chart({"score": np.array([1.0])}) is None
    many = {"score": np.linspace(0, 99, 1_000), "chance_clusters": np.zeros(1_000)}
    assert str(chance_chart(many)).count(" at ") <= 2 * 25


def test_the_command_line(world, tmp_path, capsys):
    world.save(tmp_path / "world")
    out, events = tmp_path / "run", str(tmp_path / "world" / "events.parquet")
    assert command(["detect", events, "--out", str(out), "--significance-worlds", "2"]) == 0
    assert "chance: 2 worlds" in capsys.readouterr().out
    assert json.loads((out / "run.json").read_text())["significance_worlds"] == 2
    assert command(["detect", events, "--out", str(out), "--significance-worlds", "-1"]) == 2
