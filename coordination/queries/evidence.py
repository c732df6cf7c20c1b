"""What answers rest on: how much evidence is named for each."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from coordination.domain import confidence
from coordination.domain.confidence import Evidence
from coordination.models import Source

Of = TypeVar("Of", bound=Hashable)


def graded(
    answered: Mapping[Of, Iterable[str]], assessments: Mapping[int, Of]
) -> dict[tuple[Of, str], Evidence]:
    """Return how much each answered criterion rests on, by (whose answer, code); one query.

    ``answered`` are the criteria by whose answers they are, ``assessments`` those that these are made of, by their ids.
    """
    kinds: dict[tuple[Of, str], set[str]] = {}
    named = Source.objects.filter(answer__assessment_id__in=list(assessments)).order_by()
    for pk, code, kind in named.values_list("answer__assessment_id", "answer__criterion__code", "kind"):
        kinds.setdefault((assessments[pk], code), set()).add(kind)
    return {
        (of, code): confidence.evidence(kinds.get((of, code), ()))
        for of, codes in answered.items()
        for code in codes
    }
