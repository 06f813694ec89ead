"""What the documents show is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hexvet.language.checker import Scope, compile_expression
from hexvet.packs.loading import Library, shipped_folder
from hexvet.testing import run_tests

_FENCED = re.compile(r"^```toml\n(.*?)^```", re.M | re.S)


@pytest.fixture
def blocks(root: Path) -> list[str]:
    return _FENCED.findall((root / "docs" / "writing-rules.md").read_text())


def test_the_whole_pack_loads_and_its_test_passes(blocks: list[str], tmp_path: Path) -> None:
    path = tmp_path / "our_city.toml"
    path.write_text(blocks[0])
    loaded = Library([tmp_path]).load_file(path)
    assert loaded.problems == ()
    found, problems = run_tests(loaded)
    assert not problems
    assert len(found) == 4
    assert all(one.passed for one in found)


def test_the_extending_pack_loads(blocks: list[str], tmp_path: Path) -> None:
    path = tmp_path / "our_model.toml"
    path.write_text(blocks[1])
    loaded = Library([tmp_path, shipped_folder()]).load_file(path)
    assert loaded.problems == ()
    assert loaded.pack is not None
    assert loaded.pack.checks["la-model/time_limited"].severity == "warning"


def test_the_expressions_of_the_table_are_valid(
    root: Path, blocks: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "our_city.toml"
    path.write_text(blocks[0])
    pack = Library([tmp_path]).load_file(path).pack
    assert pack is not None
    scope = Scope(
        pack.fields,
        {name: param.kind for name, param in pack.params.items()},
        lambda name: ("number", "project") if name in pack.lets else None,
        tuple(pack.lets),
    )
    for text in (
        "months_planned between 6 and 24",
        "end is known",
        "end is missing",
        "count(team where fte == 1)",
        "if_known(cost_total, 0)",
        "share(team where sector == 'public') >= 50%",
    ):
        assert text in (root / "docs" / "writing-rules.md").read_text()
        assert compile_expression(text, scope).kind
