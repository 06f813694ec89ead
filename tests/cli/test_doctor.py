"""`hexvet doctor` and `hexvet reset-terminal`."""

from __future__ import annotations

import json
import os
import pty
from pathlib import Path

import pytest

from hexvet.doctor import machine

from .conftest import Command


@pytest.fixture(autouse=True)
def healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which everything is as it should be; no process is started."""
    for name, value in (
        ("TERM", "xterm-256color"),
        ("COLORTERM", "truecolor"),
        ("LANG", "C.UTF-8"),
        ("EDITOR", "true"),
        ("HOME", str(tmp_path / "home")),
    ):
        monkeypatch.setenv(name, value)
    for name in ("TMUX", "STY", "SSH_TTY", "SSH_CONNECTION", "VISUAL", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getpreferredencoding", lambda _: "UTF-8")
    have = dict.fromkeys(machine.LIBRARIES, "99")
    monkeypatch.setattr(machine, "_version", have.__getitem__)
    answers = {machine.WIRE: "whole", machine.SETTINGS: "[]"}
    monkeypatch.setattr(machine.inference, "__defaults__", (lambda words: "built",))
    for sign in (machine.wire, machine.settings):
        monkeypatch.setattr(sign, "__defaults__", (lambda words: answers[words[-1]],))


def test_one_line_for_each_sign(hexvet: Command, city: Path) -> None:
    done = hexvet("doctor")
    assert done.status == 0
    assert done.err == ""
    lines = done.out.splitlines()
    assert all(line.startswith("ok ") for line in lines), done.out
    topics = [line.split()[1] for line in lines]
    assert topics[:4] == ["terminal", "size", "characters", "colours"]
    assert topics[-1] == "workspace"


def test_what_is_weak_ends_in_what_to_do(
    hexvet: Command, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    done = hexvet("doctor")
    assert done.status == 0
    (line,) = [line for line in done.out.splitlines() if "editor" in line]
    assert line.startswith("weak ")
    assert line.endswith("; export EDITOR=nano")


def test_what_is_broken_is_a_status(
    hexvet: Command, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    done = hexvet("doctor")
    assert done.status == 1
    assert done.out.startswith("broken  terminal")


@pytest.mark.parametrize("words", [("-o", "json"), ("--format", "json"), ("--output", "json")])
def test_all_of_it_as_json(hexvet: Command, city: Path, words: tuple[str, str]) -> None:
    document = json.loads(hexvet("doctor", *words).out)
    assert document["worst"] == "ok"
    assert {"topic", "state", "found", "fix"} == set(document["signs"][0])


def test_outside_of_a_workspace_the_rest_is_still_told(
    hexvet: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = hexvet("doctor")
    assert done.status == 0
    assert "none in this folder or above it" in done.out


def test_a_workspace_that_is_not_there(hexvet: Command, tmp_path: Path) -> None:
    assert hexvet("doctor", tmp_path / "nowhere").status == 2


def test_nothing_is_made_by_looking(hexvet: Command, city: Path, tmp_path: Path) -> None:
    hexvet("doctor")
    assert not (tmp_path / "home").exists()


def test_a_hostile_environment_steers_nothing(
    hexvet: Command, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM", "EDITOR", "ESCDELAY", "SSH_TTY", "LANG", "COLORTERM"):
        monkeypatch.setenv(name, "\x1b]0;owned\x07[b]" + "x" * 10_000)
    out = hexvet("doctor").out
    assert "\x1b" not in out
    assert "\x07" not in out


def test_without_a_terminal_there_is_none_to_reset(
    hexvet: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> int:
        raise OSError(6, "No such device or address")

    monkeypatch.setattr("hexvet.doctor.restoring.own_terminal", none)
    done = hexvet("reset-terminal")
    assert done.status == 2
    assert done.err == "hexvet: there is no terminal to reset: No such device or address\n"


def test_a_terminal_is_reset_wherever_the_output_goes(
    hexvet: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pty.openpty()
    monkeypatch.setattr("hexvet.doctor.restoring.own_terminal", lambda: os.dup(theirs))
    done = hexvet("reset-terminal")
    assert (done.status, done.out, done.err) == (0, "", "")
    written = os.read(ours, 1000)
    for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l", b"\x1b[?2004l", b"\x1b[0m"):
        assert sequence in written
    os.close(ours)
    os.close(theirs)
