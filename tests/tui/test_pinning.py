"""An explanation that stays in view, and the way from one thing that is unmet to the next."""

from __future__ import annotations

import driving
import pytest
from driving import text_of
from towns import Town

from hexvet.evaluation import Assessment
from hexvet_tui import findings, judged, panels
from hexvet_tui.dispatch import pressed
from hexvet_tui.effects import Copy
from hexvet_tui.judged import About
from hexvet_tui.modes.compare.state import CompareState
from hexvet_tui.modes.portfolio import panes, why
from hexvet_tui.modes.programme.state import ProgrammeState
from hexvet_tui.modes.project.explained import explanation
from hexvet_tui.modes.project.printout import printout
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.pinning import Pinned
from hexvet_tui.session import Session

WIDTH = 118


@pytest.fixture
def town() -> Assessment:
    found: Assessment = driving.town()
    return found


def on(town: Assessment, project: str, *keys: str) -> Session:
    session = driving.opened(town)
    return driving.key(session.to_row(session.rows.places[project]), *keys)


def pane(session: Session, width: int = WIDTH) -> list[str]:
    scene = driving.scene_of(session)
    return text_of(panels.why_pane(scene, scene.mode.explained(scene), width, 14))


def statuses(town: Assessment, project: str) -> dict[str, str]:
    """What the engine says of each check that judges a project, the programme's too."""
    checks = {**town.project(project).checks, **town.programme}
    return {id_: check.status for id_, check in checks.items()}


def rule(session: Session) -> str:
    return session.of(ProjectState).rule


@pytest.mark.parametrize("project", ["permits", "benches", "lights", "archive"])
def test_from_the_first_thing_that_is_not_met_to_the_last(town: Assessment, project: str) -> None:
    """Every check that is failed or unknown is stood on once, and no other."""
    session = driving.key(on(town, project, "enter"), "home")
    seen = []
    for _ in range(30):
        before, session = session, driving.key(session, "J")
        if rule(session) == rule(before):
            break
        seen.append(rule(session))
    expected = {id_ for id_, s in statuses(town, project).items() if s in ("failed", "unknown")}
    assert set(seen) == expected and len(seen) == len(expected)
    assert "nothing further" in session.message.text
    back = []
    while "nothing before" not in (session := driving.key(session, "K")).message.text:
        back.append(rule(session))
    assert back == seen[-2::-1]


def test_among_the_sections_it_goes_to_those_that_are_not_filled(town: Assessment) -> None:
    session = driving.key(on(town, "benches", "enter"), "shift+tab")
    assert session.pane == "sections"
    pack = session.framework
    assert pack is not None
    states = [town.project("benches").sections[name].state for name in pack.sections]
    open_ = [at for at, state in enumerate(states) if state != "filled"]
    assert open_, "the town has a project with open sections"
    seen = [session.of(ProjectState).section] if 0 in open_ else []
    while "nothing further" not in (session := driving.key(session, "J")).message.text:
        seen.append(session.of(ProjectState).section)
    assert seen == open_


def test_it_also_goes_on_while_the_explanation_has_the_whole_screen(town: Assessment) -> None:
    session = driving.key(on(town, "benches", "enter"), "home", "w", "J")
    assert session.of(ProjectState).enlarged and session.pane == "why"
    assert statuses(town, "benches")[rule(session)] in ("failed", "unknown")


def test_in_the_portfolio_the_deciding_gate_comes_before_what_is_unmet(town: Assessment) -> None:
    session = on(town, "benches")
    scene = driving.scene_of(session)
    assert why.explained(scene) == scene.deciding
    first = driving.key(session, "J")
    told = why.explained(driving.scene_of(first))
    assert told is not None and told.kind == "check"
    assert statuses(town, "benches")[told.rule] in ("failed", "unknown")
    gate = town.project("benches").gates
    assert session.standing is not None and session.standing.gate is not None
    assert town.check(told.rule).gate == session.standing.gate[0] in gate
    assert told.title in "".join(text_of(panes.detail(driving.scene_of(first), 78, 8)))
    assert why.explained(driving.scene_of(driving.key(first, "K"))) == scene.deciding
    assert first.message.text == f"1 of {len(judged.unmet(scene))} that are not met: {told.title}"
    assert "nothing before it" in driving.key(session, "K").message.text
    assert why.about(driving.scene_of(driving.key(first, "j"))) is None, "another project, its gate"


def test_what_was_gone_to_is_what_w_enlarges_and_y_copies(town: Assessment) -> None:
    session = on(town, "benches", "J", "J")
    told = why.explained(driving.scene_of(session))
    assert told is not None
    inside = driving.key(session, "w")
    assert inside.mode == "project" and inside.of(ProjectState).enlarged
    assert rule(inside) == told.rule
    (copy,) = driving.key(session, "y", "w").effects
    assert told.title in copy.text  # type: ignore[attr-defined]


def test_a_section_that_was_gone_to_is_enlarged_as_a_section(town: Assessment) -> None:
    session = on(town, "benches")
    last = judged.unmet(driving.scene_of(session))[-1]
    assert session.framework is not None and last.rule in session.framework.sections
    for _ in judged.unmet(driving.scene_of(session)):
        session = driving.key(session, "J")
    inside = driving.key(session, "w")
    state = inside.of(ProjectState)
    assert (state.about, list(session.framework.sections)[state.section]) == ("sections", last.rule)


def test_rows_of_the_comparison_that_the_project_of_the_column_does_not_meet(
    town: Assessment,
) -> None:
    session = driving.key(on(town, "permits", "space"), "home")
    session = driving.key(session.to_row(session.rows.places["benches"]), "space")
    session = driving.key(driving.do(session, "compare"), "l", "J")
    row = session.of(CompareState).row
    kind, _, id_ = row.partition("/")
    assert session.of(CompareState).column == "benches" and kind == "gate"
    assert town.project("benches").gates[id_].state != "pass"
    for _ in range(40):
        session = driving.key(session, "J")
    assert "nothing further" in session.message.text


def test_checks_of_the_programme(town: Assessment) -> None:
    """With passed ones listed, oversight is unknown, the sponsor is named, the council failed."""
    session = driving.key(driving.opened(town), "7", "o", "home", "J")
    assert session.of(ProgrammeState).check == "town/council"
    assert driving.key(session, "K").of(ProgrammeState).check == "town/oversight"


def test_what_is_pinned_stays_while_the_cursor_goes_on(town: Assessment) -> None:
    session = driving.key(on(town, "benches", "enter"), "home", "J")
    before = pane(session)
    pinned = driving.key(session, "p")
    assert pinned.message.text == "pinned: Time-limited scope"
    for keys in (("j",), ("]",), ("1",), ("7",)):
        after = pane(driving.key(pinned, *keys))
        assert after[0].startswith("┌─ PINNED Smart [benches]: Time-limited scope is xFAILED ")
        assert after[1:-1] == before[1:-1]
        assert "p let go" in after[-1]
    loose = driving.key(pinned, "j", "p")
    assert pane(loose) == pane(driving.key(session, "j"))
    assert "follows the cursor" in loose.message.text


def test_a_step_that_cannot_be_seen_is_told(town: Assessment) -> None:
    session = driving.key(on(town, "benches", "enter"), "home", "p", "J")
    assert session.message.text == "WHY is pinned; p lets it go"
    keymap = (("next_unmet", ("X",)), ("pin", ("Z",)))
    scene = driving.scene_of(session, keymap=keymap)
    after = pressed(scene, "X", "X", driving.EXTENT)
    assert after.message.text == "WHY is pinned; Z lets it go"
    assert "Z let go ─" in text_of(panels.why_pane(scene, None, WIDTH, 9))[-1]
    loose = driving.scene_of(session.having(Pinned()), keymap=keymap)
    hint = text_of(panels.why_pane(loose, explanation(loose), WIDTH, 9))[-1]
    assert "Z pin · X K next unmet ─" in hint


def test_what_is_pinned_stays_where_it_is_scrolled(town: Assessment) -> None:
    session = driving.key(on(town, "benches", "enter"), "home", "J", "w", "p")
    down = driving.key(session, "j", extent=driving.EXTENT._replace(page=2))
    assert down.of(ProjectState).scrolled[1] == 1
    for key in ("]", "J"):
        moved = driving.key(down, key)
        state, whose = moved.of(ProjectState), "Smart [benches]"
        assert state.top(moved.cursor, whose) == 1 and state.top(moved.cursor) == 0


def test_w_opens_what_the_pane_shows(town: Assessment) -> None:
    session = driving.key(on(town, "benches", "enter"), "home", "J", "p", "7", "w")
    assert session.pages[-1].title.startswith("PINNED Smart [benches]: ")


def test_what_is_pinned_is_what_an_export_shows(town: Assessment) -> None:
    """And it says whose verdict that is: lights' own is another one."""
    pinned = driving.key(on(town, "benches", "enter"), "home", "J", "p", "]")
    assert pinned.cursor == "lights"
    assert statuses(town, "lights")[rule(pinned)] == "unknown"
    titles = [sheet.title for sheet in printout(driving.scene_of(pinned)).sheets]
    assert "Pinned Smart [benches]: Time-limited scope is xFAILED" in titles
    assert not any("UNKNOWN" in title for title in titles)
    (copy,) = driving.key(pinned, "y", "w").effects
    assert isinstance(copy, Copy) and copy.what == "PINNED Smart [benches]: Time-limited s.."
    assert copy.text.startswith("PINNED Smart [benches]: Time-limited scope is xFAILED\n")
    cited = driving.key(pinned, "y", "c").effects[0]
    assert isinstance(cited, Copy) and cited.text.startswith("lights: ")


def test_a_pinned_project_that_is_gone_gives_way_to_the_cursor(town: Assessment) -> None:
    session = on(town, "benches", "enter")
    gone = session.having(Pinned(About("no-such-project", "town/sponsor")))
    assert pane(gone) == pane(session)
    assert driving.key(gone, "p").of(Pinned).about == About("benches", "selection")


def test_nothing_to_pin_where_nothing_is_listed() -> None:
    session = driving.opened().filtered("no such thing")
    assert driving.key(session, "p").message.text == "nothing to explain here"
    assert "nothing further" in driving.key(session, "J").message.text


def shown(dear: Town) -> list[str]:
    scene = dear.scene
    return text_of(panels.why_pane(scene, scene.mode.explained(scene), WIDTH, 10))


def pinned_finding(dear: Town) -> tuple[About, list[str]]:
    """The finding that stands against Alpha, pinned there and looked at from the next project."""
    found = next(one for one in judged.unmet(dear.scene) if one.rule.startswith(findings.KEY))
    dear.key("enter")
    dear.session = dear.session.having(ProjectState(rule=found.rule))
    told = dear.scene.mode.explained(dear.scene)
    assert told is not None and told.kind == "finding"
    dear.key("p", "]")
    return found, shown(dear)


def test_a_finding_stands_against_a_project_and_is_pinned_as_one(dear: Town) -> None:
    found, rows = pinned_finding(dear)
    assert dear.session.of(Pinned).about == found == About("alpha", found.rule)
    assert rows[0].startswith("┌─ PINNED Alpha: ") and dear.session.cursor != "alpha"


def test_a_pinned_finding_is_still_it_when_a_number_in_its_words_changes(dear: Town) -> None:
    found, before = pinned_finding(dear)
    head = found.rule.partition("\n")[0]
    dear.session = dear.session.having(Pinned(About(found.subject, f"{head}\nanother amount")))
    assert shown(dear) == before
    dear.session = dear.session.having(Pinned(About(found.subject, f"{findings.KEY}gone\n")))
    assert shown(dear)[0].startswith("┌─ WHY ")


def test_a_finding_is_told_in_the_portfolio_by_its_own_words(dear: Town) -> None:
    """Not by what it rests on: that Alpha is a project is no reason against it."""
    place = [one.rule.startswith(findings.KEY) for one in judged.unmet(dear.scene)].index(True)
    dear.key(*["J"] * (place + 1))
    finding = findings.about(dear.session, "alpha")[0]
    line = next(row for row in text_of(panes.detail(dear.scene, 200, 9)) if " why " in row)
    assert finding.message[:40] in line


@pytest.mark.parametrize("width", range(4, 121, 9))
def test_the_hint_names_a_key_whole_or_not(town: Assessment, width: int) -> None:
    hint = pane(on(town, "benches"), width)[-1].strip("└┘─ ")
    assert {part.strip() for part in hint.split("·")} <= {
        *(f"{n} more: w shows all" for n in range(90)), "p pin", "J K next unmet", "",
    } or width < 26  # fmt: skip
