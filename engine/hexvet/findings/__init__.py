"""What follows from outcomes: the facts of a workspace, chained by its packs' inference rules.

`infer` turns an assessment into findings, first of each project, then of the portfolio. Each
finding explains itself as a tree down to the evidence.
"""

from hexvet.findings.inferred import Inferred
from hexvet.findings.inferring import Chainer, infer

__all__ = ["Chainer", "Inferred", "infer"]
