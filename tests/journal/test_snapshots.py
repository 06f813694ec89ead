"""What was judged is kept whole, and can be laid out again as a workspace."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import hexvet
from hexvet.journal import Draft, Snapshot, kept, record, restore, snapshot
from hexvet.journal.lines import digest
from hexvet.journal.model import Clock, Entry
from hexvet.journal.revisions import revision
from hexvet.journal.splicing import Write
from hexvet.journal.store import manifest, place_of, read_manifest
from hexvet.problems import Problem, Unusable

from .conftest import FILES, HARBOUR, SETTINGS, STATION, codes

PACK = """\
[pack]
id = "our"
title = "Our"
version = "1.2.0"
format = 1

[field.cost]
type = "number"

[gate.start]
order = 1

[check.cheap]
require = "cost <= 300"
severity = "blocker"
gate = "start"
remedy = "Spend less."
"""
ALL_PROJECTS = """
[check.few]
of = "programme"
require = "count(projects where cost > 0) < 5"
severity = "warning"
gate = "start"
remedy = "Choose fewer."
"""


@pytest.fixture
def ours(city: Path) -> Path:
    """The city with a pack of its own and one party's answers."""
    (city / "hexvet.toml").write_text(SETTINGS.replace("la-model", "our"))
    (city / "rules").mkdir()
    (city / "rules" / "our.toml").write_text(PACK)
    (city / "waivers.toml").write_text("# none\n")
    (city / "assessments" / "mayor").mkdir(parents=True)
    (city / "assessments" / "mayor" / "harbour.toml").write_text("cost = 7\n")
    (city / "assessments" / "mayor" / "station.toml").write_text("cost = 8\n")
    return city


def decided(root: Path, clock: Clock, inputs: Snapshot) -> Entry:
    return record(root, Draft("decision", "anna", inputs=inputs), [], clock)


SHARED = {"hexvet.toml", "waivers.toml", "rules/our.toml"}
HARBOURS = {FILES[0], "assessments/mayor/harbour.toml"}
STATIONS = {FILES[1], "assessments/mayor/station.toml"}


def test_one_project_is_kept_with_all_that_judges_it(ours: Path) -> None:
    found = snapshot(hexvet.load(ours), ["harbour"])
    assert found.files.keys() == SHARED | HARBOURS == found.watched
    assert found.files[FILES[0]] == HARBOUR
    assert found.packs == {"our": "1.2.0"}


def test_all_projects_are_kept_when_nobody_says_which(ours: Path) -> None:
    assert snapshot(hexvet.load(ours)).files.keys() == SHARED | HARBOURS | STATIONS


def test_a_rule_that_reads_all_projects_keeps_all(ours: Path) -> None:
    (ours / "rules" / "our.toml").write_text(PACK + ALL_PROJECTS)
    workspace = hexvet.load(ours)
    assert workspace.errors == ()
    assert snapshot(workspace, ["harbour"]).files.keys() == SHARED | HARBOURS | STATIONS


def test_a_shipped_pack_is_kept_and_not_watched(los_angeles: Path) -> None:
    found = snapshot(hexvet.load(los_angeles), ["procurement"])
    assert "rules/la_model.toml" in found.files
    assert "rules/la_model.toml" not in found.watched
    assert "projects/procurement.toml" in found.watched


def test_a_kept_workspace_judges_as_it_did(ours: Path, clock: Clock, tmp_path: Path) -> None:
    workspace = hexvet.load(ours)
    entry = decided(ours, clock, snapshot(workspace))
    shutil.rmtree(ours / "rules")
    (ours / FILES[0]).unlink()
    restore(ours, entry.inputs, tmp_path / "then")
    again = hexvet.load(tmp_path / "then")
    assert again.errors == ()
    before, after = (hexvet.evaluate(one, entry.at.date()) for one in (workspace, again))
    for id_ in ("harbour", "station"):
        assert after.project(id_).checks == before.project(id_).checks


def test_texts_are_kept_byte_for_byte(city: Path, clock: Clock, tmp_path: Path) -> None:
    texts = {"projects/a.toml": "\ufefftitle = 'Grüße'\r\n", "rules/x.toml": ""}
    entry = decided(city, clock, Snapshot(texts, {"x": "1"}))
    restore(city, entry.inputs, tmp_path / "then")
    for name, text in texts.items():
        assert (tmp_path / "then" / name).read_bytes() == text.encode()
    content = kept(city, entry.inputs, "json")
    assert content == manifest(Snapshot(texts, {"x": "1"}))
    assert read_manifest(city, entry.inputs) == {
        name: digest(text.encode()) for name, text in texts.items()
    }


def test_what_is_missing_is_named(city: Path, clock: Clock, tmp_path: Path) -> None:
    entry = decided(city, clock, Snapshot({FILES[0]: HARBOUR, FILES[1]: STATION}, {}))
    (city / place_of(digest(HARBOUR.encode()))).unlink()
    (city / place_of(digest(STATION.encode()))).write_text("changed")
    with pytest.raises(Unusable) as caught:
        restore(city, entry.inputs, tmp_path / "then")
    assert codes(list(caught.value.problems)) == ["JN006", "JN007"]
    (city / place_of(entry.inputs, "json")).unlink()
    with pytest.raises(Unusable) as caught:
        restore(city, entry.inputs, tmp_path / "then")
    assert codes(list(caught.value.problems)) == ["JN006"]


@pytest.mark.parametrize("name", ["../x.toml", "/tmp/x.toml", "a/../../x", "", "a//b", "x\0y", "."])
def test_a_name_that_leads_out_is_never_written(
    city: Path, clock: Clock, tmp_path: Path, name: str
) -> None:
    decided(city, clock, Snapshot({"x.toml": "x = 1\n"}, {}))
    content = json.dumps({"files": {name: digest(b"x = 1\n")}}).encode()
    path = city / place_of(digest(content), "json")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    before = {one for one in tmp_path.rglob("*") if "then" not in one.parts}
    with pytest.raises(Unusable):
        restore(city, digest(content), tmp_path / "then")
    assert {one for one in tmp_path.rglob("*") if "then" not in one.parts} == before


@pytest.mark.parametrize("sha256", ["", "x" * 64, "../" * 21 + "a", "A" * 64, "0" * 63])
def test_only_a_digest_names_a_content(city: Path, sha256: str) -> None:
    found = kept(city, sha256)
    assert isinstance(found, Problem)
    assert found.code == "JN006"


# revisions --------------------------------------------------------------------------------------
def test_a_revision_is_drafted_before_it_is_saved(ours: Path, clock: Clock) -> None:
    """As the screen saves rules: the draft tells what flips, then the file is written."""
    (ours / FILES[0]).write_text(HARBOUR.replace("cost = 0", "cost = 400"))
    new = PACK.replace("<= 300", "<= 500")
    write = Write("rules/our.toml", PACK.encode(), new.encode())
    draft = revision(ours, write, "anna", clock().date(), role="mayor", reason="Prices rose.")
    assert (draft.kind, draft.by, draft.role, draft.reason) == (
        "rules", "anna", "mayor", "Prices rose.",
    )  # fmt: skip
    assert draft.about == ("pack:our", "check:our/cheap")
    assert draft.details["revision"] == 2
    # harbour's own file says 400, the mayor's answers are not finished
    assert draft.details["flips"] == [
        {"project": "harbour", "kind": "gate", "rule": "start", "old": "stop", "new": "pass"},
        {"project": "harbour", "kind": "check", "rule": "cheap", "old": "failed", "new": "passed"},
    ]
    assert (ours / "rules" / "our.toml").read_text() == PACK
