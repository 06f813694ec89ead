"""The worker's process: it answers one question after the other until its input ends.

It is started by `hexvet.inference.process`, never by a person. It loads neither numpy nor anything
that reads files or draws a screen.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

from hexvet.inference import wire
from hexvet.inference.engine import Prepared, prepare, run
from hexvet.inference.model import InferenceUnavailable

MEMORY = 1 << 30
"""The bytes that the process may take: joins can grow without end within a second."""


def serve(limit: float) -> None:
    """Answers the questions on standard input.

    `limit` seconds after a question the process ends itself, so that it does not go on for ever
    when nobody is there any more to stop it.
    """
    with open(os.dup(1), "wb") as answers, open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), 1)  # so that nobody else can write into the answers
        _bound(resource.RLIMIT_AS, MEMORY)
        _bound(resource.RLIMIT_CORE, 0)
        _answer_all(sys.stdin.buffer, answers, limit)


def _answer_all(questions: BinaryIO, answers: BinaryIO, limit: float) -> None:
    prepared: dict[str, Prepared] = {}
    _send(answers, {"number": 0})
    while (payload := wire.read_frame(questions)) is not None:
        signal.setitimer(signal.ITIMER_REAL, limit)
        question = json.loads(payload)
        _send(answers, {"number": question["number"], **_answer(question, prepared)})
        signal.setitimer(signal.ITIMER_REAL, 0)


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(wire.frame(wire.encode(answer).encode()))
    answers.flush()


def _answer(question: dict[str, Any], prepared: dict[str, Prepared]) -> dict[str, Any]:
    """What follows from the facts of a question, or why nothing can be said; `spent` asks for
    another process, because the engine does not give back memory that it could not extend."""
    try:
        digest = question["digest"]
        if "program" in question:
            prepared[digest] = prepare(wire.program_of(question["program"]))
            if len(prepared) > wire.PROGRAMS:
                del prepared[next(iter(prepared))]
        known = prepared.get(digest)
        if known is None:
            return {"forgotten": True}
        given = [wire.fact_of(data) for data in question["facts"]]
        return {"chained": wire.chained_data(run(known, given), known.program, given)}
    except InferenceUnavailable as error:
        spent = isinstance(error.__cause__, MemoryError)
        return {"unavailable": str(error), "spent": spent}


def _bound(what: int, most: int) -> None:
    """Limits what the process may use, where the system can and does not limit it further."""
    _, hard = resource.getrlimit(what)
    try:
        resource.setrlimit(
            what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
    except (OSError, ValueError):
        return
