"""[tally.*]: sums over the portfolio against a limit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.language.nodes import Compare, Name
from hexvet.packs.loading import Loaded

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from inference_pack import BASE, TALLY  # noqa: E402

LoadPack = Callable[..., Loaded]


def test_a_tally_names_its_tables_and_columns(load_pack: LoadPack) -> None:
    more = "where = \"amount > dear and stage == 'launch'\"\nlimit_where = \"status == 'paid'\"\n"
    pack = load_pack(BASE + TALLY + more).pack
    assert pack is not None
    tally = pack.tallies["city/asked"]
    assert (tally.table, tally.by, tally.sum) == ("asks", ("source", "year"), "amount")
    assert (tally.limit_table, tally.limit, tally.title) == ("fund", "amount", "Asked")
    assert tally.rows is not None
    assert tally.limit_rows is not None
    node = tally.limit_rows.node
    assert isinstance(node, Compare)
    assert isinstance(node.left, Name)
    assert (node.left.name, node.left.source) == ("status", "column")


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ('table = "asks"', 'table = "ask"', "RP008", "did you mean 'asks'?"),
        ('table = "asks"', 'table = "fund"', "RP008", "tables of the projects"),
        ('limit = "fund.amount"', 'limit = "asks.amount"', "RP008", "tables of the programme"),
        ('limit = "fund.amount"', 'limit = "fund"', "RP008", "columns"),
        ('limit = "fund.amount"', 'limit = "fund.year"', "RP005", "one kind"),
        ('limit = "fund.amount"', "", "RP012", "a table of the programme"),
        ('sum = "amount"', 'sum = "amont"', "RP008", "did you mean 'amount'?"),
        ('sum = "amount"', 'sum = "source"', "RP005", "a number"),
        ('"year"]', '"yaer"]', "RP008", "did you mean 'year'?"),
        ('"year"]', '"source"]', "RP018", "once"),
        ('by = ["source", "year"]', "by = []", "RP012", "by = ['source']"),
        ('sum = "amount"', 'sum = "amount"\nwhere = "amont > 0"', "RP002", "amount"),
        ('sum = "amount"', 'sum = "amount"\nwhere = "amount"', "RP005", ""),
        ('sum = "amount"', 'sum = "amount"\nwhere = "amount >"', "RP003", ""),
        ('sum = "amount"', 'sum = "amount"\nwhere = "true) + count(asks"', "RP003", ""),
        ('sum = "amount"', 'sum = "amount"\nlimit_where = "stage == \'launch\'"', "RP009", ""),
        ('sum = "amount"', 'sum = "amount"\nlimit_where = "status == \'pad\'"', "RP010", "paid"),
    ],
)
def test_mistakes_are_told_at_their_place(
    load_pack: LoadPack, old: str, new: str, code: str, hint: str
) -> None:
    assert old in TALLY
    loaded = load_pack(BASE + TALLY.replace(old, new))
    assert loaded.pack is None
    assert [problem.code for problem in loaded.problems][:1] == [code]
    problem = loaded.problems[0]
    assert hint in problem.hint
    assert problem.place.line > 0


def test_columns_of_both_tables_are_of_one_kind(load_pack: LoadPack) -> None:
    before = 'source = "text", year = "number", amount = "money", status'
    text = BASE.replace(before, before.replace('"text"', '"number"', 1))
    loaded = load_pack(text + TALLY)
    assert [(p.code, p.message) for p in loaded.problems] == [
        ("RP005", "'source' is a text here and a number there")
    ]


def test_a_column_cannot_be_called_like_what_a_tally_says(load_pack: LoadPack) -> None:
    text = BASE.replace('columns = { source = "text", year', 'columns = { verdict = "text", year')
    loaded = load_pack(text + TALLY.replace('"source"', '"verdict"'))
    assert [problem.code for problem in loaded.problems] == ["RP018"]
    assert "a tally cannot be by 'verdict'" in loaded.problems[0].message
