"""Conditions over declared ranges: decided, contradictory, beside the range, or idle in part."""

from __future__ import annotations

import pytest

from .conftest import VOCABULARY, Lint


def codes(flaws: list) -> list[str]:  # type: ignore[type-arg]
    return [flaw.code for flaw in flaws]


@pytest.mark.parametrize(
    ("require", "code", "part"),
    [
        # always, never
        ("cost >= 0", "RP120", "cost >= 0"),
        ("cost < 0", "RP121", "cost < 0"),
        ("ready or cost >= 0", "RP120", "cost >= 0"),
        ("not (cost < 0)", "RP121", "cost < 0"),
        ("ready and not ready", "RP121", "ready and not ready"),
        ("ready or not ready", "RP120", "ready or not ready"),
        ("cost < 20 and cost > 30", "RP121", "cost < 20 and cost > 30"),
        ("cost < 20 and months > 3 and cost > 30", "RP121", None),
        ("cost < 30 or cost > 20", "RP120", "cost < 30 or cost > 20"),
        ("cost between 30 and 20", "RP121", "cost between 30 and 20"),
        ("state == 'idea' and state == 'plan'", "RP121", None),
        ("state != 'idea' or state != 'plan'", "RP120", None),
        ("state != 'idea' and state not in ['plan', 'done']", "RP121", None),
        ("cost < months and cost > months", "RP121", None),
        ("cost == cost", "RP120", "cost == cost"),
        ("end > end", "RP121", "end > end"),
        ("end is known and end is missing", "RP121", None),
        ("end is missing and end > 2018-01-01", "RP121", None),
        ("count(team) > 1 and count(team) < 2", "RP121", None),
        ("count(team) >= 0", "RP120", "count(team) >= 0"),
        ("share(team where sector == 'public') <= 100%", "RP120", None),
        ("limit >= 24", "RP120", "limit >= 24"),
        ("months > 48 and months < limit", "RP121", None),
        # in the rows of a table
        ("any(team where sector == 'public' and sector == 'private')", "RP121",
         "sector == 'public' and sector == 'private'"),
        ("count(team where hours > 5 and hours < 3) > 2", "RP121", "hours > 5 and hours < 3"),
        # limits
        ("cost <= 500", "RP125", "cost <= 500"),
        ("cost == 101", "RP125", "cost == 101"),
        ("cost between -5 and 50", "RP125", None),
        ("200 > cost", "RP125", "200 > cost"),
        ("cost in [20, 300]", "RP125", None),
        # idle parts
        ("cost < 20 and cost < 50", "RP126", "cost < 50"),
        ("cost < 20 or cost < 50", "RP126", "cost < 20"),
        ("ready and ready", "RP126", "ready"),
        ("cost < 20 and (ready and cost < 20)", "RP126", "cost < 20"),
        ("state == 'idea' and state != 'plan'", "RP126", "state != 'plan'"),
        ("cost < 20 and 20 > cost", "RP126", "20 > cost"),
        # an answer, whichever
        ("state in ['idea', 'plan', 'done']", "RP129", None),
    ],
)  # fmt: skip
def test_a_decided_condition_is_found(
    of_check: Lint, require: str, code: str, part: str | None
) -> None:
    (flaw,) = of_check(require)
    assert flaw.code == code
    place = flaw.place
    assert place.text[place.column - 1 : place.column - 1 + place.width] == (part or require)


@pytest.mark.parametrize(
    "require",
    [
        "cost > 0",
        "cost < 20 or cost > 30",
        "cost <= limit",
        "end is known and months <= 24",
        "months is known and months < 24",
        "ready or end is known",
        "state != 'idea' and state != 'plan'",
        "name != 'none' and name != ''",
        "cost * 2 < months",
        "cost / months < 3",
        "if_known(cost, 500) > 200",
        "days_between(end, today()) <= 30",
        "count(team) > 1 and count(team where sector == 'public') < 2",
        "any(team where sector == 'public') and any(team where sector == 'private')",
        "if_known(ready, false) or end is known",
        "sum(team.hours) > 3 and sum(team.hours where sector == 'public') > 2",
        "cost < 20 and ready or cost > 50",
    ],
)
def test_a_sound_condition_is_left_alone(of_check: Lint, require: str) -> None:
    assert of_check(require) == []


@pytest.mark.parametrize(
    ("when", "require", "code"),
    [
        ("state == 'plan'", "state == 'done'", "RP123"),
        ("cost > 50", "cost > 20", "RP124"),
        ("cost > 50 and ready", "cost < 20", "RP123"),
        ("state in ['idea', 'plan']", "state != 'done'", "RP124"),
        ("end is missing", "end > 2018-01-01", "RP123"),
        ("cost < 0", "ready", "RP122"),
        ("cost > 1_000", "ready", "RP122"),
        ("cost >= 0", "ready", "RP120"),
    ],
)
def test_when_and_require_are_held_against_each_other(
    of_check: Lint, when: str, require: str, code: str
) -> None:
    assert codes(of_check(require, when)) == [code]


def test_each_row_of_a_param_is_held_against_the_range(linted: Lint) -> None:
    text = VOCABULARY.replace("2020-01-01 = 36", "2020-01-01 = 3_600")
    (flaw,) = linted(
        text + '[check.c]\nrequire = "cost <= limit"\nseverity = "warning"\ngate = "selection"\n'
    )
    assert flaw.code == "RP125"
    assert "2020-01-01" in flaw.message


def test_a_decided_let_is_told_once_and_not_at_each_use(linted: Lint) -> None:
    text = VOCABULARY + '[let.cheap]\nexpr = "cost >= 0"\n'
    for name in ("a", "b"):
        text += f'[check.{name}]\nrequire = "cheap and ready and cost > {ord(name)}"\n'
        text += 'severity = "warning"\ngate = "selection"\n'
    (flaw,) = linted(text)
    assert (flaw.code, flaw.place.text) == ("RP120", 'expr = "cost >= 0"')


def test_a_condition_through_lets_is_understood(linted: Lint) -> None:
    text = VOCABULARY + '[let.cheap]\nexpr = "cost < 20"\n'
    text += '[check.c]\nrequire = "cheap and cost > 30"\nseverity = "warning"\ngate = "selection"\n'
    assert codes(linted(text)) == ["RP121"]


def test_lets_that_double_each_time_do_not_take_for_ever(linted: Lint) -> None:
    text = VOCABULARY + '[let.l0]\nexpr = "cost < 20"\n'
    for number in range(1, 60):
        below = f"l{number - 1}"
        text += f'[let.l{number}]\nexpr = "({below} or ready) and ({below} or not ready)"\n'
    text += '[check.c]\nrequire = "l59"\nseverity = "warning"\ngate = "selection"\n'
    assert codes(linted(text)) == []


def test_the_place_is_inside_the_toml_string_with_its_escapes(of_check: Lint) -> None:
    (flaw,) = of_check('name == \\"x\\" or cost >= 0')
    place = flaw.place
    assert place.text[place.column - 1 : place.column - 1 + place.width] == "cost >= 0"
