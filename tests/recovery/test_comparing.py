"""What was saved just before the end is not offered as if it was lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from towns import Town

from hexvet_tui.clock import now
from hexvet_tui.deciding.typed import HALF
from hexvet_tui.modes import Unsaved
from hexvet_tui.recovery.comparing import unrecorded
from hexvet_tui.recovery.records import Kept

REASON = "The departments are ready by June"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Ridgeway, where beta goes on against its gate, with a reason."""
    monkeypatch.setenv("LOGNAME", "mlopez")
    found = Town(tmp_path)
    found.on("beta")
    found.key("D", "o", "r")
    found.type(REASON)
    yield found
    found.close()


def deed(**texts: str) -> list[Kept]:
    return [Kept("deed", Unsaved(f"DECIDE beta {word}", text)) for word, text in texts.items()]


def left(town: Town, kept: list[Kept], seconds: float = 0.0) -> list[str]:
    assert town.session.assessment is not None
    at = now().timestamp() + seconds
    return [one.text.text for one in unrecorded(kept, at, town.session.assessment)]


def test_what_is_not_recorded_is_offered(town: Town) -> None:
    assert left(town, deed(reason=REASON, override="yes")) == [REASON, "yes"]


def test_what_is_recorded_is_not(town: Town) -> None:
    town.key("y")
    assert left(town, deed(reason=REASON, override="yes")) == []
    half = Kept("deed", Unsaved(f"DECIDE beta by{HALF}", "an"))
    assert left(town, [*deed(reason=REASON), half]) == []


def test_another_reason_is_offered_and_so_is_a_later_one(town: Town) -> None:
    town.key("y")
    assert left(town, deed(reason="Another one")) == ["Another one"]
    assert left(town, deed(reason=REASON), seconds=3600) == [REASON]
    other = [Kept("deed", Unsaved("WAIVE town/departments for beta reason", REASON))]
    assert left(town, other) == [REASON]


def test_a_deed_without_a_reason_is_known_by_its_project(town: Town) -> None:
    town.key("escape")
    town.on("alpha")
    town.key("D", "b")
    town.type("maria")
    town.key("y")
    same = [Kept("deed", Unsaved("DECIDE alpha by", "maria"))]
    assert left(town, same) == []
    assert left(town, deed(by="maria")) == ["maria"]
    half = [Kept("deed", Unsaved(f"DECIDE alpha reason{HALF}", "Beca"))]
    assert left(town, half) == ["Beca"], "nothing says that it belonged to that one"


def answer(file: str, text: str) -> list[Kept]:
    return [Kept("vetting", Unsaved(file, text))]


@pytest.mark.parametrize(
    ("file", "text", "offered"),
    [
        ("alpha cost", "50k", False),
        ("alpha cost", "60k", True),
        ("alpha cost", "5", True),
        ("alpha cost", "fifty", True),
        ("beta cost", "50k", True),
        ("alpha size fund", "large", False),
        ("alpha size mayor", "large", True),
        ("alpha size", "large", True),
        ("alpha nothing", "large", True),
        ("nobody cost", "50k", True),
        ("alpha size reason", "Both were heard", True),
        ("", "large", True),
    ],
)
def test_an_answer_is_compared_with_what_stands_there(
    town: Town, file: str, text: str, offered: bool
) -> None:
    # Alpha costs 50,000; the fund says that it is large, the mayor that it is small.
    assert left(town, answer(file, text)) == ([text] if offered else [])


def test_the_reason_of_a_resolution_is_compared_too(town: Town) -> None:
    town.answer("alpha", "cost = 50000", 'cost = { value = 50000, reason = "Both were heard" }')
    assert left(town, answer("alpha cost reason", "Both were heard")) == []
    assert left(town, answer("alpha cost reason", "Both were")) == ["Both were"]
