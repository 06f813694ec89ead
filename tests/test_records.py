"""Tables are read against a shape; everything wrong in them is said at once."""

from __future__ import annotations

import pytest

from hexvet.documents import Document, parse_document
from hexvet.records import Codes, Key, Mistakes, read_record

SHAPE = {
    "title": Key("text", required=True),
    "role": Key("text", choices=("mayor", "council")),
    "days": Key("integer", low=1, high=365),
    "share": Key("number"),
    "waivable": Key("truth table", keys={"by": Key("list", each=Key("text"), required=True)}),
    "rules": Key("table", each=Key("table", keys={"x": Key("date", required=True)})),
    "free": Key("any"),
}


def read(text: str, codes: Codes | None = None) -> tuple[dict[str, object], Mistakes]:
    document = parse_document(text, "x.toml")
    assert isinstance(document, Document), document
    mistakes = Mistakes(document, codes) if codes else Mistakes(document)
    return read_record(mistakes, (), SHAPE), mistakes


def test_what_is_right_is_returned() -> None:
    values, mistakes = read(
        "title = 'x'\nrole = 'mayor'\ndays = 3\nshare = 1\nwaivable = { by = ['a', 'b'] }\n"
        "free = [[1]]\n[rules.one]\nx = 2018-01-01\n"
    )
    assert mistakes.problems == []
    assert values["waivable"] == {"by": ["a", "b"]}
    assert list(values) == ["title", "role", "days", "share", "waivable", "free", "rules"]


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("title = 'x'\nrol = 'mayor'", "WS010", (2, 1), "did you mean 'role'?"),
        ("titel = 1\ntitle = 'x'", "WS010", (1, 1), "'title' stands here already"),
        ("days = 1", "WS011", (1, 1), "title"),
        ("title = 1", "WS012", (1, 9), "a text in quotes, got the number 1"),
        ("title = 'x'\nrole = 'mayer'", "WS013", (2, 8), "did you mean 'mayor'?"),
        ("title = 'x'\ndays = 366", "WS014", (2, 8), "from 1 to 365"),
        ("title = 'x'\ndays = 1.0", "WS012", (2, 8), "a whole number"),
        ("title = 'x'\ndays = true", "WS012", (2, 8), "got true"),
        ("title = 'x'\nshare = nan", "WS015", (2, 9), ""),
        ("title = ''", "WS019", (1, 9), "empty"),
        ("title = 'a\tb'\nwaivable = 1", "WS012", (2, 12), "true or false or a table"),
        ("title = 'x'\nwaivable = {}", "WS011", (2, 1), "'by' is missing"),
        ("title = 'x'\nwaivable = { by = ['a', 1] }", "WS012", (2, 25), ""),
        ("title = 'x'\n[rules.one]\nx = 2018-01-01T00:00:00", "WS012", (3, 5), "date and time"),
        ("title = 'x'\n[rules]\none = 1", "WS012", (3, 7), "a table"),
        ('title = "a\\u001b"', "WS018", (1, 11), "U+001B"),
    ],
)
def test_each_mistake_has_its_place(
    text: str, code: str, place: tuple[int, int], words: str
) -> None:
    _, mistakes = read(text)
    (found,) = mistakes.problems
    assert (found.code, (found.place.line, found.place.column)) == (code, place)
    assert words in f"{found.message} {found.hint}"


def test_a_caller_has_codes_of_its_own() -> None:
    _, mistakes = read("x = 1", Codes(unknown_key="RP001", missing_key="RP002"))
    assert sorted(found.code for found in mistakes.problems) == ["RP001", "RP002"]
