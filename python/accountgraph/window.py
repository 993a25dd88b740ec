"""The window of time of a run: given, found by a first pass, or growing with the data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from . import _core
from ._core import InputError
from .columns import Columns
from .report.text import show
from .sources import Source
from .stages import Stages

LAST_MOMENT = dt.timedelta(days=1) - dt.timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Window:
    """Both ends inclusive, in microseconds since 1970 UTC; None: open."""

    since: int | None = None
    until: int | None = None
    how: str
    """given (both ends), robust (quantiles of a first pass, widened), growing (a stream read once), none (no time)."""


def find_window(
    source: Source,
    columns: Columns,
    *,
    since: Any = None,
    until: Any = None,
    time_unit: str | None = None,
    threads: int = 0,
    stages: Stages,
) -> Window:
    """The window of a run. One row from 1970 must not stretch it, so a first pass takes quantiles where it can.

    Raises
    ------
    ValueError
        `since` or `until` is no time, or `until` lies before `since`.
    InputError
        They are given and there is no time column.
    """
    first, last = to_micros(since, "since"), to_micros(until, "until", last=True)
    if first is not None and last is not None and last < first:
        raise ValueError(f"`until` must not lie before `since`, got {until} before {since}")
    if columns.time is None:
        if first is not None or last is not None:
            raise InputError("`since` and `until` need a time column, and the events have none")
        return Window(how="none")
    if first is not None and last is not None:
        return Window(since=first, until=last, how="given")
    if not source.rereadable:
        return Window(since=first, until=last, how="growing")
    days, events = _core.day_histogram(
        source.stream([columns.account, columns.time]), account=columns.account, time=columns.time, time_unit=time_unit,
        threads=threads, poll=stages.begin("window"),
    )  # fmt: skip
    if not days:
        return Window(since=first, until=last, how="growing")
    robust = _core.robust_window(days, events)
    first = robust[0] if first is None else first
    last = robust[1] if last is None else last
    return Window(since=min(first, last) if since is None else first, until=max(first, last), how="robust")


def to_micros(given: Any, name: str, *, last: bool = False) -> int | None:
    """Microseconds since 1970 UTC of a text, date or datetime; a plain date with `last` is the end of that day."""
    if given is None:
        return None
    if isinstance(given, dt.datetime):
        text, whole_day = given.isoformat(), False
    elif isinstance(given, dt.date):
        text, whole_day = given.isoformat(), True
    else:  # text, numpy.datetime64
        text = str(given)
        whole_day = len(text.strip()) <= len("2026-04-22")
    micros = _core.parse_time(text)
    if micros is None:
        raise ValueError(f"`{name}` must be a date or time such as 2026-04-22 or 2026-04-22T10:00Z, got {show(text)!r}")
    return micros + LAST_MOMENT // dt.timedelta(microseconds=1) if last and whole_day else micros
