"""Importing needs NumPy only; what else is missing is named with the command that installs it."""

import subprocess
import sys

import pytest

BLOCK = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Blocked())
"""
EXTRAS = (
    *("duckdb", "pyarrow", "pandas", "polars", "typer", "rich", "jinja2", "matplotlib"),
    *("networkx", "scipy", "igraph"),
)


def run(code, blocked=EXTRAS):
    return subprocess.run(
        [sys.executable, "-c", BLOCK.format(blocked=blocked) + code], capture_output=True, text=True, check=False
    )


def test_numpy_is_enough():
    done = run("""
import accountgraph as ag
world = ag.simulate(accounts=500, operation=50)
result = ag.detect(world.events())
assert 500 < len(result.accounts) <= 550 and result.links["bits"].min() > 0
result._repr_html_(), result.clusters._repr_html_(), str(result.explain(result.accounts["account_id"][0]))
assert ag.leiden(ag.Graph.from_edges([0], [1]), resolution=0.5).membership.tolist() == [0, 0]
""")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("table.to_pandas()", "pip install 'accountgraph[pandas]'"),
        ("table.to_polars()", "pip install 'accountgraph[polars]'"),
        ("table.to_arrow()", "pip install 'accountgraph[arrow]'"),
        ("world.save('nowhere')", "pip install 'accountgraph[files]'"),
        ("ag.detect(world.events(), progress=True)", "pip install 'accountgraph[cli]'"),
        ("import accountgraph.cli as cli; cli.main([])", "pip install 'accountgraph[cli]'"),
        ("ag.detect(world.events()).report('nowhere.html')", "pip install 'accountgraph[report]'"),
        ("ag.Graph.from_edges([0], [1]).to_networkx()", "pip install 'accountgraph[graphs]'"),
        ("ag.Graph.from_edges([0], [1]).to_scipy()", "pip install 'accountgraph[graphs]'"),
        ("ag.Graph.from_edges([0], [1]).to_igraph()", "pip install igraph"),
    ],
)
def test_missing_extras_are_named(code, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(f"import accountgraph as ag\nworld = ag.simulate(accounts=60, operation=0)\ntable = world.truth\n{code}")
    assert done.returncode != 0
    assert command in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_files_need_no_pyarrow(world, tmp_path):
    world.save(tmp_path / "world")
    done = run(f"""
import accountgraph as ag
result = ag.detect({str(tmp_path / "world" / "events.parquet")!r})
loaded = ag.load(result.save({str(tmp_path / "run")!r}))
assert loaded.explain(loaded.links["account_a"][0]) == result.explain(result.links["account_a"][0])
""", blocked=("pyarrow", "pandas", "polars"))  # fmt: skip
    assert done.returncode == 0, done.stderr
