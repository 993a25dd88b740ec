"""The rules. Each puts accounts into groups, from the entries of a log and its own thresholds alone.

Defaults have the best mean flagged F1 of a grid on worlds from careless to careful (the grid is in docs/scorecard.md),
but for `two_keys`, which has the numbers of the guide; its tuned ones stand in `accountgraph.baselines.RULES`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..communities import connected_components, leiden
from ..graphs import Graph
from .entries import Entries
from .pairs import pairs_that_share

NO_GROUP = -1


@dataclass(frozen=True)
class Groups:
    """What a rule found.

    Attributes
    ----------
    label : int64 array of shape (accounts,)
        The group of each account; -1 = in none.
    flagged_from, flagged_to : float
        Groups of so many accounts are flagged, both ends inclusive.
    counts : dict
        How much the rule worked on, such as the pairs that it connected.
    """

    label: np.ndarray
    flagged_from: float
    flagged_to: float
    counts: dict[str, int]


def prompt_hash(
    entries: Entries,
    threads: int | None,
    *,
    min_accounts_per_hash: int = 200,
    max_hash_share: float = 0.1,
    min_accounts_per_address: int = 20,
    max_accounts_per_address: int = 200,
) -> Groups:
    """Accounts with a prompt hash that many accounts use and an address that many accounts use.

    Parameters
    ----------
    min_accounts_per_hash : int
        Alert on hashes that at least so many accounts use (at least 2, whatever is given) ...
    max_hash_share : float
        ... and at most this share of all accounts. It stands for the list of well-known prompts that people keep.
    min_accounts_per_address, max_accounts_per_address : int
        Alert on addresses that so many accounts use. The upper end stands for a list of carriers' and VPN exits.

    Notes
    -----
    Every account with both alerts is flagged, in one case per hash: that of its alerted hashes which most flagged
    accounts use (ties: the first in byte order). Work O(entries).
    """
    most = max_hash_share * len(entries.accounts)
    hashes = (entries.kind == "template") & (entries.holders >= min_accounts_per_hash) & (entries.holders <= most)
    addresses = (entries.kind == "ip") & (entries.holders >= min_accounts_per_address)
    addresses &= entries.holders <= max_accounts_per_address
    alerted = np.zeros(len(entries.accounts), bool)
    alerted[entries.of(addresses)[0]] = True
    account, found = entries.of(hashes)
    account, found = account[alerted[account]], found[alerted[account]]
    users = np.bincount(found, minlength=len(entries.holders))
    order = np.lexsort((found, -users[found], account))
    owners, first = np.unique(account[order], return_index=True)
    label = np.full(len(entries.accounts), NO_GROUP)
    label[owners] = found[order[first]]
    return Groups(label, 1, np.inf, {"hashes_alerted": int(hashes.sum()), "addresses_alerted": int(addresses.sum())})


def components(
    entries: Entries,
    threads: int | None,
    *,
    max_accounts: int = 10,
    templates: bool = False,
    min_size: int = 20,
    max_share: float = 0.2,
) -> Groups:
    """Connected components over shared identifiers.

    Parameters
    ----------
    max_accounts : int
        Only identifiers that so many accounts hold, or fewer.
    templates : bool
        Whether prompts are identifiers too.
    min_size, max_share : int, float
        A component of `min_size` accounts is flagged, unless it holds more than this share of all accounts.

    Notes
    -----
    Runs on the graph of accounts and identifiers, without pairs. Work and memory O(entries).
    """
    accounts = len(entries.accounts)
    account, identifier = entries.of(_used(entries, templates, max_accounts))
    graph = Graph.from_edges(account, accounts + identifier, num_vertices=accounts + len(entries.holders))
    label = connected_components(graph, threads=threads)[:accounts]
    return Groups(_together(label), min_size, max_share * accounts, {"entries_used": len(account)})


def two_keys(
    entries: Entries,
    threads: int | None,
    *,
    max_accounts: int = 10,
    min_shared: int = 2,
    templates: bool = False,
    min_size: int = 5,
    max_share: float = 1.0,
) -> Groups:
    """Accounts that share several identifiers which few accounts hold, then connected components: a fraud guide's rule.

    Parameters
    ----------
    max_accounts : int
        Only identifiers that so many accounts hold, or fewer.
    min_shared : int
        Two accounts are connected when they share so many.
    templates, min_size, max_share
        As for `components`.

    Notes
    -----
    Work: at most entries * max_accounts / 2 pairs, see `pairs_that_share`.
    """
    each = np.ones(len(entries.holders))
    a, b, _ = pairs_that_share(entries, _used(entries, templates, max_accounts), weight=each, at_least=min_shared)
    accounts = len(entries.accounts)
    label = connected_components(Graph.from_edges(a, b, num_vertices=accounts), threads=threads)
    return Groups(_together(label), min_size, max_share * accounts, {"pairs": len(a)})


def idf_leiden(
    entries: Entries,
    threads: int | None,
    *,
    hub_cap: int = 500,
    min_weight: float = 20.0,
    templates: bool = False,
    min_size: int = 10,
    max_share: float = 1.0,
) -> Groups:
    """Accounts weighted by what they share, log(accounts / holders) an identifier, then Leiden by modularity.

    Parameters
    ----------
    hub_cap : int
        Only identifiers that so many accounts hold, or fewer.
    min_weight : float
        Pairs below it are dropped; natural logarithms.
    templates, min_size, max_share
        As for `components`, of communities.

    Notes
    -----
    Resolution 1, seed 0. Work: at most entries * hub_cap / 2 pairs, see `pairs_that_share`, and Leiden's.
    """
    accounts = len(entries.accounts)
    idf = np.log(accounts / entries.holders)
    a, b, sums = pairs_that_share(entries, _used(entries, templates, hub_cap), weight=idf, at_least=min_weight)
    graph = Graph.from_edges(a, b, sums, num_vertices=accounts)
    label = leiden(graph, objective="modularity", resolution=1.0, seed=0, threads=threads).membership
    return Groups(_together(label), min_size, max_share * accounts, {"pairs": len(a)})


def _used(entries: Entries, templates: bool, most: int) -> np.ndarray:
    """The identifiers of at most so many accounts, with or without prompts."""
    return (entries.holders <= most) & (templates | (entries.kind != "template"))


def _together(label: np.ndarray) -> np.ndarray:
    """Labels, with those of accounts that are by themselves taken away."""
    alone = np.bincount(label)[label] == 1 if len(label) else np.zeros(0, bool)
    return np.where(alone, NO_GROUP, label)
