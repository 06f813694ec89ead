"""docs/findings.md shows what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hexvet.cli import main
from hexvet.findings import inferring, troubles

from .conftest import RIVERTON


def test_the_trees_are_those_that_are_printed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    text = (root / "docs/findings.md").read_text(encoding="utf-8")
    shown = re.findall(r"<!-- riverton: (.*) -->\n```\n(.*?)```\n", text, re.DOTALL)
    assert shown
    monkeypatch.chdir(RIVERTON)
    for command, expected in shown:
        capfd.readouterr()
        assert main([*command.split(), "--as-of", "2018-06-01"]) == 0
        assert capfd.readouterr().out == expected


def test_the_limits_and_the_ids_are_told(root: Path) -> None:
    text = (root / "docs/findings.md").read_text(encoding="utf-8")
    for told in (
        f"more than {inferring.MOST_PROJECTS} projects",
        f"more than {inferring.MOST_FACTS:,} facts",
        f"`{troubles.UNAVAILABLE}`",
        f"`{troubles.TOO_LARGE}`",
    ):
        assert told in text
