"""accountgraph as a backend of NetworkX: its semantics, its order, its own tests."""

import os
import random
import re
import subprocess
import sys
from itertools import pairwise

import accountgraph as ag
import numpy as np
import pytest

nx = pytest.importorskip("networkx")
from accountgraph import networkx_backend as backend  # noqa: E402

leiden, partitions = nx.community.leiden_communities, nx.community.leiden_partitions
OURS = {"backend": "accountgraph"}


@pytest.fixture(autouse=True)
def no_warning_of_the_cache(monkeypatch):
    monkeypatch.setattr(nx.config, "warnings_to_ignore", {"cache"})


@pytest.fixture
def rings():
    """Ten named cliques in a ring, and a node alone."""
    G = nx.ring_of_cliques(10, 6)
    G.add_node(99)
    return nx.relabel_nodes(G, lambda node: f"n{node}")


def test_networkx_s_own_tests_pass(tmp_path):
    """All but one: test_quality asks for a multigraph, which the backend declines and NetworkX cannot do."""
    tests = [
        f"networkx.algorithms.{name}" for name in ("community.tests.test_leiden", "components.tests.test_connected")
    ]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-k",
        "not test_quality",
        "--pyargs",
        *tests,
    ]
    environment = {**os.environ, "NETWORKX_TEST_BACKEND": "accountgraph", "NETWORKX_FALLBACK_TO_NX": "True"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    summary = done.stdout.splitlines()[-1]
    assert int(re.search(r"(\d+) passed", summary).group(1)) >= 18
    assert not re.search("failed|skipped|xfailed|error", summary), done.stdout


def test_importing_networkx_does_not_import_accountgraph():
    code = "import sys, networkx; assert 'accountgraph' in networkx.config.backends; assert 'numpy' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_announced_is_there():
    from _accountgraph_networkx import FUNCTIONS

    for name in FUNCTIONS:
        assert callable(getattr(backend, name))
        assert "accountgraph" in getattr(nx.algorithms, name, getattr(nx.community, name, None)).backends


def test_communities_are_sets_of_nodes_in_order_of_their_first_node(rings):
    found = leiden(rings, seed=1, **OURS)
    assert nx.community.is_partition(rings, found) and len(found) == 11
    order = list(rings)
    firsts = [min(map(order.index, community)) for community in found]
    assert firsts == sorted(firsts) and found[-1] == {"n99"}
    assert leiden(nx.Graph(), **OURS) == [] and list(partitions(nx.Graph(), **OURS)) == [[]]


def test_levels_are_nested_and_none_loses_modularity():
    G = nx.path_graph(200)
    levels = list(partitions(G, seed=3, **OURS))
    assert len(levels) > 1 and levels[-1] == leiden(G, seed=3, **OURS)
    qualities = [nx.community.modularity(G, level) for level in levels]
    assert qualities == sorted(qualities)
    for finer, coarser in pairwise(levels):
        assert all(any(small <= large for large in coarser) for small in finer)
    for level, expected in enumerate(levels, 1):
        assert leiden(G, seed=3, max_level=level, **OURS) == expected
    assert leiden(G, seed=3, max_level=len(levels) + 1, **OURS) == levels[-1]
    for wrong in (0, -1):
        with pytest.raises(ValueError, match="max_level argument must be a positive integer or None"):
            leiden(G, max_level=wrong, **OURS)


def test_a_seed_is_a_number_or_any_generator(rings):
    expected = leiden(rings, seed=5, **OURS)
    assert leiden(rings, seed=random.Random(5), **OURS) == expected
    for generator in (np.random.RandomState(5), np.random.default_rng(5), None):
        assert nx.community.is_partition(rings, leiden(rings, seed=generator, **OURS))
    drawn = random.Random(5)
    before = drawn.getstate()
    leiden(rings, seed=drawn, **OURS)
    assert drawn.getstate() != before


def test_weight_and_resolution_count():
    G = nx.Graph([(0, 1, {"weight": 9, "foo": 1}), (1, 2, {"weight": 1, "foo": 9}), (2, 3, {"weight": 9, "foo": 1})])
    assert leiden(G, seed=1, **OURS) == [{0, 1}, {2, 3}]
    assert leiden(G, weight="foo", seed=1, **OURS) == [{0, 1, 2, 3}]
    for weight in (None, "absent"):  # after conversions with weights, which NetworkX keeps
        partition = leiden(G, weight=weight, seed=1, **OURS)
        plain = nx.Graph(G.edges)
        assert nx.community.modularity(plain, partition) == pytest.approx(1 / 6)
    assert leiden(G, resolution=100, seed=1, **OURS) == [{0}, {1}, {2}, {3}]
    with pytest.raises(ValueError, match="weight"):
        leiden(nx.Graph([(0, 1, {"weight": -1})]), **OURS)


def test_components_are_networkx_s():
    for seed in range(101, 106):
        G = nx.gnm_random_graph(200, 150, seed=seed)
        G.add_edge(0, 0)
        assert list(nx.connected_components(G, **OURS)) == list(nx.connected_components(G))
        assert nx.number_connected_components(G, **OURS) == nx.number_connected_components(G)
        assert nx.is_connected(G, **OURS) is nx.is_connected(G) is False
    assert nx.is_connected(nx.path_graph(5), **OURS) is True
    with pytest.raises(nx.NetworkXPointlessConcept):
        nx.is_connected(nx.Graph(), **OURS)


def test_directed_graphs_and_multigraphs_are_declined():
    for G, reason in ((nx.DiGraph(), "directed"), (nx.MultiGraph(), "multigraphs")):
        assert reason in backend.can_run("leiden_communities", (G,), {})
        assert reason in backend.can_run("leiden_communities", (), {"G": G})
        with pytest.raises((NotImplementedError, nx.NetworkXNotImplemented)):
            leiden(G, **OURS)
    assert backend.can_run("leiden_communities", (nx.Graph(),), {}) is True


def test_a_graph_of_ours_goes_in_as_it_is():
    graph = ag.Graph.from_edges([0, 1, 2, 3, 4, 5, 0], [1, 2, 0, 4, 5, 3, 3], [2.0] * 7)
    assert leiden(graph) == [{0, 1, 2}, {3, 4, 5}]
    assert leiden(graph, weight=None) == [{0, 1, 2}, {3, 4, 5}]
    graph.names = list("abcdef")
    assert list(nx.connected_components(graph)) == [set("abcdef")]
    assert backend.convert_to_nx(graph).edges["a", "b"] == {"weight": 2}
    assert backend.convert_to_nx("anything else") == "anything else"
