"""The README's commands and its five lines of Python work as they stand."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from hexvet.cli import main

SAMPLE = "The same from the command line"
OWN = ("Ten minutes to your own project", "Changing the rules")


@pytest.fixture(scope="module")
def readme() -> str:
    return (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def commands(readme: str, heading: str) -> list[list[str]]:
    """The words of each line in the blocks below a heading, without `$` and comments."""
    (section,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", readme, re.M | re.S)
    blocks = re.findall(r"^```\n(.*?)^```", section, re.M | re.S)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def test_the_python_of_the_readme_runs(readme: str, root: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", readme, re.M | re.S)
    env = {**os.environ, "PYTHONPATH": str(root / "engine")}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "hold\nThe project is on hold at this gate.\n"


def test_a_newcomer_gets_from_init_to_rules_of_their_own(
    readme: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every line in its order, in an empty folder: the same person types one after the other."""
    monkeypatch.chdir(tmp_path)
    printed = {}
    for words in (line for heading in OWN for line in commands(readme, heading)):
        if words[0] == "cd":
            monkeypatch.chdir(Path.cwd() / words[1])
            continue
        assert words[0] == "hexvet"
        assert main(words[1:]) == 0, f"{shlex.join(words)}\n{capsys.readouterr().err}"
        printed[" ".join(words[1:2])] = capsys.readouterr().out
    assert "permits" in printed["why"]
    assert printed["undo"].startswith("Takes back entry 4 (decision)")
    assert "come out as recorded: 1 of 1" in printed["replay"]


def test_the_commands_on_the_sample_run(
    readme: str,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "sample_data").symlink_to(root / "sample_data")
    monkeypatch.chdir(tmp_path)
    lines = commands(readme, SAMPLE)
    assert len(lines) >= 3
    for words in lines:
        assert main(words[1:]) in (0, 1), shlex.join(words)
        assert words[1] == "check" or capsys.readouterr().out
    assert (tmp_path / "report.md").is_file()


def test_what_else_the_readme_says_to_type_is_there(readme: str, root: Path) -> None:
    """Targets of the Makefile, and verbs named in the text."""
    from hexvet.cli.verbs import VERBS

    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z]+)", readme, re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target
    for verb in re.findall(r"`hexvet ([a-z-]+)", readme):
        assert verb in VERBS


def test_every_link_and_picture_of_readme_and_tour_leads_somewhere(root: Path) -> None:
    for page in (root / "README.md", root / "docs" / "screen.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_readme_and_the_tour_name_every_mode_under_its_digit(readme: str, root: Path) -> None:
    from hexvet_tui.modes import TABS

    toured = (root / "docs" / "screen.md").read_text(encoding="utf-8")
    for tab in TABS:
        assert f"| `{tab.key}` | {tab.word} |" in readme
        assert f"## {tab.key} {tab.word}" in toured
