"""The scorecard as a value. Showing it computes nothing."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .show import as_html, as_text


@dataclass(frozen=True)
class Scorecard:
    """A run judged against a truth. Shares lie in [0, 1]; None where there is nothing to divide by.

    Attributes
    ----------
    run : dict
        version, seed, seconds, peak_memory_mb of the run, as its record tells them; None where it does not.
    purity : float
        A cluster (of at least two accounts) is pure when this share of its members is from one operation.
    counts : dict
        accounts (of the run), planted, planted_unseen, honest, clusters, flagged_clusters, flagged_accounts.
    flagged : dict
        precision, recall, f1 by account.
    flagged_clusters : dict
        clusters (flagged), pure among them, precision.
    planted_in_pure_clusters : float or None
    bcubed : dict
        ``planted`` and ``all``, each with precision, recall, f1.
    pairs : dict
        ``flagged`` (pairs within flagged clusters) and ``all`` (within any cluster), each with found, true, common,
        precision, recall, f1.
    apart : dict
        ``clusters`` and ``campaigns``, each with judged, mixed, kept_apart, planted, planted_in_mixed.
    links : dict
        links, same_operation, between_operations (and its share), honest_planted (and its share), honest_honest (and
        per account).
    operations : list of dict
        operation, accounts, seen, in_pure_clusters, flagged, campaign, campaign_recall, campaign_precision.
    collateral : dict
        Honest accounts, flagged, flagged_share, and the same by_group_type.
    forged : list of dict
        Per forgery its victims: accounts, linked_to_planted, clustered_with_planted, flagged; last row: other honest.
    false_alarms : dict
        Flagged clusters that are pure for no operation: clusters, accounts, and the first 20 with reasons.
    first_clusters : dict
        Of the first 20 clusters by rank: clusters, pure, precision, and which are pure.
    review : dict
        reviewed (members of flagged clusters), planted among them, reviewed_per_planted.
    """

    run: dict[str, Any]
    purity: float
    counts: dict[str, int]
    flagged: dict[str, float | None]
    flagged_clusters: dict[str, Any]
    planted_in_pure_clusters: float | None
    bcubed: dict[str, dict[str, float | None]]
    pairs: dict[str, dict[str, Any]]
    apart: dict[str, dict[str, Any]]
    links: dict[str, Any]
    operations: list[dict[str, Any]]
    collateral: dict[str, Any]
    forged: list[dict[str, Any]]
    false_alarms: dict[str, Any]
    first_clusters: dict[str, Any]
    review: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """A copy made of dicts, lists, text and numbers: `json.dumps` takes it as it is."""
        return asdict(self)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Writes the scorecard as one HTML page that needs nothing else: charts, and tables of the same numbers.

        Parameters
        ----------
        path : path-like
            File to write (UTF-8), whole or not at all; a page (.html, .htm) that is there is replaced.

        Returns
        -------
        pathlib.Path
            The file. The same scorecard gives the same bytes.

        Raises
        ------
        ModuleNotFoundError
            Jinja2 is not installed (``pip install 'accountgraph[report]'``).
        FileExistsError
            What is there is no page.
        """
        from .page import write_page

        return write_page(self, path)

    def __str__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)
