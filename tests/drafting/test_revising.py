"""What saving rules means, who it is recorded by, and packs that extend shipped ones."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from desks import DAY, Desk

import hexvet
from hexvet.documents import Document, parse_document
from hexvet.drafting import Draft, judge
from hexvet.drafting.extending import Extension, extension
from hexvet.drafting.revising import Revising, file_of, recorded, revising, told
from hexvet.drafting.revisions import revisions, text_of
from hexvet.granting import Objection
from hexvet.people import Actor
from hexvet.problems import Unusable

NAME = "rules/town.toml"
WHO = Actor("maria", "Maria", "mayor")


def clock() -> datetime.datetime:
    return datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)


def meant(desk: Desk, text: str) -> Revising:
    draft = Draft(desk.root, desk.root / NAME, NAME, text)
    return revising(draft, desk.text, desk.assessment, DAY)


def test_the_words_name_the_change_and_every_flip(desk: Desk) -> None:
    found = meant(desk, desk.swapped("value = 24", "value = 10"))
    words = "\n".join(told(found))
    assert "param longest" in words
    assert "from 24 to 10 months" in words
    assert found.effect is not None
    assert f"{found.effect.flips} verdicts flip, of {len(found.effect.projects)} of 4" in words
    assert words.count("->") == found.effect.flips
    assert (found.number, found.errors, found.edits) == (2, (), ())


def test_what_is_recorded_stands_in_file_and_journal(desk: Desk) -> None:
    new = desk.swapped("value = 24", "value = 10")
    entry = recorded(meant(desk, new), WHO, "As agreed", clock)
    assert (desk.root / NAME).read_text() == new
    assert (entry.by, entry.role, entry.reason) == ("maria", "mayor", "As agreed")
    newest, oldest = revisions(desk.root, NAME)
    assert (newest.number, oldest.number) == (2, 1)
    assert text_of(desk.root, newest) == new
    assert text_of(desk.root, oldest) == desk.text


def test_nothing_is_written_over_what_somebody_else_saved(desk: Desk) -> None:
    found = meant(desk, desk.swapped("value = 24", "value = 10"))
    theirs = desk.text + "# theirs\n"
    (desk.root / NAME).write_text(theirs)
    with pytest.raises(Unusable):
        recorded(found, WHO, "Mine", clock)
    assert (desk.root / NAME).read_text() == theirs


def test_a_text_with_errors_is_never_recorded(desk: Desk) -> None:
    found = meant(desk, desk.swapped("value = 24", "value = ["))
    assert found.errors
    with pytest.raises(Unusable):
        recorded(found, WHO, "Anyway", clock)
    assert (desk.root / NAME).read_text() == desk.text


def test_only_own_packs_have_a_file_to_revise(desk: Desk) -> None:
    assert file_of(desk.root, "town") == NAME
    shipped, unknown = file_of(desk.root, "la-model"), file_of(desk.root, "zebra")
    assert isinstance(shipped, Objection)
    assert isinstance(unknown, Objection)
    assert "read-only" in shipped.message
    (desk.root / NAME).write_text('[pack]\nid = "town"\nx = [')
    assert file_of(desk.root, "town") == NAME, "a broken file can be repaired"


# giving up --------------------------------------------------------------------------------------
class Stop(Exception):
    """Somebody typed on."""


@pytest.mark.parametrize("lint", [False, True])
def test_a_judgement_gives_up_at_every_pause(desk: Desk, lint: bool) -> None:
    draft = Draft(desk.root, desk.root / NAME, NAME, desk.swapped("value = 24", "value = 10"))
    pauses = 0

    def counted() -> None:
        nonlocal pauses
        pauses += 1

    whole = judge(draft, desk.assessment, lint=lint, pause=counted)
    other = judge(draft, desk.assessment, lint=lint)
    assert (whole.mistakes, whole.flips) == (other.mistakes, other.flips)
    assert pauses >= (10 if lint else 2)
    for last in range(pauses):
        left = [None] * last

        def stops(left: list[None] = left) -> None:
            if not left:
                raise Stop
            left.pop()

        with pytest.raises(Stop):
            judge(draft, desk.assessment, lint=lint, pause=stops)


# extending --------------------------------------------------------------------------------------
@pytest.fixture
def city(tmp_path: Path) -> hexvet.Workspace:
    """A workspace that uses a shipped pack as it is."""
    root = tmp_path / "city"
    (root / "projects").mkdir(parents=True)
    (root / "hexvet.toml").write_text(
        'format = 1\ncity = "New Springfield"\npacks = ["nirn-hexagon"]  # ours to choose\n'
    )
    return hexvet.load(root)


def extended(workspace: hexvet.Workspace, kind: str, name: str) -> Extension:
    found = extension(workspace, "nirn-hexagon", kind, name)
    assert isinstance(found, Extension)
    return found


def test_an_extension_loads_and_overrides_the_rule(city: hexvet.Workspace) -> None:
    found = extended(city, "param", "nirn_high")
    assert (found.file, found.pack, found.replaces) == (
        "rules/new_springfield.toml", "new-springfield", "nirn-hexagon",
    )  # fmt: skip
    document = parse_document(found.text(), found.file)
    assert isinstance(document, Document)
    assert document.data["pack"]["extends"] == ["nirn-hexagon@1"]  # type: ignore[index]
    [(target, override)] = document.data["override"].items()  # type: ignore[attr-defined]
    assert target == "nirn-hexagon/nirn_high"
    assert override["value"] == 4
    lines = found.text().rstrip("\n").split("\n")
    assert lines[len(lines) - found.behind].startswith("value")


def test_saved_it_takes_the_place_of_what_it_extends(city: hexvet.Workspace) -> None:
    found = extended(city, "param", "nirn_high")
    text = found.text().replace("value  = 4", "value  = 5")
    path = city.root / found.file
    draft = Draft(city.root, path, found.file, text, found.replaces)
    plan = revising(draft, None, hexvet.evaluate(city, DAY), DAY)
    assert plan.errors == ()
    assert any("nirn_high" in row and "4 to 5" in row for row in told(plan))
    recorded(plan, WHO, "We ask for more", clock)
    assert path.read_text() == text
    settings = (city.root / "hexvet.toml").read_text()
    assert 'packs = ["new-springfield"]  # ours to choose' in settings
    after = hexvet.load(city.root)
    assert [pack.id for pack in after.packs] == ["new-springfield"]
    again = extension(after, "nirn-hexagon", "param", "nirn_high")
    assert isinstance(again, Objection)
    assert "overrides nirn-hexagon/nirn_high already" in again.message
    second = extended(after, "section", "need")
    assert (second.file, second.replaces) == (found.file, "")
    grown = second.text()
    assert grown.startswith(text.rstrip())
    assert '[override."nirn-hexagon/' in grown.removeprefix(text.rstrip())


def test_without_a_rule_it_only_extends(city: hexvet.Workspace) -> None:
    found = extended(city, "", "")
    assert found.added == ""
    document = parse_document(found.text(), found.file)
    assert isinstance(document, Document)
    assert "override" not in document.data


def test_every_rule_of_a_shipped_pack_can_be_overridden(city: hexvet.Workspace) -> None:
    pack = city.loaded[0].composition
    assert pack is not None
    draft = Draft(city.root, city.root / "rules" / "x.toml", "rules/x.toml", "", "nirn-hexagon")
    for kind, name in pack.entries:
        if kind != "test":
            text = extended(city, kind, name).text()
            assert judge(replace(draft, text=text), None, lint=False).errors == 0, (kind, name)
