"""Reviews out and back in: nothing changes, nothing comes twice, nothing that is wrong comes in."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtrack.errors import ClaimtrackError, InputError
from claimtrack.export.importing import import_reviews
from claimtrack.export.tabular import plain_event
from claimtrack.export.write import export
from claimtrack.review import scales
from claimtrack.review.events import SELECT, from_row, rows
from claimtrack.review.records import Corrections, Current
from claimtrack.review.work import current, history, lost, save, undo
from claimtrack.store import Store
from tests.store.extractions import flood

CLAIMS = ("c1", "c2")
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
NAMES = st.sampled_from(["Ana", "Ben", "Čem Dør"])
NUMBERS = st.decimals(-1000, 1000, places=2)
CORRECTIONS = st.builds(
    Corrections,
    speaker=st.none() | st.just("Red Cross Lowen"),
    value=st.none() | NUMBERS,
    unit=st.none() | st.just("person"),
    date=st.none() | st.sampled_from(["2024", "2024-05", "2024-05-04"]),
) | st.just(Corrections(value=Decimal("1.50"), high=Decimal(7), start=3, end=20))
SAVES = st.tuples(
    st.just("save"),
    NAMES,
    st.sampled_from(CLAIMS),
    st.none() | st.sampled_from(["supported", "refuted", "unverifiable", "not_a_claim"]),
    WORDS,
    st.lists(st.sampled_from(["https://example.org/a?b=c", "http://example.org/ä"]), max_size=2),
    CORRECTIONS,
)
STEPS = st.lists(SAVES | st.tuples(st.just("undo"), NAMES), max_size=8)


def work(conn: sqlite3.Connection, steps: list[Any]) -> None:
    for kind, reviewer, *said in steps:
        if kind == "undo":
            undo(conn, reviewer)
        else:
            claim, verdict, note, evidence, fixed = said
            save(conn, claim, reviewer, verdict=verdict, note=note, evidence=evidence, corrections=fixed, seen=10**9)


@contextmanager
def stores(template: Path) -> Iterator[tuple[Store, Store]]:
    """Two databases with the same article."""
    copies = [template.with_name(f"{name}.db") for name in ("one", "two")]
    for copy in copies:
        for end in ("-wal", "-shm"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)
        shutil.copy(template, copy)
    with Store(copies[0]) as one, Store(copies[1]) as two:
        yield one, two


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "claims.db"
    with Store(path) as made:
        made.add(flood())
    return path


def standing(conn: sqlite3.Connection) -> list[Current]:
    """What reviews come to, without the numbers that are this database's own."""
    found = current(conn, CLAIMS).values()
    return [replace(now, version=0, reviews=tuple(replace(r, event=0) for r in now.reviews)) for now in found]


def exported(store: Store, form: str, path: Path) -> Path:
    with path.open("wb") as file:
        export(store, form, file)
    return path


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_json_lines_bring_everything_back(template: Path, steps: list[Any]) -> None:
    with stores(template) as (one, two):
        work(one.db.conn, steps)
        path = exported(one, "jsonl", template.parent / "all.jsonl")
        done = import_reviews(two.db.conn, path)
        assert not done.refused and not done.lost
        assert standing(two.db.conn) == standing(one.db.conn)
        again = import_reviews(two.db.conn, path)
        assert (again.new, again.known) == (0, done.new)
        assert exported(two, "jsonl", template.parent / "two.jsonl").read_text() == path.read_text()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_claim_reviews_bring_back_what_rates(template: Path, steps: list[Any]) -> None:
    with stores(template) as (one, two):
        work(one.db.conn, steps)
        done = import_reviews(two.db.conn, exported(one, "claimreview", template.parent / "all.json"))
        assert not done.refused
        rating = {"supported", "refuted", "unverifiable"}
        wanted = [[r for r in now.reviews if r.verdict in rating] for now in standing(one.db.conn)]
        assert [list(now.reviews) for now in standing(two.db.conn)] == wanted
        assert import_reviews(one.db.conn, template.parent / "all.json").new == 0, "they are known where they came from"


def test_undo_is_not_for_what_was_imported(store: Store, tmp_path: Path) -> None:
    with Store(":memory:") as other:
        other.add(flood())
        import_reviews(other.db.conn, exported(store, "jsonl", tmp_path / "r.jsonl"))
        assert undo(other.db.conn, "Ana") is None
        save(other.db.conn, "c1", "Ana", verdict="misleading", seen=99)
        undo(other.db.conn, "Ana")
        assert {r.verdict for r in current(other.db.conn, ["c1"])["c1"].reviews} == {"refuted", "supported"}


def test_reviews_may_come_before_their_article(store: Store, tmp_path: Path) -> None:
    path = exported(store, "jsonl", tmp_path / "r.jsonl")
    with Store(":memory:") as other:
        done = import_reviews(other.db.conn, path)
        assert done.lost == 3 and {now.claim for now in lost(other.db.conn)} == {"c1", "c2", "d1"}
        other.add(flood("x"))
        now = current(other.db.conn, ["x1"])["x1"]
        assert (now.status, now.moved) == ("disputed", 1.0), "another model gave the claims other ids"
        assert {now.claim for now in lost(other.db.conn)} == {"d1"}


def test_a_verdict_of_ones_own_comes_along(store: Store, tmp_path: Path) -> None:
    scales.add(store.db.conn, "half_true", "Ana", label="Half true", rating="mixed")
    save(store.db.conn, "d2", "Ana", verdict="half_true", seen=0)
    for form, name in (("jsonl", "r.jsonl"), ("claimreview", "r.json")):
        with Store(":memory:") as other:
            import_reviews(other.db.conn, exported(store, form, tmp_path / name))
            assert [(v.label, v.rating) for v in scales.scale(other.db.conn)][5:] == [("Half true", "mixed")]


def test_the_list_of_events_brings_the_scale(store: Store, tmp_path: Path) -> None:
    scales.add(store.db.conn, "spin", "Ana")
    lines = [
        json.dumps(plain_event(store, from_row(row), {})) for row in rows(store.db.conn, f"{SELECT} ORDER BY e.id")
    ]
    (tmp_path / "events.jsonl").write_text("\n".join(lines))
    with Store(":memory:") as other:
        done = import_reviews(other.db.conn, tmp_path / "events.jsonl")
        assert not done.refused and done.new == len(lines)
        assert [v.name for v in scales.scale(other.db.conn)][5:] == ["spin"]
        assert len(history(other.db.conn, "c1")) == 2


GOOD = {
    "uid": "u1", "at": "2025-01-01T00:00:00+00:00", "reviewer": "Ana", "action": "review", "claim": "c1",
    "document": "d", "text": "t", "start": 0, "end": 1,
    "after": {"verdict": "refuted", "note": "", "evidence": [], "corrections": {}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"uid": None}, "no uid"),
        ({"at": "yesterday"}, "no time"),
        ({"reviewer": ""}, "nobody"),
        ({"action": "attach"}, "a move is each database's own"),
        ({"action": "undo", "undoes": "u0"}, "undoes what is not there"),
        ({"claim": None}, "no claim"),
        ({"document": 3}, "no document"),
        ({"after": {"verdict": "Not A Name"}}, "a verdict that cannot be put on the scale"),
        ({"after": {"verdict": 5}}, "no verdict"),
        ({"after": {"evidence": ["javascript:alert(1)"]}}, "no link"),
        ({"after": {"evidence": [5]}}, "no link at all"),
        ({"after": {"corrections": {"colour": "red"}}}, "an unknown field"),
        ({"after": {"corrections": {"value": "many"}}}, "no number"),
        ({"after": {"corrections": {"start": 5, "end": 2}}}, "no span"),
        ({"after": "refuted"}, "no object"),
        ({"action": "merge", "after": {"together": 5}}, "no decision"),
        ({"action": "split", "after": {"apart": [[["c1", 0]]]}}, "half a decision"),
        ({"action": "scale", "after": {"name": "X", "active": True}}, "no name"),
    ],
)
def test_what_is_refused(store: Store, tmp_path: Path, change: dict[str, Any], why: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join(json.dumps(plain) for plain in (GOOD | change, GOOD | {"uid": "u2"}, [], 5)))
    before = len(scales.scale(store.db.conn, retired=True))
    done = import_reviews(store.db.conn, path)
    assert done.new == 1 and [r.place.rpartition(":")[2] for r in done.refused] == ["1", "3", "4"], why
    assert (
        all(r.message and r.remedy for r in done.refused) and len(scales.scale(store.db.conn, retired=True)) == before
    )


@pytest.mark.parametrize(
    "text", ["{", "\x00", '{"@context": ', '{"@context": "https://schema.org", "@type": "ClaimReview"}']
)
def test_what_is_no_export(store: Store, tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_text(text)
    with pytest.raises(InputError):
        import_reviews(store.db.conn, tmp_path / "x")
    with pytest.raises(ClaimtrackError):
        import_reviews(store.db.conn, tmp_path / "missing")


def test_what_lies_in_the_future_was_said_now(store: Store, tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_text(json.dumps(GOOD | {"at": "2999-01-01T00:00:00+00:00", "reviewer": "Dea"}))
    import_reviews(store.db.conn, tmp_path / "f.jsonl")
    save(store.db.conn, "c1", "Dea", verdict="misleading", seen=99)
    assert {r.reviewer: r.verdict for r in current(store.db.conn, ["c1"])["c1"].reviews}["Dea"] == "misleading"


def test_all_or_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_text(json.dumps(GOOD) + "\n{")
    events = "SELECT count(*) FROM review_events"
    before = store.db.execute(events).fetchone()[0]
    with pytest.raises(InputError):
        import_reviews(store.db.conn, tmp_path / "f.jsonl")
    assert store.db.execute(events).fetchone()[0] == before


def test_it_is_read_as_bytes_are(store: Store) -> None:
    out = io.BytesIO()
    counts = export(store, "jsonl", out)
    lines = [json.loads(line) for line in out.getvalue().decode().splitlines()]
    assert counts.claims == len(lines) == 4 and counts.reviews == 5
