"""Compression of answers."""

from __future__ import annotations

import gzip

from flask import Response, request

_WORTH_IT = 1400  # bytes: less fits one packet


def pack(response: Response) -> Response:
    """Compress a whole answer where the client takes gzip and it is worth it."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0 or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) > _WORTH_IT:
        response.set_data(gzip.compress(body, 4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
