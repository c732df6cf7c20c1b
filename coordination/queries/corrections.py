"""Answers that were corrected after both sides had seen them: what they said before, and how many there are."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Count

from coordination.models import Correction

Before = tuple[str, str, int | None, int | None, int | None, str | None]


def published(assessments: Sequence[int]) -> Iterator[tuple[int, str, Before]]:
    """Yield (assessment id, criterion code, answer as first published) of every corrected answer; one query."""
    rows = Correction.objects.filter(answer__assessment_id__in=assessments, position=0)
    columns = ("verbatim", "status", "level", "lo", "hi", "certainty")
    for pk, code, *before in rows.order_by().values_list(
        "answer__assessment_id", "answer__criterion__code", *columns
    ):
        yield pk, code, tuple(before)


def numbers(assessments: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return how many answers were corrected, by the round ids under which the assessments stand; one query."""
    round_of = {pk: round_id for round_id, listed in assessments.items() for pk in listed}
    rows = Correction.objects.filter(answer__assessment_id__in=list(round_of), position=0)
    found: dict[int, int] = {}
    counted = rows.order_by().values_list("answer__assessment_id").annotate(number=Count("pk"))
    for pk, number in counted:
        found[round_of[pk]] = found.get(round_of[pk], 0) + number
    return found
