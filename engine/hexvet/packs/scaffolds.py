"""New rules to begin with: each with a question, and tests for every outcome.

What is made loads, and its tests pass, before anybody has changed a word of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from hexvet.model import Severity
from hexvet.packs.composing import NAME, Composition
from hexvet.packs.model import Pack
from hexvet.problems import Place, Problem, Unusable, suggestion
from hexvet.workspace.toml_values import toml_text, toml_value

KINDS = ("check", "criterion", "section", "pack")
_OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "check": ("passed", "failed", "unknown"),
    "criterion": ("met", "unmet", "unknown"),
    "section": ("filled", "unfilled", "unknown"),
}

_QUESTION = """\
[field.{id}]
type  = "truth"
label = {title}
ask   = {ask}
"""
_CHECK = """\
[check.{id}]
title     = {title}
require   = {require}
severity  = "{severity}"
gate      = "{gate}"
unknown   = "{unknown}"
message   = {message}
remedy    = "Say here what has to be done for it to pass."
rationale = "Say here why there is this rule, and where that is written."
waivable  = false
"""
_SECTION = """\
[section.{id}]
order   = {order}
kind    = "{kind}"
title   = {title}
short   = {short}
fill    = "any"
reading = "Filled means: say here what a filled section says about a project."
"""
_CRITERION = """\
[criterion.{id}]
section   = "{section}"
title     = {title}
met       = {require}
rationale = "Say here why it counts, and where that is written."
"""
_TEST = """\
[test.{name}]
on    = {on}
cases = [
  {{ name = "{yes}", given = {{ {field} = true }}, expect = {{ {rules_yes} }} }},
  {{ name = "{no}", given = {{ {field} = false }}, expect = {{ {rules_no} }} }},
  {{ name = "{open}", given = {{}}, expect = {{ {rules_open} }} }},
]
"""
_HEADER = """\
[pack]
id      = "{id}"
title   = {title}
version = "1.0.0"
format  = 1
"""
_EXTENDING = """\
# It has every rule of {base}. To change one, name it, give only what differs, and say why:
#
# [override."{base}/some_check"]
# severity = "warning"
# reason   = "Why our city does it differently."
"""
_GATE = """\
[gate.vetting]
order = 1
title = "Vetting"
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made. `on` is the date of its tests, `gate` and `section` where it belongs.

    `section_kind` is benefit, challenge or opportunity. Empty texts are chosen: the title after
    the id, the first gate, the first section.
    """

    kind: str
    id: str
    on: datetime.date
    title: str = ""
    gate: str = ""
    section: str = ""
    severity: Severity = "warning"
    section_kind: str = "benefit"

    @property
    def shown_title(self) -> str:
        """The title that is given, or the id as words."""
        words = self.id.replace("_", " ").replace("-", " ").strip()
        return self.title or words[:1].upper() + words[1:]


def scaffold(wish: Wish, pack: Pack, composition: Composition) -> str:
    """The text of a new check, criterion or section with its question and its tests.

    Raises `Unusable` when the id is not fit or taken, or its gate or section is not there.
    """
    _check_id(wish, composition)
    question = _question(wish, pack)
    match wish.kind:
        case "check":
            rule = _check(wish, pack)
        case "criterion":
            rule = _criterion(wish, _chosen_section(wish, pack))
        case _:
            rule = f"{_section(wish, pack)}\n{_criterion(wish, wish.id)}"
    return "\n".join(part for part in (question, rule, _test(wish, pack, composition)) if part)


def header(wish: Wish, base: Composition | None, schema: str = "") -> str:
    """The head of a new pack, which has all of `base` if there is one.

    `schema` is the path of the JSON Schema as seen from the new file.
    """
    first = f"#:schema {schema}\n\n" if schema else ""
    text = _HEADER.format(id=wish.id, title=toml_text(wish.shown_title))
    if base is None:
        return f"{first}{text}"
    own = base.header
    pairs: dict[str, object] = {name: own[name] for name in ("effective", "score") if name in own}
    major = str(own.get("version", "1")).partition(".")[0]
    pairs["extends"] = [f"{own.get('id')}@{major}"]
    extra = "".join(f"{name} = {toml_value(value)}\n" for name, value in pairs.items())
    return f"{first}{text}{extra}\n{_EXTENDING.format(base=own.get('id'))}"


def first_gate() -> str:
    """A gate for a pack that stands alone."""
    return _GATE


def refuse(code: str, message: str, file: str, hint: str) -> Unusable:
    """The error of a scaffold that cannot be made."""
    return Unusable([Problem(code, message, Place(file), hint)])


def _check_id(wish: Wish, composition: Composition) -> None:
    file = composition.document.file
    if not NAME.fullmatch(wish.id):
        near = "".join(c if c.isalnum() and c.isascii() else "_" for c in wish.id.lower())
        hint = f"small letters, digits and underscores, a letter first; like {near.strip('_')[:60]}"
        raise refuse("RP018", f"'{wish.id[:60]}' is not an id", file, hint)
    kinds = ("section", "criterion") if wish.kind == "section" else (wish.kind,)
    for kind in kinds:
        if (kind, wish.id) in composition.entries:
            taken = composition.entries[kind, wish.id]
            message = f"there is a {kind} '{wish.id}' already, in {taken.pack}"
            raise refuse("RP024", message, taken.where.file, "choose another id")


def _question(wish: Wish, pack: Pack) -> str:
    """A yes-or-no question of the same name, unless there is one."""
    name = wish.id
    field = pack.fields.get(name)
    if field is not None and field.kind == "truth" and field.of == "project":
        return ""
    if field is not None or name in pack.lets or name in pack.params:
        message = f"'{name}' is already a word of the pack, and not a yes-or-no question"
        raise refuse("RP024", message, pack.file, "choose another id")
    title = wish.shown_title
    return _QUESTION.format(id=name, title=toml_text(title), ask=toml_text(f"{title}: is it so?"))


def _check(wish: Wish, pack: Pack) -> str:
    if not pack.gates:
        raise refuse("RP023", "the pack has no gate", pack.file, "add one: [gate.vetting]")
    gate = wish.gate or min(pack.gates.values(), key=lambda one: one.order).id
    if gate not in pack.gates:
        hint = suggestion(gate, pack.gates) or f"there are: {', '.join(pack.gates)}"
        raise refuse("RP023", f"there is no gate '{gate[:60]}'", pack.file, hint)
    title = wish.shown_title
    plain = title.replace("{", "{{").replace("}", "}}")
    return _CHECK.format(
        id=wish.id,
        title=toml_text(title),
        require=toml_text(wish.id),
        severity=wish.severity,
        gate=gate,
        unknown="hold" if wish.severity == "blocker" else "pass",
        message=toml_text(f"{plain}: {{{wish.id}}}."),
    )


def _chosen_section(wish: Wish, pack: Pack) -> str:
    names = [section.name for section in sorted(pack.sections.values(), key=lambda s: s.order)]
    if not names:
        hint = "make one: hexvet new section ID"
        raise refuse("RP023", "the pack has no section", pack.file, hint)
    if wish.section and wish.section not in names:
        hint = suggestion(wish.section, names) or f"there are: {', '.join(names)}"
        raise refuse("RP023", f"there is no section '{wish.section[:60]}'", pack.file, hint)
    return wish.section or names[0]


def _section(wish: Wish, pack: Pack) -> str:
    order = max((section.order for section in pack.sections.values()), default=0) + 1
    title = wish.shown_title
    return _SECTION.format(
        id=wish.id,
        order=f"{order:g}",
        kind=wish.section_kind,
        title=toml_text(title),
        short=toml_text(title[:8].strip()),
    )


def _criterion(wish: Wish, section: str) -> str:
    title, require = toml_text(wish.shown_title), toml_text(wish.id)
    return _CRITERION.format(id=wish.id, section=section, title=title, require=require)


def _test(wish: Wish, pack: Pack, composition: Composition) -> str:
    """A table of cases: one for each outcome of each rule that is made."""
    kinds = ("section", "criterion") if wish.kind == "section" else (wish.kind,)
    names = {kind: _expected_name(kind, kinds, wish.id, pack) for kind in kinds}
    told = [
        ", ".join(f'{names[kind]} = "{_OUTCOMES[kind][at]}"' for kind in kinds) for at in range(3)
    ]
    yes, no, unknown = _OUTCOMES[kinds[0]]
    return _TEST.format(
        name=_free(wish.id, composition),
        on=wish.on,
        yes=yes,
        no=no,
        open=unknown,
        field=wish.id,
        rules_yes=told[0],
        rules_no=told[1],
        rules_open=f'{told[2]}, missing = ["{wish.id}"]',
    )


def _expected_name(kind: str, made: tuple[str, ...], id_: str, pack: Pack) -> str:
    """The id, with its kind in front where several rules have it."""
    tables = {"section": pack.sections, "criterion": pack.criteria, "check": pack.checks}
    bearers = {one for one, table in tables.items() if id_ in {f.partition("/")[2] for f in table}}
    shared = {*bearers, *made} - {kind} or ({"gate"} if id_ in pack.gates else set())
    return f'"{kind}.{id_}"' if shared else id_


def _free(name: str, composition: Composition) -> str:
    """The name for a test that no test has yet."""
    number, found = 1, name
    while ("test", found) in composition.entries:
        number += 1
        found = f"{name}_{number}"
    return found
