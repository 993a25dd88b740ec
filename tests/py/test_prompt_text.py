"""Worlds with the text of prompts: written, read back, detected by."""

import json

import accountgraph as ag
import pytest
from accountgraph.cli import run

duckdb = pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    world = ag.simulate(accounts=5_000, operation=200, seed=105, events_per_account=5, prompt_text="beside", threads=1)
    return world.save(tmp_path_factory.mktemp("worlds") / "world") / "events.parquet"


def test_a_world_with_text_is_written_and_read_back(log):
    columns = duckdb.sql(f"select * from '{log}' limit 0").columns
    assert columns == ["account_id", "timestamp", "payment", "device", "ip", "template", "phone", "prompt"]
    events, missing, length, single, different = duckdb.sql(
        f"select count(*), count(*) - count(prompt), avg(length(prompt)), count(*) filter (template is null), "
        f"count(distinct prompt) filter (template is null) from '{log}'"
    ).fetchall()[0]
    assert events > 20_000 and missing == 0 and 300 < length < 1_500
    assert different > 0.98 * single


def test_json_messages_are_json_around_any_request(log):
    like = "prompt like '[{_role%' or prompt like '{_tool%'"
    messages = duckdb.sql(f"select prompt from '{log}' where {like}").fetchall()
    assert len(messages) > 50
    for (text,) in messages:
        json.loads(text)


def test_text_alone_is_found_by_name(tmp_path):
    small = ["--accounts", "300", "--operation", "40", "--seed", "105", "--threads", "1"]
    assert run(["simulate", str(tmp_path / "world"), *small, "--prompt-text", "only"]) == 0
    assert json.loads((tmp_path / "world" / "world.json").read_text())["prompt_text"] == "only"
    found = ag.detect(tmp_path / "world" / "events.parquet", threads=1)
    assert {kind["name"]: kind["column"] for kind in found.run["kinds"]}["template"] == "prompt"


def test_another_word_is_refused():
    with pytest.raises(ValueError, match="`prompt_text` must be 'none', 'beside' or 'only', got 'all'"):
        ag.simulate(accounts=10, operation=0, prompt_text="all")
