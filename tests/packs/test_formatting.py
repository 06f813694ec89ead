"""`hexvet fmt`: one layout, nothing said is ever changed, and comments stay where they are."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hexvet.cli import main
from hexvet.documents import Document, parse_document
from hexvet.packs.formatting import ORDER, formatted
from hexvet.packs.schema import PACK, TABLES
from hexvet.problems import Problem
from hexvet.workspace.waivers import SHAPE as WAIVER


def fmt(text: str) -> str:
    """The text as `hexvet fmt` leaves it."""
    document = parse_document(text, "file.toml")
    assert isinstance(document, Document), document
    return formatted(document)


def case(before: str, after: str) -> tuple[str, str]:
    return dedent(before).lstrip("\n"), dedent(after).lstrip("\n")


LAYOUTS = {
    "the = signs of a block stand below each other": case(
        """
        a=1
        long_name   =   2
        """,
        """
        a         = 1
        long_name = 2
        """,
    ),
    "an empty line begins a new block": case(
        """
        a = 1
        bc = 2

        long_name = 3
        """,
        """
        a  = 1
        bc = 2

        long_name = 3
        """,
    ),
    "one empty line stands before a table": case(
        """
        a = 1
        [ x ]
        b = 2



        [ x . "y" ]
        c = 3
        """,
        """
        a = 1

        [x]
        b = 2

        [x.y]
        c = 3
        """,
    ),
    "a comment above a table stays with it": case(
        """
        a = 1
        # about x
        [x]
        b = 2
        """,
        """
        a = 1

        # about x
        [x]
        b = 2
        """,
    ),
    "a comment behind a value keeps its column": case(
        """
        a=1                   # one
        b = 2 # two
        """,
        """
        a = 1                 # one
        b = 2  # two
        """,
    ),
    "texts stand in double quotes where no escape is needed": case(
        """
        a = 'plain'
        b = 'with "quotes"'
        c = 'back\\slash'
        """,
        """
        a = "plain"
        b = 'with "quotes"'
        c = 'back\\slash'
        """,
    ),
    "the digits of large numbers are grouped": case(
        """
        a = 1500000
        b = 9999
        c = 12345.678
        d = 0x1234567
        e = 1979-05-27
        f = -1_0000
        """,
        """
        a = 1_500_000
        b = 9999
        c = 12_345.678
        d = 0x1234567
        e = 1979-05-27
        f = -10_000
        """,
    ),
    "keys are not numbers": case(
        """
        anchors = {10000="much",'1'="little"}
        """,
        """
        anchors = { 10000 = "much", 1 = "little" }
        """,
    ),
    "inline tables and lists have one space where spaces belong": case(
        """
        a = {x=1,y = [ 1,2, ],z={}}
        b = [[0,0],[10 , 80]]
        c = [{x=1},{x=2}]
        """,
        """
        a = { x = 1, y = [1, 2], z = {} }
        b = [[0, 0], [10, 80]]
        c = [ { x = 1 }, { x = 2 } ]
        """,
    ),
    "lists over several lines keep their lines and comments": case(
        """
        rows = [   # all of them
          {a=1},         # one

            # the next
          { a = 2 },
           ]
        """,
        """
        rows = [  # all of them
          { a = 1 },     # one

          # the next
          { a = 2 },
        ]
        """,
    ),
    "texts over several lines are not touched": case(
        '''
        a = """
          two   spaces\x20\x20
            x = 'y'
        """
        long = 1
        ''',
        '''
        a    = """
          two   spaces\x20\x20
            x = 'y'
        """
        long = 1
        ''',
    ),
    "the keys of a rule come in one order": case(
        """
        [pack]
        version = "1.0.0"
        id = "p"

        [check.a]
        gate = "g"
        require = "x"   # why
        title = "A"
        """,
        """
        [pack]
        id      = "p"
        version = "1.0.0"

        [check.a]
        title   = "A"
        require = "x"   # why
        gate    = "g"
        """,
    ),
    "a comment between the keys of a rule keeps them in place": case(
        """
        [pack]
        id = "p"

        [check.a]
        gate = "g"
        # what is asked
        require = "x"
        title = "A"
        """,
        """
        [pack]
        id = "p"

        [check.a]
        gate    = "g"
        # what is asked
        require = "x"
        title   = "A"
        """,
    ),
    "answers of a project keep their order": case(
        """
        title = "P"
        zebra = 1
        apple = 2
        """,
        """
        title = "P"
        zebra = 1
        apple = 2
        """,
    ),
}


@pytest.mark.parametrize(("before", "after"), LAYOUTS.values(), ids=list(LAYOUTS))
def test_the_layout(before: str, after: str) -> None:
    assert fmt(before) == after
    assert fmt(after) == after


def test_line_endings_stay_and_the_byte_order_mark_goes() -> None:
    assert fmt("\ufeffa=1\r\nlong=2\r\n") == "a    = 1\r\nlong = 2\r\n"


def test_a_file_without_a_last_line_break_gets_one() -> None:
    assert fmt("a = 1") == "a = 1\n"
    assert fmt("") == ""


def test_every_key_of_the_known_tables_has_a_place_in_the_order() -> None:
    shapes = {**TABLES, "pack": PACK, "waiver": WAIVER}
    for kind, order in ORDER.items():
        assert set(order) == set(shapes[kind]), kind


def test_the_shipped_files_are_in_the_layout(root: Path) -> None:
    folders = [root / "rules", root / "sample_data" / "los-angeles"]
    files = [path for folder in folders for path in sorted(folder.rglob("*.toml"))]
    files = [path for path in files if "journal" not in path.parts]  # kept as they were
    assert len(files) > 20
    wrong = [path.name for path in files if fmt(path.read_text()) != path.read_text()]
    assert wrong == []


# --- Hypothesis: whatever people write ---------------------------------------------------------

names = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True),
    st.sampled_from(['"a b"', "'q'", '"plain"', '"x.y"', "'#'", "a . b", 'a."b c"']),
)
scalars = st.sampled_from(
    [
        "1", "-10000", "1_00_000", "+123456", "1e6", "123456.5", "0xDEADBEEF", "inf", "nan", "true",
        "1979-05-27", "1979-05-27 07:32:00", "1979-05-27T07:32:00Z", "07:32:00", "'x'", "''", '""',
'"# no comment"', "'[a]'", '"\\u0041 \\" b"', "'C:\\dir'", '"ü"',
        '"""a\n b  \n"""', "'''\n x = 1  # y\n'''", '""""quoted" """',
    ]
)  # fmt: skip
gaps = st.sampled_from(["", " ", "   ", "\t"])
breaks = st.sampled_from(["", " ", "\n", "\n\n\n", "  # note\n", "\n   # note  \n\n"])


@st.composite
def lists(draw: Callable[..., str], values: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(values, max_size=4))
    text = "["
    for item in items:
        text += f"{draw(breaks)}{item}{draw(breaks)},"
    if items and draw(st.booleans()):
        text = text[:-1]
    return f"{text}{draw(breaks)}]"


@st.composite
def inline_tables(draw: Callable[..., str], values: st.SearchStrategy[str]) -> str:
    pairs = draw(st.lists(st.tuples(names, values), max_size=3))
    told = [f"{name}{draw(gaps)}={draw(gaps)}{value}{draw(gaps)}" for name, value in pairs]
    return f"{{{draw(gaps)}{','.join(told)}}}"


values = st.recursive(scalars, lambda inner: lists(inner) | inline_tables(inner), max_leaves=6)
comments = st.sampled_from(["", " # why", "      # far away  ", "# close"])


@st.composite
def lines(draw: Callable[..., str]) -> str:
    kind = draw(st.sampled_from(["pair", "pair", "pair", "header", "array", "comment", "empty"]))
    indent, tail = draw(gaps), draw(comments)
    match kind:
        case "pair":
            return f"{indent}{draw(names)}{draw(gaps)}={draw(gaps)}{draw(values)}{tail}"
        case "header":
            return f"{indent}[{draw(gaps)}{draw(names)}{draw(gaps)}]{tail}"
        case "array":
            return f"{indent}[[{draw(gaps)}{draw(names)}{draw(gaps)}]]{tail}"
        case "comment":
            return f"{indent}# {draw(names)} = 1  "
        case _:
            return indent


@settings(max_examples=300)
@given(st.lists(lines(), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_nothing_said_changes_and_a_second_time_changes_nothing(
    written: list[str], ending: str
) -> None:
    text = ending.join("\n".join(written).split("\n"))
    document = parse_document(text, "file.toml")
    assume(not isinstance(document, Problem))
    once = fmt(text)
    assert repr(tomllib.loads(once.replace("\r\n", "\n"))) == repr(
        tomllib.loads(text.replace("\r\n", "\n"))
    )
    assert fmt(once) == once
    assert once.count("#") == text.count("#")


@given(st.permutations(list(ORDER["check"])), st.data())
def test_the_order_of_keys_does_not_depend_on_how_they_were_written(
    keys: list[str], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(keys), unique=True))
    pairs = "".join(f'{key} = "{key}"\n' for key in keys if key in chosen)
    found = tomllib.loads(fmt(f'[pack]\nid = "p"\n\n[check.a]\n{pairs}'))
    assert list(found["check"]["a"]) == [key for key in ORDER["check"] if key in chosen]


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.toml").write_text("a = 1\n")
    (tmp_path / "crooked.toml").write_text("a=1\nlong=2\n")
    return tmp_path


def test_check_names_the_files_and_changes_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fmt", "--check", "good.toml", "crooked.toml"]) == 1
    assert capsys.readouterr().out == "Would format crooked.toml\n"
    assert (folder / "crooked.toml").read_text() == "a=1\nlong=2\n"


def test_it_formats_files_and_folders(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "."]) == 0
    assert capsys.readouterr().out == "Formatted crooked.toml\n"
    assert (folder / "crooked.toml").read_text() == "a    = 1\nlong = 2\n"
    assert main(["fmt", "--check", "."]) == 0


def test_a_broken_file_is_told_and_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.toml").write_text("a = \n")
    assert main(["fmt", "."]) == 5
    assert "broken.toml:1:5  WS005" in capsys.readouterr().err
    assert (folder / "broken.toml").read_text() == "a = \n"
    assert (folder / "crooked.toml").read_text().startswith("a    = 1")


def test_without_a_file_it_is_the_workspace(los_angeles: Path) -> None:
    project = los_angeles / "projects" / "procurement.toml"
    before = project.read_text()
    project.write_text(before.replace("title   =", "title="))
    assert main(["fmt", "--check", "-w", str(los_angeles)]) == 1
    assert main(["fmt", "-w", str(los_angeles)]) == 0
    assert project.read_text() == before


def test_the_journals_copies_are_left_as_they_are(tmp_path: Path) -> None:
    """Their names are the digests of what they say."""
    from hexvet.cli import main

    kept = tmp_path / "journal" / "ab" / "abcd.toml"
    kept.parent.mkdir(parents=True)
    for path in (kept, tmp_path / "a.toml"):
        path.write_text("a   = 1\n")
    assert main(["fmt", str(tmp_path)]) == 0
    assert kept.read_text() == "a   = 1\n"
    assert (tmp_path / "a.toml").read_text() == "a = 1\n"
