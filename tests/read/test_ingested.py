"""The formats all the way: what is read is stored whole, offsets cut it, and a canceled item withdraws its claims."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimtrack.ingest import ingest
from claimtrack.model import Article
from claimtrack.store import Store
from tests.cli.conftest import Command, run  # noqa: F401 - a fixture
from tests.read.helpers import NEWS, read
from tests.read.test_ninjs import FIRST, URI
from tests.read.test_syndication import item, rss
from tests.read.test_warc import record
from tests.test_ingest import by_sentence


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article or two in each format."""
    monkeypatch.chdir(tmp_path)
    folder = Path("news")
    folder.mkdir()
    (folder / "a.csv").write_text(f'title,body\nCafé,"{NEWS} €5 million."\nbroken\n', encoding="utf-8")
    pq.write_table(pa.table({"story": [f"{NEWS} 7"], "text": ["x"], "id": ["p-1"]}), folder / "b.parquet")
    (folder / "c.warc").write_bytes(record() + record("<p></p>"))
    rss(item(), name=str(folder / "d.rss"))
    (folder / "e.json").write_text(json.dumps(FIRST))
    with zipfile.ZipFile(folder / "f.zip", "w") as archive:
        archive.writestr("in/a.jsonl", json.dumps({"text": f"{NEWS} 😀 9"}))
    return folder


def test_all_formats_are_stored_as_they_are_read(news: Path) -> None:
    summary = ingest([news], "claims.db", workers=0, extractor=by_sentence)
    assert (summary.read, summary.stored, summary.failed) == (8, 6, 2)
    expected = {article.id: article.text for article in read(news) if isinstance(article, Article)}
    with Store("claims.db", readonly=True) as store:
        rows = store.db.execute(
            "SELECT d.id, v.text FROM documents d JOIN versions v ON v.document_key = d.key"
        ).fetchall()
        failed = [(failure.path, failure.place) for failure in store.failures(summary.run)]
        assert not list(store.verify())
    assert dict(rows) == expected
    assert failed == [("news/a.csv", "3"), ("news/c.warc", "2")]
    again = ingest([news], "claims.db", workers=0, extractor=by_sentence)
    assert (again.stored, again.unchanged, again.failed) == (0, 6, 2)


def test_a_canceled_item_withdraws_its_document_until_it_is_usable_again(news: Path) -> None:
    ingest([news / "e.json"], "claims.db", workers=0, extractor=by_sentence)
    kill = {"uri": URI, "pubstatus": "canceled", "ednote": "Kill: wrong figures."}
    (news / "kill.json").write_text(json.dumps(kill))
    assert ingest([news / "kill.json"], "claims.db", workers=0, extractor=by_sentence).withdrawn == 1
    with Store("claims.db", readonly=True) as store:
        assert "wrong figures" in str(store.db.execute("SELECT withdrawn FROM documents").fetchone()[0])
    ingest([news / "e.json"], "claims.db", workers=0, extractor=by_sentence)
    with Store("claims.db", readonly=True) as store:
        assert store.db.execute("SELECT withdrawn FROM documents").fetchone()[0] is None


def test_a_wrong_column_option_is_wrong_use(news: Path, run: Command) -> None:  # noqa: F811
    done = run("ingest", "news/b.parquet", "--columns", "story")
    assert done.code == 2 and "FIELD=COLUMN" in done.err
    done = run("extract", "news/b.parquet", "--columns", "texts=story")
    assert done.code == 2 and "Fields are text, html, id" in done.err


def test_a_column_that_is_not_there_is_a_failure_that_lists_them(news: Path, run: Command) -> None:  # noqa: F811
    done = run("extract", "news/b.parquet", "--columns", "text=words")
    assert done.code == 1 and "Columns: story, text, id." in done.err


def test_an_address_needs_the_option(news: Path, run: Command) -> None:  # noqa: F811
    done = run("extract", "https://gazette.example/1")
    assert done.code == 1 and "--fetch" in done.err
