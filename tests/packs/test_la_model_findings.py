"""What follows from what in the L.A. Model: told to whom, and why, down to the line of a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import hexvet
from hexvet.findings import Inferred, infer
from hexvet.inference.worker import Worker
from hexvet.model import Explanation, Finding

AS_OF = datetime.date(2016, 3, 1)

# In delivery; the sponsor last looked 92 days ago.
BUYING = """
title = "Buying"
stage = "delivery"
selected = true
sponsor_last_contact = 2015-11-30
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One process for all of these tests."""
    with Worker() as found:
        yield found


@pytest.fixture
def city(tmp_path: Path, worker: Worker) -> City:
    """A city of its own."""
    return City(tmp_path, worker)


class City:
    """A workspace that the L.A. Model judges."""

    def __init__(self, folder: Path, worker: Worker) -> None:
        self.folder, self.worker = folder, worker

    def judged(
        self,
        projects: Mapping[str, str],
        programme: str = "",
        waivers: str = "",
        as_of: datetime.date = AS_OF,
    ) -> Inferred:
        """What is found when the folder holds these files."""
        head = 'format = 1\ncity = "Somewhere"\npacks = ["la-model"]\n[programme]\n'
        (self.folder / "hexvet.toml").write_text(head + programme, encoding="utf-8")
        (self.folder / "projects").mkdir()
        for id_, text in projects.items():
            (self.folder / f"projects/{id_}.toml").write_text(text, encoding="utf-8")
        if waivers:
            (self.folder / "waivers.toml").write_text(waivers, encoding="utf-8")
        workspace = hexvet.load(self.folder)
        assert not workspace.problems
        found = infer(hexvet.evaluate(workspace, as_of), self.worker)
        assert not found.troubles
        return found


def named(inferred: Inferred, name: str) -> Finding:
    """The one finding of a name."""
    (found,) = [one for one in inferred.findings if one.id == f"la-model/{name}"]
    return found


def told(inferred: Inferred) -> dict[str, str]:
    """Each finding with the role that it is told to."""
    return {one.id.partition("/")[2]: one.to for one in inferred.findings}


def walk(tree: Explanation) -> Iterator[Explanation]:
    """A tree and everything below it."""
    yield tree
    for part in tree.parts:
        yield from walk(part)


def test_a_silent_sponsor_is_taken_to_the_appointee(city: City) -> None:
    inferred = city.judged({"buying": BUYING}, 'team = [ { role = "mayors_appointee" } ]')
    assert told(inferred) == {"sponsor_silent": "appointee"}
    assert "92 days" in named(inferred, "sponsor_silent").message


def test_without_an_appointee_it_is_taken_to_the_mayor(city: City) -> None:
    inferred = city.judged({"buying": BUYING}, "team = []")
    assert told(inferred) == {"sponsor_silent": "appointee", "nobody_to_tell": "mayor"}


def test_an_escalation_explains_itself_down_to_the_line_of_the_evidence(city: City) -> None:
    """A finding, from a finding, from a check, from an answer."""
    inferred = city.judged({"buying": BUYING}, "team = []")
    tree = inferred.derivation(named(inferred, "nobody_to_tell"))
    nodes = {node.rule: node for node in walk(tree)}
    assert nodes["la-model/nobody_to_tell"].to == "mayor"
    assert nodes["la-model/sponsor_silent"].kind == "finding"
    check = nodes["la-model/sponsor_attention"]
    assert (check.kind, check.verdict) == ("check", "failed")
    places = {
        (evidence.where.file, evidence.where.path)
        for node in walk(tree)
        for reason in node.reasons
        for evidence in reason.evidence
    }
    assert ("projects/buying.toml", ("sponsor_last_contact",)) in places


def test_a_waiver_quiets_the_check_and_its_findings(city: City) -> None:
    waiver = """
        [waiver.holiday]
        check = "la-model/sponsor_attention"
        project = "buying"
        role = "mayor"
        name = "The Mayor"
        reason = "Away until April"
        granted = 2016-02-01
        expires = 2016-03-31
    """
    inferred = city.judged({"buying": BUYING}, "team = []", waiver)
    assert not inferred.findings


def test_what_is_waived_and_what_builds_on_it(city: City) -> None:
    """Nobody asked the workers; so nobody can win them, whatever the waiver says."""
    project = 'title = "Buying"\nstage = "delivery"\nengagement = []\nbuy_in = false\n'
    waiver = """
        [waiver.later]
        check = "la-model/workers_engaged"
        project = "buying"
        role = "mayor"
        name = "The Mayor"
        reason = "After the summer"
        granted = 2016-02-01
        expires = 2016-04-15
    """
    inferred = city.judged({"buying": project}, waivers=waiver)
    found = named(inferred, "waiver_undermines")
    assert (found.about, found.to) == (("buying",), "auditor")
    assert "2016-04-15" in found.message


def test_a_finding_about_the_programme_blocks_every_project(city: City) -> None:
    programme = 'overseer = "The Fund"\nspender = "The Fund"\n'
    projects = {"one": 'title = "One"\nstage = "launch"', "two": 'title = "Two"\nstage = "intake"'}
    inferred = city.judged(projects, programme)
    found = named(inferred, "overseer_spends")
    assert found.about == ()
    assert [[*inferred.blocked(id_)] for id_ in projects] == [["launch"], ["launch"]]


def test_a_gate_that_passes_is_not_eligible_when_the_fund_is_empty(city: City) -> None:
    """The gate of selection passes; two candidates ask for 60 of 100."""
    programme = """
        funding = [ { source = "Donors", sector = "private", amount = 100, status = "committed" } ]
        partners = [ { type = "government" }, { type = "philanthropy" }, { type = "private" } ]
        convener = true
        sponsor = "The Mayor"
        sponsor_elected = true
        agenda = "Basics"
        committee = "Jobs"
        endorsements = [ { body = "executive" }, { body = "council" } ]
    """
    project = """
        title = "{id}"
        stage = "selection"
        vetted = true
        resources_after = "Two posts"
        start = 2016-07-01
        end = 2018-06-30
        departments = [ {{ name = "Fleet", support = "given" }} ]
        votes = [
            {{ party = "government", vote = "yes" }}, {{ party = "philanthropy", vote = "yes" }},
            {{ party = "private", vote = "yes" }} ]
        funding_ask = [ {{ source = "Donors", year = 2016, amount = 60 }} ]
    """
    inferred = city.judged({id_: project.format(id=id_) for id_ in ("one", "two")}, programme)
    for id_ in ("one", "two"):
        assert inferred.assessment.project(id_).gates["selection"].state == "pass"
        (why,) = inferred.blocked(id_)["selection"]
        assert (why.id, why.to) == ("la-model/asks_of_empty_source", "fund")
        assert "selection" not in inferred.eligible(id_)


def test_silence_about_everything_makes_no_finding(city: City) -> None:
    """What nobody has told is unknown, and unknown is nobody's fault."""
    stages = ("intake", "vetting", "selection", "launch", "delivery", "close")
    projects = {stage: f'title = "P"\nstage = "{stage}"\nselected = true' for stage in stages}
    assert not city.judged(projects).findings
