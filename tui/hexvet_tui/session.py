"""All state of the application that is not pixels, as one frozen record.

Every method returns a new record. Projects are remembered by id, so the cursor stays on its
project through sorting, filtering and reloading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from hexvet_tui import sorting
from hexvet_tui.filtering import Filter, parse
from hexvet_tui.presenting import drawn_packs, plural, standing_counts
from hexvet_tui.prompting import Prompt
from hexvet_tui.sorting import Sort

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Passage, Project, ProjectOutcome, Standing
    from hexvet.packs.model import Pack
    from hexvet.problems import Problem

Tone: TypeAlias = Literal["plain", "good", "alert"]
Mode: TypeAlias = Literal["portfolio", "project"]

PANES: Mapping[Mode, tuple[str, ...]] = {
    "portfolio": ("table",),
    "project": ("sections", "checks", "why"),
}
EXPLAINED = ("sections", "checks")
PROGRAMME = "programme"
HISTORY = 200
NO_FILTER = Filter()
BY_NAME = Sort()


@dataclass(frozen=True, slots=True)
class Message:
    """What just happened, in one line."""

    text: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class View:
    """How things are shown: drawing or list, which pack's sections, the why pane enlarged."""

    drawing: bool = True
    framework: int = 0
    enlarged: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that the filter keeps, in the order of the sort; and where each project is.

    `tally` counts the projects at pass, hold and stop.
    """

    order: tuple[int, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    tally: Mapping[Passage, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    """One moment of the application.

    `about` is the pane whose cursor the why pane explains; `revision` grows with each new
    assessment.
    """

    assessment: Assessment | None = None
    rows: Rows = Rows()
    filter: Filter = NO_FILTER
    sort: Sort = BY_NAME
    cursor: str = ""
    mode: Mode = "portfolio"
    pane: str = "table"
    about: str = "checks"
    rule: str = ""
    section: int = 0
    scroll: int = 0
    view: View = View()
    prompt: Prompt | None = None
    prefix: str = ""
    message: Message = Message()
    notice: str = ""
    broken: tuple[Problem, ...] = ()
    history: tuple[Message, ...] = ()
    revision: int = 0

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

    # --- what is said -----------------------------------------------------------------------

    def said(self, text: str, tone: Tone = "plain") -> Session:
        """With a new message in the status line; messages are kept, the last 200."""
        message = Message(text, tone)
        kept = (*self.history, message)[-HISTORY:] if text else self.history
        return replace(self, message=message, history=kept)

    def quiet(self) -> Session:
        """Without a message and without a pending prefix key."""
        if not self.message.text and not self.prefix:
            return self
        return replace(self, message=Message(), prefix="")

    def warned(self, notice: str, broken: tuple[Problem, ...] = ()) -> Session:
        """With a notice that stays until an empty one takes it back, and its problems."""
        return replace(self, notice=notice, broken=broken)

    def prefixed(self, key: str) -> Session:
        """Waiting for the second key of a family such as `s` or `g`."""
        return replace(self, prefix=key, message=Message())

    # --- the assessment and its rows --------------------------------------------------------

    def with_assessment(self, assessment: Assessment) -> Session:
        """With new outcomes; filter, sort and cursor are kept."""
        place = max(self.place, 0)
        fresh = replace(self, assessment=assessment, revision=self.revision + 1)
        return fresh._arranged(parse(self.filter.text, assessment), self.sort, place)

    def _arranged(self, kept: Filter, sort: Sort, place: int | None = None) -> Session:
        assessment = self.assessment
        if assessment is None:
            return replace(self, filter=kept, sort=sort)
        every = range(len(assessment.standings))
        passing = [row for row in every if kept.keeps(assessment, assessment.standings[row])]
        order = sorting.ordered(assessment, passing, sort)
        places = {assessment.standings[row].id: n for n, row in enumerate(order)}
        tally = standing_counts([assessment.standings[row] for row in order])
        arranged = replace(self, filter=kept, sort=sort, rows=Rows(order, places, tally))
        if self.cursor in places or not order:
            return arranged
        near = min(self.place if place is None else place, len(order) - 1)
        return replace(arranged, cursor=assessment.standings[order[max(0, near)]].id)

    def filtered(self, text: str) -> Session:
        """With another filter. A mistake in it is shown and the terms before it still hold."""
        if self.assessment is None:
            return self
        kept = parse(text, self.assessment)
        return self._arranged(kept, self.sort)

    def sorted_by(self, column: str) -> Session:
        """Sorted by a column, in its usual direction; the same column again reverses it."""
        again = self.sort.column == column
        sort = Sort(column, not self.sort.reverse if again else False)
        return self._arranged(self.filter, sort).said(f"sorted by {_direction(sort)}")

    def reversed(self) -> Session:
        """In the opposite order."""
        sort = replace(self.sort, reverse=not self.sort.reverse)
        return self._arranged(self.filter, sort).said(f"sorted by {_direction(sort)}")

    # --- moving -----------------------------------------------------------------------------

    def to_row(self, place: int) -> Session:
        """With the cursor on a visible row, the nearest when there is none of that number."""
        if self.assessment is None or not self.rows.order:
            return self
        place = max(0, min(place, len(self.rows.order) - 1))
        cursor = self.assessment.standings[self.rows.order[place]].id
        if cursor == self.cursor:
            return self
        return replace(self, cursor=cursor, scroll=0)

    def by_rows(self, step: int) -> Session:
        """With the cursor some rows further down, or up."""
        return self.to_row(self.place + step)

    def to_project(self, step: int) -> Session:
        """The previous or next project, with a word at the ends."""
        moved = self.by_rows(step)
        if moved is self and self.rows.order:
            return self.said(
                "this is the last project" if step > 0 else "this is the first project"
            )
        return moved

    def to_match(self, step: int) -> Session:
        """The next row of the filter, from the last one round to the first."""
        if not self.filter.text:
            return self.said("no filter: / sets one")
        count = len(self.rows.order)
        return self.to_row((self.place + step) % count) if count else self

    def entered(self, mode: Mode, pane: str = "") -> Session:
        """In another mode."""
        if mode == "project" and self.standing is None:
            return self.said("no project to open", "alert")
        start = "checks" if mode == "project" else PANES[mode][0]
        view = replace(self.view, enlarged=False)
        return replace(self, mode=mode, pane=pane or start, about="checks", view=view, scroll=0)

    def to_pane(self, step: int) -> Session:
        """With the next or previous pane active."""
        panes = PANES[self.mode]
        at = panes.index(self.pane) if self.pane in panes else 0
        pane = panes[(at + step) % len(panes)]
        return replace(self, pane=pane, about=pane if pane in EXPLAINED else self.about)

    def on_rule(self, rule: str) -> Session:
        """With the cursor of the checks on a rule (`pack/check` or a gate's id)."""
        return self if rule == self.rule else replace(self, rule=rule, scroll=0)

    def on_section(self, section: int) -> Session:
        """With the cursor of the drawing on a section, counted from 0."""
        return self if section == self.section else replace(self, section=section, scroll=0)

    def scrolled(self, top: int) -> Session:
        """With the why pane scrolled to a line."""
        return replace(self, scroll=max(0, top))

    def explaining(self, enlarged: bool) -> Session:
        """With the why pane enlarged and active, or back at its size."""
        pane = "why" if enlarged else self.about
        return replace(self, pane=pane, view=replace(self.view, enlarged=enlarged))

    # --- view -------------------------------------------------------------------------------

    def redrawn(self) -> Session:
        """With the drawing in place of the list, or the other way round."""
        view = replace(self.view, drawing=not self.view.drawing)
        return replace(self, view=view).said("drawing" if view.drawing else "text")

    def next_framework(self) -> Session:
        """With the next pack's sections drawn."""
        packs = drawn_packs(self.assessment.packs) if self.assessment else ()
        if len(packs) < 2:
            return self.said("only one pack has sections")
        view = replace(self.view, framework=(self.view.framework + 1) % len(packs))
        turned = replace(self, view=view, section=0)
        return turned.said(f"drawn: {packs[view.framework].title}")

    # --- typing a filter --------------------------------------------------------------------

    def prompted(self) -> Session:
        """Typing a filter, starting from the one in force."""
        text = self.filter.text
        return replace(self, prompt=Prompt("filter", text, len(text), text), message=Message())

    def typed(self, prompt: Prompt) -> Session:
        """With other text in the prompt; the rows follow."""
        typed = replace(self, prompt=prompt)
        return typed if prompt.text == self.filter.text else typed.filtered(prompt.text)

    def accepted(self) -> Session:
        """Typing is done; says how many projects are left, or what is wrong."""
        done = replace(self, prompt=None)
        if self.filter.error:
            return done.said(self.filter.error, "alert")
        if not self.filter.text:
            return done.said("no filter")
        return done.said(f"{len(self.rows.order):,} of {plural(self.total, 'project')}")

    def cancelled(self) -> Session:
        """Typing was given up: the filter before it is back."""
        before = self.prompt.before if self.prompt else self.filter.text
        return replace(self, prompt=None).filtered(before)

    def back(self) -> Session:
        """One level up: enlarged pane, mode, filter. The same record when there is none."""
        if self.view.enlarged:
            return self.explaining(False)
        if self.mode == "project":
            return self.entered("portfolio")
        if self.filter.text:
            return self.filtered("").said("filter cleared")
        return self


def _direction(sort: Sort) -> str:
    word = sorting.BY_ID[sort.column].word
    if sort.column in ("name", "stage"):
        return f"{word}, {'last first' if sort.descending else 'first first'}"
    return f"{word}, {'most first' if sort.descending else 'least first'}"
