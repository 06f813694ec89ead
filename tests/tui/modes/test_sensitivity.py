"""Which numbers decide, worked out in the background."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import driving
import pytest
from screens import go, lines_of, settled

import hexvet
from hexvet.cli import inside
from hexvet.evaluation import Assessment
from hexvet_tui.app import HexvetApp
from hexvet_tui.effects import Work
from hexvet_tui.modes.sensitivity import panes
from hexvet_tui.modes.sensitivity.printout import printout
from hexvet_tui.modes.sensitivity.state import SensitivityState
from hexvet_tui.modes.sensitivity.verbs import entered, place_of, ranges, rows
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource


@pytest.fixture
def town() -> Assessment:
    found: Assessment = driving.town()
    return found


def worked(session: Session) -> Session:
    """The session after its work is done, as the application does it."""
    (work,) = session.effects
    assert isinstance(work, Work)
    return work.then(session.calm(), work.do())


def opened(town: Assessment) -> Session:
    return worked(driving.key(driving.opened(town), "5"))


def text(session: Session, width: int = 80) -> str:
    scene = driving.scene_of(session)
    lines = [*panes.table(scene, width, 20, 0), *panes.detail(scene, width, 12)]
    return "\n".join(driving.text_of(lines))


def test_it_says_that_it_is_at_work_and_is_worked_out_once(town: Assessment) -> None:
    session = driving.key(driving.opened(town), "5")
    header = driving.text_of(panes.header(driving.scene_of(session), 80, 1))[0]
    assert "working it out" in header
    done = worked(session)
    assert entered(done).effects == ()


def test_new_outcomes_are_worked_out_again(town: Assessment) -> None:
    session = opened(town).with_assessment(town)
    assert len(entered(session).effects) == 1


def test_a_limit_turns_where_the_evidence_stands(town: Assessment) -> None:
    """30 months pass from a limit of 30; 12 months fail at 11; 18 to 26 months are open at 24
    and pass from 26."""
    session = opened(town)
    found = session.of(SensitivityState).found
    assert found is not None
    point = next(p for p in found.points if p.param.name == "longest")
    turns = {(turn.project, turn.value) for turn in point.turns}
    assert {("benches", 30.0), ("permits", 11.0), ("lights", 26.0), ("lights", 17.0)} == turns
    at = rows(driving.scene_of(session)).index("town/longest")
    session = driving.key(session, *["j"] * at)
    assert "from 30 months        Selection xSTOP → +PASS: Smart [benches]" in text(session)


def test_a_number_that_decides_nothing_says_so(town: Assessment) -> None:
    session = opened(town)
    at = rows(driving.scene_of(session)).index("town/members")
    assert "Nothing turns" in text(driving.key(session, *["j"] * at))


def test_scores_are_ordered_by_what_is_guaranteed(town: Assessment) -> None:
    session = driving.key(opened(town), "tab", "tab")
    listed = ranges(driving.scene_of(session))
    assert [low for _, low, _ in listed] == sorted((low for _, low, _ in listed), reverse=True)
    assert listed[0][0] == "permits"
    assert "surely ahead of" in text(session)


def test_the_cursor_of_the_scores_is_that_of_the_portfolio(town: Assessment) -> None:
    session = driving.key(opened(town), "tab", "tab", "G")
    assert session.cursor == rows(driving.scene_of(session))[-1]
    assert place_of(driving.scene_of(session)) == len(rows(driving.scene_of(session))) - 1
    assert driving.key(session, "enter").mode == "project"


def test_marks_limit_what_is_looked_at(town: Assessment) -> None:
    session = driving.opened(town)
    session = driving.key(session.to_row(session.rows.places["benches"]), "space", "5")
    found = worked(session).of(SensitivityState).found
    assert found is not None and found.projects == ("benches",)


def test_the_details_in_full_are_a_page(town: Assessment) -> None:
    session = driving.key(opened(town), "w")
    assert session.pages[-1].title
    assert driving.text_of(session.pages[-1].lines(driving.scene_of(session), 70))


def test_enter_goes_to_the_line_of_the_number(town: Assessment) -> None:
    session = driving.key(opened(town), "enter")
    assert session.mode == "rules"
    session = driving.key(driving.key(opened(town), "tab"), "enter")
    assert session.mode == "rules"


def test_an_empty_portfolio_says_so(town: Assessment) -> None:
    session = driving.key(driving.opened(town).filtered("nosuchproject"), "5")
    assert session.effects == ()
    header = driving.text_of(panes.header(driving.scene_of(session), 80, 1))[0]
    assert "no project is shown" in header


def test_the_printout_works_it_out_itself(town: Assessment) -> None:
    sheets = printout(driving.scene_of(driving.opened(town))).sheets
    assert [sheet.title for sheet in sheets] == ["Numbers of the rules", "Weights", "Score ranges"]
    assert any(
        row[3:6] == ("Smart [benches]", "benches", "from 30 months") for row in sheets[0].rows
    )


def test_sections_that_turn_alike_are_told_together() -> None:
    session = opened(driving.city())
    told = " ".join(
        " ".join(driving.text_of(panes.told(driving.scene_of(session), 120)[1])).split()
    )
    assert "sections Need, Fit, Capacity, Evidence, Usability, Supports unknown → unfilled" in told
    assert "311 routing" in told


def test_projects_that_turn_alike_are_told_together() -> None:
    """Eleven projects of the city have no ratings: from 6 on none of their sections can be filled,
    up to 1 all are."""
    lines = driving.text_of(panes.told(driving.scene_of(opened(driving.city())), 400)[1])
    alike = [line for line in lines if "sections Need, Fit, Capacity, Evidence" in line]
    assert [line.split("  ")[0] for line in alike] == [" from 6", " at 1 or less"]
    assert all(", Real Estate, Recycling routes, Smart benches, " in line for line in alike)


def test_a_wider_pane_never_needs_more_lines() -> None:
    session = opened(driving.city())
    for pane in range(3):
        session = driving.key(session, *["tab"] * min(pane, 1))
        for name in range(6):
            scene = driving.scene_of(driving.key(session, *["j"] * name))
            needed = [len(panes.told(scene, width)[1]) for width in range(58, 240)]
            assert needed == sorted(needed, reverse=True), (scene.pane, name)


def test_a_large_screen_hides_nothing_while_it_has_room() -> None:
    """At 200x60 the list of 20 numbers takes 23 lines of 56, and all that turns is told."""

    async def shown(size: tuple[int, int]) -> str:
        app = HexvetApp(WorkspaceSource(driving.CITY, driving.DAY), shell=inside)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await go(pilot, "5")
            at_work = [one for one in app.workers if one.group == "sensitivity"]
            if at_work:  # none would mean all, watching too
                await app.workers.wait_for_complete(at_work)
            await settled(pilot)
            return "\n".join(lines_of(app))

    whole, small = (asyncio.run(shown(size)) for size in ((200, 60), (80, 24)))
    assert "more: w" not in whole and "Smallest improvement that counts" in whole
    assert "more: w shows all" in small


def test_a_score_opens_its_own_project_though_a_filter_hides_it(town: Assessment) -> None:
    session = driving.key(opened(town), "tab", "tab", "G")
    name = rows(driving.scene_of(session))[-1]
    hidden = session.filtered("permits")
    assert name not in hidden.rows.places
    after = driving.key(replace(hidden, cursor=name), "enter")
    assert (after.mode, after.cursor) == ("project", name)
    assert after.message.text == "filter cleared to show it"


def test_without_projects_it_says_what_would_be_here(tmp_path: Path) -> None:
    (tmp_path / "hexvet.toml").write_text('city = "Nowhere"\npacks = ["la-model"]\n')
    empty = hexvet.evaluate(hexvet.load(tmp_path), driving.DAY)
    session = driving.key(driving.opened(empty), "5")
    for _ in range(3):
        assert "No projects yet" in text(session)
        assert "..." not in text(session)
        session = driving.key(session, "tab")


def test_a_filter_that_keeps_no_project_is_named(town: Assessment) -> None:
    session = driving.key(driving.opened(town).filtered("no such thing"), "5")
    assert "No project matches the filter" in text(session)
