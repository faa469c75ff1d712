"""Calendars beside ours, and figures of all scripts: a line as the patterns of `shapes` read it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache

from newsclean.lang import date_words
from newsclean.lang.language import one_of

_BUDDHIST = range(2400, 2700)  # Thai: 543 years ahead
_BUDDHIST_AHEAD = 543
# Years of the solar Hijri calendar (Iran, Afghanistan) since 1990. Those of the lunar one since then begin at 1410.
_SOLAR = range(1369, 1410)
_LUNAR = range(1410, 1500)
_SOLAR_START = dt.date(1990, 3, 21)  # 1 Farvardin 1369
# Leap years in its cycle of 33 years, right from 1925 to 2088.
_SOLAR_CYCLE, _SOLAR_LEAP = 33, frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_MINGUO_START = 1911


def plain(text: str, language: str | None = None) -> str:
    """Lower case, one kind of digit, space, comma and apostrophe; years of East Asian eras as years of ours.

    A month that is glued to the word before it ("Ada RoeApr 12") is cut off.
    """
    text = _GLUED_MONTH.sub(" ", text)
    if text.isascii():
        text = text.lower()
        return _with_years(text, language) if language in ("ja", "zh") else text
    text = unicodedata.normalize("NFKC", text.translate(_ALIKE)).lower().replace("\u200c ", " ")
    text = re.sub(r"[^\x00-\x7f]", lambda found: str(unicodedata.digit(found[0], found[0])), text)
    return _with_years(text, language) if "年" in text or language in ("ja", "zh") else text


_GLUED_MONTH = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z]{2,8}\.? \d)")
_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "׳": "'", "،": ",", "−": "-", "\u200f": "", "\u200e": "", "İ": "i"}
    | {"\u0640": ""}  # the stroke that makes an Arabic word longer
)
_CHINESE = re.compile(r"[〇零一二三四五六七八九十百元]+(?=\s?[年月日號号時时點点分(])")
_FIGURES = {figure: value for value, figure in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_UNITS = {"十": 10, "百": 100}
_SHORT_MINGUO = re.compile(r"(?<![\d./-])(1[0-2]\d)([./-])(?=\d{1,2}\2\d{1,2}(?![\d./-]))")
_BARE_MINGUO = re.compile(r"(?<!\d)(\d{2,3})\s?年(?=\s?\d{1,2}\s?月)")
_YEAR_TWICE = re.compile(r"(\d{4})\s?年?\s?\(\s?\1\s?年?\s?\)\s?年?")


def _with_years(line: str, language: str | None) -> str:
    line = _CHINESE.sub(lambda found: str(_chinese_number(found[0])), line)
    line = _era(language).sub(lambda found: str(date_words.eras()[found["era"]] + int(found["number"]) - 1), line)
    if language == "zh":
        line = _SHORT_MINGUO.sub(lambda found: f"{int(found[1]) + _MINGUO_START}{found[2]}", line)
    if language != "ja":
        line = _BARE_MINGUO.sub(lambda found: f"{_of_republic(int(found[1]))}年", line)
    return _YEAR_TWICE.sub(r"\1年", line)


def _of_republic(year: int) -> int:
    """Three figures are a year of the Republic of China; two are short for one of ours."""
    return year + (_MINGUO_START if year > 99 else 2000)


@cache
def _era(language: str | None) -> re.Pattern[str]:
    """The years of eras: "令和4", and on Japanese pages "r5"."""
    names = [name for name in date_words.eras() if not name.isascii() or language == "ja"]
    return re.compile(rf"(?<![a-z\d])(?P<era>{one_of(names)})\s?(?P<number>\d{{1,3}})(?=\s?年|\s?\(|[./-]\d)")


def _chinese_number(text: str) -> int:
    if not _UNITS.keys() & set(text):
        return int("".join(str(_FIGURES[sign]) for sign in text)[:4])
    total = digit = 0
    for sign in text:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _FIGURES[sign]
    return total + digit


def full_year(written: str, *, thai: bool) -> int:
    """The year of two or four figures in our calendar or in a solar Hijri one."""
    year = int(written.lstrip("'"))
    if len(written.lstrip("'")) < 4:
        if thai and year >= _BUDDHIST_AHEAD % 100:
            return 2500 + year - _BUDDHIST_AHEAD
        return year + (2000 if year < 70 else 1900)
    return year - _BUDDHIST_AHEAD if year in _BUDDHIST else year


def full_solar_year(written: str, year: int) -> int:
    """The solar Hijri year of two or four figures; `year` is what it is in our calendar."""
    short = written.lstrip("'")
    if len(short) > 2:
        return year
    return int(short) + (1300 if int(short) >= _SOLAR.start % 100 else 1400)


def is_solar(year: int) -> bool:
    """Whether that is a year of the solar Hijri calendar: a page of our year 1400 there is none."""
    return year in _SOLAR


def is_lunar(year: int) -> bool:
    """Whether that is a year of the lunar Hijri calendar, whose days differ from country to country."""
    return year in _LUNAR


def calendar_day(year: int, month: int, day: int) -> dt.date | None:
    """The day with these numbers; None when there is none (30 February)."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def solar_day(year: int, month: int, day: int) -> dt.date | None:
    """The day with these numbers in the solar Hijri calendar; None when there is none."""
    length = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not (is_solar(year) and 1 <= month <= 12 and 1 <= day <= length):
        return None
    leaps = sum(_is_leap(before) for before in range(_SOLAR.start, year))
    in_year = 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1
    return _SOLAR_START + dt.timedelta(days=365 * (year - _SOLAR.start) + leaps + in_year)


def _is_leap(year: int) -> bool:
    return year % _SOLAR_CYCLE in _SOLAR_LEAP
