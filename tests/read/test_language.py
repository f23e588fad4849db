# ruff: noqa: E501
"""The language of a text: English is never called anything else, others are called by their code."""

import pytest

from claimtrack.read.language import detect_language

ENGLISH = [
    "The ministry said on Tuesday that two bridges had been closed after the flood.",
    "Police in Kota Baru arrested five men and seized 40 kilograms of copper wire, the district chief said.",
    "Niño Dela Cruz, Rhea Santos-Villanueva and José Ábalos were named to the board of the Banco de Oro in Makati.",
    "Wojciech Szczęsny, Łukasz Piszczek and Grzegorz Krychowiak were left out of the squad, the coach said in Łódź.",
    "Le Monde and Der Spiegel reported that the Caisse des Dépôts et Consignations had sold the stake for 2 billion.",
    "“Nous avons gagné”, she told the crowd: “C’est la fin de la guerre”. The mayor, who was beside her, wept.",
    "Shares: Tokyo +1.2, London -0.4, Frankfurt -0.9. Analysts said the mood was poor after the talks about steel.",
]
OTHERS = {
    "de": "Die Regierung hat am Dienstag angekündigt, dass die Steuern im kommenden Jahr um drei Prozent steigen werden.",
    "fr": "Le gouvernement a annoncé mardi que les impôts augmenteraient de trois pour cent au cours de l’an prochain.",
    "es": "El gobierno anunció el martes que los impuestos subirán un tres por ciento durante el próximo año.",
    "nl": "De regering heeft dinsdag aangekondigd dat de belastingen volgend jaar met drie procent zullen stijgen.",
    "pl": "Rząd ogłosił we wtorek, że podatki wzrosną w przyszłym roku o trzy procent, co potwierdził minister.",
    "uk": "Президент заявив у вівторок, що країна збільшить витрати на оборону, а бюджет зросте на п'ять відсотків.",
    "ar": "أعلن الرئيس يوم الثلاثاء أن البلاد ستزيد الإنفاق على الدفاع. وقال وزير المالية إن الميزانية سترتفع.",
    "ja": "大統領は火曜日、国防費を増額すると発表した。財務大臣は来年度予算が五パーセント増加すると述べた。議会は来週採決する予定だ。",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_news_is_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_other_languages(code: str, text: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "   ", "Bonjour", "12 345 67 89", "https://news.example/le-president-de-la-republique-francaise-a-dit"],
)
def test_too_little_to_say(text: str) -> None:
    assert detect_language(text) is None


def test_names_alone_are_not_taken_for_a_language() -> None:
    assert detect_language("Juan Carlos Rodríguez, Kim Min-jae, Siyabonga Nkosi, Ewa Nowak, Bjørn Dahl") in (None, "en")


def test_an_english_article_with_a_long_foreign_quotation_is_english() -> None:
    assert detect_language(" ".join([ENGLISH[0], ENGLISH[1], OTHERS["fr"]])) == "en"


def test_a_long_text_is_sampled_at_three_places() -> None:
    assert detect_language(OTHERS["de"] * 1000) == "de"
