"""The handbook: expressions in plain words, everything that a pack says, and nothing unescaped."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hexvet.cli import main
from hexvet.handbook import render
from hexvet.handbook.model import plain
from hexvet.handbook.sentences import demands, sentence
from hexvet.packs.loading import Library, Loaded, shipped_folder

DAY = datetime.date(2026, 10, 1)

PACK = """\
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1

[field.start]
type = "date"
label = "Start"

[field.end]
type = "date"
label = "Planned end"

[field.cost]
type = "money"
unit = "USD"
label = "Cost"

[field.office]
type = "text"
values = ["mayor", "city_manager", "council"]
label = "Office"

[field.vetted]
type = "truth"
label = "Vetted"

[field.team]
type = "table"
columns = { sector = ["public", "private"], fte = "number", seen = "date" }
label = "Team"

[param.max_months]
label = "the longest project"
unit = "months"
values = { 2026-01-01 = 24, 2027-01-01 = 18 }

[let.months_planned]
expr = "months_between(start, end)"
label = "Months from start to end"

[gate.selection]
order = 1
title = "Selection"

[check.rule]
title = "A rule"
require = "RULE"
severity = "blocker"
gate = "selection"
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Loaded]:
    """The pack of a text."""

    def load(text: str) -> Loaded:
        (tmp_path / "city.toml").write_text(text)
        loaded = Library([tmp_path], tmp_path).load("city")
        assert loaded.pack, loaded.problems
        return loaded

    return load


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("end is known", "Planned end is answered"),
        ("end is missing", "Planned end is not answered"),
        ("not (end is known)", "Planned end is not answered"),
        ("months_planned is known", "Months from start to end is known"),
        ("months_planned <= max_months",
         "Months from start to end is at most the longest project (24 months)"),
        ("not (months_planned <= max_months)",
         "Months from start to end is more than the longest project (24 months)"),
        ("end > 2027-01-31", "Planned end is after 2027-01-31"),
        ("end >= start", "Planned end is not before Start"),
        ("cost > 0", "Cost is more than 0"),
        ("cost * 2 >= cost + cost", "Cost times 2 is at least Cost plus Cost"),
        ("(cost + cost) * 2 > cost", "(Cost plus Cost) times 2 is more than Cost"),
        ("office == 'city_manager'", "Office is “city manager”"),
        ("office != 'mayor'", "Office is not “mayor”"),
        ("office in ['mayor', 'city_manager', 'council']",
         "Office is one of “mayor”, “city manager” or “council”"),
        ("office not in ['mayor', 'council']", "Office is none of “mayor” or “council”"),
        ("vetted", "Vetted: yes"),
        ("not vetted", "Vetted: no"),
        ("vetted and (end is known or cost > 0)",
         "Vetted: yes, and (Planned end is answered, or Cost is more than 0)"),
        ("not (vetted and end is known)", "Vetted: no, or Planned end is not answered"),
        ("months_planned between 6 and 24", "Months from start to end lies between 6 and 24"),
        ("any(team where sector == 'public')",
         "At least one row in Team has: sector is “public”"),
        ("not any(team where sector == 'public')", "No row in Team has: sector is “public”"),
        ("all(team where fte == 1)", "Every row in Team has: fte is 1"),
        ("count(team where fte >= 0.5) >= 2",
         "The number of rows in Team (those where fte is at least 0.5) is at least 2"),
        ("share(team where sector == 'public') >= 50%",
         "The share of rows in Team (those where sector is “public”) is at least 50 %"),
        ("sum(team.fte) < 10", "The sum of fte in Team is less than 10"),
        ("latest(team.fte) < 10", "The fte of the latest row in Team is less than 10"),
        ("days_between(start, today()) <= 30",
         "The days from Start to the day of the check is at most 30"),
        ("if_known(cost, cost) > 0", "Cost (where it is unknown: Cost) is more than 0"),
        ("max(cost, cost) > 0", "The greatest of Cost and Cost is more than 0"),
        ("abs(cost - cost) > 0", "The size of (Cost minus Cost) is more than 0"),
    ],
)  # fmt: skip
def test_expressions_in_plain_words(load: Callable[[str], Loaded], written: str, said: str) -> None:
    pack = load(PACK.replace("RULE", written).replace(", seen = \"date\" }",
                ", seen = \"date\" }\ndated = \"seen\"")).pack  # fmt: skip
    assert pack
    assert plain(sentence(pack.checks["city/rule"].require.node, pack, DAY)) == said


def test_numbers_are_those_of_the_day(load: Callable[[str], Loaded]) -> None:
    loaded = load(PACK.replace("RULE", "months_planned <= max_months"))
    assert "*the longest project* (24 months)" in render(loaded, DAY, "md")
    later = render(loaded, datetime.date(2027, 1, 1), "md")
    assert "*the longest project* (18 months)" in later
    assert "24 months from 2026-01-01, 18 months from 2027-01-01" in later
    assert "(unknown)" in render(loaded, datetime.date(2020, 1, 1), "md")


def test_a_chain_of_conditions_is_a_list(load: Callable[[str], Loaded]) -> None:
    pack = load(PACK.replace("RULE", "vetted and end is known and cost > 0")).pack
    assert pack
    told = demands(pack.checks["city/rule"].require.node, pack, DAY)
    assert [plain(one) for one in told] == [
        "Vetted: yes", "Planned end is answered", "Cost is more than 0",
    ]  # fmt: skip


def test_a_check_says_what_happens(load: Callable[[str], Loaded]) -> None:
    tail = """unknown = "hold"
message = "It costs {cost:,.0f}."
remedy = "Ask again."
rationale = "Because."
waivable = { by = ["mayor", "city_manager"], max_days = 90 }
clause = "P1"

[test.dear]
on = 2026-02-01
given = { cost = 0, office = "mayor" }
expect = { rule = "failed" }
"""
    text = render(load(PACK.replace("RULE", "cost > 0") + tail), DAY, "md")
    for line in (
        "#### A rule (blocker)",
        "- **Passed when:** *Cost* is more than 0.",
        "- **If it fails:** The project is stopped at Selection.",
        "- **If it is unknown:** The project is held at Selection until it is answered.",
        "- **It says:** It costs \\[*Cost*\\].",
        "- **What to do:** Ask again.",
        "- **Waiver:** May be waived by mayor or city manager, for at most 90 days.",
        "- **Why:** Because.",
        "- **Clause:** P1",
        "- **Examples:** **Failed** – *Cost*: 0 USD (on 2026-02-01; dear)",
        "- **As written:** `require cost > 0`",
    ):
        assert line in text.splitlines(), line


HOSTILE = PACK.replace("RULE", "vetted").replace(
    'title = "A rule"', 'title = "<script>alert(1)</script> *bold* `x` [a](b)"'
).replace('title = "City"', 'title = "A & B </title>"').replace(
    'label = "Vetted"', 'label = "\\" onclick=\\"x"'
)  # fmt: skip


class Page(HTMLParser):
    """What a browser makes of a page: its tags, links and ids."""

    VOID = frozenset({"meta", "polygon"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.levels: list[int] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
            self.open.pop()


def test_what_a_pack_says_cannot_get_out_of_its_place(load: Callable[[str], Loaded]) -> None:
    loaded = load(HOSTILE)
    page = Page(render(loaded, DAY, "html"))
    assert "script" not in page.tags
    assert not {name for name in page.attributes if name.startswith("on")}
    assert "\\<script\\>alert(1)" in render(loaded, DAY, "md")
    assert "\\*bold\\* \\`x\\` \\[a\\](b)" in render(loaded, DAY, "md")


@pytest.mark.parametrize("name", sorted(p.stem for p in shipped_folder().glob("*.toml")))
def test_every_shipped_pack_is_a_whole_page(name: str) -> None:
    path = shipped_folder() / f"{name}.toml"
    loaded = Library((path.parent,)).load_file(path)
    assert loaded.pack
    text = render(loaded, DAY, "html")
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert page.levels[0] == 1 and page.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.levels, page.levels[1:], strict=False))
    assert not re.search(r"https?://[^\s<]*\.(css|js|woff2?)|@import|url\(", text)
    for check in loaded.pack.checks.values():
        assert f'id="{check.name}"' in text


def test_every_rule_question_and_number_of_the_la_model_is_in_it() -> None:
    loaded = Library((shipped_folder(),)).load("la-model")
    pack = loaded.pack
    assert pack
    text = render(loaded, DAY, "md").replace("\\", "")
    titles = [check.title for check in pack.checks.values()]
    titles += [criterion.title for criterion in pack.criteria.values()]
    titles += [section.title for section in pack.sections.values()]
    titles += [field.title for field in pack.fields.values()]
    titles += [param.label for param in pack.params.values()]
    assert [title for title in titles if title not in text] == []
    remedies = [check.remedy for check in pack.checks.values() if check.remedy]
    assert [remedy for remedy in remedies if " ".join(remedy.split()) not in text] == []


def test_a_table_of_markdown_is_not_broken_by_what_is_in_it() -> None:
    text = render(Library((shipped_folder(),)).load("la-model"), DAY, "md")
    for line in text.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in (3, 4, 5), line


def test_the_command_writes_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["handbook", "nirn-hexagon", "page.html", "--as-of", "2026-10-01"]) == 0
    assert (tmp_path / "page.html").read_text().startswith("<!DOCTYPE html>")
    assert main(["handbook", "nirn-hexagon", "page.md"]) == 0
    assert (tmp_path / "page.md").read_text().startswith("# NIRN Hexagon")


def test_the_example_in_the_documentation_is_current(root: Path) -> None:
    loaded = Library((shipped_folder(),)).load("nirn-hexagon")
    again = "hexvet handbook nirn-hexagon docs/handbook-nirn-hexagon.md --as-of 2026-10-01"
    assert (root / "docs/handbook-nirn-hexagon.md").read_text() == render(loaded, DAY, "md"), again
