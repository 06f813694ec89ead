"""The ledger of waivers: nothing holds that may not, nothing ends in silence, nothing is hidden.

Tests that bear a name and a number are named after the complaint of another tool's users.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hexvet
from hexvet.documents import Document, parse_document
from hexvet.evaluation import Assessment
from hexvet.granting import with_revocation, with_waiver
from hexvet.ledger import LedgerEntry, ledger
from hexvet.model import Waiver, Where
from hexvet.packs.compiling import compile_pack
from hexvet.packs.composing import compose
from hexvet.packs.model import Check
from hexvet.problems import Unusable
from hexvet.waivers import holding, last_day

PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
[gate.launch]
order = 1
[field.end]
type = "date"
[field.council]
type = "truth"
of = "programme"
[check.ends]
require = "end is known"
severity = "blocker"
gate = "launch"
waivable = { by = ["mayor", "council"], max_days = 100 }
[check.by_2030]
require = "end <= 2030-01-01"
severity = "blocker"
gate = "launch"
waivable = { by = ["mayor"] }
[check.never]
require = "end >= 2020-01-01"
severity = "blocker"
gate = "launch"
[check.backed]
of = "programme"
require = "council"
severity = "blocker"
gate = "launch"
waivable = { by = ["mayor"], max_days = 30 }
"""
SETTINGS = 'format = 1\ncity = "C"\npacks = ["city"]\n[programme]\ncouncil = true\n'
DAY = datetime.date(2026, 6, 1)
Judge = Callable[..., Assessment]


def waiver(id_: str = "w", **changed: object) -> str:
    values: dict[str, object] = {
        "check": "city/ends",
        "project": "a",
        "role": "mayor",
        "name": "M. Simpson",
        "reason": "It is agreed.",
        "granted": datetime.date(2026, 5, 1),
        "expires": datetime.date(2026, 7, 1),
        **changed,
    }
    lines = [
        f"{key} = {value.isoformat() if isinstance(value, datetime.date) else repr(value)}"
        for key, value in values.items()
        if value is not None
    ]
    return "\n".join([f"[waiver.{id_}]", *lines, ""])


@pytest.fixture
def judged(tmp_path: Path) -> Judge:
    """`judged(waiver(...), ...)`: project a has no end, b has one; as of 1 June 2026."""

    def judge(
        *waivers: str,
        pack: str = PACK,
        on: datetime.date = DAY,
        settings: str = SETTINGS,
        packs: tuple[str, ...] = (),
    ) -> Assessment:
        for folder in ("rules", "projects"):
            (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / "hexvet.toml").write_text(settings)
        (tmp_path / "rules" / "city.toml").write_text(pack)
        (tmp_path / "projects" / "a.toml").write_text('title = "A"\n')
        (tmp_path / "projects" / "b.toml").write_text('title = "B"\nend = 2031-01-01\n')
        (tmp_path / "waivers.toml").write_text("\n".join(waivers))
        return hexvet.evaluate(hexvet.load(tmp_path, packs=packs), on)

    return judge


def the_only(assessment: Assessment) -> LedgerEntry:
    (entry,) = ledger(assessment)
    return entry


def status(assessment: Assessment, check: str = "city/ends", project: str = "a") -> str:
    return assessment.project(project).checks[check].status


def findings(assessment: Assessment) -> list[tuple[str, str]]:
    return [(finding.id, finding.severity) for finding in assessment.findings]


# what holds -----------------------------------------------------------------------------------
def test_a_waiver_holds_on_its_first_and_on_its_last_day_and_on_no_other(judged: Judge) -> None:
    days = {
        "2026-04-30": "failed",
        "2026-05-01": "waived",
        "2026-07-01": "waived",
        "2026-07-02": "failed",
    }
    for day, expected in days.items():
        assert status(judged(waiver(), on=datetime.date.fromisoformat(day))) == expected


def test_a_waived_check_is_shown_with_and_without(judged: Judge) -> None:
    both = (waiver(), waiver("v", check="city/never"))
    outcome = judged(*both).project("a").checks["city/ends"]
    assert (outcome.status, outcome.without) == ("waived", "failed")
    entry = the_only(judged(waiver()))
    assert (entry.status, entry.without, entry.days_left) == ("waived", "failed", 30)
    assert (entry.gate, entry.gate_state, entry.gate_without) == ("launch", "hold", "stop")


def test_role_length_and_permission_are_the_packs(judged: Judge) -> None:
    cases = {
        waiver(role="clerk"): ("not_allowed", "only mayor or council may waive"),
        waiver(check="city/never"): ("not_allowed", "city/never cannot be waived"),
        waiver(expires=datetime.date(2026, 8, 10)): ("over_long", "it runs 101 days"),
        waiver(check="city/by_2030", granted=datetime.date(2026, 1, 1),
               expires=datetime.date(2026, 7, 1)): ("over_long", "may be waived for 180"),
    }  # fmt: skip
    for text, (state, why) in cases.items():
        assessment = judged(text)
        entry = the_only(assessment)
        assert (entry.state, entry.severity) == (state, "blocker")
        assert why in entry.why
        assert findings(assessment) == [(f"waiver/{state}", "blocker")]
        assert "waived" not in {c.status for c in assessment.project("a").checks.values()}


def test_a_hundred_and_eighty_days_is_the_default(judged: Judge) -> None:
    granted, expires = datetime.date(2026, 1, 2), datetime.date(2026, 7, 1)
    assert (expires - granted).days == 180
    text = waiver(check="city/by_2030", granted=granted, expires=expires)
    assert the_only(judged(text, on=granted)).state == "in_force"


def test_a_waiver_of_the_programme_names_no_project(judged: Judge) -> None:
    poor = SETTINGS.replace("true", "false")
    good = waiver(check="city/backed", project=None, expires=datetime.date(2026, 5, 31))
    good = good.replace("2026-05-31", "2026-05-30").replace("2026-05-01", "2026-05-02")
    entry = the_only(judged(good, on=datetime.date(2026, 5, 20), settings=poor))
    assert (entry.state, entry.status, entry.without) == ("due", "waived", "failed")
    assert (entry.gate, entry.gate_state) == ("launch", None)
    bad = judged(waiver(check="city/backed"), settings=poor)
    assert the_only(bad).state == "unmatched"
    assert bad.programme["city/backed"].status == "failed"


# pain: waivers rot both ways ------------------------------------------------------------------
def test_ferret_scan_696_and_699_an_expired_waiver_never_ends_in_silence(judged: Judge) -> None:
    assessment = judged(waiver(), on=datetime.date(2026, 10, 1))
    assert findings(assessment) == [("waiver/expired", "warning")]
    assert "it expired on 2026-07-01; city/ends counts again" in assessment.findings[0].message
    assert assessment.findings[0].where is not None
    assert the_only(assessment).state == "expired"


def test_drift_514_an_expired_waiver_hides_nothing(judged: Judge) -> None:
    assessment = judged(waiver(), on=datetime.date(2026, 7, 2))
    outcome = assessment.project("a").checks["city/ends"]
    assert (outcome.status, outcome.waiver) == ("failed", None)
    assert assessment.project("a").gates["launch"].state == "stop"


def test_kyverno_9993_a_bad_first_waiver_does_not_keep_the_next_from_holding(
    judged: Judge,
) -> None:
    bad = (
        waiver("one", expires=datetime.date(2026, 5, 2)),
        waiver("two", role="clerk"),
        waiver("three", expires=datetime.date(2026, 12, 31)),
        waiver("four", project="nobody"),
        waiver("five", check="ends"),
        waiver("six", granted="soon"),
    )
    good = waiver("good", role="council")
    for order in ((*bad, good), (good, *bad), (*bad[:3], good, *bad[3:])):
        outcome = judged(*order).project("a").checks["city/ends"]
        assert outcome.status == "waived"
        assert outcome.waiver is not None
        assert outcome.waiver.id == "good"


def test_glsec_398_no_waiver_without_reason_person_and_end(judged: Judge) -> None:
    for missing in ("reason", "name", "role", "expires", "granted", "check"):
        assessment = judged(waiver(**{missing: None}))
        assert status(assessment) == "failed"
        codes = [problem.code for problem in assessment.workspace.problems]
        assert codes == ["WS011"]
    for blank in ("reason", "name", "role"):
        assert status(judged(waiver(**{blank: " "}))) == "failed"


def test_kyverno_6675_a_waived_check_is_evaluated_all_the_same(judged: Judge) -> None:
    outcome = judged(waiver()).project("a").checks["city/ends"]
    assert outcome.without == "failed"
    still_open = judged(waiver(check="city/by_2030")).project("a").checks["city/by_2030"]
    assert (still_open.status, still_open.without) == ("waived", "unknown")
    assert still_open.needs == ("end",)


def test_kyverno_10581_a_waiver_waives_one_check_of_one_project(judged: Judge) -> None:
    without, with_it = judged(), judged(waiver())
    for project in ("a", "b"):
        before, after = without.project(project).checks, with_it.project(project).checks
        changed = {id_ for id_ in before if before[id_].status != after[id_].status}
        assert changed == ({"city/ends"} if project == "a" else set())


def test_a_waiver_that_is_about_to_expire_is_announced(judged: Judge) -> None:
    (entry,) = ledger(judged(waiver(), on=datetime.date(2026, 6, 1)), due=30)
    assert (entry.state, entry.severity, entry.days_left) == ("due", "warning", 30)
    assert entry.why == "it expires in 30 days"
    (entry,) = ledger(judged(waiver(), on=datetime.date(2026, 5, 31)), due=30)
    assert (entry.state, entry.days_left) == ("in_force", 31)
    (entry,) = ledger(judged(waiver(), on=datetime.date(2026, 7, 1)), due=0)
    assert (entry.state, entry.why) == ("due", "it expires today")


def test_a_waiver_of_a_passed_check_is_unneeded_before_its_end_and_no_alarm_after(
    judged: Judge,
) -> None:
    assessment = judged(waiver(project="b"))
    assert the_only(assessment).state == "unneeded"
    assert findings(assessment) == [("waiver/unneeded", "advice")]
    later = judged(waiver(project="b"), on=datetime.date(2026, 10, 1))
    assert findings(later) == [("waiver/expired", "advice")]
    assert "not needed any more" in later.findings[0].message
    assert (the_only(later).state, the_only(later).severity) == ("expired", "advice")


def test_what_matches_nothing_is_a_warning_while_it_runs_and_history_afterwards(
    judged: Judge,
) -> None:
    for text, near in (
        (waiver(check="city/endz"), "did you mean 'city/ends'"),
        (waiver(project="aa"), "there is no project 'aa'"),
        (waiver(project=None), "it names no project"),
    ):
        assessment = judged(text)
        assert findings(assessment) == [("waiver/unmatched", "warning")]
        assert near in the_only(assessment).why
        over = judged(text, on=datetime.date(2027, 1, 1))
        assert findings(over) == []
        assert the_only(over).state == "over"


def test_a_renewed_waiver_is_not_reported_as_expired(judged: Judge) -> None:
    first = waiver("first", granted=datetime.date(2026, 3, 1), expires=datetime.date(2026, 5, 15))
    second = waiver("second", granted=datetime.date(2026, 5, 10))
    for order in ((first, second), (second, first)):
        assessment = judged(*order)
        assert findings(assessment) == []
        entries = {entry.waiver.id: entry for entry in ledger(assessment)}
        assert entries["first"].state == "replaced"
        assert entries["second"].since == datetime.date(2026, 3, 1)
    ended = judged(first, second, on=datetime.date(2026, 8, 1))
    assert [(f.id, "second" in f.message) for f in ended.findings] == [("waiver/expired", True)]


def test_of_two_that_hold_the_one_that_lasts_longest_counts_in_any_order(judged: Judge) -> None:
    short = waiver("short", expires=datetime.date(2026, 6, 2))
    for order in itertools.permutations((short, waiver("long"))):
        held = judged(*order).project("a").checks["city/ends"].waiver
        assert held is not None
        assert held.id == "long"


def test_a_waiver_of_a_pack_that_does_not_judge_now_is_neither_lost_nor_an_alarm(
    judged: Judge,
) -> None:
    header = "format = 1\neffective = { from = 2026-01-01, to = 2026-05-15 }\n"
    assessment = judged(waiver(), pack=PACK.replace("format = 1\n", header))
    assert assessment.packs == ()
    assert findings(assessment) == []
    assert the_only(assessment).state == "idle"


# revoking -------------------------------------------------------------------------------------
def test_a_revoked_waiver_held_until_the_day_before_and_stays_in_the_ledger(
    judged: Judge,
) -> None:
    text = waiver(revoked=datetime.date(2026, 6, 1), revoked_because="The end is set.")
    assert status(judged(text, on=datetime.date(2026, 5, 31))) == "waived"
    assessment = judged(text)
    assert status(assessment) == "failed"
    assert findings(assessment) == []
    entry = the_only(assessment)
    assert (entry.state, entry.why) == ("revoked", "it was revoked on 2026-06-01: The end is set")
    assert last_day(entry.waiver) == datetime.date(2026, 5, 31)


def test_a_waiver_cannot_be_revoked_before_it_begins(judged: Judge) -> None:
    assessment = judged(waiver(revoked=datetime.date(2026, 4, 30)))
    assert [problem.code for problem in assessment.workspace.problems] == ["WV003"]
    assert status(assessment) == "failed"


def test_revoking_the_renewal_does_not_wake_the_one_before(judged: Judge) -> None:
    first = waiver("first", granted=datetime.date(2026, 3, 1), expires=datetime.date(2026, 5, 15))
    second = waiver("second", revoked=datetime.date(2026, 5, 20))
    assert findings(judged(first, second)) == []


# ids ------------------------------------------------------------------------------------------
def test_a_renamed_check_keeps_its_waiver_and_says_what_to_write(judged: Judge) -> None:
    pack = PACK + '[renamed]\ndeadline = "ends"\n"check.limit" = "deadline"\n'
    for old in ("city/deadline", "city/limit"):
        assessment = judged(waiver(check=old), pack=pack)
        assert status(assessment) == "waived"
        assert findings(assessment) == [("waiver/old_id", "advice")]
        assert 'write check = "city/ends"' in assessment.findings[0].message
        entry = the_only(assessment)
        assert (entry.waiver.check, entry.renamed_from) == ("city/ends", old)


def test_a_waiver_by_the_old_id_and_one_by_the_new_are_of_one_check(judged: Judge) -> None:
    pack = PACK + '[renamed]\ndeadline = "ends"\n'
    old = waiver("old", check="city/deadline", expires=datetime.date(2026, 6, 5))
    states = {e.waiver.id: e.state for e in ledger(judged(old, waiver("new"), pack=pack))}
    assert states == {"old": "replaced", "new": "due"}


def test_a_short_id_is_a_problem_that_names_the_full_one(judged: Judge) -> None:
    assessment = judged(waiver(check="ends"))
    (problem,) = assessment.workspace.problems
    assert (problem.code, problem.hint) == ("WV002", "did you mean 'city/ends'?")
    assert status(assessment) == "failed"


def test_a_misspelt_short_id_gets_a_suggestion_too(judged: Judge) -> None:
    (problem,) = judged(waiver(check="by_2031")).workspace.problems
    assert (problem.code, problem.hint) == ("WV002", "did you mean 'city/by_2030'?")


# every waiver is somewhere --------------------------------------------------------------------
DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
WAIVERS = st.lists(
    st.builds(
        Waiver,
        id=st.uuids().map(str),
        check=st.sampled_from(["city/ends", "city/never", "city/backed", "city/gone"]),
        project=st.sampled_from(["a", "b", "c", ""]),
        role=st.sampled_from(["mayor", "clerk"]),
        name=st.just("N"),
        reason=st.just("R"),
        granted=DAYS,
        expires=DAYS,
        where=st.just(Where("waivers.toml")),
        revoked=st.none() | DAYS,
    ),
    max_size=6,
)


def checks_of(text: str) -> dict[str, Check]:
    """The checks of a pack's text."""
    document = parse_document(text, "city.toml")
    assert isinstance(document, Document)
    pack, problems = compile_pack(compose(document, lambda *_: None))
    assert pack is not None
    assert problems == ()
    return dict(pack.checks)


CHECKS = checks_of(PACK)


@given(waivers=WAIVERS, on=DAYS, data=st.data())
def test_the_order_of_the_ledger_never_matters_and_nothing_holds_that_may_not(
    waivers: list[Waiver], on: datetime.date, data: st.DataObject
) -> None:
    checks = CHECKS
    held, found = holding(waivers, checks, ("a", "b"), on)
    again, found_again = holding(data.draw(st.permutations(waivers)), checks, ("a", "b"), on)
    assert held == again
    assert sorted(f.message for f in found) == sorted(f.message for f in found_again)
    for (check, project), one in held.items():
        waivable = checks[check].waivable
        assert waivable is not None
        assert one.role in waivable.by
        assert (one.expires - one.granted).days <= waivable.max_days
        assert one.granted <= on <= one.expires
        assert one.revoked is None or on < one.revoked
        assert (project in ("a", "b")) == (checks[check].of == "project")


# the text -------------------------------------------------------------------------------------
def granted(text: str, **changed: object) -> str:
    """The ledger that holds `text`, with one waiver more."""
    new = Waiver("new", "city/ends", "a", "mayor", "N", "R", DAY, DAY, Where("waivers.toml"))
    document = parse_document(text, "waivers.toml")
    assert isinstance(document, Document)
    return with_waiver(document, replace(new, **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n", "\n# the end"])
def test_a_new_waiver_leaves_every_other_character_as_it_is(ending: str, last: str) -> None:
    old = ("# why we waive\n" + waiver() + "# a note" + last).replace("\n", ending)
    new = granted(old)
    assert new.startswith(old)
    assert ("\n" in new.replace("\r\n", "")) == (ending == "\n")


def test_a_ledger_written_in_another_way_is_left_alone() -> None:
    for old in ("waiver = { }\n", "waiver.x = 1\n[waiver.new]\n", "waiver = 1\n"):
        with pytest.raises(Unusable) as caught:
            granted(old)
        assert caught.value.problems[0].code == "WS034"


def test_what_could_steer_a_terminal_never_gets_into_the_ledger() -> None:
    for name in ("x\x1b[31m", "x\u202ey", "a\nb", "", " "):
        with pytest.raises(Unusable):
            granted("", name=name)
    assert 'reason = "\\"]\\nx = 1"' in granted("", reason='"]\nx = 1')


def test_revoking_adds_two_keys_and_keeps_the_rest() -> None:
    old = waiver("a1") + "# a note\n" + waiver("a2")
    document = parse_document(old, "waivers.toml")
    assert isinstance(document, Document)
    new = with_revocation(document, "a1", DAY, "Done. (N)")
    assert new.replace('revoked = 2026-06-01\nrevoked_because = "Done. (N)"\n', "") == old
