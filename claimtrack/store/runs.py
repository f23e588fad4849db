"""Runs in the store: what was asked, how far it came, how it ended."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlite_utils import Database

from claimtrack.store.records import Run, Status

COUNTS = (
    *("read", "stored", "unchanged", "failed", "skipped"),
    *("changed", "copies", "withdrawn", "fact_checks"),
)
KEPT_INPUTS = 100  # of what the user named: a shell may turn one pattern into a million paths


def start(db: Database, run: Run, inputs: Sequence[str], options: Mapping[str, object]) -> Run:
    """Add a run that is under way; the answer has its number."""
    row = {
        "started": _now(),
        "status": "running",
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "package_version": run.package_version,
        "model": run.model,
        "model_hash": run.model_hash,
        "inputs": json.dumps(list(inputs[:KEPT_INPUTS])),
        "options": json.dumps(options),
    }
    sql = f"INSERT INTO runs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    return replace(run, id=int(db.conn.execute(sql, list(row.values())).lastrowid or 0))


def count(db: Database, run: Run, counts: Mapping[str, int]) -> None:
    """Write counts of a run, by the names of ``COUNTS``."""
    if counts:
        names = [name for name in COUNTS if name in counts]
        sql = f"UPDATE runs SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?"
        db.conn.execute(sql, [*(counts[name] for name in names), run.id])


def finish(db: Database, run: Run, status: Status, slowest: Sequence[tuple[str, float, int]]) -> None:
    """Close a run."""
    sql = "UPDATE runs SET finished = ?, status = ?, slowest = ? WHERE id = ?"
    db.conn.execute(sql, [_now(), status, json.dumps(slowest), run.id])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
