"""Where events come from: files, DuckDB relations, and whatever speaks the Arrow C stream.

Every source gives its column names and Arrow streams of chosen columns. Only what is asked for is read, batch by batch;
values are cast by the C++ reader, so text stays text ("007" is no number) and one bad value costs one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from . import _core
from ._core import InputError
from .files import FileSource, as_input_errors, find_files, one_line, quoted


class Source(Protocol):
    """What `detect` reads."""

    columns: list[str]
    rereadable: bool
    """True: `stream` may be called again, so that a first pass can look at the times."""

    def stream(self, columns: Sequence[str]) -> object:
        """A new Arrow C stream (capsule) that has at least these columns."""

    def rejects(self) -> list[dict[str, Any]]:
        """Rows of the last stream that could not be split into columns, as {reason, rows, examples}."""

    def close(self) -> None:
        """Lets go of files and connections."""


def open_source(events: Any, *, threads: int = 0) -> Source:
    """The source behind what the caller gave.

    Parameters
    ----------
    events
        A path, a glob or a list of them; a DuckDB relation; or an object with ``__arrow_c_stream__``.
    threads : int
        Threads for reading files; 0 = all.

    Raises
    ------
    TypeError
        Anything else.
    InputError
        A file cannot be read.
    """
    if _is_path(events):
        return FileSource(find_files([events]), threads)
    if isinstance(events, list | tuple) and all(map(_is_path, events)):
        return FileSource(find_files(events), threads)
    if type(events).__name__ == "DuckDBPyRelation":
        return RelationSource(events)
    if hasattr(events, "__arrow_c_stream__"):
        return ArrowSource(events)
    if hasattr(events, "collect") and hasattr(events, "collect_schema"):
        raise TypeError("a polars LazyFrame has no rows yet: pass events.collect()")
    raise TypeError(
        "`events` must be a path, a glob, a list of them, a DuckDB relation or an object with __arrow_c_stream__, "
        f"got {type(events).__name__}"
    )


class RelationSource:
    """A DuckDB relation, on the connection that made it. Each pass runs its query again."""

    rereadable = True

    def __init__(self, relation: Any) -> None:
        self._relation = relation
        with as_input_errors("the relation cannot be read"):
            self.columns = list(relation.columns)

    def stream(self, columns: Sequence[str]) -> object:
        with as_input_errors("the relation cannot be read"):
            return self._relation.project(", ".join(map(quoted, columns))).__arrow_c_stream__()

    def rejects(self) -> list[dict[str, Any]]:
        return []

    def close(self) -> None:
        pass


class ArrowSource:
    """An object with ``__arrow_c_stream__``. Containers (with a length) can be read again, readers only once."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self._unread = None
        self.rereadable = hasattr(data, "__len__") or getattr(data, "rereadable", False)
        names = getattr(data, "column_names", None)  # pyarrow
        if names is None and self.rereadable:
            names = getattr(data, "columns", None)  # pandas, polars, Table
        if names is None:
            self._unread = self._open(data)
            names = _core.stream_columns(self._unread)
        if bad := [name for name in names if not isinstance(name, str)]:
            raise InputError(f"column names must be text, got {bad[0]!r}")
        self.columns = list(names)

    def stream(self, columns: Sequence[str]) -> object:
        if self._unread is not None:
            stream, self._unread = self._unread, None
            return stream
        return self._open(_selected(self._data, list(columns)))

    def rejects(self) -> list[dict[str, Any]]:
        return []

    def close(self) -> None:
        self._unread = None

    @staticmethod
    def _open(data: Any) -> object:
        try:
            return data.__arrow_c_stream__()
        except ModuleNotFoundError as error:  # pandas without pyarrow
            raise ModuleNotFoundError(
                f"{type(data).__module__.split('.')[0]} needs pyarrow to hand over its rows: "
                "pip install 'accountgraph[arrow]'",
                name="pyarrow",
            ) from error
        except (TypeError, ValueError, NotImplementedError) as error:  # pyarrow's errors are of these classes
            told = one_line(": ".join(map(str, reversed(error.args))))  # the column first, then what is wrong with it
            raise InputError(f"the events cannot be read as Arrow: {told}") from error


def _selected(data: Any, columns: list[str]) -> Any:
    """Only these columns, where the object can leave the others out without a copy."""
    if hasattr(data, "select"):  # polars, pyarrow
        return data.select(columns)
    if type(data).__module__.split(".")[0] == "pandas":
        return data[columns]
    return data


def _is_path(value: Any) -> bool:
    return isinstance(value, str) or hasattr(value, "__fspath__")
