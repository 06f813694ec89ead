"""A terminal to run a program in: bytes in, bytes out, and what stands on its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "terminal"))

from emulator import Emulator  # noqa: E402

PROGRAM = """
import datetime, os, pathlib, signal, sys
rules = os.environ.get("HEXVET_TEST_RULES")
if rules:
    import hexvet.packs.loading
    hexvet.packs.loading.shipped_folder = lambda: pathlib.Path(rules)
draft = os.environ.get("HEXVET_TEST_DRAFT")
if draft:
    from hexvet_tui.terminal.ending import Ending
    watch = Ending.watch
    def watch_and_save(ending, *given):
        ending.add(lambda: pathlib.Path(draft).write_text("saved"))
        watch(ending, *given)
    Ending.watch = watch_and_save
slow = os.environ.get("HEXVET_TEST_SLOW")
if slow:
    import time
    from hexvet_tui.source import WorkspaceSource
    read = WorkspaceSource.read
    WorkspaceSource.read = lambda *given: (time.sleep(float(slow)), read(*given))[1]
if os.environ.get("HEXVET_TEST_DEAF"):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
if os.environ.get("HEXVET_TEST_FAULT"):
    from hexvet_tui import app
    pressed = app.HexvetApp.pressed
    app.HexvetApp.pressed = lambda *given: 1 / 0 if given[1] == "Z" else pressed(*given)
from hexvet_tui import run
sys.exit(run(pathlib.Path(sys.argv[1]), as_of=datetime.date(2026, 10, 1)))
"""
PATIENCE = 20.0
KEYS = {
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D", "home": b"\x1b[H",
    "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~", "enter": b"\r", "tab": b"\t",
}  # fmt: skip
ANSWERS = ((b"\x1b[?2026$p", b"\x1b[?2026;2$y"), (b"\x1b[c", b"\x1b[?62;22c"))
"""What a terminal with synchronised output says when it is asked."""


@dataclass
class Terminal:
    """A child process on a pseudo terminal and everything that it has written.

    With `answers`, questions are answered as by a terminal with synchronised output.
    """

    pid: int
    fd: int
    size: tuple[int, int]
    answers: bool = False
    output: bytes = b""
    chunks: list[tuple[float, bytes]] = field(default_factory=list)
    _shown: Emulator | None = None
    _fed: int = 0

    def once(self, timeout: float) -> bytes:
        """What can be read now or within `timeout` seconds; nothing at the end."""
        if not select.select([self.fd], [], [], max(0.0, timeout))[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        self.chunks.append((time.perf_counter(), data))
        self.output += data
        for question, answer in ANSWERS if self.answers else ():
            if question in data:
                self.send(answer)
        return data

    def read(self, quiet: float = 0.4, patience: float = PATIENCE) -> bytes:
        """What is written until nothing comes for `quiet` seconds."""
        start, got = time.monotonic(), b""
        while time.monotonic() - start < patience:
            data = self.once(quiet)
            if not data:
                break
            got += data
        return got

    def until(self, text: str, patience: float = PATIENCE) -> float:
        """Seconds until a text was written; fails when it never is.

        A text that only changes in part is not written whole: see `shows` for that.
        """
        start, seen = time.monotonic(), b""
        while time.monotonic() - start < patience:
            seen += self.read(quiet=0.02, patience=0.1)
            if text.encode() in seen:
                return time.monotonic() - start
        raise AssertionError(f"{text!r} was not written; got {seen[-2000:]!r}")

    def shows(self, pattern: str, patience: float = PATIENCE) -> None:
        """Wait until a pattern stands on the screen; fails when it never does."""
        start = time.monotonic()
        while not re.search(pattern, self.screen.text):
            if time.monotonic() - start > patience:
                raise AssertionError(f"{pattern!r} never stood here:\n{self.screen.text}")
            self.once(0.1)

    @property
    def screen(self) -> Emulator:
        """What stands on the screen by now."""
        if self._shown is None:
            self._shown = Emulator(*self.size)
        text = self.output[self._fed :].decode("utf-8", "replace")
        self._fed = len(self.output)
        self._shown.feed(text)
        return self._shown

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self.fd, keys)

    def press(self, key: str, quiet: float = 0.25) -> bytes:
        """Press a key, by its name or its letter; what is written until all is quiet."""
        self.send(KEYS.get(key, key.encode()))
        return self.read(quiet)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.screen.resize(columns, rows)
        self.size = (columns, rows)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def lose(self) -> None:
        """Close the window while the program runs."""
        spare, self.fd = self.fd, os.open(os.devnull, os.O_RDONLY)
        os.close(spare)

    def ended(self, patience: float = PATIENCE) -> int:
        """The exit code, or minus the signal; fails when the program does not end."""
        start = time.monotonic()
        while time.monotonic() - start < patience:
            self.read(quiet=0.05, patience=0.2)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.read(quiet=0.05, patience=0.2)
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.01)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("the program did not end")

    def end(self) -> None:
        """Have it gone, whatever it does."""
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.fd)


def spawned(
    command: Sequence[str], size: tuple[int, int], environ: dict[str, str], *, answers: bool = False
) -> Terminal:
    """A program in a terminal of its own, which has its size from the start."""
    pid, fd = pty.fork()
    if pid == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execve(command[0], [*command], environ)
        finally:
            os._exit(127)
    os.set_inheritable(fd, False)
    return Terminal(pid, fd, size, answers)


def environment(home: Path, **environ: str) -> dict[str, str]:
    """The environment of a good terminal, with a home of its own."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("engine", "tui")),
        **environ,
    }


def opened(
    workspace: Path, size: tuple[int, int] = (80, 24), *, answers: bool = False, **environ: str
) -> Terminal:
    """The application on a workspace, on a day that never changes."""
    command = [sys.executable, "-c", PROGRAM, str(workspace)]
    return spawned(command, size, environment(workspace.parent, **environ), answers=answers)


def typed(
    words: Sequence[str], home: Path, size: tuple[int, int] = (80, 24), **environ: str
) -> Terminal:
    """A command line of `hexvet`."""
    command = [sys.executable, "-m", "hexvet", *words]
    return spawned(command, size, environment(home, **environ), answers=True)
