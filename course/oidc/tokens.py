"""What an ID token must prove before a word of it is believed: OpenID Connect Core 1.0, section 3.1.3.7."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import jwt

# Asymmetric ones alone: a key that everybody may read can then sign nothing.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_DIFFER_BY = 60
SUBJECT_MAX = 191  # the column of allauth's table
ADDRESS_MAX = 254


class BadToken(Exception):
    """The token proves nothing. The message is for tests and developers, never for a page."""


def nonce_of(code_verifier: str) -> str:
    """The nonce that goes with a PKCE verifier, which only the browser's own session here holds."""
    return hashlib.sha256(b"nonce:" + code_verifier.encode()).hexdigest()


def verified_claims(
    token: object, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of an ID token that ``issuer`` signed for us, in answer to the question that carried ``nonce``.

    ``keys`` is the issuer's JSON Web Key Set. Raises BadToken.
    """
    try:
        key = _key(str(token), keys)
        claims: dict[str, Any] = jwt.decode(
            str(token),
            key,
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=CLOCKS_DIFFER_BY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError, AttributeError) as problem:
        raise BadToken(f"{type(problem).__name__}: {problem}") from None
    if claims.get("nonce") != nonce:
        raise BadToken("It answers another question: the nonce differs.")
    if claims.get("azp", client_id) != client_id:
        raise BadToken("It was made for somebody else: azp differs.")
    subject = claims["sub"]
    if not subject or len(subject) > SUBJECT_MAX or not subject.isprintable():
        raise BadToken("Its subject is no name that can be kept.")
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The key that the token names; where it names none, the only one that signs."""
    name = jwt.get_unverified_header(token).get("kid")
    public = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.key_type != "oct"]
    signing = [key for key in public if key.public_key_use in {None, "sig"}]
    found = [key for key in signing if name is None or key.key_id == name]
    if len(found) != 1:
        raise BadToken(f"{len(found)} keys of the issuer have its name.")
    return found[0]


def address_in(claims: Mapping[str, Any]) -> tuple[str, bool]:
    """The email address, and whether the issuer says that it is verified (some write the word ``"true"``)."""
    email = claims.get("email")
    if not isinstance(email, str) or len(email) > ADDRESS_MAX:
        return "", False
    return email.strip().lower(), claims.get("email_verified") in (True, "true")
