"""Facts put together or taken apart by a reviewer: decisions that the comparison respects from then on.

A decision is an event, and can be undone; of two that contradict each other the later one holds. ``fact_links`` is
made from the events. A statement is a claim, by its public id, and the index of a figure in it (-1: the event).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from sqlite_utils import Database

from claimtrack.compare import decided
from claimtrack.compare.decided import Named
from claimtrack.compare.update import renew
from claimtrack.review import places, work
from claimtrack.review.checks import reviewer_name
from claimtrack.review.events import SELECT, append, from_row, rows, transaction
from claimtrack.review.records import Event, ReviewError

STANDS = "NOT EXISTS (SELECT 1 FROM review_events u WHERE u.undoes = e.id)"
DECISIONS = f"{SELECT} WHERE e.action IN ('merge', 'split') AND {STANDS} ORDER BY e.id"
ABOUT = f"""{SELECT} WHERE e.action IN ('merge', 'split')
AND EXISTS (SELECT 1 FROM json_each(?) j WHERE instr(e.after, j.value)) ORDER BY e.id"""
UNDOING = f"{SELECT} WHERE e.undoes IN (SELECT value FROM json_each(?))"
MINE = f"""{SELECT} WHERE e.id = ? AND e.reviewer = ? AND e.action IN ('merge', 'split')
AND e.imported IS NULL AND {STANDS}"""
NAMES = "SELECT claim FROM review_places WHERE shown = ?"
MEMBERS = """SELECT c.id, ifnull((SELECT l.position FROM claim_quantities l JOIN quantities q ON q.key = l.quantity_key
  WHERE l.claim_key = m.claim_key AND q.position = m.quantity), -1) AS figure
FROM facts f JOIN fact_claims m ON m.fact_key = f.key JOIN claims c ON c.key = m.claim_key
WHERE f.id = ? ORDER BY c.id, figure"""
FACTS_OF = """SELECT DISTINCT f.id FROM fact_claims m JOIN facts f ON f.key = m.fact_key
WHERE m.claim_key = ? AND m.quantity = ?"""


def merge(conn: sqlite3.Connection, fact_ids: Iterable[str], reviewer: str) -> Event:
    """Put facts together: they are about one and the same thing. ``after["facts"]`` of the event: what they are now.

    Raises ReviewError if there are fewer than two, or one is gone.
    """
    wanted = list(dict.fromkeys(fact_ids))
    if len(wanted) < 2:
        raise ReviewError("One fact alone cannot be put together with another.", "Choose two facts or more.")
    with transaction(conn):
        members = [member for fact in wanted for member in _members(conn, fact)]
        after = {"together": [list(member) for member in members]}
        return _decide(conn, "merge", reviewer_name(reviewer), wanted, after, members)


def split(conn: sqlite3.Connection, fact_id: str, claim_ids: Iterable[str], reviewer: str) -> Event:
    """Take claims out of a fact: they are about something else. ``after["facts"]``: the facts that hold them all now.

    The claims taken out, and those that stay, remain together as far as they match. Raises ReviewError if the fact is
    gone, does not hold the claims, or would lose all.
    """
    wanted = set(claim_ids)
    with transaction(conn):
        members = _members(conn, fact_id)
        missing = wanted - {claim for claim, _ in members}
        out = [member for member in members if member[0] in wanted]
        rest = [member for member in members if member[0] not in wanted]
        if missing or not out or not rest:
            what = f"Claim {min(missing)} is not in fact {fact_id}" if missing else "A split needs two sides"
            raise ReviewError(f"{what}.", "Load the page again, and choose some of the claims of the fact, not all.")
        after = {"apart": [[list(member) for member in side] for side in (out, rest)]}
        return _decide(conn, "split", reviewer_name(reviewer), [fact_id], after, members)


def decisions(conn: sqlite3.Connection) -> list[Event]:
    """Merges and splits that stand, in the order in which they were made."""
    return [from_row(row) for row in rows(conn, DECISIONS)]


def undo(conn: sqlite3.Connection, number: int, reviewer: str) -> Event:
    """Take back one merge or split of this reviewer, whatever was done since; the event that says so.

    Raises ReviewError unless the event with this id is a decision of his that stands and was not imported.
    """
    with transaction(conn):
        found = rows(conn, MINE, [number, reviewer_name(reviewer)])
        if not found:
            raise ReviewError("This change of facts is not yours, or was taken back already.", "Load the page again.")
        return work.take_back(conn, from_row(found[0]))


def history(conn: sqlite3.Connection, claims: Iterable[str]) -> list[Event]:
    """Merges and splits that name one of these claims, and what took them back, oldest first.

    A claim that took the place of another one has what was decided of that.
    """
    named = {claim for shown in claims for claim in (shown, *(row["claim"] for row in rows(conn, NAMES, [shown])))}
    quoted = [json.dumps(claim) for claim in sorted(named)]
    decided_so = [from_row(row) for row in rows(conn, ABOUT, [json.dumps(quoted)])]
    undone = rows(conn, UNDOING, [json.dumps([event.id for event in decided_so])])
    return sorted([*decided_so, *map(from_row, undone)], key=lambda event: event.id)


def after(conn: sqlite3.Connection, event: Event) -> str | None:
    """A fact that holds what a decision, or what undid it, was about; None if there is none now.

    After a split, the one that holds the claims that were left.
    """
    for member in (member for side in reversed(sides_of(event)) for member in side):
        key = decided.key_of(Database(conn, recursive_triggers=False, execute_plugins=False), member)
        if key is not None and (found := rows(conn, FACTS_OF, key)):
            return str(found[0]["id"])
    return None


def _members(conn: sqlite3.Connection, fact: str) -> list[Named]:
    found = [(row["id"], row["figure"]) for row in rows(conn, MEMBERS, [fact])]
    if not found:
        raise ReviewError(f"There is no fact {fact!r} (any more).", "Load the page again.")
    return found


def _decide(
    conn: sqlite3.Connection,
    action: Literal["merge", "split"],
    reviewer: str,
    facts: Sequence[str],
    after: Mapping[str, Any],
    members: Sequence[Named],
) -> Event:
    for claim in dict.fromkeys(claim for claim, _ in members):
        places.register(conn, places.place_of(conn, claim))
    made = relink(conn, members, (after,))
    return append(conn, action, reviewer, before={"facts": list(facts)}, after={**after, "facts": made})


def relink(conn: sqlite3.Connection, members: Iterable[Named], more: Iterable[Mapping[str, Any]] = ()) -> list[str]:
    """Make links and facts anew from the decisions, and ``more``; ids of the facts that hold the members now."""
    links = _Links()
    for decision in (*(event.after or {} for event in decisions(conn)), *more):
        links.add(decision)
    conn.execute("DELETE FROM fact_links")
    conn.executemany("INSERT INTO fact_links VALUES (?, ?, ?, ?, ?)", links.rows())
    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    keys = [key for member in members if (key := decided.key_of(db, member)) is not None]
    renew(db, set(keys))
    return sorted({row["id"] for key in keys for row in rows(conn, FACTS_OF, key)})


def members_of(event: Event) -> list[Named]:
    """The statements that a merge or split was about."""
    return [(claim, figure) for side in sides_of(event) for claim, figure in side]


def sides_of(event: Event) -> list[list[Named]]:
    """The statements put together, or those taken out and those left; of what undoes them too; else nothing."""
    said = {**(event.before or {}), **(event.after or {})}
    return [said["together"]] if "together" in said else said.get("apart", [])


def check(decision: Mapping[str, Any]) -> None:
    """Raise ReviewError unless this is what a merge or a split leaves."""
    groups = [decision["together"]] if "together" in decision else decision.get("apart")
    try:
        well = groups and all(
            isinstance(claim, str) and isinstance(figure, int) for group in groups for claim, figure in group
        )
    except (TypeError, ValueError):
        well = False
    if not well or ("apart" in decision and len(decision["apart"]) != 2):
        raise ReviewError("This is no decision about facts.", "Export the reviews again.")


@dataclass(slots=True)
class _Links:
    """Decisions one after the other: groups that are together, and pairs that are apart."""

    groups: list[set[Named]] = field(default_factory=list)
    apart: set[frozenset[Named]] = field(default_factory=set)

    def add(self, decision: Mapping[str, Any]) -> None:
        if "together" in decision:
            self._join({(claim, figure) for claim, figure in decision["together"]})
        elif "apart" in decision:
            out, rest = ({(claim, figure) for claim, figure in side} for side in decision["apart"])
            self._part(out, rest)

    def _join(self, members: set[Named]) -> None:
        joined = members.union(*(group for group in self.groups if group & members))
        self.groups = [group for group in self.groups if not group & members] + [joined]
        self.apart = {pair for pair in self.apart if not pair <= joined}

    def _part(self, out: set[Named], rest: set[Named]) -> None:
        halves = [half for group in self.groups for half in ((group & out, group - out) if group & rest else (group,))]
        self.groups = [half for half in halves if len(half) > 1]
        self.apart |= {frozenset((one, other)) for one in out for other in rest}

    def rows(self) -> list[tuple[str, int, str, int, str]]:
        chains = [(*a, *b, "together") for group in self.groups for a, b in pairwise(sorted(group))]
        return sorted([*chains, *((*min(pair), *max(pair), "apart") for pair in self.apart)])
