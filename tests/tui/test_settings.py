"""The user's own settings: precedence, mistakes, keys that clash."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from hexvet_tui import actions, modes, settings
from hexvet_tui.app import HexvetApp
from hexvet_tui.keymap import DISGUISED
from hexvet_tui.rebinding import ids
from hexvet_tui.scene import table_of
from hexvet_tui.settings import Settings, load, told

EXAMPLE = """
theme = "light"
ascii = true
clipboard = "file"
preset = "vim"

[keys]
why = "Z"
sort_score = ["c", "v"]
next_pane = "ctrl+o"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hexvet"


def written(folder: Path, text: str, **environ: str) -> Settings:
    folder.mkdir(exist_ok=True)
    (folder / settings.FILE).write_text(text, encoding="utf-8")
    return load(folder, environ)


def keys(found: Settings, action: str, mode: str = "portfolio") -> tuple[str, ...]:
    table = {one.id: one for one in table_of(mode, found.keymap)}
    return table[action].keys


def test_without_a_file_the_terminal_decides(folder: Path) -> None:
    assert load(folder, {}) == Settings()


def test_the_file_is_read(folder: Path) -> None:
    found = written(folder, EXAMPLE)
    assert found.problems == ()
    assert (found.theme, found.ascii, found.clipboard) == ("light", True, "file")
    assert keys(found, "why") == ("Z",)
    assert keys(found, "sort_score") == ("c", "v")
    assert keys(found, "next_pane", "project") == ("ctrl+o",)
    assert keys(found, "filter") == ("slash",)


def test_a_flag_wins_over_a_variable_and_a_variable_over_the_file(folder: Path) -> None:
    assert written(folder, 'theme = "light"', HEXVET_THEME="contrast").theme == "contrast"
    found = load(folder, {"HEXVET_THEME": "contrast", "HEXVET_MOUSE": "yes"}, theme="mono")
    assert (found.theme, found.mouse) == ("mono", True)
    assert load(folder, {}, theme=None, slow=None).theme == "light"


def test_no_color_outranks_the_theme_of_the_file(folder: Path) -> None:
    assert written(folder, 'theme = "light"', NO_COLOR="1").theme is None
    assert load(folder, {"NO_COLOR": "1", "HEXVET_THEME": "light"}).theme == "light"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "lihgt"', "did you mean 'light'?"),
        ("mouse = 1", "expected"),
        ("tehme = 1", "did you mean 'theme'?"),
        ("theme = [", "config.toml:1"),
        ('[keys]\nwyh = "W"', "did you mean 'why'?"),
        ('[keys]\nwhy = "ctrl+b"', "is the prefix of tmux"),
        ('[keys]\nwhy = "alt+w"', "arrives as Escape"),
        ('[keys]\nwhy = "Hyper"', "is not the name of a key"),
        ('[keys]\nwhy = "/"', "/ is the key of 'filter' already"),
        ('[keys]\nsort_score = "n"', "n is the key of 'sort_name' already"),
        ('[keys]\nwhy = "\\u001b"', "control character"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing_else(folder: Path, text: str, said: str) -> None:
    found = written(folder, text)
    assert len(found.problems) == 1
    assert said in told(found.problems)[0]
    assert keys(found, "why") == ("w",)
    assert keys(found, "sort_score") == ("c",)
    assert (found.theme, found.mouse) == (None, False)


def test_what_is_right_in_a_list_of_keys_counts(folder: Path) -> None:
    found = written(folder, '[keys]\nwhy = ["Z", 3, "ctrl+b"]')
    assert len(found.problems) == 2
    assert keys(found, "why") == ("Z",)


def test_two_keys_can_change_places(folder: Path) -> None:
    found = written(folder, '[keys]\nwhy = "t"\ndrawing = "w"')
    assert found.problems == ()
    assert (keys(found, "why"), keys(found, "drawing")) == (("t",), ("w",))


def test_an_empty_list_takes_the_keys_away(folder: Path) -> None:
    found = written(folder, "[keys]\nreload = []")
    assert keys(found, "reload") == ()
    table = table_of("portfolio", found.keymap)
    assert actions.find(table, "r") is None
    assert "r Reload" not in "".join(text for text, _ in actions.footer(table, 200))


@pytest.mark.parametrize(
    ("text", "told_", "quits"),
    [
        ("leave = []\nquit = []\ncommand = []", True, ("ctrl+q",)),
        ("quit = []\nback = []", True, ("ctrl+q",)),
        ('quit = "Q"\nback = []', True, ("ctrl+q",)),
        ('quit = []\nback = []\nmark = "^q"', True, ("ctrl+q",)),
        ("quit = []", False, ()),
        ("leave = []\ncommand = []", False, ("ctrl+q",)),
        ('quit = "ctrl+x"\nleave = []\ncommand = []', False, ("ctrl+x",)),
    ],
)
def test_the_last_way_out_cannot_be_taken(
    folder: Path, text: str, told_: bool, quits: tuple[str, ...]
) -> None:
    found = written(folder, f"[keys]\n{text}")
    said = [one for one in told(found.problems) if "nothing leads out of the screen" in one]
    assert bool(said) == told_
    for mode in modes.IDS:
        assert keys(found, "quit", mode) == quits


def test_two_choices_for_one_key_are_told_once_each(folder: Path) -> None:
    found = written(folder, '[keys]\nwhy = "Z"\nfilter = "Z"')
    assert len(found.problems) == 1
    taken = [action for action in ("why", "filter") if keys(found, action) == ("Z",)]
    assert len(taken) == 1


@pytest.mark.parametrize("preset", ["vim", "plain"])
def test_the_presets_clash_nowhere(folder: Path, preset: str) -> None:
    found = written(folder, f'preset = "{preset}"\n[keys]\nwhy = "w"')
    assert found.problems == ()
    letters = {key for key in keys(found, "down") if len(key) == 1}
    assert letters == ({"j"} if preset == "vim" else set())
    for mode in modes.IDS:
        table = table_of(mode, found.keymap)
        pressed = [(one.prefix, key) for one in table for key in one.keys]
        assert len(set(pressed)) == len(pressed)


@pytest.mark.parametrize("key", sorted(DISGUISED))
def test_a_key_that_does_not_arrive_cannot_be_chosen(folder: Path, key: str) -> None:
    found = written(folder, f'[keys]\nwhy = "{key}"')
    assert len(found.problems) == 1
    assert keys(found, "why") == ("w",)


def test_a_variable_that_means_nothing_is_told(folder: Path) -> None:
    found = load(folder, {"HEXVET_CLIPBOARD": "osc5", "HEXVET_ASCII": "maybe"})
    assert (found.clipboard, found.ascii) == ("auto", None)
    words = told(found.problems)
    assert [text.split(":")[0] for text in words] == ["HEXVET_ASCII", "HEXVET_CLIPBOARD"]
    assert "did you mean 'osc52'?" in words[1]


def test_the_schema_takes_the_example_and_refuses_a_mistake(root: Path) -> None:
    schema = json.loads(settings.schema_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    assert validator.is_valid(tomllib.loads(EXAMPLE))
    for text in ('theme = "x"', "[keys]\nnothing = 'x'", "mouse = 1", "[keys]\nwhy = 1"):
        assert not validator.is_valid(tomllib.loads(text)), text
    assert schema["properties"]["keys"]["properties"].keys() == ids().keys()


def test_the_published_schema_is_up_to_date(root: Path, pytestconfig: pytest.Config) -> None:
    file = root / "docs/schemas/config.schema.json"
    if pytestconfig.getoption("update_snapshots"):
        file.write_text(settings.schema_text(), encoding="utf-8")
    told = "renew it: hexvet schema config -o docs/schemas/config.schema.json"
    assert file.read_text(encoding="utf-8") == settings.schema_text(), told


def test_the_example_of_the_documentation_holds(root: Path, folder: Path) -> None:
    page = (root / "docs" / "keys.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert written(folder, example).problems == ()


async def test_mistakes_are_told_at_the_start(folder: Path) -> None:
    import fakes
    from screens import settled

    found = written(folder, '[keys]\nwhy = "/"')
    app = HexvetApp(fakes.FakeSource(), settings=found)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        told = [message.text for message in app.session.history]
        assert [text for text in told if "is the key of 'filter' already" in text] == told[:1]
