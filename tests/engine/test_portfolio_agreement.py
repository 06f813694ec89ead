# ruff: noqa: E501
"""A portfolio judged as columns, and project by project, comes to the same lines.

Packs are generated (criteria of every form, sections of every fill, checks with every policy)
or the L.A. Model; answers are missing, ranged and exact; some checks are waived. Judging again
after an edit gives what judging anew gives.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from generators import (
    FIELDS,
    LETS_MADE,
    PARAMS,
    PROGRAMME_FIELDS,
    PROJECT_FIELDS,
    TODAY,
    Grammar,
    World,
    expressions,
    lets,
    often,
    render,
    scope,
    typed_lets,
    world,
)
from hypothesis import given
from hypothesis import strategies as st

from hexvet.evaluation import COLUMNAR_FROM, Assessment, evaluate, judge_project, standing_of
from hexvet.judging import judge_of, programme_outcomes
from hexvet.language.checker import compile_expression
from hexvet.language.nodes import Node
from hexvet.loading import Workspace
from hexvet.model import Cell, Field, Interval, Programme, Project, Standing, Waiver, Where
from hexvet.packs.loading import Library
from hexvet.packs.model import (
    Check,
    Criterion,
    Expression,
    FillRule,
    Gate,
    Let,
    Pack,
    Param,
    Scoring,
    Section,
    Waivable,
)
from hexvet.portfolio import standings

HERE = Where("rules/generated.toml")
OF_PROGRAMME = (
    "pt", "pn > 1", "count(board) > 1", "any(board where t)", "count(projects where t0) >= 2",
    "sum(projects.n1) > 20", "max(projects.d1) > today()", "pt or count(projects where team is known) > 3",
)  # fmt: skip
WITH_LETS = Grammar(lets=True)


# packs ----------------------------------------------------------------------------------------
def typed(text: str, lets_: Mapping[str, Node], subject: str = "project") -> Expression:
    """An expression of a pack."""
    return Expression(text, compile_expression(text, replace(scope(lets_), subject=subject)), HERE)  # type: ignore[arg-type]


@st.composite
def scorings(draw: st.DrawFn, lets_: Mapping[str, Node]) -> Scoring:
    """A score of any form."""
    form = draw(st.sampled_from(["ramp", "points", "steps", "lookup"]))
    met_at = draw(st.sampled_from([0, 30, 50, 100]))
    kind = (
        "text" if form == "lookup" else draw(st.sampled_from(["number", "money", "date", "share"]))
    )
    source = typed(render(draw(expressions(kind, WITH_LETS, 2))), lets_)
    if form == "lookup":
        table = {"a": 10.0, "b": 60.0, "elsewhere": 90.0}
        return Scoring(source, "lookup", (), table, met_at)
    xs = sorted(draw(st.sets(st.integers(-5, 12), min_size=2, max_size=4)))
    ys = [draw(st.sampled_from([0.0, 20.0, 50.0, 100.0])) for _ in xs]
    if form == "ramp":
        xs, ys = xs[:2], draw(st.sampled_from([[0.0, 100.0], [100.0, 0.0]]))
    return Scoring(source, form, tuple(zip(map(float, xs), ys, strict=True)), {}, met_at)  # type: ignore[arg-type]


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """A pack over the generators' vocabulary."""
    made_lets = draw(lets())
    lets_ = typed_lets(made_lets)
    fills = [FillRule("any"), FillRule("all"), FillRule("at_least", 2), FillRule("score", 50)]
    weights = st.sampled_from([0.0, 0.5, 1.0, 3.0])
    sections, criteria, checks = {}, {}, {}
    for number in range(draw(st.integers(0, 3))):
        id_ = f"g/s{number}"
        fill = draw(st.sampled_from(fills))
        sections[id_] = Section(id_, number, "benefit", id_, fill, HERE, weight=draw(weights))
    for number in range(draw(st.integers(0, 4)) if sections else 0):
        id_, section = f"g/c{number}", draw(st.sampled_from(sorted(sections)))
        scored = draw(st.booleans())
        score = draw(scorings(lets_)) if scored else None
        plain = None if scored and draw(st.booleans()) else draw(expressions("truth", WITH_LETS, 3))
        met = typed(render(plain), lets_) if plain else None
        criteria[id_] = Criterion(id_, section, id_, HERE, met, score, draw(weights))
    criteria = dict(
        sorted(criteria.items(), key=lambda pair: list(sections).index(pair[1].section))
    )
    for number in range(draw(st.integers(1, 4))):
        checks[f"g/k{number}"] = draw(rule(f"g/k{number}", lets_))
    origin = datetime.date.min
    here = world(0).params
    params = {
        name: Param(name, kind, ((origin, here[name]),), HERE)  # type: ignore[arg-type]
        for name, kind in PARAMS.items()
        if name in here
    }
    return Pack(
        "g", "Generated", "1.0.0", HERE.file, (), scored=draw(st.booleans()) and bool(sections),
        fields=FIELDS, params=params, gates={n: Gate(n, i, n, HERE) for i, n in enumerate(("one", "two"))},
        lets={n: Let(n, Expression(render(made_lets[n]), lets_[n], HERE), "project") for n in LETS_MADE.values()},
        sections=sections, criteria=criteria, checks=checks,
    )  # fmt: skip


@st.composite
def rule(draw: st.DrawFn, id_: str, lets_: Mapping[str, Node]) -> Check:
    """A check of a project or of the programme."""
    programme = draw(st.integers(0, 3)) == 0
    if programme:
        require = typed(draw(st.sampled_from(OF_PROGRAMME)), {}, "programme")
        when = None
    else:
        require = typed(render(draw(expressions("truth", WITH_LETS, 3))), lets_)
        asked = draw(st.one_of(st.none(), expressions("truth", WITH_LETS, 2)))
        when = typed(render(asked), lets_) if asked else None
    return Check(
        id_, id_, require, draw(st.sampled_from(["blocker", "blocker", "warning", "advice"])),
        draw(st.sampled_from(["one", "two"])), HERE, "programme" if programme else "project", when,
        draw(st.sampled_from(["hold", "fail", "pass"])),
        waivable=Waivable(("mayor",), 180),
    )  # fmt: skip


# workspaces -----------------------------------------------------------------------------------
def workspace_of(pack: Pack, cells: Mapping[str, Mapping[str, Cell]], programme: Mapping[str, Cell],
                 waivers: tuple[Waiver, ...] = ()) -> Workspace:  # fmt: skip
    """A workspace in memory."""
    projects = {
        id_: Project(id_, f"Project {id_}", f"projects/{id_}.toml", cells=own)
        for id_, own in cells.items()
    }
    city = Programme("City", "hexvet.toml", cells=programme)
    return Workspace(
        root=Path("."), city="City", packs=(pack,), programme=city, projects=projects,
        waivers=waivers, problems=(), files=None, loaded=(), documents={},  # type: ignore[arg-type]
    )  # fmt: skip


def waived(pack: Pack, projects: list[str], dice: random.Random) -> tuple[Waiver, ...]:
    """Waivers of some checks of some projects."""
    granted, expires = TODAY - datetime.timedelta(30), TODAY + datetime.timedelta(30)
    return tuple(
        Waiver(
            f"w{check.name}{project}",
            check.id,
            project,
            "mayor",
            "A",
            "why",
            granted,
            expires,
            HERE,
        )
        for check in pack.checks.values()
        if check.waivable
        for project in (projects if check.of == "project" else [""])
        if dice.random() < 0.3
    )


def both_ways(workspace: Workspace, as_of: datetime.date) -> tuple[list[Standing], list[Standing]]:
    """The lines made project by project, and as columns."""
    (pack,) = workspace.packs
    judge = judge_of(pack, as_of, workspace.programme.cells)
    held = {(waiver.check, waiver.project): waiver for waiver in workspace.waivers}
    cells = [project.cells for project in workspace.projects.values()]
    programme = programme_outcomes(judge, cells, held)
    rows = [
        standing_of(
            project.title, judge_project([judge], id_, project.cells, programme, held), pack
        )
        for id_, project in workspace.projects.items()
    ]
    return rows, list(standings(workspace, [judge], programme, held))


@given(packs(), st.integers(0, 2**32 - 1))
def test_generated_packs(pack: Pack, seed: int) -> None:
    here: World = world(seed, size=8)
    cells = {f"p{number}": own for number, own in enumerate(here.projects)}
    waivers = waived(pack, list(cells), random.Random(seed))
    rows, columns = both_ways(workspace_of(pack, cells, here.programme, waivers), TODAY)
    assert rows == columns


# the L.A. Model -------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def la_model(root: Path) -> Pack:
    found = Library((root / "rules",)).load("la-model").pack
    assert found is not None
    return found


WORDS = ("none", "oak", "elm")


def any_cell(dice: random.Random, field: Field, *, ranged: bool) -> Cell:
    """An answer within what a field declares, whatever it is."""
    if field.kind == "truth":
        return dice.random() < 0.6
    if field.kind == "text":
        return dice.choice(field.values or WORDS)
    if field.kind == "table":
        columns = [Field(c.name, c.kind, HERE, values=c.values) for c in field.columns.values()]
        return tuple(
            {c.name: any_cell(dice, c, ranged=False) for c in columns if dice.random() < 0.8}
            for _ in range(dice.randrange(4))
        )
    first, last = (
        (735_000, 737_000) if field.kind == "date" else (0, 1 if field.kind == "share" else 40)
    )
    low, high = max(first, field.range.low), min(last, field.range.high)
    ends = sorted(
        round(dice.uniform(low, max(low, high)), 1 if field.kind == "share" else 0)
        for _ in range(2)
    )
    ends = [min(max(end, field.range.low), field.range.high) for end in ends]
    return Interval(*ends) if ranged and dice.random() < 0.3 else Interval(ends[0], ends[0])


def any_answers(dice: random.Random, fields: list[Field], missing: float) -> dict[str, Cell]:
    """Answers to some of the fields."""
    return {f.name: any_cell(dice, f, ranged=True) for f in fields if dice.random() >= missing}


def la_workspace(pack: Pack, seed: int, size: int) -> Workspace:
    """Random projects under the L.A. Model, some checks waived."""
    dice = random.Random(seed)
    missing = dice.choice((0.0, 0.2, 0.5, 0.95))
    own = [field for field in pack.fields.values() if field.of == "project"]
    shared = [field for field in pack.fields.values() if field.of == "programme"]
    cells = {f"p{number}": any_answers(dice, own, missing) for number in range(size)}
    waivers = waived(pack, list(cells), dice)
    return workspace_of(pack, cells, any_answers(dice, shared, missing), waivers)


@often(0.15)
@given(st.integers(0, 2**32 - 1))
def test_the_la_model(la_model: Pack, seed: int) -> None:
    rows, columns = both_ways(la_workspace(la_model, seed, 12), datetime.date(2018, 2, 1))
    assert rows == columns


# again after an edit --------------------------------------------------------------------------
def edited(
    workspace: Workspace, dice: random.Random, fields: tuple[list[Field], list[Field]]
) -> Workspace:
    """The workspace after one change of the kinds that people make."""
    projects = dict(workspace.projects)
    id_ = dice.choice(list(projects))
    project = projects[id_]
    kind = dice.choice(
        ("answer", "answer", "answer", "title", "gone", "new", "programme", "waiver")
    )
    if kind == "answer":
        field = dice.choice(fields[0])
        cells = {name: cell for name, cell in project.cells.items() if name != field.name}
        if dice.random() < 0.7:
            cells[field.name] = any_cell(dice, field, ranged=True)
        projects[id_] = replace(project, cells=cells)
    elif kind == "title":
        projects[id_] = replace(project, title=f"{project.title} again")
    elif kind == "gone" and len(projects) > 2:
        del projects[id_]
    elif kind == "new":
        new = f"n{len(projects)}{dice.randrange(10**6)}"
        projects[new] = replace(project, id=new, file=f"projects/{new}.toml")
    elif kind == "programme":
        cells = any_answers(dice, fields[1], 0.3)
        return replace(workspace, programme=replace(workspace.programme, cells=cells))
    elif kind == "waiver":
        return replace(workspace, waivers=waived(workspace.packs[0], list(projects), dice)[:5])
    kept = tuple(w for w in workspace.waivers if not w.project or w.project in projects)
    return replace(workspace, projects=projects, waivers=kept)


def same(again: Assessment, anew: Assessment) -> None:
    """Both assessments say the same about everything."""
    assert list(again.standings) == list(anew.standings)
    assert again.programme == anew.programme and again.findings == anew.findings
    for id_ in anew.workspace.projects:
        assert again.project(id_) == anew.project(id_)


@often(0.25)
@given(
    packs(), st.integers(0, 2**32 - 1), st.sampled_from([6, COLUMNAR_FROM - 1, COLUMNAR_FROM + 2])
)
def test_judging_again_is_judging_anew(pack: Pack, seed: int, size: int) -> None:
    here = world(seed, size=6)
    dice = random.Random(seed)
    cells: dict[str, Any] = {f"p{n:03}": dict(here.projects[n % 6]) for n in range(size)}
    workspace = workspace_of(pack, cells, here.programme)
    last = evaluate(workspace, TODAY)
    for _ in range(4):
        workspace = edited(workspace, dice, (PROJECT_FIELDS, PROGRAMME_FIELDS))
        last = evaluate(workspace, TODAY, last)
        if size < 10:
            same(last, evaluate(workspace, TODAY))
        else:
            assert list(last.standings) == list(evaluate(workspace, TODAY).standings)


@often(0.05)
@given(st.integers(0, 2**32 - 1))
def test_judging_again_by_the_la_model(la_model: Pack, seed: int) -> None:
    dice = random.Random(seed)
    workspace = la_workspace(la_model, seed, 5)
    fields = tuple(
        [f for f in la_model.fields.values() if f.of == of] for of in ("project", "programme")
    )
    last = evaluate(workspace, TODAY)
    for _ in range(4):
        workspace = edited(workspace, dice, fields)  # type: ignore[arg-type]
        last = evaluate(workspace, TODAY, last)
        same(last, evaluate(workspace, TODAY))
