"""How many sentences a paragraph has."""

from __future__ import annotations

import pytest

from newsclean.page.sentences import count_sentences


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The ferry sailed again on Monday. It was late!", 2),
        ("The ferry sailed again on Monday. It was late", 2),
        ("Ferry returns after repairs", 0),
        ("The pier is 3.5 metres wide, and the U.S. paid for it.", 1),
        ("«Il est rentré.» Les passagers ont applaudi.", 2),
        ("सभी नावें लौट आईं। कोई शुल्क नहीं लिया जाएगा।", 2),
        ("አዲሱ ወደብ ተከፈተ። ጀልባዎቹ ይመለሳሉ።", 2),
        ("桟橋が再開した。市長は「船は戻る」と述べた。", 2),
        ("「船は戻る。」と市長は述べた", 2),
        ("受风暴影响，码头关闭。渔民可以回到原来的泊位", 2),
        ("อ่านต่อ", 0),
        ("เทศบาลเมืองท่าเรือเปิดท่าเรือใหม่อีกครั้งหลังจากปิดซ่อมนานแปดเดือนเพราะพายุพัดเสาไม้เสียหาย", 1),
        ("དངུལ་མི་དགོས་པ་རེད།", 1),
        ("loading...", 0),
    ],
)
def test_sentences_are_counted_in_every_script(text: str, number: int) -> None:
    assert count_sentences(text) == number
