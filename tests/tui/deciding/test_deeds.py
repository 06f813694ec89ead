"""Deciding, waiving and taking back from the screen, in Ridgeway, key by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rooms import Room
from towns import DAY, Town

import hexvet
from hexvet.deciding.answering import Change, Subject, answer, subject_of
from hexvet.deciding.recording import change
from hexvet.journal import Draft, edit_of, record
from hexvet.people import Actor
from hexvet_tui.clock import now
from hexvet_tui.deciding.dialog import on_screen, recorded
from hexvet_tui.plain import screen

SOUND = "The departments are ready by June"


def journal(town: Town) -> list[dict[str, Any]]:
    file = town.root / "journal.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def stage(town: Town, project: str) -> str:
    return (town.root / "projects" / f"{project}.toml").read_text().split('stage = "')[1][:5]


# deciding -------------------------------------------------------------------------------------
def test_the_next_stage_is_chosen_and_nothing_is_written_before_y(town: Town) -> None:
    town.on("alpha")
    town.key("D")
    assert town.session.pages[-1].title == "DECIDE Alpha to trial"
    page = town.page()
    assert "Alpha (alpha): idea -> trial (forward)" in page
    assert "+PASS  idea" in page
    assert "Would be recorded: decided by Maria Lopez (mayor)" in page
    assert 'projects/alpha.toml: stage: "idea" -> "trial"' in page
    assert journal(town) == []
    town.key("y")
    (entry,) = journal(town)
    assert (entry["kind"], entry["by"], entry["role"]) == ("decision", "maria", "mayor")
    assert stage(town, "alpha") == "trial"
    assert town.session.message.text.startswith("recorded as entry 1")
    assert not town.session.pages


def test_esc_records_nothing(town: Town) -> None:
    town.on("alpha")
    town.key("D", "escape", "y")
    assert journal(town) == []
    assert (town.session.pages, town.session.question) == ((), None)


def test_a_gate_that_stops_needs_an_override_with_a_reason(town: Town) -> None:
    town.on("beta")
    town.key("D", "y")
    assert journal(town) == [], "y is no answer while something stands against it"
    assert "xSTOP  trial" in town.page()
    assert "the gate trial stops" in town.page()
    assert "waive it (W on the check)" in town.page()
    town.key("o", "y")
    assert "an override needs a reason of substance" in town.page()
    assert journal(town) == []
    town.key("r")
    town.type(SOUND)
    assert "against town/departments" in town.page()
    town.key("y")
    (entry,) = journal(town)
    assert entry["details"]["overridden"] == ["town/departments"]
    assert entry["reason"] == SOUND


def test_who_may_not_override_is_told_who_may(town: Town) -> None:
    town.on("beta")
    town.key("D", "o", "b")
    town.type("ray")
    town.key("r")
    town.type(SOUND)
    assert "to override the gate trial is for mayor or appointee; Ray Dow acts as fund" in (
        " ".join(town.page().split())
    )
    town.key("y")
    assert journal(town) == []


def test_another_target_is_judged_anew_and_asks_for_a_reason(town: Town) -> None:
    town.on("beta")
    town.key("D", "t")
    assert {one.text for one in town.session.prompt.purpose.candidates(  # type: ignore[union-attr]
        town.scene, town.session.prompt)} == {"idea", "trial", "rollout", "paused", "withdrawn"}  # type: ignore[arg-type] # fmt: skip
    town.type("paused")
    assert town.session.pages[-1].title == "DECIDE Beta to paused"
    assert "to be paused needs a reason" in town.page()
    town.key("r")
    town.type("Strike until May")
    town.key("y")
    assert 'lifecycle = "paused"' in (town.root / "projects/beta.toml").read_text()


def test_what_was_recorded_and_how_to_undo_it_fits_every_status_line() -> None:
    assert recorded(54, "DECIDE permits to launch") == (
        "recorded as entry 54: DECIDE permits to launch; u takes it back"
    )
    told = recorded(123_456, f"DECIDE {'long-' * 30} to selection")
    assert len(told) == 78
    assert told.endswith("..; u takes it back")


def test_a_target_that_cannot_be_is_refused_in_words(town: Town) -> None:
    town.on("alpha")
    town.key("D", "t")
    town.type("rollout")
    told = f"{town.session.message.text} {town.page() if town.session.pages else ''}"
    assert "a project goes forward one stage at a time" in told
    assert journal(town) == []


def test_what_was_typed_is_there_again_after_esc(town: Town) -> None:
    town.on("beta")
    town.key("D", "r", *"Half a sen", "escape", "escape", "D", "r")
    assert town.session.prompt is not None
    assert town.session.prompt.text == "Half a sen"


def test_a_withdrawn_project_is_taken_up_again(town: Town) -> None:
    town.on("alpha")
    town.key("D", "p")
    assert town.session.prompt is not None
    named = [one.text for one in town.session.prompt.purpose.candidates(
        town.scene, town.session.prompt)]  # fmt: skip
    assert named == ["gamma", "alpha", "beta", "delta"]
    town.type("gama")
    assert town.session.message.text == "there is no project 'gama'; did you mean 'gamma'?"
    town.key("p", "ctrl+u")
    town.type("gamma")
    assert town.session.pages[-1].title == "DECIDE Gamma to active"
    assert "to be taken up again needs a reason" in town.page()
    assert 'lifecycle: "withdrawn" -> nothing' in town.page()
    town.key("r")
    town.type("The grant came after all")
    town.key("y")
    assert "lifecycle" not in (town.root / "projects/gamma.toml").read_text()
    town.read()
    assert town.session.total == 4


def test_where_every_project_was_withdrawn_one_is_taken_up_again(town: Town) -> None:
    for name in ("alpha", "beta", "delta"):
        (town.root / f"projects/{name}.toml").unlink()
    town.read()
    assert town.session.project is None
    town.key("D")
    assert town.session.pages[-1].title == "DECIDE Gamma to active"


def test_a_paused_project_goes_on(town: Town) -> None:
    text = (town.root / "projects/beta.toml").read_text()
    (town.root / "projects/beta.toml").write_text(f'lifecycle = "paused"\n{text}')
    town.read()
    town.on("beta")
    town.key("D")
    assert town.session.pages[-1].title == "DECIDE Beta to active"
    town.key("y")
    assert (town.root / "projects/beta.toml").read_text() == text


def test_a_file_changed_meanwhile_is_not_written_over(town: Town) -> None:
    town.on("alpha")
    town.key("D")
    file = town.root / "projects" / "alpha.toml"
    file.write_text(file.read_text().replace('stage = "idea"', 'stage = "trial"'))
    town.key("r")
    town.type("As agreed")
    town.key("y")
    assert journal(town) == []
    assert "NOT recorded: this file changed while the decision was made" in town.page()
    assert "As agreed" in town.page()
    town.key("y")
    assert town.session.pages[-1].title == "DECIDE Alpha to rollout", "it is at the trial now"
    assert "As agreed" in town.page()


def test_a_finding_that_blocks_is_against_it(town: Town) -> None:
    town.answer("alpha", "cost = 50000", "cost = 2000000")
    town.answer("alpha", 'stage = "idea"', 'stage = "trial"')
    town.on("alpha")
    town.key("D")
    assert "!BLOCK trial" in town.page()
    assert "the gate trial is blocked" in town.page()


def test_nobody_decides_on_a_file_that_cannot_be_read(town: Town) -> None:
    town.answer("beta", "ready = false", "ready = 3")
    town.on("beta")
    town.key("D")
    assert "cannot be decided on" in town.session.message.text
    assert not town.session.pages


# waiving --------------------------------------------------------------------------------------
def test_a_waiver_shows_its_effect_first_and_is_recorded(town: Town) -> None:
    town.on("beta")
    town.key("enter")
    while "departments" not in _rule(town):
        town.key("j")
    town.key("W")
    page = town.page()
    assert "check town/departments: failed -> waived" in page
    assert "gate trial: stop -> pass" in page
    assert "a waiver needs a reason" in page
    town.key("r")
    town.type(SOUND)
    town.key("t")
    town.type("2026-06-30")
    town.key("y")
    (entry,) = journal(town)
    assert (entry["kind"], entry["by"]) == ("waiver", "maria")
    ledger = (town.root / "waivers.toml").read_text()
    assert "expires = 2026-06-30" in " ".join(ledger.split())
    assert SOUND in ledger


def test_a_waiver_longer_than_the_pack_allows_is_refused(town: Town) -> None:
    town.on("beta")
    town.key("enter")
    while "departments" not in _rule(town):
        town.key("j")
    town.key("W", "t")
    town.type("2027-06-30")
    assert "90" in town.page()
    assert "2026-08-02 at the latest" in town.page()
    town.key("y", "t")
    town.key("ctrl+u")
    town.type("soon")
    assert town.session.message.text == "'soon' is not a date like 2027-06-30"
    assert journal(town) == []


def waived(town: Town, until: str) -> None:
    """Ridgeway with the departments of beta waived in April."""
    (town.root / "waivers.toml").write_text(
        '[waiver.w1]\ncheck = "town/departments"\nproject = "beta"\nrole = "mayor"\n'
        f'name = "Maria Lopez"\nreason = "They sign later."\ngranted = 2026-04-01\n'
        f"expires = {until}\n"
    )
    town.read()
    town.on("beta")
    town.key("enter")
    while "departments" not in _rule(town):
        town.key("j")
    town.key("W")


def test_a_waiver_is_gone_on_from(town: Town) -> None:
    waived(town, "2026-05-20")
    assert town.session.pages[-1].title == "RENEW departments for Beta"
    assert "so far: waived by Maria Lopez (mayor) from 2026-04-01 to 2026-05-20" in town.page()
    town.key("r")
    town.type(SOUND)
    town.key("y")
    (entry,) = journal(town)
    assert (entry["details"]["action"], entry["details"]["renews"]) == ("granted", "w1")
    assert [one.id for one in hexvet.load(town.root).waivers] == ["w1", "departments-beta"]


def test_a_waiver_is_revoked_with_its_effect_shown_before(town: Town) -> None:
    waived(town, "2026-05-20")
    town.key("x")
    assert town.session.pages[-1].title == "REVOKE w1"
    page = town.page()
    assert "Departments are ready (town/departments) for Beta (beta)" in page
    assert "check town/departments: waived -> failed" in page
    assert "gate trial: pass -> stop" in page
    assert "revoked from 2026-05-04 on, by Maria Lopez (mayor)" in page
    town.key("y")
    assert journal(town) == [], "a reason is missing"
    town.key("r")
    town.type("They signed")
    town.key("y")
    (entry,) = journal(town)
    assert (entry["details"]["action"], entry["by"], entry["role"]) == ("revoked", "maria", "mayor")
    (left,) = hexvet.load(town.root).waivers
    assert (left.revoked, left.reason) == (DAY, "They sign later.")


def test_one_that_ended_is_gone_on_from_and_not_revoked(town: Town) -> None:
    waived(town, "2026-04-20")
    assert town.session.pages[-1].title == "RENEW departments for Beta"
    town.key("x")
    assert town.session.pages[-1].title == "RENEW departments for Beta"


def test_only_checks_are_waived(town: Town) -> None:
    town.on("beta")
    town.key("enter", "home", "W")
    assert town.session.message.text == "checks are waived: put the cursor on one"


def _rule(town: Town) -> str:
    from hexvet_tui.modes.project.state import ProjectState

    return town.session.of(ProjectState).rule


# taking back ----------------------------------------------------------------------------------
def test_a_decision_is_taken_back_and_done_again(town: Town) -> None:
    town.on("alpha")
    town.key("D", "y")
    town.read()
    town.key("u")
    assert town.session.pages[-1].title == "TAKE BACK entry 1"
    assert "the journal says why it is taken back" in town.page()
    town.key("r")
    town.type("Wrong project")
    town.key("y")
    assert stage(town, "alpha") == 'idea"'
    assert journal(town)[-1]["kind"] == "undo"
    town.read()
    town.key("U")
    assert town.session.pages[-1].title == "DO AGAIN entry 1"
    assert "Would do entry 1 (decision) again: " in town.page()
    assert "the journal says why it is done again" in town.page()
    town.key("r")
    town.type("It was right")
    town.key("y")
    assert stage(town, "alpha") == "trial"
    assert [one["kind"] for one in journal(town)] == ["decision", "undo", "undo"]


def test_who_may_not_take_it_back_is_named_with_why(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.on("beta")
    room.key("e", "enter")
    room.jump("report")
    room.key("y", "escape", "u", "r")
    room.type("Wrong project")
    room.key("b")
    room.type("ray")
    page = room.page()
    assert " b  by        Ray Dow (fund)\n" in page
    assert "Would be recorded: by Ray Dow (fund), because: Wrong project" in page
    assert "Ray Dow acts as fund" in page.replace("\n   ", " ")
    assert room.session.question is not None
    assert room.session.question.text == "not yet, 1 against:"
    room.close()


def test_what_others_stand_on_is_asked_about(town: Town) -> None:
    settings = town.root / "hexvet.toml"
    text = settings.read_text()
    workspace = hexvet.load(town.root)
    edit = edit_of(workspace.documents["hexvet.toml"], "hexvet.toml", ("programme", "places"), 3)
    record(town.root, Draft("answer", "maria", "mayor"), [edit], now)
    for name in ("alpha", "delta"):
        town.read()
        town.answer(name, 'stage = "idea"', 'stage = "trial"')
    town.key("u", "r")
    town.type("No money")
    page = " ".join(town.page().split())
    assert "! Alpha (alpha) would be at trial, but the gate idea stops" in page
    assert "2 projects would stand beyond a gate that is shut o takes it back" in page
    town.key("y")
    assert len(journal(town)) == 1
    town.key("o", "y")
    assert settings.read_text() == text
    assert len(journal(town)[-1]["details"]["held"]) == 2


def test_what_a_party_answered_is_not_shown_to_others(town: Town) -> None:
    workspace = hexvet.load(town.root)
    subject = subject_of(workspace, "delta", "fund")
    assert isinstance(subject, Subject)
    found = answer(workspace, subject, workspace.fields["size"], "large")
    assert isinstance(found, Change)
    fay = Actor("fay", "Fay Chu", "fund", ("fund",))
    record(town.root, change("answer", found, fay, "", DAY), found.edits, now)
    town.read()
    town.key("u")
    page = " ".join(town.page().split())
    assert "does not answer for fund" in page
    assert "large" not in page and "sealed until fund has finished" in page
    town.key("b")
    town.type("fay")
    assert "large" in town.page()
    assert town.session.assessment is not None
    told = screen(town.session.assessment, "log")
    assert "large" not in told and "sealed until fund has finished" in told


def test_what_was_changed_since_is_not_taken_back(town: Town) -> None:
    town.on("alpha")
    town.key("D", "y")
    town.answer("alpha", 'stage = "trial"', 'stage = "rollout"')
    town.key("u")
    told = " ".join((town.session.message.text + " " + town.page()).split())
    assert "entry 1 cannot be taken back: stage in projects/alpha.toml was changed since" in told
    assert len(journal(town)) == 1


def test_a_decision_is_taken_back_by_those_who_may_take_it(town: Town) -> None:
    town.on("alpha")
    town.key("D", "y")
    entry = journal(town)[0]
    assert "gate:idea" in entry["about"]
    town.read()
    town.on("beta")
    town.key("D", "o", "r")
    town.type(SOUND)
    town.key("y")
    town.read()
    town.key("u", "b")
    town.type("ray")
    town.key("r")
    town.type("Not agreed with the fund")
    assert "a decision at the gate trial is for mayor or appointee" in town.page()
    town.key("y")
    assert [one["kind"] for one in journal(town)] == ["decision", "decision"]


def test_an_empty_journal_has_nothing_to_take_back(town: Town) -> None:
    town.key("u")
    assert "the journal is empty" in town.session.message.text
    town.key("U")
    assert town.session.message.text == "nothing was taken back that could be done again"


@pytest.mark.parametrize(
    ("shell", "screen"),
    [
        ("say why with --reason", "r says why"),
        ("--by mayor or --by appointee", "b says who: mayor or appointee"),
        ("next is trial: hexvet decide alpha --to trial --by ROLE --reason TEXT", "next is trial"),
        ("take that back first: hexvet undo 4 --reason TEXT",
         "take that back first: u on entry 4"),
    ],
)  # fmt: skip
def test_hints_of_the_shell_are_told_in_keys(shell: str, screen: str) -> None:
    assert on_screen(shell) == screen
