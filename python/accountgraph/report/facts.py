"""What was run, what was found, and what the output does not claim."""

from __future__ import annotations

from typing import Any

import numpy as np

from .tables import column, flags, records, rows
from .text import bits, count, day, missing, show
from .words import REASONS, REJECTS, SOFT, is_lawful, plain

ENTRIES = 20_000_000  # above it the incidence is not read for a page
ALLOWED = 20  # identifiers of an allow-list that are shown


def first(run: dict[str, Any], *keys: str) -> Any:
    """The first of these keys that the run has, else None."""
    return next((run[key] for key in keys if run.get(key) is not None), None)


def summary(result: Any) -> dict[str, Any]:
    """The numbers at the head of the page."""
    flagged = flags(result.clusters, "flagged")
    archetype = column(result.clusters, "archetype")
    lawful = np.array([is_lawful(name) for name in archetype], bool) if archetype is not None else np.zeros(0, bool)
    spared = lawful & ~flagged[: len(lawful)]
    return {
        "accounts": rows(result.accounts),
        "links": rows(result.links),
        "clusters": rows(result.clusters),
        "flagged_clusters": int(flagged.sum()),
        "flagged_accounts": int(flags(result.accounts, "flagged").sum()),
        "campaigns": rows(result.campaigns),
        "spared_clusters": int(spared.sum()),
        "spared_shapes": [] if archetype is None else sorted({plain(name) for name in archetype[spared]}),
    }


def kinds(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Kinds of the run with family, reliability, cap and N_t; given as a list of dicts or a dict by name."""
    stored = run.get("kinds") or []
    if isinstance(stored, dict):
        stored = [{"name": name, **(value if isinstance(value, dict) else {})} for name, value in stored.items()]
    return [kind if isinstance(kind, dict) else {"name": kind} for kind in stored]


def rejects(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Rejected rows by reason, as {reason, words, rows, examples}."""
    stored = run.get("rejects") or []
    if isinstance(stored, dict):
        stored = [{"reason": reason, **(v if isinstance(v, dict) else {"rows": v})} for reason, v in stored.items()]
    return [{**item, "words": REJECTS.get(str(item.get("reason")), plain(item.get("reason")))} for item in stored]


def header(result: Any) -> list[tuple[str, str]]:
    """What was run, as (name, value) pairs; only what the run says."""
    run, pairs = result.run, []
    since, until = column(result.accounts, "first_seen"), column(result.accounts, "last_seen")
    if since is not None and since.dtype.kind == "M" and len(since) and not np.isnat(since).all():
        pairs.append(("Days seen", f"{day(np.nanmin(since))} to {day(np.nanmax(until))}"))
    for label, keys, form in (
        ("Window", ("window",), lambda v: v),
        ("Accounts judged against (N)", ("N", "population", "population_accounts"), count),
        ("Bits that a link needs (T)", ("T", "threshold_bits", "T_bits"), bits),
        ("Events", ("events", "num_events"), count),
        ("Worlds of chance", ("significance_worlds",), count),
        ("Seed", ("seed",), count),
        ("Version", ("version",), lambda v: show(v, limit=40)),
        ("Format", ("format",), lambda v: show(v, limit=20)),
        ("Input fingerprint", ("fingerprint", "input_fingerprint"), lambda v: show(v, limit=80)),
    ):
        value = first({**(run.get("counts") or {}), **run, "window": _window(run.get("time"))}, *keys)
        if value is not None:
            pairs.append((label, form(value)))
    return pairs


def _window(time: Any) -> str | None:
    """The window that events had to lie in, and the width of its buckets."""
    if not isinstance(time, dict) or not time.get("present"):
        return None
    ends = f"{show(time.get('since'), limit=40)} to {show(time.get('until'), limit=40)}"
    return f"{ends}, in buckets of {show(time.get('bucket_days'), limit=20)} days"


def limits(result: Any) -> list[str]:
    """What this run cannot say, from what it was given."""
    found, present = [], {kind.get("name") for kind in kinds(result.run)}
    seen = column(result.accounts, "first_seen")
    if seen is None or seen.dtype.kind != "M" or (len(seen) and np.isnat(seen).all()):
        found.append("The log has no time column: nothing here rests on when accounts were active.")
    if present and "template" not in present:
        found.append("The log has no templates: what accounts asked for (tasking) was not analysed.")
    if keeps_no_entries(result):
        found.append("The run was saved without its entries: why accounts are where they are is not analysed.")
    q_value = column(result.clusters, "q_value")
    if q_value is None or all(map(missing, q_value)):
        found.append("No q-values were computed: how often chance makes such clusters was not measured.")
    else:
        found.append("q-values speak of chance only. Families and offices share for real, and q says nothing of them.")
    return found


def keeps_no_entries(result: Any) -> bool:
    """Whether the run was saved without its incidence; of a very large one it is not asked, since asking reads it."""
    entries = (result.run.get("counts") or {}).get("entries") or 0
    return entries <= ENTRIES and getattr(result, "entries", None) is None


def why_nothing(result: Any) -> list[str]:
    """Reasons for a run without clusters, the ones that apply."""
    found, present = [], [str(kind.get("name")) for kind in kinds(result.run)]
    total = rows(result.accounts)
    if total < 40:
        found.append(
            f"The log holds {count(total)} accounts. Below some 40 no identifier is rare enough to link anyone, "
            "unless the run is told how many accounts the whole service has (population)."
        )
    if present and all(kind in SOFT for kind in present):
        found.append(
            f"Only {', '.join(present)} were given. Such identifiers pass between strangers, so they never link "
            "accounts alone; payments, devices or registrations are needed beside them."
        )
    elif len(present) == 1:
        found.append(f"Only one kind of identifier ({present[0]}) was given, and no single kind links two accounts.")
    if rows(result.ledger):
        found.append(
            f"{count(rows(result.ledger))} shared identifiers carry no evidence. The ledger below says which and why: "
            "accounts may share only what everybody shares."
        )
    found.append("It may be so: accounts that share nothing rare are not worked together by any evidence in this log.")
    return found


def allowed(result: Any) -> dict[str, Any]:
    """What the allow-list removed: the first of its identifiers by lost links, and how many more there are."""
    table = getattr(result, "allowed", None)
    shown = records(table, np.arange(min(rows(table), ALLOWED)))
    return {"rows": shown, "more": rows(table) - len(shown)}


def ledger(result: Any, *, examples: int = 4) -> list[dict[str, Any]]:
    """Shared identifiers without evidence, by reason and kind, with the most widely held of each."""
    reason, kind = column(result.ledger, "reason"), column(result.ledger, "kind")
    identifier, accounts = column(result.ledger, "identifier"), column(result.ledger, "accounts")
    if reason is None or not len(reason):
        return []
    place: dict[tuple[str, str], int] = {}
    group = np.fromiter(
        (place.setdefault(k, len(place)) for k in zip(reason, kind, strict=True)), np.int64, len(reason)
    )
    order = np.lexsort((np.arange(len(group)), -accounts.astype(np.int64), group))
    edges = np.searchsorted(group[order], np.arange(len(place) + 1))
    table = []
    for (why, what), begin, end in zip(place, edges[:-1], edges[1:], strict=True):
        head = order[begin : min(end, begin + examples)]
        table.append(
            {
                "reason": why,
                "words": REASONS.get(str(why), ""),
                "kind": what,
                "identifiers": int(end - begin),
                "most": [{"identifier": identifier[row], "accounts": int(accounts[row])} for row in head],
            }
        )
    return sorted(table, key=lambda row: (str(row["reason"]), -row["identifiers"], str(row["kind"])))
