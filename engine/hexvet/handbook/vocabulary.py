"""The appendices: numbers that may be changed, what is worked out, and every question."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from hexvet.handbook.examples import fields_of
from hexvet.handbook.model import Block, Heading, Span, Table, Words, joined, words
from hexvet.handbook.sentences import amount, interval_text, param_value, sentence
from hexvet.language.nodes import Node
from hexvet.model import Field, Kind, Subject
from hexvet.packs.chains import words_matched
from hexvet.packs.model import Pack, Param

_KINDS: dict[Kind, str] = {
    "truth": "yes or no",
    "number": "a number",
    "share": "a share, from 0 % to 100 %",
    "money": "an amount",
    "date": "a date",
    "text": "a text",
    "table": "rows",
}

_MOST_READERS = 8
_SUBJECTS: dict[Subject, str] = {
    "project": "About a project",
    "programme": "About the programme",
}


def params(pack: Pack, as_of: datetime.date) -> Iterator[Block]:
    """The numbers of the pack with their value of the day, all dated values, and the source."""
    rows = tuple(
        (
            (Span(param.label or _spaced(name), "name", name),),
            (Span(param_value(param, as_of), "strong"), *_dated(param)),
            words(param.source),
        )
        for name, param in pack.params.items()
    )
    yield Table(("Number", "Value", "Where it comes from"), rows)


def _dated(param: Param) -> Words:
    if len(param.rows) < 2:
        return ()
    told = (f"{amount(cell, param.kind, param.unit)} from {since}" for since, cell in param.rows)
    return (Span(f" ({', '.join(told)})"),)


def lets(pack: Pack, as_of: datetime.date) -> Iterator[Block]:
    """What the pack works out from the answers."""
    rows = tuple(
        (
            (Span(let.label or _spaced(name), "name", name),),
            sentence(let.expression.node, pack, as_of),
        )
        for name, let in pack.lets.items()
    )
    yield Table(("Name", "What it is"), rows)


def questions(pack: Pack) -> Iterator[Block]:
    """Every question, those about the programme after those about a project."""
    used = _users(pack)
    for subject, title in _SUBJECTS.items():
        fields = [field for field in pack.fields.values() if field.of == subject]
        if fields:
            yield Heading(3, title, f"questions-{subject}")
            rows = tuple(_question(field, used.get(field.name, {})) for field in fields)
            yield Table(("Question", "Answer", "Read by"), rows)


def _question(field: Field, users: dict[str, str]) -> tuple[Words, ...]:
    asked: list[Span] = [Span(field.title, "name", field.name)]
    clause = f"({field.clause})" if field.clause else ""
    told = " ".join(text for text in (_ended(field.ask), field.help, clause) if text)
    asked.append(Span(f": {told}" if told else ""))
    links: list[Words] = [(Span(title, "link", name),) for name, title in users.items()]
    if len(links) > _MOST_READERS:
        links[_MOST_READERS - 1 :] = [words(f"{len(links) - _MOST_READERS + 1} others")]
    return (tuple(asked), _answer(field), joined(links, "; "))


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".?!)" else f"{text}."


def _answer(field: Field) -> Words:
    if field.kind == "table":
        told = [_column(name, column.values, column.kind) for name, column in field.columns.items()]
        return words(f"Rows with: {'; '.join(told)}")
    if field.anchors:
        values = [*field.anchors, *(v for v in field.values if v not in field.anchors)]
        told = [f"{_spaced(v)}: {field.anchors[v]}" if v in field.anchors else v for v in values]
        return words("; ".join(told))
    if field.values:
        return words("One of: " + ", ".join(map(_spaced, field.values)))
    limits = interval_text(*field.range, field.kind, field.unit) if field.kind != "share" else ""
    unit = f" in {field.unit}" if field.unit and not limits else ""
    said = f"{_KINDS[field.kind]}{unit}{f', {limits}' if limits else ''}"
    return words(f"{said[:1].upper()}{said[1:]}")


def _column(name: str, values: tuple[str, ...], kind: Kind) -> str:
    allowed = f" ({', '.join(map(_spaced, values))})" if values else ""
    return f"{_spaced(name)}{allowed or f' ({_KINDS[kind]})'}"


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _users(pack: Pack) -> dict[str, dict[str, str]]:
    """For each question the rules that read it: id to title."""
    users: dict[str, dict[str, str]] = {}
    for name, title, nodes in _rules(pack):
        for field in fields_of(nodes, pack):
            users.setdefault(field, {})[name] = title
    for rule in pack.inferences.values():
        for word, name in words_matched(rule, pack):
            let = pack.lets.get(name) if word == "let" else None
            fields = fields_of((let.expression.node,), pack) if let else {name} & pack.fields.keys()
            for field in fields:
                users.setdefault(field, {})[rule.name] = rule.title
    return users


def _rules(pack: Pack) -> Iterator[tuple[str, str, tuple[Node, ...]]]:
    for criterion in pack.criteria.values():
        read = criterion.met or (criterion.score.input if criterion.score else None)
        if read:
            yield criterion.name, criterion.title or _spaced(criterion.name), (read.node,)
    for check in pack.checks.values():
        when = (check.when.node,) if check.when else ()
        yield check.name, check.title or _spaced(check.name), (check.require.node, *when)
