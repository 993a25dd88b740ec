"""Who holds what: a log as distinct (account, identifier) entries, by two queries of DuckDB as an analyst would write.

Values are compared as they are written. Null and blank ones are left out and nothing else is: `unknown` and `0.0.0.0`
are identifiers like any other, and an IPv6 address is compared whole. Shares no code with the detector but the finding
of columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..columns import find_columns
from ..files import as_input_errors, connect, quoted
from ..sources import open_source
from ..table import Table

PROMPT_CHARACTERS = 50
"""Of a prompt's text so many characters, from its beginning, stand for the whole."""


@dataclass(frozen=True)
class Entries:
    """Accounts and the identifiers that at least two of them hold, numbered by the byte order of their names.

    Attributes
    ----------
    accounts : object array of shape (accounts,)
        Every account of the log, those that share nothing too.
    account, identifier : int64 arrays of shape (entries,)
        The entries, distinct, ordered by identifier and then by account.
    holders : int64 array of shape (identifiers,)
        Accounts that hold the identifier, >= 2.
    kind : object array of shape (identifiers,)
    """

    accounts: np.ndarray
    account: np.ndarray
    identifier: np.ndarray
    holders: np.ndarray
    kind: np.ndarray

    def of(self, identifiers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The entries (account, identifier) of the identifiers where a mask of shape (identifiers,) is True."""
        kept = identifiers[self.identifier]
        return self.account[kept], self.identifier[kept]


def read_entries(events: Any, *, threads: int = 0) -> Entries:
    """The entries of a log, read once.

    Parameters
    ----------
    events
        What `detect` takes. Columns are found by name. A column prompt takes the place of the kind template.
    threads : int
        Threads of DuckDB; 0 = all. The result does not depend on it, nor on the order of the rows.

    Raises
    ------
    InputError
        As for `detect`, but that a log without rows is a log: it has no accounts.

    Notes
    -----
    Work O(events + entries log entries), memory O(entries): about 2 seconds for a million events on one thread.
    """
    source, connection = open_source(events, threads=threads), connect(threads)
    try:
        columns = find_columns(source.columns)
        texts = {kind: f"cast({quoted(column)} as varchar)" for kind, column in columns.kinds.items()}
        read = {columns.account, *columns.kinds.values()}
        if prompt := next((name for name in source.columns if name.strip().lower() == "prompt"), None):
            texts["template"] = f"left(cast({quoted(prompt)} as varchar), {PROMPT_CHARACTERS})"
            read.add(prompt)
        values = ", ".join(
            f"case when trim({text}, ' \t\r\n') <> '' then {text} end as {quoted(kind)}" for kind, text in texts.items()
        )
        with as_input_errors("the events cannot be read"):
            connection.register("log", _Stream(source.stream(sorted(read))))
            connection.execute(
                "create table used as select distinct account, kind, value from "
                f"(select cast({quoted(columns.account)} as varchar) as account, {values} from log) "
                f"unpivot include nulls (value for kind in ({', '.join(map(quoted, texts))})) where account <> ''"
            )
            return _numbered(connection)
    finally:
        connection.close()
        source.close()


def _numbered(connection: Any) -> Entries:
    """Names become their places in byte order, so no number depends on rows or threads."""
    connection.execute(
        "create table accounts as select account, row_number() over (order by account) - 1 as i "
        "from (select distinct account from used)"
    )
    connection.execute(
        "create table shared as select kind, value, holders, row_number() over (order by kind, value) - 1 as j "
        "from (select kind, value, count(*) as holders from used where value is not null group by kind, value) "
        "where holders >= 2"
    )
    accounts, shared, entries = (
        Table.from_arrow(connection.sql(query))
        for query in (
            "select account from accounts order by i",
            "select kind, holders from shared order by j",
            "select i, j from used join accounts using (account) join shared using (kind, value) order by j, i",
        )
    )
    return Entries(accounts["account"], entries["i"], entries["j"], shared["holders"], shared["kind"])


class _Stream:
    """An Arrow stream that is open already, as DuckDB takes it."""

    def __init__(self, stream: object) -> None:
        self._stream = stream

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._stream
