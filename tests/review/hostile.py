"""An article that attacks the page: script, markup, marks that turn text around, a word of a megabyte."""

from __future__ import annotations

from claimtrack.model import Attribution, Extraction, Part, Source
from tests.store.extractions import article, claim, span

SCRIPT = "<script>document.title='owned'</script>"
PICTURE = "<svg/onload=\"document.title='owned'\"><img src=x onerror=\"document.title='owned'\">"
TURNED = "The fund \u202elost nothing\u202c and paid 900 people"
LONG = "x" * 1_000_000
NAME = 'Eve "><script>alert(1)</script> \u202eradnA'


def hostile() -> Extraction:
    """Three claims: one with markup, one turned around, one that is a single word."""
    text = f"{NAME} said {SCRIPT} {PICTURE} killed 12 people.\n\n{TURNED}.\n\n{LONG} burned."
    read = article("javascript:alert(1)//hostile", text, title=f"{SCRIPT}\u202etitle", publisher=PICTURE, author=NAME)
    where = span(text, f"{SCRIPT} {PICTURE} killed 12 people")
    attribution = Attribution(
        "indirect", Part(*span(text, "said")), Source(*span(text, NAME), NAME, "person"), (Part(*where),)
    )
    return Extraction(
        article=read,
        attributions=(attribution,),
        claims=(
            claim("e1", where, attribution=0, source=NAME, checkworthiness=0.99, standalone=f"{PICTURE} {SCRIPT}"),
            claim("e2", span(text, TURNED), checkworthiness=0.98),
            claim("e3", span(text, f"{LONG} burned"), checkworthiness=0.97),
        ),
    )
