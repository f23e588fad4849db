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
    """The store with its facts up to date, brought there with a progress bar if need be. Raises StoreError.

    Sums of money are converted as they were in the last comparison.
    """
    from claimtrack.compare import is_current
    from claimtrack.store import Store

    with Store(db, readonly=True) as store:
        if is_current(store):
            yield store
            return
    with Store(db) as store:
        _update(store)
        yield store


@contextmanager
def updated_with(db: Path, file: Path | None) -> Iterator[Store]:
    """The same with the rates of exchange of a file, or with none. Raises InputError, too."""
    from claimtrack.compare import read_rates, use_rates
    from claimtrack.compare.exchange import is_used
    from claimtrack.store import Store

    rates = None if file is None else read_rates(file)
    with Store(db, readonly=True) as store:
        known = is_used(store.db, rates)
    if not known:
        with Store(db) as store:
            use_rates(store, rates)
    with updated(db) as store:
        yield store


def _update(store: Store) -> None:
    from claimtrack.cli.progress import counting
    from claimtrack.compare import update

    with counting("Comparing") as progress:
        update(store, progress)
