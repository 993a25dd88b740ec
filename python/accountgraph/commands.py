"""The commands, as typer sees them."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from . import _core
from .columns import FIND
from .command_options import (
    Account,
    Allow,
    Events,
    Family,
    Force,
    Hard,
    Json,
    KindColumn,
    Margin,
    Moves,
    Population,
    Prompt,
    Reliability,
    Since,
    Soft,
    Templates,
    Threads,
    Time,
    TimeUnit,
    Until,
    accounts_of,
    bytes_of,
    kinds_of,
    numbers_of,
    templates_of,
)
from .demo import ACCOUNTS, FOLDER, run_demo
from .detection import detect as run_detect
from .folders import require_free
from .preview import TITLES, Preview
from .preview import preview as run_preview
from .report.successions import successions
from .report.text import show
from .result import Result
from .run_folder import load
from .worlds import simulate as run_simulate

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Which accounts are worked by one operator, by what evidence, and how sure that is.",
)  # fmt: skip


def _progress() -> bool | None:
    return True if sys.stderr.isatty() else None


def _print(value: Any) -> None:
    print(json.dumps(value, indent=2, default=str))


def _version(asked: bool) -> None:
    if asked:
        print(_core.version)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of every command."""


@app.command()
def detect(
    events: Events,
    out: Annotated[Path, typer.Option(help="Folder of the run.")],
    account: Account = FIND,
    time: Time = FIND,
    time_unit: TimeUnit = None,
    kind: KindColumn = [],  # noqa: B006
    family: Family = [],  # noqa: B006
    reliability: Reliability = [],  # noqa: B006
    soft: Soft = [],  # noqa: B006
    hard: Hard = [],  # noqa: B006
    moves: Moves = [],  # noqa: B006
    prompt: Prompt = None,
    templates: Templates = None,
    since: Since = None,
    until: Until = None,
    population: Population = None,
    allow: Allow = None,
    margin: Margin = None,
    max_memory: Annotated[str | None, typer.Option(help="Refuse to link what needs more, as in 2GB or 500MB.")] = None,
    learn_reliabilities: Annotated[
        bool, typer.Option("--learn-reliabilities", help="Learn from the log how telling kinds are; never raises it.")
    ] = False,
    significance_worlds: Annotated[
        int | None, typer.Option(help="Worlds of chance for q values; 0: none. 20 up to 200,000 accounts unless given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the communities and of the worlds of chance.")] = None,
    threads: Threads = None,
    no_entries: Annotated[
        bool, typer.Option("--no-entries", help="Keep no incidence: explains nothing later.")
    ] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Recompute by slow, independent code.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Write report.html into the folder.")] = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Find accounts that are worked together."""
    require_free(out, marker="run.json", overwrite=force)
    result = run_detect(
        events,
        account=account,
        time=None if time == "none" else time,
        time_unit=time_unit,
        kinds=kinds_of(kind, family, reliability, soft, hard, moves, prompt),
        since=since,
        until=until,
        population_accounts=population,
        allow=allow,
        margin_bits=margin,
        max_memory_bytes=None if max_memory is None else bytes_of(max_memory, "--max-memory"),
        learn_reliabilities=learn_reliabilities,
        templates=templates_of(templates),
        significance_worlds=significance_worlds,
        seed=seed,
        threads=threads,
        progress=_progress(),
        verify=verify,
    )
    folder = result.save(out, entries=not no_entries, overwrite=force)
    if report:
        result.report(folder / "report.html")
    if as_json:
        _print({"folder": str(folder), **result.run})
    else:
        _tell(result, folder)


def _tell(result: Result, folder: Path) -> None:
    run, counts = result.run, result.run["counts"]
    kinds = ", ".join(f"{kind['name']} ({show(kind['column'], limit=40)})" for kind in run["kinds"])
    print(f"{counts['events']:,} events of {counts['accounts']:,} accounts; kinds: {kinds}")
    print(
        f"{counts['links']:,} links, {counts['clusters']:,} clusters, {counts['campaigns']:,} campaigns; for review: "
        f"{counts['flagged_clusters']:,} clusters, {counts['flagged_accounts']:,} accounts"
    )
    for told in successions(result)[0]:
        print(f"campaign {show(told['campaign_id'], limit=40)}: {told['told']}")
    if (time := run["time"])["present"]:
        print(f"window of time: {time['since'].split('T')[0]} to {time['until'].split('T')[0]}")
    for kind in run["kinds"]:
        if (learned := kind.get("learned_reliability")) is not None:
            print(
                f"reliability of {kind['name']}: {kind['reliability']:.3g}, learned {learned:.3g}; the lesser was used"
            )
    if prompts := run["prompts"]:
        print(
            f"{prompts['templates']:,} templates; {prompts['with_template']:,} prompts have one, "
            f"{prompts['without_template']:,} have none"
        )
    if worlds := run["significance_worlds"]:
        likely = int((result.clusters["q_value"] > run["options"]["significance"]["flag_q"]).sum())
        print(f"chance: {worlds:,} worlds; it may have made {likely:,} of the clusters (q_value)")
    for item in run["rejects"]:
        print(f"not used: {item['rows']:,} rows ({item['reason'].replace('_', ' ')})")
    for note in run["notes"]:
        print(f"note: {note}")
    print(f"{run['seconds']:.1f} s, {run['peak_memory_mb']:,.0f} MB; written to {folder}")


@app.command()
def preview(
    events: Events,
    account: Account = FIND,
    time: Time = FIND,
    time_unit: TimeUnit = None,
    kind: KindColumn = [],  # noqa: B006
    family: Family = [],  # noqa: B006
    reliability: Reliability = [],  # noqa: B006
    soft: Soft = [],  # noqa: B006
    hard: Hard = [],  # noqa: B006
    moves: Moves = [],  # noqa: B006
    prompt: Prompt = None,
    templates: Templates = None,
    since: Since = None,
    until: Until = None,
    population: Population = None,
    allow: Allow = None,
    margin: Margin = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Say what linking would cost and rest on, and write nothing."""
    found = run_preview(
        events,
        account=account,
        time=None if time == "none" else time,
        time_unit=time_unit,
        kinds=kinds_of(kind, family, reliability, soft, hard, moves, prompt),
        since=since,
        until=until,
        population_accounts=population,
        allow=allow,
        margin_bits=margin,
        templates=templates_of(templates),
        threads=threads,
        progress=_progress(),
    )
    if as_json:
        _print(found.to_dict())
    else:
        _tell_preview(found)


def _tell_preview(found: Preview) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    for line in found.lines():
        console.print(line)
    rows = found.to_dict()
    for name, title in TITLES.items():
        table = Table("kind", "identifier", title=title, title_justify="left")
        for column in ("accounts", "meetings", "bits"):
            table.add_column(column, justify="right", no_wrap=True)
        for row in rows[name]:
            numbers = (f"{row[column]:,.0f}" for column in ("accounts", "meetings", "bits"))
            table.add_row(row["kind"], Text(show(row["identifier"], limit=60)), *numbers)
        if rows[name]:
            console.print(table)


@app.command()
def simulate(
    out: Annotated[Path, typer.Argument(help="Folder for events.parquet, truth.parquet, world.json.")],
    preset: Annotated[
        str, typer.Option(help=f"Shape of the operation: {', '.join(_core.preset_names())}.")
    ] = "pooled_25k",
    accounts: Annotated[int | None, typer.Option(help="Honest accounts.")] = None,
    operation: Annotated[int | None, typer.Option(help="Planted accounts; 0 = none.")] = None,
    difficulty: Annotated[float | None, typer.Option(help="0 careless ... 1 everything rotated.")] = None,
    seed: Annotated[int | None, typer.Option(help="Same options and seed, same bytes.")] = None,
    events_per_account: Annotated[float | None, typer.Option(help="Mean events of an honest account.")] = None,
    days: Annotated[int | None, typer.Option(help="Length of the window.")] = None,
    start_day: Annotated[int | None, typer.Option(help="First day of the window, in days since 1970-01-01.")] = None,
    forged: Annotated[str | None, typer.Option(help="Framing: none, one, two_of_one_kind, address_and_prompt.")] = None,
    forged_accounts: Annotated[
        int | None, typer.Option(help="Honest accounts that --forged puts identifiers on.")
    ] = None,
    rewired: Annotated[
        bool, typer.Option("--rewired", help="Deal identifiers anew: sharing without a reason.")
    ] = False,
    prompt_text: Annotated[
        str | None, typer.Option(help="Text of prompts: none, beside (the template), only (in its place).")
    ] = None,
    knob: Annotated[
        list[str],
        typer.Option(metavar="NAME=NUMBER", help="A knob of the operation; world.json lists them (operation_knobs)."),
    ] = [],  # noqa: B006
    look_alike: Annotated[
        list[str],
        typer.Option(metavar="NAME=NUMBER", help="A share of honest look-alikes; world.json lists them (look_alikes)."),
    ] = [],  # noqa: B006
    threads: Threads = None,
    force: Force = False,
) -> None:
    """Make a world with known truth."""
    require_free(out, marker="world.json", overwrite=force)
    world = run_simulate(
        preset, accounts=accounts, operation=operation, difficulty=difficulty, seed=seed, days=days,
        start_day=start_day, forged=forged, forged_accounts=forged_accounts, rewired=rewired, prompt_text=prompt_text,
        events_per_account=events_per_account, operation_knobs=numbers_of(knob, "--knob"),
        look_alikes=numbers_of(look_alike, "--look-alike"), threads=threads, progress=_progress(),
    )  # fmt: skip
    print(f"{world!r} written to {world.save(out, overwrite=force)}")


@app.command()
def explain(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    account: Annotated[str, typer.Argument(help="An account, or a cluster's id.")],
    other: Annotated[str | None, typer.Argument(help="A second account.")] = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Say why: an account, two accounts, a cluster."""
    explanation = load(run, threads=threads).explain(account, other)
    if as_json:
        _print(dataclasses.asdict(explanation))
    else:
        print(explanation)


@app.command()
def rerank(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    confirmed: Annotated[
        Path | None, typer.Option(help="File of accounts known to be worked by an operator, one a line.")
    ] = None,
    cleared: Annotated[Path | None, typer.Option(help="File of accounts known not to be, one a line.")] = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Order clusters by what known accounts say of them; no score and no flag changes."""
    if confirmed is None and cleared is None:
        raise ValueError("give --confirmed, --cleared, or both")
    found = load(run, threads=threads).rerank(
        accounts_of(confirmed, "--confirmed"), accounts_of(cleared, "--cleared"), threads=threads
    )
    if as_json:
        columns = {name: found.clusters[name].tolist() for name in found.clusters}
        clusters = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        told = ("confirmed", "cleared", "unknown", "iterations", "residual")
        _print({**{name: getattr(found, name) for name in told}, "clusters": clusters})
    else:
        print(found)


@app.command()
def report(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    out: Annotated[Path | None, typer.Option(help="File; report.html in the folder unless given.")] = None,
    top: Annotated[int, typer.Option(help="Clusters with a card of their own.")] = 20,
) -> None:
    """Write a run as one HTML file."""
    print(load(run).report(out or run / "report.html", top=top))


@app.command()
def evaluate(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    truth: Annotated[Path, typer.Argument(help="truth.parquet of the world.")],
    purity: Annotated[float, typer.Option(help="Share of a cluster that must be from one operation.")] = 0.9,
    html: Annotated[Path | None, typer.Option(help="Write the scorecard as a page, too.")] = None,
    as_json: Json = False,
) -> None:
    """Judge a run by the truth."""
    from .evaluate import evaluate as run_evaluate

    card = run_evaluate(load(run), truth, purity=purity)
    if html is not None:
        card.save(html)
    if as_json:
        _print(card.to_dict())
    else:
        print(card)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where; replaced where it is a demo.")] = Path(FOLDER),
    accounts: Annotated[int, typer.Option(help="Honest accounts.")] = ACCOUNTS,
    threads: Threads = None,
) -> None:
    """Hide an operation among honest accounts, find it, and judge what was found."""
    for line in run_demo(folder, accounts=accounts, threads=threads, progress=_progress()):
        print(line, flush=True)


@app.command()
def benchmark(
    out: Annotated[Path | None, typer.Option(help="Folder; what is there is kept and what is missing is made.")] = None,
    scenarios: Annotated[str, typer.Option(help="Scenarios and groups, by commas; --list shows them.")] = "dial",
    seeds: Annotated[str, typer.Option(help="How many seeds, or a list: 1,3,7 (one seed: 7,).")] = "5",
    baselines: Annotated[bool, typer.Option("--baselines", help="Judge simpler methods by the same card.")] = False,
    accounts: Annotated[int | None, typer.Option(help="Honest accounts of the standard world.")] = None,
    operation: Annotated[int | None, typer.Option(help="Planted accounts of the standard world.")] = None,
    events_per_account: Annotated[float | None, typer.Option(help="Mean events of an honest account.")] = None,
    threads: Threads = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables as Markdown, too.")] = None,
    list_them: Annotated[bool, typer.Option("--list", help="Print scenarios by group, and end.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Start anew: remove the rows that are there.")] = False,
    as_json: Json = False,
) -> int:
    """Judge detection on many worlds, with the spread over seeds. Run again, it makes only what is missing."""
    from .benchmark import command

    if list_them:
        print(command.listing())
        return 0
    return command.benchmark(
        out, scenarios=scenarios, seeds=seeds, baselines=baselines, accounts=accounts, operation=operation,
        events_per_account=events_per_account, threads=threads, markdown=markdown, force=force, as_json=as_json,
    )  # fmt: skip
