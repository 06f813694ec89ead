"""One value of a file changes; every other character stays."""

from __future__ import annotations

import datetime
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexvet.documents import Document, parse_document
from hexvet.problems import Unusable
from hexvet.workspace.toml_values import set_value, toml_key, toml_value


def document(text: str) -> Document:
    found = parse_document(text, "x.toml")
    assert isinstance(found, Document), found
    return found


PROJECT = """\
# About procurement.
title = "Procurement"   # the name

cost_total = {value=1_500_000, source = 'charter'}  # sized

# People on it
# staff =

# end =
team = [
  { name = "Ann" },  # director
]

[approved]
value = true
[[goals]]
text = "one"
[[goals]]
text = "two"
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), 'New "name"', '"Procurement"', '"New \\"name\\""'),
        (("cost_total", "value"), 2_000_000, "1_500_000", "2_000_000"),
        (("cost_total",), 7, "{value=1_500_000, source = 'charter'}", "7"),
        (("cost_total", "note"), "x", "'charter'}", "'charter', note = \"x\"}"),
        (("team", 0, "name"), "Bo", '"Ann"', '"Bo"'),
        (("team", 0, "fte"), 0.5, '"Ann" }', '"Ann", fte = 0.5 }'),
        (("goals", 1, "text"), "2", '"two"', '"2"'),
        (("goals", 0, "done"), True, 'text = "one"\n', 'text = "one"\ndone = true\n'),
        (("approved", "value"), False, "true", "false"),
        (("approved", "by"), "mayor", "value = true\n", 'value = true\nby = "mayor"\n'),
        (("staff",), 3, "# staff =\n", "# staff =\nstaff = 3\n"),
        (("end",), datetime.date(2018, 1, 31), "# end =\n", "# end =\nend = 2018-01-31\n"),
        (("sponsor",), "The Mayor", "# director\n]\n", '# director\n]\nsponsor = "The Mayor"\n'),
        (("odd key",), 1, "# director\n]\n", '# director\n]\n"odd key" = 1\n'),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_value_changes(
    path: tuple[str | int, ...], value: object, old: str, new: str, ending: str, mark: str
) -> None:
    assert PROJECT.count(old) == 1
    before = mark + PROJECT.replace("\n", ending)
    after = mark + PROJECT.replace(old, new).replace("\n", ending)
    assert set_value(document(before), path, value) == after


def test_a_file_without_a_last_line_break_gets_a_line_more() -> None:
    assert set_value(document("a = 1"), ("b",), 2) == "a = 1\nb = 2\n"
    assert set_value(document(""), ("b",), 2) == "b = 2\n"
    assert set_value(document("[t]\n"), ("b",), 2) == "b = 2\n[t]\n"
    assert set_value(document("[t]"), ("t", "b"), 2) == "[t]\nb = 2\n"
    assert set_value(document("t = {}"), ("t", "b"), 2) == "t = { b = 2 }"


def test_a_commented_line_of_another_table_does_not_attract_the_value() -> None:
    text = "a = 1\n[t]\n# b = 2\nc = 3\n"
    assert set_value(document(text), ("b",), 5) == "a = 1\nb = 5\n[t]\n# b = 2\nc = 3\n"


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a = 1\n", ("t", "b"), 1),
        ("[a]\nb = 1\n", ("a",), 1),
        ("[[a]]\nb = 1\n", ("a",), []),
        ("a.b = 1\n[c]\n", ("a", "c"), 1),
        ("a = [1]\n", ("a", 1), 2),
        ("a = 1\n", ("a",), object()),
        ("a = 1\n", ("a",), None),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(
    text: str, path: tuple[str | int, ...], value: object
) -> None:
    with pytest.raises(Unusable) as caught:
        set_value(document(text), path, value)
    assert caught.value.problems[0].code == "WS034"


SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.dates(min_value=datetime.date(1000, 1, 1)),
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(NAMES, VALUES)
def test_every_value_is_written_as_it_is_read(name: str, value: object) -> None:
    written = f"{toml_key(name)} = {toml_value(value)}"
    assert tomllib.loads(written) == {name: value}
    assert "\n" not in written


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["title", "cost_total", "staff", "team", "new"]), VALUES)
def test_any_value_can_be_set_and_nothing_else_changes(name: str, value: object) -> None:
    text = set_value(document(PROJECT), (name,), value)
    assert tomllib.loads(text) == {**tomllib.loads(PROJECT), name: value}
    comments = [part.split("#")[1] for part in PROJECT.split("\n") if "#" in part]
    kept = [comment for comment in comments if f"#{comment}" in text]
    assert len(kept) >= len(comments) - 1
