"""What a second run does: files that are as they were are not read, what changed is; withdrawals, copies, versions."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.errors import StoreError
from claimtrack.ingest import Summary, ingest
from claimtrack.read import reader
from claimtrack.store import Store
from claimtrack.store.place import one_ingest
from tests.extractors import by_sentence, few_claims

Read = Callable[..., Summary]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"The dam lost {number} gates on Monday. The mayor of Lowen said so.")
    lines = (json.dumps({"id": f"wire-{n}", "text": f"Train {n} was late. It rained."}) for n in range(5))
    (folder / "wire.jsonl").write_text("\n".join(lines))
    return folder


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Ingest into one database, in this process."""

    def run(*paths: Path, **options: object) -> Summary:
        return ingest(paths, tmp_path / "claims.db", workers=0, **({"extractor": by_sentence} | options))  # type: ignore[arg-type]

    return run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the files that are parsed."""
    paths: list[str] = []
    original = reader.open_stream

    def noted(path: str, *rest: object) -> object:
        paths.append(Path(path).name)
        return original(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "open_stream", noted)
    return paths


def test_a_file_that_is_as_it_was_is_not_parsed_again(news: Path, read: Read, opened: list[str]) -> None:
    assert read(news).stored == 8
    opened.clear()
    (news / "1.txt").write_text("The dam lost 9 gates on Monday. The mayor of Lowen said so.")
    (news / "2.txt").touch()
    os.utime(news / "0.txt", (4e9, 4e9))  # changed in the year 2096, says the clock that wrote it
    again = read(news)
    assert opened == ["1.txt"]
    assert (again.read, again.unchanged, again.stored, again.changed) == (8, 7, 1, 1)


@pytest.mark.parametrize(
    "options", [{"publisher": "The Lowen Post"}, {"published": "2024-05"}, {"extractor": few_claims}]
)
def test_other_options_read_it_again(options: dict[str, object], news: Path, read: Read, opened: list[str]) -> None:
    read(news)
    opened.clear()
    assert read(news, **options).stored == 8
    assert len(opened) == 4
    opened.clear()
    assert read(news, **options).unchanged == 8
    assert opened == []


def test_a_file_with_a_failure_is_read_again_and_fails_again(news: Path, read: Read, opened: list[str]) -> None:
    (news / "wire.jsonl").write_text('{"id": "ok", "text": "It rained."}\n[1]\n')
    for stored in (4, 0):
        opened.clear()
        summary = read(news)
        assert (summary.stored, summary.failed) == (stored, 1)
    assert opened == ["wire.jsonl"]


def test_a_file_whose_article_another_file_changed_is_read_again(news: Path, read: Read) -> None:
    """Two files with one id: the last one read holds, in the second run as in the first."""
    other = news / "x.jsonl"
    other.write_text(json.dumps({"id": "wire-2", "text": "Train 2 was on time."}))
    read(news)
    assert read(news).unchanged == 9
    assert texts(news, "wire-2") == ["Train 2 was on time."]
    other.unlink()
    assert read(news).unchanged == 8
    assert texts(news, "wire-2") == ["Train 2 was late.", " It rained."]


@pytest.mark.parametrize("workers", [0, 2])
def test_what_changes_in_one_file_counts_for_the_next(workers: int, news: Path, read: Read) -> None:
    """The last file is as it was, and known to be so before the first one is written: still it is the last word."""
    (news / "x.jsonl").write_text(json.dumps({"id": "wire-2", "text": "Train 2 was on time."}))
    (news / "wire.jsonl").write_text(json.dumps({"id": "wire-1", "text": "Train 1 was late."}))
    read(news)
    (news / "wire.jsonl").write_text(json.dumps({"id": "wire-2", "text": "Train 2 was late."}))
    summary = ingest([news], news.parent / "claims.db", workers=workers, extractor=by_sentence)
    assert (summary.read, summary.stored, summary.unchanged) == (5, 1, 4)
    assert texts(news, "wire-2") == ["Train 2 was on time."]


def texts(news: Path, document: str) -> list[str]:
    with Store(news.parent / "claims.db", readonly=True) as store:
        return [claim.text for claim in store.claims(document=document)]


def item(folder: Path, name: str, text: str, status: str = "usable") -> None:
    content = {
        "uri": "urn:lowen:1",
        "type": "text",
        "pubstatus": status,
        "headline": "Dam",
        "language": "en",
        "body_text": text,
        "versioncreated": "2024-05-06T10:00:00Z",
    }
    (folder / name).write_text(json.dumps(content))


def test_a_withdrawn_article_is_kept_and_left_out_until_it_comes_back(tmp_path: Path, read: Read) -> None:
    folder = tmp_path / "ninjs"
    folder.mkdir()
    item(folder, "1.json", "The dam lost 3 gates on Monday. The mayor of Lowen said so.")
    assert read(folder).stored == 1
    item(folder, "2.json", "The dam lost 3 gates on Monday.", "canceled")
    for _ in range(2):  # in a second run the article is read, and then taken back again
        summary = read(folder)
        assert (summary.read, summary.unchanged, summary.withdrawn) == (2, 1, 1)
        with Store(tmp_path / "claims.db", readonly=True) as store:
            assert list(store.claims()) == []
            claims = list(store.claims(withdrawn=True))
            assert len(claims) == 2
            assert claims[0].withdrawn
            found = store.claim(claims[0].id)
            assert found is not None and found.withdrawn
            assert [row.withdrawn for row in store.documents()] == [claims[0].withdrawn]
            assert store.db.execute("SELECT count(*) FROM claim_table").fetchone()[0] == 0
            assert store.sources() == []
            assert list(store.verify()) == []
    item(folder, "3.json", "The dam lost 4 gates on Monday.")
    summary = read(folder)
    assert (summary.stored, summary.changed, summary.withdrawn) == (1, 1, 1)
    assert texts(folder, "urn:lowen:1") == ["The dam lost 4 gates on Monday."]


def test_a_withdrawal_of_what_nobody_knows_is_counted_and_no_more(tmp_path: Path, read: Read) -> None:
    item(tmp_path, "1.json", "", "canceled")
    summary = read(tmp_path / "1.json")
    assert (summary.read, summary.withdrawn, summary.failed) == (1, 1, 0)


STORY = " ".join(
    f"In street {n} of Lowen the water stood {n} centimetres high, neighbour number {n} told." for n in range(9)
)


def test_copies_are_told_as_they_come_in(tmp_path: Path, read: Read) -> None:
    for name, text in (("a", STORY), ("b", STORY + " Our reporters."), ("c", "It snowed in Lowen, and nobody told.")):
        (tmp_path / f"{name}.txt").write_text(text)
    summary = read(tmp_path)
    assert (summary.stored, summary.copies) == (3, 1)
    with Store(tmp_path / "claims.db", readonly=True) as store:
        rows = store.documents()
        assert [row.copy_of for row in rows] == [None, rows[0].id, None]
        assert store.runs()[0].copies == 1
    (tmp_path / "a.txt").write_text(STORY.replace("7", "8"))
    assert read(tmp_path).copies == 1, "a new version is a copy of another article, not of its own old text"


def test_a_run_tells_what_was_asked_and_what_it_came_to(news: Path, read: Read) -> None:
    read(news, publisher="The Lowen Post")
    with Store(news.parent / "claims.db", readonly=True) as store:
        run = store.runs()[0]
    assert run.inputs == (str(news),)
    assert run.options == {"publisher": "The Lowen Post", "workers": 0}
    assert (run.read, run.stored) == (8, 8)
    assert run.finished is not None
    assert len(run.slowest) == 8
    assert all(seconds >= 0 and size > 0 for _, seconds, size in run.slowest)


def test_a_second_ingest_into_the_same_file_is_refused(news: Path, read: Read) -> None:
    with one_ingest(news.parent / "claims.db"), pytest.raises(StoreError, match=rf"pid {os.getpid()}\b"):
        read(news)
    assert read(news).stored == 8


def test_a_network_share_is_warned_of(news: Path, read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"none / ext4 rw 0 0\nserver:/x {os.path.realpath(tmp_path)} nfs4 rw 0 0\n")
    monkeypatch.setattr("claimtrack.store.place._MOUNTS", mounts)
    with pytest.warns(UserWarning, match=r"network share \(nfs4\)"):
        read(news)


def test_clocks_that_run_ahead_change_nothing(news: Path, read: Read) -> None:
    """Articles of the next century, files of the next century, and a run that began in the future."""
    (news / "z.jsonl").write_text(json.dumps({"id": "z", "text": "It will rain.", "published": "2999-01-01"}))
    os.utime(news / "z.jsonl", (time.time() + 4e9, time.time() + 4e9))
    assert read(news).stored == 9
    with Store(news.parent / "claims.db") as store:
        assert [row.published for row in store.documents()][-1] == "2999-01-01"
        store.db.execute("UPDATE runs SET started = '2999-01-01T00:00:00+00:00'")
        store.db.conn.commit()
    assert read(news).unchanged == 9
    with Store(news.parent / "claims.db", readonly=True) as store:
        assert [run.id for run in store.runs()] == [1, 2]
