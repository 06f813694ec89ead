"""docs/coverage.md: every row of the playbook has an answer, and the table is up to date."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="module")
def generator(root: Path) -> ModuleType:
    """The script that writes the table."""
    spec = importlib.util.spec_from_file_location("coverage_table", root / "docs/coverage.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(root: Path) -> dict[str, Any]:
    """The playbook's rows."""
    return tomllib.loads((root / "docs/requirements.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pack(root: Path) -> dict[str, Any]:
    """The pack as it is written."""
    return tomllib.loads((root / "rules/la_model.toml").read_text(encoding="utf-8"))


def test_there_are_110_rows(rows: dict[str, Any]) -> None:
    assert list(rows) == [f"P{n:02}" if n < 100 else f"P{n}" for n in range(1, 111)]
    assert all(row["words"] for row in rows.values())


def test_no_row_is_without_an_answer(
    generator: ModuleType, rows: dict[str, Any], pack: dict[str, Any]
) -> None:
    assert not [name for name, row in rows.items() if not any(generator.answers(name, row, pack))]


def test_no_row_is_only_promised(rows: dict[str, Any], pack: dict[str, Any]) -> None:
    """A later view shows evidence that can already be written down today."""
    clauses = {
        entry.get("clause")
        for table in ("field", "check", "criterion")
        for entry in pack[table].values()
    }
    bare = [name for name, row in rows.items() if not row.keys() & {"now", "columns"}]
    assert not [name for name in bare if name not in clauses]


def test_named_columns_exist(rows: dict[str, Any], pack: dict[str, Any]) -> None:
    for name, row in rows.items():
        for column in row.get("columns", ()):
            table, _, part = column.partition(".")
            assert part in pack["field"][table]["columns"], f"{name}: {column}"


def test_the_table_is_up_to_date(generator: ModuleType) -> None:
    assert generator.main(["--check"]) == 0, "run: python docs/coverage.py"
