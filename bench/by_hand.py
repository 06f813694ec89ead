"""The 24 rules in plain numpy, as somebody writes them who knows numpy well: the limit."""

from __future__ import annotations

from typing import Any

import numpy as np
from data import Answers
from rules import SPONSORS, STAGES, SUBJECTS

Array = Any
STAGE = {name: code for code, name in enumerate(STAGES)}
SPONSOR = {name: code for code, name in enumerate(SPONSORS)}
SUBJECT = {name: code for code, name in enumerate(SUBJECTS)}


def dense(answers: Answers) -> Array:
    """Yes or no, for complete answers."""
    a = {name: values for name, (values, _) in answers.items()}
    out = np.empty((24, len(a["cost"])), bool)
    within = a["cost"] <= a["budget"]
    tenth = a["cost"] * 0.1
    stage, sponsor, subject, disruption = a["stage"], a["sponsor"], a["subject"], a["disruption"]
    approved, pilot, planned = a["approved"], a["pilot"], a["planned"]
    out[0] = within
    out[1] = a["saving"] * 2 >= a["cost"]
    out[2] = a["saving"] + a["revenue"] >= a["cost"] * 0.25
    out[3] = a["private_part"] >= 0.5
    out[4] = a["cost"] * (1 - a["private_part"]) <= a["budget"] * 0.3
    out[5] = a["months"] <= 24
    out[6] = a["finish"] - a["start"] <= 730
    out[7] = a["start"] < a["finish"]
    out[8] = (stage >= STAGE["selection"]) & (stage <= STAGE["delivery"])
    out[9] = (stage != STAGE["intake"]) | (sponsor == SPONSOR["mayor"])
    out[10] = (sponsor <= SPONSOR["council"]) & approved
    out[11] = (stage != STAGE["delivery"]) | pilot
    out[12] = (stage != STAGE["close"]) | (planned & approved)
    out[13] = (a["staff"] >= 3) & (a["staff"] <= 20)
    out[14] = (a["departments"] >= 2) | (disruption <= 2)
    out[15] = (disruption <= 3) | planned
    out[16] = (a["age"] >= 10) & (subject <= SUBJECT["permits"])
    out[17] = (a["satisfaction"] < 3) | (a["age"] > 15)
    out[18] = a["saving"] / a["staff"] >= a["budget"] / 50
    out[19] = a["cost"] / a["months"] <= a["budget"] / 12
    out[20] = (a["saving"] >= tenth) | (a["revenue"] >= tenth)
    out[21] = np.abs(a["public_part"] - a["private_part"]) <= 0.2
    out[22] = (within & approved) | (pilot & (a["months"] <= 6))
    out[23] = (a["staff"] * a["months"] <= 300) & (disruption < 5)
    return out


def _truth(holds: Array, known: Array) -> Array:
    """Yes +1, no -1, unknown 0."""
    return (holds.view(np.int8) * np.int8(2) - np.int8(1)) * known.view(np.int8)


def kleene(answers: Answers) -> Array:
    """Yes, no or unknown, in three-valued logic: and is the minimum, or the maximum."""
    a = {name: values for name, (values, _) in answers.items()}
    k = {name: known for name, (_, known) in answers.items()}
    out = np.empty((24, len(a["cost"])), np.int8)
    both, either = np.minimum, np.maximum

    def sure(*names: str) -> Array:
        known = k[names[0]]
        for name in names[1:]:
            known = known & k[name]
        return known

    def is_(name: str, holds: Array) -> Array:
        return _truth(holds, k[name])

    approved, pilot, planned = (is_(n, a[n]) for n in ("approved", "pilot", "planned"))
    within = _truth(a["cost"] <= a["budget"], sure("cost", "budget"))
    tenth = a["cost"] * 0.1
    stage, sponsor = a["stage"], a["sponsor"]
    out[0] = within
    out[1] = _truth(a["saving"] * 2 >= a["cost"], sure("saving", "cost"))
    out[2] = _truth(
        a["saving"] + a["revenue"] >= a["cost"] * 0.25, sure("saving", "revenue", "cost")
    )
    out[3] = is_("private_part", a["private_part"] >= 0.5)
    out[4] = _truth(
        a["cost"] * (1 - a["private_part"]) <= a["budget"] * 0.3,
        sure("cost", "private_part", "budget"),
    )
    out[5] = is_("months", a["months"] <= 24)
    dated = sure("start", "finish")
    out[6] = _truth(a["finish"] - a["start"] <= 730, dated)
    out[7] = _truth(a["start"] < a["finish"], dated)
    out[8] = is_("stage", (stage >= STAGE["selection"]) & (stage <= STAGE["delivery"]))
    out[9] = either(
        is_("stage", stage != STAGE["intake"]), is_("sponsor", sponsor == SPONSOR["mayor"])
    )
    out[10] = both(is_("sponsor", sponsor <= SPONSOR["council"]), approved)
    out[11] = either(is_("stage", stage != STAGE["delivery"]), pilot)
    out[12] = either(is_("stage", stage != STAGE["close"]), both(planned, approved))
    out[13] = is_("staff", (a["staff"] >= 3) & (a["staff"] <= 20))
    disruption = a["disruption"]
    out[14] = either(is_("departments", a["departments"] >= 2), is_("disruption", disruption <= 2))
    out[15] = either(is_("disruption", disruption <= 3), planned)
    out[16] = both(is_("age", a["age"] >= 10), is_("subject", a["subject"] <= SUBJECT["permits"]))
    out[17] = either(is_("satisfaction", a["satisfaction"] < 3), is_("age", a["age"] > 15))
    out[18] = _truth(
        a["saving"] / a["staff"] >= a["budget"] / 50, sure("saving", "staff", "budget")
    )
    out[19] = _truth(a["cost"] / a["months"] <= a["budget"] / 12, sure("cost", "months", "budget"))
    out[20] = either(
        _truth(a["saving"] >= tenth, sure("saving", "cost")),
        _truth(a["revenue"] >= tenth, sure("revenue", "cost")),
    )
    out[21] = _truth(
        np.abs(a["public_part"] - a["private_part"]) <= 0.2, sure("public_part", "private_part")
    )
    out[22] = either(both(within, approved), both(pilot, is_("months", a["months"] <= 6)))
    out[23] = both(
        _truth(a["staff"] * a["months"] <= 300, sure("staff", "months")),
        is_("disruption", disruption < 5),
    )
    return out
