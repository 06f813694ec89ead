"""What the terminal says about itself when it is asked."""

from __future__ import annotations

import os
import re
import select
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Support: TypeAlias = Literal["yes", "no", "silent"]

SYNCHRONISED = "\x1b[?2026$p"
KITTY = "\x1b[?u"
ATTRIBUTES = "\x1b[c"
"""Every terminal answers this one: what is not answered before it is not known there."""
SECONDS, SECONDS_FAR = 0.5, 2.0
"""How long an answer may take, here and over SSH."""


@dataclass(frozen=True, slots=True)
class Answers:
    """`answered` is whether the terminal said anything at all."""

    answered: bool = False
    synchronised: Support = "silent"
    kitty: bool = False


def questions(environ: Mapping[str, str]) -> str:
    """What to write. Apple's terminal would print a letter of the first question."""
    first = "" if environ.get("TERM_PROGRAM") == "Apple_Terminal" else SYNCHRONISED
    return first + KITTY + ATTRIBUTES


def understood(answer: bytes) -> Answers:
    """The meaning of what came back."""
    mode = re.search(rb"\x1b\[\?2026;([0-4])\$y", answer)
    support: Support = "silent"
    if mode:
        support = "no" if mode[1] in (b"0", b"4") else "yes"
    kitty = re.search(rb"\x1b\[\?\d+u", answer)
    return Answers(complete(answer), support, kitty is not None)


def complete(answer: bytes) -> bool:
    """Whether the answer to the last question is there."""
    return re.search(rb"\x1b\[\?[0-9;]*c", answer) is not None


def ask(terminal: int, environ: Mapping[str, str], seconds: float) -> Answers:
    """Ask the terminal of a file descriptor; raises `OSError` where it cannot be asked.

    Nothing of the answer is left for the shell to read, and the settings are as before.
    """
    import termios
    import tty

    try:
        kept = termios.tcgetattr(terminal)
    except termios.error as error:
        raise OSError(str(error)) from error
    try:
        tty.setcbreak(terminal, termios.TCSAFLUSH)
        os.write(terminal, questions(environ).encode())
        return understood(_read(terminal, seconds))
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH, kept)


def _read(terminal: int, seconds: float) -> bytes:
    answer, end = b"", time.monotonic() + seconds
    while not complete(answer) and len(answer) < 4096:
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            break
        answer += os.read(terminal, 1024)
    return answer
