"""A draft: what is wrong in it, and which verdicts it would flip. Nothing is written."""

from __future__ import annotations

from pathlib import Path

from desks import Desk, effect_of

import hexvet
from hexvet.drafting.judging import Draft, judge
from hexvet.packs.loading import shipped_folder

LIMIT = 'unit  = "months"\nvalue = 24'


def test_the_text_in_force_flips_nothing(desk: Desk) -> None:
    judged = desk.judged(desk.text)
    effect = effect_of(judged)
    assert (judged.errors, effect.flips, effect.projects) == (0, 0, ())


def test_the_verdicts_flip_that_a_full_run_with_the_changed_file_says(desk: Desk) -> None:
    text = desk.swapped(LIMIT, 'unit  = "months"\nvalue = 10')
    effect = effect_of(desk.judged(text))
    found = {
        (one.project, flip.rule, flip.old, flip.new)
        for one in effect.projects
        for flip in one.flips
        if flip.kind == "check"
    }
    (desk.root / "rules" / "town.toml").write_text(text)
    after = hexvet.evaluate(hexvet.load(desk.root), desk.assessment.as_of)
    expected = {
        (name, id_.partition("/")[2], outcome.status, after.project(name).checks[id_].status)
        for name in desk.assessment.workspace.projects
        for id_, outcome in desk.assessment.project(name).checks.items()
        if outcome.status != after.project(name).checks[id_].status
    }
    assert found == expected
    assert expected
    assert effect.total == 4
    assert effect.changes == (
        "param longest (Longest time for a project): falls from 24 to 10 months",
    )


def test_gates_are_counted_from_what_to_what(desk: Desk) -> None:
    effect = effect_of(desk.judged(desk.swapped(LIMIT, 'unit  = "months"\nvalue = 10')))
    turned = [
        (flip.rule, flip.old, flip.new)
        for one in effect.projects
        for flip in one.flips
        if flip.kind == "gate"
    ]
    assert {(*row[:3],): row[3] for row in effect.gates} == {
        flip: turned.count(flip) for flip in turned
    }


def test_a_draft_with_errors_is_not_evaluated(desk: Desk) -> None:
    for text in ("x = [", desk.swapped('"months <= longest"', '"months <= longst"'), "", "\0"):
        judged = desk.judged(text)
        assert judged.pack is None
        assert judged.errors
        assert judged.effect is None
        assert not judged.loads


def test_mistakes_have_their_place_and_errors_come_first(desk: Desk) -> None:
    text = desk.swapped('severity = "warning"\ngate     = "selection"',
                        'severity = "warnin"\ngate     = "selection"')  # fmt: skip
    first = desk.judged(text).mistakes[0]
    row = text.split("\n").index('severity = "warnin"') + 1
    assert (first.problem.place.file, first.problem.place.line) == ("rules/town.toml", row)
    assert first.is_error


def test_lint_adds_weaknesses_that_do_not_stop_it(desk: Desk) -> None:
    judged = desk.judged(desk.text, lint=True)
    assert judged.pack is not None
    assert judged.mistakes
    assert judged.errors == 0


def test_a_base_pack_is_compared_through_the_pack_that_extends_it(desk: Desk) -> None:
    rules = desk.root / "rules"
    (rules / "own.toml").write_text(
        '[pack]\nid = "own"\ntitle = "Own"\nversion = "1.0.0"\nformat = 1\nextends = ["town@1"]\n'
    )
    settings = desk.root / "hexvet.toml"
    settings.write_text(settings.read_text().replace('["town"]', '["own"]'))
    found = hexvet.evaluate(hexvet.load(desk.root), desk.assessment.as_of)
    draft = Draft(desk.root, rules / "town.toml", "rules/town.toml",
                  desk.swapped(LIMIT, 'unit  = "months"\nvalue = 10'))  # fmt: skip
    judged = judge(draft, found, lint=False)
    assert effect_of(judged).flips


def test_a_pack_that_the_city_does_not_use_flips_nothing_and_says_so(desk: Desk) -> None:
    path = shipped_folder() / "nirn_hexagon.toml"
    draft = Draft(desk.root, path, "rules/nirn_hexagon.toml", path.read_text())
    judged = judge(draft, desk.assessment, lint=False)
    assert judged.loads
    assert judged.pack is not None
    assert judged.effect is None


def test_without_any_outcome_a_text_is_still_checked(desk: Desk) -> None:
    path = desk.root / "rules" / "town.toml"
    assert judge(Draft(desk.root, path, "rules/town.toml", "x = ["), None).errors == 1
    assert judge(Draft(desk.root, path, "rules/town.toml", desk.text), None).pack is not None


def test_a_new_file_that_is_not_on_disk_yet_is_judged(desk: Desk) -> None:
    path = Path(desk.root / "rules" / "fresh.toml")
    text = desk.swapped('id      = "town"', 'id      = "fresh"')
    judged = judge(Draft(desk.root, path, "rules/fresh.toml", text), desk.assessment, lint=False)
    assert judged.pack is not None
    assert not path.exists()


def test_a_new_question_reads_the_projects_again(desk: Desk) -> None:
    text = desk.text + (
        '\n[field.risky]\ntype = "truth"\nlabel = "Risky"\n'
        '\n[check.safe]\ntitle = "Safe"\nrequire = "not risky"\nseverity = "blocker"\n'
        'gate = "selection"\nremedy = "Make it safe."\n'
    )
    lights = desk.root / "projects" / "lights.toml"
    lights.write_text("risky = true\n" + lights.read_text())
    effect = effect_of(desk.judged(text))
    said = {one.project: {f.rule: f.new for f in one.flips} for one in effect.projects}
    assert said["lights"]["safe"] == "failed"
    assert said["benches"]["safe"] == "unknown"
