"""What docs/testing-packs.md and docs/diff.md show is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hexvet.packs.loading import Library
from hexvet.testing import run_cases

PAGES = ("testing-packs", "diff")


def blocks(root: Path, page: str, language: str) -> list[str]:
    """The code of one language on a page."""
    text = (root / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def test_the_examples_are_tests_that_pass(root: Path, tmp_path: Path) -> None:
    """Added to the L.A. Model, which has the rules that they speak of."""
    pack = (root / "rules" / "la_model.toml").read_text(encoding="utf-8")
    examples = blocks(root, "testing-packs", "toml")
    assert len(examples) == 3
    (tmp_path / "la_model.toml").write_text(pack + "\n".join(examples), encoding="utf-8")
    loaded = Library([tmp_path]).load("la-model")
    run = run_cases(loaded, only=["too_long", "limits", "one_director_for_two"])
    assert not run.errors
    assert [one.case.id for one in run.runs] == [
        "too_long",
        "limits/a day over",
        "limits/not settled",
        "limits/no stage",
        "one_director_for_two/two of three",
        "one_director_for_two/one is paused",
    ]
    assert [(one.test, one.rule, one.actual) for _, one in run.failures] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_programs_run(root: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    for code in blocks(root, page, "python"):
        exec(compile(code, f"{page}.md", "exec"), {})
