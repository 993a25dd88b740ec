"""The links by SciPy: the definition of accountgraph/linkage/evidence_model.hpp, in the same integers (1/1024 bit).

A block of rows at a time, one product a kind gives the sums of bits; caps per kind and family make an upper bound,
which activity and the soft-only rule can only lower. Pairs that reach the threshold by it are scored exactly from their
shared identifiers. Without time: masks always meet.
"""

import numpy as np
from scipy import sparse

PAIRS_AT_ONCE = 200_000


def log2_fixed(x: int) -> int:
    """floor(1024 * log2(x)), exactly; 0 for x = 0."""
    return (int(x) ** 1024).bit_length() - 1 if x else 0


def fixed(bits: float) -> int:
    return int(np.floor(bits * 1024 + 0.5))


def log2_all(counts: np.ndarray) -> np.ndarray:
    distinct, where = np.unique(counts, return_inverse=True)
    return np.array([log2_fixed(x) for x in distinct], np.int32)[where]


class Model:
    """Bits per identifier, activity per account and kind, caps and threshold, from the entries and the options."""

    def __init__(self, B: sparse.csr_matrix, kind_begin: np.ndarray, definition: dict) -> None:
        accounts, kinds = B.shape[0], definition["kinds"]
        self.kind = np.repeat(np.arange(len(kinds)), np.diff(kind_begin))
        self.soft = np.array([kind["soft"] for kind in kinds])
        names = list(dict.fromkeys(kind["family"] for kind in kinds))
        self.family = [names.index(kind["family"]) for kind in kinds]
        self.threshold = max(1, log2_fixed(accounts) + fixed(definition["margin_bits"]))
        bits = self.threshold / 1024
        share = np.where(self.soft, definition["soft_cap"], definition["hard_cap"])
        self.cap = np.array([fixed(bits * each) for each in share])
        family_soft = [all(self.soft[t] for t in range(len(kinds)) if self.family[t] == f) for f in range(len(names))]
        self.family_cap = [fixed(bits * definition["soft_cap" if soft else "hard_cap"]) for soft in family_soft]
        self.hard_needed = fixed(bits * definition["hard_needed"])
        self.single = np.where(self.soft, (self.cap * definition["single_soft"]).astype(np.int64), 1 << 30)

        held = np.stack([np.diff(B[:, slice(*kind_begin[t : t + 2])].indptr) for t in range(len(kinds))], axis=1)
        holders, entries = (held > 0).sum(axis=0), held.sum(axis=0)
        degree = np.bincount(B.indices, minlength=B.shape[1])
        base, floor = [], []
        for t, kind in enumerate(kinds):
            total = log2_fixed(holders[t])
            base.append(total + log2_fixed(max(1, int(np.floor(kind["reliability"] * 2**20 + 0.5)))) - 20 * 1024)
            floor.append(max(1, fixed(definition["floor_bits"]), total - fixed(definition["floor_growth"])))
        self.bits = np.array(base, np.int32)[self.kind] - log2_all(degree)
        self.bits[(degree < 2) | (self.bits < np.array(floor)[self.kind])] = 0
        mean = np.array([log2_fixed(holders[t]) - log2_fixed(entries[t]) for t in range(len(kinds))], np.int32)
        excess = np.maximum(0, log2_all(held.ravel()).reshape(held.shape) + mean) // 2
        self.activity = np.where((held > 0) & definition["correct_activity"], excess, 0).astype(np.int32)

    def family_sum(self, shares: list) -> object:
        """E from the capped shares of the kinds (arrays or sparse matrices): summed by family, capped, summed."""
        total = 0
        for f, cap in enumerate(self.family_cap):
            part = _capped(sum(share for t, share in enumerate(shares) if self.family[t] == f), cap)
            total = total + part
        return total


def _capped(sums: object, cap: int) -> object:
    if sparse.issparse(sums):
        np.minimum(sums.data, cap, out=sums.data)
        return sums
    return np.minimum(sums, cap)


def all_links(B: sparse.csr_matrix, kind_begin: np.ndarray, definition: dict, rows: int = 4096) -> dict:
    """{"links", "checksum"} of all pairs of rows of B (0/1) that reach the threshold, `rows` rows at a time."""
    model = Model(B, kind_begin, definition)
    useful = np.flatnonzero(model.bits)
    kinds = [useful[model.kind[useful] == t] for t in range(model.soft.size)]
    B = B.astype(np.int32)
    holders = [B[:, columns] for columns in kinds]
    weighted = [part.T.tocsr() for part in holders]
    for part, columns in zip(weighted, kinds, strict=True):
        part.data = np.repeat(model.bits[columns], np.diff(part.indptr))
    B = B[:, useful]
    links, checksum = 0, 0
    for begin in range(0, B.shape[0], rows):
        sums = [_capped(part[begin : begin + rows] @ other, model.cap[t])
                for t, (part, other) in enumerate(zip(holders, weighted, strict=True))]  # fmt: skip
        bound = model.family_sum(sums).tocoo()
        a, b = bound.row + begin, bound.col
        likely = np.flatnonzero((b > a) & (bound.data >= model.threshold))
        for first in range(0, likely.size, PAIRS_AT_ONCE):
            pairs = likely[first : first + PAIRS_AT_ONCE]
            bits = _exact(model, B, useful, a[pairs], b[pairs])
            linked = bits >= model.threshold
            links += int(linked.sum())
            checksum += _checksum(a[pairs][linked], b[pairs][linked], bits[linked], B.shape[0])
    return {"links": links, "checksum": str(checksum % 2**64)}


def _exact(model: Model, B: sparse.csr_matrix, useful: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """E of each pair, from the identifiers it shares."""
    shared = B[a].multiply(B[b]).tocoo()
    pair, identifier = shared.row, useful[shared.col]
    kind = model.kind[identifier]
    gain = model.bits[identifier] - model.activity[a[pair], kind] - model.activity[b[pair], kind]
    gain = np.maximum(0, gain).astype(np.int64)
    plain, held = (
        np.bincount(pair * model.soft.size + kind, gains, a.size * model.soft.size).astype(np.int64).reshape(a.size, -1)
        for gains in (gain, np.minimum(gain, model.single[kind]))  # sums below 2^53: exact as doubles
    )
    best = np.zeros(plain.size, np.int64)
    np.maximum.at(best, pair * model.soft.size + kind, gain)
    plain = np.where(model.soft, plain, (plain + best.reshape(plain.shape)) // 2)
    plain, held = np.minimum(plain, model.cap).T, np.minimum(held, model.cap).T
    hard = model.family_sum(list(np.where(model.soft[:, None], 0, plain)))
    return model.family_sum(list(np.where((hard < model.hard_needed) & model.soft[:, None], held, plain)))


def _checksum(a: np.ndarray, b: np.ndarray, bits: np.ndarray, accounts: int) -> int:
    """As in bench_link.cpp."""
    number = a.astype(np.uint64) * np.uint64(accounts) + b.astype(np.uint64) + np.uint64(1)
    hashed = number * np.uint64(0x9E3779B97F4A7C15)
    hashed = (hashed ^ hashed >> np.uint64(29)) * (2 * bits.astype(np.uint64) + np.uint64(1))
    return int((hashed ^ hashed >> np.uint64(32)).sum(dtype=np.uint64))
