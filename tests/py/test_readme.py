"""The README's code runs, and is the code that is tested."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    assert len(found) == 1, f"one {language} block expected, found {len(found)}"
    return found[0]


def test_the_python_example_runs_and_finds_the_operation(tmp_path):
    code = block("python")
    assert len(code.splitlines()) <= 17
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "flagged for review" in done.stdout
    assert (tmp_path / "run" / "run.json").is_file()
    assert (tmp_path / "report.html").is_file()


def test_the_cpp_example_is_the_program_that_ctest_runs():
    assert block("cpp") == (ROOT / "examples" / "cpp" / "readme.cpp").read_text(encoding="utf-8")


PAGES = ["README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), f"{page} links to {target}"
