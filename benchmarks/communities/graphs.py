"""The graphs of the benchmark. The same numbers and seed give the same arrays.

- planted: in the manner of LFR (Lancichinetti, Fortunato, Radicchi 2008): degrees by a power law of exponent 2.5 with
  mean 21 (18 when repeated edges are dropped), community sizes with density 1 / size between 20 and 1,000, .35 of every
  vertex's edges go anywhere.
- accounts: rings of 5 to 25,000 accounts beside honest households of 1 to 4. Members of a ring are linked to those
  that came when they came (its pools rotate) and to some of any time, by heavy weights; hubs (a carrier, a campus) link
  500 to 20,000 by light ones, and strangers meet by chance.
- the graphs of shared/data/modularity-graphs, read as they are.
- sparse: random edges, 2.5 a vertex, for connected components.

A graph is a folder: source.u32, target.u32 and weight.f64 (each undirected edge once, no self-loops), truth.u32 (the
planted group of each vertex; not for the last two), sizes.json.
"""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

TYPES = {"u32": np.uint32, "f64": np.float64}
MEAN_DEGREE, EXPONENT, MIXING, SMALLEST, LARGEST = 21, 2.5, 0.35, 20, 1000
RINGS = {25_000: 2, 5_000: 10, 1_000: 50, 200: 250, 50: 1_000, 15: 3_000, 5: 9_000}  # size: how many, at 500,000
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "modularity-graphs"

Edges = tuple[np.ndarray, np.ndarray, np.ndarray]  # source, target, weight


def planted(vertices: int, seed: int) -> tuple[Edges, np.ndarray]:
    random = np.random.default_rng(seed)
    smallest = MEAN_DEGREE * (EXPONENT - 2) / (EXPONENT - 1)
    wanted = smallest * (1 - random.random(vertices)) ** (-1 / (EXPONENT - 1))
    degree = (np.minimum(wanted, 30 * MEAN_DEGREE) + random.random(vertices)).astype(np.int64)
    sizes = (SMALLEST * (LARGEST / SMALLEST) ** random.random(vertices // SMALLEST + 1)).astype(np.int64)
    truth = random.permutation(np.repeat(np.arange(sizes.size), sizes)[:vertices])
    stub = np.repeat(np.arange(vertices), degree)
    outside = random.random(stub.size) < MIXING
    edges = [_paired(random, stub[~outside], truth), _paired(random, stub[outside])]
    a, b = (np.concatenate(part) for part in zip(*edges, strict=True))
    return _distinct(a, b, np.ones(a.size), vertices), truth


def accounts(number: int, seed: int) -> tuple[Edges, np.ndarray]:
    random = np.random.default_rng(seed)
    parts, truth, first, group = [], np.empty(number, np.int64), 0, 0
    for size, rings in RINGS.items():
        rings = max(1, rings * number // 500_000)
        parts.append(_ring_edges(random, size, rings, first))
        truth[first : first + rings * size] = group + np.repeat(np.arange(rings), size)
        first, group = first + rings * size, group + rings
    homes = np.repeat(np.arange(number), random.integers(1, 5, number))[: number - first]
    truth[first:] = group + homes
    parts.append(_household_edges(first, homes))
    for degree in (20_000, 5_000, 2_000, *[500] * 20) * 32:
        members = random.integers(0, number, degree * number // 500_000)
        hub = np.full(members.size, random.integers(first, number))
        parts.append((hub, members, 1 + 4 * random.random(members.size)))
    a, b = random.integers(0, number, (2, number * 5 // 2))
    parts.append((a, b, 2 + 4 * random.random(a.size)))
    a, b, weight = (np.concatenate(part) for part in zip(*parts, strict=True))
    name = random.permutation(number)  # numbers say nothing about who is in which ring
    shuffled = np.empty(number, np.int64)
    shuffled[name] = truth
    return _distinct(name[a], name[b], np.round(weight, 3), number), shuffled


def _ring_edges(random: np.random.Generator, size: int, rings: int, first: int) -> Edges:
    """Each member with at most 48 later ones: .8 of them among the next 150, the others anywhere in its ring."""
    most = min(48, (size - 1) // 2)
    member = np.repeat(np.arange(size), most)
    member = np.tile(member, rings)
    ring = np.repeat(np.arange(rings), size * most)
    near = 1 + random.integers(0, min(150, size - 1), member.size)
    far = 1 + random.integers(0, size - 1, member.size)
    other = (member + np.where(random.random(member.size) < 0.8, near, far)) % size
    return first + ring * size + member, first + ring * size + other, 3 + 6 * random.random(member.size)


def _household_edges(first: int, homes: np.ndarray) -> Edges:
    pairs = [np.flatnonzero(homes[:-step] == homes[step:]) for step in (1, 2, 3)]
    a = first + np.concatenate(pairs)
    b = a + np.repeat([1, 2, 3], [pair.size for pair in pairs])
    return a, b, np.full(a.size, 8.0)


def sparse(vertices: int, seed: int) -> tuple[Edges, None]:
    random = np.random.default_rng(seed)
    a, b = random.integers(0, vertices, (2, vertices * 5 // 2))
    return _distinct(a, b, np.ones(a.size), vertices), None


def shared_graph(name: str) -> tuple[Edges, None]:
    rows = np.loadtxt(SHARED / f"{name}.csv", delimiter=",", skiprows=1, ndmin=2)
    a, b = rows[:, :2].T.astype(np.int64)
    weight = rows[:, 2] if rows.shape[1] > 2 else np.ones(a.size)
    return _distinct(a, b, weight, int(max(a.max(), b.max())) + 1), None


def _paired(random: np.random.Generator, stub: np.ndarray, group: np.ndarray | None = None) -> tuple:
    """Stubs joined two by two at random, both of one group where there are groups."""
    order = random.permutation(stub.size)
    if group is not None:
        order = order[np.argsort(group[stub[order]], kind="stable")]
    a, b = stub[order[: stub.size // 2 * 2]].reshape(-1, 2).T
    keep = np.ones(a.size, bool) if group is None else group[a] == group[b]
    return a[keep], b[keep]


def _distinct(a: np.ndarray, b: np.ndarray, weight: np.ndarray, vertices: int) -> Edges:
    """Each pair once, with the weight it had first, in random-looking but fixed order; no self-loops."""
    key = np.minimum(a, b) * vertices + np.maximum(a, b)
    key, where = np.unique(key, return_index=True)
    keep = np.flatnonzero(key // vertices != key % vertices)
    return key[keep] // vertices, key[keep] % vertices, weight[where[keep]]


GRAPHS: dict[str, Callable[[int], tuple[Edges, np.ndarray | None]]] = {
    "planted_100k": lambda seed: planted(100_000, seed),
    "planted_1m": lambda seed: planted(1_000_000, seed),
    "accounts_500k": lambda seed: accounts(500_000, seed),
    "sparse_4m": lambda seed: sparse(4_000_000, seed),
    **{name: lambda seed, name=name: shared_graph(name)
       for name in ("karate", "lesmis", "jazz", "celegans_metabolic", "power", "PGPgiantcompo")},
}  # fmt: skip


def write_graph(folder: Path, name: str, seed: int) -> dict:
    """Writes the graph as raw little-endian arrays; returns its sizes."""
    (source, target, weight), truth = GRAPHS[name](seed)
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {"source.u32": source, "target.u32": target, "weight.f64": weight}
    if truth is not None:
        arrays["truth.u32"] = truth
    for file, values in arrays.items():
        values.astype(TYPES[file[-3:]]).tofile(folder / file)
    vertices = int(max(source.max(), target.max())) + 1 if truth is None else truth.size
    sizes = {"graph": name, "vertices": vertices, "edges": int(source.size), "weighted": bool((weight != 1).any())}
    (folder / "sizes.json").write_text(json.dumps(sizes), encoding="utf-8")
    return sizes


def read_graph(folder: Path) -> tuple[dict, np.ndarray, np.ndarray, np.ndarray]:
    """Sizes, source, target, weight."""
    sizes = json.loads((folder / "sizes.json").read_text(encoding="utf-8"))
    source, target = (np.fromfile(folder / f"{end}.u32", np.uint32) for end in ("source", "target"))
    return sizes, source, target, np.fromfile(folder / "weight.f64", np.float64)
