"""One program at a time writes to a data folder."""

from __future__ import annotations

import os
from pathlib import Path

from ingest.document import DocumentError
from ontology.i18n import _


class LockedError(DocumentError):
    """Another program is writing to the folder."""


class Lock:
    """A lock on a folder. The system takes it away from a program that ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / ".lock").open("a+", encoding="ascii")
        try:
            _claim(self._file.fileno())
        except OSError:
            self._file.seek(0)
            holder = self._file.read(20).strip() or "?"
            self._file.close()
            raise LockedError(
                str(folder),
                _("another ingest is writing to it (process {number})").format(number=holder),
                _("wait until it has ended, or set WENMAI_DATA to another folder"),
            ) from None
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def release(self) -> None:
        """Let others write."""
        self._file.close()


try:
    import fcntl

    def _claim(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

except ImportError:  # Windows

    def _claim(descriptor: int) -> None:
        import msvcrt

        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # beyond the number that others read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
