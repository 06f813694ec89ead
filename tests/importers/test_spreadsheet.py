"""Whole files become projects; what is not understood is reported, with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hexvet.importers.model import ImportResult
from hexvet.problems import Unusable

Importer = Callable[..., ImportResult]
SIMPLE = """
    [project]
    id = "id"
    title = "title"
    [field.cost]
    column = "cost"
"""


def told(result: ImportResult) -> list[tuple[str, str, str]]:
    """Code, row and column of every report."""
    return [(one.code, one.row, one.column) for one in result.report]


def answers(result: ImportResult, number: int = 0) -> Mapping[str, object]:
    """What the file of one project will hold."""
    return result.projects[number].answers


def test_each_answer_says_where_it_comes_from(imported: Importer) -> None:
    result = imported("id,title,cost\nA 1,Bridge,$5\n", SIMPLE)
    assert result.projects[0].id == "a-1"
    assert answers(result) == {
        "title": "Bridge",
        "cost": {"value": 5, "source": "list.csv row 2"},
    }
    assert result.report == ()


def test_the_map_words_the_source(imported: Importer) -> None:
    evidence = '[evidence]\nsource = "{column}, line {row}"\nas_of = 2024-10-01\nby = "audit"\n'
    result = imported("id,title,Cost\n1,a,5\n", SIMPLE + evidence)
    assert answers(result)["cost"] == {
        "value": 5, "source": "Cost, line 2", "as_of": date(2024, 10, 1), "by": "audit",
    }  # fmt: skip


def test_answers_without_a_source_are_bare(imported: Importer) -> None:
    result = imported("id,title,cost\n1,a,5\n", SIMPLE + '[evidence]\nsource = ""\n')
    assert answers(result)["cost"] == 5


def test_a_cell_that_is_not_understood_is_reported_and_kept_as_a_remark(imported: Importer) -> None:
    result = imported("id,title,cost\n1,a,about 5\n2,b,6\n", SIMPLE)
    (one,) = result.report
    assert str(one) == (
        "list.csv:2:cost: IM101 'about 5': not a number; left missing, kept as a comment"
    )
    assert one.project == "1"
    assert "cost" not in answers(result)
    assert result.projects[0].remarks == ("cost: 'about 5' (cost, row 2): not a number",)
    assert result.counts["cells not understood"] == 1


def test_missing_and_withheld_cells_are_counted(imported: Importer) -> None:
    result = imported("id,title,cost\n1,a,n/a\n2,b,Exempt under Section 43\n", SIMPLE)
    assert told(result) == [("IM107", "3", "cost")]
    assert (result.counts["missing answers"], result.counts["withheld answers"]) == (1, 1)


def test_ranges_and_periods(imported: Importer) -> None:
    end = '[field.end]\ncolumn = "end"\n'
    result = imported("id,title,cost,end\n1,a,1m - 2m,March 2023\n", SIMPLE + end)
    source = "list.csv row 2"
    assert answers(result)["cost"] == {
        "low": 1_000_000, "high": 2_000_000, "source": source, "note": "1m - 2m",
    }  # fmt: skip
    assert answers(result)["end"] == {
        "low": date(2023, 3, 1), "high": date(2023, 3, 31), "source": source, "note": "March 2023",
    }  # fmt: skip


def test_a_note_comes_from_a_column_of_its_own(imported: Importer) -> None:
    result = imported("id,title,cost,why\n1,a,5,a quote\n", SIMPLE + 'note = "why"\n')
    assert answers(result)["cost"] == {"value": 5, "source": "list.csv row 2", "note": "a quote"}


def test_columns_that_nobody_reads_are_listed(imported: Importer) -> None:
    assert imported("id,title,cost,colour,\n1,a,5,red,\n", SIMPLE).unmapped == (
        "colour",
        "(column 5, without a name)",
    )


def test_a_column_that_the_file_lacks_is_an_error_of_the_map(imported: Importer) -> None:
    with pytest.raises(Unusable) as refused:
        imported("id,titel,Costs\n1,a,5\n", SIMPLE)
    found = [(one.code, one.place.line, one.hint) for one in refused.value.problems]
    assert found == [
        ("IM003", 5, "did you mean 'titel'?"),
        ("IM003", 7, "did you mean 'Costs'?"),
    ]


def test_headers_have_alternatives_and_may_be_optional(imported: Importer) -> None:
    map_text = SIMPLE.replace('column = "cost"', 'column = ["cost", "Total cost (USD)"]')
    map_text += '[field.end]\ncolumn = "end"\noptional = true\n'
    result = imported('id,title,"total  COST\n(usd)"\n1,a,5\n', map_text)
    assert answers(result)["cost"] == {"value": 5, "source": "list.csv row 2"}


def test_rows_left_out_by_a_filter_are_counted(imported: Importer) -> None:
    map_text = SIMPLE.replace(
        'title = "title"',
        'title = "title"\nrows = { kind = ["Total", "Sum"], cost = { above = 0 } }',
    )
    text = "id,title,kind,cost\n1,a,TOTAL,5\n2,b,Part,5\n3,c,Total,0\n4,d,Total,lots\n"
    result = imported(text, map_text)
    assert [project.id for project in result.projects] == ["1"]
    assert result.counts["rows left out by a filter"] == 3
    assert told(result) == [("IM207", "5", "cost")]


@pytest.mark.parametrize(
    ("condition", "taken"),
    [
        ('"a"', ["1"]),
        ('["a", ""]', ["1", "3"]),
        ('{ not = ["a"] }', ["2", "3"]),
    ],
)
def test_filters_on_texts(imported: Importer, condition: str, taken: list[str]) -> None:
    map_text = SIMPLE.replace('title = "title"', f'title = "id"\nrows = {{ t = {condition} }}')
    result = imported("id,t,cost\n1,A,1\n2,b,1\n3,,1\n", map_text)
    assert [project.id for project in result.projects] == taken


@pytest.mark.parametrize(
    ("condition", "taken"),
    [
        ("{ above = 1 }", ["2", "3"]),
        ("{ at_least = 2, below = 3 }", ["2"]),
        ("{ above = 1, at_most = 3 }", ["2", "3"]),
        ('{ not = ["2"], at_least = 1 }', ["1", "3"]),
    ],
)
def test_filters_on_numbers(imported: Importer, condition: str, taken: list[str]) -> None:
    map_text = SIMPLE.replace('title = "title"', f'title = "id"\nrows = {{ cost = {condition} }}')
    result = imported("id,cost\n1,1\n2,2\n3,3\n", map_text)
    assert [project.id for project in result.projects] == taken


GROUPED = """
    [project]
    id = "id"
    title = "title"
    rows = { kind = "Total" }
    [field.cost]
    column = "amount"
    [table.funding]
    rows = { kind = "Source" }
    [table.funding.columns]
    source = { column = "payer" }
    amount = { column = "amount" }
"""


def test_several_rows_make_one_project(imported: Importer) -> None:
    text = (
        "id,title,kind,payer,amount\n"
        "1,a,Source,Fund,3\n1,a,Total,,5\n1,a,Source,State,2\n"
        "2,b,Other,,0\n2,b,Source,Fund,1\n3,c,Source,Fund,1\n"
    )
    result = imported(text, GROUPED)
    assert len(result.projects) == 1
    assert answers(result)["funding"] == {
        "source": "list.csv row 2, 4",
        "value": [{"source": "Fund", "amount": 3}, {"source": "State", "amount": 2}],
    }
    assert result.counts["rows of projects left out"] == 1
    assert told(result) == [("IM206", "7", "id")]


def test_rows_that_disagree_are_reported(imported: Importer) -> None:
    text = "id,title,kind,payer,amount\n1,a,Total,,\n1,a,Total,,5\n1,a,Total,,6\n"
    result = imported(text, GROUPED)
    assert answers(result)["cost"] == {"value": 5, "source": "list.csv row 3"}
    assert told(result) == [("IM205", "4", "amount")]


def test_a_range_has_no_place_in_a_table(imported: Importer) -> None:
    text = "id,title,kind,payer,amount\n1,a,Total,,5\n1,a,Source,Fund,1-2\n"
    result = imported(text, GROUPED)
    assert told(result) == [("IM115", "3", "amount")]
    assert len(result.projects[0].remarks) == 1


def test_the_same_id_twice(imported: Importer) -> None:
    text = "id,title,cost\n1,a,5\n1,b,6\n"
    result = imported(text, SIMPLE)
    assert [dict(one.answers)["title"] for one in result.projects] == ["a"]
    assert told(result) == [("IM204", "3", "id")]
    numbered = imported(text, SIMPLE.replace("[field", 'repeated = "number"\n    [field'))
    assert [one.id for one in numbered.projects] == ["1", "1-2"]
    assert told(numbered) == [("IM208", "3", "id")]


def test_ids_that_become_the_same(imported: Importer) -> None:
    result = imported("id,title,cost\nA 1,a,5\na/1,b,6\n", SIMPLE)
    assert [one.id for one in result.projects] == ["a-1", "a-1-2"]
    assert told(result) == [("IM208", "3", "id")]


@pytest.mark.parametrize(
    ("raw", "id"),
    [
        ("\u00c9cole N\u00ba 5", "ecole-no-5"),
        ("../../etc/passwd", "etc-passwd"),
        ("\u6771\u4eac", "row-2"),
        ("programme", "row-2"),
        ("x" * 100, "x" * 60),
        ("-", None),
        ("", None),
    ],
)
def test_ids_are_made_valid(imported: Importer, raw: str, id: str | None) -> None:
    result = imported(f"id,title,cost\n{raw},a,5\n", SIMPLE)
    assert [one.id for one in result.projects] == ([id] if id else [])
    assert told(result) == ([] if id else [("IM203", "2", "id")])


def test_an_id_of_several_columns(imported: Importer) -> None:
    map_text = SIMPLE.replace('id = "id"', 'id_parts = ["number", "year"]')
    result = imported("number,year,title,cost\n117,2024,a,5\n118,,b,6\n", map_text)
    assert [one.id for one in result.projects] == ["117-2024"]
    assert told(result) == [("IM203", "3", "number")]


def test_titles_without_words_and_of_too_many(imported: Importer) -> None:
    result = imported(f"id,title,cost\n1,,5\n2,{'x' * 300},6\n", SIMPLE)
    assert [dict(one.answers)["title"] for one in result.projects] == ["1", "x" * 200]
    assert told(result) == [("IM209", "2", "title"), ("IM112", "3", "title")]


def test_ragged_rows_are_reported(imported: Importer) -> None:
    result = imported("id,title,cost\n1,a\n2,b,6,x,\n\n3,c,7,\n", SIMPLE)
    assert len(result.projects) == 3
    assert told(result) == [("IM202", "2", ""), ("IM201", "3", "")]
    assert result.counts["blank rows"] == 1


def test_transposed_files(imported: Importer) -> None:
    map_text = '[file]\nlayout = "transposed"\n' + SIMPLE
    result = imported("id,1,2\ntitle,a,b\ncost,x,6\n", map_text)
    assert [one.id for one in result.projects] == ["1", "2"]
    assert told(result) == [("IM101", "B", "cost")]
    assert answers(result, 1)["cost"] == {"value": 6, "source": "list.csv row C"}


def test_constants_summary_and_illustration(imported: Importer) -> None:
    map_text = SIMPLE.replace("[field", 'summary = "text"\n    illustration = true\n    [field')
    map_text += '[constant]\nowner = "Works"\n'
    result = imported('id,title,cost,text\n1,a,5,"two\nlines"\n', map_text)
    assert list(answers(result)) == ["title", "summary", "illustration", "owner", "cost"]
    assert answers(result)["summary"] == "two\nlines"


def test_reports_hold_nothing_that_steers_a_terminal(imported: Importer) -> None:
    result = imported("id,title,cost\n1,a,\x1b[2Jx\u202e\n", SIMPLE)
    text = "".join(map(str, result.report)) + "".join(result.projects[0].remarks)
    assert told(result) == [("IM111", "2", "cost"), ("IM101", "2", "cost")]
    assert text.isprintable()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.text(',;"\n\r\t\x00idtlecos19-', max_size=300)))
def test_no_file_breaks_the_importer(imported: Importer, content: bytes | str) -> None:
    try:
        imported(b"id,title,cost\n" + content if isinstance(content, bytes) else content, SIMPLE)
    except Unusable as refused:
        assert refused.problems
