"""The whole job: every input is accounted for, whatever happens to it, and the store is the same at any speed.

``extractors`` stand for the pipeline.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from zipfile import ZipFile

import pytest

from claimtrack.errors import InputError, ModelError, StoreError
from claimtrack.ingest import Summary, ingest
from claimtrack.store import Store
from tests.cluster.jobs import FACT_CHECK
from tests.extractors import by_sentence, few_claims, waits_at_nine, with_accidents, without_model
from tests.read.helpers import PAGE
from tests.read.test_warc import record


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "claims.db"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with thirty articles in two formats."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.txt").write_text(f"The dam lost {number} gates on Monday. The mayor of Lowen said so.")
    lines = (
        json.dumps({"id": f"wire-{n}", "text": f"Number {n} of the trains was late. It rained."}) for n in range(20)
    )
    (folder / "wire.jsonl").write_text("\n".join(lines))
    return folder


def dump(db: Path) -> list[str]:
    """All that is stored, but for the times and process numbers of runs."""
    with Store(db, readonly=True) as store:
        lines = store.db.conn.iterdump()
        return [line for line in lines if not line.startswith(('INSERT INTO "runs"', 'INSERT INTO "_sqlite_mig'))]


def test_every_input_is_accounted_for(news: Path, db: Path) -> None:
    (news / "broken.jsonl").write_text('{"id": "ok", "text": "It snowed in Lowen."}\n[1, 2]\n{"id": "no text"}\n')
    (news / "empty.txt").write_text("")
    summary = ingest([news, "missing.txt"], db, extractor=by_sentence)
    assert summary == Summary(read=35, stored=31, unchanged=0, failed=4, skipped=0, run=1)
    with Store(db, readonly=True) as store:
        assert len(store.documents()) == 31
        assert len(store.failures(1)) == 4
        assert all(failure.message and failure.remedy for failure in store.failures(1))
        run = store.runs()[0]
        assert (run.status, run.read, run.stored, run.failed) == ("finished", 35, 31, 4)
        assert list(store.verify()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("list.jsonl", b"[1, 2]\n"),
        ("cut.jsonl", b'{"id": "a", "text": "It'),
        ("no-text.jsonl", b'{"id": "a", "title": "It broke"}'),
        ("half.jsonl", b'{"id": "\\ud800", "text": "It broke."}'),
        ("cut.jsonl.gz", b"\x1f\x8b\x08\x00"),
        ("page.html", b"<html><body><script>x()</script></body></html>"),
        ("picture.png", b"\x89PNG"),
        ("folder", None),
        ("missing.txt", b""),
    ],
)
def test_bad_input_is_a_failure_with_a_remedy_and_the_rest_is_stored(
    name: str, content: bytes | None, news: Path, db: Path
) -> None:
    bad = news.parent / name
    if content is None:
        bad.mkdir()
    elif name != "missing.txt":
        bad.write_bytes(content)
    summary = ingest([bad, news / "1.txt"], db, extractor=by_sentence)
    assert (summary.read, summary.stored + summary.failed, summary.stored >= 1) == (2, 2, True)
    with Store(db, readonly=True) as store:
        for failure in store.failures():
            assert failure.path == str(bad)
            assert failure.message
            assert failure.remedy
        assert summary.failed == 1 or name == "half.jsonl"


def test_a_second_run_stores_nothing_new(news: Path, db: Path) -> None:
    ingest([news], db, extractor=by_sentence)
    before = dump(db)
    summary = ingest([news], db, extractor=by_sentence)
    assert (summary.read, summary.stored, summary.unchanged, summary.failed) == (30, 0, 30, 0)
    assert dump(db) == before


def test_the_store_is_the_same_at_any_number_of_workers(news: Path, tmp_path: Path) -> None:
    dumps = []
    for workers in (1, 2, 3):
        db = tmp_path / f"{workers}.db"
        ingest([news], db, workers=workers, extractor=by_sentence)
        dumps.append(dump(db))
    assert dumps[0] == dumps[1] == dumps[2]


def test_pages_are_read_by_the_workers_and_come_out_the_same_and_in_order(tmp_path: Path) -> None:
    """A folder, a WARC and a zip of pages: articles, fact-checks, failures, each in its place."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.html").write_text(PAGE.replace("Anna", f"Anna {number}"))
        (folder / f"{number}.txt").write_text(f"It rained {number} times.")
    (folder / "3.html").write_text("<html><body><script>x()</script></body></html>")
    (folder / "4.html").write_text('<script type="application/ld+json">' + json.dumps(FACT_CHECK) + "</script>" + PAGE)
    pages = [record(PAGE.replace("Anna", f"Anna {n}"), f"https://gazette.example/{n}") for n in range(5)]
    (folder / "crawl.warc").write_bytes(b"".join([*pages[:3], record("", "https://gazette.example/x"), *pages[3:]]))
    with ZipFile(folder / "more.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.html", PAGE.replace("Anna", f"Anna {number + 7}"))
    dumps = []
    for workers in (0, 1, 2):
        db = tmp_path / f"{workers}.db"
        summary = ingest([folder], db, workers=workers, extractor=by_sentence)
        assert (summary.read, summary.failed, summary.fact_checks) == (22, 2, 1)
        again = ingest([folder], db, workers=workers, extractor=by_sentence)
        assert (again.read, again.failed, again.unchanged) == (22, 2, 20)
        dumps.append(dump(db))
    assert dumps[0] == dumps[1] == dumps[2]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_cannot_be_extracted_leaves_the_others_alone(workers: int, news: Path, db: Path) -> None:
    (news / "3.txt").write_text("This one will raise! in the middle.")
    (news / "5.txt").write_text("This one will lie! about its claims.")
    summary = ingest([news], db, workers=workers, extractor=with_accidents)
    assert (summary.read, summary.stored, summary.failed) == (30, 28, 2)
    with Store(db, readonly=True) as store:
        failures = store.failures()
        assert [Path(failure.document or "").name for failure in failures] == ["3.txt", "5.txt"]
        assert "UnpicklableError" in failures[0].message
        assert "2 claims have the id" in failures[1].message


def test_a_worker_that_dies_takes_its_article_with_it_and_no_other(news: Path, db: Path) -> None:
    for name in ("3.txt", "4.txt", "9.txt"):
        (news / name).write_text("On this one the worker will die! at once.")
    summary = ingest([news], db, workers=2, extractor=with_accidents)
    assert (summary.read, summary.stored, summary.failed) == (30, 27, 3)
    with Store(db, readonly=True) as store:
        assert [Path(failure.document or "").name for failure in store.failures()] == ["3.txt", "4.txt", "9.txt"]
        assert "died" in store.failures()[0].message
        ids = [Path(row.id).name for row in store.documents()]
        assert ids == [f"{n}.txt" for n in (0, 1, 2, 5, 6, 7, 8)] + [f"wire-{n}" for n in range(20)]


def test_workers_that_die_on_everything_end_the_run(tmp_path: Path, db: Path) -> None:
    lines = (json.dumps({"text": f"Worker {n} will die! in Lowen."}) for n in range(15))
    (tmp_path / "wire.jsonl").write_text("\n".join(lines))
    with pytest.raises(ModelError, match="died one after the other"):
        ingest([tmp_path / "wire.jsonl"], db, workers=2, extractor=with_accidents)
    with Store(db, readonly=True) as store:
        assert store.runs()[0].status == "failed"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_missing_model_is_one_error_and_not_a_failure_of_each_article(workers: int, news: Path, db: Path) -> None:
    with pytest.raises(ModelError, match="The model is gone"):
        ingest([news], db, workers=workers, extractor=without_model)


def test_an_article_that_changed_is_a_new_version(tmp_path: Path, db: Path) -> None:
    file = tmp_path / "a.txt"
    for text in ("The dam broke on Monday.", "The dam broke on Tuesday.", "The dam broke on Monday."):
        file.write_text(text)
        ingest([file], db, extractor=by_sentence)
    with Store(db, readonly=True) as store:
        assert store.counts()["versions"] == 2
        assert [row.text for row in store.claims()] == ["The dam broke on Monday."]


def test_two_articles_with_one_id_end_the_same_in_every_run(tmp_path: Path, db: Path) -> None:
    lines = [json.dumps({"id": "a", "text": f"The {what} broke."}) for what in ("dam", "dyke", "dam", "bank")]
    (tmp_path / "wire.jsonl").write_text("\n".join(lines))
    assert ingest([tmp_path / "wire.jsonl"], db, extractor=by_sentence).stored == 3
    before = dump(db)
    assert ingest([tmp_path / "wire.jsonl"], db, extractor=by_sentence).unchanged == 4
    assert dump(db) == before


def test_a_text_in_another_language_is_kept_without_claims(tmp_path: Path, db: Path) -> None:
    text = "Der Damm brach am Montag, sagte der Bürgermeister. Das Wasser steigt weiter, und niemand weiß, wie hoch. "
    (tmp_path / "de.txt").write_text(text * 3)
    summary = ingest([tmp_path / "de.txt"], db, extractor=by_sentence)
    assert (summary.stored, summary.skipped, summary.failed) == (1, 1, 0)
    with Store(db, readonly=True) as store:
        assert [(row.flag, row.language, row.claims) for row in store.documents()] == [("other_language", "de", 0)]


@pytest.mark.parametrize(
    "text",
    ["a\x00b is a byte. It broke.", "He said “it broke. Nobody answered.", "The dam broke again and again. " * 160_000],
    ids=["NUL", "odd quote", "5 MB in one paragraph"],
)
def test_odd_texts_are_stored(text: str, tmp_path: Path, db: Path) -> None:
    (tmp_path / "odd.jsonl").write_text(json.dumps({"id": "odd", "text": text}) + '\n{"id": "b", "text": "It broke."}')
    summary = ingest([tmp_path / "odd.jsonl"], db, extractor=few_claims)
    assert summary.read == 2
    assert summary.stored >= 1
    assert summary.stored + summary.failed == 2


def test_progress_tells_the_counts_after_each_input(news: Path, db: Path) -> None:
    told: list[Summary] = []
    summary = ingest([news], db, extractor=by_sentence, progress=told.append)
    assert [step.read for step in told] == list(range(1, 31))
    assert all(step.read == step.stored + step.unchanged + step.failed for step in told)
    assert told[-1] == summary


def test_defaults_hold_for_articles_that_do_not_say_theirs(news: Path, db: Path) -> None:
    ingest([news / "1.txt"], db, published="2024-05", publisher="The Lowen Post", extractor=by_sentence)
    with Store(db, readonly=True) as store:
        row = store.documents()[0]
        assert (row.published, row.publisher) == ("2024-05", "The Lowen Post")


def test_wrong_use_is_said_before_anything_is_written(news: Path, db: Path) -> None:
    with pytest.raises(InputError):
        ingest([news], db, published="some day", extractor=by_sentence)
    with pytest.raises(StoreError):
        ingest([news], news, extractor=by_sentence)
    with pytest.raises(ModelError):
        ingest([news], db, model="no_such_model")
    assert not db.exists()


def test_a_full_disk_ends_the_run_and_keeps_what_was_stored(news: Path, db: Path) -> None:
    def fill(summary: Summary) -> None:
        if summary.read == 3:
            raise StoreError("The disk is full.", "Free some space.")

    with pytest.raises(StoreError, match="disk is full"):
        ingest([news], db, extractor=by_sentence, progress=fill)
    with Store(db, readonly=True) as store:
        assert len(store.documents()) == 3
        assert store.runs()[0].status == "failed"
    assert ingest([news], db, extractor=by_sentence).stored == 27


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_run_leaves_whole_articles_and_can_be_taken_up(workers: int, news: Path, db: Path) -> None:
    code = f"""
        from claimtrack.ingest import ingest
        from tests.extractors import waits_at_nine
        ingest([{str(news)!r}], {str(db)!r}, workers={workers}, extractor=waits_at_nine,
               progress=lambda summary: print(summary.read, flush=True))
    """
    script = news.parent / "script.py"
    script.write_text(textwrap.dedent(code))
    root = Path(__file__).resolve().parent.parent
    env = os.environ | {"PYTHONPATH": str(root), "WAIT_AT_NINE": "1"}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, process_group=0
    ) as job:
        assert job.stdout is not None
        while job.stdout.readline() != "3\n":
            assert job.poll() is None
        os.killpg(job.pid, signal.SIGINT)  # as Ctrl-C does: the workers get it too
        _, errors = job.communicate(timeout=60)
    assert "KeyboardInterrupt" in errors
    with Store(db, readonly=True) as store:
        stored = len(store.documents())
        assert 3 <= stored <= 19, "it waits at wire-9 for as long as it is let"
        assert (store.runs()[0].status, store.runs()[0].read) == ("interrupted", stored)
        assert list(store.verify()) == []
    rest = ingest([news], db, extractor=waits_at_nine)
    assert (rest.unchanged, rest.stored) == (stored, 30 - stored)
