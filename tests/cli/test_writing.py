"""The commands that extract, with the rule layers over a blank pipeline; and with the trained one where it is there."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from claimtrack.errors import ModelError
from claimtrack.pipeline import model_path
from claimtrack.store import Store
from tests.cli.conftest import Command
from tests.cli.test_process import on_a_terminal
from tests.test_ingest import dump

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ARTICLE = "The river rose by 3.2 metres on 4 May 2024. About 1,200 people left Lowen. It cost €5 million."
PUBLIC = {"id", "url", "title", "publisher", "published", "entities", "quantities", "dates", "attributions", "claims"}
GERMAN = "Der Damm brach am Montag, sagte der Bürgermeister. Das Wasser steigt weiter, und niemand weiß, wie hoch. " * 3


def _has_model() -> bool:
    try:
        return bool(model_path())
    except ModelError:
        return False


needs_model = pytest.mark.skipif(not _has_model(), reason="the trained pipeline is not there")
pytestmark = pytest.mark.filterwarnings("ignore:.*sources are found by rules alone")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two articles, one in German, and two inputs that cannot be read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flood.txt").write_text(ARTICLE)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "german.txt").write_text(GERMAN)
    lines = [{"id": "w1", "text": ARTICLE, "title": "Flood in Lowen"}, ["no object"]]
    (tmp_path / "wire.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return tmp_path


def test_ingest_tells_what_became_of_each_input(folder: Path, blank: Path, run: Command) -> None:
    done = run("ingest", ".", "missing.txt", "--model", blank)
    assert done.code == 1
    assert done.out == ""
    lines = done.err.splitlines()
    assert lines[0].startswith("6 read: 3 stored, 0 unchanged, 3 failed (claims.db, run 1).")
    assert "In another language, stored without claims: 1." in lines[0]
    assert [re.split(": ", line.strip())[0] for line in lines[1:]] == ["./empty.txt", "./wire.jsonl:2", "missing.txt"]
    again = run("ingest", "./flood.txt", "wire.jsonl", "--model", blank)
    assert again.err.startswith("3 read: 0 stored, 2 unchanged, 1 failed")
    failed = [json.loads(line) for line in run("failures").out.splitlines()]
    assert [row["path"] for row in failed] == ["wire.jsonl"]
    assert len(run("failures", "--all").out.splitlines()) == 4


def test_ingest_of_good_articles_is_code_0_and_can_be_repeated(folder: Path, blank: Path, run: Command) -> None:
    first = run("ingest", "flood.txt", "--db", "x.db", "--model", blank, "--published", "2024-05-06")
    assert (first.code, first.err) == (0, "1 read: 1 stored, 0 unchanged, 0 failed (x.db, run 1).\n")
    again = run("ingest", "flood.txt", "--db", "x.db", "--model", blank, "--published", "2024-05-06")
    assert (again.code, again.err) == (0, "1 read: 0 stored, 1 unchanged, 0 failed (x.db, run 2).\n")
    units = [json.loads(line)["quantities"][0]["unit"] for line in run("claims", "--db", "x.db").out.splitlines()]
    assert units == ["metre", "person", "euro"]
    assert run("verify", "--db", "x.db").code == 0


def test_ingest_from_standard_input(folder: Path, blank: Path, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(ARTICLE.encode()))))
    done = run("ingest", "-", "--model", blank)
    assert done.code == 0
    assert "1 read: 1 stored" in done.err


class Interrupted(io.RawIOBase):
    """An input during which Ctrl-C is pressed."""

    def __init__(self, before: bytes) -> None:
        self.before = before

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.before:
            raise KeyboardInterrupt
        piece, self.before = self.before[: len(buffer)], self.before[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def test_ctrl_c_keeps_what_is_stored_and_says_so(
    folder: Path, blank: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps({"id": "w1", "text": ARTICLE}) + "\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Interrupted(line.encode()))))
    done = run("ingest", "-", "--workers", "0", "--model", blank)
    assert done.code == 130
    assert done.err.startswith("Interrupted. 1 read: 1 stored")
    assert "again to go on" in done.err
    info = json.loads(run("info", "--json").out)
    assert (info["runs"][0]["status"], info["counts"]["documents"]) == ("interrupted", 1)


def test_extract_prints_the_public_format_in_the_order_of_the_input(folder: Path, blank: Path, run: Command) -> None:
    done = run("extract", "wire.jsonl", "empty.txt", "flood.txt", "german.txt", "--model", blank)
    assert done.code == 1
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row["id"] for row in rows] == ["w1", "flood.txt", "german.txt"]
    assert rows[0].keys() >= PUBLIC
    for quantity in rows[0]["quantities"]:
        assert ARTICLE[quantity["start"] : quantity["end"]] == quantity["text"]
    assert rows[2]["claims"] == []
    complaints = done.err.splitlines()
    assert [line.split(": ")[0] for line in complaints] == ["wire.jsonl:2", "empty.txt", "german.txt"]
    assert "another language (de)" in complaints[2]
    assert not (folder / "claims.db").exists(), "nothing is stored"


def test_extract_in_other_formats(folder: Path, blank: Path, run: Command) -> None:
    listed = run("extract", "wire.jsonl", "flood.txt", "--model", blank, "--format", "json")
    assert [row["id"] for row in json.loads(listed.out)] == ["w1", "flood.txt"]
    assert json.loads(run("extract", "empty.txt", "--model", blank, "--format", "json").out) == []
    table = run("extract", "flood.txt", "--model", blank, "--format", "table")
    assert table.code == 0
    assert "3.2 metre" in table.out


def test_a_model_that_is_not_there(folder: Path, run: Command) -> None:
    for command in ("ingest", "extract"):
        done = run(command, "flood.txt", "--model", "en_no_such_pipeline")
        assert done.code == 2
        assert "en_no_such_pipeline" in done.err
    assert not (folder / "claims.db").exists()


def test_a_progress_bar_on_a_terminal(folder: Path, blank: Path) -> None:
    printed = on_a_terminal("ingest", "flood.txt", "wire.jsonl", "--model", blank, "--workers", "2")
    assert "articles/s" in printed
    assert "3/3" in printed
    assert "3 read: 2 stored, 0 unchanged, 1 failed" in printed
    assert printed.count("sources are found by rules alone") == 1, "one worker speaks for all"


@needs_model
def test_the_trained_pipeline_gives_the_same_store_at_any_number_of_workers(folder: Path, run: Command) -> None:
    for workers in (1, 2):
        assert run("ingest", "flood.txt", "german.txt", "--db", f"{workers}.db", "--workers", str(workers)).code == 0
    assert dump(Path("1.db")) == dump(Path("2.db"))


@needs_model
def test_the_trained_pipeline_finds_sources_and_vectors(folder: Path, run: Command) -> None:
    assert run("ingest", CORPUS / "battery-plant.txt").code == 0
    sources = [json.loads(line)["source"] for line in run("claims").out.splitlines()]
    assert "Ingrid Sollerud" in sources
    assert len(run("claims", "--source", "sollerud").out.splitlines()) == sources.count("Ingrid Sollerud")
    assert run("verify").code == 0
    with Store("claims.db", readonly=True) as store:
        assert store.db.execute("SELECT count(*) FROM claims WHERE vector IS NULL").fetchone()[0] == 0
