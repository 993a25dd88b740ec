"""Bad input: one clear sentence, exit code 2, and nothing written."""

import accountgraph as ag
import numpy as np
import polars
import pyarrow as pa
import pytest
from accountgraph.cli import run

GOOD = pa.table({"account_id": [f"a{i}" for i in range(50)], "ip": ["10.0.0.1"] * 50})


@pytest.fixture
def files(tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "header.csv").write_bytes(b"account_id,ip\n")
    (tmp_path / "empty.parquet").write_bytes(b"")
    (tmp_path / "text.parquet").write_bytes(b"account_id,ip\na,b\n")
    (tmp_path / "bytes.csv").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "text.json").write_bytes(b"account_id,ip\na,b\n")
    (tmp_path / "numbers.json").write_bytes(b"[1, 2]")
    (tmp_path / "events.log").write_bytes(b"account_id,ip\na,b\n")
    (tmp_path / "other.csv").write_bytes(b"name,street\nb,c\n")
    (tmp_path / "no_kind.csv").write_bytes(b"account_id,street\nb,c\n")
    (tmp_path / "no_account.csv").write_bytes(b"account_id,ip\n,10.0.0.1\n,10.0.0.2\n")
    (tmp_path / "good.csv").write_bytes(b"account_id,ip\na,b\nc,b\n")
    (tmp_path / "evil\x1b[31m\n<script>.csv").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    return tmp_path


BAD_FILES = {
    "missing.parquet": "no such file: .*missing.parquet",
    "*.avro": "no file matches",
    "folder": "is a folder; name its files, as in .*folder/",
    "empty.csv": "empty.csv' is empty",
    "header.csv": "the events hold no rows",
    "empty.parquet": "empty.parquet' is empty",
    "text.parquet": "text.parquet' cannot be read as Parquet",
    "bytes.csv": "bytes.csv' cannot be read as CSV",
    "text.json": "text.json' cannot be read as JSON",
    "numbers.json": "numbers.json' holds no JSON objects",
    "events.log": "does not say what it is",
    "other.csv": "no account column found.*there are name, street",
    "no_kind.csv": "no identifier column found.*there are account_id, street",
    "no_account.csv": "none of the rows can be used: 2 no_account",
    "evil\x1b[31m\n<script>.csv": "is empty",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files(files, name, capsys):
    with pytest.raises(ag.InputError, match=BAD_FILES[name]):
        ag.detect(str(files / name))
    before = sorted(files.iterdir())
    assert run(["detect", str(files / name), "--out", str(files / "run")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("accountgraph: ") and told.err.count("\n") == 1
    assert "\x1b" not in told.err and "Traceback" not in told.err
    assert sorted(files.iterdir()) == before


BAD_OPTIONS = {
    "--account who": "no column 'who' for account; there are account_id, ip",
    "--time when": "no column 'when' for time",
    "--kind card=card_hash": "no column 'card_hash' for kind card",
    "--kind card": "--kind must be NAME=VALUE, got 'card'",
    "--kind Card=ip": "Card",
    "--family ip=": "family",
    "--since 2026-04-22": "need a time column",
    "--margin -1": "`margin_bits` must be",
    "--margin many": "Invalid value for '--margin'",
    "--seed -1": "`seed` must be a whole number >= 0",
    "--threads -2": "`threads` must be in [1, 1024], got -2",
    "--threads 3000000": "`threads` must be in [1, 1024], got 3000000",
    "--time-unit day": "`time_unit` must be",
    "--allow nowhere.csv": "cannot be read",
    "--no-such-option": "No such option",
}


@pytest.mark.parametrize("options", BAD_OPTIONS)
def test_bad_options(files, options, capsys):
    assert run(["detect", str(files / "good.csv"), "--out", str(files / "run"), *options.split()]) == 2
    told = capsys.readouterr().err
    assert BAD_OPTIONS[options] in told and told.count("\n") == 1
    assert not (files / "run").exists()


@pytest.mark.parametrize("given", ["", [], ["", "a.csv"]])
def test_empty_names(given):
    with pytest.raises(ag.InputError, match="empty"):
        ag.detect(given)


def test_formats_are_not_mixed(files):
    with pytest.raises(ag.InputError, match="mix CSV and Parquet"):
        ag.detect([files / "good.csv", files / "text.parquet"])


@pytest.mark.parametrize("given", [None, 7, {"account_id": ["a"]}, np.zeros(3), [1, 2], object()])
def test_other_objects_are_a_type_error(given):
    with pytest.raises(TypeError, match="must be a path, a glob"):
        ag.detect(given)


def test_a_lazy_frame_has_no_rows_yet():
    with pytest.raises(TypeError, match="collect"):
        ag.detect(polars.LazyFrame({"account_id": ["a"], "ip": ["b"]}))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (GOOD.slice(0, 0), "hold no rows"),
        (pa.table({"account_id": [[1], [2]], "ip": ["a", "b"]}), "account_id"),
        (pa.table({"account_id": ["a", "b"], "ip": [{"x": 1}, None]}), "ip"),
        (pa.table({"account_id": ["a"], "ip": ["b"], "time": [True]}), "time"),
        (
            pa.table([pa.array(["a"]), pa.array(["b"]), pa.array(["c"])], names=["account_id", "ip", "ip"]),
            "more than one",
        ),
        (pa.table({}), "there are no columns"),
    ],
)
def test_tables_that_do_not_fit(table, sentence):
    with pytest.raises(ag.InputError, match=sentence):
        ag.detect(table)


def test_a_reader_that_was_read(tmp_path):
    reader = GOOD.to_reader()
    ag.detect(reader)
    with pytest.raises(ag.InputError):
        ag.detect(reader)


def test_a_producer_that_fails():
    def batches():
        yield GOOD.to_batches()[0]
        raise RuntimeError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(GOOD.schema, batches())
    with pytest.raises(ag.InputError, match="the disk is gone"):
        ag.detect(reader)


def test_options_name_themselves():
    with pytest.raises(ValueError, match="`linkage` has no option 'margin'; it has margin_bits"):
        ag.detect(GOOD, linkage={"margin": 4})
    with pytest.raises(ValueError, match="`margin_bits` is given twice"):
        ag.detect(GOOD, margin_bits=4, linkage={"margin_bits": 4})
    with pytest.raises(ValueError, match="`margin_bits` must be a number, got 'x'"):
        ag.detect(GOOD, margin_bits="x")
    with pytest.raises(ValueError, match="'cpm' or 'modularity'"):
        ag.detect(GOOD, communities={"objective": "louvain"})
    with pytest.raises(ValueError, match="`until` must not lie before"):
        ag.detect(GOOD, since="2026-05-02", until="2026-05-01")
    with pytest.raises(ValueError, match="reliability"):
        ag.detect(GOOD, kinds={"ip": ag.Kind(reliability=2)})
    with pytest.raises(ValueError, match="operators"):
        ag.simulate(operation_knobs={"operators": 3})
    with pytest.raises(ValueError, match="`look_alikes` has no option"):
        ag.simulate(look_alikes={"houses": 0.1})
