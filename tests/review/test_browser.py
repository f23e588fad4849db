"""The review in a real browser, against a real server over the ingested sample corpus.

Chromium is Debian's; without it these tests are skipped. Where CLAIMTRACK_SCREENS names a folder, the screenshots of
docs/review.md are made there.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import claimtrack
from claimtrack.compare.update import update
from claimtrack.review import work
from claimtrack.store import Store
from tests.chromium import chromium, needs_chromium
from tests.review.hostile import hostile

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SCREENS = os.environ.get("CLAIMTRACK_SCREENS")
WIDE, NARROW = (1320, 860), (390, 800)

pytestmark = [needs_chromium, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus with the facts that it speaks of, and a hostile article."""
    path = tmp_path_factory.mktemp("browser") / "claims.db"
    with chdir(CORPUS.parent):
        claimtrack.ingest([CORPUS.name], db=str(path), workers=0)
    with Store(path) as store:
        attack = hostile()
        named = tuple(replace(claim, id=f"e{index}e{index}") for index, claim in enumerate(attack.claims, 1))
        store.add(replace(attack, claims=named))
        update(store)
    return path


@pytest.fixture(scope="module")
def links(database: Path) -> Iterator[dict[str, str]]:
    """The links of two reviewers, as the server prints them."""
    command = [sys.executable, "-m", "claimtrack", "serve", "--db", str(database), "--port", "0"]
    command += ["--reviewer", "Ana", "--reviewer", "Boris"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        found = dict(server.stdout.readline().strip().split(": ", 1) for _ in range(2))
        _wait_for(int(re.search(r":(\d+)/", found["Ana"])[1]))  # type: ignore[index]
        yield found
        server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


Open = Callable[..., Page]


@pytest.fixture
def reviewer(browser: Browser, links: dict[str, str]) -> Iterator[Open]:
    """Opens a window of a reviewer who is logged in; errors of the page fail the test."""
    contexts, errors = [], []

    def opened(name: str = "Ana", size: tuple[int, int] = WIDE, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(links[name])
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors


def to(page: Page, path: str) -> None:
    """Open a page of the review."""
    page.goto(re.sub(r"/-/review.*", f"/-/review{path}", page.url))


def current(database: Path, claim: str) -> Any:
    with Store(database, readonly=True) as store:
        return work.current(store.db.conn, [claim])[claim]


def history(database: Path, claim: str) -> list[Any]:
    with Store(database, readonly=True) as store:
        return work.history(store.db.conn, claim)


def ids(database: Path, sql: str) -> list[str]:
    with Store(database, readonly=True) as store:
        return [row[0] for row in store.db.conn.execute(sql)]


def test_a_session_with_the_keyboard_alone(reviewer: Open, database: Path, tmp_path: Path) -> None:
    page = reviewer()
    first, second = ids(
        database, "SELECT id FROM queue WHERE id NOT LIKE 'e%e%' ORDER BY worth DESC, claim_key DESC LIMIT 2"
    )
    press = page.keyboard.press
    page.locator("tr[data-claim]").first.wait_for()
    for _ in range(10):
        press("j")
        if page.locator("tr.current").get_attribute("data-claim") == first:
            break
    press("2")
    page.locator(f"tr[data-claim='{first}'] .s-reviewed").wait_for()
    assert page.locator("tr.current").get_attribute("data-claim") == second
    with page.expect_navigation():
        press("Enter")
    assert second in page.url
    press("e")
    page.keyboard.type("Counted twice")
    press("Tab")
    page.keyboard.type("https://example.org/count")
    with page.expect_navigation():
        press("Control+Enter")
    with page.expect_navigation():
        press("k")
    with page.expect_navigation():
        press("3")
    assert (current(database, first).verdict, current(database, second).verdict) == ("refuted", "misleading")
    assert current(database, second).note == "Counted twice"
    with page.expect_navigation():
        press("u")
    assert second in page.url and current(database, second).verdict is None
    press("?")
    assert page.locator("#help").is_visible()
    press("Escape")
    press("g")
    with page.expect_navigation():
        press("q")
    press("g")
    press("x")
    assert page.evaluate("document.activeElement.textContent") == "ClaimReview (schema.org)"
    press("Tab")
    press("Tab")
    with page.expect_download() as download:
        press("Enter")
    download.value.save_as(tmp_path / "reviews.csv")
    assert "refuted" in (tmp_path / "reviews.csv").read_text(encoding="utf8")


def test_ten_claims_are_reviewed_by_pressing_ten_keys(reviewer: Open, database: Path) -> None:
    page = reviewer("Boris")
    before = len(ids(database, "SELECT claim FROM review_current WHERE reviewer = 'Boris' AND verdict NOT NULL"))
    page.locator("td.c-claim a").first.click()
    for number in range(10):
        page.locator("#review").wait_for()
        page.wait_for_load_state("load")  # the keys work when the page's script has run
        with page.expect_navigation():
            page.keyboard.press(str(number % 5 + 1))
    assert (
        len(ids(database, "SELECT claim FROM review_current WHERE reviewer = 'Boris' AND verdict NOT NULL"))
        == before + 10
    )


def test_a_key_too_many_does_not_overwrite_a_verdict(reviewer: Open, database: Path) -> None:
    claim = ids(database, "SELECT id FROM queue WHERE id NOT LIKE 'e%e%' ORDER BY worth, claim_key LIMIT 1 OFFSET 8")[0]
    page = reviewer()
    to(page, f"/claim/{claim}")
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        page.keyboard.press("1")
        page.keyboard.press("2")
    page.wait_for_load_state("networkidle")
    assert [event.verdict for event in history(database, claim)] == ["supported"]


def test_two_reviewers_at_once(reviewer: Open, database: Path) -> None:
    claim = ids(database, "SELECT id FROM queue WHERE id NOT LIKE 'e%e%' ORDER BY worth, claim_key LIMIT 1")[0]
    ana, boris = reviewer("Ana"), reviewer("Boris")
    for page in (ana, boris):
        to(page, f"/claim/{claim}")
    boris.locator("#note").fill("I see it otherwise")
    with ana.expect_navigation():
        ana.keyboard.press("1")
    boris.locator("h1").click()
    with boris.expect_navigation():
        boris.keyboard.press("2")
    assert boris.locator("text=Ana reviewed this claim while you had it open").is_visible()
    assert current(database, claim).verdict == "supported"
    shoot(boris, "two-reviewers")
    with boris.expect_navigation():
        boris.locator("button.main").click()
    found = current(database, claim)
    assert found.status == "disputed" and {r.verdict for r in found.reviews} == {"supported", "refuted"}
    to(ana, "/dashboard")
    assert ana.locator("text=Boris: Refuted").count()


def test_a_span_is_reselected_in_the_text(reviewer: Open, database: Path) -> None:
    claim = ids(database, "SELECT id FROM queue WHERE id NOT LIKE 'e%e%' ORDER BY worth, claim_key LIMIT 1 OFFSET 3")[0]
    page = reviewer()
    to(page, f"/claim/{claim}")
    page.evaluate(
        """() => { const piece = [...document.querySelectorAll('#passage .m-claim [data-at]')].at(-1).firstChild;
        const range = document.createRange(); range.setStart(piece, 1); range.setEnd(piece, piece.data.length);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    chosen = page.evaluate("getSelection().toString()")
    page.keyboard.press("s")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    kept = current(database, claim).reviews[0].corrections
    with Store(database, readonly=True) as store:
        text = store.extraction(store.claim(claim).document).article.text  # type: ignore[union-attr]
    assert text[kept.start : kept.end] == chosen


def test_a_span_is_chosen_with_the_keyboard_alone(reviewer: Open, database: Path) -> None:
    claim = ids(database, "SELECT id FROM queue WHERE id NOT LIKE 'e%e%' ORDER BY worth, claim_key LIMIT 1 OFFSET 5")[0]
    page = reviewer()
    to(page, f"/claim/{claim}")
    page.wait_for_load_state("networkidle")
    press = page.keyboard.press
    press("s")
    whole = page.evaluate("getSelection().toString()")
    press("Escape")
    assert not page.evaluate("getSelection().toString()"), "Esc leaves the span as it was"
    for key in ("s", "ArrowLeft", "Shift+ArrowRight", "s"):
        press(key)
    with page.expect_navigation():
        press("Control+Enter")
    kept = current(database, claim).reviews[0].corrections
    with Store(database, readonly=True) as store:
        found = store.claim(claim)
        assert found is not None and whole == found.text
        text = store.extraction(found.document).article.text  # type: ignore[union-attr]
    assert text[kept.start : kept.end] == found.text.split(maxsplit=1)[1].rsplit(maxsplit=1)[0]


def test_claims_are_taken_out_of_a_fact_and_it_is_undone_from_its_page(reviewer: Open, database: Path) -> None:
    page = reviewer()
    path = pages(database)["fact"]
    to(page, path)
    page.wait_for_load_state("networkidle")
    for key in ("j", "x"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.locator("text=Take the selected claims out").press("Enter")
    history = page.locator("#history")
    assert "Ana took out of the fact" in history.inner_text()
    claim = history.locator("a").first.get_attribute("href")
    assert claim is not None
    to(page, claim.removeprefix("/-/review"))
    page.locator("summary", has_text="History").press("Enter")
    assert page.locator("text=took out of the fact").is_visible(), "the claim tells it too"
    page.go_back()
    with page.expect_navigation():
        history.locator("button", has_text="Undo this").press("Enter")
    assert "Ana took back" in history.inner_text()
    assert not history.locator("button").count()


def test_everything_works_without_javascript(reviewer: Open, database: Path) -> None:
    page = reviewer(java_script_enabled=False)
    page.locator("#search").fill("flood")
    page.locator("#search").press("Enter")
    assert page.locator("tr[data-claim]").count()
    page.locator("td.c-claim a").first.click()
    claim = page.url.split("/claim/")[1].split("?")[0]
    page.locator("button.v-unverifiable").click()
    assert current(database, claim).verdict == "unverifiable"
    assert page.locator(".message button").count(), page.content()[-3000:]
    page.locator(".message button").click()
    assert current(database, claim).verdict is None


def test_a_hostile_article_does_nothing(reviewer: Open) -> None:
    page = reviewer()
    dialogs: list[Any] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    attack = "main img, main script, main [onload], main [onerror]"
    for path in ("/claim/e1e1", "/claim/e2e2", "/claim/e3e3", "?status=any", "/sources"):
        to(page, path)
        page.wait_for_load_state("networkidle")
        assert not dialogs and page.title() != "owned", path
        assert page.evaluate(f"document.querySelectorAll('{attack}').length") == 0, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path}: no word widens the page"


def pages(database: Path) -> dict[str, str]:
    claim = ids(database, "SELECT id FROM queue WHERE conflict = 1 AND source <> '' ORDER BY worth DESC")[0]
    fact = ids(
        database,
        "SELECT f.id FROM facts f JOIN relations r ON r.fact_key = f.key JOIN fact_claims l ON l.fact_key = f.key "
        "WHERE l.quantity >= 0 GROUP BY 1 ORDER BY count(DISTINCT l.claim_key) DESC, 1 LIMIT 1",
    )[0]
    return {
        "queue": "?status=any&entity=Russia",
        "claim": f"/claim/{claim}",
        "fact": f"/fact/{fact}",
        "facts": "/facts",
        "document": "/document/2",
        "documents": "/documents",
        "source": "/source?name=Tilen+Vrbnik",
        "sources": "/sources",
        "dashboard": "/dashboard",
    }


def shoot(page: Page, name: str) -> None:
    """A screenshot for the docs, where they are wanted."""
    if SCREENS:
        page.screenshot(path=Path(SCREENS) / f"{name}.png")


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"])
def test_pages_are_accessible_and_fit_the_screen(
    reviewer: Open, database: Path, size: tuple[int, int], scheme: str
) -> None:
    page = reviewer(size=size, color_scheme=scheme)
    for name, path in pages(database).items():
        to(page, path)
        found = Axe().run(page).response["violations"]
        serious = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]
        assert not serious, (name, serious)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if size == WIDE or name in ("queue", "claim"):
            shoot(page, name if size == WIDE else f"{name}-narrow-dark")


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (NARROW, "light")], ids=["wide-dark", "narrow-light"])
def test_colours_keep_their_contrast(reviewer: Open, database: Path, size: tuple[int, int], scheme: str) -> None:
    page = reviewer(size=size, color_scheme=scheme)
    for name in ("queue", "claim", "fact", "dashboard"):
        to(page, pages(database)[name])
        found = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
        assert not found, (name, [n["html"][:200] for n in found[0]["nodes"]][:3] if found else [])


def test_the_points_of_a_chart_are_reached_with_the_keyboard(reviewer: Open, database: Path) -> None:
    page = reviewer()
    to(page, pages(database)["fact"])
    points = page.locator(".chart .point")
    assert points.count() > 1
    points.first.focus()
    said = page.evaluate("document.activeElement.getAttribute('aria-label')")
    tip = points.first.locator(".tip")
    assert tip.is_visible() and tip.text_content() == said, "what a point says is seen, too"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('point')") and not tip.is_visible()
    points.last.locator(".mark").hover()
    assert points.last.locator(".tip").is_visible()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/claim/" in page.url
