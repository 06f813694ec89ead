"""What is typed in the form goes where its line was opened for, and is lost nowhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from driving import EXTENT, NAMES
from rooms import Room
from screens import lines_of, settled
from towns import DAY, RIDGEWAY

from hexvet.problems import Place, Problem, Unusable
from hexvet_tui import modes, verbs
from hexvet_tui.app import HexvetApp
from hexvet_tui.deciding.dialog import Acting
from hexvet_tui.dispatch import pressed
from hexvet_tui.effects import Reload, Work
from hexvet_tui.modes.vetting import writing
from hexvet_tui.modes.vetting.state import VettingState
from hexvet_tui.reading import SHUT
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource


# where it belongs -------------------------------------------------------------------------------
def test_an_answer_goes_to_the_project_that_it_was_typed_for(room: Room) -> None:
    room.jump("cost")
    room.key("2")
    room.on("alpha")
    room.type("5k")
    assert room.file("projects/beta.toml")["cost"] == 25_000
    assert room.file("projects/alpha.toml")["cost"] == 50_000, "as it was"
    assert room.session.cursor == "alpha"


def test_an_answer_to_a_project_that_is_gone_goes_nowhere_and_is_kept(room: Room) -> None:
    room.jump("cost")
    room.key("2", "5", "k")
    before = {file.name: file.read_bytes() for file in (room.root / "projects").glob("*.toml")}
    own = (room.root / "projects/beta.toml").read_text()
    (room.root / "projects/beta.toml").unlink()
    room.read()
    assert (room.session.mode, room.session.prompt) == ("portfolio", None)
    assert room.said == "Beta is not there any more"
    assert room.session.message.tone == "alert"
    room.key("enter")
    assert room.entries() == []
    for file in (room.root / "projects").glob("*.toml"):
        assert file.read_bytes() == before[file.name]
    (room.root / "projects/beta.toml").write_text(own)
    room.read()
    room.on("beta")
    room.key("escape", "e")
    room.jump("cost")
    assert "not written yet: 25k; enter goes on" in room.text()
    room.key("enter", "enter")
    assert room.file("projects/beta.toml")["cost"] == 25_000
    assert room.session.of(VettingState).drafts == {}


def test_a_question_that_no_pack_asks_any_more_takes_no_answer(room: Room) -> None:
    room.jump("cost")
    room.key("enter")
    pack = next((room.root / "rules").glob("*.toml"))
    pack.write_text(pack.read_text().replace("cost", "price"))
    room.read()
    room.type("25k")
    assert room.said == "NOT written: cost is not there any more"
    assert room.session.of(VettingState).drafts == {"beta cost": "25k"}


def test_a_vote_goes_to_the_project_for_which_its_party_was_chosen(room: Room) -> None:
    room.jump("votes")
    room.key("2")
    room.on("alpha")
    room.jump("votes")
    before = (room.root / "projects/alpha.toml").read_bytes()
    room.key("y")
    assert room.said == "choose the party first, by its digit"
    assert (room.root / "projects/alpha.toml").read_bytes() == before
    assert room.entries() == []


def test_the_reason_of_a_resolution_goes_with_its_question(room: Room) -> None:
    room.on("alpha")
    room.jump("size")
    room.key("2")
    room.on("beta")
    room.type("Both were heard.")
    assert room.file("projects/alpha.toml")["size"]["value"] == "large"
    assert "size" not in room.file("projects/beta.toml")


# whose answers ----------------------------------------------------------------------------------
def test_a_party_that_is_none_is_asked_for_again(room: Room) -> None:
    room.key("p")
    room.type("fnud")
    assert room.session.message.whole == "there is no party 'fnud'; did you mean 'fund'?"
    assert room.session.prompt is not None
    assert (room.session.prompt.purpose.id, room.session.prompt.text) == ("vetting party", "fnud")
    room.key("y")
    assert room.entries() == [], "a key is still a letter of the name"


def test_enter_alone_is_the_projects_own_file(room: Room) -> None:
    room.key("p")
    room.type("town")
    room.type("ed")
    assert room.session.of(VettingState).party == "town"
    room.key("p", "enter")
    assert room.session.of(VettingState).party == ""
    assert room.said == "answers in the project's own file"
    room.session = room.session.having(Acting("ann"))
    room.jump("report")
    room.key("y")
    assert room.file("projects/beta.toml")["report"] is True
    assert not (room.root / "assessments/town").exists()


def test_the_command_without_a_party_asks_for_one(room: Room) -> None:
    room.key("p")
    room.type("town")
    room.type("ed")
    room.key(":")
    room.type("party")
    assert room.session.prompt is not None
    assert room.session.prompt.purpose.id == "vetting party"
    assert room.session.of(VettingState).party == "town"


@pytest.mark.parametrize(
    ("field", "keys"),
    [("report", ("y",)), ("size", ("1",)), ("votes", ("2", "n")), ("cost", ("2", "k", "enter"))],
)
def test_an_answer_that_nobody_signs_is_written_by_nobody(
    room: Room, field: str, keys: tuple[str, ...]
) -> None:
    room.session = room.session.having(Acting("nobody at all"))
    room.jump(field)
    before, listed = room.file("projects/beta.toml"), room.rows
    room.key(*keys)
    assert room.session.prompt is not None and room.session.prompt.label == "who answers"
    assert (room.asked, room.rows) == (field, listed), "nothing moves before somebody signs"
    room.key("escape")
    assert room.said == "NOT written: nobody answers for it"
    assert (room.asked, room.rows) == (field, listed)
    assert room.scene.mode.unsaved(room.session) == ""
    room.key("z")
    assert room.said.startswith("nothing was answered in this sitting")
    room.jump("end")
    room.key("enter")
    room.type("2027-05-03")
    room.type("ray")
    assert [(one.by, one.details["field"]) for one in room.entries()] == [("ray", "end")]
    after = room.file("projects/beta.toml")
    assert after.pop("end") is not None
    assert after == before


def test_an_answer_that_was_given_up_stands_in_its_line(room: Room) -> None:
    room.session = room.session.having(Acting("nobody at all"))
    room.jump("report")
    room.key("y", "escape", "enter")
    assert room.session.prompt is not None and room.session.prompt.text == "yes"
    room.key("enter")
    room.type("ray")
    assert room.file("projects/beta.toml")["report"] is True
    assert room.session.of(VettingState).drafts == {}


def test_each_answer_is_signed_by_who_answered_then(room: Room) -> None:
    session = room.session
    for who, field, key in (("ed", "report", "y"), ("ray", "size", "1")):
        session = session.having(Acting(who))
        for one in ("/", *field, "enter", key):
            scene = replace(room.scene, session=session)
            session = pressed(scene, NAMES.get(one, one), one, EXTENT)
    assert len(session.effects) == 1, "the second one waits"
    room.settle(session)
    assert [(one.by, one.details["field"]) for one in room.entries()] == [
        ("ed", "report"),
        ("ray", "size"),
    ]


def test_somebody_who_is_unknown_is_asked_for_again(room: Room) -> None:
    room.session = room.session.having(Acting("nobody at all"))
    room.jump("report")
    room.key("y")
    room.type("edd")
    assert room.session.prompt is not None and room.session.prompt.text == "edd"
    room.key("ctrl+u")
    room.type("ed")
    assert room.file("projects/beta.toml")["report"] is True


def test_who_may_not_answer_for_a_party_is_not_acting_from_then_on(room: Room) -> None:
    room.key("p")
    room.type("town")
    room.type("ray")
    assert room.said == "Ray Dow acts as fund and does not answer for town"
    assert room.session.prompt is not None and room.session.prompt.text == "ray"
    assert room.session.of(Acting).who == "ann"


def test_a_party_that_has_finished_answers_again_when_it_is_opened(room: Room) -> None:
    room.key("p")
    room.type("town")
    room.type("ed")
    room.jump("size")
    room.key("1", "F", "y", "a")
    before = (room.root / "assessments/town/beta.toml").read_bytes()
    for field, key in (("size", "2"), ("size", "u"), ("report", "y"), ("cost", "enter")):
        room.jump(field)
        room.key(key)
        assert room.session.message.whole == (
            "town has finished; F opens its answers again first; they are sealed until it is"
            " finished"
        )
        assert room.session.prompt is None
    assert (room.root / "assessments/town/beta.toml").read_bytes() == before
    room.key("F", "y")
    room.jump("size")
    room.key("2")
    assert room.file("assessments/town/beta.toml") == {"size": "large"}


# what stands there ------------------------------------------------------------------------------
def test_the_line_holds_the_answer_that_stands_there(room: Room) -> None:
    room.answer("beta", '"Parks"', '"""Water\nworks"""')
    room.key("a")
    room.jump("owner")
    room.key("enter")
    prompt = room.session.prompt
    assert prompt is not None and (prompt.text, prompt.at) == ("Water works", 11)
    room.key("enter")
    assert room.said == "owner stays as it is"
    assert room.entries() == []
    assert room.file("projects/beta.toml")["owner"] == "Water\nworks"
    room.key("enter", *", east")
    room.key("enter")
    assert room.file("projects/beta.toml")["owner"] == "Water works, east"


def test_all_answers_are_listed_below_the_one_that_stands_there(room: Room) -> None:
    room.jump("size")
    room.key("2", "a")
    room.jump("size")
    room.key("enter")
    prompt = room.session.prompt
    assert prompt is not None and prompt.text == "large"
    listed = prompt.purpose.candidates(room.scene, prompt)
    assert [one.text for one in listed] == ["small", "large"]


def test_an_answer_as_it_was_keeps_its_source(room: Room) -> None:
    room.key("s")
    room.type("Memo of 3 May")
    room.jump("cost")
    room.key("enter")
    room.type("25k")
    room.key("s", "ctrl+u", "enter", "a")
    room.jump("cost")
    room.key("enter", "enter")
    assert room.said == "cost stays as it is"
    assert room.file("projects/beta.toml")["cost"]["source"] == "Memo of 3 May"


def test_a_choice_takes_the_numbers_on_the_screen(room: Room) -> None:
    room.jump("size")
    assert "2  large" in room.text()
    room.key("enter")
    room.type("3")
    assert room.said == "'3' is not an answer to size"
    room.key("ctrl+u")
    room.type("2")
    assert room.file("projects/beta.toml")["size"] == "large"


# back from a screen that is gone ---------------------------------------------------------------
def back(room: Room, name: str, text: str) -> None:
    """A new screen takes a half-typed answer back."""
    room.session = Session().having(Acting("ann"))
    room.read()
    session = verbs.entered(room.session, "vetting")
    room.session = modes.load("vetting").restored(session, modes.Unsaved(name, text))


def test_a_half_typed_answer_comes_back_in_its_line(room: Room) -> None:
    room.key("j", "j", "j")
    assert room.asked == "end"
    back(room, "beta end", "3 May")
    prompt = room.session.prompt
    assert prompt is not None and (prompt.text, prompt.at) == ("3 May", 5)
    assert (room.session.cursor, room.asked) == ("beta", "end")
    room.type(" 2027")
    assert str(room.file("projects/beta.toml")["end"]) == "2027-05-03"


def test_one_of_a_party_comes_back_in_that_partys_form(room: Room) -> None:
    back(room, "alpha owner town", "Water w")
    assert room.session.of(VettingState).party == "town"
    room.type("orks")
    assert room.session.prompt is not None and room.session.prompt.label == "who answers"
    room.type("ed")
    assert room.file("assessments/town/alpha.toml") == {"owner": "Water works"}


def test_a_half_typed_reason_comes_back_with_its_answer(room: Room) -> None:
    back(room, "alpha size", "large")
    room.session = modes.load("vetting").restored(
        room.session, modes.Unsaved("alpha size reason", "Both were heard")
    )
    assert (room.session.cursor, room.asked) == ("alpha", "size")
    room.key("enter")
    assert room.session.prompt is not None and room.session.prompt.text == "large"
    room.key("enter")
    assert room.session.prompt is not None and room.session.prompt.text == "Both were heard"


# what cannot be written -------------------------------------------------------------------------
@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be recorded."""

    def refused(*_: object) -> None:
        told = "this cannot be recorded: No space left on device"
        raise Unusable([Problem("JN022", told, Place("journal.jsonl"), "")])

    monkeypatch.setattr("hexvet.journal.record", refused)
    yield


def fail(room: Room, *keys: str) -> None:
    """Presses keys of which the last cannot be written; reading anew is left out."""
    room.key(*keys[:-1])
    character = keys[-1] if len(keys[-1]) == 1 else None
    session = pressed(room.scene, keys[-1], character, EXTENT)
    (work,) = session.effects
    assert isinstance(work, Work)
    try:
        work.do()
    except Unusable as error:
        assert work.failed is not None
        after = work.failed(session.calm(), error)
    assert after.effects == (Reload(),)
    room.session = after.calm()


def test_a_failure_moves_nothing_under_the_fingers_of_whoever_answers_on(
    room: Room, full: None
) -> None:
    room.jump("size")
    session = pressed(room.scene, "1", "1", EXTENT)
    (work,) = session.effects
    assert isinstance(work, Work) and work.failed is not None
    room.session = session.calm()
    room.jump("report")
    after = work.failed(room.session, Unusable([Problem("JN022", "full", Place("a"), "")]))
    room.session = after.calm()
    assert room.asked == "report"
    assert room.said == "NOT written: full"


def test_what_was_typed_for_a_full_disk_is_kept_and_said_with_its_cause_first(
    room: Room, full: None
) -> None:
    room.jump("cost")
    fail(room, "2", "5", "k", "enter")
    message = room.session.message
    assert message.text == "NOT written: this cannot be recorded: No space left on device"
    assert message.tone == "alert"
    assert message.within(80).startswith(message.text)
    assert room.asked == "cost"
    room.key("enter")
    assert room.session.prompt is not None and room.session.prompt.text == "25k"


def test_a_key_that_could_not_be_written_is_kept_with_its_remark(room: Room, full: None) -> None:
    room.key("m")
    room.type("as Ann said")
    room.jump("report")
    fail(room, "y")
    assert room.session.of(VettingState).note == "as Ann said"
    room.key("enter")
    assert room.session.prompt is not None and room.session.prompt.text == "yes"


def test_a_reason_that_could_not_be_written_is_there_again(room: Room, full: None) -> None:
    room.on("alpha")
    room.jump("size")
    fail(room, "2", *"Both", "enter")
    assert room.session.of(VettingState).drafts == {
        "alpha size": "large",
        "alpha size reason": "Both",
    }
    room.key("2")
    assert room.session.prompt is not None and room.session.prompt.text == "Both"


# two at once ------------------------------------------------------------------------------------
def raced(room: Room, mine: str = "y") -> None:
    """Somebody else says that there is no report, after it was read here."""
    room.jump("report")
    file = room.root / "projects/beta.toml"
    file.write_text("report = false\n" + file.read_text())
    room.key(mine)


def test_who_was_slower_is_told_what_stands_there_and_chooses(room: Room) -> None:
    raced(room)
    assert room.session.question is not None
    assert room.session.question.text == "NOT written: theirs no, yours yes"
    assert [one.word for one in room.session.question.choices] == ["write mine", "leave theirs", ""]
    assert "NOT written; theirs: no, yours: yes" in [one.text for one in room.session.history]
    assert room.file("projects/beta.toml")["report"] is False
    room.key("m")
    assert room.file("projects/beta.toml")["report"] is True


def test_theirs_is_left_and_mine_forgotten(room: Room) -> None:
    raced(room)
    room.key("t")
    assert room.file("projects/beta.toml")["report"] is False
    assert room.session.of(VettingState).drafts == {}


def test_escape_leaves_theirs_and_keeps_mine(room: Room) -> None:
    raced(room)
    room.key("escape")
    assert room.file("projects/beta.toml")["report"] is False
    room.key("enter")
    assert room.session.prompt is not None and room.session.prompt.text == "yes"


def test_who_was_slower_with_the_same_answer_is_asked_nothing(room: Room) -> None:
    raced(room, "n")
    assert room.session.question is None
    assert room.file("projects/beta.toml")["report"] is False


def test_an_answer_that_came_while_one_was_typing_is_not_overwritten(room: Room) -> None:
    room.jump("cost")
    room.key("2")
    file = room.root / "projects/beta.toml"
    file.write_text("cost = 30000\n" + file.read_text())
    room.read()
    room.type("5k")
    assert room.session.question is not None
    assert room.session.question.text == "NOT written: theirs 30000, yours 25000"
    assert room.file("projects/beta.toml")["cost"] == 30_000
    room.key("m")
    assert room.file("projects/beta.toml")["cost"] == 25_000


def test_two_votes_of_one_party_at_once(room: Room) -> None:
    room.jump("votes")
    room.key("2")
    file = room.root / "projects/beta.toml"
    file.write_text(file.read_text() + '\n[[votes]]\nparty = "fund"\nvote = "no"\n')
    room.key("y")
    assert room.session.question is not None
    assert room.session.question.text == "NOT written: theirs no, yours yes"
    room.key("escape")
    assert room.said == "theirs stays"
    assert [one["vote"] for one in room.file("projects/beta.toml")["votes"]][-1] == "no"


def test_a_line_that_is_being_typed_is_not_asked_over(room: Room) -> None:
    room.jump("report")
    file = room.root / "projects/beta.toml"
    file.write_text("report = false\n" + file.read_text())
    session = pressed(room.scene, "y", "y", EXTENT)
    (work,) = session.effects
    room.session = session.calm()
    room.key("/", "s")
    with pytest.raises(Unusable) as raised:
        work.do()  # type: ignore[union-attr]
    room.settle(writing._failed(room.session, raised.value))
    assert room.session.question is None
    assert room.session.prompt is not None and room.session.prompt.text == "s"
    assert "NOT written; theirs: no, yours: yes" in [one.text for one in room.session.history]


# in the application -----------------------------------------------------------------------------
async def test_a_folder_that_cannot_be_written_is_read_only_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway"))
    monkeypatch.setattr("os.access", lambda path, mode: False)
    app = HexvetApp(WorkspaceSource(root, DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "READ-ONLY" in lines_of(app)[0]
        app.pressed("D", "D")
        assert app.session.message.text == SHUT
        monkeypatch.undo()
        app.read_again()
        for _ in range(200):
            await pilot.pause(0.01)
            if not app.session.unwritable:
                break
        assert "READ-ONLY" not in lines_of(app)[0]


async def test_why_an_answer_was_not_written_stays_until_a_key(tmp_path: Path, full: None) -> None:
    root = Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway"))
    app = HexvetApp(WorkspaceSource(root, DAY))
    why = "NOT written: this cannot be recorded: No space left on device"
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        session = app.session.having(Acting("ann"))
        app.show(session.to_row(session.rows.places["beta"]))
        before = app.session.revision
        for key in ("e", "enter", "slash", *"report", "enter", "y"):
            app.pressed(key, {"slash": "/"}.get(key, key if len(key) == 1 else None))
        for _ in range(300):
            await pilot.pause(0.01)
            if app.session.message.text == why and app.session.revision > before:
                break
        await settled(pilot)
        assert app.session.revision > before, "it was read anew"
        assert app.session.message.text == why
        assert any(line.strip().startswith(why) for line in lines_of(app))
        assert "nothing changed" not in app.session.message.whole
