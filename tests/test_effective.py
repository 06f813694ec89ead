"""What holds after all overrides: which line set it, what it replaced, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexvet.effective import EffectiveEntry, NoSuchEntry, effective
from hexvet.packs.composing import Composition
from hexvet.packs.loading import Library

BASE = """\
[pack]
id = "base"
title = "Base"
version = "1.0.0"
format = 1

[field.cost]
type = "number"

[gate.start]
order = 1

[check.cap]
require = "cost <= 10"
severity = "blocker"
gate = "start"
"""
MIDDLE = """\
[pack]
id = "middle"
title = "Middle"
version = "1.0.0"
format = 1
extends = ["base@1"]

[override."base/cap"]
require = "cost <= 8"
severity = "warning"
reason = "A smaller city."
"""
TOP = """\
[pack]
id = "top"
title = "Top"
version = "1.0.0"
format = 1
extends = ["middle@1"]

[override."base/check.cap"]
require = "cost <= 7"
reason = "Smaller still."
"""


@pytest.fixture
def top(tmp_path: Path) -> Composition:
    """`top` extends `middle`, which extends `base`."""
    for name, text in (("base", BASE), ("middle", MIDDLE), ("top", TOP)):
        (tmp_path / f"{name}.toml").write_text(text)
    loaded = Library([tmp_path], tmp_path).load("top")
    assert loaded.composition and not loaded.problems
    return loaded.composition


def cap(top: Composition) -> EffectiveEntry:
    (entry,) = effective(top, "base/cap")
    return entry


def test_each_value_has_the_line_that_set_it(top: Composition) -> None:
    found = {k.name: (k.holds.value, str(k.holds.place)) for k in cap(top).keys}
    assert found == {
        "require": ("cost <= 7", "top.toml:9:1"),
        "severity": ("warning", "middle.toml:10:1"),
        "gate": ("start", "base.toml:16:1"),
    }


def test_what_was_replaced_stands_behind_it_latest_first(top: Composition) -> None:
    require = next(key for key in cap(top).keys if key.name == "require")
    assert require.holds.reason == "Smaller still."
    told = [(old.value, old.pack, old.place.line, old.reason) for old in require.replaced]
    assert told == [("cost <= 8", "middle", 9, "A smaller city."), ("cost <= 10", "base", 14, "")]


@pytest.mark.parametrize("name", ["cap", "check.cap", "base/cap", "base/check.cap"])
def test_an_entry_has_several_names(top: Composition, name: str) -> None:
    assert effective(top, name) == (cap(top),)


def test_a_pack_is_all_of_its_entries_and_its_header(top: Composition) -> None:
    assert [(e.kind, e.id) for e in effective(top, "top")] == [
        ("pack", "top"), ("field", "base/cost"), ("gate", "base/start"), ("check", "base/cap"),
    ]  # fmt: skip
    assert [e.id for e in effective(top, "base")] == ["base/cost", "base/start", "base/cap"]


def test_a_misspelt_name_gets_a_suggestion(top: Composition) -> None:
    with pytest.raises(NoSuchEntry, match="there is nothing called 'base/cpa'; did you mean"):
        effective(top, "base/cpa")
