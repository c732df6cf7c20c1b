"""A device that seals what is written on it, as the page's script does, and posts it."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.http import HttpResponse
from django.test import Client

from coordination.forms.waiting import Sealed, person_marks, place_mark, public_key
from coordination.models import Membership, User


def coded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode()


def seal(
    content: object,
    *,
    person: str,
    place: str,
    number: UUID | None = None,
    server: str = "",
) -> Sealed:
    """Seal a text for the server, or for whoever has this public key."""
    number = number or uuid4()
    own, point = ec.generate_private_key(ec.SECP256R1()), serialization.Encoding.X962
    key = own.public_key().public_bytes(point, serialization.PublicFormat.UncompressedPoint)
    raw = server or public_key()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    )
    shared = own.exchange(ec.ECDH(), theirs)
    secret = HKDF(algorithm=hashes.SHA256(), length=32, salt=key, info=b"coordination.waiting").derive(shared)
    nonce = os.urandom(12)
    bound = f"{person} {place} {number}".encode()
    text = AESGCM(secret).encrypt(nonce, json.dumps(content).encode(), bound)
    return Sealed(
        number=number, person=person, place=place, key=coded(key), nonce=coded(nonce), text=coded(text)
    )


def written(
    user: User,
    address: str,
    fields: Sequence[tuple[str, str]],
    *,
    number: UUID | None = None,
    after: UUID | None = None,
) -> Sealed:
    """Seal what a person wrote on a page, at the place that they have now."""
    place = Membership.objects.select_related("programme").get(user=user)
    content = {
        "address": address,
        "fields": [list(each) for each in fields],
        "said": [["", value] for _name, value in fields],
        "after": str(after or ""),
    }
    return seal(
        content,
        person=person_marks(user.pk)[0],
        place=place_mark(user.pk, place.programme.code, place.side or ""),
        number=number,
    )


def opens(browser: Client, sealed: Sealed) -> HttpResponse:
    """Post a sealed text to the list of what waits."""
    response: HttpResponse = browser.post("/waiting/", asdict(sealed))
    return response
