"""A run that is stopped at any moment goes on where it was: nothing twice, nothing lost, nothing half stored.

Most runs are killed by a timer of their own processor time (SIGPROF, which ends a process as SIGKILL does), so that
the points at which they end are as random on a busy machine as on a quiet one.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.errors import StoreError
from claimtrack.ingest import Summary, ingest
from claimtrack.store import Store
from tests.extractors import by_sentence

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals")
ARTICLES = 60
Job = Callable[[], object]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty short articles: lines, files, a text that comes twice, one in another language, one that cannot be read."""
    folder = tmp_path_factory.mktemp("killed") / "news"
    folder.mkdir()
    lines = [
        json.dumps(
            {"id": f"wire-{n}", "text": f"Train {n} was {n % 7} minutes late. Mayor {n} of Lowen said so. It rained."}
        )
        for n in range(ARTICLES - 6)
    ]
    (folder / "a.jsonl").write_text("\n".join(lines[:30]))
    (folder / "b.jsonl").write_text("\n".join(lines[30:]))
    (folder / "c.jsonl").write_text(json.dumps({"id": "wire-3", "text": "Train 3 was on time. It did not rain."}))
    (folder / "d.txt").write_text(
        "Der Damm brach am Montag, sagte der Bürgermeister. Das Wasser steigt, niemand weiß, wie. " * 3
    )
    (folder / "e.txt").write_text("")
    for name in "fgh":
        (folder / f"{name}.txt").write_text(f"The dam lost {ord(name)} gates on Monday. The mayor of Lowen said so.")
    return folder


@pytest.fixture(scope="module")
def whole(news: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """What a run that nobody stops stores."""
    db = tmp_path_factory.mktemp("whole") / "claims.db"
    summary = ingest([news], db, workers=0, extractor=by_sentence)
    assert (summary.read, summary.failed, summary.skipped, summary.changed) == (ARTICLES, 1, 1, 1)
    return content(db)


def content(db: Path) -> list[tuple[object, ...]]:
    """All that is stored, with every key, but for runs and who wrote what."""
    rows: list[tuple[object, ...]] = []
    with Store(db, readonly=True) as store:
        for name in store.db.table_names():
            if name.startswith(("runs", "failures", "inputs", "_", "sqlite")) or "_fts" in name:
                continue
            columns = [f'"{c.name}"' for c in store.db[name].columns if c.name not in ("run", "extracted_by")]
            rows += ((name, *row) for row in store.db.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall())
        assert list(store.verify()) == []
    return rows


def forked(job: Job, *, seconds: float | None = None) -> int:
    """Do the job in a copy of this process; its exit code, or minus the signal that ended it.

    ``seconds``: of processor time, after which it is killed.
    """
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            if seconds is not None:
                signal.setitimer(signal.ITIMER_PROF, seconds)
            job()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run_killed(news: Path, db: Path, chance: random.Random, longest: float, workers: int = 0) -> int:
    """Ingest, and be killed, until a run comes to its end; how often it was killed."""
    kills = 0
    while True:
        seconds = chance.uniform(0.0005, longest)
        code = forked(lambda: ingest([news], db, workers=workers, extractor=by_sentence), seconds=seconds)
        if code == 0:
            return kills
        assert code == -signal.SIGPROF
        kills += 1
        longest *= 1.03  # so that it ends


def test_killed_hundreds_of_times_it_stores_what_an_undisturbed_run_does(
    news: Path, tmp_path: Path, whole: list[tuple[object, ...]]
) -> None:
    chance = random.Random(6)
    kills = 0
    for number in range(500):
        db = tmp_path / f"{number}.db"
        kills += run_killed(news, db, chance, longest=0.04)
        assert content(db) == whole
        with Store(db, readonly=True) as store:
            runs = store.runs()
        assert runs[-1].status == "finished"
        assert {run.status for run in runs} <= {"interrupted", "finished"}, "finished: killed between that and its exit"
        assert sum(run.stored for run in runs) == ARTICLES - 1, "the counts of killed runs are right too"
        if kills >= 250:
            break
    assert kills >= 250


@pytest.mark.parametrize("workers", [1, 3])
def test_killed_with_workers(workers: int, news: Path, tmp_path: Path, whole: list[tuple[object, ...]]) -> None:
    db = tmp_path / "claims.db"
    chance = random.Random(workers)
    for _ in range(5):
        forked(lambda: ingest([news], db, workers=workers, extractor=by_sentence), seconds=chance.uniform(0.01, 0.06))
    ingest([news], db, workers=workers, extractor=by_sentence)
    assert content(db) == whole


def test_workers_that_are_killed_cost_no_article(news: Path, tmp_path: Path, whole: list[tuple[object, ...]]) -> None:
    """As the kernel does when memory runs out: not the article's fault, so it is tried again."""
    chance = random.Random(2)
    killed = 0

    def kill_one(summary: Summary) -> None:
        nonlocal killed
        if killed < 8 and chance.random() < 0.3:
            for pid in children(os.getpid()):
                os.kill(pid, signal.SIGKILL)
                killed += 1

    summary = ingest([news], tmp_path / "claims.db", workers=2, extractor=by_sentence, progress=kill_one)
    assert (summary.read, summary.failed) == (ARTICLES, 1)
    assert killed >= 2
    assert content(tmp_path / "claims.db") == whole


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    mine = [int(word) for word in found.stdout.split()]
    return [child for child in mine if b"claimtrack.worker" in command_line(child)]


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_workers_end_with_a_parent_that_is_killed(news: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from claimtrack.ingest import ingest; from tests.extractors import waits_at_nine; "
        "ingest(sys.argv[1:2], sys.argv[2], workers=2, extractor=waits_at_nine, "
        "progress=lambda summary: print(summary.read, flush=True))"
    )
    command = [sys.executable, "-c", code, str(news), str(tmp_path / "claims.db")]
    env = os.environ | {"WAIT_AT_NINE": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=Path(__file__).parents[1]) as job:
        assert job.stdout is not None
        while job.stdout.readline().strip() != "3":
            assert job.poll() is None
        workers = children(job.pid)
        job.kill()
    assert workers
    deadline = time.monotonic() + 60
    idle = [pid for pid in workers if command_line(pid)]
    while len(idle) > 1 and time.monotonic() < deadline:  # one of them sleeps on wire-9, for as long as it may
        time.sleep(0.05)
        idle = [pid for pid in workers if command_line(pid)]
    for pid in idle:
        os.kill(pid, signal.SIGKILL)
    assert len(idle) <= 1


def test_power_that_fails_loses_the_last_articles_at_most(
    news: Path, tmp_path: Path, whole: list[tuple[object, ...]]
) -> None:
    """Without power what was written last may be missing from the log of the database, from any byte on."""
    chance = random.Random(4)
    moments = sorted(chance.sample(range(1, ARTICLES), 8))

    def copy(summary: Summary) -> None:
        if summary.read in moments:
            for end in ("", "-wal"):
                shutil.copy(tmp_path / f"claims.db{end}", tmp_path / f"{summary.read}.db{end}")

    ingest([news], tmp_path / "claims.db", workers=0, extractor=by_sentence, progress=copy)
    for moment in moments:
        full = (tmp_path / f"{moment}.db-wal").read_bytes()
        for number in range(4):
            db = tmp_path / f"{moment}-{number}.db"
            shutil.copy(tmp_path / f"{moment}.db", db)
            Path(f"{db}-wal").write_bytes(full[: chance.randrange(len(full))])
            ingest([news], db, workers=0, extractor=by_sentence)
            assert content(db) == whole


@pytest.mark.parametrize("kilobytes", [200, 420, 700])
def test_a_disk_that_fills_up(kilobytes: int, news: Path, tmp_path: Path, whole: list[tuple[object, ...]]) -> None:
    """A limit on the size of files stands for the disk."""
    db = tmp_path / "claims.db"

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))
        with pytest.raises(StoreError, match="disk"):
            ingest([news], db, workers=0, extractor=by_sentence)

    assert forked(fill) == 0
    ingest([news], db, workers=0, extractor=by_sentence)
    assert content(db) == whole


def test_a_small_disk_that_is_full_says_so(news: Path, tmp_path: Path) -> None:
    """A real file system of 600 KB, where the system lets us have one."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    code = (
        "import sys; from claimtrack.ingest import ingest; from tests.extractors import by_sentence; "
        "ingest(sys.argv[1:2], sys.argv[2], workers=0, extractor=by_sentence)"
    )
    script = (
        'mount -t tmpfs -o size=600k none "$1" || exit 77; "$2" -c "$3" "$4" "$1/claims.db"; echo "code $?"; df "$1"'
    )
    command = ["unshare", "-rm", "sh", "-c", script, "sh", str(mounted), sys.executable, code, str(news)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    except FileNotFoundError:
        pytest.skip("there is no unshare")
    if "code" not in done.stdout:
        pytest.skip("no file system can be mounted here")
    assert "code 1" in done.stdout
    assert "The disk is full" in done.stderr
    assert "Free some space" in done.stderr


@pytest.mark.parametrize("kills", [5])
def test_killed_with_the_trained_pipeline(kills: int, tmp_path: Path) -> None:
    """The same with the model: its claims, vectors and sketches."""
    lines = [
        json.dumps(
            {
                "id": f"n{n}",
                "text": f"About {n + 20} people left Lowen on 4 May 2024, Mayor Ida Holm said. It cost €{n}.",
            }
        )
        for n in range(24)
    ]
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    ingest([tmp_path / "news.jsonl"], tmp_path / "whole.db", workers=0)
    chance = random.Random(1)
    db = tmp_path / "claims.db"
    for _ in range(kills):
        forked(lambda: ingest([tmp_path / "news.jsonl"], db, workers=0), seconds=chance.uniform(0.05, 0.25))
    assert ingest([tmp_path / "news.jsonl"], db, workers=2).stored <= 24
    assert content(db) == content(tmp_path / "whole.db")
