"""From a composition to a pack: every expression parsed and type-checked, all mistakes placed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from hexvet.language.checker import Scope, compile_expression
from hexvet.language.faults import BadExpression, Fault
from hexvet.model import Where
from hexvet.packs.composing import Composition, Entry
from hexvet.packs.messages import parse_message
from hexvet.packs.model import Criterion, Expression, Gate, Message, Pack, Section
from hexvet.packs.rule_names import names_of
from hexvet.packs.rules import (
    dependencies,
    read_check,
    read_criterion,
    read_gate,
    read_section,
)
from hexvet.packs.vocabulary import Vocabulary, read_field, read_param, with_stage
from hexvet.problems import Problem

T = TypeVar("T")
_RESERVED = ("id", "title", "summary", "illustration", "lifecycle", "projects", "finished")


def compile_pack(composition: Composition) -> tuple[Pack | None, tuple[Problem, ...]]:
    """The pack, None when it has errors; and every problem in its files, in their order."""
    compiler = _Compiler(composition)
    pack = compiler.pack()
    problems = _in_order((*composition.problems, *compiler.problems))
    broken = any(problem.severity == "error" for problem in problems)
    return (None if broken else pack), problems


def _in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.place.file, p.place.line, p.place.column, p.code)))


class _Compiler:
    def __init__(self, composition: Composition) -> None:
        self.composition = composition
        self.problems: list[Problem] = []
        self.vocabulary = Vocabulary({}, {}, {}, self.compile_let, self.report)

    def report(self, code: str, message: str, where: Where, hint: str = "") -> None:
        document = self.composition.documents[where.file]
        self.problems.append(Problem(code, message, document.place(where.path), hint))

    def faults(self, faults: tuple[Fault, ...], where: Where) -> None:
        document = self.composition.documents[where.file]
        for fault in faults:
            width = max(1, fault.end - fault.start)
            place = document.place(where.path, offset=fault.start, width=width)
            self.problems.append(Problem(fault.code, fault.message, place, fault.hint))

    def compile(
        self, text: str, where: Where, wanted: str, subject: str = "project"
    ) -> Expression | None:
        scope = self.vocabulary.scope("programme" if subject == "programme" else "project")
        return self.compile_in(text, where, wanted, scope)

    def compile_in(self, text: str, where: Where, wanted: str, scope: Scope) -> Expression | None:
        try:
            return Expression(text, compile_expression(text, scope, wanted), where)
        except BadExpression as error:
            self.faults(error.faults, where)
        except RecursionError:
            self.faults(
                (Fault("RP004", "lets that read each other too deeply", 0, len(text)),), where
            )
        return None

    def compile_let(self, entry: Entry, scope: Scope) -> Expression | None:
        return self.compile_in(str(entry.values["expr"]), entry.at("expr"), "", scope)

    def message(self, text: str, where: Where, subject: str) -> Message:
        scope = self.vocabulary.scope("programme" if subject == "programme" else "project")

        def compile_at(inner: str, start: int) -> Expression:
            return Expression(inner, compile_expression(inner, scope), where)

        message, faults = parse_message(text, compile_at)
        self.faults(faults, where)
        return message

    def pack(self) -> Pack:
        header, document = self.composition.header, self.composition.document
        gates = self.gates()
        self.read_vocabulary(gates)
        sections = self.sections()
        effective = header.get("effective", {})
        assert isinstance(effective, Mapping)
        pack = Pack(
            id=str(header.get("id", "")),
            title=str(header.get("title", "")),
            version=str(header.get("version", "")),
            file=document.file,
            documents=tuple(self.composition.documents.values()),
            effective_from=_date(effective.get("from")),
            effective_to=_date(effective.get("to")),
            owner=str(header.get("owner", "")),
            scored=header.get("score", "advisory") == "advisory" and bool(sections),
            fields=self.vocabulary.fields,
            params=self.vocabulary.params,
            lets=self.vocabulary.lets,
            gates=gates,
            sections=sections,
            renamed=self.composition.renamed,
            portfolio=self.portfolio(),
            **self.rules(gates, sections),  # type: ignore[arg-type]
        )
        pack = self.with_dependencies(pack)
        if self.entries("tally") or self.entries("infer"):
            pack = self.with_inference(pack)
        return self.with_tests(pack) if self.entries("test") else pack

    def portfolio(self) -> Expression | None:
        where = self.composition.portfolio
        if where is None:
            return None
        header = self.composition.documents[where.file].data["pack"]
        assert isinstance(header, Mapping)
        return self.compile(str(header["portfolio"]), where, "truth")

    def with_dependencies(self, pack: Pack) -> Pack:
        names = names_of(pack, written=self.written())
        found = dependencies(self.entries("check"), names, self.report)
        checks = {
            id_: replace(check, depends_on=found[id_]) if id_ in found else check
            for id_, check in pack.checks.items()
        }
        return replace(pack, checks=checks)

    def written(self) -> dict[str, list[str]]:
        """The ids of all entries by kind, those with mistakes included."""
        kinds = ("check", "section", "criterion", "tally")
        return {kind: [entry.id for entry in self.entries(kind)] for kind in kinds}

    def with_inference(self, pack: Pack) -> Pack:
        """The pack with its tallies and the rules that chain facts."""
        from hexvet.packs.inference_rules import read_inferences
        from hexvet.packs.tallies import read_tally

        tallies = (
            (e.id, read_tally(e, pack.fields, self.vocabulary.scope, self.report, self.faults))
            for e in self.entries("tally")
        )
        pack = replace(pack, tallies=_made(tallies))
        rules = read_inferences(
            self.entries("infer"), pack, self.written(), self.report, self.faults
        )
        return replace(pack, inferences=rules)

    def with_tests(self, pack: Pack) -> Pack:
        from hexvet.packs.examples import check_tests, read_test

        entries = self.entries("test")
        check_tests(entries, pack, self.report)
        return replace(pack, tests={entry.name: read_test(entry) for entry in entries})

    def read_vocabulary(self, gates: Mapping[str, Gate]) -> None:
        fields = _made((e.name, read_field(e, self.report)) for e in self.entries("field"))
        for name in (name for name in fields if name in _RESERVED):
            hint = f"not one of {', '.join(_RESERVED)}"
            self.report("RP018", f"'{name}' cannot be a field", fields[name].where, hint)
        with_stage(fields, gates)
        params = _made((e.name, read_param(e, self.report)) for e in self.entries("param"))
        lets = {entry.name: entry for entry in self.entries("let")}
        self.vocabulary = Vocabulary(fields, params, lets, self.compile_let, self.report)
        self.vocabulary.type_lets()

    def entries(self, kind: str) -> tuple[Entry, ...]:
        return tuple(self.composition.of_kind(kind))

    def gates(self) -> dict[str, Gate]:
        gates = [read_gate(entry) for entry in self.entries("gate")]
        return {gate.id: gate for gate in sorted(gates, key=lambda gate: gate.order)}

    def sections(self) -> dict[str, Section]:
        made = _made((e.id, read_section(e, self.report)) for e in self.entries("section"))
        return dict(sorted(made.items(), key=lambda pair: pair[1].order))

    def rules(
        self, gates: Mapping[str, Gate], sections: Mapping[str, Section]
    ) -> dict[str, Mapping[str, object]]:
        report = self.report
        criteria: dict[str, Criterion] = _made(
            (e.id, read_criterion(e, sections, self.compile, report))
            for e in self.entries("criterion")
        )
        places = {id_: number for number, id_ in enumerate(sections)}
        order = sorted(criteria.values(), key=lambda criterion: places[criterion.section])
        return {
            "criteria": {criterion.id: criterion for criterion in order},
            "checks": _made(
                (e.id, read_check(e, gates, self.compile, self.message, report))
                for e in self.entries("check")
            ),
        }


def _made(pairs: Iterable[tuple[str, T | None]]) -> dict[str, T]:
    return {name: made for name, made in pairs if made is not None}


def _date(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) else None
