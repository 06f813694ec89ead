"""What is left of a crash: the trace of a fault in native code, and faults while leaving."""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Sequence
from pathlib import Path

from hexvet import places

LARGEST = 100_000
"""Bytes after which the record of crashes begins anew."""


def record(folder: Path | None = None) -> bool:
    """Have a crash of native code written to a file, as the screen cannot show it.

    Returns whether there is such a file. It stays open for the life of the process.
    """
    try:
        folder = places.private_folder(folder or places.state())
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        file = os.open(folder / places.CRASHES, flags, 0o600)
        if os.fstat(file).st_size > LARGEST:
            os.ftruncate(file, 0)
    except OSError:
        return False
    faulthandler.enable(file)
    return True


def status(left: int | None, fault: Exception | None) -> int:
    """The exit status; a fault of the program is told. `left` is what the screen was left with,
    None when it was not."""
    from hexvet.diagnostics import Exit, say

    if left is not None and fault is None:
        return left
    named = f": {type(fault).__name__}" if fault is not None else ""
    say(f"internal error{named}; this is a fault of hexvet, not of your files",
        "open it again: what was typed is offered; and send us what stands above")  # fmt: skip
    return Exit.INTERNAL


def tell(faults: Sequence[Exception], wire: str = "") -> None:
    """Say on standard error, after the screen is gone, what went wrong while it was there.

    `faults` kept something from being saved; `wire` ended the differences.
    """
    from hexvet.diagnostics import say

    if wire:
        say("the screen was sent in full, as Textual's frames have another shape", wire)
    for fault in faults:
        say("could not save everything before the end", f"{type(fault).__name__}: {fault}")
