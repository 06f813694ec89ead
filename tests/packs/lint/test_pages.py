"""Every problem code of packs has a page, and its examples do what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexvet.packs.lint.levels import level_of
from hexvet.packs.lint.linting import lint
from hexvet.packs.lint.model import LEVELS, Flaw
from hexvet.packs.lint.pages import examples, folder, page
from hexvet.packs.loading import Library
from hexvet.problems_catalogue import CODES
from hexvet.records import MOST_PROBLEMS

RP = sorted(code for code in CODES if code.startswith("RP"))

# An example as short as ours has no tests, no six sections, and words that only it needs.
OF_SHORTNESS = {"RP115", "RP130", "RP158", "RP170", "RP171"}


def flaws_of(files: tuple[str, ...], folder: Path) -> tuple[Flaw, ...]:
    """The flaws of the last of several files that lie beside each other."""
    path = folder
    for number, text in enumerate(files):
        first = text.partition("\n")[0]
        name = first.removeprefix("# ") if first.endswith(".toml") else f"pack{number}.toml"
        path = folder / name
        path.write_text(text)
    return lint(Library([folder], folder).load_file(path))


def serious(flaws: tuple[Flaw, ...], code: str) -> set[str]:
    """The codes that are as bad as `code` can be, or worse."""
    worst = max(LEVELS.index("warning"), LEVELS.index(level_of(code)))
    found = {flaw.code for flaw in flaws if LEVELS.index(flaw.level) <= worst}
    return found - (OF_SHORTNESS - {code} if level_of(code) == "advice" else set())


@pytest.mark.parametrize("code", RP)
def test_a_page_tells_why_and_shows_both(code: str) -> None:
    text = page(code)
    assert text.startswith(f"# {code}: {CODES[code]}\n\n")
    level = text.split("\n")[2].partition(".")[0].lower()
    assert level == level_of(code)
    assert examples(text, "Bad")
    assert examples(text, "Good")


@pytest.mark.parametrize("code", [code for code in RP if code != "RP017"])
def test_the_bad_example_reports_exactly_this(code: str, tmp_path: Path) -> None:
    flaws = flaws_of(examples(page(code), "Bad"), tmp_path)
    assert serious(flaws, code) == {code}
    assert {flaw.level for flaw in flaws if flaw.code == code} == {level_of(code)}
    assert all(flaw.place.line for flaw in flaws)


@pytest.mark.parametrize("code", RP)
def test_the_good_example_has_nothing_of_it(code: str, tmp_path: Path) -> None:
    flaws = flaws_of(examples(page(code), "Good"), tmp_path)
    assert code not in {flaw.code for flaw in flaws}
    assert not [flaw for flaw in flaws if flaw.level != "advice"]


def test_a_file_with_too_many_mistakes_says_so(tmp_path: Path) -> None:
    (text,) = examples(page("RP017"), "Bad")
    more = "".join(f"mistake_{number} = 1\n" for number in range(MOST_PROBLEMS))
    flaws = flaws_of((text + more,), tmp_path)
    assert flaws[-1].code == "RP017" or "RP017" in {flaw.code for flaw in flaws}


def test_there_is_no_page_without_a_code() -> None:
    assert {file.stem for file in folder().glob("RP*.md")} == set(RP)


def test_codes_of_other_files_have_a_line() -> None:
    assert page("WS001") == "WS001: the file cannot be read\n"


def test_the_list_of_pages_is_complete() -> None:
    text = (folder() / "README.md").read_text()
    for code in RP:
        assert f"| [{code}]({code}.md) | {level_of(code)} | {CODES[code]} |\n" in text
