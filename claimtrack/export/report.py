"""One HTML file that says what the database holds, what conflicts, and what reviewers found.

It needs nothing else: style and charts are in it, there is no script, and its policy allows none. All text of articles
is escaped, with invisible characters as signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from claimtrack.compare.report import fact
from claimtrack.export import svg
from claimtrack.export.reviewed import Item, Selection, select
from claimtrack.export.series import series
from claimtrack.model import Fact, FactClaim
from claimtrack.review.checks import is_link
from claimtrack.review.events import rows
from claimtrack.review.pages import safe
from claimtrack.review.records import Agreement, Current, Disagreement
from claimtrack.review.scales import scale
from claimtrack.review.second import agreement, disagreements
from claimtrack.review.work import current
from claimtrack.store import Store

LONGEST = 600
"""Characters of a claim or note that are shown."""
SURE = 0.5
"""Score from which on a relation is shown (see ``claimtrack compare``)."""
IN_CHART = 24
RELATIONS = {"conflicts": "conflict", "updates": "update", "agrees": "agree", "same_source": "rest on one source"}
LATEST = """FROM versions v JOIN documents d ON d.key = v.document_key
WHERE v.latest = 1 AND v.kind IS NULL AND d.withdrawn IS NULL"""
COUNTS = f"""SELECT (SELECT count(*) {LATEST}) AS documents,
  (SELECT count(*) FROM claims WHERE version_key IN (SELECT v.key {LATEST})) AS claims,
  (SELECT count(*) FROM facts) AS facts,
  (SELECT count(*) FROM relations WHERE relation = 'conflicts' AND score >= {SURE}) AS conflicts,
  (SELECT count(*) FROM review_states WHERE status <> 'open') AS reviewed,
  (SELECT count(*) FROM review_states WHERE status = 'disputed') AS disputed"""
FACTS = f"""SELECT f.id FROM facts f JOIN relations r ON r.fact_key = f.key AND r.score >= {SURE}
GROUP BY f.key ORDER BY max(r.relation = 'conflicts') DESC, max(r.relation = 'updates') DESC,
  max(CASE WHEN r.relation = 'conflicts' THEN r.score END) DESC, count(*) DESC, f.id LIMIT ?"""
VERDICTS = """SELECT verdict, count(*) AS number FROM review_states
WHERE verdict IS NOT NULL AND status <> 'disputed' GROUP BY verdict"""
REVIEWERS = """SELECT reviewer, count(*) AS number, max(at) AS last FROM review_current WHERE verdict IS NOT NULL
GROUP BY reviewer ORDER BY number DESC, reviewer"""
SOURCES = f"""SELECT source, count(*) AS number FROM claims WHERE source IS NOT NULL
AND version_key IN (SELECT v.key {LATEST}) GROUP BY source ORDER BY number DESC, source LIMIT 12"""
PUBLISHED = f"SELECT v.published_earliest AS day {LATEST} AND v.published_earliest IS NOT NULL"
KINDS = {"supported": "supported", "refuted": "refuted", "misleading": "misleading", "unverifiable": "unverifiable"}
"""Verdicts with a colour of their own."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact with its chart, the claims in it with their reviews, and the relations that are sure enough."""

    fact: Fact
    chart: Markup
    legend: Markup
    claims: tuple[tuple[FactClaim, Current], ...]
    more: int
    relations: tuple[tuple[str, str, float], ...]


def report(store: Store, *, title: str | None = None, facts: int = 12, reviews: int = 500) -> Iterator[str]:
    """The report in pieces. ``facts``, ``reviews``: how many at most. The comparison should be up to date."""
    labels = {verdict.name: verdict.label for verdict in scale(store.db.conn, retired=True)}
    reviewed = list(islice(select(store, Selection(reviewed=True)), reviews + 1))
    found: dict[str, Any] = {
        "title": title or f"Claims of {Path(store.path).stem}",
        "made": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "counts": dict(rows(store.db.conn, COUNTS)[0]),
        "labels": labels,
        "verdicts": _verdicts(store, labels),
        "reviewers": [dict(row) for row in rows(store.db.conn, REVIEWERS)],
        "agreement": _agreement(agreement(store.db.conn)),
        "disagreements": _differing(disagreements(store.db.conn), labels),
        "facts": list(_facts(store, facts)),
        "reviewed": [_shown(item) for item in reviewed[:reviews]],
        "more_reviewed": len(reviewed) > reviews,
        "sources": _sources(store),
        "published": _published(store),
        "chart_style": Markup(svg.STYLE),
        "relations": RELATIONS,
    }
    yield from _template().generate(found)


def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "shown": lambda text: safe.shown(text, LONGEST),
        "plain": safe.plain,
        "signs": safe.signs,
        "kind": _kind,
    }
    source = files("claimtrack.export").joinpath("templates/report.html").read_text("utf8")
    return environment.from_string(source)


def _kind(verdict: str | None) -> str:
    return KINDS.get(verdict or "", "other")


def _verdicts(store: Store, labels: dict[str, str]) -> Markup:
    counts = {row["verdict"]: row["number"] for row in rows(store.db.conn, VERDICTS)}
    ordered = [name for name in labels if name in counts]
    return svg.bars([(labels[name], counts[name], _kind(name)) for name in ordered], "Verdicts, with how many claims")


def _agreement(found: Agreement) -> str:
    """How far reviewers agree, in a sentence."""
    if not found.pairs:
        return "No claim has been reviewed by two people yet."
    share = f"{found.observed or 0:.0%} of the pairs of verdicts ({found.pairs:,}) are equal"
    kappa = "is not defined" if found.kappa is None else f"is {found.kappa:.2f}"
    claims = "1 claim was" if found.claims == 1 else f"{found.claims:,} claims were"
    return f"{claims} reviewed by two or more people: {share}; {found.measure} {kappa}."


def _differing(found: list[Disagreement], labels: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"text": d.text, "status": d.status, "verdicts": {n: (v, labels.get(v, v)) for n, v in d.verdicts.items()}}
        for d in found[:100]
    ]


def _facts(store: Store, most: int) -> Iterator[Compared]:
    for row in rows(store.db.conn, FACTS, [most]):
        found = fact(store.db, row["id"])
        points = series(found)
        states = current(store.db.conn, [claim.claim for claim in found.claims])
        ordered = sorted(found.claims, key=lambda claim: (claim.time or ("9", "9"))[::-1])
        claims = tuple((claim, states[claim.claim]) for claim in ordered[:IN_CHART])
        sure = tuple((r.relation, r.detail, r.score) for r in found.relations if r.score >= SURE)
        chart, legend = (svg.timeline(points, found.label), svg.legend(points)) if len(points.points) > 1 else ("", "")
        yield Compared(found, Markup(chart), Markup(legend), claims, len(found.claims) - len(claims), sure[:IN_CHART])


def _shown(item: Item) -> dict[str, Any]:
    """A reviewed claim for the table."""
    claim = item.claim
    url = claim.url if claim and claim.url and is_link(claim.url) else None
    about = (claim.title or claim.publisher or item.document) if claim else item.document
    return {
        "now": item.now,
        "text": item.text,
        "source": claim.source if claim else None,
        "article": about,
        "published": claim.published if claim else None,
        "url": url,
        "links": [link for review in item.now.reviews for link in review.evidence if is_link(link)],
        "notes": [(review.reviewer, review.note) for review in item.now.reviews if review.note],
    }


def _sources(store: Store) -> Markup:
    found = [(row["source"], float(row["number"]), "s0") for row in rows(store.db.conn, SOURCES)]
    return svg.bars(found, "Sources with most claims") if found else Markup("")


def _published(store: Store) -> Markup:
    found = svg.months(row["day"] for row in rows(store.db.conn, PUBLISHED))
    return svg.columns(found, "Articles by the time of their publication") if len(found) > 1 else Markup("")
