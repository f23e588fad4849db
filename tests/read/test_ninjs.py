"""ninjs in its three generations, and items that take an article back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimtrack.model import Article, Withdrawal
from tests.read.helpers import NEWS, articles, failures, only_failure, read

URI = "urn:newsml:wire.example:20250707:schools"
HTML = f"<p>{NEWS}</p><h2>What next</h2><ul><li>One in May</li></ul>"
FIRST = {
    "uri": URI, "type": "text", "versioncreated": "2025-07-07T10:00:00Z", "firstcreated": "2025-07-06T10:00:00Z",
    "pubstatus": "usable", "byline": "Anna Kell", "headline": "Two schools close", "copyrightholder": "Wire Example",
    "body_text": NEWS,
}  # fmt: skip
SECOND = {
    "uri": URI, "type": "text", "versioncreated": "2025-07-07T10:00:00Z", "pubstatus": "usable", "by": "Anna Kell",
    "headlines": [{"role": "short", "value": "Closed"}, {"role": "main", "value": "Two schools close"}],
    "copyrightholder": "Wire Example", "bodies": [{"role": "main", "contenttype": "text/plain", "value": NEWS}],
}  # fmt: skip
THIRD = {
    "uri": URI, "type": "text", "versionCreated": "2025-07-07T10:00:00Z", "pubStatus": "usable", "by": "Anna Kell",
    "headlines": [{"value": "Two schools close"}], "copyrightHolder": "Wire Example",
    "bodies": [{"contentType": "text/plain", "value": NEWS}],
    "standard": {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"},
}  # fmt: skip
GENERATIONS = pytest.mark.parametrize("item", [FIRST, SECOND, THIRD], ids=["1.3", "2.1", "3.0"])


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(value: Any, name: str = "a.json") -> str:
    Path(name).write_text(json.dumps(value, indent=None if name.endswith("l") else 1))
    return name


@GENERATIONS
def test_generations(item: dict[str, Any]) -> None:
    (article,) = articles(write(item))
    assert (article.id, article.url, article.text) == (URI, None, NEWS)
    assert (article.title, article.author, article.publisher) == ("Two schools close", "Anna Kell", "Wire Example")
    assert (article.published, article.path, article.notes) == ("2025-07-07T10:00:00Z", "a.json:1", ())


@GENERATIONS
@pytest.mark.parametrize("status", ["canceled", "withheld", "Canceled"])
def test_withdrawals(item: dict[str, Any], status: str) -> None:
    name = "pubStatus" if "pubStatus" in item else "pubstatus"
    found = read(write([item, {**item, name: status}]))
    assert isinstance(found[0], Article) and found[0].id == URI
    assert found[1] == Withdrawal(URI, "a.json:item 2", f"pubstatus: {status}", "2025-07-07T10:00:00Z")


def test_a_withdrawal_says_why_and_needs_no_body() -> None:
    kill = {"uri": URI, "pubStatus": "canceled", "edNote": "Kill: the figures were wrong."}
    assert read(write(kill)) == [Withdrawal(URI, "a.json:1", "Kill: the figures were wrong.")]


@pytest.mark.parametrize(
    "bodies",
    [
        {"body_text": NEWS, "body_xhtml": HTML},
        {"body_html": HTML},
        {"bodies": [{"contentType": "text/plain", "value": NEWS * 9}, {"contentType": "text/html", "value": HTML}]},
        {"bodies": [{"value": HTML}]},
    ],
)
def test_markup_gives_the_structure(bodies: dict[str, Any]) -> None:
    (article,) = articles(write({"uri": URI, **bodies}))
    assert article.text == f"{NEWS}\n\nWhat next\n\n• One in May"
    assert [block.kind for block in article.blocks] == ["paragraph", "heading", "list_item"]


def test_an_address_as_uri() -> None:
    (article,) = articles(write({**FIRST, "uri": "https://wire.example/1"}))
    assert (article.id, article.url) == ("https://wire.example/1", "https://wire.example/1")


def test_an_embargo_that_is_still_on_is_noted() -> None:
    found = articles(write([{**FIRST, "embargoed": "2999-01-01T00:00:00Z"}, {**FIRST, "embargoed": "2001-01-01"}]))
    assert [article.notes for article in found] == [("embargoed until 2999-01-01T00:00:00Z",), ()]


def test_pictures_are_left_out_and_texts_without_a_body_are_failures() -> None:
    found = read(
        write([{"uri": "urn:p", "type": "picture", "pubstatus": "usable"}, {**FIRST, "body_text": " "}, FIRST])
    )
    assert [item.place for item in failures(found)] == ["item 2"]
    assert "no body" in failures(found)[0].message
    assert isinstance(found[1], Article)


def test_pictures_alone() -> None:
    assert "neither" in only_failure(write({"uri": "urn:p", "type": "picture", "pubstatus": "usable"})).message


@pytest.mark.parametrize("wrap", [lambda items: items, lambda items: {"items": items}, lambda items: {"_items": items}])
def test_lists(wrap: Any) -> None:
    found = articles(write(wrap([FIRST, {**SECOND, "uri": "urn:2"}])))
    assert [(article.id, article.path) for article in found] == [(URI, "a.json:item 1"), ("urn:2", "a.json:item 2")]


def test_json_lines() -> None:
    Path("a.jsonl").write_text("\n".join(json.dumps(item) for item in (FIRST, {**THIRD, "pubStatus": "canceled"})))
    first, second = read("a.jsonl")
    assert isinstance(first, Article) and isinstance(second, Withdrawal)
    assert (first.path, second.path) == ("a.jsonl:1", "a.jsonl:2")


def test_in_folders_other_json_is_left_alone() -> None:
    Path("news").mkdir()
    write(FIRST, "news/item.json")
    write({"uri": "x", "settings": True}, "news/package.json")
    assert [article.path for article in articles("news")] == ["news/item.json:1"]


@pytest.mark.parametrize(
    "value",
    [
        {"uri": "", "pubstatus": "canceled"},
        {**FIRST, "body_text": "a\0b"},
        {**FIRST, "body_text": 5},
        {**FIRST, "body_text": "<p></p>"},
    ],
)
def test_bad_items_are_failures(value: Any) -> None:
    assert only_failure(write(value)).place == "1"


@pytest.mark.parametrize(
    "odd", [{"headlines": "x"}, {"headlines": [5]}, {"bodies": {}}, {"bodies": [None]}, {"type": 7}]
)
def test_odd_fields_do_not_matter(odd: dict[str, Any]) -> None:
    (article,) = articles(write({"uri": URI, "body_text": NEWS, **odd}))
    assert article.text == NEWS
