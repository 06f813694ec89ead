"""Files as they come: encodings, delimiters, headers, layouts."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from hexvet.importers import sheet as sheets
from hexvet.importers.model import Layout
from hexvet.importers.sheet import Sheet, open_sheet
from hexvet.problems import Unusable

UPRIGHT = Layout()
PLAIN = "id,title,cost\n1,Caf\u00e9,5\n"


def opened(tmp_path: Path, content: bytes, layout: Layout = UPRIGHT) -> Sheet:
    """The sheet of a file with this content; id, title and cost are wanted."""
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    return open_sheet(file, layout, frozenset({"id", "title", "cost"}))


def rows(sheet: Sheet) -> list[list[str]]:
    """The cells of all rows."""
    return [list(row.cells) for row in sheet.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings_are_found_out(tmp_path: Path, encoding: str) -> None:
    sheet = opened(tmp_path, PLAIN.encode(encoding))
    assert sheet.header == ("id", "title", "cost")
    assert rows(sheet) == [["1", "Caf\u00e9", "5"]]


def test_what_is_not_utf8_is_told(tmp_path: Path) -> None:
    sheet = opened(tmp_path, PLAIN.encode("cp1252"))
    rows(sheet)
    assert [one.code for one in sheet.report] == ["IM301"]


def test_a_stated_encoding_counts(tmp_path: Path) -> None:
    sheet = opened(
        tmp_path, PLAIN.replace("\u00e9", "\u0439").encode("cp1251"), Layout(encoding="cp1251")
    )
    assert rows(sheet) == [["1", "Caf\u0439", "5"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_out(tmp_path: Path, delimiter: str) -> None:
    text = f'id{delimiter}title{delimiter}cost\n1{delimiter}"a, b; c | d"{delimiter}5\n'
    assert rows(opened(tmp_path, text.encode())) == [["1", "a, b; c | d", "5"]]


def test_the_map_tells_the_delimiter_where_commas_are_many(tmp_path: Path) -> None:
    text = "id;title;cost\n1;a,b,c,d,e,f;5,5\n2;a,b,c,d,e,f;5,5\n"
    assert rows(opened(tmp_path, text.encode()))[0] == ["1", "a,b,c,d,e,f", "5,5"]


def test_excel_may_state_the_delimiter(tmp_path: Path) -> None:
    sheet = opened(tmp_path, b"sep=;\nid;title;cost\n1;a;5\n")
    assert [row.label for row in sheet.rows] == ["3"]


def test_lines_above_the_header_are_left_and_told(tmp_path: Path) -> None:
    sheet = opened(tmp_path, b"Capital list\nprinted 2024\n\nid,title,cost\n1,a,5\n")
    assert [(row.label, row.cells) for row in sheet.rows] == [("5", ["1", "a", "5"])]
    assert [(one.code, one.row) for one in sheet.report] == [("IM304", "4")]


def test_headers_match_in_spite_of_line_breaks_blanks_and_case(tmp_path: Path) -> None:
    sheet = opened(tmp_path, b'ID ,"The\n  Title",COST\n1,a,5\n')
    assert sheet.header == ("ID", "The Title", "COST")
    assert sheet.names == ("id", "the title", "cost")


def test_columns_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    sheet = opened(tmp_path, b"id,title,cost,Cost\n1,a,5,6\n")
    assert sheet.header[2:] == ("cost", "Cost (2)")
    assert [one.code for one in sheet.report] == ["IM302"]


def test_a_file_without_a_header(tmp_path: Path) -> None:
    sheet = opened(tmp_path, b"1,a,5\n2,b,6\n", Layout(header_row=0))
    assert sheet.header == ("1", "2", "3")
    assert len(rows(sheet)) == 2


def test_a_transposed_file_is_turned(tmp_path: Path) -> None:
    text = b"id,1,2\ntitle,a,b\ncost,5,6\n"
    sheet = opened(tmp_path, text, Layout(transposed=True))
    assert sheet.header == ("id", "title", "cost")
    assert [(row.label, list(row.cells)) for row in sheet.rows] == [
        ("B", ["1", "a", "5"]),
        ("C", ["2", "b", "6"]),
    ]


def test_cells_of_several_lines_and_null_bytes(tmp_path: Path) -> None:
    sheet = opened(tmp_path, b'id,title,cost\n1,"a\nb\x00",5\n2,c,6\n')
    assert [(row.label, list(row.cells)) for row in sheet.rows] == [
        ("2", ["1", "a\nb\x00", "5"]),
        ("3", ["2", "c", "6"]),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(tmp_path: Path, ending: str) -> None:
    text = f"id,title,cost{ending}1,a,5{ending}"
    assert rows(opened(tmp_path, text.encode())) == [["1", "a", "5"]]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    sheet = opened(tmp_path, b'id,title,cost\n1,"a,5\n2,b,6\n3,c,7\n')
    assert len(rows(sheet)) == 1
    assert [(one.code, one.row) for one in sheet.report] == [("IM303", "2")]


def test_a_cell_of_a_megabyte(tmp_path: Path) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([["id", "title", "cost"], ["1", "x" * 1_000_000, "5"]])
    assert len(rows(opened(tmp_path, stream.getvalue().encode()))[0][1]) == 1_000_000


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n\n", "no rows"),
        (b"\xef\xbb\xbf", "no rows"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"  <!DOCTYPE html><html>", "web page"),
        (b"id,title\n1," + b'"' + b"x" * (17 << 20), "cannot be read as a table"),
    ],
    ids=["empty", "blank", "mark", "xlsx", "xls", "pdf", "html", "endless"],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(Unusable, match="IM010") as refused:
        rows(opened(tmp_path, content))
    assert word in str(refused.value)


def test_too_large_a_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(sheets.LARGEST + 1)
    with pytest.raises(Unusable, match="larger than 1,024 MiB"):
        open_sheet(file, Layout(), frozenset())


@pytest.mark.parametrize("name", [".", "absent.csv"])
def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unusable, match="IM010"):
        open_sheet(tmp_path / name, Layout(), frozenset())


@pytest.mark.parametrize("encoding", ["klingon", "hex", "utf-16"])
def test_an_encoding_that_does_not_do_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(Unusable, match="IM010"):
        rows(opened(tmp_path, b"id,title\n1,2\n3", Layout(encoding=encoding)))
