"""`--fix` changes one value at a time and leaves every other character, comments above all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hexvet.documents import Document, parse_document
from hexvet.model import Where
from hexvet.packs.lint.fixing import fixed
from hexvet.packs.lint.linting import lint
from hexvet.packs.lint.model import Fix
from hexvet.packs.loading import Loaded

from .test_linting import BASE, CITY

HEADER = '\n[pack]\nid = "city"\ntitle = "City"\nversion = "1.0.0"\nformat = 1\n'

LoadPack = Callable[..., Loaded]

PACK = """
# The city's own pack.
[gate.selection]
order = 1

[field.state]                       # how far it is
type = "text"
values = ["idea", "plan", "idea"]   # three of them
ask = "How far is it?"

[param.limit]
values = { 2018-01-01 = 24, 2020-01-01 = 24, 2021-01-01 = 30 }  # months
source = "ours"

[check.c]
require = "state is known"
severity = "blocker"
gate = "selection"
message = "m"
remedy = "r"
waivable = { by = ["mayor"] }       # nobody else
clause = "P5, see P023"
"""
MENDED = (
    PACK.replace('["idea", "plan", "idea"] ', '["idea", "plan"] ')
    .replace("2020-01-01 = 24, ", "")
    .replace('["mayor"] }', '["mayor"], max_days = 180 }')
    .replace('"P5, see P023"', '"P05, see P23"')
)


def document(text: str) -> Document:
    found = parse_document(text, "city.toml")
    assert isinstance(found, Document)
    return found


def mended(loaded: Loaded) -> str:
    """The text after as many rounds as it takes."""
    assert loaded.composition is not None
    return fixed(loaded.composition.document, (f.fix for f in lint(loaded) if f.fix))[0]


def test_all_safe_fixes_at_once_leave_the_rest_alone(load_pack: LoadPack) -> None:
    once = mended(
        load_pack(PACK, header="[pack]\nid = 'city'\ntitle = 'C'\nversion = '1'\nformat = 1\n")
    )
    header = "[pack]\nid = 'city'\ntitle = 'C'\nversion = '1'\nformat = 1\n"
    again = mended(load_pack(once, header=""))
    assert again == header + MENDED
    assert not [flaw for flaw in lint(load_pack(again, header="")) if flaw.fix]


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeff" + '[check.c]\r\nwaivable = { by = ["mayor"] } # é\r\n'
    fix = Fix(Where("city.toml", ("check", "c", "waivable", "max_days")), 180)
    changed, number = fixed(document(text), [fix])
    assert number == 1
    assert changed == text.replace('["mayor"] }', '["mayor"], max_days = 180 }')


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("[a]\nx = 1\ny = 2\n", ("a", "x"), "[a]\ny = 2\n"),
        ("[a]\nx = 1 # why\ny = 2\n", ("a", "x"), "[a]\n# why\ny = 2\n"),
        ("[a]\ny = 2\nx = 1", ("a", "x"), "[a]\ny = 2\n"),
        ("a = { x = 1, y = 2 }\n", ("a", "x"), "a = { y = 2 }\n"),
        ("a = { y = 2, x = 1 }\n", ("a", "x"), "a = { y = 2 }\n"),
        ("a = { y = 2, x = 1, z = 3 }\n", ("a", "x"), "a = { y = 2, z = 3 }\n"),
        ("a = { x = 1 }\n", ("a", "x"), "a = {  }\n"),
        (
            '[b]\nz = 1\n\n# it\n[override."q/x"] # really\ny = 2 # why\n# and\nk = 1\n\n[c]\n',
            ("override", "q/x"),
            "[b]\nz = 1\n\n# it\n# really\n# why\n# and\n\n[c]\n",
        ),
    ],
)  # fmt: skip
def test_a_key_goes_and_its_comments_stay(before: str, path: tuple[str, ...], after: str) -> None:
    assert fixed(document(before), [Fix(Where("city.toml", path))]) == (after, 1)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        # a comment inside the list would be lost
        ("a = [ # first\n 1, 1 ]\n", Fix(Where("city.toml", ("a",)), [1])),
        ("a.b.c = 1\n", Fix(Where("city.toml", ("a", "b", "d")), 1)),
        ("[a]\nx = 1\n[a.b]\ny = 1\n", Fix(Where("city.toml", ("a",)))),
        ("[a]\nx = 1\r\ny = 2\n", Fix(Where("city.toml", ("a", "x")))),
        ("[a]\nx = 1\n", Fix(Where("city.toml", ("a", "y")))),
        ("[a]\nx = 1\n", Fix(Where("base.toml", ("a", "x")))),
    ],
)
def test_what_cannot_be_done_safely_is_left(text: str, fix: Fix) -> None:
    assert fixed(document(text), [fix]) == (text, 0)


def test_one_fix_that_fails_does_not_stop_the_others() -> None:
    text = "a.b = 1\n[c]\nx = 1\ny = 2\n"
    fixes = [Fix(Where("city.toml", ("a", "b"))), Fix(Where("city.toml", ("c", "x")))]
    changed, number = fixed(document(text), fixes)
    assert number >= 1
    assert "x = 1" not in changed
    assert document(changed).data["c"] == {"y": 2}


def test_an_idle_override_goes_and_a_base_is_never_changed(load_pack: LoadPack) -> None:
    override = '\n[override."base/short"]\nseverity = "warning"\nreason = "r"\n'
    loaded = load_pack(
        override + "\n[field.note]\ntype = 'text'\nask = '?'\n", header=CITY, base=BASE
    )
    assert mended(loaded) == CITY + "\n\n[field.note]\ntype = 'text'\nask = '?'\n"
