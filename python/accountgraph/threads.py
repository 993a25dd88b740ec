"""How many threads a call may use."""

from __future__ import annotations

import operator
from typing import Any

from .report.text import show

MOST = 1024


def number_of_threads(threads: Any) -> int:
    """`threads` as the library takes it, 0 for None = all. Raises ValueError for what is no int in [1, 1024]."""
    if threads is None:
        return 0
    if isinstance(threads, bool) or not hasattr(threads, "__index__"):
        raise ValueError(f"`threads` must be a whole number in [1, {MOST}], got {show(repr(threads), limit=40)}")
    number = operator.index(threads)
    if not 1 <= number <= MOST:
        raise ValueError(f"`threads` must be in [1, {MOST}], got {number if abs(number) < 10**18 else 'far more'}")
    return number
