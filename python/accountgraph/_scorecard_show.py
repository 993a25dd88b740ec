"""The scorecard as text and HTML. Names of operations and groups are a stranger's: shown visibly, escaped for HTML."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from .report.text import MISSING, missing, percent, show

if TYPE_CHECKING:
    from ._scorecard import Scorecard

Block = tuple[str, list[str], list[list[str]]]
"""Title, header and cells of one table."""


def _cell(value: Any) -> str:
    if missing(value):
        return MISSING
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else show(value, limit=48)


def _rows(table: list[dict[str, Any]], columns: dict[str, str], limit: int = 40) -> tuple[list[str], list[list[str]]]:
    """Header and cells of a list of dicts; says what it leaves out."""
    cells = [[_cell(row[key]) for key in columns] for row in table[:limit]]
    if len(table) > limit:
        cells.append([f"and {len(table) - limit:,} more", *[""] * (len(columns) - 1)])
    return list(columns.values()), cells


def _blocks(card: Scorecard) -> list[Block]:
    """(title, header, cells) of every table that is shown."""
    c, links, review, first = card.counts, card.links, card.review, card.first_clusters
    planted, everyone = card.bcubed["planted"], card.bcubed["all"]
    pairs = [
        ("accounts / planted / honest", f"{c['accounts']:,} / {c['planted']:,} / {c['honest']:,}"),
        ("planted, never seen by the run", _cell(c["planted_unseen"])),
        ("clusters / flagged", f"{c['clusters']:,} / {c['flagged_clusters']:,}"),
        ("flagged accounts", _cell(c["flagged_accounts"])),
        ("flagged precision / recall", f"{_cell(card.flagged['precision'])} / {_cell(card.flagged['recall'])}"),
        (f"planted in pure clusters (>= {percent(card.purity)})", _cell(card.planted_in_pure_clusters)),
        ("B-cubed P / R / F1, planted", " / ".join(_cell(v) for v in planted.values())),
        ("B-cubed P / R / F1, all", " / ".join(_cell(v) for v in everyone.values())),
        (
            "links / honest to planted / share",
            " / ".join(_cell(links[k]) for k in ("links", "honest_planted", "honest_planted_share")),
        ),
        ("links between honest, per honest account", _cell(links["honest_honest_per_honest_account"])),
        (f"pure among the first {first['clusters']} clusters", _cell(first["precision"])),
        ("accounts reviewed per planted account", _cell(review["reviewed_per_planted"])),
        ("honest accounts flagged", f"{card.collateral['flagged']:,} of {card.collateral['accounts']:,}"),
        ("flagged clusters that are not pure", _cell(card.false_alarms["clusters"])),
    ]
    blocks = [("Scorecard", ["measure", "value"], [list(pair) for pair in pairs])]
    if card.operations:
        blocks.append(
            (
                "Operations",
                *_rows(
                    card.operations,
                    {
                        "operation": "operation",
                        "accounts": "accounts",
                        "in_pure_clusters": "in pure",
                        "flagged": "flagged",
                        "campaign": "best campaign",
                        "campaign_recall": "its recall",
                        "campaign_precision": "its precision",
                    },
                ),
            )
        )
    blocks.append(
        (
            "Honest accounts flagged",
            *_rows(
                card.collateral["by_group_type"],
                {
                    "group_type": "group type",
                    "accounts": "accounts",
                    "flagged": "flagged",
                    "flagged_share": "share",
                },
            ),
        )
    )
    if card.forged:
        blocks.append(
            (
                "Victims of a forgery",
                *_rows(
                    card.forged,
                    {
                        "group": "forgery",
                        "accounts": "victims",
                        "linked_to_planted": "linked to planted",
                        "clustered_with_planted": "in their cluster",
                        "flagged": "flagged",
                    },
                ),
            )
        )
    if card.false_alarms["first"]:
        alarms = [{**row, "why": ", ".join(row["reasons"][:2])} for row in card.false_alarms["first"]]
        blocks.append(
            (
                "Flagged clusters that are not pure",
                *_rows(
                    alarms,
                    {
                        "cluster": "cluster",
                        "size": "size",
                        "from_one_operation": "from one operation",
                        "archetype": "archetype",
                        "score": "score",
                        "why": "why",
                    },
                ),
            )
        )
    return blocks


def as_text(card: Scorecard) -> str:
    """Aligned tables for a terminal."""
    text = []
    for title, header, cells in _blocks(card):
        lines = [header, *cells]
        widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
        aligned = [
            "  ".join(v.ljust(w) if i == 0 else v.rjust(w) for i, (v, w) in enumerate(zip(line, widths, strict=True)))
            for line in lines
        ]
        rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
        body = aligned[1:] if title == "Scorecard" else [aligned[0], rule, *aligned[1:]]
        text += ["", title, rule, *body] if title == "Scorecard" else ["", title, *body]
    return "\n".join(line.rstrip() for line in text[1:])


def as_html(card: Scorecard) -> str:
    """Tables for a notebook."""
    parts = []
    for title, header, cells in _blocks(card):
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in header)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(v)}</td>" for v in line) + "</tr>" for line in cells)
        parts.append(
            f"<table><caption>{html.escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
    return "".join(parts)
