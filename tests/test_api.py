"""The public names, as a user meets them."""

from pathlib import Path

import claimtrack

TEXT = "Marta Olin, the harbour master of Vessel Bay, said on Tuesday that 1,250 containers had been lost."


def test_functions_stay_functions_after_their_modules_are_used(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf8")
    assert claimtrack.ingest([str(article)], str(tmp_path / "claims.db")).stored == 1
    assert claimtrack.extract(TEXT).claims
    with claimtrack.Store(tmp_path / "claims.db") as store:
        assert "Marta Olin" in {c.source for c in store.claims()}


def test_published_anchors_relative_dates() -> None:
    dates = claimtrack.extract(TEXT, published="2025-03-06").dates
    assert [(d.text, d.value) for d in dates] == [("Tuesday", "2025-03-04")]
    assert all(d.earliest is None for d in claimtrack.extract(TEXT).dates)
