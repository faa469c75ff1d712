"""The people in a byline: their names as written, without label, duty, outlet, agency, place, date or address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from newsclean.lang.date_words import month_named, weekdays
from newsclean.lang.language import ANY, Authors, Language, language, one_of, words_of_all
from newsclean.metadata.site_names import SiteNames
from newsclean.page.blocks import fold
from newsclean.page.scripts import opens_unspaced
from newsclean.page.sentences import ends_sentence

MAX_NAME = 60
MAX_BYLINE = 600  # characters; a longer one is a biography
MAX_LINE = 120  # of a byline in the text (characters)
MAX_NAME_WORDS = 6
FULL_NAME = range(2, 5)  # words
# A single word in capitals is initials up to here, an outlet beyond (letters).
MAX_CAPITALS = 4
# Of the words of a name, at least this share is capitalised, in scripts that have capitals.
MIN_CAPITALS = 0.5

_ADDRESS = re.compile(
    r"https?://\S*|\bwww\.\S+|\S+@\S+|@\w+|\S+\.(?:com|net|org|info|tv|co|id|de|fr|uk|es|it)\b\S*", re.I
)
_PARENTHESIS = re.compile(r"[(\[（]([^()\[\]（）]{0,80})[)\]）]")
_OPENING = r"(\[（【「"
_WRAPPED = re.compile(r"\A[(\[（【]([^()\[\]（）【】]*)[)\]）】]\Z")
# "Richard (R.J.) Eskow": initials or a nickname amid a name.
_AMID = re.compile(r"(?:\w\.){1,4}|[^\W\d_]{2,12}")
_JOINTS = re.compile(r"\s*(?:[;|/•·\n／｜丨、，＝]|\s[-–—]+\s)\s*")
_EDGES = " ,.:：-–—*\"'“”„«»‘’【】「」[]（）…"
_DEGREE = re.compile(
    r"(?:[A-Z][a-z]{0,3}\.){1,4}(?:[A-Z]\w{0,4}\.?)?|[A-Z]{2,5}|Ph\.?D\.?|M\.?D\.?|Jr\.?|Sr\.?|[IVX]{1,4}"
)
_NUMBERS = re.compile(r"[\s,:.]*\d.*$")
# "Jane Roe Price: 50 euros"
_LABEL_BEHIND = re.compile(r"(?<=\w)\s+\S+\s*[:：].*\Z")
_BEHIND_BAR = re.compile(r"(?<=\S\S)\s*[|｜│·•].*\Z")
_FIRST = re.compile(r"\W*(\w+)")
_TWO_WORDS = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_INITIALS = re.compile(r"[a-zäöüß]{1,4}")
_HANDLE = re.compile(r"[a-z0-9_.-]+")
_CREDIT_SIGN = r"\s*[:：/／=＝丨|・]"
_NAME = re.compile(r"[^\d_,;:!?|/()]+\Z")
_STOPPED = re.compile(r"\s(?:Jr|Sr|[A-Z])\Z")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})+")
_MONTH = re.compile(r"[^\W\d_]{5,}")


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
        text = _WRAPPED.sub(r"\1", _ADDRESS.sub(" ", text).strip())
        if self.words.not_people.fullmatch(text.lower()):
            return
        text = _edged(_PARENTHESIS.sub(self._amid, text).strip())
        labelled = self.words.label.match(text) or self.words.behind_date.search(text)
        text = text[labelled.end() :] if labelled else text
        text = self.words.credits.sub(r"\n\g<0>", text) if " " in text.strip() else text
        others = False  # a credit counts for what follows it, up to the next label of an author
        for part in _JOINTS.split(text):
            part = _edged(part)
            label = self.words.label.match(part)
            others = label is None and (others or self.words.credits.match(part) is not None)
            if not others and not self.words.not_people.fullmatch(part.lower()):
                yield from self._names(part[label.end() :] if label else part)

    def _amid(self, match: re.Match[str]) -> str:
        """A parenthesis: kept amid a name, else a space, or the further names in it ("(with Omar Lind)")."""
        inner, before, behind = match[1].strip(), match.string[: match.start()].rstrip(), match.string[match.end() :]
        if before[-1:].isalpha() and behind.lstrip()[:1].isupper() and _AMID.fullmatch(inner):
            return match[0]
        if self.words.label.match(inner):
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
            shorter = self.words.without_dates(shorter)
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


def _apart(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """The words of scripts with spaces, and those of the others, which touch their neighbours."""
    every = list(words)
    return [w for w in every if not opens_unspaced(w)], [w for w in every if opens_unspaced(w)]


class Words:
    """The words of bylines as patterns: of all languages, as bylines mix them, and those of one page's own."""

    def __init__(self, code: str | None) -> None:
        self.code = code
        own = [language(name).authors for name in dict.fromkeys(("en", code or ANY))]

        def of_all(pick: Callable[[Authors], Iterable[str]]) -> tuple[str, ...]:
            return words_of_all(lambda language: pick(language.authors))

        self.agencies = frozenset(of_all(lambda words: words.agencies))
        before, glued = _apart(of_all(lambda words: words.before))
        every = (*before, *glued, *of_all(lambda words: (*words.before_here, *words.roles)))
        self.labels = frozenset((*every, *of_all(lambda words: words.credits)))
        self.author_words = frozenset(every)
        self.openers = frozenset(word.split()[0] for word in (*every, *of_all(lambda words: words.titles)))
        here = one_of(word for words in own for word in words.before_here)
        titles = one_of(of_all(lambda words: words.titles))
        roles, glued_roles = _apart(of_all(lambda words: words.roles))
        sign, touching_sign, person = r"\s*[:：/=]\s*", r"\s*[:：／/=＝｜丨・|]\s*", r"\s+(?=[^\Wa-zß-öø-ÿа-яёіїєґў])"
        label = rf"(?i:{one_of(before)})\.?(?:{sign}|{person})|(?:{one_of(glued)})(?:{touching_sign}|\s+)"
        at_home = one_of(word for words in own for word in words.before)
        seen = rf"(?i:{one_of(before)})\.?{sign}|(?i:{at_home})\.?{person}|(?:{one_of(glued)})(?:{touching_sign}|\s+)"
        if here:
            named_here = rf"|(?i:{here})(?:\s*:\s*|\s+(?=\S+\s+\S))"
            label, seen = label + named_here, seen + named_here
        touching = one_of(word for word in (*glued_roles, *glued) if len(word) > 1)
        self.label = re.compile(rf"\A(?:{label})")
        self.before = re.compile(
            rf"\A(?:{label}|(?i:{titles})(?:\.\s*|{person})|(?i:{one_of(roles)})(?:\s*:\s*|{person})|"
            rf"(?:{touching})\s*(?=\S))+"
        )
        self.seen = re.compile(
            rf"[{_OPENING}]*(?:{seen}|(?:{touching})\s*(?=\S)|(?:\S+[\s·,]+){{0,5}}\S{{2,12}}?\s?(?:{one_of(glued_roles)})\Z)"
        )
        # "12 May 2026 by Jane Roe"
        self.behind_date = re.compile(
            rf"(?<=\d)[\d\s,.:/|·•–-]{{0,8}}(?:\w{{1,4}}\s[|·•–-]?\s?)?(?i:{at_home})\.?(?:\s*:\s*|{person})"
        )
        ranks = one_of(of_all(lambda words: words.ranks))
        self.role = re.compile(
            rf"(?:\A|[\s,]+)(?i:(?:(?:{ranks})[\s,&]+(?:and\s+)?)*(?:{one_of(roles)}))(?!\w).*\Z|"
            rf"(?<=\S)\s*(?:{one_of(glued_roles)})\Z"
        )
        behind = one_of(word for words in own for word in words.behind)
        self.behind = re.compile(rf"(?<=\w\w)\s+(?i:{behind})(?:\s.*)?\Z")
        between = of_all(lambda words: words.between)
        letters = [word for word in between if len(word) == 1 and word.isalpha()]
        several = [word for word in between if word not in letters]
        self.between = re.compile(rf"(?:,\s*)?\s+(?:{one_of(several)})\s+")
        self.letter = re.compile(rf"\s+(?:{one_of(letters)})\s+")
        self.glued = re.compile(r"\s+[وו](?=\w)")
        spaced, unspaced = _apart(of_all(lambda words: (*words.not_people, *words.roles)))
        self.not_people = re.compile(rf"(?<!\w)(?:{one_of(spaced)})(?!\w)|{one_of(unspaced)}")
        credits = of_all(lambda words: words.credits)
        self.credit_words = frozenset(credits)
        phrases = one_of(word for word in credits if " " in word)
        glued_credits = one_of(word for word in credits if opens_unspaced(word))
        self.credits = re.compile(
            rf"(?<!\w)(?i:(?:{one_of(credits)}){_CREDIT_SIGN}|(?:{phrases})\s)|(?:{glued_credits})(?:{_CREDIT_SIGN}|\s)"
        )

    def bare(self, text: str) -> str:
        """The text without labels, titles and duties before it."""
        return self.before.sub("", text, count=1)

    def is_label(self, text: str) -> bool:
        """Whether a line is the label of an author alone: "By"."""
        return text.strip(" :：").lower() in self.author_words

    def is_credit(self, text: str) -> bool:
        """Whether a line is the label of a credit alone: "Photos:"."""
        return text.strip(" :：").lower() in self.credit_words

    def is_byline(self, text: str) -> bool:
        """Whether a line of the page opens like a byline, in the page's language or with a colon, or ends in a duty."""
        first = _FIRST.match(text.lower())  # most lines open with another word, and few patterns are as long as ours
        if first and text.isascii() and first[1] not in self.openers:
            return False
        return self.seen.match(_BEHIND_BAR.sub("", _ADDRESS.sub("", text)).strip()) is not None

    def is_name(self, line: str) -> bool:
        """Whether a line is a full name, and no department, outlet or agency."""
        name = line.strip(" ()–—-")
        return (
            is_full_name(name)
            and all(word[0].isupper() for word in name.split())
            and not self.not_people.search(name.lower())
            and name.lower() not in self.agencies
        )

    def without_role(self, name: str) -> str:
        """The name without the duty and the place behind it."""
        bare = self.role.sub("", name)
        found = self.behind.search(bare)
        return bare[: found.start()] if found else bare

    def without_dates(self, name: str) -> str:
        """A name before a date without the names of day and month."""
        words = name.rstrip(" ,.|").split()
        while words and self._is_calendar(words[-1].strip(",.|")):
            words.pop()
        return " ".join(words)

    def without_month(self, name: str) -> str:
        """A full name without the month that the page sets behind it ("Luis Roe December")."""
        words = name.split()
        if len(words) > 2 and _MONTH.fullmatch(words[-1]) and month_named(words[-1].lower(), self.code):
            return " ".join(words[:-1])
        return name

    def _is_calendar(self, word: str) -> bool:
        low = word.lower()
        return low in weekdays(self.code) or low in weekdays("en") or month_named(low, self.code) is not None


@cache
def words_for(code: str | None) -> Words:
    """The words of bylines for a page in this language; unknown languages share one set."""
    return Words(code if code is None or language(code) != Language() else None)
