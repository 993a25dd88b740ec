"""Packages that only some calls need. Importing accountgraph needs NumPy alone."""

from __future__ import annotations

import importlib
from types import ModuleType


def need(module: str, extra: str, what: str) -> ModuleType:
    """Imports a package of an extra, or says which command installs it.

    Raises
    ------
    ModuleNotFoundError
        "`what` needs `module`: pip install 'accountgraph[extra]'".
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"{what} needs {module}: pip install 'accountgraph[{extra}]'", name=module) from error
