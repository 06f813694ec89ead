"""Packs extend packs; every override is by full id, field by field, with a reason."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.documents import Document, parse_document
from hexvet.judging import judge_of, project_outcome
from hexvet.model import Interval
from hexvet.packs.compiling import compile_pack
from hexvet.packs.composing import Entry, compose
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack
from hexvet.packs.rules import DEFAULT_WAIVER_DAYS
from hexvet.packs.safeguards import MOST_DAYS

LoadPack = Callable[..., Loaded]

BASE = """
[pack]
id = "base"
title = "Base"
version = "1.4.0"
format = 1
[field.end]
type = "date"
[gate.selection]
order = 1
[check.ends]
require = "end is known"
severity = "blocker"
gate = "selection"
[test.base]
on = 2018-01-01
given = {}
expect = { ends = "failed" }
"""
OTHER = BASE.replace('"base"', '"other"').replace("check.ends", "check.finishes")
HEADER = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
extends = ["{extends}"]
"""


def header(extends: str = "base@1") -> str:
    return HEADER.format(extends=extends)


def codes(loaded: Loaded) -> list[str]:
    return [problem.code for problem in loaded.problems]


def test_an_extended_pack_brings_its_rules_under_its_own_id(load_pack: LoadPack) -> None:
    loaded = load_pack("", header=header(), base=BASE)
    assert loaded.problems == ()
    assert loaded.pack is not None
    assert list(loaded.pack.checks) == ["base/ends"]
    assert loaded.pack.checks["base/ends"].where.file == "base.toml"


def test_an_override_changes_one_key_and_remembers_where(load_pack: LoadPack) -> None:
    text = '[override."base/ends"]\nseverity = "advice"\nreason = "Small city."\n'
    loaded = load_pack(text, header=header(), base=BASE)
    assert loaded.problems == ()
    assert loaded.pack is not None
    check = loaded.pack.checks["base/ends"]
    assert check.severity == "advice"
    assert check.require.text == "end is known"


def test_an_override_needs_a_reason(load_pack: LoadPack) -> None:
    text = '[override."base/ends"]\nseverity = "advice"\n'
    assert codes(load_pack(text, header=header(), base=BASE)) == ["RP028"]


def test_an_override_of_nothing_suggests_what_is_near(load_pack: LoadPack) -> None:
    text = '[override."base/end_s"]\nseverity = "advice"\nreason = "r"\n'
    (problem,) = load_pack(text, header=header(), base=BASE).problems
    assert (problem.code, problem.hint) == ("RP027", "did you mean 'base/ends'?")


def test_an_override_cannot_wave_unknown_through_a_blocker(load_pack: LoadPack) -> None:
    text = '[override."base/ends"]\nunknown = "pass"\nreason = "r"\n'
    assert codes(load_pack(text, header=header(), base=BASE)) == ["RP033"]


def test_a_clash_with_the_base_is_an_error_and_not_a_silent_choice(load_pack: LoadPack) -> None:
    text = '[check.ends]\nrequire = "true"\nseverity = "advice"\ngate = "selection"\n'
    assert codes(load_pack(text, header=header(), base=BASE)) == ["RP024"]


def test_two_bases_that_disagree_are_an_error_in_either_order(load_pack: LoadPack) -> None:
    other = OTHER.replace('type = "date"', 'type = "text"')
    for extends in ('base@1", "other@1', 'other@1", "base@1'):
        loaded = load_pack("", header=header(extends), base=BASE, other=other)
        assert "RP024" in codes(loaded)


def test_one_base_reached_twice_is_one_base(load_pack: LoadPack) -> None:
    middle = header("base@1").replace('"city"', '"middle"')
    loaded = load_pack("", header=header('base@1", "middle@1'), base=BASE, middle=middle)
    assert loaded.problems == ()


def test_a_missing_base_a_wrong_version_and_a_circle(load_pack: LoadPack) -> None:
    assert codes(load_pack("", header=header("none@1"))) == ["RP026"]
    assert codes(load_pack("", header=header("base@2"), base=BASE)) == ["RP026"]
    circle = header("city@1").replace('"city"\ntitle', '"base"\ntitle')
    assert codes(load_pack("", header=header("base@1"), base=circle)) == ["RP026"]


def test_mistakes_in_the_base_are_shown_in_the_base(load_pack: LoadPack) -> None:
    broken = BASE.replace("end is known", "ent is known")
    (problem,) = load_pack("", header=header(), base=broken).problems
    assert (problem.code, problem.place.file) == ("RP002", "base.toml")


def test_the_tests_of_a_base_stay_with_the_base(load_pack: LoadPack) -> None:
    loaded = load_pack("", header=header(), base=BASE)
    assert loaded.pack is not None
    assert not loaded.pack.tests


# the surprises that users of other rule engines report --------------------------------------------
def override(target: str, *lines: str, reason: str = "r") -> str:
    return "\n".join([f'[override."{target}"]', *lines, f'reason = "{reason}"', ""])


def entry(loaded: Loaded, kind: str, name: str) -> Entry:
    assert loaded.composition is not None
    return loaded.composition.entries[kind, name]


def test_bpmnlint_20_an_overridden_rule_is_there_once(load_pack: LoadPack) -> None:
    text = override("base/ends", 'severity = "warning"')
    loaded = load_pack(text, header=header(), base=BASE)
    assert loaded.pack is not None
    assert [(c.id, c.severity) for c in loaded.pack.checks.values()] == [("base/ends", "warning")]


def test_lintel_9_a_change_of_severity_keeps_all_other_keys(load_pack: LoadPack) -> None:
    base = BASE.replace('gate = "selection"', 'gate = "selection"\nremedy = "Set an end date."')
    loaded = load_pack(override("base/ends", 'severity = "warning"'), header=header(), base=base)
    assert loaded.pack is not None
    check = loaded.pack.checks["base/ends"]
    assert (check.remedy, check.gate, check.require.text) == (
        "Set an end date.",
        "selection",
        "end is known",
    )


def test_semgrep_5680_a_duplicate_id_is_an_error_and_drops_nothing(load_pack: LoadPack) -> None:
    twice = '[check.ends]\nrequire = "true"\nseverity = "advice"\ngate = "selection"\n'
    loaded = load_pack("", header=header(), base=BASE + twice)
    assert loaded.pack is None
    (problem,) = loaded.problems
    assert (problem.code, problem.place.file) == ("WS005", "base.toml")


def test_semgrep_7289_one_id_in_two_packs_is_an_error(load_pack: LoadPack) -> None:
    again = BASE.replace('"base"', '"other"')
    loaded = load_pack("", header=header('base@1", "other@1'), base=BASE, other=again)
    assert loaded.pack is None
    messages = [problem.message for problem in loaded.problems]
    assert "check 'ends' is in base and in other" in messages


def test_one_name_is_not_a_field_of_one_base_and_a_let_of_another(load_pack: LoadPack) -> None:
    other = HEADER.format(extends="base@1").replace('"city"', '"other"')
    other = other.replace('extends = ["base@1"]', "") + '[let.end]\nexpr = "1 + 1"\n'
    for extends in ('base@1", "other@1', 'other@1", "base@1'):
        loaded = load_pack("", header=header(extends), base=BASE, other=other)
        assert codes(loaded) == ["RP024"]


def middle(name: str, extends: str, text: str) -> str:
    return header(extends).replace('"city"\ntitle', f'"{name}"\ntitle') + text


def test_an_entry_overridden_by_two_packs_in_a_chain_keeps_each_reason(
    load_pack: LoadPack,
) -> None:
    county = middle("county", "base@1", override("base/ends", 'severity = "advice"', reason="A."))
    text = override("base/ends", 'severity = "warning"', reason="B.")
    loaded = load_pack(text, header=header("county@1"), base=BASE, county=county)
    assert loaded.problems == ()
    ends = entry(loaded, "check", "ends")
    assert [(o.pack, o.reason, o.keys, o.where.file) for o in ends.overrides] == [
        ("county", "A.", ("severity",), "county.toml"),
        ("city", "B.", ("severity",), "city.toml"),
    ]
    assert ends.written["severity"] == "blocker"
    assert ends.values["severity"] == "warning"
    assert ends.at("severity").file == "city.toml"


def test_two_bases_that_override_one_entry_are_an_error_in_either_order(
    load_pack: LoadPack,
) -> None:
    a = middle("a-pack", "base@1", override("base/ends", 'severity = "advice"'))
    b = middle("b-pack", "base@1", override("base/ends", 'severity = "warning"'))
    for extends in ('a@1", "b@1', 'b@1", "a@1'):
        extends = extends.replace("@", "-pack@")
        loaded = load_pack("", header=header(extends), base=BASE, a_pack=a, b_pack=b)
        (problem,) = loaded.problems
        assert problem.code == "RP024"
        assert "neither knows of the other" in problem.message


def test_a_base_named_beside_a_pack_that_overrides_it_undoes_nothing(load_pack: LoadPack) -> None:
    a = middle("a-pack", "base@1", override("base/ends", 'severity = "advice"'))
    for extends in ('a-pack@1", "base@1', 'base@1", "a-pack@1'):
        loaded = load_pack("", header=header(extends), base=BASE, a_pack=a)
        assert loaded.problems == ()
        assert entry(loaded, "check", "ends").values["severity"] == "advice"


def test_two_overrides_of_one_entry_in_one_file_are_an_error(load_pack: LoadPack) -> None:
    text = override("base/ends", 'severity = "advice"')
    text += override("base/check.ends", 'severity = "warning"')
    (problem,) = load_pack(text, header=header(), base=BASE).problems
    assert (problem.code, problem.hint) == ("RP024", "put both into one table")


def test_an_override_cannot_take_a_rule_away(load_pack: LoadPack) -> None:
    for line in ("delete = true", "enabled = false", "off = true"):
        text = override("base/ends", line)
        assert codes(load_pack(text, header=header(), base=BASE)) == ["RP011"]


# what an override may not do to a blocker ---------------------------------------------------------
WAIVABLE = BASE.replace(
    'severity = "blocker"', 'severity = "blocker"\nwaivable = { by = ["mayor"], max_days = 365 }'
)


def test_an_override_opens_a_blocker_to_waivers_only_for_a_stated_time(
    load_pack: LoadPack,
) -> None:
    for days, expected in (
        (", max_days = 180", []),
        ("", ["RP040"]),
        (", max_days = 181", ["RP040"]),
    ):
        text = override("base/ends", f'waivable = {{ by = ["mayor"]{days} }}')
        assert codes(load_pack(text, header=header(), base=BASE)) == expected


def test_an_override_may_allow_as_long_as_the_pack_itself(load_pack: LoadPack) -> None:
    for days, expected in ((365, []), (366, ["RP040"])):
        text = override("base/ends", f'waivable = {{ by = ["council"], max_days = {days} }}')
        assert codes(load_pack(text, header=header(), base=WAIVABLE)) == expected


def test_unknown_cannot_pass_a_blocker_by_making_it_waivable_in_the_same_step(
    load_pack: LoadPack,
) -> None:
    waivable = 'waivable = { by = ["mayor"], max_days = 90 }'
    text = override("base/ends", waivable, 'unknown = "pass"')
    assert codes(load_pack(text, header=header(), base=BASE)) == ["RP033"]


def test_unknown_cannot_pass_a_blocker_in_two_small_steps(load_pack: LoadPack) -> None:
    waivable = 'waivable = { by = ["mayor"], max_days = 90 }'
    county = middle("county", "base@1", override("base/ends", waivable))
    text = override("base/ends", 'unknown = "pass"')
    loaded = load_pack(text, header=header("county@1"), base=BASE, county=county)
    assert codes(loaded) == ["RP033"]
    softer = override("base/ends", 'severity = "advice"', 'unknown = "pass"')
    county = middle("county", "base@1", softer)
    text = override("base/ends", 'severity = "blocker"')
    loaded = load_pack(text, header=header("county@1"), base=BASE, county=county)
    assert codes(loaded) == ["RP033"]


def test_unknown_may_pass_where_the_pack_itself_allows_waivers(load_pack: LoadPack) -> None:
    text = override("base/ends", 'unknown = "pass"')
    assert load_pack(text, header=header(), base=WAIVABLE).problems == ()


def test_the_longest_time_is_the_one_that_packs_have_by_default() -> None:
    assert MOST_DAYS == DEFAULT_WAIVER_DAYS


# new names for old ones ---------------------------------------------------------------------------
RENAMED = (
    BASE + '[renamed]\ndeadline = "ends"\n"check.limit" = "deadline"\n"old-base/end" = "ends"\n'
)


def renamed(loaded: Loaded) -> dict[str, str]:
    assert loaded.composition is not None
    return dict(loaded.composition.renamed)


def test_old_ids_lead_to_the_entry_through_every_renaming(load_pack: LoadPack) -> None:
    loaded = load_pack("", header=header(), base=RENAMED)
    assert loaded.problems == ()
    assert renamed(loaded) == {
        "base/deadline": "base/ends",
        "base/check.limit": "base/ends",
        "old-base/end": "base/ends",
    }


def test_an_override_by_an_old_id_holds_and_says_what_to_write(load_pack: LoadPack) -> None:
    for old in ("base/deadline", "base/limit", "base/check.limit", "old-base/end"):
        loaded = load_pack(override(old, 'severity = "advice"'), header=header(), base=RENAMED)
        assert loaded.pack is not None
        assert loaded.pack.checks["base/ends"].severity == "advice"
        (problem,) = loaded.problems
        assert (problem.code, problem.severity) == ("RP039", "warning")
        assert "is called 'base/ends' now" in problem.message


def test_an_override_by_an_old_and_a_new_id_is_one_too_many(load_pack: LoadPack) -> None:
    text = override("base/ends", 'severity = "advice"')
    text += override("base/deadline", 'severity = "warning"')
    loaded = load_pack(text, header=header(), base=RENAMED)
    assert codes(loaded) == ["RP039", "RP024"] or codes(loaded) == ["RP024", "RP039"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('old = "endz"', "RP036", "nothing is called 'city/endz'"),
        ('a = "b"\nb = "a"', "RP037", "renamed in a circle: city/a -> city/b -> city/a"),
        ('a = "a"', "RP037", "renamed in a circle: city/a -> city/a"),
        ('"base/ends" = "base/selection"', "RP038", "still there"),
        ("old = 1", "RP013", "expected the new id, got the number 1"),
        ('check.old = "ends"', "RP013", "expected the new id"),
        ('"Old Id" = "ends"', "RP018", "'Old Id' is not an id"),
        ('old = "Base/Ends"', "RP018", "'Base/Ends' is not an id"),
    ],
)
def test_mistakes_in_renaming(load_pack: LoadPack, text: str, code: str, said: str) -> None:
    loaded = load_pack(f"[renamed]\n{text}\n", header=header(), base=BASE)
    (problem,) = loaded.problems
    assert problem.code == code
    assert said in problem.message


def test_renamed_is_a_table(load_pack: LoadPack) -> None:
    text = header() + "renamed = 1\n"
    assert "RP011" in codes(load_pack("", header=text, base=BASE))
    top = "renamed = 1\n" + header()
    assert codes(load_pack("", header=top, base=BASE)) == ["RP013"]


def test_a_misspelt_new_id_suggests_the_near_one(load_pack: LoadPack) -> None:
    text = '[renamed]\nold = "base/end_s"\n'
    (problem,) = load_pack(text, header=header(), base=BASE).problems
    assert problem.hint == "did you mean 'base/ends'?"


def test_an_old_id_has_one_new_id(load_pack: LoadPack) -> None:
    a = middle("a-pack", "base@1", '[renamed]\n"gone/x" = "base/ends"\n')
    b = middle("b-pack", "base@1", '[renamed]\n"gone/x" = "base/selection"\n')
    for extends in ('a-pack@1", "b-pack@1', 'b-pack@1", "a-pack@1'):
        loaded = load_pack("", header=header(extends), base=BASE, a_pack=a, b_pack=b)
        assert codes(loaded) == ["RP024"]


# load order ---------------------------------------------------------------------------------------
PART = """
[pack]
id = "{name}"
title = "Part"
version = "1.0.0"
format = 1
extends = ["base@1"]
[field.n_{word}]
type = "number"
min = 0
max = 100
[check.limit_{word}]
require = "n_{word} <= {limit}"
severity = "{severity}"
gate = "selection"
[section.s_{word}]
order = 1
kind = "benefit"
title = "S"
fill = "any"
[criterion.c_{word}]
section = "s_{word}"
score = {{ input = "n_{word}", ramp = [0, 100] }}
weight = {weight}
[override."base/gate.selection"]
title = "Chosen"
reason = "r"
"""
WORDS = ("red", "green", "blue", "grey")


def parts() -> dict[str, str]:
    texts = {"base": BASE}
    severities = ("blocker", "warning", "advice", "blocker")
    for number, word in enumerate(WORDS):
        text = PART.format(
            name=f"{word}-part",
            word=word,
            limit=20 * number + 10,
            severity=severities[number],
            weight=number + 1,
        )
        texts[f"{word}-part"] = text if word == "red" else text.partition("[override")[0]
    return texts


OVERRIDES = (
    override("red-part/limit_red", 'severity = "warning"'),
    override("green-part/limit_green", 'severity = "blocker"'),
    override("blue-part/criterion.c_blue", "weight = 9"),
)


def composed(texts: dict[str, str], files: dict[str, str], extends: Sequence[str],
             overrides: Sequence[str]) -> Pack:  # fmt: skip
    """The city's pack, from texts in files of any name."""
    references = '", "'.join(f"{name}@1" for name in extends)
    city = parse_document(header(references) + "".join(overrides), files["city"])
    documents = {name: parse_document(text, files[name]) for name, text in texts.items()}
    assert isinstance(city, Document)
    pack, problems = compile_pack(compose(city, lambda id_, _: documents.get(id_)))
    assert problems == ()
    assert pack is not None
    return pack


def verdict(pack: Pack, cells: dict[str, Interval]) -> dict[str, object]:
    """All that the pack says about one project, whatever the order of its rules."""
    judge = judge_of(pack, datetime.date(2018, 1, 1), {})
    outcome = project_outcome(judge, "p", cells, {}, {})
    assert outcome.score is not None
    return {
        "checks": {id_: (c.status, c.severity, c.needs) for id_, c in outcome.checks.items()},
        "criteria": dict(outcome.criteria),
        "sections": dict(outcome.sections),
        "gates": {id_: (g.state, sorted(g.because)) for id_, g in outcome.gates.items()},
        "score": (round(outcome.score.low, 9), round(outcome.score.high, 9)),
        "titles": {gate.id: gate.title for gate in pack.gates.values()},
    }


@given(
    extends=st.permutations([*(f"{word}-part" for word in WORDS), "base"]),
    overrides=st.permutations(OVERRIDES),
    names=st.permutations(["a.toml", "b.toml", "c.toml", "d.toml", "e.toml", "f.toml"]),
    answers=st.lists(
        st.none() | st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=4, max_size=4
    ),
)
def test_cerbos_3382_load_order_never_changes_a_result(
    extends: list[str],
    overrides: list[str],
    names: list[str],
    answers: list[tuple[int, int] | None],
) -> None:
    cells = {
        f"n_{word}": Interval(min(answer), max(answer))
        for word, answer in zip(WORDS, answers, strict=True)
        if answer is not None
    }
    texts = parts()
    plain = {name: f"{name}.toml" for name in ("city", *texts)}
    shuffled = dict(zip(plain, names, strict=True))
    usual = composed(texts, plain, [*(f"{word}-part" for word in WORDS), "base"], OVERRIDES)
    other = composed(texts, shuffled, extends, overrides)
    assert verdict(other, cells) == verdict(usual, cells)
