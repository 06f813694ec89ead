"""OLD and NEW: a pack's id, a file, or a file as it stood in a revision, `git:REV:path`."""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Mapping
from pathlib import Path

from hexvet.documents import LARGEST, Document, parse_document, printable
from hexvet.packs.compiling import compile_pack
from hexvet.packs.composing import compose
from hexvet.packs.loading import Library, Loaded
from hexvet.problems import Place, Problem

GIT_SECONDS = 30
"""How long git may take for one answer."""

_GIT = "git:"


def load_source(name: str, library: Library, folder: Path) -> Loaded:
    """The pack that a command line names; paths and `git:` are seen from `folder`."""
    if name.startswith(_GIT):
        return _Revision(name, library, folder).load()
    if name.endswith(".toml") or "/" in name:
        return library.load_file(folder / name)
    return library.load(name)


class _Revision:
    """One file of one revision; what it extends is looked for beside it in that revision."""

    def __init__(self, name: str, library: Library, folder: Path) -> None:
        self.name, self.library, self.folder = name, library, folder
        self.revision, _, path = name[len(_GIT) :].rpartition(":")
        self.path = path if posixpath.isabs(path) else posixpath.normpath(path)
        self.read: dict[str, Document | Problem] = {}

    def load(self) -> Loaded:
        found = self.document(self.path)
        if isinstance(found, Problem):
            return Loaded(None, (found,), {})
        composition = compose(found, self.find)
        pack, problems = compile_pack(composition)
        return Loaded(pack, problems, composition.documents, composition)

    def problem(self, message: str, hint: str = "") -> Problem:
        return Problem("WS001", message, Place(printable(self.name)[:200]), hint)

    def document(self, path: str) -> Document | Problem:
        if path not in self.read:
            self.read[path] = self.fetch(path)
        return self.read[path]

    def fetch(self, path: str) -> Document | Problem:
        if not self.revision or not self.path or self.revision.startswith("-"):
            hint = "write git:REV:path/to/pack.toml"
            return self.problem("this names no file of a revision", hint)
        # A path that begins with ./ or ../ is seen from the folder, not from the repository.
        spot = f"{self.revision}:{path if path.startswith('../') else f'./{path}'}"
        size = self.git("cat-file", "-s", spot)
        if isinstance(size, Problem):
            return size
        if int(size or b"0") > LARGEST:
            return self.problem(f"this file is larger than {LARGEST // 1024**2} MiB")
        content = self.git("cat-file", "blob", spot)
        if isinstance(content, Problem):
            return content
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return self.problem("this file is not UTF-8")
        return parse_document(text, f"{_GIT}{self.revision}:{path}")

    def git(self, *words: str) -> bytes | Problem:
        """What git says, never through a shell; a problem when it fails or is not there."""
        command = ["git", "-C", os.fspath(self.folder) or ".", *words]
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=GIT_SECONDS, check=False, env=_environment()
            )
        except FileNotFoundError:
            return self.problem("git is not installed", "install git, or compare two files")
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            return self.problem(f"git cannot be run: {type(error).__name__}")
        if done.returncode:
            said = printable(done.stderr.decode("utf-8", "replace").strip().split("\n")[-1])
            said = said.removeprefix("fatal: ")[:200]
            hint = "git log -- FILE lists its revisions"
            return self.problem(f"git does not have this: {said}", hint)
        return done.stdout

    def find(self, id_: str, _: Document) -> Document | Problem | None:
        """A pack by id beside the file in the same revision, else as it is today."""
        folder = posixpath.dirname(self.path)
        for path in self.beside(folder, id_):
            found = self.document(path)
            if isinstance(found, Document) and _id(found) == id_:
                return found
        return self.library.find(id_)

    def beside(self, folder: str, id_: str) -> list[str]:
        spot = f"./{folder}/" if folder and not folder.startswith("..") else f"{folder or '.'}/"
        listed = self.git("ls-tree", "-z", "--name-only", self.revision, "--", spot)
        if isinstance(listed, Problem):
            return []
        names = [posixpath.basename(one) for one in listed.decode("utf-8", "replace").split("\0")]
        guesses = (f"{id_.replace('-', '_')}.toml", f"{id_}.toml")
        found = [name for name in names if name.endswith(".toml")]
        found.sort(key=lambda name: name not in guesses)
        return [posixpath.join(folder, name) for name in found]


def _environment() -> dict[str, str]:
    """Git asks nobody anything, fetches nothing, and speaks English."""
    ours = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    return {**os.environ, **ours, "LC_ALL": "C"}


def _id(document: Document) -> str:
    header = document.data.get("pack")
    return str(header.get("id", "")) if isinstance(header, Mapping) else ""
