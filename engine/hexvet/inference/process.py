"""One process that answers questions, with a time limit for each."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Sequence

from hexvet.inference import wire

CHUNK = 1 << 16
PATIENCE = 1.0
"""How many seconds after its limit a question ends the process from within."""
_CODE = (
    "import json, sys; sys.path += json.loads(sys.argv[1]); "
    "from hexvet.inference.serving import serve; serve(float(sys.argv[2]))"
)


class Lost(Exception):
    """Raised when the process did not answer. It is ended then; says what happened."""


def serving_command(limit: float) -> list[str]:
    """How the worker's process is started: it finds the modules that are found here, after those
    of Python itself, whatever the environment and the current folder say.
    """
    if not sys.executable:
        raise Lost("there is no Python interpreter to start it with")
    path = wire.encode([os.path.abspath(entry) for entry in sys.path if entry])
    cached = ["-B"] if sys.dont_write_bytecode else []
    return [sys.executable, "-I", "-S", *cached, "-c", _CODE, path, str(limit + PATIENCE)]


class Process:
    """A running process and the two pipes to it. Not for several threads at once."""

    def __init__(self, command: Sequence[str]) -> None:
        try:
            self._popen = subprocess.Popen(
                command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                process_group=0,  # Ctrl-C is for those who asked
            )
        except OSError as error:
            raise Lost(f"it cannot be started: {error}") from error
        assert self._popen.stdin is not None and self._popen.stdout is not None
        self._questions, self._answers = self._popen.stdin.fileno(), self._popen.stdout.fileno()
        for pipe in (self._questions, self._answers):
            os.set_blocking(pipe, False)
        self._end = weakref.finalize(self, _end, self._popen)

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._popen.pid

    @property
    def running(self) -> bool:
        """Whether it can be asked."""
        return self._end.alive and self._popen.poll() is None

    def ask(self, payload: bytes, limit: float) -> bytes:
        """The answer to a question; Lost when there is none within `limit` seconds."""
        return self._exchange(wire.frame(payload), limit)

    def listen(self, limit: float) -> bytes:
        """What the process says unasked."""
        return self._exchange(b"", limit)

    def stop(self) -> None:
        """Stops it at once, from whatever thread: who waits for an answer gets Lost."""
        self._popen.kill()

    def end(self) -> None:
        """Stops it and gives back what it held."""
        self._end()

    def _exchange(self, out: bytes, limit: float) -> bytes:
        try:
            return self._converse(memoryview(out), time.monotonic() + limit)
        except TimeoutError:
            self.end()
            raise Lost(f"it did not end within {limit:g} s") from None
        except (OSError, EOFError):
            raise Lost(self._death()) from None
        except ValueError:
            self.end()
            raise Lost("it answered what cannot be read") from None

    def _converse(self, out: memoryview, deadline: float) -> bytes:
        """Writes and reads as either is possible: a full pipe never blocks the other."""
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        if out:
            poll.register(self._questions, select.POLLOUT)
        got = bytearray()
        while True:
            ready = poll.poll(max(0.0, 1000 * (deadline - time.monotonic())))
            if not ready:
                raise TimeoutError
            for pipe, _ in ready:
                if pipe == self._questions:
                    out = out[os.write(pipe, out[:CHUNK]) :]
                    if not out:
                        poll.unregister(pipe)
                elif self._read(got):
                    return bytes(got[wire.HEAD :])

    def _read(self, got: bytearray) -> bool:
        """Reads what is there; whether it is a whole frame."""
        chunk = os.read(self._answers, CHUNK)
        if not chunk:
            raise EOFError
        got += chunk
        missing = wire.HEAD - len(got)
        if missing <= 0:
            missing += wire.length(bytes(got[: wire.HEAD]))
        if missing < 0:
            raise ValueError("more than one frame")
        return missing == 0

    def _death(self) -> str:
        """Why the process is gone. One that has only closed its pipes is ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(timeout=1.0)
        code = self._popen.poll()
        self.end()
        if code is None:
            return "it stopped answering"
        return f"it ended by {signal.Signals(-code).name}" if code < 0 else f"it ended with {code}"


def _end(popen: subprocess.Popen[bytes]) -> None:
    popen.kill()
    popen.wait()
    for pipe in (popen.stdin, popen.stdout):
        if pipe is not None:
            pipe.close()
