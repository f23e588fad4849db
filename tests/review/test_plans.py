"""What a save asks of the database never reads a whole table: it takes as long with a million claims."""

from __future__ import annotations

import sqlite3

import pytest

from claimtrack.compare import decided
from claimtrack.review import attach, facts, places, second, work

ASKED = {
    "place": places.CLAIM,
    "reviews": places.REVIEWS,
    "newer": work.NEWER,
    "undoable": work.UNDOABLE,
    "history": work.HISTORY,
    "waiting articles": attach.WAITING.format(condition="p.document = ?"),
    "claims of a version": attach.CLAIMS,
    "members of a fact": facts.MEMBERS,
    "facts of a claim": facts.FACTS_OF,
    "decisions": facts.DECISIONS,
    "what took decisions back": facts.UNDOING,
    "a decision of mine": facts.MINE,
    "a statement": decided.STATEMENT,
}


@pytest.mark.parametrize("name", ASKED)
def test_no_table_is_read_whole(conn: sqlite3.Connection, name: str) -> None:
    sql = ASKED[name]
    values = [""] * (2 if "?2" in sql else 1 if "?1" in sql else sql.count("?"))
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
    aliases = {word for line in plan if line.startswith("SCAN") for word in line.split()[1:2]}
    assert aliases <= {"json_each"}, plan


def test_second_reviews_are_found_by_status(conn: sqlite3.Connection) -> None:
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {second.WAITING}", ["", 1]).fetchall()]
    assert any("review_states_status" in line for line in plan), plan
