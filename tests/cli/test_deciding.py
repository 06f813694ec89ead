"""`decide`, `answer`, `vote`, `resolve`, `undo` and `replay` in Ridgeway, as people use them."""

from __future__ import annotations

import datetime
import json
import shutil
import tomllib
from pathlib import Path

import pytest

from .conftest import Command, Done

RIDGEWAY = Path(__file__).parents[1] / "lifecycle" / "ridgeway"
DAY = "2026-05-04"
SOUND = "The departments are ready by June"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ridgeway, the folder that one stands in, where one is logged in as the mayor."""
    copy = Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway"))
    monkeypatch.chdir(copy)
    monkeypatch.setenv("LOGNAME", "mlopez")
    return copy


@pytest.fixture
def on_day(hexvet: Command, town: Path) -> Command:
    """Runs a verb on the day of the town's stories."""

    def run(verb: str, *words: object) -> Done:
        dated = verb not in ("undo", "replay", "log")
        return hexvet(verb, *words, *(("--as-of", DAY) if dated else ()))

    return run


def text(town: Path, file: str) -> str:
    return (town / file).read_text()


def unchanged(town: Path) -> bool:
    """Whether every file is as it was copied, and nothing is recorded."""
    same = all(
        (town / path.relative_to(RIDGEWAY)).read_bytes() == path.read_bytes()
        for path in RIDGEWAY.rglob("*.toml")
    )
    return same and not (town / "journal.jsonl").exists()


# decide -----------------------------------------------------------------------------------------
def test_a_decision_is_told_and_recorded(on_day: Command, town: Path) -> None:
    done = on_day("decide", "alpha", "--to", "trial")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "alpha: idea -> trial (forward)",
        "What the gates would say on 2026-05-04, if it were at trial:",
        "+PASS  idea",
        "Recorded as entry 1: decided by Maria Lopez (mayor)",
        '    projects/alpha.toml: stage: "idea" -> "trial"',
    ]
    assert 'stage = "trial"' in text(town, "projects/alpha.toml")
    entry = json.loads(text(town, "journal.jsonl"))
    assert (entry["kind"], entry["by"], entry["role"]) == ("decision", "maria", "mayor")


def test_a_gate_that_stops_is_refused_with_all_that_stands_against_it(
    on_day: Command, town: Path
) -> None:
    done = on_day("decide", "beta", "--to", "rollout")
    assert done.status == 1
    assert done.out.splitlines() == [
        "beta: trial -> rollout (forward)",
        "What the gates would say on 2026-05-04, if it were at rollout:",
        "+PASS  idea",
        "xSTOP  trial",
        "       x failed: Departments are ready (town/departments)",
        "           They are not ready.",
        "           remedy: Talk to them.",
        "           mayor may waive it, for 90 days",
    ]
    assert done.err == (
        "hexvet: not decided: the gate trial stops: do what it asks, waive it (hexvet waive), or "
        "let mayor or appointee decide with --override\n"
    )
    assert unchanged(town)


def test_a_finding_that_blocks_is_told_with_its_remedy(on_day: Command, town: Path) -> None:
    on_day("answer", "alpha", "cost", "2M")
    on_day("decide", "alpha", "--to", "trial")
    done = on_day("decide", "alpha", "--to", "rollout")
    assert done.status == 1
    assert done.out.splitlines()[3:] == [
        "!BLOCK trial",
        "       ! alpha is dear. [town/dear]",
        "           remedy: Ask the fund.",
    ]


def test_a_dry_run_says_the_same_and_records_nothing(on_day: Command, town: Path) -> None:
    done = on_day("decide", "alpha", "--to", "trial", "--dry-run")
    assert done.status == 0
    assert "Would be recorded: decided by Maria Lopez (mayor)" in done.out
    assert on_day("decide", "beta", "--to", "rollout", "--dry-run").status == 1
    assert unchanged(town)


def test_an_override_is_recorded_with_all_that_it_overrides(on_day: Command, town: Path) -> None:
    done = on_day("decide", "beta", "--to", "rollout", "--override", "--reason", SOUND)
    assert done.status == 0
    assert f"Recorded as entry 1: decided by Maria Lopez (mayor), because: {SOUND}" in done.out
    assert "    against town/departments\n" in done.out
    entry = json.loads(text(town, "journal.jsonl"))
    assert entry["details"]["overridden"] == ["town/departments"]
    assert "check:town/departments" in entry["about"]


def test_withdrawn_projects_are_gone_and_can_be_had_back(on_day: Command, town: Path) -> None:
    done = on_day("decide", "alpha", "--to", "withdrawn", "--reason", "Not this year")
    assert done.out.splitlines()[-1] == "    it leaves the portfolio; its file stays"
    checked = on_day("check")
    assert "alpha" not in checked.out.partition("projects (")[0]
    assert "2 projects (2 withdrawn: alpha, gamma);" in checked.out
    assert "alpha" not in on_day("rank").out
    shown = on_day("show", "alpha")
    assert (shown.status, "stage idea, withdrawn," in shown.out) == (0, True)
    assert on_day("why", "alpha").status == 0
    assert on_day("decide", "alpha", "--to", "trial").status == 2
    assert on_day("decide", "alpha", "--to", "active", "--reason", "After all").status == 0
    assert "alpha" in on_day("rank").out


def test_paused_projects_stay_and_are_marked(on_day: Command, town: Path) -> None:
    on_day("decide", "beta", "--to", "paused", "--reason", "Strike")
    checked = on_day("check")
    assert "trial, paused" in checked.out
    assert "trial, paused" in on_day("check", "-o", "md").out
    found = json.loads(on_day("check", "-o", "json").out)["projects"]
    assert {one["id"]: one["lifecycle"] for one in found} == {
        "alpha": "active", "beta": "paused", "delta": "active",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("alpa", "--to", "trial"), 2, "did you mean 'alpha'?"),
        (("alpha", "--to", "trail"), 2, "did you mean 'trial'?"),
        (("alpha", "--to", "rollout"), 2, "next is trial: hexvet decide alpha --to trial"),
        (("alpha", "--to", "idea"), 2, "to stay where it is needs a reason: say why with --reason"),
        (("alpha", "--to", "paused", "--reason", " "), 2, "to be paused needs a reason"),
        (("alpha", "--to", "trial", "--by", "mayr"), 2, "did you mean 'mayor'?"),
        (("alpha", "--to", "trial", "--by", "fund"), 2, "--by fay or --by ray"),
        (("alpha", "--to", "trial", "--reason", "a\x1b[2Jb"), 2, "control characters"),
        (("alpha", "--to", "trial", "--reason", "x" * 10_001), 2, "too long"),
        (("alpha", "--to", "trial", "--override", "--reason", SOUND), 2, "nothing to override"),
        (("beta", "--to", "rollout", "--override"), 2, "a reason of substance"),
        (("beta", "--to", "rollout", "--override", "--by", "fay", "--reason", SOUND), 2,
         "for mayor or appointee; Fay Chu acts as fund"),
        (("beta", "--to", "rollout", "--by", "fay"), 2, "a decision at the gate trial is for"),
        (("delta", "--to", "trial"), 1, "the gate idea holds"),
        (("gamma", "--to", "rollout"), 2, "re-open it first"),
        (("alpha",), 2, "--to"),
    ],
)  # fmt: skip
def test_what_is_not_decided_and_why(
    on_day: Command, town: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    done = on_day("decide", *words)
    assert done.status == status
    assert said in done.err
    assert "\x1b" not in done.err + done.out
    assert unchanged(town)


def test_nobody_decides_on_files_that_cannot_be_read(on_day: Command, town: Path) -> None:
    (town / "assessments/fund/alpha.toml").write_text("finished = maybe\n")
    assert on_day("decide", "beta", "--to", "paused", "--reason", "r").status == 0
    done = on_day("decide", "alpha", "--to", "trial")
    assert (done.status, "alpha cannot be decided on" in done.err) == (5, True)
    (town / "hexvet.toml").write_text(text(town, "hexvet.toml") + "[people.x]\n")
    assert on_day("decide", "delta", "--to", "paused", "--reason", "r").status == 5


def test_gates_that_are_called_otherwise_now(on_day: Command, town: Path) -> None:
    rules = town / "rules/town.toml"
    rules.write_text(rules.read_text().replace("gate.trial]", "gate.pilot]").replace(
        '"trial"', '"pilot"'
    ).replace("'trial'", "'pilot'"))  # fmt: skip
    done = on_day("decide", "beta", "--to", "pilot")
    assert done.status == 0
    assert "'trial' is not an allowed value" in done.err
    assert "beta: no stage -> pilot (enter)" in done.out
    assert 'stage = "pilot"' in text(town, "projects/beta.toml")


def test_a_workspace_without_people_takes_what_is_said(on_day: Command, town: Path) -> None:
    (town / "hexvet.toml").write_text(text(town, "hexvet.toml").partition("# Who")[0])
    done = on_day("decide", "alpha", "--to", "trial", "--by", "J. Doe (mayor)")
    assert done.status == 0
    assert "hexvet.toml names nobody: recorded as said" in done.err
    assert "decided by J. Doe (mayor)" in done.out
    done = on_day("decide", "alpha", "--to", "paused", "--reason", "r", "--by", "appointee")
    assert "decided by mlopez (appointee)" in done.out
    assert on_day("answer", "alpha", "ready", "no").err == ""  # nothing was claimed


def test_somebody_who_is_nobody_here(
    on_day: Command, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    done = on_day("decide", "alpha", "--to", "trial")
    assert (done.status, "nobody in hexvet.toml has the login 'root'" in done.err) == (2, True)


# answer -----------------------------------------------------------------------------------------
def test_an_answer_is_written_and_its_effect_is_told(on_day: Command, town: Path) -> None:
    done = on_day("answer", "beta", "ready", "yes")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "beta: ready",
        "  before false",
        "  after  true",
        "  check town/departments: failed -> passed",
        "  gate trial: stop -> pass",
        "Entry 1, in projects/beta.toml.",
    ]
    assert "ready = true\n" in text(town, "projects/beta.toml")


def test_an_answer_with_its_source(on_day: Command, town: Path) -> None:
    done = on_day("answer", "alpha", "cost", "1.2M..1.8M", "--source", "memo of 3 May",
                  "--confidence", "low", "--note", "Two offers", "--by", "ann")  # fmt: skip
    assert done.status == 0
    assert tomllib.loads(text(town, "projects/alpha.toml"))["cost"] == {
        "low": 1_200_000, "high": 1_800_000, "source": "memo of 3 May", "by": "appointee",
        "confidence": "low", "note": "Two offers",
    }  # fmt: skip
    assert "# a first estimate\n" in text(town, "projects/alpha.toml")
    entry = json.loads(text(town, "journal.jsonl"))
    assert (entry["by"], entry["role"], entry["as_of"]) == ("ann", "appointee", DAY)


def test_a_party_answers_until_it_is_done(on_day: Command, town: Path) -> None:
    done = on_day("answer", "beta", "share", "20%", "--party", "fund", "--by", "fay")
    assert "  counts when fund is done: hexvet answer beta finished yes --party fund\n" in done.out
    done = on_day("answer", "beta", "finished", "yes", "--party", "fund", "--by", "fay")
    assert "beta (fund): finished\n" in done.out
    assert text(town, "assessments/fund/beta.toml") == (
        'size = "large"\nshare = 0.2\nfinished = true\n'
    )


def test_a_negative_number_is_a_value(on_day: Command, town: Path) -> None:
    done = on_day("answer", "alpha", "cost", "-5")
    assert (done.status, "allowed: from 0" in done.err) == (2, True)


def test_a_dry_run_of_an_answer(on_day: Command, town: Path) -> None:
    done = on_day("answer", "beta", "ready", "yes", "--dry-run")
    assert "gate trial: stop -> pass" in done.out
    assert done.out.endswith("Would be recorded, in projects/beta.toml.\n")
    assert unchanged(town)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("alpha", "cots", "3"), "did you mean 'cost'?"),
        (("alpa", "cost", "3"), "did you mean 'alpha'?"),
        (("alpha", "stage", "trial"), "changes by a decision only: hexvet decide alpha"),
        (("alpha", "cost", "dear"), "'dear': not a number"),
        (("alpha", "size", "larg"), "did you mean 'large'?"),
        (("alpha", "cost", "99M"), "outside the field's range"),
        (("alpha", "cost", "50000"), "says so already"),
        (("alpha", "end", "unknown"), "unknown already"),
        (("alpha", "places", "3"), "hexvet answer programme places"),
        (("alpha", "size", "small", "--party", "mayer"), "did you mean 'mayor'?"),
        (("alpha", "owner", "x\x07"), "WS018"),
        (("alpha", "owner", "x", "--source", "a\nb"), "WS018"),
    ],
)  # fmt: skip
def test_what_is_no_answer(on_day: Command, town: Path, words: tuple[str, ...], said: str) -> None:
    done = on_day("answer", *words)
    assert (done.status, said in done.err) == (2, True), done.err
    assert unchanged(town)


# vote and resolve -------------------------------------------------------------------------------
def test_a_vote_is_dated_and_keeps_its_reason(on_day: Command, town: Path) -> None:
    done = on_day("vote", "beta", "no", "--party", "fund", "--by", "fay", "--reason", "Too dear")
    assert done.status == 0
    assert tomllib.loads(text(town, "projects/beta.toml"))["votes"][1] == {
        "party": "fund", "vote": "no", "date": datetime.date(2026, 5, 4), "reason": "Too dear",
    }  # fmt: skip
    entry = json.loads(text(town, "journal.jsonl"))
    assert (entry["kind"], entry["details"]["party"], entry["details"]["vote"]) == (
        "vote", "fund", "no",
    )  # fmt: skip
    assert on_day("vote", "beta", "unknown", "--party", "fund").status == 0
    assert tomllib.loads(text(town, "projects/beta.toml"))["votes"][1] == {"party": "fund"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("beta", "maybe", "--party", "fund"), "'maybe' is not an answer to vote"),
        (("beta", "yes", "--party", "fun"), "did you mean 'fund'?"),
        (("beta", "yes"), "--party"),
        (("programme", "yes", "--party", "fund"), "votes are about projects"),
        (("beta", "yes", "--party", "unknown"), "who votes?"),
    ],
)
def test_what_is_no_vote(on_day: Command, town: Path, words: tuple[str, ...], said: str) -> None:
    done = on_day("vote", *words)
    assert (done.status, said in done.err) == (2, True), done.err
    assert unchanged(town)


def test_a_dispute_is_settled_with_a_reason(on_day: Command, town: Path) -> None:
    assert "--reason" in on_day("resolve", "alpha", "size", "large").err
    assert unchanged(town)
    done = on_day("resolve", "alpha", "size", "large", "--reason", "Counted again", "--by", "ann")
    assert done.status == 0
    assert "fund says large" in done.out
    assert "mayor says small" in done.out
    assert tomllib.loads(text(town, "projects/alpha.toml"))["size"] == {
        "value": "large", "by": "appointee", "reason": "Counted again",
    }  # fmt: skip
    assert json.loads(text(town, "journal.jsonl"))["kind"] == "resolution"
    done = on_day("resolve", "alpha", "cost", "3", "--reason", "r")
    assert (done.status, "no answers that differ" in done.err) == (2, True)


def test_a_party_is_heard_by_others_when_it_has_finished(on_day: Command, town: Path) -> None:
    # Size is disputed between mayor and fund in alpha; in delta nobody has said anything.
    fund = ("--party", "fund", "--by", "fay")
    mayor = ("--party", "mayor")
    assert on_day("answer", "delta", "size", "large", *fund, "--note", "Oak Street").status == 0
    assert on_day("answer", "delta", "finished", "yes", *fund).status == 0
    blind = on_day("answer", "delta", "size", "small", *mayor, "--reason", "Elm Street").out
    assert "fund" not in blind and "large" not in blind
    ways = ("", "3", "-o json", "-o csv", "3 -o json", "-o md", "--limit 1")
    for words in ways:
        told = on_day("log", *words.split()).out
        assert "sealed until mayor has finished" in told
        assert "small" not in told and "Elm Street" not in told
    assert all("small" not in on_day(*words).out for words in (("show", "delta"), ("check",)))
    assert "Oak Street" in on_day("log", "1").out
    on_day("answer", "delta", "finished", "yes", *mayor)
    assert "Elm Street" in on_day("log", "3").out
    assert "- fund says large" in on_day("resolve", "delta", "size", "large", "--reason", "r").out


def test_a_party_that_has_finished_answers_again_when_its_answers_are_opened(
    on_day: Command, town: Path
) -> None:
    fund = ("--party", "fund", "--by", "fay")
    on_day("answer", "delta", "size", "large", *fund)
    on_day("answer", "delta", "finished", "yes", *fund)
    for words in (("size", "small"), ("size", "unknown"), ("share", "20%")):
        done = on_day("answer", "delta", *words, *fund)
        assert done.status == 2
        assert "fund has finished: hexvet answer delta finished no --party fund" in done.err
        assert "they are sealed until it is finished" in done.err
    assert tomllib.loads(text(town, "assessments/fund/delta.toml"))["size"] == "large"
    assert on_day("answer", "delta", "finished", "no", *fund).status == 0
    assert on_day("answer", "delta", "size", "small", *fund).status == 0
    assert "small" not in on_day("show", "delta").out


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--party", "fund"), "Maria Lopez acts as mayor and does not answer for fund: --by fay"),
        (("--party", "fund", "--by", "analyst"), "Ann Berg acts as analyst and does not answer"),
        (("--party", "clerks"), "nobody in hexvet.toml answers for clerks: add it below"),
    ],
)
def test_who_answers_for_a_party(
    on_day: Command, town: Path, words: tuple[str, ...], error: str
) -> None:
    done = on_day("answer", "beta", "size", "small", *words)
    assert (done.status, error in done.err, unchanged(town)) == (2, True, True)


def test_who_has_its_role_or_its_name_answers_for_a_party(on_day: Command, town: Path) -> None:
    settings = town / "hexvet.toml"
    settings.write_text(f'{settings.read_text()}roles = ["clerks"]\n')
    for party, who in (("clerks", "ed"), ("ed", "ed"), ("appointee", "ann"), ("fund", "fund")):
        found = on_day("answer", "beta", "size", "small", "--party", party, "--by", who)
        wanted = 2 if who == "fund" else 0  # two people have that role
        assert (found.status, (town / f"assessments/{party}/beta.toml").exists()) == (
            wanted, wanted == 0 or party == "fund",
        )  # fmt: skip
    assert "WS044" not in on_day("check").err  # the role of a party is asked for


# undo -------------------------------------------------------------------------------------------
def test_undo_takes_back_the_last_and_redo_is_its_undo(on_day: Command, town: Path) -> None:
    before = text(town, "projects/alpha.toml")
    on_day("answer", "alpha", "cost", "60k")
    after = text(town, "projects/alpha.toml")
    done = on_day("undo", "--reason", "Wrong project")
    assert done.status == 0
    assert done.out.splitlines() == [
        "Takes back entry 1 (answer): cost: 50_000 -> 60_000",
        "    projects/alpha.toml: cost: 60_000 -> 50_000",
        "    projects/alpha.toml as it was",
        "Entry 2. To do it again: hexvet undo 2",
    ]
    assert text(town, "projects/alpha.toml") == before
    done = on_day("undo", "2", "--reason", "It was right")
    assert done.status == 0
    assert done.out.startswith("Does entry 1 (answer) again: cost: 50_000 -> 60_000\n")
    assert done.out.endswith("Entry 3. To take it back: hexvet undo 3\n")
    assert text(town, "projects/alpha.toml") == after


def test_a_decision_is_taken_back_by_those_who_may_take_it(on_day: Command, town: Path) -> None:
    on_day("decide", "beta", "--to", "paused", "--reason", "Strike")
    done = on_day("undo", "--reason", "It is over", "--by", "fay")
    assert (done.status, "a decision at the gate trial is for" in done.err) == (2, True)
    assert "paused" in text(town, "projects/beta.toml")
    assert on_day("undo", "--reason", "It is over", "--by", "ann").status == 0
    assert "paused" not in text(town, "projects/beta.toml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--reason is missing"),
        (("--reason", "  "), "--reason is missing"),
        (("7", "--reason", "r"), "there is no entry 7"),
        (("one", "--reason", "r"), "'one' is not the number of an entry"),
        (("-1", "--reason", "r"), "-1"),
        (("--reason", "r", "--by", "nobody"), "there is no person or role 'nobody'"),
    ],
)
def test_what_is_not_taken_back(
    on_day: Command, town: Path, words: tuple[str, ...], said: str
) -> None:
    on_day("answer", "alpha", "cost", "60k")
    done = on_day("undo", *words)
    assert (done.status, said in done.err) == (2, True), done.err
    assert "cost = 60_000" in text(town, "projects/alpha.toml")


def test_what_somebody_answered_goes_by_them_or_in_their_role(on_day: Command, town: Path) -> None:
    assert on_day("answer", "beta", "size", "small", "--party", "fund", "--by", "fay").status == 0
    done = on_day("undo", "--reason", "r")
    assert "Maria Lopez acts as mayor and does not answer for fund" in done.err
    assert on_day("undo", "--reason", "r", "--by", "ray").status == 0
    assert on_day("answer", "beta", "size", "small", "--by", "ann").status == 0
    done = on_day("undo", "--reason", "r")
    assert (done.status, "what ann answered as appointee is for appointee" in done.err) == (2, True)
    assert on_day("undo", "--reason", "r", "--by", "ann").status == 0


def test_what_others_stand_on_is_said_before_it_goes(on_day: Command, town: Path) -> None:
    # Two places; beta is at the trial. With three, alpha and delta go there, too.
    assert on_day("answer", "programme", "places", "3").status == 0
    for name in ("alpha", "delta"):
        found = on_day("decide", name, "--to", "trial", "--override", "--reason", SOUND)
        found = found if not found.status else on_day("decide", name, "--to", "trial")
        assert found.status == 0, found.err
    before = text(town, "hexvet.toml")
    undo = ("undo", "1", "--reason", "No money")
    done = on_day(*undo)
    assert (done.status, text(town, "hexvet.toml")) == (2, before)
    assert "alpha would be at trial, but the gate idea stops" in done.err
    assert done.err.endswith("--yes takes it back all the same\n")
    dry = on_day(*undo, "--dry-run")
    assert (dry.status, "  ! alpha would be at trial" in dry.out) == (0, True)
    done = on_day(*undo, "--yes")
    assert (done.status, "  ! beta would be at trial" in done.out) == (0, True)
    entry = json.loads(text(town, "journal.jsonl").splitlines()[-1])
    assert entry["details"]["held"][0] == "alpha would be at trial, but the gate idea stops"


def test_nothing_to_undo_and_nothing_to_replay(on_day: Command, town: Path) -> None:
    done = on_day("undo", "--reason", "r")
    assert (done.status, "the journal is empty" in done.err) == (2, True)
    done = on_day("replay")
    assert (done.status, done.out) == (0, "No decision is recorded yet.\n")


def test_a_dry_run_of_undo(on_day: Command, town: Path) -> None:
    on_day("answer", "alpha", "cost", "60k")
    done = on_day("undo", "--reason", "r", "--dry-run")
    assert done.out.startswith("Would take back entry 1 (answer)")
    assert "cost = 60_000" in text(town, "projects/alpha.toml")


# replay -----------------------------------------------------------------------------------------
def test_decisions_are_replayed_after_the_rules_have_changed(on_day: Command, town: Path) -> None:
    on_day("decide", "alpha", "--to", "trial")
    on_day("decide", "beta", "--to", "rollout", "--override", "--reason", SOUND)
    rules = town / "rules/town.toml"
    rules.write_text(rules.read_text().replace("owner != 'none'", "owner == 'none'"))
    done = on_day("replay")
    assert done.status == 0
    assert done.out.splitlines() == [
        "same    entry 1, alpha, forward: idea -> trial, as of 2026-05-04",
        "same    entry 2, beta, forward: trial -> rollout, against 1 outcome, as of 2026-05-04",
        "Decisions that come out as recorded: 2 of 2.",
    ]
    assert on_day("replay", "2").out.endswith("Decisions that come out as recorded: 1 of 1.\n")
    done = on_day("replay", "3")
    assert (done.status, "entry 3 is no decision" in done.err) == (2, True)


def test_a_damaged_store_is_bad_data(on_day: Command, town: Path) -> None:
    on_day("decide", "alpha", "--to", "trial")
    inputs = json.loads(text(town, "journal.jsonl"))["inputs"]
    (town / f"journal/{inputs[:2]}/{inputs}.json").unlink()
    done = on_day("replay")
    assert done.status == 5
    assert "JN006" in done.err
    assert "Decisions that come out as recorded: 0 of 1." in done.out
