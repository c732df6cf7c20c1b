"""What became of the answers that commitments were made from, as this reader may know it."""

from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.domain.change import Cause
from coordination.models import Commitment, Criterion, Round, User
from coordination.queries import outcomes
from coordination.queries.outcomes import Outcome
from tests import make

pytestmark = pytest.mark.django_db
AT = datetime(2011, 1, 10, 9, tzinfo=UTC)


def promised(code: str = "C6", round_: Round | None = None) -> Commitment:
    """A commitment from an answer of the partners on CMJ, in January 2008 unless told otherwise."""
    round_ = round_ or make.round_("january-2008")
    return make.promise(
        at=AT,
        structure=make.structure("CMJ"),
        round_=round_,
        voice="partners",
        criterion=Criterion.objects.get(code=code, instrument=round_.instrument_id),
    )


def again(amina: User, word: str, name: str = "March 2011", on: date = date(2011, 3, 31)) -> Any:
    return make.sent(amina, "CMJ", make.open_round("partners", name=name, reference_on=on), word=word)


def outcome(user: User, commitment: Commitment) -> Outcome | None:
    return outcomes.of_commitments([commitment.pk], user=user, programme=make.cod()).get(commitment.pk)


@pytest.mark.parametrize(
    ("word", "effect"),
    [
        ("Yes", "criterion-better"),
        ("No", "criterion-worse"),
        ("Yes?", "criterion-no-clear-change"),
        ("?", "not-yet-answered"),
    ],
)
def test_the_next_answer_of_the_same_voice_says_whether_it_improved(
    cast: make.Cast, word: str, effect: str
) -> None:
    first = make.open_round("partners", name="January 2011", reference_on=date(2011, 1, 31))
    make.sent(cast.amina, "CMJ", first, word="Partly?")
    made = promised(round_=first)
    again(cast.amina, word)
    found = outcome(cast.paul, made)
    assert found is not None
    assert found.claim.kind == effect
    assert found.first.reading.verbatim == "Partly?"
    assert (found.then is None) == (effect == "not-yet-answered")


def test_an_answer_of_the_deck_is_followed_into_a_round_held_here_by_other_assessors(cast: make.Cast) -> None:
    made = promised()
    assert outcome(cast.amina, made).claim.kind == "not-yet-answered"  # type: ignore[union-attr]
    again(cast.amina, "Yes")
    found = outcome(cast.amina, made)
    assert found is not None
    assert (found.claim.kind, found.then and found.then.label) == (
        "criterion-higher-new-assessors",
        "march-2011",
    )


def test_the_first_round_in_which_it_was_answered_counts_and_no_later_one(cast: make.Cast) -> None:
    made = promised()
    again(cast.amina, "?", "February 2011", date(2011, 2, 28))
    again(cast.amina, "No", "March 2011", date(2011, 3, 31))
    again(cast.amina, "Yes", "April 2011", date(2011, 4, 30))
    found = outcome(cast.amina, made)
    assert found is not None
    assert found.then is not None
    assert found.then.label == "march-2011"


def test_the_other_sides_answer_says_nothing(cast: make.Cast) -> None:
    made = promised()
    make.sent(cast.grace, "CMJ", make.open_round("government"), word="Yes")
    assert outcome(cast.amina, made).claim.kind == "not-yet-answered"  # type: ignore[union-attr]


def test_what_the_reader_may_not_read_yet_is_not_told(cast: make.Cast) -> None:
    made = promised()
    round_ = make.open_round("both")
    make.sent(cast.amina, "CMJ", round_, word="Yes")
    assert [outcome(user, made).claim.kind for user in (cast.amina, cast.grace)] == ["not-yet-answered"] * 2  # type: ignore[union-attr]
    make.sent(cast.grace, "CMJ", round_, word="No")
    told = [outcome(user, made).claim.kind for user in (cast.amina, cast.grace, cast.vera)]  # type: ignore[union-attr]
    assert told == [*["criterion-higher-new-assessors"] * 2, "not-yet-answered"]


def test_several_raters_of_a_side_speak_as_one(cast: make.Cast) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    made = promised()
    round_ = make.open_round("partners")
    first, second = (make.begin(user, "CMJ", round_) for user in (cast.amina, bruno))
    make.answer_all(first, "Yes")
    make.answer_all(second, "No")
    make.send(first)
    make.send(second)
    assert outcome(cast.amina, made).claim.kind == "criterion-no-clear-change"  # type: ignore[union-attr]


def test_an_answer_that_differs_for_another_reason_than_a_change_is_not_better(cast: make.Cast) -> None:
    first = make.open_round("partners", name="January 2011", reference_on=date(2011, 1, 31))
    make.sent(cast.amina, "CMJ", first, word="Partly")
    made = promised(round_=first)
    later = make.begin(cast.amina, "CMJ", make.open_round("partners"))
    make.answer_all(later, "Yes")
    make.answer(later, "C6", "Yes", change_cause="error")
    make.send(later)
    found = outcome(cast.paul, made)
    assert found is not None
    assert (found.claim.kind, found.claim.reasons) == ("criterion-higher-explained", (Cause.ERROR,))


def test_what_one_of_several_assessors_denies_is_not_better(cast: make.Cast) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    first = make.open_round("partners", name="January 2011", reference_on=date(2011, 1, 31))
    for round_, words in ((first, ("No", "Yes")), (make.open_round("partners"), ("Yes", "Yes"))):
        begun = [make.begin(user, "CMJ", round_) for user in (cast.amina, bruno)]
        for assessment, word in zip(begun, words, strict=True):
            make.answer_all(assessment, word)
            make.send(assessment)
    found = outcome(cast.paul, promised(round_=first))
    assert found is not None
    assert found.claim.kind == "criterion-no-clear-change"


def test_a_commitment_from_no_answer_has_no_effect_on_one(cast: make.Cast) -> None:
    assert outcome(cast.amina, make.promise()) is None


def test_the_number_of_queries_is_the_same_for_one_and_for_many(cast: make.Cast) -> None:
    counts = []
    made = [promised("C6")]
    again(cast.amina, "Yes")
    for codes in (("C2", "C4", "C5"), ()):
        with CaptureQueriesContext(connection) as queries:
            found = outcomes.of_commitments(
                [each.pk for each in made], user=make.cast().amina, programme=make.cod()
            )
        assert len(found) == len(made)
        counts.append(len(queries))
        made += [promised(code) for code in codes]
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("comparability", "effect"),
    [("direct", "criterion-better"), ("indirect", "criterion-no-clear-change"), ("new", "not-compared")],
)
def test_over_versions_of_the_instrument_only_what_may_be_compared_is(
    cast: make.Cast, comparability: str, effect: str
) -> None:
    first = make.open_round("partners", name="January 2011", reference_on=date(2011, 1, 31))
    make.sent(cast.amina, "CMJ", first, word="Partly")
    made = promised(round_=first)
    content = deepcopy(dict(make.instrument_value().content))
    for criterion in (each for section in content["sections"] for each in section["criteria"]):
        criterion["comparability"] = comparability
        criterion.pop("crosswalk", None)
        if comparability == "indirect":
            criterion["crosswalk"] = [[0, 4]] * 5
    predecessor = {"code": content["code"], "version": content["version"]}
    newer = make.publish_instrument(
        make.changed_instrument(sections=content["sections"], version="2009.1", predecessor=predecessor)
    )
    make.sent(cast.amina, "CMJ", make.open_round("partners", instrument=newer), word="Yes")
    assert outcome(cast.amina, made).claim.kind == effect  # type: ignore[union-attr]
