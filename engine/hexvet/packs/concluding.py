"""The types of what inference rules conclude: they follow from what the rules match.

A conclusion copies fields of other facts, which may be conclusions again, so that types are
worked out over and over until nothing is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hexvet.inference.model import Reference
from hexvet.packs.fact_kinds import BUILT_IN, Clash, Declared, FactFields, Stage, given, joined
from hexvet.packs.inference_drafts import Draft, Operand
from hexvet.packs.model import FactField, Pack

OPEN = FactField("text", names="?")
"""A field of which no rule tells the type, because of a mistake or of a circle."""


def concluded(
    drafts: Sequence[Draft], pack: Pack, of: Stage
) -> tuple[FactFields, tuple[Clash, ...]]:
    """The kinds of fact of a pack with those that its rules conclude, and where they differ."""
    base = list(given([pack], of))
    kinds, _ = joined(base)
    while True:
        found, clashes = joined([*base, *_typed(drafts, kinds)])
        if found == kinds:
            break
        kinds = found
    untold = _untold(drafts, kinds)
    return joined([*base, *_typed(drafts, kinds), *untold])[0], tuple(clashes)


def field_of(operand: Operand, aliases: Mapping[str, str], kinds: FactFields) -> FactField | None:
    """What an operand is; None when the fact behind its alias has no such field."""
    if isinstance(operand, Reference):
        return kinds.get(aliases.get(operand.alias, ""), {}).get(operand.field)
    text = operand.kind == "text" and isinstance(operand.value, str)
    return FactField(operand.kind, values=(str(operand.value),) if text else ())


def _typed(drafts: Sequence[Draft], kinds: FactFields) -> Iterator[Declared]:
    """The types that can be told by now, of conclusions beyond those that are built in."""
    for draft in drafts:
        aliases = draft.kinds()
        for conclusion in draft.then:
            for name, value in conclusion.values.items():
                field = field_of(value.operand, aliases, kinds)
                if field is not None and name not in BUILT_IN.get(conclusion.kind, ()):
                    yield conclusion.kind, name, field, draft.entry.at(*value.path)


def _untold(drafts: Sequence[Draft], kinds: FactFields) -> Iterator[Declared]:
    for draft in drafts:
        for conclusion in draft.then:
            for name, value in conclusion.values.items():
                if name not in kinds.get(conclusion.kind, ()):
                    yield conclusion.kind, name, OPEN, draft.entry.at(*value.path)
