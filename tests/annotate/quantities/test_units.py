"""Units of measure and currencies behind and before numbers."""

from __future__ import annotations

import pytest

from claimtrack.annotate.quantities.currencies import bare_name, nationalities
from claimtrack.annotate.quantities.units import currency_before, per_name, unit_after

AFTER = [
    ("5 km", "kilometre", "symbol"),
    ("5km away", "kilometre", "glued symbol"),
    ("155mm shells", "millimetre", "glued symbol of a calibre"),
    ("155-mm shells", "millimetre", "hyphenated symbol"),
    ("3-inch pipe", "inch", "hyphenated word"),
    ("6 feet", "foot", "irregular plural"),
    ("26,000 square kilometers", "square kilometre", "American spelling gets quantulum3's name"),
    ("20 km² of forest", "square kilometre", "superscript"),
    ("3 cubic metres", "cubic metre", "cubes"),
    ("90%", "percentage", "sign"),
    ("80 per cent", "percentage", "two words"),
    ("0.4 percentage point", "percentage point", "a point is no percentage"),
    ("25 basis points", "basis point", "basis points"),
    ("5 barrels per day", "barrel per day", "per-unit"),
    ("188 miles an hour", "mile per hour", "article as per"),
    ("10 km/h", "kilometre per hour", "slash in a symbol"),
    ("50 centimeters/millisecond", "centimetre per millisecond", "slash between words"),
    ("98 dollars a share", "dollar per share", "share is a unit of rates"),
    ("300 gallons of jet fuel a year", "gallon per year", "what is measured stands between"),
    ("12-cent-a-share dividend", "cent per share", "hyphenated rate"),
    ("300 pound-feet", "pound-foot", "compound unit"),
    ("20°C", "degree celsius", "degree sign"),
    ("100° Celsius", "degree celsius", "sign and word"),
    ("70 degrees f", "degree fahrenheit", "letter for the scale"),
    ("45 degrees", "degree", "an angle or a temperature: not guessed"),
    ("100t of grain", "metric ton", "glued letter"),
    ("29-year-old", "year", "ages are years"),
    ("10 months old", "month of age", "ages below a year"),
    ("16-bit chip", "bit", "data"),
    ("6,000 MW", "megawatt", "SI prefix"),
    ("300 Thai baht", "thai baht", "full name"),
    ("300 baht", "thai baht", "the only currency so called"),
    ("200 roubles", "russian ruble", "spelling variant"),
    ("40 Hong Kong dollars", "hong kong dollar", "dollar of a place"),
    ("40 US dollars", "dollar", "the US dollar is the dollar"),
    ("100 USD", "dollar", "code behind"),
    ("50€", "euro", "sign behind"),
]


@pytest.mark.parametrize(("text", "name", "reason"), AFTER, ids=[case[0] for case in AFTER])
def test_unit_after(text: str, name: str, reason: str) -> None:
    end = len(text) - len(text.lstrip("0123456789.,"))
    unit = unit_after(text, end, "")
    assert unit is not None, reason
    assert unit.name == name, reason
    assert text[unit.start : unit.end].strip() == text[unit.start : unit.end]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5 men", "no unit of measure"),
        ("5 a day", "an article is no unit"),
        ("2013 Millennium Goals", "a name"),
        ("5, km", "a comma parts them"),
        ("3 real estate firms", "real is an adjective first"),
        ("2 pm", "a time of day"),
    ],
)
def test_no_unit(text: str, reason: str) -> None:
    end = len(text) - len(text.lstrip("0123456789"))
    unit = unit_after(text, end, "")
    assert unit is None or unit.name == "picometre", reason


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("$", "dollar"),
        ("US$", "dollar"),
        ("A$", "australian dollar"),
        ("C$", "canadian dollar"),
        ("HK$", "hong kong dollar"),
        ("NZ$ ", "new zealand dollar"),
        ("£", "pound sterling"),
        ("€ ", "euro"),
        ("¥", "japanese yen"),
        ("Rs ", "indian rupee"),
        ("Rs. ", "indian rupee"),
        ("KD ", "kuwaiti dinar"),
        ("Dhs", "uae dirham"),
        ("R$", "brazilian real"),
        ("USD ", "dollar"),
        ("dlrs ", "dollar"),
        ("₩", "south korean won"),
        ("₦", "nigerian naira"),
        ("RMB ", "chinese yuan"),
    ],
)
def test_currency_before(sign: str, name: str) -> None:
    text = f"It cost {sign}50."
    found = currency_before(text, text.index("50"), "")
    assert found is not None
    assert (found[0].name, text[found[0].start : found[0].end]) == (name, sign)


@pytest.mark.parametrize("text", ["ALL 5", "TOP 10", "the 5", "area 51"])
def test_words_are_no_codes(text: str) -> None:
    assert currency_before(text, len(text.rstrip("0123456789")), "") is None


def test_pound_is_read_by_its_sentence() -> None:
    weight = unit_after("She lost 25 pounds.", len("She lost 25"), "")
    money = unit_after("Profit rose to 25 pounds.", len("Profit rose to 25"), "")
    assert weight and weight.name == "pound-mass"
    assert money and money.name == "pound sterling"


def test_bare_currency_is_that_of_a_country_named_in_the_document() -> None:
    assert bare_name("pesos", nationalities("The Philippine senate met.")) == "philippine peso"
    assert bare_name("pesos", nationalities("It cost little.")) == "mexican peso"


@pytest.mark.parametrize(
    ("word", "text", "expected", "reason"),
    [
        ("won", "North Korea fired. South Korean police and Korean firms paid.", "south korean won", "named oftener"),
        ("won", "In North Korea a fare costs more.", "north korean won", "the only Korea of the text"),
        ("won", "North Korea met South Korea.", "south korean won", "as often as the usual one"),
        ("rupees", "Pakistan met Pakistanis. India watched.", "pakistani rupee", "a country in passing is outweighed"),
        ("rupees", "India met Pakistan. The Indian envoy left.", "indian rupee", "the country that the text is about"),
        ("rupees", "It cost little.", "indian rupee", "the usual reading where no country is named"),
        ("dinars", "It cost little.", "dinar", "no usual reading: the bare word"),
        ("dinars", "Jordan paid.", "jordanian dinar", "the name of the country tells as well as the adjective"),
    ],
)
def test_bare_names_are_of_the_country_that_the_text_is_about(word: str, text: str, expected: str, reason: str) -> None:
    assert bare_name(word, nationalities(text)) == expected, reason
    assert bare_name("dinars", nationalities("It cost little.")) == "dinar"
    assert bare_name("men", "") is None


def test_per_name() -> None:
    assert per_name("capita", True) == "person"
    assert per_name("kilo", True) == "kilogram"
    assert per_name("voter", True) == "voter"
    assert per_name("record", False) is None
    assert per_name("cent", True) is None
