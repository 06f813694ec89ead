"""One engine, one portfolio, one process: `python engines.py NAME SIZE MISSING` prints JSON.

Each engine is made ready first (rules compiled, answers in the form that it wants), then timed:
CPU time of one thread, median of several runs. `answers` is a digest of the 24 x n results,
+1 yes, -1 no, 0 unknown, 2 an error.
"""

from __future__ import annotations

import hashlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "engine")]

import numpy as np  # noqa: E402
from data import Answers, answers, rows  # noqa: E402
from rules import KINDS, VALUES, json_logic, spelt, typed_rules  # noqa: E402

Run = Callable[[], Any]
ERROR = 2


def truths(found: Any) -> Any:
    """Yes and no as +1 and -1."""
    return np.where(found, np.int8(1), np.int8(-1))


def columns(given: Answers) -> Any:
    """The answers as Hexvet's columns."""
    from hexvet.language.columns import Columns, Quantity

    made: dict[str, Any] = {}
    codes: dict[str, int] = {}
    for name, (values, known) in given.items():
        if KINDS[name] == "truth":
            made[name] = np.where(known, truths(values), np.int8(0)).astype(np.int8)
        elif KINDS[name] == "text":
            numbers = [codes.setdefault(text, len(codes)) for text in VALUES[name]]
            made[name] = np.where(known, np.array(numbers, np.int32)[values], np.int32(-1))
        elif known.all():
            exact = values.astype(float)
            made[name] = Quantity(exact, exact)
        else:
            low = np.where(known, values, -np.inf)
            made[name] = Quantity(low, np.where(known, values, np.inf), known)
    return Columns(len(values), made, codes)


def hexvet(given: Answers) -> Run:
    """The vector evaluator."""
    from hexvet.language.environment import Env
    from hexvet.language.vector import compile_program, run

    program = compile_program(typed_rules(), {})
    held = columns(given)
    env = Env({}, {}, {}, {}, {}, 736_000.0)

    def evaluated() -> Any:
        return run(program, held, env)

    evaluated.digestible = np.stack  # type: ignore[attr-defined]
    return evaluated


def hexvet_rows(given: Answers) -> Run:
    """The scalar evaluator, project by project."""
    from hexvet.language.environment import Env
    from hexvet.language.scalar import truth
    from hexvet.model import Interval

    nodes = typed_rules()
    cells = [
        {n: v if KINDS[n] in ("text", "truth") else Interval(v, v) for n, v in row.items()}
        for row in rows(given)
    ]

    def run() -> Any:
        envs = [Env(row, {}, {}, {}, {}, 736_000.0) for row in cells]
        return np.array([[truth(node, env) for env in envs] for node in nodes], np.int8)

    return run


def numpy(given: Answers) -> Run:
    """Plain numpy, written by hand."""
    import by_hand

    if all(known.all() for _, known in given.values()):
        return lambda: by_hand.dense(given)
    return lambda: by_hand.kleene(given)


def polars(given: Answers) -> Run:
    """One select of 24 expressions; its nulls follow Kleene's logic."""
    import polars as pl

    frame = pl.DataFrame(
        {
            name: pl.Series(name, np.array(VALUES[name])[values] if name in VALUES else values).set(
                pl.Series(~known), None
            )
            for name, (values, known) in given.items()
        }
    )
    words = {"and": "&", "or": "|", "not": "~", "name": "pl.col('{}')",
             "abs": "(lambda x: x.abs())",
             "in": "{}.is_in([{}])"}  # fmt: skip
    selected = [
        eval(spelt(node, words), {"pl": pl}).alias(str(i)) for i, node in enumerate(typed_rules())
    ]

    def run() -> Any:
        found = frame.select(selected)
        return found

    run.digestible = lambda found: np.stack(  # type: ignore[attr-defined]
        [
            found[name].cast(pl.Int8).replace_strict({1: 1, 0: -1}, default=0).to_numpy()
            for name in found.columns
        ]
    ).astype(np.int8)
    return run


def openfisca(given: Answers) -> Run:
    """One variable a field and a rule; texts as whole numbers, which is its fastest form."""
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    project = build_entity("project", "projects", "a project", is_person=True)
    system = TaxBenefitSystem([project])
    shared = {"entity": project, "definition_period": DateUnit.YEAR}
    for name, kind in KINDS.items():
        value_type = {"truth": bool, "text": int}.get(kind, float)
        system.add_variable(type(name, (Variable,), {**shared, "value_type": value_type}))
    from hexvet.language.nodes import Name, walk

    words = {"and": "&", "or": "|", "not": "~", "abs": "np.abs", "in": "np.isin({}, [{}])"}
    for number, node in enumerate(typed_rules()):
        names = list(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Name)))
        fetched = "; ".join(f"{name} = one('{name}', period)" for name in names)
        text = spelt(node, words)
        for field in names:
            for code, value in enumerate(VALUES.get(field, ())):
                text = text.replace(repr(value), str(code))
        source = f"def formula(one, period):\n    {fetched}\n    return {text}\n"
        scope: dict[str, Any] = {"np": np}
        exec(source, scope)
        made = {**shared, "value_type": bool, "formula": scope["formula"]}
        system.add_variable(type(f"rule_{number}", (Variable,), made))
    size = len(given["cost"][0])
    held = {name: np.where(known, values, 0) for name, (values, known) in given.items()}

    def run() -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, count=size)
        for name, values in held.items():
            simulation.set_input(name, "2018", values)
        return np.stack([simulation.calculate(f"rule_{i}", "2018") for i in range(24)])

    return run


def _each(given: Answers, rule: Callable[[Any], Any]) -> Run:
    """A row engine: one call a project, which gives 24 answers."""
    held = rows(given)
    return lambda: [rule(row) for row in held]


def python_lambda(given: Answers) -> Run:
    """All rules in one compiled lambda; the limit of what runs row by row in Python."""
    nodes = typed_rules()
    if all(known.all() for _, known in given.values()):
        inside = ", ".join(spelt(node, {"name": "row['{}']"}) for node in nodes)
        return _each(given, eval(f"lambda row: ({inside})"))
    rules = [eval(f"lambda get: {spelt(node, {'name': GET})}") for node in nodes]
    return _each(given, lambda row: [guarded(rule, row.get) for rule in rules])


GET = "get('{}')"


def guarded(rule: Callable[[Any], Any], argument: Any) -> Any:
    """An answer, or what stands for an error."""
    try:
        return rule(argument)
    except Exception:
        return ERROR


def zen(given: Answers) -> Run:
    """Compiled expressions; complete answers in one expression, which is its fastest form."""
    import zen as engine

    words = {"True": "true", "False": "false"}
    texts = [spelt(node, words) for node in typed_rules()]
    if all(known.all() for _, known in given.values()):
        return _each(given, engine.compile_expression(f"[{', '.join(texts)}]").evaluate)
    compiled = [engine.compile_expression(text).evaluate for text in texts]
    return _each(given, lambda row: [guarded(rule, row) for rule in compiled])


def jsonlogic(given: Answers) -> Run:
    """The PyPI package; two lines of it are repaired, because it was written for Python 2."""
    import functools
    import importlib.util

    spec = importlib.util.find_spec("json_logic")
    if spec is None or spec.origin is None:
        raise ImportError("json_logic")
    source = Path(spec.origin).read_text(encoding="utf-8")
    scope: dict[str, Any] = {"reduce": functools.reduce}
    exec(source.replace("tests.keys()[0]", "next(iter(tests))"), scope)
    evaluate = scope["jsonLogic"]
    nodes = [json_logic(node) for node in typed_rules()]
    return _each(given, lambda row: [guarded(lambda r, n=n: evaluate(n, r), row) for n in nodes])


ENGINES: dict[str, Callable[[Answers], Run]] = {
    "hexvet": hexvet, "numpy": numpy, "polars": polars, "openfisca": openfisca,
    "hexvet rows": hexvet_rows, "lambda": python_lambda, "zen": zen, "json-logic": jsonlogic,
}  # fmt: skip


def matrix(found: Any) -> Any:
    """The answers of any engine as 24 x n: +1, -1, 0 unknown, 2 error."""
    if isinstance(found, np.ndarray) and found.dtype == np.int8:
        return found
    if isinstance(found, np.ndarray):
        return truths(found).astype(np.int8)

    def one(answer: Any) -> int:
        if answer is None:
            return 0
        return ERROR if answer is ERROR else 1 if answer else -1

    return np.array([[one(answer) for answer in row] for row in found], np.int8).T.copy()


def measure(run: Run, seconds: float = 1.5) -> tuple[float, Any]:
    """The median CPU time of a run in milliseconds, and what it found."""
    found = run()
    took: list[float] = []
    began = time.process_time()
    while len(took) < 3 or (time.process_time() - began < seconds and len(took) < 51):
        start = time.process_time()
        run()
        took.append(1000 * (time.process_time() - start))
    return statistics.median(took), found


def main(name: str, size: int, missing: float) -> None:
    """Prints one measurement."""
    given = answers(size, missing)
    run = ENGINES[name](given)
    took, found = measure(run)
    made = matrix(getattr(run, "digestible", lambda same: same)(found))
    result = {
        "engine": name, "size": size, "missing": missing, "ms": took,
        "answers": hashlib.sha256(np.ascontiguousarray(made).tobytes()).hexdigest()[:12],
        "yes": int((made == 1).sum()), "no": int((made == -1).sum()),
        "unknown": int((made == 0).sum()), "error": int((made == ERROR).sum()),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip
    if "--against" in sys.argv:
        truth = np.stack(hexvet(given)())
        wrong = (truth == 0) & (made != 0)
        result["unknown as yes"] = int((wrong & (made == 1)).sum())
        result["unknown as no"] = int((wrong & (made == -1)).sum())
        result["unknown as error"] = int((wrong & (made == ERROR)).sum())
        result["decidable wrong"] = int(((truth != 0) & (made != truth)).sum())
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
