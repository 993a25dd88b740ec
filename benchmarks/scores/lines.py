"""Lines of the table of the reach, as plain functions of values: the median is judged, the spread is shown."""

import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """What is to be reached, what was measured, and whether it holds; None: nothing is asked for."""

    reach: str
    measured: str
    holds: bool | None


def median(values: Sequence[float | None]) -> float | None:
    """Of the known values; None where there are none."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def spread(values: Sequence[float | None], digits: int = 3) -> str:
    """Median (least to most) of the known values; infinity is written as never."""
    known = [value for value in values if value is not None]
    if not known:
        return "-"
    middle, least, most = (_told(value, digits) for value in (statistics.median(known), min(known), max(known)))
    return middle if least == most else f"{middle} ({least} to {most})"


def at_least(values: Sequence[float | None], bound: float) -> bool:
    middle = median(values)
    return middle is not None and middle >= bound


def at_most(values: Sequence[float | None], bound: float) -> bool:
    middle = median(values)
    return middle is not None and middle <= bound


def nineteen_of_twenty(good: int, of: int) -> bool:
    """19 of 20, and the same share where fewer worlds were measured."""
    return of > 0 and 20 * good >= 19 * of


def standard_error(values: Sequence[float]) -> float:
    """Of the mean; 0 of fewer than two values."""
    return statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _told(value: float, digits: int) -> str:
    return "never" if math.isinf(value) else f"{value:.{digits}f}"
