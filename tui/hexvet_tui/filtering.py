"""The words of the filter line: `bridge gate:hold !stage:intake unknown:cost score>60`.

Words match title, id and summary; `key:value` terms match outcomes; `!` negates a term. All
terms must hold. Mistakes are told with a hint and never raised.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hexvet.problems import suggestion

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Standing

Test: TypeAlias = Callable[["Assessment", "Standing"], bool]

PASSAGES = ("pass", "hold", "stop")
_FILLS = {
    "met": "filled",
    "filled": "filled",
    "unmet": "unfilled",
    "unfilled": "unfilled",
    "unknown": "unknown",
}
_STATUSES = {
    "met": "passed",
    "passed": "passed",
    "unmet": "failed",
    "failed": "failed",
    "unknown": "unknown",
    "waived": "waived",
}
KEYS = ("gate", "stage", "section", *dict.fromkeys((*_FILLS, *_STATUSES)))
_COMPARED = re.compile(r"(score|met|evidence|failed|unknown)(<=|>=|<|>|=)(\d+(?:\.\d+)?)%?$")
_TERM = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
EXAMPLE = "try  gate:hold  stage:vetting  unknown:SECTION  failed:CHECK  score>60  !word"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter line that was understood; `error` says what was not, with a hint."""

    text: str = ""
    tests: tuple[Test, ...] = ()
    error: str = ""

    def keeps(self, assessment: Assessment, standing: Standing) -> bool:
        """Whether every term holds for a project."""
        return all(test(assessment, standing) for test in self.tests)


class _Unclear(Exception):
    """A term that means nothing here; its text is for the person who typed it."""


def parse(text: str, assessment: Assessment) -> Filter:
    """The filter that a line of text means for the packs of an assessment."""
    tests: list[Test] = []
    for term in _TERM.findall(text):
        negated, bare = term.startswith("!"), term.lstrip("!")
        if not bare:
            continue
        try:
            test = _term(bare, assessment)
        except _Unclear as unclear:
            return Filter(text, tuple(tests), str(unclear))
        tests.append(_negation(test) if negated else test)
    return Filter(text, tuple(tests))


def _negation(test: Test) -> Test:
    return lambda assessment, standing: not test(assessment, standing)


def _term(term: str, assessment: Assessment) -> Test:
    compared = _COMPARED.match(term.casefold())
    if compared:
        return _comparison(*compared.groups())
    key, colon, value = term.partition(":")
    if not colon or term[:1] == '"':
        return _word(term.strip('"'))
    value = value.strip('"').casefold()
    key = key.casefold()
    if key not in KEYS:
        hint = suggestion(key, KEYS) or EXAMPLE
        raise _Unclear(f"no filter called '{key}:'; {hint}")
    if not value:
        raise _Unclear(f"'{key}:' needs a value; {EXAMPLE}")
    return _outcome(key, value, assessment)


def _word(word: str) -> Test:
    wanted = word.casefold()

    def test(assessment: Assessment, standing: Standing) -> bool:
        if wanted in standing.title.casefold() or wanted in standing.id.casefold():
            return True
        project = assessment.workspace.projects.get(standing.id)
        return project is not None and wanted in project.summary.casefold()

    return test


def _comparison(key: str, sign: str, number: str) -> Test:
    compare, wanted = _OPERATORS[sign], float(number)

    def test(_: Assessment, standing: Standing) -> bool:
        value = _measure(standing, key, sign)
        return value is not None and compare(value, wanted)

    return test


def _measure(standing: Standing, key: str, sign: str) -> float | None:
    """The number that is certain: the low end against `>`, the high end against `<`."""
    if key == "met":
        return standing.sections.count("filled")
    if key in ("failed", "unknown"):
        return standing.counts[1 if key == "failed" else 2]
    if key == "evidence":
        return None if standing.evidence_share is None else standing.evidence_share * 100
    if standing.score is None:
        return None
    return standing.score.high if sign.startswith("<") else standing.score.low


def _outcome(key: str, value: str, assessment: Assessment) -> Test:
    if key == "gate":
        return _gate(value, assessment)
    if key == "stage":
        return _stage(value, assessment)
    if key == "section":
        name, _, state = value.partition("=")
        return _rule(state or "unknown", name, assessment, checks=False)
    return _rule(key, value, assessment)


def _gate(value: str, assessment: Assessment) -> Test:
    name, equals, state = value.partition("=")
    if not equals and value in PASSAGES:
        return lambda _, standing: standing.gate is not None and standing.gate[1] == value
    gates = {gate for pack in assessment.packs for gate in pack.gates}
    _known(name, gates | set(PASSAGES), "gate")
    if equals:
        _known(state, PASSAGES, "gate state")
        return lambda _, standing: (name, state) in standing.gates
    return lambda _, standing: standing.gate is not None and standing.gate[0] == name


def _stage(value: str, assessment: Assessment) -> Test:
    stages = {standing.stage.casefold() for standing in assessment.standings if standing.stage}
    stages |= {gate for pack in assessment.packs for gate in pack.gates}
    _known(value, stages, "stage")
    return lambda _, standing: (standing.stage or "").casefold() == value


def _rule(state: str, name: str, assessment: Assessment, checks: bool = True) -> Test:
    """A section's state, or a check's status, by the rule's name with or without its pack."""
    _known(state, (*_FILLS, *_STATUSES) if checks else _FILLS, "state")
    tests: list[Test] = []
    if state in _FILLS:
        tests += [_section(full, _FILLS[state], assessment) for full in _sections(name, assessment)]
    if checks and state in _STATUSES:
        tests += [_check(full, _STATUSES[state]) for full in _checks(name, assessment)]
    if not tests:
        known = [short for full in _names(assessment, checks) for short in (full.split("/")[-1],)]
        _known(name, known, "section or check" if checks else "section")
        raise _Unclear(f"'{name}' is never '{state}'; {EXAMPLE}")
    return lambda scene, standing: any(test(scene, standing) for test in tests)


def _section(full: str, fill: str, assessment: Assessment) -> Test:
    first = list(assessment.packs[0].sections) if assessment.packs else []
    if full in first:
        at = first.index(full)
        return lambda _, standing: standing.sections[at] == fill
    return lambda scene, standing: scene.project(standing.id).sections[full].state == fill


def _check(full: str, status: str) -> Test:
    def test(assessment: Assessment, standing: Standing) -> bool:
        outcome = assessment.programme.get(full)
        if outcome is None:
            outcome = assessment.project(standing.id).checks.get(full)
        return outcome is not None and outcome.status == status

    return test


def _matching(name: str, ids: Iterable[str]) -> list[str]:
    return [full for full in ids if name in (full, full.partition("/")[2])]


def _sections(name: str, assessment: Assessment) -> list[str]:
    return _matching(name, (full for pack in assessment.packs for full in pack.sections))


def _checks(name: str, assessment: Assessment) -> list[str]:
    return _matching(name, (full for pack in assessment.packs for full in pack.checks))


def _names(assessment: Assessment, checks: bool) -> Sequence[str]:
    return [
        full
        for pack in assessment.packs
        for full in (*pack.sections, *(pack.checks if checks else ()))
    ]


def _known(name: str, names: Iterable[str], what: str) -> None:
    words = sorted(set(names))
    if name not in words:
        listed = ", ".join(words[:6]) + (" ..." if len(words) > 6 else "")
        raise _Unclear(f"no {what} '{name}'; {suggestion(name, words) or listed}")
