"""The scorecard as one HTML page: charts, and tables of the same numbers. report/templates/scorecard.html.j2 draws."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..folders import PAGES, write_whole
from ..report import _environment
from ..report.charts import bar_chart, strip_chart
from ..report.text import missing, percent, show
from .measures import ratio
from .show import blocks, cell

if TYPE_CHECKING:
    from markupsafe import Markup

    from .card import Scorecard

OPERATIONS, TYPES = 12, 24  # at most in a chart; the tables hold more


def write_page(card: Scorecard, path: str | os.PathLike[str]) -> Path:
    """Writes the page; see `Scorecard.save`."""
    return write_whole(path, render(card), PAGES)


def render(card: Scorecard) -> str:
    """The page as text. The same scorecard gives the same text."""
    first, *tables = blocks(card)
    return (
        _environment()
        .get_template("scorecard.html.j2")
        .render(
            card=card,
            cell=cell,
            charts=_charts(card),
            measures=first,
            tables=tables,
            record=_record(card),
            drawn=OPERATIONS,
        )
    )


def _record(card: Scorecard) -> list[tuple[str, str]]:
    """What the run's record tells."""
    words = {"version": "Version of the run", "seed": "Seed", "seconds": "Seconds", "peak_memory_mb": "Peak memory, MB"}
    return [(words[name], show(value, limit=39)) for name, value in card.run.items() if not missing(value)]


def _charts(card: Scorecard) -> dict[str, Markup | list[Markup] | None]:
    which = card.first_clusters["which"]
    first = None
    if which:
        cells = [(str(rank), pure) for rank, pure in enumerate(which, 1)]
        first = strip_chart(
            f"The first {len(which)} clusters by rank", cells, yes="pure for an operation", no="pure for none"
        )
    return {
        "summary": bar_chart(
            "At a glance", [(name, value, cell(value)) for name, value in _summary(card)], highest=1.0
        ),
        "operations": _operations(card),
        "collateral": bar_chart(
            "Honest accounts flagged, by group type",
            [
                (show(row["group_type"], limit=26), row["flagged_share"], _of(row["flagged"], row["accounts"]))
                for row in card.collateral["by_group_type"][:TYPES]
            ],
        ),
        "first": first,
    }


def _summary(card: Scorecard) -> list[tuple[str, float | None]]:
    planted, pairs = card.bcubed["planted"], card.pairs["flagged"]
    return [
        ("flagged precision", card.flagged["precision"]),
        ("flagged recall", card.flagged["recall"]),
        ("flagged clusters pure", card.flagged_clusters["precision"]),
        ("planted in pure clusters", card.planted_in_pure_clusters),
        ("B-cubed precision", planted["precision"]),
        ("B-cubed recall", planted["recall"]),
        ("pairs: precision", pairs["precision"]),
        ("pairs: recall", pairs["recall"]),
        ("clusters kept apart", card.apart["clusters"]["kept_apart"]),
        ("campaigns kept apart", card.apart["campaigns"]["kept_apart"]),
    ]


def _operations(card: Scorecard) -> list[Markup]:
    """One chart a measure; the largest operations where there are many."""
    largest = sorted(card.operations, key=lambda row: -row["accounts"])[:OPERATIONS]
    measures = {
        "flagged": "Accounts flagged, by operation",
        "in_pure_clusters": "Accounts in pure clusters, by operation",
        "campaign_recall": "Accounts in the best campaign, by operation",
    }
    return [
        bar_chart(title, [(row["operation"], row[name], cell(row[name])) for row in largest], highest=1.0)
        for name, title in measures.items()
        if largest
    ]


def _of(part: int, whole: int) -> str:
    """12 of 3,000 (0.4 %)."""
    share = ratio(part, whole)
    return f"{part:,} of {whole:,} ({f'{100 * share:.2g} %' if share and share < 0.01 else percent(share)})"
