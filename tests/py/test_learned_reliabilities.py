"""Learned reliabilities: shown when asked for, used where they are less, kept through a folder."""

import accountgraph as ag
import pytest
from accountgraph.cli import run


@pytest.fixture(scope="module")
def world():
    return ag.simulate(accounts=3_000, operation=300, seed=101, events_per_account=20)


@pytest.fixture(scope="module")
def learned(world):
    return ag.detect(world.events(), learn_reliabilities=True, verify=True)


def test_off_by_default(world, learned):
    plain = ag.detect(world.events())
    assert plain.run["options"]["linkage"]["learn_reliabilities"] is False
    assert {kind["learned_reliability"] for kind in plain.run["kinds"]} == {None}
    assert plain.run["fingerprint"] == learned.run["fingerprint"]
    linked = {tuple(pair) for pair in zip(plain.links["account_a"], plain.links["account_b"], strict=True)}
    assert {tuple(pair) for pair in zip(learned.links["account_a"], learned.links["account_b"], strict=True)} < linked


def test_both_are_shown(learned):
    assert {kind["name"]: kind["reliability"] for kind in learned.run["kinds"]} == {
        "payment": 0.9, "device": 0.5, "ip": 0.1, "template": 0.1, "phone": 0.5
    }  # fmt: skip
    for kind in learned.run["kinds"]:
        assert kind["learned_from_accounts"] > 0
        assert kind["reliability"] / 4 <= kind["learned_reliability"] <= min(1, 4 * kind["reliability"])


def test_a_loaded_run_explains_itself_the_same(learned, tmp_path):
    pair = learned.links["account_a"][0], learned.links["account_b"][0]
    loaded = ag.load(learned.save(tmp_path / "run"))
    assert str(loaded.explain(*pair)) == str(learned.explain(*pair))


def test_command_line(world, tmp_path, capsys):
    world.save(tmp_path / "world")
    events = str(tmp_path / "world" / "events.parquet")
    assert run(["detect", events, "--out", str(tmp_path / "run"), "--learn-reliabilities"]) == 0
    assert "reliability of payment: 0.9, learned 0." in capsys.readouterr().out


def test_given_twice_or_of_a_wrong_type(world):
    with pytest.raises(ValueError, match="`learn_reliabilities` is given twice"):
        ag.detect(world.events(), learn_reliabilities=True, linkage={"learn_reliabilities": False})
    with pytest.raises(ValueError, match="`learn_reliabilities` must be True or False, got 'often'"):
        ag.detect(world.events(), linkage={"learn_reliabilities": "often"})
