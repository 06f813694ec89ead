"""What may be typed next in the filter line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from hexvet_tui.columns import Columns
from hexvet_tui.filter_terms import (
    FILLS,
    GATES,
    KEYS,
    LIFECYCLES,
    MEASURES,
    OUTCOMES,
    PASSAGES,
    STATUSES,
    fields_of,
)
from hexvet_tui.prompting import Candidate, Prompt

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene

MOST = 200
HELP = {
    "gate": "pass, hold, stop, a gate, or GATE=STATE",
    "stage": "the stage that the project is in",
    "section": "SECTION=met, unmet or unknown",
    "met": "a section that is met, a check that is passed",
    "unmet": "a section or check that is not",
    "unknown": "a section or check without evidence",
    "failed": "a check that failed; alone: any",
    "passed": "a check that is passed; alone: any",
    "waived": "a check that is waived; alone: any",
    "filled": "a section that is filled; alone: any",
    "unfilled": "a section that is not; alone: any",
    "marked": "the marked projects",
    "lifecycle": "active, paused or withdrawn",
    "dept": "a department that is named in the answers",
    "score": "like score>60: what is certain counts",
    "evidence": "like evidence<50: the known share",
    "due": "like due<30d: days to what is due next",
}


def candidates(scene: Scene, prompt: Prompt) -> tuple[Candidate, ...]:
    """The words that go on from what stands before the cursor."""
    columns = scene.session.columns
    if columns is None:
        return ()
    before = prompt.text[: prompt.at]
    start = before.rfind(" ") + 1
    term = before[start:]
    start += len(term) - len(term.lstrip("!"))
    term = term.lstrip("!")
    key, colon, value = term.partition(":")
    if colon:
        found = matching(value, _values(key.casefold(), value, columns))
        return tuple(Candidate(f"{key}:{text} ", help_, start=start) for text, help_ in found)
    found = matching(term, _keys(columns)) if term else _keys(columns)[: len(KEYS)]
    return tuple(Candidate(text, help_, start=start) for text, help_ in found[:MOST])


def matching(typed: str, words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words that begin with what was typed, then those that hold it."""
    low, listed = typed.casefold(), list(words)
    first = [pair for pair in listed if pair[0].casefold().startswith(low)]
    rest = [pair for pair in listed if low in pair[0].casefold() and pair not in first]
    return (first + rest)[:MOST]


def _keys(columns: Columns) -> list[tuple[str, str]]:
    fields = fields_of(columns)
    own = [(f"{key}:", HELP.get(key, "")) for key in KEYS]
    measures = [(f"{key}>", HELP.get(key, "a count")) for key in MEASURES if key != "due"]
    asked = [
        (f"{name}:" if field.kind in ("text", "truth", "table") else f"{name}>", field.title)
        for name, field in fields.items()
    ]
    return [*own, *measures, ("due<30d", HELP["due"]), *asked]


def _values(key: str, value: str, columns: Columns) -> list[tuple[str, str]]:
    packs = columns.assessment.packs
    if key == "gate":
        verdicts = [(word, "the verdict") for word in PASSAGES]
        gates = [(gate, "the gate that decides") for gate in columns.gates]
        return [*verdicts, *gates, *_states(columns.gates, value)]
    if key == "stage":
        stages = dict.fromkeys([*columns.gates, *filter(None, columns.stages)])
        return [(stage, "") for stage in stages]
    if key == "lifecycle":
        return [(word, "") for word in LIFECYCLES]
    if key in OUTCOMES or key == "section":
        sections = [(full, one.title) for pack in packs for full, one in pack.sections.items()]
        checks = [(full, one.title) for pack in packs for full, one in pack.checks.items()]
        rules = sections if key in (*FILLS, "section") else []
        rules = [*rules, *(checks if key in STATUSES else [])]
        gates = [(gate, "a gate") for gate in columns.gates if key in GATES]
        return [*((full.partition("/")[2], title) for full, title in rules), *gates]
    return [(text, "") for text in _answers(key, columns)]


def _states(gates: Iterable[str], value: str) -> Sequence[tuple[str, str]]:
    gate = value.partition("=")[0]
    return [(f"{gate}={word}", "") for word in PASSAGES] if gate in gates and "=" in value else []


def _answers(key: str, columns: Columns) -> Sequence[str]:
    """The answers that a field of texts can have, or yes and no."""
    field = fields_of(columns).get(key)
    if field is None:
        return ()
    if field.kind == "truth":
        return ("yes", "no", "unknown")
    return (*(value for value in field.values if " " not in value), "unknown")
