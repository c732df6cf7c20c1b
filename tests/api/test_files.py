"""The files that answers rest on, as a program reads them: named with the answer, given out to whoever reads it."""

from hashlib import sha256
from typing import Any

import pytest

from coordination.models import Assessment, EvidenceFile
from tests import make
from tests.api.reading import ask, results, token
from tests.evidence import attach, give, pdf, photo
from tests.risks import observe

pytestmark = pytest.mark.django_db
NOTE = "The minutes of March, page 2"


@pytest.fixture
def draft(cast: make.Cast) -> Assessment:
    return make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")


def files_told(secret: str) -> list[dict[str, Any]]:
    """The files of all answers that a token reads of the round."""
    found = results(secret, "assessments?round=march-2011")
    return [each for one in found for answer in one["answers"] for each in answer["files"]]


def taken(secret: str, row: EvidenceFile) -> int:
    return ask(secret, f"evidence/{row.pk}").status_code


def revealed(draft: Assessment, cast: make.Cast) -> None:
    make.send(draft, accept_blanks=True)
    make.sent(cast.grace, "CMJ", draft.round)


def test_an_answer_names_its_files_and_they_are_got_where_it_says(draft: Assessment, cast: make.Cast) -> None:
    rows = sorted((give(draft, note=NOTE), give(draft, data=pdf())), key=lambda row: row.pk)
    revealed(draft, cast)
    secret = token(cast.grace)
    told = files_told(secret)
    assert [each["address"] for each in told] == [f"/api/v1/evidence/{row.pk}" for row in rows]
    assert {(each["kind"], each["note"]) for each in told} == {("picture", NOTE), ("pdf", "")}
    types = {"picture": "image/jpeg", "pdf": "application/pdf"}
    for each in told:
        got = ask(secret, each["address"].removeprefix("/api/v1/"))
        assert (len(got.content), sha256(got.content).hexdigest()) == (each["size"], each["sha256"])
        assert got["Content-Type"] == types[each["kind"]]
        assert got["Content-Disposition"] == f'attachment; filename="{each["name"]}"'
        assert got["Content-Security-Policy"].startswith("sandbox")
    assert {each["name"].partition("-C1-")[0] for each in told} == {"evidence"}


def test_no_token_reads_a_sealed_file_not_even_of_whoever_gave_it(draft: Assessment, cast: make.Cast) -> None:
    row = give(draft)
    people = (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera, cast.alain)
    secrets = [token(each) for each in people]
    assert [taken(each, row) for each in secrets] == [404] * 6
    revealed(draft, cast)
    assert [taken(each, row) for each in secrets] == [200] * 4 + [404] * 2
    assert [len(files_told(each)) for each in secrets] == [1] * 4 + [0] * 2
    make.close_round(draft.round)
    assert [taken(each, row) for each in secrets] == [200] * 6


def test_files_of_several_of_a_side_are_got_where_their_answers_are_read_apart(
    draft: Assessment, cast: make.Cast
) -> None:
    row = give(draft)
    make.sent(cast.paul, "CMJ", draft.round)
    revealed(draft, cast)
    assert [taken(token(each), row) for each in (cast.paul, cast.grace)] == [200, 404]
    assert [len(files_told(token(each))) for each in (cast.paul, cast.grace)] == [1, 0]


def test_only_files_of_answers_of_the_tokens_programme_are_got(draft: Assessment, cast: make.Cast) -> None:
    answered = give(draft)
    revealed(draft, cast)
    elsewhere = token(cast.nadia, cast.nadia.memberships.get().programme)
    assert taken(elsewhere, answered) == 404
    others = (attach(make.contact(cast.amina, sharing="all")), attach(observe("R1"), data=photo(70)))
    assert [taken(token(cast.amina), each) for each in (answered, *others)] == [200, 404, 404]
    assert ask("wrong", f"evidence/{answered.pk}").status_code == 401
