"""`hexvet.toml`: the city, its packs and its programme."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hexvet.documents import Document, printable, read_document
from hexvet.model import Field, Person, Programme, Where
from hexvet.problems import Place, Problem
from hexvet.records import Key, Mistakes, read_record, shown
from hexvet.workspace.answers import read_answers
from hexvet.workspace.folders import ID_FORM, SETTINGS, is_id
from hexvet.workspace.merging import cells_of

FORMAT = 1
"""The version of the workspace's file format that is read and written."""

PERSON = {
    "name": Key("text", required=True, longest=200, help="the person's full name"),
    "roles": Key(
        "list",
        each=Key("text", longest=60, help='like "mayor"'),
        help='what the person is: roles = ["mayor"]',
    ),
    "login": Key("text", longest=200, help="the person's name on this computer"),
    "key": Key("text", longest=4_000, help="the line of a public SSH key"),
}
_PUBLIC_KEY = re.compile(r"(?:ssh|sk-ssh|ecdsa|sk-ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]+=*(?: .*)?")

SHAPE = {
    "format": Key("integer", required=True, help=f"write format = {FORMAT}"),
    "city": Key("text", required=True, longest=200, help="the name of the city"),
    "packs": Key(
        "list",
        required=True,
        each=Key("text", longest=200),
        help='the rule packs in use: packs = ["la-model"]',
    ),
    "programme": Key("table", help="what is known about the programme: [programme]"),
    "people": Key(
        "table",
        each=Key("table", keys=PERSON, help="each person has an id: [people.some-name]"),
        help="who decides and answers: [people.ID]",
    ),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What `hexvet.toml` says. `document` is None when it cannot be read.

    `programme` is the raw table: what it means depends on the packs. `is_workspace` is False
    when the folder has no `hexvet.toml`.
    """

    root: Path
    city: str = ""
    packs: tuple[str, ...] = ()
    programme: Mapping[str, object] = field(default_factory=dict)
    document: Document | None = None
    problems: tuple[Problem, ...] = ()
    is_workspace: bool = True
    people: Mapping[str, Person] = field(default_factory=dict)


def read_settings(root: Path) -> Settings:
    """Reads `hexvet.toml`; everything wrong with it stands in `problems`."""
    path = root / SETTINGS
    document = read_document(path, SETTINGS)
    if isinstance(document, Problem):
        missing = not os.path.lexists(path)
        found = _no_workspace(root) if missing else document
        return Settings(root, problems=(found,), is_workspace=not missing)
    return settings_of(root, document)


def settings_of(root: Path, document: Document) -> Settings:
    """What a document says as the `hexvet.toml` of a workspace."""
    mistakes = Mistakes(document)
    values = read_record(mistakes, (), SHAPE)
    _check_format(mistakes, values.get("format"))
    programme = values.get("programme")
    packs = _packs(mistakes, document.data.get("packs"))
    people = _people(mistakes, values.get("people"))
    return Settings(
        root,
        str(values.get("city", "")),
        packs,
        programme if isinstance(programme, dict) else {},
        document,
        mistakes.in_order,
        people=people,
    )


def read_programme(
    settings: Settings, vocabulary: Mapping[str, Field], *, complete: bool = True
) -> tuple[Programme, tuple[Problem, ...]]:
    """The programme's evidence and what is wrong in its table.

    `complete` is False when a pack could not be read: unknown names then prove nothing.
    """
    if settings.document is None:
        return Programme(settings.city, SETTINGS), ()
    mistakes = Mistakes(settings.document)
    evidence = read_answers(
        mistakes, ("programme",), settings.programme, vocabulary, of="programme", complete=complete
    )
    programme = Programme(settings.city, SETTINGS, evidence, cells_of(evidence))
    return programme, mistakes.in_order


def _no_workspace(root: Path) -> Problem:
    if os.path.isdir(root):
        message, hint = "no hexvet.toml in this folder", "make a workspace: hexvet init DIR"
    elif os.path.lexists(root):
        message, hint = "this is a file, not the folder of a workspace", "name its folder"
    else:
        message, hint = "this folder does not exist", "make a workspace: hexvet init DIR"
    return Problem("WS008", message, Place(printable(str(root))), hint)


def _check_format(mistakes: Mistakes, number: object) -> None:
    if isinstance(number, int) and number != FORMAT:
        newer = number > FORMAT
        hint = "install a newer hexvet" if newer else f"write format = {FORMAT}"
        message = f"format {shown(number)} is not read here; this hexvet reads {FORMAT}"
        mistakes.add("WS024", message, ("format",), hint)


def _packs(mistakes: Mistakes, said: object) -> tuple[str, ...]:
    """The usable ids among the packs; an empty list is reported like a missing one."""
    packs: list[str] = []
    if said == []:
        mistakes.add("WS011", "no rule pack is in use", ("packs",), SHAPE["packs"].help)
    for index, name in enumerate(said if isinstance(said, list) else []):
        if not isinstance(name, str) or not name.strip():
            continue
        if not is_id(name):
            message = f"{shown(name)} is not the id of a pack"
            mistakes.add("WS020", message, ("packs", index), ID_FORM)
        elif name in packs:
            mistakes.add("WS021", f"the pack '{name}' twice", ("packs", index), "remove one")
        else:
            packs.append(name)
    return tuple(packs)


def _people(mistakes: Mistakes, said: object) -> dict[str, Person]:
    """The people by id, without those that nobody could name; a login is one person's."""
    people: dict[str, Person] = {}
    logins: dict[str, str] = {}
    for id, values in said.items() if isinstance(said, dict) else ():
        path = ("people", id)
        if not is_id(id):
            mistakes.add("WS020", f"{shown(id)} is not fit to be an id", path, ID_FORM, key=True)
            continue
        if "name" not in values:
            continue
        login, key = str(values.get("login", "")), str(values.get("key", ""))
        if login and logins.setdefault(login, id) != id:
            message = f"the login {shown(login)} is also that of '{logins[login]}'"
            mistakes.add("WS021", message, (*path, "login"), "a login is one person's")
            login = ""
        if key and not _PUBLIC_KEY.fullmatch(key):
            hint = "the line in a file like ~/.ssh/id_ed25519.pub; never a private key"
            mistakes.add("WS043", "this is not a public SSH key", (*path, "key"), hint)
            key = ""
        roles = tuple(dict.fromkeys(map(str, values.get("roles", ()))))
        people[id] = Person(id, str(values["name"]), Where(SETTINGS, path), roles, login, key)
    return people
