"""`hexvet log`, `record`, `verify` and `sign`, and the verbs that write: what people see."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from hexvet.journal import Draft, Edit, record, record_noticed
from hexvet.journal.model import Clock
from hexvet.reporters.typesetting import display_width

from .conftest import FILES, HARBOUR, SETTINGS, Command, Done, entries, raised

PEOPLE = """
[people.anna]
name = "Anna A."
roles = ["analyst"]

[people.bob]
name = "Bob B."
roles = ["mayor"]
"""
BOARD = ("--role", "mayor", "--name", "Bob B.", "--reason", "Agreed on 3 May.")


@pytest.fixture
def told(city: Path, clock: Clock) -> Path:
    """Six entries of several people, kinds and days."""
    days = iter(range(6))

    def daily() -> object:
        import datetime

        return clock() + datetime.timedelta(days=next(days))

    at: Clock = daily  # type: ignore[assignment]
    record_noticed(city, "anna", at)
    raised(city, at)
    record(
        city, Draft("vote", "bob", "mayor", ("project:station",), details={"vote": "yes"}), [], at
    )
    move = {"move": "forward", "from": {"lifecycle": "active", "stage": "intake"},
            "to": {"lifecycle": "active", "stage": "vetting"}}  # fmt: skip
    about = ("project:harbour", "gate:vetting", "check:la-model/sponsor")
    record(city, Draft("decision", "bob", "mayor", about, "It is time.", details=move), [], at)
    (city / FILES[1]).write_text("title = 'Station'\ncost = 9\n")
    record_noticed(city, "anna", at, reason="A call.")
    record(city, Draft("undo", "anna", about=("entry:2",)), [], at)
    return city


def numbers(done: Done) -> list[int]:
    """The numbers of the entries in a table."""
    assert done.status == 0, done.err
    return [int(line.split()[0]) for line in done.out.splitlines() if line.split()[0].isdecimal()]


# log --------------------------------------------------------------------------------------------
def test_the_log_has_a_line_an_entry(hexvet: Command, told: Path) -> None:
    lines = hexvet("log").out.splitlines()
    assert lines[0].split() == ["entry", "at", "kind", "about", "by", "what"]
    assert [" ".join(line.split()) for line in lines[1:]] == [
        "1 2026-05-04 12:00 edit anna 3 files; the files as they were found",
        "2 2026-05-05 12:00 answer harbour anna 2 values: cost, cost",
        "3 2026-05-06 12:00 vote station bob (mayor)",
        "4 2026-05-07 12:00 decision harbour bob (mayor) forward: intake -> vetting; It is time.",
        "5 2026-05-08 12:00 edit station anna cost: 1 -> 9; A call.",
        "6 2026-05-09 12:00 undo entry:2 anna takes back entry 2",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--project", "harbour"), [2, 4]),
        (("--project", "harbour", "--project", "station"), [2, 3, 4, 5]),
        (("--person", "bob"), [3, 4]),
        (("--kind", "edit", "--kind", "vote"), [1, 3, 5]),
        (("--rule", "sponsor"), [4]),
        (("--rule", "la-model/sponsor"), [4]),
        (("--rule", "cost"), [2]),
        (("--rule", "vetting"), [4]),
        (("--rule", "harbour"), []),
        (("--since", "2026-05-06"), [3, 4, 5, 6]),
        (("--until", "2026-05-06"), [1, 2, 3]),
        (("--since", "2026-05-05", "--until", "2026-05-05"), [2]),
        (("--limit", "2"), [5, 6]),
        (("--limit", "0"), [1, 2, 3, 4, 5, 6]),
        (("--limit", "1", "--person", "bob"), [4]),
        (("--project", "harbour", "--person", "bob", "--kind", "decision"), [4]),
    ],
)
def test_the_log_is_filtered(
    hexvet: Command, told: Path, words: tuple[str, ...], found: list[int]
) -> None:
    done = hexvet("log", *words)
    assert numbers(done) == found
    assert ("No entry matches." in done.out) == (not found)


@pytest.mark.parametrize("words", [(), ("-o", "json")])
def test_a_name_that_no_entry_has_is_told_with_the_nearest(
    hexvet: Command, told: Path, words: tuple[str, ...]
) -> None:
    done = hexvet("log", "--project", "harbor", "--rule", "la-model/sponser", *words)
    assert done.status == 0
    assert done.err.splitlines() == [
        "hexvet: no entry names a project 'harbor': did you mean 'harbour'?",
        "hexvet: no entry names a rule 'la-model/sponser': did you mean 'la-model/sponsor'?",
    ]
    assert hexvet("log", "--person", "bob", "--kind", "answer").err == ""
    assert hexvet("log", "--person", "xyzzy").err.endswith("'xyzzy': hexvet log shows all\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('city = "Springfield\n', "hexvet.toml cannot be read, so nobody can be told by name"),
        (SETTINGS + "[people]\nbob = 3\n", "nobody below [people] in hexvet.toml can be read"),
    ],
    ids=["broken", "no person"],
)
def test_nobody_becomes_the_mayor_by_a_mistake_in_a_file(
    hexvet: Command, told: Path, text: str, words: str
) -> None:
    before = (told / "journal.jsonl").read_bytes()
    (told / "hexvet.toml").write_text(text)
    done = hexvet("record", "--by", "mayor")
    assert done.status == 5
    assert words in done.err
    assert "names nobody" not in done.err
    assert (told / "journal.jsonl").read_bytes() == before


def test_the_last_ones_say_that_there_are_more(hexvet: Command, told: Path) -> None:
    assert "--limit 0 shows all" in hexvet("log", "--limit", "2").out
    assert "--limit 0" not in hexvet("log", "--limit", "6").out


@pytest.mark.parametrize("width", [80, 99, 100, 120, 200])
def test_the_log_fits_its_terminal(
    hexvet: Command, city: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    long = "é漢\x1b[31m\n[b]" * 1_000
    record(city, Draft("vote", long, long, (f"project:{long}",), long), [], clock)
    monkeypatch.setenv("COLUMNS", str(width))
    done = hexvet("log")
    assert all(display_width(line) <= width for line in done.out.splitlines())
    assert "\x1b" not in done.out
    assert numbers(done) == [1]


@pytest.mark.parametrize("words", [(), ("1",), ("-o", "json"), ("-o", "csv"), ("-o", "md")])
def test_nothing_in_the_log_steers_a_terminal(
    hexvet: Command, city: Path, clock: Clock, words: tuple[str, ...]
) -> None:
    text = "\x1b]0;x\x07\u202e\x9b31m\r"
    draft = Draft("vote", text, text, (f"project:{text}",), text, details={text: text})
    record(city, draft, [Edit(FILES[0], ("note",), None, '"\\u001b[31m"')], clock)
    out = hexvet("log", *words).out.replace("\r\n", "\n")
    assert not {"\x1b", "\x07", "\u202e", "\x9b", "\r"} & {*out}


def test_an_empty_journal_says_how_it_begins(hexvet: Command) -> None:
    done = hexvet("log")
    assert (done.status, done.err) == (0, "")
    assert "hexvet record" in done.out


def test_one_entry_is_told_whole(hexvet: Command, told: Path) -> None:
    out = hexvet("log", "5").out
    for part in ("Entry 5, edit, 2026-05-08 12:00:04 UTC", "by        anna", "A call.",
                 "projects/station.toml cost", "before  1", "after   9",
                 entries(told)[4].sha256, entries(told)[3].sha256, "signature none"):  # fmt: skip
        assert part in out
    assert json.loads(hexvet("log", "5", "-o", "json").out)["entries"][0]["entry"] == 5


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("99",), "there is no entry 99: the last one is 6"),
        (("0",), "there is no entry 0"),
        (("x",), "'x' is not a number"),
        (("--since", "2026-05-06", "--until", "2026-05-05"), "--since is later than --until"),
        (("--since", "yesterday"), "is not a date"),
        (("--kind", "opinion"), "decision"),
        (("-o", "xml"), "there is no output format 'xml'"),
    ],
)
def test_what_the_log_does_not_understand(
    hexvet: Command, told: Path, words: tuple[str, ...], part: str
) -> None:
    done = hexvet("log", *words)
    assert done.status == 2
    assert part in done.err


def test_the_log_for_programs(hexvet: Command, told: Path, tmp_path: Path) -> None:
    found = json.loads(hexvet("log", "-o", "json", "--project", "harbour").out)
    assert [one["entry"] for one in found["entries"]] == [2, 4]
    assert found["entries"][0]["edits"][0] == {
        "file": FILES[0], "path": ["cost"], "before": "0", "after": "1",
    }  # fmt: skip
    assert found["problems"] == []
    rows = list(csv.DictReader(io.StringIO(hexvet("log", "-o", "csv").out)))
    assert [row["kind"] for row in rows] == [entry.kind for entry in entries(told)]
    assert rows[3]["what"] == "forward: intake -> vetting"
    target = tmp_path / "log.md"
    assert hexvet("log", "-o", f"md={target}", "-o", "json").status == 0
    assert target.read_text().count("\n") == 2 + 6
    empty = json.loads(hexvet("log", "-o", "json", "--project", "nothing").out)
    assert empty["entries"] == []


def test_a_damaged_line_is_told_and_the_rest_is_shown(hexvet: Command, told: Path) -> None:
    path = told / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"{}\n", *lines[3:], b'{"torn']))
    done = hexvet("log")
    assert done.status == 5
    assert "journal.jsonl:3:1  JN001" in done.err
    assert "JN002 warning" in done.err
    assert len(done.out.splitlines()) == 1 + 5
    found = json.loads(hexvet("log", "-o", "json").out)
    assert [one["code"] for one in found["problems"]] == ["JN001", "JN002"]
    assert hexvet("log", "3").status == 5


# record -----------------------------------------------------------------------------------------
def test_what_was_changed_by_hand_is_recorded(hexvet: Command, city: Path) -> None:
    (city / "hexvet.toml").write_text(SETTINGS + PEOPLE)
    assert hexvet("record", "--by", "anna").out == "Entry 1: 3 files\n"
    (city / FILES[0]).write_text(HARBOUR.replace("cost = 0", "cost = 12"))
    would = hexvet("record", "--by", "anna", "--dry-run")
    assert would.out == "Would record projects/harbour.toml: cost: 0 -> 12\n"
    assert len(entries(city)) == 1
    done = hexvet("record", "--by", "mayor", "--reason", "The bid came in.")
    assert (done.status, done.err) == (0, "")
    assert done.out == "Entry 2: projects/harbour.toml: cost: 0 -> 12\n"
    entry = entries(city)[-1]
    assert (entry.by, entry.role, entry.reason) == ("bob", "mayor", "The bid came in.")
    again = hexvet("record", "--by", "anna")
    assert (again.status, again.out) == (0, "Nothing was changed by hand since entry 2.\n")


def test_a_revision_of_a_pack_says_which_verdicts_flip(hexvet: Command, city: Path) -> None:
    """Harbour costs 0, Station 200: a limit of 100 fails one, a limit of 300 none."""
    pack = """\
[pack]
id = "our"
title = "Our"
version = "1.0.0"
format = 1

[field.cost]
type = "number"

[gate.start]
order = 1

[check.cheap]
require = "cost <= 300"
severity = "blocker"
gate = "start"
remedy = "Spend less."
"""
    (city / "hexvet.toml").write_text(SETTINGS.replace("la-model", "our"))
    (city / FILES[1]).write_text("title = 'Station'\ncost = 200\n")
    (city / "rules").mkdir()
    path = city / "rules" / "our.toml"
    path.write_text(pack)
    hexvet("record")
    path.write_text(pack.replace("300", "100"))
    done = hexvet("record", "--reason", "Money is short.")
    assert "revision 2 of our: 1 rule, 2 verdicts flip" in done.out
    details = entries(city)[-1].details
    assert details["flipped"] == 2
    assert details["flips"] == [
        {"project": "station", "kind": "gate", "rule": "start", "old": "pass", "new": "stop"},
        {"project": "station", "kind": "check", "rule": "cheap", "old": "passed", "new": "failed"},
    ]
    assert details["rules"] == ["check/cheap"]
    assert isinstance(details["changes"], list) and "300" in str(details["changes"])
    path.write_text("=")
    assert hexvet("record").status == 0
    assert entries(city)[-1].details["unjudged"] == "it does not load"


def test_nobody_unknown_records(hexvet: Command, city: Path) -> None:
    (city / "hexvet.toml").write_text(SETTINGS + PEOPLE)
    done = hexvet("record", "--by", "carl")
    assert done.status == 2
    assert "carl" in done.err
    assert not (city / "journal.jsonl").exists()


# verify -----------------------------------------------------------------------------------------
def test_verify_counts_and_names_the_head(hexvet: Command, told: Path) -> None:
    done = hexvet("verify")
    assert (done.status, done.err) == (0, "")
    head = entries(told)[-1].sha256
    assert done.out.splitlines() == [
        "6 entries, 6 kept files, 0 signatures: all as they were written.",
        f"The last entry's digest is {head}",
    ]
    assert hexvet("verify", "--expect", head).status == 0
    assert hexvet("verify", "--expect", "0" * 64).status == 5
    assert hexvet("verify", "--expect", "short").status == 2


def test_verify_without_a_journal(hexvet: Command) -> None:
    done = hexvet("verify")
    assert done.status == 6
    assert "begin: hexvet record" in done.err


def test_changes_by_hand_fail_only_a_strict_verify(hexvet: Command, told: Path) -> None:
    (told / FILES[0]).write_text("title = 'Port'\n")
    done = hexvet("verify")
    assert done.status == 0
    assert "projects/harbour.toml  JN008 warning: changed by hand since entry 2" in done.err
    assert hexvet("verify", "--strict").status == 1
    hexvet("record")
    assert hexvet("verify", "--strict").status == 0


def test_a_changed_entry_is_named_by_its_line(hexvet: Command, told: Path) -> None:
    path = told / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b"It is time.", b"It is late."))
    done = hexvet("verify")
    assert done.status == 5
    assert "journal.jsonl:4:1  JN003 this entry was changed" in done.err
    assert "= help: compare it with a copy" in done.err


def test_repair_completes_and_sets_aside(hexvet: Command, told: Path) -> None:
    assert "There is nothing to repair." in hexvet("verify", "--repair").out
    with open(told / "journal.jsonl", "ab") as file:
        file.write(b'{"torn')
    assert "JN002" in hexvet("verify").err
    done = hexvet("verify", "--repair")
    assert done.status == 0
    assert "Set aside an interrupted line in journal.torn-1." in done.out
    assert "Recorded as entry 7." in done.out
    assert hexvet("verify", "--strict").status == 0
    assert "6 bytes set aside in journal.torn-1" in hexvet("log", "--kind", "recovery").out


# sign -------------------------------------------------------------------------------------------
@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_an_entry_is_signed_and_verified(hexvet: Command, told: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    done = hexvet("sign", "--key", key)
    assert (done.status, done.out) == (0, "Signed entry 6 in journal/signatures/0006.sig\n")
    assert "hexvet verify will refuse it: entry 6 is signed with a key that is nobody's" in done.err
    assert hexvet("verify").status == 5
    public = key.with_suffix(".pub").read_text().strip()
    people = f'{SETTINGS}[people.anna]\nname = "Anna"\nroles = ["analyst"]\nkey = "{public}"\n'
    (told / "hexvet.toml").write_text(people)
    hexvet("record", "--by", "anna")
    done = hexvet("verify")
    assert done.status == 0, done.err
    assert "1 signature: all as they were written." in done.out
    assert hexvet("sign", "2", "--key", key).err == ""
    assert "is signed already" in hexvet("sign", "2", "--key", key).err
    assert "signature journal/signatures/0002.sig" in hexvet("log", "2").out


def test_signing_needs_an_entry_and_the_program(
    hexvet: Command, city: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("ssh-keygen"):
        assert "nothing is recorded yet" in hexvet("sign", "--key", "x").err
        raised(city, clock)
        done = hexvet("sign", "--key", "absent")
        assert (done.status, "nothing was signed" in done.err) == (2, True)
    monkeypatch.setenv("PATH", "/nowhere")
    done = hexvet("sign", "--key", "x")
    assert done.status == 2
    assert "install openssh-client" in done.err


# verbs that write -------------------------------------------------------------------------------
@pytest.fixture
def judged(city: Path) -> Path:
    """A pack with a check that fails for harbour and may be waived."""
    (city / "hexvet.toml").write_text(SETTINGS.replace("la-model", "our") + PEOPLE)
    (city / "rules").mkdir()
    (city / "rules" / "our.toml").write_text("""\
[pack]
id = "our"
title = "Our"
version = "1.0.0"
format = 1

[field.cost]
type = "number"

[gate.start]
order = 1

[check.paid]
require = "cost > 0"
severity = "blocker"
gate = "start"
remedy = "Find money."
waivable = { by = ["mayor"], max_days = 90 }
""")
    return city


def test_a_waiver_is_in_the_journal_with_its_effect_and_inputs(
    hexvet: Command, judged: Path
) -> None:
    done = hexvet("waive", "paid", "harbour", *BOARD, "--as-of", "2026-05-04")
    assert done.status == 0, done.err
    (entry,) = entries(judged)
    assert (entry.kind, entry.by, entry.role) == ("waiver", "bob", "mayor")
    assert entry.about == ("waiver:paid-harbour", "check:our/paid", "project:harbour")
    assert (entry.reason, str(entry.as_of)) == ("Agreed on 3 May.", "2026-05-04")
    assert entry.details == {
        "action": "granted",
        "check": {"before": "failed", "after": "waived"},
        "gates": [{"gate": "start", "before": "stop", "after": "pass", "projects": 1}],
    }
    assert [(edit.path, edit.before) for edit in entry.edits] == [
        (("waiver", "paid-harbour"), None)
    ]
    manifest = json.loads(next(judged.glob("journal/*/*.json")).read_text())
    assert sorted(manifest["files"]) == ["hexvet.toml", FILES[0], "rules/our.toml"]
    assert manifest["packs"] == {"our": "1.0.0"}
    shown = hexvet("log", "--rule", "paid").out
    assert "granted: paid-harbour for our/paid; Agreed on 3 May." in shown
    assert hexvet("verify", "--strict").status == 0


def test_renewing_and_revoking_are_in_the_journal(hexvet: Command, judged: Path) -> None:
    hexvet("waive", "paid", "harbour", *BOARD, "--as-of", "2026-05-04", "--days", "10")
    renewed = hexvet("waive", "--renew", "paid-harbour", *BOARD, "--as-of", "2026-05-10")
    assert renewed.status == 0, renewed.err
    revoked = hexvet("waive", "--revoke", "paid-harbour-2", *BOARD[2:], "--as-of", "2026-05-12")
    assert revoked.status == 0, revoked.err
    found = entries(judged)
    assert [entry.details["action"] for entry in found] == ["granted", "granted", "revoked"]
    assert found[1].details["renews"] == "paid-harbour"
    assert [edit.path[-1] for edit in found[2].edits] == ["revoked", "revoked_because"]
    assert found[2].edits[0].after == "2026-05-12"


def test_a_dry_run_and_a_refusal_record_nothing(hexvet: Command, judged: Path) -> None:
    assert hexvet("waive", "paid", "harbour", *BOARD, "--dry-run").status == 0
    assert hexvet("waive", "paid", "station", *BOARD, "--role", "janitor").status == 2
    assert not (judged / "journal.jsonl").exists()
    assert not (judged / "waivers.toml").exists()


def test_files_that_commands_make_are_recorded_once_the_journal_has_begun(
    hexvet: Command, judged: Path, tmp_path: Path
) -> None:
    assert hexvet("new", "project", "park").status == 0
    assert not (judged / "journal.jsonl").exists()
    hexvet("record", "--by", "anna")
    assert hexvet("new", "project", "pool").status == 0
    assert hexvet("new", "check", "ready").status == 0
    assert hexvet("lock").status == 0
    made = [(entry.kind, entry.reason, entry.files[0].file) for entry in entries(judged)[1:]]
    assert made == [
        ("edit", "hexvet new project", "projects/pool.toml"),
        ("rules", "hexvet new check", "rules/our.toml"),
        ("edit", "hexvet lock", "pack.lock"),
    ]
    assert hexvet("verify", "--strict").status == 0


def test_an_import_is_recorded_project_by_project(
    hexvet: Command, judged: Path, tmp_path: Path
) -> None:
    hexvet("record", "--by", "anna")
    (tmp_path / "table.csv").write_text("id,name,cost\npier,Pier,5\nharbour,Harbour,7\n")
    (tmp_path / "map.toml").write_text(
        'format = 1\n[project]\nid = "id"\ntitle = "name"\n[field.cost]\ncolumn = "cost"\n'
    )
    words = ("--map", tmp_path / "map.toml", "--into", judged, "--overwrite")
    done = hexvet("import", "csv", tmp_path / "table.csv", *words)
    assert done.status == 0, done.err
    new, changed = entries(judged)[1:]
    assert (new.about, new.files[0].before) == (("project:pier",), None)
    assert changed.about == ("project:harbour",)
    assert "cost" in {edit.path[0] for edit in changed.edits}
    assert hexvet("verify", "--strict").status == 0
