"""Comments on the page of a structure: by side and role, never by name, with a form that needs no script."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import Comment, User
from tests import joint_answers, make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
HUB, ADD = "/structures/cmj/march-2011/", "/rounds/march-2011/cmj/comments/C1/"


def talk(browser: Client) -> str:
    return pages.read(browser.get(HUB)).one("div", id="talk-C1").text()


def test_both_sides_read_a_comment_with_side_and_role_and_without_a_name(
    client_of: ClientOf, cast: make.Cast
) -> None:
    joint_answers.revealed(cast)
    User.objects.update(language="en")
    response = client_of(cast.grace).post(ADD, {"text": "The minutes show it."})
    assert response["Location"] == f"{HUB}#talk-C1"
    for reader in (cast.amina, cast.grace, cast.joseph):
        said = talk(client_of(reader))
        assert "Government · adviser" in said
        assert "The minutes show it." in said
        assert "Grace" not in said


def test_nothing_said_is_asked_for_again_with_what_was_typed(client_of: ClientOf, cast: make.Cast) -> None:
    joint_answers.revealed(cast)
    page = client_of(cast.amina).post(ADD, {"text": "x" * 4001})
    assert page.status_code == 400
    assert pages.read(page).one("textarea", name="text").text().strip() == "x" * 4001
    assert not Comment.objects.exists()


@pytest.mark.takes_long
def test_its_author_and_the_manager_of_its_side_may_withdraw_it_and_the_reason_stands_in_its_place(
    client_of: ClientOf, cast: make.Cast
) -> None:
    round_ = joint_answers.revealed(cast)
    User.objects.update(language="en")
    row = joint_answers.comment(cast.amina, round_, text="Mr X was absent.")
    address = f"/comments/{row.pk}/withdraw/"
    offered = {person.email: address in client_of(person).get(HUB).content.decode() for person in cast}
    assert [email.split("@")[0] for email, is_there in offered.items() if is_there] == ["amina", "paul"]
    client_of(cast.paul).post(address, {"reason": "It names a person."})
    said = talk(client_of(cast.joseph))
    assert "Mr X" not in said
    assert "It names a person." in said
    assert "Partners · adviser" in said


def test_a_viewer_reads_comments_once_the_round_is_closed(client_of: ClientOf, cast: make.Cast) -> None:
    round_ = joint_answers.revealed(cast)
    joint_answers.comment(cast.amina, round_, text="We were there.")
    vera = client_of(cast.vera)
    assert "We were there." not in vera.get(HUB).content.decode()
    make.close_round(round_)
    assert "We were there." in talk(vera)
    assert "comments/C1" not in vera.get(HUB).content.decode()
    assert vera.post(ADD, {"text": "And I?"}).status_code == 403


def test_an_archived_programme_is_not_commented(client_of: ClientOf, cast: make.Cast) -> None:
    joint_answers.revealed(cast)
    type(make.cod()).objects.filter(code="cod").update(archived_at=make.AT)
    assert client_of(cast.amina).post(ADD, {"text": "Too late."}).status_code == 403
