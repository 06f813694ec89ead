"""A rule in plain words: what it asks, where it comes from, whom it decides."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from hexvet.handbook.model import Words
from hexvet.handbook.sentences import demands, param_value, phrase, sentence
from hexvet.packs.model import Check, Criterion, Pack

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment

_TABLES: Mapping[str, str] = {
    "check": "checks",
    "criterion": "criteria",
    "section": "sections",
    "gate": "gates",
    "infer": "inferences",
    "tally": "tallies",
}
_RANKS: Mapping[str, str] = {"blocker": "a blocker", "warning": "a warning", "advice": "advice"}


def told(pack: Pack, kind: str, name: str, as_of: datetime.date) -> tuple[tuple[str, str], ...]:
    """Labels and texts about one rule, the first its title; empty when the pack has none."""
    pairs = [(label, text) for label, text in _told(pack, kind, name, as_of) if text]
    return tuple(pairs)


def _told(pack: Pack, kind: str, name: str, as_of: datetime.date) -> Iterator[tuple[str, str]]:
    if kind in _TABLES:
        rule = _found(pack, kind, name)
        if rule is None:
            return
        yield "title", getattr(rule, "title", "")
        if isinstance(rule, Check):
            yield from _check(pack, rule, as_of)
        if isinstance(rule, Criterion) and rule.met is not None:
            yield "met when", _plain(sentence(rule.met.node, pack, as_of))
        if isinstance(rule, Criterion) and rule.score is not None:
            yield "scores", _plain(sentence(rule.score.input.node, pack, as_of))
        for label in ("rationale", "remedy", "clause"):
            yield {"rationale": "because"}.get(label, label), str(getattr(rule, label, "") or "")
    elif kind == "param" and name in pack.params:
        param = pack.params[name]
        yield "title", param.label or name
        yield "value", param_value(param, as_of)
        yield "source", param.source
    elif kind == "let" and name in pack.lets:
        yield "title", pack.lets[name].label or name
        yield "means", _plain(sentence(pack.lets[name].expression.node, pack, as_of))
    elif kind == "field" and name in pack.fields:
        field = pack.fields[name]
        yield "title", field.title
        yield "asks", field.ask


def _check(pack: Pack, check: Check, as_of: datetime.date) -> Iterator[tuple[str, str]]:
    if check.when is not None:
        yield "where", _plain(phrase(check.when.node, pack, as_of))
    yield "asks", "; ".join(_plain(one) for one in demands(check.require.node, pack, as_of))
    gate = pack.gates.get(check.gate)
    yield "guards", f"{gate.title if gate else check.gate}, as {_RANKS[check.severity]}"
    if check.waivable is not None:
        by = " or ".join(check.waivable.by)
        yield "waivable", f"by {by} for {check.waivable.max_days} days at most"


def _found(pack: Pack, kind: str, name: str) -> object | None:
    table: Mapping[str, object] = getattr(pack, _TABLES[kind])
    ends = f"/{name.rpartition('/')[2]}"
    return next((rule for id_, rule in table.items() if id_ == name or id_.endswith(ends)), None)


def overridden(pack: Pack, target: str) -> tuple[str, str]:
    """Kind and name of the rule that `[override."pack/rule"]` is about; as it stands when the pack
    has none of that name."""
    kind, _, name = target.rpartition("/")[2].rpartition(".")
    kinds = [one for one in (*_TABLES, "param", "let", "field") if kind in ("", one)]
    for one in kinds:
        there = _found(pack, one, name) if one in _TABLES else getattr(pack, f"{one}s").get(name)
        if there is not None:
            return one, name
    return "override", target


def full_id(pack: Pack, kind: str, name: str) -> str:
    """`la-model/sponsor`; the name itself for what is not known by a full id."""
    found = _found(pack, kind, name) if kind in _TABLES else None
    return str(getattr(found, "id", name))


def decided(assessment: Assessment, kind: str, rule: str) -> Mapping[str, int]:
    """How many projects the rules in force leave at each outcome of one rule (a full id)."""
    attribute = {"check": "checks", "criterion": "criteria", "section": "sections",
                 "gate": "gates"}.get(kind)  # fmt: skip
    if attribute is None:
        return {}
    counts: Counter[str] = Counter()
    for name in assessment.workspace.projects:
        outcome = getattr(assessment.project(name), attribute).get(rule)
        if outcome is not None:
            counts[outcome.status if kind == "check" else outcome.state] += 1
    return dict(counts)


def _plain(words: Words) -> str:
    return "".join(span.text for span in words)
