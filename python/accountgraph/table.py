"""Tables of results: columns as NumPy arrays, whole tables as Arrow, pandas or polars."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from .extras import need
from .report.text import show

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

SHOWN_ROWS = 10


class Table:
    """Named columns of one length, read-only.

    ``table["bits"]`` is a NumPy array: numbers and times without nulls are views of the table's memory (no copy), text
    is an object array of ``str``. Null is ``None`` in text, integers and booleans, NaN in floats, NaT in times
    (``datetime64[us]``, UTC). Any Arrow consumer takes the table as it is: ``polars.DataFrame(table)``,
    ``pyarrow.table(table)``, ``duckdb.sql("from table")``.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _core.Table) -> None:
        self._native = native

    @classmethod
    def from_arrow(cls, data: Any) -> Table:
        """A table from any object with ``__arrow_c_stream__``: whole numbers, floats, booleans, text and timestamps.

        Raises
        ------
        TypeError
            `data` has no ``__arrow_c_stream__``.
        InputError
            A column has another type.
        """
        if not hasattr(data, "__arrow_c_stream__"):
            raise TypeError(f"`data` must have __arrow_c_stream__, got {type(data).__name__}")
        return cls(_core.Table.from_arrow(data.__arrow_c_stream__()))

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return self._native.columns

    def __len__(self) -> int:
        return len(self._native)

    def __getitem__(self, name: str) -> np.ndarray:
        if not isinstance(name, str) or name not in self.columns:
            raise KeyError(f"no column {name!r}; there are {', '.join(self.columns)}")
        return self._native.column(name)

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def head(self, rows: int = SHOWN_ROWS) -> dict[str, np.ndarray]:
        """The first rows, as arrays by column name."""
        return {name: self._native.column(name, 0, rows) for name in self.columns}

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> pandas.DataFrame:
        """A copy as a pandas DataFrame."""
        frame = need("pandas", "pandas", "to_pandas").DataFrame
        return frame({name: np.array(self[name]) for name in self.columns}, columns=self.columns)

    def to_polars(self) -> polars.DataFrame:
        """The table as a polars DataFrame, by way of Arrow."""
        return need("polars", "polars", "to_polars").DataFrame(self)

    def to_arrow(self) -> pyarrow.Table:
        """The table as a pyarrow Table."""
        return need("pyarrow", "arrow", "to_arrow").table(self)

    def __repr__(self) -> str:
        return f"<accountgraph.Table: {len(self):,} rows, columns {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        cells = [[html.escape(_text(value)) for value in values] for values in self.head().values()]
        head = "".join(f"<th>{html.escape(show(name))}</th>" for name in self.columns)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in zip(*cells, strict=True))
        more = len(self) - SHOWN_ROWS
        rest = f"<p>and {more:,} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _text(value: Any) -> str:
    if isinstance(value, float | np.floating):
        return f"{value:.2f}"
    return show(value, limit=60)
