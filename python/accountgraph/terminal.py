"""Progress on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .extras import need
from .stages import Progress


@contextmanager
def shown(progress: bool | Progress | None) -> Iterator[Progress | None]:
    """The callback behind the option `progress`: none, a bar on stderr (True), or the caller's own."""
    if progress is None or progress is False:
        yield None
    elif progress is True:
        with bar() as callback:
            yield callback
    elif callable(progress):
        yield progress
    else:
        raise TypeError(f"`progress` must be None, True or a callable, got {type(progress).__name__}")


@contextmanager
def bar() -> Iterator[Progress]:
    """A line a stage, on stderr, gone when the run ends; nothing where stderr is no terminal."""
    rich_progress = need("rich.progress", "cli", "a progress bar")
    console = need("rich.console", "cli", "a progress bar").Console(stderr=True)
    display = rich_progress.Progress(
        rich_progress.SpinnerColumn(),
        rich_progress.TextColumn("{task.description:<12}"),
        rich_progress.BarColumn(),
        rich_progress.TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    tasks: dict[str, rich_progress.TaskID] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            for earlier in tasks.values():
                display.update(earlier, total=1, completed=1)
                display.stop_task(earlier)
            tasks[stage] = display.add_task(stage, total=None)
        display.update(tasks[stage], completed=done, total=total or None)

    with display:
        yield show
