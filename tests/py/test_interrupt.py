"""Ctrl-C answers within a second, wherever the program is, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time

import accountgraph as ag
import pytest

STARTED = "started"
PROGRAMS = {
    "detect": "ag.detect(world.events(), progress=tell)",
    "save": "tell('save', 0, 0); world.save(folder)",
    "command": "import accountgraph.cli as c; tell('save', 0, 0); c.main(['simulate', folder, '--accounts', '400000'])",
}
PREAMBLE = f"""
import sys, accountgraph as ag
folder = sys.argv[1]
world = ag.simulate(accounts=400_000, operation=1_000)
def tell(stage, done, total, told=[]):
    if not told:
        told.append(print({STARTED!r}, flush=True))
"""


@pytest.mark.parametrize("program", PROGRAMS)
def test_ctrl_c(program, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + PROGRAMS[program], str(tmp_path / "out")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ},
    )  # fmt: skip
    assert process.stdout.readline().strip() == STARTED
    time.sleep(0.5)  # well inside
    assert process.poll() is None
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert time.monotonic() - sent < 1.5
    if program == "command":
        assert process.returncode == 130 and err.strip().splitlines()[-1] == "accountgraph: interrupted"
    else:
        assert "KeyboardInterrupt" in err
    assert list(tmp_path.iterdir()) == []


def test_an_exception_of_the_callback_stops_the_run():
    world = ag.simulate(accounts=50_000, operation=100)

    def tell(stage, done, total):
        raise LookupError("enough")

    began = time.monotonic()
    with pytest.raises(LookupError, match="enough"):
        ag.detect(world.events(), progress=tell)
    assert time.monotonic() - began < 2
