"""The measures of the scorecard, each on numbers. Definitions in words: docs/scorecard.md."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import fsum
from typing import Any

import numpy as np

from .tables import Ints, Run, Truth

MOST = 12  # operations of one account


def ratio(part: float, whole: float) -> float | None:
    """part / whole; None where whole is 0."""
    return float(part) / float(whole) if whole else None


def scores(common: int, found: int, true: int) -> dict[str, float | None]:
    """Precision, recall and F1 of sets by their sizes. F1 is None only where both are empty, so that finding nothing
    counts as 0 and is not left out of a mean.
    """
    return {"precision": ratio(common, found), "recall": ratio(common, true), "f1": ratio(2 * common, found + true)}


def count_up(lengths: Ints) -> Ints:
    """0 .. length-1 for each length, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def expand(begin: Ints, of: Ints) -> tuple[Ints, Ints]:
    """For each of `of` the rows begin[of] .. begin[of + 1] - 1: (place in `of`, row)."""
    width = (begin[1:] - begin[:-1])[of]
    return np.repeat(np.arange(len(of)), width), np.repeat(begin[of], width) + count_up(width)


@dataclass(frozen=True)
class Choices:
    """Every non-empty choice from the operations of a planted account, one row each.

    Accounts e and f share an operation iff the signed number of choices that they have in common is 1, and else it is
    0 (inclusion and exclusion), so that mates are counted without looking at pairs.
    """

    account: Ints  # (r,) ascending
    choice: Ints  # (r,) number of the choice
    sign: Ints  # (r,) +1 where the choice has an odd number of operations, -1 where even
    choices: int

    def mates(self, group: Ints) -> Ints:
        """Per account those of its group that share an operation with it, itself included. Shape (n,).

        `group` has shape (n,); 0 for an account whose group is negative, and for an honest one. Exact below 2^53.
        """
        own = group[self.account]
        inside = own >= 0
        cells = own[inside] * self.choices + self.choice[inside]
        _, cell, members = np.unique(cells, return_inverse=True, return_counts=True)
        signed = self.sign[inside] * members[cell.reshape(-1)]
        return np.rint(np.bincount(self.account[inside], weights=signed, minlength=len(group))).astype(np.int64)


def choices_of(truth: Truth) -> Choices:
    """Work O(accounts * 2^operations of an account). Raises ValueError: an account with more than 12 operations."""
    owners, start, degree = np.unique(truth.pairs[:, 0], return_index=True, return_counts=True)
    if degree.max(initial=0) > MOST:
        raise ValueError(f"the truth must give an account at most {MOST} operations, got {degree.max()}")
    operation = truth.pairs[:, 1].tolist()
    labels: dict[tuple[int, ...], int] = {}
    label = np.fromiter(
        (
            labels.setdefault(tuple(operation[i : i + d]), len(labels))
            for i, d in zip(start.tolist(), degree.tolist(), strict=True)
        ),
        np.int64,
        len(owners),
    )
    numbers: dict[tuple[int, ...], int] = {}
    choice, sign, begin = [], [], [0]
    for held in labels:
        for size in range(1, len(held) + 1):
            for chosen in combinations(held, size):
                choice.append(numbers.setdefault(chosen, len(numbers)))
                sign.append(1 if size % 2 else -1)
        begin.append(len(choice))
    at, row = expand(np.array(begin), label)
    return Choices(owners[at], np.array(choice, np.int64)[row], np.array(sign, np.int64)[row], max(len(numbers), 1))


@dataclass(frozen=True)
class Mates:
    """Per account, itself included: those that belong together with it, in the run and in its cluster. Shape (n,)."""

    everywhere: Ints
    in_cluster: Ints


def mates_of(run: Run, truth: Truth) -> Mates:
    """An honest account belongs with itself alone; an account in no cluster is a cluster of its own."""
    choices = choices_of(truth)
    everywhere, in_cluster = choices.mates(np.zeros(run.accounts, np.int64)), choices.mates(run.cluster)
    return Mates(np.maximum(everywhere, 1), np.maximum(in_cluster, 1))


def bcubed(run: Run, truth: Truth, mates: Mates) -> dict[str, Any]:
    """B-cubed precision, recall and F1, over planted accounts and over all. Bagga and Baldwin 1998.

    None where there are no such accounts. Sums are exactly rounded (Shewchuk 1997, `math.fsum`), so that the order of
    the accounts changes no digit.
    """
    size = np.where(run.cluster < 0, 1, np.append(run.size, 1)[run.cluster])
    precision, recall = mates.in_cluster / size, mates.in_cluster / mates.everywhere

    def over(accounts: np.ndarray) -> dict[str, float | None]:
        count = int(accounts.sum())
        p, r = (ratio(fsum(of[accounts].tolist()), count) for of in (precision, recall))  # > 0: each is its own mate
        return {"precision": p, "recall": r, "f1": 2 * p * r / (p + r) if count else None}

    return {"planted": over(truth.planted), "all": over(np.ones(run.accounts, bool))}


def pairs(run: Run, truth: Truth, mates: Mates) -> dict[str, Any]:
    """Pairs of accounts in one cluster against pairs that share an operation: over flagged clusters, and over all.

    Counts are exact: 64 bits hold the pairs of 4 * 10^9 accounts.
    """
    true = int((mates.everywhere - 1).sum()) // 2

    def over(clusters: np.ndarray) -> dict[str, Any]:
        size = run.size[clusters]
        found = int((size * (size - 1)).sum()) // 2
        inside = (run.cluster >= 0) & np.append(clusters, False)[run.cluster]
        common = int((mates.in_cluster[inside] - 1).sum()) // 2
        return {"found": found, "true": true, "common": common, **scores(common, found, true)}

    return {"flagged": over(run.cluster_flagged), "all": over(np.ones(len(run.size), bool))}


def links(run: Run, truth: Truth) -> dict[str, Any]:
    """Links by what they join."""
    a, b = run.links[:, 0], run.links[:, 1]
    planted = truth.planted[a].astype(int) + truth.planted[b]
    both, mixed, honest = (int((planted == count).sum()) for count in (2, 1, 0))
    same = int(_share(truth, a[planted == 2], b[planted == 2]).sum())
    return {
        "links": len(a),
        "same_operation": same,
        "between_operations": both - same,
        "between_operations_share": ratio(both - same, both),
        "honest_planted": mixed,
        "honest_planted_share": ratio(mixed, len(a)),
        "honest_honest": honest,
        "honest_honest_per_honest_account": ratio(honest, run.seen - int(truth.planted[: run.seen].sum())),
    }


def _share(truth: Truth, a: Ints, b: Ints) -> np.ndarray:
    """Whether two accounts share an operation, for arrays of accounts."""
    width = max(len(truth.operations), 1)
    at, row = expand(np.searchsorted(truth.pairs[:, 0], np.arange(len(truth.planted) + 1)), a)
    held = np.isin(b[at] * width + truth.pairs[row, 1], truth.pairs[:, 0] * width + truth.pairs[:, 1])
    shared = np.zeros(len(a), bool)
    shared[at[held]] = True
    return shared
