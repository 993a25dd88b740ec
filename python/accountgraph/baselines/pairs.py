"""Pairs of accounts by what they share, in bounded memory."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .entries import Entries

BLOCK = 1 << 22
"""About so many pairs are in memory at a time, besides those that are kept."""


def pairs_that_share(
    entries: Entries, identifiers: np.ndarray, *, weight: np.ndarray, at_least: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs whose common identifiers weigh enough.

    Parameters
    ----------
    entries : Entries
    identifiers : bool array of shape (identifiers,)
        The identifiers that count.
    weight : float64 array of shape (identifiers,)
    at_least : float
        A pair is kept where its sum of weights reaches this.

    Returns
    -------
    a, b, sums : int64, int64 and float64 arrays of shape (pairs,)
        Accounts with a < b, ordered by a and then by b.

    Notes
    -----
    Work: the sum of holders^2 / 2 pairs, at most entries * most holders / 2, sorted in blocks of accounts. Memory
    O(entries + pairs kept). A sum is taken in the order of its identifiers: the same bytes for any order of the log.
    """
    account, identifier = entries.of(identifiers)
    ends = np.cumsum(np.bincount(identifier, minlength=len(entries.holders)))
    later = ends[identifier] - np.arange(len(account)) - 1  # holders of the identifier that come after this one
    by_account = np.argsort(account, kind="stable")
    total = len(entries.accounts)
    begin = np.searchsorted(account[by_account], np.arange(total + 1))
    before = np.concatenate(([0], np.cumsum(later[by_account])))[begin[:-1]]
    borders = [*np.flatnonzero(np.diff(before // BLOCK, prepend=-1)), total]
    parts = [(np.empty(0, np.int64), np.empty(0))]
    for first, end in pairwise(borders):
        rows = by_account[begin[first] : begin[end]]
        left = np.repeat(rows, later[rows])
        ends_here = np.cumsum(later[rows])
        right = left + 1 + np.arange(len(left)) - np.repeat(ends_here - later[rows], later[rows])
        keys = account[left] * total + account[right]
        order = np.argsort(keys, kind="stable")
        keys, start = np.unique(keys[order], return_index=True)
        sums = np.add.reduceat(weight[identifier[left[order]]], start) if len(start) else np.empty(0)
        parts.append((keys[sums >= at_least], sums[sums >= at_least]))
    keys, sums = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return keys // total, keys % total, sums
