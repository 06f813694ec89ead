"""Where a project may go from where it stands. Expectations are the rules of docs/deciding.md."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import hexvet
from hexvet.granting import Objection
from hexvet.lifecycle import TRANSITIONS, Step, as_if, step, track_of
from hexvet.model import Lifecycle, Project, Where
from hexvet.packs.model import Gate, Pack

from .conftest import Judge, write

ORDER = ("idea", "trial", "rollout")


def pack(id_: str, *gates: tuple[str, float]) -> Pack:
    made = {name: Gate(name, order, name, Where("p")) for name, order in gates}
    return Pack(id_, id_, "1", f"{id_}.toml", gates=made)


TOWN = pack("town", ("idea", 1), ("trial", 2), ("rollout", 3))


def project(stage: str | None, lifecycle: Lifecycle = "active") -> Project:
    cells = {} if stage is None else {"stage": stage}
    return Project("p", "P", "projects/p.toml", cells=cells, lifecycle=lifecycle)  # type: ignore[arg-type]


# every state and every target, by hand ----------------------------------------------------------
# move, stage afterwards, lifecycle afterwards, gates to have passed, gate at which it is decided
LEGAL: dict[tuple[str | None, str, str], tuple[str, str | None, str, tuple[str, ...], str]] = {
    (None, "active", "idea"): ("enter", "idea", "active", (), "idea"),
    (None, "active", "trial"): ("enter", "trial", "active", ("idea",), "idea"),
    (None, "active", "rollout"): ("enter", "rollout", "active", ("idea", "trial"), "trial"),
    ("idea", "active", "idea"): ("stay", "idea", "active", (), "idea"),
    ("idea", "active", "trial"): ("forward", "trial", "active", ("idea",), "idea"),
    ("trial", "active", "idea"): ("back", "idea", "active", (), "trial"),
    ("trial", "active", "trial"): ("stay", "trial", "active", (), "trial"),
    ("trial", "active", "rollout"): ("forward", "rollout", "active", ("idea", "trial"), "trial"),
    ("rollout", "active", "idea"): ("back", "idea", "active", (), "rollout"),
    ("rollout", "active", "trial"): ("back", "trial", "active", (), "rollout"),
    ("rollout", "active", "rollout"): ("stay", "rollout", "active", (), "rollout"),
    ("rollout", "active", "closed"): ("close", "rollout", "closed", ORDER, "rollout"),
    (None, "active", "paused"): ("pause", None, "paused", (), ""),
    (None, "active", "withdrawn"): ("withdraw", None, "withdrawn", (), ""),
    (None, "paused", "active"): ("resume", None, "active", (), ""),
    (None, "paused", "withdrawn"): ("withdraw", None, "withdrawn", (), ""),
    (None, "withdrawn", "active"): ("reopen", None, "active", (), ""),
    (None, "closed", "active"): ("reopen", None, "active", (), ""),
}
for _stage in ORDER:
    for _before, _target, _move in (
        ("active", "paused", "pause"),
        ("active", "withdrawn", "withdraw"),
        ("paused", "active", "resume"),
        ("paused", "withdrawn", "withdraw"),
        ("withdrawn", "active", "reopen"),
        ("closed", "active", "reopen"),
    ):
        LEGAL[_stage, _before, _target] = (_move, _stage, _target, (), _stage)


@pytest.mark.parametrize("target", [*ORDER, "active", "paused", "withdrawn", "closed"])
@pytest.mark.parametrize("lifecycle", ["active", "paused", "withdrawn", "closed"])
@pytest.mark.parametrize("stage", [None, *ORDER])
def test_every_state_and_every_target(stage: str | None, lifecycle: Lifecycle, target: str) -> None:
    found = step(project(stage, lifecycle), [TOWN], target)
    expected = LEGAL.get((stage, lifecycle, target))
    if expected is None:
        assert isinstance(found, Objection)
        assert found.message.startswith("p ")
        return
    assert isinstance(found, Step)
    told = found.transition.move, found.stage, found.transition.after, found.gates, found.at
    assert told == expected


def test_all_rows_of_the_table_are_reached() -> None:
    reached = {
        found.transition
        for stage, lifecycle, target in LEGAL
        if isinstance(found := step(project(stage, lifecycle), [TOWN], target), Step)  # type: ignore[arg-type]
    }
    assert reached == set(TRANSITIONS.values())


def test_what_needs_a_reason() -> None:
    asked = {one.move for one in TRANSITIONS.values() if one.reason}
    assert asked == {"back", "stay", "pause", "withdraw", "reopen"}


@pytest.mark.parametrize(
    ("stage", "lifecycle", "target", "message", "hint"),
    [
        ("idea", "active", "rollout", "p is at idea; a project goes forward one stage at a time",
         "next is trial: hexvet decide p --to trial --by ROLE --reason TEXT"),
        ("idea", "active", "closed", "one stage at a time", "next is trial: "),
        ("trial", "paused", "rollout", "p is paused and stays where it is",
         "go on with it first: hexvet decide p --to active"),
        ("trial", "withdrawn", "paused", "p is withdrawn", "re-open it first: "),
        ("rollout", "closed", "withdrawn", "p is closed", "re-open it first: "),
        ("trial", "paused", "paused", "p is paused already", "hexvet log --project p"),
        (None, "active", "closed", "p stands at no stage", ""),
    ],
)  # fmt: skip
def test_illegal_moves_say_what_is_missing(
    stage: str | None, lifecycle: Lifecycle, target: str, message: str, hint: str
) -> None:
    found = step(project(stage, lifecycle), [TOWN], target)
    assert isinstance(found, Objection)
    assert message in found.message
    assert found.hint.startswith(hint)


def test_a_stage_that_is_not_there() -> None:
    found = step(project("idea"), [TOWN], "trail")
    assert found == Objection("there is no stage 'trail'", "did you mean 'trial'?")
    found = step(project("idea"), [TOWN], "x" * 500)
    assert isinstance(found, Objection)
    assert len(found.message) < 100
    assert found.hint == ("there are: idea, trial, rollout, active, paused, withdrawn, closed")


# packs ------------------------------------------------------------------------------------------
def test_packs_without_gates_still_pause_and_withdraw() -> None:
    bare = pack("bare")
    found = step(project(None), [bare], "trial")
    assert found == Objection(
        "the packs in use have no gates, so there is no stage to go to",
        "paused, withdrawn and active are possible",
    )
    paused = step(project(None), [bare], "paused")
    assert isinstance(paused, Step)
    assert (paused.at, paused.gates) == ("", ())


def test_the_order_is_that_of_the_gates_not_of_the_file() -> None:
    shuffled = pack("town", ("rollout", 3), ("idea", 1), ("trial", 2))
    assert [gate.id for gate in track_of([shuffled], "trial")] == [*ORDER]


def test_packs_with_gates_of_their_own_have_tracks_of_their_own() -> None:
    other = pack("other", ("first", 1), ("second", 2))
    assert [gate.id for gate in track_of([TOWN, other], "second")] == ["first", "second"]
    assert [gate.id for gate in track_of([TOWN, other], "idea")] == [*ORDER]
    assert track_of([TOWN, other], None) == ()
    # a project that stands at a stage of one pack enters the other's from outside
    found = step(project("rollout"), [TOWN, other], "second")
    assert isinstance(found, Step)
    assert (found.transition.move, found.gates, found.at) == ("enter", ("first",), "first")


def test_packs_that_share_a_gate_share_the_track() -> None:
    ethics = pack("ethics", ("trial", 2), ("ethics", 2.5))
    assert [gate.id for gate in track_of([TOWN, ethics], "ethics")] == [
        "idea", "trial", "ethics", "rollout",
    ]  # fmt: skip
    found = step(project("trial"), [TOWN, ethics], "rollout")
    assert isinstance(found, Objection)
    assert found.hint.startswith("next is ethics")


def test_a_shared_gate_is_decided_by_roles_that_both_allow() -> None:
    def guarded(pack: Pack, *roles: str) -> Pack:
        gate = replace(pack.gates["trial"], decided_by=roles)
        return replace(pack, gates={**pack.gates, "trial": gate})

    first, other = guarded(TOWN, "mayor", "fund"), guarded(pack("b", ("trial", 2)), "fund")
    (gate,) = [gate for gate in track_of([first, other], "trial") if gate.id == "trial"]
    assert gate.decided_by == ("fund",)


def test_a_gate_may_be_called_like_a_word() -> None:
    odd = pack("odd", ("open", 1), ("closed", 2))
    found = step(project("open"), [odd], "closed")
    assert isinstance(found, Step)
    assert (found.transition.move, found.stage) == ("forward", "closed")


# as if it had moved -----------------------------------------------------------------------------
def test_rules_that_count_projects_count_the_one_that_moves(town: Path, judge: Judge) -> None:
    # two places; beta is at trial, and gamma would be, were it not withdrawn
    write(town, "epsilon", 'stage = "rollout"')
    now = judge(town)
    assert now.programme["town/room"].status == "passed"
    judged = as_if(now, "alpha", "trial")
    assert judged.programme["town/room"].status == "failed"
    assert judged.project("alpha").stage == "trial"
    assert judged.project("alpha").gates["idea"].state == "stop"
    assert now.project("alpha").gates["idea"].state == "pass"


def test_checks_of_the_stage_apply_as_if_it_were_there(town: Path, judge: Judge) -> None:
    now = judge(town)
    assert now.project("beta").checks["town/reported"].status == "not_applicable"
    judged = as_if(now, "beta", "rollout")
    assert judged.project("beta").checks["town/reported"].status == "unknown"


def test_a_withdrawn_project_is_judged_as_if_it_were_not(town: Path, judge: Judge) -> None:
    now = judge(town)
    assert "gamma" not in now.workspace.projects
    with pytest.raises(KeyError):
        now.project("gamma")
    judged = as_if(now, "gamma", "trial")
    assert judged.project("gamma").checks["town/departments"].status == "unknown"
    assert list(judged.workspace.projects) == ["alpha", "beta", "delta", "gamma"]
    with pytest.raises(KeyError):
        as_if(now, "omega", "trial")


def test_the_same_stage_changes_nothing(town: Path, judge: Judge) -> None:
    now = judge(town)
    judged = as_if(now, "beta", "trial")
    assert judged.project("beta") == now.project("beta")
    assert judged.programme == now.programme


# the portfolio ----------------------------------------------------------------------------------
def test_withdrawn_projects_leave_the_portfolio(town: Path, judge: Judge) -> None:
    settings = town / "hexvet.toml"
    settings.write_text(settings.read_text().replace("places = 2", "places = 1"))
    found = judge(town)
    assert list(found.workspace.projects) == ["alpha", "beta", "delta"]
    assert [line.id for line in found.standings] == ["alpha", "beta", "delta"]
    assert list(found.workspace.withdrawn) == ["gamma"]
    # beta alone is at trial or later: gamma takes no place
    assert found.programme["town/room"].status == "passed"


def test_paused_and_closed_ones_stay_and_are_marked(town: Path, judge: Judge) -> None:
    write(town, "beta", 'stage = "trial"', 'lifecycle = "paused"')
    write(town, "delta", 'stage = "rollout"', 'lifecycle = "closed"')
    marks = {line.id: line.lifecycle for line in judge(town).standings}
    assert marks == {"alpha": "active", "beta": "paused", "delta": "closed"}


def test_a_large_portfolio_is_marked_the_same(town: Path, judge: Judge) -> None:
    for number in range(260):
        write(town, f"p{number}", 'stage = "idea"', 'lifecycle = "paused"' * (number % 2))
    write(town, "gone", 'lifecycle = "withdrawn"')
    lines = judge(town).standings
    assert len(lines) == 263
    assert {line.lifecycle for line in lines if line.id.startswith("p")} == {"active", "paused"}
    assert [line.lifecycle for line in lines if line.id == "p1"] == ["paused"]


def test_waivers_of_withdrawn_projects_hold_nothing_and_warn_of_nothing(
    town: Path, judge: Judge
) -> None:
    waiver = (
        '[waiver.{id}]\ncheck = "town/departments"\nproject = "gamma"\nrole = "mayor"\n'
        'name = "M"\nreason = "r"\ngranted = {granted}\nexpires = {expires}\n'
    )
    ended = waiver.format(id="ended", granted="2026-01-01", expires="2026-02-01")
    holds = waiver.format(id="holds", granted="2026-05-01", expires="2026-06-01")
    (town / "waivers.toml").write_text(ended)
    found = judge(town)
    assert [one.state for one in found.verdicts] == ["over"]
    assert found.findings == ()
    (town / "waivers.toml").write_text(holds)
    found = judge(town)
    assert [(one.state, one.why) for one in found.verdicts] == [("idle", "gamma was withdrawn")]
    assert found.findings == ()
    assert found.waivers == {}
    assert as_if(found, "gamma", "trial").waivers[("town/departments", "gamma")].id == "holds"


def test_an_unknown_lifecycle_is_a_mistake_and_the_project_stays(town: Path) -> None:
    write(town, "delta", 'lifecycle = "pausd"')
    workspace = hexvet.load(town)
    (problem,) = workspace.errors
    assert (problem.code, problem.hint) == (
        "WS013",
        "did you mean 'paused'? (one of paused, withdrawn, closed)",
    )
    assert workspace.projects["delta"].lifecycle == "active"
