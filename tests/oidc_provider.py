"""A sign-in service on loopback, as strict as the standard: PKCE, redirects, codes that work once.

What it says in its tokens can be made wrong in one thing at a time, to see that it is noticed.
"""

import base64
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "bearing", "a shared secret that is long enough"
Wrong = Callable[["LoopbackProvider", dict[str, Any]], str]
"""Makes the token in the place of the right one, of the right claims."""


@dataclass
class LoopbackProvider:
    """The service: whom it vouches for, and what it was asked."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    document: dict[str, Any] = field(default_factory=dict)
    wrong: Wrong | None = None
    token_status: int = 200
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    redirects: list[str] = field(default_factory=list)

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.discovery),
            Route("/keys", self.keys),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
        ]

    def discovery(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        here = self.issuer
        return JSONResponse(
            {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "jwks_uri": f"{here}/keys",
            }
            | self.document
        )

    def keys(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    def authorize(self, request: Request) -> Response:
        """Vouch for the person without a question, as where one is signed in there already."""
        asked = dict(request.query_params)
        if asked["client_id"] != CLIENT or asked["redirect_uri"] not in self.redirects:
            return JSONResponse({"error": "invalid_request"}, 400)
        if asked.get("code_challenge_method") != "S256" or "openid" not in asked["scope"]:
            return JSONResponse({"error": "invalid_request"}, 400)
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        answer = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{answer}", 302)

    async def token(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        sent = {name: one for name, [one] in parse_qs((await request.body()).decode()).items()}
        basic = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        known = request.headers.get("authorization") in {f"Basic {basic}", f"Basic {plain}"}
        begun = self.codes.pop(sent.get("code", ""), None)
        if self.token_status != 200 or not known or begun is None:
            return JSONResponse({"error": "invalid_grant"}, max(400, self.token_status))
        challenge = hashlib.sha256(sent["code_verifier"].encode()).digest()
        told = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if told != begun["code_challenge"] or sent["redirect_uri"] != begun["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300,
            "nonce": begun["nonce"], **self.claims,
        }  # fmt: skip
        token = (self.wrong or LoopbackProvider.signed)(self, claims)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def signed(self, claims: dict[str, Any], key: RSAKey | None = None) -> str:
        """Return claims signed, with the service's own key unless another is given."""
        used = key or self.key
        return jwt.encode({"alg": "RS256", "kid": used.kid}, claims, used)


def unsigned(_provider: LoopbackProvider, claims: dict[str, Any]) -> str:
    """Return claims with the algorithm "none"."""
    return jwt.encode({"alg": "none"}, claims, OctKey.generate_key(256), algorithms=["none"])


def by_secret(_provider: LoopbackProvider, claims: dict[str, Any]) -> str:
    """Return claims signed with the secret that both sides share, as whoever stole it could."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def by_another(provider: LoopbackProvider, claims: dict[str, Any]) -> str:
    """Return claims signed by somebody else under the name of the service's key."""
    return provider.signed(claims, RSAKey.generate_key(2048, {"kid": "one"}))


def told(**changed: Any) -> Wrong:
    """Return a maker of tokens that say something else; None leaves a claim out."""

    def make(provider: LoopbackProvider, claims: dict[str, Any]) -> str:
        mixed = claims | changed
        return provider.signed({name: one for name, one in mixed.items() if one is not None})

    return make


@contextmanager
def loopback_provider() -> Iterator[LoopbackProvider]:
    """Run a service on a free port of this computer."""
    provider = LoopbackProvider()
    app = Starlette(routes=provider.routes())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    provider.issuer = f"http://127.0.0.1:{port}"
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
