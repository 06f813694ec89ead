"""How long the worst of many random and hostile texts takes; see tests/fuzz/hostile.py."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "fuzz"), str(ROOT / "engine")]

import hostile  # noqa: E402

COUNT = 20_000


def main() -> None:
    """Prints the mean and the slowest."""
    for case in hostile.cases(200, -1):
        hostile.outcome(case)
    gc.collect()
    gc.freeze()
    total = slowest = 0.0
    for case in hostile.cases(COUNT, seed=3):
        start = time.process_time()
        hostile.outcome(case)
        took = 1000 * (time.process_time() - start)
        total, slowest = total + took, max(slowest, took)
    print(json.dumps([
        [f"{COUNT:,} expressions and packs, mean", f"{total / COUNT:.2f} ms CPU"],
        ["the slowest of them", f"{slowest:.1f} ms CPU"],
    ]))  # fmt: skip


main()
