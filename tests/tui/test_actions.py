"""The one table: no clashes, no forbidden keys, help for everything, a footer that fits."""

from __future__ import annotations

from collections import Counter

import pytest

from hexvet_tui import actions, modes
from hexvet_tui.keymap import DISGUISED, named, printed, refused
from hexvet_tui.scene import table_of
from hexvet_tui.typesetting import width_of

ALT_GR = {
    *("left_square_bracket", "right_square_bracket", "at", "backslash", "vertical_line"),
    *("left_curly_bracket", "right_curly_bracket", "tilde"),
}


@pytest.fixture(params=["", *modes.IDS], ids=["a page", *modes.IDS])
def table(request: pytest.FixtureRequest) -> actions.Table:
    """What can be done in a mode, or while a page lies over it."""
    return table_of(request.param)


def test_a_key_means_one_thing(table: actions.Table) -> None:
    keys = Counter(key for action in actions.direct(table) for key in action.keys)
    assert [key for key, times in keys.items() if times > 1] == []
    for prefix in {action.prefix for action in table if action.prefix}:
        following = [key for a in actions.following(table, prefix) for key in a.keys]
        assert len(set(following)) == len(following) > 0
        assert any(action.id == f"prefix_{prefix}" for action in table)


def test_ids_are_unique_and_everything_has_help(table: actions.Table) -> None:
    assert len({action.id for action in table}) == len(table)
    for action in table:
        assert action.help, action
        assert action.word, action
        assert action.keys, action


def test_no_key_is_one_that_terminals_eat(table: actions.Table) -> None:
    for action in table:
        for key in action.keys:
            assert refused(key) == "", (action.id, key)
            assert not key.startswith("alt+")


def test_the_keys_that_are_refused_are_those_of_the_design() -> None:
    eaten = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+a", "ctrl+b", "ctrl+s", "f11", "f12"}
    assert eaten <= DISGUISED.keys()
    assert all(refused(key) for key in (*eaten, "delete", "backspace", "ctrl+enter", "alt+x"))


def test_nothing_that_destroys_is_one_key_away(table: actions.Table) -> None:
    keys = {key: action.id for action in table for key in action.keys}
    assert not {"delete", "backspace", "ctrl+k", "ctrl+r"} & keys.keys()
    assert keys.get("ctrl+d") in (None, "page_down")


def test_no_job_depends_on_alt_gr(table: actions.Table) -> None:
    for action in table:
        assert set(action.keys) - ALT_GR, action.id


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_the_footer_fits_and_help_is_its_last_word(table: actions.Table, width: int) -> None:
    line = actions.footer(table, width)
    assert width_of(line) == width
    assert "".join(text for text, _ in line).rstrip().endswith("? Help")


def test_a_prefix_lists_what_may_follow() -> None:
    rows = actions.which_key(table_of("portfolio"), "s", 100)
    shown = "".join(text for row in rows for text, _ in row)
    assert shown.startswith(" sort by  n name  s stage  m met sections")
    assert "esc cancel" in shown


def test_keys_find_their_actions() -> None:
    portfolio, project = table_of("portfolio"), table_of("project")
    assert getattr(actions.find(portfolio, "j"), "id", "") == "down"
    assert getattr(actions.second(project, "g", "g"), "id", "") == "go_top"
    assert actions.find(table_of(""), "t") is None
    assert actions.second(portfolio, "s", "z") is None


def test_an_action_shows_the_key_that_does_it() -> None:
    table = table_of("project")
    by_id = {action.id: action for action in table}
    assert actions.shown(by_id["previous_project"], table) == "[ ]"
    assert actions.shown(by_id["copy_citation"], table) == "y c"
    assert actions.shown(by_id["quit"], table) == "^q"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("/", "slash"),
        ("^q", "ctrl+q"),
        ("ctrl+q", "ctrl+q"),
        ("C-q", "ctrl+q"),
        ("Esc", "escape"),
        ("F6", "f6"),
        ("PgDn", "pagedown"),
        ("G", "G"),
        ("g", "g"),
        ("[", "left_square_bracket"),
        ("space", "space"),
        (" ", "space"),
    ],
)
def test_keys_are_written_as_people_write_them(written: str, key: str) -> None:
    assert named(written) == key
    assert named(printed(key)) == key
