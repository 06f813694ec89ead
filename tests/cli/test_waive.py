"""`hexvet waive`, `hexvet waivers` and `hexvet lock` in Springfield."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from .conftest import DAY, Command, Done

BETA = ("mini/time_limited", "beta")
WHO = ("--role", "mayor", "--name", "M. Simpson", "--reason", "The river is high.")


@pytest.fixture
def waive(hexvet: Command, city: Path) -> Command:
    """Runs `hexvet waive` in Springfield on the day of its stories."""

    def run(*words: object) -> Done:
        day = () if "--as-of" in words else ("--as-of", DAY)
        return hexvet("waive", *words, *day)

    return run


def waivers(city: Path) -> dict[str, dict[str, object]]:
    found = tomllib.loads((city / "waivers.toml").read_text())["waiver"]
    assert isinstance(found, dict)
    return found


# granting -------------------------------------------------------------------------------------
def test_a_waiver_is_recorded_and_its_effect_is_told(waive: Command, city: Path) -> None:
    before = (city / "waivers.toml").read_text()
    done = waive(*BETA, *WHO, "--days", "60")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Waived mini/time_limited for beta to 2018-04-02 (60 days), by M. Simpson (mayor):",
        "  check mini/time_limited: failed -> waived",
        "  gate launch: stop -> pass",
        "In waivers.toml as [waiver.time_limited-beta].",
    ]
    assert (city / "waivers.toml").read_text().startswith(before)
    assert {key: str(value) for key, value in waivers(city)["time_limited-beta"].items()} == {
        "check": "mini/time_limited",
        "project": "beta",
        "role": "mayor",
        "name": "M. Simpson",
        "reason": "The river is high.",
        "granted": "2018-02-01",
        "expires": "2018-04-02",
    }


def test_check_shows_it_with_and_without_afterwards(
    waive: Command, check: Command, city: Path
) -> None:
    assert check().status == 1
    waive(*BETA, *WHO)
    done = check("-o", "json")
    beta = next(one for one in json.loads(done.out)["projects"] if one["id"] == "beta")
    told = beta["checks"]["mini/time_limited"]
    assert (told["status"], told["without_waiver"]) == ("waived", "failed")
    assert told["waiver"]["id"] == "time_limited-beta"
    assert beta["gates"]["launch"] == {
        "state": "pass", "because": [], "without_waivers": "stop",
    }  # fmt: skip
    sarif = json.loads(check("-o", "sarif").out)["runs"][0]["results"]
    suppressed = [one for one in sarif if one["properties"].get("project") == "beta"
                  and one["ruleId"] == "mini/time_limited"]  # fmt: skip
    assert [one["suppressions"][0]["status"] for one in suppressed] == ["accepted"]
    for format in ("table", "md", "csv", "junit"):
        text = check("-o", format).out
        assert "waived" in text
        assert "The river is high." in text or format == "csv"


def test_how_long_when_nobody_says(waive: Command, city: Path) -> None:
    waive(*BETA, *WHO)
    assert str(waivers(city)["time_limited-beta"]["expires"]) == "2018-07-31"


def test_a_short_id_will_do_and_the_full_one_is_written(waive: Command, city: Path) -> None:
    assert waive("time_limited", "beta", *WHO, "--id", "river").status == 0
    assert waivers(city)["river"]["check"] == "mini/time_limited"


def test_a_dry_run_says_the_same_and_writes_nothing(waive: Command, city: Path) -> None:
    before = (city / "waivers.toml").read_bytes()
    done = waive(*BETA, *WHO, "--dry-run")
    assert done.out.startswith("Would waive mini/time_limited for beta")
    assert "gate launch: stop -> pass" in done.out
    assert (city / "waivers.toml").read_bytes() == before


def test_the_ledger_is_made_where_there_is_none(waive: Command, city: Path) -> None:
    (city / "waivers.toml").unlink()
    assert waive(*BETA, *WHO).status == 0
    assert list(waivers(city)) == ["time_limited-beta"]


def test_a_check_of_the_programme_is_waived_for_every_project(waive: Command, city: Path) -> None:
    rules = city / "rules" / "mini.toml"
    rules.write_text(rules.read_text() + 'waivable = { by = ["council"], max_days = 30 }\n')
    settings = city / "hexvet.toml"
    settings.write_text(settings.read_text().replace('"mayor"', '"nobody"'))
    who = ("--role", "council", "--name", "The council", "--reason", "Elections.")
    for words in (("sponsored",), ("sponsored", "programme", "--id", "again")):
        done = waive(*words, *who, "--dry-run")
        assert done.status == 0
        assert "for the programme" in done.out
    assert "gate launch: stop -> pass (2 projects)" in done.out
    assert "gate launch: stop -> hold (1 project)" in done.out
    assert "gate launch: stop as before (1 project)" in done.out
    assert waive("sponsored", "beta", *who).err.startswith(
        "hexvet: not waived: mini/sponsored is a check of the programme"
    )


# refusing -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("time_limitd", "beta", *WHO), "did you mean 'time_limited'?"),
        (("mini/time_limitd", "beta", *WHO), "did you mean 'mini/time_limited'?"),
        (("time_limited", "betta", *WHO), "did you mean 'beta'?"),
        (("time_limited", *WHO), "name the project after it"),
        ((*BETA, *WHO, "--days", "181"), "--until 2018-07-31 at the latest"),
        ((*BETA, *WHO, "--until", "2018-01-31"), "before it begins"),
        ((*BETA, *WHO, "--days", "3", "--until", "2018-03-01"), "either --until or --days"),
        ((*BETA, *WHO, "--days", "-3"), "--days"),
        ((*BETA, *WHO, "--days", "many"), "'many' is not a number of days"),
        (("noted", "delta", *WHO), "mini/noted is passed now and needs no waiver"),
        (("noted", "beta", *WHO), "mini/noted cannot be waived"),
        (("time_limited", "delta", *WHO), "go on from it: --renew delta-late"),
        ((*BETA, "--role", "clerk", *WHO[2:]), "only mayor may waive"),
        ((*BETA, *WHO[:4]), "--reason is missing"),
        ((*BETA, *WHO[2:]), "--role is missing"),
        ((*BETA, *WHO[:5], " "), "--reason is missing"),
        ((*BETA, *WHO, "--id", "delta-late"), "choose another --id"),
        ((*BETA, *WHO, "--id", "Not An Id"), "not fit to be an id"),
        ((*WHO,), "which check?"),
        (("--renew", "delta-lat", *WHO), "did you mean 'delta-late'?"),
        (("--renew", "delta-late", *WHO, "--days", "3"), "lasts to 2018-05-01 anyway"),
        (("--renew", "delta-late", "--revoke", "delta-late", *WHO), "either --renew or --revoke"),
        (("time_limited", "--renew", "delta-late", *WHO), "leave them out"),
        (("--revoke", "beta-old", *WHO[2:]), "expired on 2017-03-01"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(
    waive: Command, city: Path, words: tuple[str, ...], said: str
) -> None:
    before = (city / "waivers.toml").read_bytes()
    done = waive(*words)
    assert done.status == 2
    assert said in done.err
    assert done.out == ""
    assert (city / "waivers.toml").read_bytes() == before


def test_a_passed_check_is_waived_only_by_force(waive: Command, city: Path) -> None:
    alpha = ("time_limited", "alpha", *WHO)
    assert waive(*alpha).status == 2
    done = waive(*alpha, "--force")
    assert done.status == 0
    assert "check mini/time_limited: passed as before" in done.out


def test_force_opens_nothing_that_the_pack_forbids(waive: Command, city: Path) -> None:
    assert waive("cheap", "alpha", *WHO, "--force").status == 2
    assert waive(*BETA, "--role", "clerk", *WHO[2:], "--force").status == 2


@pytest.mark.parametrize("name", ["x\x1b[31m", "two\nlines", "\u202eback"])
def test_what_could_steer_a_terminal_is_refused(waive: Command, city: Path, name: str) -> None:
    before = (city / "waivers.toml").read_bytes()
    done = waive(*BETA, "--role", "mayor", "--name", name, "--reason", "x")
    assert done.status == 2
    assert "\x1b" not in done.err
    assert (city / "waivers.toml").read_bytes() == before


def test_a_ledger_that_changed_meanwhile_is_left_alone(
    waive: Command, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hexvet.deciding import waiving

    theirs = "# somebody else was here\n"
    plain = waiving.with_waiver

    def slow(*words: object) -> str:
        text = plain(*words)  # type: ignore[arg-type]
        (city / "waivers.toml").write_text(theirs)
        return text

    monkeypatch.setattr(waiving, "with_waiver", slow)
    done = waive(*BETA, *WHO)
    assert done.status == 2
    assert "JN021" in done.err
    assert "the ledger was not changed" in done.err
    assert (city / "waivers.toml").read_text() == theirs


def test_a_broken_ledger_is_not_written_over(waive: Command, city: Path) -> None:
    (city / "waivers.toml").write_text("<<<<<<< ours\n")
    done = waive(*BETA, *WHO)
    assert done.status == 5
    assert (city / "waivers.toml").read_text() == "<<<<<<< ours\n"


# renewing and revoking ------------------------------------------------------------------------
def test_renewing_makes_a_new_waiver_of_the_same_check(
    waive: Command, hexvet: Command, city: Path
) -> None:
    assert waive("--renew", "delta-late", *WHO, "--days", "120").status == 0
    assert waivers(city)["time_limited-delta"]["project"] == "delta"
    done = hexvet("waivers", "--as-of", DAY, "-o", "json")
    found = {one["id"]: one for one in json.loads(done.out)["waivers"]}
    assert found["delta-late"]["state"] == "replaced"
    assert found["time_limited-delta"]["since"] == "2018-01-10"


def test_an_expired_waiver_can_be_renewed(waive: Command, city: Path) -> None:
    done = waive("--renew", "beta-old", *WHO, "--days", "10")
    assert done.status == 0
    assert "failed -> waived" in done.out


def test_revoking_ends_it_from_that_day_on(
    waive: Command, check: Command, hexvet: Command, city: Path
) -> None:
    done = waive(
        "--revoke", "delta-late", "--name", "M. Simpson", "--reason", "The bridge is done."
    )
    assert done.status == 0
    assert done.out.splitlines() == [
        "Revoked 'delta-late' from 2018-02-01 on:",
        "  check mini/time_limited: waived -> failed",
        "  gate launch: pass -> stop; decided by mini/time_limited",
        "In waivers.toml as [waiver.delta-late].",
    ]
    assert waivers(city)["delta-late"]["revoked_because"] == "The bridge is done. (M. Simpson)"
    listed = hexvet("waivers", "--as-of", DAY).out
    assert "Revoked (1)" in listed
    assert "It was revoked on 2018-02-01: The bridge is done. (M. Simpson)." in listed
    assert hexvet("show", "delta", "--as-of", "2018-01-31").out.count("waived by") >= 1
    again = waive("--revoke", "delta-late", "--name", "N", "--reason", "R")
    assert "was revoked on 2018-02-01" in again.err


# the list -------------------------------------------------------------------------------------
def test_the_ledger_is_listed_whole_what_wants_attention_first(hexvet: Command, city: Path) -> None:
    done = hexvet("waivers", "--as-of", DAY)
    assert done.status == 0
    shown = [line.strip() for line in done.out.splitlines()]
    assert shown[0] == "Springfield: 2 waivers on 2018-02-01"
    assert shown.index("Expired (1)") < shown.index("In force (1)")
    for line in (
        "beta-old  mini/time_limited  beta",
        "failed; gate launch: stop",
        "It expired on 2017-03-01; mini/time_limited counts again.",
        "delta-late  mini/time_limited  delta",
        "failed, waived; gate launch: pass, without waivers: stop",
        "waived by M. Simpson (mayor) from 2018-01-10 to 2018-05-01: The bridge comes first.",
        "waivers.toml:1:2",
    ):
        assert line in shown


@pytest.mark.parametrize(
    ("level", "day", "status"),
    [
        (None, DAY, 0),
        ("blocker", DAY, 0),
        ("warning", DAY, 1),
        ("advice", DAY, 1),
        ("warning", "2017-02-20", 1),
        ("warning", "2017-01-15", 0),
        ("advice", "2017-01-15", 1),
    ],
)
def test_the_exit_status_of_the_list(
    hexvet: Command, city: Path, level: str | None, day: str, status: int
) -> None:
    words = ("--fail-on", level) if level else ()
    assert hexvet("waivers", "--as-of", day, *words).status == status


def test_how_soon_is_soon(hexvet: Command, city: Path) -> None:
    for due, state in ((88, "in_force"), (89, "due")):
        done = hexvet("waivers", "--as-of", DAY, "--due", due, "-o", "json")
        found = {one["id"]: one for one in json.loads(done.out)["waivers"]}
        assert found["delta-late"]["state"] == state
        assert found["delta-late"]["days_left"] == 89


def test_the_list_for_programs(hexvet: Command, city: Path) -> None:
    done = hexvet("waivers", "--as-of", DAY, "-o", "json=out.json", "-o", "table")
    assert done.out.startswith("Springfield")
    found = json.loads((city / "out.json").read_text())
    assert (found["format"], found["as_of"], found["due_days"]) == (1, "2018-02-01", 30)
    assert found["summary"] == {"expired": 1, "in_force": 1}
    assert found["waivers"][1]["gate_without_waivers"] == "stop"


def test_a_ledger_with_a_mistake_is_bad_data_and_the_rest_is_listed(
    hexvet: Command, city: Path
) -> None:
    ledger = city / "waivers.toml"
    ledger.write_text(ledger.read_text().replace("2018-05-01", '"later"'))
    done = hexvet("waivers", "--as-of", DAY)
    assert done.status == 5
    assert "1 waiver" in done.out
    assert "WS017" in done.err or "WS012" in done.err


def test_an_empty_ledger(hexvet: Command, city: Path) -> None:
    (city / "waivers.toml").unlink()
    assert hexvet("waivers", "--as-of", DAY).out == "Springfield: 0 waivers on 2018-02-01\n"


# the lock -------------------------------------------------------------------------------------
def test_the_lock_is_written_once_and_compared_ever_after(
    hexvet: Command, check: Command, city: Path
) -> None:
    missing = hexvet("lock", "--check")
    assert (missing.status, "hexvet lock" in missing.err) == (1, True)
    assert hexvet("lock").out == "Locked 1 pack in pack.lock:\n  mini 1.2.0: 1 file\n"
    assert hexvet("lock").out == "pack.lock holds already: 1 pack as locked.\n"
    assert hexvet("lock", "--check").status == 0
    assert "WS040" not in check().err


def test_a_pack_that_changed_is_told_by_every_verb_until_it_is_accepted(
    hexvet: Command, check: Command, city: Path
) -> None:
    hexvet("lock")
    rules = city / "rules" / "mini.toml"
    rules.write_text(rules.read_text().replace("= 24", "= 36").replace("1.2.0", "1.3.0"))
    for done in (check(), hexvet("show", "beta", "--as-of", DAY), hexvet("lock", "--check")):
        assert "WS040 warning: the pack mini is 1.3.0, locked was 1.2.0" in done.err
        assert "accept it: hexvet lock" in done.err
    assert done.status == 1
    problems = json.loads(check("-o", "json").out)["problems"]
    assert [one["code"] for one in problems if one["file"] == "pack.lock"] == ["WS040"]
    accepted = hexvet("lock").out
    assert "mini 1.3.0: is 1.3.0, locked was 1.2.0; changed: rules/mini.toml" in accepted
    assert "WS040" not in check().err


def test_a_lock_in_conflict_is_an_error_until_it_is_written_anew(
    hexvet: Command, check: Command, city: Path
) -> None:
    (city / "pack.lock").write_text("<<<<<<< ours\n")
    assert check().status == 5
    assert hexvet("lock", "--check").status == 5
    assert hexvet("lock").status == 0
    assert hexvet("lock", "--check").status == 0


def test_a_broken_pack_is_not_locked(hexvet: Command, city: Path) -> None:
    rules = city / "rules" / "mini.toml"
    rules.write_text(rules.read_text().replace("note is known", "noot is known"))
    assert hexvet("lock").status == 3
    assert not (city / "pack.lock").exists()
