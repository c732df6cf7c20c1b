"""What the sign-in of an organisation (OpenID Connect) says of a person, once it is proved.

The way there and back is allauth's: discovery, the state of a session, the exchange of the code. What comes back counts
only with a signature of the issuer that the settings name, for this program, in answer to the question of this session.
"""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from requests import RequestException

from coordination import mail

#: Signatures with a key that the issuer alone has; none with a secret that both know.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")
#: So many seconds may the clocks of the two differ.
LEEWAY = 60
#: What a wrong answer of the issuer can raise, wherever it is wrong.
WRONG = (OAuth2Error, RequestException, jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError)


class NotProved(Exception):
    """What came back proves nothing; its text is for the log, and holds nothing secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What the person went there for: “sign-in”, or “link” with the number of who asked; and where they go on."""

    what: str
    user: int | None = None
    next: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedPerson:
    """Who the person is there; ``verified_email`` is empty where the issuer has verified none."""

    subject: str
    verified_email: str
    has_second_factor: bool


def way_there(request: HttpRequest, asked: Errand) -> str:
    """Return the address to which the person goes, with a question that only this session can answer.

    Raises:
        NotProved: the issuer cannot be asked, or is not the one of the settings.
    """
    try:
        config = _config(_adapter(request))
        challenge = generate_code_challenge()
        nonce, verifier = token_urlsafe(32), challenge.pop("code_verifier")
        kept = {
            "what": asked.what,
            "user": asked.user,
            "next": asked.next,
            "nonce": nonce,
            "verifier": verifier,
        }
        state = statekit.stash_state(request, provider_id=settings.OIDC_PROVIDER, state=kept)
        query = {
            **{"response_type": "code", "scope": "openid email", "client_id": settings.OIDC_CLIENT_ID},
            **{"redirect_uri": _callback(request), "state": state, "nonce": nonce},
            **challenge,
        }
        address = str(config["authorization_endpoint"])
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
    except WRONG as wrong:
        raise NotProved(f"no way there: {type(wrong).__name__}") from wrong


def way_back(request: HttpRequest) -> tuple[Errand, ProvedPerson]:
    """Return what the person went there for, and who they are there; the question of the session is used up.

    Raises:
        NotProved: it is no answer to the question, or not proved.
    """
    state_id = request.GET.get("state", "")
    kept = statekit.unstash_state(request, provider_id=settings.OIDC_PROVIDER, state_id=state_id)
    if kept is None:
        raise NotProved("no question of this session")
    if "code" not in request.GET:
        raise NotProved("no code")
    try:
        said = _said(_claims(request, kept))
    except WRONG as wrong:
        raise NotProved(f"{type(wrong).__name__}") from wrong
    return Errand(what=kept["what"], user=kept["user"], next=kept["next"]), said


def _adapter(request: HttpRequest) -> Any:
    return OpenIDConnectOAuth2Adapter(request, settings.OIDC_PROVIDER)


def _callback(request: HttpRequest) -> str:
    return mail.site(request) + reverse("sign-in-back")


def _config(adapter: Any) -> dict[str, Any]:
    """Return what the issuer says of itself; it is the issuer of the settings, to the letter."""
    config: dict[str, Any] = adapter.openid_config
    if config["issuer"] != settings.OIDC_ISSUER:
        raise ValueError("another issuer")
    return config


def _claims(request: HttpRequest, kept: dict[str, Any]) -> dict[str, Any]:
    """Return what the issuer has signed in exchange for the code."""
    adapter = _adapter(request)
    config, app = _config(adapter), adapter.get_provider().app
    client = OAuth2Client(
        *(request, app.client_id, app.secret, "POST", config["token_endpoint"], _callback(request)),
        basic_auth=adapter.basic_auth,
    )
    token = client.get_access_token(request.GET["code"], pkce_code_verifier=kept["verifier"])["id_token"]
    claims: dict[str, Any] = jwt.decode(
        token,
        key=_key(config["jwks_uri"], jwt.get_unverified_header(token).get("kid")),
        algorithms=ALGORITHMS,
        issuer=settings.OIDC_ISSUER,
        audience=app.client_id,
        leeway=LEEWAY,
        options={"require": [*REQUIRED]},
    )
    if not constant_time_compare(claims["nonce"], kept["nonce"]):
        raise ValueError("another nonce")
    if claims.get("azp", app.client_id) != app.client_id:
        raise ValueError("for another program")
    return claims


def _key(address: str, kid: str | None) -> jwt.PyJWK:
    """Return the issuer's key of this name; without a name the only one."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    (key,) = [each for each in keys if kid is None or each.key_id == kid]
    return key


def _said(claims: dict[str, Any]) -> ProvedPerson:
    methods = claims.get("amr", [])
    return ProvedPerson(
        subject=str(claims["sub"]),
        verified_email=str(claims.get("email", "")) if claims.get("email_verified") is True else "",
        has_second_factor=isinstance(methods, list) and bool({*settings.OIDC_SECOND_FACTOR} & {*methods}),
    )
