"""The form: every answer one or two keys, written at once, blind until a party has finished."""

from __future__ import annotations

import datetime
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import driving
import pytest
from rooms import Room
from screens import lines_of, settled
from towns import DAY, RIDGEWAY

from hexvet.journal.model import Entry
from hexvet.journal.reading import read_journal
from hexvet.problems import Unusable
from hexvet.workspace.creating import new_project
from hexvet_tui.app import HexvetApp
from hexvet_tui.deciding.dialog import Acting
from hexvet_tui.dispatch import pressed
from hexvet_tui.effects import Reload, Work
from hexvet_tui.modes.vetting import listing, panes, pressing
from hexvet_tui.modes.vetting.state import VettingState
from hexvet_tui.performing import failed
from hexvet_tui.printout import Sheet
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource


def test_what_settles_most_is_asked_first(room: Room) -> None:
    # `cheap` alone waits for an answer near: for cost. The rest is in the pack's order.
    assert room.session.mode == "vetting"
    assert room.rows == ["cost", "share", "size", "end", "report", "votes"]
    assert room.asked == "cost"


def test_one_key_answers_and_the_next_question_comes(room: Room) -> None:
    room.jump("report")
    room.key("y")
    assert room.file("projects/beta.toml")["report"] is True
    # Cost is above it in the list, but something near waits for it.
    assert room.asked == "cost"
    assert "report: unknown → yes" in room.effect()
    assert "report" not in room.rows


def test_after_the_last_question_comes_the_first_that_is_open(room: Room) -> None:
    room.jump("votes")
    room.key("2", "n")
    assert room.asked == "cost"
    room.jump("report")
    room.key("y")
    assert room.asked == "cost"


def test_no_is_no_and_unknown_takes_an_answer_away(room: Room) -> None:
    room.key("a")
    room.jump("ready")
    room.key("u")
    assert "ready" not in room.file("projects/beta.toml")
    room.jump("ready")
    room.key("n")
    assert room.file("projects/beta.toml")["ready"] is False


def test_an_unknown_one_stays_unknown_and_waits_at_the_end(room: Room) -> None:
    room.key("u")
    assert room.said == "cost stays unknown"
    assert room.asked == "share"
    assert room.rows[-1] == "cost"
    assert room.entries() == []


def test_a_digit_chooses(room: Room) -> None:
    room.jump("size")
    room.key("2")
    assert room.file("projects/beta.toml")["size"] == "large"


def test_a_digit_begins_a_number_and_never_leads_to_another_mode(room: Room) -> None:
    room.key("1")
    assert room.session.prompt is not None
    assert room.session.prompt.text == "1"
    room.type(".2M..1.8M")
    assert room.file("projects/beta.toml")["cost"] == {"low": 1_200_000, "high": 1_800_000}
    room.jump("size")
    room.key("7")
    assert (room.session.mode, room.said.split(";")[0]) == ("vetting", "digits answer here")


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("share", "25%", 0.25),
        ("end", "3 May 2027", datetime.date(2027, 5, 3)),
        ("cost", "900k", 900_000),
    ],
)
def test_answers_are_typed_with_their_units(
    room: Room, field: str, typed: str, value: object
) -> None:
    room.jump(field)
    room.key("enter")
    room.type(typed)
    assert room.file("projects/beta.toml")[field] == value


@pytest.mark.parametrize("wrong", ["abc", "1..2..3", "nan", "-5", "99999999999999999"])
def test_what_is_no_answer_is_said_and_stays_to_be_mended(room: Room, wrong: str) -> None:
    room.key("enter")
    room.session = driving.paste(room.session, wrong)
    room.key("enter")
    assert "cost" not in room.file("projects/beta.toml")
    assert room.session.message.tone == "alert"
    assert room.entries() == []


def test_a_line_that_was_given_up_stands_there_again(room: Room) -> None:
    room.key("4", "0", "escape")
    room.key("enter")
    assert room.session.prompt is not None
    assert room.session.prompt.text == "40"


def test_gate_and_checks_move_as_one_answers(room: Room) -> None:
    before = listing.glance(room.session.assessment, "beta")  # type: ignore[arg-type]
    room.key("a")
    room.jump("ready")
    room.key("y")
    told = room.session.of(VettingState).told
    assert before.gate == ("trial", "stop")
    assert told.before == before
    assert ("gate", "trial", "stop", "pass") in [
        (one.what, one.id, one.before, one.after) for one in told.shifts
    ]
    assert "xSTOP Trial" in room.effect()
    assert "gate Trial: stop → pass" in room.effect()


def test_the_score_is_told_when_it_moves(room: Room) -> None:
    # Cheap is all of the score: 100 at nothing, 0 at 100,000. 25,000 is three quarters of the way.
    room.type("25k")
    told = room.session.of(VettingState).told
    assert told.after.score == (75, 75)
    assert "score 75, was " in room.effect()
    room.jump("report")
    room.key("y")
    assert "score" not in room.effect()


def first_line(room: Room, width: int) -> str:
    return driving.text_of(panes.effect(room.scene, width, 5))[1]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_old_and_new_values_and_the_score_keep_apart(room: Room, width: int) -> None:
    room.type("25k")
    shown = first_line(room, width)
    assert "cost: unknown → 25,000" in shown
    assert "  score 75, was " in shown


def test_of_long_texts_the_difference_is_shown(room: Room) -> None:
    room.key("a")
    words = "They keep the trees of the town and all that grows in its parks"
    for text in (words, f"{words} and squares"):
        room.jump("owner")
        room.key("enter", "ctrl+u")
        room.type(text)
    shown = first_line(room, 78)
    assert "owner: .." in shown
    assert shown.rstrip(" │").endswith("ts parks → ..ts parks and squares")


def test_z_takes_the_last_answer_back_byte_for_byte(room: Room) -> None:
    file = room.root / "projects" / "beta.toml"
    before = file.read_bytes()
    room.jump("report")
    room.key("y", "z")
    assert file.read_bytes() == before
    assert room.asked == "report"
    assert [one.kind for one in room.entries()][-2:] == ["answer", "undo"]
    room.key("z")
    assert room.said.startswith("nothing was answered in this sitting")


def test_a_value_that_somebody_else_changed_is_shown_and_not_overwritten(room: Room) -> None:
    file = room.root / "projects" / "beta.toml"
    file.write_text("report = false\n" + file.read_text())
    room.jump("report")
    room.session = pressed_without_reload(room, "y")
    assert room.file("projects/beta.toml")["report"] is False
    assert room.said == "NOT written: report is not what it was when the change was made"
    assert room.asked == "report"
    room.read()
    assert "now" in room.text()
    assert " no" in room.text()


def pressed_without_reload(room: Room, key: str) -> Session:
    """A key; looking at what stands there now, which it asks for, is left to the test."""
    session = pressed(room.scene, key, key, driving.EXTENT)
    (work,) = session.effects
    assert isinstance(work, Work)
    with pytest.raises(Unusable) as raised:
        work.do()
    after = failed(session.calm(), work, raised.value)
    assert [type(one) for one in after.effects] == [Work]
    return after.calm()


def test_one_stops_anywhere_and_goes_on_there(room: Room) -> None:
    room.jump("end")
    room.key("escape")
    assert room.session.mode == "portfolio"
    room.key("e")
    assert room.asked == "end"


def test_a_skipped_question_comes_back_at_the_end(room: Room) -> None:
    room.key("space")
    assert room.asked == "share"
    room.key("space", "space", "space", "space", "space")
    assert room.asked == "cost"


def test_one_question_about_all_projects(room: Room) -> None:
    room.jump("report")
    room.key("o", "o")
    assert room.session.of(VettingState).order == "across"
    asked = []
    for _ in range(3):
        asked.append(room.session.cursor)
        room.key("y")
    # Gamma is withdrawn and not asked about.
    assert sorted(asked) == ["alpha", "beta", "delta"]
    assert all(room.file(f"projects/{name}.toml")["report"] is True for name in asked)
    assert room.said.startswith("asked about every project")


def test_marked_projects_alone_are_asked_about(room: Room) -> None:
    room.key("escape")
    room.session = room.session.to_row(room.session.rows.places["alpha"])
    room.key("space")
    room.on("delta")
    room.key("space")
    room.key("e", "o", "o")
    assert sorted(listing.projects(room.session)) == ["alpha", "delta"]
    assert room.session.cursor in ("alpha", "delta")


def test_source_and_confidence_stay_and_a_note_goes_with_one_answer(room: Room) -> None:
    room.key("s")
    room.type("Memo of 3 May")
    room.key("c", "c", "m")
    room.type("as Ann said")
    room.jump("report")
    room.key("y")
    room.jump("size")
    room.key("1")
    found = room.file("projects/beta.toml")
    both = {"source": "Memo of 3 May", "confidence": "medium", "by": "appointee"}
    assert found["report"] == {"value": True, "note": "as Ann said", **both}
    assert found["size"] == {"value": "small", **both}


def test_who_answers_is_asked_once_and_the_answer_waits(room: Room) -> None:
    room.session = room.session.having(Acting("nobody at all"))
    room.jump("report")
    room.key("y")
    assert room.session.prompt is not None
    assert "report" not in room.file("projects/beta.toml")
    room.type("ed")
    assert room.file("projects/beta.toml")["report"] is True
    assert room.entries()[-1].by == "ed"


def test_a_vote_is_two_keys(room: Room) -> None:
    room.jump("votes")
    assert "has not voted" in room.text()
    room.key("2", "y")
    votes = room.file("projects/beta.toml")["votes"]
    assert [(one["party"], one["vote"]) for one in votes] == [("town", "yes"), ("fund", "yes")]
    assert room.entries()[-1].kind == "vote"
    assert "votes" not in room.rows


def test_rows_are_typed_column_by_column(room: Room) -> None:
    from hexvet.deciding import answering

    assessment = room.session.assessment
    assert assessment is not None
    workspace = assessment.workspace
    field = workspace.fields["votes"]
    subject = answering.subject_of(workspace, "beta")
    assert isinstance(subject, answering.Subject)
    found = answering.add_row(workspace, subject, field, {"party": "fund", "vote": "no"})
    assert isinstance(found, answering.Change)
    assert [str(edit.path) for edit in found.edits] == ["('votes', 1)"]
    refused = answering.add_row(workspace, subject, field, {"party": "nobody"})
    assert isinstance(refused, tuple)


def test_an_answer_on_which_a_later_stage_stands_is_taken_back_when_asked_twice(
    room: Room,
) -> None:
    room.answer("alpha", 'stage = "idea"\nowner = "Water works"', 'stage = "trial"')
    room.on("alpha")
    room.jump("owner")
    room.key("enter")
    room.type("Water works")
    room.read()
    room.key("z")
    assert room.session.question is not None
    assert room.session.question.text == "alpha would be at trial, but the gate idea holds"
    room.key("escape")
    assert room.file("projects/alpha.toml")["owner"] == "Water works"
    room.key("z", "y")
    assert "owner" not in room.file("projects/alpha.toml")
    assert room.entries()[-1].details["held"] == [
        "alpha would be at trial, but the gate idea holds"
    ]


# parties ----------------------------------------------------------------------------------------
def party(room: Room, name: str, who: str) -> None:
    room.key("p")
    room.type(name)
    assert room.session.message.text == f"Ann Berg acts as appointee and does not answer for {name}"
    room.type(who)
    assert room.session.of(VettingState).party == name


def test_whose_answers_these_are_is_asked_once(tmp_path: Path) -> None:
    found = Room(tmp_path)
    found.on("beta")
    found.key("e")
    assert found.session.prompt is not None
    found.key("escape", "escape", "e")
    assert found.session.prompt is None
    assert found.session.of(VettingState).party == ""
    found.close()


def test_who_acts_for_a_party_answers_for_it(tmp_path: Path) -> None:
    # Maria is the mayor, and the mayor's office has answered before.
    found = Room(tmp_path)
    found.session = found.session.having(Acting("maria"))
    found.on("beta")
    found.key("e")
    assert (found.session.prompt, found.session.of(VettingState).party) == (None, "mayor")
    found.jump("report")
    found.key("y")
    assert found.file("assessments/mayor/beta.toml") == {"report": True}
    assert "report" not in found.file("projects/beta.toml")
    found.close()


def test_nobody_answers_for_a_party_that_is_not_theirs(room: Room) -> None:
    room.key("p")
    room.type("clerks")
    assert room.session.message.whole.startswith(
        "nobody in hexvet.toml answers for clerks; add it below"
    )
    room.key("escape")
    party(room, "town", "ed")
    room.key("b")
    room.type("ray")
    assert room.session.message.whole == (
        "Ray Dow acts as fund and does not answer for town; --by ed"
    )
    assert room.session.prompt is not None and room.session.prompt.text == "ray"
    room.key("escape")
    room.jump("report")
    room.key("y")
    assert [one.by for one in room.entries()] == ["ed"]


def test_the_next_party_finds_nothing_of_the_one_before(room: Room) -> None:
    party(room, "town", "ed")
    room.jump("size")
    room.key("2")
    assert "size: unknown → large" in room.effect()
    room.jump("cost")
    room.key("4", "5", "escape", "s")
    room.type("Our own count")
    room.key("p")
    room.type("fund")
    room.type("ray")
    assert "size" not in room.effect()
    assert "Our own count" not in room.text()
    room.key("z")
    assert room.said.startswith("nothing was answered in this sitting")
    room.jump("cost")
    room.key("enter")
    assert room.session.prompt is not None and room.session.prompt.text == ""
    room.key("escape", "p")
    room.type("town")
    room.type("ed")
    room.jump("cost")
    room.key("enter")
    assert room.session.prompt is not None and room.session.prompt.text == "45"


def test_a_party_is_blind_until_it_has_finished(room: Room) -> None:
    room.on("alpha")
    room.jump("size")
    assert "fund" in room.text()
    assert "mayor" in room.text()
    party(room, "town", "ed")
    room.jump("size")
    assert "large" not in room.text().partition("unknown")[2]
    assert "hidden until" in room.text()
    room.key("1")
    assert room.file("assessments/town/alpha.toml") == {"size": "small"}
    room.key("F", "y")
    assert room.file("assessments/town/alpha.toml") == {"size": "small", "finished": True}
    room.key("a")
    room.jump("size")
    shown = room.text()
    assert "hidden until" not in shown
    assert all(name in shown for name in ("fund", "mayor", "town"))


def test_what_a_blind_party_sees_rests_on_its_own_answers_alone(room: Room) -> None:
    room.on("alpha")
    # Fund says 40 %, the mayor 20 %: together 20 to 40 %. A party that said nothing sees nothing.
    assert listing.answer_of(room.session, "alpha", "share") is not None
    party(room, "town", "ed")
    assert listing.answer_of(room.session, "alpha", "share") is None
    seen = listing.eyes(room.session).assessment
    assert seen is not None
    assert "share" not in seen.workspace.projects["alpha"].evidence
    assert "share" in room.session.assessment.workspace.projects["alpha"].evidence  # type: ignore[union-attr]


def test_disputed_questions_come_first_and_a_resolution_wants_a_reason(room: Room) -> None:
    room.key("escape")
    room.on("alpha")
    room.key("e")
    assert room.rows[0] == "size"
    room.jump("size")
    room.key("2")
    assert room.session.prompt is not None
    room.key("enter")
    assert "size" not in room.file("projects/alpha.toml")
    room.key("2")
    room.type("Both were heard on 3 May.")
    said = room.file("projects/alpha.toml")["size"]
    assert (said["value"], said["reason"]) == ("large", "Both were heard on 3 May.")
    assert room.entries()[-1].kind == "resolution"


def side_by_side(room: Room) -> Sheet:
    return room.scene.mode.printout(room.scene).sheets[1]


def test_what_each_party_said_stands_side_by_side(room: Room) -> None:
    room.on("alpha")
    found = side_by_side(room)
    assert found.columns == ("field", "fund", "mayor", "together", "so")
    assert found.rows == (
        ("size", "large", "small", "disputed", "disputed"),
        ("share", "40%", "20%", "20% to 40%", "range"),
    )
    room.jump("size")
    room.key("2")
    room.type("Both were heard.")
    assert [(row[0], row[-1]) for row in side_by_side(room).rows] == [
        ("share", "range"), ("size", "resolved: Both were heard."),
    ]  # fmt: skip
    party(room, "town", "ed")
    assert side_by_side(room).rows == ()


# the city ---------------------------------------------------------------------------------------
class City(Room):
    """The sample city with one more project, of which nothing is known."""

    def __init__(self, root: Path) -> None:
        self.root = Path(shutil.copytree(driving.CITY, root / "city"))
        fields = driving.city().workspace.fields.values()
        new_project(self.root, "candidate", "A new candidate", fields)
        self.source = WorkspaceSource(self.root, driving.DAY)
        self.session = Session()
        self.read()
        self.session = self.session.having(Acting("director"))
        self.pressed = 0

    def key(self, *keys: str) -> None:
        self.pressed += len(keys)
        super().key(*keys)


TYPED = {
    "text": "As told.",
    "date": "3 May 2026",
    "money": "250k",
    "number": "3",
    "share": "25%",
    "truth": "yes",
}
"""What is typed where no single key answers; the length of texts is the city's own."""


def answered(city: City) -> tuple[str, int, int]:
    """Answers the question that is asked: its kind, the keys, and how many of them are words."""
    one = listing.asked(city.session)
    assert one is not None
    before, field, words = city.pressed, one.field, 0
    single = pressing.choices(field)
    if field.kind == "table":
        for column in field.columns.values():
            city.key("enter") if column is next(iter(field.columns.values())) else None
            text = column.values[0] if column.values else TYPED[column.kind]
            words += len(text) if column.kind == "text" else 0
            city.type(text)
        city.key("space")
    elif single:
        city.key(single[0].key)
    else:
        city.key("enter") if field.kind == "text" else None
        words += len(TYPED[field.kind]) if field.kind == "text" else 0
        city.type(TYPED[field.kind])
    return field.kind, city.pressed - before, words


def test_key_presses_per_candidate(tmp_path: Path, root: Path) -> None:
    """From nothing to no question of intake, vetting or the sections left open."""
    city = City(tmp_path)
    city.on("candidate")
    city.key("e", "enter")
    city.pressed = 0
    found: list[tuple[str, int, int]] = []
    while listing.counts(city.session)[0] and len(found) < 120:
        found.append(answered(city))
    city.close()
    assert city.session.assessment is not None
    outcome = city.session.assessment.project("candidate")
    checks = [one for one in outcome.checks.values() if one.gate in ("intake", "vetting")]
    assert [one.id for one in checks if one.needs and one.status == "unknown"] == []
    assert [one.id for one in outcome.criteria.values() if one.needs] == []
    keys, words = sum(row[1] for row in found), sum(row[2] for row in found)
    single = sum(1 for row in found if row[1] == 1)
    told = f"{len(found)} questions, {keys} key presses, {words} of them letters of texts; "
    told += f"{single} questions take one key."
    text = (root / "docs" / "vetting.md").read_text(encoding="utf-8")
    assert told in " ".join(text.split())


# faster than the disk -----------------------------------------------------------------------------
def test_answers_may_come_faster_than_they_are_written(room: Room) -> None:
    session = room.session
    for key in ("/", *"report", "enter", "y", "/", *"size", "enter", "1"):
        name = driving.NAMES.get(key, key)
        session = pressed(replace(room.scene, session=session), name, key, driving.EXTENT)
    assert len(session.effects) == 1
    assert [one.field for one in session.of(VettingState).queue] == ["report", "size"]
    assert room.scene.mode.unsaved(session) == "2 answers on the way"
    room.settle(session)
    found = room.file("projects/beta.toml")
    assert (found["report"], found["size"]) == (True, "small")
    assert [dict(one.details)["field"] for one in room.entries() if one.kind == "answer"] == [
        "report",
        "size",
    ]
    assert room.scene.mode.unsaved(room.session) == ""


def test_what_somebody_else_changed_meanwhile_stays_on_the_screen(room: Room) -> None:
    room.jump("report")
    session = pressed(room.scene, "y", "y", driving.EXTENT)
    (work,) = session.effects
    assert isinstance(work, Work)
    result = work.do()
    room.answer("delta", 'title = "Delta"', 'title = "Delta two"')
    room.session = replace(room.session, states=session.states)
    after = work.then(room.session, result)
    assert after.assessment is room.session.assessment
    assert after.effects == (Reload(),)


def test_a_screen_that_only_reads_takes_no_answer(room: Room) -> None:
    room.jump("report")
    room.session = replace(room.session, read_only=True)
    for key in ("y", "u", "4", "enter", "z", "s"):
        room.key(key)
        assert room.said.startswith("read-only"), key
    assert room.entries() == []


def test_y_and_n_answer_nothing_else(room: Room) -> None:
    room.jump("size")
    room.key("y")
    assert room.said == "y answers questions that are yes or no; this is none"
    assert room.session.prefix == ""


def test_a_blind_party_votes_unseen(room: Room) -> None:
    party(room, "fund", "ray")
    room.jump("votes")
    assert "hidden until you voted" in room.text()
    assert "yes" not in room.text().partition("hidden")[0].partition("votes")[2]
    room.key("1")
    assert room.said == "fund votes for itself alone"
    room.key("n")
    assert room.file("projects/beta.toml")["votes"][-1]["party"] == "fund"


def test_nothing_to_vet_is_said(room: Room) -> None:
    room.key("escape")
    room.session = room.session.filtered("no such thing")
    room.key("e")
    assert (room.session.mode, room.said) == ("portfolio", "no project to vet")


def test_rows_of_a_table_go_on_where_they_were_left(tmp_path: Path) -> None:
    city = City(tmp_path)
    city.on("candidate")
    city.key("e", "enter")
    city.jump("engagement")
    city.key("enter")
    city.type("2026-04-08")
    city.type("eleven")
    assert city.session.message.tone == "alert"
    city.key("escape")
    assert "row begun: date 2026-04-08" in city.text()
    city.key("enter")
    city.type("11")
    city.type("")
    city.type("We route by heart")
    city.close()
    rows = city.file("projects/candidate.toml")["engagement"]
    day = datetime.date(2026, 4, 8)
    assert rows == [{"date": day, "workers": 11, "said": "We route by heart"}]


# in the application -------------------------------------------------------------------------------
async def test_keys_in_one_burst_are_all_written_and_shown(tmp_path: Path) -> None:
    root = Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway"))
    app = HexvetApp(WorkspaceSource(root, DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        session = app.session.having(Acting("ann"))
        app.show(session.to_row(session.rows.places["beta"]))
        for key in ("e", "enter", "slash", *"report", "enter", "y", "slash", *"size", "enter", "2"):
            app.pressed(key, {"slash": "/"}.get(key, key if len(key) == 1 else None))
        for _ in range(200):
            await pilot.pause(0.02)
            if not app.session.of(VettingState).queue:
                break
        await settled(pilot)
        lines = lines_of(app)
    said = tomllib.loads((root / "projects" / "beta.toml").read_text())
    assert (said["report"], said["size"]) == (True, "large")
    kinds = [one.kind for one in read_journal(root) if isinstance(one, Entry)]
    assert kinds == ["answer", "answer"]
    assert any("size: unknown" in line for line in lines)
    assert not any("? size" in line for line in lines)
