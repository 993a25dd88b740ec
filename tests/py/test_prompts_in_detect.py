"""Prompts feed the kind template: mined, read by a given set, or kept as fingerprints."""

import json
import shutil

import accountgraph as ag
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from accountgraph.cli import run

SEPARATOR = "\x1f"
HOSTILE = [
    "",
    " \t",
    "\0",
    "<script>alert(1)</script> " * 8,
    "\ud83d" * 3,
    SEPARATOR * 5,
    "\u202e" * 50,
    "word " * 20_000,
]


def flagged(result):
    return set(result.accounts["account_id"][result.accounts["flagged"]])


def mined(events, **options):
    return ag.detect(events, kinds={"template": None}, threads=1, **options)


@pytest.fixture(scope="module")
def world():
    return ag.simulate(
        accounts=2_500, operation=250, seed=101, difficulty=0.3, events_per_account=20, prompt_text="beside", threads=1
    )


@pytest.fixture(scope="module")
def events(world):
    return pa.table(world.events()).slice(0, 12_000)


@pytest.fixture(scope="module")
def found(events):
    return mined(events)


def test_templates_of_prompts_find_what_true_templates_find(world):
    events = pa.table(world.events())
    planted = set(world.truth["account_id"][world.truth["group_type"] == "operation"])
    ids = flagged(ag.detect(events, kinds={"prompt": None}, threads=1))
    fingerprints = flagged(mined(events, templates=False))
    prompts = flagged(mined(events))
    assert len(ids & planted) > 200 > 1.25 * len(fingerprints & planted)
    assert len(prompts & planted) > 0.8 * len(ids & planted)
    assert len(prompts - planted) <= 3


def test_run_json_says_how_prompts_were_read(events, found):
    prompts = found.run["prompts"]
    assert prompts["column"] == "prompt" and prompts["mined"] and prompts["templates"] == len(found.templates) > 50
    written = pc.sum(pc.not_equal(events["prompt"], "")).as_py()
    assert prompts["with_template"] + prompts["without_template"] == written
    assert found.templates.templates["prompts"].sum() >= prompts["with_template"]
    kind = next(kind for kind in found.run["kinds"] if kind["name"] == "template")
    assert kind["format"] == "ids" and kind["column"] == "prompt" and 0 < kind["identifiers"] <= len(found.templates)
    assert "templates" in [stage["stage"] for stage in found.run["stages"]]
    assert not any("fingerprints" in note for note in found.run["notes"])
    assert all(not template.examples for template in found.templates)


def test_every_template_of_a_prompt_is_an_identifier(events, found):
    column = events["prompt"].to_pylist()
    ids, of_prompt = found.templates.templates["template"], found.templates.assign_all(column)
    assert max(map(len, of_prompt)) > 1
    expected = {
        (account, ids[row])
        for account, rows in zip(events["account_id"].to_pylist(), of_prompt, strict=True)
        for row in rows
    }
    entries = found.entries
    of_kind = entries["kind"] == "template"
    assert set(zip(entries["account_id"][of_kind], entries["identifier"][of_kind], strict=True)) == expected


def test_threads_and_the_order_of_rows_change_nothing(events, found):
    shuffled = events.take(np.random.default_rng(101).permutation(len(events)))
    for again in (mined(shuffled), ag.detect(events, kinds={"template": None}, threads=2)):
        assert again.run["fingerprint"] == found.run["fingerprint"]
        assert again.templates._native.save() == found.templates._native.save()


def test_events_that_can_be_read_once_keep_fingerprints(events):
    window = {"since": "2026-01-01", "until": "2027-01-01"}
    once = mined(pa.RecordBatchReader.from_batches(events.schema, events.to_batches()), **window)
    assert once.templates is None and once.run["prompts"] is None
    assert any("read only once, so no templates were mined" in note for note in once.run["notes"])
    assert once.run["fingerprint"] == mined(events, templates=False, **window).run["fingerprint"]


def test_a_given_set_needs_one_reading(events, found, tmp_path):
    found.templates.save(tmp_path / "set")
    once = pa.RecordBatchReader.from_batches(events.schema, events.to_batches())
    for given in (found.templates, tmp_path / "set", str(tmp_path / "set")):
        again = mined(events, templates=given)
        assert again.run["fingerprint"] == found.run["fingerprint"] and not again.run["prompts"]["mined"]
    again = mined(once, templates=found.templates)
    assert again.run["prompts"]["with_template"] == found.run["prompts"]["with_template"]


def test_prompts_and_ready_templates_both_count(events, found):
    both = ag.detect(events, threads=1)
    entries = both.entries
    identifiers = set(entries["identifier"][entries["kind"] == "template"])
    mined_ids = set(found.templates.templates["template"])
    ready = set(pc.unique(events["template"]).drop_null().to_pylist()) - {""}
    assert identifiers & mined_ids and identifiers - mined_ids == ready
    kind = next(kind for kind in both.run["kinds"] if kind["name"] == "template")
    assert kind["column"] == "template" and both.run["prompts"]["column"] == "prompt"
    once = ag.detect(pa.RecordBatchReader.from_batches(events.schema, events.to_batches()), threads=1)
    assert any(note.startswith("the prompts are not read") for note in once.run["notes"])


def test_a_saved_run_holds_its_templates(found, tmp_path):
    folder = found.save(tmp_path / "run")
    loaded = ag.load(folder)
    assert loaded.templates._native.save() == found.templates._native.save()
    cluster = found.clusters["cluster_id"][0]
    assert loaded.explain(cluster) == found.explain(cluster)
    patterns = [reason.pattern for reason in loaded.explain(cluster).identifiers if reason.kind == "template"]
    assert patterns and all(patterns) and "“" in str(loaded.explain(cluster))
    (folder / "templates.bin").write_bytes(b"no set")
    with pytest.raises(ag.InputError, match="no saved template set"):
        _ = ag.load(folder).templates
    without = mined(pa.table({"account": ["a", "b"], "ip": ["1.1.1.1"] * 2}), time=None).save(tmp_path / "without")
    assert ag.load(without).templates is None and not (without / "templates.bin").exists()


def test_patterns_are_escaped_and_clipped(tmp_path):
    mould = "<img src=x onerror=alert(1)> \u202eevil " + "long fixed text of one job " * 40
    rows = [(f"a{i}", f"card{i // 4}", f"device{i // 4}", f"{mould} number {i} and {i * 7919} more") for i in range(80)]
    rows += [(f"b{i}", f"own{i}", f"mine{i}", f"hello {i} world {'x' * i}") for i in range(400)]
    names = ("account", "payment", "device", "prompt")
    result = ag.detect(pa.table(dict(zip(names, zip(*rows, strict=True), strict=True))), threads=1)
    told = str(result.explain("a0", "a1"))
    assert "“" in told and "\u202e" not in told and all(len(line) < 250 for line in told.splitlines())
    pytest.importorskip("jinja2")
    assert "<img src=x" not in result.report(tmp_path / "page.html").read_text()


@pytest.mark.parametrize(
    "prompts",
    [HOSTILE * 5, [None] * 40, ["same"] * 40, [text.encode("utf-8", "surrogatepass") for text in HOSTILE] * 5],
)
def test_hostile_prompts(prompts):
    column = pa.array(
        [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for text in prompts], pa.binary()
    )
    log = {"account": [f"a{i}" for i in range(len(prompts))], "ip": ["1.1.1.1"] * len(prompts), "prompt": column}
    result = ag.detect(pa.table(log), threads=1)
    assert result.run["counts"]["accounts"] == len(prompts)
    assert SEPARATOR not in "".join(result.entries["identifier"])


def test_prompts_that_change_between_two_readings_are_refused():
    class Changing:
        rereadable = True
        column_names = ("account", "ip", "prompt")
        readings = 0

        def select(self, columns):
            self.readings += 1
            texts = [f"text {'x' * (i * self.readings % 7)}" for i in range(50)]
            log = {"account": [f"a{i}" for i in range(50)], "ip": ["1.1.1.1"] * 50, "prompt": texts}
            return pa.table(log).select(columns)

        def __arrow_c_stream__(self, requested_schema=None):
            raise AssertionError

    with pytest.raises(ag.InputError, match="the prompts came in another order"):
        ag.detect(Changing(), threads=1)


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"templates": 3}, TypeError, "`templates` must be Templates, a path, False or None, got int"),
        ({"templates": True}, TypeError, "got bool"),
        ({"kinds": {"prompt": None}}, None, None),
        ({"kinds": {"prompt": "ip", "ip": "ip"}}, ag.InputError, "used twice"),
        (
            {"kinds": {"prompt": ag.Kind(soft=False), "template": "template"}},
            ag.InputError,
            "prompts and templates make one kind",
        ),
        ({"kinds": {"prompt": "nothing"}}, ag.InputError, "no column 'nothing' for kind prompt"),
    ],
)
def test_options(events, options, error, sentence):
    if error is None:
        assert ag.detect(events.slice(0, 500), threads=1, **options).templates is None
    else:
        with pytest.raises(error) as told:
            ag.detect(events.slice(0, 500), threads=1, **{"kinds": {"ip": "ip"}, **options})
        assert sentence in str(told.value)


def test_templates_without_prompts_are_refused(found):
    with pytest.raises(ag.InputError, match="there is no column of prompts"):
        ag.detect(pa.table({"account": ["a"], "ip": ["1.1.1.1"]}), templates=found.templates)


def test_coactions_of_prompts_leave_ready_templates_aside():
    log = {"account": ["a", "b"], "prompt": ["Write  essay 1", "write essay 2"], "time": ["2026-04-22"] * 2}
    log["template"] = ["one", "another"]
    assert len(ag.coactions(pa.table(log), kind="prompt", window_seconds=0)) == 1
    assert len(ag.coactions(pa.table(log), kind="template", window_seconds=0)) == 0


def test_the_commands(events, found, tmp_path, capsys):
    pq.write_table(events, tmp_path / "events.parquet")
    log = str(tmp_path / "events.parquet")
    found.templates.save(tmp_path / "set")
    common = ["--threads", "1", "--json"]
    reading = ["--prompt", "prompt", "--templates", str(tmp_path / "set"), "--reliability", "template=.2"]
    assert run(["detect", log, "--out", str(tmp_path / "run"), *reading, *common]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["prompts"]["mined"] is False
    assert next(kind for kind in told["kinds"] if kind["name"] == "template")["reliability"] == 0.2
    shutil.rmtree(tmp_path / "run")
    assert run(["detect", log, "--out", str(tmp_path / "run"), "--templates", "none", *common]) == 0
    assert json.loads(capsys.readouterr().out)["prompts"] is None
    assert run(["preview", log, *reading, *common]) == 0
    assert json.loads(capsys.readouterr().out)["accounts"] == found.run["counts"]["accounts"]
    (tmp_path / "set").write_bytes(b"")
    assert run(["preview", log, *reading, *common]) == 2
