"""Folders that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .report.text import show


def require_free(folder: Path, *, marker: str, overwrite: bool = False) -> None:
    """Raises FileExistsError where the folder may not be written. Cheap: asked before a long run, too.

    A folder is replaced only with `overwrite`, and only when it holds `marker`, so that it is one of ours.
    """
    if not os.path.lexists(folder):
        return
    if not overwrite:
        raise FileExistsError(f"{show(str(folder))!r} exists; choose another name, or overwrite it (--force)")
    if not (folder / marker).is_file():
        raise FileExistsError(f"{show(str(folder))!r} has no {marker}, so it is not overwritten")


@contextmanager
def whole_folder(folder: Path, *, marker: str, overwrite: bool = False) -> Iterator[Path]:
    """A folder beside `folder` to write into; renamed at the end, removed when anything fails."""
    require_free(folder, marker=marker, overwrite=overwrite)
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        unfinished.mkdir()
        yield unfinished
        _put(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _put(unfinished: Path, folder: Path) -> None:
    if not os.path.lexists(folder):
        unfinished.rename(folder)
        return
    old = unfinished.with_name(f"{unfinished.name}.old")
    folder.rename(old)
    try:
        unfinished.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)
