"""The rows of communities.jsonl as Markdown: medians, ratios to ours, and whether the reach holds."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

FASTER = {"gve": 2, "networkit_leiden": 6, "igraph": 10}  # than ours, on the planted graphs, any number of threads
QUALITY = {"igraph": 0.0005}  # ours may lie so much below, on every graph
LARGE = 100_000  # edges, from which on the work is told
SCALING = 1.6  # seconds of ours at one thread over those at two, on a million vertices
COLUMNS = ["contestant", "threads", "seconds", "x ours", "CPU s", "x ours", "graph built in", "MB above input",
           "quality", "communities", "connected", "always the same", "adjusted Rand", "verdict"]  # fmt: skip


def markdown(rows: list[dict]) -> str:
    """For each graph a table, what holds of the reach, and the recovery of the planted groups by size."""
    graphs = defaultdict(lambda: defaultdict(list))
    for row in rows:
        where = row["graph"], row["vertices"], row["edges"], row["seed"]
        graphs[where][row["contestant"], row["threads"]].append(row)
    parts = []
    for (graph, vertices, edges, seed), groups in graphs.items():
        found = {key: summary(trials) for key, trials in sorted(groups.items(), key=lambda group: order(group[0]))}
        parts += ["", f"**{graph}: {vertices:,} vertices, {edges:,} edges, seed {seed}**", ""]
        parts += ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
        parts += [table_row(key, found) for key in found]
        parts += ["", *reach(graph, found), *recovery(found)]
    return "\n".join(parts).strip()


def order(key: tuple[str, int]) -> tuple:
    name, threads = key
    return not name.startswith("ours"), name, threads


def summary(trials: list[dict]) -> dict | None:
    """Medians over the trials that did not fail; none when all did."""
    done = [trial for trial in trials if "failed" not in trial]
    verdict = "; ".join(sorted({trial["verdict"] for trial in trials}))
    if not done:
        return {"verdict": verdict}
    out = {name: median(trial[name] for trial in done) for name in ("seconds", "cpu_seconds")}
    built = [trial["build_seconds"] for trial in done if trial["build_seconds"] is not None]
    results = [trial["result"] for trial in done]
    return out | {
        "build_seconds": median(built) if built else None,
        "above_mb": median(trial["peak_mb"] - trial["input_mb"] for trial in done),
        "quality": median(result["quality"] for result in results),
        "lowest": min(result["quality"] for result in results),
        "communities": results[0]["communities"],
        "connected": all(result["connected"] for result in results),
        "same": len({result["hash"] for result in results}) == 1 if len(results) > 1 else None,
        "rand_index": results[0].get("rand_index"),
        "recovery": results[0].get("recovery"),
        "work": done[0].get("work"),
        "edges": done[0]["edges"],
        "verdict": verdict,
    }


def table_row(key: tuple[str, int], found: dict) -> str:
    row, ours = found[key], reference(found, key)
    cells = [key[0], str(key[1])]
    if "seconds" not in row:
        return "| " + " | ".join([*cells, *["-"] * (len(COLUMNS) - 3), row["verdict"]]) + " |"
    yes = {True: "yes", False: "no", None: "-"}
    quality = f"{row['quality']:.5f}" + ("" if row["lowest"] == row["quality"] else f" (lowest {row['lowest']:.5f})")
    cells += [number(row["seconds"], 3), ratio(row, ours, "seconds"), number(row["cpu_seconds"], 3),
              ratio(row, ours, "cpu_seconds"), number(row["build_seconds"], 2), number(row["above_mb"], 0), quality,
              f"{row['communities']:,}", yes[row["connected"]], yes[row["same"]], number(row["rand_index"], 3),
              row["verdict"]]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def reference(found: dict, key: tuple[str, int]) -> dict:
    """Ours on as many threads."""
    own = "ours_components" if key[0].endswith("components") else "ours"
    return found.get((own, key[1])) or {}


def number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def ratio(row: dict, ours: dict, what: str) -> str:
    return f"{row[what] / ours[what]:.2f}" if ours.get(what) else "-"


def reach(graph: str, found: dict) -> Iterable[str]:
    for (name, threads), row in found.items():
        ours = found.get(("ours", threads)) or {}
        if "seconds" not in row or "seconds" not in ours:
            continue
        if name in FASTER and graph.startswith("planted"):
            times = row["seconds"] / ours["seconds"]
            yield f"- {threads} threads, {name}: {times:.1f}x our time ({held(times >= FASTER[name], FASTER[name])})."
        if name in QUALITY:
            yield (f"- quality against {name}: {ours['quality'] - row['quality']:+.5f} "
                   f"({held(ours['quality'] >= row['quality'] - QUALITY[name], -QUALITY[name])}).")  # fmt: skip
        if name == "gve":
            yield f"- {threads} threads, memory against gve: {held(ours['above_mb'] < row['above_mb'], 'below')}."
    one, two = (found.get(("ours", threads)) or {} for threads in (1, 2))
    if "seconds" in one and "seconds" in two and graph.endswith(("1m", "500k")):
        times = one["seconds"] / two["seconds"]
        yield f"- two threads: {times:.2f}x one ({held(times >= SCALING, SCALING)})."
    if one.get("work") and "seconds" in one and one["edges"] >= LARGE:
        yield "- work at the defaults, vertices / edges of a level (share of its vertices looked at, again counted): "
        yield from work_told(one["work"])


def work_told(work: list[list[int]]) -> Iterable[str]:
    """One line an iteration: what its levels did."""
    for iteration in sorted({row[0] for row in work}):
        levels = [f"{vertices:,} / {edges:,} ({looked_at / max(vertices, 1):.2f})"
                  for number, _, vertices, edges, looked_at in work if number == iteration]  # fmt: skip
        yield f"  - iteration {iteration + 1}: " + ", ".join(levels)


def held(holds: bool, bound: object) -> str:
    return f"reach {bound}: {'holds' if holds else 'FAILS'}"


def recovery(found: dict) -> Iterable[str]:
    rows = {name: row["recovery"] for (name, threads), row in found.items() if row.get("recovery") and threads == 1}
    if not rows:
        return
    sizes = list(next(iter(rows.values())))
    yield "\nRecovery of a planted group (share of it in its best community x share of that community), by size from:\n"
    yield "| contestant | " + " | ".join(f"{int(size):,}" for size in sizes) + " |"
    yield "|" + "---|" * (len(sizes) + 1)
    for name, by_size in rows.items():
        yield f"| {name} | " + " | ".join(f"{by_size[size]:.2f}" for size in sizes) + " |"
