"""What carries the programme, and the checks that hold everything."""

from __future__ import annotations

import driving
import pytest

from hexvet.evaluation import Assessment
from hexvet_tui.modes.programme import facts, panes
from hexvet_tui.modes.programme.printout import printout
from hexvet_tui.modes.programme.state import checks
from hexvet_tui.modes.programme.verbs import explained
from hexvet_tui.session import Session


@pytest.fixture
def town() -> Assessment:
    found: Assessment = driving.town()
    return found


def opened(town: Assessment) -> Session:
    return driving.key(driving.opened(town), "7")


def carried(session: Session, width: int = 60) -> str:
    return "\n".join(driving.text_of(facts.lines(driving.scene_of(session), width)))


def test_what_stands_in_the_way_comes_first(town: Assessment) -> None:
    """The spender is unknown, so oversight is; the council's absence is a warning; the sponsor
    is named."""
    session = opened(town)
    assert [(c.id, c.status) for c in checks(session)] == [
        ("town/oversight", "unknown"),
        ("town/council", "failed"),
    ]
    every = driving.key(session, "o")
    assert [c.id for c in checks(every)] == ["town/oversight", "town/sponsor", "town/council"]


def test_the_header_says_what_waits(town: Assessment) -> None:
    (line,) = panes.header(driving.scene_of(opened(town)), 80, 1)
    assert "1 blocker at Launch: every project waits" in "".join(text for text, _ in line)


def test_the_two_halves_of_the_team(town: Assessment) -> None:
    shown = carried(opened(town))
    assert "3 members" in shown
    assert "1 public" in shown and "1 from elsewhere" in shown and "1 unknown" in shown
    assert "? no role" in shown


def test_money_that_is_not_known_is_not_none(town: Assessment) -> None:
    shown = carried(opened(town))
    assert "900,000 received" in shown
    assert "an unknown amount asked" in shown


def test_projects_at_each_gate(town: Assessment) -> None:
    """Selection: permits pass; lights and archive are open; benches are stopped."""
    line = next(text for text in carried(opened(town)).splitlines() if "Selection" in text)
    assert line.split()[1:] == ["1", "+PASS", "2", "~HOLD", "1", "xSTOP"]


def test_unknown_answers_say_so(town: Assessment) -> None:
    line = next(text for text in carried(opened(town)).splitlines() if "Who spends" in text)
    assert "? unknown" in line


def test_the_cursor_explains_itself(town: Assessment) -> None:
    session = driving.key(opened(town), "j")
    told = explained(driving.scene_of(session))
    assert told is not None and told.rule == "town/council"
    assert "An advisory council" in driving.key(session, "w").pages[-1].title


def test_panes_scroll_on_their_own(town: Assessment) -> None:
    session = driving.key(opened(town), "tab", "pagedown")
    scene = driving.scene_of(session)
    assert scene.pane == "facts"
    first = driving.text_of(panes.facts(scene, 40, 8))
    assert first != driving.text_of(panes.facts(driving.scene_of(opened(town)), 40, 8))


def test_the_printout_has_everything(town: Assessment) -> None:
    sheets = {s.title: s for s in printout(driving.scene_of(driving.opened(town))).sheets}
    assert ("spender", "Who spends the money", "unknown") in sheets["Answers"].rows
    assert sheets["Team"].rows[0][1::-1] == ("director", "A. Public")
    assert len(sheets["Checks that hold everything"].rows) == 3
