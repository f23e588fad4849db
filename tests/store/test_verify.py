"""``verify`` sees every change that was not made by this program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimtrack.claims.identity import Identity
from claimtrack.store import Store
from tests.store.extractions import flood


def test_a_sound_store_has_no_problems(store: Store) -> None:
    store.add(flood())
    assert list(store.verify()) == []


def test_ids_by_content_are_proved(store: Store) -> None:
    extraction = flood()
    identity = Identity(extraction.article.id)
    claims = (replace(x, id=identity.next_id(x.text, x.source, x.polarity)) for x in extraction.claims)
    store.add(replace(extraction, claims=tuple(claims)))
    assert list(store.verify()) == []


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE versions SET text = replace(text, 'Lowen', 'Bowen')", "do not match the hash"),
        ("UPDATE versions SET published = '1999-01-01'", "do not match the hash"),
        ("UPDATE claims SET end_char = end_char + 1", "but the text there is"),
        ("UPDATE claims SET start_char = -1", "lies outside"),
        ("UPDATE claims SET id = '0123456789abcdef' WHERE id = 'c1'", "has the id of another content"),
        ("UPDATE claims SET source = 'Nobody' WHERE source IS NOT NULL", "checksum"),
        ("UPDATE quantities SET value_exact = '13' WHERE value = 1200", "checksum"),
        ("UPDATE quantities SET value = 13 WHERE value = 1200", "is 13.0 as a number"),
        ("UPDATE quantities SET value_exact = 'many'", "cannot be read back"),
        ("UPDATE dates SET start_char = 0", "but the text there is"),
        ("UPDATE mentions SET text = 'Bowen'", "but the text there is"),
        ("UPDATE attributions SET cue_start = 1 WHERE cue IS NOT NULL", "but the text there is"),
        ("UPDATE contents SET text = ''", "but the text there is"),
        ("DELETE FROM claim_quantities", "checksum"),
        ("UPDATE versions SET latest = 0", "no latest version"),
        ("DELETE FROM claims_fts_docsize", "full-text index"),
        ("PRAGMA foreign_keys = 0; DELETE FROM sources", "refers to a row"),
    ],
)
def test_what_was_altered_is_reported(sql: str, message: str, store: Store) -> None:
    store.add(flood())
    store.db.conn.executescript(f"PRAGMA foreign_keys = 0; {sql}")
    problems = list(store.verify())
    assert any(message in problem.message for problem in problems), problems


def test_what_reviewers_saw_is_proved(store: Store) -> None:
    from claimtrack.review.work import save

    store.add(flood())
    save(store.db.conn, "c1", "Ana", verdict="refuted", seen=0)
    assert list(store.verify()) == []
    store.db.execute("UPDATE versions SET text = replace(text, '1,200', '1,300')")
    assert any("what was reviewed" in problem.message for problem in store.verify())
