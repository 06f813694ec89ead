"""[infer.*]: what may be written, and what each mistake is told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.inference.model import Pattern, Reference
from hexvet.inference.model import Test as Asks
from hexvet.packs.loading import Loaded
from hexvet.packs.model import FactPart
from hexvet.problems import Problem

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from inference_pack import BASE, LED, TALLY, rule  # noqa: E402

LoadPack = Callable[..., Loaded]
CHECK = '{ as = "a", fact = "check", check = "sponsored", status = "failed" }'
TEAM = '{ as = "a", fact = "team", role = "director" }'


def problem_of(loaded: Loaded) -> Problem:
    """The only problem, an error that keeps the pack from loading."""
    (problem,) = loaded.problems
    assert loaded.pack is None
    return problem


def under(problem: Problem) -> str:
    """The text above the caret."""
    place = problem.place
    return place.text[place.column - 1 : place.column - 1 + place.width]


# what is right --------------------------------------------------------------------------------
def test_a_rule_is_read_with_its_ids_in_full(load_pack: LoadPack) -> None:
    text = rule(
        CHECK,
        '{ finding = "no_sponsor", project = "$a.project", gate = "$a.gate", severity = "blocker",'
        ' to = "mayor", message = "{a.project} is alone." }',
        unless='{ fact = "waiver", check = "sponsored", project = "$a.project" }',
        more='title = "No sponsor"\nremedy = "Find one."\nrationale = "Why."\nclause = "P41"',
    )
    pack = load_pack(BASE + text).pack
    assert pack is not None
    (found,) = pack.inferences.values()
    assert (found.id, found.of, found.title) == ("city/rule", "project", "No sponsor")
    assert (found.remedy, found.rationale, found.clause) == ("Find one.", "Why.", "P41")
    assert found.when == (
        Pattern(
            "a",
            "check",
            (Asks("check", "eq", "city/sponsored"), Asks("status", "eq", "failed")),
        ),
    )
    assert found.unless[0].tests == (
        Asks("check", "eq", "city/sponsored"),
        Asks("project", "eq", Reference("a", "project")),
    )
    (then,) = found.then
    assert then.finding == "city/no_sponsor"
    assert dict(then.fact.values) == {
        "finding": "city/no_sponsor",
        "project": Reference("a", "project"),
        "gate": Reference("a", "gate"),
        "severity": "blocker",
        "to": "mayor",
    }
    assert [part if isinstance(part, str) else part.field for part in then.message] == [
        "project",
        " is alone.",
    ]


def test_operators_numbers_dates_and_existence(load_pack: LoadPack) -> None:
    tests = "fte = { ge = 1, lt = 2 }, since = 2018-01-01, name = { exists = true }, row = 3"
    pack = load_pack(BASE + rule(f'{{ as = "a", fact = "team", {tests} }}')).pack
    assert pack is not None
    assert pack.inferences["city/rule"].when[0].tests == (
        Asks("fte", "ge", 1.0),
        Asks("fte", "lt", 2.0),
        Asks("since", "eq", 736_695.0),  # 1 January 2018
        Asks("name", "exists"),
        Asks("row", "eq", 3.0),
    )


def test_a_missing_field_and_a_truth(load_pack: LoadPack) -> None:
    when = '{ as = "a", fact = "project", sponsor = false, end = { exists = false } }'
    pack = load_pack(BASE + rule(when)).pack
    assert pack is not None
    expected = (Asks("sponsor", "eq", False), Asks("end", "missing"))
    assert pack.inferences["city/rule"].when[0].tests == expected


def test_a_pattern_without_an_alias_gets_one(load_pack: LoadPack) -> None:
    pack = load_pack(BASE + rule(f'{TEAM}, {{ fact = "project" }}, {{ fact = "programme" }}')).pack
    assert pack is not None
    aliases = [pattern.alias for pattern in pack.inferences["city/rule"].when]
    assert aliases[0] == "a"
    assert len(set(aliases)) == 3


def test_a_placeholder_knows_its_kind_and_format(load_pack: LoadPack) -> None:
    then = (
        '{ finding = "x", project = "$a.project", severity = "advice",'
        ' message = "{a.cost} is {a.part:.0%}{{" }'
    )
    pack = load_pack(BASE + rule('{ as = "a", fact = "project" }', then)).pack
    assert pack is not None
    cost, words, part, bracket = pack.inferences["city/rule"].then[0].message
    assert isinstance(cost, FactPart)
    assert (cost.field, cost.what.kind, cost.what.unit) == ("cost", "money", "USD")
    assert isinstance(part, FactPart)
    assert (words, part.spec, part.what.kind, bracket) == (" is ", ".0%", "share", "{")


def test_conclusions_are_one_or_several(load_pack: LoadPack) -> None:
    then = (
        '[{ finding = "x", project = "$a.project", severity = "blocker" },'
        ' { blocked = "launch", project = "$a.project" },'
        ' { fact = "unled", project = "$a.project", since = "$a.since" }]'
    )
    pack = load_pack(BASE + rule(TEAM, then)).pack
    assert pack is not None
    kinds = [conclusion.fact.kind for conclusion in pack.inferences["city/rule"].then]
    assert kinds == ["finding", "blocked", "unled"]


def test_gates_have_roles(load_pack: LoadPack) -> None:
    pack = load_pack(BASE).pack
    assert pack is not None
    gate = pack.gates["selection"]
    assert (gate.decided_by, gate.overridden_by) == (("mayor",), ("cabinet",))
    assert pack.gates["launch"].decided_by == ()


@pytest.mark.parametrize("role", ["mayor", "treasurer", "cabinet", "auditor"])
def test_a_finding_goes_to_a_role_that_somebody_names(load_pack: LoadPack, role: str) -> None:
    """Known to all, named by a waiver, named by a gate."""
    then = f'{{ finding = "x", project = "$a.project", severity = "advice", to = "{role}" }}'
    assert load_pack(BASE + rule(TEAM, then)).pack is not None


def test_a_check_says_on_which_remedies_its_own_builds(load_pack: LoadPack) -> None:
    pack = load_pack(BASE).pack
    assert pack is not None
    assert pack.checks["city/ends"].depends_on == ("city/sponsored",)


def test_rules_may_name_rules_of_other_packs_in_full(load_pack: LoadPack) -> None:
    text = rule(
        '{ as = "a", fact = "finding", finding = "other/held", project = { exists = true } }'
    )
    pack = load_pack(BASE + text).pack
    assert pack is not None
    assert pack.inferences["city/rule"].when[0].tests[0].operand == "other/held"


def test_a_rule_of_a_project_needs_no_tie_to_what_is_there_once(load_pack: LoadPack) -> None:
    both = '{ as = "p", fact = "programme", board = false }, { as = "a", fact = "project" }'
    programme = '{ as = "a", fact = "project" }, { as = "c", fact = "check", check = "supervised" }'
    assert load_pack(BASE + rule(both)).pack is not None
    assert load_pack(BASE + rule(programme)).pack is not None
    assert problem_of(load_pack(BASE + rule(programme, of="portfolio"))).code == "RP035"


def test_the_portfolio_is_a_condition_on_projects(load_pack: LoadPack) -> None:
    header = '[pack]\nid = "city"\ntitle = "C"\nversion = "1.0.0"\nformat = 1\n'
    wanted = load_pack(BASE, header=f"{header}portfolio = \"stage == 'launch'\"\n").pack
    assert wanted is not None
    assert wanted.portfolio is not None
    assert wanted.portfolio.text == "stage == 'launch'"
    wrong = load_pack(BASE, header=f"{header}portfolio = \"stage == 'lunch'\"\n")
    assert (problem_of(wrong).code, under(problem_of(wrong))) == ("RP010", "'lunch'")


# what is wrong --------------------------------------------------------------------------------
def then(**keys: str) -> str:
    told = {"finding": '"x"', "project": '"$a.project"', "severity": '"warning"', **keys}
    return "{ " + ", ".join(f"{name} = {value}" for name, value in told.items() if value) + " }"


MISTAKES = [
    # kinds, fields, aliases
    (rule(TEAM.replace('"team"', '"teem"')), "RP041", '"teem"', "did you mean 'team'?"),
    (rule(TEAM.replace("role", "rol")), "RP042", '"director"', "did you mean 'role'?"),
    (rule(TEAM, then(person='"$a.nam"')), "RP042", '"$a.nam"', "did you mean 'name'?"),
    (rule(TEAM, then(person='"$b.name"')), "RP034", '"$b.name"', "earlier: a"),
    (rule(TEAM, then(person='"$a"')), "RP034", '"$a"', ""),
    (rule(f'{TEAM}, {{ as = "a", fact = "project" }}'), "RP034", '"a"', "each pattern has its own"),
    (rule('{ as = "A", fact = "team" }', then(project='"p"')), "RP018", '"A"', None),
    (rule(TEAM.replace('fact = "team", ', "")), "RP034", None, None),
    (rule(TEAM.replace('"team"', '"Team"')), "RP018", '"Team"', None),
    # ids, with a suggestion
    (rule(CHECK.replace("sponsored", "sponsred")), "RP002", '"sponsred"', "did you mean"),
    (rule(CHECK.replace("sponsored", "city/none")), "RP002", '"city/none"', None),
    (
        rule('{ as = "a", fact = "gate", gate = "lunch" }'),
        "RP023",
        '"lunch"',
        "did you mean 'launch'?",
    ),
    (rule('{ as = "a", fact = "section", section = "valu" }'), "RP002", '"valu"', "did you mean"),
    (
        rule('{ as = "a", fact = "criterion", criterion = "cheep" }'),
        "RP002",
        '"cheep"',
        "did you mean",
    ),
    (
        rule('{ as = "a", fact = "finding", finding = "fund" }'),
        "RP002",
        '"fund"',
        "did you mean 'found'?",
    ),
    (
        rule(CHECK, '{ blocked = "lanch", project = "$a.project" }'),
        "RP023",
        '"lanch"',
        "did you mean",
    ),
    (rule(TEAM, then(to='"mayr"')), "RP014", '"mayr"', "did you mean 'mayor'?"),
    # texts that a field never is
    (rule(TEAM.replace("director", "directr")), "RP010", '"directr"', "did you mean 'director'?"),
    (rule(CHECK.replace("failed", "faild")), "RP010", '"faild"', "did you mean 'failed'?"),
    (
        rule(CHECK.replace("status", "without").replace("failed", "waived")),
        "RP010",
        '"waived"',
        None,
    ),
    (
        rule('{ as = "a", fact = "project", stage = "lunch" }'),
        "RP010",
        '"lunch"',
        "did you mean 'launch'?",
    ),
    (rule('{ as = "a", fact = "project", lifecycle = "open" }'), "RP010", '"open"', None),
    (rule(TEAM, then(severity='"blocking"')), "RP010", '"blocking"', None),
    # types
    (rule('{ as = "a", fact = "team", name = 3 }'), "RP043", "3", "write it like '...'"),
    (rule('{ as = "a", fact = "team", fte = "1" }'), "RP043", '"1"', "write it like 12"),
    (
        rule('{ as = "a", fact = "team", since = 2018 }'),
        "RP043",
        "2018",
        "write it like 2018-01-31",
    ),
    (rule('{ as = "a", fact = "project", cost = 2018-01-01 }'), "RP043", "2018-01-01", None),
    (
        rule('{ as = "a", fact = "project", sponsor = "yes" }'),
        "RP043",
        '"yes"',
        "write it like true",
    ),
    (
        rule('{ as = "a", fact = "team", name = { lt = "M" } }'),
        "RP043",
        '"M"',
        "use eq, ne or exists",
    ),
    (rule('{ as = "a", fact = "project", sponsor = { ge = true } }'), "RP043", "true", None),
    (
        rule(f'{TEAM}, {{ as = "b", fact = "project", cost = "$a.name" }}'),
        "RP043",
        '"$a.name"',
        None,
    ),
    (rule(TEAM, then(person='"$a.fte"')), "RP043", '"$a.fte"', None),
    (
        rule(TEAM, then(severity='"$a.name"')),
        "RP043",
        '"$a.name"',
        "one of blocker, warning, advice",
    ),
    # operators and values
    (rule('{ as = "a", fact = "team", fte = { gte = 1 } }'), "RP034", "1", "did you mean"),
    (rule('{ as = "a", fact = "team", fte = {} }'), "RP034", "{}", None),
    (rule('{ as = "a", fact = "team", fte = { exists = 1 } }'), "RP013", "1", None),
    (
        rule('{ as = "a", fact = "team", role = ["director"] }'),
        "RP034",
        '["director"]',
        "write two rules",
    ),
    (rule('{ as = "a", fact = "team", fte = { ge = 1e13 } }'), "RP015", "1e13", None),
    (rule('{ as = "a", fact = "team", fte = { ge = nan } }'), "RP015", "nan", None),
    (rule('{ as = "a", fact = "team", since = 2018-01-01T00:00:00 }'), "RP013", None, None),
    (rule(f'{{ as = "a", fact = "team", name = "{"x" * 1_001}" }}'), "RP016", None, None),
    (rule('{ as = "a", fact = "team", name = "a\\u001b[31m" }'), "RP016", None, None),
    # ties
    (rule(f'{TEAM}, {{ as = "b", fact = "team" }}'), "RP035", None, "project = '$a.project'"),
    (rule(TEAM, unless='{ fact = "team", name = { ne = "$a.name" } }'), "RP035", None, None),
    # conclusions
    (rule(TEAM, '{ project = "$a.project" }'), "RP034", None, "then = {"),
    (
        rule(TEAM, '{ finding = "x", blocked = "launch", project = "$a.project" }'),
        "RP034",
        None,
        None,
    ),
    (
        rule(TEAM, '{ finding = "X y", project = "$a.project", severity = "advice" }'),
        "RP018",
        '"X y"',
        None,
    ),
    (rule(TEAM, then(severity="")), "RP012", None, "add severity"),
    (rule(TEAM, then(project="")), "RP012", None, "project = '$a.project'"),
    (rule(TEAM, '{ eligible = "launch" }', of="portfolio"), "RP012", None, None),
    (
        rule(TEAM, '{ blocked = "launch", project = "$a.project", to = "mayor" }'),
        "RP011",
        '"mayor"',
        None,
    ),
    (rule(TEAM, '{ fact = "team", project = "$a.project" }'), "RP044", '"team"', "choose a name"),
    (rule(TEAM, '{ fact = "tally", project = "$a.project" }'), "RP044", '"tally"', None),
    (rule(TEAM, '{ fact = "free" }'), "RP012", None, "this fact has no field"),
    (rule(TEAM, '{ fact = "free", name = "$a.name", message = "x" }'), "RP018", '"x"', None),
    (rule(TEAM, '["x"]'), "RP034", '"x"', None),
    (rule(TEAM, "[]"), "RP034", "[]", None),
    # messages
    (rule(TEAM, then(message='"{a.nam} leads"')), "RP042", "a.nam", "did you mean 'name'?"),
    (rule(TEAM, then(message='"{b.name} leads"')), "RP034", "b.name", None),
    (rule(TEAM, then(message='"{a}"')), "RP034", "a", "aliases: a"),
    (rule(TEAM, then(message='"{a.fte:wide}"')), "RP030", "a.fte:wide", None),
    (rule(TEAM, then(message='"one { bracket"')), "RP030", "{", None),
    (rule(TEAM, then(message="3")), "RP013", "3", None),
    # stages
    (rule(TEAM, of="portfolios"), "RP014", '"portfolios"', None),
    (rule('{ as = "a", fact = "tally" }') + TALLY, "RP041", '"tally"', "of = 'portfolio'"),
    # too much
    (
        rule(", ".join([TEAM, *(f'{{ fact = "project", cost = {n} }}' for n in range(6))])),
        "RP046",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("text", "code", "caret", "hint"), MISTAKES, ids=map(str, range(99)))
def test_each_mistake_is_told_at_its_place(
    load_pack: LoadPack, text: str, code: str, caret: str | None, hint: str | None
) -> None:
    problem = problem_of(load_pack(BASE + text))
    assert problem.code == code
    assert problem.place.line > 0
    if caret is not None:
        assert under(problem) == caret
    if hint is not None:
        assert hint in f"{problem.hint} {problem.message}"


def test_all_mistakes_of_a_rule_come_in_one_pass(load_pack: LoadPack) -> None:
    text = rule(
        '{ as = "a", fact = "team", rol = "x", fte = "y" }', then(to='"mayr"', person='"$b.x"')
    )
    codes = sorted(problem.code for problem in load_pack(BASE + text).problems)
    assert codes == ["RP014", "RP034", "RP042", "RP043"]


def test_a_mistake_elsewhere_is_told_once(load_pack: LoadPack) -> None:
    """The check has a mistake of its own; that rules name it is none."""
    text = BASE.replace('require = "sponsor"', 'require = "sponsr"') + rule(CHECK)
    assert problem_of(load_pack(text)).code == "RP002"


def test_rules_that_bar_themselves_do_not_load(load_pack: LoadPack) -> None:
    text = rule(
        TEAM,
        '{ fact = "free", name = "$a.name" }',
        name="free",
        unless='{ fact = "busy", name = "$a.name" }',
    ) + rule('{ as = "a", fact = "free" }', '{ fact = "busy", name = "$a.name" }', name="busy")
    problem = problem_of(load_pack(BASE + text))
    assert problem.code == "RP181"
    assert "free -> busy -> free" in problem.message
    assert under(problem).startswith('{ fact = "busy"')


def test_absence_of_another_finding_bars_nothing(load_pack: LoadPack) -> None:
    """Findings are told apart by their ids, although they are of one kind."""
    late = rule(TEAM, then(finding='"late"'), unless='{ fact = "finding", finding = "led" }')
    assert load_pack(BASE + LED + late).problems == ()


def test_conclusions_of_one_kind_agree_on_types(load_pack: LoadPack) -> None:
    one = rule(TEAM, '{ fact = "lead", of = "$a.project" }', name="one")
    other = rule(TEAM, '{ fact = "lead", of = "$a.row" }', name="other")
    problem = problem_of(load_pack(BASE + one + other))
    assert (problem.code, under(problem)) == ("RP045", '"$a.row"')
    assert "a number here and a text elsewhere" in problem.message


def test_a_column_that_rows_have_anyway_cannot_be_matched(load_pack: LoadPack) -> None:
    text = '[field.needs]\ntype = "table"\ncolumns = { project = "text", on = "text" }\n'
    assert load_pack(BASE + text).pack is not None
    problem = problem_of(load_pack(BASE + text + rule('{ as = "a", fact = "needs" }')))
    assert (problem.code, under(problem)) == ("RP018", '"text"')
    assert "'project'" in problem.message


@pytest.mark.parametrize("name", ["sponsred", "city/sponsred"])
def test_a_misspelt_dependency(load_pack: LoadPack, name: str) -> None:
    text = BASE.replace('depends_on = ["sponsored"]', f'depends_on = ["{name}"]')
    problem = problem_of(load_pack(text))
    assert (problem.code, under(problem)) == ("RP002", f'"{name}"')
    assert "sponsored" in problem.hint


def test_more_rules_than_are_run_together(load_pack: LoadPack) -> None:
    text = "".join(rule(TEAM, name=f"rule_{number}") for number in range(201))
    problem = problem_of(load_pack(BASE + text))
    assert problem.code == "RP046"
    assert "201 inference rules" in problem.message


def test_more_different_tests_than_the_engine_holds(load_pack: LoadPack) -> None:
    """Each asks something else of one fact, and 61 could hold at once."""
    patterns = [
        f'{{ as = "a", fact = "project", cost = {{ gt = {number} }} }}' for number in range(61)
    ]
    text = "".join(rule(one, name=f"rule_{n}") for n, one in enumerate(patterns))
    problem = problem_of(load_pack(BASE + text))
    assert (problem.code, "at once" in problem.message) == ("RP046", True)


# other packs ----------------------------------------------------------------------------------
OUR = """
[pack]
id = "our"
title = "Our"
version = "1.0.0"
format = 1
extends = ["city@1"]
"""


def test_rules_of_an_extended_pack_are_named_shortly(load_pack: LoadPack, tmp_path: Path) -> None:
    load_pack(BASE + LED + TALLY)
    when = '{ as = "a", fact = "finding", finding = "led" }'
    over = '{ as = "a", fact = "tally", tally = "asked", verdict = "over" }'
    text = rule(when) + rule(over, then(project=""), of="portfolio", name="over")
    pack = load_pack(text, header=OUR, base=(tmp_path / "city.toml").read_text()).pack
    assert pack is not None
    assert pack.inferences["our/rule"].when[0].tests[0].operand == "city/led"
    assert pack.inferences["our/over"].when[0].tests[0].operand == "city/asked"
    assert pack.inferences["our/rule"].then[0].finding == "our/found"


def test_an_override_changes_a_rule_key_by_key(load_pack: LoadPack, tmp_path: Path) -> None:
    load_pack(BASE + LED)
    base = (tmp_path / "city.toml").read_text()
    override = """
[override."city/led"]
then = { finding = "led", project = "$a.project", severity = "blocker" }
remedy = "Name one."
reason = "We want one leader."
"""
    pack = load_pack(override, header=OUR, base=base).pack
    assert pack is not None
    rule_ = pack.inferences["city/led"]
    assert dict(rule_.then[0].fact.values)["severity"] == "blocker"
    assert rule_.then[0].finding == "city/led"
    assert rule_.remedy == "Name one."
    wrong = load_pack(override.replace('"blocker"', '"bloker"'), header=OUR, base=base)
    problem = problem_of(wrong)
    assert (problem.code, problem.place.line) == ("RP010", 10)


def test_a_renamed_check_is_still_found(load_pack: LoadPack) -> None:
    renamed = '\n[renamed]\nelected = "sponsored"\n'
    text = BASE + rule(CHECK.replace('"sponsored"', '"city/elected"')) + renamed
    pack = load_pack(text).pack
    assert pack is not None
    assert pack.inferences["city/rule"].when[0].tests[0].operand == "city/sponsored"


def test_the_portfolio_is_taken_over_or_said_anew(load_pack: LoadPack, tmp_path: Path) -> None:
    ours = "portfolio = \"stage == 'launch'\"\n"
    base = load_pack(BASE, header=OUR.replace("our", "base").replace('extends = ["city@1"]', ours))
    assert base.pack is not None
    text = (tmp_path / "city.toml").read_text()
    extending = OUR.replace("city@1", "base@1")
    taken = load_pack("", header=extending, base=text).pack
    assert taken is not None
    assert taken.portfolio is not None
    assert (taken.portfolio.text, taken.portfolio.where.file) == ("stage == 'launch'", "base.toml")
    own = load_pack("", header=extending + "portfolio = \"stage == 'selection'\"\n", base=text).pack
    assert own is not None
    assert own.portfolio is not None
    assert own.portfolio.text == "stage == 'selection'"


def test_two_portfolios_are_a_choice(load_pack: LoadPack) -> None:
    def other(name: str, stage: str) -> str:
        header = OUR.replace("our", name).replace('extends = ["city@1"]', f'portfolio = "{stage}"')
        return f"{header}[field.{name}]\ntype = 'truth'\n"

    both = OUR.replace('"city@1"', '"one@1", "two@1"')
    loaded = load_pack("", header=both, one=other("one", "one"), two=other("two", "two"))
    assert [problem.code for problem in loaded.problems] == ["RP024"]
    said = load_pack("", header=f'{both}portfolio = "one and two"\n', one=other("one", "one"),
                     two=other("two", "two"))  # fmt: skip
    assert said.problems == ()
