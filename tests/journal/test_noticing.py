"""Files changed by hand: noticed, told field by field, and recorded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexvet.journal import Draft, Edit, FileChange, record, record_noticed
from hexvet.journal.lines import digest
from hexvet.journal.model import Clock
from hexvet.journal.noticing import last_revision, last_words, unrecorded
from hexvet.journal.store import place_of
from hexvet.journal.verifying import verify
from hexvet.reporters.journal import what

from .conftest import FILES, HARBOUR, SETTINGS, STATION, entries, raised

PACK = """\
[pack]
id = "our"
title = "Our"
version = "1.0.0"
format = 1

[check.ready]
require = "true"
"""


def begun(root: Path, clock: Clock) -> None:
    """The journal begins with all files as they are."""
    (entry,) = record_noticed(root, "anna", clock)
    assert entry.number == 1


def test_it_begins_with_all_files_as_they_are_found(city: Path, clock: Clock) -> None:
    (city / "assessments" / "mayor").mkdir(parents=True)
    (city / "assessments" / "mayor" / "harbour.toml").write_text("cost = 1\n")
    (city / "rules").mkdir()
    (city / "rules" / "our.toml").write_text(PACK)
    (city / "README.md").write_text("not ours")
    (entry,) = record_noticed(city, "anna", clock)
    assert entry.files == (
        FileChange("hexvet.toml", None, digest(SETTINGS.encode())),
        FileChange("projects/harbour.toml", None, digest(HARBOUR.encode())),
        FileChange("projects/station.toml", None, digest(STATION.encode())),
        FileChange("assessments/mayor/harbour.toml", None, digest(b"cost = 1\n")),
        FileChange("rules/our.toml", None, digest(PACK.encode())),
    )
    assert (entry.kind, entry.details) == ("edit", {"begins": True})
    assert record_noticed(city, "anna", clock) == ()
    assert verify(city, {}).problems == ()


def test_an_answer_changed_by_hand_is_told_old_and_new_with_its_source(
    city: Path, clock: Clock
) -> None:
    begun(city, clock)
    new = 'cost = { value = 5, source = "memo of 3 May" }\nend = 2027-06-30\n'
    (city / FILES[0]).write_text(f'title = "Harbour"\n{new}')
    (entry,) = record_noticed(city, "bob", clock, role="analyst", reason="The memo came.")
    assert entry.edits == (
        Edit(FILES[0], ("cost",), "0", '{ value = 5, source = "memo of 3 May" }'),
        Edit(FILES[0], ("end",), None, "2027-06-30"),
    )
    assert (entry.kind, entry.by, entry.role) == ("edit", "bob", "analyst")
    assert (entry.about, entry.reason) == (("project:harbour",), "The memo came.")
    assert record_noticed(city, "bob", clock) == ()


def test_a_new_layout_says_that_nothing_else_changed(city: Path, clock: Clock) -> None:
    begun(city, clock)
    (city / FILES[0]).write_text("# new comment\ncost=0\ntitle='Harbour'\n")
    (entry,) = record_noticed(city, "bob", clock)
    assert (entry.edits, entry.details) == ((), {"layout": True})
    assert what(entry) == f"{FILES[0]} laid out anew"


@pytest.mark.parametrize(
    ("before", "after", "path", "values"),
    [
        ("[programme]\nsponsor = true\n", "[programme]\nsponsor = false\n",
         ("programme", "sponsor"), ("true", "false")),
        ("[programme]\nfund = { value = 1 }\n", "[programme]\nfund = { value = 2 }\n",
         ("programme", "fund"), ("{ value = 1 }", "{ value = 2 }")),
        ("", '[people.bob]\nname = "Bob"\n', ("people", "bob"), (None, '{ name = "Bob" }')),
        ('[people.bob]\nname = "Bob"\n', '[people.bob]\nname = "Bob"\nlogin = "b"\n',
         ("people", "bob", "login"), (None, '"b"')),
    ],
)  # fmt: skip
def test_the_settings_are_told_by_key(
    city: Path, clock: Clock, before: str, after: str, path: tuple[str, ...],
    values: tuple[str | None, str | None],
) -> None:  # fmt: skip
    (city / "hexvet.toml").write_text(SETTINGS + before)
    begun(city, clock)
    (city / "hexvet.toml").write_text(SETTINGS + after)
    (entry,) = record_noticed(city, "anna", clock)
    assert entry.edits == (Edit("hexvet.toml", path, *values),)
    assert entry.concerns("person") == (("bob",) if "people" in path else ())


def test_a_waiver_changed_by_hand_names_its_check_and_project(city: Path, clock: Clock) -> None:
    text = '[waiver.w1]\ncheck = "la-model/sponsor"\nproject = "harbour"\nexpires = 2026-06-01\n'
    (city / "waivers.toml").write_text(text)
    begun(city, clock)
    more = '\n[waiver.w2]\ncheck = "la-model/end"\n'
    (city / "waivers.toml").write_text(text.replace("06-01", "12-31") + more)
    (entry,) = record_noticed(city, "anna", clock)
    assert entry.edits == (
        Edit("waivers.toml", ("waiver", "w1", "expires"), "2026-06-01", "2026-12-31"),
        Edit("waivers.toml", ("waiver", "w2"), None, '{ check = "la-model/end" }'),
    )
    assert entry.about == ("waiver:w1", "check:la-model/sponsor", "project:harbour",
                           "waiver:w2", "check:la-model/end")  # fmt: skip


def test_new_and_gone_files_are_noticed(city: Path, clock: Clock) -> None:
    begun(city, clock)
    (city / FILES[0]).unlink()
    (city / "projects" / "park.toml").write_text('id = "city-park"\ntitle = "Park"\n')
    found = {entry.files[0].file: entry for entry in record_noticed(city, "anna", clock)}
    assert found.keys() == {FILES[0], "projects/park.toml"}
    assert found[FILES[0]].files[0].after is None
    assert found["projects/park.toml"].files[0].before is None
    assert found["projects/park.toml"].about == ("project:city-park",)
    assert record_noticed(city, "anna", clock) == ()
    assert verify(city, {}).problems == ()


@pytest.mark.parametrize("content", [b"cost = = 1\n", b"\xff\xfe", b"title = 'a\x00b'\n"])
def test_a_file_that_cannot_be_read_is_recorded_byte_for_byte(
    city: Path, clock: Clock, content: bytes
) -> None:
    begun(city, clock)
    (city / FILES[0]).write_bytes(content)
    (entry,) = record_noticed(city, "anna", clock)
    assert "unreadable" in entry.details
    assert entry.edits == ()
    assert entry.files[0].after == digest(content)
    (city / FILES[0]).write_text(HARBOUR)
    (mended,) = record_noticed(city, "anna", clock)
    assert (mended.edits, "unreadable" in mended.details) == ((), False)


def test_a_kept_text_that_is_gone_does_not_stop_it(city: Path, clock: Clock) -> None:
    begun(city, clock)
    sha256 = digest(HARBOUR.encode())
    (city / place_of(sha256)).unlink()
    (city / FILES[0]).write_text(STATION)
    (entry,) = record_noticed(city, "anna", clock)
    assert entry.details == {"lost": True}
    assert entry.files == (FileChange(FILES[0], sha256, digest(STATION.encode())),)


def test_only_the_files_that_are_asked_for(city: Path, clock: Clock) -> None:
    begun(city, clock)
    for file in FILES:
        (city / file).write_text("title = 'New'\n")
    (city / "projects" / "park.toml").write_text("title = 'Park'\n")
    found = record_noticed(city, "anna", clock, files=["projects/park.toml", FILES[0]])
    assert [entry.files[0].file for entry in found] == [FILES[0]]
    (made,) = record_noticed(
        city, "anna", clock, files=["projects/park.toml"], new=["projects/park.toml"]
    )
    assert made.files[0].before is None
    assert [piece.writes[0].file for piece in unrecorded(city, "")] == [FILES[1]]


def test_what_was_never_named_does_not_begin_the_journal_twice(city: Path, clock: Clock) -> None:
    raised(city, clock, "anna", FILES[0])
    (begin,) = record_noticed(city, "anna", clock)
    assert [change.file for change in begin.files] == ["hexvet.toml", FILES[1]]
    (city / "waivers.toml").write_text("")
    (new,) = record_noticed(city, "anna", clock)
    assert new.files == (FileChange("waivers.toml", None, digest(b"")),)


# packs ------------------------------------------------------------------------------------------
def test_a_pack_gets_the_number_of_its_revision_and_the_rules_that_changed(
    city: Path, clock: Clock
) -> None:
    (city / "rules").mkdir()
    path = city / "rules" / "our.toml"
    path.write_text(PACK)
    begun(city, clock)
    for number, (old, new) in enumerate((("true", "false"), ("1.0.0", "1.1.0")), start=2):
        path.write_text(path.read_text().replace(old, new, 1))
        (entry,) = record_noticed(city, "anna", clock)
        assert entry.kind == "rules"
        assert entry.details["revision"] == number
        assert entry.concerns("pack") == ("our",)
        assert last_revision(city, "our") == number
        if number == 2:
            assert entry.details["rules"] == ["check/ready"]
            assert entry.concerns("check") == ("our/ready",)
    assert entry.details["version"] == "1.1.0"


def test_the_first_revision_of_a_new_pack_names_no_rules(city: Path, clock: Clock) -> None:
    begun(city, clock)
    (city / "rules").mkdir()
    (city / "rules" / "our.toml").write_text(PACK)
    (entry,) = record_noticed(city, "anna", clock, details={"rules/our.toml": {"flipped": 3}})
    assert entry.details == {"version": "1.0.0", "revision": 1, "flipped": 3}
    assert entry.about == ("pack:our",)


def test_a_pack_that_is_no_table_at_all_is_recorded(city: Path, clock: Clock) -> None:
    begun(city, clock)
    (city / "rules").mkdir()
    for text in ("pack = 1\ncheck = [1]\n", "check = { x = 1 }\n", "=\n"):
        (city / "rules" / "odd.toml").write_text(text)
        (entry,) = record_noticed(city, "anna", clock)
        assert entry.concerns("pack") == ("odd",)
    assert [entry.details["revision"] for entry in entries(city)[1:]] == [1, 2, 3]


# the last word ----------------------------------------------------------------------------------
def test_the_last_word_is_found_from_the_end(city: Path, clock: Clock) -> None:
    raised(city, clock, "anna", FILES[0])
    second = raised(city, clock, "anna", FILES[0])
    record(city, Draft("vote", "anna", reason=f"about {FILES[1]}"), [], clock)
    words = last_words(city, [*FILES, "projects/absent.toml"])
    assert words == {FILES[0]: second.files[0].after}
    assert last_words(city, []) == {}
