"""Thousands of evaluations leave nothing behind, whether they end well or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from shorthand import fact, rule, rules, then, when

from hexvet.inference import caps, engine
from hexvet.inference.model import Fact, InferenceUnavailable
from hexvet.inference.worker import Worker

MEGABYTE = 1 << 20
PROGRAM = rules(
    rule("unbacked", when("c", "check", status="failed"),
         so=then("finding", finding="unbacked", project="$c.project")),
    rule("gate", when("f", "finding", finding="unbacked"),
         so=then("blocked", project="$f.project", gate="selection")),
    rule("ready", when("p", "project"),
         unless=(when("b", "blocked", project="$p.project", gate="selection"),),
         so=then("eligible", project="$p.project", gate="selection")),
    rule("shared", when("a", "eligible"), when("b", "project", project="$a.project"),
         when("c", "project", director="$b.director")),
)  # fmt: skip


def resident(pid: int | str) -> int:
    """The bytes that a process holds in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def city(number: int) -> Iterator[Fact]:
    """Facts that no other number gives."""
    for n in range(10):
        yield fact("project", project=f"{number} {n}", director=f"d{n % 4}", cost=float(number))
        yield fact("check", project=f"{number} {n}", status="failed" if n % 3 else "passed")


@pytest.mark.slow
def test_the_worker_does_not_grow(budget: Callable[[int, int], int]) -> None:
    with Worker(limit=30.0) as worker:

        def ask(numbers: range) -> int:
            for number in numbers:
                assert worker.chain(PROGRAM, city(number)).firings > 10
            assert worker.pid is not None
            return resident(worker.pid)

        warm = ask(range(500))
        pid = worker.pid
        after = ask(range(500, 500 + budget(1_500, 10_000)))
        assert worker.pid == pid
        assert after - warm < 2 * MEGABYTE  # a forgotten ruleset is 0.7 MB


def test_evaluations_that_break_off_leave_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caps, "FIRINGS", 12)

    def broken_off(numbers: range) -> int:
        for number in numbers:
            with pytest.raises(InferenceUnavailable, match="more than 12 times"):
                engine.chain(PROGRAM, city(number))
        return resident("self")

    warm = broken_off(range(30))
    assert broken_off(range(30, 230)) - warm < 20 * MEGABYTE
