"""The list of facts, and the page of one."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from claimtrack.export import svg
from claimtrack.model import Fact, Relation
from claimtrack.review.pages import decisions, web
from claimtrack.review.pages.claim import labels
from claimtrack.review.pages.graph import graph
from claimtrack.review.reading import fact as reading

MOST = 200
"""Relations that are listed."""
NEWEST = 2**62
_ORDER = {name: number for number, name in enumerate(reading.RELATIONS)}


async def page(request: Request, datasette: Datasette) -> Response:
    """All claims of a fact side by side, what holds between them, their values over time, and who said it first."""
    identity, reviewer = request.url_vars["id"], web.reviewer_of(request)
    context = await web.read(datasette, lambda conn: _context(conn, identity, reviewer))
    return await web.render(datasette, request, "fact.html", context)


def _context(conn: sqlite3.Connection, identity: str, reviewer: str | None) -> dict[str, Any]:
    found = reading.find(conn, identity)
    fact = found.fact
    relations = sorted(fact.relations, key=lambda r: (_ORDER[r.relation], -r.score))
    return {
        "found": found,
        "fact": fact,
        "claims": sorted(fact.claims, key=lambda c: (c.time or ("9", "9"), c.document)),
        "relations": [(relation, *_sides(fact, relation)) for relation in relations[:MOST]],
        "hidden": max(0, len(relations) - MOST),
        "chart": svg.timeline(found.series, fact.label, lambda claim: f"{web.ROOT}/claim/{claim}"),
        "chart_legend": svg.legend(found.series),
        "graph": graph(found.origins),
        "history": decisions.about(conn, {claim.claim for claim in fact.claims}, reviewer),
        "labels": labels(conn),
    }


def _sides(fact: Fact, relation: Relation) -> tuple[Any, Any]:
    claims = {claim.claim: claim for claim in fact.claims}
    return claims.get(relation.a), claims.get(relation.b)


async def listing(request: Request, datasette: Datasette) -> Response:
    """Facts, those with conflicts unless others are asked for."""
    asked = request.args.get("relation")
    words = (request.args.get("q") or "").strip()[:300]
    relation = asked if asked in reading.RELATIONS else "" if asked == "any" or words else "conflicts"
    before = web.number(request, "before", NEWEST)
    found, more = await web.read(datasette, lambda conn: reading.listing(conn, relation, words, before))
    context = {"facts": found, "more": more, "relation": relation, "words": words, "relations": reading.RELATIONS}
    return await web.render(datasette, request, "facts.html", context)
