"""A programme as a file says which files its answers rested on; it holds none of them."""

import json
from typing import Any

import pytest

from coordination.documents.fixture import writing
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import Assessment, EvidenceFile
from coordination.queries import export, fixtures
from tests import make
from tests.evidence import give, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(cast: make.Cast) -> dict[str, Any]:
    """A programme with a published answer that rests on two files, as a file."""
    make.load_demo()
    draft = make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")
    give(draft, note="Page 2")
    give(draft, data=pdf())
    make.send(draft, accept_blanks=True)
    make.sent(cast.grace, "CMJ", draft.round)
    assert files_of(written(cast)) == []
    Assessment.objects.filter(pk=draft.pk).update(state="published")
    return written(cast)


def written(cast: make.Cast) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(writing.dump(export.export(cast.alain, make.cod())))
    return found


def files_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    answers = [
        answer
        for round_ in document["rounds"]
        for one in round_["assessments"]
        for answer in one["answers"].values()
    ]
    return [file for each in answers if isinstance(each, dict) for file in each.get("files", [])]


def test_a_file_of_a_programme_tells_of_evidence_and_loading_it_brings_none(document: dict[str, Any]) -> None:
    rows = EvidenceFile.objects.order_by("pk")
    more = {"picture": {"note": "Page 2"}, "pdf": {}}
    assert files_of(document) == [
        {"number": row.pk.hex, "kind": row.kind, "size": row.size, "sha256": row.sha256} | more[row.kind]
        for row in rows
    ]
    assert fixtures.plan(make.fixture(document)).differing == ()
    document["programme"]["code"] = "copy"
    make.load(document)
    assert Assessment.objects.filter(round__programme__code="copy", answers__isnull=False).exists()
    assert EvidenceFile.objects.count() == 2


def test_what_is_told_of_a_file_wrongly_is_refused(document: dict[str, Any]) -> None:
    first = files_of(document)[0]
    first |= {"number": "../x", "kind": "film", "size": 0, "sha256": "A" * 64}
    with pytest.raises(Refused) as refused:
        make.fixture(document)
    found = {each.path.rpartition(".")[2]: each.rule for each in refused.value.problems}
    assert found == {
        "number": Rule.WRONG_CODE,
        "kind": Rule.WRONG_CHOICE,
        "size": Rule.WRONG_NUMBER,
        "sha256": Rule.WRONG_CODE,
    }
