"""Every way to hand over the same events gives the same run."""

import json

import accountgraph as ag
import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest


@pytest.fixture(scope="module")
def table(world):
    return pa.table(world.events())


@pytest.fixture(scope="module")
def expected(table):
    return ag.detect(table).run["fingerprint"]


def text(table, arrow_type):
    return table.cast(pa.schema([(f.name, f.type if f.name == "timestamp" else arrow_type) for f in table.schema]))


def times(table, convert):
    index = table.schema.get_field_index("timestamp")
    return table.set_column(index, "timestamp", convert(table["timestamp"]))


ARROW = {
    "string": lambda t: text(t, pa.string()),
    "large_string": lambda t: text(t, pa.large_string()),
    "string_view": lambda t: text(t, pa.string_view()),
    "dictionary": lambda t: text(t, pa.dictionary(pa.int32(), pa.string())),
    "binary": lambda t: text(text(t, pa.string()), pa.binary()),
    "time without zone": lambda t: times(t, lambda c: c.cast(pa.timestamp("us"))),
    "time in ns": lambda t: times(t, lambda c: c.cast(pa.timestamp("ns", "UTC"))),
    "time of another zone": lambda t: times(t, lambda c: c.cast(pa.timestamp("us", "Asia/Tokyo"))),
    "slices": lambda t: pa.concat_tables([t.slice(0, 7), t.slice(7, 10_001), t.slice(10_008)]),
    "many chunks": lambda t: pa.Table.from_batches(t.to_batches(max_chunksize=997)),
    "empty chunks": lambda t: pa.concat_tables([t.slice(0, 0), t, t.slice(0, 0)]),
    "other columns": lambda t: t.append_column("noise", pa.array([{"a": 1}] * t.num_rows)),
    "shuffled": lambda t: t.take(pa.array(sorted(range(t.num_rows), key=lambda i: i * 7919 % 65_537))),
    "record batch": lambda t: t.combine_chunks().to_batches()[0],
    "ag.Table": ag.Table.from_arrow,
}


@pytest.mark.parametrize("form", ARROW)
def test_arrow_forms(table, expected, form):
    assert ag.detect(ARROW[form](table)).run["fingerprint"] == expected


def test_pandas_and_polars(table, expected):
    frame = table.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    frame["mixed"] = [1, "a"] * (len(frame) // 2) + [None] * (len(frame) % 2)  # not read, so no matter
    assert ag.detect(frame).run["fingerprint"] == expected
    assert ag.detect(polars.DataFrame(table)).run["fingerprint"] == expected


def test_a_reader_is_read_once_and_says_so(table, expected):
    result = ag.detect(table.to_reader())
    assert result.run["time"]["window"] == "growing"
    assert any("read only once" in note for note in result.run["notes"])
    since, until = (table["timestamp"].combine_chunks().sort()[i].as_py() for i in (0, -1))
    once = ag.detect(table.to_reader(), since=since, until=until)
    twice = ag.detect(table, since=since, until=until)
    assert once.run["fingerprint"] == twice.run["fingerprint"]


def test_integer_times_need_a_unit(table, expected):
    for unit in ("us", "ns"):
        whole = times(table, lambda c, unit=unit: c.cast(pa.timestamp(unit, "UTC")).cast(pa.int64()))
        assert ag.detect(whole, time_unit=unit).run["fingerprint"] == expected
        with pytest.raises(ag.InputError, match="unit"):
            ag.detect(whole)


def test_duckdb_relation(table, expected):
    connection = duckdb.connect()
    connection.register("events", table)
    assert ag.detect(connection.sql("select *, 1 as more from events")).run["fingerprint"] == expected
    assert connection.sql("select count(*) from events").fetchall() == [(table.num_rows,)]  # still the caller's


@pytest.fixture(scope="module")
def files(table, tmp_path_factory):
    folder = tmp_path_factory.mktemp("events[1]")  # brackets mean themselves in a path
    half = table.num_rows // 2
    for day, part in (("2026-04-22", table.slice(0, half)), ("2026-04-23", table.slice(half))):
        below = folder / f"day={day}"
        below.mkdir()
        pq.write_table(part, below / "part 0.parquet")
    pq.write_table(table, folder / "all.parquet")
    connection = duckdb.connect()
    connection.register("events", table)
    connection.execute("set timezone = 'UTC'")
    sql = "select * replace (strftime(timestamp::timestamp, '%Y-%m-%dT%H:%M:%S.%fZ') as timestamp) from events"
    for name, options in {
        "all.csv": "format csv, header", "all.tsv": "format csv, header, delimiter '\t'",
        "all.csv.gz": "format csv, header, compression gzip",
        "all.json": "format json, array true", "all.ndjson": "format json",
        "all.jsonl.gz": "format json, compression gzip",
    }.items():  # fmt: skip
        connection.execute(f"copy ({sql}) to '{folder / name}' ({options})")
    return folder


@pytest.mark.parametrize(
    "name", ["all.parquet", "all.csv", "all.tsv", "all.csv.gz", "all.json", "all.ndjson", "all.jsonl.gz"]
)
def test_files(files, expected, name):
    assert ag.detect(files / name).run["fingerprint"] == expected
    assert ag.detect(str(files / name), threads=1).run["fingerprint"] == expected


def test_globs_lists_and_hive_folders(files, expected):
    parts = sorted(files.glob("day=*/*.parquet"))
    assert len(parts) == 2
    assert ag.detect(parts).run["fingerprint"] == expected
    pattern = str(files).replace("[", "[[]") + "/**/part*.parquet"
    assert ag.detect(pattern).run["fingerprint"] == expected


def test_text_stays_text_in_csv_and_json(tmp_path):
    rows = [{"account": f"{i:05d}", "ip": f"{i % 3:04d}"} for i in range(50)]
    (tmp_path / "a.csv").write_text("account,ip\n" + "".join(f"{r['account']},{r['ip']}\n" for r in rows))
    (tmp_path / "a.ndjson").write_text("".join(json.dumps(r) + "\n" for r in rows))
    for name in ("a.csv", "a.ndjson"):
        assert ag.detect(tmp_path / name).accounts["account_id"][1] == "00001"


def test_a_bad_line_costs_one_row(tmp_path):
    lines = [f"a{i},2026-04-22T00:00:00Z,10.0.0.{i % 200}\n" for i in range(60)]
    lines[40] = "too,many,values,here,and,there\n"
    lines[50] = ",2026-04-22T00:00:00Z,10.0.0.1\n"
    lines[55] = "a1,yesterday,10.0.0.1\n"
    (tmp_path / "events.csv").write_text("account,time,ip\n" + "".join(lines))
    run = ag.detect(tmp_path / "events.csv").run
    assert {item["reason"]: item["rows"] for item in run["rejects"]} == {
        "unreadable_row": 1, "no_account": 1, "unreadable_time": 1,
    }  # fmt: skip
    assert run["counts"]["events"] == 57
    (tmp_path / "events.ndjson").write_text('{"account": "a", "ip": "1"}\n{"account": \n{"account": "b", "ip": "1"}\n')
    assert ag.detect(tmp_path / "events.ndjson").run["counts"]["accounts"] == 2


def test_files_whose_columns_differ(tmp_path):
    rows = "".join(f"a{i},10.0.0.{i % 9}\n" for i in range(40))
    (tmp_path / "1.csv").write_text("account,ip\n" + rows)
    (tmp_path / "2.csv").write_text("ip,account,device\n10.0.0.1,b1,d1\n10.0.0.2,b2,d1\n")
    found = ag.detect(tmp_path / "*.csv")
    assert found.run["counts"]["accounts"] == 42
    assert [kind["name"] for kind in found.run["kinds"]] == ["device", "ip"]
    swapped = ag.detect([tmp_path / "2.csv", tmp_path / "1.csv"])
    assert swapped.run["fingerprint"] == found.run["fingerprint"]


def test_columns_are_mapped(table, expected):
    renamed = table.rename_columns(["who", "when", "card_hash", "device", "src", "template", "phone"])
    mapped = ag.detect(renamed, account="who", time="when", kinds={"payment": "card_hash", "ip": "src"})
    assert mapped.run["fingerprint"] == expected
    assert [kind["column"] for kind in mapped.run["kinds"]] == ["card_hash", "device", "src", "template", "phone"]

    card = ag.Kind(column="card_hash", family="payment", reliability=0.8)
    other = ag.detect(
        renamed,
        account="who",
        time="when",
        kinds={"card": card, "device": None, "template": None, "phone": None, "ip": "src"},
    )
    kinds = {kind["name"]: kind for kind in other.run["kinds"]}
    assert list(kinds) == ["ip", "card"]  # the card column is not read as a payment too
    assert (kinds["card"]["family"], kinds["card"]["reliability"], kinds["card"]["soft"]) == ("payment", 0.8, False)


def test_time_may_be_absent(table):
    without = ag.detect(table.drop_columns(["timestamp"]))
    left_out = ag.detect(table, time=None)
    assert without.run["fingerprint"] == left_out.run["fingerprint"]
    assert without.run["time"]["window"] == "none"
    assert any("no time column (none found by name)" in note for note in without.run["notes"])
    assert any("no time column (left out by the caller)" in note for note in left_out.run["notes"])


def test_one_row_from_1970_does_not_stretch_the_window(table, expected):
    early = table.slice(0, 1)
    early = times(early, lambda c: pa.chunked_array([pa.array([0], pa.timestamp("us", "UTC"))]))
    run = ag.detect(pa.concat_tables([table, early])).run
    assert run["time"]["since"].startswith("2026-04")
    assert [(item["reason"], item["rows"]) for item in run["rejects"]] == [("outside_window", 1)]


def test_since_and_until(table):
    run = ag.detect(table, since="2026-04-25", until="2026-04-30").run
    assert (run["time"]["since"], run["time"]["until"]) == ("2026-04-25T00:00:00Z", "2026-04-30T23:59:59.999999Z")
    rows = sum(str(time.as_py())[:10] in {f"2026-04-{day}" for day in range(25, 31)} for time in table["timestamp"])
    assert run["counts"]["events"] == rows
