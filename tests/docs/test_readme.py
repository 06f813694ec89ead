"""The README's commands and its five lines of Python work as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def readme(root: Path) -> str:
    return (root / "README.md").read_text()


def hexvet(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONPATH": f"{root / 'engine'}{os.pathsep}{root / 'tui'}"}
    command = [sys.executable, "-m", "hexvet", *words]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_the_python_of_the_readme_runs(readme: str, root: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", readme, re.M | re.S)
    env = {**os.environ, "PYTHONPATH": str(root / "engine")}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "hold\nThe project is on hold at this gate.\n"


def test_a_newcomer_gets_from_init_to_why(readme: str, tmp_path: Path) -> None:
    typed = [
        "hexvet init springfield --city Springfield",
        'hexvet new project permits --title "Permit routing" -w springfield',
        "hexvet needs springfield",
        "hexvet why permits -w springfield",
    ]
    assert all(line in readme for line in typed)
    assert hexvet("init", "springfield", "--city", "Springfield", cwd=tmp_path).returncode == 0
    words = ["new", "project", "permits", "--title", "Permit routing", "-w", "springfield"]
    assert hexvet(*words, cwd=tmp_path).returncode == 0
    assert "QUESTION" in hexvet("needs", "springfield", cwd=tmp_path).stdout
    assert "permits" in hexvet("why", "permits", "-w", "springfield", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    "line",
    ["check sample_data/los-angeles --gate vetting", "why real-estate -w sample_data/los-angeles"],
)
def test_the_commands_of_the_readme_run(readme: str, root: Path, line: str) -> None:
    assert f"$ hexvet {line}" in readme
    ran = hexvet(*line.split(), cwd=root)
    assert ran.returncode in (0, 1)
    assert ran.stdout


def test_every_link_of_the_readme_leads_somewhere(readme: str, root: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        assert (root / target).exists(), target
