"""What the documents show is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hexvet.language.checker import Scope, compile_expression
from hexvet.packs.fact_kinds import BUILT_IN, TALLY
from hexvet.packs.lint.linting import lint
from hexvet.packs.loading import Library, shipped_folder
from hexvet.testing import run_cases, run_tests

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


def test_the_inference_rules_load_and_their_tests_pass(blocks: list[str], tmp_path: Path) -> None:
    """One chapter, read as one file: the pack, what it adds, and the tests."""
    path = tmp_path / "our_city.toml"
    path.write_text("\n".join(blocks[:-1]))
    loaded = Library([tmp_path]).load_file(path)
    assert loaded.problems == ()
    run = run_cases(loaded)
    assert not run.errors
    assert [(one.test, one.rule, one.actual) for _, one in run.failures] == []
    inferring = [one.case.id for one in run.runs if one.inferences is not None]
    assert inferring == ["endless/as it is", "endless/waived", "together"]
    together = run.runs[-1].inferences
    assert together is not None
    assert loaded.pack is not None
    assert together.fired == {"our-city/over_fund", "our-city/shared_person"}


def test_lint_has_only_advice_about_the_inference_rules(blocks: list[str], tmp_path: Path) -> None:
    path = tmp_path / "our_city.toml"
    path.write_text("\n".join(blocks[:-1]))
    flaws = lint(Library([tmp_path]).load_file(path))
    assert [flaw for flaw in flaws if flaw.level != "advice" and "infer" in flaw.place.text] == []
    assert not {flaw.code for flaw in flaws} & {"RP183", "RP184", "RP185", "RP186", "RP187"}


def test_the_table_of_facts_has_every_kind_and_field(root: Path) -> None:
    text = (root / "docs" / "writing-rules.md").read_text()
    table = text.partition("| Kind of fact |")[2].partition("\n\n")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")]
    for kind, fields in {**BUILT_IN, "tally": TALLY}.items():
        told = " ".join(row[2] for row in rows if f"`{kind}`" in row[1])
        assert told, kind
        assert not [name for name in fields if f"`{name}`" not in told], kind


def test_the_extending_pack_loads(blocks: list[str], tmp_path: Path) -> None:
    path = tmp_path / "our_model.toml"
    path.write_text(blocks[-1])
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
