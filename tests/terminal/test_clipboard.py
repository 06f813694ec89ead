"""Where a copy goes, and what is said about it: never more than is known."""

from __future__ import annotations

import base64
import os
import re
import stat
from pathlib import Path

import pytest

from hexvet_tui.terminal import clipboard
from hexvet_tui.terminal.clipboard import FILE, LONGEST, Mode

Sent = list[str]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, the only one: no tmux in it at first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def tmux(path: Path, status: int) -> Path:
    """A tmux that keeps what it is given, with an exit status."""
    program, kept = path / "tmux", path / "kept"
    program.write_text(f'#!/bin/sh\necho "$@" > {kept}\n/bin/cat >> {kept}\nexit {status}\n')
    program.chmod(0o755)
    return kept


def copied(folder: Path, text: str, mode: Mode = "auto", **environ: str) -> tuple[str, Sent]:
    """What is said, and what the terminal gets."""
    sent: Sent = []
    return clipboard.copy(text, mode, environ, sent.append, folder), sent


def payload(sent: Sent) -> str:
    """The text in the sequences, as the terminal decodes it."""
    whole = re.sub(r"\x1bP|\x1b\\", "", "".join(sent))
    match = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", whole)
    assert match
    return base64.b64decode(match[1]).decode()


def test_a_copy_goes_to_the_terminal_and_into_a_file(tmp_path: Path, path: Path) -> None:
    said, sent = copied(tmp_path / "state", "Straße 漢 [b]\x1b[31m")
    assert payload(sent) == "Straße 漢 [b]\x1b[31m"
    file = tmp_path / "state" / FILE
    assert file.read_text(encoding="utf-8") == "Straße 漢 [b]\x1b[31m"
    assert said == f"sent to the terminal; also in {file}"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert os.listdir(file.parent) == [FILE]


def test_nobody_says_copied(tmp_path: Path, path: Path) -> None:
    for mode in clipboard.MODES:
        said, _ = copied(tmp_path, "x", mode)
        assert "copied" not in said.replace(str(tmp_path), "").removeprefix("not copied")


def test_the_longest_text_goes_and_a_longer_one_only_into_the_file(
    tmp_path: Path, path: Path
) -> None:
    fits = "x" * (LONGEST // 4 * 3)
    said, sent = copied(tmp_path, fits)
    assert payload(sent) == fits
    said, sent = copied(tmp_path, fits + "xyz")
    assert sent == []
    assert said == f"too long for a terminal's clipboard (74,996 bytes); in {tmp_path / FILE}"
    assert (tmp_path / FILE).read_text() == fits + "xyz"


def test_in_tmux_it_is_tmux_that_gets_it(tmp_path: Path, path: Path) -> None:
    kept = tmux(path, 0)
    said, sent = copied(tmp_path, "hello", TMUX="/tmp/t,1,0")
    assert sent == []
    assert kept.read_text() == "load-buffer -w -\nhello"
    assert said.startswith("sent to tmux and its terminal; also in ")


def test_a_tmux_that_refuses_is_passed_by(tmp_path: Path, path: Path) -> None:
    tmux(path, 1)
    said, sent = copied(tmp_path, "hello", TMUX="/tmp/t,1,0")
    assert payload(sent) == "hello"
    assert said.startswith("sent to the terminal")


def test_only_tmux_means_only_tmux(tmp_path: Path, path: Path) -> None:
    said, sent = copied(tmp_path, "hello", "tmux", TMUX="/tmp/t,1,0")
    assert sent == []
    assert said == f"no terminal took it; in {tmp_path / FILE}"


def test_gnu_screen_gets_pieces_that_it_passes_on(tmp_path: Path, path: Path) -> None:
    text = "long " * 400
    _, sent = copied(tmp_path, text, STY="1.pts")
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sent[0], re.DOTALL)
    assert len(pieces) > 3
    assert all(len(piece) < 760 for piece in pieces)
    assert payload(sent) == text


@pytest.mark.parametrize("mode", ["file", "off"])
def test_the_terminal_can_be_left_out(tmp_path: Path, path: Path, mode: Mode) -> None:
    said, sent = copied(tmp_path, "hello", mode)
    assert sent == []
    assert (tmp_path / FILE).exists() is (mode == "file")
    off = "not copied: the clipboard is off"
    assert said == (f"in {tmp_path / FILE}" if mode == "file" else off)


def test_without_a_terminal_there_is_the_file(tmp_path: Path, path: Path) -> None:
    assert clipboard.copy("x", "auto", {}, None, tmp_path) == (
        f"no terminal took it; in {tmp_path / FILE}"
    )


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, path: Path) -> None:
    (tmp_path / "state").write_text("", encoding="utf-8")
    said, sent = copied(tmp_path / "state", "hello")
    assert payload(sent) == "hello"
    assert said == "sent to the terminal; but not in a file: File exists"


def test_a_failed_write_leaves_the_last_copy_and_nothing_else(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(tmp_path / "state", "first")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    said, _ = copied(tmp_path / "state", "second")
    assert said.endswith("not in a file: No space left on device")
    assert os.listdir(tmp_path / "state") == [FILE]
    assert (tmp_path / "state" / FILE).read_text() == "first"


def test_a_home_is_written_as_people_write_it(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert clipboard.copy("x", "file", {}, None) == f"in ~/.local/state/hexvet/{FILE}"
