"""Files and folders that are in the way, damaged, or reached by another name."""

import json
import os
import shutil
import subprocess
import sys

import accountgraph as ag
import polars
import pytest
from accountgraph import files, folders, run_folder
from accountgraph.cli import run
from accountgraph.demo import run_demo


def test_no_progress_bar_where_duckdb_would_show_one():
    sql = "select current_setting('enable_progress_bar')"
    program = f'from accountgraph.files import connect; print(connect().execute("{sql}").fetchall())'
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[(False,)]"


@pytest.mark.parametrize("threads", [0, -1, 1025])
def test_threads(threads, tmp_path):
    with pytest.raises(ValueError, match=r"`threads` must be in \[1, 1024\]"):
        ag.load(tmp_path, threads=threads)


def test_one_file_by_two_names_counts_once(tmp_path):
    (tmp_path / "sub").mkdir()
    events = tmp_path / "events.csv"
    events.write_text("account_id,device\na,b\n")
    (tmp_path / "link.csv").symlink_to(events)
    names = [events, tmp_path / "link.csv", f"{tmp_path}/sub/../events.csv", f"{tmp_path}/*.csv"]
    assert files.find_files(names) == [events]


@pytest.mark.parametrize("what", ["run", "world", "mine"])
def test_the_demo_replaces_nothing_but_a_demo(what, result, world, tmp_path):
    folder = tmp_path / "there"
    if what == "run":
        result.save(folder)
    elif what == "world":
        world.save(folder)
    else:
        world.save(folder / "world")
    before = sorted(folder.rglob("*"))
    with pytest.raises(FileExistsError, match="no earlier demo"):
        next(run_demo(folder, accounts=1000))
    assert sorted(folder.rglob("*")) == before


def test_half_a_demo_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("accountgraph.demo.detect", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(run_demo(tmp_path / "demo", accounts=1000))
    assert list(tmp_path.iterdir()) == []


def test_a_report_replaces_pages_only(result, tmp_path, monkeypatch):
    page, thesis = tmp_path / "page.html", tmp_path / "thesis.txt"
    page.write_text("old")
    thesis.write_text("mine")
    assert result.report(page) == page and page.stat().st_size > 2_000
    with pytest.raises(FileExistsError, match=r"no \.html file"):
        result.report(thesis)
    with pytest.raises(FileExistsError, match="is a folder"):
        result.report(tmp_path)
    written = page.read_bytes()
    monkeypatch.setattr(folders.Path, "replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        result.report(page)
    assert page.read_bytes() == written and thesis.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "thesis.txt"]


def test_home(result, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert result.save("~/run") == tmp_path / "run"
    assert result.report("~/page.html") == tmp_path / "page.html"
    assert ag.load("~/run").run["N"] == result.run["N"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "run"]
    with pytest.raises(ag.InputError, match="home folder that is not known"):
        result.save("~nobody-of-this-name/run")


def test_a_place_that_cannot_be_written_is_told_first(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    assert run(["detect", str(tmp_path / "none.parquet"), "--out", str(tmp_path / "file" / "x" / "run")]) == 2
    assert "is no folder" in capsys.readouterr().err
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PermissionError, match="may not be written"):
        folders.require_free(tmp_path / "run", marker="run.json")


def test_a_folder_is_replaced_through_a_link(result, tmp_path):
    real = result.save(tmp_path / "real")
    (real / "old").touch()
    link = tmp_path / "link"
    link.symlink_to(real)
    result.save(link, overwrite=True)
    assert link.is_symlink() and not (real / "old").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_a_table_that_cannot_be_written_is_one_sentence(result, tmp_path):
    with pytest.raises(ag.InputError, match=r"cannot be written: .*No space left on device"):
        files.write_parquet(result.accounts, folders.Path("/dev/full"))

    class Breaks:
        def __arrow_c_stream__(self, requested_schema=None):
            raise OSError("gone")

    with pytest.raises(ag.InputError, match="cannot be written"):
        files.write_parquet(Breaks(), tmp_path / "x.parquet")
    assert list(tmp_path.iterdir()) == []


def test_damaged_parquet_is_one_sentence(tmp_path):
    path = tmp_path / "truth.parquet"
    polars.DataFrame({"a": [f"x{i * 7919 % 100_003}" for i in range(50_000)]}).write_parquet(path)
    data = bytearray(path.read_bytes())
    data[100:-2000:50] = bytes(byte ^ 0xFF for byte in data[100:-2000:50])
    path.write_bytes(data)
    with pytest.raises(ag.InputError, match="cannot be read as Parquet"):
        files.read_parquet(path)
    with pytest.raises(ag.InputError, match="is a folder"):
        files.read_parquet(tmp_path)


def test_folders_above_add_no_columns(result, tmp_path):
    folder = result.save(tmp_path / "day=1" / "run")
    assert ag.load(folder).links.columns == result.links.columns


def test_an_interrupted_query_is_an_interrupt():
    with pytest.raises(KeyboardInterrupt), files.as_input_errors("x"):
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="other"), files.as_input_errors("x"):
        raise RuntimeError("other")


@pytest.mark.parametrize(
    "key, value",
    [*((key, None) for key in run_folder.KEYS), ("kinds", [1]), ("kinds", [{"name": 1}]), ("N", True), ("N", "1"),
     ("counts", {"links": "many"}), ("rejects", [{"reason": "x"}]), ("time", [])],
)  # fmt: skip
def test_damaged_run_json(key, value, result, tmp_path):
    (tmp_path / "run.json").write_text(json.dumps({**result.run, key: value}))
    with pytest.raises(ag.InputError, match=rf"damaged run\.json: .*{key}"):
        ag.load(tmp_path)


def test_deep_run_json(tmp_path):
    (tmp_path / "run.json").write_text("[" * 200_000)
    with pytest.raises(ag.InputError, match=r"no readable run\.json"):
        ag.load(tmp_path)


@pytest.mark.parametrize("name", run_folder.COLUMNS)
def test_tables_without_their_columns(name, run_folder, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(run_folder, folder)
    polars.DataFrame({"other": [1]}).write_parquet(folder / f"{name}.parquet")
    with pytest.raises(ag.InputError, match="has no column"):
        getattr(ag.load(folder), name)


def test_ctrl_c_while_the_commands_are_imported(monkeypatch, capsys):
    class Interrupts:
        def find_spec(self, name, *_):
            if name == "accountgraph.commands":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "accountgraph.commands", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupts(), *sys.meta_path])
    assert run(["--version"]) == 130 and capsys.readouterr().err == "accountgraph: interrupted\n"
