"""The command line. What goes wrong is one sentence on stderr and exit code 2; Ctrl-C is 130."""

from __future__ import annotations

import sys

from .report.text import show

WRONG, INTERRUPTED = 2, 130


def main(arguments: list[str] | None = None) -> None:
    """Runs a command and exits."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Runs a command; returns the exit code."""
    try:
        from .commands import app
    except KeyboardInterrupt:
        return _interrupted()
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("typer", "rich"):
            raise
        return _fail(f"the command line needs {error.name}: pip install 'accountgraph[cli]'")
    try:
        code = app(arguments, prog_name="accountgraph", standalone_mode=False)
    except KeyboardInterrupt:
        return _interrupted()
    except (ValueError, TypeError, OSError, ModuleNotFoundError) as error:
        return _fail(_sentence(error))
    except MemoryError:
        return _fail("out of memory")
    except Exception as error:
        if type(error).__name__ == "Abort":  # how older typer tells of Ctrl-C
            return _interrupted()
        if not hasattr(error, "format_message"):
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message(), file=sys.stderr)
            return WRONG
        return _fail(error.format_message())  # wrong usage
    return _interrupted() if code == INTERRUPTED else code or 0


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {show(error.filename)!r}" if error.filename else error.strerror
    return str(error)


def _fail(message: str) -> int:
    line = " ".join(message.split())
    print("accountgraph:", "".join(char if char.isprintable() else "?" for char in line), file=sys.stderr)
    return WRONG


def _interrupted() -> int:
    print("accountgraph: interrupted", file=sys.stderr)
    return INTERRUPTED
