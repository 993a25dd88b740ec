"""The rows of a folder as a value, and what is made of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..folders import PAGES, from_home, write_whole
from .scenarios import SCENARIOS
from .store import read_rows
from .summary import summarise
from .worker import OWN

FORMAT = 1


@dataclass(frozen=True)
class Benchmark:
    """Rows of a benchmark.

    Attributes
    ----------
    folder : Path
    rows : list of dict
        One per scenario, seed and method, in the order of the registry: scenario, seed, method, version, settings, and
        either `error` (one line) or the measures (measures.py), collateral by group type, world (what
        `simulate` was asked), threads, cores and versions.
    """

    folder: Path
    rows: list[dict[str, Any]]

    @property
    def good(self) -> list[dict[str, Any]]:
        """The rows that did not fail."""
        return [row for row in self.rows if "error" not in row]

    @property
    def failed(self) -> list[dict[str, Any]]:
        """The rows that did."""
        return [row for row in self.rows if "error" in row]

    def summary(self) -> list[dict[str, Any]]:
        """Median, lowest and highest over seeds, by scenario, method and measure; see `summary.summarise`."""
        return summarise(self.good)

    def to_dict(self) -> dict[str, Any]:
        """What stands in summary.json."""
        return {
            "format": FORMAT,
            "versions": sorted({row["version"] for row in self.rows}),
            "settings": self.rows[0]["settings"] if self.rows else {},
            "seeds": sorted({row["seed"] for row in self.rows}),
            "rows": len(self.rows),
            "failed": [{name: row[name] for name in ("scenario", "seed", "method", "error")} for row in self.failed],
            "summary": self.summary(),
        }

    def to_markdown(self) -> str:
        """The tables as a page of the documentation: the same rows give the same text."""
        from .markdown import markdown

        return markdown(self)

    def save_page(self, path: str | os.PathLike[str]) -> Path:
        """Writes tables and charts as one HTML file that needs nothing else, whole or not at all."""
        from .page import page

        return write_whole(path, page(self), PAGES)


def load(folder: str | os.PathLike[str]) -> Benchmark:
    """The rows of a folder that `run` wrote to, also of one that was interrupted.

    Raises
    ------
    InputError
        It is no such folder, or a line in it is no row.
    """
    path = from_home(folder)
    return Benchmark(path, ordered(read_rows(path)))


def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in the order of the registry, by seed, the library's own method first: whatever order they were made in."""
    places = {name: place for place, name in enumerate(SCENARIOS)}
    return sorted(
        rows,
        key=lambda row: (
            places.get(row["scenario"], len(places)), row["scenario"], row["seed"], row["method"] != OWN, row["method"],
        ),
    )  # fmt: skip
