"""A map is checked whole, and every mistake has its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hexvet.importers.model import DateRule, FiscalYear, ImportMap
from hexvet.problems import Problem, Unusable

MapOf = Callable[..., ImportMap]
SMALL = 'format = 1\nproject = { title = "t" }\n'


def problem(map_of: MapOf, text: str) -> Problem:
    """The only problem of a map."""
    with pytest.raises(Unusable) as refused:
        map_of(text)
    assert len(refused.value.problems) == 1, str(refused.value)
    return refused.value.problems[0]


def test_a_small_map(map_of: MapOf) -> None:
    found = map_of(SMALL + '[field.cost]\ncolumn = ["Cost", "Total cost"]\nscale = "thousands"\n')
    (rule,) = found.fields
    assert (rule.target, rule.kind, rule.columns) == ("cost", "money", ("Cost", "Total cost"))
    assert rule.factor == 1000
    assert rule.unit == "USD"
    assert found.repeated == "first"
    assert found.source == "{file} row {row}"


def test_the_file_sets_what_a_field_does_not(map_of: MapOf) -> None:
    found = map_of(
        SMALL
        + 'file = { dates = "day-first", decimal = ",", fiscal_year = { starts = 7 } }\n'
        + '[field.end]\ncolumn = "End"\n'
        + '[field.cost]\ncolumn = "Cost"\ndecimal = "."\ndates = "month-first"\n'
    )
    end, cost = found.fields
    assert end.dates == DateRule("day-first", fiscal=FiscalYear(7))
    assert (end.decimal, cost.decimal, cost.dates.order) == (",", ".", "month-first")


def test_tables_group_rows(map_of: MapOf) -> None:
    found = map_of(
        SMALL
        + '[table.funding]\nrows = { kind = "Source" }\n'
        + '[table.funding.columns]\namount = { column = "Amount" }\n'
    )
    assert found.repeated == "group"
    assert found.tables[0].columns[0].kind == "money"
    assert found.tables[0].filters[0].texts == {"source"}


def test_without_a_vocabulary_the_map_states_the_kinds(map_of: MapOf) -> None:
    found = map_of(SMALL + '[field.anything]\ncolumn = "a"\nkind = "date"\n', None)
    assert found.fields[0].kind == "date"


@pytest.mark.parametrize(
    ("text", "code", "line", "word"),
    [
        ('[field.costs]\ncolumn = "a"\n', "IM004", 3, "did you mean 'cost'?"),
        ('[field.council_size]\ncolumn = "a"\n', "IM004", 3, "[programme]"),
        ('[field.funding]\ncolumn = "a"\n', "IM005", 3, "[table.funding]"),
        ('[table.cost]\ncolumns = { a = { column = "a" } }\n', "IM005", 3, "[field.cost]"),
        ('[table.funding.columns]\namout = { column = "a" }\n', "IM004", 4, "'amount'"),
        ('[field.cost]\ncolumn = "a"\nkind = "date"\n', "IM005", 5, "leave 'kind' out"),
        ('[field.cost]\ncolum = "a"\ncolumn = "a"\n', "IM001", 4, "take this one out"),
        ("[field.cost]\n", "IM006", 3, "column"),
        ('[field.cost]\ncolumn = "a"\nscale = "dozens"\n', "IM002", 5, "thousands"),
        ('[field.cost]\ncolumn = "a"\ndecimal = "x"\n', "IM002", 5, ","),
        ('[field.cost]\ncolumn = "a"\notherwise = "x"\n', "IM002", 5, ""),
        ('[field.owner]\ncolumn = "a"\nlookup = "nix"\n', "IM002", 5, "[lookup.NAME]"),
        ('[field.owner]\ncolumn = "a"\nlookup = { a = 1 }\n', "IM002", 5, ""),
        (
            '[field.office]\ncolumn = "a"\notherwise = "mayer"\n',
            "IM002",
            5,
            "did you mean 'mayor'?",
        ),
        ('[field.office]\ncolumn = "a"\nlookup = { a = "b" }\n', "IM002", 5, "mayor, council"),
        ('[field.cost]\ncolumn = "a"\nlookup = { none = -1 }\n', "IM002", 5, "range"),
        ('[field.pilot]\ncolumn = "a"\nlookup = { maybe = 1 }\n', "IM002", 5, "truth"),
        ('[constant]\noffice = "mayer"\n', "IM002", 4, "did you mean 'mayor'?"),
        ('[constant]\ncost = "much"\n', "WS012", 4, "money"),
        ('[field.end]\ncolumn = "a"\nformats = ["DD.MM"]\n', "IM002", 5, "DD.MM.YYYY"),
        ('[field.end]\ncolumn = "a"\nexcel_dates = 1901\n', "IM002", 5, "1904"),
        ('[field.end]\ncolumn = "a"\nfiscal_year = { starts = 13 }\n', "IM002", 5, "1 to 12"),
        ('[file]\ndelimiter = "ab"\n', "IM002", 4, "semicolon"),
        ('[file]\nlayout = "sideways"\n', "IM002", 4, "transposed"),
        ('[evidence]\nsource = "{file.__class__}"\n', "IM002", 4, "{row}"),
        ('[evidence]\nsource = "{0}"\n', "IM002", 4, "{row}"),
        ('[evidence]\nsource = "{file:>99999999}"\n', "IM002", 4, "{row}"),
        ('[constant]\nowned = "x"\n', "IM004", 4, "did you mean 'owner'?"),
    ],
)
def test_a_mistake_has_its_place_and_a_way_out(
    map_of: MapOf, text: str, code: str, line: int, word: str
) -> None:
    found = problem(map_of, SMALL + text)
    assert (found.code, found.place.line) == (code, line)
    assert word in f"{found.message} {found.hint}"


def test_a_filter_needs_a_condition(map_of: MapOf) -> None:
    for rows in ("{ a = {} }", "{ a = true }", "{ a = [1.5] }", "{ a = { over = 1 } }"):
        with pytest.raises(Unusable, match=r"IM00[12]"):
            map_of(f'format = 1\nproject = {{ title = "t", rows = {rows} }}\n')


def test_all_mistakes_come_at_once(map_of: MapOf) -> None:
    with pytest.raises(Unusable) as refused:
        map_of("fromat = 1\n[field.costs]\ncolumn = 1\n[file]\nlayout = 7\n")
    assert len(refused.value.problems) >= 5
