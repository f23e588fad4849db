"""The page of one claim, where most of the work is done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from claimtrack.cli.figures import number
from claimtrack.compare.statements import written
from claimtrack.model import Extraction, Filled, Quantity, TimeExpression
from claimtrack.review import facts, scales, work
from claimtrack.review.pages import decisions, passage, web
from claimtrack.review.pages.queue import REASON_NAMES
from claimtrack.review.pages.safe import plain, shown, signs
from claimtrack.review.reading import claim as reading
from claimtrack.review.reading import queue
from claimtrack.review.reading.query import REASONS, Query
from claimtrack.review.records import Current, Review

LONGEST = 4_000
"""Characters of the passage shown on either side of the claim's beginning."""
AROUND = 500
"""Characters of the text before and after the passage."""
ANCHORS = {
    "publication": "counted from the article’s date",
    "narrative": "counted from a time named before",
    "none": "as written",
}
COMPARATORS = {"=": "", "~": "about ", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most "}
MEANINGS = {
    "supported": "evidence bears it out",
    "refuted": "evidence shows it is wrong",
    "misleading": "partly true, a false picture",
    "unverifiable": "no evidence either way",
    "not_a_claim": "nothing to check",
}
"""What the verdicts mean that every scale begins with."""
Field = tuple[str, Markup | str, str]


async def page(request: Request, datasette: Datasette) -> Response:
    """The claim in its passage, what is known of it, and the form of the review."""
    identity, query = request.url_vars["id"], web.query_of(request, "from")
    reviewer = web.reviewer_of(request)
    context = await web.read(datasette, lambda conn: context_of(conn, identity, query, reviewer))
    if context is None:
        return await _gone(request, datasette, identity)
    return await web.render(datasette, request, "claim.html", context)


async def _gone(request: Request, datasette: Datasette, identity: str) -> Response:
    """A claim that is no longer there: to the one that took its place, or what was said of it."""
    place = await web.read(datasette, lambda conn: reading.place(conn, identity))
    if place is None:
        raise NotFound("There is no such claim (any more).")
    if place["shown"] != identity:
        return Response.redirect(f"{web.ROOT}/claim/{place['shown']}")

    def gather(conn: sqlite3.Connection) -> dict[str, Any]:
        current = work.current(conn, [identity])[identity]
        return {
            "place": place,
            "current": current,
            "history": _history(conn, identity, None),
            "labels": labels(conn),
        }

    return await web.render(datasette, request, "gone.html", await web.read(datasette, gather))


def labels(conn: sqlite3.Connection) -> dict[str, str]:
    """What each verdict is called, those that were taken off the scale too."""
    return {verdict.name: verdict.label for verdict in scales.scale(conn, retired=True)}


def context_of(conn: sqlite3.Connection, identity: str, query: Query, reviewer: str | None) -> dict[str, Any] | None:
    """Everything that the page shows; None if there is no such claim."""
    found = reading.find(conn, identity)
    if found is None:
        return None
    earlier, later = queue.neighbours(conn, query, found.row.id)
    return {
        "found": found,
        "claim": found.row,
        "article": found.passage.extraction.article,
        "passage": _passage(found),
        "speaker": _speaker(found),
        "legend": passage.KINDS,
        "fields": list(_fields(found)),
        "reasons": _reasons(found),
        "scale": scales.scale(conn),
        "labels": labels(conn),
        "meanings": MEANINGS,
        "mine": mine(found.current, reviewer),
        "history": _history(conn, found.row.id, reviewer),
        "theirs": [review for review in found.current.reviews if review.reviewer != reviewer],
        "from": query.address(),
        "filtered": bool(query.filters or query.weights or query.sort != "worth"),
        "earlier": earlier,
        "later": later,
    }


def _history(conn: sqlite3.Connection, claim: str, reviewer: str | None) -> list[decisions.Told]:
    """Everything that was done to the claim and to its facts, the newest first."""
    return decisions.told(conn, [*work.history(conn, claim), *facts.history(conn, [claim])], reviewer)


def mine(current: Current, reviewer: str | None) -> Review:
    """The review that this reviewer stands by; an empty one if there is none."""
    return next((r for r in current.reviews if r.reviewer == reviewer), Review(reviewer or "", "", 0, None))


def _passage(found: reading.Shown) -> Markup:
    text, claim = found.passage.extraction.article.text, found.passage.claim
    start, end = max(found.passage.start, claim.start - LONGEST), min(found.passage.end, claim.start + LONGEST)
    marks = passage.marks_of(found.passage.extraction, [claim])
    before, after = _near(text, start, -1), _near(text, end, 1)
    around = Markup('<span class="context">{}</span>')
    return Markup("").join(
        [
            around.format(passage.marked(text, before, start, [])),
            passage.marked(text, start, end, marks),
            around.format(passage.marked(text, end, after, [])),
        ]
    )


def _near(text: str, at: int, step: int) -> int:
    """Where the paragraph before or after an offset begins or ends, not further than ``AROUND``."""
    if step < 0:
        found = text.rfind("\n", max(0, at - AROUND), max(0, len(text[:at].rstrip())))
        return max(0, at - AROUND) if found < 0 else found + 1
    skipped = len(text) - len(text[at : at + AROUND].lstrip()) - len(text[at + AROUND :])
    found = text.find("\n", skipped, at + AROUND)
    return min(len(text), at + AROUND) if found < 0 else found


def _reasons(found: reading.Shown) -> list[tuple[str, str, float]]:
    strengths = found.passage.claim.reasons
    return [(REASON_NAMES[name], name, strengths[name]) for name in REASONS if name in strengths]


def _fields(found: reading.Shown) -> Iterator[Field]:
    """Name, value and how it came about, of every field that the claim has."""
    claim, extraction = found.passage.claim, found.passage.extraction
    if claim.standalone and claim.standalone != claim.text:
        yield "Reading", _filled(claim.standalone, claim.filled), "; ".join(_origins(extraction, claim.filled))
    yield _source(found)
    for index in claim.quantities:
        yield "Figure", signs(written(extraction.quantities[index])), _figure(extraction.quantities[index])
    for index in claim.dates:
        yield "Date", extraction.dates[index].text, _date(extraction.dates[index])
    parts = (
        ("Subject", claim.subject),
        ("Predicate", claim.predicate),
        ("Object", claim.object),
        ("Place", claim.place),
    )
    yield from ((name, shown(value, 300), "") for name, value in parts if value)
    if claim.polarity == "negated" or claim.modality != "asserted":
        standing = [claim.modality, *(["negated"] if claim.polarity == "negated" else [])]
        yield "Standing", ", ".join(standing), ""
    yield from (("In doubt", doubt, "") for doubt in found.doubts)
    names = sorted({extraction.entities[index].name for index in claim.entities})
    if names:
        yield "Names", ", ".join(names), ""


def _filled(reading_of: str, filled: tuple[Filled, ...]) -> Markup:
    """The reading with the parts underlined that the claim's own words leave to context."""
    parts, at = [], 0
    for part in sorted(filled, key=lambda f: f.start):
        parts += [shown(reading_of[at : part.start])]
        parts += [Markup('<span class="filled">{}</span>').format(shown(reading_of[part.start : part.end]))]
        at = part.end
    return Markup("").join([*parts, shown(reading_of[at:])])


def _origins(extraction: Extraction, filled: tuple[Filled, ...]) -> Iterator[str]:
    text = extraction.article.text
    for part in filled:
        yield f"underlined: from “{plain(text[part.origin_start : part.origin_end], 80)}” at {part.origin_start}"


def _speaker(found: reading.Shown) -> str:
    """Who says it, where the claim has no source that was resolved: in the article's words, if it gives any."""
    index = found.passage.claim.attribution
    if index is None:
        return "The article’s own voice"
    source = found.passage.extraction.attributions[index].source
    return source.text if source else "A source that is not named"


def _source(found: reading.Shown) -> Field:
    claim, extraction = found.passage.claim, found.passage.extraction
    if claim.attribution is None:
        return "Source", "the article’s own voice", "nobody is named as the source"
    attribution = extraction.attributions[claim.attribution]
    written_as = attribution.source.text if attribution.source else None
    how = [f"{attribution.kind}, {attribution.effect}"]
    if written_as and claim.source and written_as != claim.source:
        how.append(f"“{plain(written_as, 80)}” in the text, resolved within the article")
    if attribution.inferred:
        how.append("continued from an earlier sentence")
    if attribution.cue:
        how.append(f"cue “{plain(attribution.cue.text, 60)}”")
    return "Source", claim.source or written_as or "not named", "; ".join(how)


def _figure(figure: Quantity) -> str:
    value = COMPARATORS[figure.comparator] + number(figure.value)
    value += f" to {number(figure.high)}" if figure.high is not None else ""
    parts = [" ".join(part for part in (value, figure.unit) if part)]
    parts += [{"up": "a rise", "down": "a fall"}[figure.change]] if figure.change else []
    parts += ["a numeral without a number: its lower bound"] if figure.vague else []
    parts += ["can be read in two ways"] if figure.ambiguous else []
    return "; ".join(parts)


def _date(date: TimeExpression) -> str:
    known = date.earliest and date.latest and date.earliest != date.latest
    days = f", {date.earliest} to {date.latest}" if known else ""
    return f"{date.value}{days}; {ANCHORS[date.anchor]}"


def form_values(form: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """The fields of the form as they were sent, to be sent again."""
    names = ("claim", "verdict", "note", "evidence", "speaker", "value", "high", "unit", "date", "start", "end")
    return [(name, web.one(form, name)) for name in (*names, "from", "next")]
