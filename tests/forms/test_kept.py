"""What is carried over the end of a session: who may read it, for how long, and how much of it."""

import hashlib
import time
from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict

from coordination.forms.kept import Kept, NotKept, Stamp, Why, fields_of, read_stamp, seal, unseal

STAMP = Stamp(person=7, programme="cod", side="partners", page="/contacts/add/?kind=call")
KEPT = Kept(
    stamp=STAMP,
    address="/contacts/add/",
    fields=(("subject", "L’audit des casernes – ﬁn"), ("people", "")),
    number="",
)
HOUR = 3600


def later(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    """The clock goes forward."""
    now = time.time() + hours * HOUR
    monkeypatch.setattr(time, "time", lambda: now)


def why(read: Any, text: str) -> Why:
    with pytest.raises(NotKept) as lost:
        read(text)
    return lost.value.why


def test_a_stamp_says_who_was_given_the_form_and_where() -> None:
    assert read_stamp(STAMP.signed()) == STAMP


def test_a_sealed_form_comes_back_as_it_was() -> None:
    assert unseal(seal(KEPT)) == KEPT


def test_nothing_can_be_read_in_what_is_sealed() -> None:
    sealed = seal(KEPT)
    for word in ("audit", "casernes", "contacts", "subject", "cod", "partners"):
        assert word not in sealed
    assert seal(KEPT) != sealed, "the same text twice would show that it is the same"


@pytest.mark.parametrize(
    ("made", "read"), [(STAMP.signed, read_stamp), (lambda: seal(KEPT), unseal)], ids=["stamp", "seal"]
)
class TestStampAndSeal:
    def test_they_are_good_for_twelve_hours(
        self, made: Any, read: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = made()
        later(monkeypatch, 11.9)
        assert read(text)
        later(monkeypatch, 0.2)
        assert why(read, text) is Why.TOO_OLD

    @pytest.mark.parametrize("where", [0, 10, 60, -10])
    def test_one_letter_changed_opens_nothing(self, made: Any, read: Any, where: int) -> None:
        text = made()
        letters = list(text)
        letters[where] = "A" if letters[where] != "A" else "Q"
        assert why(read, "".join(letters)) is Why.NOT_OURS

    @pytest.mark.parametrize("text", ["", "x", "é\x00", "a:b:c", "gAAAAA=="])
    def test_junk_opens_nothing(self, made: Any, read: Any, text: str) -> None:
        assert why(read, text) is Why.NOT_OURS

    def test_another_server_opens_nothing(self, made: Any, read: Any, settings: Any) -> None:
        text = made()
        settings.SECRET_KEY = "another-key-" * 5
        assert why(read, text) is Why.NOT_OURS

    def test_a_new_key_still_opens_what_the_old_one_made(self, made: Any, read: Any, settings: Any) -> None:
        text = made()
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-key-" * 5
        assert read(text)
        settings.SECRET_KEY_FALLBACKS = []
        assert why(read, text) is Why.NOT_OURS


def test_a_stamp_is_no_seal_and_a_seal_no_stamp() -> None:
    assert why(unseal, STAMP.signed()) is Why.NOT_OURS
    assert why(read_stamp, seal(KEPT)) is Why.NOT_OURS


def test_at_most_64_kilobytes_are_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    # Text that cannot be made shorter: every letter follows from nothing before it.
    noise = hashlib.shake_256(b"noise").hexdigest(120_000)
    for length in (40_000, 80_000):
        assert len(seal(replace(KEPT, fields=(("agreed", noise[:length]),)))) <= 64 * 1024
    with pytest.raises(NotKept) as lost:
        seal(replace(KEPT, fields=(("agreed", noise),)))
    assert lost.value.why is Why.TOO_LARGE
    assert why(unseal, "x" * (64 * 1024 + 1)) is Why.TOO_LARGE


def test_no_key_no_stamp_and_no_password_is_carried() -> None:
    posted = QueryDict(
        "csrfmiddlewaretoken=k&written_by=s&sealed=s&waiting=w&password=p&old_password=p&new_password1=p&New-Password=p"
        "&a=1&b=2&a=3&empty="
    )
    assert fields_of(posted.lists()) == (("a", "1"), ("a", "3"), ("b", "2"), ("empty", ""))


def test_the_same_form_sent_twice_has_one_number() -> None:
    assert KEPT.fingerprint == replace(KEPT).fingerprint
    assert KEPT.fingerprint != replace(KEPT, address="/contacts/1/").fingerprint
    assert KEPT.fingerprint != replace(KEPT, fields=(("subject", "Another"),)).fingerprint
