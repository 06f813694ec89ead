"""Answers, votes and resolutions: the edits that write them, or why they cannot be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

from hexvet.documents import Document, parse_document
from hexvet.granting import Objection
from hexvet.journal.model import Edit
from hexvet.journal.splicing import edit_of, spliced, text_at, value_of
from hexvet.lifecycle import STAGE, command
from hexvet.loading import Workspace, supposing
from hexvet.model import Evidence, Field, Project
from hexvet.problems import Problem, suggestion
from hexvet.records import Mistakes
from hexvet.workspace.answers import read_answer
from hexvet.workspace.folders import ASSESSMENTS, ID_FORM, SETTINGS, is_id
from hexvet.workspace.toml_values import Path, toml_value

PROGRAMME = "programme"
"""What the programme is called where a project's id may stand."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is told beside an answer's value: where it comes from and what to think of it."""

    source: str = ""
    by: str = ""
    confidence: str = ""
    note: str = ""
    reason: str = ""

    def told(self) -> dict[str, object]:
        """Those that say something, as they are written."""
        pairs = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: text for name, text in pairs if text}


NO_REMARKS = Remarks()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: a project or the programme, and whose answers are meant.

    `file` holds the answers, at `path`; `document` is None while there is no such file.
    """

    id: str
    file: str
    path: Path
    document: Document | None
    party: str = ""

    def at(self, *names: str | int) -> Path:
        """The path of an answer."""
        return (*self.path, *names)


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that change one answer. `before` and `after` are its TOML text, None while unknown;
    `workspace` is as it will be."""

    subject: Subject
    field: str
    edits: tuple[Edit, ...]
    before: str | None
    after: str | None
    workspace: Workspace


Refused: TypeAlias = "Objection | tuple[Problem, ...]"
"""Why something is not written: one reason for the reader, or what is wrong with the value."""


def subject_of(workspace: Workspace, id_: str, party: str = "") -> Subject | Objection:
    """The project of an id, or the programme; with `party` the answers of that party."""
    if id_ == PROGRAMME and not party:
        document = workspace.documents.get(SETTINGS)
        return Subject(PROGRAMME, SETTINGS, (PROGRAMME,), document)
    if id_ == PROGRAMME:
        return Objection("parties answer about projects", "leave --party out")
    project = workspace.files.projects.get(id_)
    if project is None:
        known = (*workspace.files.projects, PROGRAMME)
        hint = suggestion(id_, known) or f"there are: {', '.join(known[:10])}"
        return Objection(f"there is no project '{id_[:60]}'", hint)
    if not party:
        return Subject(id_, project.file, (), workspace.documents.get(project.file))
    parties = dict.fromkeys(one.party for one in workspace.files.assessments)
    near = suggestion(party, parties) if party not in parties else ""
    if near or not is_id(party):
        return Objection(f"there is no party '{party[:60]}'", near or ID_FORM)
    file = f"{ASSESSMENTS}/{party}/{id_}.toml"
    return Subject(id_, file, (), workspace.documents.get(file), party)


def field_of(workspace: Workspace, subject: Subject, name: str) -> Field | Objection:
    """The field of a name that is asked of a subject and may be answered."""
    vocabulary = workspace.fields
    field = vocabulary.get(name)
    of = "programme" if subject.id == PROGRAMME else "project"
    if field is None:
        known = [word for word, one in vocabulary.items() if one.of == of]
        hint = suggestion(name, known) or "hexvet packs --fields lists them"
        return Objection(f"there is no field '{name[:60]}'", hint)
    if field.of != of:
        where = "hexvet answer programme" if of == "project" else "hexvet answer PROJECT"
        return Objection(f"'{name}' is not asked of a {of}", f"{where} {name} VALUE")
    if name == STAGE:
        hint = command(subject.id, "STAGE")
        return Objection("a project's stage changes by a decision only", hint)
    return field


def stands(subject: Subject, name: str) -> object:
    """What a subject's own file answers to a field, without the remarks, as TOML holds it; None
    while it says nothing."""
    text = text_at(subject.document, subject.at(name))
    said = value_of(text) if text is not None else None
    if not isinstance(said, Mapping):
        return said
    ends = {key: said[key] for key in ("low", "high") if key in said}
    return said.get("value", ends)


def answer(
    workspace: Workspace,
    subject: Subject,
    field: Field,
    value: object,
    remarks: Remarks = NO_REMARKS,
) -> Change | Refused:
    """The change that writes an answer, or takes it away when `value` is None.

    `value` is what TOML holds: a plain value, rows, or `{ low, high }`. What was told about the
    earlier value goes with it.
    """
    if why := closed(subject):
        return why
    before = text_at(subject.document, subject.at(field.name))
    whole: object = None
    if value is not None:
        whole = _record(value, remarks)
        problems = _problems(field, whole)
        if problems:
            return problems
    elif before is None:
        return Objection(f"{field.name} is unknown already", "nothing to take away")
    edits = tuple(_edits(subject, field.name, whole))
    if not edits:
        return Objection(f"{subject.id} says so already", f"{field.name} = {before}")
    return _change(workspace, subject, field.name, edits)


def closed(subject: Subject) -> Objection | None:
    """Why nothing more is answered for a party that has finished: others have seen it, and it
    has seen them."""
    said = text_at(subject.document, subject.at("finished"))
    if not subject.party or said is None or value_of(said) is not True:
        return None
    way = f"hexvet answer {subject.id} finished no --party {subject.party}"
    hint = f"{way} opens its answers again first; they are sealed until it is finished"
    return Objection(f"{subject.party} has finished", hint)


def finish(workspace: Workspace, subject: Subject, finished: bool) -> Change | Refused:
    """The change that marks a party's answers as finished, or as not."""
    edit = edit_of(subject.document, subject.file, ("finished",), finished or None)
    if edit.before == edit.after:
        word = "finished" if finished else "not finished"
        return Objection(f"the answers of {subject.party} are {word} already", "")
    return _change(workspace, subject, "finished", (edit,))


def resolve(
    workspace: Workspace, subject: Subject, field: Field, value: object, remarks: Remarks
) -> Change | Refused:
    """The change that settles what several parties answered differently: it stands in the
    project's own file, with its reason."""
    found = _evidence(workspace, subject.id, field.name)
    answers = found.answers if found else ()
    if len(answers) + (found is not None and bool(found.reason)) < 2:
        hint = f"hexvet answer {subject.id} {field.name} VALUE"
        return Objection(f"{field.name} has no answers that differ", hint)
    if not remarks.reason:
        return Objection("a resolution needs a reason", "say why with --reason")
    if value is None:
        hint = "without a resolution it stays disputed, and counts as unknown"
        return Objection("unknown resolves nothing", hint)
    return answer(workspace, subject, field, value, remarks)


def _evidence(workspace: Workspace, project: str, name: str) -> Evidence | None:
    found: Project | None = workspace.files.projects.get(project)
    return found.evidence.get(name) if found else None


# edits ----------------------------------------------------------------------------------------
def _record(value: object, remarks: Remarks) -> object:
    """A bare value, or a record when something is told about it or it is a range."""
    told = remarks.told()
    if isinstance(value, Mapping):
        return {**value, **told}
    return {"value": value, **told} if told else value


def _problems(field: Field, value: object) -> tuple[Problem, ...]:
    """What is wrong with an answer, at its place in `FIELD = VALUE`."""
    document = parse_document(f"{field.name} = {toml_value(value)}\n", "the answer")
    if isinstance(document, Problem):
        return (document,)
    mistakes = Mistakes(document)
    read_answer(mistakes, (field.name,), field, document.data[field.name])
    return mistakes.in_order


def _edits(subject: Subject, name: str, value: object) -> Iterator[Edit]:
    """An answer that is written key by key is changed key by key, so that its comments stay."""
    path = subject.at(name)
    text = text_at(subject.document, path)
    old = value_of(text) if text is not None else None
    if not isinstance(old, Mapping) or value is None:
        edit = edit_of(subject.document, subject.file, path, value)
        if edit.before != edit.after:
            yield edit
        return
    new = value if isinstance(value, Mapping) else {"value": value}
    for key in (*new, *(key for key in old if key not in new)):
        edit = edit_of(subject.document, subject.file, (*path, key), new.get(key))
        if edit.before != edit.after:
            yield edit


def _change(
    workspace: Workspace, subject: Subject, name: str, edits: Sequence[Edit]
) -> Change | Refused:
    """The edits with the workspace as it will be. Raises `Unusable` when they do not fit."""
    document = subject.document
    text = spliced(document.text if document else None, edits)
    read = parse_document(text or "", subject.file)
    if isinstance(read, Problem):
        return (read,)
    path = subject.at(name)
    after = supposing(workspace, {subject.file: read.text})
    return Change(subject, name, tuple(edits), text_at(document, path), text_at(read, path), after)


# votes ----------------------------------------------------------------------------------------
VOTES = ("party", "vote")
"""The columns of the table in which votes are counted."""


def vote_field(workspace: Workspace) -> Field | Objection:
    """The table of a project that takes votes: one with the columns `party` and `vote`."""
    found = [
        field
        for field in workspace.fields.values()
        if field.of == "project" and all(name in field.columns for name in VOTES)
    ]
    if found:
        return next((field for field in found if field.name == "votes"), found[0])
    hint = "a pack takes votes in a table field with the columns party and vote"
    return Objection("the packs in use take no votes", hint)


def vote(
    workspace: Workspace, subject: Subject, field: Field, row: Mapping[str, object]
) -> Change | Refused:
    """The change that writes a party's vote: its row is changed, or a new one added.

    `row` has the party; without a `vote` the party takes its vote back.
    """
    known = {key: value for key, value in row.items() if key in field.columns}
    problems = _problems(field, [{k: v for k, v in known.items() if v is not None}])
    if problems:
        return problems
    path, rows = _rows_at(subject, field)
    edits = tuple(_row_edits(subject, path, rows, known))
    if not edits:
        return Objection(f"the vote of {row['party']} is on record already", "")
    return _change(workspace, subject, field.name, edits)


def add_row(
    workspace: Workspace, subject: Subject, field: Field, row: Mapping[str, object]
) -> Change | Refused:
    """The change that writes one more row of a table field, behind those that there are."""
    problems = closed(subject) or _problems(field, [row])
    if problems:
        return problems
    path, rows = _rows_at(subject, field)
    edit = (
        edit_of(subject.document, subject.file, path, [row])
        if rows is None
        else edit_of(subject.document, subject.file, (*path, len(rows)), row)
    )
    return _change(workspace, subject, field.name, (edit,))


def _rows_at(subject: Subject, field: Field) -> tuple[Path, list[object] | None]:
    """Where the rows of a table field stand, and those that there are; None without any."""
    text = text_at(subject.document, subject.at(field.name))
    said = value_of(text) if text is not None else None
    path = subject.at(field.name)
    if isinstance(said, Mapping):
        path, said = (*path, "value"), said.get("value")
    return path, said if isinstance(said, list) else None


def _row_edits(
    subject: Subject, path: Path, rows: Sequence[object] | None, row: Mapping[str, object]
) -> Iterator[Edit]:
    given = {key: value for key, value in row.items() if value is not None}
    for index, old in enumerate(rows or ()):
        if isinstance(old, Mapping) and old.get("party") == row["party"]:
            for key, value in row.items():
                edit = edit_of(subject.document, subject.file, (*path, index, key), value)
                if edit.before != edit.after:
                    yield edit
            return
    if row.get("vote") is None:
        return
    if rows is None:
        yield edit_of(subject.document, subject.file, path, [given])
    else:
        yield edit_of(subject.document, subject.file, (*path, len(rows)), given)
