"""One row more, one row less: however the list is written, everything else stays."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.documents import Document, parse_document
from hexvet.problems import Unusable
from hexvet.workspace.toml_rows import add_row, has_blocks, remove_row, remove_rows
from hexvet.workspace.toml_values import toml_key, toml_value

ROW = {"party": "fund", "vote": "no"}


def read(text: str) -> Document:
    found = parse_document(text, "p.toml")
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("v = []\nx = 1\n", 'v = [ { party = "fund", vote = "no" } ]\nx = 1\n'),
        (
            'v = [ { party = "town" } ] # so far\n',
            'v = [ { party = "town" }, { party = "fund", vote = "no" } ] # so far\n',
        ),
        (
            'v = [\n  { party = "town" }, # first\n]\nx = 1\n',
            'v = [\n  { party = "town" }, # first\n  { party = "fund", vote = "no" },\n]\nx = 1\n',
        ),
        (
            'v = [\n  { party = "town" } # first\n]\n',
            'v = [\n  { party = "town" }, # first\n  { party = "fund", vote = "no" }\n]\n',
        ),
        (
            'v = [\n    { party = "town" }]\n',
            'v = [\n    { party = "town" },\n    { party = "fund", vote = "no" }]\n',
        ),
        (
            '[[v]]\nparty = "town"\n\n[[w]]\nx = 1\n',
            '[[v]]\nparty = "town"\n\n[[v]]\nparty = "fund"\nvote = "no"\n\n[[w]]\nx = 1\n',
        ),
        (
            '[[v]]\nparty = "a"\n[[v]]\nparty = "b"\n',
            '[[v]]\nparty = "a"\n[[v]]\nparty = "b"\n[[v]]\nparty = "fund"\nvote = "no"\n',
        ),
        ('[[v]]\nparty = "a"', '[[v]]\nparty = "a"\n\n[[v]]\nparty = "fund"\nvote = "no"\n'),
        (
            'v = [ { party = "a" } ]\r\nx = 1\r\n',
            'v = [ { party = "a" }, { party = "fund", vote = "no" } ]\r\nx = 1\r\n',
        ),
    ],
)
def test_a_row_is_written_as_the_others_are(before: str, after: str) -> None:
    assert add_row(read(before), ("v",), ROW) == after


def test_a_list_inside_a_table(tmp_path: object) -> None:
    text = 'v = { value = [ { party = "a" } ], source = "x" }\n'
    after = add_row(read(text), ("v", "value"), ROW)
    assert read(after).data["v"] == {"value": [{"party": "a"}, ROW], "source": "x"}
    assert remove_row(read(after), ("v", "value"), 1) == text


@pytest.mark.parametrize("path", [("w",), ("v", "x"), ("n",)])
def test_where_there_is_no_list_there_is_no_row(path: tuple[str, ...]) -> None:
    document = read("v = [ { x = 1 } ]\nn = 3\n")
    with pytest.raises(Unusable) as error:
        add_row(document, path, ROW)
    assert error.value.problems[0].code == "WS034"


@pytest.mark.parametrize("index", [0, 2, -1, 7])
def test_only_the_last_row_goes(index: int) -> None:
    document = read("v = [ { x = 1 }, { x = 2 } ]\n")
    with pytest.raises(Unusable):
        remove_row(document, ("v",), index)
    assert remove_row(document, ("v",), 1) == "v = [ { x = 1 } ]\n"


def test_a_list_of_tables_goes_as_a_whole() -> None:
    text = "# top\na = 1\n\n[[v]] # one\nx = 1\n\n# two\n[[v]]\nx = 2\n\n[w]\nlast = true\n"
    document = read(text)
    assert has_blocks(document, ("v",))
    after = read(remove_rows(document, ("v",)))
    assert after.data == {"a": 1, "w": {"last": True}}
    assert after.text.startswith("# top\na = 1\n")
    assert after.text.endswith("[w]\nlast = true\n")


@pytest.mark.parametrize("path", [("a",), ("w",), ("none",), ("i",)])
def test_what_is_no_list_of_tables_has_no_blocks(path: tuple[str, ...]) -> None:
    assert not has_blocks(read("a = 1\ni = [ { x = 1 } ]\n[w]\nx = 1\n"), path)


CELLS = st.one_of(
    st.booleans(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False), st.dates(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)  # fmt: skip
ROWS = st.dictionaries(st.text('abc-é" ', min_size=1, max_size=5), CELLS, min_size=1, max_size=3)


def written(rows: list[dict[str, object]], form: str) -> str:
    if form == "inline":
        return f"v = {toml_value(rows)} # all\n"
    if form == "lines":
        return "v = [\n" + "".join(f"  {toml_value(row)}, # one\n" for row in rows) + "]\n"
    if form == "packed":
        return "v = [\n" + ",\n".join(f"\t{toml_value(row)}" for row in rows) + "\n]\n"
    blocks = (
        "[[v]] # one\n" + "".join(f"{toml_key(k)} = {toml_value(x)}\n" for k, x in row.items())
        for row in rows
    )
    return "\n".join(blocks)


@given(
    st.lists(ROWS, min_size=1, max_size=3), ROWS,
    st.sampled_from(["inline", "lines", "packed", "blocks"]), st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_what_was_added_goes_again(
    rows: list[dict[str, object]], row: dict[str, object], form: str, ending: str
) -> None:
    text = f"# top\na = {datetime.date(2026, 5, 4)}\n{written(rows, form)}\n[z]\nlast = 1\n"
    document = read(text.replace("\n", ending))
    after = read(add_row(document, ("v",), row))
    assert after.data == {**document.data, "v": [*rows, row]}
    assert after.text.count("# one") == document.text.count("# one")
    back = read(remove_row(after, ("v",), len(rows)))
    assert back.data == document.data
    if form in ("inline", "lines"):
        assert back.text == document.text
