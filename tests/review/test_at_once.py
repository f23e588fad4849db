"""Two processes that save the same claim at once: one is saved, the other is told, nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from claimtrack.review.work import current, history
from claimtrack.store import Store

SCRIPT = textwrap.dedent("""
    import sys, time
    from claimtrack.review.records import Stale
    from claimtrack.review.work import save
    from claimtrack.store import Store
    path, reviewer, verdict = sys.argv[1:]
    with Store(path) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        for claim in ("c1", "c2"):
            try:
                print("saved", save(store.db.conn, claim, reviewer, verdict=verdict, note=reviewer, seen=0).id)
            except Stale as stale:
                print("stale", stale.event.id, stale.event.reviewer)
""")


def test_two_processes(store: Store, path: Path) -> None:
    people = {"Ana": "refuted", "Ben": "supported", "Cem": "misleading", "Dea": "refuted"}
    running = {
        name: subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(path), name, verdict], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )
        for name, verdict in people.items()
    }  # fmt: skip
    for process in running.values():
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in running.values():
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    told = {name: process.communicate(timeout=60)[0].splitlines() for name, process in running.items()}
    for number, claim in enumerate(("c1", "c2")):
        lines = {name: lines[number].split() for name, lines in told.items()}
        (winner,) = (name for name, line in lines.items() if line[0] == "saved")
        assert {line[2] for name, line in lines.items() if name != winner} == {winner}
        (event,) = history(store.db.conn, claim)
        now = current(store.db.conn, [claim])[claim]
        assert (event.reviewer, now.verdict, now.note) == (winner, people[winner], winner)
