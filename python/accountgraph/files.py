"""Files of events and tables, read and written by DuckDB on a private connection (no pyarrow)."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from ._core import InputError
from .extras import need
from .folders import from_home
from .report.text import show
from .table import Table

FORMATS = {
    ".parquet": "Parquet", ".pq": "Parquet",
    ".csv": "CSV", ".tsv": "CSV",
    ".json": "JSON", ".ndjson": "JSON", ".jsonl": "JSON",
}  # fmt: skip
COMPRESSED = (".gz", ".zst")
EXAMPLES = 10


def connect(threads: int = 0) -> Any:
    """A private in-memory DuckDB that loads no extensions, from disk or from anywhere else."""
    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "async_threads": 0,  # DuckDB 2.0.0 can hang when a query with asynchronous writes is interrupted
    }
    if threads:
        config["threads"] = min(threads, os.cpu_count() or 1)  # DuckDB would start as many as it is told
    connection = need("duckdb", "files", "reading and writing files").connect(":memory:", config=config)
    connection.execute("set enable_progress_bar = false")  # it would be printed on stdout, into the JSON
    return connection


def quoted(name: str) -> str:
    """A column name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def one_line(error: object, limit: int = 200) -> str:
    """The first sentence of another library's error, without line breaks and control characters."""
    text = str(error).strip().split("\n")[0]
    return show(text.split(" Error: ", 1)[-1], limit=limit).rstrip(" .")


@contextmanager
def as_input_errors(what: str) -> Iterator[None]:
    """DuckDB's errors as InputError: "`what`: its first sentence"; Ctrl-C within a query stays Ctrl-C."""
    duckdb = need("duckdb", "files", "reading files")
    try:
        yield
    except RuntimeError as error:
        if "Query interrupted" in str(error):  # what DuckDB makes of Ctrl-C
            raise KeyboardInterrupt from None
        raise
    except duckdb.Error as error:
        raise InputError(f"{what}: {one_line(error)}") from error


def find_files(given: Sequence[Any]) -> list[Path]:
    """The files behind paths and globs, sorted and once each, also where two names lead to one file.

    Raises
    ------
    InputError
        No file, a folder, an empty file, or a name that does not say which format it is.
    """
    found: dict[str, Path] = {}
    for item in given:
        name = os.fspath(item)
        if not isinstance(name, str) or not name.strip():
            raise InputError("the path of the events is empty")
        for path in _matches(name):
            found.setdefault(os.path.realpath(path), path)
    if not found:
        raise InputError("the list of files is empty")
    formats = {_format(path) for path in found.values()}
    if len(formats) > 1:
        raise InputError(f"the files mix {' and '.join(sorted(formats))}; give files of one format")
    return list(found.values())


def _matches(name: str) -> list[Path]:
    path = from_home(name)
    if not os.path.lexists(path) and glob.has_magic(name):
        paths = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 (any root)
        if not (paths := [path for path in paths if path.is_file()]):
            raise InputError(f"no file matches {show(name)!r}")
    elif path.is_dir():
        raise InputError(
            f"{show(name)!r} is a folder; name its files, as in {show(name.rstrip('/') + '/**/*.parquet')!r}"
        )
    elif not path.exists():
        raise InputError(f"no such file: {show(name)!r}")
    else:
        paths = [path]
    for file in paths:
        _format(file)
        if file.is_file() and file.stat().st_size == 0:
            raise InputError(f"{show(str(file))!r} is empty")
    return paths


def _format(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    if not suffixes or suffixes[-1] not in FORMATS:
        raise InputError(
            f"{show(str(path))!r} does not say what it is; names end in .parquet, .csv, .tsv, .json, .ndjson or .jsonl "
            "(text also with .gz or .zst)"
        )
    return FORMATS[suffixes[-1]]


class FileSource:
    """Files of one format. CSV and JSON are read as text, so nothing is guessed from their first rows."""

    rereadable = True

    def __init__(self, paths: Sequence[Path], threads: int = 0) -> None:
        self.paths = list(paths)
        self.format = _format(self.paths[0])
        self._connection = connect(threads)
        self._scans_before = 0
        self._groups: dict[tuple[str, ...], list[Path]] = {}
        for paths in self._together():
            with self._readable(paths):
                columns = tuple(self._connection.sql(self._scan(paths)).columns)
            if self.format == "JSON" and columns == ("json",):
                raise InputError(f"{self._name(paths)} holds no JSON objects")
            self._groups.setdefault(columns, []).extend(paths)
        self.columns = list(dict.fromkeys(column for columns in self._groups for column in columns))

    def _together(self) -> list[list[Path]]:
        """Files whose columns DuckDB matches by name. CSV files it takes by position: they are grouped by header."""
        return [[path] for path in self.paths] if self.format == "CSV" else [self.paths]

    def stream(self, columns: Sequence[str]) -> object:
        self._scans_before = self._scans()
        parts = []
        for there, paths in self._groups.items():
            chosen = ", ".join(quoted(name) if name in there else f"null as {quoted(name)}" for name in columns)
            parts.append(self._scan(paths, chosen, columns))
        with self._readable():
            return self._connection.sql(" union all ".join(parts)).__arrow_c_stream__()

    def rejects(self) -> list[dict[str, Any]]:
        if not self._scans():
            return []
        rows = self._query(
            f"select line, min(csv_line) from reject_errors where scan_id > {self._scans_before} "
            "group by scan_id, file_id, line order by scan_id, file_id, line"
        )
        examples = [{"row": int(line) - 1, "value": str(text)[:80]} for line, text in rows[:EXAMPLES]]
        return [{"reason": "unreadable_row", "rows": len(rows), "examples": examples}] if rows else []

    def _scans(self) -> int:
        """Scans of CSV files so far; what they could not split into columns is in the table reject_errors."""
        if self.format != "CSV" or not self._query("from duckdb_tables() where table_name = 'reject_errors'"):
            return 0
        return self._query("select coalesce(max(scan_id), 0) from reject_errors")[0][0]

    def _query(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()  # to the end: an open result would block the connection

    def close(self) -> None:
        self._connection.close()

    def _scan(self, paths: Sequence[Path], select: str = "*", columns: Sequence[str] = ()) -> str:
        reader, options = {
            "Parquet": ("read_parquet", "union_by_name = true"),
            "CSV": ("read_csv", "all_varchar = true, header = true, store_rejects = true"),
            "JSON": ("read_json", f"columns = {_as_text(columns)}" if columns else "union_by_name = true"),
        }[self.format]
        if self.format == "JSON" and self._by_lines():
            options += ", format = 'newline_delimited', ignore_errors = true"
        files = ", ".join(literal(glob.escape(str(path))) for path in paths)
        return f"select {select} from {reader}([{files}], {options})"

    def _by_lines(self) -> bool:
        """JSON with one object a line, where a bad line costs that line only."""
        names = [path.name.lower().removesuffix(".gz").removesuffix(".zst") for path in self.paths]
        return all(name.endswith((".ndjson", ".jsonl")) for name in names)

    def _readable(self, paths: Sequence[Path] = ()) -> AbstractContextManager[None]:
        return as_input_errors(f"{self._name(paths)} cannot be read as {self.format}")

    def _name(self, paths: Sequence[Path] = ()) -> str:
        of = list(paths) or self.paths
        first = repr(show(str(of[0])))
        return first if len(of) == 1 else f"one of {len(of)} files ({first}, …)"


def _as_text(columns: Sequence[str]) -> str:
    texts = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return "{" + texts + "}"


def write_parquet(data: Any, path: Path) -> None:
    """Writes an object with ``__arrow_c_stream__`` as Parquet (zstd), in bounded memory and in its own order.

    Raises
    ------
    InputError
        It cannot be written, as on a full disk; nothing half-written is left.
    """
    connection = connect(threads=1)  # more threads queue up batches: three times the memory, no faster
    try:
        with as_input_errors(f"{show(str(path))!r} cannot be written"):
            connection.register("data", data)
            place = literal(str(path.absolute()))  # DuckDB would look for a relative ~ in the home folder
            _interruptible(connection, f"copy (select * from data) to {place} (format parquet, compression zstd)")
    except BaseException:
        if path.is_file():
            path.unlink()
        raise
    finally:
        connection.close()


def _interruptible(connection: Any, sql: str) -> None:
    """Runs a query on a thread of its own: DuckDB sees no Ctrl-C, the waiting thread does."""
    with ThreadPoolExecutor(1) as pool:
        query = pool.submit(lambda: connection.execute(sql).fetchall())
        try:
            query.result()
        finally:
            while not query.done():  # an interrupt before the query has begun is lost, so it is repeated
                connection.interrupt()
                wait([query], timeout=0.05)


def read_parquet(path: Path, *, threads: int = 0) -> Table:
    """The table in one Parquet file.

    Raises
    ------
    InputError
        It is no Parquet file, or a damaged one.
    """
    name = show(str(path))
    if path.is_dir():
        raise InputError(f"{name!r} is a folder, not a Parquet file")
    place = literal(glob.escape(str(path.absolute())))
    with as_input_errors(f"{name!r} cannot be read as Parquet"):
        # The file alone says what its columns are: a folder above it named like "day=1" adds none.
        relation = connect(threads).sql(f"select * from read_parquet({place}, hive_partitioning = false)")
        return Table.from_arrow(relation)
