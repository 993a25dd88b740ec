"""Which wave of a campaign's accounts took over from which, in sentences with dates."""

from __future__ import annotations

from typing import Any

import numpy as np

from .tables import names, records, rows
from .text import bits, count, day

SHOWN = 20
NEEDED = ("campaign_id", "ended", "began", "peak", "predecessor_accounts", "successor_accounts")


def successions(result: Any) -> tuple[list[dict[str, Any]], int]:
    """The first successions as {campaign_id, told}, and how many more there are. `told` holds no text of the log."""
    table = getattr(result, "successions", None)
    if not set(NEEDED) <= set(names(table)):
        return [], 0
    shown = records(table, np.arange(min(rows(table), SHOWN)))
    return [{"campaign_id": row["campaign_id"], "told": _told(row)} for row in shown], rows(table) - len(shown)


def _told(row: dict[str, Any]) -> str:
    common = f", with {count(row['common_templates'])} templates in common" if "common_templates" in row else ""
    strength = f" ({bits(row['common_bits'])} bits)" if "common_bits" in row else ""
    return (
        f"{count(row['predecessor_accounts'])} accounts went quiet by {day(row['ended'])}; "
        f"{count(row['successor_accounts'])} others took over from {day(row['began'])} and were most active on "
        f"{day(row['peak'])}{common}{strength}."
    )
