"""The store: a SQLite database of articles, what was found in them, and where."""
# ruff: noqa: E402 - sqlite_utils is imported first, and lightly

from claimtrack.light import import_sqlite_utils

import_sqlite_utils()

from claimtrack.store.errors import RejectedError, UnknownError
from claimtrack.store.records import (
    CheckRow,
    ClaimRow,
    DocumentRow,
    FailureRow,
    Outcome,
    Passage,
    Problem,
    Run,
    RunRow,
    SourceRow,
)
from claimtrack.store.store import Store

__all__ = [
    "CheckRow",
    "ClaimRow",
    "DocumentRow",
    "FailureRow",
    "Outcome",
    "Passage",
    "Problem",
    "RejectedError",
    "Run",
    "RunRow",
    "SourceRow",
    "Store",
    "UnknownError",
]
