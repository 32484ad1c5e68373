"""The organisation's own sign-in service, asked by OpenID Connect: who is this?

Nothing here runs, or is loaded, where no provider is set. It is asked from the server for its
addresses, its keys and the token; the browser brings nothing but a code that works once.
"""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from survey.configuration import Settings
from survey.errors import BearingError

DISCOVERY: Final = "/.well-known/openid-configuration"
SCOPE: Final = "openid profile email"
SECONDS: Final = 10
"""How long an answer of the provider may take."""
KEPT: Final = 3600.0
"""For so many seconds what the provider says of itself is kept."""
LEFT_ALONE: Final = 10.0
"""For so many seconds a provider that did not answer is not asked again."""
LEEWAY: Final = 60
"""Seconds by which two clocks may differ."""
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""Signatures with a key that the provider alone has; never none, never the shared secret."""
EMAIL: Final = "email"

log = logging.getLogger(__name__)


class ProviderFailed(BearingError):
    """The provider cannot be reached, or what it sent is not to be believed."""

    code: ClassVar[str] = "OIDC-PROVIDER"


class NotNamed(BearingError):
    """The provider vouches for somebody and does not say by which name of the staff list."""

    code: ClassVar[str] = "OIDC-NOT-NAMED"


@dataclass(frozen=True)
class Asked:
    """What a sign-in was begun with, and what its answer has to fit."""

    state: str
    nonce: str
    verifier: str
    redirect: str


class Provider:
    """One provider, by the settings. It keeps what the provider says of itself for an hour."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer
        self._client = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._claim = settings.oidc_claim
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}
        self._silent_until = 0.0

    def address(self, asked: Asked) -> str:
        """Return the address to which the browser goes. Raises ``ProviderFailed``."""
        there = self._named("authorization_endpoint")
        with self._session(asked) as session:
            address, _ = session.create_authorization_url(
                there, state=asked.state, code_verifier=asked.verifier, nonce=asked.nonce
            )
        return str(address)

    def name(self, code: str, asked: Asked) -> str:
        """Return by which name the provider knows whoever brings this code.

        Raises ``ProviderFailed`` where the token is not the provider's, not for this server, not
        for this sign-in or no longer valid, and ``NotNamed`` where it says no usable name.
        """
        try:
            with self._session(asked) as session:
                token = session.fetch_token(
                    self._named("token_endpoint"), code=code, code_verifier=asked.verifier,
                    grant_type="authorization_code", timeout=SECONDS, allow_redirects=False,
                )  # fmt: skip
            claims = self._believed(str(token.get("id_token", "")), token, asked)
        except (requests.RequestException, AuthlibBaseError, JoseError, ValueError) as failed:
            raise self._failed("token", failed) from failed
        return self._said(claims)

    def _said(self, claims: CodeIDToken) -> str:
        named = claims.get(self._claim)
        if not isinstance(named, str) or not named.strip():
            raise NotNamed("The provider's token has no claim {claim!r}.", claim=self._claim)
        if self._claim == EMAIL and claims.get("email_verified") is not True:
            raise NotNamed("The provider does not say that it has verified the address.")
        return named.strip()

    def _believed(self, token: str, answer: dict[str, Any], asked: Asked) -> CodeIDToken:
        """Return the claims of a token: signed by the provider, for this server and this sign-in.

        A key that is not known yet may be a new one, so the keys are asked for once more.
        """
        try:
            read = jwt.decode(token, self._keys(), algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):
            self._forget("jwks_uri")
            read = jwt.decode(token, self._keys(), algorithms=list(ALGORITHMS))
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": self._issuer},
                "aud": {"essential": True, "value": self._client},
                "exp": {"essential": True},
                "iat": {"essential": True},
                "nonce": {"essential": True, "value": asked.nonce},
            },
            params={
                "nonce": asked.nonce,
                "client_id": self._client,
                "access_token": answer.get("access_token"),
            },
        )
        claims.validate(leeway=LEEWAY)
        return claims

    def _session(self, asked: Asked) -> OAuth2Session:
        session = OAuth2Session(
            self._client, self._secret, scope=SCOPE, redirect_uri=asked.redirect,
            code_challenge_method="S256",
        )  # fmt: skip
        session.trust_env = False  # no other account of this computer is sent along
        return session

    def _keys(self) -> KeySet:
        found = self._fetched("jwks_uri", self._named("jwks_uri"))
        return KeySet.import_key_set(found)  # type: ignore[arg-type]  # it checks what it is given

    def _named(self, what: str) -> str:
        """Return an address that the provider names of itself, checked."""
        document = self._fetched(DISCOVERY, self._issuer.rstrip("/") + DISCOVERY)
        if document.get("issuer") != self._issuer:
            raise self._failed("issuer")
        address = document.get(what)
        if not isinstance(address, str) or not safe(address):
            raise self._failed(what)
        return address

    def _fetched(self, what: str, address: str) -> dict[str, Any]:
        with self._lock:
            at, found = self._kept.get(what, (0.0, {}))
            if found and time.monotonic() - at < KEPT:
                return found
            if time.monotonic() < self._silent_until:
                raise self._failed(f"{what}, a moment ago")
            try:
                with requests.Session() as session:
                    session.trust_env = False
                    answer = session.get(address, timeout=SECONDS, allow_redirects=False)
                    answer.raise_for_status()
                    found = answer.json()
            except (requests.RequestException, ValueError) as failed:
                self._silent_until = time.monotonic() + LEFT_ALONE
                raise self._failed(what, failed) from failed
            if not isinstance(found, dict):
                raise self._failed(what)
            self._kept[what] = (time.monotonic(), found)
            return found

    def _forget(self, what: str) -> None:
        with self._lock:
            self._kept.pop(what, None)

    def _failed(self, what: str, failed: Exception | None = None) -> ProviderFailed:
        kind = type(failed).__name__ if failed else "not as it has to be"
        return ProviderFailed(
            "The provider of the sign-in failed: {what} ({kind}).", what=what, kind=kind
        )


def safe(address: str) -> bool:
    """Whether an address is encrypted on its way, or does not leave this computer."""
    parts = urlsplit(address)
    loopback = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and loopback)
    )
