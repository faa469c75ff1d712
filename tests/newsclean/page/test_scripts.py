"""Scripts without spaces and dense ones: what each user of the distinction makes of it."""

from __future__ import annotations

import pytest

from newsclean.corpus.duplicates import shingles
from newsclean.page.scripts import is_unspaced, length_of, words_of
from newsclean.page.sentences import ends_sentence
from newsclean.plain_text.article import read_plain
from newsclean.plain_text.lines import read_lines

KOREAN = (
    "시장은 지난겨울에 모은 눈을 여름까지 지하 창고에 보관하여 시청 건물을 식히겠다고 월요일 기자 회견에서 밝혔다.",
    "주민들은 작년 여름이 유난히 길고 더웠기 때문에 이 계획을 환영하지만 비용은 아직 아무도 모른다고 말했다.",
    "시의회는 다음 주 회의에서 창고를 고치는 데 드는 예산을 표결에 부칠 예정이며 공사는 봄에 시작될 것으로 보인다.",
)


@pytest.mark.parametrize(
    ("text", "unspaced"),
    [
        ("雪が夏を冷やすと市長は言った。", True),
        ("หิมะทำให้ฤดูร้อนเย็นลง", True),
        ("ຫິມະເຮັດໃຫ້ລະດູຮ້ອນເຢັນລົງ", True),
        ("ព្រិលធ្វើឱ្យរដូវក្តៅត្រជាក់", True),
        ("နှင်းကနွေရာသီကိုအေးစေသည်", True),
        ("눈이 여름을 식힌다고 시장은 말했다.", False),
        ("Salju mendinginkan musim panas.", False),
        ("", False),
    ],
)
def test_korean_separates_words_and_khmer_does_not(text: str, unspaced: bool) -> None:
    assert is_unspaced(text) is unspaced


def test_a_page_and_its_flat_text_count_alike() -> None:
    for text in ("눈이 여름을", "雪が夏を", "ＡＢＣ", "နှင်းက", "Salju"):
        assert [line.size for line in read_lines(text)] == [length_of(text)]
    assert length_of("눈") == length_of("雪") == 2
    assert length_of("န") == 1  # Burmese spells a syllable with several characters


def test_a_word_of_letters_ends_where_unspaced_text_begins() -> None:
    assert words_of("COVID疫苗2") == ["COVID", "疫", "苗", "2"]
    assert list(shingles("COVID疫苗")) == ["covid 疫 苗"]


def test_wrapped_korean_keeps_the_space_between_its_words() -> None:
    wrapped = ""
    for paragraph in KOREAN:
        line = ""
        for word in paragraph.split(" "):
            if line and length_of(f"{line} {word}") > 60:  # columns of a terminal
                wrapped += f"{line}\n"
                line = ""
            line = f"{line} {word}".strip()
        wrapped += f"{line}\n\n"
    assert read_plain(wrapped).paragraphs == KOREAN


@pytest.mark.parametrize("text", ["雪が夏を冷やす。", "နှင်းကအေးစေသည်။", "ព្រិលត្រជាក់។", "यह ठंडा है।", "Fine.”"])
def test_a_sentence_ends_in_any_script(text: str) -> None:
    assert ends_sentence(text)
