"""Lines of the table of the reach: worlds that ask one question each."""

from collections.abc import Iterator, Mapping, Sequence

from lines import Line, at_most, nineteen_of_twenty, spread, standard_error

Rows = Sequence[Mapping]
BY_DAY = 3
"""Of the second pool."""


def of_customers(rows: Rows) -> Iterator[Line]:
    for what in ("campaigns", "clusters"):
        good = sum(row["apart"][what] for row in rows)
        holds = nineteen_of_twenty(good, len(rows)) if what == "campaigns" else None
        yield Line(f"two customers: two {what}" + (" in 19 of 20 worlds" if holds is not None else ""),
                   f"{good} of {len(rows)}", holds)  # fmt: skip


def of_failover(rows: Rows) -> Iterator[Line]:
    days = [float("inf") if row["day"] is None else row["day"] for row in rows]
    good = sum(day <= BY_DAY for day in days)
    yield Line(f"failover: successor by day {BY_DAY} of the second pool in 19 of 20 worlds",
               f"{good} of {len(rows)}; day {spread(days, 0)}", nineteen_of_twenty(good, len(rows)))  # fmt: skip


def of_stress(rows: Rows) -> Iterator[Line]:
    for name in dict.fromkeys(row["world"] for row in rows):
        world = [row for row in rows if row["world"] == name]
        flagged, honest = (sum(row[of] for row in world) for of in ("honest_flagged", "honest"))
        share = 1e4 * flagged / honest
        yield Line(f"{name}: honest flagged <= 1 in 10,000", f"{share:.2f} ({flagged:,} of {honest:,})", share <= 1)


def of_small(rows: Rows) -> Iterator[Line]:
    alarms = sum(row["flagged_clusters"] > 0 for row in rows)
    yield Line("small worlds without an operation: a flagged cluster in 5 of 100",
               f"{alarms} of {len(rows)}", 20 * alarms <= len(rows))  # fmt: skip


def of_chance(rows: Rows) -> Iterator[Line]:
    for name in dict.fromkeys(row["world"] for row in rows):
        world = [row for row in rows if row["world"] == name]
        shares = [row["false"] / row["sure"] if row["sure"] else 0.0 for row in world]
        mean, error = sum(shares) / len(shares), standard_error(shares)
        sure, clusters = (sum(row[of] for row in world) for of in ("sure", "clusters"))
        yield Line(f"{name}: false share of clusters with q <= .05: <= .05 + 2 standard errors",
                   f"{mean:.3f}, standard error {error:.3f} ({sure:,} of {clusters:,} clusters, {len(world)} worlds)",
                   mean <= 0.05 + 2 * error)  # fmt: skip


def of_framing(rows: Rows) -> Iterator[Line]:
    for how in rows[0]["forgeries"]:
        linked, flagged, victims = (
            sum(row["forgeries"][how][of] for row in rows) for of in ("newly_linked", "victims_flagged", "victims")
        )
        yield Line(f"forged {how}: no victim linked or flagged",
                   f"{linked} newly linked, {flagged} flagged of {victims:,}", linked == flagged == 0)  # fmt: skip


def of_camouflage(rows: Rows) -> Iterator[Line]:
    lost = [row["recall_lost"] for row in rows]
    yield Line("camouflage x5: recall lost <= .05", spread(lost), at_most(lost, 0.05))


def of_detection(rows: Rows) -> Iterator[Line]:
    days = [float("inf") if row["days"] is None else row["days"] for row in rows]
    sizes = f"{rows[0]['operation']:,} beside {rows[0]['accounts']:,}"
    yield Line(f"pooled_25k 0.3, {sizes}: detected <= 3 days after its tenth account", f"{spread(days, 0)} days",
               at_most(days, 3))  # fmt: skip
