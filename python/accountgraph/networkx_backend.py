"""The backend `accountgraph` of NetworkX: `nx.community.leiden_communities(G, backend="accountgraph", seed=1)`.

The entry point `networkx.backends` names this module, and NetworkX calls its functions in place of its own. Undirected
graphs without parallel edges. A Graph goes in as it is, anything else is converted by `convert_from_nx`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np

from . import communities
from .graphs import Graph


def can_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """True, or why not."""
    G = args[0] if args else kwargs["G"]
    if G.is_directed():
        return "directed graphs are not supported"
    return "multigraphs are not supported" if G.is_multigraph() else True


def convert_from_nx(G: nx.Graph, *, edge_attrs: dict[str, Any] | None = None, **_: Any) -> Graph:
    """A Graph with the one edge attribute that the call names, as weights; none: 1 each."""
    return Graph.from_networkx(G, weight=next(iter(edge_attrs or [None])))


def convert_to_nx(result: Any, **_: Any) -> Any:
    """Graphs become NetworkX's, other results stay."""
    return result.to_networkx() if isinstance(result, Graph) else result


def leiden_communities(
    G: Graph, weight: str | None = "weight", resolution: float = 1, max_level: int | None = None, seed: Any = None
) -> list[set]:
    """The last partition of `leiden_partitions`, or the one of level `max_level`."""
    if max_level is not None and max_level <= 0:
        raise ValueError("max_level argument must be a positive integer or None")
    return _sets(G, _levels(G, weight, resolution, seed)[:max_level][-1])


def leiden_partitions(
    G: Graph, weight: str | None = "weight", resolution: float = 1, seed: Any = None
) -> Iterator[list[set]]:
    """Nested partitions into connected communities, finest first; the last is that of `accountgraph.leiden`."""
    for membership in _levels(G, weight, resolution, seed):
        yield _sets(G, membership)


def connected_components(G: Graph) -> Iterator[set]:
    """Sets of nodes, in order of their first node."""
    yield from _sets(G, communities.connected_components(G))


def number_connected_components(G: Graph) -> int:
    """How many there are."""
    return int(communities.connected_components(G).max(initial=-1)) + 1


def is_connected(G: Graph) -> bool:
    """Whether there is one component. Raises NetworkXPointlessConcept for no nodes."""
    if G.num_vertices == 0:
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return number_connected_components(G) == 1


def _levels(G: Graph, weight: str | None, resolution: float, seed: Any) -> list[np.ndarray]:
    """`seed` as NetworkX has it: a number, a generator of random numbers, or None for the global one."""
    if weight is None:  # NetworkX may hand over a graph that it converted with weights before
        G = _without_weights(G)
    drawn = nx.utils.create_py_random_state(seed).randrange(2**32)
    return communities.leiden(G, resolution=resolution, seed=drawn).levels


def _without_weights(G: Graph) -> Graph:
    source, target, _ = G.to_edges()
    return Graph.from_edges(source, target, num_vertices=G.num_vertices)


def _sets(G: Graph, label: np.ndarray) -> list[set]:
    names = range(G.num_vertices) if G.names is None else G.names
    sets: list[set] = [set() for _ in range(label.max(initial=-1) + 1)]
    for name, community in zip(names, label.tolist(), strict=True):
        sets[community].add(name)
    return sets
