"""The lines around every screen: both clocks, the modes as words or digits, questions."""

from __future__ import annotations

from dataclasses import replace

import driving
import fakes
import pytest

from hexvet.drafting.revisions import InForce
from hexvet_tui import actions, bars, filter_completion, filter_terms, modes, title_bar
from hexvet_tui.prompting import Choice, Prompt, Purpose, Question
from hexvet_tui.revisions import Revisions
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line, width_of


def text(line: Line) -> str:
    return "".join(part for part, _ in line)


def title(width: int, **parts: object) -> str:
    session = replace(driving.opened(), **parts)  # type: ignore[arg-type]
    line = title_bar.title(driving.scene_of(session), width)
    assert width_of(line) == width
    return "".join(text for text, _ in line)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (200, "[1 Portfolio] 2 Project  3 Rules  4 Compare  5 Sensitivity  6 Monitor "),
        (120, "[1 Portf] 2 Proj 3 Rules 4 Cmp 5 Sens 6 Mon 7 Prog 8 Log "),
        (80, "[1 Portf] 2 Proj 3 Rules 4 Cmp 5 Sens 6 Mon 7 Prog 8 Log "),
        (60, "[1 Portf] 2  3  4  5  6  7  8 "),
    ],
)
def test_the_modes_give_way_before_the_date_does(width: int, shown: str) -> None:
    line = title(width)
    assert line.startswith(shown)
    assert "2026-02-14" in line


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_both_clocks_are_always_there(width: int) -> None:
    for found, shown in (
        (Revisions(), "1.0.0"),
        (Revisions({"fake-model": InForce(14, True)}), "r14+"),
        (Revisions({"fake-model": InForce(0, True)}), "1.0.0+"),
        (Revisions({"fake-model": InForce(14, False)}), "r14"),
        (Revisions({"fake-model": InForce(14, False)}, ("d3",)), "DRAFT d3"),
    ):
        line = title(width, states={Revisions: found})
        assert "2026-02-14" in line
        assert shown in line.replace(" + changed by hand", "+")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_with_a_draft_the_title_says_what_is_in_force(width: int) -> None:
    found = Revisions({"fake-model": InForce(14, True)}, ("fake-model",))
    line = title(width, states={Revisions: found}).replace(" + changed by hand", "+")
    assert "DRAFT" in line and "r14+" in line


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, "recorded as entry 3: DECIDE a to launch; u takes it back; 2 verdicts changed"),
        (78, "recorded as entry 3: DECIDE a to launch; u takes it back; :messages tells all"),
        (60, "recorded as entry 3: DECIDE a to launch; u takes it back"),
    ],
)
def test_what_was_recorded_and_how_to_undo_it_come_first(width: int, shown: str) -> None:
    text = "recorded as entry 3: DECIDE a to launch; u takes it back"
    more = "2 verdicts changed" if width == 80 else f"2 verdicts changed: {'Alpha, ' * 9}"
    session = driving.opened().said(text, "good", more)
    line = bars.status(driving.scene_of(session), width)
    assert "".join(part for part, _ in line).strip() == shown
    assert session.history[-1].whole == f"{text}; {more}"


def test_modes_have_their_digits_in_order_and_letters_of_their_own() -> None:
    assert "".join(tab.key for tab in modes.TABS) == "12345678"
    assert len({tab.letter for tab in modes.TABS}) == len(modes.TABS)


def test_a_mode_without_a_digit_is_not_in_the_title() -> None:
    line = title(200)
    assert all(f"{tab.key} {tab.word}" in line for tab in modes.TABS)
    assert not any(tab.word in line for tab in modes.ASIDE)


def test_a_question_names_the_keys_that_answer_it() -> None:
    choices = (Choice("q", "quit without saving", lambda now: now),)
    asked = driving.opened().asked(Question("not saved: la_model.toml", choices))
    line = "".join(text for text, _ in bars.status(driving.scene_of(asked), 100))
    assert line.rstrip() == " not saved: la_model.toml  q quit without saving  esc leaves it"


@pytest.mark.parametrize("width", [60, 80])
def test_a_long_question_goes_on_in_the_footer_and_every_key_has_its_word(width: int) -> None:
    words = (("m", "keep mine"), ("t", "take theirs"), ("b", "show both"))
    choices = tuple(Choice(key, word, lambda now: now) for key, word in words)
    asked = driving.opened().asked(Question("changed by somebody else: " + "x" * 80, choices))
    scene = driving.scene_of(asked)
    rows = [
        "".join(text for text, _ in bar(scene, width)).rstrip()
        for bar in (bars.status, bars.footer)
    ]
    assert all(len(row) <= width for row in rows)
    assert rows[0].startswith(" changed by somebody")
    shown = "".join(rows)
    assert all(f"{key} {word}" in shown for key, word in words)
    assert "esc" in shown


def test_the_status_line_tells_what_marks_are_good_for() -> None:
    marked = driving.key(driving.opened(), " ", " ")
    line = "".join(text for text, _ in bars.status(driving.scene_of(marked), 100))
    assert line.startswith(" 2 marked: ")
    assert "x export" in line
    assert "esc clear" in line


def typed_filter(text: str) -> Session:
    return driving.typed(driving.key(driving.opened(driving.city()), "/"), text)


UNCLEAR = "unmet:executive_sponsor due<30d"


def test_a_term_that_means_nothing_is_not_in_force_and_the_others_are() -> None:
    kept = driving.key(typed_filter(UNCLEAR), "enter", "j")
    # The sample has three projects with a milestone before 31 October 2026.
    assert len(kept.rows.order) == 3
    line = text(bars.info(driving.scene_of(kept), 80))
    assert "filter due<30d" in line
    assert "not in force: unmet:executive_sponsor" in line


@pytest.mark.parametrize("keys", [(), ("enter",), ("enter", "j")])
def test_why_a_term_means_nothing_stays_in_words_with_its_way_out(keys: tuple[str, ...]) -> None:
    scene = driving.scene_of(driving.key(typed_filter(UNCLEAR), *keys))
    line = text(bars.status(scene, 80))
    assert "did you mean 'elected_sponsor'?" in line
    assert "no section, check or gate 'executive_sponsor'" in line


def test_a_filter_is_typed_with_its_beginning_in_sight_while_there_is_room() -> None:
    line = text(bars.prompt(driving.scene_of(typed_filter(UNCLEAR)), 80))
    assert line.startswith(f" filter: {UNCLEAR} ")


def test_a_term_under_way_is_completed_before_it_is_blamed() -> None:
    line = text(bars.status(driving.scene_of(typed_filter("unmet:elected")), 80))
    assert "elected_sponsor" in line
    assert "!" not in line
    for under_way in ("gate:", "unmet:elected"):
        typing = driving.scene_of(typed_filter(under_way))
        assert "unclear" not in text(bars.prompt(typing, 80)), "it is not said without a reason"
    done = driving.scene_of(typed_filter("gate: "))
    assert "unclear" in text(bars.prompt(done, 80))
    assert "! try  gate:hold" in text(bars.status(done, 80))


@pytest.mark.parametrize(("term", "state"), [("unfilled:", "unfilled"), ("filled:", "filled")])
def test_an_outcome_of_sections_alone_means_any(term: str, state: str) -> None:
    kept = typed_filter(term)
    assert kept.assessment and not kept.filter.error
    lines = kept.assessment.standings
    assert set(kept.ids()) == {line.id for line in lines if state in line.sections}


@pytest.mark.parametrize("width", [60, 80, 120])
def test_where_digits_are_answers_no_mode_has_one(width: int) -> None:
    vetting = driving.opened(driving.town()).entered("vetting")
    line = text(title_bar.title(driving.scene_of(vetting), width)).partition("]")[0]
    assert "[Vet" in line
    assert not any(letter.isdigit() for letter in line)


def test_nothing_read_offers_no_project_to_open() -> None:
    wrong = Session().warned("rules/a.toml:1: the key 'require' is missing")
    line = text(bars.footer(driving.scene_of(wrong), 120))
    assert "P Problems" in line
    assert not [word for word in ("Open", "Vet", "Decide") if word in line]
    assert "last good" not in text(title_bar.title(driving.scene_of(wrong), 120))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("prefix", ["s", "o", "g", "y", "x"])
def test_no_word_of_a_family_is_cut_at_any_width(prefix: str, width: int) -> None:
    scene = driving.scene_of(driving.key(driving.opened(), prefix))
    lines = text(bars.status(scene, width)) + text(bars.footer(scene, width))
    assert "esc" in lines
    for action in actions.following(scene.table, prefix):
        assert f" {action.keys[0]} {action.word.split()[0]} " in lines


def test_a_long_line_is_typed_with_its_end_in_sight() -> None:
    typing = driving.key(driving.opened(), "/")
    typing = driving.paste(typing, "word " * 70 + "end")
    for width in (60, 80, 120):
        scene = driving.scene_of(typing)
        line = bars.prompt(scene, width)
        assert width_of(line) == width
        assert "end" in "".join(text for text, _ in line)
        at = bars.typed_cells(scene, width)
        caret = next(n for n, (_, style) in enumerate(line) if style == "caret")
        assert width_of(line[:caret]) == at < width


def test_a_key_in_a_very_long_line_changes_few_cells() -> None:
    """What a key costs on the wire is the cells that differ, wherever it stands in the line."""
    line = Prompt(Purpose("why", "reason", lambda scene, text: scene.session), "word " * 1_999, 0)
    for at in (9, 5_000, 9_995):
        before = driving.opened().prompted(replace(line, at=at))
        after = driving.key(before, "x")
        pictures = [text(bars.prompt(driving.scene_of(one), 80)) for one in (before, after)]
        assert [len(picture) for picture in pictures] == [80, 80]
        caret = bars.typed_cells(driving.scene_of(before), 80)
        assert pictures[0][:caret] == pictures[1][:caret]
        assert "x" in pictures[1][caret : caret + 1]


TYPING = {
    "/": " enter Keep it  esc Leave  tab Complete  up down Rows  ^p Earlier  F1 Help ",
    ":": " enter Do it  esc Leave  tab Complete  up down Choose  ^p Earlier  F1 Help ",
    "xc": " enter Write the file  esc Leave  up down Earlier  F1 Help ",
}


@pytest.mark.parametrize("keys", TYPING)
def test_while_a_line_is_typed_the_footer_tells_what_keys_do_there(keys: str) -> None:
    typing = driving.key(driving.opened(), *keys)
    assert text(bars.footer(driving.scene_of(typing), 80)).rstrip() == TYPING[keys].rstrip()


def test_while_one_key_answers_the_footer_names_no_other() -> None:
    asked = driving.opened().asked(Question("sure?", (Choice("y", "yes", lambda now: now),)))
    pending = driving.key(driving.opened(), "x")
    for session in (asked, pending):
        assert text(bars.footer(driving.scene_of(session), 120)).strip() == ""
        touring = driving.scene_of(replace(session, tip="press y"))
        assert "press y" in text(bars.footer(touring, 120))


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("presses", [0, 1, 4, 9, 14])
def test_no_word_that_may_be_typed_is_cut(width: int, presses: int) -> None:
    typing = driving.key(driving.opened(driving.city()), "/", *["tab"] * presses)
    line = text(bars.next_words(driving.scene_of(typing), width)).rstrip()
    keys = {*filter_completion.HELP, *filter_terms.MEASURES, "due<30d", "dept"}
    assert line.endswith(("..", "dept:"))
    words = line.removesuffix("..").split()[1:]
    assert {word.rstrip(":>") for word in words} <= keys


def test_nothing_is_said_of_clocks_before_anything_is_read() -> None:
    scene = replace(driving.scene_of(driving.opened()), session=driving.Session())
    assert "hexvet" in "".join(text for text, _ in title_bar.title(scene, 80))


def test_alarms_stand_in_the_title() -> None:
    problem = fakes.Problem("WS001", "broken", fakes.Place("hexvet.toml", 1, 1))
    found = fakes.assessment(problems=(problem,))
    line = title_bar.title(driving.scene_of(driving.opened(found)), 120)
    assert "! 1 problem" in "".join(text for text, _ in line)


def test_the_modes_give_way_to_an_alarm() -> None:
    told = replace(driving.opened(), notice="projects/a.toml has 1 error")
    line = "".join(text for text, _ in title_bar.title(driving.scene_of(told), 80))
    assert "[1 Portf]" in line
    assert "8" in line
    assert "  ! showing the last good result  " in line


@pytest.mark.parametrize("width", range(60, 121))
def test_an_alarm_stands_apart_from_the_modes(width: int) -> None:
    told = replace(driving.opened(), alarm="drafts are not kept")
    assert " ! drafts are not kept" in text(title_bar.title(driving.scene_of(told), width))


@pytest.mark.parametrize(
    ("width", "words"),
    [(60, "gate:hold !stage:close"), (80, "gate:hold !stage:close !stage:vetting")],
)
def test_the_tally_gives_way_before_what_the_rows_are(width: int, words: str) -> None:
    kept = driving.scene_of(driving.opened(driving.city()).filtered(words))
    assert f"filter {words}" in text(bars.info(kept, width))


def test_where_nothing_can_be_changed_the_footer_names_nothing_that_would() -> None:
    wide = (200, 40)
    session = driving.do(driving.opened(driving.city()), "mode_rules")
    able = driving.text_of([bars.footer(driving.scene_of(session, size=wide), 200)])[0]
    reading = replace(session, read_only=True)
    left = driving.text_of([bars.footer(driving.scene_of(reading, size=wide), 200)])[0]
    for word in ("F2 Save", "F9 Fix", "R Revert", "F7 Form", "F4 Editor"):
        assert word in able
        assert word not in left
    assert left.rstrip().endswith("? Help")
