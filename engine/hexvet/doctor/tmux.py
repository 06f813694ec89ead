"""Signs of tmux, which stands between Hexvet and the terminal."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from hexvet.doctor.signs import Sign

Ask: TypeAlias = Callable[[Sequence[str]], str]
"""Runs a program with arguments and returns what it writes, "" when it fails."""

SECONDS = 3.0
COPYING = (3, 2)
"""The first tmux whose `load-buffer -w` reaches the terminal's clipboard."""
PROMPT = 50
"""Milliseconds after Esc that nobody notices."""


def output(words: Sequence[str]) -> str:
    """What a program writes on standard output; "" when it fails or is not there."""
    try:
        done = subprocess.run(
            [*words], capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def signs(environ: Mapping[str, str], ask: Ask = output) -> list[Sign]:
    """All of them; none outside of tmux."""
    if not environ.get("TMUX"):
        return []
    version = ask(["tmux", "-V"])
    if not version:
        found = "TMUX is set, and there is no tmux to ask"
        return [Sign("tmux", "weak", found, "install tmux, or unset TMUX")]
    return [
        _copying(version, ask(["tmux", "show-options", "-gsv", "set-clipboard"])),
        _passing(ask(["tmux", "show-options", "-gwv", "allow-passthrough"])),
        _escaping(ask(["tmux", "show-options", "-gsv", "escape-time"])),
        *_colours(environ, ask(["tmux", "display-message", "-p", "#{client_termfeatures}"])),
    ]


def _copying(version: str, clipboard: str) -> Sign:
    found = re.search(r"(\d+)\.(\d+)", version)
    new = found is not None and (int(found[1]), int(found[2])) >= COPYING
    if new:  # `load-buffer -w` asks nothing of set-clipboard
        return Sign("tmux copy", "ok", f"{version}, set-clipboard {clipboard or 'unknown'}")
    if clipboard == "on":
        return Sign("tmux copy", "ok", f"{version}, set-clipboard on")
    told = f"{version} passes copies on only with set-clipboard on"
    return Sign("tmux copy", "weak", told, "tmux set -s set-clipboard on")


def _passing(passthrough: str) -> Sign:
    return Sign("tmux pass", "ok", f"allow-passthrough {passthrough or 'unknown'}; not needed")


def _escaping(milliseconds: str) -> Sign:
    if milliseconds.isdecimal() and int(milliseconds) > PROMPT:
        found = f"escape-time {milliseconds} ms: Esc is felt to be late"
        return Sign("tmux Esc", "weak", found, "tmux set -s escape-time 10")
    return Sign("tmux Esc", "ok", f"escape-time {milliseconds or 'unknown'} ms")


def _colours(environ: Mapping[str, str], features: str) -> list[Sign]:
    """tmux turns 24-bit colours into 256 for a terminal that it does not know to have them."""
    wants = environ.get("COLORTERM", "").casefold() in ("truecolor", "24bit")
    if not wants or not features or "RGB" in features.split(","):
        return []
    fix = "tmux set -as terminal-features ',*:RGB' and attach again"
    return [Sign("tmux colours", "weak", "24-bit colours are reduced to 256", fix)]
