"""The portfolio by columns: plain lists, one value a project, in the order of the standings.

Filters and sorts read these, so that a key press costs a look into a list for each project and
never the making of its standing. Each column is made when it is first asked for; where the engine
judged in columns it is taken over whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from hexvet_tui import departments
from hexvet_tui.cells import cell_len
from hexvet_tui.due import days_to_next
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Fill, Interval, Passage, Project, Standing, Status

Gate: TypeAlias = "tuple[str, Passage] | None"


class Columns:
    """The columns of one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        standings = assessment.standings
        self._anew: Mapping[int, Standing] = getattr(standings, "anew", {})
        self._base: Any = getattr(standings, "base", standings)
        self._whole = hasattr(self._base, "statuses")
        self._statuses: dict[str, Sequence[Status | None]] = {}
        self._fills: dict[str, Sequence[Fill | None]] = {}
        self.orders: dict[tuple[str, bool], tuple[int, ...]] = {}
        """All rows by (column, descending), as `sorting` works them out."""

    @property
    def size(self) -> int:
        """How many projects there are."""
        return len(self.assessment.standings)

    @cached_property
    def projects(self) -> Sequence[Project]:
        """The projects."""
        return list(self.assessment.workspace.projects.values())

    @cached_property
    def ids(self) -> Sequence[str]:
        """Their ids."""
        return list(self.assessment.workspace.projects)

    @cached_property
    def names(self) -> Sequence[str]:
        """Their titles without regard to case."""
        return [project.title.casefold() for project in self.projects]

    @cached_property
    def texts(self) -> Sequence[str]:
        """What a word of the filter is looked for in: title, id and summary."""
        return [
            "\n".join((project.title, project.id, project.summary)).casefold()
            for project in self.projects
        ]

    @cached_property
    def stages(self) -> Sequence[str | None]:
        """The stage of each project."""
        return self._column("stages", lambda standing: standing.stage)

    @cached_property
    def gates(self) -> Mapping[str, Sequence[Passage | None]]:
        """The state of each gate."""
        ids = dict.fromkeys(gate for pack in self.assessment.packs for gate in pack.gates)
        if not self._whole:
            rows = [dict(standing.gates) for standing in self._base]
            return {gate: [row.get(gate) for row in rows] for gate in ids}
        found: dict[str, list[Passage | None]] = {**self._base.gates()}
        for row, standing in self._anew.items():
            for gate, state in standing.gates:
                found[gate][row] = state
        return found

    @cached_property
    def tallies(self) -> Mapping[str, Mapping[Passage, int]]:
        """How many projects are at pass, hold and stop, for each gate."""
        return {
            gate: {"pass": states.count("pass"), "hold": states.count("hold"),
                   "stop": states.count("stop")}
            for gate, states in self.gates.items()
        }  # fmt: skip

    @cached_property
    def gate(self) -> Sequence[Gate]:
        """The first gate that is not passed, or the last one; see `Standing.gate`."""
        found: list[Gate] = [None] * self.size
        for gate, states in self.gates.items():
            pairs: Mapping[Any, Gate] = {word: (gate, word) for word in ("pass", "hold", "stop")}
            found = [
                old if old is not None and old[1] != "pass" else pairs.get(state, old)
                for state, old in zip(states, found, strict=True)
            ]
        return found

    @cached_property
    def passages(self) -> Sequence[Passage | None]:
        """The state of that gate."""
        return [gate[1] if gate else None for gate in self.gate]

    @cached_property
    def counts(self) -> Sequence[tuple[int, int, int, int]]:
        """How many checks are passed, failed, unknown and waived."""
        return self._column("counts", lambda standing: standing.counts)

    @cached_property
    def due(self) -> Sequence[float | None]:
        """Days to what is due next in each project; see `hexvet_tui.due`."""
        return days_to_next(self)

    @cached_property
    def anything_due(self) -> bool:
        """Whether anything is due in any project."""
        return any(days is not None for days in self.due)

    @cached_property
    def departments(self) -> Sequence[str]:
        """The first department of each project; empty where none is known."""
        field = departments.field_of(self.assessment.packs)
        return departments.names(self.projects, field) if field else ("",) * self.size

    @cached_property
    def widest_department(self) -> int:
        """The cells of the longest of them, 0 when none is known."""
        return max((cell_len(clean(name)) for name in set(self.departments)), default=0)

    @cached_property
    def scores(self) -> Sequence[Interval | None]:
        """The scores."""
        return self._column("scores", lambda standing: standing.score)

    @cached_property
    def shares(self) -> Sequence[float | None]:
        """The known share of the evidence, 0 to 1."""
        return self._column("shares", lambda standing: standing.evidence_share)

    @cached_property
    def sections(self) -> Sequence[tuple[Fill, ...]]:
        """The hexagons of the first pack."""
        if not self._whole:
            return [standing.sections for standing in self._base]
        first = self.assessment.packs[0].sections if self.assessment.packs else {}
        columns = [self._base.fills(section) for section in first]
        rows: list[tuple[Fill, ...]] = [()] * self.size
        rows = list(zip(*columns, strict=True)) if columns else rows
        for row, standing in self._anew.items():
            rows[row] = standing.sections
        return rows

    def fills(self, section: str) -> Sequence[Fill | None]:
        """The state of one section by its full id, of any pack."""
        if section not in self._fills:
            self._fills[section] = self._outcomes("fills", "sections", "state", section)
        return self._fills[section]

    def statuses(self, check: str) -> Sequence[Status | None]:
        """The status of one check by its full id; a programme's check has one for all."""
        if check in self.assessment.programme:
            return (self.assessment.programme[check].status,) * self.size
        if check not in self._statuses:
            self._statuses[check] = self._outcomes("statuses", "checks", "status", check)
        return self._statuses[check]

    def _column(self, name: str, of: Callable[[Standing], Any]) -> list[Any]:
        if not self._whole:
            return [of(standing) for standing in self._base]
        values: list[Any] = getattr(self._base, name)()
        for row, standing in self._anew.items():
            values[row] = of(standing)
        return values

    def _outcomes(self, whole: str, table: str, value: str, rule: str) -> list[Any]:
        """One rule's outcomes: the engine's column, or the outcomes of each project."""
        values = getattr(self._base, whole)(rule) if self._whole else None
        rows = self._anew if values is not None else range(self.size)
        values = [None] * self.size if values is None else values
        for row in rows:
            found = getattr(self.assessment.project(self.ids[row]), table).get(rule)
            values[row] = getattr(found, value, None)
        return values
