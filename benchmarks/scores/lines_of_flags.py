"""Lines of the table of the reach: flags and best campaigns by shape, calibration, and what is flagged wrongly."""

from collections.abc import Iterator, Mapping, Sequence

import figures
from asked import SHAPES
from lines import Line, at_least, ratio, spread

Rows = Sequence[Mapping]
POOLED = {0.3: (0.99, 0.97), 0.6: (0.99, 0.955), 0.9: (0.98, 0.85)}
"""Difficulty: flagged precision and recall to reach."""
HARD = ("low_slow_relay_5k", "replay_1500", "careful_ring")


def of_flagged(rows: Rows) -> Iterator[Line]:
    for preset, difficulty in SHAPES:
        world = [row for row in rows if (row["preset"], row["difficulty"]) == (preset, difficulty)]
        if not world:
            continue
        precision, recall = ([row["flagged"][name] for row in world] for name in ("precision", "recall"))
        name, measured = f"{preset} {difficulty:g}", f"{spread(precision)}, {spread(recall)}"
        if preset == "pooled_25k":
            p, r = POOLED[difficulty]
            yield Line(f"{name}: flagged precision >= {p:g}, recall >= {r:g}", measured,
                       at_least(precision, p) and at_least(recall, r))  # fmt: skip
        elif preset in HARD:
            cut = [figures.recall_at(row["flagged"], 0.95) for row in world]
            yield Line(f"{name}: flagged recall >= .5 at precision >= .95", measured, at_least(cut, 0.5))
        else:
            yield Line(f"{name}: flagged precision, recall", measured, None)
        recall, precision = ([row["best_campaign"][of] for row in world] for of in ("recall", "precision"))
        if any(value is not None for value in recall):
            yield Line(f"{name}: best campaign recall >= .95, precision >= .99",
                       f"{spread(recall)}, {spread(precision)}",
                       at_least(recall, 0.95) and at_least(precision, 0.99))  # fmt: skip
    error, _ = figures.calibration([tuple(score) for row in rows for score in row["scores"]])
    count = sum(len(row["scores"]) for row in rows)
    yield Line("calibration error <= .05", f"{error:.4f} over {count:,} clusters of five and more", error <= 0.05)


def pooled(found: Mapping[str, Rows]) -> Iterator[Line]:
    """Over several rows: honest accounts flagged by look-alike, and flagged clusters that are no operations."""
    rows = [row for name in ("flagged", "stress") for row in found.get(name, ()) if "by_look_alike" in row]
    if rows:
        flagged, honest = (sum(row[of] for row in rows) for of in ("honest_flagged", "honest"))
        of_type: dict[str, list[int]] = {}
        for row in rows:
            for group_type, counts in row["by_look_alike"].items():
                of_type[group_type] = [a + b for a, b in zip(of_type.get(group_type, [0, 0]), counts, strict=True)]
        worst = max(of_type, key=lambda name: of_type[name][0] / max(of_type[name][1], 1))
        part, whole = of_type[worst]
        share = 1e4 * flagged / honest
        yield Line("honest flagged <= 1 in 10,000 over all worlds with and without operations",
                   f"{share:.2f} ({flagged:,} of {honest:,}); most of {worst}: {1e4 * part / max(whole, 1):.2f}",
                   share <= 1)  # fmt: skip
    rows = [row for name in ("flagged", "customers") for row in found.get(name, ()) if "not_operations" in row]
    if rows:
        false, flagged = (sum(row[of] for row in rows) for of in ("not_operations", "flagged_clusters"))
        share = ratio(false, flagged)
        yield Line(
            "flagged clusters that are no operation: <= .02",
            "-" if share is None else f"{share:.3f} ({false:,} of {flagged:,})",
            bool(flagged) and share <= 0.02,
        )
