"""The figures, the file of rows and the table of benchmarks/scores, on rows made by hand."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

SCORES = Path(__file__).resolve().parents[2] / "benchmarks" / "scores"
RESULTS = SCORES.parent / "results" / "scores.jsonl"
RUN = SimpleNamespace(
    accounts={
        "account_id": np.array(list("abcdefgh"), object),
        "cluster_id": np.array(["x", "x", "x", "y", "y", "y", "z", None], object),
        "flagged": np.array([True, True, False, True, True, False, False, False]),
    },
    clusters={
        "cluster_id": np.array(["y", "x", "z"], object),
        "score": np.array([9.0, 7.0, -2.0]),
        "flagged": np.array([True, True, False]),
    },
)
"""y and x are flagged; planted: a, b, d."""


@pytest.fixture(autouse=True)
def _path(monkeypatch):
    monkeypatch.syspath_prepend(str(SCORES))


def test_clusters_are_counted():
    from figures import clusters_of, of_an_operation

    y, x, z = clusters_of(RUN, set("abd"))
    assert (y["members"], y["planted"], y["hits"], y["honest_flagged"]) == (["d", "e", "f"], 1, 1, 1)
    assert (x["members"], x["planted"], x["hits"], x["honest_flagged"]) == (["a", "b", "c"], 2, 2, 0)
    assert (z["members"], z["planted"], z["flagged"], z["q"]) == (["g"], 0, False, None)
    assert [of_an_operation(one) for one in (y, x, z)] == [False, True, False]


def test_collateral_at_equal_recall_takes_the_highest_scores_first():
    from figures import clusters_of, honest_at_recall

    clusters = clusters_of(RUN, set("abd"))
    assert [honest_at_recall(clusters, hits) for hits in range(5)] == [0, 1, 1, 1, 1]
    clusters[1]["score"] = 10.0  # the pure one first
    assert [honest_at_recall(clusters, hits) for hits in range(5)] == [0, 0, 0, 1, 1]
    assert honest_at_recall([], 0) == 0 and honest_at_recall([], 1) == 0


def test_a_cluster_is_false_unless_one_close_group_holds_half():
    from figures import groups_of, is_false

    truth = {
        "account_id": np.array(list("aabbc"), object),
        "group_type": np.array(["household", "framework", "household", "office", "framework"], object),
        "group": np.array(["h-1", "f-1", "h-1", "o-1", "f-1"], object),
    }
    groups = groups_of(truth)
    assert groups == {"a": {("household", "h-1")}, "b": {("household", "h-1"), ("office", "o-1")}}
    assert not is_false(["a", "b", "c", "d"], groups)  # two of four
    assert is_false(["a", "b", "c", "d", "e"], groups)
    assert is_false(["a", "c"], {}) and not is_false(["a", "c"], groups)  # one framework is no common group


def test_two_customers_need_a_campaign_each():
    from figures import kept_apart

    def one(campaign, recall, precision):
        return {"campaign": campaign, "campaign_recall": recall, "campaign_precision": precision}

    assert kept_apart([one("m-1", 0.95, 0.9), one("m-2", 1.0, 1.0)])
    assert not kept_apart([one("m-1", 0.95, 0.95), one("m-1", 0.95, 0.95)])
    assert not kept_apart([one("m-1", 0.95, 0.95), one("m-2", 0.89, 1.0)])
    assert not kept_apart([one("m-1", 0.95, 0.95), one(None, 0.0, None)])


def test_recall_needs_precision_and_calibration_has_ten_bins():
    from figures import calibration, recall_at

    assert recall_at({"precision": 0.95, "recall": 0.6}, 0.95) == 0.6
    assert recall_at({"precision": 0.94, "recall": 0.6}, 0.95) == recall_at({"precision": None, "recall": 0}, 0.95) == 0
    error, bins = calibration([(0.0, i % 2) for i in range(100)])
    assert len(bins) == 10 and error == pytest.approx(0.5)  # equal scores are in the order of the truth
    assert calibration([(-60.0, 0)] * 10 + [(60.0, 1)] * 10)[0] == pytest.approx(0, abs=1e-9)
    assert calibration([(60.0, 0)] * 10)[0] == pytest.approx(1)
    assert calibration([]) == (0.0, [])


def test_medians_are_judged_and_spreads_shown():
    from lines import at_least, at_most, nineteen_of_twenty, spread, standard_error

    assert spread([1.0, None, 0.5, 0.75]) == "0.750 (0.500 to 1.000)"
    assert spread([1, 1], 0) == "1" and spread([None]) == "-"
    assert spread([2, float("inf"), 3], 0) == "3 (2 to never)"
    assert at_least([0.9, 1.0, 1.0], 0.95) and not at_least([None], 0) and not at_most([], 1)
    assert at_most([3, 3, float("inf")], 3)
    assert [nineteen_of_twenty(*counts) for counts in ((19, 20), (18, 20), (4, 5), (5, 5), (0, 0))] == [
        True, False, False, True, False,
    ]  # fmt: skip
    assert standard_error([0.0, 0.2]) == pytest.approx(0.1) and standard_error([1.0]) == 0


def test_seeds_stay_in_their_hundred():
    from asked import consecutive

    assert consecutive(1, 3) == [1, 2, 3] and consecutive(99, 2) == [99, 0]
    assert sorted(consecutive(101, 100)) == list(range(100, 200))


def test_every_world_has_a_key_of_its_own_and_is_measured_once(tmp_path):
    import row_file
    from asked import ROWS, Settings, jobs, key

    wanted = jobs(list(ROWS), Settings([101, 102]))
    assert len({key(job) for job in wanted}) == len(wanted)
    file = tmp_path / "rows" / "rows.jsonl"
    for job in wanted[:3]:
        row_file.append(file, {**job, "version": "1", "commit": "abc", "seconds": 1})
    with file.open("a") as out:
        out.write('{"row": "fla')  # interrupted
    rows = row_file.read(file)
    assert row_file.missing(wanted, rows, "1", "abc") == wanted[3:]
    row_file.append(file, {**wanted[0], "version": "1", "commit": "abc-dirty", "seconds": 1})
    assert row_file.missing(wanted, row_file.read(file), "1", "abc-dirty") == wanted
    assert row_file.missing(wanted, rows, "1", "abd") == row_file.missing(wanted, rows, "2", "abc") == wanted
    row_file.append(file, {**wanted[0], "version": "1", "commit": "abd", "seconds": 2})
    rows = row_file.read(file)
    assert len(rows) == 5
    assert [row["seconds"] for row in row_file.latest(wanted, rows)["flagged"]] == [2, 1, 1]
    assert row_file.read(tmp_path / "none") == []


def test_rows_from_before_there_were_names_are_found():
    import row_file
    from asked import Settings, jobs

    old = {"preset": "rings", "difficulty": 0.6, "events_per_account": 200, "seed": 1, "accounts": 9, "operation": 3}
    wanted = jobs(["flagged"], Settings([1], 9, 3))
    assert row_file.latest(wanted, [old]) == {"flagged": [old]}
    rows = row_file.read(RESULTS)
    assert len(rows) >= 39 and all("flagged" in row and "scores" in row for row in rows[:39])


def test_the_table_has_a_verdict_a_line():
    from asked import Settings, jobs
    from reach_table import markdown

    asked = Settings([101], 1_000, 60)
    wanted = jobs(["small", "failover", "framing", "chance", "baselines"], asked)
    card = {"bcubed_f1": 0.5, "flagged_f1": 0.5, "campaign_recall": 0.5, "recall": 0.5, "honest_flagged": 3}
    found = {
        "small": [{"flagged_clusters": int(i < 5)} for i in range(100)],
        "failover": [{"day": day} for day in [2] * 18 + [4, None]],
        "framing": [{"forgeries": {"one": {"newly_linked": 1, "victims_flagged": 0, "victims": 20}}}],
        "chance": [{"world": "rewired", "clusters": 9, "sure": sure, "false": sure} for sure in (4, 0)],
        "baselines": [{"world": "w", "methods": {
            "accountgraph": {**card, "bcubed_f1": 0.6, "flagged_f1": 0.6, "campaign_recall": 0.6},
            "weaker": {**card, "at_equal_recall": [3, 3]},
            "equal": {**card, "flagged_f1": 0.6, "at_equal_recall": [4, 3]},
        }}],
    }  # fmt: skip
    told = markdown(asked, wanted, found)
    verdicts = {
        cells[1].strip(): cells[3].strip()
        for cells in (line.split("|") for line in told.split("\n"))
        if len(cells) == 5
    }
    assert [verdict for reach, verdict in verdicts.items()][2:] == [
        "fails", "holds", "holds", "fails", "", "holds", "holds", "fails", "fails",
    ]  # fmt: skip
    assert "18 of 20; day 2 (2 to never)" in told and "1 newly linked, 0 flagged of 20" in told
    assert "4 honest flagged beside its 3" in told
    assert "chance 2 of 21" in told and "small" not in told.split("\n\n")[-1]


def test_the_command_shows_what_is_there_and_refuses_what_is_no_row(tmp_path):
    def run(*arguments):
        command = [sys.executable, str(SCORES), "--out", str(tmp_path / "none.jsonl"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    shown = run("--table", "--rows", "small")
    assert shown.returncode == 0, shown.stderr
    assert "Worlds measured so far: small 0 of 100." in shown.stdout
    refused = run("--rows", "small,nothing")
    assert refused.returncode == 2 and "no rows nothing; there are flagged, customers" in refused.stderr
