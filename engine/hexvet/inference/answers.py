"""A cache of what followed from facts, bounded by how much the answers hold together."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TypeAlias

from hexvet.inference.model import Chained

Key: TypeAlias = "tuple[str, str]"
"""The digests of a program and of facts."""


class Answers:
    """Keeps the answers used last. An answer weighs 1 and its supports; `most` is the sum."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._held: OrderedDict[Key, tuple[Chained, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Chained | None:
        """The answer to a question; None when it is not known any more."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: Key, answer: Chained) -> None:
        """Keeps an answer and forgets those that were not used for the longest time."""
        weight = 1
        for ways in answer.supports.values():
            weight += len(ways)
        with self._lock:
            self._weight += weight - self._held.pop(key, (None, 0))[1]
            self._held[key] = (answer, weight)
            while self._weight > self._most:
                self._weight -= self._held.popitem(last=False)[1][1]
