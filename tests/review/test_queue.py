"""The queue: every claim once, in order, whatever is asked; in step with other tables; read off indexes."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.review import work
from claimtrack.review.reading import counting, queue, weighing
from claimtrack.review.reading.query import COLUMNS, REASONS, SORTS, STATUSES, Query
from claimtrack.store import Store
from tests.store.extractions import claim, flood

SOURCES = ("Ada Brandt", "Red Cross", None)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A store of 200 claims with reasons, sources, publishers and dates of all kinds."""
    random.seed(5)
    with Store(tmp_path_factory.mktemp("queue") / "claims.db") as store:
        for number in range(20):
            store.add(_article(number))
        yield store.db.conn


def _article(number: int) -> Any:
    made = flood(prefix=f"d{number:02}", identity=f"https://example.org/{number}")
    first = made.claims[0]
    claims = []
    for index in range(10):
        reasons = {name: random.choice((0.0, 0.5, 1.0)) for name in REASONS} | {
            "model": random.choice((0.2, 0.5, 0.51))
        }
        fields = {"reasons": reasons, "source": random.choice(SOURCES), "checkworthiness": round(random.random(), 1)}
        where = (first.start, first.end, first.text)
        claims.append(replace(claim(f"{number:02x}{index:02x}", where), **fields))
    read = replace(made.article, publisher=f"Paper {number % 3}", published=f"2024-05-{number % 7 + 1:02}")
    return replace(made, article=read, claims=tuple(claims))


QUERIES = [
    *(Query(sort=sort, up=up) for sort in SORTS for up in (False, True)),
    Query(weights={"figure": 3, "model": 1}),
    Query(weights={"figure": 1, "date": 0.5}, up=True),
    Query(weights={"model": 0.1, "impact": 10}),
    Query(source="Ada Brandt"),
    Query(publisher="Paper 1", weights={"actor": 1, "model": 2}),
    Query(entity="Lowen", sort="published"),
    Query(q="homes", since="2024-05-02", until="2024-05-04"),
    Query(kind="none", conflict="no"),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.address() or "plain")
@pytest.mark.parametrize("few", [0, 10_000], ids=["merged", "gathered"])
def test_pages_forwards_and_backwards_give_every_claim_once(
    many: sqlite3.Connection, query: Query, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weighing, "FEW", few)
    monkeypatch.setattr(queue, "FEW", few)
    all_at_once = [row["id"] for row in queue.following(many, query, "", 1_000)]
    assert len(set(all_at_once)) == len(all_at_once)
    pages, after = [], ""
    while True:
        page = queue.page(many, replace(query, after=after), 7)
        pages += [row["id"] for row in page.rows]
        if not page.more:
            break
        after = page.rows[-1]["id"]
    assert pages == all_at_once
    if len(all_at_once) > 8:
        back = queue.page(many, replace(query, before=all_at_once[8]), 5)
        assert [row["id"] for row in back.rows] == all_at_once[3:8]
        assert queue.neighbours(many, query, all_at_once[4]) == (all_at_once[3], all_at_once[5])


def test_weights_order_by_the_weighted_mean_of_the_reasons(many: sqlite3.Connection, monkeypatch: Any) -> None:
    monkeypatch.setattr(weighing, "FEW", 0)
    weights = {"figure": 2.0, "date": 1.0, "model": 4.0}
    found = queue.following(many, Query(weights=weights), "", 1_000)
    scores = [weighing.score(weights, row["profile"], row["model"]) for row in found]
    assert len(found) == 200
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("query", "test"),
    [
        (Query(source="Ada Brandt"), lambda row: row["source"] == "Ada Brandt"),
        (Query(publisher="Paper 2"), lambda row: row["publisher"] == "Paper 2"),
        (Query(since="2024-05-03"), lambda row: row["published"] >= "2024-05-03"),
    ],
)
def test_filters_keep_what_they_say_and_all_of_it(many: sqlite3.Connection, query: Query, test: Any) -> None:
    everything = queue.following(many, Query(status="any"), "", 1_000)
    assert {r["id"] for r in queue.following(many, query, "", 1_000)} == {r["id"] for r in everything if test(r)}


def test_no_page_scans_a_table(many: sqlite3.Connection) -> None:
    for query in (*QUERIES, Query(status="reviewed"), Query(verdict="refuted"), Query(conflict="yes")):
        seen: list[str] = []
        many.set_trace_callback(seen.append)
        queue.page(many, query)
        many.set_trace_callback(None)
        for sql in (said for said in seen if said.startswith(("SELECT", "WITH"))):
            plan = [row[3] for row in many.execute(f"EXPLAIN QUERY PLAN {sql}")]
            scans = [
                step for step in plan if step.startswith("SCAN") and "INDEX" not in step and "CONSTANT" not in step
            ]
            assert all("queue" not in step and "claims" not in step.split() for step in scans), (query, plan)


def test_reviewed_claims_leave_the_open_ones(tmp_path: Path) -> None:
    with Store(tmp_path / "claims.db") as store:
        store.add(flood())
        work.save(store.db.conn, "c1", "Ana", verdict="refuted", seen=0)
        ids = {
            name: [r["id"] for r in queue.following(store.db.conn, Query(status=name), "", 9)]
            for name in ("", "reviewed", "any")
        }
        assert ids[""] == ["c2"] and ids["reviewed"] == ["c1"] and sorted(ids["any"]) == ["c1", "c2"]


def test_it_keeps_in_step_with_versions_withdrawals_and_conflicts(tmp_path: Path) -> None:
    with Store(tmp_path / "claims.db") as store:
        conn = store.db.conn

        def listed() -> list[str]:
            return [row[0] for row in conn.execute("SELECT id FROM queue ORDER BY id")]

        first = flood()
        store.add(first)
        assert listed() == ["c1", "c2"]
        store.add(flood(prefix="n", title="Another title"))
        assert listed() == ["n1", "n2"], "the claims of the older version are gone"
        store.add(first)
        assert listed() == ["c1", "c2"], "its text came back"
        conn.execute("UPDATE documents SET withdrawn = 'retracted'")
        assert listed() == []
        conn.execute("UPDATE documents SET withdrawn = NULL")
        assert listed() == ["c1", "c2"]
        keys = [row[0] for row in conn.execute("SELECT claim_key FROM queue ORDER BY id")]
        conn.execute("INSERT INTO facts VALUES (1, 'f1', 'label')")
        conn.execute("INSERT INTO relations VALUES (1, ?, ?, 'conflicts', 'quantity', 'why', 0.5)", keys)
        assert [row[0] for row in conn.execute("SELECT conflict FROM queue")] == [1, 1]
        conn.execute("DELETE FROM relations")
        assert [row[0] for row in conn.execute("SELECT conflict FROM queue")] == [0, 0]


words = st.text(max_size=20).map(lambda s: s.strip().replace("\0", "")).filter(lambda s: s.isprintable())


@given(
    words, words, st.sampled_from(sorted(SORTS)), st.booleans(), st.lists(st.sampled_from(sorted(COLUMNS)), unique=True)
)
def test_an_address_leads_back_to_its_query(q: str, source: str, sort: str, up: bool, columns: list[str]) -> None:
    chosen = tuple(name for name in COLUMNS if name in columns) or tuple(COLUMNS)
    query = Query(q=q, source=source, sort=sort, up=up, columns=chosen, weights={"figure": 2.5})
    assert Query.parse(query.address()) == query


@given(st.text(max_size=200))
def test_no_address_is_too_odd(address: str) -> None:
    Query.parse(address)


@pytest.mark.parametrize("few", [0, 10_000], ids=["tried", "looked up"])
def test_the_counts_of_each_status_are_those_of_its_queue(
    many: sqlite3.Connection, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "FEW", few)
    first, second, third = [row["id"] for row in queue.following(many, Query(), "", 3)]
    said = [(first, "Ana", "refuted"), (second, "Ana", "refuted"), (second, "Ben", "supported"), (third, "Ana", None)]
    for claim_id, who, verdict in said:
        work.save(many, claim_id, who, verdict=verdict, note="Seen.", seen=work.last_event(many))
    for query in (*QUERIES, Query(verdict="refuted"), Query(status="any", without="Ben")):
        listed = {s: len(queue.following(many, replace(query, status=s), "", 1_000)) for s in (*STATUSES, "any")}
        asked = query.status or ("any" if query.verdict else "open")
        assert dict(counting.by_status(many, query, listed[asked])) == listed, query
    assert dict(counting.by_status(many, Query(), 198))["disputed"] == 1
    assert (
        counting.for_second_review(many, Query(), "Ben") == 1 and counting.for_second_review(many, Query(), "Ana") == 0
    )
    for who in ("Ana", "Ben"):
        while work.undo(many, who):
            pass


def test_counts_end_at_the_bound(many: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "SAMPLE", 50)
    assert dict(counting.by_status(many, Query(), 51)) == dict.fromkeys(STATUSES, 0) | {"open": 51, "any": 51}
