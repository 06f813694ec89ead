"""What is made can be read back, and filled in by somebody who is no programmer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hexvet.model import Field, Interval, Where
from hexvet.problems import Unusable
from hexvet.workspace.creating import init_workspace, new_project
from hexvet.workspace.reading import WorkspaceFiles, read_settings, read_workspace


def read(root: Path, vocabulary: dict[str, Field]) -> WorkspaceFiles:
    return read_workspace(read_settings(root), vocabulary)


def refused(*arguments: object) -> str:
    root, id, title = arguments
    assert isinstance(root, Path)
    with pytest.raises(Unusable) as caught:
        new_project(root, str(id), str(title), [])
    return caught.value.problems[0].code


def test_a_new_workspace_passes_its_own_reading(
    tmp_path: Path, vocabulary: dict[str, Field]
) -> None:
    root = tmp_path / "deep" / "city"
    made = init_workspace(root, 'Los "A"', vocabulary.values(), ("small",))
    assert set(made) == {
        "hexvet.toml",
        "waivers.toml",
        ".gitignore",
        "assessments/.gitkeep",
        "rules/.gitkeep",
        "projects/example-project.toml",
    }
    files = read(root, vocabulary)
    assert files.problems == ()
    assert (files.settings.city, files.settings.packs) == ('Los "A"', ("small",))
    assert files.programme.cells == {}
    project = files.projects["example-project"]
    assert project.illustration
    assert project.cells == {"stage": "intake"}
    assert (root / ".gitignore").read_text() == ".hexvet/\n"


def test_a_workspace_is_never_made_over_another(
    tmp_path: Path, vocabulary: dict[str, Field]
) -> None:
    init_workspace(tmp_path, "LA", vocabulary.values())
    before = (tmp_path / "hexvet.toml").read_text()
    with pytest.raises(Unusable) as caught:
        init_workspace(tmp_path, "NY", vocabulary.values())
    assert caught.value.problems[0].code == "WS031"
    assert (tmp_path / "hexvet.toml").read_text() == before


def test_what_is_there_already_stays(tmp_path: Path, vocabulary: dict[str, Field]) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "waivers.toml").write_text("# mine\n")
    made = init_workspace(tmp_path, "LA", vocabulary.values())
    assert (tmp_path / "waivers.toml").read_text() == "# mine\n"
    assert "waivers.toml" not in made
    assert read(tmp_path, vocabulary).projects == {}


@pytest.mark.parametrize("city", ["", "  ", "a\nb", "\x1b[31m", "x" * 201])
def test_a_city_needs_a_name(tmp_path: Path, city: str) -> None:
    with pytest.raises(Unusable) as caught:
        init_workspace(tmp_path, city, [])
    assert caught.value.problems[0].code == "WS019"
    assert list(tmp_path.iterdir()) == []


ANSWERS = {
    "cost_total": "1_500_000",
    "staff": "12",
    "public_share": "0.5",
    "end": "2018-01-31",
    "sponsor": '"The Mayor"',
    "approved": "true",
}


def test_a_project_is_filled_in_by_removing_the_marks(
    tmp_path: Path, vocabulary: dict[str, Field]
) -> None:
    init_workspace(tmp_path, "LA", vocabulary.values(), ("small",))
    assert new_project(tmp_path, "roads", "Fix roads", vocabulary.values()) == "projects/roads.toml"
    path = tmp_path / "projects/roads.toml"
    text = path.read_text()
    for name, answer in ANSWERS.items():
        text, count = re.subn(rf"^# {name} =.*$", f"{name} = {answer}", text, flags=re.M)
        assert count == 1, name
    text = text.replace("# team = [\n#   {", "team = [\n  {").replace("},\n# ]", "},\n]")
    text = text.replace('name = ""', 'name = "Ann"').replace(" = ...", " = 1")
    text = text.replace('sector = ""', 'sector = "public"')
    text = text.replace("start = 1", "start = 2018-01-31").replace("paid = 1", "paid = true")
    path.write_text(text)
    files = read(tmp_path, vocabulary)
    assert files.problems == ()
    asked = {name for name, field in vocabulary.items() if field.of == "project"}
    assert files.projects["roads"].cells.keys() == asked


def test_each_question_says_how_it_is_answered(
    tmp_path: Path, vocabulary: dict[str, Field]
) -> None:
    new_project(tmp_path, "roads", "Fix roads", vocabulary.values())
    text = (tmp_path / "projects/roads.toml").read_text()
    assert 'stage = "intake"        # intake | selection\n' in text
    assert "# People on it\n# Write a number like 12 or 1_500.5, from 0, at most 100\n" in text
    assert "# Who stands for it?\n" in text
    assert "from 2010-01-01, at most 2030-12-31" in text
    assert "# Write an amount like 1_500_000 in USD, from 0\n" in text
    assert 'sector: "public" | "private"' in text.replace("\n# ", " ")
    assert "council" not in text


def test_questions_stand_under_their_headings(tmp_path: Path, vocabulary: dict[str, Field]) -> None:
    headings = {"approved": "Launch", "end": "Launch", "council": "Unused", "cost_total": "Close"}
    new_project(tmp_path, "roads", "Fix roads", vocabulary.values(), headings)
    text = (tmp_path / "projects/roads.toml").read_text()
    order = re.findall(r"^# -+ (\w+) -+$|^# (\w+) =", text, flags=re.M)
    assert [heading or name for heading, name in order] == [
        "summary",
        "Launch",
        "end",
        "approved",
        "Close",
        "cost_total",
        "small",
        "staff",
        "public_share",
        "sponsor",
        "team",
    ]


def test_what_a_pack_says_cannot_leave_its_comment(tmp_path: Path) -> None:
    hostile = Field(
        "x",
        "number",
        Where("rules/p.toml"),
        label="a\nb = 1\r\nc\x1b[31m",
        ask="long " * 100,
        help='"""',
        range=Interval(0, 1),
        anchors={"1\n": "x = 2\n"},
    )
    new_project(tmp_path, "roads", "Fix roads", [hostile])
    text = (tmp_path / "projects/roads.toml").read_text()
    assert "\x1b" not in text
    assert max(map(len, text.split("\n"))) <= 100
    bare = [line for line in text.split("\n") if line and not line.startswith("#")]
    assert bare == ['title = "Fix roads"']


def test_ids_that_are_taken_or_unfit_are_refused(
    tmp_path: Path, vocabulary: dict[str, Field]
) -> None:
    new_project(tmp_path, "roads", "Fix roads", vocabulary.values())
    (tmp_path / "projects/other.toml").write_text("title = 'O'\nid = 'bridges'\n")
    assert refused(tmp_path, "roads", "Again") == "WS021"
    assert refused(tmp_path, "bridges", "Again") == "WS021"
    assert refused(tmp_path, "../evil", "x") == "WS020"
    assert refused(tmp_path, "programme", "x") == "WS020"
    assert refused(tmp_path, "fine", "a\x1bb") == "WS019"
    assert sorted(path.name for path in (tmp_path / "projects").iterdir()) == [
        "other.toml",
        "roads.toml",
    ]
