"""What an ingest tells: on a log, as JSON, or nothing; runs, failures and trying them again; an end by signal."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer

from claimtrack.cli.ingest import bytes_of
from claimtrack.cli.progress import Progress, line_of
from claimtrack.cli.runs import cause_of
from claimtrack.ingest import Summary
from tests.cli.conftest import Command

pytestmark = pytest.mark.filterwarnings("ignore:.*sources are found by rules alone")
ARTICLE = "The river rose by 3.2 metres on 4 May 2024. About 1,200 people left Lowen. It cost €5 million."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blank: Path) -> Path:
    """A working folder with one good input and two that cannot be read, which were ingested."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flood.txt").write_text(ARTICLE)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "wire.jsonl").write_text('{"id": "w1", "text": "It rained for 3 days."}\n[1]\n')
    return tmp_path


def ingested(run: Command, blank: Path, *options: str) -> Any:
    return run("ingest", ".", "gone.txt", "--model", blank, "--workers", "0", *options)


def events(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_json_log_is_nothing_but_json(folder: Path, blank: Path, run: Command) -> None:
    done = ingested(run, blank, "--json-log", "--publisher", "The Lowen Post")
    told = events(done.err)
    assert (done.code, done.out) == (1, "")
    assert [event["event"] for event in told if event["event"] != "warning"] == ["summary", *["failure"] * 3]
    summary = next(event for event in told if event["event"] == "summary")
    assert (summary["read"], summary["stored"], summary["failed"], summary["run"]) == (5, 2, 3, 1)
    assert all(re.match(r"\d{4}-\d\d-\d\dT", event["time"]) for event in told)
    assert {event["input"] for event in told if event["event"] == "failure"} == {
        "./empty.txt",
        "./wire.jsonl",
        "gone.txt",
    }


def test_quiet_says_what_failed_and_no_more(folder: Path, blank: Path, run: Command) -> None:
    assert [line.split(":")[0] for line in ingested(run, blank, "--quiet").err.splitlines()] == [
        "  ./empty.txt",
        "  ./wire.jsonl",
        "  gone.txt",
    ]
    assert run("ingest", "flood.txt", "--model", blank, "--workers", "0", "-q").err == ""


def test_a_log_gets_a_line_a_minute(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    with Progress(["flood.txt", "wire.jsonl"], interval=0.05) as progress:
        for number in range(1, 9):
            progress.show(Summary(read=number))
            time.sleep(0.02)
    lines = capsys.readouterr().err.splitlines()
    assert 1 <= len(lines) <= 4
    assert all(re.search(r"T\S+ [1-8]( of 3)? read, [\d.]+ articles/s", line) for line in lines)
    with Progress(["flood.txt"]) as progress:
        progress.show(Summary(read=1))
    assert capsys.readouterr().err == "", "the first line comes after a minute"


def test_a_line_of_a_log() -> None:
    line = line_of(Summary(read=12_000, failed=3), 100_000, 12.5, 7040.0)
    assert line.split(" ", 1)[1] == "12,000 of 100,000 read, 3 failed, 12.5 articles/s, 1:57:20 left"
    assert line_of(Summary(read=5), None, 0.0, None).split(" ", 1)[1] == "5 read, 0.0 articles/s"


def test_runs_are_listed_and_shown(folder: Path, blank: Path, run: Command) -> None:
    ingested(run, blank, "--publisher", "The Lowen Post")
    run("ingest", "flood.txt", "--model", blank, "--workers", "0")
    listed = events(run("runs").out)
    assert [(row["id"], row["status"], row["read"]) for row in listed] == [(1, "finished", 5), (2, "finished", 1)]
    shown = events(run("runs", "1").out)[0]
    assert shown["inputs"] == [".", "gone.txt"]
    assert shown["options"]["publisher"] == "The Lowen Post"
    assert {name for name, _, _ in shown["slowest"]} == {"./flood.txt", "w1"}
    assert sum(shown["causes"].values()) == 3
    plain = run("runs", "1", "--format", "table").out
    for expected in ("run 1: finished", "publisher=The Lowen Post", "3 failed", "slowest:", "It holds no text"):
        assert expected in plain
    assert run("runs", "--format", "table").code == 0
    assert run("runs", "9").code == 2


def test_failures_are_tried_again_with_the_options_of_their_run(folder: Path, blank: Path, run: Command) -> None:
    ingested(run, blank, "--publisher", "The Lowen Post")
    (folder / "empty.txt").write_text("About 40 people came back.")
    done = run("failures", "--retry", "--workers", "0")
    assert done.code == 1
    assert "4 read: 1 stored, 1 unchanged, 2 failed" in done.err
    documents = {row["id"]: row for row in events(run("documents").out)}
    assert documents["./empty.txt"]["publisher"] == "The Lowen Post"
    (folder / "gone.txt").write_text("Nobody was hurt, the mayor said.")
    (folder / "wire.jsonl").write_text('{"id": "w1", "text": "It rained for 3 days."}\n')
    done = run("failures", "--retry", "--workers", "0", "--json-log")
    assert done.code == 0
    assert [(e["read"], e["failed"]) for e in events(done.err) if e["event"] == "summary"] == [(2, 0)]
    assert run("failures", "--retry").err == "There is nothing to retry.\n"
    assert len(events(run("failures", "--all").out)) == 5, "what failed stays on record"


def test_a_withdrawn_article_is_shown_as_such(folder: Path, blank: Path, run: Command) -> None:
    item = {"uri": "urn:1", "type": "text", "pubstatus": "usable", "headline": "Flood", "body_text": ARTICLE}
    (folder / "item.json").write_text(json.dumps(item))
    assert run("ingest", "item.json", "--model", blank, "--workers", "0").code == 0
    claim = events(run("claims").out)[0]["id"]
    (folder / "item.json").write_text(json.dumps(item | {"pubstatus": "canceled"}))
    done = run("ingest", "item.json", "--model", blank, "--workers", "0")
    assert "Withdrawals: 1." in done.err
    assert run("claims").out == ""
    for wanted in (claim, "urn:1"):
        assert "withdrawn" in run("show", wanted).out


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("It holds no text.", "It holds no text"),
        ("Extraction failed (ValueError: bad).", "Extraction failed"),
        ("It took more than 1,200 seconds.", "It took more than N seconds"),
        ("The publication date '3/4' is no date.", "The publication date is no date"),
    ],
)
def test_causes_leave_out_what_differs(message: str, cause: str) -> None:
    assert cause_of(message) == cause


def test_sizes_of_memory() -> None:
    assert bytes_of("2G") == bytes_of("2gb") == bytes_of("2GiB") == 2**31
    assert bytes_of("1500M") == 1500 * 2**20
    assert bytes_of(None) is None
    for wrong in ("much", "2T", "1K", "-3G", ""):
        with pytest.raises(typer.BadParameter):
            bytes_of(wrong)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order(sent: signal.Signals, folder: Path, blank: Path) -> None:
    """Standard input stays open, so that it cannot end by itself before the signal comes."""
    command = [
        sys.executable,
        "-m",
        "claimtrack",
        "ingest",
        "-",
        "--model",
        str(blank),
        "--workers",
        "1",
        "--db",
        "x.db",
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, process_group=0
    ) as job:
        assert job.stdin is not None
        for number in range(40):  # more than are in the works at once
            job.stdin.write(json.dumps({"id": f"a{number}", "text": ARTICLE}) + "\n")
        job.stdin.flush()
        wait_for(lambda: stored(folder / "x.db") > 3 or job.poll() is not None)
        os.killpg(job.pid, sent)
        _, errors = job.communicate(timeout=60)
    assert job.returncode == 130, errors
    assert "Interrupted." in errors
    assert "Traceback" not in errors
    with closing(sqlite3.connect(folder / "x.db")) as db:
        assert db.execute("SELECT status, stored FROM runs").fetchone() == ("interrupted", stored(folder / "x.db"))


def stored(db: Path) -> int:
    if not db.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM versions").fetchone()[0])
    except sqlite3.Error:
        return 0


def wait_for(condition: Any, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
