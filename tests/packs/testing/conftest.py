"""A small pack with everything that can be tested, and the commands that test it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.cli import main, verbs
from hexvet.packs.loading import Library, Loaded

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from tests_of_packs import CITY, Ran  # noqa: E402


@pytest.fixture
def city(tmp_path: Path) -> Callable[..., Loaded]:
    """`city(tests)`: the small pack with these tests in it; `old=new` pairs change its rules."""

    def load(tests: str, *changes: tuple[str, str]) -> Loaded:
        text = CITY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "city.toml"
        path.write_text(text + tests)
        return Library([tmp_path], tmp_path).load_file(path)

    return load


@pytest.fixture
def hexvet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Runs `hexvet test ...` in the folder of the small pack."""
    if "test" not in verbs.VERBS:
        monkeypatch.setitem(verbs.VERBS, "test", ("testing", "run the tests of rule packs"))
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Ran:
        capfd.readouterr()
        status = main(["test", *words])
        return Ran(status, *capfd.readouterr())

    return run
