"""Whatever text stands where an expression or a pack should stand: a value or a coded problem.

No other exception, no hang, no code run and no file touched. How long each takes is measured and
told by `python tests/fuzz/hostile.py 100000`; here only a generous alarm guards against hangs.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import hostile
import pytest

FORBIDDEN = ("open", "exec", "compile", "import", "os.", "subprocess.", "socket.", "ctypes.",
             "pty.", "shutil.", "urllib.", "sys._getframe", "code.__new__", "marshal.")  # fmt: skip
SECONDS_OF_A_HANG = 5


class Watch:
    """Notes what the interpreter is asked to do while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []

    def hook(self, event: str, args: tuple[object, ...]) -> None:
        if self.on and event.startswith(FORBIDDEN):
            self.seen.append(f"{event} {args!r}"[:200])

    @contextmanager
    def watching(self) -> Iterator[None]:
        self.on = True
        try:
            yield
        finally:
            self.on = False


@pytest.fixture(scope="module")
def watch() -> Watch:
    """An audit hook; once added it stays, but it only looks while it is on."""
    found = Watch()
    sys.addaudithook(found.hook)
    return found


@contextmanager
def hang_guard() -> Iterator[None]:
    """Stops a case that does not end, where the system has alarms."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise TimeoutError(f"no end after {SECONDS_OF_A_HANG} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS_OF_A_HANG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_the_watch_sees_what_it_should(watch: Watch) -> None:
    with watch.watching():
        eval("1 + 1")
    assert any(event.startswith("compile") for event in watch.seen)
    watch.seen.clear()


def test_hostile_texts_end_in_a_value_or_a_coded_problem(
    watch: Watch, budget: Callable[[int, int], int]
) -> None:
    for case in hostile.cases(200, seed=-1):  # what is imported late is imported here
        hostile.outcome(case)
    for case in hostile.cases(budget(5_000, 100_000)):
        try:
            with hang_guard(), watch.watching():
                hostile.outcome(case)
        except Exception as error:
            pytest.fail(f"{case.kind} {case.number} {case.text[:200]!r}: {error!r}")
        assert not watch.seen, f"{case.kind} {case.number} {case.text[:200]!r}: {watch.seen}"


@pytest.mark.parametrize("text", hostile.INJECTIONS, ids=lambda text: repr(text[:30]))
def test_nothing_of_python_gets_through(text: str, watch: Watch) -> None:
    with hang_guard(), watch.watching():
        said = hostile.of_expression(text)
    assert said == "value" or hostile.CODE.fullmatch(said)
    assert not watch.seen


@pytest.mark.parametrize("seed", range(80))
def test_packs_that_are_small_for_what_they_ask(seed: int) -> None:
    """Lets that double, chains written backwards, circles, nesting: no hang and no overflow."""
    with hang_guard():
        said = hostile.of_pack(hostile.trap(hostile.Dice(seed)))
    assert said == "value" or hostile.CODE.fullmatch(said)


def test_aggregates_inside_aggregates_are_worked_out_once() -> None:
    nested = "count(team where " * 50 + "fte > 0" + ") > 0" * 50
    with hang_guard():
        assert hostile.of_expression(nested) == "value"


def test_a_number_that_no_float_holds_is_a_problem_of_the_pack() -> None:
    text = hostile.PACK.replace("max = 10", f"max = {'9' * 400}")
    assert hostile.of_pack(text) == "RP015"
