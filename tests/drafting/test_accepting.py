"""Values that were typed are taken where the draft has no error by them that it had not before;
and what holds while a draft was never without errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import DAY, Desk, effect_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hexvet.documents import Document, parse_document
from hexvet.drafting.forms import Form, accepted, forms, refusal
from hexvet.drafting.judging import Draft, judge, standing
from hexvet.problems import Unusable

DATED = """
[param.limit]
label = "Longest time"
unit  = "months"
values = { 2013-01-01 = 24, 2026-01-01 = 30 }  # of the council

[param.first]
value = 2026-01-01

[param.fee]
unit  = "USD"
value = 100

[param.open]
value = true

[param.word]
value = "yes"

[param.part]
type  = "share"
values = { 2013-01-01 = 0.25 }
"""


def draft_of(desk: Desk, text: str) -> Draft:
    return Draft(desk.root, desk.root / "rules" / "town.toml", "rules/town.toml", text)


def form_of(desk: Desk, text: str, kind: str, name: str, key: str) -> Form:
    document = parse_document(text, "rules/town.toml")
    assert isinstance(document, Document)
    pack = desk.judged(desk.text).pack
    return next(one for one in forms(document, kind, name, DAY, pack) if one.key == key)


def typed(desk: Desk, text: str, kind: str, name: str, key: str, value: str) -> str:
    """The text with a value that a form took."""
    found = form_of(desk, text, kind, name, key)
    return accepted(draft_of(desk, text), found, value, desk.assessment)


def refused(desk: Desk, text: str, kind: str, name: str, key: str, value: str) -> str:
    """Why a form did not take a value."""
    with pytest.raises((ValueError, Unusable)) as told:
        typed(desk, text, kind, name, key, value)
    return refusal(told.value)


# what a form takes ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "name", "key", "value", "words"),
    [
        ("check", "time", "s", "adviceblocker", "is no severity: blocker, warning or advice"),
        ("check", "time", "s", "Blocker", "is no severity: blocker, warning or advice"),
        ("check", "time", "m", "Planned for {monts} months.", "did you mean 'months'?"),
        ("check", "time", "m", "Planned for {months", "{"),
        ("check", "time", "p", "mayor for 0 days", "0 is out of range; from 1 to 3660"),
        ("check", "time", "p", "the mayor", "roles and days"),
        ("section", "gain", "w", "-1", "-1 is out of range; from 0 to 1e+06"),
        ("section", "gain", "w", "inf", "too large or not a number"),
        ("section", "gain", "w", "nan", "too large or not a number"),
        ("section", "gain", "w", '"2"', "is not a number"),
        ("criterion", "short", "s", "101", "101 is out of range; from 0 to 100"),
        ("criterion", "short", "w", "true", "is not a number"),
        ("param", "limit", "v", "zzz", "'zzz' is not a number: 24, 1_500_000 or 0.5"),
        ("param", "limit", "v", "2026-01-01", "is not a number"),
        ("param", "limit", "v", "1e16", "too large or not a number"),
        ("param", "limit", "v", "[24]", "is not a number"),
        ("param", "longest", "v", "zzz", "is not a number"),
        ("param", "step", "v", "25%", "'25%' is not a share from 0 to 1: 0.25"),
        ("param", "step", "v", "25", "is not a share"),
        ("param", "part", "v", "true", "is not a share"),
        ("param", "first", "v", "soon", "'soon' is not a date: 2026-10-01"),
        ("param", "first", "v", "2026-02-30", "is not a date"),
        ("param", "first", "v", "2026-01-01T10:00:00", "is not a date"),
        ("param", "fee", "v", "dear", "is not a"),
        ("param", "open", "v", "yes", "'yes' is not true or false"),
        ("param", "open", "v", "1", "is not true or false"),
    ],
)
def test_what_would_be_an_error_is_refused_in_words(
    desk: Desk, kind: str, name: str, key: str, value: str, words: str
) -> None:
    assert words in refused(desk, desk.text + DATED, kind, name, key, value)


@pytest.mark.parametrize(
    ("kind", "name", "key", "value", "written"),
    [
        ("check", "time", "s", "advice", 'severity = "advice"'),
        ("check", "time", "m", "{months} is too long.", 'message  = "{months} is too long."'),
        ("check", "time", "p", "mayor for 9 days", '{ by = ["mayor"], max_days = 9 }'),
        ("section", "gain", "w", "0", "weight = 0"),
        ("criterion", "short", "s", "60", "met_at = 60"),
        ("param", "limit", "v", "18", "2013-01-01 = 24, 2026-01-01 = 18 }  # of the council"),
        ("param", "step", "v", "0.75", "value = 0.75"),
        ("param", "first", "v", "2027-03-01", "value = 2027-03-01"),
        ("param", "fee", "v", "1_500_000", "value = 1_500_000"),
        ("param", "open", "v", "false", "value = false"),
        ("param", "word", "v", "24", 'value = "24"'),
        ("param", "word", "v", "no, never", 'value = "no, never"'),
    ],
)
def test_what_is_right_is_written(
    desk: Desk, kind: str, name: str, key: str, value: str, written: str
) -> None:
    text = desk.text + DATED
    assert not desk.judged(text).errors
    assert text.count(written) == 0
    new = typed(desk, text, kind, name, key, value)
    assert new.count(written) == 1
    assert not desk.judged(new).errors


def test_an_error_that_was_there_keeps_no_value_out(desk: Desk) -> None:
    text = desk.swapped('require  = "months <= longest"', 'require  = "month <= longest"')
    assert desk.judged(text).errors == 1
    new = typed(desk, text, "check", "time", "p", "mayor for 9 days")
    assert desk.judged(new).errors == 1, "the value is a line above the error, which moved"
    assert "monhts" in refused(desk, text, "check", "time", "m", "Planned for {monhts}.")


def test_a_wrong_value_that_was_typed_by_hand_is_mended_by_the_form(desk: Desk) -> None:
    """The text alone would make a text of this param."""
    text = desk.swapped('unit  = "months"\nvalue = 24', 'unit  = "months"\nvalue = "zzz"')
    assert form_of(desk, text, "param", "longest", "v").hint.startswith("a number")
    assert typed(desk, text, "param", "longest", "v", "24") == desk.text
    text = desk.swapped('unit  = "months"\nvalue = 24', 'unit  = "months"\nvalue = [24]')
    assert typed(desk, text, "param", "longest", "v", "24") == desk.text
    text = desk.text.replace('severity = "blocker"', 'severity = "adviceblocker"', 1)
    assert typed(desk, text, "check", "time", "s", "blocker") == desk.text


def extending(desk: Desk, rows: str) -> str:
    return f"""\
[pack]
id = "own"
title = "Own"
version = "1.0.0"
format = 1
extends = ["town@1"]

{rows}
reason = "So it is here."
"""


@pytest.mark.parametrize(
    ("rows", "key", "value", "words"),
    [
        ('[override."town/longest"]\nvalue = 30', "v", "zzz", "'zzz' is not a number"),
        ('[override."town/param.step"]\nvalue = 0.3', "v", "30", "is not a share"),
        ('[override."town/time"]\nseverity = "advice"', "s", "hard", "is no severity"),
        ('[override."town/gone"]\nseverity = "advice"', "s", "hard", "is no severity"),
        ('[override."town/time"]\nmessage = "Long."', "m", "{mnths}", "'months'"),
        (
            '[override."town/time"]\nwaivable = { by = ["mayor"], max_days = 9 }',
            "p", "mayor for 999 days", "cannot make a blocker waivable for 999 days; at most 180",
        ),
    ],
)  # fmt: skip
def test_an_override_is_held_to_the_rule_that_it_changes(
    desk: Desk, rows: str, key: str, value: str, words: str
) -> None:
    text = extending(desk, rows)
    draft = Draft(desk.root, desk.root / "rules" / "own.toml", "rules/own.toml", text)
    document = parse_document(text, "rules/own.toml")
    assert isinstance(document, Document)
    [target] = document.data["override"]  # type: ignore[misc]
    pack = judge(draft, desk.assessment, lint=False).pack
    found = forms(document, "override", str(target), DAY, pack)
    one = next(form for form in found if form.key == key)
    with pytest.raises((ValueError, Unusable)) as told:
        accepted(draft, one, value, desk.assessment)
    assert words in refusal(told.value)


def test_what_breaks_a_pack_in_force_that_extends_it_is_refused_with_its_place(desk: Desk) -> None:
    """The other pack counts on the kind of a param that this one leaves open."""
    import hexvet

    text = desk.text + '\n[param.word]\nvalue = "yes"\n'
    (desk.root / "rules" / "town.toml").write_text(text)
    own = extending(desk, '[override."town/longest"]\nvalue = 30')
    own += """
[check.more]
title    = "More"
require  = "word != 'maybe'"
severity = "blocker"
gate     = "launch"
"""
    (desk.root / "rules" / "own.toml").write_text(own)
    settings = desk.root / "hexvet.toml"
    said = settings.read_text()
    assert '"town"' in said
    settings.write_text(said.replace('"town"', '"own"'))
    found = hexvet.evaluate(hexvet.load(desk.root), DAY)
    assert [pack.id for pack in found.packs] == ["own"]
    document = parse_document(text, "rules/town.toml")
    assert isinstance(document, Document)
    severity = forms(document, "check", "time", DAY)
    message = next(one for one in severity if one.key == "m")
    with pytest.raises(Unusable) as told:
        accepted(draft_of(desk, text), message, "{wrd}", found)
    assert "'word'" in refusal(told.value)
    word = Form("v", "value", ("param", "word", "value"), "yes")  # of no kind: any is taken
    with pytest.raises(Unusable) as told:
        accepted(draft_of(desk, text), word, "5", found)
    assert refusal(told.value).startswith("rules/own.toml:")


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    st.sampled_from(
        [("check", "time", "s"), ("check", "time", "m"), ("check", "time", "p"),
         ("section", "gain", "w"), ("param", "longest", "v"), ("param", "step", "v"),
         ("param", "limit", "v"), ("param", "first", "v"), ("criterion", "short", "s")]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
    | st.from_regex(r"[-+0-9._e]{1,9}", fullmatch=True)
    | st.integers().map(str) | st.floats().map(str) | st.dates().map(str),
)  # fmt: skip
def test_whatever_is_typed_leaves_no_error(
    desk: Desk, spot: tuple[str, str, str], value: str
) -> None:
    text = desk.text + DATED
    try:
        new = typed(desk, text, *spot, value)
    except (ValueError, Unusable) as error:
        assert refusal(error)
        return
    judged = desk.judged(new)
    assert not judged.errors
    assert judged.pack is not None
    assert judged.pack.params["limit"].kind == "number"
    assert judged.pack.params["step"].kind == "share"


# what holds meanwhile -------------------------------------------------------------------------
BROKEN = "x = ["


def test_the_text_of_the_file_holds_before_the_draft_is_ever_right(desk: Desk) -> None:
    other = desk.swapped('unit  = "months"\nvalue = 24', 'unit  = "months"\nvalue = 6')
    found = standing(draft_of(desk, BROKEN), other, desk.assessment)
    assert found is not None
    assert effect_of(found) == effect_of(desk.judged(other))
    assert effect_of(found).flips


@pytest.mark.parametrize("saved", [None, "y = ["])
def test_the_text_in_force_holds_where_the_file_is_gone_or_broken(
    desk: Desk, saved: str | None
) -> None:
    found = standing(draft_of(desk, BROKEN), saved, desk.assessment)
    assert found is not None
    assert found.pack is not None
    assert found.pack.params["longest"].kind == "number"
    assert effect_of(found).flips == 0
    assert standing(draft_of(desk, BROKEN), saved, None) is None


def test_of_a_new_file_the_pack_holds_whose_place_it_takes(desk: Desk) -> None:
    path = Path(desk.root / "rules" / "own.toml")
    found = standing(Draft(desk.root, path, "rules/own.toml", BROKEN, "town"), None,
                     desk.assessment)  # fmt: skip
    assert found is not None
    assert found.pack is not None
    assert found.pack.id == "town"
    assert (effect_of(found).total, effect_of(found).flips) == (4, 0)
    other = Draft(desk.root, path, "rules/own.toml", BROKEN)
    assert standing(other, None, desk.assessment) is None
