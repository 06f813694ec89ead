"""`hexvet eval`: values, ranges, unknowns and mistakes. Values are worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Command

Result = dict[str, object]


def result(
    value: object, low: object, high: object, type_: str, needs: list[str] | None = None
) -> Result:
    return {"value": value, "low": low, "high": high, "type": type_, "needs": needs or []}


@pytest.mark.parametrize(
    ("expression", "given", "expected"),
    [
        ("1 + 1 == 2", "", result(True, None, None, "truth")),
        ("ready", "", result(None, None, None, "truth", ["ready"])),
        ("not ready", "ready = true", result(False, None, None, "truth")),
        ("2 * 3.5", "", result(7.0, 7.0, 7.0, "number")),
        ("cost", "cost = 5", result(5.0, 5.0, 5.0, "money")),
        ("cost", "cost = { low = 5, high = 8 }", result(None, 5.0, 8.0, "money", ["cost"])),
        ("cost", "", result(None, 0.0, 1_000_000.0, "money", ["cost"])),
        ("saving", "", result(None, 0.0, None, "money", ["saving"])),
        ("end", "", result(None, None, None, "date", ["end"])),
        ("end", "end = 2018-01-31", result("2018-01-31", "2018-01-31", "2018-01-31", "date")),
        ("note", "note = 'x'", result("x", None, None, "text")),
        ("note", "", result(None, None, None, "text", ["note"])),
        ("note is known", "", result(False, None, None, "truth", ["note"])),
        ("max_months", "", result(24.0, 24.0, 24.0, "number")),
        ("sponsor == 'mayor'", "sponsor = 'mayor'", result(True, None, None, "truth")),
        ("0 * -1", "", result(0.0, 0.0, 0.0, "number")),
    ],
)
def test_the_json_of_a_value(
    expression: str, given: str, expected: Result, hexvet: Command, city: Path
) -> None:
    done = hexvet("eval", expression, "--given", given, "-o", "json")
    assert done.status == 0
    assert json.loads(done.out) == expected
    assert "-0.0" not in done.out


def test_the_day_is_an_argument(hexvet: Command, city: Path) -> None:
    done = hexvet("eval", "today()", "--given", "", "--as-of", "2018-02-01", "-o", "json")
    assert json.loads(done.out)["value"] == "2018-02-01"


def test_a_project_of_the_workspace(hexvet: Command, city: Path) -> None:
    words = ("eval", "cost <= cap and ready", "--project", "beta")
    done = hexvet(*words)
    assert done.status == 0
    assert done.out.splitlines()[:2] == ["no  (truth)", "  x ready"]
    assert json.loads(hexvet(*words, "-o", "json").out)["value"] is False


def test_the_programme_is_there_without_a_project(hexvet: Command, city: Path) -> None:
    assert hexvet("eval", "sponsor").out.startswith("mayor  (text)")
    assert hexvet("eval", "count(projects where ready)").out.startswith(
        "unknown (2 to 3)  (number)"
    )


def test_an_unknown_tells_what_is_needed(hexvet: Command, city: Path) -> None:
    done = hexvet("eval", "months_between(start, end) <= max_months", "--project", "gamma")
    assert done.status == 0
    assert done.out.splitlines() == [
        "unknown  (truth)",
        "  ? months_between(start, end) <= max_months",
        "    start is 2018-01-01",
        "    end is missing: When does it end?",
        "    max_months is 24 months",
        "  needs  end",
    ]


def test_words_can_come_from_a_pack(
    hexvet: Command, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = city / "rules/mini.toml"
    monkeypatch.chdir(city.parent)
    for name in (str(pack), "springfield/rules/mini.toml"):
        assert hexvet("eval", "cap", "--pack", name).out.startswith("500,000")
    assert hexvet("eval", "stage == 'launch'", "--given", "stage = 'launch'").status == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["eval", "coost > cap"], "EXPR:1:1  RP002 unknown field 'coost'"),
        (["eval", "1 +"], "EXPR:1:4"),
        (["eval", "cost > cap", "--given", "cost = 'x'"], "--given:1:8"),
        (["eval", "cost > cap", "--given", "coost = 1"], "did you mean 'cost'?"),
        (["eval", "cost > cap", "--given", "cost = "], "WS005"),
        (["eval", "cost > cap", "--project", "alpah"], "did you mean 'alpha'?"),
        (["eval", "1", "--project", "alpha", "--given", ""], "not allowed with"),
    ],
)
def test_what_cannot_be_evaluated_is_status_2(
    words: list[str], told: str, hexvet: Command, city: Path
) -> None:
    done = hexvet(*words)
    assert done.status == 2
    assert told in done.err
    assert done.out == ""


def test_a_pack_that_is_not_there_is_status_3(hexvet: Command, city: Path) -> None:
    assert hexvet("eval", "1", "--pack", "absent").status == 3


def test_a_project_needs_a_workspace(
    hexvet: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "needs a workspace" in hexvet("eval", "1", "--project", "x").err
