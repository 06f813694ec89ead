"""From the entries of a pack to its rules: gates, sections, criteria and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from hexvet.model import Where
from hexvet.packs.composing import Entry
from hexvet.packs.model import (
    Check,
    Criterion,
    Expression,
    FillRule,
    Gate,
    Message,
    Scoring,
    Section,
    Waivable,
)
from hexvet.packs.rule_names import RuleNames
from hexvet.packs.vocabulary import Report
from hexvet.problems import suggestion

Compile = Callable[..., "Expression | None"]
"""`compile(text, where, wanted, subject)`: None when faulty (and reported)."""

DEFAULT_WAIVER_DAYS = 180


def _text(entry: Entry, name: str, default: str = "") -> str:
    return str(entry.values.get(name, default))


def _number(entry: Entry, name: str, default: float) -> float:
    value = entry.values.get(name, default)
    return float(value) if isinstance(value, int | float) else default


def title_of(entry: Entry) -> str:
    """The title, or the id with spaces."""
    return _text(entry, "title") or entry.name.replace("_", " ").capitalize()


def read_gate(entry: Entry) -> Gate:
    """A stage gate."""
    decided, overridden = (
        tuple(map(str, _list(entry, name))) for name in ("decided_by", "overridden_by")
    )
    order = _number(entry, "order", 0)
    return Gate(entry.name, order, title_of(entry), entry.where, decided, overridden)


def _list(entry: Entry, name: str) -> list[object]:
    found = entry.values.get(name, [])
    return found if isinstance(found, list) else []


def read_section(entry: Entry, report: Report) -> Section | None:
    """A side of the hexagon; a challenge must say how a filled one counts."""
    kind = entry.values.get("kind")
    fill = _fill(entry, report)
    if kind is None or fill is None:
        return None
    if kind == "challenge" and "reading" not in entry.values:
        hint = "add reading = 'Filled means: the challenge is real and we can meet it.'"
        report("RP012", "a challenge must say how a filled one counts", entry.at(), hint)
    return Section(
        entry.id,
        _number(entry, "order", 0),
        kind,  # type: ignore[arg-type]
        title_of(entry),
        fill,
        entry.where,
        _text(entry, "short") or title_of(entry)[:8].rstrip(),
        _text(entry, "reading"),
        _text(entry, "rationale"),
        _number(entry, "weight", 1),
    )


def _fill(entry: Entry, report: Report) -> FillRule | None:
    fill = entry.values.get("fill")
    if isinstance(fill, str):
        return FillRule("any" if fill == "any" else "all")
    if not isinstance(fill, Mapping):
        return None
    if ("at_least" in fill) == ("score" in fill):
        hint = "write { at_least = 2, of = 'criteria' } or { score = 60 }"
        report("RP019", "'fill' needs either at_least or score", entry.at("fill"), hint)
        return None
    if "score" in fill:
        return FillRule("score", float(fill["score"]))
    return FillRule("at_least", float(fill["at_least"]))


def read_criterion(
    entry: Entry, sections: Mapping[str, Section], compiled: Compile, report: Report
) -> Criterion | None:
    """A reason to fill a section; needs `met` or `score`, or both."""
    section = _target(entry, "section", sections, report)
    met = _expression(entry, "met", "truth", compiled)
    score = _scoring(entry, compiled, report) if "score" in entry.values else None
    if "met" not in entry.values and "score" not in entry.values:
        hint = "add met = 'a condition' or score = { input = …, ramp = [worst, best] }"
        report("RP012", "a criterion needs 'met' or 'score'", entry.at(), hint)
    if section is None or (met is None and score is None):
        return None
    return Criterion(
        entry.id,
        section,
        title_of(entry),
        entry.where,
        met,
        score,
        _number(entry, "weight", 1),
        _text(entry, "rationale"),
        _text(entry, "clause"),
    )


def _target(
    entry: Entry, name: str, known: Mapping[str, Section] | Mapping[str, Gate], report: Report
) -> str | None:
    """The full id of the section (or id of the gate) that an entry names."""
    wanted = entry.values.get(name)
    if wanted is None:
        return None
    for full in known:
        if wanted in (full, full.partition("/")[2]):
            return full
    names = [full.partition("/")[2] or full for full in known]
    hint = suggestion(str(wanted), names) or f"known: {', '.join(names) or 'none'}"
    report("RP023", f"unknown {name} '{str(wanted)[:60]}'", entry.at(name), hint)
    return None


def _expression(
    entry: Entry, name: str, wanted: str, compiled: Compile, subject: str = "project"
) -> Expression | None:
    if name not in entry.values:
        return None
    return compiled(str(entry.values[name]), entry.at(name), wanted, subject)


_FORMS = ("ramp", "points", "lookup", "steps")


def _scoring(entry: Entry, compiled: Compile, report: Report) -> Scoring | None:
    table = entry.values["score"]
    assert isinstance(table, Mapping)
    forms = [form for form in _FORMS if form in table]
    if len(forms) != 1 or "input" not in table:
        hint = "write { input = 'cost', ramp = [worst, best] }, or points, steps, lookup"
        report("RP019", "'score' needs an input and exactly one form", entry.at("score"), hint)
        return None
    form = forms[0]
    wanted = "text" if form == "lookup" else "quantity"
    lookup: dict[str, float] = {}
    points: tuple[tuple[float, float], ...] = ()
    source = compiled(str(table["input"]), entry.at("score", "input"), wanted, "project")
    if form == "lookup":
        lookup = {text: float(worth) for text, worth in table["lookup"].items()}
    else:
        points = _points(form, table[form], entry.at("score", form), report)
    if source is None or not (lookup or points):
        return None
    met_at = _number(entry, "met_at", 50)
    return Scoring(source, form, points, lookup, met_at)  # type: ignore[arg-type]


def _points(
    form: str, given: Sequence[object], where: Where, report: Report
) -> tuple[tuple[float, float], ...]:
    """Increasing (x, y) pairs; a ramp is the two pairs (worst, 0) and (best, 100)."""
    if form == "ramp":
        if len(given) != 2 or given[0] == given[1]:
            report("RP019", "a ramp is [worst, best], two different numbers", where)
            return ()
        worst, best = (float(end) for end in given)  # type: ignore[arg-type]
        return tuple(sorted(((worst, 0.0), (best, 100.0))))
    pairs = [tuple(map(float, pair)) for pair in given if isinstance(pair, list) and len(pair) == 2]
    if len(pairs) != len(given) or len(pairs) < (2 if form == "points" else 1):
        report("RP019", f"'{form}' is a list of pairs [x, score]", where, "[[0, 0], [10, 100]]")
        return ()
    if any(a[0] >= b[0] for a, b in pairwise(pairs)):
        report("RP019", "the first numbers of the pairs must increase", where)
        return ()
    if any(not 0 <= y <= 100 for _, y in pairs):
        report("RP015", "scores lie between 0 and 100", where)
        return ()
    return tuple((x, y) for x, y in pairs)


def read_check(
    entry: Entry,
    gates: Mapping[str, Gate],
    compiled: Compile,
    message: Callable[[str, Where, str], Message],
    report: Report,
) -> Check | None:
    """A governance rule that guards a gate."""
    gate = _target(entry, "gate", gates, report)
    subject = _text(entry, "of", "project")
    require = _expression(entry, "require", "truth", compiled, subject)
    when = _expression(entry, "when", "truth", compiled, subject)
    shown = message(_text(entry, "message"), entry.at("message"), subject)
    waivable = _waivable(entry)
    _safe(entry, waivable, report)
    severity = entry.values.get("severity")
    if gate is None or require is None or severity is None:
        return None
    return Check(
        entry.id,
        title_of(entry),
        require,
        severity,  # type: ignore[arg-type]
        gate,
        entry.where,
        subject,  # type: ignore[arg-type]
        when,
        _text(entry, "unknown", "hold"),  # type: ignore[arg-type]
        shown,
        _text(entry, "remedy"),
        _text(entry, "rationale"),
        waivable,
        _text(entry, "clause"),
    )


def dependencies(
    entries: Iterable[Entry], names: RuleNames, report: Report
) -> dict[str, tuple[str, ...]]:
    """The checks on whose remedies those of others build: full ids by full id."""
    found = {}
    for entry in entries:
        given = _list(entry, "depends_on")
        meant = [names.meant("check", str(name)) for name in given]
        for index, one in enumerate(meant):
            if one.code:
                report(one.code, one.message, entry.at("depends_on", index), one.hint)
        if given:
            found[entry.id] = tuple(dict.fromkeys(one.id for one in meant if one.id))
    return found


def _waivable(entry: Entry) -> Waivable | None:
    given = entry.values.get("waivable", False)
    if not isinstance(given, Mapping) or "by" not in given:
        return None
    days = given.get("max_days", DEFAULT_WAIVER_DAYS)
    return Waivable(tuple(map(str, given["by"])), int(days))


def _safe(entry: Entry, waivable: Waivable | None, report: Report) -> None:
    """An override must not wave absent evidence through a blocker that nobody may waive."""
    passes = entry.values.get("unknown") == "pass" and "unknown" in entry.origins
    if passes and entry.values.get("severity") == "blocker" and waivable is None:
        message = "an override cannot let unknown pass a blocker that is not waivable"
        report("RP033", message, entry.at("unknown"), "use hold or fail")
    if entry.values.get("waivable") is True:
        hint = "write waivable = { by = ['mayor'], max_days = 180 }"
        report("RP019", "'waivable' must say by whom", entry.at("waivable"), hint)
