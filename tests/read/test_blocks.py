# ruff: noqa: E501
"""The structure of plain text: what each block is, and that offsets always cut the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.read.blocks import find_blocks, kind_of_words
from claimtrack.read.lines import MARK

P, H, L, C, B = "paragraph", "heading", "list_item", "caption", "boilerplate"

FIRST = "The council of Marlow voted on Thursday to close two of its five schools, officials said."
SECOND = "Parents had collected 4,200 signatures against the plan, which saves about £1.3 million a year."
WRAPPED = (
    "The council of Marlow voted on Thursday to close two of its five\n"
    "schools. Parents had collected 4,200 signatures against the plan,\n"
    "which saves about a million pounds a year.\n"
    "\n"
    "A third school, St Anne’s, stays open until the summer of next\n"
    "year – when the council looks at the numbers again. It has room\n"
    "for 300 pupils.\n"
)

CASES = {
    "blank lines separate paragraphs": (f"{FIRST}\n\n{SECOND}\n", [(P, FIRST), (P, SECOND)]),
    "windows line ends": (f"{FIRST}\r\n\r\n{SECOND}\r\n", [(P, FIRST), (P, SECOND)]),
    "single line ends, where blank lines are never used": (f"{FIRST}\n{SECOND}", [(P, FIRST), (P, SECOND)]),
    "hard-wrapped lines are one paragraph": (
        WRAPPED,
        [(P, WRAPPED.split("\n\n")[0]), (P, WRAPPED.split("\n\n")[1].rstrip())],
    ),
    "a line that breaks off goes on in the next": (
        "The council of Marlow voted on Thursday to close\ntwo of its five schools.",
        [(P, "The council of Marlow voted on Thursday to close\ntwo of its five schools.")],
    ),
    "spaces around a block are not in it": (f"   {FIRST} \n \n\t{SECOND}", [(P, FIRST), (P, SECOND)]),
    "title and heading": (
        f"Marlow closes two schools\n\n{FIRST}\n\nWhat parents say\n\n{SECOND}",
        [(H, "Marlow closes two schools"), (P, FIRST), (H, "What parents say"), (P, SECOND)],
    ),
    "a question may be a heading": (f"What comes next?\n\n{FIRST}", [(H, "What comes next?"), (P, FIRST)]),
    "markdown headings, with and without a full stop": (
        f"# Marlow closes two schools\n\n{FIRST}\n\n## It is over.\n\n{SECOND}",
        [(H, "Marlow closes two schools"), (P, FIRST), (H, "It is over."), (P, SECOND)],
    ),
    "markdown underlined heading": (
        f"Marlow closes two schools\n=====\n\n{FIRST}",
        [(H, "Marlow closes two schools"), (B, "====="), (P, FIRST)],
    ),
    "numbered heading": (
        f"1. The vote\n\n{FIRST}\n\n2. The protest\n\n{SECOND}",
        [(H, "The vote"), (P, FIRST), (H, "The protest"), (P, SECOND)],
    ),
    "the last line is no heading: nothing follows": (f"{FIRST}\n\nAnna Kell", [(P, FIRST), (P, "Anna Kell")]),
    "a short sentence is no heading": (f"{FIRST}\n\nNobody objected.\n\n{SECOND}", [(P, FIRST), (P, "Nobody objected."), (P, SECOND)]),
    "a sentence that lost its full stop is no heading": (
        f"{FIRST}\n\nThe mayor said 40 teachers had to go\n\n{SECOND}",
        [(P, FIRST), (P, "The mayor said 40 teachers had to go"), (P, SECOND)],
    ),
    "a quotation is no heading": (f"{FIRST}\n\n“We will not give up”\n\n{SECOND}", [(P, FIRST), (P, "“We will not give up”"), (P, SECOND)]),
    "an introduction to a list is no heading": (
        f"{FIRST}\n\nThe plan:\n\n• close two schools\n• sell the land",
        [(P, FIRST), (P, "The plan:"), (L, "close two schools"), (L, "sell the land")],
    ),
    "questions of an interview are no headings": (
        "\n\n".join(f"{question}\n\n{FIRST}" for question in ("Why now?", "Why here?", "Why two?", "Who pays?")),
        [pair for question in ("Why now?", "Why here?", "Why two?", "Who pays?") for pair in ((P, question), (P, FIRST))],
    ),
    "a text without punctuation has no headings": (
        "officials came and looked at the school and went away again without a word to anybody\n\nThe mayor went too",
        [(P, "officials came and looked at the school and went away again without a word to anybody"), (P, "The mayor went too")],
    ),
    "dashes as bullets": (f"{FIRST}\n- close two schools\n- sell the land\n\n{SECOND}", [(P, FIRST), (L, "close two schools"), (L, "sell the land"), (P, SECOND)]),
    "a single dash is no bullet": (f"{FIRST}\n\n– Anna Kell, teacher", [(P, FIRST), (P, "– Anna Kell, teacher")]),
    "numbers": (f"{FIRST}\n1. close two schools\n2. sell the land", [(P, FIRST), (L, "close two schools"), (L, "sell the land")]),
    "numbers in brackets, letters": (
        f"{FIRST}\n(1) close two schools\n(2) sell the land\n\na) now\nb) at once",
        [(P, FIRST), (L, "close two schools"), (L, "sell the land"), (L, "now"), (L, "at once")],
    ),
    "a number at the start of a line is no list": (f"{FIRST}\n\n40. That was his age.", [(P, FIRST), (P, "40. That was his age.")]),
    "an initial is no list mark": (f"{FIRST}\n\nA. Kell, a teacher, left the hall.", [(P, FIRST), (P, "A. Kell, a teacher, left the hall.")]),
    "a dash in a wrapped paragraph is no bullet": (
        WRAPPED + "\nA third school stays open – so the plan – until the summer after\n– at the latest – the vote.\n- one\n- two",
        [
            (P, WRAPPED.split("\n\n")[0]),
            (P, WRAPPED.split("\n\n")[1].rstrip()),
            (P, "A third school stays open – so the plan – until the summer after\n– at the latest – the vote."),
            (L, "one"),
            (L, "two"),
        ],
    ),
    "a bullet without a space": (f"{FIRST}\n•close two schools\n•sell the land", [(P, FIRST), (L, "close two schools"), (L, "sell the land")]),
    "list items over two lines": (
        WRAPPED + "\n- close two of the five schools in the west of the town as soon\n  as it can be done\n- sell the land",
        [
            (P, WRAPPED.split("\n\n")[0]),
            (P, WRAPPED.split("\n\n")[1].rstrip()),
            (L, "close two of the five schools in the west of the town as soon\n  as it can be done"),
            (L, "sell the land"),
        ],
    ),
    "source of a paragraph and credit of a picture": (
        f"Pupils outside the town hall in Marlow (Photo: Anna Kell)\n\n{FIRST}\n\n(Source: Marlow Gazette)\n\n{SECOND}",
        [(C, "Pupils outside the town hall in Marlow (Photo: Anna Kell)"), (P, FIRST), (C, "(Source: Marlow Gazette)"), (P, SECOND)],
    ),
    "a breadcrumb and the title it ends with": (
        f"• NEWS\n  • Schools\n  • Two schools to go, and no plan.\n\nTwo schools to go, and no plan.\n\n{FIRST}",
        [(B, "NEWS"), (B, "Schools"), (B, "Two schools to go, and no plan."), (H, "Two schools to go, and no plan."), (P, FIRST)],
    ),
    "key points at the top are no breadcrumb": (
        f"• Two of five schools in Marlow close.\n• Parents have collected 4,200 signatures.\n\n{FIRST}",
        [(L, "Two of five schools in Marlow close."), (L, "Parents have collected 4,200 signatures."), (P, FIRST)],
    ),
    "a menu": (f"Home\nWorld\nBusiness\nSport news\n\n{FIRST}", [(B, "Home"), (B, "World"), (B, "Business"), (B, "Sport news"), (P, FIRST)]),
    "a list that lost its bullets": (
        f"{FIRST}\n\nThe town sells:\n\nDesks\n\nChairs\n\nTwo buses\n\nBooks\n\n{SECOND}",
        [(P, FIRST), (P, "The town sells:"), (L, "Desks"), (L, "Chairs"), (L, "Two buses"), (L, "Books"), (P, SECOND)],
    ),
    "lines without words": (f"{FIRST}\n\n* * *\n\n{SECOND}\n\n___", [(P, FIRST), (B, "* * *"), (P, SECOND), (B, "___")]),
    "byline and date": (
        f"By Anna Kell and Bo Lindt\nMonday, 7 July 2025, 10:30 GMT\n\n{FIRST}",
        [(B, "By Anna Kell and Bo Lindt"), (B, "Monday, 7 July 2025, 10:30 GMT"), (P, FIRST)],
    ),
    "nothing": ("", []),
    "nothing but space": (" \n\n\t\n", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_find_blocks(name: str) -> None:
    text, expected = CASES[name]
    assert [(block.kind, text[block.start : block.end]) for block in find_blocks(text)] == expected


BOILERPLATE = [
    "Advertisement", "Article continues below", "Read more", "READ MORE: Town hall shut", "Read also | Town hall shut",
    "Also read: Town hall shut", "Related stories", "Most read", "Subscribe to our newsletter", "Sign up",
    "Sign up here for our daily briefing and get the news first", "Follow us on Facebook", "Follow @marlow on X",
    "Share this article", "Share", "3 comments", "Click here to listen", "© 2025 Marlow Gazette", "All rights reserved.",
    "Copyright 2025 Marlow Gazette. All rights reserved.", "We use cookies to improve your visit", "Privacy policy",
    "This article was updated on Monday to correct a name.", "By Anna Kell", "BY ANNA KELL, MARLOW GAZETTE",
    "Published: 7 July 2025", "Updated 10:30", "5 min read", "2 hours ago", "7 July 2025", "July 7, 2025 at 10:30 pm",
    "(Reporting by Anna Kell; editing by Bo Lindt)", "Home > News > Schools", "News » Schools » Marlow", "Tags: schools, Marlow",
    "-30-", "https://gazette.example/schools", "Skip to main content",
]  # fmt: skip
CAPTIONS = [
    "(Source: Marlow Gazette)", "Source: Marlow Gazette", "Photo: Anna Kell", "Photo by Anna Kell", "Image credit: Anna Kell",
    "Anna Kell/AFP via Getty Images", "Pupils leave the school on Monday. Anna Kell/Reuters", "REUTERS/Anna Kell", "Getty Images",
    "The hall on Monday (AP Photo/Anna Kell)", "FILE PHOTO: Pupils leave the school in May.", "Figure 2. Pupils a year",
    "Pupils leave the school on Monday (Anna Kell/Getty Images)", "Photo by Anna Kell / Marlow Gazette",
    "Pupils leave the school on Monday. Image: Anna Kell", "![the hall](hall.jpg)",
]  # fmt: skip
SENTENCES = [
    "Advertisement spending fell by 4 per cent, the agency said.",
    "Read the ruling again, the minister told parliament on Monday.",
    "Sign up for the scheme has reached 3 million, officials said.",
    "By Monday, 61 people had died.",
    "By 2030 the town wants to halve its emissions, Mayor Holm said.",
    "Copyright law was changed in 2021, when the industry lost its case, and prices have risen by a tenth in every year since that day, the report found, which makes it the most costly change on record.",
    "Source: the ministry says that 40 people were hurt. It gave no names.",
    "The mayor left the hall. (Source: Marlow Gazette)",
    "North Marlow sent 11,000 books (Source: Marlow Gazette).",
    "Photo finishes decided three of the four races.",
    "Reuters reported on Monday that the plant had closed.",
    "Published in 2019 by the university, the study counts 4,000 wells.",
    "Follow the money, he said.",
    "Related firms lost 4 per cent.",
    "7 July 2025 was the hottest day of the year in Marlow, forecasters said.",
    "More on the budget will be known on Friday, the treasurer said, and it will be bad.",
    "Search teams found two bodies.",
    "Home prices fell by 3 per cent.",
    "The poll of 1,200 adults was made by Reuters/Ipsos.",
    "Stock-market losses reached 4 per cent.",
    "Video from Marlow showed three buses on fire.",
    "Copyright law was changed in 2021.",
    "The report was published on Monday by the ministry.",
    "Other posts in the north were given up on Monday.",
    "Published in 2019, the study counts 40.",
    "Written by Kell in 1920, the book sold 4 million copies, he said.",
    "By Monday, Marlow police had found two bodies.",
    "Updated figures for 2024 show 40 deaths.",
    "Join the club and lose 200 pounds, says Holm.",
    "Kell told AFP.",
    "He spoke to AP, AFP and Reuters.",
]


@pytest.mark.parametrize("words", BOILERPLATE)
def test_boilerplate(words: str) -> None:
    assert kind_of_words(words) == "boilerplate"


@pytest.mark.parametrize("words", CAPTIONS)
def test_captions(words: str) -> None:
    assert kind_of_words(words) == "caption"


@pytest.mark.parametrize("words", SENTENCES)
def test_sentences_are_neither(words: str) -> None:
    assert kind_of_words(words) is None


@pytest.mark.parametrize(
    "part",
    [
        "A ",
        "By A ",
        "a > ",
        "Photo: ",
        "(Photo: A",
        "Reuters/",
        "A/AFP ",
        "A. ",
        "A, ",
        "reporting by A, ",
        "©",
        "read ",
        "7 July ",
        "Home / ",
        "on x on ",
    ],
)
def test_odd_wording_takes_no_long_time(part: str) -> None:
    for words in (part * (400 // len(part)), "By " + part * 100 + "!", "(Photo by " + part * 60 + "!"):
        kind_of_words(words[:400])


def test_five_megabytes_in_one_paragraph() -> None:
    text = (FIRST + " ") * (5_000_000 // len(FIRST))
    assert [(block.kind, block.start, block.end) for block in find_blocks(text)] == [(P, 0, len(text) - 1)]


PIECES = st.sampled_from(
    [FIRST, "Home", "• ", "- ", "– ", "1. ", "2. ", "a) ", "(b) ", "# ", "What next?", "Photo: X", "===", "---", "* * *", "\t", " ",
     "\u00a0", "\u2009", "\n", "\n\n", "\r\n", "\r", "\u2028", "\x0c", "mid-sentence, and", "of", "“", "30 000", "5.5", "İ", "ß", "\u200b", "😀"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=300))


@settings(deadline=None)
@given(TEXTS)
def test_blocks_cut_the_text_in_order_and_leave_only_marks_and_space(text: str) -> None:
    position = 0
    for block in find_blocks(text):
        gap, words = text[position : block.start], text[block.start : block.end]
        assert block.start >= position
        assert words and words == words.strip()
        if gap.strip():
            mark = MARK.match(text, block.start - len(gap.lstrip()))
            assert mark and not text[mark.end() : block.start].strip(), gap
        position = block.end
    assert not text[position:].strip()


@settings(deadline=None)
@given(TEXTS)
def test_blocks_do_not_depend_on_anything_but_the_text(text: str) -> None:
    assert find_blocks(text) == find_blocks(text)
