"""`docs/keys.md`, made from the action table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hexvet_tui import actions, modes, pages
from hexvet_tui.actions import Action, Table
from hexvet_tui.commands import OWN
from hexvet_tui.keymap import DISGUISED, PRESETS, printed
from hexvet_tui.scene import table_of
from hexvet_tui.settings import PLAIN

_HEAD = """\
# Keys

Made from the action table by `tests/tui/test_keys_page.py --snapshot-update`; `?` shows the same
on the screen, with the keys that you have set yourself. No key destroys anything: what changes a
file asks for a reason, and `u` takes it back.

## Your own keys

`config.toml` lies in `~/.config/hexvet` (or in `hexvet` under `$XDG_CONFIG_HOME`). An option of the
command line wins over a variable (`HEXVET_THEME=light`), a variable over the file.

```toml
#:schema config.schema.json
theme = "light"
preset = "vim"

[keys]
why = "Z"
sort_score = ["c", "v"]
next_pane = "F6"
```

`hexvet schema config` prints the schema, for editors that complete and check the file.

| Setting | Values | What it does |
|---|---|---|
"""
_AFTER_SETTINGS = """
A key is written as on this page: a character, `ctrl+q` or `^q`, `F6`, `PgDn`, `esc`, `space`. An
empty list takes an action's keys away. An unknown action, a key that does not arrive, and a key
for two things in one mode are told once at the start and by `hexvet doctor`; the action then
keeps the keys that it has. The alert stays until a key is pressed. The last way out cannot be
taken: where no key would lead out of the screen, `quit` keeps its own.

"""
_COMMANDS = """
## The command line

`:` takes the words of the shell command on the open workspace: `:why procurement`, `:rank`,
`:check --fail-on warning`. What they print comes as a page. The rows below the line are found by
parts of names: keys, verbs, projects. `tab` completes, `up` goes back in the history. The screen
has words of its own, too:

| Command | What it does |
|---|---|
"""
_FILTER = """
## The filter

All terms of the line must hold; what stands in quotes is one. `tab` completes.

| Term | What it keeps |
|---|---|
"""
_REFUSED = """
## Keys that are never used

Nor can they be chosen: on many terminals they are something else, or do not arrive. Nothing is
bound to `alt`, which slow lines tear apart.

| Key | Why |
|---|---|
"""


def page() -> str:
    """The whole page."""
    return "".join([_HEAD, *_settings(), _AFTER_SETTINGS, *_modes(), *_rest()])


def _settings() -> Iterator[str]:
    for name, key in PLAIN.items():
        values = ", ".join(f"`{choice}`" for choice in key.choices) or "`true`, `false`"
        yield f"| `{name}` | {values} | {key.help} |\n"
    changed = [f"`{name}` {_keys(keys)}" for name, keys in PRESETS["plain"].items()]
    yield f"\nWhat the preset `plain` changes: {', '.join(changed)}.\n"


def _modes() -> Iterator[str]:
    """What works everywhere, what several modes share with the modes, then each mode's own."""
    tabs = (*modes.TABS, *modes.ASIDE)
    tables = {tab.word: table_of(tab.id) for tab in tabs}
    table = next(iter(tables.values()))
    where: dict[Action, list[str]] = {}
    for word, listed in tables.items():
        for action in listed:
            where.setdefault(action, []).append(word)
    yield "## Everywhere\n\n"
    yield from _table([a for a, words in where.items() if len(words) == len(tables)], table)
    yield "\n## In several modes\n\n| Keys | Action | What it does | Where |\n|---|---|---|---|\n"
    for action, words in where.items():
        if 1 < len(words) < len(tables):
            yield f"{_row(action, table)} {', '.join(words)} |\n"
    for tab in tabs:
        yield f"\n## {f'{tab.key} {tab.word}'.strip()}\n\n{modes.load(tab.id).prose}\n\n"
        own = [action for action, words in where.items() if words == [tab.word]]
        yield from _table(own, tables[tab.word])


def _table(listed: Sequence[Action], table: Table) -> Iterator[str]:
    if listed:
        yield "| Keys | Action | What it does |\n|---|---|---|\n"
    for action in listed:
        yield f"{_row(action, table)}\n"


def _row(action: Action, table: Table) -> str:
    return f"| {_shown(action, table)} | `{action.id}` | {_cell(action.help)} |"


def _shown(action: Action, table: Table) -> str:
    if action.prefix:
        return _code(actions.shown(action, table))
    return _keys(action.keys)


def _keys(keys: tuple[str, ...]) -> str:
    return " ".join(_code(printed(key)) for key in keys)


def _code(text: str) -> str:
    text = text.replace("|", "\\|")
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def _rest() -> Iterator[str]:
    yield _COMMANDS
    for command in (*OWN, *(c for mode in modes.every() for c in mode.commands)):
        yield f"| `:{command.word}` | {_cell(command.help)} |\n"
    yield _FILTER
    for term, help_ in pages.FILTERS:
        yield f"| `{term}` | {_cell(help_)} |\n"
    yield _REFUSED
    for key, why in DISGUISED.items():
        yield f"| {_code(printed(key))} | {why} |\n"
