"""Recording: a line in the journal and the change of the files, both or neither."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from hexvet.documents import Document, read_document
from hexvet.journal import Draft, Edit, FileChange, Snapshot, edit_of, kept, record, turned
from hexvet.journal.lines import digest
from hexvet.journal.model import GENESIS, Clock
from hexvet.journal.store import place_of
from hexvet.problems import Unusable
from hexvet.workspace.writing import locked

from .conftest import FILES, HARBOUR, STATION, codes, cost, entries, forked, raised, state, waited


def refused(root: Path, clock: Clock, *edits: Edit, draft: Draft | None = None) -> str:
    """The code of the problem for which something is not recorded, nothing being changed."""
    before = state(root)
    with pytest.raises(Unusable) as caught:
        record(root, draft or Draft("answer", "anna"), edits, clock)
    assert state(root) == before
    return caught.value.problems[0].code


# one entry --------------------------------------------------------------------------------------
def test_an_answer_changes_its_value_and_leaves_comments(city: Path, clock: Clock) -> None:
    edit = Edit(FILES[0], ("cost",), "0", "1_500_000")
    draft = Draft("answer", "anna", "analyst", ("project:harbour",), "The bid came in.")
    entry = record(city, draft, [edit], clock)
    text = HARBOUR.replace("cost = 0", "cost = 1_500_000")
    assert (city / FILES[0]).read_text() == text
    assert entry.edits == (edit,)
    assert entry.files == (FileChange(FILES[0], digest(HARBOUR.encode()), digest(text.encode())),)
    assert (entry.number, entry.by, entry.role, entry.prev) == (1, "anna", "analyst", GENESIS)
    assert (entry.reason, entry.concerns("project")) == ("The bid came in.", ("harbour",))
    assert entries(city) == [entry]


def test_entries_follow_each_other(city: Path, clock: Clock) -> None:
    made = [raised(city, clock) for _ in range(3)]
    assert entries(city) == made
    assert [entry.number for entry in made] == [1, 2, 3]
    assert [entry.prev for entry in made] == [GENESIS, made[0].sha256, made[1].sha256]
    assert [f"{entry.at:%H:%M:%S}" for entry in made] == ["12:00:00", "12:00:01", "12:00:02"]


def test_a_vote_without_a_change_of_files_is_an_entry(city: Path, clock: Clock) -> None:
    entry = record(city, Draft("vote", "bob", details={"vote": "yes"}), [], clock)
    assert (entry.files, entry.edits, entry.details) == ((), (), {"vote": "yes"})


def test_both_texts_of_a_file_are_kept(city: Path, clock: Clock) -> None:
    (change,) = raised(city, clock, "anna", FILES[0]).files
    assert change.before and change.after
    assert kept(city, change.before) == HARBOUR.encode()
    assert kept(city, change.after) == (city / FILES[0]).read_bytes()
    assert place_of(change.before) == f"journal/{change.before[:2]}/{change.before}.toml"
    assert (city / place_of(change.before)).is_file()


def test_equal_contents_are_kept_once(city: Path, clock: Clock) -> None:
    entry = raised(city, clock, "anna", FILES[0])
    record(city, Draft("undo", "anna"), turned(city, entry), clock)
    assert len(list((city / "journal").rglob("*.toml"))) == 2


def test_a_kept_file_that_was_damaged_is_mended_when_it_comes_again(
    city: Path, clock: Clock
) -> None:
    entry = raised(city, clock, "anna", FILES[0])
    change = entry.files[0]
    assert change.before
    (city / place_of(change.before)).write_text("broken")
    record(city, Draft("undo", "anna"), turned(city, entry), clock)
    assert kept(city, change.before) == HARBOUR.encode()


# many kinds of edits ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("file", "path", "after", "text"),
    [
        ("projects/new.toml", ("title",), '"New"', 'title = "New"\n'),
        ("waivers.toml", ("waiver", "w1"), '{ check = "a/b", days = 3 }',
         '[waiver.w1]\ncheck = "a/b"\ndays = 3\n'),
        ("assessments/mayor/harbour.toml", ("cost",), "{ low = 1, high = 2 }",
         "cost = { low = 1, high = 2 }\n"),
        ("hexvet.toml", ("people", "anna"), '{ name = "Anna" }',
         'format = 1\ncity = "Springfield"\npacks = ["la-model"]\n\n[people.anna]\n'
         'name = "Anna"\n'),
        ("projects/station.toml", ("votes",), '[{ by = "anna", vote = "yes" }]',
         STATION + 'votes = [{ by = "anna", vote = "yes" }]\n'),
        ("projects/station.toml", ("votes", 0), '{ by = "anna", vote = "yes" }',
         STATION + 'votes = [{ by = "anna", vote = "yes" }]\n'),
    ],
)  # fmt: skip
def test_a_new_value_goes_where_a_person_would_write_it_and_can_be_taken_back(
    city: Path, clock: Clock, file: str, path: tuple[str | int, ...], after: str, text: str
) -> None:
    before = state(city)
    entry = record(city, Draft("edit", "anna"), [Edit(file, path, None, after)], clock)
    assert (city / file).read_text() == text
    record(city, Draft("undo", "anna"), turned(city, entry), clock)
    left = {name: text for name, text in state(city).items() if name != "journal.jsonl"}
    assert left.keys() == before.keys()
    assert {**left, file: b""} == {**before, file: b""}


def test_rows_written_as_tables_are_taken_away_and_come_back(city: Path, clock: Clock) -> None:
    """As `hexvet answer harbour votes unknown` does it."""
    rows = '[[votes]]\nparty = "fund"\n\n[[votes]]\nparty = "city"\n'
    (city / FILES[0]).write_text(f"{HARBOUR}\n{rows}")
    document = read_document(city / FILES[0], FILES[0])
    assert isinstance(document, Document)
    edit = edit_of(document, FILES[0], ("votes",), None)
    entry = record(city, Draft("answer", "anna"), [edit], clock)
    assert (city / FILES[0]).read_text() == HARBOUR
    record(city, Draft("undo", "anna"), turned(city, entry), clock)
    again = read_document(city / FILES[0], FILES[0])
    assert isinstance(again, Document)
    assert again.data == document.data


def test_a_whole_file_is_made_changed_and_removed(city: Path, clock: Clock) -> None:
    file, texts = "rules/our.toml", (None, "# one\n", "# two\r\n", None)
    for before, after in itertools.pairwise(texts):
        entry = record(city, Draft("rules", "anna"), [Edit(file, (), before, after)], clock)
        assert entry.edits == ()
        path = city / file
        assert (path.read_bytes().decode() if path.exists() else None) == after


def test_the_edits_that_take_an_entry_back_come_last_first(city: Path, clock: Clock) -> None:
    edits = [Edit(FILES[0], ("cost",), "0", "1"), Edit(FILES[0], ("note",), None, '"x"')]
    entry = record(city, Draft("answer", "anna"), edits, clock)
    assert turned(city, entry) == (
        Edit(FILES[0], ("note",), '"x"', None),
        Edit(FILES[0], ("cost",), "1", "0"),
    )
    record(city, Draft("undo", "anna"), turned(city, entry), clock)
    assert (city / FILES[0]).read_text() == HARBOUR


def test_an_edit_is_drawn_from_a_document(city: Path) -> None:
    document = read_document(city / FILES[0], FILES[0])
    assert isinstance(document, Document)
    assert edit_of(document, FILES[0], ("cost",), 1.5) == Edit(FILES[0], ("cost",), "0", "1.5")
    assert edit_of(document, FILES[0], ("title",), None).before == '"Harbour"'
    assert edit_of(None, "projects/x.toml", ("a", 0, "b"), True).before is None


def test_spelling_does_not_matter_where_a_value_is_compared(city: Path, clock: Clock) -> None:
    (city / FILES[0]).write_text("cost = {value=1_0,source = 'a'}\n")
    edit = Edit(FILES[0], ("cost",), '{ value = 10, source = "a" }', "11")
    record(city, Draft("answer", "anna"), [edit], clock)
    assert (city / FILES[0]).read_text() == "cost = 11\n"


# what is refused --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit(FILES[0], ("cost",), "1", "2"), "JN021"),
        (Edit(FILES[0], ("cost",), None, "2"), "JN021"),
        (Edit(FILES[0], ("cost",), "0.0", "2"), "JN021"),
        (Edit(FILES[0], ("gone",), "1", None), "JN021"),
        (Edit(FILES[0], (), None, "x"), "JN021"),
        (Edit(FILES[0], (), "x", "y"), "JN021"),
        (Edit("projects/absent.toml", (), "x", "y"), "JN021"),
        (Edit(FILES[0], ("cost",), "0", "]["), "JN020"),
        (Edit(FILES[0], ("cost",), "0", "1\ny = 2"), "JN020"),
        (Edit(FILES[0], ("cost", "x"), None, "1"), "WS034"),
        (Edit(FILES[0], ("rows", 1), None, "{ a = 1 }"), "WS034"),
    ],
)
def test_an_edit_of_what_does_not_stand_there_changes_nothing(
    city: Path, clock: Clock, edit: Edit, code: str
) -> None:
    good = Edit(FILES[1], ("cost",), "0", "1")
    assert refused(city, clock, good, edit) == code


@pytest.mark.parametrize(
    "file",
    ["../other.toml", "/etc/passwd", "journal.jsonl", ".hexvet/lock", "projects/../x.toml",
     "projects/.hidden.toml", "projects/a/b.toml", "notes.toml", "projects/x.txt", "",
     "journal/ab/x.toml", "projects/x.toml/", "assessments/x.toml", "a" * 5_000],
)  # fmt: skip
def test_only_files_of_the_workspace_are_changed(city: Path, clock: Clock, file: str) -> None:
    assert refused(city, clock, Edit(file, ("x",), None, "1")) == "JN020"


def test_a_file_that_is_broken_or_no_text_is_left_alone(city: Path, clock: Clock) -> None:
    (city / FILES[0]).write_text("cost = = 1\n")
    assert refused(city, clock, Edit(FILES[0], ("cost",), None, "1")) == "WS005"
    (city / FILES[0]).write_bytes(b"title = '\xff'\n")
    assert refused(city, clock, Edit(FILES[0], ("cost",), None, "1")) == "WS004"
    (city / FILES[0]).unlink()
    (city / FILES[0]).mkdir()
    assert refused(city, clock, Edit(FILES[0], ("cost",), None, "1")) == "WS002"


def test_half_a_surrogate_is_refused(city: Path, clock: Clock) -> None:
    assert refused(city, clock, draft=Draft("vote", "anna", reason="\ud800")) == "JN020"


def test_nothing_follows_an_entry_that_is_damaged(city: Path, clock: Clock) -> None:
    raised(city, clock)
    raised(city, clock)
    text = (city / "journal.jsonl").read_bytes()
    (city / "journal.jsonl").write_bytes(text[:-20] + b"x" + text[-19:])
    assert refused(city, clock, draft=Draft("vote", "anna")) == "JN024"


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_journal_that_is_no_file_is_refused_at_once(city: Path, clock: Clock, kind: str) -> None:
    path = city / "journal.jsonl"
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    assert refused(city, clock, draft=Draft("vote", "anna")) == "WS001"


def test_what_was_judged_must_still_stand_there(city: Path, clock: Clock) -> None:
    inputs = Snapshot({FILES[0]: HARBOUR, "rules/x.toml": "# shipped\n"}, {}, frozenset([FILES[0]]))
    draft = Draft("decision", "anna", inputs=inputs)
    assert record(city, draft, [], clock).inputs
    (city / FILES[0]).write_text(HARBOUR + "\n")
    assert refused(city, clock, draft=draft) == "JN021"
    (city / FILES[0]).unlink()
    assert refused(city, clock, draft=draft) == "JN021"


# several writers --------------------------------------------------------------------------------
def test_a_second_writer_waits_for_the_first_and_is_told_who_it_is(
    city: Path, clock: Clock
) -> None:
    with locked(city, purpose="hexvet decide"), pytest.raises(Unusable) as caught:
        record(city, Draft("vote", "anna"), [], clock, wait=0.05)
    assert codes(list(caught.value.problems)) == ["WS033"]
    assert "hexvet decide" in caught.value.problems[0].message


def test_two_writers_at_once_both_succeed_in_order(city: Path, clock: Clock) -> None:
    def work() -> None:
        done = 0
        while done < 15:
            try:
                raised(city, clock, str(os.getpid()))
                done += 1
            except Unusable as error:
                assert error.problems[0].code == "JN021"

    children = [forked(work) for _ in range(2)]
    assert [waited(child) for child in children] == [0, 0]
    found = entries(city)
    assert [entry.number for entry in found] == list(range(1, 31))
    assert sorted(entry.by for entry in found) == sorted(15 * [str(child) for child in children])
    assert cost(city, FILES[0]) == cost(city, FILES[1]) == 30


def test_a_file_changed_by_hand_gets_its_own_entry_first(city: Path, clock: Clock) -> None:
    raised(city, clock)
    (city / FILES[0]).write_text(HARBOUR.replace("cost = 0", "cost = 7"))
    raised(city, clock, "bob", FILES[0])
    found = entries(city)
    assert [(entry.kind, entry.by) for entry in found] == [
        ("answer", "anna"),
        ("edit", "bob"),
        ("answer", "bob"),
    ]
    assert found[1].edits == (Edit(FILES[0], ("cost",), "1", "7"),)
    assert found[1].files[0].before == found[0].files[0].after
    assert found[2].files[0].before == found[1].files[0].after
    assert cost(city) == 8
