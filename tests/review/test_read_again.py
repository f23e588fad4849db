"""An article that is reviewed, edited and ingested again, through the real pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimtrack.ingest import ingest
from claimtrack.review.work import current, lost, save
from claimtrack.store import Store

TEXT = (
    "The dam above Orla holds 18 million cubic metres of water, engineer Nils Aker said.\n\n"
    "The town council paid 2.4 million euros for repairs in 2023.\n\n"
    "Mayor Ada Brandt said the work would end in June 2025.\n"
)


def read(folder: Path, text: str) -> Store:
    (folder / "dam.txt").write_text(text)
    ingest([str(folder / "dam.txt")], db=folder / "claims.db", workers=0)
    return Store(folder / "claims.db")


def ids(store: Store, words: str) -> list[str]:
    return [claim.id for claim in store.claims() if words in claim.text]


@pytest.mark.parametrize(
    ("old", "new", "status", "why"),
    [
        ("2.4 million euros for repairs", "2.4 million euros for the repairs", "reviewed", "other words"),
        ("2.4 million", "3.1 million", "open", "another figure: the verdict was about the old one"),
        ("June 2025", "July 2025", "reviewed", "another claim was altered"),
    ],
)
def test_reviews_follow_an_edit(tmp_path: Path, old: str, new: str, status: str, why: str) -> None:
    with read(tmp_path, TEXT) as store:
        (claim,) = ids(store, "repairs")
        save(store.db.conn, claim, "Ana", verdict="supported", note="budget, page 4", seen=0)
    with read(tmp_path, TEXT.replace(old, new)) as store:
        (claim,) = ids(store, "repairs")
        now = current(store.db.conn, [claim])[claim]
        assert (now.status, [review.note for review in now.reviews]) == (status, ["budget, page 4"]), why
    with read(tmp_path, TEXT) as store:
        (claim,) = ids(store, "repairs")
        assert current(store.db.conn, [claim])[claim].status == "reviewed" and not lost(store.db.conn), "and back"
        assert list(store.verify()) == []
