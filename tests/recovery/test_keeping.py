"""The keeper: what it writes, what it finds, and what it leaves to other screens."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import key, opened, town

from hexvet_tui.commands import prompted
from hexvet_tui.deciding.typed import Drafts
from hexvet_tui.modes import Unsaved, load
from hexvet_tui.modes.vetting.state import VettingState
from hexvet_tui.recovery import keeping
from hexvet_tui.recovery.collecting import left
from hexvet_tui.recovery.keeping import Keeper
from hexvet_tui.recovery.offering import Offer, _held, lines, offered, shown, sought
from hexvet_tui.recovery.records import Kept, Left, read_drafts
from hexvet_tui.recovery.returning import returned
from hexvet_tui.session import Session


def typing(text: str = "waive permits") -> Session:
    return key(prompted(opened()), *text)


def drafts(folder: Path) -> list[Kept]:
    """What is kept; a keeper may remove its file between the look and the reading."""
    found: list[Kept] = []
    for path in folder.glob("*.drafts"):
        with contextlib.suppress(FileNotFoundError):
            found += read_drafts(path)
    return found


def crashed(folder: Path, session: Session) -> None:
    """A screen that wrote and was killed: its locks end with it."""
    import os

    keeper = Keeper(folder, 0.0)
    keeper._session = session
    keeper.save()
    for handle in keeper._locks:
        os.close(handle)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_line_being_typed_is_on_disk_by_itself(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, 0.01)
    keeper.note(typing())
    until(lambda: drafts(tmp_path))
    (found,) = drafts(tmp_path)
    assert (found.source, found.text.file, found.text.text) == (":", "command", "waive permits")
    keeper.note(key(typing(), "escape"))
    until(lambda: not drafts(tmp_path))
    keeper.close()


def test_a_signal_writes_at_once(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, 3600.0)
    keeper.note(typing())
    keeper.save()
    assert [one.text.text for one in drafts(tmp_path)] == ["waive permits"]
    keeper.close()
    assert drafts(tmp_path)


def test_what_is_quit_on_purpose_is_gone(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, 0.01)
    keeper.note(typing())
    until(lambda: drafts(tmp_path))
    keeper.forget()
    keeper.close()
    assert [path.name for path in tmp_path.iterdir()] == ["session.json"]


def test_a_reason_typed_for_a_decision_is_kept(tmp_path: Path) -> None:
    crashed(tmp_path, opened().having(Drafts({"waive permits reason": "the council"})))
    assert [(one.source, one.text.text) for one in drafts(tmp_path)] == [("deed", "the council")]


def test_a_living_screen_keeps_its_drafts_to_itself(tmp_path: Path) -> None:
    one, other = Keeper(tmp_path, 0.01), Keeper(tmp_path, 0.01)
    one.note(typing())
    until(lambda: drafts(tmp_path))
    assert other.orphans() == ()
    one.close()
    assert len(other.orphans()) == 1
    assert Keeper(tmp_path).orphans() == ()


def test_what_was_left_is_offered_and_comes_back(tmp_path: Path) -> None:
    crashed(tmp_path, typing())
    keeper = Keeper(tmp_path, 0.01)
    offer = sought(keeper)
    assert offer
    session = offered(opened(), offer)
    text = "\n".join("".join(part for part, _ in line) for line in lines(offer))
    assert "+waive permits" in text
    session = key(session, "r")
    assert session.prompt
    assert session.prompt.text == "waive permits"
    keeper.note(session)
    until(lambda: not list(tmp_path.glob(f"{offer.orphans[0].path.name}")))
    assert [one.text.text for one in drafts(tmp_path)] == ["waive permits"]
    keeper.close()


def test_a_long_row_is_offered_from_where_it_differs(tmp_path: Path) -> None:
    words = " ".join(f"msg{n:03}" for n in range(100))
    before = [*"abcdefgh", f'message = "{words}"', "last"]
    file = tmp_path / "town.toml"
    file.write_text("\n".join(before))
    draft = "\n".join([*before[:8], f'message = "{words[:-1]}"', "more", "last"])
    found = _held(Kept("rules", Unsaved(str(file), draft)))
    assert found is not None
    rows = ("@ line 7", " g", " h", '-..98 msg099"', '+..98 msg09"', "+more", " last")
    assert found.differences == rows


def test_escape_settles_nothing_and_recover_shows_it_again(tmp_path: Path) -> None:
    crashed(tmp_path, typing())
    offer = sought(Keeper(tmp_path))
    assert offer
    session = key(offered(opened(), offer), "escape")
    assert not session.pages
    assert drafts(tmp_path)
    assert shown(session).pages


def test_discarding_takes_two_keys(tmp_path: Path) -> None:
    crashed(tmp_path, typing())
    offer = sought(Keeper(tmp_path))
    assert offer
    session = key(offered(opened(), offer), "d")
    assert not session.effects
    session = key(session, "y")
    (work,) = session.effects
    session = work.then(session.calm(), work.do())  # type: ignore[union-attr]
    assert not list(tmp_path.glob("*.drafts"))
    assert session.of(Offer).keeper is None


def test_kept_aside_it_is_a_plain_file(tmp_path: Path) -> None:
    crashed(tmp_path, typing())
    offer = sought(Keeper(tmp_path))
    assert offer
    (work,) = key(offered(opened(), offer), "a").effects
    folder = work.do()  # type: ignore[union-attr]
    assert [path.read_text() for path in folder.iterdir()] == ["waive permits"]
    assert not list(tmp_path.glob("*.drafts"))


def test_a_file_of_drafts_that_cannot_be_read_is_never_dropped(tmp_path: Path) -> None:
    (tmp_path / "1-aa.drafts").write_text("{half")
    offer = sought(Keeper(tmp_path))
    assert offer
    assert offer.orphans[0].fault
    session = offered(opened(), offer)
    assert session.question
    assert "r" not in [choice.key for choice in session.question.choices]
    (work,) = key(session, "a").effects
    folder = work.do()  # type: ignore[union-attr]
    assert [path.read_text() for path in folder.iterdir()] == ["{half"]


def test_a_full_disk_is_told_once_and_its_end_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    real = keeping.write_private

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "write_private", full)
    keeper = Keeper(tmp_path, 0.01)
    keeper.tell = lambda words, good: said.append(words)
    keeper.note(typing("a"))
    until(lambda: said)
    keeper.note(typing("ab"))
    time.sleep(0.05)
    assert said == ["drafts cannot be kept: No space left on device; save often"]
    monkeypatch.setattr(keeping, "write_private", real)
    keeper.note(typing("abc"))
    until(lambda: len(said) == 2)
    assert said[1] == "drafts are kept again"
    assert [one.text.text for one in drafts(tmp_path)] == ["abc"]
    keeper.close()


def test_without_a_folder_nothing_happens() -> None:
    keeper = Keeper(None)
    keeper.note(typing())
    keeper.save()
    assert keeper.orphans() == ()
    assert keeper.left() == ""
    keeper.close()


# the screen as it was left ----------------------------------------------------------------------
def test_the_screen_comes_back_as_it_was_left(tmp_path: Path) -> None:
    session = key(opened().filtered("gate:hold"), "s", "c", "j", "space")
    keeper = Keeper(tmp_path, 0.0)
    keeper.note(session)
    keeper.close()
    found = Keeper(tmp_path).left()
    assert isinstance(found, Left)
    again = returned(opened(), found)
    assert again.filter.text == "gate:hold"
    assert (again.sort.column, again.mode) == ("score", "portfolio")
    assert (again.cursor, again.marks) == (session.cursor, session.marks)
    assert again.marks
    assert again.rows.order == session.rows.order
    assert "--fresh" in again.message.text


def test_a_form_is_left_for_the_mode_that_led_to_it() -> None:
    session = opened().entered("project").entered("vetting")
    assert left(session).mode == "project"
    assert left(opened()).mode == "portfolio"


def test_projects_that_are_gone_are_not_looked_for() -> None:
    left = Left("portfolio", "", "no such column", False, "gone", ("gone",))
    again = returned(opened(), left)
    assert again.cursor == opened().cursor
    assert not again.marks
    assert not again.message.text


def test_a_record_that_cannot_be_read_is_ignored_with_a_word(tmp_path: Path) -> None:
    (tmp_path / "session.json").write_text("{")
    found = Keeper(tmp_path).left()
    assert isinstance(found, str)
    assert "ignored" in found
    assert Keeper(tmp_path, fresh=True).left() == ""


def test_what_is_quit_about_decisions_and_answers_stays(tmp_path: Path) -> None:
    load("vetting")
    session = opened(town()).having(Drafts({"DECIDE permits reason": "the council"}))
    keeper = Keeper(tmp_path, 3600.0)
    keeper.note(session.having(VettingState(drafts={"permits cost": "1.5"})))
    keeper.forget()
    keeper.close()
    assert [one.text.text for one in drafts(tmp_path)] == ["1.5", "the council"]


def test_a_half_typed_answer_stands_at_its_question_again(tmp_path: Path) -> None:
    load("vetting")
    crashed(tmp_path, opened(town()).having(VettingState(drafts={"permits cost": "1.5"})))
    offer = sought(Keeper(tmp_path))
    assert offer
    assert [found.kept.source for found in offer.found] == ["vetting"]
    session = key(offered(opened(town()), offer), "r")
    assert session.of(VettingState).drafts == {"permits cost": "1.5"}
    assert session.mode == "vetting"
    assert session.prompt and (session.prompt.text, session.prompt.at) == ("1.5", 3)
    assert session.cursor == "permits"
    assert session.prompt.purpose.id == "vetting answer"
    assert session.message.text == "1 text restored, not saved yet"


@pytest.mark.parametrize("name", ["permits nothing", "gone cost", "gone", ""])
def test_an_answer_whose_question_is_gone_is_kept_for_it(tmp_path: Path, name: str) -> None:
    load("vetting")
    crashed(tmp_path, opened(town()).having(VettingState(drafts={name: "1.5"})))
    offer = sought(Keeper(tmp_path))
    assert offer
    session = key(offered(opened(town()), offer), "r")
    assert session.of(VettingState).drafts == {name: "1.5"}


def test_quitting_while_a_text_is_on_its_way_back_loses_nothing(tmp_path: Path) -> None:
    kept = Kept("rules", Unsaved("/city/rules/own.toml", "# mine\n"))
    keeper = Keeper(tmp_path, 3600.0)
    keeper.note(opened())
    keeper.carry((kept,), ())
    keeper.forget()
    keeper.close()
    assert drafts(tmp_path) == [kept]
