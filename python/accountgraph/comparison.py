"""How alike two groupings of the same items are.

Groupings are arrays of whole numbers in [0, 2^32), one an item; only which items share one matters. Each function takes
O(items log items), without the GIL, and raises ValueError when the lengths differ. No items: 1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy.typing as npt

from . import _core
from .arrays import indices


class BCubed(NamedTuple):
    """Means over items, in (0, 1]."""

    precision: float
    recall: float
    f1: float


def adjusted_rand_index(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Agreement of two groupings corrected for chance: 1 = the same, about 0 = unrelated (doi 10.1007/BF01908075).

    Examples
    --------
    >>> adjusted_rand_index([0, 0, 1, 1], [7, 7, 3, 3])
    1.0
    """
    return _core.adjusted_rand_index(indices(a, "a"), indices(b, "b"))


def adjusted_mutual_information(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Mutual information of two groupings corrected for chance: 1 = the same (jmlr.org/papers/v11/vinh10a)."""
    return _core.adjusted_mutual_information(indices(a, "a"), indices(b, "b"))


def normalized_mutual_information(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Mutual information / mean entropy, in [0, 1]: the V-measure, the harmonic mean of the two below."""
    return _core.normalized_mutual_information(indices(a, "a"), indices(b, "b"))


def homogeneity(truth: npt.ArrayLike, predicted: npt.ArrayLike) -> float:
    """In [0, 1]; 1 = every predicted group lies inside one true group (aclanthology.org/D07-1043).

    Examples
    --------
    >>> homogeneity([0, 0, 1], [0, 1, 2])
    1.0
    """
    return _core.homogeneity(indices(truth, "truth"), indices(predicted, "predicted"))


def completeness(truth: npt.ArrayLike, predicted: npt.ArrayLike) -> float:
    """In [0, 1]; 1 = every true group lies inside one predicted group (aclanthology.org/D07-1043)."""
    return _core.completeness(indices(truth, "truth"), indices(predicted, "predicted"))


def b_cubed(truth: npt.ArrayLike, predicted: npt.ArrayLike) -> BCubed:
    """B-cubed precision, recall and F1 (aclanthology.org/P98-1012).

    Examples
    --------
    >>> b_cubed([0, 0, 1], [0, 0, 0]).recall
    1.0
    """
    return BCubed(*_core.b_cubed(indices(truth, "truth"), indices(predicted, "predicted")))
