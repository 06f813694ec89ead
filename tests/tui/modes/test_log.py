"""The journal on the screen, in Ridgeway: listed, filtered, looked into, verified."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from driving import text_of
from towns import Town

from hexvet.journal import Draft, Edit, record
from hexvet.journal.model import KINDS
from hexvet_tui.modes.log import panes
from hexvet_tui.modes.log.printout import printout
from hexvet_tui.modes.log.state import LogState
from hexvet_tui.modes.log.terms import Terms, parse
from hexvet_tui.printout import as_text


@pytest.fixture
def ridgeway(tmp_path: Path, scrubbed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Three answers on record: about Alpha twice, by Ann and by Maria, and about Beta."""
    monkeypatch.setenv("LOGNAME", "mlopez")
    found = Town(tmp_path)
    days = iter(datetime.datetime(2026, 5, day, 9, tzinfo=datetime.UTC) for day in (1, 2, 3))
    for by, project, path, before, after, reason in (
        ("ann", "alpha", "cost", "50000", "60000", "The [first] offer"),
        ("maria", "alpha", "cost", "60000", "70000", "The second offer"),
        ("ann", "beta", "ready", "false", "true", "They said so"),
    ):
        about = (f"project:{project}", f"field:{path}")
        edit = Edit(f"projects/{project}.toml", (path,), before, after)
        draft = Draft("answer", by, "", about, reason)
        record(found.root, draft, [edit], lambda: next(days))
    found.read()
    found.key("8")
    yield found
    found.close()


def numbers(town: Town) -> list[int]:
    return [entry.number for entry in town.session.of(LogState).entries]


def shown(town: Town, width: int = 78) -> str:
    painted = [
        *panes.header(town.scene, width, 1),
        *panes.entries(town.scene, width, 12, 0),
        *panes.entry(town.scene, width, 20),
    ]
    return "\n".join(text_of(painted))


def filtered(town: Town, text: str) -> None:
    town.key("/", "ctrl+u")
    town.type(text)


def test_the_newest_comes_first_and_is_told_whole(ridgeway: Town) -> None:
    assert numbers(ridgeway) == [3, 2, 1]
    text = shown(ridgeway)
    assert "3 of 3 entries" in text
    assert "2026-05-03 09:00:00 UTC  answer" in text
    assert "They said so" in text
    assert "old  false" in text
    assert "new  true" in text
    assert "signature none" in text
    ridgeway.key("G")
    assert "The [first] offer" in shown(ridgeway)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("project:alpha", [2, 1]),
        ("project:alpha project:beta", [3, 2, 1]),
        ("person:ann", [3, 1]),
        ("person:ann project:alpha", [1]),
        ("rule:ready", [3]),
        ("kind:answer", [3, 2, 1]),
        ("kind:decision", []),
        ("since:2026-05-02", [3, 2]),
        ("until:2026-05-02", [2, 1]),
        ("since:2026-05-02 until:2026-05-02", [2]),
        ("OFFER", [2, 1]),
        ("second offer", [2]),
    ],
)
def test_the_filter_takes_the_words_of_the_shell(
    ridgeway: Town, text: str, wanted: list[int]
) -> None:
    filtered(ridgeway, text)
    assert numbers(ridgeway) == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind:answers", "there is no kind 'answers'"),
        ("since:May", "since: wants a day such as 2026-01-31"),
        ("projects:alpha", "'projects:alpha' is no term of the log"),
        ("project:", "'project:' is no term of the log"),
    ],
)
def test_a_mistake_in_the_filter_leaves_the_list(ridgeway: Town, text: str, told: str) -> None:
    filtered(ridgeway, text)
    assert told in ridgeway.session.message.text
    assert numbers(ridgeway) == [3, 2, 1]


def test_nothing_that_matches_and_the_way_back(ridgeway: Town) -> None:
    filtered(ridgeway, "kind:vote")
    assert "No entry matches the filter." in shown(ridgeway)
    ridgeway.key("enter", "w", "u")
    assert "nothing to take back" in ridgeway.session.message.text
    ridgeway.key("escape")
    assert numbers(ridgeway) == [3, 2, 1]
    assert ridgeway.session.mode == "log"


def test_an_empty_journal_says_how_it_begins(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.key("8")
    assert "Nothing is recorded yet." in shown(town)
    town.key("j", "k", "G", "enter", "tab", "j", "v")
    assert "verified: 0 entries" in town.session.message.text
    town.close()


def test_enter_goes_to_the_project_past_a_filter(ridgeway: Town) -> None:
    ridgeway.session = ridgeway.session.filtered("beta")
    ridgeway.key("j", "enter")
    assert (ridgeway.session.mode, ridgeway.session.cursor) == ("project", "alpha")
    assert ridgeway.session.message.text == "filter cleared to show it"


def test_the_cursor_stays_on_its_entry_when_the_journal_grows(ridgeway: Town) -> None:
    ridgeway.key("j")
    assert ridgeway.session.of(LogState).entry.number == 2  # type: ignore[union-attr]
    record(
        ridgeway.root,
        Draft("answer", "ann", about=("project:beta",)),
        [Edit("projects/beta.toml", ("ready",), "true", "false")],
        lambda: datetime.datetime(2026, 5, 4, tzinfo=datetime.UTC),
    )
    ridgeway.read()
    assert numbers(ridgeway) == [4, 3, 2, 1]
    assert ridgeway.session.of(LogState).entry.number == 2  # type: ignore[union-attr]


def test_an_entry_is_taken_back_and_marked(ridgeway: Town) -> None:
    ridgeway.key("u", "r")
    ridgeway.type("Nobody asked them")
    ridgeway.key("y")
    ridgeway.read()
    assert numbers(ridgeway)[0] == 4
    assert "taken back by 4" in shown(ridgeway, 120)
    assert "ready = false" in (ridgeway.root / "projects/beta.toml").read_text()


def test_what_was_changed_since_is_refused(ridgeway: Town) -> None:
    ridgeway.key("G", "u")
    told = " ".join((ridgeway.session.message.text + ridgeway.page()).split())
    assert "was changed since by entry 2" in told
    assert "u on entry 2" in told


def test_verifying_says_that_all_is_well_or_what_is_not(ridgeway: Town) -> None:
    assert "not verified" in shown(ridgeway)
    ridgeway.key("v")
    assert ridgeway.session.message.text.startswith("verified: 3 entries")
    assert "+ verified" in shown(ridgeway)
    file = ridgeway.root / "journal.jsonl"
    file.write_text(file.read_text().replace("second", "fourth"))
    ridgeway.key("v")
    assert ridgeway.session.message.tone == "alert"
    assert "journal.jsonl:2" in ridgeway.page()
    assert "wrong" in shown(ridgeway)


def test_a_line_that_is_no_entry_is_counted(ridgeway: Town) -> None:
    file = ridgeway.root / "journal.jsonl"
    file.write_text(file.read_text() + "\x1b[31mnot json\n")
    ridgeway.read()
    assert numbers(ridgeway) == [3, 2, 1]
    assert "1 line cannot be read" in shown(ridgeway)


def test_the_printout_has_every_entry(ridgeway: Town) -> None:
    text = as_text(printout(ridgeway.scene))
    assert [line.split()[0] for line in text.splitlines()[-3:]] == ["3", "2", "1"]
    assert "The second offer" in text
    assert ("Alpha", "alpha") in [row[3:5] for row in printout(ridgeway.scene).sheets[0].rows]


def test_parsing_keeps_every_word() -> None:
    found = parse("project:a project:b person:c rule:d kind:vote since:2026-01-31 Word")
    day = datetime.date(2026, 1, 31)
    assert isinstance(found, Terms)
    assert (found.projects, found.people, found.rules) == (("a", "b"), ("c",), ("d",))
    assert (found.kinds, found.since, found.until, found.words) == (("vote",), day, None, ("word",))


def test_somebody_called_by_the_role_is_named_once(ridgeway: Town) -> None:
    entry = ridgeway.session.of(LogState).entries[0]
    assert panes.who(replace(entry, by="director", role="director")) == "director"
    assert panes.who(replace(entry, by="anna", role="mayor")) == "anna (mayor)"


def test_the_chain_is_told_once(ridgeway: Town) -> None:
    assert shown(ridgeway).count("not verified") == 1


def test_help_tells_of_the_entry_under_the_cursor(ridgeway: Town) -> None:
    ridgeway.key("j", "?")
    text = "\n".join(text_of(ridgeway.session.pages[-1].lines(ridgeway.scene, 78)))
    head = text[: text.index("The journal, newest first")]
    assert head.startswith(" Entry 2  a question was answered")
    assert "The second offer" in head and "projects/alpha.toml" in head


def test_every_kind_of_entry_is_told() -> None:
    assert set(panes.MEANINGS) == set(KINDS)


# a journal that cannot be read ------------------------------------------------------------------
WHY = "cannot read the journal: it is not a regular file"


@contextmanager
def hidden(town: Town) -> Iterator[None]:
    """While a folder stands in the place of the journal."""
    file, aside = town.root / "journal.jsonl", town.root / "aside"
    file.rename(aside)
    file.mkdir()
    yield
    file.rmdir()
    aside.rename(file)


@pytest.fixture
def unread(ridgeway: Town) -> Iterator[Town]:
    """On the log, whose journal could not be read."""
    with hidden(ridgeway):
        ridgeway.session = replace(ridgeway.session, states={}, mode="portfolio", trail=())
        ridgeway.key("8")
        yield ridgeway


@pytest.mark.parametrize("width", [60, 78, 120])
def test_a_journal_that_cannot_be_read_is_told_with_a_way_out(unread: Town, width: int) -> None:
    header = text_of(panes.header(unread.scene, width, 1))[0]
    assert header.startswith(" ! cannot read the journal: ")
    assert header.endswith("r reads again ")
    pane = " ".join(text_of(panes.entries(unread.scene, width, 12, 0)))
    assert WHY in pane
    assert "check the file's permissions and links; r reads again" in pane
    assert "reading" not in header + pane
    assert (unread.session.message.text, unread.session.message.tone) == (WHY, "alert")


def test_no_key_ends_the_screen_of_an_unread_journal(unread: Town) -> None:
    for key in ("j", "G", "enter", "w", "tab", "j", "v"):
        unread.key(key)
    told = (WHY, f"journal.jsonl: {WHY}", "there is nothing to copy here")
    for keys in (("u",), ("y", "m"), ("y", "c"), ("U",)):
        unread.key(*keys)
        assert unread.session.mode == "log"
        assert unread.session.message.text in told


def test_a_keymap_has_its_own_key_for_reading_again(unread: Town) -> None:
    scene = replace(unread.scene, keymap=(("reload", ("f5",)),))
    assert text_of(panes.header(scene, 78, 1))[0].endswith("F5 reads again ")
    scene = replace(unread.scene, keymap=(("reload", ()),))
    assert text_of(panes.header(scene, 78, 1))[0].endswith(":reload reads again ")


def test_reading_again_brings_the_entries(ridgeway: Town) -> None:
    with hidden(ridgeway):
        ridgeway.session = replace(ridgeway.session, states={}, mode="portfolio", trail=())
        ridgeway.key("8", "r")
        assert numbers(ridgeway) == []
        assert WHY in shown(ridgeway)
    ridgeway.key("r")
    assert numbers(ridgeway) == [3, 2, 1]
    assert WHY not in shown(ridgeway)
    assert "3 of 3 entries" in shown(ridgeway)


def test_what_was_read_before_stays_and_is_told_as_such(ridgeway: Town) -> None:
    ridgeway.key("j")
    with hidden(ridgeway):
        ridgeway.read()
        text = shown(ridgeway)
        assert numbers(ridgeway) == [3, 2, 1]
        assert text.startswith(f" ! {WHY}")
        assert "JOURNAL, as it was read last" in text
        assert f"not read since  {WHY}" in as_text(printout(ridgeway.scene))
    ridgeway.read()
    assert "JOURNAL, newest first" in shown(ridgeway)
    assert WHY not in shown(ridgeway) + as_text(printout(ridgeway.scene))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "Permission denied", "/x/journal"), "Permission denied"),
        (OSError("\x1b[31mno"), "no"),
    ],
)
def test_another_mistake_of_the_disk_is_told_in_its_words(
    ridgeway: Town, error: OSError, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise error

    monkeypatch.setattr("hexvet_tui.modes.log.verbs.read", read)
    ridgeway.read()
    assert shown(ridgeway).startswith(f" ! cannot read the journal: {told} ")
