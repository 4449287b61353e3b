"""A running site holds the generation that it reads; publication leaves a held one alone."""

from __future__ import annotations

import os
from pathlib import Path


class Hold:
    """A shared lock on a file, as long as this object lives or until it is closed."""

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = None
        self._descriptor = os.open(path, os.O_RDONLY)
        if os.name == "posix":
            import fcntl

            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def is_held(path: Path) -> bool:
    """Say whether somebody holds a file."""
    if os.name != "posix":
        return False
    import fcntl

    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
