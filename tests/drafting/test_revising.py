"""What saving rules means, who it is recorded by, and packs that extend shipped ones."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from desks import DAY, Desk

import hexvet
from hexvet.documents import Document, parse_document
from hexvet.drafting import Draft, extending, judge
from hexvet.drafting.extending import Extension, extension
from hexvet.drafting.revising import Revising, file_of, noticing, recorded, revising, told
from hexvet.drafting.revisions import InForce, in_force, revisions, text_of
from hexvet.granting import Objection
from hexvet.journal import record
from hexvet.packs.loading import shipped_folder
from hexvet.people import Actor
from hexvet.problems import Unusable
from hexvet.undoing import Undoing, draft, undoing

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
    assert told(found) == (
        "The draft has errors: what flips cannot be told, and it cannot be saved.",
    )
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
    assert (whole.mistakes, whole.effect) == (other.mistakes, other.effect)
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


SHIPPED = shipped_folder() / "nirn_hexagon.toml"


def drafted(workspace: hexvet.Workspace, *swaps: tuple[str, str]) -> Draft:
    """The shipped pack as it stands, or with pieces swapped."""
    text = SHIPPED.read_text()
    for old, new in swaps:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return Draft(workspace.root, SHIPPED, "rules/nirn_hexagon.toml", text)


def extended(workspace: hexvet.Workspace, kind: str, name: str) -> Extension:
    found = extension(workspace, drafted(workspace), kind, name)
    assert isinstance(found, Extension)
    return found


def test_an_extension_loads_and_overrides_the_rule(city: hexvet.Workspace) -> None:
    found = extended(city, "param", "nirn_high")
    assert (found.file, found.pack, found.replaces) == (
        "rules/new_springfield.toml", "new-springfield", "nirn-hexagon",
    )  # fmt: skip
    document = parse_document(found.text, found.file)
    assert isinstance(document, Document)
    assert document.data["pack"]["extends"] == ["nirn-hexagon@1"]  # type: ignore[index]
    [(target, override)] = document.data["override"].items()  # type: ignore[attr-defined]
    assert target == "nirn-hexagon/nirn_high"
    assert override["value"] == 4
    assert found.text.split("\n")[found.row] == "value  = 4"


def test_saved_it_takes_the_place_of_what_it_extends(city: hexvet.Workspace) -> None:
    found = extended(city, "param", "nirn_high")
    text = found.text.replace("value  = 4", "value  = 5")
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
    again = extension(after, drafted(after), "param", "nirn_high")
    assert isinstance(again, Objection)
    assert "overrides nirn-hexagon/nirn_high already" in again.message
    second = extended(after, "section", "need")
    assert (second.file, second.replaces) == (found.file, "")
    grown = second.text
    assert grown.startswith(text.rstrip())
    assert '[override."nirn-hexagon/' in grown.removeprefix(text.rstrip())


def test_without_a_rule_it_only_extends(city: hexvet.Workspace) -> None:
    found = extended(city, "", "")
    document = parse_document(found.text, found.file)
    assert isinstance(document, Document)
    assert "override" not in document.data


def test_every_rule_of_a_shipped_pack_can_be_overridden(city: hexvet.Workspace) -> None:
    pack = city.loaded[0].composition
    assert pack is not None
    draft = Draft(city.root, city.root / "rules" / "x.toml", "rules/x.toml", "", "nirn-hexagon")
    for kind, name in pack.entries:
        if kind != "test":
            text = extended(city, kind, name).text
            assert judge(replace(draft, text=text), None, lint=False).errors == 0, (kind, name)


def test_an_extension_says_otherwise_all_that_the_draft_does(city: hexvet.Workspace) -> None:
    swaps = (
        ("value  = 4\n", "value  = 3\n"),
        ('label   = "Need"\n', 'label   = "Want"\n'),
        ("[section.need]\n", '[let.both]\nexpr = "nirn_need + nirn_fit"\n\n[section.need]\n'),
    )
    draft = drafted(city, *swaps)
    found = extension(city, draft, "section", "fit")
    assert isinstance(found, Extension)
    document = parse_document(found.text, found.file)
    assert isinstance(document, Document)
    overrides = document.data["override"]
    assert {name: dict(one) for name, one in overrides.items()} == {  # type: ignore[attr-defined]
        "nirn-hexagon/nirn_high": {"value": 3, "reason": extending._REASON},
        "nirn-hexagon/nirn_need": {"label": "Want", "reason": extending._REASON},
    }
    assert document.data["let"] == {"both": {"expr": "nirn_need + nirn_fit"}}
    assert found.text.split("\n")[found.row] == 'label  = "Want"'


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('version   = "1.0.0"', 'version   = "1.1.0"', "[pack]"),
        ("[test.all_high]", "[test.all_very_high]", "[test]"),
        ("[criterion.need_rated_high]", "[criterion.need_high]", "criterion need_rated_high"),
        ('label   = "Need"\n', "", "label of field nirn_need"),
        ("value  = 4\n", "value  = \n", "does not load"),
    ],
)
def test_what_no_extension_can_say_is_refused_with_a_way_out(
    city: hexvet.Workspace, old: str, new: str, words: str
) -> None:
    found = extension(city, drafted(city, (old, new)), "param", "nirn_high")
    assert isinstance(found, Objection)
    assert words in found.message
    assert found.hint


def test_a_pack_that_extends_it_already_takes_the_changes(city: hexvet.Workspace) -> None:
    first = extended(city, "param", "nirn_high")
    own = first.text.replace("value  = 4", "value  = 2  # ours")
    draft = drafted(
        city, ("value  = 4\n", "value  = 3\n"), ('label   = "Need"\n', 'label   = "Want"\n')
    )
    (city.root / "rules").mkdir()
    (city.root / first.file).write_text(own)
    settings = city.root / "hexvet.toml"
    settings.write_text(settings.read_text().replace("nirn-hexagon", first.pack))
    found = extension(hexvet.load(city.root), draft, "", "", {first.file: f"# mine\n{own}"})
    assert isinstance(found, Extension)
    assert (found.file, found.replaces) == (first.file, "")
    changed = own.replace("value  = 2  # ours", "value  = 3  # ours")
    assert found.text.startswith(f"# mine\n{changed.rstrip()}")
    assert '[override."nirn-hexagon/nirn_need"]\nlabel  = "Want"' in found.text


def test_a_pack_is_changed_by_hand_when_another_file_stands_in_for_the_recorded_one(
    city: hexvet.Workspace,
) -> None:
    own = city.root / "rules" / "nirn_hexagon.toml"
    text = SHIPPED.read_text().replace("value  = 4\n", "value  = 3\n")
    plan = revising(Draft(city.root, own, "rules/nirn_hexagon.toml", text), None, None, DAY)
    recorded(plan, WHO, "Ours", clock)

    def now() -> InForce:
        return in_force(city.root, hexvet.load(city.root).packs)["nirn-hexagon"]

    assert now() == (1, False)
    own.write_text(text + "# by hand\n")
    assert now() == (1, True)
    own.unlink()
    assert now() == (1, True)


def test_the_revision_in_force_is_the_one_whose_text_it_is(desk: Desk) -> None:
    def now() -> InForce:
        return in_force(desk.root, hexvet.load(desk.root).packs)["town"]

    assert now() == (0, False), "the journal never named it"
    first = meant(desk, desk.swapped("value = 24", "value = 10"))
    entry = recorded(first, WHO, "One", clock)
    assert (first.number, now()) == (2, (2, False))
    back = undoing(desk.root, entry.number)
    assert isinstance(back, Undoing)
    record(desk.root, draft(back, WHO, "Too early"), back.edits, clock)
    assert (desk.root / NAME).read_text() == desk.text
    assert now() == (1, False)
    recorded(meant(desk, desk.swapped("value = 24", "value = 9")), WHO, "Two", clock)
    assert now() == (3, False)
    (desk.root / NAME).write_text(desk.text)
    assert now() == (3, True), "an older text that somebody typed is no revision in force"


def test_packs_are_looked_up_together_as_each_alone(city: hexvet.Workspace) -> None:
    file = city.root / "rules" / "nirn_hexagon.toml"
    plan = revising(Draft(city.root, file, "rules/nirn_hexagon.toml", SHIPPED.read_text()),
                    None, None, DAY)  # fmt: skip
    recorded(plan, WHO, "Ours", clock)
    file.write_text(SHIPPED.read_text() + "# by hand\n")
    settings = city.root / "hexvet.toml"
    settings.write_text(settings.read_text().replace("[", '["la-model", '))
    packs = hexvet.load(city.root).packs
    assert in_force(city.root, packs) == {"la-model": (0, False), "nirn-hexagon": (1, True)}
    assert in_force(city.root, packs[:1]) == {"la-model": (0, False)}
    assert in_force(city.root, ()) == {}


def test_what_was_recorded_meanwhile_is_not_recorded_again(desk: Desk) -> None:
    first = meant(desk, desk.swapped("value = 24", "value = 10"))
    recorded(first, WHO, "One", clock)
    assert noticing(desk.root, NAME, DAY) is None
    (desk.root / NAME).write_text(desk.text)
    found = noticing(desk.root, NAME, DAY)
    assert found is not None
    assert found.number == first.number + 1
    assert found.effect is not None and found.effect.flips == first.effect.flips  # type: ignore[union-attr]
    assert recorded(found, WHO, "Two", clock).details["revision"] == found.number
    with pytest.raises(Unusable, match="recorded meanwhile"):
        recorded(found, WHO, "Three", clock)


def test_an_extension_has_the_effect_of_the_draft_that_it_takes_over() -> None:
    root = Path(__file__).parents[2] / "sample_data" / "los-angeles"
    found = hexvet.evaluate(hexvet.load(root), datetime.date(2026, 10, 1))
    path = shipped_folder() / "la_model.toml"
    text = path.read_text()
    old = '[param.max_selected]\nlabel  = "Projects that may run at once"\nvalue  = 3\n'
    assert old in text
    changed = text.replace(old, old.replace("3", "1"))
    changed = changed.replace('severity  = "blocker"', 'severity  = "warning"', 3)
    draft = Draft(root, path, "rules/la_model.toml", changed)
    extended = extension(found.workspace, draft, "", "")
    assert isinstance(extended, Extension)
    own = Draft(root, root / extended.file, extended.file, extended.text, extended.replaces)
    wanted, judged = (judge(one, found, lint=False).effect for one in (draft, own))
    assert wanted is not None
    assert judged is not None
    assert len(wanted.projects) > 1
    assert (judged.projects, judged.programme, judged.gates, judged.flips) == (
        wanted.projects, wanted.programme, wanted.gates, wanted.flips,
    )  # fmt: skip
