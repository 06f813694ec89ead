"""pack.lock: a pack never changes under a city without a word about it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.packs.loading import Library, Loaded
from hexvet.packs.locking import LOCK, lock_problems, lock_text, locked_packs, read_lock
from hexvet.problems import Problem

PACK = """\
[pack]
id = "{id}"
title = "T"
version = "{version}"
format = 1
extends = [{extends}]
[gate.{gate}]
order = 1
"""
Say = Callable[..., None]


def pack(id_: str, version: str = "1.0.0", extends: str = "") -> str:
    gate = id_.replace("-", "_")
    return PACK.format(id=id_, version=version, extends=extends, gate=gate)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A folder with a pack, the base that it extends, and one of another owner."""
    (tmp_path / "rules").mkdir()
    write(tmp_path, "base", pack("base"))
    write(tmp_path, "city", pack("city", extends='"base@1"'))
    write(tmp_path, "guest", pack("guest"))
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / "rules" / f"{name}.toml").write_text(text)


def load(root: Path, *ids: str) -> list[Loaded]:
    library = Library([root / "rules"], root)
    return [library.load(id_) for id_ in ids or ("city", "guest")]


def lock(root: Path, *ids: str) -> None:
    (root / LOCK).write_text(lock_text(locked_packs(load(root, *ids))))


def told(root: Path, *ids: str) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in lock_problems(root, load(root, *ids))]


def test_the_lock_names_version_and_digest_of_every_file(city: Path) -> None:
    lock(city)
    packs, _, problems = read_lock(city)
    assert problems == ()
    assert packs is not None
    found = {one.id: (one.version, dict(one.files)) for one in packs}
    digests = {
        name: hashlib.sha256((city / "rules" / f"{name}.toml").read_bytes()).hexdigest()
        for name in ("base", "city", "guest")
    }
    assert found == {
        "city": (
            "1.0.0",
            {"rules/base.toml": digests["base"], "rules/city.toml": digests["city"]},
        ),
        "guest": ("1.0.0", {"rules/guest.toml": digests["guest"]}),
    }


def test_nothing_is_compared_without_a_lock_and_nothing_told_when_all_is_as_locked(
    city: Path,
) -> None:
    assert told(city) == []
    lock(city)
    assert told(city) == []


def test_the_order_of_the_packs_leaves_the_lock_as_it_is(city: Path) -> None:
    one, two = (locked_packs(load(city, *ids)) for ids in (("city", "guest"), ("guest", "city")))
    assert lock_text(one) == lock_text(two) == lock_text(tuple(reversed(one)))


def test_a_pack_edited_without_a_new_version_is_named(city: Path) -> None:
    lock(city)
    write(city, "guest", pack("guest") + "# one comment more\n")
    (problem,) = lock_problems(city, load(city))
    assert problem.code == "WS040"
    assert problem.severity == "warning"
    assert problem.message == (
        "the pack guest is not what was locked, though both are 1.0.0; changed: rules/guest.toml"
    )
    assert "hexvet lock" in problem.hint
    assert problem.place.file == "pack.lock"
    assert problem.place.text == "[pack.guest]"


def test_a_new_version_is_told_with_both_numbers(city: Path) -> None:
    lock(city)
    write(city, "guest", pack("guest", "1.1.0"))
    assert told(city) == [
        ("WS040", "the pack guest is 1.1.0, locked was 1.0.0; changed: rules/guest.toml")
    ]


def test_a_base_that_changes_changes_the_packs_that_extend_it(city: Path) -> None:
    lock(city)
    write(city, "base", pack("base", "1.0.1"))
    (only,) = told(city)
    assert only[1].startswith("the pack city is not what was locked")
    assert only[1].endswith("changed: rules/base.toml")


def test_a_file_that_comes_or_goes_is_told(city: Path) -> None:
    lock(city)
    write(city, "city", pack("city", "2.0.0"))
    assert told(city)[0][1] == (
        "the pack city is 2.0.0, locked was 1.0.0; changed: rules/city.toml; gone: rules/base.toml"
    )
    lock(city)
    write(city, "city", pack("city", "2.1.0", '"base@1"'))
    assert told(city)[0][1].endswith("changed: rules/city.toml; new: rules/base.toml")


def test_a_pack_that_is_used_but_not_locked_and_one_that_is_locked_but_not_used(
    city: Path,
) -> None:
    lock(city, "city")
    assert told(city) == [("WS041", "the pack guest 1.0.0 is in use but not locked")]
    lock(city)
    assert told(city, "city") == [("WS042", "the pack guest is locked but not in use")]


def test_a_pack_that_broke_since_is_told_as_changed_too(city: Path) -> None:
    lock(city)
    write(city, "guest", pack("guest").replace("order = 1", "order = 'x'"))
    assert told(city)[0][0] == "WS040"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<<<<<<< ours\n", "WS005"),
        ("format = 2\n", "WS014"),
        ("[pack.city]\nversion = '1'\n", "WS011"),
        ("format = 1\n[pack.city]\nversion = 1\nfiles = {}\n", "WS012"),
        ("format = 1\n[pack.city]\nversion = '1'\nfiles = { a = 1 }\n", "WS012"),
        ("format = 1\nother = 1\n", "WS010"),
    ],
)
def test_a_lock_that_cannot_be_read_is_an_error_and_never_silence(
    city: Path, text: str, code: str
) -> None:
    (city / LOCK).write_text(text)
    problems = lock_problems(city, load(city))
    assert code in [problem.code for problem in problems]
    assert all(isinstance(p, Problem) and p.severity == "error" for p in problems)


def test_a_hostile_name_in_the_lock_does_no_harm(city: Path) -> None:
    lock(city)
    extra = '[pack."\\u001b[31m"]\nversion = "1"\n[pack."\\u001b[31m".files]\n'
    (city / LOCK).write_text((city / LOCK).read_text() + extra)
    assert [code for code, _ in told(city)] == ["WS042"]


def test_names_of_any_kind_survive_the_lock(city: Path) -> None:
    write(city, 'odd "name" ü', pack("odd"))
    lock(city, "odd")
    assert told(city, "odd") == []


# which file is the pack ---------------------------------------------------------------------------
def test_semgrep_7289_one_pack_id_in_two_files_of_a_folder_is_an_error(city: Path) -> None:
    for draft in ("a_draft", "z_draft"):
        write(city, draft, pack("guest", "2.0.0"))
        (loaded,) = load(city, "guest")
        assert loaded.pack is None
        (problem,) = loaded.problems
        assert problem.code == "RP024"
        assert f"rules/{draft}.toml" in problem.message
        assert "rules/guest.toml" in problem.message
        (city / "rules" / f"{draft}.toml").unlink()


def test_the_nearest_folder_wins_whatever_its_files_are_called(city: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "guest.toml").write_text(pack("guest", "9.0.0"))
    (city / "rules" / "guest.toml").rename(city / "rules" / "ours.toml")
    found = Library([city / "rules", shipped], city).load("guest")
    assert found.pack is not None
    assert found.pack.version == "1.0.0"


def test_a_broken_pack_of_the_city_is_not_replaced_by_a_shipped_one(
    city: Path, tmp_path: Path
) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "guest.toml").write_text(pack("guest", "9.0.0"))
    write(city, "guest", pack("guest") + "oops\n")
    found = Library([city / "rules", shipped], city).load("guest")
    assert found.pack is None
    assert [problem.code for problem in found.problems] == ["WS005"]
