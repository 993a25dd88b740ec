"""How often chance makes clusters that score so high: the calibration chart of a run's q values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .charts import Point, line_chart
from .tables import column
from .text import missing

if TYPE_CHECKING:
    from markupsafe import Markup

POINTS = 25  # at most in a line


def chance_chart(clusters: Any) -> Markup | None:
    """Clusters that score at least s, over s: here, and in a world of chance on average. None where no worlds were run.

    Counts stand as log10, and a count of 0 is a gap. Points are at scores that clusters have, so every one is exact.
    """
    score, chance = column(clusters, "score"), column(clusters, "chance_clusters")
    if score is None or chance is None or not len(score) or any(map(missing, [*score, *chance])):
        return None
    score, chance = score.astype(float), chance.astype(float)
    steps, first = np.unique(score, return_index=True)
    if len(steps) > POINTS:
        chosen = np.unique(np.searchsorted(steps, np.linspace(steps[0], steps[-1], POINTS)))
        steps, first = steps[chosen], first[chosen]
    here = [int((score >= step).sum()) for step in steps]
    lines = {"clusters here": here, "in a world of chance, on average": chance[first].tolist()}
    series = {
        name: [Point(step, _log(count)) for step, count in zip(steps.tolist(), counts, strict=True)]
        for name, counts in lines.items()
    }
    heights = [point.y for points in series.values() for point in points if point.y is not None]
    edges = (math.floor(min([*heights, 0])), math.ceil(max([*heights, 1])))
    return line_chart("Clusters by score, against chance", "score, bits", "clusters, log10", series, y_range=edges)


def _log(count: float) -> float | None:
    return math.log10(count) if count > 0 else None
