"""The one table: no clashes, no forbidden keys, help for everything, a footer that fits."""

from __future__ import annotations

from collections import Counter

import pytest

from hexvet_tui import actions
from hexvet_tui.actions import ACTIONS, EVERYWHERE, Scope
from hexvet_tui.typesetting import width_of

# Backspace, Tab, Enter and Escape in disguise; the prefixes of tmux and screen; terminals' own.
FORBIDDEN = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+a", "ctrl+b", "ctrl+s", "f11", "f12"}
ALT_GR = {"left_square_bracket", "right_square_bracket", "at", "backslash", "vertical_line"}


@pytest.mark.parametrize("scope", EVERYWHERE)
def test_a_key_means_one_thing(scope: Scope) -> None:
    keys = Counter(key for action in actions.direct(scope) for key in action.keys)
    assert [key for key, times in keys.items() if times > 1] == []
    for prefix in actions.PREFIXES:
        following = [key for a in actions.following(prefix, "portfolio") for key in a.keys]
        assert len(set(following)) == len(following) > 0


def test_ids_are_unique_and_everything_has_help() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(action.help and action.word and action.shown and action.scopes for action in ACTIONS)


def test_no_key_is_one_that_terminals_eat() -> None:
    assert not FORBIDDEN & {key for action in ACTIONS for key in action.keys}
    assert not any(key.startswith("alt+") for action in ACTIONS for key in action.keys)


def test_no_job_depends_on_alt_gr() -> None:
    for action in ACTIONS:
        assert set(action.keys) - ALT_GR, action.id


@pytest.mark.parametrize("scope", EVERYWHERE)
@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_the_footer_fits_and_help_is_its_last_word(scope: Scope, width: int) -> None:
    line = actions.footer(scope, width)
    assert width_of(line) == width
    assert "".join(text for text, _ in line).rstrip().endswith("? Help")


def test_a_prefix_lists_what_may_follow() -> None:
    shown = "".join(text for text, _ in actions.which_key("s", "portfolio", 100))
    assert shown.startswith(" sort by  n name  s stage  m met sections")
    assert "esc cancel" in shown


def test_keys_find_their_actions() -> None:
    assert getattr(actions.find("j", "portfolio"), "id", "") == "down"
    assert getattr(actions.second("g", "g", "project"), "id", "") == "go_top"
    assert actions.find("t", "page") is None
    assert actions.second("s", "z", "portfolio") is None
