"""The three tests of bilateral work in the words of the source, and what it calls legitimate bilateral work."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from django.db.models import Q, Value
from django.db.models.functions import Concat

from coordination.domain.bilateral import verdict
from coordination.domain.bilingual import Text
from coordination.domain.instruments import InstrumentValue
from coordination.domain.vocabulary import TESTS
from coordination.models import Activity, Programme, Round
from coordination.queries import instruments

#: What can stand as the answer to a test.
ANSWERS = ("", *Activity.Test.values)


@dataclass(frozen=True, slots=True)
class BilateralTest:
    """One test: its code, the source's words, and the question put to the adviser."""

    code: str
    name: Text
    question: Text


@dataclass(frozen=True, slots=True)
class Wording:
    """The tests T1 to T3, and the source's examples of legitimate bilateral work."""

    tests: tuple[BilateralTest, ...]
    examples: tuple[Text, ...]


def wording(programme: Programme) -> Wording:
    """Return the wording of the programme's latest instrument, else of any; one query, or three.

    Tests that the instrument does not list have their code for a name.
    """
    rounds = Round.objects.filter(programme=programme).order_by("-reference_on", "-pk")
    latest = rounds.values_list("instrument__content_hash", flat=True).first()
    instrument = instruments.of_hash(latest) if latest else _newest()
    listed = {each["code"]: each for each in instrument.entries("bilateral_tests")} if instrument else {}
    examples = instrument.listed("bilateral_examples") if instrument else ()
    return Wording(
        tests=tuple(
            BilateralTest(code, _text(each.get("name")), _text(each.get("question")))
            for code, each in ((code, listed.get(code, {})) for code in TESTS)
        ),
        examples=tuple(each.name for each in examples),
    )


def _newest() -> InstrumentValue | None:
    return next((instruments.value(pk) for pk, _code, _version in instruments.versions()), None)


def _text(value: Mapping[str, str] | None) -> Text:
    return Text(value["en"], value["fr"]) if value else Text("", "")


def saying(wanted: str) -> Q:
    """Build the condition under which an activity's answers yield this verdict."""
    every = product(ANSWERS, repeat=len(TESTS))
    return Q(answers__in=["|".join(each) for each in every if verdict(each) == wanted])


#: The three answers as one text, for ``saying``.
ANSWERED = Concat("t1", Value("|"), "t2", Value("|"), "t3")
