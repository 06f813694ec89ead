"""Printouts: the plain twin and every export, safe whatever people wrote."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import driving
import fakes
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hexvet
from hexvet.problems import Unusable
from hexvet_tui import citing, exporting, modes, plain
from hexvet_tui.effects import Copy, Work
from hexvet_tui.modes.portfolio import ledger
from hexvet_tui.printout import FORMATS, Printout, Sheet
from hexvet_tui.prompting import Prompt, Purpose
from hexvet_tui.session import Session

UGLY = "=cmd|' /C calc'!A0 [/b] \x1b]0;owned\x07<script>|x|\n# \u202eevil"


@pytest.fixture
def session() -> Session:
    return driving.opened()


def printed(session: Session, form: str, mode: str = "portfolio") -> str:
    scene = driving.scene_of(driving.do(session, f"mode_{mode}"))
    return FORMATS[form][1](scene.mode.printout(scene))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("mode", modes.IDS)
def test_every_screen_prints_in_every_format_with_revision_and_date(mode: str, form: str) -> None:
    text = printed(driving.opened(driving.city()), form, mode)
    assert "2026-10-01" in text
    assert "la-model 1" in text.replace("\\", "")
    assert "sha256" in text


@pytest.mark.parametrize("mode", modes.IDS)
@pytest.mark.parametrize("start", ["nothing read", "no project", "no match"])
def test_every_screen_prints_when_there_is_nothing_to_show(mode: str, start: str) -> None:
    empty = replace(driving.city().workspace, projects={})
    starts = {
        "nothing read": Session(),
        "no project": driving.opened(hexvet.evaluate(empty, driving.DAY)),
        "no match": driving.opened(driving.city()).filtered("no such thing"),
    }
    printout = modes.load(mode).printout(driving.scene_of(starts[start]))
    for form, (_, render) in FORMATS.items():
        text = render(printout)
        assert printout.title in text or form == "csv"


def test_the_portfolio_prints_what_the_filter_keeps_in_its_order(session: Session) -> None:
    stopped = session.filtered("gate:stop")
    head, *rows = csv.reader(io.StringIO(printed(stopped, "csv")))
    assert head[:2] == ["id", "title"]
    assert [row[0] for row in rows] == driving.shown(stopped)
    assert json.loads(printed(stopped, "json"))["facts"]["filter"] == "gate:stop"


def test_a_csv_file_is_one_table_that_says_on_which_day_and_rules_it_rests(
    session: Session,
) -> None:
    rows = list(csv.reader(io.StringIO(printed(session, "csv"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert rows[0][-2:] == ["as of", "rules"]
    assert {row[-2] for row in rows[1:]} == {"2026-02-14"}
    assert len(rows) == 1 + session.total


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
def test_the_portfolio_exports_the_columns_on_the_screen(size: tuple[int, int]) -> None:
    scene = driving.scene_of(driving.opened(driving.city()), size=size)
    seen = "".join(text for text, _ in ledger.header(scene, ledger.room(*size)))
    words = {"stage": "STAGE", "score": "SCORE", "failed": "FAILED", "due in days": "DUE"}
    exported = scene.mode.printout(scene).sheets[0].columns
    assert {word for word in words if word in exported} == {
        word for word, head in words.items() if head in seen
    }


def test_the_name_of_an_export_says_which_project_it_is() -> None:
    session = driving.key(driving.opened(driving.town()), "j", "enter", "x", "m")
    assert session.prompt is not None
    assert session.prompt.text == f"project-{session.cursor}-2026-06-01.md"


def test_marks_are_what_is_exported(session: Session) -> None:
    found = json.loads(printed(driving.key(session, " ", " "), "json"))
    assert [row["id"] for row in found["tables"][0]["rows"]] == ["routing", "bus-lanes"]
    assert found["facts"]["shown"] == "2 projects marked of 14"


def test_the_plain_text_has_no_frames_and_cuts_nothing(session: Session) -> None:
    text = printed(session, "txt")
    assert text.isascii()
    assert "Participatory budgeting, second round" in text
    assert "|" not in text


class Page(HTMLParser):
    """The tags and the texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def ugly() -> Session:
    """The sample city with one project whose title is meant to do harm."""
    workspace = driving.city().workspace
    hostile = replace(workspace.projects["procurement"], title=UGLY, summary=UGLY)
    projects = {"procurement": hostile, "permit-routing": workspace.projects["permit-routing"]}
    found = hexvet.evaluate(replace(workspace, projects=projects), driving.DAY)
    return driving.opened(found).to_row(0)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("mode", modes.IDS)
def test_no_export_can_steer_who_reads_it(mode: str, form: str) -> None:
    text = printed(ugly(), form, mode)
    if form != "json":
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "<script" not in text or form not in ("html",)


def test_no_cell_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(printed(ugly(), "csv"))))
    cells = [cell for row in rows for cell in row]
    assert any("cmd" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t")]


def test_a_page_has_no_scripts_and_shows_what_was_written() -> None:
    page = Page()
    page.feed(printed(ugly(), "html"))
    assert page.tags <= {
        *("html", "meta", "title", "style", "h1", "h2", "dl", "dt", "dd", "p"),
        *("table", "tr", "th", "td"),
    }
    assert any("<script>" in text for text in page.texts)


@given(st.lists(st.text(max_size=30), min_size=2, max_size=2))
def test_json_and_csv_bring_back_what_went_in(cells: list[str]) -> None:
    sheet = Sheet("t", ("a", "b"), ((cells[0], 3), (None, cells[1])))
    printout = Printout("title", (("k", cells[0]),), (sheet,))
    found = json.loads(FORMATS["json"][1](printout))
    assert found["tables"][0]["rows"] == [{"a": cells[0], "b": 3}, {"a": None, "b": cells[1]}]
    rows = list(csv.reader(io.StringIO(FORMATS["csv"][1](printout))))
    assert rows[-2][1] == "3"
    assert all(len(row) in (0, 1, 2) for row in rows)


# files ----------------------------------------------------------------------------------------
def start(session: Session, form: str, path: Path) -> tuple[Session, Work]:
    typing = driving.key(session, "x", form[0])
    assert typing.prompt is not None
    after = driving.key(driving.paste(driving.key(typing, "ctrl+u"), str(path)), "enter")
    (work,) = after.effects
    assert isinstance(work, Work)
    return after.calm(), work


def test_a_file_is_proposed_that_says_screen_and_day(session: Session) -> None:
    typing = driving.key(session, "x", "c")
    assert typing.prompt is not None
    assert typing.prompt.text == "portfolio-2026-02-14.csv"
    assert driving.key(typing, "escape").prompt is None


def test_an_export_writes_the_file(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    after, work = start(session, "md", path)
    told = work.then(after, work.do())
    assert path.read_text(encoding="utf-8").startswith("# Portfolio\n")
    assert told.message.text == f"written: {path}"


def test_a_file_that_is_there_is_only_replaced_on_demand(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("mine", encoding="utf-8")
    after, work = start(session, "txt", path)
    with pytest.raises(Exception) as caught:
        work.do()
    assert path.read_text(encoding="utf-8") == "mine"
    assert work.failed is not None
    asked = work.failed(after, caught.value)
    assert asked.question and "out.txt is already there" in asked.question.text
    assert driving.key(asked, "escape").effects == ()
    (again,) = driving.key(asked, "o").effects
    assert isinstance(again, Work)
    again.do()
    assert path.read_text(encoding="utf-8").startswith("Portfolio\n")


def test_a_folder_that_is_not_there_is_told(session: Session, tmp_path: Path) -> None:
    after, work = start(session, "json", tmp_path / "no" / "out.json")
    with pytest.raises(Exception) as caught:
        work.do()
    assert work.failed is not None
    told = work.failed(after, caught.value)
    assert told.message.tone == "alert"
    assert told.message.text == f"there is no folder {tmp_path / 'no'}; make it, or name another"
    assert told.prompt and told.prompt.text == str(tmp_path / "no" / "out.json"), "to be mended"
    other = Prompt(Purpose("x", "x", lambda scene, _: scene.session))
    busy = work.failed(after.prompted(other), caught.value)
    assert busy.prompt and busy.prompt.label == "x"
    assert "out.json" in busy.message.text


def test_what_the_workspace_keeps_and_a_folder_are_refused_and_the_path_stays(
    session: Session, los_angeles: Path
) -> None:
    for path, why in (
        (los_angeles / "hexvet.toml", "this is a file of the workspace"),
        (los_angeles / "projects" / ".." / "projects" / "permit-routing.toml", "of the workspace"),
        (los_angeles, "this is a folder"),
    ):
        before = path.read_bytes() if path.is_file() else b""
        after, work = start(session, "md", path)
        with pytest.raises(Unusable) as caught:
            work.do()
        assert work.failed is not None
        told = work.failed(after, caught.value)
        assert why in told.message.text
        assert told.prompt and told.prompt.text == str(path)
        assert not path.is_file() or path.read_bytes() == before


def test_sorted_by_a_score_that_is_a_range_says_which_end_counts(session: Session) -> None:
    by = driving.key(session, "s", "c")
    assert by.message.text == "sorted by guaranteed score, most first"
    assert "sorted by guaranteed score" in printed(by, "md")
    assert driving.key(session, "s", "d").message.text == "sorted by department, A to Z"
    assert driving.key(session, "s", "d", "S").message.text == "sorted by department, Z to A"
    assert driving.key(session, "s", "u").message.text == "sorted by next due, soonest first"


def test_nothing_is_exported_before_anything_is_read() -> None:
    after = exporting.prompted(driving.scene_of(Session()), "md")
    assert after.prompt is None


# copies ---------------------------------------------------------------------------------------
def test_copies_say_what_they_are(session: Session) -> None:
    there = session.to_row(session.rows.places["real-estate"])
    copied = {what: driving.key(there, "y", what[0]).effects for what in citing.COPIES}
    texts = {what: effect[0].text for what, effect in copied.items() if isinstance(effect[0], Copy)}
    assert texts["id"] == "real-estate"
    assert texts["row"].split("\t")[:3] == ["real-estate", "Real estate", "selection"]
    assert texts["why"].startswith("WHY ")


def test_the_whole_screen_is_copied_as_markdown(session: Session) -> None:
    """It is made in the background: the printout of the log reads its file."""
    after = driving.key(session, "y", "m")
    [work] = after.effects
    assert isinstance(work, Work)
    [copy] = work.then(session, work.do()).effects
    assert isinstance(copy, Copy)
    assert copy.text.startswith("# Portfolio")
    assert copy.what == "this screen as Markdown"


def test_a_citation_has_id_verdict_rule_pack_hash_and_date(session: Session) -> None:
    inside = driving.key(session.to_row(session.rows.places["real-estate"]), "enter", "home")
    for _ in range(20):
        told = driving.scene_of(inside).mode.explained(driving.scene_of(inside))
        if told is not None and told.rule == "fake-model/time_limited":
            break
        inside = driving.key(inside, "j")
    found = driving.scene_of(inside).mode.cited(driving.scene_of(inside))
    text = found.citation if found else ""
    assert text.startswith("real-estate: xSTOP Selection, fake-model/time_limited failed; ")
    assert "fake-model 1.0.0 sha256" in text
    assert text.endswith("; as of 2026-02-14")


def test_nothing_to_copy_is_said(session: Session) -> None:
    empty = driving.key(session.filtered("no such thing"), "y", "r")
    assert (empty.effects, empty.message.text) == ((), "there is nothing to copy here")


# the plain twin -------------------------------------------------------------------------------
@pytest.mark.parametrize("mode", modes.IDS)
def test_every_screen_has_a_plain_twin(mode: str) -> None:
    text = plain.screen(driving.city(), mode, "real-estate")
    assert "\x1b" not in text
    assert "2026-10-01" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("portfolo", "", ""), "did you mean 'portfolio'?"),
        (("portfolio", "real-estat", ""), "did you mean 'real-estate'?"),
        (("portfolio", "permits", "gate:stop"), "the filter leaves it out"),
        (("portfolio", "", "gaet:stop"), "did you mean 'gate'?"),
        (("rules", "", "gate:hold"), "the screen 'rules' has no filter"),
        (("programme", "", "gate:hold"), "the screen 'programme' has no filter"),
        (("log", "", "kind:nonsense"), "there is no kind 'nonsense'"),
    ],
)
def test_a_twin_that_cannot_be_is_told(arguments: tuple[str, str, str], said: str) -> None:
    with pytest.raises(LookupError, match=said.replace("?", r"\?")):
        plain.screen(fakes.assessment(), *arguments)


def test_the_twin_of_the_log_takes_the_filter_of_the_log() -> None:
    text = plain.screen(driving.city(), "log", filter="kind:decision")
    table = text.partition("ENTRIES, NEWEST FIRST")[2].splitlines()[2:]
    kinds = {line.split()[3] for line in table if line.strip()}
    assert kinds == {"decision"}


def test_the_twin_of_the_sample_city() -> None:
    text = plain.screen(driving.city(), "portfolio", filter="gate:stop")
    assert len([line for line in text.splitlines() if "xSTOP" in line]) == 4
