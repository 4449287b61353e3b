"""What pages accept from an address: anything else is a 400 in the visitor's language."""

from __future__ import annotations

from collections.abc import Collection

from flask import abort, request
from flask_babel import gettext as _


def explain(message: str) -> None:
    """End the request with a 400 that says what is wrong with the address."""
    abort(400, description=message)


def choice(name: str, allowed: Collection[str], default: str = "") -> str:
    """Return an argument that has one of a few values."""
    given = request.args.get(name, "")
    if not given:
        return default
    if given not in allowed:
        explain(
            _(
                "“%(name)s” cannot be “%(given)s”; it can be: %(allowed)s.",
                name=name,
                given=given[:40],
                allowed=_(", ").join(allowed),
            )
        )
    return given


def page_number(last: int = 100_000) -> int:
    """Return the ``page`` argument: 1 or more."""
    given = request.args.get("page", "1")
    if not (given.isascii() and given.isdigit() and len(given) <= 6 and 1 <= int(given) <= last):
        explain(_("“page” must be a whole number from 1."))
    return int(given)


def text(name: str, longest: int) -> str:
    """Return a text argument without surrounding space; longer than ``longest`` is a 400."""
    given = request.args.get(name, "").strip()
    if len(given) > longest:
        explain(
            _(
                "“%(name)s” is longer than %(longest)s characters.",
                name=name,
                longest=str(longest),
            )
        )
    if "\x00" in given:
        explain(_("“%(name)s” holds characters that cannot be read.", name=name))
    return given
