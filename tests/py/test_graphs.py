"""Communities by themselves."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import accountgraph as ag
import numpy as np
import pytest

PAGE = Path(__file__).parents[2] / "docs" / "graphs.md"


@pytest.fixture
def cliques():
    """Twenty cliques of five in a ring."""
    edges = [(5 * c + i, 5 * c + j) for c in range(20) for i in range(5) for j in range(i)]
    edges += [(5 * c, (5 * c + 6) % 100) for c in range(20)]
    return ag.Graph.from_edges(*np.array(edges).T)


def test_leiden_finds_cliques(cliques):
    truth = np.arange(100) // 5
    for options in ({"objective": "modularity"}, {"objective": "cpm", "resolution": 0.5}):
        found = ag.leiden(cliques, **options, seed=1)
        assert found.membership.dtype == np.int32 and found.converged
        assert ag.adjusted_rand_index(found.membership, truth) == 1
        assert ag.adjusted_mutual_information(found.membership, truth) == pytest.approx(1)
        assert ag.b_cubed(truth, found.membership) == pytest.approx((1, 1, 1))
        assert ag.normalized_mutual_information(found.membership, truth) == pytest.approx(1)
        assert np.array_equal(found.levels[-1], found.membership) and found.levels is found.levels
        for threads in (1, 2, 5):
            assert np.array_equal(ag.leiden(cliques, **options, seed=1, threads=threads).membership, found.membership)
    assert ag.modularity(cliques, truth) == pytest.approx(ag.leiden(cliques, objective="modularity").quality, abs=1e-6)
    assert ag.cpm_quality(cliques, truth, resolution=0.5) == pytest.approx(20 * (10 - 0.5 * 10))


def test_measures_tell_splits_from_merges():
    truth, split, merged = [0, 0, 0, 0, 1, 1], [0, 0, 2, 2, 1, 1], [0] * 6
    assert ag.homogeneity(truth, split) == pytest.approx(1) and ag.completeness(truth, split) < 1
    assert ag.homogeneity(truth, merged) == pytest.approx(0) and ag.completeness(truth, merged) == pytest.approx(1)
    parts = ag.homogeneity(truth, split), ag.completeness(truth, split)
    assert ag.normalized_mutual_information(truth, split) == pytest.approx(2 * np.prod(parts) / sum(parts))
    assert ag.b_cubed(truth, split) == pytest.approx((1, 2 / 3, 0.8))
    for measure in (ag.homogeneity, ag.completeness, ag.normalized_mutual_information, ag.adjusted_rand_index):
        with pytest.raises(ValueError, match="one length"):
            measure([0, 1], [0])


def test_the_arguments_of_leiden_by_position(cliques):
    found = ag.leiden(cliques, "cpm", 0.5, 3, 2, np.arange(100) // 5)
    assert found.membership.tolist() == (np.arange(100) // 5).tolist()
    assert found.quality == pytest.approx(ag.cpm_quality(cliques, found.membership, 0.5))
    assert ag.leiden(cliques).quality == pytest.approx(ag.modularity(cliques, ag.leiden(cliques).membership))


def test_initial_is_never_made_worse(cliques):
    truth = np.arange(100) // 5
    found = ag.leiden(cliques, objective="cpm", resolution=0.5, initial=truth)
    assert ag.adjusted_rand_index(found.membership, truth) == 1
    with pytest.raises(ValueError, match="initial"):
        ag.leiden(cliques, initial=[0, 1])


def test_graphs(cliques):
    assert cliques.num_vertices == 100 and cliques.num_edges == 220
    assert ag.Graph.from_edges([0], [1], num_vertices=5).num_vertices == 5
    assert ag.connected_components(ag.Graph.from_edges([0, 3], [1, 4])).tolist() == [0, 0, 1, 2, 2]
    assert set(ag.connected_components(cliques)) == {0}
    assert ag.leiden(ag.Graph.from_edges([], [])).membership.tolist() == []
    twice = ag.Graph.from_edges([0, 1], [1, 0], [1.0, 2.0])
    assert ag.cpm_quality(twice, [0, 0], resolution=1) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([0, 1], [1]), "`target` must be as long as `source`"),
        (([0], [-1]), r"`target` must lie in \[0, 2\^32\)"),
        (([0.5], [1]), "`source` must hold whole numbers"),
        (([[0]], [[1]]), "one dimension"),
        (([0], [1], [-1.0]), "weight"),
        (([0], [1], [float("nan")]), "weight"),
        (([0], [1], ["1"]), "`weight` must hold real numbers"),
        (([0], [1], [1j]), "`weight` must hold real numbers"),
    ],
)
def test_bad_edges(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        ag.Graph.from_edges(*arguments)


def test_bad_options(cliques):
    with pytest.raises(ValueError, match="resolution"):
        ag.leiden(cliques, resolution=0)
    with pytest.raises(ValueError, match="'cpm' or 'modularity'"):
        ag.leiden(cliques, objective="louvain")
    with pytest.raises(ValueError, match="one label a vertex"):
        ag.modularity(cliques, [0])


@pytest.mark.parametrize("name", ["graphs", "communities", "comparison"])
def test_examples_of_docstrings(name):
    pytest.importorskip("networkx"), pytest.importorskip("scipy")
    assert doctest.testmod(import_module(f"accountgraph.{name}")).failed == 0


def test_examples_of_the_page(monkeypatch):
    nx = pytest.importorskip("networkx")
    pytest.importorskip("scipy")
    monkeypatch.setattr(nx.config, "warnings_to_ignore", {"cache"})
    before = nx.config.backend_priority.algos
    scope = {}
    try:
        for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL):
            exec(block, scope)  # noqa: S102
    finally:
        nx.config.backend_priority.algos = before
    assert scope["found"].membership.tolist() == [0, 0, 0, 1, 1, 1]
    assert scope["steps"].max() == 5 and max(scope["between"], key=scope["between"].get) == 0
