"""Packs by file and by id: the city's own `rules/` first, then those that are shipped."""

from __future__ import annotations

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
    """Finds packs in folders, nearest first. Each file is read at most once."""

    def __init__(self, folders: Iterable[Path], root: Path | None = None) -> None:
        self.folders, self.root = tuple(folders), root
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

    def shown(self, path: Path) -> str:
        """The file's name for messages: relative to the workspace, or as it ships."""
        if self.root is not None and path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        if path.parent == shipped_folder():
            return f"rules/{path.name}"
        return path.as_posix()

    def find(self, id_: str, beside: Path | None = None) -> Document | Problem | None:
        """The file of a pack: its name says the id, or else its `[pack]` does."""
        guesses = (f"{id_.replace('-', '_')}.toml", f"{id_}.toml")
        files = list(self.files()) if beside is None else sorted(beside.glob("*.toml"))
        files.sort(key=lambda path: path.name not in guesses)
        broken: Problem | None = None
        for path in files:
            found = self.read(path)
            if isinstance(found, Problem):
                broken = broken or (found if path.name in guesses else None)
            elif _id(found) == id_:
                return found
        return broken

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

        composition = compose(found, find)
        pack, problems = compile_pack(composition)
        return Loaded(pack, problems, composition.documents, composition)


def _id(document: Document) -> str:
    header = document.data.get("pack")
    return str(header.get("id", "")) if isinstance(header, Mapping) else ""
