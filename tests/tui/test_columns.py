"""The columns say what the standings say, however the engine judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import driving
import fakes
import pytest

import hexvet
from hexvet.evaluation import COLUMNAR_FROM
from hexvet_tui import sorting
from hexvet_tui.columns import Columns
from hexvet_tui.filtering import parse
from hexvet_tui.session import Session
from hexvet_tui.sorting import COLUMNS, Sort


def large(count: int = COLUMNAR_FROM + 30) -> Any:
    """The sample city many times over, so that the engine judges it in columns."""
    workspace = driving.city().workspace
    base = list(workspace.projects.values())
    projects = {
        f"p{n:04}": replace(base[n % len(base)], id=f"p{n:04}", title=f"Project {n * 37 % count}")
        for n in range(count)
    }
    return hexvet.evaluate(replace(workspace, projects=projects, waivers=()), driving.DAY)


def patched() -> Any:
    """The same with three projects edited and judged again."""
    before = large()
    projects = dict(before.workspace.projects)
    for name in ("p0001", "p0100", "p0279"):
        cells = {**projects[name].cells, "advances_priority": False, "reduces_cost": False}
        projects[name] = replace(projects[name], title=f"Edited {name}", cells=cells)
    return hexvet.evaluate(replace(before.workspace, projects=projects), driving.DAY, before)


KINDS: dict[str, Callable[[], Any]] = {
    "fakes": fakes.assessment,
    "rows": driving.city,
    "columns": large,
    "patched": patched,
}


@pytest.fixture(scope="module", params=KINDS)
def found(request: pytest.FixtureRequest) -> Any:
    return KINDS[request.param]()


def test_the_engine_judges_large_portfolios_in_columns() -> None:
    assert hasattr(large().standings, "statuses")
    assert len(patched().standings.anew) == 3


def test_columns_hold_what_the_standings_hold(found: Any) -> None:
    columns, standings = Columns(found), list(found.standings)
    assert columns.size == len(standings)
    assert list(columns.ids) == [one.id for one in standings]
    assert [project.title for project in columns.projects] == [one.title for one in standings]
    assert list(columns.stages) == [one.stage for one in standings]
    assert list(columns.gate) == [one.gate for one in standings]
    assert list(columns.counts) == [one.counts for one in standings]
    assert list(columns.scores) == [one.score for one in standings]
    assert list(columns.shares) == [one.evidence_share for one in standings]
    assert [tuple(row) for row in columns.sections] == [one.sections for one in standings]
    for gate, states in columns.gates.items():
        assert list(states) == [dict(one.gates)[gate] for one in standings]


def test_rules_have_the_outcomes_of_each_project(found: Any) -> None:
    columns = Columns(found)
    rows = range(0, columns.size, max(1, columns.size // 20))
    for pack in found.packs:
        for check in list(pack.checks)[::5]:
            wanted = [
                found.programme[check].status
                if check in found.programme
                else found.project(columns.ids[row]).checks[check].status
                for row in rows
            ]
            assert [columns.statuses(check)[row] for row in rows] == wanted
        for section in pack.sections:
            wanted = [found.project(columns.ids[row]).sections[section].state for row in rows]
            assert [columns.fills(section)[row] for row in rows] == wanted


def naive(found: Any, column: str, last: bool) -> Callable[[int], Any]:
    """How a row compares, from its standing alone."""
    gates = list(dict.fromkeys(gate for pack in found.packs for gate in pack.gates))
    columns = Columns(found)
    days, names = columns.due, columns.departments

    def key(row: int) -> Any:
        one = found.standings[row]
        passed = [state == "pass" for _, state in one.gates]
        state = {"stop": 0, "hold": 1, "pass": 2}
        return {
            "name": (),
            "stage": (
                gates.index(one.stage) if one.stage in gates else len(gates),
                one.stage or "",
            ),
            "met": (one.sections.count("filled"), -one.sections.count("unfilled")),
            "gate": (sum(passed), state[one.gate[1]]) if one.gate else (-1, -1),
            "score": one.score or (-1.0, -1.0),
            "evidence": -1.0 if one.evidence_share is None else one.evidence_share,
            "failed": (one.counts[1], one.counts[2]),
            "due": ((days[row] is None) == last, days[row] or 0),
            "dept": ((not names[row]) == last, names[row].casefold()),
        }[column]

    return key


@pytest.mark.parametrize("column", [column.id for column in COLUMNS])
@pytest.mark.parametrize("reverse", [False, True])
def test_rows_are_in_the_order_of_their_standings(found: Any, column: str, reverse: bool) -> None:
    columns, sort = Columns(found), Sort(column, reverse)

    def named(row: int) -> tuple[str, str]:
        return found.standings[row].title.casefold(), found.standings[row].id

    every = range(columns.size)
    if column == "name":
        wanted = sorted(every, key=named, reverse=sort.descending)
    else:
        wanted = sorted(
            sorted(every, key=named),
            key=naive(found, column, not sort.descending),
            reverse=sort.descending,
        )
    assert list(sorting.ordered(columns, every, sort)) == wanted
    some = list(every)[::3]
    assert list(sorting.ordered(columns, some, sort)) == [row for row in wanted if row in set(some)]


@pytest.mark.parametrize(
    "text",
    [
        *("stage:vetting", "score>60", "score<50", "met>=5", "permit", "advances_priority:no"),
        *("unknown:leverage", "failed:goal_named", "waived:", "evidence<50", "failed>3"),
        *("due<0d", "end<2027-01-01", "departments:building", "dept:controller", "!stage:close"),
    ],
)
def test_a_filter_keeps_the_same_projects_large_and_small(text: str) -> None:
    small, big = driving.opened(driving.city()).filtered(text), Session().with_assessment(large())
    assert small.filter.error == ""
    sources = list(driving.city().workspace.projects)
    kept = {sources[int(name[1:]) % len(sources)] for name in big.filtered(text).ids()}
    if text != "waived:":  # the large portfolio has no waivers
        assert kept == set(small.ids())


def test_only_what_is_asked_for_is_made() -> None:
    session = Session().with_assessment(large())
    made = session.assessment._details  # type: ignore[union-attr]
    before = len(made)
    for text in ("failed:goal_named", "unknown:leverage score>50", "gate:hold"):
        assert parse(text, session).error == ""
        session.filtered(text)
    assert len(made) == before


def test_what_is_due_soonest_comes_first_and_the_cursor_stays_with_its_project() -> None:
    session = driving.opened(driving.city())
    due = driving.key(session, "s", "u")
    # Late by 31, 31 and 16 days, then due in 150; nothing else of the sample is due.
    dated = ["invoice-payment", "warehouse-stock", "fleet-downtime", "hiring-time"]
    assert driving.shown(due)[:4] == dated
    assert due.cursor == session.cursor
    back = driving.key(due, "s", "u")
    assert driving.shown(back)[0] == "hiring-time"
    assert set(driving.shown(back)[:4]) == set(dated)


def test_departments_are_sorted_by_name_those_without_one_last() -> None:
    session = driving.key(driving.opened(driving.city()), "s", "d")
    names = session.columns.departments  # type: ignore[union-attr]
    shown = [names[row] for row in session.rows.order]
    known = [name for name in shown if name]
    assert known == sorted(known, key=str.casefold)
    assert shown[: len(known)] == known
