"""Labels before and behind a date, in many languages."""

from __future__ import annotations

import pytest

from newsclean.lang.date_labels import label_before, label_behind


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("published by ada roe, updated", "modified"),
        ("diterbitkan", "published"),
        ("发布时间：", "published"),
        ("最終更新日：", "modified"),
        ("تاریخ انتشار:", "published"),
        ("отредактировано", "modified"),
        ("event:", "other"),
        ("© ", "other"),
        ("berlin,", None),
        ("", None),
    ],
)
def test_the_words_before_a_date_label_it(text: str, label: str | None) -> None:
    assert label_before(text) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(updated)", "modified"),
        ("tarihinde güncellendi", "modified"),
        ("公開", "published"),
        ("- updated 4:46 pm", None),  # the label of the time behind it
        ("the minister said that she had revised it", None),
        ("event", None),
    ],
)
def test_the_words_behind_a_date_label_it_if_nothing_follows(text: str, label: str | None) -> None:
    assert label_behind(text) == label
