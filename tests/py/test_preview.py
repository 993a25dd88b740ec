"""What linking would cost is told before it is done, and a budget refuses what would cost too much."""

import json

import accountgraph as ag
import duckdb
import numpy as np
import pyarrow as pa
import pytest
from accountgraph.cli import run

HOSTILE = "<script>\x1b[31m\u202e" + "x" * 5_000


def dense(accounts=200, hub="hub"):
    """Accounts that all hold two cards and three devices; every two of them have a phone of their own."""
    rows = [
        (f"a{a}", f"{hub}{turn}" if turn < 3 else None, f"{hub}{turn}", f"+4930{1_000_000 + a // 2}")
        for a in range(accounts)
        for turn in (1, 2, 3)
    ]
    names = ("account", "payment", "device", "phone")
    return pa.table({name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})


EXTRACT = {"population_accounts": 1_000_000}


def test_a_preview_tells_what_linking_finds(world, result):
    found = ag.preview(world.events())
    assert found.links == len(result.links)
    assert found.sampled == found.joined <= found.accounts == len(result.accounts)
    assert found.links_error == 0
    assert found.links <= found.candidates <= found.meetings
    for table, by in ((found.costliest, "meetings"), (found.most_telling, "bits")):
        assert table.columns == ["kind", "identifier", "accounts", "meetings", "bits"]
        assert 0 < len(table) <= 20
        assert (np.diff(table[by].astype(float)) <= 0).all()
    assert str(found).splitlines()[2].endswith(" MB to link them")
    assert str(ag.preview(world.events(), threads=1)) == str(found)


def test_a_dense_block_is_named_and_refused():
    found = ag.preview(dense(), **EXTRACT)
    assert found.links == 200 * 199 // 2
    assert found.costliest["accounts"][0] == 200
    fits = ag.detect(dense(), max_memory_bytes=found.memory_bytes, **EXTRACT)
    assert len(fits.links) == found.links
    assert fits.run["options"]["linkage"]["max_memory_bytes"] == found.memory_bytes
    for given in ({"max_memory_bytes": 1000}, {"linkage": {"max_memory_bytes": 1000}}):
        with pytest.raises(ag.InputError, match=r"about 2 MB \(19,900 links\), and max_memory_bytes allows 1,000"):
            ag.detect(dense(), **EXTRACT, **given)
    with pytest.raises(ValueError, match="given twice"):
        ag.detect(dense(), max_memory_bytes=1, linkage={"max_memory_bytes": 1})
    with pytest.raises(ValueError, match="`max_memory_bytes` must be a whole number >= 0, got -1"):
        ag.detect(dense(), max_memory_bytes=-1)


def test_what_is_allowed_links_nobody():
    allow = [("payment", "hub1"), ("payment", "hub2")]
    assert ag.preview(dense(), allow=allow, **EXTRACT).links == 100  # those with a phone in common
    with pytest.raises(ag.InputError, match="which is none here"):
        ag.preview(dense(), allow=[("pigeon", "x")])


def test_hostile_text_is_shown_as_it_is_and_escaped():
    found = ag.preview(dense(hub=HOSTILE), **EXTRACT)
    page, text = found._repr_html_(), str(found)
    assert "<script>" not in page and "\x1b" not in page + text and "\u202e" not in page + text
    assert len(text) < 20_000
    with pytest.raises(ag.InputError) as told:
        ag.detect(dense(hub=HOSTILE), max_memory_bytes=1, **EXTRACT)
    assert str(told.value).isascii() and str(told.value).isprintable() and len(str(told.value)) < 700


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.parquet"
    rows = dense(hub="[bold]hub")  # noqa: F841
    duckdb.sql("from rows").write_parquet(str(path))
    return str(path)


def test_the_command(events, capsys):
    assert run(["preview", events, "--population", "1000000", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["links"] == 19_900
    assert told["costliest"][0]["identifier"].startswith("[bold]hub")
    assert run(["preview", events, "--population", "1000000"]) == 0
    told = capsys.readouterr().out
    assert "19,900 links" in told and "[bold]hub" in told and "identifiers that cost most" in told


@pytest.mark.parametrize(
    ("size", "code", "told"),
    [
        ("2GB", 0, None),
        ("1.5 tb", 0, None),
        ("1KB", 2, "max_memory_bytes allows 1,000 bytes; the identifiers that cost most: payment"),
        ("2500", 2, "max_memory_bytes allows 2,500 bytes"),
        ("much", 2, "--max-memory must be a size such as 2GB or 500MB, got 'much'"),
        ("-2GB", 2, "--max-memory must be a size"),
        ("nan", 2, "--max-memory must be a size"),
        ("0", 2, "--max-memory must be a size"),
        ("2GBGB", 2, "--max-memory must be a size"),
        ("9e99TB", 2, "--max-memory must be a size"),
    ],
)
def test_max_memory(events, tmp_path, capsys, size, code, told):
    arguments = ["detect", events, "--out", str(tmp_path / "run"), "--population", "1000000", "--max-memory", size]
    assert run(arguments) == code
    if told:
        assert told in capsys.readouterr().err
        assert not (tmp_path / "run").exists()
