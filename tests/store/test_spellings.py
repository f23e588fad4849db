"""Names are found by their words as they would be by trying every one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.model import Entity, Extraction
from claimtrack.store import Store, filters, spellings
from claimtrack.store.connection import writing
from claimtrack.store.schema import MIGRATIONS
from tests.store.extractions import TEXT, article, claim, flood, span

PARTS = (
    *("Volodymyr Zelenskyy", "Zelensky", "NATO", "nato", "O’Brien", "Brien", "U.S. Army", "US", "Müller", "Mueller"),
    *("ministry", "Ministry of Health", "ß", "İzmir", "a_b", "€", "—", "5", "St. John's", "السيسي", "東京", "\0", " "),
)
NAME = st.lists(st.sampled_from(PARTS) | st.text(max_size=4), min_size=1, max_size=3).map(" ".join)


def storable(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)


def named(number: int, source: str, subject: str, entity: str) -> Extraction:
    """An article with one claim of that source, subject and entity."""
    return Extraction(
        article(f"d{number}", TEXT, url=None, path=None),
        entities=(Entity(0, 5, TEXT[:5], "MISC", entity),),
        claims=(claim(f"c{number}", span(TEXT, "Repairs"), source=source, subject=subject, entities=(0,)),),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(NAME.filter(storable), min_size=3, max_size=9), st.lists(NAME.filter(storable), min_size=1, max_size=6))
def test_by_words_as_by_trying_all(names: list[str], wanted: list[str]) -> None:
    found = [named(i, *names[i : i + 3]) for i in range(len(names) - 2)]
    with Store(":memory:") as store:
        for extraction in found:
            store.add(extraction)
        for name in wanted:
            of = {e.claims[0].id for e in found if spellings.matches(e.claims[0].source or "", name)}
            assert {c.id for c in store.claims(source=name)} == of
            about = {
                e.claims[0].id
                for e in found
                if spellings.matches(e.claims[0].subject or "", name) or spellings.matches(e.entities[0].name, name)
            }
            assert {c.id for c in store.claims(entity=name)} == about


def filled(path: Path, many: int) -> None:
    with Store(path) as store:
        for number in range(many):
            store.add(named(number, f"Minister {number}", f"The dam of Lowen {number}", f"Lowen {number}"))


def test_few_names_are_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "claims.db", 50)
    tried = []

    def tries(name: str, wanted: str) -> bool:
        tried.append(name)
        return original(name, wanted)

    original = spellings.matches
    monkeypatch.setattr(spellings, "matches", tries)
    with Store(tmp_path / "claims.db") as store:
        assert [c.id for c in store.claims(source="minister 7")] == ["c7"]
        assert {c.id for c in store.claims(entity="lowen 9")} == {"c9"}
    assert sorted(tried) == ["Lowen 9", "Minister 7", "The dam of Lowen 9"]


@pytest.mark.parametrize("wanted", [{"source": "minister"}, {"entity": "lowen"}])
def test_no_table_is_read_whole(wanted: dict[str, Any], store: Store) -> None:
    store.add(flood())
    conditions, values = filters.conditions_of(store.db, filters.ClaimFilter(**wanted))
    sql = f"""SELECT c.key FROM claims c JOIN versions v ON v.key = c.version_key JOIN documents d
    ON d.key = v.document_key LEFT JOIN attributions a ON a.key = c.attribution_key WHERE {" AND ".join(conditions)}"""
    plan = [row[3] for row in store.db.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
    assert not [step for step in plan if step.startswith("SCAN") and "json_each" not in step], plan


def older(path: Path) -> None:
    """Make it a database of before there were words of names."""
    with Store(path) as store, writing(store.db):
        for table in ("spelling_words", "spellings", "spelling_state"):
            store.db.execute(f"DROP TABLE {table}")
        store.db.execute("DROP INDEX claims_subject")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm013_spellings'")
        assert [m.name for m in MIGRATIONS.pending(store.db)] == ["m013_spellings"]


def words(store: Store) -> set[tuple[str, str]]:
    sql = "SELECT name, word FROM spellings JOIN spelling_words ON spelling_key = key"
    return {(row[0], row[1]) for row in store.db.execute(sql).fetchall()}


def test_an_older_database_is_filled_and_goes_on_where_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.db"
    filled(path, 25)
    with Store(path) as store:
        wanted = words(store)
    older(path)
    monkeypatch.setattr(spellings, "BATCH", 4)
    original, batches = spellings.add, []

    def stopped(db: object, names: object) -> None:
        batches.append(names)
        if len(batches) == 4:  # the fourth time, and only then
            raise KeyboardInterrupt
        original(db, names)  # type: ignore[arg-type]

    monkeypatch.setattr(spellings, "add", stopped)
    with pytest.raises(KeyboardInterrupt):
        Store(path)
    with Store(path, readonly=True) as store:
        assert words(store) == wanted
        assert spellings.is_complete(store.db)
        assert [c.id for c in store.claims(source="minister 7")] == ["c7"]
        assert list(store.verify()) == []
    assert len(batches) == 4 + 4 + 7, "what was filled in was not filled in again"


def test_other_rules_make_the_words_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claims.db"
    filled(path, 3)
    monkeypatch.setattr(spellings, "rules", lambda: "another")
    monkeypatch.setattr(spellings, "words_of", lambda name: {name})
    with Store(path) as store:
        assert ("Minister 1", "Minister 1") in words(store)


def test_without_the_words_every_name_is_tried(store: Store) -> None:
    store.add(flood())
    store.add(replace(flood("other"), claims=()))
    wanted = [c.id for c in store.claims(source="red cross")], [c.id for c in store.claims(entity="red cross")]
    store.db.execute("UPDATE spelling_state SET claim = 0")
    found = [c.id for c in store.claims(source="red cross")], [c.id for c in store.claims(entity="red cross")]
    assert found == wanted and any(found)
