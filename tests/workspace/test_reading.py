"""Whole workspaces: settings, projects, assessments, waivers, and what does not belong."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexvet.model import Column, Field, Interval, Kind, Where
from hexvet.problems_catalogue import CODES
from hexvet.workspace.projects import read_projects
from hexvet.workspace.reading import WorkspaceFiles, read_settings, read_workspace

Read = Callable[[Mapping[str, str | bytes]], WorkspaceFiles]
Write = Callable[[Mapping[str, str | bytes]], Path]


def codes(files: WorkspaceFiles) -> list[str]:
    found = [problem.code for problem in files.problems]
    assert set(found) <= set(CODES)
    return found


def test_a_workspace_is_read(read: Read) -> None:
    files = read(
        {
            "hexvet.toml": (
                'format = 1\ncity = "LA"\npacks = ["small"]\n[programme]\ncouncil = true\n'
            ),
            "projects/b.toml": "title = 'B'\nsummary = 'two\\nlines'\nillustration = true\n",
            "projects/a.toml": "title = 'A'\nid = 'zed'\nstaff = 3\n",
            "projects/README.md": "notes",
            "projects/.hidden": "x",
        }
    )
    assert files.problems == ()
    assert (files.settings.city, files.settings.packs) == ("LA", ("small",))
    assert files.programme.cells == {"council": True}
    assert list(files.projects) == ["zed", "b"]
    assert files.projects["zed"].cells == {"staff": Interval(3.0, 3.0)}
    assert (files.projects["b"].illustration, files.projects["b"].file) == (True, "projects/b.toml")
    assert str(files.place(Where("projects/a.toml", ("staff",)))) == "projects/a.toml:3:9"
    assert str(files.place(Where("hexvet.toml", ("programme", "council")))) == "hexvet.toml:5:11"
    assert str(files.place(Where("gone.toml", ("x",)))) == "gone.toml"


# --- hexvet.toml -----------------------------------------------------------------------------


def test_a_folder_without_settings_is_told_how_to_begin(tmp_path: Path) -> None:
    (found,) = read_settings(tmp_path).problems
    assert (found.code, found.hint) == ("WS008", "make a workspace: hexvet init DIR")
    (found,) = read_settings(tmp_path / "gone").problems
    assert found.code == "WS008"
    files = read_workspace(read_settings(tmp_path), {})
    assert [problem.code for problem in files.problems] == ["WS008"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('city = "LA"\npacks = ["p"]', [("WS011", 1, 1)]),
        ('format = 2\ncity = "LA"\npacks = ["p"]', [("WS024", 1, 10)]),
        ('format = 1\ncity = "LA"\npacks = []', [("WS011", 3, 9)]),
        ('format = 1\ncity = "LA"\npacks = ["../p"]', [("WS020", 3, 10)]),
        ('format = 1\ncity = "LA"\npacks = ["p", "p"]', [("WS021", 3, 15)]),
        ('format = 1\ncity = "L\\u0007A"\npacks = ["p"]', [("WS018", 2, 10)]),
        (
            'format = "1"\ncitty = "LA"\npacks = "p"',
            [("WS011", 1, 1), ("WS012", 1, 10), ("WS010", 2, 1), ("WS012", 3, 9)],
        ),
        ('format = 1\ncity = "LA"\npacks = ["p"]\nprogramme = 3', [("WS012", 4, 13)]),
    ],
)
def test_mistakes_in_the_settings(
    write: Write, text: str, expected: list[tuple[str, int, int]]
) -> None:
    problems = read_settings(write({"hexvet.toml": text})).problems
    assert [(p.code, p.place.line, p.place.column) for p in problems] == expected


def test_broken_settings_do_not_hide_a_broken_project(read: Read) -> None:
    project = "title = 'A'\nzzz = 1\nstaff = 'x'"
    files = read({"hexvet.toml": "format = ", "projects/a.toml": project})
    assert codes(files) == ["WS005", "WS012"]


def test_a_programme_is_asked_only_its_own_questions(read: Read) -> None:
    settings = 'format = 1\ncity = "LA"\npacks = ["p"]\n[programme]\nstaff = 1\npopulaton = 2\n'
    first, second = read({"hexvet.toml": settings}).problems
    assert "projects/" in first.hint
    assert second.hint == "did you mean 'population'?"


def test_an_incomplete_vocabulary_proves_nothing_about_names(
    write: Write, vocabulary: dict[str, Field]
) -> None:
    root = write({"projects/a.toml": "title = 'A'\nzzz = 1\nstaff = 'x'\n"})
    files = read_workspace(read_settings(root), vocabulary, complete=False)
    assert codes(files) == ["WS012"]


# --- projects --------------------------------------------------------------------------------


def test_two_projects_with_one_id_name_each_other(read: Read) -> None:
    files = read(
        {
            "projects/a.toml": "title = 'A'\n",
            "projects/b.toml": "title = 'B'\nid = 'a'\n",
        }
    )
    first, second = files.problems
    assert (first.code, str(first.place)) == ("WS021", "projects/a.toml:1:1")
    assert (second.code, str(second.place)) == ("WS021", "projects/b.toml:2:6")
    assert "projects/b.toml:2:6" in first.message
    assert "projects/a.toml" in second.message
    assert files.projects["a"].title == "A"


@pytest.mark.parametrize("stem", ["Real Estate", "a.b", "-a", "é", "x" * 61, "programme"])
def test_a_file_name_that_is_no_id_is_told_a_better_one(read: Read, stem: str) -> None:
    (found,) = read({f"projects/{stem}.toml": "title = 'A'\n"}).problems
    assert found.code == "WS020"
    assert "rename the file" in found.hint
    if stem == "Real Estate":
        assert "real-estate.toml" in found.hint


def test_an_id_of_its_own_makes_any_file_name_good(read: Read) -> None:
    files = read({"projects/Real Estate.toml": "title = 'A'\nid = 'real-estate'\n"})
    assert files.problems == ()
    assert list(files.projects) == ["real-estate"]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("title = 3", "WS012", 9),
        ("title = ''", "WS019", 9),
        (f"title = '{'x' * 201}'", "WS019", 9),
        ('title = "a\\nb"', "WS018", 11),
        ('title = "  "', "WS019", 9),
        ('title = "\\u200b\\u2060 \\ufeff"', "WS019", 9),
        ('title = "\\u2800\\u3164"', "WS019", 9),
        ('title = "a\\u009bb"', "WS018", 11),
        ("title = 'A'\nid = 3", "WS012", 6),
        ("title = 'A'\nillustration = 'yes'", "WS012", 16),
        ("title = 'A'\nsummary = ['x']", "WS012", 11),
        ("staff = 1", "WS011", 1),
    ],
)
def test_reserved_keys_have_their_kinds(read: Read, text: str, code: str, column: int) -> None:
    (found,) = read({"projects/a.toml": text}).problems
    assert (found.code, found.place.column) == (code, column)


def test_strange_things_in_the_folder_end_in_problems(write: Write, read: Read) -> None:
    root = write({"projects/good.toml": "title = 'Good'\n", "projects/sub/x.toml": ""})
    projects = root / "projects"
    (projects / "folder.toml").mkdir()
    os.mkfifo(projects / "pipe.toml")
    (projects / "loop.toml").symlink_to("loop.toml")
    (projects / "up").symlink_to("..")
    (projects / "esc\x1b[31m.toml").write_text("title = 'x'")
    (projects / "table.xlsx").write_bytes(b"PK")
    with open(os.fsencode(projects) + b"/\xff.toml", "wb"):
        pass
    with (projects / "big.toml").open("wb") as stream:
        stream.truncate(100 * 1024**2)
    files = read({})
    assert list(files.projects) == ["good"]
    found = sorted((problem.place.file, problem.code) for problem in files.problems)
    assert found == [
        ("projects/big.toml", "WS003"),
        ("projects/esc\ufffd[31m.toml", "WS022"),
        ("projects/folder.toml", "WS002"),
        ("projects/loop.toml", "WS001"),
        ("projects/pipe.toml", "WS002"),
        ("projects/sub", "WS022"),
        ("projects/table.xlsx", "WS022"),
        ("projects/up", "WS022"),
        ("projects/\ufffd.toml", "WS022"),
    ]
    warnings = {p.code for p in files.problems if p.severity == "warning"}
    assert warnings == {"WS022"}


def test_a_file_in_place_of_a_folder_is_said(read: Read) -> None:
    files = read({"projects": "x", "assessments": "x"})
    assert codes(files) == ["WS009", "WS009"]


def test_no_projects_yet_is_no_problem(read: Read) -> None:
    files = read({})
    assert (files.problems, files.projects) == ((), {})


# --- assessments -----------------------------------------------------------------------------


def assess(read: Read, own: str, *answers: str) -> WorkspaceFiles:
    named = {
        f"assessments/{party}/a.toml": f"finished = true\n{answer}\n"
        for party, answer in zip("xyz", answers, strict=False)
    }
    return read({"projects/a.toml": f"title = 'A'\n{own}\n", **named})


def test_equal_answers_are_one(read: Read) -> None:
    files = assess(read, "", "staff = 3", "staff = 3.0")
    found = files.projects["a"].evidence["staff"]
    assert files.projects["a"].cells["staff"] == Interval(3.0, 3.0)
    assert (found.by, found.disputed, len(found.answers)) == ("x, y", False, 2)


def test_different_numbers_span_a_range(read: Read) -> None:
    files = assess(read, "staff = 5", "staff = 3", "staff = { low = 4, high = 9 }")
    assert files.projects["a"].cells["staff"] == Interval(3.0, 9.0)
    files = assess(read, "", "end = 2018-01-02", "end = 2018-01-01")
    first = float(datetime.date(2018, 1, 1).toordinal())
    assert files.projects["a"].cells["end"] == Interval(first, first + 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("approved = true", "approved = false"),
        ("stage = 'intake'", "stage = 'selection'"),
        ("team = []", "team = [{ name = 'Ann' }]"),
    ],
)
def test_answers_that_exclude_each_other_are_disputed(read: Read, one: str, other: str) -> None:
    name = one.split()[0]
    project = assess(read, "", one, other).projects["a"]
    assert name not in project.cells
    assert project.evidence[name].disputed
    assert project.evidence[name].cell is None
    assert [answer.by for answer in project.evidence[name].answers] == ["x", "y"]


def test_a_resolution_in_the_projects_own_file_wins(read: Read) -> None:
    own = "approved = { value = true, reason = 'the council voted' }"
    project = assess(read, own, "approved = false", "approved = true").projects["a"]
    assert project.cells["approved"] is True
    assert not project.evidence["approved"].disputed
    assert len(project.evidence["approved"].answers) == 2


def test_a_partys_own_reason_resolves_nothing(read: Read) -> None:
    party = "approved = { value = true, reason = 'because I say so' }"
    assert "approved" not in assess(read, "", party, "approved = false").projects["a"].cells


def test_an_unfinished_assessment_is_checked_but_does_not_count(read: Read) -> None:
    files = read(
        {
            "projects/a.toml": "title = 'A'\n",
            "assessments/x/a.toml": "staff = 3\nend = 'x'\n",
        }
    )
    assert files.projects["a"].cells == {}
    assert codes(files) == ["WS012"]


def test_assessments_that_belong_nowhere(read: Read) -> None:
    files = read(
        {
            "projects/procurement.toml": "title = 'A'\n",
            "projects/broken.toml": "broken",
            "assessments/x/procurment.toml": "finished = true\n",
            "assessments/x/broken.toml": "finished = true\n",
            "assessments/lost.toml": "finished = true\n",
            "assessments/x/procurement.toml": "title = 'no'\n",
        }
    )
    found = [(problem.code, problem.place.file) for problem in files.problems]
    assert found == [
        ("WS005", "projects/broken.toml"),
        ("WS022", "assessments/lost.toml"),
        ("WS010", "assessments/x/procurement.toml"),
        ("WS023", "assessments/x/procurment.toml"),
    ]
    assert files.problems[-1].hint == "did you mean 'procurement'?"


# --- waivers ---------------------------------------------------------------------------------

WAIVER = """[waiver.w1]
check = "small/team_half_public"
project = "a"
role = "mayor"
name = "Ann"
reason = "Two hires are due."
granted = 2018-01-01
expires = 2018-06-30
"""


def test_a_waiver_is_read(read: Read) -> None:
    files = read({"waivers.toml": WAIVER})
    (waiver,) = files.waivers
    assert files.problems == ()
    assert (waiver.id, waiver.check, waiver.project) == ("w1", "small/team_half_public", "a")
    assert waiver.granted == datetime.date(2018, 1, 1)
    assert waiver.expires == datetime.date(2018, 6, 30)
    assert str(files.place(waiver.where)) == "waivers.toml:1:2"


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("2018-06-30", "2017-06-30", "WV001", (8, 11)),
        ("small/team_half_public", "team_half_public", "WV002", (2, 9)),
        ("expires = 2018-06-30\n", "", "WS011", (1, 9)),
        ("2018-06-30", "'2018-06-30'", "WS012", (8, 11)),
        ("role", "rolle", "WS010", (4, 1)),
        ("waiver.w1", "waver.w1", "WS010", (1, 2)),
        ("waiver.w1", "waiver.'W 1'", "WS020", (1, 9)),
        ("Ann", "A\\u001bnn", "WS018", (5, 10)),
    ],
)
def test_a_waiver_with_a_mistake_is_not_in_force(
    read: Read, old: str, new: str, code: str, place: tuple[int, int]
) -> None:
    files = read({"waivers.toml": WAIVER.replace(old, new)})
    assert files.waivers == ()
    assert (code, place) in [(p.code, (p.place.line, p.place.column)) for p in files.problems]


# --- speed and change ------------------------------------------------------------------------


def many(write: Write, count: int) -> Path:
    text = "".join(
        [
            "title = 'A project of some length'\n",
            "stage = 'selection'\ncost_total = { low = 1_000, high = 2_000, source = 'charter' }\n",
            "staff = 12\nend = 2018-01-31\nsponsor = 'The Mayor'\napproved = true\n",
            "team = [ { name = 'Ann', sector = 'public', fte = 1 }, { name = 'Bo', fte = 0.5 } ]\n",
        ]
    )
    return write({f"projects/p{number:04}.toml": text for number in range(count)})


def test_2_000_projects_are_read_without_looking_for_places(
    write: Write, vocabulary: dict[str, Field]
) -> None:
    files = read_workspace(read_settings(many(write, 2_000)), vocabulary)
    assert (len(files.projects), files.problems) == (2_000, ())
    assert not any(document._cache for document in files.documents.values())


def test_only_what_changed_is_read_again(write: Write, vocabulary: dict[str, Field]) -> None:
    root = many(write, 3)
    before = read_workspace(read_settings(root), vocabulary)
    (root / "projects/p0001.toml").write_text("title = 'Changed'\n")
    (root / "projects/p0002.toml").unlink()
    (root / "projects/new.toml").write_text("title = 'New'\n")
    after = read_workspace(
        before.settings, vocabulary, before=before, changed=["projects/p0001.toml"]
    )
    assert [project.title for project in after.projects.values()] == [
        "New",
        "A project of some length",
        "Changed",
    ]
    assert after.projects["p0000"] is before.projects["p0000"]
    assert after.problems == ()


def test_a_duplicate_goes_away_with_its_cause(write: Write, vocabulary: dict[str, Field]) -> None:
    root = write({"projects/a.toml": "title = 'A'", "projects/b.toml": "title = 'B'\nid = 'a'"})
    before = read_workspace(read_settings(root), vocabulary)
    assert codes(before) == ["WS021", "WS021"]
    (root / "projects/b.toml").write_text("title = 'B'")
    after = read_workspace(before.settings, vocabulary, before=before, changed=["projects/b.toml"])
    assert (codes(after), list(after.projects)) == ([], ["a", "b"])


# --- anything at all -------------------------------------------------------------------------

WHOLE = """title = "A"
stage = 'selection'
cost_total = { low = 1_000, high = 2_000, source = 'charter', as_of = 2018-01-31 }
public_share = 0.5
end = 2018-01-31
approved = true
team = [ { name = 'Ann', sector = 'public', fte = 1 } ]
"""
KINDS: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "stage": ("text", ("intake", "selection")),
    "cost_total": ("money", ()),
    "public_share": ("share", ()),
    "end": ("date", ()),
    "approved": ("truth", ()),
}
SMALL = {
    name: Field(name, kind, Where("p.toml"), values=values)
    for name, (kind, values) in KINDS.items()
} | {
    "team": Field(
        "team",
        "table",
        Where("p.toml"),
        columns={
            "name": Column("name", "text"),
            "sector": Column("sector", "text", ("public",)),
            "fte": Column("fte", "number"),
        },
    )
}
JUNK = st.sampled_from(
    [
        "",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        "=",
        ",",
        "#",
        "\n",
        ".",
        "-",
        "9" * 30,
        "nan",
        "true",
        "\x00",
        "\x1b",
        "\\u202e",
        "é",
        "2018-13-01",
        "10:00",
        "[[team]]\n",
        "value = ",
        "\r\n",
    ]
)
EDITS = st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 9), JUNK), max_size=4)


@settings(max_examples=400, deadline=None)
@given(EDITS)
def test_any_edit_ends_in_a_project_or_in_problems(edits: list[tuple[int, int, str]]) -> None:
    text = WHOLE
    for start, length, junk in edits:
        text = text[:start] + junk + text[start + length :]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "projects").mkdir()
        (root / "projects/a.toml").write_bytes(text.encode())
        (found,), _ = read_projects(root, SMALL)
    for problem in found.problems:
        assert problem.code in CODES
        assert (problem.message + problem.hint + problem.place.text).replace("\t", "").isprintable()
    if not found.problems:
        assert found.project is not None
