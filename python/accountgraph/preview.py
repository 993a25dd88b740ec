"""What linking would cost and rest on, before it is done."""

from __future__ import annotations

import html
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import _core
from .columns import FIND, Kind
from .detection import Time, gather_options, link_options, read_incidence
from .prompts import Given
from .report.text import show
from .stages import Progress, Stages
from .table import Table
from .terminal import shown
from .threads import number_of_threads

TITLES = {"costliest": "identifiers that cost most", "most_telling": "identifiers that links rest on most"}


@dataclass(frozen=True)
class Preview:
    """What linking would do, from a sample of the accounts that are linked for real.

    Attributes
    ----------
    accounts, joined, sampled : int
        Accounts of the events; those that can have a link (of accounts with equal evidence, one); those sampled.
    meetings : int
        Pairs of accounts that meet by an identifier: the work. Exact.
    candidates, links : int
        Pairs that are compared exactly; pairs that reach the threshold, before `max_links_per_account`. Predicted;
        `links` is exact where all were sampled.
    links_error : int
        Standard error of `links`; 0 where all were sampled.
    memory_bytes : int
        Predicted peak of linking beyond the events and their evidence, two standard errors included.
    costliest, most_telling : Table
        At most 20 identifiers each, by `meetings` (exact) and by `bits` (predicted: what they give all links together);
        columns kind, identifier, accounts, meetings, bits.
    """

    accounts: int
    joined: int
    sampled: int
    meetings: int
    candidates: int
    links: int
    links_error: int
    memory_bytes: int
    costliest: Table
    most_telling: Table

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values, tables as lists of rows."""
        tables = {name: _rows(getattr(self, name)) for name in TITLES}
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__ if name not in tables}, **tables}

    def lines(self) -> list[str]:
        """One line a fact, without the tables."""
        error = f" (standard error {self.links_error:,})" if self.links_error else ""
        return [
            f"{self.joined:,} of {self.accounts:,} accounts can have a link; {self.sampled:,} of them were linked",
            f"{self.meetings:,} meetings, about {self.candidates:,} pairs to compare and {self.links:,} links{error}",
            f"about {self.memory_bytes / 1e6:,.0f} MB to link them",
        ]

    def __str__(self) -> str:
        lines = self.lines()
        for name, title in TITLES.items():
            rows = _rows(getattr(self, name))
            lines += [f"{title}:"] if rows else []
            lines += [
                f"  {row['kind']} {show(row['identifier'], limit=60)}: {row['accounts']:,} accounts, "
                f"{row['meetings']:,} meetings, {row['bits']:,.0f} bits"
                for row in rows
            ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        told = "".join(f"<li>{html.escape(line)}</li>" for line in self.lines())
        tables = "".join(f"<p>{title}</p>{getattr(self, name)._repr_html_()}" for name, title in TITLES.items())
        return f"<ul>{told}</ul>{tables}"


def preview(
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
    templates: Given = None,
    threads: int | None = None,
    linkage: Mapping[str, Any] | None = None,
    progress: bool | Progress | None = None,
) -> Preview:
    """Predicts what linking the events would cost, and names the identifiers that cost most and that tell most.

    Reads all events and links about one account in a hundred, some thousand at least. An identifier that tells much
    and is known to be shared lawfully belongs on `allow`. `detect` with `max_memory_bytes` asks the same first.

    Parameters
    ----------
    events and all others
        As for `detect`.

    Returns
    -------
    Preview
        Printing it tells it. The same on any number of threads.

    Raises
    ------
    InputError, ValueError, TypeError, KeyboardInterrupt
        As `detect`.

    Examples
    --------
    >>> import accountgraph as ag
    >>> world = ag.simulate(accounts=2_000, operation=200)
    >>> ag.preview(world.events()).links == len(ag.detect(world.events()).links)
    True
    """
    options = gather_options(
        {
            "linkage": link_options(
                linkage, population_accounts=population_accounts, margin_bits=margin_bits, allow=allow,
                max_links_per_account=max_links_per_account,
            )
        }
    )  # fmt: skip
    threads = number_of_threads(threads)
    with shown(progress) as show_progress:
        stages = Stages(show_progress)
        read = read_incidence(
            events, account=account, time=time, kinds=kinds, time_unit=time_unit, since=since, until=until,
            allowed=options["linkage"]["allow"], templates=templates, threads=threads, stages=stages,
        )  # fmt: skip
        facts, costliest, most_telling = _core.preview_links(
            read.incidence, options, threads=threads, poll=stages.begin("preview")
        )
        stages.end()
    return Preview(**facts, costliest=Table(costliest), most_telling=Table(most_telling))


def _rows(table: Table) -> list[dict[str, Any]]:
    columns = [table[name].tolist() for name in table]
    return [dict(zip(table, values, strict=True)) for values in zip(*columns, strict=True)]
