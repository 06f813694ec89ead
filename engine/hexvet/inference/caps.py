"""How large rules and facts may be.

The first group is ours: it keeps an evaluation short. The second group is what durable-rules 2.0.28
can take: it writes past its arrays, or waits for ever, one step beyond (see docs/decisions/0003).
"""

from __future__ import annotations

RULES = 200
"""Rules of a program."""
PATTERNS = 6
"""Patterns of a rule, `when` and `unless` together."""
CONCLUSIONS = 20
"""Conclusions of a rule."""
FACTS = 20_000
"""Facts, given and derived, that one stratum reads; those whose absence it asks for count twice.

Each takes 7 kB in the engine, and ids beyond 797,185 would be mistaken for each other."""
FIRINGS = 50_000
"""Matches of all rules in one evaluation."""
TEXT = 1_000
"""Characters of a text in a rule. A text of a fact may be of any length."""
NUMBER = 1e12
"""The largest number, in either direction: beyond it six decimals are not held."""

FIELDS = 200
"""Fields of one kind that tests read; the engine holds 255 properties of a message."""
TESTS = 40
"""Tests of a pattern."""
REFERENCES = 28
"""Tests of a pattern that refer to others; the engine holds 32 parts of an expression."""
CHILDREN = 400
"""Different tests that can follow one test; at 513 the engine never returns."""
MISSING = 120
"""The same for tests that a field is missing; the engine holds 128."""
READERS = 250
"""Patterns that end with one test; the engine holds 256."""
AT_ONCE = 60
"""Tests that can be true at once for one fact; at 64 the engine stops half way."""
