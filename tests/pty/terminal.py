"""A terminal to run the application in: bytes in, bytes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import datetime, os, pathlib, sys
rules = os.environ.get("HEXVET_TEST_RULES")
if rules:
    import hexvet.packs.loading
    hexvet.packs.loading.shipped_folder = lambda: pathlib.Path(rules)
from hexvet_tui import run
sys.exit(run(pathlib.Path(sys.argv[1]), as_of=datetime.date(2026, 10, 1)))
"""
PATIENCE = 20.0


@dataclass
class Terminal:
    """A child process on a pseudo terminal and everything that it has written."""

    pid: int
    fd: int
    output: bytes = b""

    def read(self, quiet: float = 0.4, patience: float = PATIENCE) -> bytes:
        """What is written until nothing comes for `quiet` seconds."""
        start, got = time.monotonic(), b""
        while time.monotonic() - start < patience:
            ready, _, _ = select.select([self.fd], [], [], quiet)
            if not ready:
                break
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                break
            if not data:
                break
            got += data
        self.output += got
        return got

    def until(self, text: str, patience: float = PATIENCE) -> float:
        """Seconds until a text was written; fails when it never is."""
        start, seen = time.monotonic(), b""
        while time.monotonic() - start < patience:
            seen += self.read(quiet=0.02, patience=0.1)
            if text.encode() in seen:
                return time.monotonic() - start
        raise AssertionError(f"{text!r} was not written; got {seen[-2000:]!r}")

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self.fd, keys)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def ended(self, patience: float = PATIENCE) -> int:
        """The exit code, or minus the signal; fails when the program does not end."""
        start = time.monotonic()
        while time.monotonic() - start < patience:
            self.read(quiet=0.05, patience=0.2)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.read(quiet=0.05, patience=0.2)
                return os.waitstatus_to_exitcode(status)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("the program did not end")


def opened(workspace: Path, size: tuple[int, int] = (80, 24), **environ: str) -> Terminal:
    """The application on a workspace, painted and read."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("engine", "tui")),
        **environ,
    }
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-c", PROGRAM, str(workspace)], env)
    terminal = Terminal(pid, fd)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    return terminal
