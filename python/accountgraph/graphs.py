"""Communities of any weighted graph: the algorithms of `detect` by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from . import _core
from .stages import Progress, Stages
from .terminal import shown
from .threads import number_of_threads

Ints = npt.ArrayLike
INDEX_LIMIT = 2**32


class Graph:
    """A weighted undirected graph. Made by `from_edges`."""

    __slots__ = ("_native",)

    def __init__(self, native: _core.Graph) -> None:
        self._native = native

    @classmethod
    def from_edges(
        cls, source: Ints, target: Ints, weight: npt.ArrayLike | None = None, num_vertices: int | None = None
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
        ends = _indices(source, "source"), _indices(target, "target")
        weights = None if weight is None else _array(weight, "weight").astype(np.float64, copy=False)
        return cls(_core.Graph.from_edges(*ends, weights, num_vertices))

    @property
    def num_vertices(self) -> int:
        """Vertices, isolated ones included."""
        return self._native.num_vertices

    def __repr__(self) -> str:
        return f"<accountgraph.Graph: {self.num_vertices:,} vertices>"


@dataclass(frozen=True)
class LeidenResult:
    """A partition. ``membership[v]`` is the community of vertex v: 0, 1, ... in order of first appearance.

    Attributes
    ----------
    membership : int32 array of shape (vertices,)
    quality : float
        What the optimiser believes; `modularity` and `cpm_quality` compute it from the graph.
    levels : list of int32 arrays of shape (vertices,)
        Nested partitions, finest first; the last is `membership`.
    iterations : int
    converged : bool
        The last iteration found nothing better.
    """

    membership: np.ndarray
    quality: float
    levels: list[np.ndarray]
    iterations: int
    converged: bool


class BCubed(NamedTuple):
    """Means over items, in (0, 1]."""

    precision: float
    recall: float
    f1: float


def leiden(
    graph: Graph,
    *,
    objective: str | None = None,
    resolution: float | None = None,
    seed: int | None = None,
    max_iterations: int | None = None,
    initial: Ints | None = None,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> LeidenResult:
    """Communities that are dense inside and connected (Traag, Waltman, van Eck 2019, doi 10.1038/s41598-019-41695-z).

    What is None keeps the default of the C++ library.

    Parameters
    ----------
    graph : Graph
    objective : {"cpm", "modularity"}, optional
        cpm: weight inside minus `resolution` for every pair inside. modularity: weight inside above what degrees give.
    resolution : float, optional
        > 0. Larger: more and smaller communities.
    seed : int, optional
        Same graph, options and seed: same partition, on any number of threads.
    max_iterations : int, optional
        >= 1. Stops earlier when an iteration finds nothing better.
    initial : array of shape (vertices,), optional
        Partition to start from; the result is never worse.
    threads : int, optional
        None takes all.

    Returns
    -------
    LeidenResult

    Raises
    ------
    ValueError
        An option out of range, or `initial` of another length.

    Examples
    --------
    >>> graph = Graph.from_edges([0, 1, 2, 3, 4, 5, 0], [1, 2, 0, 4, 5, 3, 3])
    >>> leiden(graph, objective="modularity").membership.tolist()
    [0, 0, 0, 1, 1, 1]
    """
    given = {"objective": objective, "resolution": resolution, "seed": seed, "max_iterations": max_iterations}
    given = {name: value for name, value in given.items() if value is not None}
    start = None if initial is None else _indices(initial, "initial")
    threads = number_of_threads(threads)
    with shown(progress) as show:
        found = _core.leiden(graph._native, given, start, threads, Stages(show).begin("communities"))
    return LeidenResult(**found)


def connected_components(graph: Graph, *, threads: int | None = None) -> np.ndarray:
    """The component of each vertex, as int32 labels in order of first appearance; shape (vertices,).

    Examples
    --------
    >>> connected_components(Graph.from_edges([0, 2], [1, 3])).tolist()
    [0, 0, 1, 1]
    """
    return _core.connected_components(graph._native, number_of_threads(threads), None)


def modularity(graph: Graph, membership: Ints, *, resolution: float = 1.0) -> float:
    """Newman's modularity of a partition (doi 10.1103/PhysRevE.69.026113); ValueError when the lengths differ."""
    return _core.modularity(graph._native, _indices(membership, "membership"), resolution)


def cpm_quality(graph: Graph, membership: Ints, *, resolution: float) -> float:
    """The constant Potts model's quality (doi 10.1103/PhysRevE.84.016114), in the unit of the weights."""
    return _core.cpm_quality(graph._native, _indices(membership, "membership"), resolution)


def adjusted_rand_index(a: Ints, b: Ints) -> float:
    """Agreement of two groupings corrected for chance: 1 = the same, about 0 = unrelated (doi 10.1007/BF01908075).

    Examples
    --------
    >>> adjusted_rand_index([0, 0, 1, 1], [7, 7, 3, 3])
    1.0
    """
    return _core.adjusted_rand_index(_indices(a, "a"), _indices(b, "b"))


def adjusted_mutual_information(a: Ints, b: Ints) -> float:
    """Mutual information of two groupings corrected for chance: 1 = the same (jmlr.org/papers/v11/vinh10a)."""
    return _core.adjusted_mutual_information(_indices(a, "a"), _indices(b, "b"))


def b_cubed(truth: Ints, predicted: Ints) -> BCubed:
    """B-cubed precision, recall and F1 (aclanthology.org/P98-1012).

    Examples
    --------
    >>> b_cubed([0, 0, 1], [0, 0, 0]).recall
    1.0
    """
    return BCubed(*_core.b_cubed(_indices(truth, "truth"), _indices(predicted, "predicted")))


def _array(values: npt.ArrayLike, name: str) -> np.ndarray:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"`{name}` must have one dimension, got {array.ndim}")
    return array


def _indices(values: npt.ArrayLike, name: str) -> np.ndarray:
    array = _array(values, name)
    if array.size == 0:
        return array.astype(np.uint32)
    if array.dtype.kind not in "iu":
        raise ValueError(f"`{name}` must hold whole numbers, got {array.dtype}")
    if array.min() < 0 or array.max() >= INDEX_LIMIT:
        raise ValueError(f"`{name}` must lie in [0, 2^32), got {array.min()} to {array.max()}")
    return array.astype(np.uint32, copy=False)
