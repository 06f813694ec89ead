"""Whether the journal is what was written, and the files are what it says last of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hexvet.documents import Document, parse_document
from hexvet.journal.chain import Chain
from hexvet.journal.lines import JOURNAL, digest
from hexvet.journal.model import Entry
from hexvet.journal.noticing import BEGINS, followed
from hexvet.journal.reading import Line, read_lines
from hexvet.journal.signing import check, signed
from hexvet.journal.splicing import content_of, is_kept
from hexvet.journal.store import FOLDER, kept, read_manifest
from hexvet.problems import Place, Problem, Unusable
from hexvet.workspace.toml_values import same_data


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and all that is wrong. `head` is the digest of the last entry."""

    entries: int
    files: int
    signatures: int
    head: str
    problems: tuple[Problem, ...]

    @property
    def accepted(self) -> int:
        """How many breaks of the chain somebody accepted."""
        chain = [one for one in self.problems if one.code in ("JN001", "JN003", "JN004")]
        return len([one for one in chain if one.severity == "warning"])


@dataclass(slots=True)
class _State:
    """What the lines so far have said: the last word about each file and the contents that must
    be in the store, each with its entry, and the lines that are signed."""

    entries: int = 0
    begun: bool = False
    words: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    contents: dict[tuple[str, str], int] = field(default_factory=dict)
    signed: dict[int, bytes] = field(default_factory=dict)


def verify(root: Path, keys: Mapping[str, str], expected: str = "") -> Verified:
    """Reads everything: the chain, each content that was kept, the files, the signatures.

    `keys` are the public keys of people by id. `expected` is the digest of an entry that has
    to be there, noted down earlier: a chain alone does not show that its end was cut off.
    Raises `Unusable` when the journal cannot be read at all.
    """
    chain, state = Chain(), _State()
    problems: list[Problem] = []
    numbers, seen = frozenset(signed(root)), not expected
    for line in read_lines(root):
        entry = chain.follow(line)
        if entry is None:
            continue
        problems += _gaps(line, entry, state)
        _learn(entry, state)
        seen = seen or expected == chain.head
        if entry.number in numbers:
            state.signed[entry.number] = line.content
    problems = [*chain.problems, *problems]
    if not seen:
        hint = "the journal's end was cut off, or it is another journal"
        message = f"there is no entry with the digest {expected[:64]}"
        problems.append(Problem("JN004", message, Place(JOURNAL), hint))
    problems += _missing_journal(root, state)
    problems += _of_store(root, state)
    problems += _of_files(root, state)
    problems += check(root, keys, {number: state.signed.get(number) for number in numbers})
    return Verified(state.entries, len(state.contents), len(numbers), chain.head, tuple(problems))


# the chain ------------------------------------------------------------------------------------
def _gaps(line: Line, entry: Entry, state: _State) -> Iterator[Problem]:
    """Changes between two entries that nobody recorded."""
    for change in entry.files:
        if change.file in state.words and state.words[change.file][0] != change.before:
            number = state.words[change.file][1]
            message = f"{change.file} was changed between entry {number} and this one, unrecorded"
            hint = "what it was before this entry is kept in journal/"
            yield Problem("JN009", message, line.place, hint, "warning")


def _learn(entry: Entry, state: _State) -> None:
    """Takes up what an entry says."""
    state.entries += 1
    state.begun = state.begun or BEGINS in entry.details
    for change in entry.files:
        state.words[change.file] = (change.after, entry.number)
        for sha256 in (change.before, change.after):
            if sha256 is not None:
                state.contents.setdefault((sha256, "toml"), entry.number)
    if entry.inputs:
        state.contents.setdefault((entry.inputs, "json"), entry.number)


def _missing_journal(root: Path, state: _State) -> Iterator[Problem]:
    if not state.entries and (root / FOLDER).is_dir():
        message = "the journal is empty or gone, but the folder of its files is there"
        hint = "the very first change was interrupted, or bring it back from a copy"
        yield Problem("JN005", message, Place(JOURNAL), hint, "warning")


# what it names ----------------------------------------------------------------------------------
def _of_store(root: Path, state: _State) -> Iterator[Problem]:
    """Every content that some entry or manifest names, once."""
    waiting = [*state.contents]
    for sha256, ending in waiting:
        number = state.contents[sha256, ending]
        content: object = kept(root, sha256, ending)
        if ending == "json" and not isinstance(content, Problem):
            content = read_manifest(root, sha256)
            named = content.values() if isinstance(content, Mapping) else ()
            fresh = [(one, "toml") for one in named if (one, "toml") not in state.contents]
            state.contents.update(dict.fromkeys(fresh, number))
            waiting += dict.fromkeys(fresh)
        if isinstance(content, Problem):
            yield replace(content, message=f"{content.message} (entry {number} names it)")


def _of_files(root: Path, state: _State) -> Iterator[Problem]:
    """The files now, against the journal's last word about each."""
    for file, (sha256, number) in state.words.items():
        if not is_kept(file):
            continue
        why = _difference(root, file, sha256)
        if why:
            message = f"{why} since entry {number}"
            yield Problem("JN008", message, Place(file), "record it: hexvet record", "warning")
    if state.begun:
        for file in followed(root):
            if file not in state.words:
                message = "this file is not in the journal"
                yield Problem("JN008", message, Place(file), "record it: hexvet record", "warning")


def _difference(root: Path, file: str, sha256: str | None) -> str:
    """What became of a file, "" when nothing that counts: a new layout says the same."""
    try:
        content = content_of(root, file)
    except Unusable as error:
        return f"unreadable ({error.problems[0].message})"
    if content is None:
        return "" if sha256 is None else "gone"
    if sha256 is None:
        return "there again"
    if digest(content) == sha256:
        return ""
    before = kept(root, sha256)
    if isinstance(before, bytes) and _says_the_same(before, content):
        return ""
    return "changed by hand"


def _says_the_same(*contents: bytes) -> bool:
    try:
        old, new = (parse_document(one.decode(), "") for one in contents)
    except UnicodeDecodeError:
        return False
    return isinstance(old, Document) and isinstance(new, Document) and same_data(old.data, new.data)
