"""Running a program of array steps over all projects, in chunks that stay in the cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hexvet.language import steps
from hexvet.language.columns import Columns, part
from hexvet.language.environment import Env

CHUNK = 16_384
"""Projects a chunk: a dozen float64 arrays of this size fit a 2 MB cache."""


_KEPT = 2_000_000
"""Floats. Taking and returning a block of this size, never written to, makes the C library keep
smaller ones for the next array instead of asking the system for zeroed memory each time."""


@dataclass(frozen=True, slots=True)
class Step:
    """`function(*inputs)`, or `function(context, *inputs)`; inputs are numbers of earlier steps."""

    function: Callable[..., Any]
    inputs: tuple[int, ...]
    reads: bool


@dataclass(frozen=True, slots=True)
class Program:
    """Steps in order; `outputs` are the steps of the expressions, `frees` what ends where."""

    steps: tuple[Step, ...]
    outputs: tuple[int, ...]
    frees: tuple[tuple[int, ...], ...]


def run(program: Program, columns: Columns, env: Env, chunk: int = CHUNK) -> list[Any]:
    """A truth array (int8), a code array or a pair (low, high) an expression, n long."""
    parts: list[list[Any]] = []
    np.empty(_KEPT)
    with np.errstate(all="ignore"):
        for start in range(0, max(columns.size, 1), chunk):
            context = steps.Context(part(columns, start, start + chunk), env)
            parts.append(_run_chunk(program, context))
    return [_joined([values[at] for values in parts]) for at in range(len(program.outputs))]


def _run_chunk(program: Program, context: steps.Context) -> list[Any]:
    slots: list[Any] = [None] * len(program.steps)
    for at, (step, frees) in enumerate(zip(program.steps, program.frees, strict=True)):
        inputs = [slots[number] for number in step.inputs]
        slots[at] = step.function(context, *inputs) if step.reads else step.function(*inputs)
        for number in frees:
            slots[number] = None
    size = context.columns.size
    return [_full(slots[number], size) for number in program.outputs]


def _full(value: Any, size: int) -> Any:
    if isinstance(value, tuple):
        return tuple(np.broadcast_to(end, (size,)) for end in value)
    return np.broadcast_to(value, (size,))


def _joined(values: list[Any]) -> Any:
    if len(values) == 1:
        return values[0]
    if isinstance(values[0], tuple):
        return tuple(np.concatenate([value[end] for value in values]) for end in (0, 1))
    return np.concatenate(values)
