"""Reading TOML with the place of everything in it, and refusing what cannot be read."""

from __future__ import annotations

import math
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexvet.documents import LARGEST, Document, parse_document, read_document
from hexvet.problems import Problem
from hexvet.toml_places import Spot, decoded_offsets, locate


def document(text: str) -> Document:
    found = parse_document(text, "x.toml")
    assert isinstance(found, Document), found
    return found


def problem(text: str) -> Problem:
    found = parse_document(text, "x.toml")
    assert isinstance(found, Problem)
    return found


SAMPLE = """\
title = "Fix procurement"  # a comment = with [brackets]
"quoted key" = 1
'literal key'.inner = 2
a . "b\\u0063" . c = 3
point = { x = 1, y.z = [ 2, { w = 'deep' } ] }
days = [
  2018-01-01,   # ] not the end
  2018-01-01 10:00:00,
]

[section]
text = \"\"\"
First "" line
second\\tline\"\"\"\"\"
[section.sub]
k = '''it's'''
[[team]]
name = "Ann"
[[team]]
name = "Bo"
[team.office]
room = 12
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("title",), (1, 9), (1, 1)),
        (("quoted key",), (2, 16), (2, 1)),
        (("literal key", "inner"), (3, 23), (3, 15)),
        (("a", "bc", "c"), (4, 21), (4, 17)),
        (("point", "x"), (5, 15), (5, 11)),
        (("point", "y", "z"), (5, 24), (5, 20)),
        (("point", "y", "z", 1, "w"), (5, 35), (5, 31)),
        (("days", 0), (7, 3), (7, 3)),
        (("days", 1), (8, 3), (8, 3)),
        (("section",), (11, 2), (11, 2)),
        (("section", "text"), (12, 8), (12, 1)),
        (("section", "sub"), (15, 2), (15, 10)),
        (("section", "sub", "k"), (16, 5), (16, 1)),
        (("team", 0), (17, 3), (17, 3)),
        (("team", 1), (19, 3), (19, 3)),
        (("team", 1, "name"), (20, 8), (20, 1)),
        (("team", 1, "office"), (21, 2), (21, 7)),
        (("team", 1, "office", "room"), (22, 8), (22, 1)),
    ],
)
def test_every_form_of_key_and_value_is_placed(
    path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]
) -> None:
    doc = document(SAMPLE)
    at = doc.place(path)
    assert (at.line, at.column) == value
    at = doc.place(path, key=True)
    assert (at.line, at.column) == key
    assert at.text == SAMPLE.split("\n")[at.line - 1]


def test_a_path_that_is_not_there_gives_the_table_around_it() -> None:
    at = document("[a]\nb = 1\n").place(("a", "c", "d"))
    assert (at.line, at.column, at.width) == (1, 2, 1)


@pytest.mark.parametrize(
    ("text", "character", "place"),
    [
        ('x = "budget > 5"', "budget", (1, 6, 6)),
        ("x = 'a > 5'", ">", (1, 8, 1)),
        (r'x = "a \"b\" cost"', "cost", (1, 14, 4)),
        (r'x = "a \u00e9 cost"', "cost", (1, 15, 4)),
        (r'x = "a \U0001F600 cost"', "cost", (1, 19, 4)),
        (r'x = "\u00e9"', "é", (1, 6, 6)),
        ('x = """\nfirst and\ncost"""', "cost", (3, 1, 4)),
        ('x = """a \\\n\n   cost"""', "cost", (3, 4, 4)),
        ("x = '''\na\n cost'''", "cost", (3, 2, 4)),
        ('x = """\r\nfirst\r\n  cost\r\n"""', "cost", (3, 3, 4)),
        ('x = "é cost"', "cost", (1, 8, 4)),
    ],
)
def test_a_character_of_a_text_is_found_through_its_escapes(
    text: str, character: str, place: tuple[int, int, int]
) -> None:
    doc = document(text)
    offset = str(doc.data["x"]).index(character)
    at = doc.place(("x",), offset=offset, width=len(character))
    assert (at.line, at.column, at.width) == place


def test_the_end_of_a_text_is_its_closing_quote() -> None:
    at = document('x = "abc"').place(("x",), offset=3)
    assert (at.column, at.width) == (9, 1)


def test_crlf_and_a_byte_order_mark_do_not_shift_places(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n  b = 2\r\n")
    doc = read_document(path, "x.toml")
    assert isinstance(doc, Document)
    assert doc.data == {"a": 1, "b": 2}
    assert (doc.place(("a",)).line, doc.place(("a",)).column) == (1, 5)
    assert (doc.place(("b",)).line, doc.place(("b",)).column) == (2, 7)
    assert doc.place(("b",)).text == "  b = 2"
    assert doc.text.encode() == path.read_bytes()


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    doc = read_document(path, "x.toml")
    assert isinstance(doc, Document)
    assert doc.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


# --- what cannot be read ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ('a = 1\nb = "x\nc = 2\n', 2, 7, "the closing quote is missing"),
        ('a = "x\r\n', 1, 7, "the closing quote is missing"),
        ('a = "x\x07"\n', 1, 7, "a control character stands here"),
        ("a = 1\nb = \n", 2, 5, "quotes"),
        ("a = 1\nb = cost\n", 2, 5, "quotes"),
        ("a = 1\na = 2\n", 2, 6, "twice"),
        ("a = 'x\n", 1, 7, "closing quote"),
        ("a = [1, 2", 1, 10, ""),
        ("d = 2018-02-30\n", 1, 5, "calendar"),
        ("a\x00b = 1\n", 1, 2, ""),
    ],
)
def test_broken_toml_is_placed_with_a_way_out(text: str, line: int, column: int, hint: str) -> None:
    found = problem(text)
    assert found.code == "WS005"
    assert (found.place.line, found.place.column) == (line, column)
    assert hint in found.hint


def test_a_message_never_carries_control_characters() -> None:
    found = problem('a = "\x1b[31m"\n')
    assert "\x1b" not in found.message + found.place.text + found.hint
    assert found.place.text == 'a = "\ufffd[31m"'


def read(tmp_path: Path, content: bytes) -> Document | Problem:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    return read_document(path, "x.toml")


def test_latin_1_is_refused_with_the_byte_and_a_conversion(tmp_path: Path) -> None:
    found = read(tmp_path, b"a = 1\ncaf\xc3\xa9 = '\xe9'\n")
    assert isinstance(found, Problem)
    assert (found.code, found.place.line, found.place.column) == ("WS004", 2, 9)
    assert "byte 16 is 0xE9" in found.message
    assert "iconv -f CP1252" in found.hint


def test_utf_16_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, "a = 1\n".encode("utf-16"))
    assert isinstance(found, Problem)
    assert "UTF-16" in found.hint


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024**2)
    found = read_document(path, "big.toml")
    assert isinstance(found, Problem)
    assert found.code == "WS003"
    assert "16 MiB" in found.message


def test_a_file_that_lies_about_its_size_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexvet.documents.LARGEST", 10)
    monkeypatch.setattr("hexvet.documents._unfit", lambda status, file: None)
    found = read(tmp_path, b"a = 1\n" * 100)
    assert isinstance(found, Problem)
    assert found.code == "WS003"
    assert LARGEST == 16 * 1024**2


def test_folders_pipes_devices_and_loops_end_in_problems(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    (tmp_path / "device.toml").symlink_to("/dev/zero")
    (tmp_path / "gone.toml").symlink_to("nowhere")
    codes = {}
    for path in tmp_path.iterdir():
        found = read_document(path, path.name)
        assert isinstance(found, Problem)
        codes[path.name] = found.code
    assert codes == {
        "folder.toml": "WS002",
        "pipe.toml": "WS002",
        "device.toml": "WS002",
        "loop.toml": "WS001",
        "gone.toml": "WS001",
    }


def test_a_file_without_permission_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    found = read_document(Path(__file__), "x.toml")
    assert isinstance(found, Problem)
    assert (found.code, "Permission denied" in found.message) == ("WS001", True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = " + "[" * 10_000 + "]" * 10_000, "WS006"),
        ("a = " + "{a=" * 10_000 + "1" + "}" * 10_000, "WS006"),
        (".".join("a" * 100_000) + " = 1", "WS006"),
        ("x = { " + " . ".join("a" * 100_000) + " = 1 }", "WS006"),
        ("[" + ".".join(["'a'"] * 100_000) + "]", "WS006"),
        ("a = 1\nb = " + "9" * 5_000, "WS007"),
    ],
)
def test_hostile_shapes_end_in_a_problem(text: str, code: str) -> None:
    assert problem(text).code == code


def test_places_are_found_in_linear_time() -> None:
    def calls(lines: int) -> int:
        text = "".join(f'k{i} = {{ a = [1, "x"], b = """y""" }}\n' for i in range(lines))
        counted = [0]

        def count(frame: object, event: str, argument: object) -> None:
            counted[0] += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            locate(text)
        finally:
            sys.setprofile(None)
        return counted[0]

    assert calls(800) < 8.1 * calls(100)


def test_a_thousand_places_on_one_long_line_share_it() -> None:
    doc = document("x = [" + "1, " * 100_000 + "]")
    texts = {id(doc.place(("x", i)).text) for i in range(1_000)}
    assert len(texts) == 1


# --- against tomllib -------------------------------------------------------------------------

BARE = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
CHARACTERS = st.text(
    st.one_of(
        st.sampled_from("abc \"'\\[]{}#=,.\t\n\r"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"),
    ),
    max_size=12,
)


def basic(text: str) -> str:
    escaped = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return f'"{escaped}"'


def long_basic(text: str) -> str:
    body = text.replace("\\", "\\\\").replace('"', '\\"')
    body = "".join(c if c >= " " or c in "\n\t" else f"\\u{ord(c):04x}" for c in body)
    return f'"""\n{body}"""'


def long_basic_wrapped(text: str) -> str:
    return long_basic(text)[:-3] + '\\  \n\n   """'


def literal(text: str) -> str:
    kept = "".join(c for c in text if (c >= " " and c != "'") or c == "\t")
    return f"'{kept}'"


def long_literal(text: str) -> str:
    kept = "".join(c for c in text if c >= " " or c in "\t\n").replace("'''", "''")
    return f"'''{kept.rstrip(chr(39))}''''"


SCALARS = st.one_of(
    st.sampled_from(
        [
            "1",
            "-1_000",
            "0xFF",
            "1e3",
            "inf",
            "-nan",
            "true",
            "false",
            "1979-05-27",
            "07:32:00",
            "1979-05-27T07:32:00Z",
            "1979-05-27 07:32:00.5",
            '""',
            "''",
            '""""""',
            '"""a"""""',
            "''''''",
            "'''a'''''",
        ]
    ),
    *(
        CHARACTERS.map(form)
        for form in (basic, long_basic, long_basic_wrapped, literal, long_literal)
    ),
)
KEYS = st.one_of(BARE, CHARACTERS.map(basic), CHARACTERS.map(literal))
DOTTED = st.lists(KEYS, min_size=1, max_size=3).map(" . ".join)
GAPS = st.sampled_from(["", " ", "\n", " # , ] } = '\n\t"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(st.tuples(GAPS, inner, GAPS).map("".join), max_size=3).map(
            lambda items: "[" + ",".join(items) + "]"
        ),
        st.lists(st.tuples(DOTTED, inner), max_size=3).map(
            lambda pairs: "{ " + ", ".join(f"{k} = {v}" for k, v in pairs) + " }"
        ),
    ),
    max_leaves=6,
)
LINES = st.one_of(
    st.tuples(DOTTED, VALUES).map(lambda pair: f"{pair[0]}= {pair[1]}"),
    DOTTED.map(lambda key: f"[ {key}\t]"),
    st.lists(BARE, min_size=1, max_size=2).map(lambda key: f"[[{'.'.join(key)} ]]"),
    st.just("# comment ] ''' \"\"\""),
)


def check_spots(text: str, value: Any, spot: Spot) -> None:
    assert 0 <= spot.key[0] <= spot.key[1] <= len(text)
    if isinstance(value, dict | list):
        names = list(value) if isinstance(value, dict) else list(range(len(value)))
        assert sorted(map(str, spot.children)) == sorted(map(str, names))
        for name in names:
            check_spots(text, value[name], spot.children[name])
        return
    written = text[slice(*spot.value)]
    again = tomllib.loads(f"x = {written}")["x"]
    same_nan = isinstance(value, float) and math.isnan(value) and math.isnan(again)
    assert same_nan or (again == value and type(again) is type(value))
    if isinstance(value, str):
        offsets = decoded_offsets(text, spot.value)
        assert len(offsets) == len(value) + 1
        assert offsets == sorted(offsets)
        for offset, character in zip(offsets, value, strict=False):
            assert text[offset] in ("\\", character)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=8))
def test_the_locator_agrees_with_tomllib(lines: list[str]) -> None:
    kept: list[str] = []
    for line in lines:
        try:
            tomllib.loads("\n".join([*kept, line]))
        except tomllib.TOMLDecodeError:
            continue
        kept.append(line)
    text = "\n".join(kept)
    check_spots(text, tomllib.loads(text), locate(text))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab=[]{}\"'\\#.,-1: \n\t\ufeff\r\x00é"), max_size=40))
def test_any_text_ends_in_a_document_or_a_problem(text: str) -> None:
    found = parse_document(text, "x.toml")
    if isinstance(found, Document):
        assert found.place(()).line == 1
    else:
        assert found.place.line >= 1


def test_the_reader_is_not_loaded_with_tomllib_before_it_is_needed() -> None:
    import subprocess

    code = "import sys, hexvet.documents; print('tomllib' in sys.modules)"
    run = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": "engine"}
    done = subprocess.run(run, capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "False\n"
