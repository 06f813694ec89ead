"""Writers killed at random: nothing that was acknowledged is ever missing.

`make test-all` kills 1,000 times, the usual run 60 times. A writer acknowledges an entry on a
pipe once `record` has returned.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.journal import Draft, record, recover
from hexvet.journal.model import Clock
from hexvet.journal.verifying import verify
from hexvet.problems import Unusable

from .conftest import FILES, codes, cost, entries, forked, raised, ticking, waited

LONGEST = 0.06
"""How long a writer lives at most, in seconds: a few entries."""


def writer(root: Path, clock: Clock, acknowledged: int) -> Callable[[], None]:
    """Records for ever, and acknowledges each entry by number and digest."""

    def work() -> None:
        while True:
            try:
                entry = raised(root, clock, str(os.getpid()))
            except Unusable as error:
                # the other writer was faster: the number is not what it was when it was read
                assert error.problems[0].code == "JN021", error
                continue
            os.write(acknowledged, f"{entry.number} {entry.sha256}\n".encode())

    return work


def acknowledgements(pipe: int) -> list[tuple[int, str]]:
    """All that was acknowledged; a last one that was killed in the middle counts, too."""
    content = b""
    while piece := os.read(pipe, 65_536):
        content += piece
    pairs = (line.split() for line in content.decode().splitlines())
    return [(int(number), sha256) for number, sha256 in pairs if len(sha256) == 64]


def killed(root: Path, clock: Clock, writers: int, dice: random.Random) -> list[tuple[int, str]]:
    """Lets writers work for a moment, kills all of them, and says what they acknowledged."""
    reading, writing = os.pipe()
    children = [forked(writer(root, clock, writing)) for _ in range(writers)]
    os.close(writing)
    for child in children:
        time.sleep(dice.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
    assert [waited(child) for child in children] == [-signal.SIGKILL] * writers
    found = acknowledgements(reading)
    os.close(reading)
    return found


@pytest.mark.parametrize("writers", [1, 2])
def test_nothing_acknowledged_is_lost(
    city: Path, budget: Callable[[int, int], int], writers: int
) -> None:
    dice, clock = random.Random(writers), ticking()
    interrupted, rounds = 0, budget(30, 500)
    promised: dict[int, str] = {}
    for number in range(10 * rounds):
        if number >= rounds and interrupted and len(promised) > 10:
            break
        promised |= killed(city, clock, writers, dice)
        recovery = recover(city, clock)
        interrupted += bool(recovery.torn or recovery.completed)
        found = {entry.number: entry for entry in entries(city)}
        assert {at: found[at].sha256 for at in promised} == promised
        done = sum(entry.kind == "answer" for entry in found.values())
        assert [cost(city, file) for file in FILES] == [done, done]
        assert codes(verify(city, {}).problems) in ([], [] if found else ["JN005"])
        assert [path.name for path in (city / "projects").iterdir() if path.suffix != ".toml"] == []
    assert len(promised) > 10
    assert interrupted, "no kill hit the middle of a change: the test proves nothing"


def test_a_writer_goes_on_where_another_was_killed(city: Path, clock: Clock) -> None:
    """Without any recovery in between: the next change does it."""
    dice = random.Random(3)
    for _ in range(10):
        killed(city, clock, 1, dice)
        record(city, Draft("vote", "bob"), [], clock)
        assert verify(city, {}).problems == ()
    assert cost(city, FILES[0]) == cost(city, FILES[1])
