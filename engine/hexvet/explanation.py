"""Why an outcome is what it is, down to the leaf, its evidence and its line; and what would
change it."""

from __future__ import annotations

from collections.abc import Sequence

from hexvet import wording
from hexvet.evaluation import Assessment
from hexvet.judging import Judge, check_status, criteria_of
from hexvet.language import scalar
from hexvet.language.deciding import deciding, fields_read, open_fields, turning
from hexvet.language.environment import Env
from hexvet.language.formatting import format_interval
from hexvet.language.nodes import Known, Node
from hexvet.model import (
    CheckOutcome,
    CriterionOutcome,
    Evidence,
    Explanation,
    Reason,
    SectionOutcome,
)
from hexvet.packs.model import Check, Criterion, Expression, Gate, Section
from hexvet.problems import suggestion


class NoSuchRule(KeyError):
    """There is no project or rule of that name; the text says what is near."""

    def __str__(self) -> str:
        return str(self.args[0])


def explain(assessment: Assessment, project: str, rule: str | None = None) -> Explanation:
    """Explains a check, criterion, section or gate of a project, or of the "programme".

    Without `rule`, the first gate that the project does not pass. Raises NoSuchRule.
    """
    if project != "programme" and project not in assessment.workspace.projects:
        known = (*assessment.workspace.projects, "programme")
        hint = suggestion(project, known) or "hexvet check lists the projects"
        raise NoSuchRule(f"there is no project '{project}': {hint}")
    found = _default(assessment, project) if rule is None else _find(assessment, rule)
    return explain_rule(assessment, project, found)


def explain_rule(
    assessment: Assessment, subject: str, rule: Check | Criterion | Section | Gate
) -> Explanation:
    """Explains one rule of a project, or of the "programme". Raises NoSuchRule."""
    explainer = _Explainer(assessment, subject)
    match rule:
        case Check():
            return explainer.check(rule)
        case Criterion():
            return explainer.criterion(rule)
        case Section():
            return explainer.section(rule)
        case _:
            return explainer.gate(rule)


def explain_let(assessment: Assessment, subject: str, name: str) -> Explanation | None:
    """Why a truth that packs name in a let is what it is; None when `name` is no such let."""
    for judge in assessment.judges:
        let = judge.pack.lets.get(name)
        if let is not None and let.expression.node.kind == "truth":
            explainer = _Explainer(assessment, subject)
            env = explainer.env(judge, let.of)
            holds = scalar.truth(let.expression.node, env)
            verdict = "yes" if holds > 0 else "no" if holds < 0 else "unknown"
            where, title = let.expression.where, let.label or name.replace("_", " ")
            reasons = explainer.reasons(let.expression, env, judge)
            return Explanation(subject, name, "let", title, verdict, where, reasons=reasons)
    return None


def _find(assessment: Assessment, rule: str) -> Check | Criterion | Section | Gate:
    try:
        return assessment.rule(rule)
    except KeyError:
        known = [
            name
            for pack in assessment.packs
            for full in (*pack.checks, *pack.criteria, *pack.sections, *pack.gates)
            for name in (full, full.partition("/")[2])
        ]
        hint = suggestion(rule, known) or "hexvet show PROJECT lists them"
        raise NoSuchRule(f"there is no rule '{rule[:60]}': {hint}") from None


def _default(assessment: Assessment, project: str) -> Check | Criterion | Section | Gate:
    if project == "programme":
        outcomes = assessment.programme.values()
        found = next((o for o in outcomes if o.status not in ("passed", "not_applicable")), None)
        found = found or next(iter(outcomes), None)
        if found is None:
            raise NoSuchRule("no pack in force has a check of the programme")
        return assessment.check(found.id)
    gates = assessment.project(project).gates
    open_ = next((gate.id for gate in gates.values() if gate.state != "pass"), None)
    name = open_ or next(reversed(list(gates)), None)
    if name is None:
        sections = assessment.project(project).sections
        name = next(iter(sections), None)
    if name is None:
        raise NoSuchRule("no pack in force has a gate or a section")
    return assessment.rule(name)


class _Explainer:
    """Explains rules for one subject."""

    def __init__(self, assessment: Assessment, subject: str) -> None:
        self.assessment, self.subject = assessment, subject

    def judge(self, id_: str) -> Judge:
        pack = id_.partition("/")[0]
        for judge in self.assessment.judges:
            if id_ in judge.pack.checks or id_ in judge.pack.criteria or id_ in judge.pack.sections:
                return judge
        raise NoSuchRule(f"no pack '{pack}' is in force")

    def env(self, judge: Judge, of: str) -> Env:
        projects = self.assessment.workspace.projects
        if of == "programme" or self.subject == "programme":
            return judge.env({}, [project.cells for project in projects.values()])
        return judge.env(projects[self.subject].cells)

    def check(self, check: Check) -> Explanation:
        if check.of == "project":
            return self.explained(check)
        told = self.assessment.told
        if check.id not in told:
            told[check.id] = _Explainer(self.assessment, "programme").explained(check)
        return told[check.id]

    def explained(self, check: Check) -> Explanation:
        judge = self.judge(check.id)
        env = self.env(judge, check.of)
        subject = "programme" if check.of == "programme" else self.subject
        if check.of == "project" and self.subject == "programme":
            raise NoSuchRule(f"{check.id} is a check of each project: name a project")
        outcome = self.outcome(check)
        status, because = check_status(check, env)
        if status == "not_applicable" or because is None:
            because = check.when if status == "not_applicable" else check.require
        assert because is not None
        return Explanation(
            subject,
            check.id,
            "check",
            check.title,
            outcome.status,
            check.where,
            outcome.message,
            check.clause,
            check.remedy,
            check.rationale,
            self.reasons(because, env, judge),
            outcome.needs,
            () if status in ("passed", "not_applicable") else self.changes(because, env, judge),
            outcome.waiver,
        )

    def outcome(self, check: Check) -> CheckOutcome:
        if check.of == "programme":
            return self.assessment.programme[check.id]
        return self.assessment.project(self.subject).checks[check.id]

    def criterion(self, criterion: Criterion) -> Explanation:
        if self.subject == "programme":
            raise NoSuchRule(f"{criterion.id} is a criterion of each project: name a project")
        judge = self.judge(criterion.id)
        env = self.env(judge, "project")
        outcome = self.assessment.project(self.subject).criteria[criterion.id]
        because = criterion.met
        reasons = self.reasons(because, env, judge) if because else ()
        if criterion.score is not None:
            reasons = (*reasons, self.scored(criterion, outcome, env, judge))
        turned = because is not None and outcome.state != "met"
        return Explanation(
            self.subject,
            criterion.id,
            "criterion",
            criterion.title,
            outcome.state,
            criterion.where,
            clause=criterion.clause,
            rationale=criterion.rationale,
            reasons=reasons,
            needs=outcome.needs,
            changes=self.changes(because, env, judge) if turned and because else (),
        )

    def scored(
        self, criterion: Criterion, outcome: CriterionOutcome, env: Env, judge: Judge
    ) -> Reason:
        assert criterion.score is not None and outcome.score is not None
        source = criterion.score.input
        value = wording.value_of(source.node, env, judge)
        score = format_interval(outcome.score, "number", spec=".0f")
        return Reason(
            source.text,
            f"{value}, worth {score} of 100",
            {"met": True, "unmet": False}.get(outcome.state),
            self.evidence(source.node, env),
            tuple(open_fields(source.node, env)) if outcome.score.low != outcome.score.high else (),
            source.where,
            f"a score of {criterion.score.met_at:g} or more" if outcome.state != "met" else "",
        )

    def section(self, section: Section) -> Explanation:
        if self.subject == "programme":
            raise NoSuchRule(f"{section.id} is a section of each project: name a project")
        outcome = self.assessment.project(self.subject).sections[section.id]
        pack = self.judge(section.id).pack
        parts = tuple(self.criterion(criterion) for criterion in criteria_of(pack, section))
        return Explanation(
            self.subject,
            section.id,
            "section",
            section.title,
            outcome.state,
            section.where,
            message=_fill_message(section, parts, outcome),
            rationale=section.reading or section.rationale,
            needs=outcome.needs,
            parts=parts,
        )

    def gate(self, gate: object) -> Explanation:
        assert isinstance(gate, Gate)
        if self.subject == "programme":
            raise NoSuchRule(f"'{gate.id}' is a gate of each project: name a project")
        outcome = self.assessment.project(self.subject).gates[gate.id]
        parts = tuple(self.check(self.assessment.check(id_)) for id_ in outcome.because)
        word = {"pass": "passes", "hold": "is on hold at", "stop": "is stopped at"}[outcome.state]
        message = f"The project {word} this gate."
        if outcome.without != outcome.state:
            message += f" Without waivers: {outcome.without}."
        needs = tuple(dict.fromkeys(name for part in parts for name in part.needs))
        return Explanation(
            self.subject,
            gate.id,
            "gate",
            gate.title,
            outcome.state,
            gate.where,
            message,
            needs=needs,
            parts=parts,
        )

    # leaves -------------------------------------------------------------------------------
    def reasons(self, because: Expression, env: Env, judge: Judge) -> tuple[Reason, ...]:
        wanted = dict(turning(because.node, env, 1))
        seen: dict[str, Reason] = {}
        for leaf in deciding(because.node, env):
            reason = self.reason(leaf, because, env, judge, wanted.get(leaf))
            seen.setdefault(reason.text, reason)
        return tuple(seen.values())

    def reason(
        self, leaf: Node, because: Expression, env: Env, judge: Judge, wanted: int | None
    ) -> Reason:
        holds = scalar.truth(leaf, env)
        home = wording.home_of(leaf, because, judge)
        absent = isinstance(leaf, Known) and holds < 0
        return Reason(
            wording.text_of(leaf, home),
            wording.values(leaf, home, env, judge),
            None if holds == 0 else holds > 0,
            self.evidence(leaf, env),
            tuple(open_fields(leaf, env)) if holds == 0 or absent else (),
            home.where,
            wording.requirement(leaf, wanted, home, env, judge) if wanted else "",
        )

    def evidence(self, leaf: Node, env: Env) -> tuple[Evidence, ...]:
        workspace = self.assessment.workspace
        own = {} if self.subject == "programme" else workspace.projects[self.subject].evidence
        found = []
        for name, source in dict.fromkeys(fields_read(leaf, env)):
            evidence = (own if source == "field" else workspace.programme.evidence).get(name)
            if evidence is not None:
                found.append(evidence)
        return tuple(found)

    def changes(self, because: Expression, env: Env, judge: Judge) -> tuple[str, ...]:
        """What must become true or false, in words, to turn the outcome."""
        said = []
        for leaf, want in turning(because.node, env, 1):
            home = wording.home_of(leaf, because, judge)
            said.append(wording.requirement(leaf, want, home, env, judge))
        return tuple(dict.fromkeys(said))


def _fill_message(section: Section, parts: Sequence[Explanation], outcome: SectionOutcome) -> str:
    met = sum(part.verdict == "met" for part in parts)
    rule = section.fill
    if rule.rule == "score":
        score = outcome.score and format_interval(outcome.score, "number", spec=".0f")
        return f"Filled from a score of {rule.amount:g}; it is {score or 'unknown'}."
    least = {"any": 1, "all": len(parts)}.get(rule.rule, rule.amount)
    return f"Filled when {least:g} or more of its {len(parts)} criteria are met; met: {met}."
