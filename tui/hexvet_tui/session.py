"""All state of the application that is not pixels, as one frozen record.

Every method returns a new record. Projects are remembered by id, so the cursor stays on its
project through sorting, filtering and reloading. What only one mode needs stands in a record of
that mode's own, which `of` gives and `having` takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from hexvet_tui import departing, sorting
from hexvet_tui.cells import cell_len
from hexvet_tui.columns import Columns
from hexvet_tui.effects import Effect
from hexvet_tui.filtering import Filter, parse
from hexvet_tui.presenting import drawn_packs
from hexvet_tui.prompting import Prompt, Question
from hexvet_tui.sorting import Sort

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Passage, Project, ProjectOutcome, Standing
    from hexvet.packs.model import Pack
    from hexvet.problems import Problem
    from hexvet_tui.pages import Page
    from hexvet_tui.waiting import Waiting

Tone: TypeAlias = Literal["plain", "good", "alert"]
State = TypeVar("State")

PROGRAMME = "programme"
FIRST = "portfolio"
HISTORY = 200
NO_FILTER = Filter()
BY_NAME = Sort()


@dataclass(frozen=True, slots=True)
class Message:
    """What just happened, in one line: `more` where there is room for it, and on the page of
    messages. `entry` is the number of the entry that it says was recorded, 0 for none."""

    text: str = ""
    tone: Tone = "plain"
    more: str = ""
    entry: int = 0

    @property
    def whole(self) -> str:
        """All of it."""
        return "; ".join(part for part in (self.text, self.more) if part)

    def within(self, width: int) -> str:
        """All of it where it fits into a line, else what comes first."""
        forms = [self.whole, *([f"{self.text}; :messages tells all"] if self.more else [])]
        return next((form for form in forms if cell_len(form) < width), self.text)


@dataclass(frozen=True, slots=True)
class View:
    """How projects are shown everywhere: drawing or list, and which pack's sections."""

    drawing: bool = True
    framework: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows that the filter keeps, in the order of the sort; and where each project is.

    `tally` counts the projects at pass, hold and stop. Equal to itself alone, so that what is
    worked out of them can be remembered.
    """

    order: tuple[int, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    tally: Mapping[Passage, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    """One moment of the application.

    `states` holds the state of each mode by its type, `panes` each mode's active pane, `trail`
    the modes to go back to. `marks` are project ids in the order in which they were marked,
    `anchor` the project where a range begins. `effects` wait to be done by the application,
    `waiting` to be shown when nothing is typed. `read_only` refuses every edit, `unwritable` tells
    that the folder does. `revision` grows with each new assessment. `tip` stays in view, in place
    of a key to learn, `alarm` in the title bar for as long as something is not safe.
    """

    assessment: Assessment | None = None
    columns: Columns | None = None
    rows: Rows = Rows()
    filter: Filter = NO_FILTER
    sort: Sort = BY_NAME
    cursor: str = ""
    marks: Mapping[str, None] = field(default_factory=dict)
    anchor: str = ""
    mode: str = FIRST
    trail: tuple[str, ...] = ()
    states: Mapping[type, object] = field(default_factory=dict)
    panes: Mapping[str, str] = field(default_factory=dict)
    view: View = View()
    pages: tuple[Page, ...] = ()
    prompt: Prompt | None = None
    question: Question | None = None
    waiting: tuple[Waiting, ...] = ()
    prefix: str = ""
    message: Message = Message()
    notice: str = ""
    broken: tuple[Problem, ...] = ()
    history: tuple[Message, ...] = ()
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    revision: int = 0
    read_only: bool = False
    unwritable: bool = False
    tip: str = ""
    alarm: str = ""

    @property
    def is_shut(self) -> bool:
        """Whether nothing can be changed in the workspace."""
        return self.read_only or self.unwritable

    # --- what is under the cursor -----------------------------------------------------------

    @property
    def place(self) -> int:
        """The row of the cursor among the visible rows; -1 when nothing is visible."""
        return self.rows.places.get(self.cursor, -1)

    @property
    def standing(self) -> Standing | None:
        """The standing of the project under the cursor."""
        if self.assessment is None or self.place < 0:
            return None
        return self.assessment.standings[self.rows.order[self.place]]

    @property
    def project(self) -> Project | None:
        """The project under the cursor."""
        if self.assessment is None or self.place < 0:
            return None
        return self.assessment.workspace.projects.get(self.cursor)

    @property
    def outcome(self) -> ProjectOutcome | None:
        """Everything that the packs say about the project under the cursor."""
        if self.assessment is None or self.place < 0:
            return None
        return self.assessment.project(self.cursor)

    @property
    def framework(self) -> Pack | None:
        """The pack whose sections are drawn; None when no pack has sections."""
        packs = drawn_packs(self.assessment.packs) if self.assessment else ()
        return packs[self.view.framework % len(packs)] if packs else None

    @property
    def total(self) -> int:
        """How many projects the portfolio has."""
        return len(self.assessment.standings) if self.assessment else 0

    def ids(self, start: int = 0, stop: int | None = None) -> tuple[str, ...]:
        """The projects of the visible rows, from one row to before another."""
        columns = self.columns
        return tuple(columns.ids[row] for row in self.rows.order[start:stop]) if columns else ()

    # --- the modes' own state ---------------------------------------------------------------

    def of(self, kind: type[State]) -> State:
        """A mode's own state as it was left; as it begins when nothing was done there yet."""
        found = self.states.get(kind)
        return found if isinstance(found, kind) else kind()

    def having(self, state: object) -> Session:
        """With a mode's own state; the same record when nothing in it changed."""
        if self.states.get(type(state)) == state:
            return self
        return replace(self, states={**self.states, type(state): state})

    @property
    def pane(self) -> str:
        """The active pane of the mode; empty for its first one."""
        return self.panes.get(self.mode, "")

    def in_pane(self, pane: str) -> Session:
        """With a pane of the mode active."""
        return replace(self, panes={**self.panes, self.mode: pane})

    # --- what is said -----------------------------------------------------------------------

    def said(self, text: str, tone: Tone = "plain", more: str = "", entry: int = 0) -> Session:
        """With a new message in the status line; messages are kept, the last 200."""
        message = Message(text, tone, more, entry)
        kept = (*self.history, message)[-HISTORY:] if text else self.history
        return replace(self, message=message, history=kept)

    def adding(self, more: str) -> Session:
        """With what came of it behind the message."""
        if not more:
            return self
        message = replace(self.message, more=more)
        before = self.history[:-1] if self.history[-1:] == (self.message,) else self.history
        return replace(self, message=message, history=(*before, message))

    def quiet(self) -> Session:
        """Without a message and without a pending prefix key."""
        if not self.message.text and not self.prefix:
            return self
        return replace(self, message=Message(), prefix="")

    def minding(self, before: Message) -> Session:
        """With an alert that no key has answered yet, unless there is something to be recorded
        or worse in its place."""
        unread = before.tone == "alert" and before.text
        same = self.message.tone == "alert" or self.message.entry
        return replace(self, message=before) if unread and not same else self

    def warned(self, notice: str, broken: tuple[Problem, ...] = ()) -> Session:
        """With a notice that stays until an empty one takes it back, and its problems."""
        return replace(self, notice=notice, broken=broken)

    def prefixed(self, key: str) -> Session:
        """Waiting for the second key of a family such as `s` or `g`."""
        return replace(self, prefix=key, message=Message())

    def asked(self, question: Question | None) -> Session:
        """Waiting for one key that answers a question."""
        return replace(self, question=question, prefix="", message=Message())

    def wanting(self, *effects: Effect) -> Session:
        """With effects for the application to do, after those that wait already."""
        return replace(self, effects=(*self.effects, *effects))

    def calm(self) -> Session:
        """Without effects, when they are on their way."""
        return replace(self, effects=()) if self.effects else self

    # --- the assessment and its rows --------------------------------------------------------

    def with_assessment(self, assessment: Assessment) -> Session:
        """With new outcomes; filter, sort, cursor, and marks of projects still there are kept."""
        place = max(self.place, 0)
        known = assessment.workspace.projects
        fresh = replace(
            self,
            assessment=assessment,
            columns=Columns(assessment),
            marks={name: None for name in self.marks if name in known},
            anchor=self.anchor if self.anchor in known else "",
            revision=self.revision + 1,
        )
        kept = parse(self.filter.text, fresh)
        return departing.stayed(self, fresh.arranged(kept, self.sort, place))

    def arranged(self, kept: Filter, sort: Sort, place: int | None = None) -> Session:
        """With the rows that a filter keeps, in the order of a sort; the cursor stays."""
        columns = self.columns
        if columns is None:
            return replace(self, filter=kept, sort=sort)
        order = sorting.ordered(columns, kept.rows(columns.size), sort)
        ids = columns.ids
        places = {ids[row]: n for n, row in enumerate(order)}
        rows = Rows(order, places, _tally(columns, order))
        arranged = replace(self, filter=kept, sort=sort, rows=rows)
        if self.cursor in places or not order:
            return arranged
        near = min(self.place if place is None else place, len(order) - 1)
        return replace(arranged, cursor=ids[order[max(0, near)]])

    def filtered(self, text: str) -> Session:
        """With another filter. A mistake in it is told, and the other terms hold."""
        return self.arranged(parse(text, self), self.sort) if self.columns else self

    # --- moving -----------------------------------------------------------------------------

    def to_row(self, place: int) -> Session:
        """With the cursor on a visible row, the nearest when there is none of that number."""
        if self.columns is None or not self.rows.order:
            return self
        place = max(0, min(place, len(self.rows.order) - 1))
        cursor = self.columns.ids[self.rows.order[place]]
        return self if cursor == self.cursor else replace(self, cursor=cursor)

    def by_rows(self, step: int) -> Session:
        """With the cursor some rows further down, or up."""
        return self.to_row(self.place + step)

    def entered(self, mode: str) -> Session:
        """In another mode; going back leads to this one."""
        if mode == self.mode:
            return self
        trail = (*self.trail, self.mode)
        trail = trail[: trail.index(mode)] if mode in trail else trail
        return replace(self, mode=mode, trail=trail, pages=())

    def returned(self) -> Session:
        """In the mode that this one was entered from; the same record at the top."""
        if self.trail:
            return replace(self, mode=self.trail[-1], trail=self.trail[:-1])
        return self if self.mode == FIRST else replace(self, mode=FIRST)

    # --- pages over the mode ----------------------------------------------------------------

    def paged(self, page: Page) -> Session:
        """With a page over the mode, in place of one with the same title."""
        below = tuple(other for other in self.pages if other.title != page.title)
        return replace(self, pages=(*below, page))

    def turned(self, top: int) -> Session:
        """With the page on top scrolled to a line."""
        return replace(self, pages=(*self.pages[:-1], replace(self.pages[-1], top=max(0, top))))

    def unpaged(self) -> Session:
        """Without the page on top."""
        return replace(self, pages=self.pages[:-1])

    # --- typing -----------------------------------------------------------------------------

    def prompted(self, prompt: Prompt | None) -> Session:
        """Typing a line, or done with it."""
        message = Message() if prompt else self.message
        return replace(self, prompt=prompt, prefix="", message=message)

    def remembered(self, purpose: str, text: str) -> Session:
        """With a line in the history of its purpose, the newest last, each once."""
        if not text.strip():
            return self
        lines = (*(line for line in self.typed.get(purpose, ()) if line != text), text)
        return replace(self, typed={**self.typed, purpose: lines[-HISTORY:]})


def _tally(columns: Columns, order: tuple[int, ...]) -> Mapping[Passage, int]:
    """How many of some rows stand at pass, hold and stop."""
    tally: dict[Passage, int] = {"pass": 0, "hold": 0, "stop": 0}
    states = columns.passages
    for row in order:
        state = states[row]
        if state is not None:
            tally[state] += 1
    return tally


Verb: TypeAlias = Callable[[Session], Session]
