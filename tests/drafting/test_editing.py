"""Quick fixes, forms, texts side by side, and rules in plain words."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from desks import Desk
from hypothesis import given
from hypothesis import strategies as st

from hexvet.documents import Document, parse_document
from hexvet.drafting.fixing import mended
from hexvet.drafting.forms import Form, changed, entry_at, forms
from hexvet.drafting.judging import Mistake
from hexvet.drafting.sides import shared, sides
from hexvet.drafting.telling import decided, full_id, told
from hexvet.problems import Place, Problem

DAY = datetime.date(2026, 6, 1)
TEXT = """\
[param.longest]   # the limit
value = 24        # months

[param.dated]
values = { 2020-01-01 = 1, 2026-01-01 = 2, 2030-01-01 = 3 }  # rising

[section.gain]
order  = 1
weight = 2.0   # heavy

[check.time]
title    = "Time"
severity = "blocker"   # hard
message  = "Too [long]."
waivable = { by = ["mayor"], max_days = 90 }
"""


def document(text: str = TEXT) -> Document:
    found = parse_document(text, "rules/x.toml")
    assert isinstance(found, Document)
    return found


def form(kind: str, name: str, key: str) -> Form:
    return next(one for one in forms(document(), kind, name, DAY) if one.key == key)


# quick fixes ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"months <= longest"', '"months <= longst"'),
        ('met     = "backed"', 'met     = "baked"'),
        ('section = "effort"', 'section = "efort"'),
        ('remedy   = "Find one."', 'remdy    = "Find one."'),
    ],
)
def test_did_you_mean_is_carried_out(desk: Desk, right: str, wrong: str) -> None:
    text = desk.swapped(right, wrong)
    fixed = [mended(text, one) for one in desk.judged(text).mistakes]
    assert desk.text.replace(" ", "") in [new.replace(" ", "") for new in fixed if new]


def test_a_fix_of_lint_keeps_every_comment(desk: Desk) -> None:
    text = desk.swapped(
        'fill  = "any"\n\n[section.effort]', 'fill  = "any"  # any\n\n[section.effort]'
    )
    text = text.replace(
        'gate     = "selection"\nmessage', 'gate     = "selection"  # first\nmessage'
    )
    fixes = [one for one in desk.judged(text, lint=True).mistakes if one.fix]
    for one in fixes:
        new = mended(text, one)
        assert new is not None
        assert "# any" in new
        assert "# first" in new


def test_a_key_that_is_given_beside_the_right_one_is_not_renamed(desk: Desk) -> None:
    right = 'severity = "warning"\ngate     = "selection"'
    text = desk.swapped(right, f'severty = "x"\n{right}')
    mistake = desk.judged(text).mistakes[0]
    assert mistake.problem.code == "RP011"
    assert mistake.problem.hint == "'severity' stands here already: take this one out"
    assert mended(text, mistake) is None


def _examples() -> list[str]:
    """Every pack among the examples of lint's pages."""
    pages = sorted((Path(__file__).parents[2] / "docs" / "lint").glob("RP*.md"))
    blocks = [part for page in pages for part in page.read_text().split("```toml\n")[1:]]
    return [text for part in blocks if "[pack]" in (text := part.partition("```")[0])]


EXAMPLES = _examples()


@given(st.data())
def test_no_swapped_word_leaves_a_text_that_does_not_read(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(EXAMPLES))
    words = list(re.finditer(r"[A-Za-z_]+", text))
    wrong, meant = (data.draw(st.sampled_from(words)) for _ in range(2))
    row = text.count("\n", 0, wrong.start())
    column = wrong.start() - text.rfind("\n", 0, wrong.start())
    place = Place("x.toml", row + 1, column, len(wrong[0]))
    message, hint = f"unknown key '{wrong[0]}'", f"did you mean '{meant[0]}'?"
    new = mended(text, Mistake(Problem("RP011", message, place, hint)))
    assert new is None or isinstance(parse_document(new, ""), Document)


def test_what_a_person_has_to_mend_has_no_fix(desk: Desk) -> None:
    text = desk.swapped('severity = "warning"\ngate     = "selection"', 'gate     = "selection"')
    missing = desk.judged(text).mistakes[0]
    assert mended(text, missing) is None
    broken = desk.judged("x = [").mistakes[0]
    assert mended("x = [", broken) is None
    assert mended("", broken) is None


# forms ----------------------------------------------------------------------------------------
def test_the_table_around_a_row() -> None:
    lines = TEXT.split("\n")
    assert entry_at(lines, 1) == ("param", "longest")
    assert entry_at(lines, lines.index('title    = "Time"')) == ("check", "time")
    assert entry_at(["# [x]", "a = 1"], 1) == ("", "")
    assert entry_at(['[override."la-model/time"]'], 0) == ("override", "la-model/time")
    assert entry_at([], 0) == ("", "")


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("[param.limit", ("param", "limit")),
        ("[param.limit  # no bracket", ("param", "limit")),
        ("[param.", ("param", "")),
        ("[param", ("param", "")),
        ('[override."la-model/time"', ("override", "la-model/time")),
        ("[param.max limit]", ("", "")),
        ('[param."limit', ("", "")),
        ('  ["a", "b"],', ("gate", "close")),
        ("  [1, 2],", ("gate", "close")),
    ],
)
def test_a_broken_heading_never_names_the_rule_above(
    broken: str, expected: tuple[str, str]
) -> None:
    assert entry_at(["[gate.close]", "order = 1", broken, "x = 1"], 3) == expected


@pytest.mark.parametrize(
    ("kind", "name", "key", "typed", "old", "new"),
    [
        ("param", "longest", "v", "18", "value = 24 ", "value = 18 "),
        ("param", "dated", "v", "9", "2026-01-01 = 2", "2026-01-01 = 9"),
        ("section", "gain", "w", "0.5", "weight = 2.0", "weight = 0.5"),
        ("check", "time", "m", 'Not "now"', '"Too [long]."', '"Not \\"now\\""'),
        ("check", "time", "s", "warning", '"blocker"', '"warning"'),
        ("check", "time", "p", "mayor, director for 30 days", '["mayor"], max_days = 90',
         '["mayor", "director"], max_days = 30'),
    ],
)  # fmt: skip
def test_a_form_changes_one_value_and_no_comment(
    kind: str, name: str, key: str, typed: str, old: str, new: str
) -> None:
    assert TEXT.count(old) == 1
    assert changed(document(), form(kind, name, key), typed) == TEXT.replace(old, new)


def test_a_form_says_the_value_that_stands_there() -> None:
    assert form("param", "dated", "v").said == "2"
    assert form("check", "time", "p").said == "mayor for 90 days"
    assert form("check", "time", "r").said == ""
    assert forms(document(), "gate", "intake", DAY) == ()
    override = document('[override."a/b"]\nvalue = 3\nreason = "So."\n')
    found = forms(override, "override", "a/b", DAY)
    assert [(one.word, one.said) for one in found] == [("value", "3"), ("reason", "So.")]
    assert changed(override, found[1], "No [more].") == (
        '[override."a/b"]\nvalue = 3\nreason = "No [more]."\n'
    )
    assert forms(document(), "check", "gone", DAY) == ()


@pytest.mark.parametrize(
    ("kind", "name", "key", "typed"),
    [
        ("section", "gain", "w", "heavy"),
        ("param", "longest", "v", "1 2"),
        ("check", "time", "p", "the mayor"),
        ("check", "time", "m", "   "),
    ],
)
def test_what_is_no_value_is_refused_in_words(kind: str, name: str, key: str, typed: str) -> None:
    with pytest.raises(ValueError, match=r"number|roles and days|nothing"):
        changed(document(), form(kind, name, key), typed)


# side by side ---------------------------------------------------------------------------------
def test_equal_rows_far_from_a_difference_are_counted() -> None:
    old = "\n".join(f"row {n}" for n in range(1, 21))
    found = sides(old, old.replace("row 10\n", "row ten\nrow more\n"), around=1)
    assert found[0] == ("skipped", 8, "", 0, "")
    assert found[1:5] == (
        ("same", 9, "row 9", 9, "row 9"),
        ("changed", 10, "row 10", 10, "row ten"),
        ("added", 0, "", 11, "row more"),
        ("same", 11, "row 11", 12, "row 11"),
    )
    assert found[5] == ("skipped", 9, "", 0, "")
    assert sides(old, old) == ()


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_both_texts_can_be_read_off_the_sides(old: list[str], new: list[str]) -> None:
    rows = sides("\n".join(old), "\n".join(new), around=100)
    if old == new:
        assert rows == ()
        return
    assert [row.old for row in rows if row.old_row] == old
    assert [row.new for row in rows if row.new_row] == new


def test_where_two_lines_differ() -> None:
    assert shared("weight = 0.25", "weight = 0.75") == (11, 1)
    assert shared("aaa", "aa") == (2, 0), "nothing is shared twice"
    assert shared("same", "same") == (4, 0)
    assert shared("", "x") == (0, 0)


# plain words ----------------------------------------------------------------------------------
def test_a_check_in_plain_words(desk: Desk) -> None:
    pack = desk.assessment.packs[0]
    assert told(pack, "check", "time", DAY) == (
        ("title", "Time-limited scope"),
        ("asks", "Months planned is at most Longest time for a project (24 months)"),
        ("guards", "Selection, as a blocker"),
        ("remedy", "Split the work into phases."),
    )
    assert told(pack, "criterion", "backed", DAY)[1] == (
        "met when",
        "Backed by its department: yes",
    )
    assert dict(told(pack, "param", "longest", DAY))["value"] == "24 months"
    assert told(pack, "check", "gone", DAY) == ()
    assert told(pack, "pack", "", DAY) == ()
    assert full_id(pack, "check", "time") == "town/time"
    assert full_id(pack, "param", "longest") == "longest"


@pytest.mark.parametrize(
    ("severity", "words"),
    [("blocker", "as a blocker"), ("warning", "as a warning"), ("advice", "as advice")],
)
def test_a_severity_stands_in_a_sentence(desk: Desk, severity: str, words: str) -> None:
    text = desk.text.replace('severity = "blocker"', f'severity = "{severity}"', 1)
    pack = desk.judged(text).pack
    assert pack is not None
    assert dict(told(pack, "check", "time", DAY))["guards"] == f"Selection, {words}"


def test_whom_a_rule_decides_counts_every_project_once(desk: Desk) -> None:
    found = decided(desk.assessment, "check", "town/time")
    projects = desk.assessment.workspace.projects
    expected = [desk.assessment.project(name).checks["town/time"].status for name in projects]
    assert found == {status: expected.count(status) for status in expected}
    assert decided(desk.assessment, "param", "longest") == {}
