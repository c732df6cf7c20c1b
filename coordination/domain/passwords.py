"""Passwords that somebody who knows the programme and the person would try first.

What would be tried is struck out of the password: words of the context, however they are disguised, rows of the
keyboard and of the alphabet, repetitions, and then the digits at its end. What is left has to be a password still.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from coordination.domain.problems import Problem
from coordination.domain.rules import Rule

#: So many characters must be left.
LEAST = 8
#: A row of fewer characters, or a word that is shorter, stands in many a word by chance.
SHORTEST_ROW, SHORTEST_WORD = 4, 3
#: A day, a counter.
LONGEST_END = 4
YEAR = re.compile("(?:19|20)[0-9]{2}")
ROWS = (
    *("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "!@#$%^&*()_+"),
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "aqwzsxedcrfvtgbyhnuj", "1aqw2zsx3edc4rfv5tgb6yhn7uj"),
)
_TRIED = (
    *("password", "passwort", "passe", "motdepasse", "secret", "welcome", "bienvenue", "bonjour", "hello"),
    *("admin", "administrator", "administrateur", "letmein", "login", "connexion", "user", "utilisateur"),
    *("change", "changeme", "test", "demo", "iloveyou", "jetaime", "ssr", "rss", "partnership"),
    *("partenariat", "assessment", "evaluation", "coordination", "programme", "program", "structure"),
    *("security", "securite", "sector", "secteur", "reform", "reforme", "justice", "police", "policing"),
    *("defence", "defense", "army", "armee", "military", "militaire", "government", "gouvernement"),
    *("partner", "partenaire", "ministry", "ministere", "adviser", "conseiller", "manager", "responsable"),
    *("viewer", "lecteur", "congo", "congolais", "congolese", "drc", "rdc", "cod", "kinshasa", "gtse"),
    *("cpse", "cmj", "ccrss"),
)
#: What anybody tries, and what the site and its subject are called in both languages.
ALWAYS = frozenset(_TRIED)
#: Characters that stand for each other, all as the first of them: “P@ssw0rd” and “password” are read alike.
_ALIKE = ("il1!|", "o0", "a@4", "e3€", "s5$", "t7+", "b8", "g69", "z2")
_LOOKS_LIKE_A_LETTER = frozenset("".join(_ALIKE))
_READ_AS = str.maketrans({each: group[0] for group in _ALIKE for each in group[1:]})


def why_not(password: str, words: Iterable[str]) -> Problem | None:
    """Return why this is no password for somebody with these words about them; None where it may be one."""
    tried = sorted({*ALWAYS, *_split(words)})
    as_typed = unicodedata.normalize("NFKD", password).casefold()
    return _why_not(as_typed, tried) or _why_not(_plain(password), tried)


def _why_not(text: str, tried: Sequence[str]) -> Problem | None:
    found = {word: {*_places(text, word)} for word in tried}
    by_word = {place for places in found.values() for place in places}
    by_row, repeated = {*_in_rows(text)}, {*_repeated(text)}
    struck = by_word | by_row | repeated
    if not struck or len(text) - len(struck | {*_digits_at_the_end(text, struck)}) >= LEAST:
        return None
    if by_word:
        return Problem(rule=Rule.PASSWORD_WORD, value=max(found, key=lambda word: len(found[word])))
    return Problem(rule=Rule.PASSWORD_ROW if len(by_row) >= len(repeated) else Rule.PASSWORD_REPEATED)


def _plain(text: str) -> str:
    """Return the text in lower case without accents and without what only separates."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in apart if each.isalnum() or each in _LOOKS_LIKE_A_LETTER)


def _split(words: Iterable[str]) -> Iterator[str]:
    for text in words:
        whole = "".join(each if each.isalnum() else " " for each in text)
        yield from (word for word in map(_plain, whole.split()) if len(word) >= SHORTEST_WORD)


def _places(text: str, word: str) -> Iterator[int]:
    """Yield the places of a word wherever it stands, disguised or not."""
    read, wanted = text.translate(_READ_AS), word.translate(_READ_AS)
    start = read.find(wanted)
    while start >= 0:
        yield from range(start, start + len(wanted))
        start = read.find(wanted, start + 1)


def _in_rows(text: str) -> Iterator[int]:
    for year in YEAR.finditer(text):
        yield from range(*year.span())
    known = [*ROWS, *(row[::-1] for row in ROWS)]
    for start in range(len(text) - SHORTEST_ROW + 1):
        if any(text[start : start + SHORTEST_ROW] in row for row in known):
            yield from range(start, start + SHORTEST_ROW)


def _repeated(text: str) -> Iterator[int]:
    """Yield the places that say once more what stands just before them: one character thrice, or more of them twice."""
    for length in range(1, len(text) // 2 + 1):
        same = 0
        for place in range(length, len(text)):
            same = same + 1 if text[place] == text[place - length] else 0
            if same >= max(length, 2):
                yield from range(place - same + 1, place + 1)


def _digits_at_the_end(text: str, struck: set[int]) -> Iterator[int]:
    end = len(text)
    while end and (end - 1 in struck or text[end - 1].isdecimal()) and len(text) - end < LONGEST_END:
        end -= 1
        yield end
