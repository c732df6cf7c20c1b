"""The sign-in of an organisation (OpenID Connect) on this machine, as far as it is needed: who has signed in is told.

It holds those who come with a code to the question they came with: the secret, the address, the proof key; each code
works once. What it says can be wrong in one way at a time.
"""

import base64
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT, SECRET = "ssr", "only-for-this-run"


def _key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Issuer:
    """A running issuer: ``person`` is who has signed in there, ``wrong`` what it says otherwise than it should."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    key: RSAPrivateKey = field(default_factory=_key)
    other_key: RSAPrivateKey = field(default_factory=_key)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def config(self) -> dict[str, Any]:
        """Return what it says of itself."""
        return {
            "issuer": self.wrong.get("issuer", self.address),
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def keys(self) -> dict[str, Any]:
        """Return the key with which it signs."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}

    def authorize(self, query: Mapping[str, str]) -> str:
        """Return where who has signed in is sent back to, with a code."""
        code = token_urlsafe(16)
        self.codes[code] = dict(query)
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: Mapping[str, str], authorization: str) -> dict[str, Any] | None:
        """Return what it signs in exchange for a code, None where the code is not theirs who ask."""
        asked = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or authorization != f"Basic {basic}" or asked.get("code_challenge") != challenge:
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": asked["client_id"], "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], **self.person, **self.wrong.get("claims", {})}
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        way = self.wrong.get("signature", "its own")
        key: Any = {"its own": self.key, "another": self.other_key, "none": None, "a secret": SECRET * 3}[way]
        algorithm = {"none": "none", "a secret": "HS256"}.get(way, "RS256")
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "1"})


class _Handler(BaseHTTPRequestHandler):
    issuer: Issuer

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        if path == "/authorize":
            self.send_response(302)
            asked = {name: values[0] for name, values in parse_qs(query).items()}
            self.send_header("Location", self.issuer.authorize(asked))
            self.end_headers()
        else:
            self._answer(self.issuer.keys() if path == "/keys" else self.issuer.config())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        answer = self.issuer.token(form, self.headers.get("Authorization", ""))
        self._answer(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def _answer(self, value: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def issuing() -> Iterator[Issuer]:
    """Run an issuer on this machine until the block ends."""
    issuer = Issuer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"issuer": issuer}))
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
