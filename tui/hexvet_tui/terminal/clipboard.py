"""Copying out of the screen: over the terminal, over tmux, and always into a file.

No terminal says whether it took a copy. What is told is therefore where a text was sent, and
the file in which it can be found in any case.
"""

from __future__ import annotations

import os
import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkstemp
from typing import Literal, TypeAlias, get_args

from hexvet import places

Mode: TypeAlias = Literal["auto", "osc52", "tmux", "file", "off"]
Write: TypeAlias = Callable[[str], None]

MODES: tuple[Mode, ...] = get_args(Mode)
LONGEST = 74_994
"""Bytes in base64 that go through every terminal (the sequence's limit in xterm and hterm)."""
FILE = "last-copy.txt"
SCREEN_PIECE = 500
"""Characters in one piece for GNU screen, which takes 768 bytes at most."""
TMUX_SECONDS = 2.0


def copy(
    text: str,
    mode: Mode,
    environ: Mapping[str, str],
    write: Write | None,
    folder: Path | None = None,
) -> str:
    """Send a text where the mode says, and return what to say about it.

    `write` takes what the terminal gets, None where there is none; `folder` is that of the
    file (default: the state folder).
    """
    if mode == "off":
        return "not copied: the clipboard is off"
    kept = _keep(text, folder or places.state())
    if mode == "file":
        return kept
    encoded = b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")
    if len(encoded) > LONGEST:
        return f"too long for a terminal's clipboard ({len(encoded):,} bytes); {kept}"
    where = _send(text, encoded, mode, environ, write)
    joined = "but" if kept.startswith("not") else "also"
    return f"sent to {where}; {joined} {kept}" if where else f"no terminal took it; {kept}"


def _send(
    text: str, encoded: str, mode: Mode, environ: Mapping[str, str], write: Write | None
) -> str:
    """Where it went; "" for nowhere."""
    if mode == "tmux" or (mode == "auto" and environ.get("TMUX")):
        if _tmux(text):
            return "tmux and its terminal"
        if mode == "tmux":
            return ""
    if write is None:
        return ""
    write(osc52(encoded, environ))
    return "the terminal"


def osc52(encoded: str, environ: Mapping[str, str]) -> str:
    """The sequence that asks a terminal to copy; in pieces for GNU screen to pass on."""
    sequence = f"\x1b]52;c;{encoded}\a"
    if environ.get("TMUX") or not environ.get("STY"):
        return sequence
    pieces = range(0, len(sequence), SCREEN_PIECE)
    return "".join(f"\x1bP{sequence[at : at + SCREEN_PIECE]}\x1b\\" for at in pieces)


def _tmux(text: str) -> bool:
    """Give it to tmux, which passes it on by its own means, whatever `set-clipboard` says."""
    try:
        done = subprocess.run(
            ["tmux", "load-buffer", "-w", "-"],
            input=text.encode("utf-8", "surrogatepass"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TMUX_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _keep(text: str, folder: Path) -> str:
    """Put the text into the file, whole or not at all; where it is, or why it is not."""
    file = folder / FILE
    try:
        _replace(file, text)
    except OSError as error:
        return f"not in a file: {error.strerror or error}"
    return f"in {_short(file)}"


def _replace(file: Path, text: str) -> None:
    handle, fresh = mkstemp(dir=places.private_folder(file.parent), prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="") as out:
            out.write(text)
        os.replace(fresh, file)
    except OSError:
        os.unlink(fresh)
        raise


def _short(path: Path) -> str:
    """A path as people write it, with `~` for their home."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
