"""Every mistake in a pack is reported at once, at its place, with a way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.packs.loading import Loaded
from hexvet.problems_catalogue import CODES

LoadPack = Callable[..., Loaded]

VOCABULARY = """
[field.cost_total]
type = "money"
min = 0
unit = "USD"
[field.end]
type = "date"
[field.team]
type = "table"
columns = { sector = ["public", "private"], fte = "number" }
[field.council]
type = "truth"
of = "programme"
[gate.selection]
order = 1
"""
CHECK = """
[check.c]
require = "{require}"
severity = "blocker"
gate = "{gate}"
message = "{message}"
"""


def check(require: str = "end is known", gate: str = "selection", message: str = "m") -> str:
    return VOCABULARY + CHECK.format(require=require, gate=gate, message=message)


def codes(loaded: Loaded) -> list[str]:
    return [problem.code for problem in loaded.problems]


def test_a_misspelt_field_is_placed_inside_the_toml_string(load_pack: LoadPack) -> None:
    loaded = load_pack(check("budgt_total > 5"))
    (problem,) = loaded.problems
    assert loaded.pack is None
    assert problem.code == "RP002"
    assert problem.message == "unknown field 'budgt_total'"
    line = problem.place.text
    start = problem.place.column - 1
    assert line[start : start + problem.place.width] == "budgt_total"


def test_a_near_name_is_suggested(load_pack: LoadPack) -> None:
    (problem,) = load_pack(check("cost_totl == 0")).problems
    assert problem.hint == "did you mean 'cost_total'?"


def test_all_mistakes_of_a_file_come_in_one_pass_and_in_order(load_pack: LoadPack) -> None:
    text = check("cost_totl == 0", gate="selektion", message="{end:wide} {nothing}")
    loaded = load_pack(text + '\n[chek.x]\nrequire = "true"\n')
    assert sorted(codes(loaded)) == ["RP002", "RP002", "RP011", "RP023", "RP030"]
    lines = [problem.place.line for problem in loaded.problems]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[field.x]\ntype = "numbr"\n', "RP014"),
        ('[field.x]\ntype = "number"\nmin = 3\nmax = 1\n', "RP019"),
        ('[field.x]\ntype = "text"\nmin = 3\n', "RP019"),
        ('[field.x]\ntype = "table"\n', "RP012"),
        ('[field.x]\ntype = "table"\ncolumns = { a = "float" }\n', "RP014"),
        ('[field.x]\ntype = "table"\ncolumns = { a = "text" }\ndated = "a"\n', "RP019"),
        ('[field.title]\ntype = "text"\n', "RP018"),
        ('[field.Big]\ntype = "text"\n', "RP018"),
        ('[let.a]\nexpr = "b"\n[let.b]\nexpr = "a"\n', "RP025"),
        ('[let.a]\nexpr = "end"\n[param.a]\nvalue = 3\n', "RP024"),
        ("[param.a]\n", "RP012"),
        ("[param.a]\nvalues = { someday = 3 }\n", "RP019"),
        ('[param.a]\nvalues = { 2018-01-01 = 3, 2019-01-01 = "x" }\n', "RP013"),
        ('[gate.x]\norder = "first"\n', "RP013"),
        ('[section.s]\norder = 1\nkind = "benefit"\ntitle = "S"\nfill = "some"\n', "RP014"),
        ('[section.s]\norder = 1\nkind = "challenge"\ntitle = "S"\nfill = "any"\n', "RP012"),
        ('[criterion.c]\nsection = "none"\nmet = "end is known"\n', "RP023"),
        ('[test.t]\non = 2018-01-01\ngiven = { cost = 3 }\nexpect = { c = "passed" }\n', "RP002"),
        ('[test.t]\non = 2018-01-01\ngiven = {}\nexpect = { d = "passed" }\n', "RP002"),
    ],
)
def test_each_mistake_has_its_code(load_pack: LoadPack, text: str, code: str) -> None:
    loaded = load_pack(check() + text)
    assert loaded.pack is None
    assert code in codes(loaded)
    assert all(problem.place.line > 0 for problem in loaded.problems)


def test_a_programme_rule_cannot_read_a_project(load_pack: LoadPack) -> None:
    text = check("cost_total == 0") + 'of = "programme"\n'
    assert codes(load_pack(text)) == ["RP009"]


def test_a_project_rule_reads_the_programme_but_not_other_projects(load_pack: LoadPack) -> None:
    assert load_pack(check("council and end is known")).pack is not None
    assert codes(load_pack(check("count(projects) > 3"))) == ["RP009"]


def test_a_programme_rule_may_count_the_projects(load_pack: LoadPack) -> None:
    text = check("sum(projects.cost_total where stage == 'selection') == 0")
    assert load_pack(text + 'of = "programme"\n').pack is not None


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "RP012"),
        ('[pack]\nid = "city"\ntitle = "C"\nversion = "1"\nformat = 2\n', "RP029"),
        ('[pack]\nid = "City Pack"\ntitle = "C"\nversion = "1"\nformat = 1\n', "RP018"),
        ('[pack]\nid = "city"\ntitle = "C"\n', "RP012"),
        ('[pack]\nid = "city"\ntitle = "C"\nversion = "1"\nformat = 1\nowner = 3\n', "RP013"),
    ],
)
def test_a_faulty_header(load_pack: LoadPack, header: str, code: str) -> None:
    loaded = load_pack("", header=header)
    assert loaded.pack is None
    assert code in codes(loaded)


def test_a_field_named_stage_comes_with_the_gates(load_pack: LoadPack) -> None:
    loaded = load_pack(check("stage == 'selection'"))
    assert loaded.pack is not None
    assert loaded.pack.fields["stage"].values == ("selection",)
    assert codes(load_pack(check("stage == 'selektion'"))) == ["RP010"]


def test_a_unit_of_currency_makes_a_param_money(load_pack: LoadPack) -> None:
    text = '[param.limit]\nunit = "USD"\nvalue = 5_000\n'
    assert load_pack(check("cost_total < limit") + text).pack is not None
    plain = '[param.limit]\nunit = "months"\nvalue = 5_000\n'
    assert codes(load_pack(check("cost_total < limit") + plain)) == ["RP005"]


def test_every_code_that_is_used_is_in_the_catalogue(root: Path) -> None:
    used = {
        code
        for folder in ("engine/hexvet", "tui/hexvet_tui")
        for path in (root / folder).rglob("*.py")
        if path.name != "problems_catalogue.py"
        for code in re.findall(r'"((?:RP|WS|WV|IM|JN)\d{3})"', path.read_text())
    }
    assert used == set(CODES)
