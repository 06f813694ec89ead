"""Files are replaced whole or not at all, never over somebody else's change."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.problems import Unusable
from hexvet.workspace.writing import locked, write_text


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.toml"
    path.write_text("old")
    return path


def refused(write: Callable[[], object]) -> str:
    with pytest.raises(Unusable) as caught:
        write()
    (problem,) = caught.value.problems
    return problem.code


def only(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_and_its_digest_returned(file: Path) -> None:
    assert write_text(file, "new é", digest("old")) == digest("new é")
    assert file.read_text("utf-8") == "new é"
    assert only(file.parent) == ["a.toml"]


def test_permissions_stay(file: Path) -> None:
    file.chmod(0o640)
    write_text(file, "new", digest("old"))
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_change_by_somebody_else_is_never_overwritten(file: Path) -> None:
    file.write_text("theirs")
    assert refused(lambda: write_text(file, "new", digest("old"))) == "WS030"
    assert file.read_text() == "theirs"
    assert only(file.parent) == ["a.toml"]


def test_a_file_that_vanished_stays_away(file: Path) -> None:
    file.unlink()
    assert refused(lambda: write_text(file, "new", digest("old"))) == "WS030"
    assert only(file.parent) == []


def test_a_file_that_became_a_pipe_is_left_alone(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)
    assert refused(lambda: write_text(file, "new", digest("old"))) == "WS030"


def test_a_new_file_never_overwrites_one(file: Path) -> None:
    assert refused(lambda: write_text(file, "new", None)) == "WS031"
    assert file.read_text() == "old"
    other = file.with_name("b.toml")
    write_text(other, "new", None)
    assert other.read_text() == "new"
    assert only(file.parent) == ["a.toml", "b.toml"]


def test_a_new_file_where_links_are_not_possible(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    write_text(file.with_name("b.toml"), "new", None)
    assert file.with_name("b.toml").read_text() == "new"
    assert refused(lambda: write_text(file, "new", None)) == "WS031"
    assert only(file.parent) == ["a.toml", "b.toml"]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path, file: Path) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "real.toml"
    file.rename(target)
    file.symlink_to(target)
    write_text(file, "new", digest("old"))
    assert file.is_symlink()
    assert target.read_text() == "new"
    assert only(tmp_path / "there") == ["real.toml"]


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "a.toml"
    loop.symlink_to(loop)
    assert refused(lambda: write_text(loop, "new", digest("old"))) == "WS032"
    assert refused(lambda: write_text(loop, "new", None)) == "WS031"


@pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
def test_a_full_disk_leaves_the_old_file_and_no_other(
    file: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    assert refused(lambda: write_text(file, "new", digest("old"))) == "WS032"
    assert file.read_text() == "old"
    assert only(file.parent) == ["a.toml"]


LIMITED = """
import resource, signal, sys
from pathlib import Path
from hexvet.problems import Unusable
from hexvet.workspace.writing import write_text
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_text(Path(sys.argv[1]) / "a.toml", "x" * 5000, sys.argv[2])
except Unusable as error:
    print(error.problems[0].code)
"""


def test_a_write_that_really_stops_halfway_leaves_the_old_file(file: Path) -> None:
    run = [sys.executable, "-c", LIMITED, str(file.parent), digest("old")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(run, capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "WS032\n"
    assert file.read_text() == "old"
    assert only(file.parent) == ["a.toml"]


def test_a_read_only_file_is_left_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.chmod(0o444)
    if os.access(file, os.W_OK):  # the superuser may write everything
        monkeypatch.setattr(os, "access", lambda *_: False)
    assert refused(lambda: write_text(file, "new", digest("old"))) == "WS032"
    assert file.read_text() == "old"
    assert only(file.parent) == ["a.toml"]


def test_a_name_of_255_characters_can_be_written(tmp_path: Path) -> None:
    write_text(tmp_path / ("é" * 100 + "x" * 50 + ".toml"), "new", None)


# --- the lock --------------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
from hexvet.workspace.writing import locked
with locked(Path(sys.argv[1]), purpose="test"):
    print("held", flush=True)
    sys.stdin.read()
"""

COUNT = """
import sys
from pathlib import Path
from hexvet.documents import read_document
from hexvet.workspace.toml_values import set_value
from hexvet.workspace.writing import locked, write_text
root = Path(sys.argv[1])
for _ in range(25):
    with locked(root):
        document = read_document(root / "n.toml", "n.toml")
        text = set_value(document, ("n",), document.data["n"] + 1)
        write_text(root / "n.toml", text, document.sha256)
"""


def start(code: str, root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_two_processes_write_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "n.toml").write_text("n = 0  # how often\n")
    writers = [start(COUNT, tmp_path) for _ in range(2)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert (tmp_path / "n.toml").read_text() == "n = 50  # how often\n"
    for writer in writers:
        writer.communicate()


def test_the_holder_of_the_lock_is_named(tmp_path: Path) -> None:
    with start(HOLD, tmp_path) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Unusable) as caught, locked(tmp_path, wait=0.1):
            pass
        (problem,) = caught.value.problems
        assert problem.code == "WS033"
        assert f"test, process {holder.pid}" in problem.message
        holder.kill()
    with locked(tmp_path, wait=5):
        pass


def test_the_lock_ends_with_an_error_inside(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    with locked(tmp_path, wait=0):
        pass
    assert (tmp_path / ".hexvet" / ".gitignore").read_text() == "*\n"


def test_a_full_disk_has_no_room_for_a_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / ".hexvet").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", full)
        with pytest.raises(Unusable) as caught, locked(tmp_path):
            pass
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == (
        "WS032",
        "nothing was changed; free some space, then repeat it",
    )


def test_a_lock_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / ".hexvet").write_text("a file")
    with pytest.raises(Unusable) as caught, locked(tmp_path):
        pass
    assert caught.value.problems[0].code == "WS032"
