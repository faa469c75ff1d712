"""A page's bytes become its text, whatever charset it declares; what is not text says what it is.

Covers charset_choice. All charsets of many languages, undeclared or wrongly declared: tests/hostile/charsets.py.
"""

from __future__ import annotations

import codecs

import pytest

from newsclean.page.charset import NotTextError, decode

GERMAN = "<p>Die Fähre fährt weiter, sagte Bürgermeisterin Jäger über die Brücke.</p>"
RUSSIAN = "<p>Совет города проголосовал за то, чтобы сохранить старый паром, хотя порт хотел закрыть его.</p>" * 3
META = '<meta charset="{}">'


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (GERMAN.encode(), None),
        (GERMAN.encode(), "text/html; charset=iso-8859-1"),  # the label is wrong: this is hardly UTF-8 by chance
        (codecs.BOM_UTF8 + GERMAN.encode(), "text/html; charset=utf-16"),
        (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), "text/html; charset=utf-8"),
        (codecs.BOM_UTF32_LE + GERMAN.encode("utf-32-le"), None),
        (GERMAN.encode("utf-16-le"), None),
        (GERMAN.encode("utf-32-be"), None),
        (GERMAN.encode("latin-1"), "text/html; charset=ISO-8859-1"),
        (GERMAN.encode("latin-1"), 'text/html; charset="windows-1252"'),
        (GERMAN.encode("mac-roman"), "text/html; charset=macintosh"),
    ],
)
def test_the_text_comes_out_by_mark_by_utf_8_or_by_header(data: bytes, content_type: str | None) -> None:
    assert decode(data, content_type) == GERMAN


@pytest.mark.parametrize(
    ("text", "charset", "label"),
    [
        (GERMAN, "latin-1", "iso-8859-1"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        ("<p>市议会周六投票决定保留旧渡口台阶。</p>", "gb18030", "gb2312"),
        ("<p>市議会は古い渡し船を残すことを決めた。</p>", "shift_jis", "Shift_JIS"),
    ],
)
def test_the_meta_element_names_the_charset(text: str, charset: str, label: str) -> None:
    page = META.format(label) + text
    assert decode(page.encode(charset)) == page


def test_the_header_goes_before_the_meta_element() -> None:
    page = META.format("koi8-r") + RUSSIAN
    assert decode(page.encode("cp1251"), "text/html; charset=windows-1251") == page


@pytest.mark.parametrize("label", ["zlib", "idna", "no-such-charset", "utf-8"])
def test_a_label_that_cannot_be_right_is_passed_over_and_the_charset_detected(label: str) -> None:
    page = META.format(label) + RUSSIAN
    assert decode(page.encode("cp1251")) == page


PRELOADS = '<link rel="preload" href="/a.js" as="script">' * 400
CHINESE = "<p>市议会周六投票决定保留旧渡口台阶，港务局说工程将在夏天以前完成。</p>"
TAIWANESE = "<p>市議會週六投票決定保留舊渡口台階，港務局說工程將在夏天以前完成。</p>"
JAPANESE = "<p>市議会は土曜日、古い渡し場の階段を残すことを決めた。工事は夏までに終わるという。</p>"
KOREAN = "<p>시의회는 토요일 옛 나루터 계단을 남기기로 결정했으며 공사는 여름 전에 끝난다고 밝혔다.</p>"
POLISH = "<p>Rada miasta zdecydowała w sobotę, że stare schody przy promie zostaną, choć port chciał je zamknąć.</p>"
TURKISH = (
    "<p>Şehir meclisi cumartesi akşamı eski iskele basamaklarının kalmasına karar verdi, çalışma yaza bitiyor.</p>"
)
GREEK = "<p>Το δημοτικό συμβούλιο αποφάσισε το Σάββατο να μείνουν τα παλιά σκαλιά του πλοίου στο λιμάνι.</p>"
WRITTEN = [
    (CHINESE, "gb18030", "zh"), (TAIWANESE, "big5", "zh-TW"), (JAPANESE, "shift_jis", "ja"), (JAPANESE, "euc-jp", "ja"),
    (JAPANESE, "iso-2022-jp", "ja"), (KOREAN, "euc-kr", "ko"), (RUSSIAN, "windows-1251", "ru"),
    (RUSSIAN, "koi8-r", "ru"), (GREEK, "windows-1253", "el"), (POLISH * 3, "windows-1250", "pl"),
    (POLISH * 3, "iso-8859-2", "pl"), (TURKISH, "windows-1254", "tr"), (GERMAN * 3, "windows-1252", "de"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "charset", "lang"), WRITTEN)
def test_a_charset_that_is_declared_late_is_read(text: str, charset: str, lang: str) -> None:
    page = f"<html lang={lang}>{PRELOADS}{META.format(charset)}{text}"
    assert decode(page.encode(charset)) == page


@pytest.mark.parametrize(("text", "charset", "lang"), WRITTEN)
def test_a_charset_that_is_not_declared_is_detected_from_the_text(text: str, charset: str, lang: str) -> None:
    page = f"<html lang={lang}>{PRELOADS * 4}{text}"
    assert decode(page.encode(charset)) == page


@pytest.mark.parametrize(("text", "charset", "lang"), WRITTEN[:9])
def test_a_server_that_calls_everything_latin_1_is_not_believed(text: str, charset: str, lang: str) -> None:
    page = f"<html lang={lang}>{text}"
    assert decode(page.encode(charset), "text/html; charset=ISO-8859-1") == page


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [CHINESE, RUSSIAN])
def test_utf_16_without_a_mark_is_known_by_its_markup(text: str, charset: str) -> None:
    page = f"<html><body>{text}</body></html>"
    assert decode(page.encode(charset)) == page


def test_a_character_that_was_cut_costs_only_itself() -> None:
    assert decode(GERMAN.encode() + "ä".encode()[:1]) == GERMAN + "\ufffd"


def test_stray_zeros_are_padding_and_many_are_no_text() -> None:
    assert decode(GERMAN.encode() + b"\x00") == GERMAN
    with pytest.raises(NotTextError, match="more zeros than any text"):
        decode(b"\x00abc" * 100)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"GIF89a", "a GIF image"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b\x08", "gzip data"),
        (b"RIFF\x00\x00", "a RIFF file"),
        (b"\x01\x02\x03\x04" * 200, "more control characters"),
    ],
)
def test_what_is_not_text_says_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(NotTextError, match=kind):
        decode(data)


@pytest.mark.parametrize("data", [b"", b"PDF-1.7 is the format of the report", b"a GIF89a picture"])
def test_text_about_files_is_text(data: bytes) -> None:
    assert decode(data) == data.decode()


def test_bytes_that_were_pasted_into_utf_8_are_read_too() -> None:
    pasted = "<p>déjà “vu”</p>".encode("cp1252")
    assert decode(GERMAN.encode() * 3 + pasted + b"<p>") == f"{GERMAN * 3}<p>déjà “vu”</p><p>"


@pytest.mark.parametrize("label", ["punycode", "unicode_escape", "raw_unicode_escape", "utf-16", "cp037", "rot13"])
def test_a_codec_of_python_that_is_no_charset_of_the_web_changes_nothing(label: str) -> None:
    page = META.format(label) + r"<p>C:\new \u0041 plain-ascii</p>"
    assert decode(page.encode()) == page
    assert decode(page.encode(), f"text/html; charset={label}") == page


def test_bytes_of_no_language_are_not_text() -> None:
    with pytest.raises(NotTextError, match="not text in any known charset"):
        decode(b"<p>" + bytes(range(0x80, 0x100)) * 20)
