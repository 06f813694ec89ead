"""Lets these tests use the generated expressions that the language is tested with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.packs.lint.linting import lint
from hexvet.packs.lint.model import Flaw
from hexvet.packs.loading import Loaded

LANGUAGE = str(Path(__file__).parents[2] / "language")
if LANGUAGE not in sys.path:
    sys.path.insert(0, LANGUAGE)

VOCABULARY = """
[gate.selection]
order = 1

[field.cost]
type = "number"
min = 0
max = 100
ask = "?"

[field.months]
type = "number"
min = 0
ask = "?"

[field.end]
type = "date"
ask = "?"

[field.ready]
type = "truth"
ask = "?"

[field.state]
type = "text"
values = ["idea", "plan", "done"]
ask = "?"

[field.name]
type = "text"
ask = "?"

[field.team]
type = "table"
columns = { sector = ["public", "private"], hours = "number" }
ask = "?"

[param.limit]
values = { 2018-01-01 = 24, 2020-01-01 = 36 }
source = "ours"
"""

# What every short example lacks: tests, reasons, words that are used.
SHORT = {"RP130", "RP131", "RP132", "RP158", "RP170"}

Lint = Callable[..., list[Flaw]]


@pytest.fixture
def linted(load_pack: Callable[..., Loaded]) -> Lint:
    """`linted(text)`: the flaws of a pack, without those that every short example has."""

    def run(text: str, **others: str) -> list[Flaw]:
        loaded = load_pack(text, **others)
        assert loaded.pack is not None, loaded.problems
        return [flaw for flaw in lint(loaded) if flaw.code not in SHORT]

    return run


@pytest.fixture
def of_check(linted: Lint) -> Lint:
    """`of_check(require, when)`: the flaws of one check over a small vocabulary."""

    def run(require: str, when: str = "") -> list[Flaw]:
        condition = f'when = "{when}"\n' if when else ""
        return linted(
            f"{VOCABULARY}\n[check.c]\n{condition}"
            f'require = "{require}"\nseverity = "warning"\ngate = "selection"\n'
        )

    return run
