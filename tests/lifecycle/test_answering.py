"""Answers, votes and resolutions: what is written where, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import hexvet
from hexvet.deciding.answering import (
    Change,
    Refused,
    Remarks,
    Subject,
    answer,
    field_of,
    finish,
    resolve,
    subject_of,
    vote,
    vote_field,
)
from hexvet.deciding.effects import Shift, shifts
from hexvet.deciding.recording import change as drafted
from hexvet.granting import Objection
from hexvet.journal import Entry, Kind, record
from hexvet.loading import Workspace
from hexvet.model import Field, Interval

from .conftest import DAY, MAYOR, clock


def at(workspace: Workspace, id_: str, party: str = "") -> Subject:
    found = subject_of(workspace, id_, party)
    assert isinstance(found, Subject)
    return found


def answered(
    root: Path, id_: str, name: str, value: object, remarks: Remarks | None = None, party: str = ""
) -> Change | Refused:
    workspace = hexvet.load(root)
    subject = at(workspace, id_, party)
    field = field_of(workspace, subject, name)
    assert isinstance(field, Field)
    return answer(workspace, subject, field, value, remarks or Remarks())


def recorded(root: Path, found: Change | Refused, kind: Kind = "answer") -> Entry:
    assert isinstance(found, Change), found
    return record(root, drafted(kind, found, MAYOR, "r", DAY), found.edits, clock)


def text(root: Path, file: str) -> str:
    return (root / file).read_text()


ALPHA = "projects/alpha.toml"


# where an answer goes ---------------------------------------------------------------------------
def test_a_bare_answer_is_replaced_in_its_place(town: Path) -> None:
    entry = recorded(town, answered(town, "alpha", "cost", 60_000))
    assert "cost = 60_000 # a first estimate\n" in text(town, ALPHA)
    assert entry.about == ("project:alpha", "field:cost")
    assert (entry.details["before"], entry.details["after"]) == ("50_000", "60_000")


def test_a_new_answer_stands_below_the_others_and_above_the_tables(town: Path) -> None:
    recorded(town, answered(town, "beta", "size", "small"))
    assert text(town, "projects/beta.toml").splitlines()[:6] == [
        'title = "Beta"', 'stage = "trial"', 'owner = "Parks"', "ready = false",
        'size = "small"', "",
    ]  # fmt: skip


def test_remarks_make_a_record_and_belong_to_one_value(town: Path) -> None:
    remarks = Remarks(source="memo of 3 May", by="fund", confidence="low")
    recorded(town, answered(town, "alpha", "cost", 60_000, remarks))
    assert tomllib.loads(text(town, ALPHA))["cost"] == {
        "value": 60_000, "source": "memo of 3 May", "by": "fund", "confidence": "low",
    }  # fmt: skip
    recorded(town, answered(town, "alpha", "cost", 70_000))
    assert tomllib.loads(text(town, ALPHA))["cost"] == {"value": 70_000}


def test_a_range_and_back(town: Path) -> None:
    recorded(town, answered(town, "alpha", "cost", {"low": 1, "high": 2}))
    assert "cost = { low = 1, high = 2 } # a first estimate\n" in text(town, ALPHA)
    assert hexvet.load(town).projects["alpha"].cells["cost"] == Interval(1, 2)
    recorded(town, answered(town, "alpha", "cost", 3))
    assert "cost = { value = 3 } # a first estimate\n" in text(town, ALPHA)


def test_an_answer_written_as_a_table_keeps_its_comments(town: Path) -> None:
    settings = town / "hexvet.toml"
    settings.write_text(settings.read_text() + (
        "\n[programme.tasks]\n# who knows\nsource = \"minutes\" # of May\n"
        'value = [\n  { name = "Hire" }, # first\n]\n'
    ))  # fmt: skip
    recorded(town, answered(town, "programme", "tasks", [{"name": "Wait"}], Remarks(source="mail")))
    after = settings.read_text()
    assert '# who knows\nsource = "mail" # of May\nvalue = [{ name = "Wait" }]\n' in after
    assert "# Who decides and answers." in after


def test_the_programme_is_answered_in_the_settings(town: Path) -> None:
    found = answered(town, "programme", "places", 5)
    entry = recorded(town, found)
    assert "[programme]\nplaces = 5\n" in text(town, "hexvet.toml")
    assert entry.about == ("project:programme", "field:places")


def test_a_party_answers_in_a_file_of_its_own(town: Path) -> None:
    recorded(town, answered(town, "delta", "size", "small", party="mayor"))
    assert text(town, "assessments/mayor/delta.toml") == 'size = "small"\n'
    assert "size" not in hexvet.load(town).projects["delta"].cells  # nobody has finished
    workspace = hexvet.load(town)
    entry = recorded(town, finish(workspace, at(workspace, "delta", "mayor"), True))
    assert entry.about == ("project:delta", "field:finished", "party:mayor")
    assert hexvet.load(town).projects["delta"].cells["size"] == "small"
    workspace = hexvet.load(town)
    again = finish(workspace, at(workspace, "delta", "mayor"), True)
    assert again == Objection("the answers of mayor are finished already")
    recorded(town, finish(workspace, at(workspace, "delta", "mayor"), False))
    assert "size" not in hexvet.load(town).projects["delta"].cells


def test_unknown_takes_an_answer_away(town: Path) -> None:
    recorded(town, answered(town, "alpha", "cost", None))
    assert "cost" not in text(town, ALPHA)
    assert answered(town, "alpha", "cost", None) == Objection(
        "cost is unknown already", "nothing to take away"
    )


def test_the_same_answer_is_no_news(town: Path) -> None:
    found = answered(town, "alpha", "cost", 50_000)
    assert found == Objection("alpha says so already", "cost = 50_000")


def test_what_will_be_is_known_before_it_is(town: Path) -> None:
    workspace = hexvet.load(town)
    found = answered(town, "beta", "ready", True)
    assert isinstance(found, Change)
    before, after = (hexvet.evaluate(one, DAY) for one in (workspace, found.workspace))
    assert shifts(before, after, "beta") == (
        Shift("check", "town/departments", "failed", "passed"),
        Shift("gate", "trial", "stop", "pass"),
    )
    recorded(town, found)
    assert hexvet.load(town).projects == found.workspace.projects


def test_the_programme_touches_many_projects(town: Path) -> None:
    workspace = hexvet.load(town)
    found = answered(town, "programme", "places", 0)
    assert isinstance(found, Change)
    before, after = (hexvet.evaluate(one, DAY) for one in (workspace, found.workspace))
    assert shifts(before, after, "programme") == (
        Shift("check", "town/room", "passed", "failed"),
        Shift("gate", "idea", "pass", "stop", 2),  # alpha and beta
        Shift("gate", "idea", "hold", "stop", 1),  # delta has no owner yet
    )


def test_a_withdrawn_project_is_answered_and_shifts_nothing(town: Path) -> None:
    workspace = hexvet.load(town)
    found = answered(town, "gamma", "ready", False)
    recorded(town, found)
    assert isinstance(found, Change)
    before, after = (hexvet.evaluate(one, DAY) for one in (workspace, found.workspace))
    assert shifts(before, after, "gamma") == ()


# what is refused --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("id_", "party", "message", "hint"),
    [
        ("alpa", "", "there is no project 'alpa'", "did you mean 'alpha'?"),
        ("omega", "", "there is no project", "there are: alpha, beta, delta, gamma, programme"),
        ("alpha", "mayer", "there is no party 'mayer'", "did you mean 'mayor'?"),
        ("alpha", "../x", "there is no party '../x'", "lowercase letters"),
        ("programme", "mayor", "parties answer about projects", "leave --party out"),
    ],
)
def test_whom_one_cannot_answer_for(
    town: Path, id_: str, party: str, message: str, hint: str
) -> None:
    found = subject_of(hexvet.load(town), id_, party)
    assert isinstance(found, Objection)
    assert message in found.message
    assert hint in found.hint


@pytest.mark.parametrize(
    ("id_", "name", "message", "hint"),
    [
        ("alpha", "stage", "a project's stage changes by a decision only",
         "hexvet decide alpha --to STAGE --by ROLE --reason TEXT"),
        ("alpha", "cots", "there is no field 'cots'", "did you mean 'cost'?"),
        ("alpha", "places", "'places' is not asked of a project", "hexvet answer programme places"),
        ("programme", "cost", "'cost' is not asked of a programme", "hexvet answer PROJECT cost"),
        ("alpha", "zzz", "there is no field 'zzz'", "hexvet packs --fields lists them"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered(town: Path, id_: str, name: str, message: str, hint: str) -> None:
    workspace = hexvet.load(town)
    found = field_of(workspace, at(workspace, id_), name)
    assert isinstance(found, Objection)
    assert (found.message, found.hint[: len(hint)]) == (message, hint)


@pytest.mark.parametrize(
    ("name", "value", "remarks", "code"),
    [
        ("cost", -1, Remarks(), "WS014"),
        ("cost", 1e300, Remarks(), "WS015"),
        ("cost", float("nan"), Remarks(), "WS015"),
        ("cost", "dear", Remarks(), "WS012"),
        ("cost", {"low": 2, "high": 1}, Remarks(), "WS016"),
        ("ready", {"low": False, "high": True}, Remarks(), "WS016"),
        ("size", "huge", Remarks(), "WS013"),
        ("owner", "", Remarks(), "WS019"),
        ("owner", "a\x1b[31mb", Remarks(), "WS018"),
        ("owner", "x" * 10_001, Remarks(), "WS019"),
        ("owner", "x", Remarks(confidence="certain"), "WS013"),
        ("owner", "x", Remarks(source="a\x07b"), "WS018"),
        ("votes", [{"party": "clerk"}], Remarks(), "WS013"),
    ],
)
def test_a_value_that_its_field_does_not_take(
    town: Path, name: str, value: object, remarks: Remarks, code: str
) -> None:
    before = text(town, ALPHA)
    found = answered(town, "alpha", name, value, remarks)
    assert isinstance(found, tuple)
    assert [problem.code for problem in found] == [code]
    assert text(town, ALPHA) == before


# votes ------------------------------------------------------------------------------------------
def voted(root: Path, id_: str, **row: object) -> Change | Refused:
    workspace = hexvet.load(root)
    field = vote_field(workspace)
    assert isinstance(field, Field)
    whole = {"party": None, "vote": None, "date": DAY, "reason": None, **row}
    return vote(workspace, at(workspace, id_), field, whole)


def test_the_first_vote_makes_the_table(town: Path) -> None:
    entry = recorded(town, voted(town, "alpha", party="town", vote="yes"), "vote")
    assert 'votes = [{ party = "town", vote = "yes", date = 2026-05-04 }]\n' in text(town, ALPHA)
    assert entry.kind == "vote"


def test_votes_go_on_as_they_are_written(town: Path) -> None:
    recorded(town, voted(town, "beta", party="fund", vote="no", reason="Too dear"), "vote")
    after = text(town, "projects/beta.toml")
    assert after.endswith(
        '[[votes]]\nparty = "town"\nvote = "yes"\n\n'
        '[[votes]]\nparty = "fund"\nvote = "no"\ndate = 2026-05-04\nreason = "Too dear"\n'
    )


def test_a_party_votes_again_in_its_row(town: Path) -> None:
    recorded(town, voted(town, "beta", party="town", vote="no"), "vote")
    assert tomllib.loads(text(town, "projects/beta.toml"))["votes"] == [
        {"party": "town", "vote": "no", "date": DAY}
    ]
    assert isinstance(voted(town, "beta", party="town", vote="no"), Objection)


def test_a_vote_is_taken_back(town: Path) -> None:
    recorded(town, voted(town, "beta", party="town", date=None), "vote")
    assert tomllib.loads(text(town, "projects/beta.toml"))["votes"] == [{"party": "town"}]
    assert isinstance(voted(town, "beta", party="fund", date=None), Objection)


def test_votes_with_a_source_keep_it(town: Path) -> None:
    path = town / ALPHA
    path.write_text(path.read_text() + 'votes = { value = [], source = "minutes" }\n')
    recorded(town, voted(town, "alpha", party="town", vote="yes"), "vote")
    assert tomllib.loads(text(town, ALPHA))["votes"] == {
        "value": [{"party": "town", "vote": "yes", "date": DAY}], "source": "minutes",
    }  # fmt: skip


def test_a_pack_without_votes_says_so(town: Path) -> None:
    rules = town / "rules/town.toml"
    rules.write_text(rules.read_text().replace("[field.votes]", "[field.ballots]").replace(
        "columns = { party", "columns = { who"
    ))  # fmt: skip
    assert isinstance(vote_field(hexvet.load(town)), Objection)


# resolutions ------------------------------------------------------------------------------------
def resolved(root: Path, name: str, value: object, reason: str = "Agreed") -> Change | Refused:
    workspace = hexvet.load(root)
    field = field_of(workspace, at(workspace, "alpha"), name)
    assert isinstance(field, Field)
    return resolve(workspace, at(workspace, "alpha"), field, value, Remarks(reason=reason))


def test_what_the_parties_dispute_is_settled(town: Path) -> None:
    assert hexvet.load(town).projects["alpha"].evidence["size"].disputed
    recorded(town, resolved(town, "size", "large"), "resolution")
    found = hexvet.load(town).projects["alpha"].evidence["size"]
    assert (found.cell, found.disputed, found.reason) == ("large", False, "Agreed")
    assert [one.cell for one in found.answers] == ["large", "small"]  # they stay as they were


def test_a_range_of_two_parties_is_settled_too(town: Path) -> None:
    assert hexvet.load(town).projects["alpha"].cells["share"] == Interval(0.2, 0.4)
    recorded(town, resolved(town, "share", 0.25), "resolution")
    assert hexvet.load(town).projects["alpha"].cells["share"] == Interval(0.25, 0.25)
    # and settled once more
    recorded(town, resolved(town, "share", 0.3, "Counted"), "resolution")
    assert hexvet.load(town).projects["alpha"].cells["share"] == Interval(0.3, 0.3)


@pytest.mark.parametrize(
    ("name", "value", "reason", "message"),
    [
        ("cost", 3, "r", "cost has no answers that differ"),
        ("owner", "x", "r", "owner has no answers that differ"),
        ("size", "large", "", "a resolution needs a reason"),
        ("size", None, "r", "unknown resolves nothing"),
    ],
)
def test_what_is_no_resolution(
    town: Path, name: str, value: object, reason: str, message: str
) -> None:
    found = resolved(town, name, value, reason)
    assert isinstance(found, Objection)
    assert found.message == message
