"""Rounds in which both sides answer in given words, made through actions: one sheet of words for each assessor."""

from collections.abc import Mapping, Sequence

from coordination.models import Round, Structure, User
from tests import make

CRITERIA = tuple(f"C{number}" for number in range(1, 8))
Sheets = Sequence[Sequence[str]]


def assessor(side: str, number: int) -> User:
    """The assessor of this number of a side, made where there is none yet."""
    name = f"{side}{number}"
    found = User.objects.filter(email=f"{name}@{make.DOMAIN}").first()
    return found or make.place(make.person(name), "adviser", side)


def answered(
    sides: Mapping[str, Mapping[str | Structure, Sheets]],
    *,
    codes: Sequence[str] = CRITERIA,
    round_: Round | None = None,
) -> Round:
    """A round in which the assessors of each side answer these structures; without answers a side is not asked."""
    asked = [side for side, found in sides.items() if found]
    round_ = round_ or make.open_round(sides="both" if len(asked) > 1 else asked[0])
    started = [
        (make.start(assessor(side, number), structure, round_), words)
        for side, found in sides.items()
        for structure, sheets in found.items()
        for number, words in enumerate(sheets, 1)
    ]
    # Every assessment of a side is begun before the first is sent, as sending reveals once nothing is awaited.
    for assessment, words in started:
        make.save(assessment, *(_entry(code, word) for code, word in zip(codes, words, strict=True)))
    for assessment, _words in started:
        make.send(assessment, accept_blanks=True)
    return round_


def _entry(code: str, word: str) -> make.GivenAnswer:
    return make.entry(code, word, na_reason="Not its task." if word == "n/a" else "")
