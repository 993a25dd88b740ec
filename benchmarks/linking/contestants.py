"""One contestant in a process of its own: reads the incidence, does the work, prints one line of JSON.

    python contestants.py NAME FOLDER THREADS

NAME is a key of `CONTESTANTS`. `seconds` is the work without reading; `input_mb` is the memory when the work began and
`peak_mb` the most since then, both of the whole process.
"""

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from power_law import read_arrays

TOP = 1000


def memory_mb(name: str) -> float:
    """A line of /proc/self/status: VmRSS, the memory now; VmHWM, its peak."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return round(int(lines[name].split()[0]) / 1024, 1)


def matrix(folder: Path, dtype: type = np.int32):
    """The incidence as a CSR matrix of ones with 32-bit indices, and where each kind begins."""
    from scipy import sparse

    arrays = read_arrays(folder)
    shape = (arrays["row_begin"].size - 1, int(arrays["kind_begin"][-1]))
    ones = np.ones(arrays["entry_identifier"].size, dtype)
    columns, rows = arrays["entry_identifier"].view(np.int32), arrays["row_begin"].astype(np.int32)
    return sparse.csr_matrix((ones, columns, rows), shape), arrays["kind_begin"].astype(np.int64)


def pairs_of(product: object) -> dict:
    """Pairs of accounts and identifiers in common, from B @ B.T: both directions and the diagonal."""
    own = product.diagonal()
    per_row = np.diff(product.indptr)
    return {
        "pairs": int(product.nnz - np.count_nonzero(own)) // 2,
        "common": (int(product.data.sum(dtype=np.int64)) - int(own.sum(dtype=np.int64))) // 2,
        "top_1000": int(np.minimum(per_row, TOP).sum()),
    }


def scipy(folder: Path, threads: int) -> tuple[Callable, Callable]:
    B, _ = matrix(folder)
    return lambda: B @ B.T, pairs_of


def scipy_same(folder: Path, threads: int) -> tuple[Callable, Callable]:
    from same_function import all_links

    B, kind_begin = matrix(folder)
    definition = json.loads((folder / "definition.json").read_text(encoding="utf-8"))
    return lambda: all_links(B, kind_begin, definition), dict


def sparse_dot_topn(folder: Path, threads: int) -> tuple[Callable, Callable]:
    from sparse_dot_topn import sp_matmul_topn

    B, _ = matrix(folder)
    return lambda: sp_matmul_topn(B, B.T, top_n=TOP, threshold=0, n_threads=threads), top_pairs_of


def top_pairs_of(product: object) -> dict:
    """What is left of B @ B.T; it is all of it where no row is full."""
    kept = {"top_1000": int(product.nnz)}
    if np.diff(product.indptr).max() >= TOP:
        return kept
    return {**pairs_of(product.tocsr()), **kept}


def duckdb(folder: Path, threads: int) -> tuple[Callable, Callable]:
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": threads, "temp_directory": ""})  # memory, not disk
    connection.execute("set enable_progress_bar = false")
    table = entries(folder)
    connection.register("given", table)
    connection.execute("create table entry as select account, identifier from given")
    query = """
        select count(*), coalesce(sum(common), 0) from (
          select a.account as a, b.account as b, count(*) as common
          from entry a join entry b on a.identifier = b.identifier and a.account < b.account
          group by all)
    """
    return lambda: connection.execute(query).fetchone(), lambda found: dict(zip(("pairs", "common"), map(int, found)))  # noqa: B905


def polars(folder: Path, threads: int) -> tuple[Callable, Callable]:
    import polars as pl

    entry = pl.from_arrow(entries(folder)).lazy()
    pairs = (
        entry.join(entry, on="identifier", suffix="_b")
        .filter(pl.col("account") < pl.col("account_b"))
        .group_by("account", "account_b")
        .agg(pl.len().alias("common"))
        .select(pl.len().alias("pairs"), pl.col("common").cast(pl.Int64).sum())
    )
    return pairs.collect, lambda found: found.row(0, named=True)


def entries(folder: Path):
    import pyarrow as pa

    arrays = read_arrays(folder)
    held = np.diff(arrays["row_begin"].astype(np.int64))
    account = np.repeat(np.arange(held.size, dtype=np.uint32), held)
    return pa.table({"account": account, "identifier": arrays["entry_identifier"]})


CONTESTANTS = {  # name: what it does, packages, whether it uses more than one thread
    "scipy": (scipy, ["scipy"], False),
    "scipy_same": (scipy_same, ["scipy"], False),
    "sparse_dot_topn": (sparse_dot_topn, ["sparse_dot_topn", "scipy"], True),
    "duckdb": (duckdb, ["duckdb", "pyarrow"], True),
    "polars": (polars, ["polars", "pyarrow"], True),
}


def main(name: str, folder: str, threads: str) -> None:
    os.environ["POLARS_MAX_THREADS"] = threads
    prepare, packages, _ = CONTESTANTS[name]
    work, summary = prepare(Path(folder), int(threads))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
    input_mb, began, cpu_began = memory_mb("VmRSS"), perf_counter(), process_time()
    found = work()
    seconds, cpu_seconds, peak_mb = perf_counter() - began, process_time() - cpu_began, memory_mb("VmHWM")
    row = {"seconds": round(seconds, 4), "cpu_seconds": round(cpu_seconds, 4), "peak_mb": peak_mb, "input_mb": input_mb}
    print(
        json.dumps({**row, "result": summary(found), "versions": {package: version(package) for package in packages}})
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
