"""Web Annotation: the model's own rules, and selectors that cut the very text."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from pyld import jsonld

from claimtrack.export.write import export
from claimtrack.store import Store
from tests.export.conftest import HOSTILE
from tests.store.extractions import TEXT

CONTEXT = json.loads((Path(__file__).parent / "data/anno.json").read_text("utf8"))["@context"]
OURS = ("http://www.w3.org/", "http://purl.org/", "http://xmlns.com/", "@")


def exported(store: Store) -> dict[str, Any]:
    out = io.BytesIO()
    export(store, "annotation", out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_rules_of_the_model(store: Store) -> None:
    found = exported(store)
    items = found["first"]["items"]
    assert (found["type"], found["total"], found["first"]["partOf"]) == (
        "AnnotationCollection",
        len(items),
        found["id"],
    )
    for item in items:
        assert item["type"] == "Annotation" and item["id"].startswith("urn:"), "one type, one address"
        assert item["target"]["source"], "a target"
        assert all(body["type"] in ("TextualBody", "SpecificResource") for body in item["body"])
    assert len({item["id"] for item in items}) == len(items) == 5


def test_selectors_cut_the_text(store: Store) -> None:
    for item in exported(store)["first"]["items"]:
        words, place = item["target"]["selector"]
        assert TEXT[place["start"] : place["end"]] == words["exact"]
        whole = words["prefix"] + words["exact"] + words["suffix"]
        assert TEXT.count(whole) == 1 and len(words["prefix"]) <= 32


def test_a_reselected_span_is_the_target(store: Store) -> None:
    (first,) = (i for i in exported(store)["first"]["items"] if any(b.get("value") == "Refuted" for b in i["body"]))
    assert first["target"]["selector"][1] == {"type": "TextPositionSelector", "start": 14, "end": 31}
    values = [(b["purpose"], b.get("value") or b["source"]) for b in first["body"]]
    assert ("commenting", HOSTILE) in values and ("editing", "speaker: Red Cross Lowen") in values
    assert ("linking", "https://example.org/report") in values


def test_a_document_without_address_has_a_name(store: Store) -> None:
    sources = {item["target"]["source"] for item in exported(store)["first"]["items"]}
    assert sources == {"https://example.org/flood", "urn:claimtrack:document:https%3A%2F%2Fexample.org%2Fother"}


def test_a_json_ld_processor_knows_every_term(store: Store) -> None:
    def loader(url: str, options: object) -> dict[str, object]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}

    found = exported(store)
    back = jsonld.compact(jsonld.expand(found, {"documentLoader": loader}), {"@context": CONTEXT})
    one = found["first"]["items"][0]
    other = back["first"]["items"][0] if isinstance(back["first"]["items"], list) else back["first"]["items"]
    assert set(other) == set(one) and other["motivation"] == one["motivation"] == "assessing"
    assert set(other["target"]["selector"][0]) == {"type", "exact", "prefix", "suffix"}
