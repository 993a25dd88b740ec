"""Explanations as values: they print as text and show in notebooks, every value of the log made visible and escaped."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from . import _core
from ._core import InputError
from .prompt_templates import Templates
from .report.text import show
from .report.words import WHY_NOT_FLAGGED
from .waterfall import draw_svg, plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 12
PATTERN = 160  # columns that the pattern of a template may take
BETWEEN = 3  # accounts with the most shortest paths


class _Told:
    """Text and HTML of what `lines` tells, and a chart of what `waterfall` sums up."""

    total: ClassVar[str] = "above what is needed"

    def lines(self) -> list[str]:
        raise NotImplementedError

    def waterfall(self) -> list[tuple[str, float]]:
        """Named bits, in the order in which they are added.

        Of a cluster the parts of its score. Else what each kind gives before caps; what is taken away by `repeats` (of
        one hard kind all identifiers but the strongest count a quarter) and by the `cap`; `synchrony` (sessions in
        step); and what is needed. Empty for an account in no cluster.
        """
        raise NotImplementedError

    def plot(self, ax: Any = None) -> Axes:
        """The waterfall on matplotlib axes, new ones unless given; see `accountgraph.waterfall.plot`."""
        return plot(self.waterfall(), total=self.total, title=self.lines()[0].split(";")[0], ax=ax)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>{draw_svg(self.waterfall(), total=self.total)}"


@dataclass(frozen=True)
class SharedIdentifier:
    """An identifier that two accounts share: what it gives the pair before caps, and why where it gives nothing.

    `pattern` is the text of a template that was mined, slots as {}; None for anything else.
    """

    kind: str
    identifier: str
    bits: float
    reason: str
    pattern: str | None = None


@dataclass(frozen=True)
class Reason:
    """An identifier that binds an account to its cluster, or a cluster together. `pattern` as in `SharedIdentifier`."""

    kind: str
    identifier: str
    members: int
    accounts: int
    bits: float
    pivotal: bool
    pattern: str | None = None


@dataclass(frozen=True)
class Synchrony:
    """Sessions of two accounts that begin together, how many would by chance, and what that gives the pair."""

    coinciding: int
    expected: float
    bits: float


@dataclass(frozen=True)
class PairExplanation(_Told):
    """What two accounts share. `bits` is E(a, b); a link needs `needed_bits`. `synchrony` None: not analysed.

    `parts` sum to bits - needed_bits (`waterfall`).
    """

    account_a: str
    account_b: str
    bits: float
    needed_bits: float
    linked: bool
    parts: list[tuple[str, float]]
    kind_bits: dict[str, float]
    synchrony: Synchrony | None
    shared: list[SharedIdentifier]
    not_analysed: list[str]
    path: list[str]

    def lines(self) -> list[str]:
        """One line a fact."""
        verdict = "linked" if self.linked else "not linked"
        lines = [
            f"{show(self.account_a)} and {show(self.account_b)}: {verdict}, "
            f"{self.bits:.1f} bits of {self.needed_bits:.1f} needed"
        ]
        lines += [f"  {name} gives {bits:.1f} bits" for name, bits in self.kind_bits.items() if bits > 0]
        for item in sorted(self.shared, key=lambda item: -item.bits)[:SHOWN]:
            given = f"{item.bits:.1f} bits" if item.bits > 0 else f"nothing ({item.reason})"
            lines += [f"    both hold {item.kind} {show(item.identifier)}: {given}", *_pattern(item)]
        lines += _more(self.shared)
        if not self.shared:
            lines.append("  they share no identifier")
        if self.synchrony is None:
            lines.append("  not analysed: sessions in step")
        elif self.synchrony.coinciding > 0:
            lines.append(
                f"  {self.synchrony.coinciding} of their sessions begin together, "
                f"{self.synchrony.expected:.2g} would by chance: {self.synchrony.bits:.1f} bits"
            )
        if len(self.path) > 2:
            lines.append(f"  strongest path of links: {' - '.join(show(name, limit=40) for name in self.path)}")
        return lines + _missing(self.not_analysed)

    def waterfall(self) -> list[tuple[str, float]]:
        return list(self.parts)


@dataclass(frozen=True)
class AccountExplanation(_Told):
    """Why an account is where it is. `bits` is its membership, itself left out; `needed_bits` the core's threshold.

    `bound`: something it holds, prompts aside, is mostly its cluster's. `parts` sum to bits - needed_bits
    (`waterfall`).
    """

    account_id: str
    cluster_id: str | None
    role: str
    flagged: bool
    bits: float
    needed_bits: float
    bound: bool
    parts: list[tuple[str, float]]
    reasons: list[Reason]
    strongest_links: list[tuple[str, float]]
    not_analysed: list[str]
    bridge: bool

    def lines(self) -> list[str]:
        """One line a fact."""
        if self.cluster_id is None:
            lines = [f"{show(self.account_id)}: in no cluster" + (f" ({self.role})" if self.role != "none" else "")]
        else:
            flagged = ", flagged for review" if self.flagged else ", not flagged"
            lines = [
                f"{show(self.account_id)}: {self.role} of {self.cluster_id}{flagged}; "
                f"{self.bits:.1f} bits of {self.needed_bits:.1f} needed"
            ]
        lines += _reasons(self.reasons)
        if any(reason.pivotal for reason in self.reasons):
            lines.append("  held by one identifier: listed, never flagged")
        if self.cluster_id is not None and not self.bound:
            lines.append("  not bound: prompts aside, nothing it holds is mostly this cluster's; listed, never flagged")
        if self.bridge:
            lines.append("  without it its cluster's links fall apart")
        lines += [f"  linked to {show(name)}: {bits:.1f} bits" for name, bits in self.strongest_links[:5]]
        return lines + _missing(self.not_analysed)

    def waterfall(self) -> list[tuple[str, float]]:
        return list(self.parts)


@dataclass(frozen=True)
class LinkStructure:
    """Where the links among a cluster's members are weakest.

    Attributes
    ----------
    cut_bits : float
        Least sum of bits above the prior whose links, removed, split the cluster; 0: no links hold it together.
    cut_off : list of str
        Members on the smaller side of that cut.
    betweenness : dict of str to float
        By member: share of the other pairs' shortest paths of links that pass it, in [0, 1].
    """

    cut_bits: float
    cut_off: list[str]
    betweenness: dict[str, float]

    def lines(self) -> list[str]:
        """One line a fact."""
        held = f"links of {self.cut_bits:.1f} bits above the prior hold" if self.cut_bits else "no links hold"
        lines = [f"  weakest cut: {held} {_names(self.cut_off)}"]
        passed = sorted((name for name, share in self.betweenness.items() if share > 0), key=self._rank)
        if passed:
            shown = (f"{show(name, limit=40)} ({self.betweenness[name]:.1%} of paths)" for name in passed[:BETWEEN])
            lines.append(f"  between the others: {', '.join(shown)}")
        return lines

    def _rank(self, name: str) -> tuple[float, str]:
        return -self.betweenness[name], name


@dataclass(frozen=True)
class ClusterExplanation(_Told):
    """What binds a cluster, and who hangs by a thread. `structure` is None where it was not analysed: too many members.

    `q_value` is None where it was not computed. `why_not_flagged`: the conditions that do not hold, of `few_members`,
    `low_score`, `one_source`, `lawful_shape`, and `chance` where all others do; empty where it is flagged. `bridges`
    are members, `bridge_links` links without which the links among the members fall apart. `weakly_held`: core members
    that would leave if one identifier were removed, listed, never flagged. `not_analysed`: kinds that no member has a
    value of.
    """

    total: ClassVar[str] = "score"

    cluster_id: str
    size: int
    score: float
    parts: dict[str, float]
    archetype: str
    flagged: bool
    q_value: float | None
    why_not_flagged: list[str]
    bridges: list[str]
    bridge_links: list[tuple[str, str]]
    structure: LinkStructure | None
    not_analysed: list[str]
    weakly_held: list[str]
    identifiers: list[Reason]

    def lines(self) -> list[str]:
        """One line a fact."""
        why_not = (
            f" ({'; '.join(WHY_NOT_FLAGGED[reason] for reason in self.why_not_flagged)})"
            if self.why_not_flagged
            else ""
        )
        flagged = "flagged for review" if self.flagged else f"not flagged{why_not}"
        parts = ", ".join(f"{show(name)} {bits:+.1f}" for name, bits in self.parts.items() if abs(bits) >= 0.05)
        lines = [
            f"{self.cluster_id}: {self.size:,} accounts, {self.archetype.replace('_', ' ')}, {flagged}; "
            f"score {self.score:.1f} bits ({parts})"
        ]
        if self.q_value is not None:
            lines.append(f"  by chance: of the clusters that score so high, a share of {self.q_value:.2g} (q_value)")
        lines += _reasons(self.identifiers)
        for what, names in (("bridges", self.bridges), ("held by one identifier, never flagged", self.weakly_held)):
            if names:
                lines.append(f"  {what}: {_names(names)}")
        if self.bridge_links:
            pairs = [f"{show(a, limit=40)} - {show(b, limit=40)}" for a, b in self.bridge_links]
            lines.append(f"  links that hold it together: {_listed(pairs)}")
        if self.structure is None:
            lines.append("  weakest cut, betweenness: not analysed (too many members)")
        else:
            lines += self.structure.lines()
        return lines + _missing(self.not_analysed)

    def waterfall(self) -> list[tuple[str, float]]:
        return list(self.parts.items())


def patterns_of(templates: Templates | None) -> dict[str, str]:
    """The pattern of every template, by its id."""
    if templates is None:
        return {}
    table = templates.templates
    return dict(zip(table["template"].tolist(), table["pattern"].tolist(), strict=True))


def explain(case: _core.Case, what: object, other: object = None, *, patterns: Mapping[str, str]) -> Any:
    """See `Result.explain`; `patterns` of templates, by id."""

    def known(item: dict[str, Any]) -> dict[str, Any]:
        return {**item, "pattern": patterns.get(item["identifier"]) if item["kind"] == "template" else None}

    if other is not None:
        found = _found_pair(case, str(what), str(other))
        shared = [SharedIdentifier(**known(item)) for item in found["shared"]]
        synchrony = found["synchrony"] and Synchrony(**found["synchrony"])
        return PairExplanation(**{**found, "shared": shared, "synchrony": synchrony})
    if _core.has_cluster(case, str(what)):
        found = _core.explain_cluster(case, str(what))
        structure = found["structure"] and LinkStructure(**found["structure"])
        reasons = [Reason(**known(item)) for item in found["identifiers"]]
        parts = dict(found["parts"])
        return ClusterExplanation(**{**found, "parts": parts, "structure": structure, "identifiers": reasons})
    try:
        found = _core.explain_account(case, str(what))
    except InputError as error:
        raise _unknown(str(what)) from error
    return AccountExplanation(**{**found, "reasons": [Reason(**known(item)) for item in found["reasons"]]})


def _found_pair(case: _core.Case, a: str, b: str) -> dict[str, Any]:
    if a == b:
        raise InputError(f"{show(a)!r} is given twice: name two accounts, or one")
    try:
        return _core.explain_pair(case, a, b)
    except InputError as error:
        name = a if f"'{a}' in this run" in str(error) else b
        if _core.has_cluster(case, name):
            raise InputError(f"{show(name)!r} is a cluster: name two accounts, or the cluster alone") from error
        raise _unknown(name) from error


def _unknown(name: str) -> InputError:
    return InputError(f"no account or cluster {show(name)!r} in this run")


def _reasons(reasons: list[Reason]) -> list[str]:
    lines = []
    for item in reasons[:SHOWN]:
        lines.append(
            f"  {item.kind} {show(item.identifier)}: {item.bits:.1f} bits; {item.members:,} of its {item.accounts:,} "
            f"accounts are members" + (" (without it the account would leave)" if item.pivotal else "")
        )
        lines += _pattern(item)
    return lines + _more(reasons)


def _pattern(item: SharedIdentifier | Reason) -> list[str]:
    return [] if item.pattern is None else [f"      “{show(item.pattern, limit=PATTERN)}”"]


def _names(names: list[str]) -> str:
    return _listed([show(name, limit=40) for name in names])


def _listed(items: list[str]) -> str:
    rest = f" and {len(items) - SHOWN:,} more" if len(items) > SHOWN else ""
    return ", ".join(items[:SHOWN]) + rest


def _more(items: list[Any]) -> list[str]:
    return [f"    and {len(items) - SHOWN:,} more"] if len(items) > SHOWN else []


def _missing(kinds: list[str]) -> list[str]:
    return [f"  not analysed (no value): {', '.join(kinds)}"] if kinds else []
