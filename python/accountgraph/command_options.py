"""What the commands take: options that several share, and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ._core import InputError
from .columns import Kind
from .report.text import show

Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Threads = Annotated[int | None, typer.Option(help="Threads; all unless given.")]
Events = Annotated[list[str], typer.Argument(help="Files or globs: Parquet, CSV, JSON.")]
Account = Annotated[str, typer.Option(help="Column of the account.")]
Time = Annotated[str, typer.Option(help="Column of the time; 'none': there is none.")]
TimeUnit = Annotated[str | None, typer.Option(help="Unit of whole-number times: s, ms, us, ns.")]
KindColumn = Annotated[list[str], typer.Option(help="KIND=COLUMN, any number of times.")]
Family = Annotated[list[str], typer.Option(help="KIND=FAMILY: kinds that say the same thing.")]
Reliability = Annotated[list[str], typer.Option(help="KIND=R in (0, 1]: how often an operator's accounts share it.")]
Soft = Annotated[list[str], typer.Option(help="KIND that never links alone.")]
Hard = Annotated[list[str], typer.Option(help="KIND that is hard to share by accident.")]
Moves = Annotated[list[str], typer.Option(help="KIND whose values pass between customers.")]
Prompt = Annotated[str | None, typer.Option(help="Column of prompts, whose templates are the kind template.")]
Templates = Annotated[
    str | None, typer.Option(help="File of templates to read prompts with; 'none': no mining, fingerprints of prompts.")
]
Since = Annotated[str | None, typer.Option(help="First day or moment.")]
Until = Annotated[str | None, typer.Option(help="Last day or moment, inclusive.")]
Population = Annotated[int | None, typer.Option(help="Accounts of the whole service.")]
Allow = Annotated[
    Path | None, typer.Option(help="File of kind,value lines that give no evidence; ip,10.0.0.0/8 is a network.")
]
Margin = Annotated[float | None, typer.Option(help="Bits beyond log2(N) that a link needs.")]


def pairs_of(given: list[str], option: str) -> dict[str, str]:
    """NAME=VALUE, each name once."""
    for item in given:
        if "=" not in item or not item.split("=", 1)[0]:
            raise ValueError(f"{option} must be NAME=VALUE, got {show(item)!r}")
    _require_once([item.split("=", 1)[0] for item in given], option)
    return dict(item.split("=", 1) for item in given)


def _require_once(names: list[str], option: str) -> None:
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"{option} names {show(twice[0], limit=40)!r} twice")


def numbers_of(given: list[str], option: str) -> dict[str, float]:
    """NAME=NUMBER, each name once."""
    pairs = pairs_of(given, option)
    try:
        return {name: float(value) for name, value in pairs.items()}
    except ValueError as error:
        raise ValueError(f"{option} must be NAME=NUMBER: {error}") from error


def bytes_of(given: str, option: str) -> int:
    """ "2GB", "500MB", "1.5 TB" or plain bytes, in powers of 1,000."""
    units = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
    text = given.strip().upper()
    number = text.rstrip("BKMGT ")
    try:
        size = float(number) * units[text[len(number) :].strip()]
        if 1 <= size < 2**63:
            return int(size)
    except (ValueError, KeyError):
        pass
    raise ValueError(f"{option} must be a size such as 2GB or 500MB, got {show(given, limit=40)!r}")


def kinds_of(
    columns: list[str],
    families: list[str],
    reliabilities: list[str],
    soft: list[str],
    hard: list[str],
    moves: list[str],
    prompt: str | None,
) -> dict[str, str | Kind]:
    """The kinds that --kind, --family, --reliability, --soft, --hard, --moves and --prompt declare together."""
    declared: dict[str, dict[str, Any]] = {
        name: {"column": column} for name, column in pairs_of(columns, "--kind").items()
    }
    if prompt is not None:
        declared["prompt"] = {"column": prompt}
    for name, family in pairs_of(families, "--family").items():
        declared.setdefault(name, {})["family"] = family
    for name, reliability in numbers_of(reliabilities, "--reliability").items():
        declared.setdefault(name, {})["reliability"] = reliability
    _require_once(soft + hard, "--soft or --hard")
    _require_once(moves, "--moves")
    for names, field, value in ((soft, "soft", True), (hard, "soft", False), (moves, "moves", True)):
        for name in names:
            declared.setdefault(name, {})[field] = value
    if prompt is not None and "column" not in declared.get("template", {"column": None}):
        declared["prompt"].update(declared.pop("template"))
    return {name: Kind(**fields) for name, fields in declared.items()}


def templates_of(given: str | None) -> str | bool | None:
    """A file of templates; "none": False."""
    return False if given == "none" else given


def accounts_of(path: Path | None, option: str) -> list[str]:
    """The accounts of a file, one a line; none without a file."""
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the accounts of {option} cannot be read: {show(str(path))!r}") from error
    if names := [line.strip() for line in lines if line.strip()]:
        return names
    raise InputError(f"{show(str(path))!r} of {option} holds no account")
