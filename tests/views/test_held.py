"""What was typed before the session ended waits for the second step: for an hour, also where that took a second try."""

import pytest

from tests import factors as given
from tests import make, pages
from tests.views.test_accounts import SECOND, code_now, later, sign_in
from tests.views.test_kept import TYPED, expires, note, strict


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "is_kept"), [(59, True), (61, False)])
def test_the_text_waits_an_hour_for_the_second_step(
    minutes: int, is_kept: bool, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = strict(cast.amina)
    tab = note(browser)
    expires(browser)
    given.app(cast.amina)
    form = pages.read(tab.send()).form_node("username")
    fields = form.posts() | {"csrfmiddlewaretoken": form.one(name="csrfmiddlewaretoken").attrs["value"]}
    answer = browser.post("/sign-in/", fields | {"username": cast.amina.email, "password": make.PASSWORD})
    assert answer["Location"] == SECOND
    later(monkeypatch, minutes)

    def key(address: str) -> str:
        return pages.read(browser.get(address)).one("main").one(name="csrfmiddlewaretoken").attrs["value"]

    # The step itself is over by then, and begins anew with the password.
    answer = sign_in(browser, cast.amina, csrfmiddlewaretoken=key("/sign-in/"))
    assert answer["Location"] == SECOND
    answer = browser.post(SECOND, {"code": code_now(), "csrfmiddlewaretoken": key(SECOND)}, follow=True)
    kept = [each for each in pages.read(answer).all("form") if "data-kept" in each.attrs]
    assert [each.posts()["subject"] for each in kept] == ([TYPED] if is_kept else [])
