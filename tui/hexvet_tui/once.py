"""What is worked out of an assessment once, and not again for each painting."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment

Rest = TypeVarTuple("Rest")
Result = TypeVar("Result")
Work: TypeAlias = "Callable[[Assessment, *Rest], Result]"


class _Same:
    """An assessment as the key of a cache: that object, not an equal one. It is held, so that
    no other gets its id."""

    __slots__ = ("assessment",)

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.assessment is self.assessment

    def __hash__(self) -> int:
        return id(self.assessment)


def once(most: int) -> Callable[[Work[*Rest, Result]], Work[*Rest, Result]]:
    """Remembers the last `most` results of a function of an assessment and hashable arguments."""

    def remembering(work: Work[*Rest, Result]) -> Work[*Rest, Result]:
        @lru_cache(maxsize=most)
        def kept(same: _Same, *rest: *Rest) -> Result:
            return work(same.assessment, *rest)

        def remembered(assessment: Assessment, *rest: *Rest) -> Result:
            return kept(_Same(assessment), *rest)

        return remembered

    return remembering
