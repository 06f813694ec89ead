"""The end that comes from outside: work is saved first, and the terminal is given back."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexvet_tui.terminal import crashes, ending
from hexvet_tui.terminal.driver import FRAME, FRAME_END, SMALL, Outlet, SteadyDriver
from hexvet_tui.terminal.ending import Ending


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Signals and the last resort are as before after each test."""
    monkeypatch.setattr(ending, "Timer", Quiet)
    before = {number: signal.getsignal(number) for number in ending.SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Quiet:
    """A timer that never rings."""

    daemon = False

    def __init__(self, seconds: float, ring: object) -> None:
        self.seconds, self.ring = seconds, ring

    def start(self) -> None:
        """Nothing happens."""


def test_work_is_saved_before_leaving() -> None:
    done: list[str] = []
    end = Ending(lambda status: done.append(f"left with {status}"))
    end.add(lambda: done.append("drafts"))
    end.add(lambda: done.append("session"))
    end.begin(143)
    assert done == ["drafts", "session", "left with 143"]


def test_a_fault_in_one_hook_leaves_the_others_their_turn() -> None:
    done: list[str] = []

    def full() -> None:
        raise OSError(28, "No space left on device")

    end = Ending(lambda status: done.append("left"))
    end.add(full)
    end.add(lambda: done.append("saved"))
    end.begin(129)
    assert done == ["saved", "left"]
    assert [str(fault) for fault in end.faults] == ["[Errno 28] No space left on device"]


def test_only_the_first_end_counts() -> None:
    left: list[int] = []
    end = Ending(left.append)
    end.add(lambda: end.begin(129))
    end.begin(143)
    end.begin(129)
    assert left == [143]


@pytest.mark.parametrize("number", ending.SIGNALS)
def test_a_signal_is_an_end(number: signal.Signals) -> None:
    left: list[int] = []
    end = Ending(left.append)
    end.watch()
    os.kill(os.getpid(), number)
    assert left == [128 + number]


STUCK = """
import os, sys, time
from hexvet_tui.terminal import ending
ending.PATIENCE = 1.0
end = ending.Ending(lambda status: None)
end.add(lambda: os.write(1, b"saved\\n"))  # `print` may be at work when the signal comes
end.watch()
print("ready", flush=True)
while True:
    time.sleep(60)
"""


def test_an_application_that_is_stuck_is_ended(root: Path) -> None:
    """Whatever the main thread waits for, the hooks run and the process ends with its status."""
    path = os.pathsep.join([f"{root}/engine", f"{root}/tui"])
    child = subprocess.Popen(
        [sys.executable, "-c", STUCK],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGTERM)
    out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (143, "saved\n", "")


class Broken(io.StringIO):
    """A terminal that is gone."""

    def write(self, text: str) -> int:
        """There is nothing to write to."""
        raise OSError(5, "Input/output error")


def test_a_terminal_that_is_gone_is_told_once_and_written_to_no_more() -> None:
    gone: list[str] = []
    outlet = Outlet(Broken(), lambda: gone.append("gone"))
    assert outlet.write("abc") == 3
    outlet.write("abc")
    outlet.flush()
    assert gone == ["gone"]


def test_a_terminal_that_is_there_gets_everything() -> None:
    file = io.StringIO()
    outlet = Outlet(file, lambda: pytest.fail("gone"))
    outlet.write("abc")
    outlet.flush()
    assert file.getvalue() == "abc"


class Kept(SteadyDriver):
    """A driver that only keeps what it would write."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._framed = False
        self._writer_thread = type("Thread", (), {"write": self.written.append})()  # type: ignore[assignment]


def test_a_large_frame_is_shown_at_once_and_a_small_one_costs_no_marks() -> None:
    driver = Kept()
    for data in (FRAME, "x" * SMALL, FRAME_END, FRAME, "y" * (SMALL + 1), FRAME_END, "z", FRAME,
                 FRAME_END, "w" * (SMALL + 1)):  # fmt: skip
        driver.write(data)
    assert driver.written == [
        "x" * SMALL, f"{FRAME}{'y' * (SMALL + 1)}{FRAME_END}", "z", "w" * (SMALL + 1),
    ]  # fmt: skip


CRASH = """
import sys, pathlib
from hexvet_tui.terminal import crashes
assert crashes.record(pathlib.Path(sys.argv[1]))
import ctypes
ctypes.string_at(0)
"""


def test_a_crash_of_native_code_is_on_record(root: Path, tmp_path: Path) -> None:
    path = os.pathsep.join([f"{root}/engine", f"{root}/tui"])
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path / "state")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGSEGV
    assert done.stderr == ""
    record = (tmp_path / "state" / "crash.log").read_text(encoding="utf-8")
    assert record.startswith("Fatal Python error: Segmentation fault")


def test_a_state_folder_that_cannot_be_made_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("", encoding="utf-8")
    assert crashes.record(tmp_path / "state") is False


def test_what_could_not_be_saved_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    crashes.tell([])
    assert capsys.readouterr().err == ""
    crashes.tell([OSError(28, "No space left on device")])
    told = capsys.readouterr().err
    assert told == (
        "hexvet: could not save everything before the end: "
        "OSError: [Errno 28] No space left on device\n"
    )
