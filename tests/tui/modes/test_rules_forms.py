"""A form writes nothing that is wrong, and an error hides no result that there was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from driving import text_of
from rules_desk import READY, effect, file, rules, shipped_text, swapped, text, to
from towns import Town

from hexvet_tui import verbs
from hexvet_tui.modes.rules import panes
from hexvet_tui.modes.rules.state import RulesState
from hexvet_tui.modes.rules.verbs import drafts, restored
from hexvet_tui.session import Session

__all__ = ["rules"]

LIMIT = """
[param.max_months]
label  = "Longest time"
values = { 2013-01-01 = 24 }  # of the council
"""
DEPARTMENTS = "[check.departments]"


def rule(town: Town) -> str:
    return "\n".join(text_of(panes.rule(town.scene, 78, 12)))


@pytest.fixture
def limited(rules: Town) -> Town:
    """The town's pack with a param that has a date."""
    file(rules).write_text(file(rules).read_text() + LIMIT)
    rules.read()
    return rules


# forms ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "keys", "typed", "line", "words"),
    [
        (DEPARTMENTS, ["f7", "s"], "x", "blockerx", "blocker, warning or advice"),
        (DEPARTMENTS, ["f7", "m", "ctrl+u"], "Not {redy}", "Not {redy}", "did you mean 'ready'?"),
        (DEPARTMENTS, ["f7", "p", "ctrl+u"], "mayor for 9999 days", "mayor for 9999 days",
         "9999 is out of range; from 1 to 3660"),
        ("[section.worth]", ["f7"], "-3", "-3", "-3 is out of range; from 0 to"),
        ("[criterion.cheap]", ["f7", "s", "ctrl+u"], "500", "500", "from 0 to 100"),
        ("[param.max_months]", ["f7", "ctrl+u"], "zzz", "zzz", "'zzz' is not a number"),
        ("[param.max_months]", ["f7"], "zzz", "24zzz", "'24zzz' is not a number"),
    ],
)  # fmt: skip
def test_a_value_that_is_refused_stays_in_its_line(
    limited: Town, at: str, keys: list[str], typed: str, line: str, words: str
) -> None:
    to(limited, at)
    before = text(limited).buffer
    limited.key(*keys)
    limited.type(typed)
    assert words in limited.session.message.text
    assert limited.session.message.tone == "alert"
    assert limited.session.prompt is not None
    assert limited.session.prompt.text == line
    assert text(limited).buffer == before, "nothing is written"
    assert file(limited).read_text() == before.text
    limited.key("escape")
    assert limited.session.prompt is None
    assert text(limited).buffer == before


def test_what_was_refused_is_mended_in_its_line(limited: Town) -> None:
    to(limited, "[param.max_months]")
    limited.key("f7")
    assert limited.session.prompt is not None
    assert limited.session.prompt.purpose.hint == "a number: 24, 1_500_000 or 0.5"
    limited.type("zzz")
    limited.key(*["backspace"] * 4)
    limited.type("5")
    assert limited.session.prompt is None
    assert limited.session.message.text == "value written into the text; ^z takes it back"
    assert "values = { 2013-01-01 = 25 }  # of the council" in text(limited).buffer.lines


def test_an_error_elsewhere_in_the_draft_keeps_no_value_out(rules: Town) -> None:
    swapped(rules, READY, 'require = "redy"')
    assert text(rules).errors == 1
    rules.key("f7", "s", "ctrl+u")
    rules.type("advice")
    assert rules.session.prompt is None
    assert 'severity = "advice"' in text(rules).buffer.lines
    assert text(rules).errors == 1


# the last good result -------------------------------------------------------------------------
def crashed(town: Town) -> None:
    """The draft of a session that was killed, taken back in a new one."""
    [draft] = drafts(town.session)
    assert town.session.assessment is not None
    town.settle(verbs.entered(Session().with_assessment(town.session.assessment), "rules"))
    town.settle(restored(town.session, draft))
    town.key("e")


def test_a_draft_with_errors_that_comes_back_says_what_it_said(rules: Town) -> None:
    to(rules, DEPARTMENTS)
    rules.key("end", "x")
    before = effect(rules), rule(rules)
    assert "0 flips: the rules are those in force." in before[0]
    crashed(rules)
    assert text(rules).errors
    assert (effect(rules), rule(rules)) == before
    to(rules, "[check.owned]")
    assert "Somebody owns it" in rule(rules)
    swapped(rules, "[check.departments]x", "[check.departments]")
    swapped(rules, READY, 'require = "not ready"')
    assert "EFFECT of this draft" in effect(rules)
    assert "2 of 3 projects change" in effect(rules)


def test_a_draft_of_a_file_that_was_broken_meanwhile_tells_the_rules_in_force(rules: Town) -> None:
    to(rules, DEPARTMENTS)
    rules.key("end", "x")
    file(rules).write_text("x = [")
    crashed(rules)
    to(rules, "[check.owned]")
    assert "Somebody owns it" in rule(rules)


def test_an_extension_with_errors_that_comes_back_tells_the_pack_that_it_extends(
    ridgeway: Town,
) -> None:
    """It was never saved, and no text of it is right: what it extends is in force."""
    shipped_text(ridgeway)
    to(ridgeway, "[param.nirn_high]")
    ridgeway.key("f2", "x", "x")
    own = text(ridgeway).file
    assert text(ridgeway).errors
    crashed(ridgeway)
    assert text(ridgeway).file.path == own.path
    assert text(ridgeway).replaces == "nirn-hexagon"
    assert own.path in [one.path for one in ridgeway.session.of(RulesState).files]
    to(ridgeway, '[override."nirn-hexagon/nirn_high"]')
    assert "RULE param nirn_high" in rule(ridgeway)
    assert "0 flips: the rules are those in force." in effect(ridgeway)
    swapped(ridgeway, "value  = 4x", "value  = 5")
    assert not text(ridgeway).errors
    ridgeway.key("f2")
    assert 'packs = ["town", "ridgeway"]' in ridgeway.page()


def test_an_error_before_the_first_judgement_hides_nothing(rules: Town) -> None:
    """Typed faster than the text was judged: what was begun for the text as it was is replaced."""
    fresh = replace(
        text(rules), judged=None, judged_edits=-1, effect=None, effect_edits=-1, pack=None
    )
    rules.session = rules.session.having(rules.session.of(RulesState).having(fresh))
    to(rules, DEPARTMENTS)
    rules.key("end", "x")
    assert text(rules).errors
    assert "0 flips" in effect(rules)
    to(rules, "[check.owned]")
    assert "Somebody owns it" in rule(rules)


def test_the_page_of_f2_says_that_the_draft_has_errors(rules: Town) -> None:
    to(rules, DEPARTMENTS)
    rules.key("end", "x", "f2")
    assert "The draft has errors: what flips cannot be told" in rules.page()
    assert "in force" not in rules.page()
