"""A run against the truth of its world: the scorecard. Definitions: docs/scorecard.md."""

from __future__ import annotations

from numbers import Real
from typing import Any

from .report.text import show
from .scorecard import Scorecard, collateral, measures, operations
from .scorecard.tables import read

__all__ = ["Scorecard", "evaluate"]

FIRST = 20  # clusters whose precision is told
RECORD = ("version", "seed", "seconds", "peak_memory_mb")


def evaluate(result_or_folder: Any, truth: Any, *, purity: float = 0.9) -> Scorecard:
    """Judges a run by a truth.

    Parameters
    ----------
    result_or_folder : Result or path-like
        A run, or the folder it was saved to. Only `accounts` is needed (account_id, cluster_id, flagged), so that other
        methods can be judged by the same card: measures of tables that a run lacks are None or empty. A cluster_id that
        is null is no cluster. `run`, a mapping with version, seed, seconds and peak_memory_mb, is repeated on the card.
    truth : table, mapping of arrays or path of a Parquet file
        Columns account_id, group_type, group; any number of rows an account, none for most honest ones. group_type
        "operation" is planted, "forged" names honest victims of a forged identifier; any other type is a look-alike.
    purity : float, default 0.9
        In (0.5, 1]. A cluster of at least two accounts is pure for an operation that this share of its members is from.

    Returns
    -------
    Scorecard

    Raises
    ------
    ValueError
        `purity` out of range; a column missing, a null, columns of several lengths; ids that are neither text nor whole
        numbers, flags that are neither True nor False; an account or a cluster listed twice; more than 12 operations an
        account; a truth of which no account is in the run.
    TypeError
        The run has no accounts, or what is given is no table.

    Notes
    -----
    Work O((accounts + rows of the truth + links) log), a few seconds for a million accounts; no row is sampled.

    Examples
    --------
    >>> import numpy as np
    >>> from types import SimpleNamespace
    >>> run = SimpleNamespace(accounts={
    ...     "account_id": np.array(["a", "b", "c"], object),
    ...     "cluster_id": np.array(["c-1", "c-1", None], object),
    ...     "flagged": np.array([True, True, False])})
    >>> truth = {"account_id": ["a", "b"], "group_type": ["operation"] * 2, "group": ["ring"] * 2}
    >>> card = evaluate(run, {name: np.array(values, object) for name, values in truth.items()})
    >>> card.flagged["recall"], card.planted_in_pure_clusters
    (1.0, 1.0)
    """
    if not isinstance(purity, Real) or not 0.5 < purity <= 1:
        raise ValueError(f"`purity` must be in (0.5, 1], got {show(repr(purity), limit=40)}")
    run, known = read(result_or_folder, truth)
    mates, pure = measures.mates_of(run, known), operations.purity_of(run, known, purity)
    planted, flagged = int(known.planted.sum()), int(run.flagged.sum())
    hit = int((run.flagged & known.planted).sum())
    unseen = int(known.planted[run.seen :].sum())
    found = len(set(known.pairs[pure.found, 0].tolist()))
    return Scorecard(
        run={name: run.record.get(name) for name in RECORD},
        purity=purity,
        counts={
            "accounts": run.seen,
            "planted": planted,
            "planted_unseen": unseen,
            "honest": run.accounts - planted,
            "clusters": len(run.cluster_ids),
            "flagged_clusters": int(run.cluster_flagged.sum()),
            "flagged_accounts": flagged,
        },
        flagged=measures.scores(hit, flagged, planted),
        flagged_clusters=collateral.flagged_clusters(run, pure),
        planted_in_pure_clusters=measures.ratio(found, planted),
        bcubed=measures.bcubed(run, known, mates),
        pairs=measures.pairs(run, known, mates),
        apart=operations.apart(run, known),
        links=measures.links(run, known),
        operations=operations.operations(run, known, pure),
        collateral=collateral.collateral(run, known),
        forged=collateral.forged(run, known),
        false_alarms=collateral.false_alarms(run, pure),
        first_clusters=collateral.first_clusters(run, pure, FIRST),
        review=collateral.review(run, known),
    )
