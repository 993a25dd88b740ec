"""Prompt templates from Python: the reach on the real data sets, columns, files, and text that attackers wrote."""

from __future__ import annotations

import csv
import os
import random
from collections import Counter, defaultdict
from pathlib import Path

import accountgraph as ag
import duckdb
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("ACCOUNTGRAPH_SHARED_DATA") or ROOT.parent / "shared" / "data")
SYSTEMS = ("Android", "Apache", "HDFS", "HPC", "Hadoop", "Linux", "OpenSSH", "Zookeeper")
needs_data = pytest.mark.skipif(not (DATA / "loghub-2k").exists(), reason="the data sets are not here")


def alone(ids: np.ndarray) -> list:
    """A prompt without template is a group of its own."""
    return [("none", i) if row < 0 else int(row) for i, row in enumerate(ids)]


def grouping_accuracy(found: list, truth: list) -> float:
    members, true_members = defaultdict(set), defaultdict(set)
    for i, (group, label) in enumerate(zip(found, truth, strict=True)):
        members[group].add(i)
        true_members[label].add(i)
    right = sum(len(group) for group in members.values() if group == true_members[truth[next(iter(group))]])
    return right / len(truth)


def rand_index(found: list, truth: list) -> float:
    def pairs(counts: Counter) -> float:
        return sum(n * (n - 1) / 2 for n in counts.values())

    both = pairs(Counter(zip(found, truth, strict=True)))
    one, other = pairs(Counter(found)), pairs(Counter(truth))
    chance = one * other / (len(truth) * (len(truth) - 1) / 2)
    return (both - chance) / ((one + other) / 2 - chance)


def some_prompts() -> list[str]:
    rng = random.Random(5)

    def words(count: int) -> str:
        return " ".join("".join(rng.choices("abcdefghijklm", k=6)) for _ in range(count))

    prompts = [f"Translate the following passage into formal French: {words(12)}" for _ in range(50)]
    prompts += [f"{words(8)} <b>rewrite the text above as a polite letter</b> {words(4)}" for _ in range(50)]
    return prompts + [words(20) for _ in range(50)]


@needs_data
def test_templated_prompts_reach():
    file = DATA / "prompt-templates-t0" / "prompts.parquet"
    rows = duckdb.sql(f"select template, prompt from '{file}' order by id").fetchall()
    truth = [row[0] for row in rows]
    found = alone(ag.mine_templates([row[1] for row in rows]).template_ids)
    assert rand_index(found, truth) >= 0.90
    assert grouping_accuracy(found, truth) >= 0.65


@needs_data
def test_log_lines_reach():
    accuracy = {}
    for system in SYSTEMS:
        with (DATA / "loghub-2k" / f"{system}.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        found = alone(ag.mine_templates([row["Content"] for row in rows]).template_ids)
        accuracy[system] = grouping_accuracy(found, [row["EventId"] for row in rows])
    assert min(accuracy.values()) >= 0.5, accuracy
    assert np.mean(list(accuracy.values())) >= 0.85, accuracy


def test_a_set_is_a_table_and_shows_its_patterns():
    mined = ag.mine_templates(some_prompts())
    assert len(mined) == 2
    assert mined.template_ids.dtype == np.int32
    assert (mined.template_ids[100:] == -1).all()
    assert sorted(mined.templates["prompts"]) == [50, 50]
    assert {str(item) for item in mined} == {
        "translate the following passage into formal french {}",
        "{} b rewrite the text above as a polite letter b {}",
    }
    for item in mined:
        page = item._repr_html_()
        assert "<b>rewrite the text" not in page.split("<details>")[1]
        assert "&lt;b&gt;" in page or "translate" in page


def test_order_and_threads_do_not_matter(tmp_path):
    prompts = some_prompts()
    ag.mine_templates(prompts, threads=1).save(tmp_path / "one")
    random.Random(1).shuffle(prompts)
    ag.mine_templates(prompts, threads=2).save(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_saved_sets_load_and_merge(tmp_path):
    prompts = some_prompts()
    mined = ag.mine_templates(prompts)
    mined.save(tmp_path / "set")
    loaded = ag.load_templates(tmp_path / "set")
    assert loaded.template_ids is None
    np.testing.assert_array_equal(loaded.assign(prompts), mined.template_ids)
    assert [list(rows) for rows in loaded.assign_all(prompts[:1])] == [[mined.template_ids[0]]]
    both = ag.mine_templates(prompts[:100:2]).merge(ag.mine_templates(prompts[1:100:2]))
    assert list(both.templates["template"]) == list(mined.templates["template"])
    assert list(both.templates["prompts"]) == [50, 50]
    extended = ag.mine_templates(prompts[:50]).extend(prompts)
    assert list(extended.templates["template"]) == list(mined.templates["template"])
    row = int(mined.template_ids[0])
    assert len(mined.segment_hashes(row, b"key")) == 1
    (tmp_path / "bad").write_bytes(b"no set")
    with pytest.raises(ag.InputError, match="no saved template set"):
        ag.load_templates(tmp_path / "bad")


def test_columns_of_all_sorts():
    pandas, polars, pyarrow = (pytest.importorskip(name) for name in ("pandas", "polars", "pyarrow"))
    prompts = [*some_prompts(), None]
    expected = ag.mine_templates(prompts).template_ids
    for column in (
        pyarrow.array(prompts),
        pyarrow.array(["cut off", *prompts])[1:],
        pyarrow.array(prompts, pyarrow.large_string()),
        pyarrow.array(prompts, pyarrow.string_view()),
        pyarrow.array(prompts, pyarrow.binary()),
        pyarrow.array(prompts).dictionary_encode(),
        pyarrow.chunked_array([prompts[:10], prompts[10:]]),
        polars.Series(prompts),
        pandas.Series(prompts),
        np.array(prompts, dtype=object),
        iter(prompts),
    ):
        np.testing.assert_array_equal(ag.mine_templates(column).template_ids, expected)
    assert (ag.mine_templates(["\ud800 half a pair", b"\xff bytes"]).template_ids == -1).all()


def test_bad_arguments_are_one_sentence():
    with pytest.raises(TypeError, match="got one text"):
        ag.mine_templates("one prompt")
    with pytest.raises(TypeError, match="must be text"):
        ag.mine_templates([1, 2])
    with pytest.raises(TypeError, match="must be text"):
        ag.mine_templates(pytest.importorskip("pyarrow").array([1, 2]))
    with pytest.raises(ValueError, match="min_prompts"):
        ag.mine_templates([], min_prompts=1)


@needs_data
def test_honest_prompts_with_common_openings_link_nobody():
    pyarrow = pytest.importorskip("pyarrow")
    with (DATA / "prompts-benign-awesome" / "prompts.csv").open(newline="") as file:
        prompts = [row["prompt"] for row in csv.DictReader(file)]
    rng = random.Random(101)
    vocabulary = ["".join(rng.choices("abcdefghijklm", k=6)) for _ in range(20_000)]
    prompts += [" ".join(rng.choices(vocabulary, k=40)) for _ in range(1_000)]

    def detected(sharing: int) -> ag.Result:
        rows = range(len(prompts))
        events = {
            "account_id": [f"a{i}" for i in rows],
            "timestamp": [f"2026-03-{1 + i % 20:02d}T{i % 24:02d}:{i % 60:02d}:00Z" for i in rows],
            "device": [f"d{i // sharing}" for i in rows],
            "payment": [f"p{i // sharing}" for i in rows],
            "prompt": prompts,
        }
        return ag.detect(pyarrow.table(events), threads=1)

    result = detected(sharing=1)
    assert len(result.links) == 0
    templates = result.templates.templates
    common = {row for row, count in zip(templates["template"], templates["prompts"], strict=True) if count >= 20}
    ledger = dict(zip(result.ledger["identifier"], result.ledger["reason"], strict=True))
    assert len(common) >= 5
    assert {ledger.get(row) for row in common} == {"common"}
    assert len(detected(sharing=2).links) == len(prompts) // 2
