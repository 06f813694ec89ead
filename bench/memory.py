"""Peak memory of judging 100,000 projects by 24 rules: as columns, and from Python mappings."""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "engine")]

import engines  # noqa: E402
from data import answers, rows  # noqa: E402
from rules import FIELDS, KINDS, typed_rules  # noqa: E402

SIZE = 100_000


def peak() -> float:
    """MB, from the start of the process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def nothing(missing: float) -> float:
    """The interpreter and the libraries alone."""
    return peak()


def as_columns(missing: float) -> float:
    """Columns in, answers out."""
    engines.hexvet(answers(SIZE, missing))()
    return peak()


def from_rows(missing: float) -> float:
    """Mappings are turned into columns a chunk at a time, as a reader of files may do it."""
    import numpy as np

    from hexvet.language.columns import columns_of
    from hexvet.language.environment import Env
    from hexvet.language.vector import compile_program, run
    from hexvet.model import Interval

    program = compile_program(typed_rules(), {})
    given = answers(SIZE, missing)
    found = []
    for start in range(0, SIZE, 10_000):
        piece = {
            n: (v[start : start + 10_000], k[start : start + 10_000]) for n, (v, k) in given.items()
        }
        cells = [
            {n: v if KINDS[n] in ("text", "truth") else Interval(v, v) for n, v in row.items()}
            for row in rows(piece)
        ]
        columns = columns_of(cells, FIELDS, 736_000.0)
        found.append(np.stack(run(program, columns, Env({}, {}, {}, {}, {}, 736_000.0))))
    assert sum(part.shape[1] for part in found) == SIZE
    return peak()


def main() -> None:
    """Each figure from a process of its own."""
    context = multiprocessing.get_context("spawn")
    lines = []
    for what, function in (("Python and numpy alone", nothing), ("as columns", as_columns),
                           ("from mappings, 10,000 at a time", from_rows)):  # fmt: skip
        for missing in (0.0, 0.15):
            with context.Pool(1) as pool:
                lines.append(
                    [f"{what}, {missing:.0%} missing", f"{pool.apply(function, (missing,)):.0f} MB"]
                )
    print(json.dumps(lines))


if __name__ == "__main__":
    main()
