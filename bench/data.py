"""Random answers to the 20 fields: dense, or with a share of them missing, always the same."""

from __future__ import annotations

from typing import Any

import numpy as np
from rules import KINDS, VALUES

FIRST_DAY = 735_000
Answers = dict[str, tuple[Any, Any]]
"""By field: the values, and which are known."""


def answers(size: int, missing: float, seed: int = 1) -> Answers:
    """Values and knownness of every field; amounts are whole and parts 128ths: floats hold them."""
    dice = np.random.default_rng(seed)
    low_high = {
        "cost": (10_000, 2_000_000), "budget": (10_000, 2_000_000), "saving": (0, 1_000_000),
        "revenue": (0, 500_000), "staff": (1, 30), "months": (1, 36), "departments": (1, 6),
        "disruption": (0, 6), "age": (0, 30), "satisfaction": (1, 6),
        "start": (FIRST_DAY, FIRST_DAY + 1_500),
    }  # fmt: skip
    made: dict[str, Any] = {}
    for name, kind in KINDS.items():
        if kind == "text":
            made[name] = dice.integers(0, len(VALUES[name]), size).astype(np.int32)
        elif kind == "truth":
            made[name] = dice.random(size) < 0.6
        elif name == "finish":
            made[name] = made["start"] + dice.integers(-50, 1_200, size)
        elif name.endswith("_part"):
            made[name] = dice.integers(0, 128, size) / 128
        else:
            made[name] = dice.integers(*low_high[name], size).astype(float)
    return {name: (values, dice.random(size) >= missing) for name, values in made.items()}


def rows(answers_: Answers) -> list[dict[str, Any]]:
    """One mapping a project; a missing answer is a missing key."""
    columns = {}
    for name, (values, known) in answers_.items():
        plain = [VALUES[name][code] for code in values] if name in VALUES else values.tolist()
        columns[name] = zip(plain, known.tolist(), strict=True)
    names = list(columns)
    return [
        {name: value for name, (value, known) in zip(names, row, strict=True) if known}
        for row in zip(*columns.values(), strict=True)
    ]
