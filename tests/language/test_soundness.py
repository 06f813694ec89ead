"""What is said on incomplete evidence stays true however the evidence turns out.

Missing answers are filled in, ranges narrowed, rows completed, all within what is declared. The
new value must lie inside the old interval, and a truth that was decided must not change. Tests
for presence are left out: filling in an answer is exactly what changes them.
"""

from __future__ import annotations

import random
from dataclasses import replace

from generators import (
    COLUMNS,
    FIELDS,
    PROGRAMME_FIELDS,
    PROJECT_FIELDS,
    TODAY,
    Cells,
    Expr,
    Grammar,
    World,
    cell,
    expressions,
    lets,
    often,
    rows,
    typed,
    typed_lets,
    worlds,
)
from hypothesis import given
from hypothesis import strategies as st

from hexvet.language import scalar
from hexvet.model import Cell, Field, Interval

CERTAIN = Grammar(lets=True, presence=False)


def narrowed(dice: random.Random, known: Interval) -> Interval:
    """A range within a range: an end, something between, or a part of it."""
    low, high = known
    picks = (low, high, low + (high - low) / 2, low + (high - low) * dice.random())
    first, second = sorted((dice.choice(picks), dice.choice(picks)))
    first, second = max(low, first), min(high, second)
    return dice.choice((Interval(first, first), Interval(first, second)))


def settled_date(dice: random.Random, field: Field, name: str) -> Cell:
    """A date for a row that has none; not a later one, which would hide the row."""
    if name == field.dated:
        return Interval(*[float(TODAY.toordinal() - dice.randrange(900))] * 2)
    return cell(dice, COLUMNS[name], ranged=False)


def completed_rows(dice: random.Random, field: Field, answer: Cell) -> Cell:
    """The same rows with some of their missing cells filled in."""
    assert isinstance(answer, tuple)
    return tuple(
        {
            name: row[name] if name in row else settled_date(dice, field, name)
            for name in COLUMNS
            if name in row or dice.random() < 0.8
        }
        for row in answer
    )


def completed(dice: random.Random, fields: list[Field], cells: Cells) -> Cells:
    """The same answers, and more of them."""
    found: Cells = {}
    for field in fields:
        answer = cells.get(field.name)
        if answer is None:
            if dice.random() < 0.8:
                found[field.name] = rows(dice, 0.3) if field.kind == "table" else cell(dice, field)
        elif field.kind == "table":
            found[field.name] = completed_rows(dice, field, answer)
        elif isinstance(answer, Interval):
            found[field.name] = narrowed(dice, answer)
        else:
            found[field.name] = answer
    return found


def completion(here: World, seed: int) -> World:
    """One way in which the evidence may turn out."""
    dice = random.Random(seed)
    return replace(
        here,
        projects=tuple(completed(dice, PROJECT_FIELDS, cells) for cells in here.projects),
        programme=completed(dice, PROGRAMME_FIELDS, here.programme),
    )


@often(2)
@given(
    expressions(grammar=CERTAIN, depth=5),
    lets(grammar=Grammar(presence=False)),
    worlds,
    st.lists(st.integers(0, 2**32 - 1), min_size=4, max_size=4),
)
def test_more_evidence_never_contradicts_what_was_certain(
    expr: Expr, made_lets: dict[str, Expr], here: World, seeds: list[int]
) -> None:
    lets_ = typed_lets(made_lets)
    node = typed(expr, lets_)
    for seed in seeds:
        later = completion(here, seed)
        for index in range(len(here.projects)):
            before, after = here.env(index, lets_), later.env(index, lets_)
            if node.kind == "truth":
                said = scalar.truth(node, before)
                assert said in (0, scalar.truth(node, after))
            elif node.kind == "text":
                text = scalar.text(node, before)
                assert text in (None, scalar.text(node, after))
            else:
                wide, narrow = scalar.quantity(node, before), scalar.quantity(node, after)
                assert wide.low <= narrow.low and narrow.high <= wide.high


def test_completions_keep_to_the_declared_ranges() -> None:
    dice = random.Random(1)
    for _ in range(200):
        for name, answer in completed(dice, PROJECT_FIELDS, {}).items():
            if isinstance(answer, Interval):
                assert (
                    FIELDS[name].range.low <= answer.low <= answer.high <= FIELDS[name].range.high
                )
