"""The second framework: six ratings from 1 to 5, a discussion, and no total."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexvet.packs.loading import Library, Loaded
from hexvet.testing import run_tests

SIX = ["need", "fit", "capacity", "evidence", "usability", "supports"]


@pytest.fixture(scope="module")
def loaded(root: Path) -> Loaded:
    """The pack as it ships."""
    return Library([root / "rules"]).load("nirn-hexagon")


def test_it_loads_without_a_problem(loaded: Loaded) -> None:
    assert not loaded.problems


def test_its_worked_examples_come_out(loaded: Loaded) -> None:
    expectations, problems = run_tests(loaded)
    assert not problems
    assert not [one for one in expectations if not one.passed]


def test_it_has_the_six_indicators_and_no_total(loaded: Loaded) -> None:
    assert loaded.pack
    assert [section.name for section in loaded.pack.sections.values()] == SIX
    assert not loaded.pack.scored


@pytest.mark.parametrize("name", SIX)
def test_each_is_rated_from_1_to_5_with_a_prompt_and_five_anchors(
    loaded: Loaded, name: str
) -> None:
    assert loaded.pack
    field = loaded.pack.fields[f"nirn_{name}"]
    assert field.range == (1, 5)
    assert field.help
    assert list(field.anchors) == ["1", "2", "3", "4", "5"]


def test_the_cut_off_says_that_it_is_ours(loaded: Loaded) -> None:
    assert loaded.pack
    assert loaded.pack.params["nirn_high"].source.startswith("ours")


def test_its_names_do_not_clash_with_the_la_model(loaded: Loaded, root: Path) -> None:
    other = Library([root / "rules"]).load("la-model").pack
    assert loaded.pack
    assert other
    for table in ("fields", "params", "lets"):
        assert not getattr(loaded.pack, table).keys() & getattr(other, table).keys()
