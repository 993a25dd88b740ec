"""Which column of a log is what: found by name, or mapped by the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any

import numpy as np

from . import _core
from ._core import InputError
from .report.text import show

FIND = "(found by name)"
"""Default of `account` and `time`: the column is found by its name."""

ACCOUNT_NAMES = ("account_id", "account", "user_id", "user", "customer_id", "customer")
TIME_NAMES = ("timestamp", "time", "ts", "event_time", "datetime", "created_at")
KIND_NAMES = {
    "payment": ("payment", "payment_id", "payment_hash", "card", "card_hash"),
    "device": ("device", "device_id", "device_fingerprint", "fingerprint"),
    "ip": ("ip", "ip_address", "client_ip", "src_ip", "source_ip", "remote_addr"),
    "template": ("template", "template_id"),
    "registration": ("registration", "registration_id"),
    "phone": ("phone", "phone_number"),
    "email": ("email", "email_address"),
    "asn": ("asn",),
    "subnet": ("subnet",),
    "user_agent": ("user_agent",),
}
CUSTOM = ("card", "fingerprint")
"""Names of columns that may be kinds of their own too."""
KNOWN_AS = {
    alias: name for name, aliases in KIND_NAMES.items() for alias in aliases if alias != name and alias not in CUSTOM
}
"""Names of columns that are no kinds: as one, it would be hard text of the family other, whatever it holds."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of identifier: its column, and how much a shared value says. What is None keeps the default of its name.

    Parameters
    ----------
    column : str, optional
        Column of the log; None: found by the kind's name.
    family : str, optional
        Kinds that say the same thing share a family; evidence is capped per family too.
    reliability : float, optional
        In (0, 1]: the chance that an operator's second account holds the identifier too.
    soft : bool, optional
        Soft kinds (addresses, templates) are capped lower and never link alone.
    moves : bool, optional
        Values pass between customers: shared only where the activity meets in time.
    format : {"text", "ip", "email", "prompt", "ids"}, optional
        How values are normalised before they are compared; of a prompt only a fingerprint is kept; ids are a list of
        identifiers, separated by U+001F.
    """

    column: str | None = None
    family: str | None = None
    reliability: float | None = None
    soft: bool | None = None
    moves: bool | None = None
    format: str | None = None

    def declared(self, name: str) -> dict[str, Any]:
        """The kind in full, as the library declares it. Raises ValueError or TypeError for what is none."""
        if not isinstance(name, str):
            raise TypeError(f"a kind's name must be text, got {type(name).__name__}")
        for what, types, must in (
            ("family", str, "text"),
            ("reliability", Real, "a number in (0, 1]"),
            ("soft", (bool, np.bool_), "True or False"),
            ("moves", (bool, np.bool_), "True or False"),
            ("format", str, "'text', 'ip', 'email', 'prompt' or 'ids'"),
        ):
            value = getattr(self, what)
            if value is not None and (not isinstance(value, types) or (types is Real and isinstance(value, bool))):
                raise TypeError(f"`{what}` of kind {show(name, limit=40)} must be {must}, got {type(value).__name__}")
        given = {key: getattr(self, key) for key in ("family", "reliability", "soft", "moves", "format")}
        return {**_core.default_kind(name), **{key: value for key, value in given.items() if value is not None}}


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns that are read, and the kinds that they make.

    `prompt` is a column of prompts for the kind template: its only column, or one beside that of ready ids.
    """

    account: str
    time: str | None
    kinds: dict[str, str]
    declared: list[dict[str, Any]]
    prompt: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def read(self) -> list[str]:
        """Every column that is read, once each."""
        optional = [column for column in (self.time, self.prompt) if column is not None]
        return list(dict.fromkeys([self.account, *optional, *self.kinds.values()]))

    def with_templates(self) -> Columns:
        """The same where prompts are read as the ids of their templates, of which a prompt may have several."""
        ids = [{**kind, "format": "ids"} if kind["name"] == "template" else kind for kind in self.declared]
        return replace(self, declared=ids)

    def without_prompts(self, note: str) -> Columns:
        """The same where prompts are not read as templates; `note` says so."""
        return replace(self, prompt=None, notes=[*self.notes, note])


def find_columns(
    names: Sequence[str],
    *,
    account: str = FIND,
    time: str | None = FIND,
    kinds: Mapping[str, str | Kind | None] | None = None,
) -> Columns:
    """Maps the columns of a log; see `detect` for the rules.

    Raises
    ------
    InputError
        A column is missing or ambiguous; the sentence names the columns that are there.
    """
    if len(set(names)) != len(names):
        twice = next(name for name in names if list(names).count(name) > 1)
        raise InputError(f"the events have more than one column {show(twice)!r}")
    finder, notes = _Finder(names), []
    account_column = finder.given(account, "account") if account != FIND else finder.find(ACCOUNT_NAMES)
    if account_column is None:
        raise InputError(f"no account column found; name it with account='…' (--account); {finder.there()}")
    time_column = finder.given(time, "time") if time not in (None, FIND) else None
    if time == FIND:
        time_column = finder.find(TIME_NAMES, without=[account_column])
    if time_column is None:
        why = "left out by the caller" if time is None else "none found by name"
        notes.append(f"no time column ({why}): nothing here rests on when accounts were active")

    mapped = _mapped(kinds, finder)
    taken = [account_column, time_column, *(column for column, _ in mapped.values())]
    prompt, of_prompts = _prompts(kinds, finder, taken)
    for name, candidates in KIND_NAMES.items():
        if name not in mapped and (column := finder.find(candidates, without=[*taken, prompt])):
            mapped[name] = (column, replace(of_prompts, format=None) if name == "template" else Kind())
    mapped = {name: entry for name, entry in mapped.items() if entry[0] is not None}
    if not mapped and (kinds or {}).get("prompt") is None:
        raise InputError(
            f"no identifier column found; name one, as in kinds={{'ip': '…'}} (--kind ip=…); {finder.there()}"
        )
    beside = {} if prompt is None else {"prompt": (prompt, of_prompts)}
    if beside and "template" not in mapped:
        mapped["template"] = (prompt, replace(of_prompts, format=of_prompts.format or "prompt"))
        beside = {}
    _require_single_use(account_column, time_column, {**mapped, **beside})
    column, kind = mapped.get("template", (None, Kind()))
    if kind.format == "prompt":
        prompt = column
    elif not beside:  # the caller's own format
        prompt = None
    order = [*(name for name in KIND_NAMES if name in mapped), *(name for name in mapped if name not in KIND_NAMES)]
    declared = [mapped[name][1].declared(name) for name in order]
    if not any(kind["family"] == "content" for kind in declared):
        notes.append("tasking not analysed: there is no template, no prompt and no other kind of the family content")
    return Columns(
        account=account_column,
        time=time_column,
        kinds={name: mapped[name][0] for name in order},
        declared=declared,
        prompt=prompt,
        notes=notes,
    )


def _mapped(kinds: Mapping[str, str | Kind | None] | None, finder: _Finder) -> dict[str, tuple[str | None, Kind]]:
    if kinds is not None and not isinstance(kinds, Mapping):
        raise TypeError(f"`kinds` must map kinds to columns, as in {{'ip': 'src_addr'}}, got {type(kinds).__name__}")
    mapped: dict[str, tuple[str | None, Kind]] = {}
    for name, given in (kinds or {}).items():
        kind = given if isinstance(given, Kind) else Kind(column=given)
        kind.declared(name)  # a bad name is told before a missing column
        candidates = KIND_NAMES.get(name, (name,))
        if name == "prompt":  # what a template is made of: see _prompts
            continue
        if name in KNOWN_AS:
            known = KNOWN_AS[name]
            raise InputError(f"kind {name!r} is known as {known!r}: say kinds={{{known!r}: '…'}} (--kind {known}=…)")
        if given is None:
            mapped[name] = (None, kind)
        elif kind.column is not None:
            mapped[name] = (finder.given(kind.column, f"kind {name}"), kind)
        elif column := finder.find(candidates):
            mapped[name] = (column, kind)
        else:
            raise InputError(f"no column for kind {name} found by name; {finder.there()}")
    return mapped


def _prompts(
    kinds: Mapping[str, str | Kind | None] | None, finder: _Finder, taken: Sequence[str | None]
) -> tuple[str | None, Kind]:
    """The column of prompts, and what the caller says of the templates that they make."""
    if "prompt" not in (kinds or {}):
        return finder.find(("prompt",), without=taken), Kind()
    given = kinds["prompt"]
    if given is None:
        return None, Kind()
    kind = given if isinstance(given, Kind) else Kind(column=given)
    kind.declared("template")
    if kinds.get("template") is not None and kind != Kind(column=kind.column, format=kind.format):
        raise InputError("prompts and templates make one kind: say what is true of it for template alone")
    column = finder.find(("prompt",)) if kind.column is None else finder.given(kind.column, "kind prompt")
    if column is None:
        raise InputError(f"no column for kind prompt found by name; {finder.there()}")
    return column, kind


def _require_single_use(account: str, time: str | None, mapped: Mapping[str, tuple[str | None, Kind]]) -> None:
    """A column that served twice would count as evidence twice."""
    uses = {account: "account"}
    for column, use in [(time, "time"), *((column, f"kind {name}") for name, (column, _) in mapped.items())]:
        if column in uses:
            raise InputError(f"column {show(column)!r} is used twice: for {uses[column]} and for {use}")
        if column is not None:
            uses[column] = use


class _Finder:
    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self.by_lower: dict[str, str] = {}
        for name in reversed(self.names):
            self.by_lower[name.strip().lower()] = name

    def find(self, candidates: Sequence[str], without: Sequence[str | None] = ()) -> str | None:
        found = (self.by_lower.get(candidate) for candidate in candidates)
        return next((name for name in found if name is not None and name not in without), None)

    def given(self, column: str, what: str) -> str:
        if not isinstance(column, str):
            raise TypeError(f"the column of {what} must be a name, got {type(column).__name__}")
        if column not in self.names:
            raise InputError(f"no column {show(column)!r} for {what}; {self.there()}")
        return column

    def there(self) -> str:
        shown = ", ".join(show(name, limit=40) for name in self.names[:20])
        return f"there are {shown or 'no columns'}" + (" and more" if len(self.names) > 20 else "")
