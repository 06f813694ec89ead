"""The worker's process may die, hang or talk nonsense: who asks gets words, and the next answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from random_rules import case
from shorthand import fact, rule, rules, then, when

from hexvet.inference import engine, wire
from hexvet.inference.faults import faults
from hexvet.inference.model import Chained, Fact, InferenceUnavailable, Program
from hexvet.inference.process import Lost, serving_command
from hexvet.inference.worker import LOSSES, Worker

PROGRAM = rules(rule("r", when("p", "project"), so=then("finding", project="$p.project")))
FLOOD = rules(
    rule(
        "r", when("a", "edge"), when("b", "edge", from_="$a.from"), when("c", "path", from_="$b.to")
    )
)
HUB = [fact("edge", from_="hub", to=str(n)) for n in range(15_000)]
HELLO = wire.frame(b'{"number":0}')
LIMIT = 30.0
SHORT = 0.3


def project(name: str) -> Fact:
    return fact("project", project=name)


def answered(worker: Worker, name: str) -> bool:
    """Whether a question gets its right answer."""
    found = worker.chain(PROGRAM, [project(name)])
    return found.supports.keys() == {fact("finding", project=name)}


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has buried yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_for(what: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if what():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to pass within 20 s")


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(limit=LIMIT) as found:
        yield found


@pytest.fixture
def hasty() -> Iterator[Worker]:
    """A worker that has started, and waits for a short time only."""
    with Worker(limit=LIMIT) as found:
        assert answered(found, "first")
        found._limit = SHORT
        yield found


def pid_of(worker: Worker) -> int:
    assert worker.pid is not None
    return worker.pid


# what it answers ------------------------------------------------------------------------------
def test_it_answers_what_the_engine_answers(worker: Worker) -> None:
    for seed in range(40):
        made = case(seed)
        if not faults(made.program):
            mine, other = worker.chain(*made), engine.chain(*made)
            assert mine == other, f"seed {seed}"
            assert [*mine.supports] == [*other.supports], f"seed {seed}"


def test_it_starts_only_when_asked_and_ends_when_told() -> None:
    worker = Worker(limit=LIMIT)
    assert worker.pid is None
    assert answered(worker, "port")
    pid = pid_of(worker)
    worker.close()
    assert worker.pid is None
    assert not Path(f"/proc/{pid}").exists()  # ended and buried
    with pytest.raises(InferenceUnavailable, match="has been ended"):
        worker.chain(PROGRAM, [project("other")])
    worker.close()


def test_premises_are_the_facts_that_were_given(worker: Worker) -> None:
    whole = fact("project", project="port", cost=5)
    (ways,) = worker.chain(PROGRAM, [whole]).supports.values()
    assert ways[0].premises[0] is whole


def test_the_same_question_is_asked_once(worker: Worker) -> None:
    first = worker.chain(PROGRAM, [project("a"), project("b")])
    os.kill(pid_of(worker), signal.SIGSTOP)  # nobody is there to ask
    assert worker.chain(PROGRAM, [project("b"), project("a"), project("a")]) is first
    same = Program(dict(PROGRAM.kinds), tuple(PROGRAM.rules))
    assert worker.chain(same, (project(name) for name in "ab")) is first


def test_many_programs_are_told_again_when_they_were_forgotten(worker: Worker) -> None:
    programs = [rules(rule(f"r{n}", when("p", "project"))) for n in range(2 * wire.PROGRAMS)]
    for turn in ("one", "two"):
        for number, program in enumerate(programs):
            found = worker.chain(program, [project(turn)])
            assert found.supports.keys() == {fact("finding", finding=f"r{number}")}


def test_lists_of_facts_are_answered_one_by_one(worker: Worker) -> None:
    bad = fact("project", cost=float("nan"))
    found = worker.chain_all(PROGRAM, ([project("a")], [bad], [project("b")], []))
    assert [isinstance(answer, Chained) for answer in found] == [True, False, True, True]
    assert isinstance(found[1], InferenceUnavailable)
    assert "nan" in str(found[1])


def test_after_three_losses_the_rest_of_a_list_is_not_tried(hasty: Worker) -> None:
    tried: list[int] = []

    def lists() -> Iterator[list[Fact]]:
        for number in range(10):
            if len(tried) < LOSSES:
                hasty._limit = LIMIT
                assert answered(hasty, f"alive {number}")
                tried.append(pid_of(hasty))
                hasty._limit = SHORT
                os.kill(tried[-1], signal.SIGSTOP)
            yield [project(str(number))]

    found = hasty.chain_all(PROGRAM, lists())
    assert len(found) == 10
    assert all(isinstance(answer, InferenceUnavailable) for answer in found)
    assert found[LOSSES:] == (found[LOSSES - 1],) * 7
    assert len(set(tried)) == LOSSES
    assert hasty.pid is None


# what can happen to it ------------------------------------------------------------------------
def test_a_process_killed_in_the_middle_of_a_call_is_replaced(worker: Worker) -> None:
    assert answered(worker, "first")
    before, asked = pid_of(worker), worker._number
    os.kill(before, signal.SIGSTOP)  # so that the call cannot end before the kill
    told: list[str] = []

    def ask() -> None:
        try:
            worker.chain(PROGRAM, [project("middle")])
        except InferenceUnavailable as error:
            told.append(str(error))

    asking = threading.Thread(target=ask)
    asking.start()
    wait_for(lambda: worker._number > asked)
    os.kill(before, signal.SIGKILL)
    asking.join()
    assert told == ["the process that runs the inference rules was lost: it ended by SIGKILL"]
    assert not Path(f"/proc/{before}").exists()
    assert answered(worker, "middle")
    assert pid_of(worker) != before


def test_a_process_that_hangs_is_ended_and_replaced(hasty: Worker) -> None:
    before = pid_of(hasty)
    os.kill(before, signal.SIGSTOP)
    with pytest.raises(InferenceUnavailable, match=r"was lost: it did not end within 0\.3 s"):
        hasty.chain(PROGRAM, [project("hung")])
    assert not Path(f"/proc/{before}").exists()
    hasty._limit = LIMIT
    assert answered(hasty, "hung")


def test_a_process_that_takes_in_nothing_does_not_hold_the_writer(hasty: Worker) -> None:
    """More than a pipe holds: the question itself gets stuck."""
    os.kill(pid_of(hasty), signal.SIGSTOP)
    long = [fact("project", project=str(n), stage="x" * 1_000) for n in range(1_000)]
    with pytest.raises(InferenceUnavailable, match="did not end within"):
        hasty.chain(PROGRAM, long)


SIPPING = """
import sys, time
sys.stdout.buffer.write(bytes.fromhex(sys.argv[1])); sys.stdout.flush()
sys.stdin.buffer.raw.read(10_000)
time.sleep(60)
"""


def test_a_process_that_takes_in_little_does_not_hold_the_writer() -> None:
    long = [fact("project", project=str(n), stage="x" * 1_000) for n in range(1_000)]
    command = [sys.executable, "-c", SIPPING, HELLO.hex()]
    with (
        Worker(limit=SHORT, command=command) as worker,
        pytest.raises(InferenceUnavailable, match="did not end within"),
    ):
        worker.chain(PROGRAM, long)


def test_keys_that_interrupt_the_owner_do_not_reach_it(worker: Worker) -> None:
    assert answered(worker, "port")
    assert os.getpgid(pid_of(worker)) == worker.pid


def test_rules_that_take_too_long_are_ended(hasty: Worker) -> None:
    with pytest.raises(InferenceUnavailable):
        hasty.chain(FLOOD, HUB)
    hasty._limit = LIMIT
    assert answered(hasty, "after the flood")


def test_a_process_that_died_between_calls_costs_nobody_an_answer(worker: Worker) -> None:
    assert answered(worker, "first")
    before = pid_of(worker)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: gone(before))
    assert answered(worker, "second")


def test_kills_at_any_moment_lead_to_right_answers_or_words(worker: Worker) -> None:
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.03):
            pid = worker.pid
            if pid is not None:
                os.kill(pid, signal.SIGKILL)

    killing = threading.Thread(target=kill)
    killing.start()
    outcomes = {True: 0, False: 0}
    try:
        for number in range(60):
            try:
                assert answered(worker, str(number))
                outcomes[True] += 1
            except InferenceUnavailable as error:
                assert isinstance(error.__cause__, Lost)
                outcomes[False] += 1
    finally:
        over.set()
        killing.join()
    assert outcomes[False] > 0
    assert answered(worker, "peace")


NONSENSE = {
    "noise": b"\xff" * 64,
    "a frame of noise": HELLO + wire.frame(b"\xff\x00"),
    "no object": HELLO + wire.frame(b"[1]"),
    "a number": HELLO + wire.frame(b"7"),
    "another question's answer": HELLO + wire.frame(b'{"number":99,"chained":{}}'),
    "no answer": HELLO + wire.frame(b'{"number":1}'),
    "an empty answer": HELLO + wire.frame(b'{"number":1,"chained":{}}'),
    "a premise out of nowhere": HELLO
    + wire.frame(
        b'{"number":1,"chained":{"firings":1,"derived":[["f",[]]],"supports":[[[0,[9]]]]}}'
    ),
    "supports of nothing": HELLO
    + wire.frame(b'{"number":1,"chained":{"firings":1,"derived":[],"supports":[[]]}}'),
    "deep nesting": HELLO + wire.frame(b"[" * 20_000),
    "two frames": HELLO + wire.frame(b'{"number":1}') * 2,
    "half a frame": HELLO + wire.frame(b'{"number":1}')[:-3],
    "an endless frame": HELLO + b"\x7f\xff\xff\xff" + b"x" * 100,
    "nothing": b"",
}

ONCE = """
import os, subprocess, sys, time
marker, nonsense, *command = sys.argv[1:]
if os.path.exists(marker):
    os.execv(command[0], command)
open(marker, "w").close()
out = sys.stdout.buffer
hello = int.from_bytes(bytes.fromhex(nonsense)[:4], "big") + 4
out.write(bytes.fromhex(nonsense)[:hello]); out.flush()
if nonsense:
    sys.stdin.buffer.read(4)
out.write(bytes.fromhex(nonsense)[hello:]); out.flush()
"""


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_in_the_pipe_ends_the_process_and_another_one_serves(
    nonsense: bytes, tmp_path: Path
) -> None:
    marker = str(tmp_path / "spoke")
    command = [sys.executable, "-c", ONCE, marker, nonsense.hex(), *serving_command(LIMIT)]
    with Worker(limit=LIMIT, command=command) as worker:
        with pytest.raises(InferenceUnavailable, match=r"lost: it (answered|ended|stopped)"):
            worker.chain(PROGRAM, [project("a")])
        assert worker.pid is None
        assert answered(worker, "a")


def test_what_cannot_be_started_is_said_in_words(tmp_path: Path) -> None:
    with (
        Worker(command=[str(tmp_path / "absent")]) as worker,
        pytest.raises(InferenceUnavailable, match=r"it cannot be started: .*No such file"),
    ):
        worker.chain(PROGRAM, [project("a")])


def test_closing_ends_a_call_that_is_under_way(worker: Worker) -> None:
    assert answered(worker, "first")
    os.kill(pid_of(worker), signal.SIGSTOP)
    told: list[str] = []

    def ask() -> None:
        try:
            worker.chain(PROGRAM, [project("under way")])
        except InferenceUnavailable as error:
            told.append(str(error))

    asking = threading.Thread(target=ask)
    asking.start()
    wait_for(lambda: worker._asking.locked())
    worker.close()
    asking.join()
    assert "SIGKILL" in told[0] or "has been ended" in told[0]
    assert worker.pid is None


def test_many_threads_may_ask_at_once(worker: Worker) -> None:
    wrong: list[str] = []

    def ask(name: str) -> None:
        for number in range(20):
            if not answered(worker, f"{name} {number % 7}"):
                wrong.append(name)

    threads = [threading.Thread(target=ask, args=(name,)) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# those who started it -------------------------------------------------------------------------
OWNER = """
import os, signal, sys
sys.path[:0] = sys.argv[2:]
from shorthand import fact, rule, rules, when
from hexvet.inference.worker import Worker
worker = Worker()
worker.chain(rules(rule("r", when("p", "project"))), [fact("project", project="a")])
print(worker.pid, flush=True)
if sys.argv[1] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("way", ["leaving", "killed"])
def test_it_does_not_outlive_who_started_it(way: str) -> None:
    here = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", OWNER, way, here, *sys.path], capture_output=True, text=True
    )
    wait_for(lambda: gone(int(done.stdout)))
    assert done.stderr == ""


def test_it_ends_itself_when_nobody_is_left_to_do_it() -> None:
    """Rules that go on and an owner that is gone: the process has a limit of its own."""
    facts = ",".join(wire.encode([one.kind, one.values]) for one in HUB)
    text = wire.encode(wire.program_data(FLOOD))
    question = f'{{"number":1,"digest":"d","program":{text},"facts":[{facts}]}}'
    command = serving_command(-0.7)  # 0.3 s
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(wire.frame(question.encode()))
        process.stdin.flush()
        assert process.wait(timeout=20) == -signal.SIGALRM


def test_neither_the_folder_nor_the_environment_leads_it_astray(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "resource", "signal", "dataclasses", "durable_rules_engine"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('astray')")
    (tmp_path / "hexvet").mkdir()
    (tmp_path / "hexvet" / "__init__.py").write_text("raise SystemExit('astray')")
    monkeypatch.chdir(tmp_path)
    for name in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONDEVMODE"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("LC_ALL", "tr_TR.ISO8859-9")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-16")
    monkeypatch.setattr(sys, "path", [*sys.path, "", str(tmp_path)])
    assert answered(worker, "Ямбол")


def test_it_starts_where_the_folder_is_gone(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert answered(worker, "port")


def test_its_start_is_light() -> None:
    command = serving_command(1.0)
    code = "import json, sys; sys.path += json.loads(sys.argv[1]); import hexvet.inference.serving"
    command[command.index("-c") + 1] = f"{code}; print(*sys.modules)"
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"hexvet.inference.engine", "hexvet.problems"} <= loaded
    heavy = {"numpy", "textual", "rich", "argparse", "tomllib", "tomli", "asyncio", "logging",
             "subprocess", "multiprocessing", "pathlib", "site", "durable"}  # fmt: skip
    assert heavy & loaded == set()
    ours = {name for name in loaded if name.startswith("hexvet.") and "inference" not in name}
    assert ours == {"hexvet.problems", "hexvet.version"}


def test_a_missing_extension_is_said_with_the_way_to_build_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(InferenceUnavailable) as told:
        engine.chain(PROGRAM, [project("a")])
    assert "the extension module of durable-rules, which cannot be loaded" in str(told.value)
    assert "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject" in str(told.value)
    assert "durable-rules==2.0.28" in str(told.value)
