"""The whole pipeline from Python: events in, result out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import _core
from ._core import InputError
from .columns import FIND, KIND_NAMES, Columns, Kind, find_columns
from .prompt_templates import Templates
from .prompts import Given, find_reading
from .report.text import show
from .result import Result
from .run_record import run_record
from .sources import open_source
from .stages import Progress, Stages
from .table import Table
from .terminal import shown
from .threads import number_of_threads
from .window import Window, find_window

Time = str | dt.date | dt.datetime


def detect(
    events: Any,
    *,
    account: str = FIND,
    time: str | None = FIND,
    kinds: Mapping[str, str | Kind | None] | None = None,
    time_unit: str | None = None,
    since: Time | None = None,
    until: Time | None = None,
    population_accounts: int | None = None,
    allow: Iterable[tuple[str, str]] | str | os.PathLike[str] | None = None,
    margin_bits: float | None = None,
    max_links_per_account: int | None = None,
    max_memory_bytes: int | None = None,
    learn_reliabilities: bool = False,
    templates: Given = None,
    significance_worlds: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    linkage: Mapping[str, Any] | None = None,
    communities: Mapping[str, Any] | None = None,
    seeds: Mapping[str, Any] | None = None,
    scoring: Mapping[str, Any] | None = None,
    significance: Mapping[str, Any] | None = None,
    campaigns: Mapping[str, Any] | None = None,
    progress: bool | Progress | None = None,
    verify: bool = False,
) -> Result:
    """Finds accounts that are worked by one operator, with the evidence for it.

    Parameters
    ----------
    events
        Paths, globs or a list of them (Parquet, CSV, JSON; one format); a DuckDB relation; or any object with
        ``__arrow_c_stream__`` (pandas, polars, pyarrow, `Table`, `World.events`). One row an event, read in batches,
        once; before that, where the source allows it, the times to find the window, and the prompts to mine templates.
    account, time : str
        Columns of the account and of the time; found by name unless given. ``time=None`` says that there is no time.
    kinds : mapping, optional
        Kinds of identifier: name to column, to `Kind`, or to None (leave it out). Added to those found by name.
        ``prompt`` names a column of prompts, whose templates are identifiers of the kind ``template``.
    time_unit : {"s", "ms", "us", "ns"}, optional
        Unit of whole-number times. Texts are ISO 8601; times without zone are UTC.
    since, until : str, date or datetime, optional
        Window of time, both ends inclusive; a plain date means its first or last moment. Events outside are rejects.
        Not given: a robust window of the log itself.
    population_accounts : int, optional
        Accounts of the whole service, where the events are an extract.
    allow : list of (kind, value) or path, optional
        Identifiers that are known to be shared lawfully; a file has one ``kind,value`` a line.
    margin_bits : float, optional
        A link needs log2(N) plus this many bits.
    max_links_per_account : int, optional
        Links kept per account, strongest first; 0 keeps all.
    max_memory_bytes : int, optional
        Linking that is predicted to need more, beyond the events, is refused before it begins; `preview` tells the
        same. Nothing is predicted unless given.
    learn_reliabilities : bool
        Learn from this log how often an operator's accounts share each kind, show it in ``run["kinds"]``, and use it
        where it is less than the kind's own. Most of what it learns from are households and offices, so it is off.
    templates : Templates, path or False, optional
        Read prompts with these templates. Not given: with those that are mined from the prompts themselves. False, and
        where the events can be read only once: a prompt counts by its fingerprint.
    significance_worlds : int, optional
        Worlds of chance for `q_value`: the log with its identifiers dealt anew; 0 = none. Each costs somewhat less than
        linking the log. Not given: 20 up to 200,000 accounts, none above. Without them `q_value` is null, and flags do
        without.
    seed : int, optional
        Seed of the communities and of the worlds of chance. Same events, options and seed give the same tables.
    threads : int, optional
        Threads; None takes all. The result does not depend on it.
    linkage, communities, seeds, scoring, significance, campaigns : mapping, optional
        Further options by stage; `default_options` shows them all.
    progress : bool or callable, optional
        True shows a bar (extra ``cli``); a callable gets (stage, done, total), total 0 = unknown.
    verify : bool
        Recomputes what can be checked by slow, independent code, and fails if it differs.

    Returns
    -------
    Result

    Raises
    ------
    InputError
        The events cannot be used: no such file, a missing column, a wrong type, no usable row; or linking them needs
        more than `max_memory_bytes`. A ValueError.
    ValueError
        An option is out of range.
    TypeError
        `events` is of no kind that can be read.
    KeyboardInterrupt
        Ctrl-C, within a second, wherever the call is.

    Examples
    --------
    >>> import accountgraph as ag
    >>> world = ag.simulate(accounts=2_000, operation=200)
    >>> result = ag.detect(world.events())
    >>> len(result.accounts)
    2200
    """
    options = gather_options(
        {
            "linkage": link_options(
                linkage, population_accounts=population_accounts, margin_bits=margin_bits, allow=allow,
                max_links_per_account=max_links_per_account, max_memory_bytes=max_memory_bytes,
                learn_reliabilities=learn_reliabilities or None,
            ),
            "communities": {**dict(communities or {}), **_given(communities, "communities", seed=seed)},
            "seeds": dict(seeds or {}),
            "scoring": dict(scoring or {}),
            "significance": {
                **dict(significance or {}),
                **_given(significance, "significance", significance_worlds=significance_worlds),
            },
            "campaigns": dict(campaigns or {}),
        }
    )  # fmt: skip
    threads = number_of_threads(threads)
    with shown(progress) as show_progress:
        stages = Stages(show_progress)
        read = read_incidence(
            events, account=account, time=time, kinds=kinds, time_unit=time_unit, since=since, until=until,
            allowed=options["linkage"]["allow"], templates=templates, threads=threads, stages=stages,
        )  # fmt: skip
        case = _core.detect(read.incidence, options, threads=threads, poll=stages.begin("evidence"))
        if verify:
            _core.verify(case, options, threads=threads, poll=stages.begin("verify"))
        stages.end()
    facts = case.facts()
    asked = options["linkage"]["allow"] or not facts["counts"]["links"]
    ledger = Table(_core.case_table(case, "ledger")) if asked else None
    run = run_record(
        facts, options, read.columns, read.window, read.rejects, stages,
        prompts=read.prompts, ledger=ledger, verified=verify,
    )  # fmt: skip
    return Result.of_case(case, run, read.templates)


@dataclass(frozen=True, kw_only=True)
class EventsRead:
    """Events as accounts by identifiers, and what was found on the way: columns, window, templates of prompts.

    `rejects` are the source's own; `prompts` is what run.json says of them, None without templates.
    """

    incidence: _core.Incidence
    columns: Columns
    window: Window
    rejects: list[dict[str, Any]]
    templates: Templates | None
    prompts: dict[str, Any] | None


def read_incidence(
    events: Any,
    *,
    account: str,
    time: str | None,
    kinds: Mapping[str, str | Kind | None] | None,
    time_unit: str | None,
    since: Time | None,
    until: Time | None,
    allowed: Iterable[tuple[str, str]],
    templates: Given,
    threads: int,
    stages: Stages,
) -> EventsRead:
    """Reads events into accounts by identifiers.

    Arguments and errors are those of `detect`; `allowed` is only checked for kinds that are none.
    """
    if time_unit not in (None, "s", "ms", "us", "ns"):
        raise ValueError(f"`time_unit` must be 's', 'ms', 'us' or 'ns', got {time_unit!r}")
    source = open_source(events, threads=threads)
    try:
        columns = find_columns(source.columns, account=account, time=time, kinds=kinds)
        _require_known(allowed, {*KIND_NAMES, *(kinds or {}), *columns.kinds})
        _require_networks(allowed, columns)
        window = find_window(
            source, columns, since=since, until=until, time_unit=time_unit, threads=threads, stages=stages
        )
        reading = find_reading(source, columns, templates, threads=threads, stages=stages)
        columns = reading.columns
        stages.begin("incidence")
        incidence, *found = _core.read_events(
            source.stream(columns.read), account=columns.account, time=columns.time, kinds=columns.declared,
            columns=list(columns.kinds.values()), prompt=columns.prompt, templates=reading.native,
            time_unit=time_unit, since=window.since, until=window.until, threads=threads, poll=stages,
        )  # fmt: skip
        split_rejects = source.rejects()
    finally:
        source.close()
    require_events(incidence.facts(), split_rejects)
    return EventsRead(
        incidence=incidence, columns=columns, window=window, rejects=split_rejects, templates=reading.templates,
        prompts=reading.record(*found),
    )  # fmt: skip


def link_options(linkage: Mapping[str, Any] | None, *, allow: Any, **shortcuts: Any) -> dict[str, Any]:
    """The options of linking as given: the stage's mapping and, beside it, those that have a keyword of their own."""
    given = dict(linkage or {})
    if given.get("allow") is not None:
        given["allow"] = _allowed(given["allow"])
    return {**given, **_given(given, "linkage", allow=_allowed(allow), **shortcuts)}


def default_options() -> dict[str, dict[str, Any]]:
    """Every option of `detect` by stage, with the default of the C++ library.

    Examples
    --------
    >>> default_options()["linkage"]["margin_bits"]
    4.0
    """
    return _core.complete_options({})


def gather_options(given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """All options in full. Raises ValueError for a name that is none or a value out of range."""
    return _core.complete_options({stage: dict(values) for stage, values in given.items()})


def _given(stage: Mapping[str, Any] | None, name: str, **shortcuts: Any) -> dict[str, Any]:
    """Options given by keyword; one that the stage's mapping names too is an error, whatever it says there."""
    chosen = {key: value for key, value in shortcuts.items() if value is not None}
    if twice := sorted(set(chosen) & set(stage or {})):
        raise ValueError(f"`{twice[0]}` is given twice: by itself and in `{name}`")
    return chosen


def _allowed(allow: Any) -> list[tuple[str, str]] | None:
    """The (kind, value) pairs of a list or a file."""
    if allow is None:
        return None
    if isinstance(allow, str) or hasattr(allow, "__fspath__"):
        return _allowed_of_file(Path(allow))
    must = "`allow` must be a path or a list of (kind, value) pairs"
    if isinstance(allow, Mapping) or not isinstance(allow, Iterable):
        raise TypeError(f"{must}, got {type(allow).__name__}")
    pairs = []
    for pair in allow:
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
            raise ValueError(f"{must}, got the item {show(repr(pair))}")
        if not all(isinstance(text, str) and text.strip() for text in pair):
            raise ValueError(f"{must}, both of them text that is not empty, got the item {show(repr(pair))}")
        pairs.append((pair[0].strip(), pair[1].strip()))
    return pairs


def _allowed_of_file(path: Path) -> list[tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the list of allowed identifiers cannot be read: {show(str(path))!r}") from error
    rows, pairs = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True), []
    try:
        for row in rows:
            fields = [field.strip() for field in row]
            if not any(fields) or fields[0].startswith("#") or (not pairs and fields == ["kind", "value"]):
                continue
            if len(fields) != 2 or not all(fields):
                raise InputError(f"{show(str(path))!r}, line {rows.line_num}: must be kind,value")
            pairs.append((fields[0], fields[1]))
    except csv.Error as error:
        raise InputError(f"{show(str(path))!r}, line {rows.line_num}: is no CSV ({error})") from error
    return pairs


def _require_known(allowed: Iterable[tuple[str, str]], known: set[str]) -> None:
    for kind, _ in allowed:
        if kind not in known:
            raise InputError(f"the list of allowed identifiers names the kind {show(kind)!r}, which is none here")


def _require_networks(allowed: Iterable[tuple[str, str]], columns: Columns) -> None:
    """Before anything is read: what reads like a network of addresses is one."""
    addresses = {kind["name"] for kind in columns.declared if kind["format"] == "ip"}
    for kind, value in allowed:
        if kind in addresses and "/" in value:
            _core.check_network(value)


def require_events(facts: Mapping[str, Any], split_rejects: list[dict[str, Any]]) -> None:
    if facts["events"]:
        return
    rejects = [*split_rejects, *facts["rejects"]]
    if not rejects:
        raise InputError("the events hold no rows")
    told = "none of the rows can be used: " + ", ".join(f"{item['rows']:,} {item['reason']}" for item in rejects)
    values = [item["examples"][0].get("value") for item in rejects if item["reason"] == "unreadable_time"]
    if values and values[0] is not None:
        told += f", such as {show(values[0], limit=40)!r}; times are ISO 8601, or numbers with time_unit='s' or 'ms', "
        told += "'us', 'ns' (--time-unit)"
    raise InputError(told)
