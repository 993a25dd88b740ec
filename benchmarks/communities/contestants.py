"""One contestant in a process of its own: builds its graph, finds communities, prints one line of JSON.

    python contestants.py NAME FOLDER THREADS LABELS

NAME is a key of `CONTESTANTS`; FOLDER was written by graphs.py. `seconds` is the algorithm alone, `build_seconds` the
graph from arrays; `input_mb` is the memory when the algorithm began and `peak_mb` the most since then. Every contestant
has the options that its makers chose, modularity with resolution 1, and the weights. What takes a seed has
one.
"""

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from graphs import read_graph

Algorithm = Callable[[], np.ndarray]


def memory_mb(name: str) -> float:
    """A line of /proc/self/status: VmRSS, the memory now; VmHWM, its peak."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return round(int(lines[name].split()[0]) / 1024, 1)


def igraph_graph(folder: Path):
    import igraph

    sizes, source, target, weight = read_graph(folder)
    graph = igraph.Graph(n=sizes["vertices"], edges=np.column_stack([source, target]))
    graph.es["weight"] = weight.tolist()
    return graph


def igraph(folder: Path, threads: int) -> Algorithm:
    import random

    import igraph as package

    graph = igraph_graph(folder)
    random.seed(0)
    package.set_random_number_generator(random)
    return lambda: graph.community_leiden(objective_function="modularity", weights="weight").membership


def leidenalg(folder: Path, threads: int) -> Algorithm:
    import leidenalg as package

    graph = igraph_graph(folder)
    kind = package.ModularityVertexPartition
    return lambda: package.find_partition(graph, kind, weights="weight", seed=0).membership


def networkit_graph(folder: Path, threads: int):
    import networkit
    from scipy import sparse

    sizes, source, target, weight = read_graph(folder)
    networkit.setNumberOfThreads(threads)
    networkit.setSeed(0, False)
    n = sizes["vertices"]
    matrix = sparse.coo_matrix((weight, (source.astype(np.int64), target.astype(np.int64))), shape=(n, n))
    return networkit, networkit.GraphFromCoo(matrix, n=n, weighted=True, directed=False)


def networkit_plm(folder: Path, threads: int) -> Algorithm:
    package, graph = networkit_graph(folder, threads)
    return lambda: package.community.PLM(graph, refine=False).run().getPartition().getVector()


def networkit_leiden(folder: Path, threads: int) -> Algorithm:
    package, graph = networkit_graph(folder, threads)
    return lambda: package.community.ParallelLeiden(graph).run().getPartition().getVector()


def scikit_matrix(folder: Path):
    from scipy import sparse

    sizes, source, target, weight = read_graph(folder)
    n = sizes["vertices"]
    half = sparse.coo_matrix((weight, (source, target)), shape=(n, n)).tocsr()
    return (half + half.T).tocsr()


def scikit_network(folder: Path, threads: int) -> Algorithm:
    from sknetwork.clustering import Leiden

    matrix = scikit_matrix(folder)
    return lambda: Leiden(random_state=0).fit_predict(matrix)


def graspologic(folder: Path, threads: int) -> Algorithm:
    import graspologic_native as package

    sizes, source, target, weight = read_graph(folder)
    edges = [(str(a), str(b), w) for a, b, w in zip(source.tolist(), target.tolist(), weight.tolist(), strict=True)]

    def work() -> np.ndarray:
        _, found = package.leiden(edges=edges, starting_communities=None, resolution=1.0, randomness=0.001,
                                  iterations=1, use_modularity=True, seed=1, trials=1)  # fmt: skip
        labels = np.arange(len(found), len(found) + sizes["vertices"])  # vertices without an edge are not returned
        for vertex, community in found.items():
            labels[int(vertex)] = community
        return labels

    return work


def scipy_components(folder: Path, threads: int) -> Algorithm:
    from scipy.sparse.csgraph import connected_components

    matrix = scikit_matrix(folder)
    return lambda: connected_components(matrix, directed=False)[1]


def igraph_components(folder: Path, threads: int) -> Algorithm:
    graph = igraph_graph(folder)
    return lambda: graph.connected_components().membership


CONTESTANTS = {  # name: what it does, package, whether it uses more than one thread, task
    "igraph": (igraph, "igraph", False, "leiden"),
    "leidenalg": (leidenalg, "leidenalg", False, "leiden"),
    "networkit_plm": (networkit_plm, "networkit", True, "leiden"),
    "networkit_leiden": (networkit_leiden, "networkit", True, "leiden"),
    "scikit_network": (scikit_network, "scikit-network", False, "leiden"),
    "graspologic": (graspologic, "graspologic_native", False, "leiden"),
    "scipy_components": (scipy_components, "scipy", False, "components"),
    "igraph_components": (igraph_components, "igraph", False, "components"),
}


def main(name: str, folder: str, threads: str, labels: str) -> None:
    os.environ["OMP_NUM_THREADS"] = threads
    prepare, package, *_ = CONTESTANTS[name]
    began = perf_counter()
    work = prepare(Path(folder), int(threads))
    build_seconds = perf_counter() - began
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
    input_mb, began, cpu_began = memory_mb("VmRSS"), perf_counter(), process_time()
    found = work()
    seconds, cpu_seconds, peak_mb = perf_counter() - began, process_time() - cpu_began, memory_mb("VmHWM")
    np.asarray(found).astype(np.uint32).tofile(labels)
    row = {"seconds": seconds, "cpu_seconds": cpu_seconds, "build_seconds": build_seconds, "peak_mb": peak_mb}
    print(json.dumps({**row, "input_mb": input_mb, "versions": {package: version(package)}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
