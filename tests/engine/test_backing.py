"""What carries the programme is counted from its own tables; what is missing stays unknown."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import hexvet
from hexvet.backing import Balance, Money, balance, money, partners, questions, team
from hexvet.evaluation import Assessment
from hexvet.model import Interval

PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
[field.team]
type = "table"
of = "programme"
columns = { name = "text", role = "text", sector = "text", fte = "number", left = "date" }
[field.funding]
type = "table"
of = "programme"
columns = { sector = "text", amount = "money", status = "text" }
[field.partners]
type = "table"
of = "programme"
columns = { name = "text", type = "text" }
[field.council]
type = "truth"
of = "programme"
[gate.one]
order = 1
[check.any]
title = "Any"
require = "council"
severity = "warning"
gate = "one"
of = "programme"
"""
PROGRAMME = """
team = [
  { name = "A", role = "director", sector = "public", fte = 1 },
  { name = "B", sector = "private" },
  { name = "C" },
  { name = "Gone", sector = "public", left = 2026-05-31 },
  { name = "Leaves", sector = "public", left = 2026-06-02 },
]
funding = [
  { sector = "private", amount = 100, status = "received" },
  { sector = "private", amount = 50, status = "received" },
  { sector = "private", status = "asked" },
]
partners = [{ name = "Fund", type = "philanthropy" }, { name = "Someone" }]
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "projects").mkdir()
    (tmp_path / "rules/city.toml").write_text(PACK)
    return tmp_path


def judged(root: Path, programme: str) -> Assessment:
    text = f'format = 1\ncity = "Town"\npacks = ["city"]\n[programme]\n{programme}'
    (root / "hexvet.toml").write_text(text)
    workspace = hexvet.load(root)
    assert workspace.problems == ()
    return hexvet.evaluate(workspace, datetime.date(2026, 6, 1))


def test_a_team_has_two_halves_and_those_of_whom_nobody_knows(city: Path) -> None:
    """Of five, one has left; two are public, one is private, one unknown."""
    members = team(judged(city, PROGRAMME))
    assert members is not None
    assert [member.name for member in members] == ["A", "B", "C", "Leaves"]
    assert balance(members) == Balance(2, 1, 1)
    assert members[0].fte == 1 and members[1].fte is None


def test_money_adds_up_by_sector_and_status(city: Path) -> None:
    found = money(judged(city, PROGRAMME))
    assert found == (
        Money("private", "received", Interval(150, 150), 2),
        Money("private", "asked", Interval(0, float("inf")), 1),
    )


def test_partners_by_type(city: Path) -> None:
    assert partners(judged(city, PROGRAMME)) == {"philanthropy": ("Fund",), "": ("Someone",)}


def test_what_nobody_has_said_is_not_none(city: Path) -> None:
    empty = judged(city, "")
    assert team(empty) is None and money(empty) is None and partners(empty) is None
    assert [cell for _, cell in questions(empty)] == [None] * 4
    known = judged(city, "team = []\n")
    assert team(known) == ()
