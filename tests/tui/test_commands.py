"""The command line: the shell's words, the screen's own, and parts of names."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import driving
import pytest

from hexvet.cli import inside
from hexvet_tui import commands, fuzzy
from hexvet_tui.effects import Dress, Quit, Work
from hexvet_tui.prompting import LONGEST, Candidate, Prompt
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session

DAY = datetime.date(2026, 2, 14)


@pytest.fixture
def session() -> Session:
    return driving.opened()


def scene(session: Session) -> Scene:
    return driving.scene_of(session, shell=inside, root="city")


def rows(session: Session, text: str) -> Sequence[Candidate]:
    return commands.candidates(scene(session), Prompt(commands.COMMAND, text, len(text)))


def texts(session: Session, text: str) -> list[str]:
    return [row.text for row in rows(session, text)]


def test_every_action_stands_in_the_list_with_its_key(session: Session) -> None:
    listed = {row.action: row for row in rows(session, "")}
    assert listed["why"].key == "w"
    assert listed["sort_score"].key == "s c"
    assert listed["sort_score"].text == "sort by score"
    assert listed["copy_citation"].key == "y c"


def test_parts_of_names_find_actions_verbs_and_projects(session: Session) -> None:
    assert texts(session, "sort sc")[0] == "sort by score"
    assert texts(session, "wai")[0] in ("waive ", "waivers ")
    assert "go permits" in texts(session, "permit")
    assert texts(session, "thm")[0] == "theme "


def test_arguments_are_completed_from_the_workspace(session: Session) -> None:
    assert texts(session, "why per") == ["permits"]
    assert "fake-model/charter" in texts(session, "why procurement chart")
    assert "--fail-on" in texts(session, "check --fail")
    assert "light" in texts(session, "theme li")
    assert texts(session, "go ven") == ["vendors"]


def test_enter_on_a_row_does_its_action(session: Session) -> None:
    typing = driving.typed(driving.key(session, ":"), "sort by score")
    assert driving.key(typing, "down", "enter").sort.column == "score"
    assert driving.key(typing, "enter").sort.column == "score"


def test_the_beginning_of_the_name_that_is_listed_is_enough(session: Session) -> None:
    assert commands.accepted(scene(session), "go ven").cursor == "vendors"
    shell = commands.accepted(scene(session), "why per")
    assert shell.message.text.startswith(":why permits")


def test_what_writes_is_never_sent_to_one_of_several_names(session: Session) -> None:
    assert len([word for word in texts(session, "waive p") if word.startswith("p")]) > 1
    assert commands.accepted(scene(session), "waive p").message.text.startswith(":waive p ...")


def test_own_words_do_what_they_say(session: Session) -> None:
    assert commands.accepted(scene(session), "theme light").effects == (Dress("light"),)
    there = commands.accepted(scene(session.filtered("gate:stop")), "go permits")
    assert (there.cursor, there.mode, there.filter.text) == ("permits", "project", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("theme purple", "no theme 'purple'"),
        ("them light", "did you mean 'theme'?"),
        ("go premits", "did you mean 'permits'?"),
        ("chekc", "did you mean 'check'?"),
        ('why "permits', "No closing quotation"),
        ("completion bash", "'completion' belongs to a shell: hexvet completion"),
        ("reset-terminal", "'reset-terminal' belongs to a shell"),
        ("sign 4", "'sign' belongs to a shell"),
        ("serve", "'serve' belongs to a shell: hexvet serve"),
        ("open .", "'open' takes no words behind it"),
        ("theme", "which theme? one of dark, light, contrast, ansi, mono"),
        ("go", "which project? write its id"),
        ("rm -rf /", "no command 'rm'"),
    ],
)
def test_a_mistake_is_told_with_a_way_out(session: Session, line: str, said: str) -> None:
    after = commands.accepted(scene(session), line)
    assert said in after.message.text
    assert after.message.tone == "alert"
    assert after.effects == ()


def test_q_quits_as_quit_does(session: Session) -> None:
    assert commands.accepted(scene(session), "q").effects == (Quit(),)
    assert commands.accepted(scene(session), "quit").effects == (Quit(),)


def test_a_line_that_is_full_is_not_worked_on_any_more(session: Session) -> None:
    full = driving.paste(driving.key(session, ":"), "a" * LONGEST)
    after = driving.key(full, "a")
    assert after.prompt is full.prompt
    assert after.message.text == "nothing was put in: 1 character, and this line takes 0 more"
    assert rows(session, "a" * 65) == ()


def test_a_verb_runs_in_a_thread_and_its_words_come_as_a_page(session: Session) -> None:
    after = commands.accepted(scene(session), "eval '1 + 1 == 2'")
    (work,) = after.effects
    assert isinstance(work, Work)
    shown = work.then(after, ("true\n[/b] \x1b[31m", 0))
    lines = driving.text_of(shown.pages[-1].lines(scene(shown), 60))
    assert lines == [" true", " [/b]"]
    failed = work.then(after, ("", 2))
    assert failed.message.text == "exit status 2"


def test_the_open_workspace_the_day_and_the_project_are_added() -> None:
    whole = inside.completed(["why"], "city", DAY, "permits")
    assert whole == ["why", "permits", "-w", "city", "--as-of", "2026-02-14"]
    said = ["why", "bids", "--as-of", "2027-01-01"]
    assert inside.completed(said, "city", DAY, "permits") == [*said, "-w", "city"]
    assert inside.completed(["completion", "bash"], "city", DAY, "x")[:2] == ["completion", "bash"]


def test_a_verb_prints_what_the_shell_prints(los_angeles: Path) -> None:
    whole = inside.completed(["check"], str(los_angeles), datetime.date(2026, 10, 1))
    text, status = inside.run(whole, 70)
    assert status == 1
    assert "Los Angeles" in text
    assert max(len(line) for line in text.splitlines()) <= 70
    text, status = inside.run(["check", "-w", str(los_angeles / "nowhere")], 70)
    assert status == 2
    assert "there is no folder" in text


def test_a_verb_that_reads_does_not_wait_for_the_keyboard() -> None:
    text, status = inside.run(["import", "csv", "-", "--map", "absent.toml"], 70)
    assert status != 0
    assert text


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("score", "sort by score", "Suspend"),
        ("sc", "sort by score", "process"),
        ("why", "why", "Why the outcome"),
    ],
)
def test_better_matches_score_higher(typed: str, better: str, worse: str) -> None:
    assert fuzzy.score(typed, better) > fuzzy.score(typed, worse)


def test_letters_that_are_not_there_are_no_match() -> None:
    assert fuzzy.score("xyz", "sort by score") == 0
    assert fuzzy.contained("zz", "sort by score") == 0
