"""Time expressions: a table of cases, each with its reason, and properties that hold for any text."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimtrack.annotate.times import calendar, find_times
from claimtrack.annotate.times.absolute import easter, holiday_date
from claimtrack.annotate.times.numerals import spoken
from claimtrack.model import TimeExpression

NLP = spacy.blank("en")
WEDNESDAY = "2024-05-15"


def times(text: str, published: str | None = WEDNESDAY) -> list[TimeExpression]:
    return find_times(NLP(text), published)


def readings(text: str, published: str | None = WEDNESDAY) -> list[tuple[str, str, str]]:
    return [(one.text, one.type, one.value) for one in times(text, published)]


ABSOLUTE = [
    ("The deal was signed on June 18, 2024.", "June 18, 2024", "2024-06-18", "month first"),
    ("The deal was signed on 18 June 2024.", "18 June 2024", "2024-06-18", "day first"),
    (
        "It opened on Tuesday the 18th of June, 2024.",
        "Tuesday the 18th of June, 2024",
        "2024-06-18",
        "weekday, ordinal",
    ),
    ("It opened on Sept. 11, 2001.", "Sept. 11, 2001", "2001-09-11", "abbreviation with a point"),
    ("It opened on 11 Sep 2001.", "11 Sep 2001", "2001-09-11", "abbreviation without a point"),
    ("The file is dated 2024-06-18.", "2024-06-18", "2024-06-18", "ISO"),
    ("The file is dated 18.06.2024.", "18.06.2024", "2024-06-18", "points: day first"),
    ("The file is dated 06/18/2024.", "06/18/2024", "2024-06-18", "slashes: one order only is a date"),
    ("The file is dated 03/04/1980.", "03/04/1980", "1980", "slashes: both orders are dates, so only the year is told"),
    ("They met in June 2024.", "June 2024", "2024-06", "no day is made up"),
    ("They met in early June 2024.", "early June 2024", "2024-06", "part of a month"),
    ("They met in mid-2024.", "mid-2024", "2024", "part of a year"),
    ("They grew after 2008.", "2008", "2008", "year after a preposition"),
    ("His 2018 watch scandal faded.", "2018", "2018", "year as a modifier"),
    ("In 1066 the king fell.", "1066", "1066", "an old year after a preposition"),
    ("It began in nineteen ninety-six.", "nineteen ninety-six", "1996", "spoken year"),
    ("It grew in the 1990s.", "the 1990s", "199", "decade"),
    ("It grew in the late '90s.", "the late '90s", "199", "decade in two digits"),
    ("A writer of the 19th century.", "the 19th century", "18", "century"),
    ("A writer of the twenty-first century.", "the twenty-first century", "20", "century in words"),
    ("Profit rose in the third quarter of 1998.", "the third quarter of 1998", "1998-Q3", "quarter"),
    ("Profit rose in Q3 2023.", "Q3 2023", "2023-Q3", "quarter as a code"),
    ("Profit rose in the first half of 2023.", "the first half of 2023", "2023-H1", "half"),
    ("It burned in the summer of 2019.", "the summer of 2019", "2019-SU", "season"),
    ("The season 2012-13 was theirs.", "2012-13", "2012/2013", "range of years is one expression"),
    ("They met on June 5-7, 2024.", "June 5-7, 2024", "2024-06-05/2024-06-07", "range of days"),
    ("They met from 5 to 7 June 2024.", "5 to 7 June 2024", "2024-06-05/2024-06-07", "range of days in words"),
    ("They rested on Christmas Day 2020.", "Christmas Day 2020", "2020-12-25", "holiday on a fixed day"),
    ("They rested on Thanksgiving 2023.", "Thanksgiving 2023", "2023-11-23", "holiday on a weekday of the month"),
]


@pytest.mark.parametrize(("text", "span", "value", "reason"), ABSOLUTE)
@pytest.mark.parametrize("published", [WEDNESDAY, None])
def test_absolute(text: str, span: str, value: str, reason: str, published: str | None) -> None:
    assert [(one.text, one.type, one.value, one.anchor) for one in times(text, published)] == [
        (span, "DATE", value, "none")
    ], reason


FROM_PUBLICATION = [
    ("He spoke on Tuesday.", "Tuesday", "2024-05-14", "past tense: the last one"),
    ("He spoke on Wednesday.", "Wednesday", "2024-05-15", "the day of publication counts"),
    ("He will speak on Tuesday.", "Tuesday", "2024-05-21", "future tense: the next one"),
    ("Talks are to resume on Friday.", "Friday", "2024-05-17", "an infinitive of what is planned"),
    ("He spoke last Friday.", "last Friday", "2024-05-10", "last"),
    ("He leaves next Monday.", "next Monday", "2024-05-20", "next"),
    ("He left yesterday.", "yesterday", "2024-05-14", "yesterday"),
    ("He left the day before yesterday.", "the day before yesterday", "2024-05-13", "two days back"),
    ("He left two days ago.", "two days ago", "2024-05-13", "days ago"),
    ("Prices rose last week.", "last week", "2024-W19", "a week is an ISO week"),
    ("Prices rose over the weekend.", "the weekend", "2024-W19-WE", "the last one"),
    ("Prices rose last month.", "last month", "2024-04", "month"),
    ("Prices rose earlier this year.", "earlier this year", "2024", "year"),
    ("Prices rose in December.", "December", "2023-12", "a month: past tense"),
    ("Prices will rise in December.", "December", "2024-12", "a month: future tense"),
    ("Prices rose in June last year.", "June last year", "2023-06", "month of a relative year"),
    ("Prices rose last summer.", "last summer", "2023-SU", "season"),
    ("Prices rose in the first quarter.", "the first quarter", "2024-Q1", "quarter: the nearest in the past"),
    ("They met on May 2.", "May 2", "2024-05-02", "a day without its year"),
    ("They expect a deal by year-end.", "year-end", "2024-12", "year-end is its last month"),
    ("He left ten years ago.", "ten years ago", "2014", "years ago are told to the year"),
    ("The work is done by October.", "October", "2024-10", "a deadline lies ahead"),
    ("They rested on Easter Monday.", "Easter Monday", "2024-04-01", "a movable holiday"),
]


@pytest.mark.parametrize(("text", "span", "value", "reason"), FROM_PUBLICATION)
def test_from_publication(text: str, span: str, value: str, reason: str) -> None:
    assert [(one.text, one.value, one.anchor) for one in times(text)] == [(span, value, "publication")], reason


@pytest.mark.parametrize(("text", "span", "value", "reason"), FROM_PUBLICATION)
def test_no_calendar_time_without_publication(text: str, span: str, value: str, reason: str) -> None:
    for one in times(text, None):
        assert (one.earliest, one.latest, one.anchor) == (None, None, "none"), reason
        assert "X" in one.value


PARTS = [
    ("It opened in early 2023.", "2023", "2023-01-01", "2023-04-30", "the first third of a year"),
    ("It opened in mid-2023.", "2023", "2023-05-01", "2023-08-31", "the middle third"),
    ("It opened in late 2023.", "2023", "2023-09-01", "2023-12-31", "the last third"),
    ("It opens at the start of next year.", "2025", "2025-01-01", "2025-04-30", "the start of a year"),
    ("It opens at the end of June 2024.", "2024-06", "2024-06-21", "2024-06-30", "the last third of a month"),
    ("It opened in the early 1990s.", "199", "1990-01-01", "1993-04-30", "the first third of a decade"),
    ("It opened earlier this year.", "2024", "2024-01-01", "2024-05-15", "up to publication"),
    ("It will open later this year.", "2024", "2024-05-15", "2024-12-31", "from publication on"),
]


@pytest.mark.parametrize(("text", "value", "earliest", "latest", "reason"), PARTS)
def test_part_has_its_own_days(text: str, value: str, earliest: str, latest: str, reason: str) -> None:
    (one,) = times(text)
    assert (one.value, one.earliest, one.latest) == (value, earliest, latest), reason


HENCE = [
    ("They vote in two weeks' time.", "in two weeks' time", "DATE", "2024-W22", "ahead of publication"),
    ("They vote in a year's time.", "in a year's time", "DATE", "2025", "as coarse as the step"),
    ("They voted at two in the morning.", "two in the morning", "TIME", "2024-05-15T02", "an hour in words"),
    ("Police arrested 12 in the morning raid.", "the morning", "TIME", "2024-05-15TMO", "12 is no hour"),
    ("It was agreed a week earlier.", "a week earlier", "DATE", "2024-W19", "from publication where nothing is named"),
    ("It snowed this winter.", "this winter", "DATE", "2024-WI", "the one to come in May"),
    ("It fell in the first two quarters of 2023.", "the first two quarters of 2023", "DATE", "2023-H1", "two quarters"),
    ("It is due in April.", "April", "DATE", "2025-04", "due says future, however far"),
    ("It was due in April.", "April", "DATE", "2024-04", "was due says past"),
    ("It begins on 12 November this year.", "12 November this year", "DATE", "2024-11-12", "a day of a relative year"),
    ("He won ten years ago today.", "ten years ago today", "DATE", "2014-05-15", "ago today is told to the day"),
    ("They met on Friday, 26 May.", "Friday, 26 May", "DATE", "2023-05-26", "the weekday tells the year"),
]


@pytest.mark.parametrize(("text", "span", "kind", "value", "reason"), HENCE)
def test_steps_and_hours(text: str, span: str, kind: str, value: str, reason: str) -> None:
    assert readings(text) == [(span, kind, value)], reason


def test_this_winter_is_the_one_that_publication_lies_in() -> None:
    assert [one.value for one in times("It snowed this winter.", "2026-02-19")] == ["2025-WI"]


DATELINES = [
    ("ARLEN, 26 July 2022 (NW) - He spoke on Tuesday.", "2022-07-26", "place, date and agency"),
    ("ARLEN – 26 July 2022: He spoke on Tuesday.", "2022-07-26", "place and date"),
    ("June 3, 2024\n\nHe spoke on Tuesday.", "2024-05-28", "a line of its own"),
    ("On 26 July 2022 they met: he spoke on Tuesday.", "XXXX-WXX-2", "no dateline"),
]


@pytest.mark.parametrize(("text", "value", "reason"), DATELINES)
def test_dateline_stands_in_for_publication(text: str, value: str, reason: str) -> None:
    assert times(text, None)[-1].value == value, reason


NARRATIVE = [
    ("In June 2022 it opened. Later that year, it closed.", "Later that year", "2022", "unit of the last time named"),
    ("In June 2022 it opened. The following year it closed.", "The following year", "2023", "next unit"),
    ("In June 2022 it opened. Two years later, it closed.", "Two years later", "2024", "as coarse as the step"),
    ("On March 3, 2021, he fell. Three days later, he rose.", "Three days later", "2021-03-06", "days from a day"),
    ("On March 3, 2021, he fell. The previous day he sang.", "The previous day", "2021-03-02", "day before a day"),
    ("On March 3, 2021, he fell. She fell the same day.", "the same day", "2021-03-03", "same"),
    ("He won in February 1940. He lost in June that same year.", "June that same year", "1940-06", "month of a year"),
    ("He won in February 1940. He lost on 5 May of that year.", "5 May of that year", "1940-05-05", "day of a year"),
    ("He won in February 1940. He lost in May the next year.", "May the next year", "1941-05", "month of the next"),
    ("Rents rose in June 2022 from a year earlier.", "a year earlier", "2021-06", "figures keep their unit"),
    ("Profit in the third quarter of 2021 beat that of a year earlier.", "a year earlier", "2020-Q3", "a quarter"),
]


@pytest.mark.parametrize(("text", "span", "value", "reason"), NARRATIVE)
@pytest.mark.parametrize("published", [WEDNESDAY, None])
def test_narrative(text: str, span: str, value: str, reason: str, published: str | None) -> None:
    last = times(text, published)[-1]
    assert (last.text, last.value, last.anchor) == (span, value, "narrative"), reason


def test_step_finer_than_its_anchor_stays_open() -> None:
    last = times("In 2021 he fell. Three days later, he rose.")[-1]
    assert (last.value, last.earliest, last.anchor) == ("XXXX-XX-XX", None, "none")


OTHER_TYPES = [
    ("It took three days.", "three days", "DURATION", "P3D", "days"),
    ("It took twenty-four hours.", "twenty-four hours", "DURATION", "PT24H", "hours after the T"),
    ("A five-year plan was made.", "five-year", "DURATION", "P5Y", "hyphen"),
    ("It took 2 1/2 years.", "2 1/2 years", "DURATION", "P2.5Y", "fraction"),
    ("It took a couple of decades.", "a couple of decades", "DURATION", "PXDE", "number not told"),
    ("It took half a century.", "half a century", "DURATION", "P50Y", "half"),
    ("They meet every year.", "every year", "SET", "P1Y", "set of a unit"),
    ("They meet each Monday.", "each Monday", "SET", "XXXX-WXX-1", "set of a weekday"),
    ("They meet on Fridays.", "Fridays", "SET", "XXXX-WXX-5", "plural weekday"),
    ("The fee is paid annually.", "annually", "SET", "P1Y", "adverb"),
    ("He left on Monday morning.", "Monday morning", "TIME", "2024-05-13TMO", "part of a day"),
    ("He left last night.", "last night", "TIME", "2024-05-14TNI", "night before"),
    ("He left at 9:30 p.m. on Tuesday.", "9:30 p.m. on Tuesday", "TIME", "2024-05-14T21:30", "clock and day are one"),
    ("They are now at home.", "now", "DATE", "PRESENT_REF", "present"),
    ("They recently left.", "recently", "DATE", "PAST_REF", "past"),
    ("Nobody knows the future.", "the future", "DATE", "FUTURE_REF", "future"),
    ("He left several years ago.", "several years ago", "DATE", "PAST_REF", "a number that is not told"),
]


@pytest.mark.parametrize(("text", "span", "kind", "value", "reason"), OTHER_TYPES)
def test_other_types(text: str, span: str, kind: str, value: str, reason: str) -> None:
    assert readings(text) == [(span, kind, value)], reason


def test_duration_up_to_publication_has_its_days() -> None:
    (one,) = times("Prices fell over the past two weeks.")
    assert (one.value, one.earliest, one.latest, one.anchor) == ("P2W", "2024-05-01", "2024-05-15", "publication")


NO_TIMES = [
    ("It sent 2 000 soldiers.", "grouped digits"),
    ("It sent 1,984 soldiers and 2024 people.", "counts"),
    ("It cost $1990 or 2010 euros.", "sums"),
    ("Call 555-1984 or 0207 946 1984.", "phone numbers"),
    ("It rose 52.9 %, 90% or 18 to 25 percent.", "percentages"),
    ("Flight 1990 left from page 2012, No. 1984.", "numbers of things"),
    ("Covid-19, F-16, G20, COP28 and Windows 2000 are names.", "names with numbers"),
    ("They won 3-2 on a 5-4 vote, 24/7.", "scores and votes"),
    ("They may march; the second man may fall.", "verbs and ordinals that look like times"),
    ("The Sun sat down and wed a mar.", "words that look like weekdays and months"),
    ("A 27-year-old man, aged 31 years, and his sister, two years old.", "ages"),
    ("He flew three flights a week for $9 a day.", "rates"),
    ("An area of 1950 km and 2010 tonnes.", "measures"),
]


@pytest.mark.parametrize(("text", "reason"), NO_TIMES)
def test_no_times(text: str, reason: str) -> None:
    assert readings(text) == [], reason


def test_list_of_months_shares_its_year() -> None:
    assert [one.value for one in times("It rained in June, July and August 2019.")] == ["2019-06", "2019-07", "2019-08"]


def test_fiscal_period_has_no_days() -> None:
    (one,) = times("Sales rose in the third quarter of fiscal 2023.")
    assert (one.value, one.earliest, one.latest) == ("2023-Q3", None, None)


def test_quarter_ended_has_the_days_of_its_three_months() -> None:
    assert [(one.value, one.earliest, one.latest) for one in times("Sales fell in the quarter ended April 30.")] == [
        ("2024-Q1", "2024-02-01", "2024-04-30"),
        ("2024-04-30", "2024-04-30", "2024-04-30"),
    ]


def test_month_of_publication_tells_months_but_no_days() -> None:
    text = "He spoke last Friday. Prices rose last month and this year."
    assert [(one.value, one.earliest) for one in times(text, "2025-07")] == [
        ("XXXX-WXX-5", None),
        ("2025-06", "2025-06-01"),
        ("2025", "2025-01-01"),
    ]


def test_months_of_a_year_have_their_days() -> None:
    first, last = times("Sales rose in the first six months of 2023 but not in the last three months of 2022.", None)[
        ::2
    ]
    assert (first.value, first.earliest, first.latest) == ("P6M", "2023-01-01", "2023-06-30")
    assert (last.value, last.earliest, last.latest) == ("P3M", "2022-10-01", "2022-12-31")


def test_blocks_are_not_crossed() -> None:
    text = "Events of May\n11 people died"
    doc = NLP(text)
    doc.user_data["claimtrack.blocks"] = [["heading", 0, 13], ["paragraph", 14, len(text)]]
    assert [one.text for one in find_times(doc, WEDNESDAY)] == ["May"]


def parsed(words: list[str], tags: list[str], pos: list[str], heads: list[int], deps: list[str]) -> Doc:
    return Doc(NLP.vocab, words=words, tags=tags, pos=pos, heads=heads, deps=deps)


def test_parse_tells_the_tense_of_the_verb_above() -> None:
    doc = parsed(
        ["He", "said", "they", "will", "meet", "Friday"],
        ["PRP", "VBD", "PRP", "MD", "VB", "NNP"],
        ["PRON", "VERB", "PRON", "AUX", "VERB", "PROPN"],
        [1, 1, 4, 4, 1, 4],
        ["nsubj", "root", "nsubj", "aux", "ccomp", "obl"],
    )
    assert [one.value for one in find_times(doc, WEDNESDAY)] == ["2024-05-17"]


def test_clause_that_begins_behind_the_time_does_not_tell_its_tense() -> None:
    doc = parsed(
        ["He", "said", "in", "a", "letter", "on", "Tuesday", "that", "taxes", "will", "rise"],
        ["PRP", "VBD", "IN", "DT", "NN", "IN", "NNP", "IN", "NNS", "MD", "VB"],
        ["PRON", "VERB", "ADP", "DET", "NOUN", "ADP", "PROPN", "SCONJ", "NOUN", "AUX", "VERB"],
        [1, 1, 4, 4, 1, 6, 10, 10, 10, 10, 1],
        ["nsubj", "root", "case", "det", "obl", "case", "obl", "mark", "nsubj", "aux", "ccomp"],
    )
    assert [one.value for one in find_times(doc, WEDNESDAY)] == ["2024-05-14"]


@pytest.mark.parametrize(("verb", "lemma", "value"), [("begin", "begin", "2024-05-17"), ("say", "say", "2024-05-10")])
def test_present_of_what_is_scheduled_lies_ahead(verb: str, lemma: str, value: str) -> None:
    doc = parsed(
        ["They", verb, "on", "Friday"],
        ["PRP", "VBP", "IN", "NNP"],
        ["PRON", "VERB", "ADP", "PROPN"],
        [1, 1, 3, 1],
        ["nsubj", "root", "case", "obl"],
    )
    doc[1].lemma_ = lemma
    assert [one.value for one in find_times(doc, WEDNESDAY)] == [value]


def test_past_of_the_verb_at_hand_reaches_back_a_year() -> None:
    doc = parsed(
        ["In", "June", "sales", "fell"],
        ["IN", "NNP", "NNS", "VBD"],
        ["ADP", "PROPN", "NOUN", "VERB"],
        [1, 3, 3, 3],
        ["case", "obl", "nsubj", "root"],
    )
    assert [one.value for one in find_times(doc, WEDNESDAY)] == ["2023-06"]


def test_tagged_verb_is_no_month() -> None:
    doc = parsed(
        ["Since", "May", "they", "march", "."],
        ["IN", "NNP", "PRP", "VBP", "."],
        ["ADP", "PROPN", "PRON", "VERB", "PUNCT"],
        [1, 3, 3, 3, 3],
        ["case", "obl", "nsubj", "root", "punct"],
    )
    assert [one.text for one in find_times(doc, WEDNESDAY)] == ["May"]


def test_component_stores_plain_values_that_survive_bytes() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("claimtrack_times")
    doc = nlp.make_doc("He spoke on Tuesday.")
    doc.user_data["claimtrack.published"] = WEDNESDAY
    doc = nlp(doc)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again.user_data["claimtrack.times"][0]["value"] == "2024-05-14"
    assert [TimeExpression(**one) for one in doc.user_data["claimtrack.times"]] == find_times(doc, WEDNESDAY)


def test_holidays_and_number_words() -> None:
    assert easter(2024) == date(2024, 3, 31)
    assert holiday_date("05--1-1", 2024) == date(2024, 5, 27)
    assert spoken([20, 4]) == ("number", 24)
    assert spoken([1, 100, 2]) == ("number", 102)
    assert spoken([19, 90, 6]) == ("year", 1996)


@pytest.mark.parametrize("published", ["", "yesterday", "2024-13-40", "20240515", "x" * 50])
def test_a_publication_date_that_is_none_is_not_used(published: str) -> None:
    assert times("He spoke on Tuesday.", published)[0].value == "XXXX-WXX-2"


WORDS = """
Monday May march 2008 1990s the of in last next week years ago three 5 31 Sept. 9:30 p.m. quarter third fall and to
- , . a later early earlier half every this that year day 's summer night Christmas 2024-02-30 30/02/2024 Q3 fiscal
will said $ % thousand twenty century 9999 0 past coming two before after yesterday noon recent months first
"""
PUBLISHED = st.one_of(
    st.none(), st.dates().map(date.isoformat), st.just("2025-07"), st.just("0001"), st.just("9999-12-31")
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join)), PUBLISHED)
def test_spans_cut_the_text_and_stay_apart(text: str, published: str | None) -> None:
    found = times(text, published)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert (one.earliest is None) == (one.latest is None)
        assert one.earliest is None or one.latest is None or one.earliest <= one.latest
    assert all(a.end <= b.start for a, b in pairwise(found))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 10**9),
    st.sampled_from(["${}", "€{}", "{}%", "{} percent", "{} soldiers", "{} million", "{} km", "-{}kg"]),
)
def test_sums_percentages_and_counts_are_never_times(number: int, frame: str) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", " "), f"{number / 10:.1f}"):
        assert times(f"It has {frame.format(written)}.") == []


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(1000, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["D", "W", "M", "Q", "H", "S", "Y", "DE", "CE", "WE"]),
)
def test_a_value_holds_the_day_it_was_made_of(day: date, unit: str) -> None:
    value = calendar.value_at(day, unit)
    days = calendar.interval(value)
    assert days is not None
    assert days[0] <= day <= days[1] or (unit == "WE" and days[0] >= day)
    assert calendar.unit_of(value) == unit


MORE: list[tuple[str, list[tuple[str, str, str]], str]] = [
    ("It grew in the December quarter.", [("the December quarter", "DATE", "2023-Q4")], "a quarter by its last month"),
    ("It fell by 0915 GMT.", [("0915 GMT", "TIME", "2024-05-15T09:15")], "a time of day with a leading nought"),
    ("It is creating 2000 construction jobs.", [], "a round number that counts is no year"),
    ("In 2000 construction firms failed.", [("2000", "DATE", "2000")], "behind a preposition it is one"),
    ("MARNA, 12 May (Nordwire) - Talks can end.", [("12 May", "DATE", "2024-05-12")], "a dateline has no tense"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), MORE, ids=[case[2] for case in MORE])
def test_quarters_clocks_counts_and_datelines(text: str, expected: list[tuple[str, str, str]], reason: str) -> None:
    assert readings(text) == expected, reason


PERIODS = [
    ("Sales in the three months to March 31 rose.", "P3M", "2024-01-01", "2024-03-31", "a quarter by its last day"),
    ("Sales in the six months ended March fell.", "P6M", "2023-10-01", "2024-03-31", "a half by its last month"),
]


@pytest.mark.parametrize(("text", "value", "earliest", "latest", "reason"), PERIODS)
def test_months_up_to_a_day_have_their_days(text: str, value: str, earliest: str, latest: str, reason: str) -> None:
    one = times(text)[0]
    assert (one.value, one.earliest, one.latest) == (value, earliest, latest), reason


def test_a_year_earlier_is_the_period_of_the_figures_a_year_before() -> None:
    text = "Sales in the three months to March 31 rose to 4 million from 3 million a year earlier."
    assert readings(text)[-1] == ("a year earlier", "DATE", "2023-Q1")


def test_the_month_that_a_year_ends_in_is_not_what_figures_are_about() -> None:
    text = (
        "Sales in the first quarter rose. It expects more in the year ending in June. Costs fell from a year earlier."
    )
    assert readings(text)[-1] == ("a year earlier", "DATE", "2023-Q1")


HALVES = [
    ("Cases fell in the first half of March 2024.", "2024-03-01", "2024-03-15", "to the fifteenth"),
    ("Cases fell in the second half of June 2024.", "2024-06-16", "2024-06-30", "from the sixteenth"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "reason"), HALVES)
def test_half_of_a_month_is_no_half_of_a_year(text: str, earliest: str, latest: str, reason: str) -> None:
    (one,) = times(text)
    assert (one.value, one.earliest, one.latest) == (earliest[:7], earliest, latest), reason


def test_a_share_is_no_quarter_of_a_year() -> None:
    assert readings("Fraud rose by more than a quarter.") == []
    assert readings("He stayed for a quarter.") == [("a quarter", "DURATION", "P1Q")]


def under(word: str, lemma: str, pos: str, tag: str, first: bool) -> Doc:
    """ "Today it VERB ..." or "it VERB ... today", under a verb or a copula's adjective."""
    words = ["Today", "it", word, "shops"] if first else ["It", word, "shops", "today"]
    order = [("NN", "NOUN", 2, "obl"), ("PRP", "PRON", 2, "nsubj"), (tag, pos, 2, "root"), ("NNS", "NOUN", 2, "obj")]
    if not first:
        order = [
            ("PRP", "PRON", 1, "nsubj"),
            (tag, pos, 1, "root"),
            ("NNS", "NOUN", 1, "obj"),
            ("NN", "NOUN", 1, "obl"),
        ]
    tags, kinds, heads, deps = (list(column) for column in zip(*order, strict=True))
    doc = parsed(words, tags, kinds, heads, deps)
    doc[words.index(word)].lemma_ = lemma
    return doc


TODAY = [
    (("owns", "own", "VERB", "VBZ", True), "PRESENT_REF", "a state before which 'today' stands: nowadays"),
    (("opens", "open", "VERB", "VBZ", True), WEDNESDAY, "an event on the calendar"),
    (("owned", "own", "VERB", "VBD", True), WEDNESDAY, "the past"),
    (("owns", "own", "VERB", "VBZ", False), WEDNESDAY, "behind the verb it may be the day"),
]


@pytest.mark.parametrize(("words", "value", "reason"), TODAY)
def test_today_that_means_nowadays(words: tuple[str, str, str, str, bool], value: str, reason: str) -> None:
    assert [one.value for one in find_times(under(*words), WEDNESDAY)] == [value], reason
