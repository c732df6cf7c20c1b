"""No kind of claim is said without a referee: what pages mark with ``data-claim`` is judged, or states data only."""

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from coordination.domain import claims
from coordination.domain.claims.agreement import AgreementFinding
from coordination.domain.claims.answers import Obstacle
from coordination.domain.claims.change import Scope
from coordination.domain.claims.comparison import WeightsMatter
from coordination.domain.claims.pairs import CloseCause, UnderWeights
from coordination.domain.claims.rounds import LevelPart, RoundPart
from coordination.domain.claims.sides import Respondents, SideGap, SidesOutcome
from coordination.domain.claims.standings import PortfolioPart
from coordination.domain.claims.success import CriterionStanding
from coordination.domain.lifecycle import Unread
from coordination.queries.since import EventKind
from tests.referee.run import SUBJECTS

ROOT = Path(__file__).parents[2]
JUDGED = {str(kind) for subject in SUBJECTS for kind in subject.kinds}
#: Words inside a claim, judged with it: none of them is said by itself.
OPERANDS = {
    *(
        AgreementFinding,
        CloseCause,
        CriterionStanding,
        LevelPart,
        Obstacle,
        PortfolioPart,
        Respondents,
        RoundPart,
    ),
    *(Scope, SideGap, SidesOutcome, UnderWeights, WeightsMatter),
}
#: What states data and decides nothing: who sent what and when, what is drawn, figures that stand in a table too.
DATA_ONLY = {
    *("answers", "assessors", "chair", "corrected", "dormant", "drawn", "reasons", "score"),
    "joint-progress",
    *("progress-not-begun", "progress-other", "progress-own", "progress-round", "progress-waiting"),
    *(f"since-{each}" for each in EventKind),
    *Unread,
    # What stands in the place of a change, where there is none to speak of.
    *("another-questionnaire", "first-round", "not-assessed-before"),
    # Beside a change: whether most are new is judged with it, and what the others say is a change by itself.
    *("assessors-of-both", "new-assessors"),
}


def in_domain() -> Iterator[tuple[str, str]]:
    """(where, kind) of each class of claims and of each word that is a claim by itself."""
    for module in iter_modules(claims.__path__):
        found = import_module(f"{claims.__name__}.{module.name}")
        classes = [each for each in vars(found).values() if isinstance(each, type)]
        for each in classes:
            if each.__module__ != found.__name__:
                continue
            if isinstance(getattr(each, "kind", None), str):
                yield each.__qualname__, each.kind
            elif issubclass(each, StrEnum) and each not in OPERANDS:
                yield from ((each.__qualname__, word.value) for word in each)


def in_text() -> Iterator[tuple[str, str]]:
    """(where, kind) of each kind that is written out in the source or in a template."""
    said = re.compile(r'Said\(\s*f?"([a-z_-]+)"|kind: ClassVar\[str\] = "([a-z_-]+)"|data-claim="([a-z_-]+)"')
    for folder, ending in (("coordination", "py"), ("templates", "html")):
        for file in (ROOT / folder).rglob(f"*.{ending}"):
            for match in said.finditer(file.read_text(encoding="utf-8")):
                yield f"{file.relative_to(ROOT)}", next(filter(None, match.groups()))


@pytest.mark.parametrize("found", [in_domain, in_text])
def test_every_kind_has_a_referee_or_states_data_only(found: type[Iterator[tuple[str, str]]]) -> None:
    kinds = list(found())
    assert len(kinds) > 30
    assert [each for each in kinds if each[1] not in JUDGED | DATA_ONLY] == []


def test_no_kind_states_data_only_that_a_referee_judges_or_that_nothing_says() -> None:
    assert not DATA_ONLY & JUDGED
    written = {kind for _where, kind in in_text()} | {f"since-{each}" for each in EventKind} | {*Unread}
    assert DATA_ONLY - written == set()
