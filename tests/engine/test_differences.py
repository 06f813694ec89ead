"""What a change of the rules changes: in words, and in the verdicts of a portfolio."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import hexvet
from hexvet.cli import main, verbs
from hexvet.differences.affected import affected
from hexvet.differences.changes import changes_between
from hexvet.differences.comparing import Comparison, compare
from hexvet.differences.flips import Side, flips_between
from hexvet.differences.frameworks import side_by_side
from hexvet.differences.model import FILLS, PASSAGES, STATUSES, WORDS, Flip
from hexvet.differences.reading import Portfolio, portfolios
from hexvet.differences.reasons import programme_reason, reasons_of
from hexvet.differences.sources import load_source
from hexvet.judging import judge_of, programme_outcomes, project_outcome
from hexvet.packs.loading import Library, Loaded
from hexvet.packs.model import Pack
from hexvet.testing.mutants import mutants

ON = datetime.date(2018, 2, 1)
PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
[gate.selection]
order = 1
[gate.launch]
order = 2
[field.start]
type = "date"
[field.end]
type = "date"
[field.votes]
type = "number"
min = 0
[field.rating]
type = "number"
min = 1
max = 5
[field.council]
type = "truth"
of = "programme"
[param.max_months]
label = "the limit"
unit = "months"
values = { 2015-01-01 = 24 }
[let.months]
expr = "months_between(start, end)"
[section.need]
order = 1
kind = "benefit"
title = "Need"
fill = { at_least = 1, of = "criteria" }
[criterion.rated]
section = "need"
score = { input = "rating", ramp = [1, 5] }
[criterion.wanted]
section = "need"
met = "votes >= 5"
[check.time_limited]
require = "months <= max_months"
severity = "blocker"
gate = "selection"
message = "It takes {months:.0f} months."
[check.voted]
require = "votes >= 2"
severity = "blocker"
gate = "selection"
waivable = { by = ["mayor"], max_days = 180 }
[check.backed]
of = "programme"
require = "council"
severity = "blocker"
gate = "launch"
"""
PROJECTS = {
    "bridge": "start = 2018-01-01\nend = 2019-10-01\nvotes = 3\nrating = 4\n",  # 21 months
    "canal": "start = 2018-01-01\nend = 2019-01-01\nvotes = 1\nrating = 2\n",  # 12 months
    "dam": "start = 2018-01-01\nend = 2019-10-01\nrating = { low = 2, high = 3 }\n",
    "eaves": "votes = 6\nrating = 5\n",
}


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with four projects, judged by rules/city.toml."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "projects").mkdir()
    (tmp_path / "rules" / "city.toml").write_text(PACK)
    settings = 'format = 1\ncity = "X"\npacks = ["city"]\n[programme]\ncouncil = true\n'
    (tmp_path / "hexvet.toml").write_text(settings)
    for name, answers in PROJECTS.items():
        text = f'title = "{name.capitalize()}"\n{answers}'
        (tmp_path / "projects" / f"{name}.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


Compared = Callable[..., Comparison]


@pytest.fixture
def compared(city: Path) -> Compared:
    """`compared((old, new), ...)`: the pack against itself with some texts replaced."""

    def run(*changes: tuple[str, str]) -> Comparison:
        old, new = pair(city, *changes)
        assert old.pack
        assert new.pack
        library = Library([city / "rules"], city)
        return compare(old, new, ON, portfolios(city, library, old.pack, new.pack))

    return run


def pair(city: Path, *changes: tuple[str, str]) -> tuple[Loaded, Loaded]:
    """The pack as it is, and with some texts replaced."""
    text = PACK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = city / "new.toml"
    path.write_text(text)
    library = Library([city / "rules"], city)
    return library.load("city"), library.load_file(path)


def flips(comparison: Comparison) -> list[tuple[str, str, str, str, str]]:
    """(project, kind, rule, old, new) of every flip."""
    return [
        (comparison.projects[flip.project][0], flip.kind, flip.rule, flip.old, flip.new)
        for flip in comparison.flipped()
    ]


TO_18 = ("2015-01-01 = 24", "2015-01-01 = 18")


# the rules in words ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (TO_18, "param max_months (the limit): falls from 24 to 18 months"),
        (
            ("2015-01-01 = 24", "2015-01-01 = 24, 2020-01-01 = 30"),
            "param max_months (the limit): is 30 months from 2020-01-01 on (new)",
        ),
        (('"votes >= 2"', '"votes >= 3"'), "check voted: in its requirement 2 becomes 3"),
        (('"votes >= 2"', '"votes >= 2 or end is known"'), "check voted: its requirement changed"),
        (
            ('"votes >= 2"', '"votes  >=  2"'),
            "check voted: its requirement is written in another way",
        ),
        (
            ('severity = "blocker"\ngate = "launch"', 'severity = "warning"\ngate = "launch"'),
            "check backed: severity lowered from blocker to warning",
        ),
        (
            ('severity = "blocker"\ngate = "launch"', 'severity = "blocker"\ngate = "selection"'),
            "check backed: guards the gate selection instead of launch",
        ),
        (
            ('gate = "launch"', 'gate = "launch"\nunknown = "pass"'),
            "check backed: what is unknown now lets the project pass; it held it",
        ),
        (("It takes", "This takes"), "check time_limited: text of the message changed"),
        (
            ("max_days = 180", "max_days = 90"),
            "check voted: may be waived by mayor for 90 days; "
            "it may be waived by mayor for 180 days",
        ),
        (
            ("at_least = 1", "at_least = 2"),
            "section need: filled by 2 criteria instead of 1 criterion",
        ),
        (
            ("ramp = [1, 5]", "ramp = [2, 5]"),
            "criterion rated: its score changed: rating by ramp [1, 5] became "
            "rating by ramp [2, 5]",
        ),
        (("max = 5", "max = 6"), "field rating: max rises from 5 to 6"),
        (('"votes >= 5"', '"votes >= 5"\nweight = 2'), "criterion wanted: weight added: 2"),
        (
            ('version = "1.0.0"', 'version = "1.1.0"'),
            "pack: version changes from '1.0.0' to '1.1.0'",
        ),
    ],
)
def test_each_change_is_told_in_plain_words(city: Path, change: tuple[str, str], told: str) -> None:
    assert [one.text for one in changes_between(*pair(city, change))] == [told]


def test_expressions_and_prose_stand_side_by_side(city: Path) -> None:
    (one,) = changes_between(*pair(city, ('"votes >= 2"', '"votes >= 2 or end is known"')))
    assert (one.old, one.new) == ("votes >= 2", "votes >= 2 or end is known")


def test_what_is_added_and_removed_is_named(city: Path) -> None:
    added = '[check.new]\ntitle = "A new one"\nrequire = "end is known"\n' \
            'severity = "advice"\ngate = "launch"\n[check.backed]'  # fmt: skip
    (one,) = changes_between(*pair(city, ("[check.backed]", added)))
    assert one.text == "check new (A new one) added: advice at launch"
    old, new = pair(city, ("[check.backed]", added))
    (back,) = changes_between(new, old)
    assert back.text.startswith("check new (A new one) removed")


def test_a_rule_that_is_called_otherwise_is_not_another_rule(compared: Compared) -> None:
    found = compared(("[check.voted]", "[check.support]"))
    assert [one.text for one in found.changes] == ["check voted is now called support"]
    assert not flips(found)


def test_the_same_pack_has_no_changes_and_no_flips(compared: Compared) -> None:
    found = compared()
    assert not found.changes
    assert found.touched.nothing
    assert found.flips
    assert not found.flips.count


# verdicts -------------------------------------------------------------------------------------
def test_a_limit_that_falls_flips_the_projects_that_are_longer(compared: Compared) -> None:
    """Bridge and dam take 21 months; the dam's votes are unknown, so its gate held."""
    found = compared(TO_18)
    assert flips(found) == [
        ("bridge", "gate", "selection", "pass", "stop"),
        ("dam", "gate", "selection", "hold", "stop"),
        ("bridge", "check", "time_limited", "passed", "failed"),
        ("dam", "check", "time_limited", "passed", "failed"),
    ]
    assert found.flips
    gate, check = found.flips.tables
    assert gate.matrix == {("pass", "stop"): 1, ("hold", "stop"): 1}
    assert check.matrix == {("passed", "failed"): 2}


def test_each_flip_has_its_rule_and_leaf(compared: Compared) -> None:
    found = compared(TO_18)
    first = next(found.flipped())
    (reason,) = reasons_of(found, first)
    assert (reason.rule, reason.old, reason.new) == ("time_limited", "passed", "failed")
    assert reason.because == "months <= max_months (months is 21, max_months is 18 months)"


def test_a_blocker_that_only_warns_opens_the_gate_and_says_so(compared: Compared) -> None:
    change = ('"votes >= 2"\nseverity = "blocker"', '"votes >= 2"\nseverity = "warning"')
    found = compared(change)
    assert flips(found) == [
        ("canal", "gate", "selection", "stop", "pass"),
        ("dam", "gate", "selection", "hold", "pass"),
    ]
    (reason,) = reasons_of(found, next(found.flipped()))
    assert reason.because == "now a matter of warning, it was blocker; votes >= 2 (votes is 1)"


def test_a_check_of_the_programme_flips_once_and_the_gates_of_all(compared: Compared) -> None:
    found = compared(('require = "council"', 'require = "not council"'))
    assert found.flips
    assert found.flips.programme == {"backed": ("passed", "failed")}
    assert [f[:3] for f in flips(found)] == [(name, "gate", "launch") for name in PROJECTS]
    assert programme_reason(found, "backed").because == "council (council is yes)"


def test_sections_scores_and_ranks(compared: Compared) -> None:
    """Ramp 1..5 to 2..5: 4 is worth 75, then 66.7; the section weighs rating and votes alike.

    Low ends: bridge 75 and 0 make 37.5, then 33.3; canal 25 and 0: 12.5, then 0; the dam's
    2 to 3: 12.5 with the votes unknown, then 0; eaves 100.
    """
    found = compared(("ramp = [1, 5]", "ramp = [2, 5]"))
    assert found.flips
    scores = found.flips.scores
    assert scores
    assert scores.old
    assert scores.new
    assert [round(low, 1) for low in scores.old[0]] == [37.5, 12.5, 12.5, 100]
    assert [round(low, 1) for low in scores.new[0]] == [33.3, 0, 0, 100]
    assert scores.old_rank.tolist() == [2, 3, 3, 1]
    assert scores.changed.tolist() == [0, 1, 2]
    assert not flips(found)


def test_a_section_that_asks_for_more(compared: Compared) -> None:
    """Bridge is rated 4 but wanted by 3: one of two. The dam's votes are unknown."""
    found = compared(("at_least = 1", "at_least = 2"))
    assert flips(found) == [
        ("bridge", "section", "need", "filled", "unfilled"),
    ]
    (reason,) = reasons_of(found, next(found.flipped()))
    assert reason.because == "its criteria say the same; how it fills changed"


def test_a_new_check_shows_where_it_was_absent(compared: Compared) -> None:
    added = '[check.rated]\nrequire = "rating >= 3"\nseverity = "blocker"\ngate = "launch"\n'
    found = compared(("[check.backed]", added + "[check.backed]"))
    checks = [f for f in flips(found) if f[1] == "check"]
    assert [f[4] for f in checks] == ["passed", "failed", "unknown", "passed"]
    assert {f[3] for f in checks} == {"absent"}
    gates = [f[:1] + f[3:] for f in flips(found) if f[1] == "gate"]
    assert gates == [("canal", "pass", "stop"), ("dam", "pass", "hold")]


def test_a_waiver_holds_under_both_or_is_told(city: Path, compared: Compared) -> None:
    (city / "waivers.toml").write_text(
        '[waiver.w1]\ncheck = "city/voted"\nproject = "canal"\nrole = "mayor"\nname = "M"\n'
        'reason = "trial"\ngranted = 2018-01-01\nexpires = 2018-05-01\n'
    )
    assert not flips(compared())
    found = compared(('waivable = { by = ["mayor"], max_days = 180 }', "waivable = false"))
    assert flips(found) == [
        ("canal", "gate", "selection", "pass", "stop"),
        ("canal", "check", "voted", "waived", "failed"),
    ]


def test_a_field_that_means_something_else_is_read_for_each_pack(compared: Compared) -> None:
    """What the new range does not allow is no answer under the new pack."""
    found = compared(("max = 5", "max = 4"))
    assert ("eaves", "section", "need", "filled", "unknown") not in flips(found)
    assert found.sides
    old, new = (side.rows[3].get("rating") for side in found.sides)
    assert old is not None
    assert new is None


def test_whatever_is_changed_the_flips_are_those_of_judging_everything_twice(
    root: Path,
) -> None:
    """Only what can differ is evaluated. For some 50 small changes of the largest pack, that
    gives the same flips as judging all projects wholly by both."""
    library = Library([root / "rules"])
    old = library.load("la-model").pack
    assert old
    one, _ = portfolios(root / "sample_data" / "los-angeles", library, old, old)
    before = _wholly(one, old)
    for at, mutant in enumerate(mutants(old)):  # in a fixed order
        if at % 15 == 0:
            after = _wholly(one, mutant.pack)
            was, now = _side(one, old), _side(one, mutant.pack)
            found = flips_between(was, now, affected(was.judge, now.judge, {}))
            told = {f[:3]: f[3:] for table in found.tables for f in table.flips()}
            wanted = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
            assert told == wanted, (mutant.rule, mutant.change)


def _side(portfolio: Portfolio, pack: Pack) -> Side:
    judge = judge_of(pack, ON, portfolio.programme.cells)
    return Side(judge, [p.cells for p in portfolio.projects.values()], {}, {}, {})


def _wholly(portfolio: Portfolio, pack: Pack) -> dict[tuple[int, str, str], str]:
    side = _side(portfolio, pack)
    programme = programme_outcomes(side.judge, side.rows, {})
    found: dict[tuple[int, str, str], str] = {}
    for at, row in enumerate(side.rows):
        outcome = project_outcome(side.judge, "x", row, programme, {})
        for gate in outcome.gates.values():
            found[at, "gate", gate.id] = gate.state
        for section in outcome.sections.values():
            found[at, "section", section.id.partition("/")[2]] = section.state
        for check in outcome.checks.values():
            found[at, "check", check.id.partition("/")[2]] = check.status
    return found


def test_codes_mean_what_the_portfolio_means_by_them() -> None:
    from hexvet import portfolio

    assert STATUSES[:-1] == portfolio._STATUS
    assert FILLS[:-1] == portfolio._FILL
    assert PASSAGES[:-1] == portfolio._PASSAGE
    assert Flip(0, "gate", "x", "pass", "stop").kind in WORDS


# OLD and NEW ----------------------------------------------------------------------------------
def test_a_pack_a_file_and_a_revision(city: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    base = PACK.replace('"city"', '"base"')
    header = PACK[: PACK.index("[gate.selection]")]
    child = header.replace("format = 1", 'format = 1\nextends = ["base@1"]')
    (city / "rules" / "base.toml").write_text(base)
    (city / "rules" / "child.toml").write_text(child.replace('"city"', '"child"'))
    for words in (["init", "-q"], ["add", "rules"], ["commit", "-q", "-m", "x"]):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *identity, *words], cwd=city, check=True)
    (city / "rules" / "city.toml").write_text(PACK.replace("= 24", "= 18"))
    (city / "rules" / "base.toml").write_text(base.replace("= 24", "= 18"))
    library = Library([city / "rules"], city)
    for name, limit in (
        ("city", 18),
        ("rules/city.toml", 18),
        ("git:HEAD:rules/city.toml", 24),
        ("git:HEAD:./rules/city.toml", 24),
        ("git:HEAD:rules/child.toml", 24),
    ):
        pack = load_source(name, library, Path()).pack
        assert pack, name
        assert pack.params["max_months"].rows[0][1] == (limit, limit), name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("git:HEAD", "names no file of a revision"),
        ("git:--help:rules/city.toml", "names no file of a revision"),
        ("git::rules/city.toml", "names no file of a revision"),
        ("git:nowhere:rules/city.toml", "git does not have this"),
    ],
)
def test_a_revision_that_is_not_there_is_told(city: Path, name: str, told: str) -> None:
    loaded = load_source(name, Library([city / "rules"], city), Path())
    assert loaded.pack is None
    assert told in loaded.problems[0].message


def test_without_git_that_is_what_it_says(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(city))
    loaded = load_source("git:HEAD:rules/city.toml", Library([], city), Path())
    assert loaded.problems[0].message == "git is not installed"


# the command ----------------------------------------------------------------------------------
@pytest.fixture
def diff(
    city: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs `hexvet diff ...` in the workspace."""
    if "diff" not in verbs.VERBS:
        monkeypatch.setitem(verbs.VERBS, "diff", ("diffing", "what a change of rules changes"))
    pair(city, TO_18)

    def run(*words: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = main(["diff", *words, "--as-of", "2018-02-01"])
        return (status, *capfd.readouterr())

    return run


def test_pain_13_what_will_this_change_do(diff: Callable[..., tuple[int, str, str]]) -> None:
    """In words, by verdict, by project and by reason; and which text judged: its digest."""
    status, out, err = diff("city", "new.toml")
    assert (status, err) == (0, "")
    for line in (
        "From city 1.0.0 (rules/city.toml) to city 1.0.0 (new.toml), as of 2018-02-01",
        "param max_months (the limit): falls from 24 to 18 months",
        "gate selection     pass   stop          1",
        "bridge  Bridge",
        "4 verdicts of 2 of 4 projects flip.",
    ):
        assert line in out, out
    assert "months is 21, max_months is 18 months" in " ".join(out.split())
    data = json.loads(diff("city", "new.toml", "-o", "json")[1])
    assert len(data["old"]["sha256"]) == 64
    assert data["old"]["sha256"] != data["new"]["sha256"]
    assert data["flipped"] == 4
    assert data["flips"][0]["because"][0]["rule"] == "time_limited"


def test_no_flips_is_for_build_servers(diff: Callable[..., tuple[int, str, str]]) -> None:
    assert diff("city", "new.toml", "--no-flips")[0] == 1
    assert diff("city", "city", "--no-flips")[0] == 0


def test_pain_4_no_flips_over_no_projects_is_not_green(
    diff: Callable[..., tuple[int, str, str]], city: Path
) -> None:
    shutil.rmtree(city / "projects")
    (city / "projects").mkdir()
    assert diff("city", "city", "--no-flips")[0] == 6


def test_markdown_for_the_discussion(diff: Callable[..., tuple[int, str, str]]) -> None:
    out = diff("city", "new.toml", "-o", "md")[1]
    assert out.startswith("# From city 1.0.0")
    assert "| gate selection | pass | stop | 1 |" in out
    assert "- **bridge** Bridge" in out


def test_a_pack_that_does_not_load_is_3(diff: Callable[..., tuple[int, str, str]]) -> None:
    status, _, err = diff("city", "nothing")
    assert status == 3
    assert "there is no pack 'nothing'" in err


def test_outside_a_workspace_only_the_rules_are_compared(
    diff: Callable[..., tuple[int, str, str]],
    city: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    old, new = (str(city / name) for name in ("rules/city.toml", "new.toml"))
    status, out, _ = diff(old, new)
    assert status == 0
    assert "falls from 24 to 18" in out
    assert "flip" not in out
    assert diff(old, new, "--no-flips")[0] == 6


# several frameworks ---------------------------------------------------------------------------
def test_one_project_by_several_frameworks_side_by_side(city: Path) -> None:
    """Each pack judges on its own: the lenient one lets pass what the other stops."""
    lenient = PACK.replace('"city"', '"lenient"').replace("votes >= 2", "votes >= 1")
    (city / "rules" / "lenient.toml").write_text(lenient)
    workspace = hexvet.load(city, packs=["city", "lenient"])
    rows = {row.project: row for row in side_by_side(hexvet.evaluate(workspace, ON))}
    canal = rows["canal"]
    assert [j.pack for j in canal.judgements] == ["city", "lenient"]
    assert [j.gate for j in canal.judgements] == [("selection", "stop"), ("launch", "pass")]
    assert not canal.agree
    assert rows["bridge"].agree
    assert rows["eaves"].judgements[0].sections == (("Need", "filled"),)
