"""Signatures with the real `ssh-keygen`: whose they are, and of what."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexvet.journal import Draft, record
from hexvet.journal.model import Clock
from hexvet.journal.signing import allowed_signers, sign, signature_file, signed
from hexvet.journal.verifying import verify
from hexvet.problems import Unusable

from .conftest import codes

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed: openssh-client"
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A key for each of three people, and one of anna's that asks for a passphrase."""
    folder = tmp_path_factory.mktemp("keys")
    phrases = {"anna": "", "bob": "", "eve": "", "secret": "open sesame"}
    for name, phrase in phrases.items():
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", phrase, "-C", f"{name}@city"]
        subprocess.run([*words, "-f", str(folder / name)], check=True)
    return {name: folder / name for name in phrases}


def public(key: Path) -> str:
    return key.with_suffix(".pub").read_text().strip()


@pytest.fixture
def listed(keys: dict[str, Path]) -> dict[str, str]:
    """The public keys of hexvet.toml: eve has none there."""
    return {name: public(keys[name]) for name in ("anna", "bob")}


@pytest.fixture
def voted(city: Path, clock: Clock) -> Path:
    """Three entries, by anna, bob and eve."""
    for name in ("anna", "bob", "eve"):
        record(city, Draft("vote", name, reason="Grüße\n"), [], clock)
    return city


def said(root: Path, keys: dict[str, str]) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in verify(root, keys).problems]


def test_a_signature_of_ones_own_entry_holds(
    voted: Path, keys: dict[str, Path], listed: dict[str, str]
) -> None:
    assert sign(voted, 1, keys["anna"]) == "journal/signatures/0001.sig"
    sign(voted, 2, keys["bob"])
    assert signed(voted) == [1, 2]
    found = verify(voted, listed)
    assert (found.signatures, found.problems) == (2, ())
    text = (voted / signature_file(1)).read_text()
    assert text.startswith("-----BEGIN SSH SIGNATURE-----\n")


def test_the_plain_program_takes_it_too(
    voted: Path, keys: dict[str, Path], listed: dict[str, str], tmp_path: Path
) -> None:
    """Without hexvet: the line on standard input, and a file of allowed signers."""
    sign(voted, 1, keys["anna"])
    allowed = tmp_path / "allowed"
    allowed.write_text(allowed_signers(listed))
    line = (voted / "journal.jsonl").read_bytes().split(b"\n")[0]
    words = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "anna", "-n",
             "hexvet@journal", "-s", str(voted / signature_file(1))]  # fmt: skip
    done = subprocess.run(words, input=line, capture_output=True, check=True)
    assert b'Good "hexvet@journal" signature for anna' in done.stdout


def test_a_signature_by_somebody_else_names_both(
    voted: Path, keys: dict[str, Path], listed: dict[str, str]
) -> None:
    sign(voted, 1, keys["bob"])
    assert said(voted, listed) == [("JN012", "entry 1 is by anna, but signed with the key of bob")]


def test_a_key_that_is_not_listed_is_told(
    voted: Path, keys: dict[str, Path], listed: dict[str, str]
) -> None:
    sign(voted, 1, keys["eve"])
    sign(voted, 3, keys["eve"])
    assert said(voted, listed) == [
        ("JN013", "entry 1 is signed with a key that is not that of anna"),
        ("JN013", "entry 3 is signed with a key that is nobody's"),
    ]
    assert codes(verify(voted, {**listed, "eve": public(keys["eve"])}).problems) == ["JN012"]


def test_a_signature_of_a_line_that_was_changed_since(
    voted: Path, keys: dict[str, Path], listed: dict[str, str]
) -> None:
    sign(voted, 2, keys["bob"])
    path = voted / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"by":"bob"', b'"by":"Bob"'))
    found = verify(voted, listed).problems
    assert codes(found) == ["JN003", "JN011"]
    assert found[1].message == "the signature of entry 2 is not of what stands there now"


def test_a_signature_of_another_entry_or_of_none(
    voted: Path, keys: dict[str, Path], listed: dict[str, str]
) -> None:
    sign(voted, 1, keys["anna"])
    for number in (2, 9):
        shutil.copy(voted / signature_file(1), voted / signature_file(number))
    found = verify(voted, listed).problems
    assert codes(found) == ["JN011", "JN011"]
    assert "is not there" in found[1].message


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\x00", b"-----BEGIN SSH SIGNATURE-----\n", b"x" * 200_000],
    ids=["empty", "bytes", "head", "large"],
)
def test_a_file_that_is_no_signature(voted: Path, listed: dict[str, str], content: bytes) -> None:
    (voted / "journal" / "signatures").mkdir(parents=True)
    (voted / signature_file(1)).write_bytes(content)
    assert codes(verify(voted, listed).problems) == ["JN011"]


def test_a_signature_for_another_purpose_does_not_count(
    voted: Path, keys: dict[str, Path], listed: dict[str, str]
) -> None:
    line = (voted / "journal.jsonl").read_bytes().split(b"\n")[0]
    words = ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(keys["anna"])]
    made = subprocess.run(words, input=line, capture_output=True, check=True)
    (voted / "journal" / "signatures").mkdir(parents=True)
    (voted / signature_file(1)).write_bytes(made.stdout)
    assert codes(verify(voted, listed).problems) == ["JN011"]


def test_nothing_is_signed_twice_or_without_a_key(
    voted: Path, keys: dict[str, Path], tmp_path: Path
) -> None:
    sign(voted, 1, keys["anna"])
    before = (voted / signature_file(1)).read_bytes()
    broken = tmp_path / "broken"
    broken.write_text("no key")
    broken.chmod(0o600)
    for number, key, words in (
        (1, keys["bob"], "signed already"),
        (7, keys["bob"], "no entry 7"),
        (2, tmp_path / "absent", "not signed"),
        (2, broken, "not signed"),
    ):
        with pytest.raises(Unusable) as caught:
            sign(voted, number, key)
        assert words in caught.value.problems[0].message
        assert caught.value.problems[0].code == "JN014"
    assert (voted / signature_file(1)).read_bytes() == before
    assert signed(voted) == [1]


def test_without_the_program_signatures_are_counted_and_not_checked(
    voted: Path, keys: dict[str, Path], listed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(voted, 1, keys["anna"])
    monkeypatch.setenv("PATH", "/nowhere")
    (problem,) = verify(voted, listed).problems
    assert (problem.code, problem.severity) == ("JN010", "warning")
    with pytest.raises(Unusable) as caught:
        sign(voted, 2, keys["bob"])
    assert "install openssh-client" in caught.value.problems[0].hint


def test_hostile_names_and_keys_never_get_into_the_list_of_signers(keys: dict[str, Path]) -> None:
    key = public(keys["anna"])
    hostile = {
        "*": key,
        "anna,eve": key,
        "a b": key,
        "anna\neve": key,
        "": key,
        "bob": 'cert-authority ssh-ed25519 AAAA"',
        "carl": f"{key}\n* {key}",
        "dora": "ssh-ed25519 AAAA",
        "emil": "no-pty " + key,
    }
    assert allowed_signers(hostile) == ""
    kind, text, _ = key.split()
    assert allowed_signers({"anna": key}) == f'anna namespaces="hexvet@journal" {kind} {text}\n'


# passphrases and agents -------------------------------------------------------------------------
def test_a_passphrase_is_asked_for_on_the_terminal(
    voted: Path, keys: dict[str, Path], root: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; from hexvet.journal.signing import sign; "
        "print('MADE', sign(Path(sys.argv[1]), 1, Path(sys.argv[2])))"
    )
    child, terminal = pty.fork()
    if child == 0:
        os.environ["PYTHONPATH"] = str(root / "engine")
        os.environ.pop("SSH_ASKPASS", None)
        os.execv(sys.executable, [sys.executable, "-c", code, str(voted), str(keys["secret"])])
    until(terminal, b"passphrase")
    os.write(terminal, b"open sesame\n")
    until(terminal, b"MADE")
    os.close(terminal)
    os.waitpid(child, 0)
    assert signed(voted) == [1]
    assert verify(voted, {"anna": public(keys["secret"])}).problems == ()


def until(terminal: int, word: bytes) -> None:
    """Reads what a terminal shows until a word is there."""
    shown = b""
    end = time.monotonic() + 20
    while word not in shown and time.monotonic() < end:
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
    assert word in shown, shown


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An agent of this test's own."""
    if shutil.which("ssh-agent") is None:
        pytest.skip("ssh-agent is not installed: openssh-client")
    socket = tmp_path / "agent"
    running = subprocess.Popen(
        ["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not socket.exists() and running.poll() is None:
        time.sleep(0.01)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    yield
    running.terminate()
    running.wait()


def test_an_agent_signs_with_the_public_half(
    voted: Path, keys: dict[str, Path], listed: dict[str, str], agent: None, tmp_path: Path
) -> None:
    subprocess.run(["ssh-add", "-q", str(keys["anna"])], check=True, capture_output=True)
    half = tmp_path / "anna.pub"
    half.write_text(public(keys["anna"]) + "\n")
    sign(voted, 1, half)
    assert verify(voted, listed).problems == ()
