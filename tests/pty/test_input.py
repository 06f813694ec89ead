"""What terminals send besides keys: broken bytes, keys in pieces, pastes of any size."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from terminal import Terminal

pytestmark = [pytest.mark.pty, pytest.mark.slow]

Open = Callable[..., Terminal]
READY = r"15 projects"
FIRST, SECOND = r"(?m)^> 311 routing", r"(?m)^> Fleet repair"
MEGABYTE = 1_000_000


def test_bytes_that_are_not_utf8_do_no_harm(start: Open) -> None:
    terminal = start()
    terminal.shows(READY)
    # A report of the mouse at column 200, as old terminals send it (Textualize/textual#6668).
    terminal.send(b"\x1b[M \xe9\xff\xc3\x28\x1b[M#\xe8\x41")
    terminal.read()
    terminal.send(b"?")
    terminal.shows("HELP")


@pytest.mark.parametrize("pieces", [(b"\x1b", b"[B"), (b"\x1b[", b"B"), (b"\x1b", b"[", b"B")])
def test_a_key_in_pieces_is_one_key_over_ssh(start: Open, pieces: tuple[bytes, ...]) -> None:
    terminal = start(SSH_TTY="/dev/pts/9")
    terminal.shows(FIRST)
    for piece in pieces:
        terminal.send(piece)
        time.sleep(0.2)
    terminal.shows(SECOND)


def test_keys_that_come_in_one_piece_are_done_one_by_one(start: Open) -> None:
    """Through modes that were never entered; and what follows 3 and e is text, not commands."""
    terminal = start()
    terminal.shows(FIRST)
    terminal.send(b"12345678")
    terminal.shows(r"\[8 Log")
    terminal.send(b"615168")
    terminal.shows(r"\[8 Log")
    terminal.send(b"1")
    terminal.shows(FIRST)


def test_what_is_typed_before_the_rules_are_read_is_text(start: Open) -> None:
    terminal = start()
    terminal.shows(FIRST)
    terminal.send(b"3e# q1 typed")
    terminal.shows(r"# q1 typed")
    terminal.shows(r"DRAFT")


def test_sequences_that_nobody_knows_do_nothing(start: Open) -> None:
    """Keys that are let go, as Kitty tells them, and numbers that are no characters."""
    terminal = start()
    terminal.shows(FIRST)
    terminal.send(b"\x1b[97;5:3u\x1b[97;1:3u\x1b[:u\x1b[7713126H\x1b[;;5171076D\x1b[?62;22cj")
    terminal.shows(SECOND)


@pytest.mark.parametrize("out", [b"", b"\x03", b"\x11"])
def test_a_paste_whose_end_is_lost_ends(start: Open, out: bytes) -> None:
    terminal = start()
    terminal.shows(FIRST)
    terminal.send(b"\x1b[200~abc")
    terminal.read(quiet=0.1)
    if out == b"\x11":
        terminal.send(out)
        assert terminal.ended() == 0
        return
    if out:
        terminal.send(out)
    else:
        time.sleep(1.3)
    terminal.read(quiet=0.1)
    terminal.send(b"j")
    terminal.shows(SECOND)


def test_escape_by_itself_is_escape(start: Open) -> None:
    terminal = start()
    terminal.shows(READY)
    terminal.send(b"/zzz")
    terminal.shows("zzz")
    terminal.send(b"\x1b")
    time.sleep(0.5)
    terminal.read()
    assert "zzz" not in terminal.screen.text


def test_a_pasted_megabyte_is_survived(start: Open) -> None:
    terminal = start()
    terminal.shows(READY)
    terminal.send(b"/")
    terminal.read()
    paste = b"\x1b[200~" + b"permit [/b] \x1b[31m\n" * (MEGABYTE // 18) + b"\x1b[201~"
    fed(terminal, paste)
    terminal.send(b"\x1b")
    time.sleep(0.5)
    terminal.send(b"\x1b")
    terminal.read(quiet=1.0)
    terminal.send(b"q")
    assert terminal.ended(patience=60) == 0


def test_a_pasted_megabyte_where_nothing_is_typed_does_nothing(start: Open) -> None:
    terminal = start()
    terminal.shows(FIRST)
    fed(terminal, b"\x1b[200~" + b"jq" * (MEGABYTE // 2) + b"\x1b[201~")
    terminal.read(quiet=1.0)
    terminal.send(b"j")
    terminal.shows(SECOND)


def fed(terminal: Terminal, data: bytes) -> None:
    """Type faster than anybody can, reading what comes meanwhile."""
    for at in range(0, len(data), 4096):
        terminal.send(data[at : at + 4096])
        terminal.once(0)
