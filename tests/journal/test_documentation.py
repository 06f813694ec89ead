"""docs/journal.md says what is so."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest

from hexvet.cli.log import KINDS as COMMAND_KINDS
from hexvet.journal import KINDS, Draft, Edit, Snapshot, record
from hexvet.journal.model import Clock
from hexvet.problems_catalogue import CODES

from .conftest import FILES, HARBOUR


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """The page."""
    return (root / "docs" / "journal.md").read_text(encoding="utf-8")


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, in back quotes or without."""
    section = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def quoted(cells: list[str]) -> list[str]:
    return [name for cell in cells for name in re.findall(r"`([^`]*)`", cell)]


def test_every_kind_is_explained(page: str) -> None:
    assert set(quoted([row[0] for row in rows(page, "What is recorded")])) == {*KINDS}
    assert COMMAND_KINDS == KINDS


def test_every_key_of_a_line_is_explained(page: str, city: Path, clock: Clock) -> None:
    inputs, day = Snapshot({FILES[0]: HARBOUR}, {}), datetime.date(2026, 5, 4)
    draft = Draft("answer", "anna", "mayor", ("project:harbour",), "why", day, {"a": 1}, inputs)
    record(city, draft, [Edit(FILES[0], ("cost",), "0", "1")], clock)
    written = json.loads((city / "journal.jsonl").read_text())
    assert set(quoted([row[0] for row in rows(page, "An entry")])) == written.keys()


def test_every_code_of_verify_is_explained_with_its_level(page: str, root: Path) -> None:
    told = {
        code: row[1]
        for row in rows(page, "What verify finds")
        for code in re.findall(r"JN\d{3}", row[0])
    }
    sources = [root / "engine" / "hexvet" / "journal" / f"{name}.py"
               for name in ("verifying", "chain", "reading", "signing", "store")]  # fmt: skip
    text = "".join(path.read_text() for path in sources)
    said = {code for code in CODES if code.startswith("JN") and code in text}
    assert told.keys() == said - {"JN014", "JN024"}
    warnings = set(re.findall(r'Problem\("(JN\d+)"[^\n]*"warning"', text))
    assert {code for code, level in told.items() if level == "warning"} == warnings


def test_the_commands_of_the_page_are_there(page: str) -> None:
    from hexvet.cli.verbs import VERBS

    assert set(re.findall(r"hexvet ([a-z]+)", page)) - {"came"} <= {*VERBS}
