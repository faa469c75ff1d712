"""The people in a byline: their names as written, without label, duty, outlet, agency, place, date or address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsclean.metadata.site_names import SiteNames
from newsclean.page.blocks import fold
from newsclean.page.scripts import opens_unspaced
from newsclean.page.sentences import ends_sentence

from .byline_words import Words, without_addresses, words_for

MAX_NAME = 60
MAX_BYLINE = 600  # characters; a longer one is a biography
MAX_LINE = 120  # of a byline in the text (characters)
MAX_NAME_WORDS = 6
FULL_NAME = range(2, 5)  # words
# A single word in capitals is initials up to here, an outlet beyond (letters).
MAX_CAPITALS = 4
# Of the words of a name, at least this share is capitalised, in scripts that have capitals.
MIN_CAPITALS = 0.5

_PARENTHESIS = re.compile(r"[(\[（]([^()\[\]（）]{0,80})[)\]）]")
_WRAPPED = re.compile(r"\A[(\[（【]([^()\[\]（）【】]*)[)\]）】]\Z")
# "Jane (J.R.) Roe": initials or a nickname amid a name.
_AMID = re.compile(r"(?:\w\.){1,4}|[^\W\d_]{2,12}")
_JOINTS = re.compile(r"\s*(?:[;|/•·\n／｜丨、，＝]|\s[-–—]+\s)\s*")
_EDGES = " ,.:：-–—*\"'“”„«»‘’【】「」[]（）…"
_DEGREE = re.compile(
    r"(?:[A-Z][a-z]{0,3}\.){1,4}(?:[A-Z]\w{0,4}\.?)?|[A-Z]{2,5}|Ph\.?D\.?|M\.?D\.?|Jr\.?|Sr\.?|[IVX]{1,4}"
)
_NUMBERS = re.compile(r"[\s,:.]*\d.*$")
_CLOCK = re.compile(r"[\s.:]*\d{1,2}[.:]\d\d(?![\d./])")
# "Jane Roe Price: 50 euros"
_LABEL_BEHIND = re.compile(r"(?<=\w)\s+\S+\s*[:：].*\Z")
_TWO_WORDS = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_INITIALS = re.compile(r"[a-zäöüß]{1,4}")
_HANDLE = re.compile(r"[a-z0-9_.-]+")
_NAME = re.compile(r"[^\d_,;:!?|/()]+\Z")
_STOPPED = re.compile(r"\s(?:Jr|Sr|[A-Z])\Z")
_HAN_NAME = re.compile(r"[\u3400-\u9fff々ヶ]{1,4}[ぁ-ゖァ-ヴー]{0,4}")
_HAN_SIGNATURE = re.compile(r"[\u3400-\u9fff々ぁ-ゖァ-ヴー・、，,／/\s]{3,16}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})+")


def is_initials(name: str) -> bool:
    """Whether these are the initials of a person: "sya"."""
    return _INITIALS.fullmatch(name) is not None


def is_full_name(text: str) -> bool:
    """Whether the text has the form of a full name: two to four words, all capitalised where the script has capitals.

    Particles ("de", "van") do not count, and names of scripts without spaces are one word.
    """
    words = [word for word in text.split() if not word.islower()]
    if words and opens_unspaced(words[0]):
        return True
    return len(words) in FULL_NAME and all(word[0] == word[0].upper() and _NAME.match(word) for word in words)


def is_name_alone(line: str, code: str | None) -> bool:
    """Whether a line is a full name, and no department, outlet or agency."""
    name, words = line.strip(" ()–—-"), words_for(code)
    if not is_full_name(name) or not all(word[0].isupper() for word in name.split()):
        return False
    return not words.not_people.search(name.lower()) and name.lower() not in words.agencies


def signed(text: str) -> list[str]:
    """The people in a signature in Chinese or Japanese script, like "久我山航"; none in anything else."""
    found = people_of(text, SiteNames((), None)) if _HAN_SIGNATURE.fullmatch(text) else []
    return found if all(map(_HAN_NAME.fullmatch, found)) else []


def bylined(text: str, code: str | None) -> list[str]:
    """The people in a line that is nothing but a byline, in full; none in a sentence or another line."""
    words = words_for(code)
    if len(text) > MAX_LINE or ends_sentence(text) or not words.is_byline(text):
        return []
    found = people_of(text, SiteNames((), None), code)
    return [name for name in found if is_full_name(name)]


def people_of(text: str, site: SiteNames, code: str | None = None) -> list[str]:
    """The people in a byline on a page in that language (ISO 639-1; None: unknown), in order."""
    people = _People(site, words_for(code))
    if _TWO_WORDS.fullmatch(text) and people.words.openers.isdisjoint(text.lower().split()):  # most claims
        return [text] if people.is_person(text) else []
    return list(dict.fromkeys(people.of(text))) if len(text) <= MAX_BYLINE else []


class _People:
    def __init__(self, site: SiteNames, words: Words) -> None:
        self.site = site
        self.words = words

    def of(self, text: str) -> Iterator[str]:
        text = _WRAPPED.sub(r"\1", without_addresses(text, " ").strip())
        if self.words.not_people.fullmatch(text.lower()):
            return
        text = _edged(_PARENTHESIS.sub(self._amid, text).strip())
        words = self.words
        labelled = words.labelled(text) or words.behind_date.search(text) or words.amid.search(text)
        text = text[labelled.end() :] if labelled else text
        text = self.words.set_apart_credits(text)
        others = False  # a credit counts for what follows it, up to the next label of an author
        for part in _JOINTS.split(text):
            part = _edged(part)
            label = self.words.labelled(part)
            others = label is None and (others or self.words.credits.match(part) is not None)
            if not others and not self.words.not_people.fullmatch(part.lower()):
                yield from self._names(part[label.end() :] if label else part)

    def _amid(self, match: re.Match[str]) -> str:
        """A parenthesis: kept amid a name, else a space, or the further names in it ("(with Omar Lind)")."""
        inner, before, behind = match[1].strip(), match.string[: match.start()].rstrip(), match.string[match.end() :]
        if before[-1:].isalpha() and behind.lstrip()[:1].isupper() and _AMID.fullmatch(inner):
            return match[0]
        if self.words.labelled(inner):
            return f"\n{inner}\n"
        return f" {inner} " if self.words.between.match(f" {inner}") else " "

    def _names(self, part: str) -> Iterator[str]:
        for joined in self._split(self.words.bare(part)):
            for name in _by_comma(joined):
                name = self._name(name)
                if name and self.is_person(name):
                    yield fold(name)

    def _split(self, text: str) -> list[str]:
        names = [text]
        for pattern in (self.words.between, self.words.letter, self.words.glued):
            sure = pattern is self.words.between
            names = [one for whole in names for one in _sides(pattern, whole, 1 if sure else 2)]
        if self.words.code == "zh":
            names = [one for whole in names for one in (whole.split() if _HAN.fullmatch(whole) else [whole])]
        return names

    def _name(self, text: str) -> str:
        name = _edged(_LABEL_BEHIND.sub("", text))
        shorter = _NUMBERS.sub("", name)
        if shorter != name:
            # "ore 9.45", "kl 14:05": a short word before a clock is no one's initials.
            shorter = (
                "" if is_initials(shorter) and _CLOCK.match(name, len(shorter)) else self.words.without_dates(shorter)
            )
        name = self.words.without_role(self.words.bare(_edged(shorter)))
        return _edged(self.words.without_month(name))

    def is_person(self, name: str) -> bool:
        if not 1 < len(name) <= MAX_NAME or len(name.split()) > MAX_NAME_WORDS or not any(map(str.isalpha, name)):
            return False
        low = name.lower()
        if low in self.words.labels or low in self.words.agencies or low.partition(" ")[2] in self.words.agencies:
            return False
        if self.words.not_people.search(low) or self.site.is_part(name):
            return False
        if _HANDLE.fullmatch(name):
            return is_initials(name)
        return _is_cased(name)


def _sides(pattern: re.Pattern[str], text: str, words: int) -> list[str]:
    """The names around a word between them, each of so many words at least: "José Ortega y Gasset" is one.

    No name ends or begins with a particle: "Anna von und zu Beispiel".
    """
    names, start = [], 0
    for match in pattern.finditer(text):
        left, right = text[start : match.start()].split(), text[match.end() :].split()
        if min(len(left), len(right)) >= words and not (left[-1].islower() or right[0].islower()):
            names.append(text[start : match.start()])
            start = match.end()
    return [*names, text[start:]]


def _edged(text: str) -> str:
    """The text without signs at its edges, but with the full stop of "Jr." and of initials."""
    name = text.strip(_EDGES)
    return f"{name}." if _STOPPED.search(name) and f"{name}." in text else name


def _is_cased(name: str) -> bool:
    words = [word for word in re.split(r"[\s-]+", name) if word[:1].isalpha()]
    cased = [word for word in words if word.lower() != word.upper()]
    if not cased:
        return True
    if len(cased) == len(words) == 1 and cased[0].isupper():
        return len(cased[0]) <= MAX_CAPITALS
    return sum(not word[0].islower() for word in cased) >= MIN_CAPITALS * len(cased)


def _by_comma(text: str) -> list[str]:
    """The names in a list; "Roe, Jane" turned round; without degrees ("S.H.") and places after a name ("Manila")."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    parts = parts[:1] + [part for part in parts[1:] if not _DEGREE.fullmatch(part)]
    if len(parts) == 2 and all(len(part.split()) == 1 and part[0].isupper() for part in parts):
        return [f"{parts[1]} {parts[0]}"]
    several = [part for part in parts if len(part.split()) > 1]
    return several or parts
