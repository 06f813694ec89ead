"""Detached signatures of entries, made and checked by `ssh-keygen`: the keys that people have.

What is signed is an entry's line, byte for byte, without its line break. As the line names the
digest of the one before, a signature stands for all that was recorded up to there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hexvet.documents import printable
from hexvet.journal.chain import check_chain
from hexvet.journal.lines import opened
from hexvet.journal.reading import line_of
from hexvet.journal.store import FOLDER
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.folders import is_id
from hexvet.workspace.writing import locked, write_text

NAMESPACE = "hexvet@journal"
SIGNATURES = f"{FOLDER}/signatures"

_SECONDS = 60
"""How long a check may take; signing waits for a passphrase as long as it takes."""

_KEY = re.compile(r"((?:ssh|ecdsa|sk)-[a-z0-9@.-]{1,60}) ([A-Za-z0-9+/]{20,8000}={0,3})(?: .*)?")
_NUMBER = re.compile(r"(\d{4,18})\.sig")
_LONGEST = 100_000


def is_installed() -> bool:
    """Whether there is an `ssh-keygen`."""
    return shutil.which("ssh-keygen") is not None


def signature_file(number: int) -> str:
    """Where the signature of an entry lies, relative to the workspace."""
    return f"{SIGNATURES}/{number:04}.sig"


def signed(root: Path) -> list[int]:
    """The numbers of the entries that have a signature."""
    try:
        names = sorted(os.listdir(root / SIGNATURES))
    except OSError:
        return []
    return sorted(int(found[1]) for name in names if (found := _NUMBER.fullmatch(name)))


def sign(root: Path, number: int, key: Path) -> str:
    """Signs an entry with a private key, or with a public one whose private half an agent
    holds; returns the file of the signature.

    `ssh-keygen` asks for a passphrase on the terminal. Raises `Unusable` when there is no such
    entry, it is signed already, the chain is broken, or no signature comes of it.
    """
    line = line_of(root, number)
    file = signature_file(number)
    if line is None:
        raise _refused(f"there is no entry {number}", "hexvet log lists them")
    if os.path.lexists(root / file):
        raise _refused(f"entry {number} is signed already", f"look at it: {file}")
    check_chain(root)
    words = ["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", os.fspath(key)]
    try:
        # on a terminal ssh-keygen speaks for itself: it may ask to touch a key
        heard = None if os.isatty(2) else subprocess.PIPE
        done = subprocess.run(words, input=line, stdout=subprocess.PIPE, stderr=heard, check=False)
    except (OSError, ValueError) as error:
        raise _refused("ssh-keygen cannot be run", "install openssh-client") from error
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise _refused(
            f"not signed: {_last_words(done.stderr or b'')}", "name your key: --key PATH"
        )
    with locked(root, purpose="hexvet sign"):
        (root / SIGNATURES).mkdir(parents=True, exist_ok=True)
        write_text(root / file, done.stdout.decode("ascii", "replace"), None, shown_as=file)
    return file


def check(
    root: Path, keys: Mapping[str, str], lines: Mapping[int, bytes | None]
) -> Iterator[Problem]:
    """What is wrong with the signatures of entries; `lines` are theirs by number, None where
    there is no such entry. `keys` are people's public keys by id.

    A signature has to be by the person whose name the entry bears.
    """
    if lines and not is_installed():
        message = f"signatures were not checked: {len(lines):,}"
        hint = "ssh-keygen is not installed: install openssh-client"
        yield Problem("JN010", message, Place(SIGNATURES), hint, "warning")
    elif lines:
        with TemporaryDirectory() as folder:
            allowed = Path(folder) / "allowed_signers"
            allowed.write_text(allowed_signers(keys), encoding="utf-8")
            for number in sorted(lines):
                yield from _check(root, number, lines[number], keys, allowed)


def allowed_signers(keys: Mapping[str, str]) -> str:
    """The file that `ssh-keygen` wants: a line a person, only for this namespace."""
    lines = []
    for person, key in keys.items():
        parts = _KEY.fullmatch(key.strip())
        if parts and is_id(person):
            lines.append(f'{person} namespaces="{NAMESPACE}" {parts[1]} {parts[2]}\n')
    return "".join(lines)


def _check(
    root: Path, number: int, line: bytes | None, keys: Mapping[str, str], allowed: Path
) -> Iterator[Problem]:
    file = signature_file(number)
    place, signature = Place(file), os.fspath(root / file)
    try:
        if line is None or os.stat(signature).st_size > _LONGEST:
            raise ValueError
        by = opened(line).by
    except (ValueError, OSError):
        message = f"a signature of entry {number}, which is not there or cannot be read"
        yield Problem("JN011", message, place, "bring it back from a copy, or from git")
        return
    if is_id(by) and _says("verify", line, "-f", allowed, "-I", by, "-s", signature):
        return
    if not _says("check-novalidate", line, "-s", signature):
        message = f"the signature of entry {number} is not of what stands there now"
        hint = "the entry was changed, or the signature is of something else"
        yield Problem("JN011", message, place, hint)
        return
    yield _whose(number, by, by in keys, _principal(allowed, signature))


def _whose(number: int, by: str, has_key: bool, signer: str) -> Problem:
    """Why a signature that fits its entry is not that of its person."""
    by, place = printable(by)[:60], Place(signature_file(number))
    if signer:
        message = f"entry {number} is by {by}, but signed with the key of {signer}"
        return Problem("JN012", message, place, "only the person whose name it bears signs it")
    whose = f"not that of {by}" if has_key else "nobody's"
    message = f"entry {number} is signed with a key that is {whose}"
    hint = f'list it in hexvet.toml: [people.{by}] key = "ssh-..."'
    if not is_id(by):
        hint = "only people whom hexvet.toml names by an id can be checked: [people.ID]"
    return Problem("JN013", message, place, hint)


def _principal(allowed: Path, signature: str) -> str:
    """The person whose listed key made a signature, "" when it is nobody's."""
    said = _says("find-principals", b"", "-f", allowed, "-s", signature)
    return printable(said.split("\n")[0])


def _says(action: str, message: bytes, *words: str | Path) -> str:
    """What `ssh-keygen -Y` says to a signature that it takes; "" when it does not."""
    command = ["ssh-keygen", "-Y", action, "-n", NAMESPACE, *(os.fspath(word) for word in words)]
    try:
        done = subprocess.run(
            command, input=message, capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()


def _last_words(said: bytes) -> str:
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return printable(lines[-1].strip())[:200] if lines else "ssh-keygen says nothing"


def _refused(message: str, hint: str) -> Unusable:
    return Unusable([Problem("JN014", message, Place(SIGNATURES), hint)])
