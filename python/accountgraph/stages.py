"""Seconds and peak memory by stage, and what is shown while a run goes on."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

Progress = Callable[[str, int, int], None]
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def resident_bytes() -> int:
    """Memory of the process now; where the system does not tell, its peak so far."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES
    except OSError:
        return peak_bytes()


def peak_bytes() -> int:
    """Largest memory that the process ever had, as the kernel counts it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


class Stages:
    """Collects what the native calls report: an instance is their poll callback (every 20 ms).

    `show` is called with (stage, done, total), total 0 = unknown, on the calling thread.
    """

    def __init__(self, show: Progress | None = None) -> None:
        self._show = show
        self._call_began = perf_counter()
        self._stage: str | None = None
        self._stage_began = 0.0
        self._seconds: dict[str, float] = {}
        self._peak: dict[str, int] = {}
        self._ever = peak_bytes()

    def begin(self, stage: str) -> Stages:
        """A stage begins now; reports of a native call that follows may name others."""
        self._call_began = perf_counter()
        self._enter(stage, self._call_began)
        return self

    def __call__(self, reports: list[tuple[str, int, int, float]]) -> None:
        for stage, done, total, seconds in reports:
            if stage == "done":  # the library's word for the end of a pipeline
                continue
            if stage != self._stage:
                self._enter(stage, self._call_began + seconds)
            if self._show:
                self._show(stage, done, total)
        self._sample()

    def end(self) -> None:
        self._leave(perf_counter())

    def record(self) -> list[dict[str, Any]]:
        """[{"stage", "seconds", "peak_memory_mb"}] in the order of their beginning."""
        return [
            {"stage": stage, "seconds": round(seconds, 3), "peak_memory_mb": round(self._peak[stage] / 2**20, 1)}
            for stage, seconds in self._seconds.items()
        ]

    def _enter(self, stage: str, now: float) -> None:
        self._leave(now)
        self._stage, self._stage_began = stage, now
        self._sample()

    def _leave(self, now: float) -> None:
        if self._stage is not None:
            self._sample()
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + max(0.0, now - self._stage_began)
        self._stage = None

    def _sample(self) -> None:
        # A peak between two samples shows as a new peak of the whole process, which then belongs to this stage.
        ever = peak_bytes()
        if self._stage is not None:
            now = ever if ever > self._ever else resident_bytes()
            self._peak[self._stage] = max(self._peak.get(self._stage, 0), now)
        self._ever = ever
