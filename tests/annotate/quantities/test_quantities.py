"""The quantity layer: what is a quantity, with which unit, comparator, change and counted thing."""

from __future__ import annotations

from decimal import Decimal

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from claimtrack.annotate.quantities import claimtrack_quantities, find_quantities
from claimtrack.model import Quantity, TimeExpression
from tests.annotate.parses import parsed, plain

_BLANK = spacy.blank("en")


def one(text: str) -> Quantity:
    (quantity,) = find_quantities(_BLANK(text))
    assert text[quantity.start : quantity.end] == quantity.text
    return quantity


FIGURES = [
    (
        "The plant can house up to 30 000 troops.",
        "30 000 troops",
        "30000",
        "<=",
        "troop",
        "space as group, upper bound",
    ),
    ("The fund lost $3,8 million.", "$3,8 million", "3800000", "=", "dollar", "decimal comma and scale"),
    ("The bridge costs $111 million.", "$111 million", "111000000", "=", "dollar", "sign and scale"),
    ("They hold 90% of it.", "90%", "90", "=", "percentage", "sign"),
    ("The fee is 1.5bn euros.", "1.5bn euros", "1500000000", "=", "euro", "suffix and word"),
    ("They use over half of it.", "half", "0.5", ">", "proportion", "a share with a bound"),
    ("Output nearly doubled.", "doubled", "2", "~", "times", "a multiple as a verb"),
    ("It has thousands of workers.", "thousands of workers", "1000", ">=", "worker", "vague lower bound"),
    ("He ate two dozen eggs.", "two dozen eggs", "24", "=", "egg", "a dozen is exact"),
    ("One in five voters stayed.", "One in five", "0.2", "=", "proportion", "a share of a count"),
    ("Two-thirds of them left.", "Two-thirds", "0.667", "=", "proportion", "a share in words"),
    ("At least 42 boats sank.", "42 boats", "42", ">=", "boat", "lower bound"),
    ("No more than 10 years passed.", "10 years", "10", "<=", "year", "negated bound"),
    ("It was not over 5 km.", "5 km", "5", "<=", "kilometre", "negation before a bound"),
    ("It draws 30+ people.", "30+ people", "30", ">=", "person", "plus sign"),
    ("It draws 30 people or so.", "30 people", "30", "~", "person", "bound behind the noun"),
    ("Water boils at -5°C there.", "-5°C", "-5", "=", "degree celsius", "minus"),
    ("a 66-year-old nurse", "66-year-old", "66", "=", "year", "age"),
    ("Ann Bell, 34, agreed.", "34", "34", "=", "year", "age behind a name"),
    ("He turned 18 in May.", "18", "18", "=", "year", "an age"),
    ("It takes half an hour.", "half an hour", "0.5", "=", "hour", "a part of a unit"),
    ("It took a year and a half.", "a year and a half", "1.5", "=", "year", "a unit and its part"),
    ("They paid 3 dollars 50 cents.", "3 dollars 50 cents", "3.5", "=", "dollar", "one sum in two units"),
    ("an 18-seat bus", "18-seat", "18", "=", "seat", "noun behind the hyphen"),
    ("It is 30 times larger.", "30 times", "30", "=", "times", "a multiple"),
    ("He rang 3 times.", "3 times", "3", "=", "count", "occasions, named as in quantulum3"),
    ("The loan is 75 USD million.", "75 USD million", "75000000", "=", "dollar", "scale behind the code"),
    ("He earns three times his old pay.", "three times", "3", "=", "times", "a multiple of something"),
    ("Prices are a fifth higher.", "a fifth", "0.2", "=", "proportion", "a part more"),
    ("They waited more than a decade.", "a decade", "1", ">", "decade", "a bounded article is a figure"),
    ("It holds 2000 people.", "2000 people", "2000", "=", "person", "not a year before people"),
]


@pytest.mark.parametrize(("text", "written", "value", "comparator", "unit", "reason"), FIGURES)
def test_figure(text: str, written: str, value: str, comparator: str, unit: str, reason: str) -> None:
    quantity = one(text)
    expected = (written, Decimal(value), comparator, unit)
    assert (quantity.text, quantity.value, quantity.comparator, quantity.unit) == expected, reason


RANGES = [
    ("It takes 5 to 7 days.", "5", "7", "day", "to"),
    ("It lies between 5 and 7 km off.", "5", "7", "kilometre", "between and"),
    ("It lies 5-7 km off.", "5", "7", "kilometre", "hyphen"),
    ("It lies 5–7 km off.", "5", "7", "kilometre", "dash"),
    ("Some 18 to 25 percent agree.", "18", "25", "percentage", "the unit holds for both, no mean is taken"),
    ("It needs from 5 to 7 million people.", "5000000", "7000000", "person", "the scale holds for both"),
    ("It costs $5-7 million.", "5000000", "7000000", "dollar", "sign and scale hold for both"),
    ("It costs €10-€20.", "10", "20", "euro", "the sign twice"),
    ("for people aged 18 to 34", "18", "34", "year", "ages"),
    ("a five- to 10-minute walk", "5", "10", "minute", "hanging hyphen"),
    ("It takes two or three days.", "2", "3", "day", "neighbours joined by or"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit", "reason"), RANGES)
def test_range(text: str, low: str, high: str, unit: str, reason: str) -> None:
    quantity = one(text)
    assert (quantity.value, quantity.high, quantity.unit) == (Decimal(low), Decimal(high), unit), reason


NO_RANGES = [
    ("It went from $3,8 million in 2022 to $52,9 million in 2025.", ["3800000", "52900000"], "two years, two figures"),
    ("Rates rose from 5 to 7 percent.", ["5", "7"], "two levels in time"),
    ("The share rose six pence to 388 pence.", ["6", "388"], "a change and a level"),
    ("They sold 5, 7 and 9 tonnes.", ["5", "7", "9"], "a list shares its unit"),
]


@pytest.mark.parametrize(("text", "values", "reason"), NO_RANGES)
def test_two_figures_are_no_range(text: str, values: list[str], reason: str) -> None:
    quantities = find_quantities(_BLANK(text))
    assert [q.value for q in quantities] == [Decimal(v) for v in values], reason
    assert {q.high for q in quantities} == {None}
    assert len({q.unit for q in quantities}) == 1


CHANGES = [
    ("Sales rose by 5 %.", "up", "verb and by"),
    ("Sales fell 3 percent.", "down", "verb"),
    ("Sales rose to 5 %.", None, "a level is no change"),
    ("Sales, at 5 %, fell.", None, "no figure of the fall"),
    ("It was a cut of $2bn.", "down", "noun and of"),
    ("a 5 percent increase", "up", "noun behind"),
    ("Shares were up 5 %.", "up", "particle"),
    ("Shares closed 5 cents lower.", "down", "particle behind"),
    ("They cut the staff budget by about $2bn.", "down", "object between verb and by"),
    ("Women make up 75 percent.", None, "a phrasal verb"),
    ("They raised $2 million.", None, "raising money"),
    ("They raised the tax by 2 percent.", "up", "raising something by"),
    ("It can hold up to 5 %.", None, "up to is a bound"),
    ("Sales tripled.", "up", "multiple"),
    ("Sales halved.", "down", "multiple"),
]


@pytest.mark.parametrize(("text", "change", "reason"), CHANGES)
def test_change(text: str, change: str | None, reason: str) -> None:
    assert one(text).change == change, reason


SUMS = [
    ("The gap is $15.6 million, up from 14.2 million in May.", ["dollar", "dollar"], "the same currency"),
    ("The gap is $15.6 million. They are 14.2 million.", ["dollar", None], "another sentence"),
    ("The gap is $15.6 million. Schools get 2.1 million.", ["dollar", "dollar"], "money, and one currency is named"),
    ("It owes $5 million and €3 million. Schools get 2 million.", ["dollar", "euro", None], "two are named"),
    ("The tram costs 40 million crowns, up from 31 million.", ["crown", "crown"], "a currency without a country"),
    ("Pay is 52 thalers a day, eight less than before.", ["thaler per day", "thaler per day"], "less of the same"),
]


@pytest.mark.parametrize(("text", "units", "reason"), SUMS)
def test_a_sum_without_unit_takes_the_currency_beside_it(text: str, units: list[str | None], reason: str) -> None:
    assert [q.unit for q in find_quantities(_BLANK(text))] == units, reason


COMPARED = [
    ("It has 900 tanks, compared with 700 in May.", [("900", "tank"), ("700", "tank")], "compared with"),
    ("Turnout was 61 percent, against 58 a year ago.", [("61", "percentage"), ("58", "percentage")], "against"),
    ("It was 61 %, up from 58 in 2020 and 49 in 2016.", [(n, "percentage") for n in ("61", "58", "49")], "a row"),
    ("Sales hit 15.6 billion euros, up from 14.2.", [("15600000000", "euro"), ("14200000000", "euro")], "scale too"),
    ("It fell to 98 from 99 points.", [("98", "point"), ("99", "point")], "the unit stands with the second"),
    ("It bought 61 tanks and ordered 27 more.", [("61", "tank"), ("27", "tank")], "more of the same"),
    ("Rents rose 3 percent to 500 from 480.", [("3", "percentage"), ("500", None), ("480", None)], "a rate lends none"),
    ("It has 200 stalls from the 22 Western towns.", [("200", "stall"), ("22", "town")], "a noun of its own"),
    ("It took three days, against 40.", [("3", "day"), ("40", None)], "a length of time lends none"),
]


@pytest.mark.parametrize(("text", "figures", "reason"), COMPARED)
def test_a_figure_takes_the_unit_of_the_one_it_is_compared_with(
    text: str, figures: list[tuple[str, str | None]], reason: str
) -> None:
    found = [(q.value, q.unit) for q in find_quantities(_BLANK(text))]
    assert found == [(Decimal(value), unit) for value, unit in figures], reason


PARTICLES = [
    ("They handed over 57 tanks.", "=", "a particle of the verb"),
    ("She signed up to 20 treaties.", "=", "up to belongs to the verb"),
    ("They lost over 57 tanks.", ">", "a bound"),
    ("They can carry up to 20 men.", "<=", "a bound"),
]


@pytest.mark.parametrize(("text", "comparator", "reason"), PARTICLES)
def test_particle_of_a_verb_is_no_comparator(text: str, comparator: str, reason: str) -> None:
    assert one(text).comparator == comparator, reason


SCALES = [
    ("They catch 85 thsd tonnes.", "85000", "metric ton"),
    ("It cost 3 mrd euros.", "3000000000", "euro"),
    ("It cost 2 mio francs.", "2000000", "swiss franc"),
]


@pytest.mark.parametrize(("text", "value", "unit"), SCALES)
def test_abbreviated_scales(text: str, value: str, unit: str) -> None:
    assert (one(text).value, one(text).unit) == (Decimal(value), unit)


def test_things_are_not_counted_to_three_decimals() -> None:
    town, price = find_quantities(_BLANK("The town has 1.250 inhabitants and a litre costs 1.250 euros."))
    assert (town.value, price.value) == (Decimal(1250), Decimal("1.25"))


NOTHING = [
    ("They met in 2008 and in 2012.", "years"),
    ("On 5 May 2024 and June 18, 2024 they met.", "dates"),
    ("It was the 2012-13 season, and 1914–1918.", "spans of years"),
    ("They met at 3.30pm, at 12:30 and at 5 p.m.", "times of day"),
    ("They left three years ago.", "a point in time"),
    ("The G7 sent an F-16 after COP29 and Covid-19.", "names with digits"),
    ("She flew a Boeing 737 and read Article 5.", "names and labels"),
    ("the Group of Seven and the Five Eyes", "names in words"),
    ("He came 38th, she came third.", "ordinals"),
    ("They won 2-1 and lost by a 5-4 decision.", "scores and votes"),
    ("World War II and Louis XIV", "Roman numerals"),
    ("See https://example.org/5/12 or mail a1@b2.org #5", "links"),
    ("Call 555-1234 or +44 20 7946 0958.", "telephone numbers"),
    ("1. Bread\n2. Milk\n(3) Eggs", "list numbers"),
    ("No one saw one another, and this one left.", "pronouns"),
    ("One of them left.", "one of them is no count"),
    ("as shown [12] and before [3, 4]", "references"),
    ("the first half and the third quarter", "parts of a year or game"),
    ("a two-way street and a five-star hotel", "adjectives"),
    ("in the 1990s and the '80s", "decades"),
    ("It was built in 776 BC.", "eras"),
    ("in nineteen ninety-four", "spoken year"),
    ("He sat an hour in a day of a year.", "articles without a bound"),
    ("It began about a year ago.", "a point in time"),
]


@pytest.mark.parametrize(("text", "reason"), NOTHING)
def test_no_quantity(text: str, reason: str) -> None:
    assert find_quantities(_BLANK(text)) == [], reason


def test_numbers_of_times_are_no_quantities_but_lengths_are() -> None:
    text = "On 18 June 2024 the fair lasted three weeks."
    times = [
        TimeExpression(3, 15, "18 June 2024", "DATE", "2024-06-18"),
        TimeExpression(text.index("three"), text.index("."), "three weeks", "DURATION", "P3W"),
    ]
    assert [q.text for q in find_quantities(_BLANK(text), times)] == ["three weeks"]


def test_a_name_that_the_tagger_found_is_no_quantity() -> None:
    text = "The play Seven Against Thebes has 30 roles."
    assert [q.text for q in find_quantities(plain(text, [("Seven Against Thebes", "MISC")]))] == ["30 roles"]


def test_ambiguous_digits_are_flagged() -> None:
    first, second = find_quantities(_BLANK("It sold 1,234 homes, up 3,8 percent."))
    assert (first.value, first.ambiguous) == (Decimal(1234), True)
    assert (second.value, second.ambiguous) == (Decimal("3.8"), False)


def test_vague_is_marked() -> None:
    assert one("They sank dozens of boats.").vague
    assert not one("They sank two dozen boats.").vague


def test_counted_noun_and_its_pronoun_by_parse() -> None:
    doc = parsed(
        "The/the/DET/det/2 army/army/NOUN/nsubj/3 sent/send/VERB/root/0 over/over/ADV/advmod/5 "
        "900/900/NUM/nummod/7 young/young/ADJ/amod/7 recruits/recruit/NOUN/obj/3 ././PUNCT/punct/3",
        "About/about/ADV/advmod/2 200/200/NUM/nsubj:pass/6 of/of/ADP/case/4 them/they/PRON/nmod/2 "
        "were/be/AUX/aux:pass/6 hurt/hurt/VERB/root/0 ././PUNCT/punct/6",
    )
    first, second = find_quantities(doc)
    assert (first.unit, first.counted, first.comparator) == ("recruit", "young recruits", ">")
    assert (second.unit, second.counted, second.comparator) == ("recruit", "young recruits", "~")
    assert second.counted_start == first.counted_start == doc.text.index("young")


STATED = [
    (
        "The/the/DET/det/2 number/number/NOUN/nsubj/5 of/of/ADP/case/4 tanks/tank/NOUN/nmod/2 rose/rise/VERB/root/0 "
        "to/to/ADP/case/7 40/40/NUM/obl/5 ././PUNCT/punct/5",
        [("tank", "tanks")],
        "the number of something",
    ),
    (
        "The/the/DET/det/3 death/death/NOUN/compound/3 toll/toll/NOUN/nsubj/4 reached/reach/VERB/root/0 "
        "61/61/NUM/obj/4 ././PUNCT/punct/4",
        [("person", "toll")],
        "a total of people",
    ),
    (
        "A/a/DET/det/2 village/village/NOUN/nsubj/5 of/of/ADP/case/4 300/300/NUM/nmod/2 burned/burn/VERB/root/0 "
        "././PUNCT/punct/5",
        [("person", "village")],
        "a group of people",
    ),
    (
        "The/the/DET/det/2 blast/blast/NOUN/nsubj/3 left/leave/VERB/root/0 61/61/NUM/obj/3 dead/dead/ADJ/amod/4 "
        "././PUNCT/punct/3",
        [("person", "dead")],
        "an adjective of people",
    ),
    (
        "Twelve/twelve/NUM/nsubj:pass/3 were/be/AUX/aux:pass/3 wounded/wound/VERB/root/0 ././PUNCT/punct/3",
        [("person", None)],
        "only people are wounded",
    ),
    (
        "The/the/DET/det/2 index/index/NOUN/nsubj/3 fell/fall/VERB/root/0 to/to/ADP/case/5 98.5/98.5/NUM/obl/3 "
        "././PUNCT/punct/3",
        [("point", "index")],
        "an index is in points",
    ),
    (
        "Sheep/sheep/NOUN/nsubj/2 cost/cost/VERB/root/0 more/more/ADJ/obj/2 after/after/SCONJ/mark/6 "
        "four/four/NUM/nsubj/6 fell/fall/VERB/advcl/2 ././PUNCT/punct/2",
        [(None, None)],
        "nothing says what they are",
    ),
    (
        "City/city/NOUN/nsubj/2 won/win/VERB/root/0 seven/seven/NUM/obj/2 ././PUNCT/punct/2",
        [(None, None)],
        "a group that wins seven has not seven people",
    ),
    (
        "Eleven/eleven/NUM/nsubj/6 of/of/ADP/case/4 the/the/DET/det/4 dead/dead/ADJ/nmod/1 were/be/AUX/cop/6 "
        "young/young/ADJ/root/0 ././PUNCT/punct/6",
        [("person", "dead")],
        "a part of the dead",
    ),
    (
        "A/a/DET/det/2 firm/firm/NOUN/root/0 with/with/ADP/case/5 50/50/NUM/nummod/5 clerks/clerk/NOUN/nmod/2 "
        "and/and/CCONJ/cc/7 debts/debt/NOUN/conj/5 of/of/ADP/case/10 9/9/NUM/nummod/10 boats/boat/NOUN/nmod/7",
        [("clerk", "clerks"), ("boat", "boats")],
        "a conjunct with a figure of its own is not counted by the first",
    ),
    (
        "It/it/PRON/nsubj/2 shut/shut/VERB/root/0 schools/school/NOUN/obj/2 ,/,/PUNCT/punct/2 three/three/NUM/nsubj/9 "
        "of/of/ADP/case/7 which/which/PRON/nmod/5 are/be/AUX/cop/9 new/new/ADJ/acl:relcl/3 ././PUNCT/punct/2",
        [("school", "schools")],
        "'which' is the noun before the comma",
    ),
    (
        "Meat/meat/NOUN/nsubj:pass/3 was/be/AUX/aux:pass/3 kept/keep/VERB/root/0 at/at/ADP/case/5 14C/14c/NUM/obl/3 "
        "when/when/ADV/advmod/11 it/it/PRON/nsubj/11 should/should/AUX/aux/11 be/be/AUX/cop/11 below/below/ADP/case/11 "
        "5C/5c/NUM/advcl/3 ././PUNCT/punct/3",
        [("degree celsius", None), ("degree celsius", "Meat")],
        "'it' is the subject of the clause that its own hangs on",
    ),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), STATED)
def test_what_is_counted_stands_elsewhere(
    sentence: str, expected: list[tuple[str | None, str | None]], reason: str
) -> None:
    assert [(q.unit, q.counted) for q in find_quantities(parsed(sentence))] == expected, reason


OTHERS = [
    (
        "They saved 142 adults and 11 boys, and sought 53 others.",
        None,
        "of two things counted neither is meant for sure",
    ),
    ("They saved 142 adults and sought 53 others.", "adult", "one thing counted before"),
]


@pytest.mark.parametrize(("text", "unit", "reason"), OTHERS)
def test_others_are_the_one_thing_counted_before(text: str, unit: str | None, reason: str) -> None:
    assert find_quantities(_BLANK(text))[-1].unit == unit, reason


def test_votes_against_votes() -> None:
    found = find_quantities(_BLANK("It passed by eight votes to two with three abstentions."))
    assert [(q.value, q.unit) for q in found] == [(8, "vote"), (2, "vote"), (3, "abstention")]


def test_more_than_belongs_to_the_figure_behind_it() -> None:
    found = find_quantities(_BLANK("They lost 18,000 killed and more than 60,000 wounded."))
    assert [q.comparator for q in found] == ["=", ">"]


def test_ages_in_a_row_are_all_ages() -> None:
    assert [q.unit for q in find_quantities(_BLANK("Men aged 23 and 31 were held."))] == ["year", "year"]


def test_grandchildren_in_the_singular() -> None:
    assert one("She has seven grandchildren.").unit == "grandchild"


def test_them_is_the_plural_subject_and_not_the_nearest_figure() -> None:
    doc = parsed(
        "It/it/PRON/nsubj/2 took/take/VERB/root/0 one/one/NUM/nummod/4 contest/contest/NOUN/obj/2 ././PUNCT/punct/2",
        "Deputies/deputy/NOUN/nsubj/2 voted/vote/VERB/root/0 ,/,/PUNCT/punct/2 92/92/NUM/conj/2 of/of/ADP/case/6 "
        "them/they/PRON/nmod/4 in/in/ADP/case/8 favour/favour/NOUN/nmod/4 ././PUNCT/punct/2",
    )
    assert [(q.value, q.unit) for q in find_quantities(doc)] == [(Decimal(1), "contest"), (Decimal(92), "deputy")]


def test_a_part_is_no_more_than_the_whole() -> None:
    doc = parsed(
        "It/it/PRON/nsubj/2 took/take/VERB/root/0 nine/nine/NUM/nummod/4 votes/vote/NOUN/obj/2 ././PUNCT/punct/2",
        "Some/some/ADV/advmod/2 92/92/NUM/nsubj/5 of/of/ADP/case/4 them/they/PRON/nmod/2 left/leave/VERB/root/0 "
        "././PUNCT/punct/5",
    )
    assert [q.unit for q in find_quantities(doc)] == ["vote", None]


def test_a_sum_with_a_code_is_no_name() -> None:
    text = "It was sold for EUR 125."
    assert [q.unit for q in find_quantities(plain(text, [("EUR 125", "MISC")]))] == ["euro"]


def test_coordinated_nouns_are_counted_together_and_recalled() -> None:
    doc = parsed(
        "Some/some/ADV/advmod/2 600/600/NUM/nummod/3 cooks/cook/NOUN/nsubj/7 and/and/CCONJ/cc/6 "
        "kitchen/kitchen/NOUN/compound/6 helpers/helper/NOUN/conj/3 came/come/VERB/root/0 ././PUNCT/punct/7",
        "Hundreds/hundred/NOUN/nsubj/3 are/be/AUX/aux/3 waiting/wait/VERB/root/0 ././PUNCT/punct/3",
    )
    first, second = find_quantities(doc)
    assert (first.text, first.unit) == ("600 cooks and kitchen helpers", "cook and kitchen helper")
    assert (second.unit, second.comparator, second.vague) == (first.unit, ">=", True)


def test_a_sum_measures_what_its_pronoun_stands_for() -> None:
    doc = parsed(
        "The/the/DET/det/2 bank/bank/NOUN/nsubj/3 forgave/forgive/VERB/root/0 90/90/NUM/nummod/5 %/%/SYM/obj/3 "
        "of/of/ADP/case/8 old/old/ADJ/amod/8 debt/debt/NOUN/nmod/5 ././PUNCT/punct/3",
        "That/that/PRON/nsubj/4 was/be/AUX/cop/4 about/about/ADV/advmod/5 $/$/SYM/root/0 10/10/NUM/nummod/4 "
        "billion/billion/NUM/flat/5 ././PUNCT/punct/4",
    )
    share, total = find_quantities(doc)
    assert (share.unit, share.counted) == ("percentage", "old debt")
    assert (total.value, total.unit, total.counted) == (Decimal(10**10), "dollar", "old debt")


def test_that_stands_for_no_one_who_did_it() -> None:
    doc = parsed(
        "Germany/Germany/PROPN/nsubj/2 cancelled/cancel/VERB/root/0 old/old/ADJ/amod/4 loans/loan/NOUN/obj/2 "
        "././PUNCT/punct/2",
        "That/that/PRON/nsubj/4 was/be/AUX/cop/4 about/about/ADV/advmod/5 $/$/SYM/root/0 10/10/NUM/nummod/4 "
        "billion/billion/NUM/flat/5 ././PUNCT/punct/4",
    )
    doc.ents = (Span(doc, 0, 1, label="LOC"),)
    (total,) = find_quantities(doc)
    assert (total.unit, total.counted) == ("dollar", None)


def test_it_stands_for_the_subject_before() -> None:
    doc = parsed(
        "Trade/trade/NOUN/nsubj/2 grew/grow/VERB/root/0 ././PUNCT/punct/2",
        "It/it/PRON/nsubj/2 reached/reach/VERB/root/0 5/5/NUM/nummod/5 million/million/NUM/flat/3 "
        "euros/euro/NOUN/obj/2 ././PUNCT/punct/2",
    )
    (quantity,) = find_quantities(doc)
    assert (quantity.counted, quantity.unit) == ("Trade", "euro")


def test_about_as_a_preposition_is_no_comparator() -> None:
    doc = parsed(
        "His/his/PRON/nmod:poss/2 joke/joke/NOUN/nsubj/6 about/about/ADP/case/5 40/40/NUM/nummod/5 "
        "percent/percent/NOUN/nmod/2 failed/fail/VERB/root/0 ././PUNCT/punct/6"
    )
    assert [q.comparator for q in find_quantities(doc)] == ["="]


def test_compound_nouns_make_the_unit_and_names_do_not() -> None:
    doc = parsed(
        "They/they/PRON/nsubj/2 bought/buy/VERB/root/0 126/126/NUM/nummod/6 Rafale/Rafale/PROPN/compound/6 "
        "fighter/fighter/NOUN/compound/6 jets/jet/NOUN/obj/2 ././PUNCT/punct/2"
    )
    (quantity,) = find_quantities(doc)
    assert (quantity.text, quantity.unit) == ("126 Rafale fighter jets", "fighter jet")


def test_component_stores_plain_values() -> None:
    doc = claimtrack_quantities(_BLANK("It costs $5-7 million."))
    (row,) = doc.user_data["claimtrack.quantities"]
    assert (row["value"], row["high"], row["unit"]) == ("5000000", "7000000", "dollar")
    assert Doc(_BLANK.vocab).from_bytes(doc.to_bytes()).user_data["claimtrack.quantities"] == [row]


PIECES = [
    "5",
    "30 000",
    "$",
    "3,8",
    "million",
    "to",
    "and",
    "a",
    "half",
    "of",
    "them",
    "km",
    "per",
    "year",
    "old",
    "-",
    ",",
    "about",
    "over",
    "two",
    "dozen",
    "thousands",
    "people",
    "%",
    "2024",
    "in",
    "May",
    "one",
    "quarter",
    ".",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_spans_cut_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for quantity in find_quantities(_BLANK(text)):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.start >= end
        assert quantity.number is None or quantity.number in text
        assert (quantity.counted is None) == (quantity.counted_start is None)
        if quantity.counted_start is not None:
            assert text[quantity.counted_start : quantity.counted_end] == quantity.counted
        assert quantity.high is None or quantity.high > quantity.value
        end = quantity.end


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    assert all(text[q.start : q.end] == q.text for q in find_quantities(_BLANK(text)))


BOUNDED = [
    ("Growth was below the 0.5 percent forecast.", "0.5", "=", "percentage", "a definite figure is known, no bound"),
    ("Growth was below 0.5 percent.", "0.5", "<", "percentage", "without the article it bounds"),
    ("A margin of plus or minus 2 percent.", "2", "=", "percentage", "both ways is no minus"),
    ("Most were children under five.", "5", "<", "year", "ages of children"),
    ("It helped those over 60.", "60", ">", "year", "ages of people"),
    ("The river stood a foot and a half higher.", "1.5", "=", "foot", "one and a half of a length"),
    ("The Sensex index lost 423 points on the exchange.", "423", "=", "point", "points of an index are no percentages"),
    ("Oil cost $77.10 a barrel after the vote.", "77.10", "=", "dollar per barrel", "a rate before 'after'"),
    ("The park has 4,100 sq km.", "4100", "=", "square kilometre", "abbreviated square"),
    ("Workers in Nigeria want N62,000.", "62000", "=", "nigerian naira", "a letter as the sign of a country's money"),
]


@pytest.mark.parametrize(("text", "value", "comparator", "unit", "reason"), BOUNDED, ids=[c[4] for c in BOUNDED])
def test_bounds_ages_and_rates(text: str, value: str, comparator: str, unit: str, reason: str) -> None:
    figure = one(text)
    assert (figure.value, figure.comparator, figure.unit) == (Decimal(value), comparator, unit), reason


PARTS = [
    ("They won 194 of the 460 seats.", "194 seat, 460 seat", "a part counts what the whole does"),
    (
        "It cut 2.800 of its 14.500 jobs, or 19,3 percent.",
        "2800 job, 14500 job, 19.3 percentage",
        "and has no decimals",
    ),
    ("It fell from 2,411 offences to 2,190.", "2411 offence, 2190 offence", "from one level to another"),
    (
        "We need 7 million doses and have received 1.3 million; one costs $2.",
        "7000000 dose, 1300000 dose, 2 dollar",
        "no money beside a count of that size",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PARTS, ids=[c[2] for c in PARTS])
def test_a_count_takes_the_noun_of_its_neighbour(text: str, expected: str, reason: str) -> None:
    found = [q for q in find_quantities(_BLANK(text)) if q.value != 1]
    assert ", ".join(f"{q.value:f} {q.unit}" for q in found) == expected, reason


def test_letters_are_money_in_their_country_only() -> None:
    assert find_quantities(_BLANK("N95 masks were sold in Nigeria.")) == []
    assert [q.unit for q in find_quantities(_BLANK("The code is N62,000 in Norland."))] in ([], [None])


def test_a_number_to_call_is_no_quantity() -> None:
    assert find_quantities(_BLANK("Anyone who saw it should call 101, quoting reference 5512340.")) == []
