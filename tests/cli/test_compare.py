"""compare, track and origins: on the sample corpus, which has a story covered by several outlets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimtrack.ingest import ingest
from tests.cli.conftest import Command
from tests.cli.test_reading import CONTROL

CORPUS = Path(__file__).parents[2] / "corpus"
STORY = ["wire.jsonl", "flood-day-two.txt", "flood-damage.md", "flood-toll.html", "flood-wire-copy.html"]
CLAIM = {"claim", "document", "start", "end", "text", "source", "published"}
RELATION = {"a", "b", "relation", "on", "detail", "score"}


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the sample corpus' flood story."""
    path = tmp_path_factory.mktemp("facts") / "claims.db"
    ingest([str(CORPUS / name) for name in STORY], path, workers=1)
    return path


def test_json_is_as_published(run: Command, stories: Path) -> None:
    done = run("compare", "--db", stories, "--format", "jsonl")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0 and rows
    for row in rows:
        assert set(row) == {"fact", "label", "claims", "relations"}
        assert all(set(claim) == CLAIM for claim in row["claims"])
        assert all(set(relation) == RELATION and 0 <= relation["score"] <= 1 for relation in row["relations"])
        ids = {claim["claim"] for claim in row["claims"]}
        assert all({r["a"], r["b"]} <= ids for r in row["relations"])
        assert len({claim["document"] for claim in row["claims"]}) > 1


def test_the_story_has_an_agreement_an_update_and_a_copy(run: Command, stories: Path) -> None:
    done = run("compare", "--db", stories, "--format", "json")
    found = {r["relation"] for fact in json.loads(done.out) for r in fact["relations"]}
    assert {"agrees", "updates", "same_source"} <= found


@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_rows_for_people(form: str, run: Command, stories: Path) -> None:
    done = run("compare", "--db", stories, "--format", form, "--only", "updates")
    assert done.code == 0 and "updates" in done.out and "conflicts" not in done.out.replace("conflicts_", "")


def test_nothing_to_compare_is_said(run: Command, db: Path) -> None:
    done = run("compare", "--format", "table")
    assert done.code == 0 and "No two documents" in done.err
    assert not CONTROL.search(done.out)


def test_unknown_facts_and_no_database(run: Command, stories: Path, tmp_path: Path) -> None:
    assert run("origins", "zeppelin", "--db", stories).code == 2
    assert "claimtrack compare" in run("track", "zeppelin", "--db", stories).err
    missing = run("compare", "--db", tmp_path / "none.db")
    assert missing.code == 2 and "ingest" in missing.err and not (tmp_path / "none.db").exists()


def test_track_and_its_chart(run: Command, stories: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    chart = tmp_path / "toll.svg"
    done = run("track", "killed", "--db", stories, "--chart", chart, "--format", "csv")
    assert done.code == 0
    days = [line.split(",")[0] for line in done.out.splitlines()[1:]]
    assert days == sorted(days)
    assert "<svg" in chart.read_text(encoding="utf8")
    wrong = run("track", "killed", "--db", stories, "--chart", tmp_path / "toll.doc")
    assert wrong.code == 2 and ".svg" in wrong.err


def test_origins(run: Command, stories: Path) -> None:
    facts = json.loads(run("compare", "--db", stories, "--only", "single-origin", "--format", "json").out)
    done = run("origins", facts[0]["fact"], "--db", stories, "--format", "table")
    assert done.code == 0 and "origin" in done.err
    found = json.loads(run("origins", facts[0]["fact"], "--db", stories, "--format", "json").out)
    assert len(found) < len({claim["document"] for claim in facts[0]["claims"]})
