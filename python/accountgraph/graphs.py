"""Weighted undirected graphs, from and to NumPy, SciPy, NetworkX and igraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _core
from .arrays import indices, numbers
from .extras import need

if TYPE_CHECKING:
    import igraph
    import networkx
    import scipy.sparse

INT32_MAX = 2**31 - 1


class Graph:
    """A weighted undirected graph. Made by `from_edges`, `from_scipy`, `from_networkx` or `from_igraph`.

    Equal graphs have the same vertices, edges and weights; names do not count.

    Attributes
    ----------
    names : list or None
        What the vertices stand for, in order: nodes of NetworkX, accounts. None: 0, 1, ...
    """

    __slots__ = ("_native", "names")
    __hash__ = None
    __networkx_backend__ = "accountgraph"  # NetworkX hands a Graph to networkx_backend.py as it is

    def __init__(self, native: _core.Graph) -> None:
        self._native = native
        self.names: list[Any] | None = None

    @classmethod
    def from_edges(
        cls,
        source: npt.ArrayLike,
        target: npt.ArrayLike,
        weight: npt.ArrayLike | None = None,
        num_vertices: int | None = None,
    ) -> Graph:
        """A graph from a list of edges, in any order and direction.

        Parameters
        ----------
        source, target : array of shape (edges,)
            Vertices of each edge, from 0. A self-loop counts twice in its vertex's degree.
        weight : array of shape (edges,), optional
            Finite and >= 0; None: 1 each. Weights of repeated edges add up.
        num_vertices : int, optional
            None: one more than the largest vertex.

        Raises
        ------
        ValueError
            Lengths differ, a vertex or weight is out of range.

        Examples
        --------
        >>> Graph.from_edges([0, 1, 2], [1, 2, 0]).num_vertices
        3
        """
        ends = indices(source, "source"), indices(target, "target")
        weights = None if weight is None else numbers(weight, "weight")
        return cls(_core.Graph.from_edges(*ends, weights, num_vertices))

    @classmethod
    def from_scipy(cls, matrix: scipy.sparse.sparray | scipy.sparse.spmatrix) -> Graph:
        """A graph from its symmetric sparse matrix of any format; stored zeros are edges of weight 0. Copies.

        Raises
        ------
        ValueError
            The matrix is not square or not symmetric, or an entry is no weight.

        Examples
        --------
        >>> from scipy.sparse import csr_array
        >>> Graph.from_scipy(csr_array([[0, 2], [2, 0]])).weight.tolist()
        [2.0, 2.0]
        """
        if not hasattr(matrix, "tocoo"):
            raise TypeError(f"`matrix` must be sparse, as scipy.sparse has them, got {type(matrix).__name__}")
        if len(matrix.shape) != 2 or matrix.shape[0] != matrix.shape[1]:
            raise ValueError(f"`matrix` must be square, got shape {matrix.shape}")
        entries = matrix.tocoo(copy=False)
        above, below = (
            cls.from_edges(entries.row[half], entries.col[half], entries.data[half], matrix.shape[0])
            for half in (entries.row <= entries.col, entries.row >= entries.col)
        )
        if above != below:
            raise ValueError("`matrix` must be symmetric; (matrix + matrix.T) / 2 is")
        return above

    @classmethod
    def from_networkx(cls, G: networkx.Graph, weight: str | None = "weight") -> Graph:
        """A graph from an undirected one of NetworkX; `names` are its nodes, in its order.

        `weight` is the edge attribute that holds the weights, 1 where an edge has none; None: 1 each. Weights of a
        multigraph's parallel edges add up. Raises ValueError for directed graphs and for what is no weight.

        Examples
        --------
        >>> import networkx as nx
        >>> Graph.from_networkx(nx.Graph([("a", "b")])).names
        ['a', 'b']
        """
        if G.is_directed():
            raise ValueError("`G` must be undirected; G.to_undirected() is")
        names = list(G)
        place = {name: vertex for vertex, name in enumerate(names)}
        edges = list(G.edges(data=weight if weight is not None else False, default=1))
        source, target = (np.array([place[edge[end]] for edge in edges], np.uint32) for end in (0, 1))
        weights = None if weight is None else [edge[2] for edge in edges]
        graph = cls.from_edges(source, target, weights, len(names))
        graph.names = names
        return graph

    @classmethod
    def from_igraph(cls, graph: igraph.Graph, weight: str | None = "weight") -> Graph:
        """The same from an undirected graph of igraph; `names` are the vertex attribute "name" where there is one."""
        if graph.is_directed():
            raise ValueError("`graph` must be undirected; graph.as_undirected() is")
        ends = np.array(graph.get_edgelist(), np.uint32).reshape(-1, 2)
        weights = graph.es[weight] if weight in graph.es.attributes() else None
        made = cls.from_edges(ends[:, 0], ends[:, 1], weights, graph.vcount())
        made.names = graph.vs["name"] if "name" in graph.vs.attributes() else None
        return made

    @property
    def num_vertices(self) -> int:
        """Vertices, isolated ones included."""
        return self._native.num_vertices

    @property
    def num_edges(self) -> int:
        """Edges, self-loops included, each once. O(vertices log degree)."""
        return self._native.num_edges

    @property
    def begin(self) -> np.ndarray:
        """uint64 of shape (vertices + 1,): v's row is [begin[v], begin[v + 1]) of `neighbour` and `weight`.

        The three are read-only views of the graph's memory and keep it alive.
        """
        return self._native.begin

    @property
    def neighbour(self) -> np.ndarray:
        """uint32: the neighbours, ascending in a row. An edge stands in the rows of both ends, a self-loop once."""
        return self._native.neighbour

    @property
    def weight(self) -> np.ndarray:
        """float64: the edge's weight, beside the neighbour."""
        return self._native.weight

    def to_edges(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(source, target, weight): every edge once, source <= target, in ascending order. Copies."""
        source = np.repeat(np.arange(self.num_vertices, dtype=np.uint32), np.diff(self.begin).astype(np.intp))
        once = source <= self.neighbour
        return source[once], self.neighbour[once], self.weight[once]

    def to_scipy(self) -> scipy.sparse.csr_array:
        """The symmetric matrix of the weights, a self-loop once on the diagonal; its `.T` is the same as a csc_array.

        Weights and neighbours are the graph's own memory, so the matrix is read-only; row starts are a copy. From 2^31
        entries on neighbours are copied too.
        """
        csr_array = need("scipy.sparse", "graphs", "to_scipy").csr_array
        index = np.int32 if self.neighbour.size <= INT32_MAX else np.int64
        neighbour = self.neighbour.view(np.int32).astype(index, copy=False)
        matrix = csr_array((self.weight, neighbour, self.begin.astype(index)), shape=(self.num_vertices,) * 2)
        matrix.has_canonical_format = True
        return matrix

    def to_networkx(self) -> networkx.Graph:
        """A networkx.Graph of the names with the edge attribute "weight". Raises ValueError when names repeat."""
        G = need("networkx", "graphs", "to_networkx").Graph()
        names = range(self.num_vertices) if self.names is None else self.names
        G.add_nodes_from(names)
        if len(G) != self.num_vertices:
            raise ValueError("`names` must be distinct, one a vertex, to be nodes of networkx")
        source, target, weight = (part.tolist() for part in self.to_edges())
        G.add_weighted_edges_from((names[a], names[b], w) for a, b, w in zip(source, target, weight, strict=True))
        return G

    def to_igraph(self) -> igraph.Graph:
        """An igraph.Graph with the edge attribute "weight" and, where there are names, the vertex attribute "name"."""
        source, target, weight = self.to_edges()
        names = {} if self.names is None else {"name": self.names}
        return need("igraph", None, "to_igraph").Graph(
            n=self.num_vertices,
            edges=np.column_stack([source, target]),
            edge_attrs={"weight": weight.tolist()},
            vertex_attrs=names,
        )

    def is_directed(self) -> bool:
        """False; NetworkX asks."""
        return False

    def is_multigraph(self) -> bool:
        """False; NetworkX asks."""
        return False

    def __eq__(self, other: object) -> bool:
        return self._native.equals(other._native) if isinstance(other, Graph) else NotImplemented

    def __repr__(self) -> str:
        return f"<accountgraph.Graph: {self.num_vertices:,} vertices, {self.num_edges:,} edges>"
