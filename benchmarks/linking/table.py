"""The rows of linking.jsonl as Markdown: medians, ratios to ours, and whether the reach holds."""

from collections import defaultdict
from collections.abc import Iterable
from math import log
from statistics import median

FASTER, LIGHTER = 10, 6  # what ours must be against these
RIVALS = ("scipy", "sparse_dot_topn")
HUBS = ("power law", "power law, hubs", 2)  # with hubs at most so many times the time without
GROWTH = {50_000: 15, 300_000: 12}  # honest accounts: at most so many times the time for ten times the accounts
COLUMNS = ["contestant", "threads", "work", "seconds", "x ours", "CPU seconds", "peak MB", "x ours", "above input MB",
           "found", "trials", "verdict"]  # fmt: skip
CURVE = ["accounts", "threads", "events", "entries", "evidence s", "linkage s", "linkage peak MB", "links",
         "honest links per honest account", "between strangers", "rewired: links per account", "reach"]  # fmt: skip


def markdown(rows: list[dict]) -> str:
    """One table for each scenario, commit, size and number of threads asked for, and one for the curve."""
    groups = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["scenario"] != "curve":
            where = str(row["commit"]), row["accounts"], row["seed"], row["asked_threads"]
            groups[*where, row["scenario"]][row["contestant"]].append(row)
    parts, ours = [], {}
    for key in sorted(groups):
        *where, scenario = key
        commit, accounts, seed, threads = where
        found = {name: summary(trials) for name, trials in groups[key].items()}
        ours[key] = found.get("ours", {}).get("seconds")
        title = f"{scenario}: {accounts:,} accounts, {threads} threads, seed {seed}, commit {commit}"
        parts += ["", f"**{title}**", "", *head(COLUMNS), *(table_row(name, found) for name in found), ""]
        parts += reach(scenario, found)
        plain = ours.get((*where, HUBS[0]))
        if scenario == HUBS[1] and plain and ours[key]:
            parts.append(holds("with hubs / without", ours[key], plain, HUBS[2]))
    curve = [row for row in rows if row["scenario"] == "curve"]
    if curve:
        parts += ["", curve_table(curve)]
    return "\n".join(parts).strip()


def summary(trials: list[dict]) -> dict:
    """Medians over the trials that did not fail."""
    done = [trial for trial in trials if "failed" not in trial]
    verdicts = sorted({trial["verdict"] for trial in trials})
    first = trials[0]
    out = {"threads": first["threads"], "work": first["work"], "verdict": "; ".join(verdicts), "seconds": None,
           "cpu_seconds": None, "peak_mb": None, "above_mb": None, "found": "", "trials": len(trials)}  # fmt: skip
    if done:
        found = {name.replace("_", " "): value for name, value in done[0]["result"].items() if name != "checksum"}
        out |= {
            "seconds": median(trial["seconds"] for trial in done),
            "cpu_seconds": median(trial["cpu_seconds"] for trial in done),
            "peak_mb": median(trial["peak_mb"] for trial in done),
            "above_mb": median(trial["peak_mb"] - trial["input_mb"] for trial in done),
            "found": ", ".join(f"{value:,} {name}" for name, value in found.items()),
        }
    return out


def head(names: list[str]) -> list[str]:
    return ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]


def table_row(name: str, found: dict[str, dict]) -> str:
    row, ours = found[name], found.get("ours") or {}
    cells = [name, str(row["threads"]), row["work"], number(row["seconds"], 3), ratio(row, ours, "seconds"),
             number(row["cpu_seconds"], 3), number(row["peak_mb"], 0), ratio(row, ours, "peak_mb"),
             number(row["above_mb"], 0), row["found"], str(row["trials"]), row["verdict"]]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def ratio(row: dict, ours: dict, what: str) -> str:
    return f"{row[what] / ours[what]:.2f}" if row[what] and ours.get(what) else "-"


def reach(scenario: str, found: dict[str, dict]) -> Iterable[str]:
    """What is asked of ours against the full products, and with hubs: that these fail. A million accounts decide it."""
    ours = found.get("ours")
    for name in RIVALS:
        peer = found.get(name)
        if not (ours and peer and ours["seconds"]):
            continue
        if scenario == HUBS[1] or peer["seconds"] is None:
            yield f"- {name} {'fails' if peer['seconds'] is None else 'does not fail'}."
            continue
        faster, lighter = peer["seconds"] / ours["seconds"], peer["peak_mb"] / ours["peak_mb"]
        yield (f"- against {name}: {faster:.1f}x faster (reach {FASTER}x: {word(faster >= FASTER)}), "
               f"1/{lighter:.1f} of its peak memory (reach 1/{LIGHTER}: {word(lighter >= LIGHTER)}).")  # fmt: skip


def holds(what: str, value: float, base: float, most: float) -> str:
    return f"- {what}: {value / base:.2f}x (reach ≤ {most}x: {word(value <= most * base)})."


def word(held: bool) -> str:
    return "holds" if held else "FAILS"


def curve_table(rows: list[dict]) -> str:
    lines = ["**curve: worlds of pooled_25k, difficulty .3**", "", *head(CURVE)]
    rows = sorted(rows, key=lambda row: (row["threads"], row["seed"], row["accounts"]))
    for row in rows:
        cells = [f"{row['accounts']:,}", str(row["threads"]), f"{row['events']:,}", f"{row['entries']:,}",
                 number(row["stages"]["evidence"], 3), number(row["stages"]["linkage"], 3),
                 number(row["linkage_peak_mb"], 0), f"{row['links']:,}",
                 number(row["honest_links_per_honest_account"], 3),
                 number(row["strangers_linked_per_honest_account"], 3),
                 number(row["rewired_links_per_account"], 4), word(row["holds"])]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *growth(rows)])


def growth(rows: list[dict]) -> Iterable[str]:
    """Evidence and linkage together: the time for ten times the accounts, from the sizes of `GROWTH` to the largest."""
    for threads, seed in sorted({(row["threads"], row["seed"]) for row in rows}):
        times = {row["accounts"]: row["stages"]["evidence"] + row["stages"]["linkage"]
                 for row in rows if (row["threads"], row["seed"]) == (threads, seed)}  # fmt: skip
        largest = max(times)
        for honest, most in GROWTH.items():
            for accounts in times.keys() & {honest + honest // 40}:
                if accounts < largest:
                    tenfold = (times[largest] / times[accounts]) ** (log(10) / log(largest / accounts))
                    yield (f"- {accounts:,} to {largest:,} accounts, {threads} threads: {tenfold:.1f}x the time for "
                           f"10x the accounts (reach ≤ {most}x: {word(tenfold <= most)}).")  # fmt: skip
