"""Every Python example runs as it stands, in a process and a folder of its own, and tells what it promises."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "python"
SAYS = {
    "quickstart": ["accounts flagged", "farm, flagged for review", "Report: report.html"],
    "from_pandas": ["card_hash", "trial c-", "core", "placeholder"],
    "explain_a_case": ["Why these accounts", "needed", "both hold", "core members are still flagged"],
    "links_in_networkx": ["shortest paths between two others", "The karate club has 4 communities, modularity 0.4"],
    "notebook": ["shared values; the commonest has", "flagged P / R / F1", "linked,", "Report: report.html"],
}
ELSEWHERE = {"hop_airdrop"}  # needs data: test_real_data.py


def test_every_example_is_run():
    assert {path.stem for path in EXAMPLES.glob("*.py")} == SAYS.keys() | ELSEWHERE


@pytest.mark.parametrize("name", SAYS)
def test_example(name, tmp_path):
    command = [sys.executable, "-W", "error", str(EXAMPLES / f"{name}.py")]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=120)
    assert run.returncode == 0, run.stderr
    assert not run.stderr
    assert [words for words in SAYS[name] if words not in run.stdout] == []
    reports = list(tmp_path.iterdir())
    assert [path.name for path in reports] == (["report.html"] if "Report: report.html" in SAYS[name] else [])
