"""Arrays as the native core takes them, or one sentence on what is wrong with them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

INDEX_LIMIT = 2**32


def indices(values: npt.ArrayLike, name: str) -> np.ndarray:
    """A uint32 array of one dimension. Raises ValueError for anything but whole numbers in [0, 2^32)."""
    array = _vector(values, name)
    if array.size == 0:
        return array.astype(np.uint32)
    if array.dtype.kind not in "iu":
        raise ValueError(f"`{name}` must hold whole numbers, got {array.dtype}")
    if array.min() < 0 or array.max() >= INDEX_LIMIT:
        raise ValueError(f"`{name}` must lie in [0, 2^32), got {array.min()} to {array.max()}")
    return array.astype(np.uint32, copy=False)


def numbers(values: npt.ArrayLike, name: str) -> np.ndarray:
    """A float64 array of one dimension. Raises ValueError for anything but real numbers."""
    array = _vector(values, name)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"`{name}` must hold real numbers, got {array.dtype}")
    return array.astype(np.float64, copy=False)


def _vector(values: npt.ArrayLike, name: str) -> np.ndarray:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"`{name}` must have one dimension, got {array.ndim}")
    return array
