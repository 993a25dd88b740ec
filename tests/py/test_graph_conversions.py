"""Graphs to and from NumPy, SciPy, NetworkX, igraph and edge lists come back as they went."""

import gc

import accountgraph as ag
import numpy as np
import pytest


@pytest.fixture
def graph():
    """Random weights, some of them 0; self-loops, repeated edges and isolated vertices."""
    random = np.random.default_rng(101)
    return ag.Graph.from_edges(*random.integers(0, 60, (2, 150)), random.integers(0, 5, 150) / 4, 64)


def test_arrays_are_views_that_cannot_be_written_and_keep_the_graph_alive():
    graph = ag.Graph.from_edges([0, 0, 2], [1, 2, 2], [1.0, 2.0, 3.0])
    views = graph.begin, graph.neighbour, graph.weight
    assert [view.tolist() for view in views] == [[0, 2, 3, 5], [1, 2, 0, 0, 2], [1, 2, 1, 2, 3]]
    assert [view.dtype for view in views] == [np.uint64, np.uint32, np.float64]
    for view, again in zip(views, (graph.begin, graph.neighbour, graph.weight), strict=True):
        assert np.shares_memory(view, again)
        with pytest.raises(ValueError, match="read-only"):
            view[0] = 1
    del graph, view, again
    gc.collect()
    assert views[2].tolist() == [1, 2, 1, 2, 3]


def test_edges_come_back(graph):
    source, target, weight = graph.to_edges()
    assert len(source) == graph.num_edges and (source <= target).all()
    assert ag.Graph.from_edges(target, source, weight, graph.num_vertices) == graph
    assert ag.Graph.from_edges(source, target, weight, graph.num_vertices + 1) != graph
    assert graph != "graph"


def test_graphs_without_edges_or_vertices():
    pytest.importorskip("scipy"), pytest.importorskip("networkx")
    for vertices in (0, 3):
        graph = ag.Graph.from_edges([], [], num_vertices=vertices)
        assert [len(part) for part in graph.to_edges()] == [0, 0, 0]
        assert ag.Graph.from_networkx(graph.to_networkx()) == graph
        assert graph.to_scipy().shape == (vertices, vertices)
        if vertices:
            assert ag.Graph.from_scipy(graph.to_scipy()) == graph


class TestScipy:
    sparse = pytest.importorskip("scipy.sparse")

    def test_the_matrix_is_the_graph_s_memory_both_ways_round(self, graph):
        matrix = graph.to_scipy()
        for same in (matrix, matrix.T):
            assert np.shares_memory(same.data, graph.weight)
            assert np.shares_memory(same.indices, graph.neighbour)
        assert (matrix.format, matrix.T.format) == ("csr", "csc")
        dense = np.zeros((64, 64))
        source, target, weight = graph.to_edges()
        dense[source, target] = dense[target, source] = weight
        assert np.array_equal(matrix.toarray(), dense)

    @pytest.mark.parametrize("form", ["csr", "csc", "coo", "lil", "dok", "bsr"])
    def test_matrices_come_back(self, graph, form):
        back = ag.Graph.from_scipy(graph.to_scipy().asformat(form))
        assert np.array_equal(back.to_scipy().toarray(), graph.to_scipy().toarray())
        if form in ("csr", "csc", "coo"):  # which keep the stored zeros
            assert back == graph == ag.Graph.from_scipy(self.sparse.csr_matrix(graph.to_scipy()))

    def test_scipy_s_own_algorithms_take_it(self, graph):
        csgraph = pytest.importorskip("scipy.sparse.csgraph")
        source, target, weight = graph.to_edges()
        graph = ag.Graph.from_edges(source, target, weight + 1, 64)  # SciPy takes a 0 for no edge
        assert np.array_equal(csgraph.connected_components(graph.to_scipy())[1], ag.connected_components(graph))

    def test_matrices_that_are_no_graph(self):
        array = self.sparse.csr_array
        for matrix in ([[0, 1], [2, 0]], [[0, 1], [0, 0]]):
            with pytest.raises(ValueError, match=r"must be symmetric; \(matrix \+ matrix.T\) / 2 is"):
                ag.Graph.from_scipy(array(matrix))
        with pytest.raises(ValueError, match=r"must be square, got shape \(2, 3\)"):
            ag.Graph.from_scipy(array(np.ones((2, 3))))
        with pytest.raises(ValueError, match="square"):
            ag.Graph.from_scipy(self.sparse.coo_array(np.ones(3)))
        with pytest.raises(ValueError, match="weight"):
            ag.Graph.from_scipy(array([[0, np.nan], [np.nan, 0]]))
        with pytest.raises(ValueError, match="weight"):
            ag.Graph.from_scipy(array([[0, -1], [-1, 0]]))
        with pytest.raises(TypeError, match="must be sparse"):
            ag.Graph.from_scipy(np.ones((2, 2)))

    def test_a_matrix_with_repeated_entries_is_not_changed(self):
        matrix = self.sparse.coo_array(([1.0, 2.0, 3.0], ([0, 0, 1], [1, 1, 0])), shape=(2, 2))
        assert ag.Graph.from_scipy(matrix) == ag.Graph.from_edges([0], [1], [3])
        assert matrix.nnz == 3


class TestNetworkx:
    nx = pytest.importorskip("networkx")

    def test_graphs_come_back(self, graph):
        G = graph.to_networkx()
        assert list(G) == list(range(64)) and G.number_of_edges() == graph.num_edges
        assert ag.Graph.from_networkx(G) == graph

    def test_nodes_are_names(self):
        G = self.nx.Graph([("b", "a", {"weight": 2, "cost": 5}), ("a", (1, 2), {"weight": 3})])
        graph = ag.Graph.from_networkx(G)
        assert graph.names == ["b", "a", (1, 2)]
        assert graph.to_edges()[2].tolist() == [2, 3]
        assert ag.Graph.from_networkx(G, weight="cost").to_edges()[2].tolist() == [5, 1]
        assert ag.Graph.from_networkx(G, weight=None).to_edges()[2].tolist() == [1, 1]
        back = graph.to_networkx()
        assert list(back) == list(G) and back["a"]["b"] == {"weight": 2} and back["a"][(1, 2)] == {"weight": 3}

    def test_parallel_edges_add_up(self):
        G = self.nx.MultiGraph([(0, 1, {"weight": 2}), (1, 0, {"weight": 3}), (2, 2)])
        assert ag.Graph.from_networkx(G) == ag.Graph.from_edges([0, 2], [1, 2], [5, 1])

    def test_what_is_no_graph(self):
        with pytest.raises(ValueError, match="must be undirected"):
            ag.Graph.from_networkx(self.nx.DiGraph([(0, 1)]))
        for weight in (None, "heavy", -1, float("inf")):
            with pytest.raises(ValueError, match="weight"):
                ag.Graph.from_networkx(self.nx.Graph([(0, 1, {"weight": weight})]))
        graph = ag.Graph.from_edges([0], [1])
        for names in (["a", "a"], ["a"]):
            graph.names = names
            with pytest.raises(ValueError, match="must be distinct, one a vertex"):
                graph.to_networkx()


class TestIgraph:
    def test_graphs_come_back(self, graph):
        pytest.importorskip("igraph", reason="igraph (GPL) is not installed; its conversion is tested where it is")
        assert ag.Graph.from_igraph(graph.to_igraph()) == graph
        graph.names = [f"v{vertex}" for vertex in range(64)]
        there = graph.to_igraph()
        assert there.vs["name"] == graph.names and ag.Graph.from_igraph(there).names == graph.names
        assert ag.Graph.from_igraph(there, weight=None).weight.tolist() == [1.0] * len(graph.weight)
        with pytest.raises(ValueError, match="must be undirected"):
            ag.Graph.from_igraph(there.as_directed())


def test_the_links_of_a_run_are_a_graph(result, run_folder):
    graph = result.graph()
    assert graph.names == result.accounts["account_id"].tolist()
    source, target, weight = graph.to_edges()
    assert [graph.names[v] for v in source] == result.links["account_a"].tolist()
    assert [graph.names[v] for v in target] == result.links["account_b"].tolist()
    assert np.array_equal(weight, result.links["bits"])
    loaded = ag.load(run_folder)
    assert loaded.graph() == graph and loaded.graph().names == graph.names
