"""Accounts that an analyst knows: what they say about the order in which clusters are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from . import _core
from ._core import InputError
from .report.text import show
from .table import Table

SHOWN = 20


@dataclass(frozen=True, repr=False)
class Reranking:
    """Clusters in the order of score + what known accounts say. No score, flag or q-value is changed.

    Attributes
    ----------
    clusters : Table
        cluster_id, rank, rank_before, score, known_bits, size, confirmed, cleared (members that are), flagged; by rank.
    accounts : Table
        account_id, known_bits, known ("confirmed", "cleared" or null), in the order of `Result.accounts`.
    confirmed, cleared : int
        Accounts of the run that are known.
    unknown : list of str
        Names that are no accounts of this run.
    iterations, residual : int, float
        How often it was iterated, and the largest change of a chance in the last iteration.
    """

    clusters: Table
    accounts: Table
    confirmed: int
    cleared: int
    unknown: list[str]
    iterations: int
    residual: float

    def __str__(self) -> str:
        unknown = f"; not in this run: {len(self.unknown):,}" if self.unknown else ""
        lines = [f"known accounts: {self.confirmed:,} confirmed, {self.cleared:,} cleared{unknown}"]
        columns = self.clusters.head(SHOWN)
        for row in range(len(columns["rank"])):
            at = {name: values[row] for name, values in columns.items()}
            lines.append(
                f"  {at['rank']}. {at['cluster_id']} (was {at['rank_before']}): score {at['score']:.1f} bits, "
                f"known accounts {at['known_bits']:+.1f}; {at['size']:,} accounts, {at['confirmed']:,} confirmed, "
                f"{at['cleared']:,} cleared{', flagged for review' if at['flagged'] else ''}"
            )
        if (more := len(self.clusters) - SHOWN) > 0:
            lines.append(f"  and {more:,} more")
        return "\n".join(lines)

    __repr__ = __str__


def rerank(
    case: _core.Case,
    confirmed: Iterable[object],
    cleared: Iterable[object],
    *,
    damping: float,
    tolerance: float,
    threads: int,
) -> Reranking:
    """See `Result.rerank`."""
    yes, no = _names(confirmed, "confirmed"), _names(cleared, "cleared")
    if both := sorted(set(yes) & set(no)):
        raise ValueError(f"{show(both[0], limit=40)!r} is both confirmed and cleared")
    clusters, accounts, facts = _core.rerank(case, yes, no, damping=damping, tolerance=tolerance, threads=threads)
    for what, names in (("confirmed", yes), ("cleared", no)):
        if names and not facts[what]:
            raise InputError(f"none of the {len(names):,} {what} accounts is in this run, such as {show(names[0])!r}")
    return Reranking(Table(clusters), Table(accounts), **facts)


def _names(given: Iterable[object], what: str) -> list[str]:
    """Distinct names, in order."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise TypeError(f"`{what}` must be a list of accounts, got {type(given).__name__}")
    return list(dict.fromkeys(str(name) for name in given))
