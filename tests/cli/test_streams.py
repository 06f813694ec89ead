"""The command in processes of its own: pipes that close, full disks, encodings, colour."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import DAY, Command

RUN = "import sys; from hexvet.cli import main; sys.exit(main())"


@pytest.fixture
def environment(root: Path) -> dict[str, str]:
    """The least that the command needs."""
    path = os.pathsep.join((str(root / "engine"), str(root / "tui")))
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path, "LC_ALL": "C.UTF-8"}


def start(
    words: list[str], environment: dict[str, str], **options: object
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", RUN, *words]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload,no-any-return]


def many(city: Path, number: int) -> None:
    text = (city / "projects/beta.toml").read_text("utf-8")
    for at in range(number):
        (city / f"projects/copy-{at}.toml").write_text(text, encoding="utf-8")


def test_a_reader_who_leaves_is_no_error(city: Path, environment: dict[str, str]) -> None:
    many(city, 200)
    process = start(["check", "-o", "json"], environment, stdout=subprocess.PIPE)
    assert process.stdout and process.stderr
    assert process.stdout.read(1) == b"{"
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 141


def test_closed_standard_output_is_no_error(city: Path, environment: dict[str, str]) -> None:
    process = start(["check"], environment, preexec_fn=lambda: os.close(1))
    assert process.communicate()[1] == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_is_one_line(city: Path, environment: dict[str, str]) -> None:
    for words in (["check"], ["check", "-o", "json"]):
        with open("/dev/full", "wb") as full:
            process = start(words, environment, stdout=full)
            errors = process.communicate()[1].decode()
        assert errors == (
            "hexvet: cannot write standard output: No space left on device: "
            "free some space, then repeat it\n"
        )
        assert process.returncode == 8


def test_a_narrow_encoding_loses_characters_not_the_run(
    city: Path, environment: dict[str, str]
) -> None:
    project = city / "projects/alpha.toml"
    project.write_text(project.read_text("utf-8").replace("Alpha", "Ålpha"), encoding="utf-8")
    narrow = environment | {"PYTHONIOENCODING": "ascii"}
    table = start(["check"], narrow, stdout=subprocess.PIPE).communicate()[0]
    result = start(["check", "-o", "json"], narrow, stdout=subprocess.PIPE).communicate()[0]
    assert b"?lpha" in table
    assert "Ålpha" in result.decode("utf-8")


def test_the_result_is_the_same_bytes_every_time(city: Path, environment: dict[str, str]) -> None:
    words = ["check", "--as-of", DAY, "-o", "json"]
    results = set()
    for seed in ("0", "1", "2"):
        process = start(words, environment | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE)
        results.add(process.communicate()[0])
    assert len(results) == 1


def on_a_terminal(words: list[str], environment: dict[str, str]) -> str:
    """What the command writes to a terminal of 80 columns."""
    main, side = pty.openpty()
    os.system(f"stty cols 80 rows 24 < {os.ttyname(side)}")
    process = start(words, environment, stdout=side)
    os.close(side)
    written = b""
    try:
        while piece := os.read(main, 65536):
            written += piece
    except OSError:
        pass
    process.wait()
    os.close(main)
    return written.decode("utf-8")


@pytest.mark.parametrize(
    ("variables", "words", "coloured"),
    [
        ({"TERM": "xterm-256color"}, [], True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, [], False),
        ({"TERM": "dumb"}, [], False),
        ({}, [], False),
        ({"TERM": "xterm-256color"}, ["--color", "never"], False),
        ({"TERM": "dumb", "NO_COLOR": "1"}, ["--color", "always"], True),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    variables: dict[str, str],
    words: list[str],
    coloured: bool,
    city: Path,
    environment: dict[str, str],
) -> None:
    shown = on_a_terminal(["check", "--as-of", DAY, *words], environment | variables)
    assert "Springfield" in shown
    assert ("\x1b[" in shown) == coloured


def test_lines_fit_a_terminal_and_long_lists_end(city: Path, environment: dict[str, str]) -> None:
    many(city, 30)
    (city / "projects/a-project-with-quite-a-long-name.toml").write_text(
        'title = "橋と道路と公園と図書館と学校と病院を同時に直す計画、その一"\n', encoding="utf-8"
    )
    shown = on_a_terminal(["check", "--as-of", DAY], environment | {"TERM": "xterm"})
    import re

    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(len(line) for line in plain.splitlines()) <= 80
    assert "more outcomes; -o FORMAT=FILE has all" in plain


def test_a_pipe_gets_no_colour_and_every_line(city: Path, environment: dict[str, str]) -> None:
    many(city, 30)
    process = start(
        ["check", "--as-of", DAY], environment | {"TERM": "xterm"}, stdout=subprocess.PIPE
    )
    shown = process.communicate()[0].decode()
    assert "\x1b" not in shown
    assert shown.count("mini/time_limited at launch") == 32


def test_standard_output_can_be_any_stream(city: Path) -> None:
    from contextlib import redirect_stdout
    from io import StringIO

    from hexvet.cli import main

    for words in (["check"], ["check", "-o", "json"]):
        with redirect_stdout(StringIO()) as stream:
            assert main(words) in (0, 1)
        assert "Springfield" in stream.getvalue() or "mini/" in stream.getvalue()


@pytest.mark.parametrize(
    "file", ["hexvet.toml", "projects/new.json", "../springfield/waivers.toml"]
)
def test_a_report_is_never_written_over_the_workspace(
    hexvet: Command, city: Path, file: str
) -> None:
    before = (city / "hexvet.toml").read_bytes()
    done = hexvet("check", "-o", f"json={file}")
    assert done.status == 2
    assert f"cannot write {file}: this is a file of the workspace" in done.err
    assert (city / "hexvet.toml").read_bytes() == before
    assert not (city / "projects" / "new.json").exists()
