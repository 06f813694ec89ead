"""Each sign names what was found and, where something is weak or broken, how to mend it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from hexvet.doctor import machine, terminal, tmux
from hexvet.doctor.asking import Answers
from hexvet.doctor.signs import Sign, State, worst

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
TALKING = Answers(answered=True, synchronised="yes")


@pytest.fixture(autouse=True)
def speaks_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getpreferredencoding", lambda _: "UTF-8")


def of(signs: Sequence[Sign], topic: str) -> Sign:
    """The one sign of a topic."""
    (found,) = [sign for sign in signs if sign.topic == topic]
    return found


def looked(
    environ: dict[str, str],
    size: tuple[int, int] | None = (80, 24),
    answers: Answers | None = TALKING,
) -> list[Sign]:
    """The terminal's signs with an environment on top of a good one."""
    return terminal.signs({**GOOD, **environ}, size, answers)


def test_a_good_terminal_needs_nothing() -> None:
    assert {sign.state for sign in looked({})} == {"ok"}
    assert all(sign.fix == "" for sign in looked({}))


@pytest.mark.parametrize(
    ("environ", "topic", "state", "fix"),
    [
        ({"TERM": "dumb"}, "terminal", "broken", "TERM=xterm-256color"),
        ({"TERM": ""}, "terminal", "broken", "hexvet check"),
        ({"LANG": "C"}, "characters", "weak", "export LANG=C.UTF-8"),
        ({"COLORTERM": ""}, "colours", "weak", "export COLORTERM=truecolor"),
        ({"COLORTERM": "", "TERM": "xterm"}, "colours", "weak", "export TERM=xterm-256color"),
        ({"TERM": "linux"}, "colours", "ok", ""),
        ({"TERM": "linux"}, "characters", "ok", ""),
        ({"NO_COLOR": "1"}, "colours", "ok", ""),
        ({"SSH_TTY": "/dev/pts/1", "ESCDELAY": "25"}, "escape", "weak", "export ESCDELAY=500"),
        ({"SSH_TTY": "/dev/pts/1", "ESCDELAY": "x"}, "escape", "weak", "export ESCDELAY=500"),
        ({"SSH_TTY": "/dev/pts/1", "ESCDELAY": "500"}, "escape", "ok", ""),
        ({"SSH_TTY": "/dev/pts/1"}, "escape", "ok", ""),
    ],
)
def test_the_terminals_weaknesses(
    environ: dict[str, str], topic: str, state: State, fix: str
) -> None:
    sign = of(looked(environ), topic)
    assert sign.state == state
    assert fix in sign.fix
    assert bool(sign.fix) is (state != "ok")


@pytest.mark.parametrize(
    ("size", "state"),
    [
        ((59, 16), "broken"), ((60, 15), "broken"), ((60, 16), "weak"), ((79, 24), "weak"),
        ((80, 24), "ok"), ((200, 60), "ok"), (None, "ok"),
    ],
)  # fmt: skip
def test_the_size(size: tuple[int, int] | None, state: State) -> None:
    assert of(looked({}, size), "size").state == state


def test_frames_are_drawn_at_once_where_the_terminal_says_so() -> None:
    assert "at once" in of(looked({}), "frames").found
    no = Answers(answered=True, synchronised="no")
    assert of(looked({}, answers=no), "frames").state == "ok"
    assert of(looked({"TMUX": "/t"}, answers=no), "frames").state == "weak"
    assert "answers no questions" in of(looked({}, answers=Answers()), "frames").found
    assert not [sign for sign in looked({}, answers=None) if sign.topic == "frames"]


def answering(**told: str) -> Callable[[Sequence[str]], str]:
    """A tmux that says what it is told to."""
    return lambda words: next((told[key] for key in told if key in " ".join(words)), "")


TMUX = {"TMUX": "/tmp/tmux-0/default,1,0", "COLORTERM": "truecolor"}


def test_outside_of_tmux_nobody_asks_it() -> None:
    assert tmux.signs({}, ask=lambda words: pytest.fail("asked")) == []


def test_a_tmux_that_passes_copies_and_colours_on() -> None:
    ask = answering(**{"-V": "tmux 3.5a", "clipboard": "external", "escape": "10",
                       "passthrough": "off", "features": "256,RGB,title"})  # fmt: skip
    signs = tmux.signs(TMUX, ask)
    assert {sign.state for sign in signs} == {"ok"}
    assert not [sign for sign in signs if sign.topic == "tmux colours"]


@pytest.mark.parametrize(
    ("told", "topic", "fix"),
    [
        ({"-V": "tmux 3.1c", "clipboard": "external"}, "tmux copy", "tmux set -s set-clipboard on"),
        ({"-V": "tmux 3.3a", "escape": "500"}, "tmux Esc", "tmux set -s escape-time 10"),
        ({"-V": "tmux 3.3a", "features": "256,title"}, "tmux colours", "',*:RGB'"),
        ({}, "tmux", "install tmux"),
    ],
)
def test_the_weaknesses_of_tmux(told: dict[str, str], topic: str, fix: str) -> None:
    sign = of(tmux.signs(TMUX, answering(**told)), topic)
    assert sign.state == "weak"
    assert fix in sign.fix


def test_an_old_tmux_that_lets_programs_copy_is_well() -> None:
    ask = answering(**{"-V": "tmux 3.0", "clipboard": "on"})
    assert of(tmux.signs(TMUX, ask), "tmux copy").state == "ok"


def test_a_program_that_is_not_there_says_nothing() -> None:
    assert tmux.output(["no-such-program-anywhere"]) == ""
    assert tmux.output(["false"]) == ""
    assert tmux.output(["echo", "hello"]) == "hello"


def test_a_library_that_is_missing_or_too_old() -> None:
    have = dict.fromkeys(machine.LIBRARIES, "99.0")
    assert {s.state for s in machine.libraries(have)} == {"ok"}
    signs = machine.libraries({**have, "numpy": "1.25.9", "tomli": ""})
    assert of(signs, "numpy") == Sign(
        "numpy", "broken", "1.25.9 is too old", "pip install 'numpy>=1.26'"
    )
    assert of(signs, "tomli").found == "not installed"
    assert of(machine.libraries({**have, "textual": "8.10.0rc1"}), "textual").state == "ok"


def test_the_libraries_are_those_of_the_project_file(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {}
    for word in project["dependencies"]:
        name, _, version = word.replace("==", ">=").partition(">=")
        wanted[name] = version.partition(",")[0]
    assert {k: v for k, v in machine.LIBRARIES.items() if k != "platformdirs"} == {
        k: v for k, v in wanted.items() if k != "platformdirs"
    }


def test_the_extension_and_the_wire_are_tried_in_a_process_of_their_own() -> None:
    assert machine.inference(lambda words: "built").state == "ok"
    assert machine.inference(lambda words: "").state == "weak"
    assert machine.wire({}, lambda words: "whole").state == "ok"
    assert "App._display" in machine.wire({}, lambda words: "textual.app:App._display").found
    assert machine.wire({}, lambda words: "").state == "broken"
    plain = machine.wire({"HEXVET_WIRE": "plain"}, lambda words: pytest.fail("asked"))
    assert plain.state == "ok"


def test_the_editor(tmp_path: Path) -> None:
    program = tmp_path / "ed it"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    here = {"PATH": str(tmp_path)}
    assert machine.editor({**here, "EDITOR": "'ed it' --wait"}).state == "ok"
    assert machine.editor({**here, "VISUAL": "nowhere", "EDITOR": "'ed it'"}).state == "weak"
    assert machine.editor({**here, "EDITOR": "it's"}).state == "weak"
    assert machine.editor({**here, "EDITOR": " "}).state == "weak"
    assert machine.editor(here) == Sign(
        "editor", "weak", "no $EDITOR: 'vi' is not on the path", "export EDITOR=nano"
    )


def test_folders_that_are_not_there_yet_can_be_made(tmp_path: Path) -> None:
    sign = machine.folder("state", tmp_path / "a" / "b", wanted=False)
    assert sign.state == "ok"
    assert "not there yet" in sign.found
    (tmp_path / "a").write_text("", encoding="utf-8")
    assert machine.folder("state", tmp_path / "a" / "b", wanted=False).state == "broken"


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    sign = machine.folder("workspace", tmp_path, wanted=True)
    assert sign.state == "weak"
    assert "nothing can be saved" in sign.found
    assert sign.fix == f"chmod u+rwx {tmp_path}"


@pytest.mark.parametrize(("free", "state"), [(999_999, "broken"), (50_000_000, "weak")])
def test_a_full_disk(
    free: int, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert machine.folder("workspace", tmp_path, wanted=True).state == state


def test_a_file_of_the_workspace_that_cannot_be_read(
    los_angeles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [sign.state for sign in machine.workspace(los_angeles)] == ["ok"]
    able = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: "procurement" not in str(path) and able(path, mode)
    )
    sign = of(machine.workspace(los_angeles), "files")
    assert "procurement.toml" in sign.found
    assert machine.workspace(None)[0].state == "ok"


def test_traces_of_crashes_are_told(tmp_path: Path) -> None:
    file = tmp_path / "crash.log"
    assert machine.crashes(file) == []
    file.write_text("", encoding="utf-8")
    assert machine.crashes(file) == []
    file.write_text("Fatal Python error", encoding="utf-8")
    assert of(machine.crashes(file), "crashes").state == "weak"


MISTAKEN = """\
theme = "pink"
mouse = "often"
coluor = 1
[keys]
why = "f11"
filter = "s"
frobnicate = "z"
"""
MISTAKES = (
    ("config.toml:1:9: 'pink' is not an allowed value", "one of dark, light"),
    ("config.toml:2:9: ", ""),
    ("config.toml:3:1: unknown key 'coluor'", "known here: theme"),
    ("config.toml:7:1: unknown key 'frobnicate'", "known here"),
    ("config.toml:5:7: the key 'f11' belongs to the window manager", "docs/keys.md"),
    ("config.toml:6:10: s is the key of 'prefix_s' already", "give 'prefix_s' another key"),
)


def test_mistakes_in_the_settings_are_told() -> None:
    (well,) = machine.settings(lambda words: "[]")
    assert well.state == "ok"
    (unread,) = machine.settings(lambda words: "")
    assert unread.state == "weak"


def test_the_settings_are_read_as_the_screen_reads_them(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([f"{root}/engine", f"{root}/tui"]))
    assert [sign.state for sign in machine.settings()] == ["ok"]
    (tmp_path / "hexvet").mkdir()
    (tmp_path / "hexvet" / "config.toml").write_text(MISTAKEN, encoding="utf-8")
    signs = machine.settings()
    assert {sign.state for sign in signs} == {"weak"}
    for sign, (found, fix) in zip(signs, MISTAKES, strict=True):
        assert found in sign.found
        assert fix in sign.fix


def test_the_worst_state_counts() -> None:
    signs = [Sign("a", "weak", "", "x"), Sign("b", "ok", "")]
    assert worst(signs) == "weak"
    assert worst([*signs, Sign("c", "broken", "", "x")]) == "broken"
    assert worst([]) == "ok"
