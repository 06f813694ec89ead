"""Inference in a process of its own: what goes wrong in the engine cannot take the caller along."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any, NamedTuple

from hexvet.inference import wire
from hexvet.inference.answers import Answers
from hexvet.inference.memory import plain_fact
from hexvet.inference.model import Chained, Fact, InferenceUnavailable, Program
from hexvet.inference.network import kinds_named
from hexvet.inference.process import Lost, Process, serving_command

STARTING = 30.0
"""Seconds that the process may take to start."""
LOSSES = 3
"""How many processes one list of questions may cost before the rest is given up."""
REMEMBERED = 200_000
"""How much the cached answers weigh at most: their number and that of their supports."""


class Spelt(NamedTuple):
    """A program as it is sent, and the kinds that its rules name."""

    program: Program
    text: str
    digest: str
    kinds: frozenset[str]


class Worker:
    """Answers what follows from facts, in one process that starts with the first question.

    `limit` is the time for one question in seconds. After a crash, a hang or an answer that cannot
    be read the process is ended, InferenceUnavailable says what happened, and the next question
    starts another. Answers are cached by the contents of program and facts. All methods may be
    called from any thread. `command` starts another process than the usual.
    """

    def __init__(self, limit: float = 3.0, command: Sequence[str] | None = None) -> None:
        self._limit = limit
        self._command = command
        self._process: Process | None = None
        self._closed = False
        self._number = 0
        self._sent: set[str] = set()
        self._programs: deque[Spelt] = deque(maxlen=wire.PROGRAMS)
        self._answers = Answers(REMEMBERED)
        self._asking = Lock()

    @property
    def pid(self) -> int | None:
        """The process's number in the system; None while there is none."""
        process = self._process
        return process.pid if process is not None and process.running else None

    def chain(self, program: Program, facts: Iterable[Fact]) -> Chained:
        """What follows from facts, as `engine.chain` says it. Facts of kinds that no rule names are
        left out.

        Raises InferenceUnavailable with words for a person.
        """
        spelt = self._spelt(program)
        given = _by_text(spelt, tuple(facts))
        text = f"[{','.join(given)}]"
        key = (spelt.digest, _digest(text))
        found = self._answers.get(key)
        if found is None:
            with self._asking:
                found = self._answers.get(key) or self._asked(spelt, text, tuple(given.values()))
            self._answers.put(key, found)
        return found

    def chain_all(
        self, program: Program, lists: Iterable[Iterable[Fact]]
    ) -> tuple[Chained | InferenceUnavailable, ...]:
        """What follows from each list of facts by itself, or why that cannot be said.

        One list that fails does not harm the others, but when three have cost a process each, the
        rest is not tried.
        """
        answers: list[Chained | InferenceUnavailable] = []
        losses: list[InferenceUnavailable] = []
        for facts in lists:
            try:
                answers.append(losses[-1] if len(losses) == LOSSES else self.chain(program, facts))
            except InferenceUnavailable as error:
                answers.append(error.with_traceback(None))
                if isinstance(error.__cause__, Lost):
                    losses.append(error)
        return tuple(answers)

    def close(self) -> None:
        """Ends the process, also in the middle of a question. No other is started."""
        self._closed = True
        process = self._process
        if process is not None:
            process.stop()
        with self._asking:
            if self._process is not None:
                self._process.end()
                self._process = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # one question, while nobody else asks ------------------------------------------------------
    def _spelt(self, program: Program) -> Spelt:
        for known in tuple(self._programs):
            if known.program is program:
                return known
        try:
            text = wire.encode(wire.program_data(program))
        except (TypeError, ValueError, RecursionError) as error:
            raise InferenceUnavailable(
                f"the rules hold a value of no known type: {error}"
            ) from error
        spelt = Spelt(program, text, _digest(text), kinds_named(program.rules))
        self._programs.append(spelt)
        return spelt

    def _asked(self, spelt: Spelt, facts: str, given: Sequence[Fact]) -> Chained:
        try:
            answer = self._told(spelt, facts)
            if "unavailable" in answer:
                if answer["spent"]:
                    self._end()
                raise InferenceUnavailable(str(answer["unavailable"]))
            return wire.chained_of(answer["chained"], spelt.program, given)
        except (TypeError, ValueError, LookupError, RecursionError):
            self._end()
            lost = Lost("it answered what cannot be read")
        except Lost as error:
            self._end()
            lost = error
        message = f"the process that runs the inference rules was lost: {lost}"
        raise InferenceUnavailable(message) from lost

    def _told(self, spelt: Spelt, facts: str) -> dict[str, Any]:
        """The answer to a question; the program goes along when the process does not know it."""
        process = self._started()
        if spelt.digest in self._sent:
            answer = self._exchange(process, f'"digest":"{spelt.digest}","facts":{facts}')
            if "forgotten" not in answer:
                return answer
        self._sent.add(spelt.digest)
        told = f'"program":{spelt.text},"digest":"{spelt.digest}","facts":{facts}'
        return self._exchange(process, told)

    def _exchange(self, process: Process, question: str) -> dict[str, Any]:
        self._number += 1
        text = f'{{"number":{self._number},{question}}}'
        return _decoded(process.ask(text.encode(), self._limit), self._number)

    def _started(self) -> Process:
        """The process, started when there is none or it ended while nobody asked."""
        if self._process is None or not self._process.running:
            self._end()
            self._refuse_when_closed()
            self._process = Process(self._command or serving_command(self._limit))
            _decoded(self._process.listen(STARTING), 0)
        self._refuse_when_closed()
        return self._process

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise InferenceUnavailable("inference has been ended")

    def _end(self) -> None:
        self._sent = set()
        if self._process is not None:
            self._process.end()
            self._process = None


def _by_text(spelt: Spelt, facts: Sequence[Fact]) -> dict[str, Fact]:
    """The facts that the rules may touch, by how they are sent and in that order."""
    try:
        found = {wire.encode([f.kind, f.values]): f for f in facts if f.kind in spelt.kinds}
    except (TypeError, ValueError, RecursionError) as error:
        for fact in facts:
            if fact.kind in spelt.kinds:
                plain_fact(fact, spelt.program.kinds)
        raise InferenceUnavailable(f"a fact holds a value of no known type: {error}") from error
    return dict(sorted(found.items()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _decoded(payload: bytes, number: int) -> dict[str, Any]:
    answer = json.loads(payload)
    if answer["number"] != number:
        raise ValueError("an answer to another question")
    found: dict[str, Any] = answer
    return found
