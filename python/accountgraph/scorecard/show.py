"""The scorecard as text and HTML. Names of operations and groups are a stranger's: shown visibly, escaped for HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..report.text import MISSING, missing, percent, show

if TYPE_CHECKING:
    from .card import Scorecard


@dataclass(frozen=True)
class Block:
    """One table, as visible text that is not yet escaped."""

    title: str
    header: list[str]
    cells: list[list[str]]
    words: tuple[str, ...] = ("best campaign", "archetype", "why")  # columns that hold no numbers


def cell(value: Any) -> str:
    if missing(value):
        return MISSING
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else show(value, limit=48)


def _block(title: str, table: list[dict[str, Any]], columns: dict[str, str], limit: int = 40) -> Block:
    """A list of dicts as a table; says what it leaves out. `columns`: key and heading."""
    cells = [[cell(row[key]) for key in columns] for row in table[:limit]]
    if len(table) > limit:
        cells.append([f"and {len(table) - limit:,} more", *[""] * (len(columns) - 1)])
    return Block(title, list(columns.values()), cells)


def _measures(card: Scorecard) -> list[tuple[str, str]]:
    c, links, first, apart = card.counts, card.links, card.first_clusters, card.apart

    def several(*values: Any) -> str:
        return " / ".join(map(cell, values))

    def scores(of: dict[str, Any]) -> str:
        return several(of["precision"], of["recall"], of["f1"])

    return [
        ("accounts / planted / honest", several(c["accounts"], c["planted"], c["honest"])),
        ("planted, never seen by the run", cell(c["planted_unseen"])),
        ("clusters / flagged", several(c["clusters"], c["flagged_clusters"])),
        ("flagged accounts", cell(c["flagged_accounts"])),
        ("flagged P / R / F1, by account", scores(card.flagged)),
        ("pure among the flagged clusters", cell(card.flagged_clusters["precision"])),
        (f"planted in pure clusters (>= {percent(card.purity)})", cell(card.planted_in_pure_clusters)),
        ("B-cubed P / R / F1, planted", scores(card.bcubed["planted"])),
        ("B-cubed P / R / F1, all", scores(card.bcubed["all"])),
        ("pairs P / R / F1, in flagged clusters", scores(card.pairs["flagged"])),
        ("pairs P / R / F1, in all clusters", scores(card.pairs["all"])),
        (
            "operations kept apart, clusters / campaigns",
            several(apart["clusters"]["kept_apart"], apart["campaigns"]["kept_apart"]),
        ),
        (
            "links / honest to planted / share",
            several(links["links"], links["honest_planted"], links["honest_planted_share"]),
        ),
        (
            "links between operations / share of planted",
            several(links["between_operations"], links["between_operations_share"]),
        ),
        ("links between honest, per honest account", cell(links["honest_honest_per_honest_account"])),
        (f"pure among the first {first['clusters']} clusters", cell(first["precision"])),
        ("accounts reviewed per planted account", cell(card.review["reviewed_per_planted"])),
        ("honest accounts flagged", f"{card.collateral['flagged']:,} of {card.collateral['accounts']:,}"),
        ("flagged clusters that are not pure", cell(card.false_alarms["clusters"])),
        ("seconds / peak memory, MB", several(card.run["seconds"], card.run["peak_memory_mb"])),
    ]


def blocks(card: Scorecard) -> list[Block]:
    """Every table that is shown; the first holds the measures of the whole run."""
    found = [
        Block("Scorecard", ["measure", "value"], [list(pair) for pair in _measures(card)]),
        _block(
            "Operations",
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
        _block(
            "Operations kept apart",
            [{"of": name, **card.apart[name]} for name in ("clusters", "campaigns")]
            if len(card.operations) > 1
            else [],
            {
                "of": "of",
                "judged": "with two planted",
                "mixed": "mixed",
                "kept_apart": "kept apart",
                "planted": "planted accounts",
                "planted_in_mixed": "in mixed",
            },
        ),
        _block(
            "Honest accounts flagged",
            card.collateral["by_group_type"],
            {"group_type": "group type", "accounts": "accounts", "flagged": "flagged", "flagged_share": "share"},
        ),
        _block(
            "Victims of a forgery",
            card.forged,
            {
                "group": "forgery",
                "accounts": "victims",
                "linked_to_planted": "linked to planted",
                "clustered_with_planted": "in their cluster",
                "flagged": "flagged",
            },
        ),
        _block(
            "Flagged clusters that are not pure",
            [{**row, "why": ", ".join(row["reasons"][:2])} for row in card.false_alarms["first"]],
            {
                "cluster": "cluster",
                "size": "size",
                "from_one_operation": "from one operation",
                "archetype": "archetype",
                "score": "score",
                "why": "why",
            },
        ),
    ]
    return [block for block in found if block.cells]


def as_text(card: Scorecard) -> str:
    """Aligned tables for a terminal."""
    text = []
    for block in blocks(card):
        lines = [block.header, *block.cells]
        widths = [max(len(line[i]) for line in lines) for i in range(len(block.header))]
        aligned = [
            "  ".join(v.ljust(w) if i == 0 else v.rjust(w) for i, (v, w) in enumerate(zip(line, widths, strict=True)))
            for line in lines
        ]
        rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
        head = [block.title, rule] if block.title == "Scorecard" else [block.title, aligned[0], rule]
        text += ["", *head, *aligned[1:]]
    return "\n".join(line.rstrip() for line in text[1:])


def as_html(card: Scorecard) -> str:
    """Tables for a notebook."""
    parts = []
    for block in blocks(card):
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in block.header)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(v)}</td>" for v in line) + "</tr>" for line in block.cells)
        parts.append(
            f"<table><caption>{html.escape(block.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
    return "".join(parts)
