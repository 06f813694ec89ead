"""What people write becomes evidence, and every mistake has its place and its way out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import pytest

from hexvet.model import Cell, Interval, Where
from hexvet.workspace.reading import WorkspaceFiles

Read = Callable[[Mapping[str, str | bytes]], WorkspaceFiles]

DAY = float(datetime.date(2018, 1, 31).toordinal())


@pytest.mark.parametrize(
    ("answer", "cell"),
    [
        ("cost_total = 1_500_000", Interval(1_500_000.0, 1_500_000.0)),
        ("cost_total = 0.5", Interval(0.5, 0.5)),
        ("cost_total = { value = 7 }", Interval(7.0, 7.0)),
        ("cost_total = { low = 1, high = 2.5 }", Interval(1.0, 2.5)),
        ("cost_total = { low = 3, high = 3 }", Interval(3.0, 3.0)),
        ("[cost_total]\nvalue = 7\nsource = 'charter'", Interval(7.0, 7.0)),
        ("public_share = 0.25", Interval(0.25, 0.25)),
        ("public_share = 1", Interval(1.0, 1.0)),
        ("end = 2018-01-31", Interval(DAY, DAY)),
        ("end = { low = 2018-01-31, high = 2018-02-02 }", Interval(DAY, DAY + 2)),
        ("approved = false", False),
        ("approved = { value = true }", True),
        ("stage = 'selection'", "selection"),
        ("sponsor = 'The Mayor'", "The Mayor"),
        ('sponsor = """two\nlines"""', "two\nlines"),
        ("team = []", ()),
        ("team = [ { name = 'Ann', fte = 0.5 } ]", ({"name": "Ann", "fte": Interval(0.5, 0.5)},)),
        ("[[team]]\nname = 'Ann'\n[[team]]\npaid = true", ({"name": "Ann"}, {"paid": True})),
        ("team = { value = [ {} ], source = 'x' }", ({},)),
    ],
)
def test_each_form_of_answer_is_read(read: Read, answer: str, cell: Cell) -> None:
    files = read({"projects/a.toml": f"title = 'A'\n{answer}\n"})
    assert files.problems == ()
    (name,) = files.projects["a"].cells
    assert files.projects["a"].cells[name] == cell
    assert files.projects["a"].evidence[name].where == Where("projects/a.toml", (name,))


def test_a_record_keeps_where_the_answer_comes_from(read: Read) -> None:
    files = read(
        {
            "projects/a.toml": """title = "A"
cost_total = { value = 5, source = "charter p. 3", as_of = 2018-01-31, by = "mayor", \
confidence = "high", note = "rounded", reason = "agreed" }
"""
        }
    )
    found = files.projects["a"].evidence["cost_total"]
    assert (found.source, found.by, found.confidence) == ("charter p. 3", "mayor", "high")
    assert (found.as_of, found.note) == (datetime.date(2018, 1, 31), "rounded")
    assert found.reason == "agreed"
    assert not found.disputed


@pytest.mark.parametrize(
    ("answer", "code", "column", "hint"),
    [
        ("cost_totl = 1", "WS010", 1, "did you mean 'cost_total'?"),
        ("council = true", "WS010", 1, "[programme]"),
        ("titel = 'x'", "WS010", 1, "did you mean 'title'?"),
        ("cost_total = true", "WS012", 14, "1_500_000"),
        ("cost_total = '1,500,000'", "WS012", 14, "remove the quotes: 1_500_000"),
        ("cost_total = -1", "WS014", 14, "allowed: from 0"),
        ("staff = 101", "WS014", 9, "allowed: from 0 to 100"),
        ("staff = nan", "WS015", 9, "leave the field out"),
        ("staff = -inf", "WS015", 9, ""),
        ("cost_total = 2e15", "WS015", 14, "1e15"),
        (f"cost_total = {'9' * 400}", "WS015", 14, ""),
        ("cost_total = [1]", "WS012", 14, ""),
        ("public_share = 25", "WS014", 16, "25 % is written 0.25"),
        ("public_share = '25%'", "WS012", 16, "write 0.25"),
        ("public_share = -0.1", "WS014", 16, "allowed: from 0 to 1"),
        ("end = '2018-01-31'", "WS017", 7, "remove the quotes: 2018-01-31"),
        ("end = 2018-01-31T10:00:00Z", "WS017", 7, "leave the time out: 2018-01-31"),
        ("end = 10:00:00", "WS012", 7, "2018-01-31"),
        ("end = 2018", "WS012", 7, "2018-01-31"),
        ("end = 2031-01-01", "WS014", 7, "allowed: from 2010-01-01 to 2030-12-31"),
        ("approved = 'yes'", "WS012", 12, "write true"),
        ("approved = 1", "WS012", 12, "without quotes"),
        ("approved = { low = true, high = true }", "WS016", 14, "value"),
        ("stage = 'selecton'", "WS013", 9, "did you mean 'selection'?"),
        ("stage = 'zzz'", "WS013", 9, "one of intake, selection"),
        ("stage = 3", "WS012", 9, "quotes"),
        ("sponsor = ''", "WS019", 11, "while it is unknown"),
        ("sponsor = ' \t'", "WS019", 11, ""),
        (f"sponsor = '{'x' * 10_001}'", "WS019", 11, ""),
        (r'sponsor = "ab\u001b[31m"', "WS018", 14, "remove it"),
        (r'sponsor = "ab\u202E"', "WS018", 14, "remove it"),
        ("cost_total = { low = 5, high = 4 }", "WS016", 22, "swap"),
        ("cost_total = { low = 5 }", "WS016", 14, "add high"),
        ("cost_total = { low = 5, high = 'x' }", "WS012", 32, ""),
        ("cost_total = { value = 5, low = 4 }", "WS016", 27, "either"),
        ("cost_total = { source = 'x' }", "WS011", 14, "value = "),
        ("cost_total = { value = 5, sorce = 'x' }", "WS010", 27, "did you mean 'source'?"),
        ("cost_total = { value = 5, as_of = '2018' }", "WS012", 35, "no quotes"),
        ("cost_total = { value = 5, confidence = 'hi' }", "WS013", 40, "high"),
        (r'cost_total = { value = 5, by = "a\u0007" }', "WS018", 34, "remove it"),
        ("team = 'Ann'", "WS012", 8, "[]"),
        ("team = { name = 'Ann' }", "WS012", 8, "[[team]]"),
        ("team = [ 'Ann' ]", "WS012", 10, "a row is written"),
        ("team = [ { nme = 'Ann' } ]", "WS010", 12, "did you mean 'name'?"),
        ("team = [ { sector = 'publik' } ]", "WS013", 21, "did you mean 'public'?"),
        ("team = [ {}, { fte = 'one' } ]", "WS012", 22, ""),
        ("team = [ { fte = { low = 1, high = 2 } } ]", "WS012", 18, ""),
        ("team = [ { part = 30 } ]", "WS014", 19, "30 % is written 0.3"),
        ("team = [ { start = '2018-01-01' } ]", "WS017", 20, "remove the quotes"),
    ],
)
def test_each_mistake_is_placed_and_left_out(
    read: Read, answer: str, code: str, column: int, hint: str
) -> None:
    files = read({"projects/a.toml": f"title = 'A'\n{answer}\n"})
    found = files.problems[0]
    assert (found.code, found.place.line, found.place.column) == (code, 2, column)
    assert hint in found.hint
    assert "\x1b" not in found.message
    name = answer.split(" = ")[0]
    if code not in ("WS010",) and not {"as_of", "confidence", "by"} & set(answer.split()):
        assert name not in files.projects["a"].cells


def test_a_section_for_a_table_is_told_about_double_brackets(read: Read) -> None:
    files = read({"projects/a.toml": "title = 'A'\n[team]\n"})
    (found,) = files.problems
    assert "[[team]]" in found.hint


def test_all_mistakes_of_all_files_come_at_once(read: Read) -> None:
    files = read(
        {
            "hexvet.toml": "format = 1\ncity = ''\npacks = [1]\n"
            "[programme]\ncouncil = 'x'\nstaff = 1\n",
            "projects/a.toml": "cost_total = 'x'\nstaff = 1000\nzzz = 1\n",
            "projects/b.toml": "broken",
            "projects/c.toml": b"title = '\xe9'",
            "waivers.toml": "[waiver.x]\n",
        }
    )
    places = [(str(found.place), found.code) for found in files.problems]
    assert places == [
        ("hexvet.toml:2:8", "WS019"),
        ("hexvet.toml:3:10", "WS012"),
        ("hexvet.toml:5:11", "WS012"),
        ("hexvet.toml:6:1", "WS010"),
        ("projects/a.toml:1:1", "WS011"),
        ("projects/a.toml:1:14", "WS012"),
        ("projects/a.toml:2:9", "WS014"),
        ("projects/a.toml:3:1", "WS010"),
        ("projects/b.toml:1:7", "WS005"),
        ("projects/c.toml:1:10", "WS004"),
        *[("waivers.toml:1:9", "WS011")] * 6,
    ]


def test_a_file_full_of_mistakes_is_cut_off(read: Read) -> None:
    lines = "".join(f"unknown_{number} = 1\n" for number in range(20_000))
    files = read({"projects/a.toml": f"title = 'A'\n{lines}"})
    assert len(files.problems) == 10_001
    assert files.problems[-1].code == "WS025"
