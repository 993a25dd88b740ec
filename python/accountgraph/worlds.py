"""Synthetic worlds with known truth."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import _core
from .files import write_parquet
from .folders import whole_folder
from .stages import Progress, Stages
from .table import Table
from .terminal import shown
from .threads import number_of_threads


class World:
    """Accounts, what they do, and who works them. Made by `simulate`.

    Attributes
    ----------
    options : dict
        Every option and every knob of the operation, as in world.json.
    """

    def __init__(self, native: _core.World) -> None:
        self._native = native
        self.options: dict[str, Any] = json.loads(native.options_json())

    def events(self) -> Events:
        """The events, as something that `detect`, polars, pyarrow and DuckDB can read, any number of times.

        Columns: account_id, timestamp (UTC), payment, device, ip, template, phone, and prompt where `simulate` was
        asked for it. Made while read, in bounded memory.
        """
        return Events(self._native)

    @property
    def truth(self) -> Table:
        """Who is who, one row per account and group: account_id, group_type, group."""
        return Table(self._native.truth())

    def save(self, folder: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Writes events.parquet, truth.parquet and world.json: all or nothing, in bounded memory.

        Raises
        ------
        FileExistsError
            Something is there, and `overwrite` is False or it is no world.
        """
        path = Path(folder)
        with whole_folder(path, marker="world.json", overwrite=overwrite) as unfinished:
            write_parquet(self.events(), unfinished / "events.parquet")
            write_parquet(self.truth, unfinished / "truth.parquet")
            (unfinished / "world.json").write_text(json.dumps(self.options, indent=2) + "\n", encoding="ascii")
        return path

    def __repr__(self) -> str:
        return f"<accountgraph.World: {self._native.num_accounts:,} accounts, preset {self.options.get('preset')}>"


class Events:
    """The events of a world as an Arrow stream; every call begins a new one."""

    rereadable = True

    def __init__(self, native: _core.World) -> None:
        self._native = native

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._native.events_stream()


def simulate(
    preset: str = "pooled_25k",
    *,
    accounts: int | None = None,
    operation: int | None = None,
    difficulty: float | None = None,
    seed: int | None = None,
    events_per_account: float | None = None,
    days: int | None = None,
    start_day: int | None = None,
    forged: str | None = None,
    forged_accounts: int | None = None,
    rewired: bool | None = None,
    prompt_text: str | None = None,
    look_alikes: Mapping[str, float] | None = None,
    operation_knobs: Mapping[str, float] | None = None,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> World:
    """Makes a world: an operation of a known shape among honest accounts that share for honest reasons.

    What is None keeps the default of the C++ library; `World.options` shows them all.

    Parameters
    ----------
    preset : str
        Shape of the operation; `presets` lists them.
    accounts, operation : int, optional
        Honest and planted accounts; no planted ones is the same world without an operation.
    difficulty : float, optional
        In [0, 1]: 0 careless, .3 moderate, .6 careful, .9 nearly everything rotated.
    seed : int, optional
        Same options and seed, same bytes.
    events_per_account : float, optional
        Mean events of an honest account.
    days, start_day : int, optional
        Length of the window, and its first day (days since 1970-01-01).
    forged : {"none", "one", "two_of_one_kind", "address_and_prompt"}, optional
        Framing: identifiers of the operation put on `forged_accounts` honest accounts.
    forged_accounts : int, optional
    rewired : bool, optional
        Per kind, identifiers are dealt to the accounts anew, degrees kept: nobody shares for a reason.
    prompt_text : {"none", "beside", "only"}, optional
        Whether events hold the text of prompts, in a column `prompt` beside `template` or in its place: 700 bytes an
        event. Prompts of one template are filled into one mould.
    look_alikes, operation_knobs : mapping, optional
        Shares of honest look-alikes and single knobs of the operation, by name (docs/worlds.md).
    threads, progress
        As for `detect`.

    Returns
    -------
    World

    Raises
    ------
    ValueError
        An option that is none, or is out of its range.

    Examples
    --------
    >>> world = simulate("pooled_25k", accounts=1_000, operation=100, seed=1)
    >>> world.options["operation"]
    100
    """
    given = {
        "preset": preset, "accounts": accounts, "operation": operation, "difficulty": difficulty, "seed": seed,
        "events_per_account": events_per_account, "days": days, "start_day": start_day, "forged": forged,
        "forged_accounts": forged_accounts, "rewired": rewired, "prompt_text": prompt_text,
        "look_alikes": dict(look_alikes or {}), "operation_knobs": dict(operation_knobs or {}),
    }  # fmt: skip
    given = {name: value for name, value in given.items() if value is not None}
    threads = number_of_threads(threads)
    with shown(progress) as show_progress:
        stages = Stages(show_progress)
        return World(_core.make_world(given, threads=threads, poll=stages.begin("world")))


def presets() -> list[str]:
    """Names of the operations that `simulate` knows."""
    return _core.preset_names()
