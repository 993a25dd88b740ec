"""Writing one page: whole or not at all, and over nothing but a page."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from ..folders import from_home
from .text import show

PAGES = (".html", ".htm")


def write_page(page: str, path: str | os.PathLike[str]) -> Path:
    """Writes a page (UTF-8) and returns its path; one that is there is replaced, and a link to it stays.

    Raises FileExistsError: what is there is a folder, or a file of another ending.
    """
    given = from_home(path)
    target = Path(os.path.realpath(given))
    if target.is_dir():
        raise FileExistsError(f"{show(str(given))!r} is a folder; name a file, as in page.html")
    if os.path.lexists(target) and target.suffix.lower() not in PAGES:
        raise FileExistsError(f"{show(str(given))!r} exists and is no .html page; choose another name")
    unfinished = target.with_name(f".{secrets.token_hex(4)}.html")
    try:
        unfinished.write_bytes(page.encode("utf-8", "backslashreplace"))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return given
