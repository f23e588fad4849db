"""Runs on many machines: a job on Ray, its result in Parquet, merged into a store or queried where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from claimtrack.errors import ClaimtrackError


@contextmanager
def installed() -> Iterator[None]:
    """Turn a library that is missing into an error with the remedy: Ray, DuckDB and Arrow come with an extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ClaimtrackError(
            f"This needs {error.name}, which is not installed.", "pip install 'claimtrack[cluster]'"
        ) from error
