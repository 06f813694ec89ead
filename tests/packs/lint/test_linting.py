"""Lint as a whole: one pass, one order, nothing twice, and only what this file brings about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.packs.lint.linting import lint
from hexvet.packs.loading import Library, Loaded, shipped_folder

from .conftest import VOCABULARY

LoadPack = Callable[..., Loaded]

BASE = """
[pack]
id = "base"
title = "Base"
version = "1.0.0"
format = 1
[gate.selection]
order = 1
[field.months]
type = "number"
min = 0
max = 60
ask = "?"
[param.limit]
value = 24
source = "ours"
[let.unused]
expr = "months > 3"
[check.short]
require = "months <= limit"
severity = "warning"
gate = "selection"
rationale = "r"
"""
CITY = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
extends = ["base@1"]
"""


def checks(number: int) -> str:
    return VOCABULARY + "".join(
        f'[check.c{at}]\nrequire = "cost > {at % 90} and cost < {at % 90}"\n'
        f'severity = "warning"\ngate = "selection"\nrationale = "r"\n'
        for at in range(number)
    )


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.toml")), ids=lambda p: p.stem)
def test_the_packs_that_ship_are_clean(path: Path) -> None:
    flaws = lint(Library([path.parent]).load_file(path))
    assert [flaw for flaw in flaws if flaw.level != "advice"] == []


def test_a_thousand_findings_come_in_one_pass_and_in_order(load_pack: LoadPack) -> None:
    flaws = [flaw for flaw in lint(load_pack(checks(1_000))) if flaw.code == "RP121"]
    assert len(flaws) == 1_000
    lines = [flaw.place.line for flaw in flaws]
    assert lines == sorted(lines)


def test_nothing_is_told_twice(load_pack: LoadPack) -> None:
    flaws = lint(load_pack(checks(50)))
    assert len({(flaw.code, flaw.place) for flaw in flaws}) == len(flaws)


def test_two_runs_say_the_same(load_pack: LoadPack) -> None:
    loaded = load_pack(checks(20))
    assert lint(loaded) == lint(loaded)


def test_the_problems_of_loading_come_first_and_alone(load_pack: LoadPack) -> None:
    loaded = load_pack(checks(3) + "[chek.x]\n")
    assert [(flaw.code, flaw.level) for flaw in lint(loaded)] == [("RP011", "error")]


def test_a_base_is_linted_where_it_stands(load_pack: LoadPack) -> None:
    assert lint(load_pack("", header=CITY, base=BASE)) == ()


def test_a_flaw_that_an_override_brings_about_is_told(load_pack: LoadPack) -> None:
    override = '[override."base/limit"]\nvalue = 500\nreason = "r"\n'
    (flaw,) = lint(load_pack(override, header=CITY, base=BASE))
    assert (flaw.code, flaw.place.file) == ("RP125", "base.toml")


def test_an_override_of_some_keys_in_vain_names_those(load_pack: LoadPack) -> None:
    override = (
        '[override."base/short"]\nseverity = "advice"\ngate = "selection"\n'
        'unknown = "hold"\nreason = "r"\n'
    )
    flaws = lint(load_pack(override, header=CITY, base=BASE))
    told = [(flaw.code, flaw.place.text) for flaw in flaws if flaw.code == "RP180"]
    assert told == [("RP180", 'gate = "selection"'), ("RP180", 'unknown = "hold"')]


def test_a_word_that_only_an_unused_let_reads_is_unused_too(load_pack: LoadPack) -> None:
    text = '[let.a]\nexpr = "b + limit"\n[let.b]\nexpr = "limit * 2"\n[param.limit]\nvalue = 2\n'
    found = {flaw.code: flaw.hint for flaw in lint(load_pack(text))}
    assert set(found) >= {"RP131", "RP132"}
    assert "unused too" in found["RP132"]
