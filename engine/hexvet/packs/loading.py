"""Packs by file and by id: the city's own `rules/` first, then those that are shipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hexvet.documents import Document, read_document
from hexvet.packs.compiling import compile_pack
from hexvet.packs.composing import Composition, compose
from hexvet.packs.model import Pack
from hexvet.problems import Place, Problem, suggestion


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack (None when it has errors), its problems, and every file that it was made of.

    `composition` tells which file set which value; None when the file could not be read.
    """

    pack: Pack | None
    problems: tuple[Problem, ...]
    documents: Mapping[str, Document]
    composition: Composition | None = None


def shipped_folder() -> Path:
    """Where the packs lie that travel with the program."""
    inside = Path(__file__).parents[1] / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "rules"


class Library:
    """Finds packs in folders, nearest first. Each file is read at most once.

    Without `tests` the packs come without their worked examples, which saves time.
    """

    def __init__(
        self, folders: Iterable[Path], root: Path | None = None, *, tests: bool = True
    ) -> None:
        self.folders, self.root, self.tests = tuple(folders), root, tests
        self._read: dict[Path, Document | Problem] = {}

    def files(self) -> Iterator[Path]:
        """All pack files; of two with the same name, the nearest."""
        seen: set[str] = set()
        for folder in self.folders:
            if folder.is_dir():
                for path in sorted(folder.glob("*.toml")):
                    if path.name not in seen:
                        seen.add(path.name)
                        yield path

    def read(self, path: Path) -> Document | Problem:
        """The document of a file, from memory the second time."""
        if path not in self._read:
            self._read[path] = read_document(path, self.shown(path))
        return self._read[path]

    def hold(self, path: Path, document: Document | Problem) -> None:
        """Takes a text in place of what stands in a file: a draft that nobody saved."""
        self._read[path] = document

    def shown(self, path: Path) -> str:
        """The file's name for messages: relative to the workspace, or as it ships."""
        if self.root is not None and path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        if path.parent == shipped_folder():
            return f"rules/{path.name}"
        return path.as_posix()

    def find(self, id_: str, beside: Path | None = None) -> Document | Problem | None:
        """The file of a pack in the nearest folder that has it, whatever the file's name is.

        Two files of one folder that claim the id are a problem: the order of their names would
        decide. So is one that seems to be it and cannot be read: a farther one is no substitute.
        """
        for folder in self.folders if beside is None else (beside,):
            found = self._claims(folder, id_) if folder.is_dir() else []
            documents = [one for one in found if isinstance(one, Document)]
            if len(documents) > 1:
                return _claimed_twice(id_, documents)
            if found:
                return documents[0] if documents else found[0]
        return None

    def _claims(self, folder: Path, id_: str) -> list[Document | Problem]:
        """The files of a folder that are the pack, or that seem to be and cannot be read."""
        named = (f"{id_.replace('-', '_')}.toml", f"{id_}.toml")
        quote = r"[\x22\x27]"
        mention = re.compile(rf"\bid{quote}?\s*=\s*{quote}{re.escape(id_)}{quote}".encode())
        likely = (p for p in sorted(folder.glob("*.toml")) if p.name in named or _has(p, mention))
        found = [self.read(path) for path in likely]
        return [one for one in found if isinstance(one, Problem) or _id(one) == id_]

    def load(self, id_: str) -> Loaded:
        """The pack of that id."""
        found = self.find(id_)
        if found is None:
            known = [_id(d) for d in map(self.read, self.files()) if isinstance(d, Document)]
            hint = suggestion(id_, known) or f"there are: {', '.join(sorted(known)) or 'none'}"
            problem = Problem("RP026", f"there is no pack '{id_[:60]}'", Place("rules"), hint)
            return Loaded(None, (problem,), {})
        return self._loaded(found)

    def load_file(self, path: Path) -> Loaded:
        """The pack of a file; what it extends is looked for beside it first."""
        return self._loaded(self.read(path), path.parent)

    def _loaded(self, found: Document | Problem, beside: Path | None = None) -> Loaded:
        if isinstance(found, Problem):
            return Loaded(None, (found,), {})

        def find(id_: str, _: Document) -> Document | Problem | None:
            near = self.find(id_, beside) if beside is not None else None
            return near or self.find(id_)

        composition = compose(found, find, tests=self.tests)
        pack, problems = compile_pack(composition)
        return Loaded(pack, problems, composition.documents, composition)


def _id(document: Document) -> str:
    header = document.data.get("pack")
    return str(header.get("id", "")) if isinstance(header, Mapping) else ""


_HEAD = 1 << 16
"""How much of a file is searched for its id: `[pack]` stands at the top."""


def _has(path: Path, mention: re.Pattern[bytes]) -> bool:
    """Whether a file's text looks like it: much cheaper than to parse every pack."""
    try:
        if not path.is_file():
            return False
        with open(path, "rb") as file:
            return mention.search(file.read(_HEAD)) is not None
    except OSError:
        return False


def _claimed_twice(id_: str, documents: list[Document]) -> Problem:
    message = f"the pack '{id_}' is in {documents[0].file} and in {documents[1].file}"
    place = documents[1].place(("pack", "id"))
    return Problem("RP024", message, place, "give each its own id; keep drafts in another folder")
