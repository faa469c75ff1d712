"""Text that was encoded twice is decoded twice, where it surely was."""

from __future__ import annotations

import pytest

from newsclean import extract
from newsclean.page.mojibake import repaired


def twice(text: str) -> str:
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "The council didn’t vote – “not yet” …",
        "Der Bürgermeister fährt über die Brücke",
        "El año próximo, dijo la alcaldía",
        "Совет города проголосовал",
        "市议会的决定",
        "مجلس المدينة قرر",
        "Fähren 🚢 für alle",
    ],
)
def test_what_was_encoded_twice_is_decoded_once_more(text: str) -> None:
    assert repaired(f"<p>{twice(text)}</p>") == f"<p>{text}</p>"
    assert repaired(text.encode().decode("latin-1")) == text


@pytest.mark.parametrize(
    "text",
    [
        "Players type “â€™” when their keyboard breaks, the island’s school says.",
        "It stood in front of the CAFÉ” and the Ã",
        "SÃO TOMÉ – “NÃO”",
        "À côté de l’Âge d’or",
        "Совет города",
    ],
)
def test_right_text_stays(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize(
    "text", ["Der Bürgermeister fährt über die „Brücke“ für 5 €", "Совет города", "市议会投票决定保留"]
)
def test_what_was_encoded_three_or_four_times_is_decoded_as_often(text: str) -> None:
    assert repaired(twice(twice(text))) == text
    assert repaired(twice(twice(twice(text)))) == text


@pytest.mark.parametrize("text", ["Le café\u00a0» a fermé\u00a0», dit-elle", "Prix\u00a0: 5\u00a0€", "Ä“ und É”"])
def test_what_forms_a_sequence_by_chance_stays(text: str) -> None:
    assert repaired(text) == text


def test_only_the_broken_part_of_a_page_changes() -> None:
    assert repaired("<p>“Für”</p><p>fÃ¼r</p>") == "<p>“Für”</p><p>für</p>"


def test_entities_of_the_wrong_characters_are_read_too() -> None:
    assert repaired("don&acirc;&euro;&trade;t, S&Atilde;&pound;o") == "don’t, São"
    assert repaired("J&#195;&#164;ger&#xE2;&#8364;&#x2122;s") == "Jäger’s"
    assert repaired("&Atilde; la carte &copy;&nbsp;2026") == "&Atilde; la carte &copy;&nbsp;2026"


def test_the_record_has_the_text_that_was_meant() -> None:
    sentence = "The council didn’t vote on the ferry’s steps on Monday – “not before the summer”, said the mayor. "
    text = f"<p>{sentence * 3}</p><p>{sentence * 2}</p>"
    page = f"<article><h1>The ferry’s steps stay closed</h1><time>3 May 2024</time>{text}</article>"
    article = extract(twice(page), url="https://news.example/2024/05/03/steps")
    assert article is not None
    assert (article.title, article.body.count("didn’t")) == ("The ferry’s steps stay closed", 5)
