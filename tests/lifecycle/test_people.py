"""Who acts: `--by`, the login, and a workspace that names nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hexvet
from hexvet.documents import UNPRINTABLE
from hexvet.granting import Objection
from hexvet.model import Person, Where
from hexvet.packs.roles import ROLES, known_roles
from hexvet.people import Actor, actor_of, refusal

HERE = Where("hexvet.toml")
PEOPLE = {
    person.id: person
    for person in (
        Person("maria", "Maria Lopez", HERE, ("mayor",), "mlopez"),
        Person("ann", "Ann Berg", HERE, ("appointee", "analyst"), "aberg"),
        Person("fay", "Fay Chu", HERE, ("fund",)),
        Person("ray", "Ray Dow", HERE, ("fund",), "rdow"),
        Person("ed", "Ed Nagy", HERE),
    )
}
KNOWN = (*ROLES, "treasurer")


@pytest.mark.parametrize(
    ("said", "login", "by", "role"),
    [
        ("maria", "", "maria", "mayor"),
        ("ann", "mlopez", "ann", "appointee"),
        ("mayor", "", "maria", "mayor"),  # the only one with the role
        ("analyst", "", "ann", "analyst"),  # not her first role
        ("fund", "rdow", "ray", "fund"),  # two have it, one is logged in
        (None, "aberg", "ann", "appointee"),  # nobody named: the login
        ("mlopez", "", "maria", "mayor"),
        ("Fay Chu", "", "fay", "fund"),
        (" ed ", "", "ed", ""),
    ],
)
def test_who_is_meant(said: str | None, login: str, by: str, role: str) -> None:
    found = actor_of(PEOPLE, KNOWN, said, login)
    assert isinstance(found, Actor)
    assert (found.by, found.role) == (by, role)
    assert found.name == PEOPLE[by].name


@pytest.mark.parametrize(
    ("said", "login", "message", "hint"),
    [
        ("fund", "mlopez", "2 people have the role 'fund'", "say which: --by fay or --by ray"),
        ("auditor", "", "nobody has the role 'auditor'", "roles = ['auditor']"),
        ("mayr", "", "there is no person or role 'mayr'", "did you mean 'mayor'?"),
        ("mari", "", "there is no person or role 'mari'", "did you mean 'maria'?"),
        ("xyz", "", "there is no person or role 'xyz'", "there are: maria, ann, fay, ray, ed"),
        (None, "root", "nobody in hexvet.toml has the login 'root'", "say --by"),
        (None, "", "nobody in hexvet.toml has the login ''", "say --by"),
        ("", "mlopez", "--by is empty", "name a person"),
        ("a\x1b[31mb", "", "control characters", "name a person"),
        ("x" * 201, "", "too long", "name a person"),
    ],
)
def test_who_is_not(said: str | None, login: str, message: str, hint: str) -> None:
    found = actor_of(PEOPLE, KNOWN, said, login)
    assert isinstance(found, Objection)
    assert message in found.message
    assert hint in found.hint


@pytest.mark.parametrize(
    ("said", "by", "role"),
    [
        (None, "root", ""),
        ("mayor", "root", "mayor"),
        ("A. Person", "A. Person", ""),
        ("A. Person (mayor)", "A. Person", "mayor"),
        ("root", "root", ""),
        ("treasurer", "root", "treasurer"),
    ],
)
def test_a_workspace_without_people_takes_what_is_said(
    said: str | None, by: str, role: str
) -> None:
    found = actor_of({}, KNOWN, said, "root")
    assert isinstance(found, Actor)
    assert (found.by, found.role) == (by, role)


@pytest.mark.parametrize("said", ["mayro", "A. Person (mayro)"])
def test_a_misspelt_role_is_no_name(said: str) -> None:
    found = actor_of({}, KNOWN, said, "root")
    assert isinstance(found, Objection)
    assert "did you mean 'mayor'?" in found.hint


def test_somebody_with_several_roles_acts_in_the_one_that_may() -> None:
    ann = actor_of(PEOPLE, KNOWN, "ann", "")
    assert isinstance(ann, Actor)
    assert ann.acting(["analyst", "mayor"]).role == "analyst"
    assert ann.acting(["mayor"]).role == "appointee"
    # a role that was said is the one that is meant
    said = actor_of(PEOPLE, KNOWN, "analyst", "")
    assert isinstance(said, Actor)
    assert said.acting(["appointee"]).role == "analyst"


def test_what_only_some_roles_may() -> None:
    ed = Actor("ed", "Ed Nagy")
    assert refusal(ed, (), "to do it") is None
    found = refusal(ed, ("mayor", "fund"), "to do it")
    assert found == Objection(
        "to do it is for mayor or fund; Ed Nagy acts without a role", "--by mayor or --by fund"
    )
    assert refusal(Actor("f", "F", "fund"), ("mayor", "fund"), "to do it") is None


@given(st.text(max_size=300), st.text(max_size=20), st.booleans())
def test_no_text_is_too_odd(said: str, login: str, named: bool) -> None:
    found = actor_of(PEOPLE if named else {}, KNOWN, said, login)
    if isinstance(found, Objection):
        assert len(found.message) < 200
    else:
        assert not UNPRINTABLE.search(found.by.replace(login, ""))


# hexvet.toml ------------------------------------------------------------------------------------
def with_people(town: Path, text: str) -> Path:
    path = town / "hexvet.toml"
    path.write_text(path.read_text().partition("# Who decides")[0] + text)
    return town


def test_people_are_read(town: Path) -> None:
    people = hexvet.load(town).people
    assert [*people] == ["maria", "ann", "fay", "ray", "ed"]
    assert people["ann"].roles == ("appointee", "analyst")
    assert (people["ed"].roles, people["ed"].login, people["ed"].key) == ((), "", "")


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ('[people.ann]\nroles = ["mayor"]\n', "WS011", "hexvet.toml:8:9"),
        ('[people.ann]\nname = "A"\nrole = "mayor"\n', "WS010", "hexvet.toml:10:1"),
        ('[people.ann]\nname = "A"\nroles = "mayor"\n', "WS012", "hexvet.toml:10:9"),
        ('[people.ann]\nname = "A\\u001b"\n', "WS018", "hexvet.toml:9:10"),
        ('[people."Ann B"]\nname = "A"\n', "WS020", "hexvet.toml:8:9"),
        ('[people]\nann = "Ann"\n', "WS012", "hexvet.toml:9:7"),
        ('[people.ann]\nname = "A"\nkey = "rubbish"\n', "WS043", "hexvet.toml:10:7"),
        (
            '[people.ann]\nname = "A"\nkey = "-----BEGIN OPENSSH PRIVATE KEY-----"\n',
            "WS043",
            "hexvet.toml:10:7",
        ),
        (
            '[people.ann]\nname = "A"\nlogin = "x"\n[people.bo]\nname = "B"\nlogin = "x"\n',
            "WS021",
            "hexvet.toml:13:9",
        ),
    ],
)
def test_mistakes_about_people_have_their_place(town: Path, text: str, code: str, at: str) -> None:
    (problem,) = hexvet.load(with_people(town, text)).problems
    assert (problem.code, str(problem.place)) == (code, at)


def test_a_role_that_nothing_asks_for_is_a_warning(town: Path) -> None:
    text = '[people.ann]\nname = "A"\nroles = ["analyst", "aproving"]\n'
    (problem,) = hexvet.load(with_people(town, text)).problems
    assert (problem.code, problem.severity) == ("WS044", "warning")
    assert "'aproving'" in problem.message


def test_a_public_key_is_taken(town: Path) -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPq ann@town"
    workspace = hexvet.load(with_people(town, f'[people.ann]\nname = "A"\nkey = "{key}"\n'))
    assert workspace.problems == ()
    assert workspace.people["ann"].key == key


def test_packs_name_further_roles(root: Path) -> None:
    workspace = hexvet.load(root / "sample_data" / "los-angeles")
    assert set(known_roles(workspace.packs)) >= {*ROLES, "city_manager"}
