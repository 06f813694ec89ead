"""The one table of what can be done: keys, footer, help and which-key rows come from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rich.cells import cell_len

from hexvet_tui.sorting import COLUMNS
from hexvet_tui.typesetting import Line, fit_line, width_of

Scope: TypeAlias = Literal["portfolio", "project", "page"]

EVERYWHERE: tuple[Scope, ...] = ("portfolio", "project", "page")
MODES: tuple[Scope, ...] = ("portfolio", "project")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `keys` are Textual's names; `shown` is how the key is printed.

    `word` stands in the footer, `rank` orders the footer (0: not in it). `prefix` is the key
    that must be pressed first.
    """

    id: str
    keys: tuple[str, ...]
    shown: str
    word: str
    help: str
    scopes: tuple[Scope, ...] = EVERYWHERE
    rank: int = 0
    prefix: str = ""
    group: str = "Go"


def _sorts() -> tuple[Action, ...]:
    return tuple(
        Action(
            f"sort_{column.id}",
            (column.key,),
            f"s {column.key}",
            column.word,
            f"Sort by {column.word}; again: the other way round",
            MODES,
            prefix="s",
            group="Sort",
        )
        for column in COLUMNS
    )


ACTIONS: tuple[Action, ...] = (
    Action("down", ("down", "j"), "j", "Down", "Next line", group="Move"),
    Action("up", ("up", "k"), "k", "Up", "Previous line", group="Move"),
    Action("page_down", ("pagedown", "ctrl+d"), "PgDn", "Page", "A page down", group="Move"),
    Action("page_up", ("pageup", "ctrl+u"), "PgUp", "Page", "A page up", group="Move"),
    Action("top", ("home",), "Home", "Top", "First line (also g g)", group="Move"),
    Action("bottom", ("end", "G"), "G", "Bottom", "Last line (also End)", group="Move"),
    Action("open", ("enter",), "enter", "Open", "Open what is under the cursor", MODES, 1),
    Action("why", ("w",), "w", "Why", "Why the outcome is what it is, in full", MODES, 2),
    Action(
        "previous_project",
        ("left_square_bracket", "comma"),
        "[ ]",
        "Prev/Next",
        "Previous project (also ,)",
        ("project",),
        3,
    ),
    Action(
        "next_project",
        ("right_square_bracket", "full_stop"),
        "]",
        "Next",
        "Next project (also .)",
        ("project",),
    ),
    Action(
        "next_pane",
        ("tab", "f6"),
        "tab",
        "Pane",
        "Next pane (also F6)",
        ("project",),
        4,
        group="Move",
    ),
    Action(
        "previous_pane",
        ("shift+tab",),
        "S-tab",
        "Pane",
        "Previous pane",
        ("project",),
        group="Move",
    ),
    Action(
        "filter", ("slash",), "/", "Filter", "Type a filter; rows follow", MODES, 5, group="Filter"
    ),
    Action("next_match", ("n",), "n", "Next", "Next row of the filter", MODES, group="Filter"),
    Action("previous_match", ("N",), "N", "Previous", "Previous row of it", MODES, group="Filter"),
    Action(
        "prefix_s", ("s",), "s", "Sort", "Sort by a column: s and a letter", MODES, 6, group="Sort"
    ),
    Action("reverse", ("S",), "S", "Reverse", "The other way round", MODES, 0, group="Sort"),
    *_sorts(),
    Action("drawing", ("t",), "t", "Text", "Drawing or text", MODES, 7, group="View"),
    Action("framework", ("f",), "f", "Pack", "Draw the next pack's sections", MODES, group="View"),
    Action("problems", ("P",), "P", "Problems", "Problems in files, and findings", MODES, 8),
    Action("reload", ("r",), "r", "Reload", "Read the workspace again", MODES, 9),
    Action("mode_portfolio", ("1",), "1", "Portfolio", "All projects (also g p)"),
    Action("mode_project", ("2",), "2", "Project", "One project (also g d)"),
    Action("prefix_g", ("g",), "g", "Go", "Go: g and a letter", MODES),
    Action("go_top", ("g",), "g g", "first line", "First line", MODES, prefix="g"),
    Action("go_portfolio", ("p",), "g p", "Portfolio", "Portfolio", MODES, prefix="g"),
    Action("go_project", ("d",), "g d", "Project", "Project", MODES, prefix="g"),
    Action("back", ("escape",), "esc", "Back", "One level up; never loses anything"),
    Action("leave", ("q",), "q", "Back", "Back; at the top, quit", EVERYWHERE, 10),
    Action("help", ("question_mark", "f1"), "?", "Help", "This page (also F1)", EVERYWHERE, 99),
    Action("repaint", ("ctrl+l",), "^l", "Repaint", "Paint the screen again", group="View"),
    Action("suspend", ("ctrl+z",), "^z", "Suspend", "To the shell; fg comes back"),
    Action("quit", ("ctrl+q",), "^q", "Quit", "Quit at once"),
    Action("copy", ("ctrl+c",), "^c", "Copy", "Never quits; q or ^q does"),
)
BY_ID = {action.id: action for action in ACTIONS}
PREFIXES = {"s": "sort by", "g": "go to"}


def direct(scope: Scope) -> tuple[Action, ...]:
    """The actions of a scope that one key starts."""
    return tuple(a for a in ACTIONS if scope in a.scopes and not a.prefix)


def following(prefix: str, scope: Scope) -> tuple[Action, ...]:
    """The actions that a second key starts after a prefix."""
    return tuple(a for a in ACTIONS if a.prefix == prefix and scope in a.scopes)


def find(key: str, scope: Scope) -> Action | None:
    """The action that a key starts in a scope."""
    return next((a for a in direct(scope) if key in a.keys), None)


def second(prefix: str, key: str, scope: Scope) -> Action | None:
    """The action of a second key, None when the family has no such letter."""
    return next((a for a in following(prefix, scope) if key in a.keys), None)


def footer(scope: Scope, width: int) -> Line:
    """The footer: as many hints as fit, in their order, and always `? Help` as the last."""
    last = BY_ID["help"]
    hints = sorted((a for a in direct(scope) if a.rank and a is not last), key=lambda a: a.rank)
    line: list[tuple[str, str]] = []
    room = width - _size(last)
    for action in hints:
        if width_of(line) + _size(action) > room:
            break
        line += _hint(action)
    return fit_line([*line, *_hint(last)], width, "bar")


def _hint(action: Action) -> list[tuple[str, str]]:
    return [(" ", "bar"), (action.shown, "bar key"), (f" {action.word} ", "bar")]


def _size(action: Action) -> int:
    return cell_len(action.shown) + cell_len(action.word) + 3


def which_key(prefix: str, scope: Scope, width: int) -> Line:
    """What may follow a prefix: `sort by  n name  s stage ...  esc cancel`."""
    line: list[tuple[str, str]] = [(f" {PREFIXES[prefix]}  ", "bar")]
    for action in following(prefix, scope):
        line += [(action.keys[0], "bar key"), (f" {action.word}  ", "bar")]
    return fit_line([*line, ("esc", "bar key"), (" cancel", "bar")], width, "bar")


def groups(scope: Scope) -> Sequence[tuple[str, tuple[Action, ...]]]:
    """The help page: groups of actions in the order of the table."""
    shown = [a for a in ACTIONS if scope in a.scopes and not a.id.startswith("go_")]
    names = dict.fromkeys(a.group for a in shown)
    return [(name, tuple(a for a in shown if a.group == name)) for name in names]
