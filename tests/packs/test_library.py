"""The packs of other frameworks: complete, true to their sources, and usable side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from hexvet.loading import joint_vocabulary
from hexvet.packs.loading import Library, Loaded
from hexvet.packs.model import Pack
from hexvet.testing import run_tests

PREFIXES = {
    "us-cpic": "cpic_",
    "uk-gates": "uk_",
    "us-tmf": "tmf_",
    "queensland-paf": "paf_",
    "albemarle-cip": "alb_",
    "melbourne-water": "mw_",
}
NEIGHBOURS = ("la-model", "nirn-hexagon")
NOT_MADE_UP = ("published", "ours", "final report")
ALBEMARLE = {
    "health": 15,
    "education": 15,
    "compliance": 10,
    "life": 10,
    "infrastructure": 10,
    "sustainability": 10,
    "development": 10,
    "special": 10,
    "operations": 5,
    "timing": 5,
}
CHECK_STATES = {"passed", "failed", "unknown"}
# `x is known` is always decided; and without a first business case nothing else can be said.
NEVER_UNKNOWN = {"mw_first_case_on_record", "uk_is_rated"}


@pytest.fixture(scope="module")
def library(root: Path) -> dict[str, Loaded]:
    """Every pack that ships."""
    shelf = Library([root / "rules"])
    return {name: shelf.load(name) for name in (*NEIGHBOURS, *PREFIXES)}


@pytest.fixture(params=PREFIXES)
def loaded(request: pytest.FixtureRequest, library: dict[str, Loaded]) -> Loaded:
    """Each pack of the library in turn."""
    return library[request.param]


@pytest.fixture
def pack(loaded: Loaded) -> Pack:
    """Its rules."""
    assert loaded.pack
    return loaded.pack


@pytest.fixture
def words(loaded: Loaded, pack: Pack) -> dict[str, dict[str, dict[str, object]]]:
    """Its file, as it is written."""
    return loaded.documents[pack.file].data


def test_it_loads_without_a_problem(loaded: Loaded) -> None:
    assert loaded.problems == ()


def test_its_worked_examples_come_out(loaded: Loaded) -> None:
    found, problems = run_tests(loaded)
    assert problems == ()
    assert [one for one in found if not one.passed] == []


def test_every_outcome_of_every_rule_has_an_example(loaded: Loaded, pack: Pack) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for one in run_tests(loaded)[0]:
        seen[one.rule] |= set(one.actual.split(" and "))
    wanted = {name: {"pass", "hold", "stop"} for name in pack.gates}
    wanted |= {one.name: {"filled", "unfilled", "unknown"} for one in pack.sections.values()}
    wanted |= {one.name: {"met", "unmet", "unknown"} for one in pack.criteria.values()}
    for check in pack.checks.values():
        states = CHECK_STATES | ({"not_applicable"} if check.when else set())
        wanted[check.name] = states - ({"unknown"} if check.name in NEVER_UNKNOWN else set())
    assert {
        name: states - seen[name] for name, states in wanted.items() if states - seen[name]
    } == {}


def test_it_says_where_it_comes_from_and_what_was_not_seen(
    words: dict[str, dict[str, object]],
) -> None:
    assert re.search(r"https?://|github\.com/", str(words["pack"]["source"]))
    assert "ot seen" in str(words["pack"]["note"])


def test_every_number_says_whose_it_is(pack: Pack) -> None:
    assert [p.name for p in pack.params.values() if not p.source.startswith(NOT_MADE_UP)] == []


def test_every_check_helps(words: dict[str, dict[str, dict[str, object]]]) -> None:
    wanted = {"title", "severity", "gate", "unknown", "message", "remedy", "rationale", "waivable"}
    assert {name for name, check in words["check"].items() if wanted - check.keys()} == set()


def test_every_question_is_asked(pack: Pack) -> None:
    assert [one.name for one in pack.fields.values() if not (one.label and one.ask)] == []


def test_every_criterion_and_section_says_why(pack: Pack) -> None:
    assert [one.name for one in pack.criteria.values() if not one.rationale] == []
    assert [one.name for one in pack.sections.values() if not (one.rationale and one.reading)] == []
    assert [one.name for one in pack.sections.values() if len(one.short) > 8] == []


def test_without_published_weights_there_is_no_total(pack: Pack) -> None:
    assert pack.scored == (pack.id == "albemarle-cip")


def test_its_names_are_its_own(pack: Pack, library: dict[str, Loaded]) -> None:
    """A name without the pack's prefix means what it means in the L.A. Model."""
    model = library["la-model"].pack
    assert model
    shared = [name for name in pack.fields if not name.startswith(PREFIXES[pack.id])]
    for name in shared:
        one, other = pack.fields[name], model.fields[name]
        assert (one.kind, one.of, one.unit) == (other.kind, other.of, other.unit)
        assert name == "stage" or (one.label, one.ask) == (other.label, other.ask)
    assert [
        name for name in (*pack.params, *pack.lets) if not name.startswith(PREFIXES[pack.id])
    ] == []


def test_all_packs_work_side_by_side(library: dict[str, Loaded]) -> None:
    packs = [one.pack for one in library.values() if one.pack]
    assert len(packs) == len(NEIGHBOURS) + len(PREFIXES)
    assert joint_vocabulary(packs)[1] == ()
    for one, other in combinations(packs, 2):
        assert not one.gates.keys() & other.gates.keys(), (one.id, other.id)


def test_each_is_described(pack: Pack, root: Path) -> None:
    text = (root / "docs/packs.md").read_text(encoding="utf-8")
    assert f"`{pack.id}`" in text
    assert f"rules/{Path(pack.file).name}" in text


# --- each is true to its source ---------------------------------------------------------------


def test_albemarle_has_the_published_weights(library: dict[str, Loaded]) -> None:
    pack = library["albemarle-cip"].pack
    assert pack
    found = {s.name.removeprefix("alb_s_"): s.weight for s in pack.sections.values()}
    assert found == ALBEMARLE
    assert sum(found.values()) == 100
    assert {
        tuple(one.range) for name, one in pack.fields.items() if name.removeprefix("alb_") in found
    } == {(1, 4)}


def test_albemarles_own_total_has_the_same_weights(library: dict[str, Loaded]) -> None:
    pack = library["albemarle-cip"].pack
    assert pack
    written = re.findall(r"(\d+) \* alb_(\w+)", pack.lets["alb_sheet"].expression.text)
    assert {name: int(weight) for weight, name in written} == ALBEMARLE


def test_cpic_has_the_published_numbers(library: dict[str, Loaded]) -> None:
    pack = library["us-cpic"].pack
    assert pack
    published = {
        name: p.rows[0][1] for name, p in pack.params.items() if p.source.startswith("published")
    }
    assert published == {
        "cpic_green": (0.10, 0.10),
        "cpic_serious": (6, 6),
        "cpic_risk_areas": (13, 13),
        "cpic_min_metrics": (5, 5),
        "cpic_min_strategic": (3, 3),
        "cpic_metric_years": (2, 2),
    }
    assert len(pack.sections) == 6  # the factors of the rating
    assert pack.fields["cpic_rating"].range == (1, 5)


def test_the_uk_has_six_gates_five_cases_and_five_colours(library: dict[str, Loaded]) -> None:
    pack = library["uk-gates"].pack
    assert pack
    gates = [name for name in pack.gates if name.startswith("gate_")]
    assert gates == [f"gate_{n}" for n in range(6)]
    assert list(pack.fields["stage"].values) == gates
    assert len([name for name in pack.fields if name.startswith("uk_case_")]) == 5
    colours = ["red", "amber_red", "amber", "green_amber", "green"]
    assert list(pack.fields["uk_rating"].values) == colours
    assert list(pack.fields["uk_rating"].anchors) == colours


def test_queensland_has_eight_stages_in_order(library: dict[str, Loaded]) -> None:
    pack = library["queensland-paf"].pack
    assert pack
    assert [gate.title for gate in pack.gates.values()] == [
        "Strategic assessment of service requirement",
        "Preliminary evaluation",
        "Business case development",
        "Supply strategy development",
        "Source suppliers",
        "Establish service capability",
        "Deliver service",
        "Benefits realisation",
    ]
    assert len(pack.checks) == 8 + 7


def test_the_fund_has_six_considerations_in_its_own_words(
    library: dict[str, Loaded],
) -> None:
    pack = library["us-tmf"].pack
    assert pack
    assert len(pack.sections) == 6
    assert all("'" in one.rationale for one in pack.criteria.values())


def test_melbourne_waters_authorities_are_those_of_the_report(library: dict[str, Loaded]) -> None:
    """Table 'Approval authority classification of projects based on FFC', in millions."""
    pack = library["melbourne-water"].pack
    assert pack
    money = [p.rows[0][1][0] for p in pack.params.values() if p.kind == "money"]  # type: ignore[index]
    assert money == [2.5e6, 5e6, 8e6, 40e6, 75e6, 125e6]
