"""``claimtrack reviews`` and ``claimtrack export`` as a user calls them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from claimtrack.review.work import current, save
from claimtrack.store import Store
from tests.cli.conftest import HOSTILE, Command


@pytest.fixture
def reviewed(db: Path) -> Path:
    with Store(db) as store:
        save(store.db.conn, "c1", "Ana", verdict="refuted", note="see page 3", seen=0)
        save(store.db.conn, "c1", "Ben", verdict="supported", seen=99)
        save(store.db.conn, "h1", "Ana", verdict="misleading", note=HOSTILE, seen=0)
    return db


def test_list(run: Command, reviewed: Path) -> None:
    lines = [json.loads(line) for line in run("reviews", "list").out.splitlines()]
    assert [(line["id"], line["status"]) for line in lines] == [("c1", "disputed"), ("h1", "reviewed")]
    table = run("reviews", "list", "--status", "disputed", "--format", "table").out
    assert "Ana, Ben" in table and "h1" not in table
    assert json.loads(run("reviews", "list", "--status", "open", "--format", "json").out)[0]["id"] == "c2"


@pytest.mark.parametrize("form", ["table", "md", "json", "jsonl"])
def test_text_from_articles_steers_nothing(run: Command, reviewed: Path, form: str) -> None:
    for command in ("list", "history"):
        out = run("reviews", command, "--format", form).out
        assert "\x1b" not in out and "\u202e" not in out


def test_history_and_undo(run: Command, reviewed: Path) -> None:
    assert "Undone: review of h1" in run("reviews", "undo", "--reviewer", "Ana").out
    assert "Undone: review of c1" in run("reviews", "undo", "--reviewer", "Ana").out
    assert run("reviews", "undo", "--reviewer", "Ana").out == "There is nothing to undo.\n"
    actions = [json.loads(line)["action"] for line in run("reviews", "history", "c1").out.splitlines()]
    assert actions == ["review", "review", "undo"]
    assert len(run("reviews", "history").out.splitlines()) == 5


def test_agreement(run: Command, reviewed: Path) -> None:
    assert "1 claims reviewed by two or more" in run("reviews", "agreement", "--format", "table").out
    assert json.loads(run("reviews", "agreement").out)["disagreements"][0]["verdicts"] == {
        "Ana": "refuted",
        "Ben": "supported",
    }


def test_scale(run: Command, reviewed: Path) -> None:
    assert "key 6" in run("reviews", "scale", "add", "half_true", "--rating", "mixed", "--reviewer", "Ana").out
    assert "Half true" in run("reviews", "scale", "list").out
    assert run("reviews", "scale", "remove", "half_true").code == 0
    failed = run("reviews", "scale", "add", "Half True")
    assert failed.code == 2 and "small letters" in failed.err


@pytest.mark.parametrize(("form", "name"), [("jsonl", "r.jsonl"), ("claimreview", "r.json")])
def test_out_and_in(run: Command, reviewed: Path, tmp_path: Path, form: str, name: str) -> None:
    done = run("export", "--format", form, "--out", tmp_path / name)
    assert done.code == 0 and done.out == "" and "3 reviews" in done.err
    other = tmp_path / "other.db"
    with Store(other):
        pass
    first = run("reviews", "import", tmp_path / name, "--db", other)
    assert first.code == 0 and "3 events new" in first.out and "2 reviewed claims are not in this database" in first.out
    assert "0 events new, 3 known" in run("reviews", "import", tmp_path / name, "--db", other).out


def test_what_is_refused_is_told(run: Command, reviewed: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"uid": "u", "action": "attach"}\n')
    done = run("reviews", "import", tmp_path / "bad.jsonl")
    assert done.code == 1 and "bad.jsonl:1" in done.err
    (tmp_path / "bad.jsonl").write_text("{")
    assert run("reviews", "import", tmp_path / "bad.jsonl").code == 2


def test_export_to_standard_output(run: Command, reviewed: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("export", "--format", "csv", "--reviewed").out)))
    assert [row["id"] for row in rows] == ["c1", "h1"]


def test_an_export_says_what_it_left_out(run: Command, db: Path) -> None:
    assert "Nothing is reviewed yet" in run("export", "--format", "claimreview").err


def test_a_file_is_written_whole_or_not_at_all(run: Command, reviewed: Path, tmp_path: Path) -> None:
    done = run("export", "--out", tmp_path / "nowhere" / "r.jsonl")
    assert done.code == 2 and "cannot be written" in done.err
    kept = tmp_path / "r.parquet"
    kept.write_text("kept")
    assert run("export", "--format", "parquet", "--document", "nothing", "--out", kept).code == 2
    assert kept.read_text() == "kept" and list(tmp_path.glob(".r*")) == []


@pytest.mark.parametrize(
    "command", [["reviews", "list"], ["export"], ["reviews", "undo"], ["reviews", "scale", "add", "x"]]
)
def test_a_database_is_not_made_in_passing(run: Command, tmp_path: Path, command: list[str]) -> None:
    missing = tmp_path / "missing.db"
    done = run(*command, "--db", missing)
    assert done.code == 2 and "There is no database" in done.err and not missing.exists()


def test_reviews_stay_when_the_same_article_is_read_again(run: Command, reviewed: Path) -> None:
    from tests.store.extractions import flood

    with Store(reviewed) as store:
        store.add(flood("n"), store.start_run(model="another", model_hash="0"))
        assert current(store.db.conn, ["n1"])["n1"].status == "disputed"
