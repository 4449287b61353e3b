"""What an operator allows. Each setting has one environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from ontology.i18n import _

_SHORTEST = 16  # characters of a token that is not soon guessed
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


@dataclass(frozen=True)
class Allowance:
    """How much may be handed in, and by whom.

    Without a token only the operator's own machine may; with one, whoever has it.
    """

    megabytes: int = 20  # of one file
    files: int = 20  # of one upload
    together: int = 100  # megabytes of one upload
    waiting: int = 10  # uploads that wait or are read
    token: str = field(default="", repr=False)

    @property
    def file_bytes(self) -> int:
        """How many bytes one file may have."""
        return self.megabytes * 1_000_000

    @property
    def body_bytes(self) -> int:
        """How many bytes an upload may have, what stands between its files included."""
        return self.together * 1_000_000 + 100_000

    @classmethod
    def from_environment(cls, *, on: bool = False) -> Allowance | None:
        """Read what is allowed: nothing (None) unless ``on`` or ``WENMAI_UPLOADS=1`` says so.

        Raises ValueError with the variable's name for what cannot be meant.
        """
        said = os.environ.get("WENMAI_UPLOADS", "").strip().lower()
        if said not in (*_YES, *_NO):
            raise ValueError(f"WENMAI_UPLOADS={said}: {_('1 or 0 is needed')}")
        if not on and said in _NO:
            return None
        token = os.environ.get("WENMAI_UPLOAD_TOKEN", "").strip()
        if token and len(token) < _SHORTEST:
            needed = _("at least {least} characters are needed").format(least=_SHORTEST)
            raise ValueError(f"WENMAI_UPLOAD_TOKEN: {needed}")
        return cls(
            megabytes=_number("WENMAI_UPLOAD_MB", cls.megabytes),
            files=_number("WENMAI_UPLOAD_FILES", cls.files),
            together=_number("WENMAI_UPLOAD_TOTAL_MB", cls.together),
            waiting=_number("WENMAI_UPLOAD_WAITING", cls.waiting),
            token=token,
        )


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        needed = _("a whole number of at least {least} is needed").format(least=1)
        raise ValueError(f"{name}={text}: {needed}")
    return int(text)
