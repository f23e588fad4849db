"""Second review: where reviewers differ, and how far they agree beyond chance."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from claimtrack.review.events import rows
from claimtrack.review.records import Agreement, Disagreement

VERDICTS = """SELECT r.claim, r.reviewer, r.verdict FROM review_current r
WHERE r.verdict IS NOT NULL AND r.counts AND r.claim IN
  (SELECT claim FROM review_current WHERE verdict IS NOT NULL AND counts GROUP BY claim HAVING count(*) > 1)
ORDER BY r.claim, r.at, r.event"""
PLACES = """SELECT p.text, p.document, s.status FROM review_states s JOIN review_places p ON p.shown = s.claim
WHERE s.claim = ? ORDER BY p.claim = s.claim DESC, p.claim"""
WAITING = """SELECT s.claim FROM review_states s WHERE s.status = 'reviewed' AND s.found
AND NOT EXISTS (SELECT 1 FROM review_current r WHERE r.claim = s.claim AND r.reviewer = ? AND r.verdict IS NOT NULL)
ORDER BY s.last_event LIMIT ?"""
Ratings = Mapping[Hashable, Mapping[str, str]]
"""Verdicts by what was rated, then by who rated it."""


def waiting(conn: sqlite3.Connection, reviewer: str, limit: int = -1) -> list[str]:
    """Claims that one person reviewed and this one did not, the longest waiting first: for a second review."""
    return [row["claim"] for row in rows(conn, WAITING, [reviewer, limit])]


def disagreements(conn: sqlite3.Connection) -> list[Disagreement]:
    """Claims with different verdicts, those in dispute first."""
    found = []
    for claim, verdicts in _verdicts(conn).items():
        if len(set(verdicts.values())) > 1:
            place = rows(conn, PLACES, [claim])[0]
            found.append(Disagreement(str(claim), place["text"], place["document"], place["status"], verdicts))
    return sorted(found, key=lambda d: (d.status, d.document, d.claim))


def agreement(conn: sqlite3.Connection) -> Agreement:
    """How far all who reviewed claims that somebody else reviewed too agree."""
    return agreement_of(_verdicts(conn))


def _verdicts(conn: sqlite3.Connection) -> dict[Hashable, dict[str, str]]:
    found: dict[Hashable, dict[str, str]] = {}
    for row in rows(conn, VERDICTS):
        found.setdefault(row["claim"], {})[row["reviewer"]] = row["verdict"]
    return found


def agreement_of(ratings: Ratings) -> Agreement:
    """Cohen's kappa for two raters, Krippendorff's alpha (nominal) for more, of what at least two rated.

    >>> agreement_of({1: {"a": "x", "b": "x"}, 2: {"a": "y", "b": "x"}}).observed
    0.5
    """
    double = {item: given for item, given in ratings.items() if len(given) > 1}
    raters = tuple(sorted({rater for given in double.values() for rater in given}))
    units = [list(given.values()) for given in double.values()]
    pairs = sum(len(unit) * (len(unit) - 1) // 2 for unit in units)
    equal = sum(n * (n - 1) // 2 for unit in units for n in Counter(unit).values())
    if len(raters) == 2:
        kappa, measure = _cohen([(given[raters[0]], given[raters[1]]) for given in double.values()]), "Cohen's kappa"
    else:
        kappa, measure = _krippendorff(units), "Krippendorff's alpha" if len(raters) > 2 else "Cohen's kappa"
    return Agreement(kappa, equal / pairs if pairs else None, pairs, len(double), raters, measure)


def _cohen(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen (1960): agreement over what the two raters' own habits would give by chance."""
    total = len(pairs)
    one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(one[verdict] * two[verdict] for verdict in one) / (total * total)
    observed = sum(a == b for a, b in pairs) / total
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _krippendorff(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff (2011), nominal data, any number of raters, gaps allowed."""
    values = Counter(verdict for unit in units for verdict in unit)
    total = sum(values.values())
    chance = sum(n * (total - n) for n in values.values())
    if not chance:
        return None
    differing = sum((len(unit) ** 2 - sum(n * n for n in Counter(unit).values())) / (len(unit) - 1) for unit in units)
    return 1 - (total - 1) * differing / chance
