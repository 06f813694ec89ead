"""Imported projects as files: valid, readable, the same every time, never overwritten unasked."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.importers.model import ImportedProject
from hexvet.importers.project_files import Plan, plan, project_text, refuse_changes, write_projects
from hexvet.problems import Unusable

BRIDGE = ImportedProject(
    "bridge",
    {
        "title": 'The "old" bridge',
        "cost": {"value": 1_500_000, "source": "list.csv row 2"},
        "end": {"low": date(2023, 3, 1), "high": date(2023, 3, 31)},
        "funding": {
            "source": "list.csv row 3-4",
            "value": [{"source": "Fund", "amount": 3}, {"source": "State"}],
        },
        "team": [],
    },
    ("staff: 'many' (Staff, row 2): not a number",),
)


def test_the_file_of_a_project() -> None:
    assert project_text(BRIDGE) == (
        'title = "The \\"old\\" bridge"\n'
        'cost = { value = 1_500_000, source = "list.csv row 2" }\n'
        "end = { low = 2023-03-01, high = 2023-03-31 }\n"
        'funding = { source = "list.csv row 3-4", value = [\n'
        '  { source = "Fund", amount = 3 },\n'
        '  { source = "State" },\n'
        "] }\n"
        "team = []\n"
        "\n"
        "# Not taken from the imported file:\n"
        "#   staff: 'many' (Staff, row 2): not a number\n"
    )


def test_the_file_says_what_the_project_says() -> None:
    assert tomllib.loads(project_text(BRIDGE)) == BRIDGE.answers


@given(st.text(), st.text(), st.text())
def test_every_text_survives(title: str, source: str, remark: str) -> None:
    project = ImportedProject("x", {"title": title, "owner": {"value": source}}, (remark,))
    assert tomllib.loads(project_text(project)) == project.answers


def test_projects_are_written_once(tmp_path: Path) -> None:
    changes = plan([BRIDGE], tmp_path)
    assert changes == Plan(("bridge",), (), ())
    write_projects([BRIDGE], tmp_path, changes)
    assert (tmp_path / "projects" / "bridge.toml").read_text() == project_text(BRIDGE)
    assert plan([BRIDGE], tmp_path) == Plan((), (), ("bridge",))


def test_projects_that_are_there_are_not_overwritten_unasked(tmp_path: Path) -> None:
    file = tmp_path / "projects" / "bridge.toml"
    file.parent.mkdir()
    file.write_text('title = "mine"\n')
    changes = plan([BRIDGE], tmp_path)
    assert changes.changed == ("bridge",)
    with pytest.raises(Unusable, match="IM401"):
        refuse_changes(changes)
    write_projects([BRIDGE], tmp_path, changes)
    assert file.read_text() == project_text(BRIDGE)


def test_many_conflicts_are_told_shortly() -> None:
    with pytest.raises(Unusable) as refused:
        refuse_changes(Plan((), tuple(f"p-{number}" for number in range(100)), ()))
    assert len(refused.value.problems) == 20
    assert "80 more" in refused.value.problems[-1].message
