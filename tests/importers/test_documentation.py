"""What docs/importing.md shows is true."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hexvet.importers import map_shape
from hexvet.importers.model import ImportMap, ImportResult
from hexvet.importers.spreadsheet import import_csv
from hexvet.model import Field, Where
from hexvet.records import Key

NOWHERE = Where("pack.toml")
VOCABULARY = {
    "cost_total": Field("cost_total", "money", NOWHERE, unit="USD"),
    "end": Field("end", "date", NOWHERE),
    "sponsor_office": Field("sponsor_office", "text", NOWHERE, values=("mayor", "council")),
}


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    """The page."""
    return (root / "docs" / "importing.md").read_text(encoding="utf-8")


@pytest.fixture
def first(text: str, tmp_path: Path, map_of: Callable[..., ImportMap]) -> ImportResult:
    """What comes of the first file and the first map of the page."""
    listing = next(block for block in re.findall(r"```\n(.*?)```", text, re.S) if "ID," in block)
    file = tmp_path / "list.csv"
    file.write_text(listing, encoding="utf-8")
    map_text = re.findall(r"```toml\n(.*?)```", text, re.S)[0]
    return import_csv(file, map_of(map_text, VOCABULARY))


def test_the_first_map_reads_the_first_file(first: ImportResult) -> None:
    records, fleet = (project.answers for project in first.projects)
    assert first.report == ()
    assert records == {
        "title": "City records",
        "cost_total": {"value": 1_250_000, "source": "list.csv row 2"},
        "end": {"value": date(2026, 5, 2), "source": "list.csv row 2"},
        "sponsor_office": {"value": "mayor", "source": "list.csv row 2"},
    }
    assert fleet == {
        "title": "Fleet",
        "end": {"value": date(2027, 6, 30), "source": "list.csv row 3"},
        "sponsor_office": {"value": "council", "source": "list.csv row 3"},
    }


def keys(shape: Key) -> set[str]:
    """The keys of a table and of the tables in it."""
    found: set[str] = set(shape.keys or {})
    for inner in (*(shape.keys or {}).values(), shape.each):
        found |= keys(inner) if inner else set()
    return found


def test_every_key_of_a_map_is_explained(text: str) -> None:
    wanted = set(map_shape.MAP).union(*map(keys, map_shape.MAP.values())) | set(map_shape.FILTER)
    missing = [key for key in sorted(wanted) if not re.search(rf"\b{key}\b", text)]
    assert missing == []
