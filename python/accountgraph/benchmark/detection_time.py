"""Time to detection: the log is replayed, and each operation has the day on which it is detected.

An operation's clock starts on the day of the first event of its tenth account. It is **detected** at the end of the
first replayed day by which at least ten of its accounts have been active and at least half of those are flagged; the
day by whose end any ten of its accounts are flagged is told beside it. What happens later changes neither.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .. import detection
from ..files import as_input_errors, connect, literal, read_parquet
from ..report.text import show

STARTED = 10
"""Accounts with which an operation has begun; also the number flagged that is told."""
HALF = 0.5
EPOCH = dt.date(1970, 1, 1)
MICROS_OF_A_DAY = 86_400_000_000


@dataclass(frozen=True, kw_only=True)
class DetectionTime:
    """One operation of a replay. None: it never came to that.

    Attributes
    ----------
    operation : str
    accounts : int
        Its accounts with an event in the log.
    tenth_day : date or None
        First event of its tenth account.
    detected_day : date or None
        At least ten active, at least half of the active ones flagged.
    ten_flagged_day : date or None
        At least ten of them flagged.
    """

    operation: str
    accounts: int
    tenth_day: dt.date | None
    detected_day: dt.date | None
    ten_flagged_day: dt.date | None

    @property
    def days(self) -> int | None:
        """Days from the tenth account to detection, >= 0."""
        return _between(self.tenth_day, self.detected_day)

    @property
    def days_to_ten_flagged(self) -> int | None:
        """Days from the tenth account to the tenth flag, >= 0."""
        return _between(self.tenth_day, self.ten_flagged_day)


def time_to_detection(
    events: str | os.PathLike[str],
    truth: Any,
    *,
    step_days: int = 1,
    detect: Callable[..., Any] = detection.detect,
) -> list[DetectionTime]:
    """Replays a log and tells when each operation is detected.

    Parameters
    ----------
    events : path-like
        events.parquet of a saved world: account_id and timestamp, and what `detect` reads.
    truth : table, mapping of arrays or path of a Parquet file
        account_id, group_type, group; rows of type "operation" count.
    step_days : int, default 1
        Days between two looks, >= 1. The last day of the log is always looked at.
    detect : callable
        Called as ``detect(events, since=first_day, until=day)`` with dates, both ends inclusive; what it returns has
        ``accounts`` with account_id and flagged. Another method is judged by the same clock.

    Returns
    -------
    list of DetectionTime
        One an operation, in the order of their names.

    Notes
    -----
    One detection per day of the log. It ends early once every operation has both its days.
    """
    if isinstance(step_days, bool) or not isinstance(step_days, int) or step_days < 1:
        raise ValueError(f"`step_days` must be a whole number >= 1, got {show(repr(step_days), limit=40)}")
    path = Path(events)
    account, first_day, last_day = _first_days(path)
    active_from = dict(zip(account, first_day.tolist(), strict=True))
    operations = {
        name: {member: active_from[member] for member in members if member in active_from}
        for name, members in _operations(truth).items()
    }
    times = {name: _Times(name, sorted(days.values())) for name, days in operations.items()}
    begin = int(first_day.min())
    looks = [*range(begin + step_days - 1, last_day, step_days), last_day]
    for day in looks:
        if all(found.done for found in times.values()):
            break
        accounts = detect(path, since=_date(begin), until=_date(day)).accounts
        flagged = set(np.asarray(accounts["account_id"], object)[np.asarray(accounts["flagged"], bool)].tolist())
        for name, days in operations.items():
            times[name].look(day, flagged=sum(days[member] <= day for member in flagged.intersection(days)))
    return [times[name].told() for name in sorted(times)]


class _Times:
    """The clock of one operation; days are whole numbers since 1970."""

    def __init__(self, name: str, first_days: list[int]) -> None:
        self.name, self.first_days = name, first_days
        self.tenth = first_days[STARTED - 1] if len(first_days) >= STARTED else None
        self.detected: int | None = None
        self.ten_flagged: int | None = None

    @property
    def done(self) -> bool:
        return self.tenth is None or (self.detected is not None and self.ten_flagged is not None)

    def look(self, day: int, *, flagged: int) -> None:
        active = sum(first <= day for first in self.first_days)
        if self.ten_flagged is None and flagged >= STARTED:
            self.ten_flagged = day
        if self.detected is None and active >= STARTED and flagged >= HALF * active:
            self.detected = day

    def told(self) -> DetectionTime:
        days = (None if day is None else _date(day) for day in (self.tenth, self.detected, self.ten_flagged))
        tenth, detected, ten_flagged = days
        return DetectionTime(
            operation=self.name, accounts=len(self.first_days), tenth_day=tenth, detected_day=detected,
            ten_flagged_day=ten_flagged,
        )  # fmt: skip


def _first_days(path: Path) -> tuple[list[str], np.ndarray, int]:
    """Every account with the day of its first event, and the last day of the log; days since 1970."""
    name = show(str(path))
    days = (
        f"select account_id, epoch_us(timestamp) // {MICROS_OF_A_DAY} as day "
        f"from read_parquet({literal(str(path.absolute()))}) where account_id is not null and timestamp is not null"
    )
    with as_input_errors(f"{name!r} cannot be replayed"), connect(1) as connection:
        rows = connection.execute(f"select account_id, min(day), max(day) from ({days}) group by account_id").fetchall()
    if not rows:
        raise ValueError(f"{name!r} holds no events")
    return [row[0] for row in rows], np.array([row[1] for row in rows], np.int64), max(row[2] for row in rows)


def _operations(truth: Any) -> dict[str, set[str]]:
    if isinstance(truth, str | os.PathLike):
        truth = read_parquet(Path(truth))
    members: dict[str, set[str]] = {}
    for account, kind, group in zip(truth["account_id"], truth["group_type"], truth["group"], strict=True):
        if kind == "operation":
            members.setdefault(str(group), set()).add(account)
    return members


def _date(day: int) -> dt.date:
    return EPOCH + dt.timedelta(days=day)


def _between(first: dt.date | None, last: dt.date | None) -> int | None:
    return None if first is None or last is None else (last - first).days
