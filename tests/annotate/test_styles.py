"""Sources in texts of many styles, with the trained pipeline: a wrong person under a claim is the worst error."""

from __future__ import annotations

import pytest
from spacy.language import Language

import claimtrack
from claimtrack.annotate.attribution import find_attributions


@pytest.fixture(scope="module")
def nlp() -> Language:
    return claimtrack.load()


STYLES: list[tuple[str, str, set[str | None], str]] = [  # text, how a content begins, who says it, reason
    (
        "Q&A: Maja Torvik on the reef\n\nMaja Torvik has dived here since 1998.\n\nQ: How much is left?\n\n"
        "A: About a quarter. The rest is dead.\n\nQ: And the fish?\n\nA: They left with the corals.",
        "About a quarter",
        {"Maja Torvik"},
        "an interview whose introduction names the one who answers",
    ),
    (
        "Maja Torvik and Per Lund have dived here since 1998.\n\nQ: How much is left?\n\nA: About a quarter.",
        "About a quarter",
        set(),
        "of two whom the introduction names neither is meant",
    ),
    (
        "“I saw smoke,” said Lena Brekke, a baker.\n\n“I thought it was fog, another neighbour, Karl Roe, recalled. "
        "“Then I heard the bells.”",
        "“I thought",
        {"Karl Roe"},
        "a missing mark does not give a neighbour's words to the baker",
    ),
    (
        "What they said about the dam\n\n“This dam will drown four villages. It must not be built.”\n"
        "- Harald Lien, a farmer\n\n“We need the power.”\n— Siv Aune, the minister",
        "“This dam",
        {"Harald Lien"},
        "a signature takes its quotation from a heading that speaks of saying",
    ),
    (
        '"We are ready to load 4 million tonnes a month," Deputy Agriculture Minister Taras Vysoven said, '
        "according to the Interdal agency.",
        '"We are ready',
        {"Interdal agency", "Taras Vysoven"},
        "an agency that tells of a speaker does not replace him",
    ),
    (
        "Asked whether she would resign, mayor Lena Brekke said: “No.”",
        "whether she",
        {None},
        "who is asked does not ask",
    ),
    (
        "“We met in Oslo,” Karl Roe said, adding that the talks went well.",
        "that the talks",
        {"Karl Roe"},
        "a participle is a cue of its own",
    ),
]


@pytest.mark.parametrize(("text", "begin", "speakers", "reason"), STYLES, ids=[s[3] for s in STYLES])
def test_who_says_it(nlp: Language, text: str, begin: str, speakers: set[str | None], reason: str) -> None:
    found = [a for a in find_attributions(nlp(text)) if a.content[0].text.startswith(begin)]
    assert {a.source.name if a.source is not None else None for a in found} == speakers


NAMES = [
    (
        "Westlea Hospital Trust spent 4 million pounds on staff. The regulator said that 40 per cent were closed.",
        "The regulator",
        None,
        "a hospital trust is no regulator",
    ),
    (
        "The fighters wrote on Telegram on Monday. The group said that it had left the town.",
        "The group",
        None,
        "a platform is not who writes on it",
    ),
    (
        '"This lets us triple production," co-founder Anouk Weers said in a blog post.',
        "co-founder Anouk Weers",
        "Anouk Weers",
        "the name between a quotation and its cue",
    ),
    (
        "Moira Kess, the chief executive of Tidewater Lines, spoke to the Harbour Courier. "
        "The company said it had carried out 212 inspections.",
        "The company",
        "Tidewater Lines",
        "a newspaper is no company",
    ),
    (
        "The River Health Bureau (RHB) said on Wednesday that cases doubled.",
        "The River Health Bureau (RHB)",
        "River Health Bureau",
        "an acronym beside the name",
    ),
    (
        "Norland Watch, a small watchdog, lost its grant. The watchdog said in May that it would appeal.",
        "The watchdog",
        "Norland Watch",
        "an apposition tells what an organization is called",
    ),
    (
        "His lawyer, Tessa Mald, said he was ill. Later his lawyer said he had recovered.",
        "his lawyer",
        "Tessa Mald",
        "whose somebody is, in the same words",
    ),
    (
        "Rita Sol, the Labour candidate, said she was tired. The Liberal candidate said he was not.",
        "The Liberal candidate",
        None,
        "a candidate of another party is another person",
    ),
    (
        "His campaign manager, Jon Weber, met the press with campaign manager Rob Mook. "
        "Her campaign manager, Ida Berg, said nothing had changed.",
        "Her campaign manager, Ida Berg,",
        "Ida Berg",
        "a name in the source comes before what its noun stood for",
    ),
    (
        "One shop owner who did not want to be identified said that sales had halved.",
        "One shop owner who did not want to be identified",
        None,
        "nobody in particular has no name",
    ),
]


@pytest.mark.parametrize(("text", "source", "name", "reason"), NAMES, ids=[n[3] for n in NAMES])
def test_names_of_sources(nlp: Language, text: str, source: str, name: str | None, reason: str) -> None:
    names = {a.source.text: a.source.name for a in find_attributions(nlp(text)) if a.source is not None}
    assert source in names, names
    given = names[source]
    wrong = ("Rita Sol", "Westlea Hospital Trust", "Telegram")
    assert given == name or (name is None and given not in wrong)
