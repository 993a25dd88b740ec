"""Packages that only some calls need. Importing accountgraph needs NumPy alone."""

from __future__ import annotations

import importlib
from types import ModuleType


def need(module: str, extra: str | None, what: str) -> ModuleType:
    """Imports a package of an extra (None: of no extra), or says which command installs it.

    Raises
    ------
    ModuleNotFoundError
        "`what` needs `module`: pip install 'accountgraph[extra]'".
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        package = f"'accountgraph[{extra}]'" if extra else module
        raise ModuleNotFoundError(f"{what} needs {module}: pip install {package}", name=module) from error
