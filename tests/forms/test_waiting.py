"""What waits on a device: sealed for the server, with whose it is bound in; what is opened is still not trusted."""

from base64 import urlsafe_b64decode
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from coordination.forms.kept import LARGEST, NotKept, Why
from coordination.forms.waiting import (
    Sealed,
    open_sealed,
    person_marks,
    place_mark,
    place_marks,
    public_key,
)
from tests.device import coded, seal

ADDRESS = "/contacts/add/?kind=call"
WRITTEN = {
    "address": ADDRESS,
    "fields": [["subject", "L’audit – ﬁn"], ["operation", "x"], ["from_waiting", "1"], ["written_by", "y"]],
    "said": [["Subject", "L’audit – ﬁn"]],
    "after": "",
}
MINE, HERE = "a" * 16, "b" * 24
FORMER, PRESENT = "a former secret " * 4, "the present secret " * 4


def sealed(content: object = WRITTEN, **about: str) -> Sealed:
    return seal(content, person=MINE, place=HERE, **about)


def why(one: Sealed) -> Why:
    with pytest.raises(NotKept) as lost:
        open_sealed(one)
    return lost.value.why


def test_what_was_sealed_is_opened_as_it_was_without_what_the_server_says_itself() -> None:
    one = sealed()
    found = open_sealed(one)
    assert (found.number, found.address, found.after) == (one.number, ADDRESS, None)
    assert found.fields == (("subject", "L’audit – ﬁn"),)
    assert found.said == (("Subject", "L’audit – ﬁn"),)


def test_nothing_can_be_read_in_it_and_the_same_text_is_never_the_same() -> None:
    one, other = sealed(), sealed()
    for word in (b"audit", b"contacts", b"subject"):
        assert word not in urlsafe_b64decode(one.text)
    assert {one.key, one.nonce, one.text}.isdisjoint({other.key, other.nonce, other.text})


@pytest.mark.parametrize(
    "changed",
    [{"person": "c" * 16}, {"place": "c" * 24}, {"number": uuid4()}, {"nonce": coded(b"\0" * 12)}],
    ids=lambda each: next(iter(each)),
)
def test_whose_it_is_and_which_is_bound_in(changed: dict[str, object]) -> None:
    assert why(replace(sealed(), **changed)) is Why.NOT_OURS


@pytest.mark.parametrize("part", ["key", "nonce", "text"])
@pytest.mark.parametrize("value", ["", "é", "A", "AAAA", coded(b"\4" + b"\1" * 64), coded(b"x" * 90)])
def test_what_was_changed_is_not_opened(part: str, value: str) -> None:
    assert why(replace(sealed(), **{part: value})) is Why.NOT_OURS


def test_a_changed_letter_is_found() -> None:
    one = sealed()
    letter = "A" if one.text[40] != "A" else "B"
    assert why(replace(one, text=one.text[:40] + letter + one.text[41:])) is Why.NOT_OURS


def test_a_former_secret_opens_what_was_sealed_for_it(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = FORMER, []
    one, person, place = sealed(), person_marks(7), place_mark(7, "cod", "partners")
    former = public_key()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = PRESENT, [FORMER]
    assert open_sealed(one).address == ADDRESS
    assert public_key() != former, "what is sealed from now on is sealed for the present one"
    assert person[0] in person_marks(7)
    assert place in place_marks(7, "cod", "partners")
    settings.SECRET_KEY_FALLBACKS = []
    assert why(one) is Why.NOT_OURS


def test_a_text_sealed_for_another_server_is_not_opened() -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    numbers = other.public_numbers()
    point = b"\4" + numbers.x.to_bytes(32) + numbers.y.to_bytes(32)
    assert why(sealed(server=coded(point))) is Why.NOT_OURS


def test_what_is_too_large_is_said_to_be() -> None:
    assert why(replace(sealed(), text="A" * (LARGEST + 1))) is Why.TOO_LARGE


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/contacts/add/",
        "//elsewhere.example/contacts/add/",
        "/\\elsewhere.example/",
        "/people/1/end/",
        "/sign-out/",
        "/no-such-page/",
        "contacts/add/",
        "",
    ],
)
def test_it_is_sent_to_pages_of_which_the_device_keeps_texts_alone(address: str) -> None:
    assert why(sealed(WRITTEN | {"address": address})) is Why.NOT_OURS


@pytest.mark.parametrize("content", [[], {}, "x", WRITTEN | {"fields": "x"}, WRITTEN | {"after": "x"}])
def test_what_is_no_text_of_ours_is_refused(content: object) -> None:
    assert why(sealed(content)) is Why.NOT_OURS


def test_the_mark_of_a_place_tells_side_programme_and_person_apart() -> None:
    places = [
        (7, "cod", "partners"),
        (7, "cod", "government"),
        (7, "caf", "partners"),
        (8, "cod", "partners"),
    ]
    assert len({place_mark(*each) for each in places}) == 4
