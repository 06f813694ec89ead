"""Packs extend packs; every override is by full id, field by field, with a reason."""

from __future__ import annotations

from collections.abc import Callable

from hexvet.packs.loading import Loaded

LoadPack = Callable[..., Loaded]

BASE = """
[pack]
id = "base"
title = "Base"
version = "1.4.0"
format = 1
[field.end]
type = "date"
[gate.selection]
order = 1
[check.ends]
require = "end is known"
severity = "blocker"
gate = "selection"
[test.base]
on = 2018-01-01
given = {}
expect = { ends = "failed" }
"""
OTHER = BASE.replace('"base"', '"other"').replace("check.ends", "check.finishes")
HEADER = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
extends = ["{extends}"]
"""


def header(extends: str = "base@1") -> str:
    return HEADER.format(extends=extends)


def codes(loaded: Loaded) -> list[str]:
    return [problem.code for problem in loaded.problems]


def test_an_extended_pack_brings_its_rules_under_its_own_id(load_pack: LoadPack) -> None:
    loaded = load_pack("", header=header(), base=BASE)
    assert loaded.problems == ()
    assert loaded.pack is not None
    assert list(loaded.pack.checks) == ["base/ends"]
    assert loaded.pack.checks["base/ends"].where.file == "base.toml"


def test_an_override_changes_one_key_and_remembers_where(load_pack: LoadPack) -> None:
    text = '[override."base/ends"]\nseverity = "advice"\nreason = "Small city."\n'
    loaded = load_pack(text, header=header(), base=BASE)
    assert loaded.problems == ()
    assert loaded.pack is not None
    check = loaded.pack.checks["base/ends"]
    assert check.severity == "advice"
    assert check.require.text == "end is known"


def test_an_override_needs_a_reason(load_pack: LoadPack) -> None:
    text = '[override."base/ends"]\nseverity = "advice"\n'
    assert codes(load_pack(text, header=header(), base=BASE)) == ["RP028"]


def test_an_override_of_nothing_suggests_what_is_near(load_pack: LoadPack) -> None:
    text = '[override."base/end_s"]\nseverity = "advice"\nreason = "r"\n'
    (problem,) = load_pack(text, header=header(), base=BASE).problems
    assert (problem.code, problem.hint) == ("RP027", "did you mean 'base/ends'?")


def test_an_override_cannot_wave_unknown_through_a_blocker(load_pack: LoadPack) -> None:
    text = '[override."base/ends"]\nunknown = "pass"\nreason = "r"\n'
    assert codes(load_pack(text, header=header(), base=BASE)) == ["RP033"]


def test_a_clash_with_the_base_is_an_error_and_not_a_silent_choice(load_pack: LoadPack) -> None:
    text = '[check.ends]\nrequire = "true"\nseverity = "advice"\ngate = "selection"\n'
    assert codes(load_pack(text, header=header(), base=BASE)) == ["RP024"]


def test_two_bases_that_disagree_are_an_error_in_either_order(load_pack: LoadPack) -> None:
    other = OTHER.replace('type = "date"', 'type = "text"')
    for extends in ('base@1", "other@1', 'other@1", "base@1'):
        loaded = load_pack("", header=header(extends), base=BASE, other=other)
        assert "RP024" in codes(loaded)


def test_one_base_reached_twice_is_one_base(load_pack: LoadPack) -> None:
    middle = header("base@1").replace('"city"', '"middle"')
    loaded = load_pack("", header=header('base@1", "middle@1'), base=BASE, middle=middle)
    assert loaded.problems == ()


def test_a_missing_base_a_wrong_version_and_a_circle(load_pack: LoadPack) -> None:
    assert codes(load_pack("", header=header("none@1"))) == ["RP026"]
    assert codes(load_pack("", header=header("base@2"), base=BASE)) == ["RP026"]
    circle = header("city@1").replace('"city"\ntitle', '"base"\ntitle')
    assert codes(load_pack("", header=header("base@1"), base=circle)) == ["RP026"]


def test_mistakes_in_the_base_are_shown_in_the_base(load_pack: LoadPack) -> None:
    broken = BASE.replace("end is known", "ent is known")
    (problem,) = load_pack("", header=header(), base=broken).problems
    assert (problem.code, problem.place.file) == ("RP002", "base.toml")


def test_the_tests_of_a_base_stay_with_the_base(load_pack: LoadPack) -> None:
    loaded = load_pack("", header=header(), base=BASE)
    assert loaded.pack is not None
    assert not loaded.pack.tests
