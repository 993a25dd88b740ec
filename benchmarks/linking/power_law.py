"""The incidence that every contestant links: accounts x identifiers of four kinds, degrees by a power law.

A million accounts have 2.3 M identifiers and 8 M entries, no identifier on more than 200 accounts; other sizes in
proportion. A fifth of the identifiers stay among 16 neighbours (common ones among twice their accounts), which is what
makes links; the others fall on any account, on some more than on others. With hubs, ten more identifiers a kind are on
up to .3 of all accounts. The same numbers and seed give the same arrays.
"""

import json
from pathlib import Path

import numpy as np

KINDS = 4
IDENTIFIERS_PER_ACCOUNT = 2.3
EXPONENT = 2.01  # of degrees 1 .. 200: 3.5 accounts an identifier
MOST = 200
NEIGHBOURS = 16
LOCAL_SHARE = 0.2
HUBS_PER_KIND = 10
LARGEST_HUB = 0.3
ARRAYS = {"row_begin": "u64", "entry_identifier": "u32", "kind_begin": "u32"}
TYPES = {"u64": np.uint64, "u32": np.uint32}


def write_incidence(folder: Path, accounts: int, seed: int, *, hubs: bool) -> dict:
    """Writes the arrays of `ARRAYS` as raw little-endian numbers; returns how many there are.

    row_begin[a] is where the entries of account a begin, entry_identifier holds each account's identifiers, ascending;
    kind t has the identifiers [kind_begin[t], kind_begin[t + 1]). Work O(entries log entries).
    """
    random = np.random.default_rng(seed)
    degree = _degrees(random, int(accounts * IDENTIFIERS_PER_ACCOUNT))
    account = _accounts(random, degree, accounts)
    identifier = np.repeat(np.arange(degree.size), degree)
    kind = np.arange(degree.size) * KINDS // degree.size
    if hubs:
        sizes = [int(accounts * LARGEST_HUB / rank) for rank in range(1, HUBS_PER_KIND * KINDS + 1)]
        account = np.concatenate([account, *(random.permutation(accounts)[:size] for size in sizes)])
        identifier = np.concatenate([identifier, np.repeat(degree.size + np.arange(len(sizes)), sizes)])
        kind = np.concatenate([kind, np.arange(len(sizes)) % KINDS])

    number = np.empty(kind.size, np.int64)  # identifiers of a kind follow one another
    number[np.argsort(kind, kind="stable")] = np.arange(kind.size)
    entries = np.unique(account * kind.size + number[identifier])
    arrays = {
        "row_begin": np.searchsorted(entries, np.arange(accounts + 1) * kind.size),
        "entry_identifier": entries % kind.size,
        "kind_begin": np.searchsorted(np.sort(kind), np.arange(KINDS + 1)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in arrays.items():
        values.astype(TYPES[ARRAYS[name]]).tofile(folder / f"{name}.{ARRAYS[name]}")
    sizes = {"accounts": accounts, "identifiers": int(kind.size), "entries": int(entries.size)}
    (folder / "sizes.json").write_text(json.dumps(sizes), encoding="utf-8")
    return sizes


def read_arrays(folder: Path) -> dict[str, np.ndarray]:
    return {name: np.fromfile(folder / f"{name}.{kind}", TYPES[kind]) for name, kind in ARRAYS.items()}


def _degrees(random: np.random.Generator, identifiers: int) -> np.ndarray:
    weight = np.arange(1, MOST + 1) ** -EXPONENT
    return 1 + np.searchsorted(np.cumsum(weight / weight.sum())[:-1], random.random(identifiers))


def _accounts(random: np.random.Generator, degree: np.ndarray, accounts: int) -> np.ndarray:
    """One account an entry; their numbers say nothing about who is whose neighbour."""
    spread = random.random(int(degree.sum())) ** 1.25 * accounts
    window = np.repeat(np.maximum(NEIGHBOURS, 2 * degree), degree)
    near = np.repeat(random.random(degree.size) * accounts, degree) + random.random(spread.size) * window
    local = np.repeat(random.random(degree.size) < LOCAL_SHARE, degree)
    return random.permutation(accounts)[np.where(local, near, spread).astype(np.int64) % accounts]
