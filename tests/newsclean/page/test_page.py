"""The small modules of the package, each with the texts it is about.

Covers characters, class_names, sentences and text.
"""

from __future__ import annotations

import pytest

from newsclean.page.characters import UNPRINTABLE, is_binary, printable
from newsclean.page.charset import NotTextError
from newsclean.page.class_names import class_name
from newsclean.page.limits import MAX_BYTES, TooLargeError
from newsclean.page.scripts import is_unspaced, length_of, opens_unspaced, topic_words, words_of
from newsclean.page.sentences import ends_sentence
from newsclean.page.text import text_of


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x00b\x1fc\x7f", "abc"),
        ("a\x0cb", "a b"),
        ("a\tb\nc\rd\x85e", "a\tb\nc\rd\x85e"),  # white space and line ends
        ("a\x81\x9db", "ab"),
        ("\x93a\x94 &#147;b&#148;", "“a” “b”"),  # Windows-1252, as browsers read it
        ("a&#11;b&#x1F;c", "a b c"),
        ("a&#10;b&#65;", "a&#10;b&#65;"),
        ("a\ud800b", "a?b"),
        ("Łódź 漢字", "Łódź 漢字"),
    ],
)
def test_control_characters_go_however_they_are_written(text: str, clean: str) -> None:
    assert printable(text) == clean
    assert not UNPRINTABLE.search(clean.replace("\r", "").replace("\x85", ""))


def test_bytes_with_many_control_characters_are_binary() -> None:
    assert is_binary(bytes(range(32)))
    assert not is_binary(b"\x1b$B plain text in ISO-2022 \x1b(B")
    assert not is_binary("wide".encode("utf-16-le"))
    assert is_binary("wide".encode("utf-16-le"), nul=True)


@pytest.mark.parametrize(
    ("kind", "attribute", "name"),
    [
        ("kicker", "article__kicker", "kicker"),
        ("kicker", "headline", None),
        ("breadcrumb", "nav bread-crumb", "bread-crumb"),
        ("wall", "content paywall", "paywall"),
        ("wall", "wallpaper", None),
        ("author", "article_author-name", "article_author-name"),
        ("author", "author-photo", None),  # only at the end
        ("embed", "twitter-tweet", "twitter-tweet"),
        ("embed", "my-twitter-tweets", None),
    ],
)
def test_a_part_of_a_page_is_known_by_the_name_of_its_class(kind: str, attribute: str, name: str | None) -> None:
    assert class_name(kind, attribute) == name


@pytest.mark.parametrize(
    ("text", "unspaced", "length", "words"),
    [
        ("Old ferry, 2026", False, 15, ["Old", "ferry", "2026"]),
        ("渡し船が残る 2026", True, 17, [*"渡し船が残る", "2026"]),
        ("เรือเก่า", True, 16, list("เรือเก่า")),
        ("កប៉ាល់", True, 6, list("កប៉ាល់")),
        ("오래된 배", False, 9, ["오래된", "배"]),
        ("Фähre", False, 5, ["Фähre"]),
    ],
)
def test_scripts_without_spaces_are_known_and_their_characters_are_words(
    text: str, unspaced: bool, length: int, words: list[str]
) -> None:
    assert (is_unspaced(text), length_of(text), words_of(text)) == (unspaced, length, words)


def test_a_word_of_a_dense_script_may_follow_a_letter_and_a_latin_one_may_not() -> None:
    assert [opens_unspaced(word) for word in ("記者", "기자", "reporter")] == [True, True, False]


def test_topic_words_are_long_words_and_pairs_of_characters() -> None:
    assert topic_words("The old ferry stays until 2026.") == ["ferry", "stays", "until"]
    assert topic_words("旧渡し船") == ["旧渡", "し船"]


@pytest.mark.parametrize(
    "text",
    [
        "It stays.",
        "Does it?",
        "“It stays.”",
        "It stays.)",
        "它留下。",
        "वह रहता है।",
        "وہ رہتا ہے۔",
        "It stays…",
        "“Ja!“ »",
    ],
)
def test_a_sentence_ends_with_its_mark_and_what_closes_after_it(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["Read more", "loading...", "Photo: AFP", "1,000", "", "Dr. No"])
def test_what_looks_like_a_line_of_its_own_does_not_end_a_sentence(text: str) -> None:
    assert not ends_sentence(text)


def test_text_of_a_page_is_decoded_and_printable() -> None:
    assert (
        text_of("F\x01ähre stays".encode("latin-1") + b" " * 50, "text/html; charset=latin-1").strip() == "Fähre stays"
    )
    assert text_of("F\x01ähre") == "Fähre"


def test_what_is_not_a_page_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(NotTextError):
        text_of(b"%PDF-1.7")
    with pytest.raises(TooLargeError):
        text_of(b"%PDF-1.7" + bytes(MAX_BYTES))
