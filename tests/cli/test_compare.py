"""compare, track and origins: on the sample corpus, which has a story covered by several outlets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimtrack.ingest import ingest
from tests.cli.conftest import Command
from tests.cli.test_reading import CONTROL
from tests.compare.test_exchange import STORY as STORY_OF_A_FINE

CORPUS = Path(__file__).parents[2] / "corpus"
STORY = ["wire.jsonl", "flood-day-two.txt", "flood-damage.md", "flood-toll.html", "flood-wire-copy.html"]
CLAIM = {"claim", "document", "start", "end", "text", "source", "published", "doubts"}
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


@pytest.fixture(scope="module")
def fines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of articles that give a fine in euros and in dollars."""
    folder = tmp_path_factory.mktemp("fines")
    for name, (day, publisher, text) in STORY_OF_A_FINE.items():
        article = {"id": name, "text": text, "published": day, "publisher": publisher}
        (folder / f"{name}.jsonl").write_text(json.dumps(article), encoding="utf8")
    ingest([str(folder)], folder / "claims.db", workers=0)
    return folder / "claims.db"


def test_rates_convert_and_without_them_nothing_is(run: Command, fines: Path, tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("date,currency,rate,base\n2025-03-01,EUR,1.08,USD\n", encoding="utf8")
    plainly = run("compare", "--db", fines, "--format", "csv")
    done = run("compare", "--db", fines, "--rates", rates, "--format", "csv")
    assert "1.08 dollars for a euro, rates.csv, 2025-03-01" in done.out
    tracked = run("track", "fine", "--db", fines, "--rates", rates, "--format", "csv")
    assert "5,616,000 at 1.08 dollars for a euro" in tracked.out
    assert "1.08" not in plainly.out and run("compare", "--db", fines, "--format", "csv").out == plainly.out


def test_rates_that_cannot_be_read(run: Command, fines: Path, tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("date,currency,rate,base\n2025-03-01,EUR,much,USD\n", encoding="utf8")
    done = run("compare", "--db", fines, "--rates", rates)
    assert done.code == 2 and "line 2" in done.err and "rates.csv" in done.err and "docs/compare.md" in done.err


def test_contradictory_dates_are_shown(run: Command, tmp_path: Path) -> None:
    text = "The chip plant in Orlo, which employs 2,300 workers, opened on 9 August 2025, the town said."
    other = "According to the town, the new plant of Orlo has 2,300 workers. It makes chips."
    articles = [
        {"id": "early", "text": text, "published": "2025-07-07", "modified": "2025-07-01"},
        {"id": "late", "text": other, "published": "2093-08-10", "publisher": "Orlo Post"},
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, articles)), encoding="utf8")
    db = tmp_path / "claims.db"
    ingest([str(path)], db, workers=0)
    rows = [json.loads(line) for line in run("compare", "--db", db, "--format", "jsonl").out.splitlines()]
    doubts = {doubt for fact in rows for claim in fact["claims"] for doubt in claim["doubts"]}
    assert {"modified", "published"} <= {doubt.split()[0] for doubt in doubts}
    assert "in doubt: published 2093-08-10 lies in the future" in run("compare", "--db", db, "--format", "csv").out
    early = next(c for f in rows for c in f["claims"] if c["document"] == "early" and "2,300" in c["text"])
    shown = run("show", early["claim"], "--db", db).out
    assert "in doubt:" in shown and "lies before published" in shown
    opened = next(
        json.loads(line) for line in run("claims", "--text", "opened", "--db", db, "--format", "jsonl").out.splitlines()
    )
    assert "before what it tells as past (9 August 2025)" in run("show", opened["id"], "--db", db).out
    whole = run("show", "late", "--db", db).out
    assert whole.count("lies in the future") == 1


def test_words_that_fit_several_facts_list_them(run: Command, stories: Path) -> None:
    done = run("origins", "flood", "--db", stories)
    assert done.code == 2 and not done.out
    assert "'flood' fits" in done.err and "Give the id of one" in done.err
    listed = [line.split()[0] for line in done.err.splitlines() if line.startswith("f") and not line.startswith("fact")]
    assert len(listed) > 1
    chosen = run("origins", listed[0], "--db", stories, "--format", "json")
    assert chosen.code == 0 and json.loads(chosen.out)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flood story with a published fact-check of its toll, and with an edited version of one article."""
    path = tmp_path_factory.mktemp("checked") / "claims.db"
    names = [*STORY, "fact-checks.json", "edited/flood-day-two.txt"]
    ingest([str(CORPUS / name) for name in names], path, workers=1)
    return path


def test_a_fact_check_is_told_of_and_is_no_party(run: Command, checked: Path) -> None:
    made = run("compare", "killed", "--db", checked, "--format", "jsonl").out
    assert "310" not in made and "factcheck:" not in made
    toll = next(json.loads(line) for line in made.splitlines() if "31 people" in line)
    claim = next(c["claim"] for c in toll["claims"] if "killed 31 people" in c["text"])
    assert "Sundell Desk" in run("show", claim, "--db", checked).out
    assert "310" not in run("origins", toll["fact"], "--db", checked, "--format", "json").out


def test_the_edited_article_shows_what_was_changed(run: Command, checked: Path) -> None:
    rows = [json.loads(line) for line in run("changes", "--db", checked, "--format", "jsonl").out.splitlines()]
    assert {"added", "dropped", "altered"} <= {row["kind"] for row in rows}
    pairs = [(row["before"]["text"], row["after"]["text"]) for row in rows if row["kind"] == "altered"]
    assert any("1 500 euros" in before and "1 800 euros" in after for before, after in pairs)
