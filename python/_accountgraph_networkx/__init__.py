"""What NetworkX reads at every import of networkx: a package of its own, since importing accountgraph takes time."""

from typing import Any

FUNCTIONS = (
    "connected_components",
    "is_connected",
    "leiden_communities",
    "leiden_partitions",
    "number_connected_components",
)


def get_info() -> dict[str, Any]:
    """The entry point `networkx.backend_info`; the functions are those of `accountgraph.networkx_backend`."""
    return {
        "backend_name": "accountgraph",
        "project": "accountgraph",
        "package": "accountgraph",
        "short_summary": "Leiden and components of undirected graphs, the same on any number of threads.",
        "functions": {name: {} for name in FUNCTIONS},
    }
