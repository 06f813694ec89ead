"""Which rows of a file are taken."""

from __future__ import annotations

from collections.abc import Iterable

from hexvet.importers.binding import Binding
from hexvet.importers.model import RowFilter
from hexvet.importers.quantities import Quantity, read_quantity
from hexvet.importers.sheet import Row, match_name


class Undecided(Exception):
    """A filter asks for a number and the cell holds none."""

    def __init__(self, column: str, text: str, why: str) -> None:
        self.column = column
        self.text = text
        self.why = why
        super().__init__(why)


def takes(row: Row, binding: Binding, filters: Iterable[RowFilter]) -> bool:
    """Whether the row meets every condition. Raises Undecided."""
    return all(_meets(binding.text(row, (one.column,)), one) for one in filters)


def _meets(text: str, condition: RowFilter) -> bool:
    limits = (condition.above, condition.below, condition.at_least, condition.at_most)
    if condition.texts or all(limit is None for limit in limits):
        right = (match_name(text) in condition.texts) != condition.negated
        if not right or all(limit is None for limit in limits):
            return right
    quantity = read_quantity(text)
    if isinstance(quantity, str):
        raise Undecided(condition.column, text, quantity)
    return _in_bounds(quantity, condition)


def _in_bounds(quantity: Quantity, condition: RowFilter) -> bool:
    low, high = float(quantity.low), float(quantity.high)
    return (
        (condition.above is None or low > condition.above)
        and (condition.at_least is None or low >= condition.at_least)
        and (condition.below is None or high < condition.below)
        and (condition.at_most is None or high <= condition.at_most)
    )
