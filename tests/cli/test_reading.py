"""The commands that read a database."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from claimtrack.store import Store
from tests.cli.conftest import HOSTILE, Command
from tests.store.extractions import TEXT, flood

pytestmark = pytest.mark.usefixtures("db")
COMMANDS = {
    *("ingest", "extract", "claims", "show", "compare", "track", "origins", "changes", "factchecks"),
    *("sources", "documents", "info", "runs", "failures", "verify", "evaluate"),
}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def test_claims_are_json_lines_where_they_are_piped(run: Command) -> None:
    done = run("claims")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert [row["id"] for row in rows] == ["c1", "c2", "h1"]
    assert rows[0]["quantities"][0]["value"] == 1200
    assert rows[0]["dates"][0]["value"] == "2024-05-04"
    assert rows[0]["source"] == "Red Cross"
    assert TEXT[rows[0]["start"] : rows[0]["end"]] == rows[0]["text"]
    assert rows[2]["text"] == HOSTILE


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--source", "red cross"], ["c1"]),
        (["--entity", "Lowen"], ["c1"]),
        (["--text", "homes"], ["c1"]),
        (["--since", "2024-05", "--until", "2024-05-04"], ["c1"]),
        (["--unit", "euro", "--min", "6e6"], ["c2"]),
        (["--max", "1200"], ["c1"]),
        (["--kind", "indirect"], ["c1"]),
        (["--kind", "none"], ["c2", "h1"]),
        (["--effect", "denies"], []),
        (["--document", "hostile"], ["h1"]),
        (["--limit", "2"], ["c1", "c2"]),
        (["--min", "-5", "--max", "-1"], []),
    ],
)
def test_filters(options: list[str], ids: list[str], run: Command) -> None:
    done = run("claims", *options)
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ids
    assert done.code == 0


@pytest.mark.parametrize("command", ["claims", "sources", "documents"])
def test_every_format_has_every_row(command: str, run: Command) -> None:
    lines = [json.loads(line) for line in run(command, "--format", "jsonl").out.splitlines()]
    assert json.loads(run(command, "--format", "json").out) == lines
    rows = list(csv.reader(io.StringIO(run(command, "--format", "csv").out)))
    assert len(rows) == len(lines) + 1
    assert len({len(row) for row in rows}) == 1
    markdown = run(command, "--format", "md").out.splitlines()
    assert len(markdown) == len(lines) + 2
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in markdown}) == 1
    assert run(command, "--format", "table").out


def test_an_empty_answer_is_an_empty_answer(run: Command) -> None:
    assert run("claims", "--source", "Nobody", "--format", "json").out == "[]\n"
    assert run("claims", "--source", "Nobody").out == ""
    assert run("claims", "--source", "Nobody", "--format", "csv").out.startswith("id,")


def test_no_cell_of_a_csv_is_a_formula(run: Command) -> None:
    for command in ("claims", "sources", "documents"):
        for row in csv.reader(io.StringIO(run(command, "--format", "csv").out)):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row), row


@pytest.mark.parametrize(
    "command",
    [
        ["claims", "--format", "table"],
        ["claims", "--format", "md"],
        ["claims", "--format", "jsonl"],
        ["claims", "--format", "json"],
        ["documents", "--format", "table"],
        ["sources", "--format", "table"],
        ["show", "h1"],
        ["show", "hostile"],
    ],
)
def test_texts_cannot_steer_a_terminal(command: list[str], run: Command) -> None:
    done = run(*command)
    assert done.code == 0
    assert "boom" in done.out or "red" in done.out or "evil" in done.out
    assert not CONTROL.search(done.out)


def test_markup_of_a_text_is_shown_and_not_obeyed(run: Command) -> None:
    assert "[bold]boom[/bold]" in run("claims", "--format", "table").out.replace("\n", "")


def test_the_table_has_figures_dates_and_status(run: Command) -> None:
    table = run("claims", "--format", "table", "--unit", "person").out
    assert "> 1,200 person" in table
    assert "2024-05-04" in table
    assert "up 5,000,000-7,000,000 euro" in run("claims", "--unit", "euro", "--format", "md").out
    assert "possible" in run("claims", "--unit", "euro", "--format", "table").out


def test_a_claim_is_shown_in_its_passage(run: Command) -> None:
    done = run("show", "c1")
    assert "[source: The Red Cross] [cue: said] [content: on [date: 4 May 2024]] that" in done.out
    assert "[content: [claim: over [figure: 1,200 people] in Lowen had lost their homes]]" in done.out
    assert "Mayor Ada Brandt denied it." in done.out
    assert re.search(r"source: +Red Cross", done.out)
    assert "Thousands lose homes in Lowen flood · The Lowen Post · 2024-05-06" in done.out


def test_an_article_is_shown_whole(run: Command) -> None:
    done = run("show", "https://example.org/flood")
    assert "Flood relief" in done.out
    assert "[claim: Repairs may cost [figure: between €5 million and €7 million]]" in done.out
    assert re.search(r"claims: +2", done.out)
    assert re.search(r"note: +the date was in words", done.out)


def test_marks_that_cross_are_split_and_balanced() -> None:
    from claimtrack.cli.highlight import Mark, in_brackets

    marks = [Mark(0, 6, "claim"), Mark(4, 9, "content"), Mark(5, 8, "figure")]
    shown = in_brackets("0123456789", 0, 10, marks)
    assert shown == "[claim: 0123][content: [claim: 4[figure: 5]][figure: 67]8]9"
    assert re.sub(r"\[\w+: |\]", "", shown) == "0123456789"


def test_sources_name_their_kinds_and_counts(run: Command) -> None:
    rows = {row["name"]: row for row in map(json.loads, run("sources").out.splitlines())}
    assert rows["Red Cross"] == {
        "name": "Red Cross",
        "kinds": ["organization"],
        "documents": 1,
        "attributions": 1,
        "claims": 1,
        "variants": [],
    }


def test_documents_tell_the_language(run: Command) -> None:
    rows = {row["id"]: row for row in map(json.loads, run("documents").out.splitlines())}
    assert (rows["fr"]["language"], rows["fr"]["flag"]) == ("fr", "other_language")
    assert [json.loads(line)["id"] for line in run("documents", "--text", "lowen").out.splitlines()] == [
        flood().article.id
    ]


def test_info(run: Command, db: Path) -> None:
    told = run("info").out
    assert re.search(r"3 claims$", told, re.MULTILINE)
    assert re.search(r"\(schema m\d{3}_\w+\)", told)
    everything = json.loads(run("info", "--json").out)
    assert everything["counts"]["documents"] == 3
    assert len(everything["runs"]) == 3


def test_verify_says_what_does_not_match(run: Command, db: Path) -> None:
    sound = run("verify")
    assert (sound.code, sound.out) == (0, "All 3 claims of 3 versions match their texts.\n")
    with Store(db) as store:
        store.db.execute("UPDATE claims SET end_char = end_char - 1 WHERE id = 'c1'")
    altered = run("verify")
    assert altered.code == 1
    assert "https://example.org/flood, version 1: claim" in altered.out


def test_failures(run: Command) -> None:
    done = run("failures")
    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["claims", "--kind", "rumour"], "'rumour' is none of direct, indirect"),
        (["claims", "--since", "soon"], "'soon' is no date"),
        (["claims", "--min", "many"], "--min"),
        (["claims", "--limit", "0"], "--limit"),
        (["claims", "--document", "nowhere"], "There is no document 'nowhere'"),
        (["claims", "--format", "xml"], "xml"),
        (["claims", "--db", "missing.db"], "There is no database missing.db"),
        (["claims", "--db", "."], "is a folder"),
        (["show", "nowhere"], "There is no claim or document 'nowhere'"),
        (["show", "c"], "'c' fits 2 claims"),
        (["show"], "Missing argument"),
        (["no-such-command"], "No such command"),
        (["claims", "--no-such-option"], "No such option"),
        (["ingest"], "Missing argument"),
        (["ingest", "x.txt", "--workers", "-1"], "--workers"),
        (["ingest", "x.txt", "--published", "soon"], "'soon' is no date"),
    ],
)
def test_wrong_use_is_code_2_and_says_what_is_wrong(arguments: list[str], message: str, run: Command) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert message in " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.err).split())
    assert "Traceback" not in done.err
    assert done.out == ""


def test_every_command_has_help_with_examples(run: Command) -> None:
    commands = re.findall(r"^  ([\w-]+)  ", run("--help").out.split("Commands:")[1], re.MULTILINE)
    assert set(commands) >= COMMANDS
    for command in commands:
        done = run(command, "--help")
        assert done.code == 0
        assert f"claimtrack {command}" in done.out.split("Examples:")[1]


def test_exit_codes_are_documented(run: Command) -> None:
    told = " ".join(run("--help").out.split())
    assert "0 all went well, 1 some inputs failed" in told
    assert "Exit codes: 0 all stored" in " ".join(run("ingest", "--help").out.split())


def test_version(run: Command) -> None:
    assert re.fullmatch(r"claimtrack \d+\.\d+\.\d+\S*\n", run("--version").out)
