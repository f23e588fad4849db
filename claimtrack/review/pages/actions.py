"""What a reviewer does: each action is a form that was sent, and ends on a page (or in JSON, where a script asks)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from claimtrack.review import facts, work
from claimtrack.review import filters as kept
from claimtrack.review.pages import web
from claimtrack.review.pages.claim import form_values, labels
from claimtrack.review.pages.safe import plain
from claimtrack.review.reading.claim import texts
from claimtrack.review.records import Corrections, Event, ReviewError, Stale

Form = Mapping[str, list[str]]
MOST_CLAIMS = 1_000


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _claim_page(claim: str, form: Form) -> str:
    query = web.one(form, "from")
    return f"{web.ROOT}/claim/{claim}" + (f"?{urlencode({'from': query})}" if query else "")


async def save(request: Request, datasette: Datasette) -> Response:
    """Save a review of one claim, and go on to the next one of the queue."""
    reviewer = web.require_reviewer(request)
    form = await web.form_of(request)
    claim, seen = web.one(form, "claim"), _whole(form, "seen") or 0
    said = {
        "verdict": web.one(form, "verdict") or None,
        "note": web.one(form, "note"),
        "evidence": web.one(form, "evidence").split("\n"),
        "corrections": _corrections(form),
    }

    def job(conn: sqlite3.Connection) -> Event:
        return work.save(conn, claim, reviewer, seen=seen, **said)  # type: ignore[arg-type]

    try:
        event = await web.write(datasette, job)
    except Stale as stale:
        return await _stale(request, datasette, form, stale)
    return await _saved(request, datasette, form, event)


async def _saved(request: Request, datasette: Datasette, form: Form, event: Event) -> Response:
    claim = event.claim or ""
    state, names, words = await web.read(
        datasette, lambda conn: (work.current(conn, [claim])[claim], labels(conn), texts(conn, [claim]))
    )
    label = names.get(event.verdict or "", event.verdict) if event.verdict else "no verdict"
    message = f"{label}: {plain(words.get(claim, ''), 70)}"
    if _wants_json(request):
        done = {"message": message, "status": state.status, "verdict": label, "seen": state.version}
        return Response.json(done)
    datasette.add_message(request, message, datasette.INFO)
    following = web.one(form, "next")
    return Response.redirect(_claim_page(following or claim, form), status=303)


async def _stale(request: Request, datasette: Datasette, form: Form, stale: Stale) -> Response:
    """Somebody else was faster: both reviews side by side, and the choice."""
    if _wants_json(request):
        return Response.json({"message": str(stale), "seen": stale.event.id}, status=409)
    claim = web.one(form, "claim")
    names, words = await web.read(datasette, lambda conn: (labels(conn), texts(conn, [claim])))
    context = {
        "theirs": stale.event,
        "claim_id": claim,
        "text": words.get(claim, ""),
        "labels": names,
        "values": form_values(form),
        "verdict": web.one(form, "verdict"),
        "note_text": web.one(form, "note"),
        "back": _claim_page(claim, form),
    }
    return await web.render(datasette, request, "stale.html", context, 409)


def _corrections(form: Form) -> Corrections:
    return Corrections(
        speaker=web.one(form, "speaker") or None,
        value=_decimal(form, "value"),
        high=_decimal(form, "high"),
        unit=web.one(form, "unit") or None,
        date=web.one(form, "date") or None,
        start=_whole(form, "start"),
        end=_whole(form, "end"),
    )


def _decimal(form: Form, name: str) -> Decimal | None:
    """A number with a decimal point; spaces may set thousands apart. A comma could mean either: it is refused."""
    written = "".join(web.one(form, name).split())
    if not written:
        return None
    try:
        return Decimal(written)
    except InvalidOperation as error:
        raise ReviewError(f"{written[:40]!r} is no number.", "Write it with a decimal point: 11000 or 3.8.") from error


def _whole(form: Form, name: str) -> int | None:
    written = web.one(form, name).strip()
    if not written:
        return None
    if not written.isascii() or not written.isdigit() or len(written) > 15:
        raise ReviewError(f"{written[:40]!r} is no place in the text.", "Give a whole number.")
    return int(written)


async def bulk(request: Request, datasette: Datasette) -> Response:
    """One verdict for all claims that were selected in the queue."""
    reviewer = web.require_reviewer(request)
    form = await web.form_of(request)
    claims, verdict = form.get("claim", []), web.one(form, "verdict")
    back = web.local(web.one(form, "back"))
    if not claims or not verdict:
        datasette.add_message(request, "Select claims first: x, or the boxes at the left.", datasette.WARNING)
        return Response.redirect(back, status=303)
    if len(claims) > MOST_CLAIMS:
        raise ReviewError(f"{len(claims)} claims are too many at once.", f"Select {MOST_CLAIMS:,} at most.")
    seen = _whole(form, "seen") or 0
    done = await web.write(datasette, lambda conn: work.bulk(conn, claims, reviewer, verdict, seen))
    refused = [stale for stale in done if isinstance(stale, Stale)]
    names = await web.read(datasette, labels)
    datasette.add_message(
        request, f"{names.get(verdict, verdict)}: {_count(len(done) - len(refused))}.", datasette.INFO
    )
    if refused:
        who = ", ".join(sorted({stale.event.reviewer for stale in refused}))
        told = f"{_count(len(refused))} left as they were: {who} reviewed them after this page was made."
        datasette.add_message(request, told, datasette.WARNING)
    return Response.redirect(back, status=303)


def _count(number: int) -> str:
    return f"{number} claim" if number == 1 else f"{number} claims"


async def undo(request: Request, datasette: Datasette) -> Response:
    """Take back what the reviewer did last, or the change of facts that the form names, and go where it was done."""
    reviewer = web.require_reviewer(request)
    form = await web.form_of(request)
    number = _whole(form, "event")
    event = await web.write(
        datasette, lambda conn: work.undo(conn, reviewer) if number is None else facts.undo(conn, number, reviewer)
    )
    back = web.local(web.one(form, "back"))
    if event is not None and event.claim is None and "/fact/" in back:
        back = await _fact_page(datasette, event)
    message = "There is nothing to undo." if event is None else await _undone(datasette, event)
    if event is not None and event.claim and urlsplit(back).path.startswith(f"{web.ROOT}/claim/"):
        carried = parse_qs(urlsplit(back).query).get("from", [""])[-1]
        back = _claim_page(event.claim, {"from": [carried]})
    datasette.add_message(request, message, datasette.WARNING if event is None else 0)
    return Response.redirect(back, status=303)


async def _undone(datasette: Datasette, event: Event) -> str:
    before: Any = event.before or {}
    if event.claim is None:
        return "Undone: a merge of facts." if "together" in before else "Undone: a split of a fact."
    names, claims = await web.read(datasette, lambda conn: (labels(conn), work.done_together(conn, event)))
    verdict = before.get("verdict")
    what = names.get(verdict, verdict) if verdict else "the note"
    return f"Undone: {what} for {f'“{plain(event.text, 60)}”' if claims == 1 else _count(claims)}."


async def filters(request: Request, datasette: Datasette) -> Response:
    """Keep a filter of the queue under a name, rename one, or forget it."""
    reviewer = web.require_reviewer(request)
    form = await web.form_of(request)
    if removed := web.one(form, "remove"):
        await web.write(datasette, lambda conn: kept.remove_filter(conn, reviewer, removed))
        told = f"Forgotten: {plain(removed, 100)}."
    elif old := web.one(form, "rename"):
        renamed = await web.write(
            datasette, lambda conn: kept.rename_filter(conn, reviewer, old, web.one(form, "name"))
        )
        told = f"{plain(old, 100)} is called {plain(renamed.name, 100)} now."
    else:
        name, query = web.one(form, "name"), web.one(form, "query")
        await web.write(datasette, lambda conn: kept.save_filter(conn, reviewer, name, query))
        told = f"Saved: {plain(name, 100)}."
    datasette.add_message(request, told, 0)
    return Response.redirect(web.local(web.one(form, "back")), status=303)


async def looked(request: Request, datasette: Datasette) -> Response:
    """Note that the reviewer has seen what is new."""
    reviewer = web.require_reviewer(request)
    await web.form_of(request)
    await web.write(datasette, lambda conn: kept.look(conn, reviewer))
    return Response.redirect(f"{web.ROOT}/dashboard", status=303)


async def merge(request: Request, datasette: Datasette) -> Response:
    """Put facts together; on to the fact that they make up."""
    reviewer = web.require_reviewer(request)
    form = await web.form_of(request)
    wanted = [fact.strip() for fact in form.get("fact", []) if fact.strip()]
    event = await web.write(datasette, lambda conn: facts.merge(conn, wanted, reviewer))
    datasette.add_message(request, f"Put together: {len(set(wanted))} facts.", datasette.INFO)
    return Response.redirect(await _fact_page(datasette, event), status=303)


async def split(request: Request, datasette: Datasette) -> Response:
    """Take claims out of a fact; on to what is left of it."""
    reviewer = web.require_reviewer(request)
    form = await web.form_of(request)
    fact, claims = web.one(form, "fact"), form.get("claim", [])
    event = await web.write(datasette, lambda conn: facts.split(conn, fact, claims, reviewer))
    datasette.add_message(request, f"Taken out: {_count(len(set(claims)))}.", datasette.INFO)
    return Response.redirect(await _fact_page(datasette, event), status=303)


async def _fact_page(datasette: Datasette, event: Event) -> str:
    fact = await web.read(datasette, lambda conn: facts.after(conn, event))
    return f"{web.ROOT}/fact/{fact}" if fact else f"{web.ROOT}/facts?relation=any"
