"""What can be done, as rows of one table: keys, footer, help, palette and docs come from it.

The rows here belong to every mode that has a verb for them; a mode adds rows of its own, or says
a row otherwise by giving one with the same id (see `hexvet_tui.modes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hexvet_tui.cells import cell_len
from hexvet_tui.keymap import Keymap, printed
from hexvet_tui.sorting import COLUMNS
from hexvet_tui.typesetting import Line, fit_line, width_of


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `keys` are Textual's names, the first is the one that is shown.

    `word` stands in the footer and in which-key rows, `rank` orders the footer (0: not in it),
    `beside` is the id of an action whose key is printed beside this one. With `typing` the action
    also works while text is typed, by those of its keys that write nothing.

    An action with a `prefix` is started by a second key, after that of the action `prefix_` and
    the same name; that one has `lead`, the words before the row of what may follow.
    """

    id: str
    keys: tuple[str, ...]
    word: str
    help: str
    group: str = "Go"
    rank: int = 0
    prefix: str = ""
    beside: str = ""
    typing: bool = False
    lead: str = ""


def _sorts() -> tuple[Action, ...]:
    return tuple(
        Action(
            f"sort_{column.id}",
            (column.key,),
            column.word,
            f"Sort by {column.by or column.word}; again: the other way round",
            "Sort",
            prefix="s",
        )
        for column in COLUMNS
    )


COMMON: tuple[Action, ...] = (
    Action("down", ("j", "down"), "Down", "Next line", "Move"),
    Action("up", ("k", "up"), "Up", "Previous line", "Move"),
    Action("left", ("h", "left"), "Left", "One column to the left", "Move"),
    Action("right", ("l", "right"), "Right", "One column to the right", "Move"),
    Action("page_down", ("pagedown", "ctrl+d"), "Page down", "A page down", "Move"),
    Action("page_up", ("pageup", "ctrl+u"), "Page up", "A page up", "Move"),
    Action("top", ("home",), "Top", "First line (also g g)", "Move"),
    Action("bottom", ("G", "end"), "Bottom", "Last line", "Move"),
    Action("open", ("enter",), "Open", "Open what is under the cursor", "Go", 10),
    Action("why", ("w",), "Why", "Why the outcome is what it is, in full", "Go", 20),
    Action(
        "pin",
        ("p",),
        "Pin",
        "Keep this explanation in view while the cursor goes on; again: let it go",
    ),
    Action(
        "next_unmet",
        ("J",),
        "Next unmet",
        "Next that is not met: a check, finding or section failed, unfilled or unknown",
        beside="previous_unmet",
    ),
    Action("previous_unmet", ("K",), "Previous unmet", "The one before it"),
    Action(
        "previous_project",
        ("left_square_bracket", "comma"),
        "Prev/Next",
        "Previous project, in the same order and filter",
        "Go",
        30,
        beside="next_project",
    ),
    Action(
        "next_project",
        ("right_square_bracket", "full_stop"),
        "Next",
        "Next project, in the same order and filter",
    ),
    Action("next_pane", ("tab", "f6"), "Pane", "Next pane", "Move", 40, typing=True),
    Action("previous_pane", ("shift+tab",), "Pane", "Previous pane", "Move"),
    Action("filter", ("slash",), "Filter", "Type a filter; rows follow", "Filter", 50),
    Action("next_match", ("n",), "Next match", "Next row of the filter", "Filter"),
    Action("previous_match", ("N",), "Previous match", "Previous row of it", "Filter"),
    Action(
        "prefix_s", ("s",), "Sort", "Sort by a column: s and a letter", "Sort", 60, lead="sort by"
    ),
    Action("reverse", ("S",), "Reverse", "The other way round", "Sort"),
    *_sorts(),
    Action("mark", ("space",), "Mark", "Mark or unmark the project, and go on", "Marks", 55),
    Action("range", ("v",), "Range", "Mark all from here to where v is pressed again", "Marks"),
    Action("invert", ("asterisk",), "Invert", "Mark what is not marked, and the rest not", "Marks"),
    Action("compare", ("equals_sign",), "Compare", "The marked projects side by side", "Marks", 58),
    Action("drawing", ("t",), "Text", "Drawing or text", "View", 70),
    Action("framework", ("f",), "Pack", "Draw the next pack's sections", "View"),
    Action("prefix_y", ("y",), "Copy", "Copy: y and a letter", "Export", lead="copy"),
    Action("copy_id", ("i",), "id", "Copy the id under the cursor", "Export", prefix="y"),
    Action("copy_row", ("r",), "row", "Copy the row (also ctrl+c)", "Export", prefix="y"),
    Action("copy_why", ("w",), "why", "Copy why the outcome is what it is", "Export", prefix="y"),
    Action(
        "copy_citation",
        ("c",),
        "citation",
        "Copy id, verdict, rule, pack with hash, and date; of an entry its number and digest",
        "Export",
        prefix="y",
    ),
    Action(
        "copy_markdown", ("m",), "Markdown", "Copy this screen as Markdown", "Export", prefix="y"
    ),
    Action(
        "copy",
        ("ctrl+c",),
        "Copy",
        "Copy the row; never quits, q or ^q does",
        "Export",
        typing=True,
    ),
    Action(
        "prefix_x",
        ("x",),
        "Export",
        "Export what is shown: x and a letter",
        "Export",
        65,
        lead="export as",
    ),
    Action("export_md", ("m",), "Markdown", "Export as Markdown", "Export", prefix="x"),
    Action("export_csv", ("c",), "CSV", "Export for spreadsheets", "Export", prefix="x"),
    Action("export_json", ("j",), "JSON", "Export for programs", "Export", prefix="x"),
    Action("export_html", ("h",), "HTML", "Export as a page for a browser", "Export", prefix="x"),
    Action("export_txt", ("t",), "text", "Export as plain text", "Export", prefix="x"),
    Action(
        "decide",
        ("D",),
        "Decide",
        "Decide where the project goes: asks before it records",
        "Decide",
        35,
    ),
    Action("vet", ("e",), "Vet", "Answer the questions about the project, one by one", "Go", 25),
    Action("waive", ("W",), "Waive", "Waive the check under the cursor, for a time", "Decide"),
    Action("undo", ("u",), "Undo", "Take the last decision back, with a reason", "Decide"),
    Action("redo", ("U",), "Redo", "Do again what was taken back last", "Decide"),
    Action("problems", ("P",), "Problems", "Problems in files, and findings", "Go", 80),
    Action("messages", ("M",), "Messages", "What was said in the status line", "Go"),
    Action("reload", ("r",), "Reload", "Read the workspace again", "Go", 90),
    Action("prefix_g", ("g",), "Go", "Go: g and a letter", "Go", lead="go to"),
    Action("go_top", ("g",), "first line", "First line", "Move", prefix="g"),
    Action("back", ("escape",), "Back", "One level up; never loses anything"),
    Action("leave", ("q",), "Back", "Back; at the top, quit", "Go", 100),
    Action(
        "command",
        ("colon", "ctrl+p"),
        "Command",
        "Type a command, or find one by a part of its name",
        "Go",
        95,
    ),
    Action("help", ("question_mark", "f1"), "Help", "This page", "Go", 999, typing=True),
    Action("repaint", ("ctrl+l",), "Repaint", "Paint the screen again", "View", typing=True),
    Action("suspend", ("ctrl+z",), "Suspend", "To the shell; fg comes back"),
    Action("quit", ("ctrl+q",), "Quit", "Quit", typing=True),
)
Table = tuple[Action, ...]


def merged(common: Sequence[Action], own: Sequence[Action]) -> Table:
    """The common rows, each as the mode says it where it does, then the mode's other rows."""
    said = {action.id: action for action in own}
    ids = {action.id for action in common}
    rest = (action for action in own if action.id not in ids)
    return (*(said.get(action.id, action) for action in common), *rest)


def keyed(table: Sequence[Action], keymap: Keymap) -> Table:
    """The table with the keys that the user gave."""
    chosen = dict(keymap)
    return tuple(
        replace(action, keys=chosen[action.id]) if action.id in chosen else action
        for action in table
    )


def direct(table: Table) -> Table:
    """The actions that one key starts."""
    return tuple(a for a in table if not a.prefix)


def following(table: Table, prefix: str) -> Table:
    """The actions that a second key starts after a prefix, such as `s`."""
    return tuple(a for a in table if a.prefix == prefix)


def find(table: Table, key: str) -> Action | None:
    """The action that a key starts."""
    return next((a for a in direct(table) if key in a.keys), None)


def second(table: Table, prefix: str, key: str) -> Action | None:
    """The action of a second key, None when the family has no such letter."""
    return next((a for a in following(table, prefix) if key in a.keys), None)


def shown(action: Action, table: Table = ()) -> str:
    """The key as it is printed: `s c`, `[ ]`, `^q`; empty for an action without a key."""
    if not action.keys:
        return ""
    other = next((a for a in table if a.id == action.beside and a.keys), None)
    key = printed(action.keys[0])
    if action.prefix:
        lead = lead_of(table, action.prefix)
        return f"{printed(lead.keys[0]) if lead and lead.keys else action.prefix} {key}"
    return f"{key} {printed(other.keys[0])}" if other else key


def lead_of(table: Table, prefix: str) -> Action | None:
    """The action that waits for the second key of a family."""
    return next((a for a in table if a.id == f"prefix_{prefix}"), None)


def while_typing(table: Table) -> Table:
    """The actions that also work while text is typed, by those of their keys that write nothing."""
    able = (replace(a, keys=tuple(k for k in a.keys if not writes(k))) for a in table if a.typing)
    return tuple(action for action in able if action.keys)


def writes(key: str) -> bool:
    """Whether a key writes a character into a text."""
    return key in ("space", "tab") or len(printed(key)) == 1


def named(action: Action, table: Table) -> str:
    """What an action is called where it stands alone: `Why`, `sort by score`."""
    lead = lead_of(table, action.prefix)
    return f"{lead.lead} {action.word}" if lead else action.word


def footer(table: Table, width: int) -> Line:
    """The footer: as many hints as fit, in their order, and always that of help as the last."""
    hints = sorted((a for a in direct(table) if a.rank and a.keys), key=lambda a: a.rank)
    last = [a for a in hints if a.id == "help"]
    line: list[tuple[str, str]] = []
    room = width - sum(_size(a, table) for a in last)
    for action in hints:
        if action.id == "help" or width_of(line) + _size(action, table) > room:
            break
        line += _hint(action, table)
    return fit_line([*line, *(run for a in last for run in _hint(a, table))], width, "bar")


def _hint(action: Action, table: Table) -> list[tuple[str, str]]:
    return [(" ", "bar"), (shown(action, table), "bar key"), (f" {action.word} ", "bar")]


def _size(action: Action, table: Table) -> int:
    return cell_len(shown(action, table)) + cell_len(action.word) + 3


def which_key(table: Table, prefix: str, width: int) -> tuple[Line, ...]:
    """What may follow a prefix: `sort by  n name  s stage ...  esc cancel`, in one row or two.

    Words are never cut: without room each is its first word, and then left out.
    """
    rows: list[list[tuple[str, str]]] = []
    for most, words, end in (
        (1, 9, "cancel"),
        (1, 9, ""),
        (2, 9, "cancel"),
        (2, 1, ""),
        (2, 0, ""),
    ):
        rows = _which_rows(table, prefix, width, words, end)
        if len(rows) <= most:
            break
    return tuple(fit_line(row, width, "bar") for row in rows[:2])


def _which_rows(
    table: Table, prefix: str, width: int, words: int, end: str
) -> list[list[tuple[str, str]]]:
    """The rows with that many words of each action, and of the key that gives it up."""
    lead = lead_of(table, prefix)
    rows = [[(f" {lead.lead if lead else prefix}  ", "bar")]]
    hints = [
        (printed(action.keys[0]), " ".join(action.word.split()[:words]))
        for action in following(table, prefix)
    ]
    for key, word in (*hints, ("esc", end)):
        hint = [(key, "bar key"), (f" {word}  " if word else " ", "bar")]
        if width_of([*rows[-1], *hint]) > width + 2:
            rows.append([(" ", "bar")])
        rows[-1] += hint
    return rows


def groups(table: Table) -> Sequence[tuple[str, Table]]:
    """The help page: groups of actions in the order of the table."""
    listed = [a for a in table if a.keys and not a.id.startswith("go_")]
    names = dict.fromkeys(a.group for a in listed)
    return [(name, tuple(a for a in listed if a.group == name)) for name in names]
