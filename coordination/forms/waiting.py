"""What was written on a device that did not reach the server: sealed there for the server, opened for its person alone.

The device has the server's public key: it can write and not read back. Each text has a key of its own (ECDH on P-256,
HKDF, AES-GCM); its person, their place and side, and its number are bound in, so that none of them can be exchanged.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import resolve
from django.utils.crypto import salted_hmac

from coordination.forms.kept import LARGEST, NotKept, Why, fields_of

#: The hidden fields of a form: by which number it is stored once, and whether it was sent from the list of what waits.
OPERATION, FROM_LIST = "operation", "from_waiting"
#: The pages of which a device keeps what is written, and sends it there.
ROUTES = frozenset(
    (
        "assessment-score",
        "assessment-begin-section",
        "contact-add",
        "contact-detail",
        "activity-add",
        "activity-edit",
        "risk-observe",
    )
)

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_KEY_SALT, _PLACE_SALT = "coordination.forms.waiting.key", "coordination.forms.waiting.place"
_INFO = b"coordination.waiting"
_SECTION = re.compile(r"[A-Z][A-Z0-9]*-version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed text as the device sends it: its number, whose and of which place it is, and what opens it."""

    number: UUID
    person: str
    place: str
    key: str
    nonce: str
    text: str

    @property
    def bound(self) -> bytes:
        """What the seal binds in."""
        return f"{self.person} {self.place} {self.number}".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was opened: where it goes, its fields, what a person reads of it, and which operation it followed."""

    number: UUID
    address: str
    fields: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str], ...]
    after: UUID | None

    @property
    def version_field(self) -> str:
        """The field with the version that an answer was written over, empty for what is no answer."""
        return next((name for name, _value in self.fields if _SECTION.fullmatch(name)), "")


class SealedForm(forms.Form):
    """A sealed text as it is posted."""

    number = forms.UUIDField()
    person = forms.CharField(max_length=32)
    place = forms.CharField(max_length=32)
    key = forms.CharField(max_length=200)
    nonce = forms.CharField(max_length=40)
    text = forms.CharField(strip=False)

    def sealed(self) -> Sealed:
        """Return it; the form is valid."""
        return Sealed(**self.cleaned_data)


def person_marks(person: int) -> tuple[str, ...]:
    """Return the marks under which a device knows a person, the present one first (``views.parameters.reader_mark``)."""
    return tuple(salted_hmac("reader", str(person), secret=each).hexdigest()[:16] for each in _secrets())


def place_mark(person: int, programme: str, side: str) -> str:
    """Return a mark of a person's place: the same as long as they have it, and it tells nothing."""
    return salted_hmac(_PLACE_SALT, json.dumps([person, programme, side])).hexdigest()[:24]


def place_marks(person: int, programme: str, side: str) -> frozenset[str]:
    """Return the marks under which a place may be known: those of former secrets, too."""
    said = json.dumps([person, programme, side])
    return frozenset(salted_hmac(_PLACE_SALT, said, secret=each).hexdigest()[:24] for each in _secrets())


def operation_in(data: Mapping[str, str]) -> UUID | None:
    """Return the number that a form brings to be stored once by, None where it brings none."""
    try:
        return UUID(data.get(OPERATION, ""))
    except ValueError:
        return None


def public_key() -> str:
    """Return the key with which a device seals, as it takes it."""
    return _public(settings.SECRET_KEY)


def open_sealed(sealed: Sealed) -> Written:
    """Return what was written; whose it is and of which place the caller has asked before.

    Raises:
        NotKept: it is too large, was sealed for another server or for somebody else, or was changed.
    """
    if len(sealed.text) > LARGEST:
        raise NotKept(Why.TOO_LARGE)
    try:
        key, nonce, text = (_bytes(each) for each in (sealed.key, sealed.nonce, sealed.text))
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, key)
        if len(nonce) != 12:
            raise NotKept(Why.NOT_OURS)
    except (ValueError, NotBase64) as wrong:
        raise NotKept(Why.NOT_OURS) from wrong
    for secret in _secrets():
        shared = _private(secret).exchange(ec.ECDH(), theirs)
        derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=key, info=_INFO).derive(shared)
        try:
            opened = AESGCM(derived).decrypt(nonce, text, sealed.bound)
        except InvalidTag:
            continue
        return _read(sealed.number, opened)
    raise NotKept(Why.NOT_OURS)


def _read(number: UUID, opened: bytes) -> Written:
    """Return what the device wrote, as far as it may be sent from here; it is not trusted for having been sealed."""
    try:
        found = json.loads(opened)
        pairs = [(str(name), str(value)) for name, value in found["fields"]]
        said = tuple((str(name), str(value)) for name, value in found["said"])
        address, after = str(found["address"]), UUID(found["after"]) if found.get("after") else None
    except (ValueError, KeyError, TypeError) as wrong:
        raise NotKept(Why.NOT_OURS) from wrong
    if not _may_be_sent_to(address):
        raise NotKept(Why.NOT_OURS)
    fields = fields_of((name, (value,)) for name, value in pairs if name not in (OPERATION, FROM_LIST))
    return Written(number=number, address=address, fields=fields, said=said, after=after)


def _may_be_sent_to(address: str) -> bool:
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    try:
        return resolve(address.partition("?")[0]).url_name in ROUTES
    except Http404:
        return False


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    """Return the key that follows from a secret of the settings: nothing else needs to be kept."""
    digest = salted_hmac(_KEY_SALT, "private", secret=secret, algorithm="sha512").digest()
    # Of 512 bits, so that no number is likelier than another.
    return ec.derive_private_key(int.from_bytes(digest) % (_ORDER - 1) + 1, _CURVE)


@lru_cache(maxsize=8)
def _public(secret: str) -> str:
    point = (
        _private(secret)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return urlsafe_b64encode(point).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
