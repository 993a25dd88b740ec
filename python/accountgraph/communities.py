"""Communities of any weighted graph: the algorithms of `detect` by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from . import _core
from .arrays import indices
from .graphs import Graph
from .stages import Progress, Stages
from .terminal import shown
from .threads import number_of_threads


@dataclass(frozen=True)
class LeidenResult:
    """A partition. ``membership[v]`` is the community of vertex v: 0, 1, ... in order of first appearance.

    Attributes
    ----------
    membership : int32 array of shape (vertices,)
    quality : float
        What the optimiser believes; `modularity` and `cpm_quality` compute it from the graph.
    iterations : int
        Run in all.
    converged : bool
        It stopped because iterations no longer paid, not for having run `max_iterations`.
    """

    membership: np.ndarray
    quality: float
    iterations: int
    converged: bool
    _levels: Callable[[], list[np.ndarray]] = field(repr=False, compare=False)

    @cached_property
    def levels(self) -> list[np.ndarray]:
        """The hierarchy inside the communities: nested partitions as int32 arrays of shape (vertices,), finest first.

        The last is `membership`. All their communities are connected, and no level has less quality than the one
        before. Found when first asked for, in about the time of one iteration, on the same number of threads.
        """
        return self._levels()


def leiden(
    graph: Graph,
    objective: str = "modularity",
    resolution: float = 1.0,
    seed: int = 0,
    threads: int | None = None,
    initial: npt.ArrayLike | None = None,
    *,
    max_iterations: int | None = None,
    progress: bool | Progress | None = None,
) -> LeidenResult:
    """Communities that are dense inside and connected (Traag, Waltman, van Eck 2019, doi 10.1038/s41598-019-41695-z).

    Parameters
    ----------
    graph : Graph
    objective : {"modularity", "cpm"}
        modularity: weight inside above what degrees give. cpm: weight inside minus `resolution` for every pair inside.
    resolution : float
        > 0. Larger: more and smaller communities. modularity: 1 is Newman's. cpm: in the unit of the weights, the mean
        weight of a pair that a community must exceed; at 1, communities of an unweighted graph are cliques.
    seed : int
        >= 0. Same graph, options and seed: same partition, on any number of threads.
    threads : int, optional
        None takes all.
    initial : array of shape (vertices,), optional
        Partition to start from; the result is never worse.
    max_iterations : int, optional
        >= 1. Stops earlier when three in a row find nothing better; 50 converges. None: as many as pay. A small graph
        (about 2**20 edges gone through, in all) is run to the end, up to four times, and the best result counts; a
        large one has another iteration, up to ten, while the last gained .0005 of the quality and the next promises it.
    progress : bool or callable, optional
        As in `detect`.

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
    >>> leiden(graph).membership.tolist()
    [0, 0, 0, 1, 1, 1]
    """
    given = {"objective": objective, "resolution": resolution, "seed": seed}
    if max_iterations is not None:
        given["max_iterations"] = max_iterations
    start = None if initial is None else indices(initial, "initial")
    threads = number_of_threads(threads)
    with shown(progress) as show:
        found = _core.leiden(graph._native, given, start, threads, Stages(show).begin("communities"))

    def levels() -> list[np.ndarray]:
        return _core.leiden_levels(graph._native, found["membership"], given, threads, None)

    return LeidenResult(**found, _levels=levels)


def connected_components(graph: Graph, *, threads: int | None = None) -> np.ndarray:
    """The component of each vertex, as int32 labels in order of first appearance; shape (vertices,).

    Examples
    --------
    >>> connected_components(Graph.from_edges([0, 2], [1, 3])).tolist()
    [0, 0, 1, 1]
    """
    return _core.connected_components(graph._native, number_of_threads(threads), None)


def modularity(graph: Graph, membership: npt.ArrayLike, resolution: float = 1.0) -> float:
    """Newman's modularity of a partition (doi 10.1103/PhysRevE.69.026113); ValueError when the lengths differ."""
    return _core.modularity(graph._native, indices(membership, "membership"), resolution)


def cpm_quality(graph: Graph, membership: npt.ArrayLike, resolution: float = 1.0) -> float:
    """The constant Potts model's quality (doi 10.1103/PhysRevE.84.016114), in the unit of the weights."""
    return _core.cpm_quality(graph._native, indices(membership, "membership"), resolution)
