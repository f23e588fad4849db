"""The pages without a browser: what they show, what forms do without JavaScript, and what they refuse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimtrack.model import Attribution, Extraction, Part, Source
from claimtrack.review import work
from claimtrack.store import Store
from tests.review.hostile import LONG, hostile
from tests.review.server import Client
from tests.store.extractions import article, claim, flood, span

ROOT = "/-/review"
PAGES = (
    *("", "?status=any", "/claim/c1", "/document/1", "/documents", "/facts?relation=any", "/sources", "/dashboard"),
    *("/source?name=Red+Cross", "?q=homes&w_figure=3&sort=source&dir=up&col=source", "/documents?q=lowen"),
)


@pytest.fixture
def database(path: Path) -> Path:
    """A database of an ordinary article in two versions, and a hostile one."""
    with Store(path) as store:
        store.add(flood(title="An older title"))
        made = flood()
        store.add(replace(made, article=replace(made.article, title="Thousands lose homes in Lowen flood")))
        attack = hostile()
        named = {"e1": "e1e1", "e2": "e2e2", "e3": "e3e3"}
        store.add(replace(attack, claims=tuple(replace(c, id=named[c.id]) for c in attack.claims)))
        store.db.execute("UPDATE claims SET id = id || 'c1' WHERE length(id) = 2")
        store.db.execute("UPDATE queue SET id = id || 'c1' WHERE length(id) = 2")
        store.db.conn.commit()
    return path


@pytest.fixture
def client(database: Path) -> Client:
    return Client(database)


def said(database: Path, claim: str) -> Any:
    with Store(database, readonly=True) as store:
        return work.current(store.db.conn, [claim])[claim]


@pytest.mark.parametrize("page", [p.replace("/c1", "/c1c1") for p in PAGES])
def test_every_page_answers_with_strict_headers(client: Client, page: str) -> None:
    answer = client.get(ROOT + page)
    assert answer.status_code == 200, answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (
        " style=" not in answer.text
        and "<style" not in answer.text
        and "javascript:" not in answer.text.split("<main")[0]
    )
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "page", ["?status=any", "/claim/e1e1", "/claim/e2e2", "/claim/e3e3", "/document/2", "/sources"]
)
def test_a_hostile_article_is_shown_and_does_nothing(client: Client, page: str) -> None:
    text = client.get(ROOT + page).text
    assert "<script>" not in text and "<svg/onload" not in text and "<img" not in text
    assert "\u202e" not in text and LONG not in text
    assert 'href="javascript:' not in text
    assert len(text) < 120_000


def test_a_verdict_is_saved_and_the_next_claim_follows(client: Client, database: Path) -> None:
    fields = {
        "claim": "c1c1",
        "seen": "0",
        "verdict": "refuted",
        "note": "No.",
        "evidence": "https://example.org/a",
        "next": "c2c1",
    }
    answer = client.post(f"{ROOT}/save", fields)
    assert answer.status_code == 303 and answer.headers["location"] == f"{ROOT}/claim/c2c1"
    assert (said(database, "c1c1").verdict, said(database, "c1c1").note) == ("refuted", "No.")
    assert "Refuted" in client.get(f"{ROOT}/claim/c2c1").text
    client.post(f"{ROOT}/undo", {"back": f"{ROOT}/claim/c2c1"})
    assert said(database, "c1c1").verdict is None


def test_corrections_and_a_reselected_span_are_kept(client: Client, database: Path) -> None:
    fields = {"claim": "c1c1", "seen": "0", "verdict": "", "speaker": "Ada Brandt", "value": "1 150", "unit": "person",
              "date": "2024-05", "start": "3", "end": "9"}  # fmt: skip
    assert client.post(f"{ROOT}/save", fields).status_code == 303
    kept = said(database, "c1c1").reviews[0].corrections
    assert (kept.speaker, str(kept.value), kept.date, kept.start, kept.end) == ("Ada Brandt", "1150", "2024-05", 3, 9)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"value": "3,8"}, "decimal point"),
        ({"start": "5", "end": "999999"}, "no part of the article"),
        ({"evidence": "javascript:alert(1)"}, "no link"),
        ({"verdict": "nonsense"}, "no verdict"),
        ({"date": "yesterday"}, "no date"),
        ({"start": "-1", "end": "4"}, "no place in the text"),
    ],
)
def test_what_a_review_cannot_say_is_refused_with_a_remedy(client: Client, fields: dict[str, str], told: str) -> None:
    answer = client.post(f"{ROOT}/save", {"claim": "c1c1", "seen": "0", "verdict": "refuted", **fields})
    assert answer.status_code == 400 and told in answer.text


def test_the_second_of_two_reviewers_is_told_and_nothing_is_lost(client: Client, database: Path) -> None:
    fields = {"claim": "c1c1", "seen": "0", "verdict": "refuted", "note": "mine"}
    client.post(f"{ROOT}/save", fields)
    client.login("Boris")
    answer = client.post(f"{ROOT}/save", fields | {"verdict": "supported", "note": "his"})
    assert answer.status_code == 409 and "Ana reviewed this claim" in answer.text and "his" in answer.text
    assert [r.verdict for r in said(database, "c1c1").reviews] == ["refuted"]
    seen = said(database, "c1c1").version
    assert client.post(f"{ROOT}/save", fields | {"verdict": "supported", "seen": str(seen)}).status_code == 303
    assert said(database, "c1c1").status == "disputed"
    told = client.post(f"{ROOT}/save", fields | {"seen": "0"}, headers={"accept": "application/json"})
    assert told.status_code == 409 and "nothing was saved" in json.loads(told.text)["message"]


def test_one_verdict_for_many_and_filters_by_name(client: Client, database: Path) -> None:
    back = f"{ROOT}?source=x"
    answer = client.post(
        f"{ROOT}/bulk", {"claim": ["c1c1", "c2c1"], "verdict": "not_a_claim", "seen": "0", "back": back}
    )
    assert answer.headers["location"] == back
    assert {said(database, c).verdict for c in ("c1c1", "c2c1")} == {"not_a_claim"}
    client.post(f"{ROOT}/undo", {"back": back})
    assert {said(database, c).verdict for c in ("c1c1", "c2c1")} == {None}, "a bulk is undone together"
    client.post(f"{ROOT}/filters", {"name": "Mine", "query": "source=x", "back": back})
    assert ">Mine<" in client.get(ROOT).text
    client.post(f"{ROOT}/filters", {"remove": "Mine", "back": back})
    assert ">Mine<" not in client.get(ROOT).text


def test_facts_are_merged_and_split_and_undone(client: Client, database: Path) -> None:
    with Store(database) as store:
        conn = store.db.conn
        keys = {row[0]: row[1] for row in conn.execute("SELECT id, claim_key FROM queue")}
        for number, claim in enumerate(("c1c1", "c2c1"), 1):
            conn.execute("INSERT INTO facts VALUES (?, ?, ?)", [number, f"fact{number}", claim])
            conn.execute("INSERT INTO fact_claims VALUES (?, -1, ?, NULL, NULL)", [keys[claim], number])
        conn.commit()
    assert client.get(f"{ROOT}/fact/fact1").status_code == 200
    merged = client.post(f"{ROOT}/merge", {"fact": ["fact1", "fact2"]})
    assert merged.status_code == 303, merged.text
    page = client.get(merged.headers["location"]).text
    assert "c1c1" in page and "c2c1" in page
    fact = merged.headers["location"].rpartition("/")[2]
    parted = client.post(f"{ROOT}/split", {"fact": fact, "claim": ["c1c1"]})
    assert parted.status_code == 303, parted.text
    assert client.post(f"{ROOT}/undo", {"back": f"{ROOT}/fact/{fact}"}).status_code == 303


@pytest.mark.parametrize("form", ["csv", "jsonl", "claimreview", "annotation", "parquet", "report"])
def test_reviews_can_be_taken_away(client: Client, form: str) -> None:
    client.post(f"{ROOT}/save", {"claim": "c1c1", "seen": "0", "verdict": "refuted"})
    answer = client.get(f"{ROOT}/export/{form}")
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert answer.content[:4] == b"PAR1" if form == "parquet" else b"lost their homes" in answer.content


# Safety


def test_nobody_writes_without_a_login(database: Path) -> None:
    stranger = Client(database, None)
    for action in ("save", "bulk", "undo", "merge", "split", "filters", "looked"):
        answer = stranger.post(f"{ROOT}/{action}", {"claim": "c1c1", "verdict": "refuted", "seen": "0"})
        assert answer.status_code == 403, action
    assert said(database, "c1c1").verdict is None
    assert stranger.get(ROOT).status_code == 200, "on this machine, reading is free"
    assert Client(database, None, private=True).get(ROOT).status_code == 403, "in the network it is not"
    assert Client(database, "Ana", private=True).get(ROOT).status_code == 200


def test_a_form_of_another_site_is_refused(client: Client, database: Path) -> None:
    fields = {"claim": "c1c1", "verdict": "refuted", "seen": "0"}
    for token in ({}, {"csrftoken": "guessed"}):
        assert client.request("post", f"{ROOT}/save", data=fields | token).status_code == 403
    assert client.request("post", f"{ROOT}/save", json=fields).status_code == 403
    assert said(database, "c1c1").verdict is None


def test_tokens_cookies_and_addresses_are_checked(client: Client) -> None:
    fresh = Client(Path(client.datasette.files[0]), None)
    assert fresh.get(f"{ROOT}/login?token=wrong").status_code == 403
    fresh.cookies = {"ds_actor": "forged"}
    assert "reading only" in fresh.get(ROOT).text
    elsewhere = client.get(f"{ROOT}/login?token={client.tokens['Ana']}&next=https://evil.example/")
    assert elsewhere.headers["location"] == ROOT
    cookie = elsewhere.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", f"{ROOT}\r\nx: y"):
        assert client.post(f"{ROOT}/undo", {"back": back}).headers["location"] == ROOT


def test_another_host_name_is_turned_away(database: Path) -> None:
    client = Client(database, hosts=frozenset({"localhost"}))
    assert client.get(ROOT).status_code == 200
    assert client.get(ROOT, headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "address", ["../plugin.py", "..%2fplugin.py", "%2e%2e/plugin.py", "/etc/passwd", "....//plugin.py"]
)
def test_no_path_leads_out_of_the_static_files(client: Client, address: str) -> None:
    answer = client.get(f"{ROOT}/static/{address}")
    assert answer.status_code >= 300 and "hookimpl" not in answer.text and "root:" not in answer.text
    assert client.get(f"{ROOT}/static/review.css").status_code == 200


@pytest.mark.parametrize(
    "value", ["' OR 1=1 --", '"', "*", "NEAR(", "a AND", "%_", ";DROP TABLE claims", "\x00", "ü" * 500]
)
@pytest.mark.parametrize(
    "name", ["q", "source", "entity", "publisher", "kind", "status", "verdict", "since", "sort", "after"]
)
def test_parameters_are_values_and_never_sql(client: Client, name: str, value: str) -> None:
    answer = client.get(ROOT, params={name: value})
    assert answer.status_code in (200, 400)
    assert "syntax error" not in answer.text and "OperationalError" not in answer.text


def test_reads_are_stopped_at_the_time_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimtrack.review.pages import web
    from claimtrack.review.reading import queue

    def endless(conn: Any, *_: Any, **__: Any) -> Any:
        return conn.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ).fetchall()

    monkeypatch.setattr(web, "TIME_LIMIT", 50)
    monkeypatch.setattr(queue, "page", endless)
    answer = client.get(ROOT)
    assert answer.status_code == 503 and "took too long" in answer.text


def test_datasette_is_a_click_away_and_has_a_policy_too(client: Client, database: Path) -> None:
    answer = client.get(f"/{database.stem}/claims")
    assert answer.status_code == 200
    scripts = answer.headers["content-security-policy"].split("script-src")[1].split(";")[0]
    assert "'sha256-" in scripts and "unsafe" not in scripts
    assert client.get(f"/{database.stem}.json?sql=select+count(*)+from+claims").status_code == 200
    assert client.get(f"/{database.stem}.json?sql=delete+from+claims").status_code == 400


def test_a_gone_claim_and_a_wrong_address_say_so(client: Client) -> None:
    for page in ("/claim/ffff0000", "/document/999", "/fact/ffff0000", "/source?name=Nobody", "/export/exe"):
        answer = client.get(ROOT + page)
        assert answer.status_code == 404, page
        assert "Look for it in the queue" in answer.text or "List them" in answer.text
    assert client.get(f"{ROOT}/save").status_code == 405


def test_a_source_that_is_not_resolved_is_told_in_the_words_of_the_article(database: Path) -> None:
    text = "A safety audit puts the flood at 800 cubic metres."
    attribution = Attribution(
        "indirect",
        Part(*span(text, "puts")),
        Source(*span(text, "A safety audit"), None, None),
        (Part(*span(text, "the flood at 800 cubic metres")),),
    )
    made = Extraction(
        article=article("audit", text),
        attributions=(attribution,),
        claims=(claim("a0d1", span(text, "the flood at 800 cubic metres"), attribution=0),),
    )
    with Store(database) as store:
        store.add(made)
    page = Client(database).get(f"{ROOT}/claim/a0d1").text
    assert "A safety audit" in page.split("</h1>")[1].split("</p>")[0] and "own voice" not in page


def test_dates_that_cannot_all_be_right_are_told(database: Path) -> None:
    text = "The dam will open in May 2019."
    made = Extraction(
        article=article("early", text, published="2999-01-01"), claims=(claim("a0d2", span(text, "The dam will open")),)
    )
    with Store(database) as store:
        store.add(made)
    assert "lies in the future" in Client(database).get(f"{ROOT}/claim/a0d2").text


def test_the_hint_for_newcomers_goes_with_the_first_review(client: Client) -> None:
    assert "Your first claims" in client.get(ROOT).text
    client.post(f"{ROOT}/save", {"claim": "c1c1", "seen": "0", "verdict": "refuted"})
    assert "Your first claims" not in client.get(ROOT).text
    client.login("Boris")
    assert "Your first claims" in client.get(ROOT).text, "to each reviewer"


def test_a_filter_is_saved_renamed_and_forgotten(client: Client) -> None:
    send = f"{ROOT}/filters"
    for name in ("Floods", "Homes"):
        client.post(send, {"name": name, "query": "q=homes&status=any", "back": ROOT})
    assert client.post(send, {"rename": "Floods", "name": "Homes", "back": ROOT}).status_code == 400
    client.post(send, {"rename": "Floods", "name": "All floods", "back": ROOT})
    page = client.get(ROOT).text
    assert '<a href="/-/review?q=homes&amp;status=any">All floods</a>' in page and ">Floods</a>" not in page
    client.post(send, {"remove": "All floods", "back": ROOT})
    assert ">All floods</a>" not in client.get(ROOT).text and ">Homes</a>" in client.get(ROOT).text


def test_what_waits_for_a_second_review_is_a_filter(client: Client) -> None:
    client.post(f"{ROOT}/save", {"claim": "c1c1", "seen": "0", "verdict": "refuted"})
    assert "waiting for mine" not in client.get(ROOT).text, "nothing waits for who reviewed it"
    client.login("Boris")
    page = client.get(ROOT).text
    assert "status=reviewed&amp;without=Boris" in page
    listed = client.get(f"{ROOT}?status=reviewed&without=Boris").text
    assert "/claim/c1c1" in listed and "/claim/c2c1" not in listed
