"""Who may hand papers in, and whether a form is our own."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Literal
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.uploads.allowance import Allowance

VISIT = "wenmai-visit"  # the cookie of who has shown the token
FORM = "wenmai-form"  # the cookie that a form's own token must fit
LASTS = 12 * 3600  # seconds for which either is good
_NONCE = re.compile(r"[\w-]{20,40}", re.ASCII)
_FORWARDED = ("FORWARDED", "VIA", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_REAL_IP")

Refusal = Literal["", "local", "token"]


class Guard:
    """Decides about requests. What it has signed is good until the program ends."""

    def __init__(self, allowance: Allowance) -> None:
        self._token = _digest(allowance.token) if allowance.token else b""
        key = secrets.token_bytes(32)
        self._visits = URLSafeTimedSerializer(key, salt="visit")
        self._forms = URLSafeTimedSerializer(key, salt="form")

    @property
    def wants_token(self) -> bool:
        """Whether a token is set."""
        return bool(self._token)

    def refusal(self, headers: Mapping[str, str], peer: str) -> Refusal:
        """Return why whoever sends ``headers`` may not: ``local`` or ``token``; empty if it may.

        Names of headers are upper case with ``_``. ``peer`` is the address of the other end.
        """
        if not self._token:
            return "" if _is_here(headers, peer) else "local"
        if self.is_program(headers) or self._visited(headers):
            return ""
        return "token"

    def is_program(self, headers: Mapping[str, str]) -> bool:
        """Say whether the token came as ``Authorization: Bearer``, which no form can send."""
        scheme, _, given = headers.get("AUTHORIZATION", "").partition(" ")
        return scheme.lower() == "bearer" and self.fits(given)

    def fits(self, given: str) -> bool:
        """Say whether this is the token, in a time that tells nothing."""
        return bool(self._token) and hmac.compare_digest(_digest(given.strip()), self._token)

    def visit(self) -> str:
        """Return the cookie for who has shown the token."""
        return str(self._visits.dumps("visit"))

    def _visited(self, headers: Mapping[str, str]) -> bool:
        try:
            cookies = SimpleCookie(headers.get("COOKIE", ""))
            return VISIT in cookies and self._visits.loads(cookies[VISIT].value, LASTS) == "visit"
        except (BadSignature, CookieError):
            return False

    def form(self, nonce: str) -> str:
        """Return the token of a form for the browser that has the cookie ``nonce``."""
        return str(self._forms.dumps(nonce))

    def is_ours(self, nonce: str, form: str) -> bool:
        """Say whether a form is one that we gave to this browser."""
        try:
            signed = self._forms.loads(form, LASTS)
        except BadSignature:
            return False
        return bool(nonce) and hmac.compare_digest(str(signed).encode(), nonce.encode())


def nonce(known: str) -> str:
    """Return the cookie that a browser's forms must fit: the one it has, or a new one."""
    return known if _NONCE.fullmatch(known) else secrets.token_urlsafe(18)


def is_from_here(headers: Mapping[str, str]) -> bool:
    """Say whether a request came from a page of this site, as far as the browser tells."""
    site, origin = headers.get("SEC_FETCH_SITE"), headers.get("ORIGIN")
    if site is not None and site.strip().lower() != "same-origin":
        return False
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("HOST", "").lower() != ""
    except ValueError:
        return False


def _is_here(headers: Mapping[str, str], peer: str) -> bool:
    """Say whether a request comes from this very machine, and from nobody behind it.

    The name that it asks for must be the machine's own, too: another site can let its name
    stand for 127.0.0.1, and its pages would then be same-origin.
    """
    if any(name in headers for name in _FORWARDED):
        return False
    try:
        host = urlsplit(f"//{headers.get('HOST', '')}").hostname or ""
    except ValueError:
        return False
    return _is_loopback(peer) and (host == "localhost" or _is_loopback(host))


def _is_loopback(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
