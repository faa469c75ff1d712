"""The language of a text is what it is written in; what the page claims decides only where the text cannot."""

from __future__ import annotations

import pytest

from newsclean.page.language import language_of

INDONESIAN = "Wali kota mengatakan bahwa jembatan itu akan dibuka kembali setelah perbaikan selesai pada akhir bulan."
ENGLISH = "The mayor said that the bridge will open again when the repair is finished at the end of the month."


@pytest.mark.parametrize(
    ("text", "claimed", "language"),
    [
        (ENGLISH, None, "en"),
        (ENGLISH, "id-ID", "en"),  # the template's
        (INDONESIAN, None, "id"),
        (INDONESIAN, "ms", "ms"),  # the model confuses these two
        (INDONESIAN, "en", "id"),
        ("市议会周六投票决定保留旧渡口台阶，尽管港务局曾要求在夏天之前关闭它们，维修费用将由停车费支付。", None, "zh"),
        ("Harbour", "en_GB", "en"),
        ("Harbour", "", None),
        ("Harbour", None, None),
        ("1234567890 " * 20, "DE", "de"),  # digits are not letters
    ],
)
def test_the_language_of_a_text(text: str, claimed: str | None, language: str | None) -> None:
    assert language_of(text, claimed) == language
