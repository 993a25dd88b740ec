"""The measures of the scorecard, each on numbers. Definitions in words: docs/scorecard.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ._scorecard_tables import Ints, Run, Truth


def ratio(part: float, whole: float) -> float | None:
    """part / whole; None where whole is 0."""
    return float(part) / float(whole) if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean; None where one of them is, 0 where both are 0."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True)
class LabelSets:
    """Accounts by their set of operations. Two accounts belong together iff their sets share an operation."""

    of: Ints  # (n,) number of the set, -1 for honest accounts
    accounts: Ints  # (s,) accounts per set
    related: Ints  # (r, 2) sets that share an operation, each with itself too; ascending

    def share(self, first: Ints, second: Ints) -> np.ndarray:
        """Whether two accounts share an operation, for arrays of accounts."""
        a, b, sets = self.of[first], self.of[second], len(self.accounts)
        keys = self.related[:, 0] * sets + self.related[:, 1]
        return (a >= 0) & (b >= 0) & np.isin(a * sets + b, keys)


def label_sets(truth: Truth) -> LabelSets:
    """Numbers the distinct sets. Work O(p log p) for each operation that one account may have."""
    account, operation = truth.pairs[:, 0], truth.pairs[:, 1]
    owners, start, degree = np.unique(account, return_index=True, return_counts=True)
    code = np.zeros(len(owners), np.int64)
    for turn in range(int(degree.max(initial=0))):
        more = degree > turn
        digit = np.zeros(len(owners), np.int64)
        digit[more] = operation[start[more] + turn] + 1
        code = np.unique(code * (len(truth.operations) + 1) + digit, return_inverse=True)[1].reshape(-1)
    of = np.full(len(truth.planted), -1)
    of[owners] = code
    sets = int(code.max(initial=-1)) + 1
    cells = np.unique(operation * max(sets, 1) + of[account])  # (operation, set), distinct
    cell_operation, cell_set = cells // max(sets, 1), cells % max(sets, 1)
    begin = np.searchsorted(cell_operation, np.arange(len(truth.operations) + 1))
    width = np.diff(begin)[cell_operation]  # sets with the cell's operation
    left = np.repeat(cell_set, width)
    right = cell_set[np.repeat(begin[cell_operation], width) + count_up(width)]
    keys = np.unique(left * max(sets, 1) + right)
    related = np.stack((keys // max(sets, 1), keys % max(sets, 1)), axis=1)
    return LabelSets(of, np.bincount(code, minlength=sets), related)


def count_up(lengths: Ints) -> Ints:
    """0 .. length-1 for each length, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def bcubed(run: Run, truth: Truth, sets: LabelSets) -> dict[str, Any]:
    """B-cubed precision, recall and F1, over planted accounts and over all.

    An account in no cluster is a cluster of its own. precision(e) = share of e's cluster that belongs together with e,
    recall(e) = share of the accounts that belong together with e that are in e's cluster; an honest account belongs
    with itself alone. Bagga and Baldwin 1998; the share-any rule for several labels is stated in docs/scorecard.md.
    """
    count = max(len(sets.accounts), 1)
    alone = truth.planted & (run.cluster < 0)
    together = np.bincount(sets.related[:, 0], weights=sets.accounts[sets.related[:, 1]], minlength=count)
    inside = truth.planted & (run.cluster >= 0)
    cells, accounts = np.unique(run.cluster[inside] * count + sets.of[inside], return_counts=True)
    cluster, own = cells // count, cells % count
    begin = np.searchsorted(sets.related[:, 0], np.arange(count + 1))
    width = np.diff(begin)[own]
    other = sets.related[np.repeat(begin[own], width) + count_up(width), 1]
    wanted = np.repeat(cluster, width) * count + other
    at = np.minimum(np.searchsorted(cells, wanted), max(len(cells) - 1, 0))
    held = np.where(cells[at] == wanted, accounts[at], 0) if len(cells) else np.zeros(0)
    same = np.bincount(np.repeat(np.arange(len(cells)), width), weights=held, minlength=len(cells))
    precision = float((accounts * same / run.size[cluster]).sum()) + float(alone.sum())
    recall = float((accounts * same / together[own]).sum()) + float((1 / together[sets.of[alone]]).sum())
    honest = ~truth.planted
    clustered = honest & (run.cluster >= 0)
    honest_precision = float((1 / run.size[run.cluster[clustered]]).sum()) + float((honest & ~clustered).sum())
    planted, everyone = int(truth.planted.sum()), run.accounts

    def measures(p: float, r: float, whole: int) -> dict[str, float | None]:
        p_share, r_share = ratio(p, whole), ratio(r, whole)
        return {"precision": p_share, "recall": r_share, "f1": f1(p_share, r_share)}

    return {
        "planted": measures(precision, recall, planted),
        "all": measures(precision + honest_precision, recall + float(honest.sum()), everyone),
    }


def links(run: Run, truth: Truth, sets: LabelSets) -> dict[str, Any]:
    """Links by what they join."""
    a, b = run.links[:, 0], run.links[:, 1]
    planted = truth.planted[a].astype(int) + truth.planted[b]
    same = int(sets.share(a, b).sum())
    mixed, honest = int((planted == 1).sum()), int((planted == 0).sum())
    return {
        "links": len(a),
        "same_operation": same,
        "between_operations": int((planted == 2).sum()) - same,
        "honest_planted": mixed,
        "honest_planted_share": ratio(mixed, len(a)),
        "honest_honest": honest,
        "honest_honest_per_honest_account": ratio(honest, run.seen - int(truth.planted[: run.seen].sum())),
    }
