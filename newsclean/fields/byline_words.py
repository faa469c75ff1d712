"""The words of bylines in all languages, as patterns that take a name out of what is around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from newsclean.lang.date_words import month_named, weekdays
from newsclean.lang.language import ANY, Authors, Language, language, one_of, words_of_all
from newsclean.page.scripts import opens_unspaced

_ADDRESS = re.compile(
    r"https?://\S*|\bwww\.\S+|\S+@\S+|@\w+|\S+\.(?:com|net|org|info|tv|co|id|de|fr|uk|es|it)\b\S*", re.I
)
_BEHIND_BAR = re.compile(r"(?<=\S\S)\s*[|｜│·•].*\Z")
# Scripts in which a duty may end a line without a space before it.
_TOUCHING = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FIRST = re.compile(r"\W*(\w[^\s:：/=|,.]*)")
_CREDIT_SIGNS = frozenset(":：/／=＝丨|・")
_CREDIT_SIGN = rf"\s*[{''.join(sorted(_CREDIT_SIGNS))}]"
_MONTH = re.compile(r"[^\W\d_]{5,}")
_OPENING = r"(\[（【「"
_SIGN, _TOUCHING_SIGN, _PERSON = r"\s*[:：/=]\s*", r"\s*[:：／/=＝｜丨・|]\s*", r"\s+(?=[^\Wa-zß-öø-ÿа-яёіїєґў])"


def without_addresses(text: str, instead: str = "") -> str:
    """The text with `instead` for each address of a page, a mailbox or an account."""
    return _ADDRESS.sub(instead, text) if "." in text or "@" in text or "://" in text else text


def _apart(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """The words of scripts with spaces, and those of the others, which touch their neighbours."""
    every = list(words)
    return [w for w in every if not opens_unspaced(w)], [w for w in every if opens_unspaced(w)]


class _EveryLanguage:
    """The words of all languages, as bylines mix them. Their patterns are long: they are compiled once."""

    def __init__(self) -> None:
        def of_all(pick: Callable[[Authors], Iterable[str]]) -> tuple[str, ...]:
            return words_of_all(lambda language: pick(language.authors))

        self.agencies = frozenset(of_all(lambda words: words.agencies))
        before, glued = _apart(of_all(lambda words: words.before))
        every = (*before, *glued, *of_all(lambda words: (*words.before_here, *words.roles)))
        self.labels = frozenset((*every, *of_all(lambda words: words.credits)))
        self.author_words = frozenset(every)
        self.openers = frozenset(word.split()[0] for word in (*every, *of_all(lambda words: words.titles)))
        titles = one_of(of_all(lambda words: words.titles))
        roles, glued_roles = _apart(of_all(lambda words: words.roles))
        touching = one_of(word for word in (*glued_roles, *glued) if len(word) > 1)
        glued_label = rf"(?:{one_of(glued)})(?:{_TOUCHING_SIGN}|\s+)"
        self.label = re.compile(rf"(?i:{one_of(before)})\.?(?:{_SIGN}|{_PERSON})|{glued_label}")
        self.duty = re.compile(
            rf"(?i:{titles})(?:\.\s*|{_PERSON})|(?i:{one_of(roles)})(?:\s*:\s*|{_PERSON})|(?:{touching})\s*(?=\S)"
        )
        self.seen = re.compile(rf"[{_OPENING}]*(?i:{one_of(before)})\.?{_SIGN}")
        self.seen_glued = re.compile(
            rf"[{_OPENING}]*(?:{glued_label}|(?:{touching})\s*(?=\S)|"
            rf"(?:\S+[\s·,]+){{0,5}}\S{{2,12}}?\s?(?:{one_of(glued_roles)})\Z)"
        )
        # "2026-05-12 来源：港口报 作者：王小河"
        self.amid = re.compile(rf"(?<=[\s|])(?:{one_of(word for word in glued if len(word) > 1)})\s?[:：]\s?")
        ranks = one_of(of_all(lambda words: words.ranks))
        self.role = re.compile(
            rf"(?:\A|[\s,]+)(?i:(?:(?:{ranks})[\s,&]+(?:and\s+)?)*(?:{one_of(roles)}))(?!\w).*\Z|"
            rf"(?<=\S)\s*(?:{one_of(glued_roles)})\Z"
        )
        between = of_all(lambda words: words.between)
        letters = [word for word in between if len(word) == 1 and word.isalpha()]
        several = [word for word in between if word not in letters]
        self.between = re.compile(rf"(?:,\s*)?\s+(?:{one_of(several)})\s+")
        self.opening_between = re.compile(rf"\A\s*(?:{one_of(several)})\s+")
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


_every_language = cache(_EveryLanguage)


class Words(_EveryLanguage):
    """The words of bylines as patterns: of all languages, and those that count on the pages of one alone."""

    def __init__(self, code: str | None) -> None:
        self.__dict__.update(vars(_every_language()))
        self.code = code
        own = [language(name).authors for name in dict.fromkeys(("en", code or ANY))]
        at_home = one_of(word for words in own for word in words.before)
        here = one_of(word for words in own for word in words.before_here) or "(?!)"
        named_here = rf"(?i:{here})(?:\s*:\s*|\s+(?=\S+\s+\S))"
        self.label_here = re.compile(named_here)
        self.seen_here = re.compile(rf"[{_OPENING}]*(?:(?i:{at_home})\.?{_PERSON}|{named_here})")
        # "12 May 2026 by Jane Roe"
        self.behind_date = re.compile(
            rf"(?<=\d)[\d\s,.:/|·•–-]{{0,8}}(?:\w{{1,4}}\s[|·•–-]?\s?)?(?i:{at_home})\.?(?:\s*:\s*|{_PERSON})"
        )
        behind = one_of(word for words in own for word in words.behind)
        self.behind = re.compile(rf"(?<=\w\w)\s+(?i:{behind})(?:\s.*)?\Z")

    def bare(self, text: str) -> str:
        """The text without labels, titles and duties before it."""
        end = 0
        if self._may_open(text):
            while found := self._label_at(text, end) or self.duty.match(text, end):
                end = found.end()
        return text[end:]

    def labelled(self, text: str) -> re.Match[str] | None:
        """The label of an author that opens a text ("By ", "Penulis: ")."""
        return self._label_at(text, 0) if self._may_open(text) else None

    def _label_at(self, text: str, start: int) -> re.Match[str] | None:
        return self.label.match(text, start) or self.label_here.match(text, start)

    def _may_open(self, text: str) -> bool:
        """Whether a text may open with one of the words: most do not, and few patterns are as long as ours."""
        first = _FIRST.match(text.lower())
        if first is None or first[1] in self.openers:
            return True
        return not text.isascii() and _TOUCHING.search(text) is not None

    def is_label(self, text: str) -> bool:
        """Whether a line is the label of an author alone: "By"."""
        return text.strip(" :：").lower() in self.author_words

    def is_credit(self, text: str) -> bool:
        """Whether a line is the label of a credit alone: "Photos:"."""
        return text.strip(" :：").lower() in self.credit_words

    def is_byline(self, text: str) -> bool:
        """Whether a line of the page opens like a byline, in the page's language or with a colon, or ends in a duty."""
        if not self._may_open(text):
            return False
        bare = _BEHIND_BAR.sub("", without_addresses(text)).strip()
        if self.seen_here.match(bare) or self.seen.match(bare):
            return True
        # No word without spaces around it is in ASCII.
        return not bare.isascii() and (self.seen_glued.match(bare) or self.amid.search(bare)) is not None

    def set_apart_credits(self, text: str) -> str:
        """The text with a line break before each credit of others than the authors."""
        if " " not in text.strip():
            return text
        if text.isascii() and _CREDIT_SIGNS.isdisjoint(text) and len(text.split()) == 2 and not text[-1].isspace():
            return text  # a credit without a sign has two words, and a name follows
        return self.credits.sub(r"\n\g<0>", text)

    def without_between(self, text: str) -> str:
        """The text without the word between names that opens it ("avec AFP")."""
        return self.opening_between.sub("", text)

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
