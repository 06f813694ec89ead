"""All the ways in which facts follow, in an order that depends on nothing but the facts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hexvet.inference.model import Fact, Support


def order(fact: Fact) -> tuple[Any, ...]:
    """Sorts facts of one program: by kind, then by their values."""
    return (fact.kind, fact.values)


def depths(supports: Mapping[Fact, Iterable[Support]]) -> dict[Fact, int]:
    """How many rules in a row each derived fact needs at least; a given fact needs none.

    A support counts once all its premises are reached, so that no circle ever does.
    """
    open_: dict[int, int] = {}
    waiting: dict[Fact, list[tuple[int, Fact]]] = {}
    found: dict[Fact, int] = {}
    reached: deque[Fact] = deque()
    number = 0
    for fact, ways in supports.items():
        for way in ways:
            number += 1
            missing = {premise for premise in way.premises if premise in supports}
            open_[number] = len(missing)
            for premise in missing:
                waiting.setdefault(premise, []).append((number, fact))
            if not missing and fact not in found:
                found[fact] = 1
                reached.append(fact)
    while reached:
        at = reached.popleft()
        for number, fact in waiting.get(at, ()):
            open_[number] -= 1
            if not open_[number] and fact not in found:
                found[fact] = found[at] + 1
                reached.append(fact)
    return found


def ordered(supports: Mapping[Fact, Iterable[Support]]) -> dict[Fact, tuple[Support, ...]]:
    """The derived facts in order, each with its supports: the shallowest first, then by rule id,
    then by premises."""
    deep = depths(supports)

    def rank(way: Support) -> tuple[int, str, Sequence[tuple[Any, ...]]]:
        depth = max((deep.get(premise, 0) for premise in way.premises), default=0)
        return depth, way.rule, [order(premise) for premise in way.premises]

    return {
        fact: tuple(sorted(set(supports[fact]), key=rank)) for fact in sorted(supports, key=order)
    }
