"""Sybil rings in a transfer graph: python hop_airdrop.py DATA, where DATA holds nodes.parquet and edges.parquet.

An identifier is a counterparty of an account, its own address among them, so that a transfer between two accounts is
shared by both. One kind per layer, all of the declared family "transfers". No list of hubs, no time. A transfer is a
fact as a payment is, so its reliability is that of a payment, .9. Margin and resolution are chosen by F1 on one half of
the accounts and judged on the other; a published ring or report lies in one half whole.
"""

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path

import accountgraph as ag
import duckdb
import numpy as np

MARGINS, RESOLUTIONS, RELIABILITY, RING = (4, 3, 2, 1, 0), (0.05, 0.01, 0.005), 0.9, 8
REFERENCES = """\
reference values of the data's SOURCE.md                 P     R   known from reports only
components, no hub handling                           .532  .921
components, degree <= 20, no list                     .856  .784  .656
components, the published hub list removed            .918  .817  .674"""


@dataclass(frozen=True)
class Airdrop:
    """Events, and what is known of each account: removed as sybil, known from reports only, in the choosing half."""

    events: object
    layers: int
    accounts: np.ndarray
    sybil: np.ndarray
    reported: np.ndarray
    choosing: np.ndarray


def read(folder: Path) -> Airdrop:
    """The transfers of both directions as events. The columns on hubs are not read."""
    connection = duckdb.connect()
    connection.read_parquet(str(folder / "nodes.parquet")).create_view("nodes")
    connection.read_parquet(str(folder / "edges.parquet")).create_view("edges")
    layers = [layer for (layer,) in connection.sql("select distinct layer from edges order by all").fetchall()]
    kinds = ", ".join(f"case when layer = '{layer}' then party end as k{i}" for i, layer in enumerate(layers))
    events = connection.sql(f"""
        with transfer as (select src as account, dst as party, layer from edges
                          union all select dst, src, layer from edges),
             known as (select transfer.* from transfer join nodes on id = transfer.account where nodes.account)
        select account, {kinds}
        from (from known union all select distinct account, account, layer from known)""").to_arrow_table()
    truth = connection.sql("""
        select id::varchar as id, sybil, report is not null and ring is null as reported,
               coalesce('ring ' || ring, 'report ' || report, 'id ' || id) as unit
        from nodes where account order by nodes.id""").fetchnumpy()
    choosing = np.array([hashlib.sha256(unit.encode()).digest()[0] % 2 == 0 for unit in truth["unit"]])
    return Airdrop(events, len(layers), *(np.asarray(truth[name]) for name in ("id", "sybil", "reported")), choosing)


def in_large_clusters(airdrop: Airdrop, **options: object) -> np.ndarray:
    """Per account: is it in a cluster of RING accounts or more?"""
    kind = {"family": "transfers", "reliability": RELIABILITY, "soft": False}
    kinds = {f"k{i}": ag.Kind(column=f"k{i}", **kind) for i in range(airdrop.layers)}
    result = ag.detect(airdrop.events, account="account", time=None, kinds=kinds, **options)
    large = set(result.clusters["cluster_id"][result.clusters["size"] >= RING])
    pairs = zip(result.accounts["account_id"], result.accounts["cluster_id"], strict=True)
    found = {name for name, cluster in pairs if cluster in large}
    return np.array([name in found for name in airdrop.accounts])


def precision_recall(found: np.ndarray, true: np.ndarray, among: np.ndarray) -> tuple[float, float]:
    """Precision and recall of `found` over the accounts in `among`."""
    hits = (found & true & among).sum()
    return hits / (found & among).sum(), hits / (true & among).sum()


def judge(airdrop: Airdrop) -> list[dict]:
    """One row per margin and resolution: (precision, recall) of both halves and all, and recall of reports."""
    rows, everyone = [], np.ones(len(airdrop.accounts), bool)
    for resolution in RESOLUTIONS:
        for margin in MARGINS:
            found = in_large_clusters(airdrop, margin_bits=margin, communities={"resolution": resolution})
            halves = {"choosing": airdrop.choosing, "held_out": ~airdrop.choosing, "all": everyone}
            scores = {name: precision_recall(found, airdrop.sybil, among) for name, among in halves.items()}
            _, reported = precision_recall(found, airdrop.reported, everyone)
            rows.append({"margin_bits": margin, "resolution": resolution, **scores, "reported": reported})
    return rows


def choose(rows: list[dict]) -> dict:
    """The row with the highest F1 on the choosing half."""
    return max(rows, key=lambda row: 2 / sum(1 / share for share in row["choosing"]))


def main(arguments: list[str] | None = None) -> dict:
    """Prints the table and returns the row that was chosen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA")
    rows = judge(read(parser.parse_args(arguments).data))
    chosen = choose(rows)
    print("margin  resolution  choosing half P R    held-out half P R    all P R        known from reports only R")
    for row in rows:
        halves = "".join(f"{p:>10.3f} {r:.3f}     " for p, r in (row["choosing"], row["held_out"], row["all"]))
        mark = "  <- chosen" if row is chosen else ""
        print(f"{row['margin_bits']:>6}  {row['resolution']:>10}{halves}{row['reported']:>6.3f}{mark}")
    print(REFERENCES)
    return chosen


if __name__ == "__main__":
    main()
