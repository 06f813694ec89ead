"""The application under a pilot: keys in, screens out."""

from __future__ import annotations

import shutil
import threading
import types
from pathlib import Path
from threading import Event
from typing import Any

import fakes
import pytest
from driving import CITY, DAY, TOWN, TOWN_DAY
from screens import lines_of, settled
from textual import events

from hexvet.packs.loading import shipped_folder
from hexvet.problems import Place, Problem, Unusable
from hexvet_tui import modes, themes
from hexvet_tui.app import HexvetApp
from hexvet_tui.effects import Dress, Outside, Work
from hexvet_tui.messages import FilesChanged, WorkDone
from hexvet_tui.modes.rules.state import RulesState
from hexvet_tui.settings import Settings
from hexvet_tui.source import WorkspaceSource, named, relevant, watched

PROBLEM = Problem("WS005", "broken", Place("hexvet.toml", 4, 1))


def application(*results: Any, **options: Any) -> HexvetApp:
    return HexvetApp(fakes.FakeSource(*results), **options)


def screen(app: HexvetApp) -> str:
    return "\n".join(lines_of(app))


async def test_it_opens_on_the_portfolio_and_drills_in_and_out() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "[1 Portf" in lines_of(app)[0]
        await pilot.press("down", "enter")
        await settled(pilot)
        assert "[2 Proj" in lines_of(app)[0]
        assert "Bus-lane camera enforcement" in lines_of(app)[1]
        await pilot.press("right_square_bracket")
        assert "Call-for-bids portal" in lines_of(app)[1]
        await pilot.press("escape")
        await settled(pilot)
        assert "[1 Portf" in lines_of(app)[0]
        assert app.session.cursor == "bids"


async def test_keys_that_come_faster_than_screens_keep_their_order() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for key in ("slash", *"portal", "enter", "enter", "t", "1", "escape", "s", "c"):
            app.pressed(key, key if len(key) == 1 else None)
        await settled(pilot)
        assert app.session.sort.column == "score"
        assert app.session.filter.text == ""
        assert app.session.cursor == "bids"
        assert not app.session.view.drawing


async def test_typing_a_filter_narrows_the_rows_at_once() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"gate:stop")
        assert "filter: gate:stop" in screen(app)
        assert "5 of 14" in lines_of(app)[1]
        await pilot.press("enter")
        assert "5 of 14 projects" in screen(app)
        await pilot.press("escape")
        assert "filter cleared" in screen(app)


async def test_a_prefix_shows_what_may_follow_and_escape_forgets_it() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("s")
        assert "sort by" in screen(app)
        await pilot.press("escape")
        assert "sort by" not in lines_of(app)[-2]
        await pilot.press("s", "x")
        assert "s x means nothing here" in screen(app)


async def test_help_opens_everywhere_and_closes_again() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for opened, closed in (("question_mark", "escape"), ("f1", "q"), ("f1", "f1")):
            await pilot.press(opened)
            await settled(pilot)
            assert "HELP" in screen(app)
            await pilot.press("G", closed)
            await settled(pilot)
            assert "HELP" not in screen(app)


async def test_control_c_copies_and_does_not_quit() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+c")
        assert app.session.message.text.startswith("row of routing: ")
        assert app.is_running


async def test_what_is_wrong_with_the_settings_stays_until_a_key() -> None:
    wrong = tuple(Problem("WS013", f"{word} is wrong", Place("config.toml")) for word in "ab")
    app = application(settings=Settings(problems=wrong))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert app.session.assessment is not None
        assert "config.toml: a is wrong; config.toml: b is wrong" in screen(app)
        app.post_message(WorkDone(Work(str, lambda now, _: now.said("by the way")), ""))
        await settled(pilot)
        assert "a is wrong" in screen(app)
        app.post_message(WorkDone(Work(str, lambda now, _: now.said("worse", "alert")), ""))
        await settled(pilot)
        assert app.session.message.text == "worse"
        await pilot.press("down")
        assert app.session.message.text == ""


async def test_the_title_bar_says_that_drafts_are_not_kept_for_as_long_as_they_are_not() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.keeper.tell("drafts cannot be kept: No space left on device; save often", False)
        await settled(pilot)
        assert "No space left on device" in screen(app)
        await pilot.press("down", "2", "3")
        await settled(pilot)
        assert "No space left on device" not in screen(app)
        assert "! drafts are not kept" in lines_of(app)[0]
        app.keeper.tell("drafts are kept again", True)
        await settled(pilot)
        assert "drafts are kept again" in screen(app)
        assert "not kept" not in lines_of(app)[0]


async def test_q_goes_back_and_quits_at_the_top() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter", "q")
        await settled(pilot)
        assert app.is_running
        await pilot.press("q")
    assert app.return_code == 0


@pytest.mark.parametrize("size", [(59, 24), (80, 15), (20, 5), (1, 1)])
async def test_a_small_terminal_gets_a_notice_and_no_accidents(size: tuple[int, int]) -> None:
    app = application()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        shown = " ".join(screen(app).split())
        if size[0] >= 20:
            assert "needs 60x16" in shown
        before = app.session
        await pilot.press("down", "enter", "t", "s", "slash")
        assert app.session.cursor == before.cursor
        assert app.session.mode == "portfolio"
        assert app.session.prompt is None


async def test_it_survives_any_sequence_of_sizes() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for size in [
            (1, 1),
            (200, 60),
            (60, 16),
            (59, 16),
            (120, 36),
            (15, 3),
            (140, 40),
            (80, 24),
        ]:
            await pilot.resize_terminal(*size)
            await pilot.press("enter")
            await pilot.pause()
        assert app.session.trail[:2] == ("portfolio", "project")


async def test_an_edit_on_disk_is_followed_and_told() -> None:
    after = fakes.assessment(fakes.changed("procurement", marks="+++++++++++-"))
    app = application(fakes.assessment(), after)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"jjjjjjjjj")
        app.post_message(FilesChanged(("projects/procurement.toml",)))
        await settled(pilot)
        assert app.session.cursor == "procurement"
        assert "1 verdict changed: Procurement Selection ~HOLD -> +PASS" in screen(app)
        assert "> Procurement" in screen(app)


async def test_an_edit_writes_no_assessment_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual describes a worker by its arguments: 200 ms for those of a thousand projects."""
    written: list[str] = []

    def written_out(assessment: object) -> str:
        written.append("once")
        return "assessment"

    app = application(fakes.assessment(), fakes.assessment())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        monkeypatch.setattr(type(app.session.assessment), "__repr__", written_out)
        app.post_message(FilesChanged(("projects/procurement.toml",)))
        await settled(pilot)
    assert not written


async def test_a_broken_edit_keeps_the_last_good_result_and_says_so() -> None:
    place = Place("hexvet.toml", 4, 1)
    broken = fakes.assessment((), problems=(Problem("WS001", "broken TOML", place),))
    app = application(fakes.assessment(), broken, fakes.assessment())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        app.post_message(FilesChanged(("hexvet.toml",)))
        await settled(pilot)
        assert "hexvet.toml has 1 error: broken TOML (line 4)" in screen(app)
        assert app.session.total == 14
        await pilot.press("down")
        assert "showing the last good result" in lines_of(app)[0]
        assert "hexvet.toml has 1 error" in lines_of(app)[-2]
        app.post_message(FilesChanged(("hexvet.toml",)))
        await settled(pilot)
        assert "last good" not in screen(app)


async def test_a_workspace_that_cannot_be_read_says_why_and_recovers() -> None:
    problem = Problem("WS002", "there is no hexvet.toml", Place("hexvet.toml"))
    app = application(Unusable([problem]), fakes.assessment())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "there is no hexvet.toml" in screen(app)
        await pilot.press("P")
        await settled(pilot)
        assert "WS002" in screen(app)
        await pilot.press("q", "r")
        await settled(pilot)
        assert "14 projects" in screen(app)


async def test_an_engine_that_fails_does_not_take_the_screen_down() -> None:
    app = application(fakes.assessment(), OSError("the disk is gone"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("r")
        await settled(pilot)
        assert "the disk is gone" in screen(app)
        assert "14 projects" in screen(app)


async def test_a_fault_of_the_program_is_shown_and_not_swallowed() -> None:
    app = application(fakes.assessment(), ZeroDivisionError("a rule went wrong"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.post_message(FilesChanged(("projects/procurement.toml",)))
        await pilot.pause(0.2)
        assert "internal error while reading: ZeroDivisionError" in screen(app)
        assert "14 projects" in screen(app)


async def test_moving_the_cursor_repaints_only_what_changed() -> None:
    app = application(fakes.many(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        ledger = app.screen.query_one("#ledger")
        title = app.screen.query_one("#title")
        seen: list[tuple[str, int]] = []
        for canvas in (ledger, title):
            refresh = canvas.refresh

            def counted(*regions: Any, _of: Any = canvas, _do: Any = refresh, **rest: Any) -> Any:
                seen.append((_of.id, len(regions)))
                return _do(*regions, **rest)

            canvas.refresh = counted  # type: ignore[method-assign]
        app.pressed("j", "j")
        assert seen == [("ledger", 2)]


async def test_mono_and_ascii_are_chosen_at_the_start() -> None:
    mono = application(palette=themes.MONO)
    assert (mono.form, mono.ansi_color, mono.theme) == ("mono", True, themes.MONO)
    assert application(ascii=True).form == "ascii"
    assert application().form == "colour"


def test_only_files_that_matter_are_watched(tmp_path: Path) -> None:
    assert relevant("/w/projects/a.toml")
    assert not relevant("/w/projects/.a.toml.swp")
    assert not relevant("/w/projects/.#a.toml")
    assert not relevant("/w/notes.md")
    assert watched(tmp_path) == [tmp_path.resolve(), shipped_folder().resolve()]
    assert watched(shipped_folder().parent) == [shipped_folder().parent.resolve()]
    assert named(tmp_path, tmp_path.resolve() / "projects" / "a.toml") == "projects/a.toml"


def test_watching_ends_when_it_is_told(los_angeles: Path) -> None:
    from hexvet_tui.source import WorkspaceSource

    stop = Event()
    stop.set()
    assert list(WorkspaceSource(los_angeles).changes(stop)) == []


async def test_the_terminals_own_cursor_follows_the_row_and_the_typing() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down")
        x, y = app.cursor_position
        assert lines_of(app)[y][x] == ">"
        await pilot.press("slash", "a", "b")
        x, y = app.cursor_position
        assert lines_of(app)[y][:x] == " filter: ab"
        await pilot.press("escape", "enter")
        await settled(pilot)
        await pilot.press("down")
        x, y = app.cursor_position
        assert lines_of(app)[y][x] == ">"


@pytest.mark.parametrize("short", themes.SHORT)
async def test_the_theme_changes_while_it_runs(short: str) -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.show(app.session.wanting(Dress(short)))
        await pilot.pause()
        assert app.theme == themes.SHORT[short]
        assert app.native_ansi_color == (short in ("ansi", "mono"))
        strips = app.screen._compositor.render_strips()
        ground = themes.ground(app.palette)
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        if ground.bgcolor is not None and short != "ansi":
            assert any(style.bgcolor == ground.bgcolor for style in styles)
        assert "14 projects" in screen(app)


async def test_work_is_done_in_a_thread_and_its_result_goes_into_the_session_of_then() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        here = threading.get_ident()
        work = Work(
            threading.get_ident,
            lambda session, thread: session.said(f"elsewhere: {thread != here}"),
        )
        app.show(app.session.wanting(work))
        app.pressed("j", "j")
        await app.workers.wait_for_complete([w for w in app.workers if w.group == "work work"])
        await pilot.pause()
        assert app.session.message.text == "elsewhere: True"
        assert app.session.place == 1


async def test_a_newer_work_of_a_group_replaces_an_older_one() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        done: list[int] = []
        for number in range(5):
            work = Work(
                lambda number=number: done.append(number) or number,
                lambda session, number: session.said(f"result {number}"),
                delay=0.05,
            )
            app.show(app.session.wanting(work))
        await pilot.pause(0.3)
        assert done == [4]
        assert [m.text for m in app.session.history if m.text] == ["result 4"]


@pytest.mark.parametrize("error", [OSError("the disk is full"), Unusable([PROBLEM])])
async def test_work_that_cannot_be_done_says_why(error: Exception) -> None:
    def fails() -> None:
        raise error

    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.show(app.session.wanting(Work(fails, lambda session, result: session)))
        await pilot.pause(0.1)
        assert app.session.message.tone == "alert"
        assert ("the disk is full" in screen(app)) == isinstance(error, OSError)
        assert ("hexvet.toml:4:1: broken" in screen(app)) == isinstance(error, Unusable)
        app.show(
            app.session.wanting(
                Work(fails, lambda session, _: session, failed=lambda now, _: now.said("mine"))
            )
        )
        await pilot.pause(0.1)
        assert app.session.message.text == "mine"


async def test_an_editor_that_cannot_have_the_terminal_is_told() -> None:
    app = application()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.show(app.session.wanting(Outside(lambda: 1, lambda session, _: session.said("back"))))
        await pilot.pause()
        assert "cannot be left for another program" in screen(app)


async def test_a_verb_of_the_shell_opens_as_a_page(los_angeles: Path) -> None:
    from hexvet.cli import inside

    source = fakes.FakeSource()
    source.place = str(los_angeles)
    app = HexvetApp(source, shell=inside)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for key in (":", *"packs", "enter"):
            app.pressed("colon" if key == ":" else key, key if len(key) == 1 else None)
        await app.workers.wait_for_complete([w for w in app.workers if w.group == "work command"])
        await pilot.pause()
        await pilot.pause()
        assert ":packs" in lines_of(app)[1]
        assert "la-model" in screen(app)
        await pilot.press("escape")
        assert "14 projects" in screen(app)


def test_the_application_stays_small() -> None:
    kinds = (types.FunctionType, property)
    own = [name for name, value in vars(HexvetApp).items() if isinstance(value, kinds)]
    assert len(own) <= 25, own


def typed_at_once(app: HexvetApp, keys: str) -> None:
    """Keys that stand in the terminal's buffer together."""
    for key in keys:
        app.post_message(events.Key(key, key))


async def test_keys_wait_for_the_text_that_rules_read_first(tmp_path: Path) -> None:
    """What follows 3 and e is text, however fast it is typed: no letter of it is a command."""
    root = Path(shutil.copytree(CITY, tmp_path / "city"))
    app = HexvetApp(WorkspaceSource(root, DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        typed_at_once(app, "3e#q1x")
        app.post_message(events.Paste("[pasted]"))
        typed_at_once(app, "?y")
        await settled(pilot)
        text = app.session.of(RulesState).text
        assert app.session.mode == "rules" and text is not None
        assert text.buffer.text.startswith("#q1x[pasted]?y")


async def test_keys_do_not_wait_for_what_never_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexvet_tui.early.PATIENCE", 0.01)
    app = application()
    monkeypatch.setattr(app, "run_worker", lambda *_, **__: None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        typed_at_once(app, "3j1")
        await pilot.pause(0.1)
        await settled(pilot)
        assert app.session.mode == "portfolio"


@pytest.mark.parametrize("first", [modes.TABS[at] for at in (0, 2, 4, 5)], ids=lambda tab: tab.id)
async def test_two_digits_at_once_lead_to_the_last_one(first: modes.Tab) -> None:
    """A screen that comes when the session is elsewhere already shows nothing of that."""
    app = HexvetApp(WorkspaceSource(TOWN, TOWN_DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for visit in range(2):
            for tab in modes.TABS:
                typed_at_once(app, first.key + tab.key)
                await settled(pilot)
                assert app.session.mode == tab.id, (visit, first.id)
                assert f"[{tab.key} {tab.short}]" in lines_of(app)[0]
