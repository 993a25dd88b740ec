"""The time to detection: exact days on a log made by hand, with a detector made by hand."""

import datetime as dt
from types import SimpleNamespace

import accountgraph as ag
import duckdb
import numpy as np
import pytest
from accountgraph import benchmark
from accountgraph.benchmark import worker

DAY = dt.date(2026, 4, 22)


def day(number):
    return DAY + dt.timedelta(days=number)


@pytest.fixture
def log(tmp_path):
    """Operation `late`: 20 accounts, one a day; `small`: 9; `burst`: 12 on day 3. Two honest accounts. 30 days."""
    first = {f"late-{i:02}": i for i in range(20)} | {f"small-{i}": 0 for i in range(9)}
    first |= {f"burst-{i:02}": 3 for i in range(12)} | {"h-0": 0, "h-1": 29}
    path = tmp_path / "events.parquet"
    rows = ", ".join(
        f"('{name}', timestamptz '{day(at)} {hour}+00')" for name, at in first.items() for hour in ("00:00", "23:59:59")
    )
    duckdb.sql(f"copy (select * from (values {rows}) as t(account_id, timestamp)) to '{path}' (format parquet)")
    members = [name for name in first if not name.startswith("h")]
    truth = {
        "account_id": [*members, "h-0", "never-seen"],
        "group_type": ["operation"] * len(members) + ["office", "operation"],
        "group": [name.split("-")[0] for name in members] + ["office-1", "small"],
    }
    return path, {name: np.array(values, object) for name, values in truth.items()}


def detector(flagged):
    """A detector that flags what `flagged(day number)` says, and keeps the days that it was asked for."""
    asked = []

    def detect(events, *, since, until):
        assert since == DAY
        asked.append((until - DAY).days)
        names = sorted(flagged(asked[-1]))
        accounts = {
            "account_id": np.array([*names, "other"], object),
            "flagged": np.array([True] * len(names) + [False]),
        }
        return SimpleNamespace(accounts=accounts)

    return detect, asked


def test_days_to_detection_are_exact(log):
    def flagged(at):  # of `late` those who came at least 7 days ago; of `burst` seven from day 5 on
        late = {f"late-{i:02}" for i in range(20) if i + 7 <= at}
        return late | ({f"burst-{i:02}" for i in range(7)} if at >= 5 else set()) | {"h-0"}

    detect, asked = detector(flagged)
    burst, late, small = benchmark.time_to_detection(*log, detect=detect)
    assert (late.operation, late.accounts, late.tenth_day) == ("late", 20, day(9))
    assert late.detected_day == day(13) and late.days == 4  # day 13: 7 of 14; day 12: 6 of 13
    assert late.ten_flagged_day == day(16) and late.days_to_ten_flagged == 7
    assert (burst.tenth_day, burst.detected_day, burst.days) == (day(3), day(5), 2)
    assert burst.ten_flagged_day is None and burst.days_to_ten_flagged is None
    assert small.accounts == 9 and small.tenth_day is None and small.days is None
    assert asked == list(range(30))


def test_a_replay_ends_when_all_is_detected(log):
    detect, asked = detector(lambda at: {f"{name}-{i:02}" for name in ("late", "burst") for i in range(20)})
    burst, late, _ = benchmark.time_to_detection(*log, detect=detect)
    assert (late.days, late.days_to_ten_flagged, burst.days) == (0, -9 + 9, 0)
    assert asked == list(range(10))


def test_steps_of_several_days_end_with_the_last(log):
    detect, asked = detector(lambda at: set())
    found = benchmark.time_to_detection(*log, step_days=7, detect=detect)
    assert asked == [6, 13, 20, 27, 29] and all(item.days is None for item in found)
    for wrong in (0, 1.5, True):
        with pytest.raises(ValueError, match="`step_days`"):
            benchmark.time_to_detection(*log, step_days=wrong)


def test_methods_without_a_window_get_the_events_until_a_day(log, tmp_path):
    read = []

    def find(path):
        read.append(duckdb.sql(f"select count(*), max(epoch_us(timestamp)) from '{path}'").fetchall()[0])
        return "found"

    found = worker._until(find, tmp_path / "until.parquet", log[0], since=DAY, until=day(3))
    end = int((day(4) - dt.date(1970, 1, 1)).total_seconds()) * 1_000_000
    assert found == "found" and read == [(2 * (4 + 9 + 12 + 1), end - 1_000_000)]


@pytest.mark.parametrize(
    ("days", "median"), [([1, 2, None], 2), ([1, None], None), ([None], None), ([], None), ([0, 3], 1.5)]
)
def test_never_is_later_than_any_day(days, median):
    assert worker._median_day(days) == median


def test_a_replay_of_nothing_is_told(tmp_path, log):
    with pytest.raises(ag.InputError, match="cannot be replayed"):
        benchmark.time_to_detection(tmp_path / "nothing.parquet", log[1])
