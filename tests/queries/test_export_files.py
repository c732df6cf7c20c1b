"""A programme as a file says which photos and PDFs its answers, contacts and observations rest on; it holds none."""

import json
from typing import Any

import pytest

from coordination.documents.fixture import writing
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import Assessment, Contact, EvidenceFile, User
from coordination.queries import export, fixtures
from tests import make
from tests.evidence import attach, give, pdf, photo
from tests.risks import observe

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


def written(cast: make.Cast, *, reader: User | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(writing.dump(export.export(reader or cast.alain, make.cod())))
    return found


def told(row: EvidenceFile, **more: str) -> dict[str, Any]:
    """What a file of a programme says of a photo or a PDF."""
    return {"number": row.pk.hex, "kind": row.kind, "size": row.size, "sha256": row.sha256} | more


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
    assert files_of(document) == [told(row, **more[row.kind]) for row in rows]
    assert fixtures.plan(make.fixture(document)).differing == ()
    document["programme"]["code"] = "copy"
    make.load(document)
    assert Assessment.objects.filter(round__programme__code="copy", answers__isnull=False).exists()
    assert EvidenceFile.objects.count() == 2


def test_it_tells_of_those_of_shared_contacts_and_of_observations_and_loading_it_brings_none(
    cast: make.Cast,
) -> None:
    shared, own = make.contact(sharing="all", subject="Shared"), make.contact(subject="Ours alone")
    seen = observe()
    of_contact, of_observation = attach(shared, note="Minutes"), attach(seen, data=pdf())
    hidden = attach(own, data=photo(60, 60))
    document = written(cast)
    (contact,), (observation,) = document["contacts"], document["observations"]
    assert contact["files"] == [told(of_contact, note="Minutes")]
    assert observation["files"] == [told(of_observation)]
    # Amina may read her own note: it is in no file all the same.
    assert hidden.sha256 not in json.dumps([document, written(cast, reader=cast.amina)])
    plan = fixtures.plan(make.fixture(document))
    assert (plan.files, plan.created, plan.differing) == (2, (), ())
    document["programme"]["code"] = "copy"
    make.load(document)
    assert Contact.objects.filter(programme__code="copy").count() == 1
    assert EvidenceFile.objects.count() == 3


def test_a_photo_given_here_does_not_keep_a_corrected_file_from_replacing_what_one_brought(
    cast: make.Cast,
) -> None:
    document = written(cast)
    document["contacts"] = [
        {"code": "K-1", "kind": "call", "state": "held", "on": "2010-02-01", "subject": "The census"}
    ]
    make.load(document)
    row = Contact.objects.get(code="K-1")
    EvidenceFile.objects.create(programme=row.programme, contact=row, kind="picture", size=1, sha256="0" * 64)
    document["contacts"][0]["subject"] = "The new census"
    plan = fixtures.plan(make.fixture(document))
    assert [(each.noun, each.verb) for each in plan.differing] == [("contact", "replace")]


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
