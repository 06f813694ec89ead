"""Keys before work: what threads do in the background rests while somebody types.

Python lets threads that compute take turns, whatever waits: a key would take twice as long.
"""

from __future__ import annotations

import time

REST = 0.2
"""Seconds after a key in which its screen is painted."""

_typed = [float("-inf")]


def typed() -> None:
    """A key came."""
    _typed[0] = time.monotonic()


def give_way() -> None:
    """Called in a thread between pieces of its work: rests when a key came just now.

    Once for each piece, so that even a key held down does not stop the work.
    """
    left = _typed[0] + REST - time.monotonic()
    if left > 0:
        time.sleep(left)
