"""The words of the filter line: `bridge gate:hold !stage:intake unknown:cost score>60 due<30d`.

Words match title, id and summary; `key:value` terms match outcomes and answers, comparisons
match amounts and dates; `!` negates a term. All terms must hold. Mistakes are told with a hint
and never raised.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hexvet.problems import suggestion

if TYPE_CHECKING:
    from hexvet_tui.session import Session

Test: TypeAlias = Callable[[int], bool]
"""Whether a term holds for the project of a row of the columns."""

LONGEST = 400
COMPARED = re.compile(r"(\w+)(<=|>=|<|>|=)(.+)", re.DOTALL)
_TERM = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
EXAMPLE = "try  gate:hold  stage:vetting  unknown:SECTION  failed:CHECK  score>60  due<30d  !word"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter line: the tests of the terms that were understood, and those terms in `held`.

    `wrong` is the first term that was not, `error` says why, with a hint.
    """

    text: str = ""
    tests: tuple[Test, ...] = ()
    held: str = ""
    wrong: str = ""
    error: str = ""

    def rows(self, size: int) -> list[int]:
        """The rows, of so many, for which every term holds."""
        kept = list(range(size))
        for test in self.tests:
            kept = [row for row in kept if test(row)]
        return kept


class Unclear(Exception):
    """A term that means nothing here; its text is for the person who typed it."""


def terms(text: str) -> list[str]:
    """The terms of a line; what stands in quotes is one."""
    return _TERM.findall(text[:LONGEST])


def parse(text: str, session: Session) -> Filter:
    """The filter that a line of text means for the packs and the marks of a session."""
    from hexvet_tui.filter_terms import test_of

    tests: list[Test] = []
    held: list[str] = []
    wrong = error = ""
    if session.columns is None:
        return Filter(text)
    for term in terms(text):
        negated, bare = term.startswith("!"), term.lstrip("!")
        if not bare:
            continue
        try:
            test = test_of(bare, session.columns, session.marks)
        except Unclear as unclear:
            wrong, error = (wrong, error) if wrong else (term, str(unclear))
            continue
        tests.append(_negation(test) if negated else test)
        held.append(term)
    return Filter(text, tuple(tests), " ".join(held), wrong, error)


def _negation(test: Test) -> Test:
    return lambda row: not test(row)


def known(name: str, names: list[str], what: str) -> None:
    """Raises Unclear with the nearest name when there is none such."""
    words = sorted(set(names))
    if name not in words:
        listed = ", ".join(words[:6]) + (" ..." if len(words) > 6 else "")
        raise Unclear(f"no {what} '{name[:40]}'; {suggestion(name, words) or listed}")
