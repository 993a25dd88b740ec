"""Folders and files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ._core import InputError
from .report.text import show

PAGES = (".html", ".htm")


def from_home(path: str | os.PathLike[str]) -> Path:
    """A path whose ~ is the home folder.

    Raises
    ------
    InputError
        There is no such home folder.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise InputError(f"{show(str(path))!r} begins with a home folder that is not known") from error


def require_free(folder: Path, *, marker: str, overwrite: bool = False) -> None:
    """Raises an OSError where the folder may not or cannot be written. Cheap: asked before a long run, too.

    A folder is replaced only with `overwrite`, and only when it holds `marker`, so that it is one of ours.
    """
    folder = from_home(folder)
    _require_writable(_real(folder))
    if not os.path.lexists(folder):
        return
    if not overwrite:
        raise FileExistsError(f"{show(str(folder))!r} exists; choose another name, or overwrite it (--force)")
    if not (folder / marker).is_file():
        raise FileExistsError(f"{show(str(folder))!r} has no {marker}, so it is not overwritten")


def _real(folder: Path) -> Path:
    """The folder itself, where the path leads through links: it is the folder that is replaced, not the link."""
    return Path(os.path.realpath(folder))


def _require_writable(folder: Path) -> None:
    above = next(path for path in (*folder.parents, folder) if os.path.lexists(path))
    if not above.is_dir():
        raise NotADirectoryError(f"{show(str(above))!r} is no folder, so {show(str(folder))!r} cannot be written")
    if not os.access(above, os.W_OK | os.X_OK):
        raise PermissionError(f"{show(str(above))!r} may not be written, so {show(str(folder))!r} cannot be either")


@contextmanager
def whole_folder(folder: Path, *, marker: str, overwrite: bool = False) -> Iterator[Path]:
    """A folder beside `folder` to write into; renamed at the end, removed when anything fails."""
    require_free(folder, marker=marker, overwrite=overwrite)
    folder = _real(from_home(folder))
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
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old)


def require_file(path: str | os.PathLike[str], suffixes: Sequence[str]) -> Path:
    """The file that may be written at a path. Raises a FileExistsError or NotADirectoryError with one sentence."""
    given = from_home(path)
    target = Path(os.path.realpath(given))  # a link stays, the file behind it is replaced
    if target.is_dir():
        raise FileExistsError(f"{show(str(given))!r} is a folder; name a file, as in page{suffixes[0]}")
    if os.path.lexists(target) and target.suffix.lower() not in suffixes:
        raise FileExistsError(f"{show(str(given))!r} exists and is no {suffixes[0]} file; choose another name")
    if not target.parent.is_dir():
        raise NotADirectoryError(f"{show(str(target.parent))!r} is no folder, so {target.name!r} cannot be written")
    return target


def write_whole(path: str | os.PathLike[str], text: str, suffixes: Sequence[str]) -> Path:
    """Writes a text file whole or not at all; one of the same kind that is there is replaced."""
    target = require_file(path, suffixes)
    unfinished = target.with_name(f".{secrets.token_hex(4)}{target.suffix}")
    try:
        unfinished.write_bytes(text.encode("utf-8", "backslashreplace"))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return from_home(path)
