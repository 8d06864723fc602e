"""A small OpenID Connect provider on this machine: discovery, keys, authorization code with PKCE, tokens, userinfo.

It lets in whoever comes, as the person whose ``claims`` it is told, and answers as badly as a test wants.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "alongside", "only-for-tests"
Claims = dict[str, Any]


@dataclass
class Provider:
    """``claims`` is who signs in; ``spoil`` changes an ID token's claims before it is signed, with ``key``."""

    claims: Claims = field(default_factory=dict)
    spoil: Callable[[Claims], Claims] = dict
    denies: str = ""
    """The error that it sends back in place of a code."""
    userinfo: Claims | None = None
    """What the userinfo endpoint says; then the ID token has the subject alone."""
    discovery: Callable[[Claims], object] = dict
    hangs_up: bool = False
    leads_away: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    """The questions that browsers have brought."""

    def __post_init__(self) -> None:
        self.key = self.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    def reset(self) -> None:
        """Honest again, and for nobody."""
        self.claims, self.spoil, self.denies, self.userinfo, self.discovery = {}, dict, "", None, dict
        self.key, self.hangs_up, self.leads_away = self.published, False, False
        self.asked.clear()

    def __enter__(self) -> Provider:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    # --- What it answers --------------------------------------------------------------------------------------------

    def configuration(self) -> object:
        paths = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        found: Claims = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in paths.items()}
        return self.discovery({**found, "issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"})

    def keys(self) -> object:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.published.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent: back, with a code that works once."""
        self.asked.append(asked)
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        said = {"error": self.denies} if self.denies else {"code": code}
        return f"{asked['redirect_uri']}?{urlencode({**said, 'state': asked['state']})}"

    def exchange(self, form: dict[str, str]) -> tuple[int, object]:
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_ours = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or asked.get("code_challenge") != challenge or not is_ours:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        named = {"sub": self.claims["sub"]} if self.userinfo is not None else self.claims
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **named,
        }
        token = jwt.encode(self.spoil(claims), self.key, "RS256", {"kid": "one"})
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            pages: dict[str, Callable[[], object]] = {
                "/.well-known/openid-configuration": provider.configuration,
                "/keys": provider.keys,
                "/userinfo": lambda: provider.userinfo,
            }
            if provider.leads_away and not query:
                self.send_response(302)
                self.send_header("Location", f"{path}?again=1")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self._say(200, pages[path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.exchange(dict(parse_qsl(body))))

        def _say(self, status: int, what: object) -> None:
            if provider.hangs_up:
                self.close_connection = True
                return
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
