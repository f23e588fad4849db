"""Hand-built extractions: what a pipeline finds, without one."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from claimtrack.model import (
    Article,
    Attribution,
    Block,
    Claim,
    Entity,
    Extraction,
    Filled,
    Part,
    Quantity,
    Source,
    TimeExpression,
)

TEXT = (
    "Flood relief\n\nThe Red Cross said on 4 May 2024 that over 1,200 people in Lowen had lost their homes. "
    "Mayor Ada Brandt denied it.\n\nRepairs may cost between €5 million and €7 million."
)


def span(text: str, piece: str) -> tuple[int, int, str]:
    start = text.index(piece)
    return start, start + len(piece), piece


def claim(identity: str, where: tuple[int, int, str], **fields: Any) -> Claim:
    rest: dict[str, Any] = {
        "subject": None,
        "predicate": None,
        "object": None,
        "polarity": "affirmed",
        "modality": "asserted",
        "attribution": None,
        "source": None,
        "quantities": (),
        "dates": (),
        "entities": (),
        "checkworthiness": 0.5,
    }
    return Claim(identity, *where, **rest | fields)


def article(identity: str = "https://example.org/flood", text: str = TEXT, **fields: Any) -> Article:
    blocks = tuple(Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    rest: dict[str, Any] = {
        "url": identity,
        "title": "Thousands lose homes in Lowen flood",
        "publisher": "The Lowen Post",
        "published": "2024-05-06",
        "path": "news/flood.txt",
        "author": "Ida Holm",
        "language": "en",
        "notes": ("the date was in words",),
        "blocks": blocks,
    }
    return Article(identity, text, **rest | fields)


def flood(prefix: str = "c", **fields: Any) -> Extraction:
    """An article with two claims: a sourced count, and a range of money in the article's own voice."""
    read = article(**fields)
    text = read.text
    sentence = span(text, "over 1,200 people in Lowen had lost their homes")
    people, money = span(text, "1,200 people"), span(text, "between €5 million and €7 million")
    counted = span(text, "people")
    return Extraction(
        article=read,
        entities=(
            Entity(*span(text, "The Red Cross"), "ORG", "Red Cross", "Q7178"),
            Entity(*span(text, "Lowen"), "LOC", "Lowen"),
            Entity(*span(text, "Ada Brandt"), "PERSON", "Ada Brandt"),
        ),
        quantities=(
            Quantity(*people, Decimal("1200"), None, ">", None, "person", "people", "1,200", counted[0], counted[1]),
            Quantity(*money, Decimal("5000000"), Decimal("7000000"), "=", "up", "euro", vague=True, ambiguous=True),
        ),
        dates=(
            TimeExpression(*span(text, "4 May 2024"), "DATE", "2024-05-04", "2024-05-04", "2024-05-04", "narrative"),
        ),
        attributions=(
            Attribution(
                "indirect",
                Part(*span(text, "said")),
                Source(*span(text, "The Red Cross"), "Red Cross", "organization"),
                (Part(*span(text, "on 4 May 2024")), Part(*sentence)),
            ),
            Attribution(
                "indirect",
                Part(*span(text, "denied")),
                Source(*span(text, "Mayor Ada Brandt"), "Ada Brandt", "person"),
                (Part(*span(text, "it")),),
                parent=0,
                effect="denies",
                inferred=True,
            ),
        ),
        claims=(
            claim(
                f"{prefix}1",
                sentence,
                subject="people",
                predicate="lose",
                object="homes",
                attribution=0,
                source="Red Cross",
                quantities=(0,),
                dates=(0,),
                entities=(1,),
                checkworthiness=0.9,
                standalone="Over 1,200 people in Lowen had lost their homes on 4 May 2024",
                vector=b"\x00\x3c\xff",
                place="Orla",
                reasons={"figure": 1.0, "impact": 0.5},
                filled=(Filled(0, 4, 0, 3),),
            ),
            claim(f"{prefix}2", span(text, "Repairs may cost " + money[2]), modality="possible", quantities=(1,)),
        ),
    )
