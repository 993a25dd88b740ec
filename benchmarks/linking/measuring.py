"""What every row of these benchmarks needs: a process under limits, where it ran, and the line in the file."""

import json
import os
import platform
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_limited(command: list[str], *, seconds: float, limit_mb: float) -> dict:
    """The JSON that the command prints, or {"failed": "time" | "memory" | its last line of errors}.

    It is ended when it runs for more than `seconds` or holds more than `limit_mb` of memory.
    """
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    began, failed = time.monotonic(), None
    while process.poll() is None and failed is None:
        if _resident_mb(process.pid) > limit_mb:
            failed = f"memory (more than {limit_mb:,.0f} MB)"
        elif time.monotonic() - began > seconds:
            failed = f"time (more than {seconds:,.0f} s)"
        else:
            time.sleep(0.02)
    if failed:
        process.kill()
    out, errors = process.communicate()
    if failed:
        return {"failed": failed}
    if process.returncode:
        return {"failed": (errors.strip().splitlines() or [f"exit status {process.returncode}"])[-1][:200]}
    return json.loads(out)


def _resident_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


@cache
def commit() -> str | None:
    """The commit when the run began, "-dirty" where files differ from it."""
    asked = subprocess.run(
        ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip() or None


def provenance() -> dict:
    """What a row needs to be believed and repeated."""
    script = Path(sys.argv[0]).resolve()
    name = script.relative_to(ROOT).as_posix() if script.is_relative_to(ROOT) else script.name
    return {
        "command": " ".join(["python", name, *sys.argv[1:]]),
        "commit": commit(),
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def append(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
