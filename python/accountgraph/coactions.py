"""Accounts that used the same object within seconds of each other, counted exactly."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from numbers import Real
from typing import Any

from . import _core
from ._core import InputError
from .columns import FIND, Columns, Kind, find_columns
from .detection import require_events
from .report.text import show
from .sources import open_source
from .stages import Progress, Stages
from .table import Table
from .terminal import shown
from .threads import number_of_threads

MICROS = 1_000_000
MOST = 2**63 - 1


def coactions(
    events: Any,
    *,
    kind: str | Mapping[str, str | Kind],
    window_seconds: float,
    min_participation: int = 1,
    keep_placeholders: bool = False,
    account: str = FIND,
    time: str = FIND,
    time_unit: str | None = None,
    max_pairs: int | None = None,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> Table:
    """Pairs of accounts that used the same object within a window of seconds, with the number of such objects.

    Two accounts coact on an object when each has an event with it and two such events lie at most `window_seconds`
    apart; a distance of exactly the window counts. Objects are the values of one kind of identifier, normalised as
    `detect` does. How often a pair meets on one object does not count.

    Parameters
    ----------
    events
        As for `detect`; read once.
    kind : str or mapping
        Kind of identifier, its column found by name, or one kind with its column or `Kind`, as in ``{"url": "link"}``.
    window_seconds : float
        Largest distance of two events, >= 0, to the microsecond.
    min_participation : int
        Accounts with fewer events that hold an object are left out first, once; >= 1. Repeats count.
    keep_placeholders : bool
        True: values that mean "no value" elsewhere (``unknown``, ``0``) are objects too, as in renumbered data.
    account, time : str
        Columns of the account and of the time; found by name unless given.
    time_unit : {"s", "ms", "us", "ns"}, optional
        Unit of whole-number times.
    max_pairs : int, optional
        Largest number of coinciding events, counted before any pair is; None takes 100 million. Memory and time grow
        with it. Of an account that has an object again and again, two events a window count.
    threads : int, optional
        Threads; None takes all. The result does not depend on it.
    progress : bool or callable, optional
        As for `detect`.

    Returns
    -------
    Table
        account_a < account_b (by bytes), objects >= 1; ascending by account_a, account_b.

    Raises
    ------
    InputError
        The events cannot be used, have no times, or coincide in more than `max_pairs` pairs; the sentence names the
        object with most of them. A ValueError.
    ValueError
        An option is out of range.

    Examples
    --------
    >>> import accountgraph as ag
    >>> world = ag.simulate(accounts=300, operation=30)
    >>> ag.coactions(world.events(), kind="template", window_seconds=60).columns
    ['account_a', 'account_b', 'objects']
    """
    micros = _micros(window_seconds)
    min_participation = _at_least_one(min_participation, "min_participation")
    if max_pairs is not None:
        max_pairs = _at_least_one(max_pairs, "max_pairs")
    if time_unit not in (None, "s", "ms", "us", "ns"):
        raise ValueError(f"`time_unit` must be 's', 'ms', 'us' or 'ns', got {time_unit!r}")
    kinds = {kind: Kind()} if isinstance(kind, str) else kind
    if not isinstance(kinds, Mapping) or len(kinds) != 1 or None in kinds.values():
        raise ValueError("`kind` must be one kind, as in 'url' or {'url': 'link'}, got " + show(repr(kind), limit=60))
    if "prompt" in kinds:
        kinds = {**kinds, "template": None}  # ready templates that stand beside are another question
    threads = number_of_threads(threads)
    with shown(progress) as show_progress:
        stages = Stages(show_progress)
        source = open_source(events, threads=threads)
        try:
            columns = find_columns(source.columns, account=account, time=time, kinds=kinds)
            column, declared = _of_kind(columns, next(iter(kinds)))
            if columns.time is None:
                raise InputError("coactions need a time column; name it with time='…'")
            table, facts = _core.coactions(
                source.stream(list(dict.fromkeys([columns.account, columns.time, column]))), account=columns.account,
                time=columns.time, kind=declared, column=column, time_unit=time_unit, window_micros=micros,
                min_participation=min_participation, keep_placeholders=bool(keep_placeholders), max_pairs=max_pairs,
                threads=threads, poll=stages.begin("coactions"),
            )  # fmt: skip
            require_events(facts, source.rejects())
        finally:
            source.close()
        stages.end()
    return Table(table)


def _of_kind(columns: Columns, asked: str) -> tuple[str, dict[str, Any]]:
    """The column of the kind that was asked for, and the kind in full; of a prompt the kind is template."""
    name = "template" if asked == "prompt" else asked
    return columns.kinds[name], next(kind for kind in columns.declared if kind["name"] == name)


def _micros(seconds: Any) -> int:
    if isinstance(seconds, bool) or not isinstance(seconds, Real) or not math.isfinite(seconds) or seconds < 0:
        raise ValueError(f"`window_seconds` must be a number >= 0, got {show(repr(seconds), limit=40)}")
    micros = round(seconds * MICROS)
    if micros > MOST:
        raise ValueError(f"`window_seconds` must be at most {MOST // MICROS}, got {show(repr(seconds), limit=40)}")
    return micros


def _at_least_one(value: Any, name: str) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__") or not 1 <= operator.index(value) <= MOST:
        raise ValueError(f"`{name}` must be a whole number >= 1, got {show(repr(value), limit=40)}")
    return operator.index(value)
