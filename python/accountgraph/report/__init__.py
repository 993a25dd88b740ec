"""One HTML file that an analyst can put before a decision maker: what was run, what was found, by what evidence.

The page stands alone (no script, no font, no request of any kind, and a content security policy that forbids them) and
is made of values written by strangers: Jinja2 escapes every one of them, and `show` makes the invisible visible first.
"""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..extras import need
from ..folders import PAGES, write_whole
from . import cases, facts, text, words
from .successions import successions
from .tables import column, records
from .timeline import timeline

if TYPE_CHECKING:
    import jinja2

__all__ = ["render_report", "write_report"]

CAMPAIGNS = 20


@functools.cache
def _environment() -> jinja2.Environment:
    jinja2 = need("jinja2", "report", "a report")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("show", "count", "bits", "percent", "day", "minute", "missing"):
        environment.filters[name] = getattr(text, name)
    environment.filters["plain"] = words.plain
    environment.globals["archetype_words"] = words.archetype
    return environment


def _campaigns(result: Any) -> tuple[list[dict[str, Any]], int]:
    """The first campaigns with the names of their clusters, and how many more there are."""
    ids = column(result.campaigns, "campaign_id")
    if ids is None or not len(ids):
        return [], 0
    shown = records(result.campaigns, np.arange(min(len(ids), CAMPAIGNS)))
    of, names = column(result.clusters, "campaign_id"), column(result.clusters, "cluster_id")
    for campaign in shown:
        own = [] if of is None else list(names[of == campaign["campaign_id"]])
        campaign["cluster_ids"], campaign["more_clusters"] = own[:5], max(0, len(own) - 5)
    return shown, len(ids) - len(shown)


def _options(run: dict[str, Any]) -> str:
    """The options as indented JSON; long values and long lists are cut visibly."""

    def seen(value: Any) -> Any:
        if isinstance(value, dict):
            return {text.show(key): seen(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            more = [f"and {len(value) - 200:,} more"] if len(value) > 200 else []
            return [*map(seen, value[:200]), *more]
        return value if value is None or isinstance(value, (bool, int, float)) else text.show(value)

    written = json.dumps(seen(run.get("options") or {}), indent=2, sort_keys=True, ensure_ascii=False)
    return written if len(written) <= 8000 else f"{written[:8000]}\n… ({len(written):,} characters, all in run.json)"


def render_report(result: Any, *, top: int = 20) -> str:
    """The page of `write_report` as text."""
    from .chance import chance_chart  # its charts need this module

    if top < 0:
        raise ValueError(f"`top` must be >= 0, got {top}")
    run = dict(result.run or {})
    cards = cases.cases(result, top)
    campaigns, more_campaigns = _campaigns(result)
    followed, more_followed = successions(result)
    template = _environment().get_template("report.html.j2")
    return template.render(
        facts=facts.header(result),
        summary=facts.summary(result),
        kinds=facts.kinds(run),
        rejects=facts.rejects(run),
        notes=[note if isinstance(note, str) else json.dumps(note, default=str) for note in run.get("notes") or []],
        limits=facts.limits(result),
        why_nothing=[] if len(cards) or top == 0 else facts.why_nothing(result),
        options=_options(run),
        shapes=cases.lookalikes(result),
        chance=chance_chart(result.clusters),
        timeline=timeline(result),
        cards=cards,
        campaigns=campaigns,
        more_campaigns=more_campaigns,
        successions=followed,
        more_successions=more_followed,
        ledger=facts.ledger(result),
        allowed=facts.allowed(result),
    )


def write_report(result: Any, path: str | os.PathLike[str], *, top: int = 20) -> Path:
    """Writes a run as one HTML file that needs nothing else.

    Parameters
    ----------
    result : Result
        What `detect` or `load` returned.
    path : path-like
        File to write (UTF-8), whole or not at all; a page (.html, .htm) that is there is replaced.
    top : int, default 20
        Clusters shown with a card of their own, by rank; >= 0. All clusters are counted.

    Returns
    -------
    pathlib.Path
        The file. The same run gives the same bytes.

    Raises
    ------
    ModuleNotFoundError
        Jinja2 is not installed (``pip install 'accountgraph[report]'``).
    ValueError
        `top` is negative.
    FileExistsError
        What is there is no page.

    Notes
    -----
    The page shows identifiers as the log holds them; it is as confidential as the log. Work O(accounts + clusters +
    evidence + entries), and the page itself is bounded by `top`.
    """
    return write_whole(path, render_report(result, top=top), PAGES)
