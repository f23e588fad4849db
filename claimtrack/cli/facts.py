"""What the commands that show facts share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimtrack.store import Store


@contextmanager
def updated(db: Path) -> Iterator[Store]:
    """The store with its facts up to date, brought there with a progress bar if need be. Raises StoreError."""
    from claimtrack.cli.progress import counting
    from claimtrack.compare import is_current, update
    from claimtrack.store import Store

    with Store(db, readonly=True) as store:
        if is_current(store):
            yield store
            return
    with Store(db) as store:
        with counting("Comparing") as progress:
            update(store, progress)
        yield store
