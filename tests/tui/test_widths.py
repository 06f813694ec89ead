"""A wider screen never shows less: the list of the portfolio, titles, steps and labels."""

from __future__ import annotations

import driving
import fakes
import pytest
from screens import lines_of, settled

from hexvet_tui import panels
from hexvet_tui.app import HexvetApp
from hexvet_tui.modes.compare import panes as comparing
from hexvet_tui.modes.monitor import charts
from hexvet_tui.modes.monitor import panes as monitoring
from hexvet_tui.modes.portfolio import ledger
from hexvet_tui.modes.portfolio import panes as portfolio

SIZES = ((80, 24), (100, 30), (120, 36), (139, 40), (140, 40), (200, 60))
WIDTHS = tuple(width for width, _ in SIZES)


def city(**rest: object) -> object:
    return driving.scene_of(driving.opened(driving.city()), **rest)


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_has_the_room_that_exports_count_on(size: tuple[int, int]) -> None:
    app = HexvetApp(fakes.FakeSource())
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        framed = 2 if size >= (100, 30) else 0
        assert app.screen.query_one("#ledger").size.width - framed == ledger.room(*size)


@pytest.mark.parametrize("size", SIZES[1:])
def test_no_column_of_80_is_missing_from_a_wider_list(size: tuple[int, int]) -> None:
    narrow, wide = (ledger.shown(city(size=one)) for one in (SIZES[0], size))  # type: ignore[arg-type]
    assert set(narrow) <= set(wide)
    assert {"stage", "score", "due"} <= set(wide)


@pytest.mark.parametrize("size", SIZES)
def test_every_title_of_the_sample_is_whole(size: tuple[int, int]) -> None:
    scene = city(size=size)
    lines = driving.text_of(ledger.lines(scene, ledger.room(*size), 16, 0))  # type: ignore[arg-type]
    assert any("Inspection scheduling " in line for line in lines)
    assert not any(".." in line[:24] for line in lines)


async def test_at_100_the_hexagon_stands_beside_the_list_with_its_sections_in_words() -> None:
    app = HexvetApp(fakes.FakeSource())
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        lines = lines_of(app)
    assert any("STAGE" in line and "SCORE" in line for line in lines)
    pack = app.session.framework
    assert pack is not None
    for number, label in enumerate(panels.presenting.section_labels(pack), 1):
        assert any(f"{number} {label}"[:12] in line[82:] for line in lines), label


def test_sections_without_room_for_their_words_are_numbers() -> None:
    (line,) = [row for row in driving.text_of(portfolio.detail(city(), 60, 8)) if " met " in row]  # type: ignore[arg-type]
    assert line.split() == ["+", "met", "1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("width", WIDTHS)
def test_lateness_has_one_sign_and_no_minus(width: int) -> None:
    scene = city()
    late = "! 16 d late"
    due = driving.text_of(ledger.lines(scene, width, 16, 0))  # type: ignore[arg-type]
    (fleet,) = [line for line in due if "Fleet repair" in line]
    assert fleet.rstrip().endswith(late if width >= ledger.ROOMY else "!16 d")
    monitor = driving.scene_of(driving.key(scene.session, "6"))  # type: ignore[attr-defined]
    assert late in "\n".join(driving.text_of(monitoring.table(monitor, width, 14, 0)))


@pytest.mark.parametrize("width", WIDTHS)
def test_no_step_of_the_sample_is_cut_in_the_monitor(width: int) -> None:
    scene = driving.scene_of(driving.key(driving.opened(driving.city()), "6"))
    rows = driving.text_of(monitoring.table(scene, width, 14, 0))
    assert not [row for row in rows if ".." in row]
    owners = [row for row in rows if "Payables supervisor" in row]
    assert owners or width < 120


@pytest.mark.parametrize("width", [120, 200])
def test_no_title_is_cut_beside_an_empty_column(width: int) -> None:
    scene = driving.scene_of(driving.do(driving.opened(driving.city()), "compare"))
    rows = driving.text_of(comparing.table(scene, width, 60, 0))
    assert not [row for row in rows if ".." in row[:64]]


def test_the_key_of_the_comparison_stands_with_its_meaning_at_80() -> None:
    scene = driving.scene_of(driving.do(driving.opened(driving.city()), "compare"))
    (line,) = driving.text_of(comparing.header(scene, 80, 1))
    assert "o shows them" in line
    assert "mark others" in line


@pytest.mark.parametrize("width", WIDTHS)
def test_the_line_of_days_has_dates_and_its_mark_is_explained(width: int) -> None:
    scene = driving.scene_of(driving.key(driving.opened(driving.city()), "6"))
    rows = driving.text_of(monitoring.detail(scene, width, 12))
    # The milestones of the first project were due on 31 August; today is 1 October.
    assert "2026-10-01" in rows[1]
    assert rows[1].count("2026-") == 2
    assert f"{charts.day_mark(scene)} today" in rows[-1]


def test_projects_have_one_name_in_every_mode() -> None:
    session = driving.opened(driving.city())
    seen = [
        *comparing.pictures(driving.scene_of(driving.do(session, "compare")), 80, 1),
        *monitoring.table(driving.scene_of(driving.key(session, "6")), 80, 14, 0),
    ]
    text = "\n".join(driving.text_of(seen))
    assert "311 routing" in text
    assert "Invoice payment time" in text
    assert not [name for name in ("service-requests", "invoice-payment") if name in text]
